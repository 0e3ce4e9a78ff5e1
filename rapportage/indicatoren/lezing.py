"""Everything that the measures read, each read once and only when asked, for all kamers together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from buurtwerkkamers.models import Afspraak, Categorie, Categorielijst, Kamer, Oordeel, Organisatie, Stelling
from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.perioden import Periode
from deelnemers import tellingen
from deelnemers.models import Inzet, Klus, Partnercontact, Rol, Uitkomst, Verwijzing
from deelnemers.models.maandstanden import ALTIJD
from financien import overzicht
from financien.boekstand import Boekstand, als_regels, boekstand
from financien.controleren import Jaarcontrole, jaarcontrole_over
from financien.maanden import laatste_archief
from financien.models import Bron, Regel

# What a kamer may never have recorded: the rows and the name of their date.
_OOIT: dict[str, tuple[Any, str]] = {
    "verwijzing": (Verwijzing.objects, "datum"),
    "partnercontact": (Partnercontact.objects, "datum"),
    "uitkomst": (Uitkomst.objects, "datum"),
    "inzet": (Inzet.objects.filter(soort=Inzet.Soort.BEWONER), "datum"),
    "groep": (Inzet.objects.exclude(groep=None), "datum"),
    "klus": (Klus.objects, "aangevraagd_op"),
    "klussoort": (Klus.objects.exclude(soort=""), "aangevraagd_op"),
    **{soort: (Rol.objects.filter(soort=soort), "van") for soort in Rol.Soort.values},
}


class Lezing:
    """What is asked of all indicators of an agreement, and what was read for it.

    ``periode`` is the period asked, as far as the agreement holds; ``gegaan`` the days of it up to today, over which
    registrations are counted, or None when it has not begun.
    ``jaar``: the days that the targets hold for, as far as that can be said. ``stand``: the people who came, where they
    were read already for these kamers and ``telperioden``, by the list of the agreement. ``archief`` False: the budget
    to judge by is not that of a closed month, for who may not see it.
    """

    def __init__(
        self,
        afspraak: Afspraak,
        kamers: Sequence[Kamer],
        periode: Periode,
        bron: Bron | None,
        vandaag: date,
        stand: tellingen.Stand | None = None,
        *,
        archief: bool = True,
    ) -> None:
        # An agreement of nine months asks nothing of the three before it. Outside its days the period stays as asked.
        periode = (periode.doorsnede(afspraak.periode) if afspraak.periode else None) or periode
        self.afspraak, self.kamers, self.periode, self.vandaag = afspraak, tuple(kamers), periode, vandaag
        self.gegaan = Periode(periode.van, min(periode.tm, vandaag)) if periode.van <= vandaag else None
        self.jaar = afspraak.periode or _kalenderjaar(periode)
        self._bron, self._archief = bron, archief
        self._gelezen: dict[tuple[Any, ...], Any] = {}
        if stand is not None:
            self._gelezen["stand", afspraak.categorielijst_id] = stand

    @property
    def dagen(self) -> Periode:
        """The days counted over. Never asked of a period that has not begun: see ``metingen.meet``."""
        if self.gegaan is None:
            raise ValueError(f"De periode {self.periode} is nog niet begonnen.")
        return self.gegaan

    @cached_property
    def gedeeld(self) -> Periode | None:
        """The days counted over that the targets hold for; None without any, or when that cannot be said."""
        return self.dagen.doorsnede(self.jaar) if self.jaar else None

    def _eenmaal(self, sleutel: tuple[Any, ...], lees: Callable[[], Any]) -> Any:
        if sleutel not in self._gelezen:
            self._gelezen[sleutel] = lees()
        return self._gelezen[sleutel]

    # --- people who took part ---

    @cached_property
    def lijst(self) -> Categorielijst:
        return self.afspraak.categorielijst

    @cached_property
    def categorieen(self) -> list[Categorie]:
        """The categories of the list of the agreement."""
        return [_met_lijst(categorie, self.lijst) for categorie in self.lijst.categorie_set.all()]

    def uniek(self, periode: Periode, kamer: Kamer | None, categorie: Categorie | None) -> int:
        """Different people in one cell; of the total (without categorie) by the list of the agreement."""
        return self._stand(categorie).uniek(tellingen.cel_van(kamer, categorie), periode)

    def kwam_ooit_iemand(self, kamer: Kamer | None, categorie: Categorie | None) -> bool:
        """Whether anybody came up to the last day counted, known by name."""
        return self._stand(categorie).kwam_iemand(tellingen.cel_van(kamer, categorie), self.ooit_tot_nu)

    def ooit_zonder_naam(self, kamer: Kamer | None, categorie: Categorie | None) -> int:
        """Visits without a name up to the last day counted."""
        return self._stand(categorie).zonder_naam(tellingen.cel_van(kamer, categorie), self.ooit_tot_nu)

    def _stand(self, categorie: Categorie | None) -> tellingen.Stand:
        lijst = categorie.lijst if categorie else self.lijst
        return self._eenmaal(  # type: ignore[no-any-return]
            ("stand", lijst.pk),
            lambda: tellingen.lees_stand(
                self.kamers, self.telperioden, lijst, list(lijst.categorie_set.all()), deelnames_in=()
            ),
        )

    @property
    def telperioden(self) -> set[Periode]:
        """The periods of which people are counted; none when the period has not begun."""
        if self.gegaan is None:
            return set()
        return {self.dagen, self.ooit_tot_nu, self.dagen_vorig_jaar, *filter(None, [self.vorig_jaar])}

    @cached_property
    def ooit_tot_nu(self) -> Periode:
        return Periode(ALTIJD, self.dagen.tm)

    @cached_property
    def dagen_vorig_jaar(self) -> Periode:
        """The same days as are counted over, one year earlier."""
        return self.dagen.jaar_eerder()

    @cached_property
    def vorig_jaar(self) -> Periode | None:
        """The days of the agreement one year earlier; None when it lasts longer than a year."""
        return self.jaar.jaar_eerder() if self.jaar and self.jaar.dagen <= 366 else None

    def aandeel_vorig_jaar(self, kamer: Kamer, categorie: Categorie | None) -> Fraction | None:
        """Which share of last year's total had been reached in these same days of last year; None without one."""
        if self.vorig_jaar is None:
            return None
        totaal = self.uniek(self.vorig_jaar, kamer, categorie)
        return Fraction(self.uniek(self.dagen_vorig_jaar, kamer, categorie), totaal) if totaal else None

    # --- what else is recorded about people ---

    @cached_property
    def kaarten(self) -> tellingen.Wortels:
        return tellingen.Wortels()

    @cached_property
    def _ooit(self) -> dict[str, set[int]]:
        soorten = {naam: (rijen.all(), datum) for naam, (rijen, datum) in _OOIT.items()}
        return tellingen.ooit_van_alles(self.kamers, soorten, self.dagen.tm)

    def ooit(self, wat: str) -> set[int]:
        """The kamers that ever recorded something of this kind, up to the last day counted."""
        return self._ooit[wat]

    @cached_property
    def klussen(self) -> dict[str, tellingen.PerKamer]:
        return tellingen.tel_klussen_per_soort(self.kamers, self.dagen)

    def rollen_op_laatste_dag(self, soort: str) -> tellingen.PerKamer:
        return self._eenmaal(
            ("rol op", soort),
            lambda: tellingen.tel_rollen_op(self.kamers, soort, self.dagen.tm, kaarten=self.kaarten),
        )

    def rollen_in_periode(self, soort: str) -> tellingen.PerKamer:
        return self._eenmaal(
            ("rol in", soort), lambda: tellingen.tel_rollen_in(self.kamers, soort, self.dagen, kaarten=self.kaarten)
        )

    @cached_property
    def vrijwilligers(self) -> dict[int | None, tellingen.Vrijwilligers]:
        return tellingen.tel_vrijwilligers(self.kamers, self.dagen, kaarten=self.kaarten)

    @cached_property
    def groepen(self) -> tellingen.PerKamer:
        return tellingen.tel_groepen(self.kamers, self.dagen)

    @cached_property
    def nieuwe_bewoners(self) -> dict[int | None, tellingen.Paar]:
        return tellingen.tel_nieuwe_bewoners(self.kamers, self.dagen, kaarten=self.kaarten)

    @cached_property
    def doorverwezen(self) -> tellingen.Doorverwezen:
        return tellingen.lees_doorverwezen(self.kamers, self.dagen, kaarten=self.kaarten)

    @cached_property
    def verwijzingen(self) -> tellingen.PerKamer:
        return tellingen.tel_verwijzingen(self.kamers, self.dagen, kaarten=self.kaarten)

    @cached_property
    def wijkpartners(self) -> tellingen.PerKamer:
        return tellingen.tel_wijkpartners(self.kamers, self.dagen)

    @cached_property
    def uitkomsten(self) -> dict[str, tellingen.PerKamer]:
        return tellingen.tel_uitkomsten(self.kamers, self.dagen, kaarten=self.kaarten)

    # --- enquêtes, judgements, money ---

    @cached_property
    def enquetes(self) -> dict[tuple[int | None, int, str], tellingen.Enqueteuitkomst]:
        return tellingen.tel_enquetes(self.kamers, self.periode, vandaag=self.vandaag)

    @cached_property
    def stellingen(self) -> dict[str, Stelling]:
        return {stelling.code: stelling for stelling in Stelling.objects.all()}

    @cached_property
    def organisaties(self) -> list[Organisatie]:
        return list(Organisatie.objects.all())

    @cached_property
    def _oordelen(self) -> dict[tuple[str, int | None], Oordeel]:
        """Per name of an indicator and kamer the judgement that says most about the period asked.

        As an enquête, a judgement counts in the period of its last day. Those of all versions of this agreement: a
        judgement about a year holds when the agreement is amended.
        """
        gevonden: dict[tuple[str, int | None], Oordeel] = {}
        rijen = Oordeel.objects.filter(
            indicator__afspraak__naam=self.afspraak.naam, tm__gte=self.periode.van, tm__lt=self.periode.tot
        ).select_related("indicator")
        for oordeel in sorted(rijen, key=self._zegt_het_meest):
            gevonden[oordeel.indicator.naam, oordeel.kamer_id] = oordeel
        return gevonden

    def _zegt_het_meest(self, oordeel: Oordeel) -> tuple[int, date, date, int]:
        gedeeld = oordeel.periode.doorsnede(self.periode)
        return (gedeeld.dagen if gedeeld else 0), oordeel.tm, oordeel.besloten_op, oordeel.pk

    def oordeel(self, indicator_naam: str, kamer_id: int | None) -> Oordeel | None:
        return self._oordelen.get((indicator_naam, kamer_id))

    @cached_property
    def controle(self) -> Jaarcontrole | None:
        """What the signed controls of the money say over the period asked; None when none is signed."""
        return jaarcontrole_over(self.periode.van, self.periode.tm)

    @cached_property
    def over_alle_kamers(self) -> bool:
        """Whether every kamer of the agreement is asked for, so that what was said of all of them together holds."""
        afgesproken = Kamer.objects.filter(streefwaarde__indicator__afspraak=self.afspraak)
        return not afgesproken.exclude(pk__in=[kamer.pk for kamer in self.kamers]).exists()

    @cached_property
    def bron(self) -> tuple[Bron | None, str]:
        """The source of budget and forecast, and why there is none.

        The one asked for; otherwise the only one that gives both costs and income of the year.
        """
        if self._bron is not None:
            return self._bron, ""
        return enige_begroting(self.periode.tm.year, self.periode.tm, archief=self._archief)

    @cached_property
    def levend(self) -> Boekstand | None:
        """The adopted budget of the year with its bookings, as long as no source says what holds; None without one.

        Not for who may see no closed month: what is still being booked is nobody's business yet.
        """
        if self.bron[0] is not None or not self._archief:
            return None
        stand = boekstand(self.periode.tm.year, min(self.vandaag, self.periode.tm))
        return None if stand.begroting_id is None or stand.is_concept else stand

    @property
    def waaruit(self) -> str:
        """Where income and costs were taken from, in words; '' when from nowhere."""
        if self.bron[0] is not None:
            return str(self.bron[0])
        return f"de begroting van {self.levend.jaar}, stand op {datum(self.levend.per)}" if self.levend else ""

    @cached_property
    def tekorten(self) -> dict[int | None, overzicht.Tekort]:
        bron, reden = self.bron
        if self.levend is not None:
            return overzicht.tekorten_van(als_regels(self.levend), self.kamers, loopt=True)
        if bron is None:
            return {k: overzicht.Tekort(None, reden=reden) for k in (*(kamer.pk for kamer in self.kamers), None)}
        return overzicht.tekorten(bron, self.periode.tm.year, self.kamers)


