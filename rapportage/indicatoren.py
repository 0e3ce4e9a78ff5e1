"""READ: which indicator is counted by which function, and whether its target is met.

Complete: every rule of ``buurtwerkkamers.meetregels`` has a measure here. A rule whose data this product does not
hold says so; a measure without data is 'niet te bepalen' with a reason, never 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Afspraak, Categorie, Categorielijst, Indicator, Kamer, Streefwaarde
from buurtwerkkamers.perioden import Periode
from deelnemers import tellingen
from deelnemers.models import Partnercontact, Rol, Uitkomst, Verwijzing
from financien import overzicht
from financien.models import Bron
from rapportage.cijfers import Cijfer

# How a figure grows over a year, which decides what 'on course' means halfway.
Verloop = Literal["loopt op", "verzadigt", "stand"]
PerKamer = dict[int | None, Cijfer]
UREN_PER_JAAR = 250  # the mean that the agreements ask of active volunteers


class Telwerk:
    """Unique counts of this period and of the year before, counted once per list of categories."""

    def __init__(self, kamers: Sequence[Kamer], periode: Periode, vorig_jaar: Periode | None) -> None:
        self.kamers, self.periode, self.vorig_jaar = tuple(kamers), periode, vorig_jaar
        self._geteld: dict[Categorielijst | None, dict[tuple[Periode, tellingen.Cel], int]] = {}

    def uniek(self, periode: Periode, kamer: Kamer | None, categorie: Categorie | None) -> int:
        lijst = categorie.lijst if categorie else None
        if lijst not in self._geteld:
            perioden = [p for p in (self.periode, self.periode.jaar_eerder(), self.vorig_jaar) if p]
            self._geteld[lijst] = {
                (rij.periode, rij.cel): rij.uniek for rij in tellingen.tel_uniek(self.kamers, perioden, lijst)
            }
        return self._geteld[lijst][periode, tellingen.cel_van(kamer, categorie)]

    def aandeel_vorig_jaar(self, kamer: Kamer, categorie: Categorie | None) -> Fraction | None:
        """Which share of last year's total had been reached in these same days of last year; None without one."""
        totaal = self.uniek(self.vorig_jaar, kamer, categorie) if self.vorig_jaar else 0
        if not totaal:
            return None
        return Fraction(self.uniek(self.periode.jaar_eerder(), kamer, categorie), totaal)


@dataclass(frozen=True)
class Vraag:
    """What is to be measured: an indicator for these rooms in this period; ``bron`` holds budget and forecast."""

    indicator: Indicator
    kamers: tuple[Kamer, ...]
    periode: Periode
    telwerk: Telwerk
    bron: Bron | None = None

    @property
    def waar(self) -> tuple[Kamer | None, ...]:
        """Each room, and None for all of them together."""
        return (*self.kamers, None)

    def cijfer(self, kamer: Kamer | None, waarde: int | Decimal | None, regel: str, **meer: Any) -> Cijfer:
        namen = (kamer.naam,) if kamer else tuple(k.naam for k in self.kamers)
        return Cijfer(waarde, regel, self.periode, namen, eenheid=self.indicator.eenheid, **meer)

    def per_kamer(self, waarden: Mapping[int | None, int | Decimal | None], regel: str) -> PerKamer:
        return {_id(kamer): self.cijfer(kamer, waarden[_id(kamer)], regel) for kamer in self.waar}

    def niet_te_bepalen(self, regel: str, reden: str) -> PerKamer:
        return {_id(kamer): self.cijfer(kamer, None, regel, reden=reden) for kamer in self.waar}


def _id(kamer: Kamer | None) -> int | None:
    return kamer.pk if kamer else None


@dataclass(frozen=True)
class Meting:
    """A measure: its rule in one sentence, how it counts, how it grows over the year, how rooms combine."""

    regel: str
    meet: Callable[[Vraag, str], PerKamer]
    verloop: Verloop
    samen: str


# --- the measures ---------------------------------------------------------------------------------------------


def _uniek(vraag: Vraag, regel: str) -> PerKamer:
    if vraag.indicator.meetregel == Meetregel.UNIEK_CATEGORIE and vraag.indicator.categorie is None:
        return vraag.niet_te_bepalen(regel, "Bij deze indicator is geen categorie gekozen.")
    tel = vraag.telwerk.uniek
    return vraag.per_kamer({_id(k): tel(vraag.periode, k, vraag.indicator.categorie) for k in vraag.waar}, regel)


