"""The first part of the page of money: where the living budget of a year stands, and its pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import resolve, reverse
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.rechten import mag
from financien.boekstand import Boekstand, als_overzicht, boekstand, jaren
from financien.zicht import eigen_kamers


@dataclass(frozen=True)
class Blad:
    """A page of the living budget: the name of its address, and whether that has the year in it.

    ``samen``: only about all kamers together, so for nobody who sees less.
    """

    naam: str
    titel: str
    tekst: str
    per_jaar: bool = True
    samen: bool = False

    def adres(self, jaar: int) -> str:
        return reverse(f"financien:{self.naam}", args=[jaar] if self.per_jaar else [])


BLADEN = (
    Blad("begroting", "Begroting", "Wat elke post mag kosten en wie het betaalt."),
    Blad("stand", "Stand", "Begroot naast geboekt en verwacht, per kamer en financier."),
    Blad("boekingen", "Boekingen", "Wat er in en uit ging."),
    Blad("bijdragen", "Bijdragen", "Van gevraagd tot ontvangen, en waar het voor is."),
    Blad("bank", "Bank", "Een bestand van de bank inlezen en boeken.", per_jaar=False, samen=True),
    Blad("handgeld", "Handgeld", "De kleine kas van elke kamer, met bonnen.", per_jaar=False),
    Blad("maanden", "Maanden", "Een maand sluiten, en wat er toen bekend was.", per_jaar=False),
    Blad("uren", "Uren als geld", "Wat de uren van vrijwilligers waard zijn."),
    Blad("verantwoordingen", "Verantwoording", "Per financier: wat is toegezegd en waaraan is het besteed."),
    Blad("controles", "Controle", "Wat kascommissie en accountant vonden.", per_jaar=False),
)


def dit_jaar(gebruiker: Gebruiker, gevraagd: str | None) -> dict[str, Any]:
    """What the template of the page needs; of the own kamers only, for who sees no more."""
    vandaag = timezone.localdate()
    bekend = jaren()
    jaar = next((ander for ander in bekend if str(ander) == gevraagd), vandaag.year)
    stand = boekstand(jaar, vandaag)
    eigen = eigen_kamers(gebruiker)
    alles = eigen is None
    if eigen is not None:
        stand = stand.voor_kamers([kamer.pk for kamer in eigen])
    return {
        "jaar": jaar,
        "jaarkeuze": [(ander, f"{reverse('financien:lijst')}?jaar={ander}") for ander in sorted({*bekend, jaar})],
        "bladen": [
            {"titel": blad.titel, "tekst": blad.tekst, "url": blad.adres(jaar)}
            for blad in BLADEN
            if (alles or not blad.samen) and _mag_openen(gebruiker, blad.adres(jaar))
        ],
        "kengetallen": _kengetallen(stand),
        "is_concept": stand.is_concept,
        "begroting_id": stand.begroting_id,
        "volledig": stand.volledig,
    }


def _mag_openen(gebruiker: Gebruiker, adres: str) -> bool:
    rechten = getattr(resolve(adres).func, "rechten", ())
    return any(mag(gebruiker, recht) for recht in rechten)


def _kengetallen(stand: Boekstand) -> list[dict[str, Any]]:
    """Budget, booked and what is expected to be left; empty for a year in which nothing stands."""
    if not any(not post.leeg for post in stand.posten):
        return []
    overzicht = als_overzicht(stand)
    saldo = stand.saldo("prognose")
    # of one kamer nothing can be left or short as long as its income is not divided
    reden = "" if stand.volledig else stand.niet_verdeeld
    bedragen = [stand.totaal("kosten", "begroot"), stand.totaal("kosten", "geboekt"), saldo]
    return [
        {"naam": "Kosten begroot", "cijfer": bedragen[0], "soort": "euro_heel", "regel": ""},
        {"naam": "Kosten geboekt", "cijfer": bedragen[1], "soort": "euro_heel", "regel": ""},
        {
            "naam": "Verwacht saldo",
            "cijfer": None if reden or not overzicht.soorten else saldo,
            "soort": "euro_heel",
            "regel": reden or "Inkomsten min kosten, zoals nu verwacht. Onder nul is een tekort.",
        },
    ]
