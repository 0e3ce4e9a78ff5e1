"""READ: the hours of volunteers beside the euros of a year: the 'populaire begroting', and the share of financiers.

Euros come from the budget of the year (``financien.boekstand``), hours from the agreement and from what was filled in
(``deelnemers.tellingen``). A source that prints hours of its own stays by itself: amounts of different sources are
never added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from buurtwerkkamers.models import Afspraak, Kamer, Uurtarief
from buurtwerkkamers.opmaak import GEEN, datum, euro, getal, procent
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen import Urentelling, tel_uren
from financien.afronding import aandeel
from financien.boekstand import als_overzicht, boekstand
from financien.models import Regel
from financien.overzicht import ZONDER_KAMER, Overzicht, alle_overzichten
from financien.populair import SAMEN, Plek, geldrij, kop_van, per_plek, populairtabel
from financien.tabellen import Geldcel, Geldrij, Geldtabel, Rijsoort, aandeeltabel
from rapportage.afgesproken_uren import BEWONER, PROFESSIONAL, AfgesprokenUren, Urenwaarde, afgesproken_uren

REGEL = (
    "Uren tellen voor het tarief van de dag waarop ze zijn gemaakt. Euro's en uren samen heet ook wel de populaire "
    "begroting. – betekent: dit is niet bekend."
)
REGEL_AANDEEL = (
    "De bijdragen van financiers, gedeeld door die bijdragen plus de waarde van de uren; afgerond op hele procenten."
)
NIET_OP_DE_CENT = "Elk bedrag is los afgerond op centen. Daardoor tellen de delen hier niet overal precies op."
CONCEPT = "Begroot (nog niet vastgesteld)"
_NAMEN = {BEWONER: "Uren van bewoners", PROFESSIONAL: "Uren van professionals"}
Soort = Regel.Soort
Bedragen = Mapping[Plek, Decimal | None]


@dataclass(frozen=True)
class Bronuren:
    """A source that prints hours beside euros: both together, and the share of the financiers."""

    bron_id: int
    naam: str
    tabel: Geldtabel
    aandeel: Geldtabel | None


@dataclass(frozen=True)
class Urengeld:
    """Everything about a year. ``per``: the last day that was counted, None when the year has not begun.

    ``zin``: how far the agreed hours are made; empty when that cannot be said. ``redenen``: what is missing, and why.
    """

    jaar: int
    per: date | None
    begroting: Geldtabel | None
    uren: Geldtabel | None
    aandeel: Geldtabel | None
    bronnen: tuple[Bronuren, ...]
    tarieven: tuple[str, ...]
    zin: str
    redenen: tuple[str, ...]

    @property
    def leeg(self) -> bool:
        return not (self.begroting or self.uren or self.bronnen)


def urengeld(jaar: int, kamers: Sequence[Kamer], *, heel: bool, afspraak: Afspraak | None, vandaag: date) -> Urengeld:
    """The hours of these kamers as money. ``heel``: with sums over all kamers, and what is not split over them.

    The number of queries does not depend on the number of kamers, posts or hours.
    """
    dagen = Periode.jaar(jaar)
    per = min(dagen.tm, vandaag) if dagen.van <= vandaag else None
    beloofd = afgesproken_uren(afspraak, kamers, jaar)
    gemaakt = _gemaakt(kamers, Periode(dagen.van, per)) if per else {}
    levend = boekstand(jaar, per or dagen.van)
    geld = als_overzicht(levend)
    bronnen = _bronnen(jaar)
    if not heel:
        namen = {kamer.naam for kamer in kamers}
        geld, bronnen = geld.voor_kamers(namen), [bron.voor_kamers(namen) for bron in bronnen]
    maker = _Maker(jaar, per, [kamer.naam for kamer in kamers], heel, beloofd, gemaakt, concept=levend.is_concept)
    return Urengeld(
        jaar=jaar,
        per=per,
        begroting=maker.begroting(geld),
        uren=maker.uren(),
        aandeel=maker.aandeel(geld),
        bronnen=tuple(
            Bronuren(bron.bron_id, bron.bron, tabel, aandeeltabel(bron))
            for bron in bronnen
            if (tabel := populairtabel(bron)) is not None
        ),
        tarieven=_tarieven(jaar, per or dagen.van),
        zin=maker.zin(),
        redenen=maker.redenen(geld, zonder_bronnen=not bronnen),
    )


# --- what is read -----------------------------------------------------------------------------------------------


def _gemaakt(kamers: Sequence[Kamer], dagen: Periode) -> dict[Plek, Urenwaarde]:
    """What was filled in, per kamer that has any, and for these kamers together."""
    rijen: list[Urentelling] = tel_uren(kamers, [dagen])
    return {
        rij.kamer.naam if rij.kamer else None: Urenwaarde(
            {soort: rij.per_soort[soort].uren for soort in _NAMEN if soort in rij.per_soort},
            {soort: rij.per_soort[soort].waarde for soort in _NAMEN if soort in rij.per_soort},
        )
        for rij in rijen
        if rij.per_soort
    }


def _bronnen(jaar: int) -> list[Overzicht]:
    """The sources of this year with hours of their own; archives of closed months have none."""
    return [o for o in alle_overzichten(met_archief=False) if o.jaar == jaar and o.soort(Soort.UREN)]


def _tarieven(jaar: int, op: date) -> tuple[str, ...]:
    """What an hour is worth on that day, and what changes in the year."""
    rijen = list(Uurtarief.objects.order_by("soort", "vanaf"))
    zinnen = []
    for soort, label in Uurtarief.Soort.choices:
        eigen = [rij for rij in rijen if rij.soort == soort]
        begin = next((rij for rij in reversed(eigen) if rij.vanaf <= date(jaar, 1, 1)), None)
        later = [rij for rij in eigen if rij.vanaf.year == jaar and rij is not begin]
        delen = [*([f"{_tarief(begin.tarief)}"] if begin else []),
                 *(f"{_tarief(rij.tarief)} vanaf {datum(rij.vanaf)}" for rij in later)]  # fmt: skip
        if delen:
            zinnen.append(f"Een uur van een {label}: {', '.join(delen)}.")
    return tuple(zinnen)


def _tarief(bedrag: Decimal) -> str:
    return euro(bedrag, 0 if bedrag == bedrag.to_integral_value() else 2)


# --- as tables --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Maker:
    """Makes the tables of a year; a column per kamer, for what is not split, and for all together."""

    jaar: int
    per: date | None
    namen: Sequence[str]
    heel: bool
    beloofd: AfgesprokenUren
    gemaakt: Mapping[Plek, Urenwaarde]
    concept: bool = False

    @property
    def afgesproken(self) -> dict[Plek, Urenwaarde]:
        per_plek: dict[Plek, Urenwaarde] = dict(self.beloofd.per_kamer.items())
        if samen := self.beloofd.samen:
            per_plek[None] = samen
        return per_plek

    def begroting(self, geld: Overzicht) -> Geldtabel | None:
        """Costs in euros and the value of hours, as budgeted and up to now; None without a budget of this year."""
        if geld.soort(Soort.KOSTEN) is None:
            return None
        plekken = self._plekken(geld, (Soort.KOSTEN,))
        rijen: list[Geldrij] = []
        klopt = True
        for titel, kolom, uren in self._blokken():
            euros = per_plek(geld, Soort.KOSTEN, kolom)
            delen = [("Kosten in euro's", euros), *((naam, _waarden(uren, soort)) for soort, naam in _NAMEN.items())]
            samen = {plek: _samen(plek, euros.get(plek), uren.get(plek)) for plek in plekken}
            rijen.append(Geldrij(titel, soort="groep"))
            rijen += [geldrij(naam, bedragen, plekken) for naam, bedragen in delen]
            rijen.append(geldrij(SAMEN, samen, plekken, "totaal"))
            klopt = klopt and _telt_op([*(b for _, b in delen), samen])
        return self._tabel(f"Populaire begroting {self.jaar}", REGEL, plekken, rijen, klopt)

    def uren(self) -> Geldtabel | None:
        """The hours themselves: as agreed and as filled in; None when there are neither."""
        if not self.afgesproken and not self.gemaakt:
            return None
        plekken: list[Plek] = [*self.namen, *([None] if self.heel else [])]
        rijen: list[Geldrij] = []
        for titel, _, uren in self._blokken("Afgesproken", "Ingevuld"):
            if not uren:
                continue
            rijen.append(Geldrij(titel, soort="groep"))
            for soort, naam in _NAMEN.items():
                rijen.append(_tekstrij(naam, [_uren(uren.get(plek), soort) for plek in plekken]))
            rijen.append(_tekstrij("Alle uren", [_uren(uren.get(plek)) for plek in plekken], "subtotaal"))
        delen = [_deel(self.gemaakt.get(plek), self.afgesproken.get(plek)) for plek in plekken]
        if any(delen):
            rijen.append(_tekstrij("Ingevuld van wat voor het hele jaar is afgesproken", delen, "bij"))
        regel = self.beloofd.regel or self.beloofd.reden
        return self._tabel(f"Uren van vrijwilligers in {self.jaar}", regel, plekken, rijen)

    def aandeel(self, geld: Overzicht) -> Geldtabel | None:
        """The share of the financiers, as budgeted and up to now; None when it cannot be said anywhere."""
        if geld.soort(Soort.FINANCIERING) is None:
            return None
        plekken = [plek for plek in self._plekken(geld, (Soort.FINANCIERING,)) if plek != ZONDER_KAMER]
        rijen = []
        for titel, kolom, uren in self._blokken():
            euros, cellen = per_plek(geld, Soort.FINANCIERING, kolom), []
            onverdeeld = bool(euros.get(ZONDER_KAMER))
            for plek in plekken:
                waarde = uren[plek].waarde if plek in uren else None
                bedrag = None if onverdeeld and plek is not None else euros.get(plek)
                deel = None if bedrag is None or waarde is None else aandeel(bedrag, bedrag + waarde)
                cellen.append("" if deel is None else procent(deel))
            if any(cellen):
                rijen.append(_tekstrij(titel, cellen))
        if not rijen:
            return None
        return self._tabel(f"Aandeel van de financiers in {self.jaar}", REGEL_AANDEEL, plekken, rijen)

    def zin(self) -> str:
        """How far the agreed hours are made, over all that is in sight."""
        plek = None if self.heel else self.namen[0] if len(self.namen) == 1 else ""
        doel, stand = self.afgesproken.get(plek), self.gemaakt.get(plek)
        if plek == "" or doel is None or stand is None or not doel.totaal or self.per is None:
            return ""
        deel = procent(aandeel(stand.totaal, doel.totaal))
        return (
            f"Tot en met {datum(self.per)} zijn {getal(stand.totaal)} uren ingevuld. Dat is {deel} van de "
            f"{getal(doel.totaal)} uren die voor het hele jaar zijn afgesproken."
        )

    def redenen(self, geld: Overzicht, *, zonder_bronnen: bool) -> tuple[str, ...]:
        """What is missing, and why. A year with sources of its own needs no budget here."""
        zinnen = [self.beloofd.reden] if self.beloofd.reden else []
        if geld.soort(Soort.KOSTEN) is None and zonder_bronnen:
            waar = "" if self.heel else " voor uw kamer"
            zinnen.append(f"Er is voor {self.jaar} nog geen begroting met kosten{waar}.")
        if self.per is not None and not self.gemaakt:
            zinnen.append(f"Over {self.jaar} zijn nog geen uren van vrijwilligers ingevuld.")
        waarden = [*self.afgesproken.values(), *self.gemaakt.values()]
        if any(bedrag is None for waarde in waarden for bedrag in waarde.waarden.values()):
            zinnen.append("Voor een deel van de uren is geen uurtarief. Daarom is hun waarde niet te bepalen.")
        return tuple(zinnen)

    # --- shared

    def _blokken(
        self, begroot: str = "", werkelijk: str = "Geboekt en ingevuld"
    ) -> Iterable[tuple[str, str, Mapping[Plek, Urenwaarde]]]:
        """Heading, column of the money and hours: of what was agreed, and of what was made up to now."""
        yield begroot or (CONCEPT if self.concept else "Begroot"), "begroot", self.afgesproken
        if self.per is not None:
            yield f"{werkelijk} t/m {datum(self.per)}", "realisatie", self.gemaakt

    def _plekken(self, geld: Overzicht, soorten: Iterable[str]) -> list[Plek]:
        onverdeeld = any(ZONDER_KAMER in per_plek(geld, soort, "begroot") for soort in soorten)
        einde: list[Plek] = [*([ZONDER_KAMER] if onverdeeld else []), None] if self.heel else []
        return [*self.namen, *einde]

    def _tabel(
        self, titel: str, regel: str, plekken: Sequence[Plek], rijen: Sequence[Geldrij], klopt: bool = True
    ) -> Geldtabel:
        return Geldtabel(titel, regel, tuple(map(kop_van, plekken)), tuple(rijen), () if klopt else (NIET_OP_DE_CENT,))


def _waarden(uren: Mapping[Plek, Urenwaarde], soort: str) -> dict[Plek, Decimal | None]:
    return {plek: waarde.waarden.get(soort) for plek, waarde in uren.items()}


def _samen(plek: Plek, euros: Decimal | None, uren: Urenwaarde | None) -> Decimal | None:
    """Euros and hours; what is not split over the kamers has no hours of its own."""
    if plek == ZONDER_KAMER:
        return euros
    waarde = uren.waarde if uren else None
    return None if euros is None or waarde is None else euros + waarde


def _telt_op(rijen: Iterable[Bedragen]) -> bool:
    """Whether in each row the kamers add up to what stands under 'Samen', as far as all of them are known."""
    for bedragen in rijen:
        samen = bedragen.get(None)
        kamers = [bedrag for plek, bedrag in bedragen.items() if plek is not None]
        delen = [bedrag for bedrag in kamers if bedrag is not None]
        if samen is not None and delen and len(delen) == len(kamers) and sum(delen) != samen:
            return False
    return True


def _tekstrij(naam: str, teksten: Iterable[str], soort: Rijsoort = "rij") -> Geldrij:
    return Geldrij(naam, tuple(Geldcel(tekst or GEEN) for tekst in teksten), soort)


def _uren(waarde: Urenwaarde | None, soort: str | None = None) -> str:
    if waarde is None:
        return ""
    uren = waarde.totaal if soort is None else waarde.uren.get(soort)
    return "" if uren is None else getal(uren)


def _deel(stand: Urenwaarde | None, doel: Urenwaarde | None) -> str:
    deel = aandeel(stand.totaal, doel.totaal) if stand and doel else None
    return "" if deel is None else procent(deel)
