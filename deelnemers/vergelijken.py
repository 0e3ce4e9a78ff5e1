"""READ: two cards side by side, as far as this user may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from buurtwerkkamers.models import Gebruiker, Organisatie
from buurtwerkkamers.rechten import kamers_met
from deelnemers import samengevoegd, zicht
from deelnemers.models import Deelnemer, Inschrijving, Rol
from deelnemers.registratie.samenvoegen import VELDEN, waarde

LABELS = {
    "voornaam": "Voornaam",
    "achternaam": "Achternaam",
    "telefoon": "Telefoon",
    "email": "E-mailadres",
    "postcode": "Postcode",
    "geboortejaar": "Geboortejaar",
    "huurt_bij": "Huurt bij",
}


@dataclass(frozen=True)
class Kant:
    """What this user's kamers know of one person, over all cards of that person."""

    mens: Deelnemer
    kamers: tuple[str, ...]
    sinds: date | None
    bezoeken: int
    laatste: date | None
    rollen: tuple[str, ...]


@dataclass(frozen=True)
class Veldkeuze:
    """One field of both cards; ``van`` and ``naar`` as text. ``keuze``: whose value is proposed."""

    veld: str
    label: str
    van: str
    naar: str
    keuze: str

    @property
    def verschilt(self) -> bool:
        return self.van != self.naar


def kant(mens: Deelnemer, gebruiker: Gebruiker) -> Kant:
    """One side of the comparison. Sensitive visits count for who may see them; marks of a target group never show."""
    kamers = kamers_met(gebruiker, "deelnemers.zien")
    kaarten = samengevoegd.kaarten_van(mens)
    inschrijvingen = Inschrijving.objects.filter(deelnemer__in=kaarten, kamer__in=kamers).select_related("kamer")
    bezoeken = zicht.zichtbare_deelnames(gebruiker).filter(deelnemer__in=kaarten)
    rollen = Rol.objects.filter(deelnemer__in=kaarten, kamer__in=kamers).exclude(soort__in=zicht.DOELGROEPROLLEN)
    ingeschreven = list(inschrijvingen.order_by("kamer__volgorde"))
    return Kant(
        mens,
        tuple(dict.fromkeys(i.kamer.naam for i in ingeschreven)),
        min((i.van for i in ingeschreven), default=None),
        bezoeken.order_by().values("activiteit", "datum").distinct().count(),
        bezoeken.aggregate(dag=Max("datum"))["dag"],
        tuple(_rol(rol) for rol in rollen.select_related("kamer")),
    )


def _rol(rol: Rol) -> str:
    tot = f" tot en met {rol.tot:%d-%m-%Y}" if rol.tot else ""
    return f"{rol.get_soort_display()} bij {rol.kamer.label} vanaf {rol.van:%d-%m-%Y}{tot}"


def veldkeuzes(van: Deelnemer, naar: Deelnemer, gekozen: Iterable[str] | None = None) -> list[Veldkeuze]:
    """Every field with both values; what ``naar`` lacks is proposed from ``van`` unless choices were made already."""
    if gekozen is None:
        gekozen = [veld for veld in VELDEN if waarde(van, veld) and not waarde(naar, veld)]
    keuzes = set(gekozen)
    return [
        Veldkeuze(veld, label, _tekst(van, veld), _tekst(naar, veld), "van" if veld in keuzes else "naar")
        for veld, label in LABELS.items()
    ]


def _tekst(mens: Deelnemer, veld: str) -> str:
    inhoud: Any = waarde(mens, veld)
    if inhoud is None:
        return ""
    return Organisatie.objects.get(pk=inhoud).naam if veld == "huurt_bij" else str(inhoud)
