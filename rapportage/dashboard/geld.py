"""Money on a dashboard: budget against forecast of one source, as far as the reader may see it.

All sums come from ``financien.overzicht``. Amounts of different sources are never added: one source is chosen, and it
is named.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse

from buurtwerkkamers.models import Afspraak
from financien.maanden import laatste_archief
from financien.models import Bron, Regel
from financien.overzicht import Overzicht, Rij, Soortoverzicht, overzicht
from financien.tabellen import TITELS
from rapportage.cijfers import Cijfer
from rapportage.dashboard.vorm import Grafiekblok, Punt, Reeks, Tabelblok
from rapportage.dashboard.vraag import Vraag
from rapportage.models import Rapport
from rapportage.rekenwerk import bron_van

REGEL = "Bedragen in euro's voor het hele jaar, uit één bron. Totalen zijn opgeteld uit de regels."
REGEL_SALDO = "Inkomsten min kosten; onder nul is een tekort."
NIET_IN_DE_BRON = "Dit bedrag staat niet in de bron."
Soort = Regel.Soort


def geldadres(bron: Bron, jaar: int) -> str:
    """The page of the amounts of this source and year."""
    return f"{reverse('financien:bron', args=[bron.pk])}?jaar={jaar}"


def kies_bron(jaar: int, tot: date | None = None) -> tuple[Bron | None, tuple[str, ...]]:
    """The source of this year that tells most about budget and forecast, and the names of the others. Two queries.

    That is the last closed month of the living budget, where there is one (``tot``: see ``laatste_archief``): what was
    believed then of the whole year. Other months are none of the others.
    """
    regels = Q(regels__jaar=jaar, regels__regelsoort=Regel.Regelsoort.REGEL)
    later = Q(regels__prognose__isnull=False) | Q(regels__realisatie__isnull=False)
    bronnen = list(
        Bron.objects.filter(regels__jaar=jaar, afsluiting__isnull=True)
        .annotate(
            later=Count("regels", filter=regels & later & Q(regels__soort=Soort.KOSTEN)),
            kosten=Count("regels", filter=regels & Q(regels__soort=Soort.KOSTEN)),
            inkomsten=Count("regels", filter=regels & Q(regels__soort=Soort.FINANCIERING)),
        )
        .distinct()
    )
    bronnen.sort(key=lambda b: (not b.later, not (b.kosten and b.inkomsten), not b.kosten, b.naam))
    if (archief := laatste_archief(jaar, tot)) is not None:
        return archief, tuple(b.naam for b in bronnen)
    return (bronnen[0], tuple(b.naam for b in bronnen[1:])) if bronnen else (None, ())


def gedeelde_bron(afspraak: Afspraak, jaar: int) -> Bron | None:
    """The source of this year that the parties know: of their last adopted report, or of the agreement itself.

    A closed month is for the cooperative, until a report that names it as its source is adopted.
    """
    rapport = (
        Rapport.objects.filter(afspraak__naam=afspraak.naam, status__in=Rapport.AF, begrotingsbron__regels__jaar=jaar)
        .order_by("-tm", "-pk")
        .select_related("begrotingsbron")
        .first()
    )
    return rapport.begrotingsbron if rapport else bron_van(afspraak)


def bron_in_zicht(vraag: Vraag) -> tuple[Bron | None, tuple[str, ...]]:
    """The source that this reader sees, and the names of others that there are."""
    if vraag.geld is None:
        return None, ()
    if not vraag.geld.alleen_gedeeld:
        return kies_bron(vraag.periode.tm.year, vraag.periode.tm)
    return (gedeelde_bron(vraag.afspraak, vraag.periode.tm.year) if vraag.afspraak else None), ()


class Geldblok:
    """The amounts of one source for the kamers of one dashboard."""

    def __init__(self, vraag: Vraag, bron: Bron, andere: tuple[str, ...]) -> None:
        self.vraag, self.bron, self.andere = vraag, bron, andere
        self.jaar = vraag.periode.tm.year
        heel = overzicht(bron, self.jaar)
        namen = [kamer.naam for kamer in vraag.kamers]
        # The page of all kamers has the lines without kamer too; of some kamers only what is theirs.
        self.heel = (
            vraag.stad and vraag.kamer is None and {n for s in heel.soorten for n in s.kamers} - {""} <= set(namen)
        )
        self.gezien: Overzicht = heel if self.heel else heel.voor_kamers(namen)
        self.kolommen = tuple(k for k in TITELS if k in self.gezien.kolommen)
        # of a year that was not over: what was booked so far, which is no result
        self.titels = TITELS | ({"realisatie": "Geboekt"} if heel.loopt else {})
        self.namen = tuple(namen)

    def _cijfer(self, waarde: Decimal | None, regel: str = REGEL, reden: str = NIET_IN_DE_BRON) -> Cijfer:
        return Cijfer(
            waarde, regel, self.vraag.heel or self.vraag.periode, self.namen, eenheid="euro", vorm="euro",
            reden="" if waarde is not None else reden, bescherming="open", bewijs=geldadres(self.bron, self.jaar),
        )  # fmt: skip

    def _bedragen(self, rij: Rij) -> tuple[Cijfer, ...]:
        return tuple(self._cijfer(self._bedrag(rij, kolom)) for kolom in self.kolommen)

    def _bedrag(self, rij: Rij, kolom: str) -> Decimal | None:
        cellen = (rij.totaal,) if rij.totaal else rij.cellen
        bedragen = [bedrag for cel in cellen if (bedrag := getattr(cel.bedragen, kolom)) is not None]
        return sum(bedragen, Decimal()) if bedragen else None

    # --- what is in sight

    @property
    def _alles(self) -> bool:
        return self.vraag.geld is not None and self.vraag.geld.kosten and self.vraag.geld.financiers is None

    def _rijen(self, soort: Soortoverzicht) -> list[tuple[str, Rij]]:
        """The rows in sight: of costs each group or line; of income each line of whoever is in sight."""
        financiers = self.vraag.geld.financiers if self.vraag.geld else frozenset()
        gevonden: list[tuple[str, Rij]] = []
        for groep in soort.groepen:
            if soort.soort == Soort.FINANCIERING and financiers is not None:
                gevonden += [(rij.naam, rij) for rij in groep.rijen if rij.financier in financiers]
            elif groep.naam and groep.subtotaal:
                gevonden.append((groep.naam[:1].upper() + groep.naam[1:], groep.subtotaal))
            else:
                gevonden += [(rij.naam, rij) for rij in groep.rijen]
        return gevonden

    def _soorten(self) -> Iterable[Soortoverzicht]:
        wil_kosten = bool(self.vraag.geld and self.vraag.geld.kosten)
        for naam in (Soort.KOSTEN, Soort.FINANCIERING):
            soort = self.gezien.soort(naam)
            if soort and (wil_kosten or naam == Soort.FINANCIERING):
                yield soort

    # --- as it is shown

    def tabel(self) -> Tabelblok[Cijfer] | None:
        """Costs and income with their totals; for who sees all of it the balance too. None without amounts."""
        rijen: list[tuple[str, tuple[Cijfer, ...]]] = []
        for soort in self._soorten():
            eigen = [(naam, self._bedragen(rij)) for naam, rij in self._rijen(soort)]
            rijen += [(naam, bedragen) for naam, bedragen in eigen if any(c.waarde is not None for c in bedragen)]
            if soort.soort == Soort.KOSTEN or self._alles:
                rijen.append((f"Totaal {soort.titel}", self._bedragen(soort.totaal)))
        if self._alles:
            rijen.append(("Saldo (inkomsten min kosten)", self._saldo()))
        if not any(c.waarde is not None for _, bedragen in rijen for c in bedragen):
            return None
        kolommen = tuple(self.titels[kolom] for kolom in self.kolommen)
        return Tabelblok("geld", f"Begroting en prognose {self.jaar}", REGEL, kolommen, tuple(rijen), self._noten())

    def _saldo(self) -> tuple[Cijfer, ...]:
        kamer = self.vraag.kamer.naam if self.vraag.kamer else None
        stand = next((t for t in self.gezien.tekorten if t.kamer == kamer), None)
        reden = (stand.reden if stand else "") or "De inkomsten zijn niet per kamer verdeeld."
        return tuple(self._cijfer(getattr(stand, k) if stand else None, REGEL_SALDO, reden) for k in self.kolommen)

    def grafiek(self) -> Grafiekblok[Cijfer] | None:
        """Total costs (and income, when all of it is in sight) as budgeted and as expected; None without costs."""
        soorten = [s for s in self._soorten() if s.soort == Soort.KOSTEN or self._alles]
        if not soorten or len(self.kolommen) < 2:
            return None
        reeksen = tuple(
            Reeks(
                self.titels[kolom],
                tuple(Punt(s.titel.capitalize(), self._cijfer(self._bedrag(s.totaal, kolom))) for s in soorten),
            )
            for kolom in self.kolommen
        )
        if not any(p.cijfer.waarde is not None for reeks in reeksen for p in reeks.punten):
            return None
        return Grafiekblok("geld", "geld", f"Begroting en prognose {self.jaar}", REGEL, reeksen)

    def _noten(self) -> tuple[str, ...]:
        noten = [f"Bron: {self.bron.naam}."]
        if self.andere:
            noten.append(
                f"Over {self.jaar} {'zijn er nog meer bronnen' if len(self.andere) > 1 else 'is er nog een bron'}: "
                f"{', '.join(self.andere)}. Bedragen van verschillende bronnen tellen wij nooit bij elkaar op."
            )
        if self.vraag.geld and self.vraag.geld.financiers is not None:
            noten.append("Bijdragen van partijen buiten deze afspraak staan hier niet.")
        return tuple(noten)