def _klussen(vraag: Vraag, regel: str) -> PerKamer:
    return vraag.per_kamer(tellingen.tel_klussen(vraag.kamers, vraag.periode), regel)


def _rol_op_laatste_dag(soort: str) -> Callable[[Vraag, str], PerKamer]:
    return lambda vraag, regel: vraag.per_kamer(tellingen.tel_rollen_op(vraag.kamers, soort, vraag.periode.tm), regel)


def _leerwerkplek(vraag: Vraag, regel: str) -> PerKamer:
    return vraag.per_kamer(tellingen.tel_rollen_in(vraag.kamers, Rol.Soort.LEERWERKPLEK, vraag.periode), regel)


def _groepen(vraag: Vraag, regel: str) -> PerKamer:
    return vraag.per_kamer(tellingen.tel_groepen(vraag.kamers, vraag.periode), regel)


def _vrijwilligers(vraag: Vraag, regel: str) -> PerKamer:
    """The number of volunteers as the value; their hours and their number as the pair, for the mean."""
    geteld = tellingen.tel_vrijwilligers(vraag.kamers, vraag.periode)
    return {
        sleutel: vraag.cijfer(
            kamer, geteld[sleutel].aantal, regel, teller=geteld[sleutel].uren, noemer=geteld[sleutel].aantal
        )
        for kamer in vraag.waar
        for sleutel in [_id(kamer)]
    }


def _nieuwe_bewoners(vraag: Vraag, regel: str) -> PerKamer:
    return _paren(vraag, tellingen.tel_nieuwe_bewoners(vraag.kamers, vraag.periode), regel)


def _paren(vraag: Vraag, paren: Mapping[int | None, tellingen.Paar], regel: str) -> PerKamer:
    """A pair: took part ('7') of those registered ('op 12'); the first number is judged."""
    return {
        _id(kamer): vraag.cijfer(kamer, paren[_id(kamer)].teller, regel, **vars(paren[_id(kamer)]))
        for kamer in vraag.waar
    }


def _doorverwezen(vraag: Vraag, regel: str) -> PerKamer:
    paren = _paren(vraag, tellingen.tel_doorverwezen(vraag.kamers, vraag.periode), regel)
    return _waar_iets_staat(vraag, Verwijzing, paren)


def _verwijzingen(vraag: Vraag, regel: str) -> PerKamer:
    geteld = vraag.per_kamer(tellingen.tel_verwijzingen(vraag.kamers, vraag.periode), regel)
    return _waar_iets_staat(vraag, Verwijzing, geteld)


def _wijkpartners(vraag: Vraag, regel: str) -> PerKamer:
    geteld = vraag.per_kamer(tellingen.tel_wijkpartners(vraag.kamers, vraag.periode), regel)
    return _waar_iets_staat(vraag, Partnercontact, geteld)


def _betaald_werk(vraag: Vraag, regel: str) -> PerKamer:
    uitkomsten = tellingen.tel_uitkomsten(vraag.kamers, vraag.periode)
    return _waar_iets_staat(vraag, Uitkomst, vraag.per_kamer(uitkomsten[Uitkomst.Soort.BETAALD_WERK], regel))


def _waar_iets_staat(vraag: Vraag, model: Any, cijfers: PerKamer) -> PerKamer:
    """A kamer that never recorded anything of this kind has no figure; without any such kamer the city has none."""
    wel = tellingen.ooit_geregistreerd(vraag.kamers, model.objects.all(), vraag.periode.tm)
    onbekend = [sleutel for sleutel in cijfers if (sleutel not in wel if sleutel is not None else not wel)]
    leeg: dict[str, Any] = {"waarde": None, "teller": None, "noemer": None, "reden": _NIET_BIJGEHOUDEN}
    return cijfers | {sleutel: replace(cijfers[sleutel], **leeg) for sleutel in onbekend}


def _begroting(vraag: Vraag, regel: str) -> PerKamer:
    """Expected income minus expected costs, in euros."""
    if vraag.bron is None:
        return vraag.niet_te_bepalen(regel, "Er is geen begroting met een prognose gekozen.")
    uitkomsten = {_id(kamer): overzicht.tekort(vraag.bron, vraag.periode.tm.year, kamer) for kamer in vraag.waar}
    return {
        _id(kamer): vraag.cijfer(kamer, uitkomsten[_id(kamer)].verwacht, regel, reden=uitkomsten[_id(kamer)].reden)
        for kamer in vraag.waar
    }


