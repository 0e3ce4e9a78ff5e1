"""READ: what the page of a person shows besides name and roles: everything that this user's kamers recorded.

All cards of the person count (see ``samengevoegd``). Each kind is a ``Sectie``; an empty one says what belongs there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.urls import NoReverseMatch, reverse

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.opmaak import datum, getal
from buurtwerkkamers.rechten import kamers_met, mag
from deelnemers import trajectstand
from deelnemers.models import (
    Contactmoment,
    Inzet,
    Klus,
    Talent,
    Traject,
    UitBeeld,
    Uitkomst,
    Verwijzing,
)

HOEVEEL = 30


@dataclass(frozen=True)
class Sectie:
    """One kind of records as rows of text, the newest first. ``actie``: what the button says and where it leads."""

    titel: str
    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    leeg: str
    actie: tuple[str, str] | None = None

    @property
    def tabel(self) -> list[list[tuple[str, str]]]:
        """The cells of each row with the head of their column."""
        return [list(zip(self.koppen, rij, strict=True)) for rij in self.rijen]


@dataclass(frozen=True)
class Blik:
    """Whose records are read, and what of them this user may see at which of the kamers."""

    gebruiker: Gebruiker
    deelnemer_id: int
    kaarten: Sequence[int]
    kamers: Sequence[Kamer]
    alles: bool

    def rijen(self, model: Any, recht: str, wie: str = "deelnemer") -> Any:
        """The rows of this person at the kamers that the right reaches; none where it reaches nothing."""
        waar = kamers_met(self.gebruiker, recht).filter(pk__in=[kamer.pk for kamer in self.kamers])
        return model.objects.filter(**{f"{wie}__in": self.kaarten}, kamer__in=waar)

    def actie(self, tekst: str, adres: str, recht: str) -> tuple[str, str] | None:
        """The button to a form about this person, when there is such a form and the user may."""
        if not any(mag(self.gebruiker, recht, kamer) for kamer in self.kamers):
            return None
        try:
            return tekst, f"{reverse(adres)}?deelnemer={self.deelnemer_id}"
        except NoReverseMatch:
            return None


def secties(blik: Blik) -> list[Sectie]:
    """Everything besides roles and visits, in the order of the page."""
    soorten = (_contactmomenten, _talenten, _uren, _klussen, _verwijzingen, _uitkomsten, _trajecten)
    return [sectie(blik) for sectie in soorten]


def uit_beeld_sinds(blik: Blik) -> date | None:
    """Since when one of these kamers has not reached the person; None when all have."""
    open_ = blik.rijen(UitBeeld, "deelnemers.zien").filter(weer_op__isnull=True)
    return open_.order_by("sinds").values_list("sinds", flat=True).first()


def _dag(dag: date | None, anders: str = "nog niet") -> str:
    return datum(dag) if dag else anders


def _contactmomenten(blik: Blik) -> Sectie:
    rijen = blik.rijen(Contactmoment, "deelnemers.zien")[:HOEVEEL]
    return Sectie(
        "Contact op afstand",
        ("Datum", "Wat", "Gesproken"),
        tuple((datum(r.datum), r.get_soort_display(), "ja" if r.bereikt else "nee") for r in rijen),
        "Belde u, of bracht u iets langs?",
        blik.actie("Contact opschrijven", "contact:nieuw", "vastleggen.wijzigen"),
    )


def _talenten(blik: Blik) -> Sectie:
    rijen = blik.rijen(Talent, "deelnemers.zien")[:HOEVEEL]
    return Sectie(
        "Talenten en wensen",
        ("Wat", "Kan of wil"),
        tuple(dict.fromkeys((r.wat, r.get_soort_display()) for r in rijen)),
        "Wat kan deze persoon goed, en wat wil deze persoon graag doen?",
        blik.actie("Talent of wens toevoegen", "talenten:nieuw", "vastleggen.wijzigen"),
    )


def _uren(blik: Blik) -> Sectie:
    per_jaar = (
        blik.rijen(Inzet, "uren.zien")
        .values("datum__year")
        .annotate(samen=Sum("uren"), dagen=Count("datum", distinct=True))
        .order_by("-datum__year")
    )
    return Sectie(
        "Uren als vrijwilliger",
        ("Jaar", "Dagen", "Uren"),
        tuple((str(r["datum__year"]), getal(r["dagen"]), getal(r["samen"])) for r in per_jaar),
        "Werkt deze persoon als vrijwilliger?",
        blik.actie("Uren invullen", "uren:week", "uren.wijzigen"),
    )


def _klussen(blik: Blik) -> Sectie:
    rijen = blik.rijen(Klus, "deelnemers.zien", "aanvrager")[:HOEVEEL]
    return Sectie(
        "Klussen",
        ("Gevraagd op", "Klus", "Uitgevoerd op"),
        tuple((datum(r.aangevraagd_op), _klus(r), _gedaan(r)) for r in rijen),
        "Nog geen klus gevraagd.",
        blik.actie("Klus opschrijven", "klussen:nieuw", "klussen.wijzigen"),
    )


def _gedaan(klus: Klus) -> str:
    return "gaat niet door" if klus.vervallen else _dag(klus.uitgevoerd_op)


def _klus(klus: Klus) -> str:
    return ": ".join(deel for deel in (klus.soort, klus.omschrijving) if deel) or "zonder omschrijving"


def _verwijzingen(blik: Blik) -> Sectie:
    """Referrals by a benefits agency are a mark of a target group: on request only."""
    rijen = blik.rijen(Verwijzing, "deelnemers.zien").select_related("organisatie")
    if not blik.alles:
        rijen = rijen.exclude(organisatie__soort=Organisatie.Soort.UITKERINGSINSTANTIE)
    return Sectie(
        "Verwijzingen",
        ("Datum", "Hoe", "Organisatie", "Waarvoor", "Deed mee vanaf"),
        tuple(
            (datum(r.datum), r.get_richting_display(), r.organisatie.naam, r.reden or "–", _dag(r.effectief_op))
            for r in rijen[:HOEVEEL]
        ),
        "Stuurde een organisatie deze persoon, of stuurde u deze persoon door?",
        blik.actie("Verwijzing opschrijven", "verwijzingen:nieuw", "vastleggen.wijzigen"),
    )


def _uitkomsten(blik: Blik) -> Sectie:
    rijen = blik.rijen(Uitkomst, "deelnemers.zien")[:HOEVEEL]
    return Sectie(
        "Wat eruit kwam",
        ("Datum", "Wat", "Toelichting"),
        tuple((datum(r.datum), r.get_soort_display(), r.toelichting or "–") for r in rijen),
        "Vond deze persoon werk, een opleiding of een plek?",
        blik.actie("Uitkomst opschrijven", "uitkomsten:nieuw", "vastleggen.wijzigen"),
    )


def _trajecten(blik: Blik) -> Sectie:
    waar = [kamer for kamer in blik.kamers if mag(blik.gebruiker, "trajecten.zien", kamer)]
    trajecten = Traject.objects.filter(deelnemers__in=blik.kaarten, plekken__kamer__in=waar).distinct()
    rijen = tuple(_traject(traject, waar) for traject in trajecten.prefetch_related("plekken")[:HOEVEEL])
    actie = blik.actie("Traject beginnen", "trajecten:nieuw", "trajecten.wijzigen")
    return Sectie(
        "Trajecten",
        ("Nummer", "Aangemeld op", "Afgesloten op"),
        rijen,
        "Is er langer hulp nodig, met meer gesprekken?",
        actie,
    )


def _traject(traject: Traject, kamers: Iterable[Kamer]) -> tuple[str, ...]:
    """What happened after these kamers handed it over is not theirs to see."""
    weg = trajectstand.weg_sinds(traject, kamers)
    deze = trajectstand.zoals_gezien(traject, weg)
    return deze.nummer, datum(deze.aangemeld_op), _dag(deze.afgesloten_op, "overgedragen" if weg else "loopt nog")


def heeft_doelgroep(blik: Blik, rollen: Iterable[Any]) -> bool:
    """Whether any mark of a target group is known here; ask only when the user asked for it."""
    verwezen = blik.rijen(Verwijzing, "deelnemers.zien").filter(
        organisatie__soort=Organisatie.Soort.UITKERINGSINSTANTIE
    )
    return any(rollen) or verwezen.exists()
