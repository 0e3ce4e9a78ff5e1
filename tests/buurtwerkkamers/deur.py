"""What the tests of the door share: a browser that is a tablet, and typing a PIN on it."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from buurtwerkkamers import deursessie, pincodes
from buurtwerkkamers.models import Gebruiker, Kamer, Tablet

PIN = "5829"
ACHTERGROND = {"X-Achtergrond": "1"}


def met_pin(gebruiker: Gebruiker, pin: str = PIN) -> Gebruiker:
    pincodes.kies(gebruiker, code=pin, door=gebruiker)
    return gebruiker


def maak_tablet(kamer: Kamer, door: Gebruiker) -> tuple[Client, Tablet]:
    """A browser that is an enrolled tablet, and its row."""
    client = Client()
    client.force_login(door)
    client.post(reverse("deur:tablets", args=[kamer.slug]), {"naam": "Tablet"})
    return client, Tablet.objects.latest("pk")


def typ(client: Client, wie: Gebruiker, code: str = PIN, terug: str = "") -> Any:
    return client.post(deursessie.slot_adres(terug, wie.pk), {"code": code})


def is_binnen(client: Client) -> bool:
    return "_auth_user_id" in client.session


def aanwezig(kamer: Kamer) -> str:
    return reverse("aanwezig:kamer", args=[kamer.slug])