def _niet_gemeten(reden: str) -> Callable[[Vraag, str], PerKamer]:
    return lambda vraag, regel: vraag.niet_te_bepalen(regel, reden)


_NIET_BIJGEHOUDEN = "Hierover is in dit systeem niets geregistreerd."
_UREN = (
    "Aantal bewoners met vrijwilligersuren in de periode; behaald als ook hun gemiddelde minstens "
    f"{UREN_PER_JAAR} uur per jaar is, naar rato van de dagen."
)
METINGEN: dict[str, Meting] = {
    Meetregel.UNIEK_CATEGORIE: Meting(tellingen.REGELS["uniek"], _uniek, "verzadigt", "verschillende mensen"),
    Meetregel.UNIEK_TOTAAL: Meting(tellingen.REGELS["uniek_totaal"], _uniek, "verzadigt", "verschillende mensen"),
    Meetregel.KLUSSEN: Meting(tellingen.REGELS["klussen"], _klussen, "loopt op", "som"),
    Meetregel.SLEUTELHOUDERS: Meting(
        tellingen.REGELS["rol_op"], _rol_op_laatste_dag(Rol.Soort.SLEUTELHOUDER), "stand", "op de laatste dag"
    ),
    Meetregel.LEDEN: Meting(
        tellingen.REGELS["rol_op"], _rol_op_laatste_dag(Rol.Soort.LID), "stand", "op de laatste dag"
    ),
    Meetregel.VRIJWILLIGERS: Meting(_UREN, _vrijwilligers, "stand", "verschillende mensen"),
    Meetregel.GROEPEN: Meting(tellingen.REGELS["groepen"], _groepen, "stand", "som"),
    Meetregel.LEERWERKPLEK: Meting(tellingen.REGELS["rol_in"], _leerwerkplek, "stand", "verschillende mensen"),
    Meetregel.DOORVERWEZEN: Meting(
        tellingen.REGELS["doorverwezen"], _doorverwezen, "loopt op", "verschillende mensen",
    ),
    Meetregel.NIEUWE_BEWONERS: Meting(
        tellingen.REGELS["nieuwe_bewoners"], _nieuwe_bewoners, "loopt op", "verschillende mensen",
    ),
    Meetregel.BETAALD_WERK: Meting(
        tellingen.REGELS["betaald_werk"], _betaald_werk, "loopt op", "verschillende mensen",
    ),
    Meetregel.VERWIJZINGEN: Meting(
        tellingen.REGELS["verwijzingen"], _verwijzingen, "loopt op", "verschillende mensen",
    ),
    Meetregel.WIJKPARTNERS: Meting(
        tellingen.REGELS["wijkpartners"], _wijkpartners, "loopt op", "verschillende organisaties",
    ),
    Meetregel.ENQUETE: Meting(
        "Aandeel of cijfer uit een enquête in de periode, altijd met het aantal antwoorden.",
        _niet_gemeten("In dit systeem staat geen uitkomst van een enquête over deze periode."), "stand",
        "niet opgeteld",
    ),
    Meetregel.INTERVIEWS: Meting(
        "Oordeel na interviews, met uitleg en wie het gaf.",
        _niet_gemeten("In dit systeem staat geen uitkomst van interviews over deze periode."), "stand", "niet opgeteld",
    ),
    Meetregel.BEGROTING: Meting(
        "Verwachte inkomsten min verwachte kosten over het jaar; positief als de inkomsten de kosten dekken.",
        _begroting, "stand", "som",
    ),
    Meetregel.CONTROLE: Meting(
        "Oordeel van kascommissie en accountant, met uitleg en wie het gaf.",
        _niet_gemeten("In dit systeem staat geen oordeel van een controle over deze periode."), "stand",
        "niet opgeteld",
    ),
}  # fmt: skip


# --- judging --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class KamerUitkomst:
    """One figure beside its target. ``behaald`` and ``op_koers`` are None when no judgement can be given."""

    kamer: Kamer
    cijfer: Cijfer
    streefwaarde: str
    behaald: bool | None = None
    op_koers: bool | None = None
    uitleg: str = ""


@dataclass(frozen=True)
class IndicatorUitkomst:
    """An indicator for each room, and its figure over the rooms together (which has no target of its own)."""

    indicator: Indicator
    per_kamer: tuple[KamerUitkomst, ...]
    samen: Cijfer
    samen_regel: str = ""


