"""The measures: for each rule how its figure is taken from what was read, per kamer and for the kamers together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from buurtwerkkamers.herkennen import herkend_aan, kies_categorie, organisaties_van
from buurtwerkkamers.meetregels import MEETWIJZEN, Meetregel, Meetwijze
from buurtwerkkamers.models import Categorie, Doelgroep, Indicator, Kamer, Organisatie, Stelling
from buurtwerkkamers.oordelen import NIET_POSITIEF, POSITIEF
from buurtwerkkamers.perioden import datum_voluit
from deelnemers import tellingen
from deelnemers.models import Rol, Uitkomst
from deelnemers.tellingen.enquetes import ALLE, MINSTENS
from rapportage.cijfers import Bescherming, Cijfer, Vorm
from rapportage.cijfertekst import schrijf
from rapportage.indicatoren.lezing import Lezing
from rapportage.indicatoren.tempo import UREN_PER_JAAR, Verloop

PerKamer = dict[int | None, Cijfer]
_NIET_BIJGEHOUDEN = "Hierover is in dit systeem niets geregistreerd."
_ALLEEN_ZONDER_NAAM = (
    "Hier zijn alleen bezoeken zonder naam geteld; hoeveel verschillende mensen dat waren, weten wij niet."
)


@dataclass(frozen=True)
class Vraag:
    """What is to be measured: one indicator, with everything that is read for the indicators together.

    ``in_procenten``: its targets are per cents, so what is typed in is too.
    """

    indicator: Indicator
    lezing: Lezing
    in_procenten: bool = False

    @property
    def waar(self) -> tuple[Kamer | None, ...]:
        """Each room, and None for all of them together."""
        return (*self.lezing.kamers, None)

    @cached_property
    def categorie(self) -> Categorie | None:
        """The category to count in: the one chosen, or the one in the list of the agreement that the words name."""
        if self.indicator.meetregel != Meetregel.UNIEK_CATEGORIE:
            return None
        return self.indicator.categorie or kies_categorie(self.lezing.categorieen, herkend_aan(self.indicator))

    @cached_property
    def stelling(self) -> Stelling | None:
        """The question of an enquête: the one chosen, or the one that the words name."""
        return self.indicator.stelling or self.lezing.stellingen.get(herkend_aan(self.indicator).stelling)

    @cached_property
    def doelgroep(self) -> Doelgroep | None:
        """Whose answers count: the group chosen, or the one that the words ask about; None: all groups."""
        groep = self.indicator.doelgroep or herkend_aan(self.indicator).doelgroep
        return Doelgroep(groep) if groep in Doelgroep.values else None

    @cached_property
    def doorverwijzers(self) -> tuple[Organisatie, ...]:
        """Who must have referred: the organisation chosen, or those that the words may mean; none: whoever did."""
        indicator = self.indicator
        if indicator.organisatie:
            return (indicator.organisatie,)
        if indicator.meetregel != Meetregel.DOORVERWEZEN or indicator.organisatiesoort:
            return ()
        return tuple(organisaties_van(self.lezing.organisaties, herkend_aan(indicator)))

    def cijfer(self, kamer: Kamer | None, waarde: int | Decimal | None, regel: str, **meer: Any) -> Cijfer:
        namen = (kamer.naam,) if kamer else tuple(k.naam for k in self.lezing.kamers)
        meer.setdefault("bescherming", METINGEN[self.indicator.meetregel].bescherming)
        meer.setdefault("eenheid", self.indicator.eenheid)
        return Cijfer(waarde, regel, self.lezing.periode, namen, **meer)

    def per_kamer(self, waarden: Mapping[int | None, int | Decimal | None], regel: str) -> PerKamer:
        return {_id(kamer): self.cijfer(kamer, waarden[_id(kamer)], regel) for kamer in self.waar}

    def paren(self, paren: Mapping[int | None, tellingen.Paar], regel: str) -> PerKamer:
        """A pair: took part ('7') of those registered ('op 12'); the first number is judged."""
        return {
            _id(kamer): self.cijfer(kamer, paren[_id(kamer)].teller, regel, vorm="paar", **vars(paren[_id(kamer)]))
            for kamer in self.waar
        }

    def niet_te_bepalen(self, regel: str, reden: str) -> PerKamer:
        namen = {_id(kamer): (kamer.naam,) if kamer else () for kamer in self.waar}
        return {
            sleutel: Cijfer(
                None, regel, self.lezing.periode, naam or tuple(k.naam for k in self.lezing.kamers),
                eenheid=self.indicator.eenheid, reden=reden,
            )
            for sleutel, naam in namen.items()
        }  # fmt: skip

    def waar_iets_staat(self, wel: Collection[int], cijfers: PerKamer, reden: str = _NIET_BIJGEHOUDEN) -> PerKamer:
        """A kamer that never recorded anything of this kind has no figure; without any such kamer the city has none."""
        onbekend = [sleutel for sleutel in cijfers if (sleutel not in wel if sleutel is not None else not wel)]
        leeg: dict[str, Any] = {"waarde": None, "teller": None, "noemer": None, "reden": reden}
        return cijfers | {sleutel: replace(cijfers[sleutel], **leeg) for sleutel in onbekend}


def _id(kamer: Kamer | None) -> int | None:
    return kamer.pk if kamer else None


@dataclass(frozen=True)
class Meting:
    """A measure: its rule in one sentence, how it counts, how it grows over the year, who may see it exactly.

    What it counts in words and how it combines over time and kamers is said by its ``wijze``.
    """

    meetregel: Meetregel
    regel: str
    meet: Callable[[Vraag, str], PerKamer]
    verloop: Verloop
    bescherming: Bescherming = "afgesproken"

    @property
    def wijze(self) -> Meetwijze:
        return MEETWIJZEN[self.meetregel]

    @property
    def over_tijd(self) -> str:
        """How the figure of a year follows from its months, in one sentence."""
        return self.wijze.over_tijd

    @property
    def over_kamers(self) -> str:
        """How the figure of the kamers together follows from the kamers, in one sentence."""
        return self.wijze.over_kamers


def meet(vraag: Vraag) -> PerKamer:
    """The figure of an indicator per kamer id, and under None for the rooms together."""
    meting = METINGEN.get(vraag.indicator.meetregel)
    if meting is None:
        return vraag.niet_te_bepalen("", "Voor deze indicator is geen meetregel gekozen.")
    if vraag.lezing.gegaan is None:
        begin = datum_voluit(vraag.lezing.periode.van)
        return vraag.niet_te_bepalen(meting.regel, f"Deze periode begint pas op {begin}.")
    return meting.meet(vraag, meting.regel)


# --- counted from registrations ---------------------------------------------------------------------------------


def _uniek(vraag: Vraag, regel: str) -> PerKamer:
    lezing, categorie = vraag.lezing, vraag.categorie
    if vraag.indicator.meetregel == Meetregel.UNIEK_CATEGORIE and categorie is None:
        reden = f"Bij deze indicator is geen categorie gekozen, en in ‘{lezing.lijst}’ heet er geen zo."
        return vraag.niet_te_bepalen(regel, reden)
    cijfers: PerKamer = {}
    for kamer in vraag.waar:
        if lezing.kwam_ooit_iemand(kamer, categorie):
            cijfers[_id(kamer)] = vraag.cijfer(kamer, lezing.uniek(lezing.dagen, kamer, categorie), regel)
        else:
            reden = _ALLEEN_ZONDER_NAAM if lezing.ooit_zonder_naam(kamer, categorie) else _NIET_BIJGEHOUDEN
            cijfers[_id(kamer)] = vraag.cijfer(kamer, None, regel, reden=reden)
    return cijfers


def _klussen(vraag: Vraag, regel: str) -> PerKamer:
    soort = tellingen.klussoort_van(vraag.indicator.klussoort)
    per_soort = vraag.lezing.klussen
    if soort:
        regel = f"{regel} Alleen van de soort ‘{vraag.indicator.klussoort}’."
        per_soort = {soort: per_soort[soort]} if soort in per_soort else {}
    aantallen = {_id(k): sum(aantal[_id(k)] for aantal in per_soort.values()) for k in vraag.waar}
    cijfers = vraag.per_kamer(aantallen, regel)
    if not soort:
        return vraag.waar_iets_staat(vraag.lezing.ooit("klus"), cijfers)
    reden = "Bij geen enkele klus is hier opgeschreven van welke soort hij is."
    return vraag.waar_iets_staat(vraag.lezing.ooit("klussoort"), cijfers, reden)


def _rol_op_laatste_dag(soort: str) -> Callable[[Vraag, str], PerKamer]:
    def meet_rol(vraag: Vraag, regel: str) -> PerKamer:
        cijfers = vraag.per_kamer(vraag.lezing.rollen_op_laatste_dag(soort), regel)
        return vraag.waar_iets_staat(vraag.lezing.ooit(soort), cijfers)

    return meet_rol


def _leerwerkplek(vraag: Vraag, regel: str) -> PerKamer:
    cijfers = vraag.per_kamer(vraag.lezing.rollen_in_periode(Rol.Soort.LEERWERKPLEK), regel)
    return vraag.waar_iets_staat(vraag.lezing.ooit(Rol.Soort.LEERWERKPLEK), cijfers)


def _groepen(vraag: Vraag, regel: str) -> PerKamer:
    return vraag.waar_iets_staat(vraag.lezing.ooit("groep"), vraag.per_kamer(vraag.lezing.groepen, regel))


def _vrijwilligers(vraag: Vraag, regel: str) -> PerKamer:
    """The number of volunteers as the value; their hours and their number as the pair, for the mean."""
    geteld = vraag.lezing.vrijwilligers
    cijfers = {
        sleutel: vraag.cijfer(
            kamer, geteld[sleutel].aantal, regel, teller=geteld[sleutel].uren, noemer=geteld[sleutel].aantal
        )
        for kamer in vraag.waar
        for sleutel in [_id(kamer)]
    }
    return vraag.waar_iets_staat(vraag.lezing.ooit("inzet"), cijfers)


def _nieuwe_bewoners(vraag: Vraag, regel: str) -> PerKamer:
    paren = vraag.paren(vraag.lezing.nieuwe_bewoners, regel)
    return vraag.waar_iets_staat(vraag.lezing.ooit(Rol.Soort.NIEUWE_BEWONER), paren)


def _doorverwezen(vraag: Vraag, regel: str) -> PerKamer:
    indicator, geteld = vraag.indicator, vraag.lezing.doorverwezen
    genoemd = herkend_aan(indicator)
    if vraag.doorverwijzers:
        wie = " of ".join(organisatie.naam for organisatie in vraag.doorverwijzers)
        paren = geteld.paren(organisaties={organisatie.pk for organisatie in vraag.doorverwijzers})
    elif indicator.organisatiesoort:
        wie = f"een {Organisatie.Soort(indicator.organisatiesoort).label}"
        paren = geteld.paren(soort=indicator.organisatiesoort)
    elif genoemd.organisatie:
        reden = f"Er staat nog geen organisatie {genoemd.organisatie} in dit systeem."
        return vraag.niet_te_bepalen(regel, f"{reden} Voeg haar toe of kies bij de indicator een andere.")
    else:
        paren, wie = geteld.paren(), ""
    if wie:
        regel = f"{regel} Alleen wie werd doorverwezen door {wie}."
    return vraag.waar_iets_staat(vraag.lezing.ooit("verwijzing"), vraag.paren(paren, regel))


def _verwijzingen(vraag: Vraag, regel: str) -> PerKamer:
    geteld = vraag.per_kamer(vraag.lezing.verwijzingen, regel)
    return vraag.waar_iets_staat(vraag.lezing.ooit("verwijzing"), geteld)


def _wijkpartners(vraag: Vraag, regel: str) -> PerKamer:
    geteld = vraag.per_kamer(vraag.lezing.wijkpartners, regel)
    return vraag.waar_iets_staat(vraag.lezing.ooit("partnercontact"), geteld)


def _betaald_werk(vraag: Vraag, regel: str) -> PerKamer:
    geteld = vraag.per_kamer(vraag.lezing.uitkomsten[Uitkomst.Soort.BETAALD_WERK], regel)
    return vraag.waar_iets_staat(vraag.lezing.ooit("uitkomst"), geteld)


TE_WEINIG = (
    f"Er zijn te weinig antwoorden. Onder de {MINSTENS} zou iemand te herkennen zijn; daarom laten wij niets zien."
)
_VAN_ALLE_GROEPEN = "De antwoorden van alle groepen (bewoners, vrijwilligers en partners) zijn samengeteld."


# --- asked, decided, budgeted -----------------------------------------------------------------------------------


def _enquete(vraag: Vraag, regel: str) -> PerKamer:
    """The share that agrees or the mean mark as the value; who agree (or the sum of the marks) and n as the pair."""
    stelling = vraag.stelling
    if stelling is None:
        return vraag.niet_te_bepalen(regel, "Bij deze indicator is geen vraag van een enquête gekozen.")
    eens = stelling.soort == Stelling.Soort.STELLING
    regel = tellingen.REGELS["enquete_aandeel" if eens else "enquete_cijfer"]
    van_wie, sleutel = _VAN_ALLE_GROEPEN, ALLE
    if groep := vraag.doelgroep:
        van_wie, sleutel = f"Alleen uit de enquêtes voor {groep.label}.", groep.value
    regel = f"{regel} {van_wie} De vraag was: ‘{stelling.tekst}’"
    vorm: Vorm = "aandeel" if eens else "rapportcijfer"
    cijfers: PerKamer = {}
    for kamer in vraag.waar:
        uitkomst = vraag.lezing.enquetes.get((_id(kamer), stelling.pk, sleutel))
        if uitkomst is None or not uitkomst.ingevuld:
            reden = "In deze periode liep geen enquête af waarin dit is gevraagd en beantwoord."
            reden = f"{reden} {van_wie}" if groep else reden
            cijfers[_id(kamer)] = vraag.cijfer(kamer, None, regel, reden=reden, vorm=vorm)
            continue
        if not uitkomst.toonbaar:
            cijfers[_id(kamer)] = vraag.cijfer(kamer, None, regel, reden=TE_WEINIG, vorm=vorm)
            continue
        waarde, teller = (uitkomst.aandeel, uitkomst.eens) if eens else (uitkomst.gemiddelde, uitkomst.som)
        cijfers[_id(kamer)] = vraag.cijfer(
            kamer, waarde, regel, teller=teller, noemer=uitkomst.ingevuld, mensen=uitkomst.ingevuld, vorm=vorm
        )
    return cijfers


def _oordeel(vraag: Vraag, regel: str) -> PerKamer:
    """What was decided and typed in, for a kamer or for all of them; it is never derived from the other."""
    lezing, naam = vraag.lezing, vraag.indicator.naam
    vorm: Vorm = "oordeel in %" if vraag.in_procenten else "getal"
    vorm = "positief oordeel" if vraag.indicator.meetregel == Meetregel.CONTROLE else vorm
    cijfers: PerKamer = {}
    for kamer in vraag.waar:
        oordeel = lezing.oordeel(naam, _id(kamer)) if kamer or lezing.over_alle_kamers else None
        if oordeel is None:
            ook = kamer and lezing.oordeel(naam, None)
            reden = "Voor deze kamer is over deze periode geen oordeel ingevuld." if kamer else (
                "Voor deze kamers samen is over deze periode geen oordeel ingevuld."
            )  # fmt: skip
            reden = f"{reden} Er is wel een oordeel over alle kamers samen." if ook else reden
            cijfers[_id(kamer)] = vraag.cijfer(kamer, None, regel, reden=reden, vorm=vorm)
            continue
        over = f"Het gaat over {oordeel.periode}; besloten door {oordeel.besloten_door}"
        zin = f"{regel} {over} op {datum_voluit(oordeel.besloten_op)}."
        cijfers[_id(kamer)] = vraag.cijfer(kamer, oordeel.waarde, zin, vorm=vorm)
    return cijfers


def _controle(vraag: Vraag, regel: str) -> PerKamer:
    """The signed control, which is about the money of every kamer; what was typed in only where none is signed."""
    getikt, controle = _oordeel(vraag, regel), vraag.lezing.controle
    if controle is None:
        return getikt
    waarde = Decimal(POSITIEF if controle.positief else NIET_POSITIEF)
    zin = f"{regel} {controle.zin} Zij gaat over het geld van alle kamers."
    return {
        sleutel: replace(cijfer, waarde=waarde, reden="", regel=zin + _ander_oordeel(vraag, sleutel, cijfer, waarde))
        for sleutel, cijfer in getikt.items()
    }


def _ander_oordeel(vraag: Vraag, kamer_id: int | None, getikt: Cijfer, waarde: Decimal) -> str:
    """That somebody typed in something else than was signed, and which of both counts; empty when nobody did."""
    oordeel = vraag.lezing.oordeel(vraag.indicator.naam, kamer_id)
    if oordeel is None or getikt.waarde is None or getikt.waarde == waarde:
        return ""
    wie = f"besloten door {oordeel.besloten_door} op {datum_voluit(oordeel.besloten_op)}"
    return f" Er is ook een ander oordeel ingevuld: {schrijf(getikt)}, {wie}. De getekende controle telt."


def _begroting(vraag: Vraag, regel: str) -> PerKamer:
    """Expected income minus expected costs of the year, in euros."""
    uitkomsten = vraag.lezing.tekorten
    waaruit = vraag.lezing.waaruit
    regel = f"{regel} Uit: {waaruit}." if waaruit else regel
    return {
        _id(kamer): vraag.cijfer(
            kamer, uitkomsten[_id(kamer)].verwacht, regel, reden=uitkomsten[_id(kamer)].reden, vorm="euro"
        )
        for kamer in vraag.waar
    }


# --- which rule is which measure --------------------------------------------------------------------------------

_UREN = (
    "Aantal bewoners met vrijwilligersuren in de periode; behaald als ook hun gemiddelde minstens "
    f"{UREN_PER_JAAR} uur per jaar is, naar rato van de dagen."
)
R, M, REGELS = Meetregel, Meting, tellingen.REGELS
METINGEN: dict[str, Meting] = {
    meting.meetregel: meting
    for meting in (
        M(R.UNIEK_CATEGORIE, REGELS["uniek"], _uniek, "verzadigt"),
        M(R.UNIEK_TOTAAL, REGELS["uniek_totaal"], _uniek, "verzadigt"),
        M(R.KLUSSEN, REGELS["klussen"], _klussen, "loopt op"),
        M(R.SLEUTELHOUDERS, REGELS["rol_op"], _rol_op_laatste_dag(Rol.Soort.SLEUTELHOUDER), "stand"),
        M(R.LEDEN, REGELS["rol_op"], _rol_op_laatste_dag(Rol.Soort.LID), "stand"),
        M(R.VRIJWILLIGERS, _UREN, _vrijwilligers, "stand"),
        M(R.GROEPEN, REGELS["groepen"], _groepen, "stand", "open"),
        M(R.LEERWERKPLEK, REGELS["rol_in"], _leerwerkplek, "stand"),
        M(R.DOORVERWEZEN, REGELS["doorverwezen"], _doorverwezen, "loopt op"),
        M(R.NIEUWE_BEWONERS, REGELS["nieuwe_bewoners"], _nieuwe_bewoners, "loopt op"),
        M(R.BETAALD_WERK, REGELS["betaald_werk"], _betaald_werk, "loopt op"),
        M(R.VERWIJZINGEN, REGELS["verwijzingen"], _verwijzingen, "loopt op"),
        M(R.WIJKPARTNERS, REGELS["wijkpartners"], _wijkpartners, "loopt op", "open"),
        M(R.ENQUETE, "Deel dat het eens is, of gemiddeld cijfer, altijd met het aantal antwoorden.",
          _enquete, "stand", "uitsplitsing"),
        M(R.INTERVIEWS, "Oordeel na interviews, met uitleg en wie het gaf.", _oordeel, "stand", "open"),
        M(R.BEGROTING, "Verwachte inkomsten min verwachte kosten over het jaar; positief als de inkomsten de kosten "
          "dekken.", _begroting, "stand", "open"),
        M(R.CONTROLE, "De getekende controle van kascommissie en accountant; is die er niet, een oordeel dat is "
          "ingevuld, met uitleg en wie het gaf.", _controle, "stand", "open"),
    )
}  # fmt: skip
