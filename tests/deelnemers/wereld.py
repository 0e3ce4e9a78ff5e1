"""A small world for the tests of the screens: two rooms, activities, people and one user of each kind."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.utils import timezone

from buurtwerkkamers.models import Bevoegdheid, Categorielijst, Gebruiker, Kamer
from deelnemers import registratie
from deelnemers.models import Activiteit, Deelnemer
from deelnemers.registratie import NieuweDeelname


def vandaag() -> date:
    return timezone.localdate()


def dagen_terug(dagen: int) -> date:
    return vandaag() - timedelta(days=dagen)


def maak_gebruiker(naam: str, rol: str, kamer: Kamer | None = None, **velden: Any) -> Gebruiker:
    gebruiker = Gebruiker.objects.maak(email=f"{naam.lower()}@voorbeeld.nl", naam=naam, is_demo=True, **velden)
    Bevoegdheid.objects.create(gebruiker=gebruiker, rol=rol, kamer=kamer, van=dagen_terug(900))
    return gebruiker


def ingelogd(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def schrijf_in(kamer: Kamer, voornaam: str, achternaam: str = "", **velden: Any) -> Deelnemer:
    op = velden.pop("op", dagen_terug(400))
    return registratie.schrijf_in(
        kamer=kamer, voornaam=voornaam, achternaam=achternaam, op=op, door=Gebruiker.objects.systeem(), **velden
    )


def kwam(activiteit: Activiteit, *mensen: Deelnemer, op: date) -> None:
    registratie.registreer_deelnames(
        [NieuweDeelname(activiteit.pk, activiteit.kamer_id, mens.pk, op) for mens in mensen],
        door=Gebruiker.objects.systeem(),
    )


def categorie(naam: str) -> Any:
    return Categorielijst.objects.standaard().categorie_set.get(naam=naam)


def maak_activiteit(kamer: Kamer, naam: str, in_categorie: str = "Sociaal en ontmoeting") -> Activiteit:
    return registratie.maak_activiteit(
        kamer=kamer, naam=naam, categorie=categorie(in_categorie), door=Gebruiker.objects.systeem()
    )


def maak_wereld() -> SimpleNamespace:
    """Room TOP with an open and a sensitive activity and three people, room Elders with one of each."""
    top = Kamer.objects.create(naam="TOP", volgorde=1, open_vanaf=dagen_terug(1000))
    elders = Kamer.objects.create(naam="Elders", volgorde=2)
    w = SimpleNamespace(top=top, elders=elders)
    w.eettafel = maak_activiteit(top, "Eettafel")
    w.brieven = maak_activiteit(top, "Brievenhulp", "Formulieren")
    w.elders_eten = maak_activiteit(elders, "Soep elders")
    w.fatima = schrijf_in(top, "Fatima", "el Bakkali", telefoon="06 11223344", postcode="3552 AB")
    w.ozgur = schrijf_in(top, "Özgür", "Yılmaz")
    w.riet = schrijf_in(top, "Riet", "Jansen")
    w.vreemd = schrijf_in(elders, "Bram", "Elderman")
    w.deur = maak_gebruiker("Dora", "deur", top)
    w.coordinator = maak_gebruiker("Corrie", "coordinator", top)
    w.coordinator_elders = maak_gebruiker("Els", "coordinator", elders)
    w.bureau = maak_gebruiker("Bep", "bureau")
    w.penningmeester = maak_gebruiker("Piet", "penningmeester")
    w.beheerder = maak_gebruiker("Ben", "beheerder")
    return w
