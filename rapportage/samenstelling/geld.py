"""Money in the report: budget against forecast, and who contributes what to which kamer, with the notes of the source.

All amounts and sums come from ``financien.overzicht``; where a source printed another sum, a note says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import euro, procent
from financien.bestedingen import ELDERS, Bestedingsregel, Financiersdeel, financiersdelen, houdt_bestedingen
from financien.boekstand import NIETS, som
from financien.letters import letter
from financien.models import Bron, Maandafsluiting, Regel
from financien.overzicht import Afwijking, Overzicht, Soortoverzicht, overzicht, tekort
from financien.overzicht import Rij as Geldrij
from financien.zekerheid import ZEKERREGEL
from rapportage.cijfers import Celwaarde, Kolom, Rij, RijSoort, Tabel
from rapportage.models import Rapport

REGEL = "Bedragen in euro's. Totalen zijn uitgerekend uit de regels; het saldo is inkomsten min kosten."
REGEL_FINANCIERS = "Bedragen in euro's voor het hele jaar. Subtotalen en totalen zijn uitgerekend uit de regels."
REGEL_ONTVANGEN = (
    "Bedragen in euro's, geboekt tot en met de maand die is gesloten. Totalen zijn uitgerekend uit de regels."
)
REGEL_BESTEED = (
    "Bedragen in euro's, geboekt tot en met de maand die is gesloten. Zeker is wat is besloten. Toegerekend zijn de "
    "kosten waarvan is vastgelegd dat ze uit dit geld zijn betaald; onder nul is meer betaald dan ontvangen."
)
REGEL_WAARAAN = (
    "Kosten die uit het geld van de financier zijn betaald, geboekt tot en met de maand die is gesloten. Totalen zijn "
    "uitgerekend uit de regels."
)
REGEL_AANDEEL = (
    "Bijdragen van financiers, gedeeld door die bijdragen plus de waarde van de uren van vrijwilligers; in hele "
    "procenten."
)
# What the appendix says of the tables of a closed month.
_VAN_EEN_MAAND = {
    "Ontvangen van financiers": REGEL_ONTVANGEN,
    "Stand per financier": REGEL_BESTEED,
    "Waaraan het geld is besteed": REGEL_WAARAAN,
}
_TITELS = {"begroot": "Begroot", "prognose": "Prognose", "realisatie": "Werkelijk"}
_SOORTEN: dict[str, RijSoort] = {"subtotaal": "subtotaal", "totaal": "totaal"}


class _Noten:
    """The notes under one table, each with a letter; the same text gets the same letter."""

    def __init__(self) -> None:
        self._letters: dict[str, str] = {}

    def __call__(self, teksten: Iterable[str]) -> str:
        return ", ".join(self._letters.setdefault(t, letter(len(self._letters))) for t in teksten)

    @property
    def regels(self) -> tuple[str, ...]:
        return tuple(f"{teken}. {_als_zin(tekst)}" for tekst, teken in self._letters.items())


def _als_zin(tekst: str) -> str:
    """A note of a source as a sentence; its words stay as they are."""
    zin = tekst[0].upper() + tekst[1:]
    return zin if zin.endswith((".", "!", "?")) else f"{zin}."


def gaat_alleen_over(geheel: Overzicht, kamers: Iterable[Kamer]) -> bool:
    """Whether every kamer that this source has amounts for is one of these.

    Only then its totals, and its lines that are of no kamer, are of these kamers.
    """
    return {naam for soort in geheel.soorten for naam in soort.kamers} - {""} <= {kamer.naam for kamer in kamers}


def andere_kamers(bron: Bron, rapport: Rapport) -> bool:
    """Whether the source has amounts for kamers that are not in the report: its totals are not of this report."""
    return not gaat_alleen_over(overzicht(bron, rapport.tm.year), rapport.kamers.all())


def saldo(bron: Bron, rapport: Rapport) -> tuple[Decimal | None, Decimal | None]:
    """Expected and budgeted balance of the year, over all kamers together."""
    stand = tekort(bron, rapport.tm.year)
    return stand.prognose if stand.prognose is not None else stand.verwacht, stand.begroot


def begroting_en_prognose(bron: Bron, rapport: Rapport) -> tuple[Tabel, ...]:
    """Costs and financing with budget, forecast and their difference, over all kamers; empty without amounts."""
    geheel = overzicht(bron, rapport.tm.year).naar_buiten()
    soorten = [s for naam in (Regel.Soort.KOSTEN, Regel.Soort.FINANCIERING) if (s := geheel.soort(naam))]
    if not soorten:
        return ()
    noten = _Noten()
    kolommen = [k for k in _TITELS if k in geheel.kolommen]
    titels = _TITELS | ({"realisatie": "Geboekt"} if geheel.loopt else {})
    rijen: list[Rij] = []
    for soort in soorten:
        rijen.append(_groep(soort.titel.capitalize(), 2 + len(kolommen)))
        rijen += [_regel(geheel, soort, rij, kolommen, noten) for rij in _rijen(soort)]
    if len(soorten) == 2:
        rijen.append(_saldorij(geheel, kolommen))
    tabel = Tabel(
        f"Begroting en prognose {geheel.jaar}",
        REGEL,
        (Kolom("Post", "tekst"), *(Kolom(titels[k], "euro") for k in kolommen), Kolom("Verschil", "euro")),
        tuple(rijen),
        (*noten.regels, *_zonder_saldo(geheel)),
    )
    return (tabel,)


def _groep(titel: str, breed: int) -> Rij:
    return Rij((titel, *(None for _ in range(breed - 1))), "groep")


def _rijen(soort: Soortoverzicht) -> Iterable[Geldrij]:
    for groep in soort.groepen:
        yield from groep.rijen
        if groep.subtotaal:
            yield groep.subtotaal
    yield soort.totaal


def _regel(geheel: Overzicht, soort: Soortoverzicht, rij: Geldrij, kolommen: Sequence[str], noten: _Noten) -> Rij:
    bedragen = rij.totaal.bedragen if rij.totaal else None
    cellen: list[Celwaarde] = [getattr(bedragen, kolom) if bedragen else None for kolom in kolommen]
    verschil = bedragen.min_begroot(_laatste(geheel, kolommen)) if bedragen and len(kolommen) > 1 else None
    noot = noten((*rij.noten, *_afwijkingen(geheel, soort, rij)))
    return Rij((rij.naam, *cellen, verschil), _SOORTEN.get(rij.regelsoort, "rij"), noot)


def _saldorij(geheel: Overzicht, kolommen: Sequence[str]) -> Rij:
    stand = next(t for t in geheel.tekorten if t.kamer is None)
    bedragen = [getattr(stand, kolom) for kolom in kolommen]
    verschil = None
    if len(kolommen) > 1 and None not in bedragen:
        verschil = getattr(stand, _laatste(geheel, kolommen)) - bedragen[0]
    return Rij(("Saldo (inkomsten min kosten)", *bedragen, verschil), "totaal")


def _laatste(geheel: Overzicht, kolommen: Sequence[str]) -> str:
    """What the budget is held against: the last column, or the forecast in a year that was not over."""
    return "prognose" if geheel.loopt and "prognose" in kolommen else kolommen[-1]


def _zonder_saldo(geheel: Overzicht) -> tuple[str, ...]:
    """Why there is no balance per kamer, once for each reason."""
    redenen = dict.fromkeys(t.reden for t in geheel.tekorten if t.kamer is not None and t.reden)
    return tuple(f"Saldo per kamer: {reden[0].lower()}{reden[1:]}" for reden in redenen)


def _afwijkingen(geheel: Overzicht, soort: Soortoverzicht, rij: Geldrij) -> Iterable[str]:
    """A note for each printed sum in this row that is not the sum of its lines."""
    if rij.regelsoort == Regel.Regelsoort.REGEL:
        return
    for a in geheel.afwijkingen:
        if a.soort == soort.soort and a.regel == rij.naam:
            yield _afwijking(a)


def _afwijking(a: Afwijking) -> str:
    waar = f"{a.kamer}: gedrukt" if a.kamer else "Totaal: gedrukt"
    herkomst = ", ".join(f"‘{p.regel}’{f' van {p.kamer}' if p.kamer else ''}" for p in a.erft_van)
    komt_uit = f"; dat komt door {herkomst}" if herkomst else ""
    return f"{waar} staat {euro(a.gedrukt, 0)}, de regels tellen op tot {euro(a.berekend, 0)}{komt_uit}."


def financiers(bron: Bron, rapport: Rapport, kamers: Sequence[Kamer]) -> tuple[Tabel, ...]:
    """Contributions per kamer, the value of volunteers' hours, the share of financiers; empty without amounts.

    Totals only when these are all kamers of the report and all that the source has amounts for; otherwise what is of
    these kamers and nothing else.

    Of a closed month of the living budget also what had come in by then, and what it was spent on; that of the budget
    when the contributions come from a document. The spending comes from one source only.
    """
    geheel = overzicht(bron, rapport.tm.year).naar_buiten()
    heel = _is_heel(geheel, rapport, kamers)
    if not heel:
        geheel = geheel.voor_kamers([k.naam for k in kamers])
    tabellen = []
    for naam, titel, kop in (
        (Regel.Soort.FINANCIERING, f"Bijdragen van financiers {geheel.jaar}", "Financier"),
        (Regel.Soort.UREN, f"Waarde van de inzet van vrijwilligers {geheel.jaar}", "Inzet"),
    ):
        if soort := geheel.soort(naam):
            tabellen.append(_per_kamer(geheel, soort, (titel, kop), kamers, heel))
    bijdragen = geheel.soort(Regel.Soort.FINANCIERING)
    if bijdragen and "realisatie" in geheel.kolommen and Maandafsluiting.objects.filter(bron=bron).exists():
        titels = (f"Ontvangen van financiers {geheel.jaar}", "Financier")
        tabellen.insert(1, _per_kamer(geheel, bijdragen, titels, kamers, heel, "realisatie"))
        tabellen[2:2] = besteed(bron, geheel.jaar, kamers, heel)
    if geheel.aandelen:
        tabellen.append(_aandelen(geheel, kamers, heel))
    ernaast = rapport.begrotingsbron
    if tabellen and ernaast is not None and ernaast != bron and not houdt_bestedingen(bron, geheel.jaar):
        # what was agreed comes from a document; what became of it from the closed month beside it, when there is one
        tabellen += besteed(ernaast, geheel.jaar, kamers, _is_heel(overzicht(ernaast, geheel.jaar), rapport, kamers))
    return tuple(tabellen)


def _is_heel(geheel: Overzicht, rapport: Rapport, kamers: Sequence[Kamer]) -> bool:
    return len(kamers) == rapport.kamers.count() and gaat_alleen_over(geheel, kamers)


def _per_kamer(
    geheel: Overzicht,
    soort: Soortoverzicht,
    titels: tuple[str, str],
    kamers: Sequence[Kamer],
    heel: bool,
    kolom: str = "",
) -> Tabel:
    """One column of the source: the first that it has, unless told which (of what was booked)."""
    regel = REGEL_ONTVANGEN if kolom else REGEL_FINANCIERS
    kolom = kolom or next(iter(geheel.kolommen), "begroot")
    noten = _Noten()
    rijen = []
    regels = list(_rijen(soort))
    # One line needs no total that says the same again.
    for rij in regels if len(regels) > 2 else regels[:1]:
        per_kamer = {cel.kamer: getattr(cel.bedragen, kolom) for cel in rij.cellen}
        cellen = [per_kamer.get(kamer.naam) for kamer in kamers]
        if heel:
            cellen.append(getattr(rij.totaal.bedragen, kolom) if rij.totaal else None)
        noot = noten((*rij.noten, *_afwijkingen(geheel, soort, rij)))
        rijen.append(Rij((rij.naam, *cellen), _SOORTEN.get(rij.regelsoort, "rij"), noot))
    return Tabel(titels[0], regel, _kolommen(titels[1], kamers, heel, "euro"), tuple(rijen), noten.regels)


def regels_van(tabellen: Iterable[Tabel]) -> dict[str, str]:
    """How the tables of the financiers were counted, for the appendix."""
    regels = {tabel.regel for tabel in tabellen}
    gebruikt = {naam: regel for naam, regel in _VAN_EEN_MAAND.items() if regel in regels}
    zeker = {"Zeker, van een bijdrage": ZEKERREGEL} if REGEL_BESTEED in regels else {}
    return {"Bijdragen van financiers": REGEL_FINANCIERS} | gebruikt | zeker


def besteed(bron: Bron, jaar: int, kamers: Sequence[Kamer], heel: bool) -> list[Tabel]:
    """Per financier what was promised, came in, was spent and is left; and per cost post on what. As in the statement.

    None of a month that was closed before its spending was kept.
    """
    if not houdt_bestedingen(bron, jaar):
        return []
    delen = financiersdelen(bron, jaar, None if heel else [kamer.pk for kamer in kamers])
    kolommen = ("Zeker", "Ontvangen", "Toegerekend aan kosten", "Nog niet toegerekend")
    rijen = [Rij((_financier(d), d.zeker, d.ontvangen, d.besteed, d.over)) for d in delen]
    if len(rijen) > 1:
        sommen = [sum((getattr(d, veld) for d in delen), NIETS) for veld in ("zeker", "ontvangen", "besteed", "over")]
        rijen.append(Rij(("Totaal", *sommen), "totaal"))
    stand = Tabel(
        f"Stand per financier {jaar}", REGEL_BESTEED,
        (Kolom("Financier", "tekst"), *(Kolom(naam, "euro") for naam in kolommen)), tuple(rijen), (f"Bron: {bron}.",),
    )  # fmt: skip
    noten = _Noten()
    waaraan = [rij for deel in delen if deel.bestedingen for rij in _waaraan(deel, kamers, heel, noten)]
    if not waaraan:
        return [stand]
    titel, eerste = f"Waaraan het geld is besteed {jaar}", _kolommen("Kosten", kamers, heel, "euro")
    return [stand, Tabel(titel, REGEL_WAARAAN, eerste, tuple(waaraan), (*noten.regels, f"Bron: {bron}."))]


def _financier(deel: Financiersdeel) -> str:
    return deel.financier or "Zonder financier"


def _waaraan(deel: Financiersdeel, kamers: Sequence[Kamer], heel: bool, noten: _Noten) -> Iterable[Rij]:
    """The costs of one financier: a row per post over the kamers, and their sum."""
    yield _groep(_financier(deel), 1 + len(kamers) + heel)
    per_post: dict[str, list[Bestedingsregel]] = {}
    for regel in deel.bestedingen:
        per_post.setdefault(regel.post, []).append(regel)
    for naam, regels in per_post.items():
        noot = []
        if elders := sum((regel.elders for regel in regels), NIETS):
            noot.append(f"Hiervan was {euro(elders)} ergens anders voor bedoeld.")
        if naam == ELDERS:
            noot.append(f"{_financier(deel)}: {euro(sum((regel.bedrag for regel in regels), NIETS))}.")
        yield Rij((naam, *_over_kamers(regels, kamers, heel)), noot=noten(noot))
    if len(per_post) > 1:
        cellen = _over_kamers(deel.bestedingen, kamers, heel)
        yield Rij((f"Subtotaal {_financier(deel)}", *cellen), "subtotaal")


def _over_kamers(regels: Sequence[Bestedingsregel], kamers: Sequence[Kamer], heel: bool) -> list[Decimal | None]:
    """What was spent in each of these kamers and (``heel``) in all, with what is of no kamer."""
    cellen = [som(regel.bedrag for regel in regels if regel.kamer == kamer.naam) for kamer in kamers]
    return [*cellen, som(regel.bedrag for regel in regels)] if heel else cellen


def _kolommen(eerste: str, kamers: Sequence[Kamer], heel: bool, soort: str) -> tuple[Kolom, ...]:
    totaal = (Kolom("Totaal", soort),) if heel else ()  # type: ignore[arg-type]
    return (Kolom(eerste.capitalize(), "tekst"), *(Kolom(k.label, soort) for k in kamers), *totaal)  # type: ignore[arg-type]


def _aandelen(geheel: Overzicht, kamers: Sequence[Kamer], heel: bool) -> Tabel:
    per_kamer = {deel.kamer: deel for deel in geheel.aandelen}
    namen: list[str | None] = [k.naam for k in kamers] + ([None] if heel else [])
    cellen = [per_kamer[naam].berekend if naam in per_kamer else None for naam in namen]
    noten = tuple(
        f"{deel.kamer or 'Totaal'}: gedrukt staat {procent(deel.gedrukt)}, uitgerekend is {procent(deel.berekend)}."
        for deel in geheel.afwijkende_aandelen
        if deel.kamer in namen
    )
    kolommen = _kolommen("aandeel", kamers, heel, "procent")
    rijen = (Rij(("Financiers in het geheel", *cellen)),)
    return Tabel("Aandeel van de financiers", REGEL_AANDEEL, kolommen, rijen, noten)
