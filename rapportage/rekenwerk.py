"""READ: does an agreement add up? What cannot be right, or is worth a look, found by arithmetic on its own figures.

Nothing here judges what happened in a kamer. Each finding says where it is, in one sentence with the numbers that
contradict each other, and how much it weighs. What could not be checked is said too (``niet_nagegaan``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from buurtwerkkamers import opmaak
from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Indicator, Kamer, Streefwaarde, Uurtarief
from buurtwerkkamers.opmaak import getal, procent
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.streefwaarden import Operator
from financien.models import Bron, Regel
from financien.overzicht import Aandeel, Afwijking, Overzicht, Plek, overzicht
from rapportage.afgesproken_uren import UREN_PROFESSIONALS, deel_in, deel_van_het_jaar, is_vrijwilligers
from rapportage.indicatoren import UREN_PER_JAAR

SAMEN = "alle kamers samen"
LIJKT = 0.9  # from this share of equal letters on, two names are taken to mean the same line


class Soort(StrEnum):
    OPTELLING = "gedrukte som klopt niet"
    STAD = "kamers tegen alle kamers samen"
    UREN = "vrijwilligers tegen uren"
    BASIS = "basis kleiner dan het doel"
    TOTAAL = "totaal tegen categorieën"
    VORM = "kamers met een ander soort doel"
    ZONDER_BASIS = "percentage zonder basis"
    ZONDER_DOEL = "geen streefwaarde"
    DUBBEL = "twee keer dezelfde indicator"


class Gewicht(StrEnum):
    """``FOUT``: cannot be right. ``NAKIJKEN``: may be meant so. ``WETEN``: no mistake, but good to know."""

    FOUT = "klopt niet"
    NAKIJKEN = "nakijken"
    WETEN = "goed om te weten"


@dataclass(frozen=True)
class Bevinding:
    """One finding. ``waar`` is the line or place it is about; ``bron`` and ``jaar`` say which amounts (None: none)."""

    soort: Soort
    waar: str
    zin: str
    gewicht: Gewicht
    indicator: int | None = None
    bron: int | None = None
    jaar: int | None = None


@dataclass(frozen=True)
class Rekenwerk:
    """All findings, the heaviest first, and what could not be checked."""

    bevindingen: tuple[Bevinding, ...] = ()
    niet_nagegaan: tuple[str, ...] = ()

    def met(self, gewicht: Gewicht) -> tuple[Bevinding, ...]:
        return tuple(b for b in self.bevindingen if b.gewicht == gewicht)


@dataclass
class Papier:
    """An agreement with everything that is reckoned with, narrowed to the kamers that the reader may see."""

    afspraak: Afspraak
    indicatoren: list[Indicator]
    kamers: list[Kamer]
    doelen: dict[tuple[int, int], Streefwaarde]
    bedragen: list[Overzicht]
    alle_kamers: bool
    niet_nagegaan: list[str] = field(default_factory=list)

    def van(self, indicator: Indicator) -> list[tuple[Kamer, Streefwaarde]]:
        """The targets of a line, in the order of the kamers."""
        paren = ((kamer, self.doelen.get((indicator.pk, kamer.pk))) for kamer in self.kamers)
        return [(kamer, doel) for kamer, doel in paren if doel is not None]

    def waarde(self, indicator: Indicator, kamer: Kamer) -> Decimal | None:
        """The number of a target; None without one, or when it is words or a share."""
        doel = self.doelen.get((indicator.pk, kamer.pk))
        return None if doel is None or doel.procent else doel.waarde


def bevindingen(afspraak: Afspraak, kamers: Collection[Kamer] | None = None) -> list[Bevinding]:
    """What does not add up in this agreement, the heaviest first. With ``kamers`` only what is about those."""
    return list(reken_na(afspraak, kamers).bevindingen)


def reken_na(afspraak: Afspraak, kamers: Collection[Kamer] | None = None) -> Rekenwerk:
    """The same with what could not be checked. The number of queries does not grow with the agreement."""
    papier = _lees(afspraak, kamers)
    gevonden = [bevinding for controle in _CONTROLES for bevinding in controle(papier)]
    zwaarte, soorten = list(Gewicht), list(Soort)
    gevonden.sort(key=lambda b: (zwaarte.index(b.gewicht), soorten.index(b.soort)))
    return Rekenwerk(tuple(gevonden), tuple(papier.niet_nagegaan))


def _lees(afspraak: Afspraak, kamers: Collection[Kamer] | None) -> Papier:
    doelen = Streefwaarde.objects.filter(indicator__afspraak=afspraak).select_related("kamer")
    gezien = {kamer.pk for kamer in kamers} if kamers is not None else None
    per_cel = {(d.indicator_id, d.kamer_id): d for d in doelen if gezien is None or d.kamer_id in gezien}
    waar = {doel.kamer.pk: doel.kamer for doel in per_cel.values()}
    return Papier(
        afspraak=afspraak,
        indicatoren=list(afspraak.indicator_set.all()),
        kamers=sorted(waar.values(), key=lambda kamer: (kamer.volgorde, kamer.naam)),
        doelen=per_cel,
        bedragen=_bedragen(afspraak, kamers),
        alle_kamers=kamers is None,
    )


def bron_van(afspraak: Afspraak) -> Bron | None:
    """The source of amounts that has the name of this agreement."""
    return Bron.objects.filter(naam__iexact=afspraak.naam).first()


def geldjaren_van(afspraak: Afspraak, bron: Bron) -> list[int]:
    """The years of the agreement in which this source has amounts."""
    if afspraak.van is None or afspraak.tm is None:
        return []
    jaren = bron.regels.filter(jaar__range=(afspraak.van.year, afspraak.tm.year))
    return list(jaren.order_by("jaar").values_list("jaar", flat=True).distinct())


def _bedragen(afspraak: Afspraak, kamers: Collection[Kamer] | None) -> list[Overzicht]:
    bron = bron_van(afspraak)
    if bron is None:
        return []
    gevonden = [overzicht(bron, jaar) for jaar in geldjaren_van(afspraak, bron)]
    if kamers is None:
        return gevonden
    return [o.voor_kamers({kamer.naam for kamer in kamers}) for o in gevonden]


def euro(bedrag: Decimal | None, decimalen: int = 0) -> str:
    """An amount that stays on one line inside a sentence."""
    return opmaak.euro(bedrag, decimalen).replace(" ", "\N{NO-BREAK SPACE}")


def _opsomming(namen: Sequence[str]) -> str:
    return namen[0] if len(namen) == 1 else f"{', '.join(namen[:-1])} en {namen[-1]}"


def _in(papier: Papier, kamers: Sequence[Kamer]) -> str:
    """Where, when it is not everywhere."""
    return "" if len(kamers) == len(papier.kamers) else f" ({_opsomming([k.naam for k in kamers])})"


# --- targets one by one -----------------------------------------------------------------------------------------


def _per_tekst(papier: Papier, indicator: Indicator) -> dict[str, list[tuple[Kamer, Streefwaarde]]]:
    """The targets of a line by their text, so that what is printed three times is found once."""
    teksten: dict[str, list[tuple[Kamer, Streefwaarde]]] = {}
    for kamer, doel in papier.van(indicator):
        teksten.setdefault(doel.tekst, []).append((kamer, doel))
    return teksten


def _is_enquete(indicator: Indicator) -> bool:
    return indicator.meetregel.startswith("enquete") or indicator.eenheid.casefold() in ("enquête", "enquete")


def _zonder_basis(papier: Papier) -> Iterable[Bevinding]:
    """A share needs a whole. Of an enquête the whole is known (who answers), but not how many that must be."""
    for indicator in papier.indicatoren:
        for tekst, plekken in _per_tekst(papier, indicator).items():
            doel = plekken[0][1]
            if not doel.procent or doel.basis is not None:
                continue
            deel, waar = procent(doel.waarde, _decimalen(doel.waarde)), _in(papier, [k for k, _ in plekken])
            if _is_enquete(indicator):
                zin = f"‘{tekst}’{waar} gaat over wie de enquête invult. Er staat niet hoeveel mensen dat moeten zijn."
                yield Bevinding(Soort.ZONDER_BASIS, indicator.naam, zin, Gewicht.WETEN, indicator.pk)
            else:
                zin = f"‘{tekst}’{waar} is {deel}, maar er staat niet waarvan. Dan is het niet na te rekenen."
                yield Bevinding(Soort.ZONDER_BASIS, indicator.naam, zin, Gewicht.NAKIJKEN, indicator.pk)


def _decimalen(waarde: Decimal | None) -> int:
    return 0 if waarde is None or waarde == waarde.to_integral_value() else 2


def _basis_te_klein(papier: Papier) -> Iterable[Bevinding]:
    """More than there are: '> 10 op 5', and '> 10 op 10' too."""
    for indicator in papier.indicatoren:
        for tekst, plekken in _per_tekst(papier, indicator).items():
            doel = plekken[0][1]
            geheel = Decimal(100) if doel.procent else doel.basis
            if doel.waarde is None or geheel is None:
                continue
            meer = doel.operator == Operator.MEER_DAN
            if doel.operator not in (Operator.MEER_DAN, Operator.MINSTENS, Operator.GELIJK):
                continue
            if doel.waarde < geheel or (doel.waarde == geheel and not meer):
                continue
            woord = "meer dan " if meer else ""
            eenheid = "%" if doel.procent else ""
            zin = (
                f"‘{tekst}’{_in(papier, [k for k, _ in plekken])} vraagt {woord}{getal(doel.waarde)}{eenheid}, "
                f"maar er zijn er hoogstens {getal(geheel)}{eenheid}. Dat kan nooit gehaald worden."
            )
            yield Bevinding(Soort.BASIS, indicator.naam, zin, Gewicht.FOUT, indicator.pk)


def _andere_vorm(papier: Papier) -> Iterable[Bevinding]:
    """One line, but the kamers are held to another kind of target, so that they cannot be laid beside each other."""
    for indicator in papier.indicatoren:
        doelen = papier.van(indicator)
        vormen = {_vorm(doel) for _, doel in doelen}
        if len(vormen) < 2:
            continue
        met_getal = {vorm for vorm in vormen if vorm != _IN_WOORDEN}
        lijst = _opsomming([f"{kamer.naam} ‘{doel.tekst}’" for kamer, doel in doelen])
        if len(met_getal) < 2:
            zin, gewicht = f"{lijst}: niet elke kamer heeft een doel dat te vergelijken is.", Gewicht.WETEN
        else:
            zin = (
                f"{lijst}: de kamers worden op een andere manier afgerekend ({' tegenover '.join(sorted(met_getal))})."
            )
            gewicht = Gewicht.NAKIJKEN
        yield Bevinding(Soort.VORM, indicator.naam, zin, gewicht, indicator.pk)


_IN_WOORDEN = "in woorden"


def _vorm(doel: Streefwaarde) -> str:
    if doel.operator == Operator.WOORDEN:
        return _IN_WOORDEN
    if doel.operator == Operator.POSITIEF:
        return "niet onder nul"
    wat = "een percentage" if doel.procent else "een aantal"
    return f"{Operator(doel.operator).label} {wat}{' van een basis' if doel.basis is not None else ''}"


def _zonder_doel(papier: Papier) -> Iterable[Bevinding]:
    for indicator in papier.indicatoren:
        wel = {kamer.pk for kamer, _ in papier.van(indicator)}
        niet = [kamer for kamer in papier.kamers if kamer.pk not in wel]
        if wel and not niet:
            continue
        if wel:
            aantal = f"{len(niet)} van de {len(papier.kamers)} kamers"
            zin = f"Er is geen streefwaarde voor {_opsomming([k.naam for k in niet])} ({aantal})."
            yield Bevinding(Soort.ZONDER_DOEL, indicator.naam, zin, Gewicht.NAKIJKEN, indicator.pk)
        else:
            waar = "voor geen enkele kamer" if papier.alle_kamers else "voor uw kamer"
            zin = f"Er is {waar} een streefwaarde." if papier.alle_kamers else f"Er is {waar} geen streefwaarde."
            yield Bevinding(Soort.ZONDER_DOEL, indicator.naam, zin, Gewicht.NAKIJKEN, indicator.pk)


# --- targets against each other ---------------------------------------------------------------------------------


def _is_totaal(indicator: Indicator) -> bool:
    naam, eenheid = indicator.naam.casefold(), indicator.eenheid.casefold()
    return indicator.meetregel == Meetregel.UNIEK_TOTAAL or (eenheid == "uniek" and naam.startswith("totaal"))


def _is_categorie(indicator: Indicator) -> bool:
    uniek = indicator.meetregel == Meetregel.UNIEK_CATEGORIE or indicator.eenheid.casefold() == "uniek"
    return uniek and not _is_totaal(indicator)


def _totaal_kan(papier: Papier) -> Iterable[Bevinding]:
    """Different people in total: at least those of the largest category, at most all categories added up.

    Who asked for a job counts as well, so the jobs are added to the most that it can be.
    """
    totaal = next((i for i in papier.indicatoren if _is_totaal(i)), None)
    categorieen = [i for i in papier.indicatoren if _is_categorie(i)]
    if totaal is None or not categorieen:
        papier.niet_nagegaan.append(
            "Er is geen totaal aan verschillende deelnemers met categorieën ernaast: die zijn niet vergeleken."
        )
        return
    klussen = [i for i in papier.indicatoren if i.meetregel == Meetregel.KLUSSEN]
    for kamer in papier.kamers:
        doel = papier.waarde(totaal, kamer)
        delen = [(waarde, i) for i in categorieen if (waarde := papier.waarde(i, kamer)) is not None]
        if doel is None or not delen:
            continue
        grootste, welke = max(delen, key=lambda deel: deel[0])
        som = sum((waarde for waarde, _ in delen), Decimal())
        erbij = sum((papier.waarde(i, kamer) or Decimal() for i in klussen), Decimal())
        if doel < grootste:
            zin = f"{kamer.naam}: het totaal is {getal(doel)}, maar ‘{welke.naam}’ alleen is al {getal(grootste)}."
            yield Bevinding(Soort.TOTAAL, totaal.naam, zin, Gewicht.FOUT, totaal.pk)
        elif doel > som + erbij:
            ook = f", met {getal(erbij)} klussen erbij {getal(som + erbij)}" if erbij else ""
            zin = f"{kamer.naam}: het totaal is {getal(doel)}, maar alle categorieën samen zijn {getal(som)}{ook}."
            yield Bevinding(Soort.TOTAAL, totaal.naam, zin, Gewicht.NAKIJKEN, totaal.pk)


_LEESTEKENS = re.compile(r"[^\w]+")


def _dubbel(papier: Papier) -> Iterable[Bevinding]:
    """The same line twice, written a little differently."""
    for een, ander in combinations(papier.indicatoren, 2):
        a, b = (_LEESTEKENS.sub(" ", i.naam.casefold()).split() for i in (een, ander))
        gelijk = sorted(a) == sorted(b)
        if not gelijk and SequenceMatcher(None, " ".join(a), " ".join(b), autojunk=False).ratio() < LIJKT:
            continue
        zin = f"‘{een.naam}’ ({een.groep}) en ‘{ander.naam}’ ({ander.groep}) lijken dezelfde indicator."
        yield Bevinding(Soort.DUBBEL, ander.naam, zin, Gewicht.NAKIJKEN, ander.pk)


# --- targets against money --------------------------------------------------------------------------------------


def _uren(papier: Papier) -> Iterable[Bevinding]:
    """Hours are money: volunteers x 250 hours, and 500 hours of professionals a kamer, at the rates of the year."""
    indicator = next((i for i in papier.indicatoren if is_vrijwilligers(i)), None)
    tarieven = Uurtarief.objects.als_tarieven()
    for geld in papier.bedragen:
        uren = geld.soort(Regel.Soort.UREN)
        if uren is None or indicator is None:
            wiens = "" if papier.alle_kamers else " van uw kamer"
            papier.niet_nagegaan.append(
                f"In de bedragen over {geld.jaar} staan geen vrijwilligersuren{wiens}, of de afspraak noemt geen "
                "actieve vrijwilligers: die zijn niet vergeleken."
            )
            continue
        dagen = deel_in(papier.afspraak, geld.jaar)
        tarief = [tarieven.op(soort, dagen.van) for soort in (Uurtarief.Soort.BEWONER, Uurtarief.Soort.PROFESSIONAL)]
        if None in tarief:
            papier.niet_nagegaan.append(f"Er is geen uurtarief voor {geld.jaar}: de uren zijn niet vergeleken.")
            continue
        verwacht = {k.naam: w for k in papier.kamers if (w := papier.waarde(indicator, k)) is not None}
        for waar, vrijwilligers, kamers, gedrukt in _uren_per_plek(verwacht, geld):
            som = _waarde_van_uren(vrijwilligers, kamers, deel_van_het_jaar(dagen), tarief)
            if round(gedrukt) == round(som):
                continue
            zin = (
                f"{waar}: {_som_in_woorden(vrijwilligers, kamers, dagen, tarief)} is {euro(som, 0)}, "
                f"maar in de bedragen van {geld.jaar} staat {euro(gedrukt, 0)}."
            )
            yield Bevinding(
                Soort.UREN, indicator.naam, zin, Gewicht.NAKIJKEN, indicator.pk, bron=geld.bron_id, jaar=geld.jaar
            )


def _uren_per_plek(verwacht: dict[str, Decimal], geld: Overzicht) -> Iterable[tuple[str, Decimal, int, Decimal]]:
    """Place, target of volunteers, number of kamers and budgeted value: per kamer, or of all when it is not split."""
    uren = geld.soort(Regel.Soort.UREN)
    assert uren is not None  # noqa: S101 - the caller looked
    per_kamer = {cel.kamer: cel.bedragen.begroot for cel in uren.totaal.cellen if cel.kamer in verwacht}
    if per_kamer:
        for kamer, bedrag in per_kamer.items():
            if bedrag is not None and kamer:
                yield kamer, verwacht[kamer], 1, bedrag
    elif uren.totaal.totaal and uren.totaal.totaal.bedragen.begroot is not None and verwacht:
        waar = _opsomming(list(verwacht))
        yield waar, sum(verwacht.values(), Decimal()), len(verwacht), uren.totaal.totaal.bedragen.begroot


def _waarde_van_uren(vrijwilligers: Decimal, kamers: int, deel: Fraction, tarief: Sequence[Decimal | None]) -> Decimal:
    bewoner, professional = (t or Decimal() for t in tarief)
    vol = vrijwilligers * UREN_PER_JAAR * bewoner + kamers * UREN_PROFESSIONALS * professional
    return vol * deel.numerator / deel.denominator


def _som_in_woorden(vrijwilligers: Decimal, kamers: int, dagen: Periode, tarief: Sequence[Decimal | None]) -> str:
    deel = deel_van_het_jaar(dagen)
    een, twee = (euro(t, _decimalen(t)) for t in tarief)
    over = "" if deel == 1 else f" over {deel.numerator}/{deel.denominator} jaar"
    return (
        f"{getal(vrijwilligers)} vrijwilligers × {UREN_PER_JAAR} uur à {een} en "
        f"{getal(kamers * UREN_PROFESSIONALS)} uur van professionals à {twee}{over}"
    )


# --- printed sums -----------------------------------------------------------------------------------------------


def _gedrukte_sommen(papier: Papier) -> Iterable[Bevinding]:
    """What ``financien`` found when it added up the lines again; rooms against the printed total of the city too."""
    if not papier.bedragen:
        papier.niet_nagegaan.append(
            f"Er zijn geen bedragen met de naam ‘{papier.afspraak.naam}’ over de looptijd: "
            "geld en uren zijn niet nagerekend."
        )
    for geld in papier.bedragen:
        for afwijking in geld.afwijkingen:
            yield _van_afwijking(geld, afwijking)
        for deel in geld.afwijkende_aandelen:
            yield _van_aandeel(geld, deel)


def _van_afwijking(geld: Overzicht, a: Afwijking) -> Bevinding:
    waar = f"{a.regel}, {a.kamer or SAMEN}"
    kolom = "" if a.kolom == "begroot" else f" ({a.kolom})"
    zin = f"Gedrukt staat {euro(a.gedrukt, 0)}{kolom}, de regels zijn samen {euro(a.berekend, 0)}{_door(a.erft_van)}."
    return Bevinding(
        Soort.OPTELLING if a.kamer else Soort.STAD,
        waar,
        zin,
        Gewicht.WETEN if a.erft else Gewicht.FOUT,
        bron=geld.bron_id,
        jaar=geld.jaar,
    )


def _van_aandeel(geld: Overzicht, deel: Aandeel) -> Bevinding:
    waar = f"Aandeel financiers, {deel.kamer or SAMEN}"
    zin = f"Gedrukt staat {procent(deel.gedrukt)}, uitgerekend is het {procent(deel.berekend)}{_door(deel.erft_van)}."
    return Bevinding(
        Soort.OPTELLING if deel.kamer else Soort.STAD,
        waar,
        zin,
        Gewicht.WETEN if deel.erft else Gewicht.FOUT,
        bron=geld.bron_id,
        jaar=geld.jaar,
    )


def _door(plekken: Sequence[Plek]) -> str:
    if not plekken:
        return ""
    namen = [f"‘{plek.regel}’ ({plek.kamer or SAMEN})" for plek in plekken]
    return f": dat komt door {_opsomming(namen)}"


_CONTROLES: tuple[Callable[[Papier], Iterable[Bevinding]], ...] = (
    _gedrukte_sommen,
    _uren,
    _basis_te_klein,
    _totaal_kan,
    _andere_vorm,
    _zonder_basis,
    _zonder_doel,
    _dubbel,
)