def meet(vraag: Vraag) -> PerKamer:
    """The figure of an indicator per kamer id, and under None for the rooms together."""
    meting = METINGEN.get(vraag.indicator.meetregel)
    if meting is None:
        return vraag.niet_te_bepalen("", "Voor deze indicator is geen meetregel gekozen.")
    return meting.meet(vraag, meting.regel)


def beoordeel_indicatoren(
    afspraak: Afspraak, kamers: Sequence[Kamer], periode: Periode, bron: Bron | None = None
) -> list[IndicatorUitkomst]:
    """All indicators of the agreement, in its order, measured over the period and judged against their targets."""
    indicatoren = list(afspraak.indicator_set.select_related("categorie__lijst"))
    streefwaarden = {(s.indicator_id, s.kamer_id): s for s in Streefwaarde.objects.filter(indicator__afspraak=afspraak)}
    telwerk = Telwerk(kamers, periode, afspraak.periode and afspraak.periode.jaar_eerder())
    uitkomsten = []
    for indicator in indicatoren:
        vraag = Vraag(indicator, tuple(kamers), periode, telwerk, bron)
        cijfers = meet(vraag)
        per_kamer = tuple(
            _oordeel(vraag, afspraak.periode, kamer, cijfers[kamer.pk], streefwaarden.get((indicator.pk, kamer.pk)))
            for kamer in kamers
        )
        meting = METINGEN.get(indicator.meetregel)
        uitkomsten.append(IndicatorUitkomst(indicator, per_kamer, cijfers[None], meting.samen if meting else ""))
    return uitkomsten


def _oordeel(
    vraag: Vraag, jaar: Periode | None, kamer: Kamer, cijfer: Cijfer, streefwaarde: Streefwaarde | None
) -> KamerUitkomst:
    tekst = streefwaarde.tekst if streefwaarde else ""
    if cijfer.waarde is None:
        return KamerUitkomst(kamer, cijfer, tekst, uitleg=cijfer.reden)
    if streefwaarde is None:
        return KamerUitkomst(kamer, cijfer, tekst, uitleg="Voor deze kamer is geen streefwaarde afgesproken.")
    doel = streefwaarde.doel
    genoeg_uren = _genoeg_uren(vraag, cijfer)
    behaald = _en(doel.gehaald_met(cijfer.waarde), genoeg_uren)
    if behaald is None:
        return KamerUitkomst(kamer, cijfer, tekst, uitleg="De streefwaarde is in woorden en niet te vergelijken.")
    deel, uitleg = _deel_van_het_jaar(vraag, jaar, kamer)
    if deel is None or doel.waarde is None:
        return KamerUitkomst(kamer, cijfer, tekst, behaald, behaald, uitleg)
    tussendoel = replace(doel, waarde=doel.waarde * Decimal(deel.numerator) / Decimal(deel.denominator))
    return KamerUitkomst(kamer, cijfer, tekst, behaald, _en(tussendoel.gehaald_met(cijfer.waarde), genoeg_uren), uitleg)


def _en(doel: bool | None, ook: bool) -> bool | None:
    return None if doel is None else doel and ook


def _genoeg_uren(vraag: Vraag, cijfer: Cijfer) -> bool:
    """Active volunteers count when their mean is enough as well, scaled to the days of the period."""
    if vraag.indicator.meetregel != Meetregel.VRIJWILLIGERS or not cijfer.noemer:
        return True
    return Decimal(cijfer.teller or 0) * 365 >= Decimal(UREN_PER_JAAR) * vraag.periode.dagen * cijfer.noemer


def _deel_van_het_jaar(vraag: Vraag, jaar: Periode | None, kamer: Kamer) -> tuple[Fraction | None, str]:
    """Which part of a year's target may be expected by now, and why; None: compare as it stands."""
    verloop = METINGEN[vraag.indicator.meetregel].verloop
    if verloop == "stand":
        return None, "Vergeleken zoals het nu is."
    if jaar is None:
        return None, "De afspraak heeft geen periode; daarom vergeleken zoals het nu is."
    if verloop == "verzadigt":
        aandeel = vraag.telwerk.aandeel_vorig_jaar(kamer, vraag.indicator.categorie)
        if aandeel is not None:
            return aandeel, "Op koers: vergeleken met het deel dat vorig jaar in dezelfde dagen was bereikt."
    gedeeld = vraag.periode.doorsnede(jaar)
    dagen = gedeeld.dagen if gedeeld else 0
    return Fraction(dagen, jaar.dagen), "Op koers: vergeleken naar rato van de dagen van het jaar."
