"""A small world for the tests of the screens: two rooms, activities, people and one user of each kind."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer
from deelnemers.models import Activiteit, Deelnemer
from tests import fabrieken
from tests.fabrieken import categorie, maak_activiteit, maak_gebruiker, maak_kamer

__all__ = ["categorie", "dagen_terug", "ingelogd", "kwam", "maak_wereld", "schrijf_in", "vandaag"]


def vandaag() -> date:
    return timezone.localdate()


def dagen_terug(dagen: int) -> date:
    return vandaag() - timedelta(days=dagen)


def ingelogd(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def schrijf_in(kamer: Kamer, voornaam: str, achternaam: str = "", **velden: Any) -> Deelnemer:
    return fabrieken.maak_deelnemer(kamer, voornaam, achternaam=achternaam, op=dagen_terug(400), **velden)


def kwam(activiteit: Activiteit, *mensen: Deelnemer, op: date) -> None:
    fabrieken.registreer(activiteit, mensen, op)


def maak_wereld() -> SimpleNamespace:
    """Room TOP with an open and a sensitive activity and three people, room Elders with one of each."""
    top = maak_kamer("TOP", volgorde=1, open_vanaf=dagen_terug(1000))
    elders = maak_kamer("Elders", volgorde=2)
    w = SimpleNamespace(top=top, elders=elders)
    w.eettafel = maak_activiteit(top, "Eettafel")
    w.brieven = maak_activiteit(top, "Brievenhulp", soort="Formulieren")
    w.elders_eten = maak_activiteit(elders, "Soep elders")
    w.fatima = schrijf_in(top, "Fatima", "el Bakkali", telefoon="06 11223344", postcode="3552 AB")
    w.ozgur = schrijf_in(top, "Özgür", "Yılmaz")
    w.riet = schrijf_in(top, "Riet", "Jansen")
    w.vreemd = schrijf_in(elders, "Bram", "Elderman")
    w.deur = maak_gebruiker("deur", kamer=top, naam="Dora")
    w.coordinator = maak_gebruiker("coordinator", kamer=top, naam="Corrie")
    w.coordinator_elders = maak_gebruiker("coordinator", kamer=elders, naam="Els")
    w.bureau = maak_gebruiker("bureau", naam="Bep")
    w.penningmeester = maak_gebruiker("penningmeester", naam="Piet")
    w.gemeente = maak_gebruiker("gemeente", naam="Geert")
    w.corporatie = maak_gebruiker("corporatie", naam="Cor")
    w.beheerder = maak_gebruiker("beheerder", naam="Ben")
    return w