def enige_begroting(jaar: int, tot: date | None = None, *, archief: bool = True) -> tuple[Bron | None, str]:
    """The only source that gives both costs and income of this year; without one the reason.

    The last closed month of the living budget goes before all documents (``tot``: see ``laatste_archief``), unless
    ``archief`` is False; other closed months are no budgets.
    """
    if archief and (gesloten := laatste_archief(jaar, tot)) is not None:
        return gesloten, ""
    soorten: dict[Bron, set[str]] = {}
    rijen = Regel.objects.filter(jaar=jaar, regelsoort=Regel.Regelsoort.REGEL, bron__afsluiting__isnull=True)
    for bron_id, naam, soort in rijen.order_by().values_list("bron_id", "bron__naam", "soort").distinct():
        soorten.setdefault(Bron(pk=bron_id, naam=naam), set()).add(soort)
    heel = [b for b, soort in soorten.items() if {Regel.Soort.KOSTEN, Regel.Soort.FINANCIERING} <= soort]
    if len(heel) == 1:
        return heel[0], ""
    if not heel:
        return None, f"Er is geen begroting over {jaar} met kosten en inkomsten."
    namen = " en ".join(sorted(f"‘{bron}’" for bron in heel))
    return None, f"Er is meer dan één begroting over {jaar}: {namen}. Kies welke geldt."


def _kalenderjaar(periode: Periode) -> Periode | None:
    """The year that a period lies in; None when it lies in more."""
    return Periode.jaar(periode.van.year) if periode.van.year == periode.tm.year else None


def _met_lijst(categorie: Categorie, lijst: Categorielijst) -> Categorie:
    categorie.lijst = lijst  # known already: no question to the database for it
    return categorie
