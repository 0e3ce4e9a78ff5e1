"""The write functions: all or nothing, and writing twice changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from buurtwerkkamers.models import Categorielijst, Gebruiker, Kamer
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst
from deelnemers import registratie
from deelnemers.models import Deelname, Deelnemer, Inschrijving, Rol, Telling
from deelnemers.namen import met_initiaal, zoekvorm
from deelnemers.registratie import NieuweDeelname, NieuweRol, NieuweTelling

pytestmark = pytest.mark.django_db
DAG = date(2020, 5, 5)


@pytest.fixture
def door():
    return Gebruiker.objects.systeem()


@pytest.fixture
def kamer():
    return Kamer.objects.create(naam="Proefkamer")


@pytest.fixture
def activiteit(kamer, door):
    categorie = Categorielijst.objects.standaard().categorie_set.get(naam="Formulieren")
    return registratie.maak_activiteit(kamer=kamer, naam="Formulierenbrigade", categorie=categorie, door=door)


def test_activiteit_erft_gevoelig_van_haar_categorie(activiteit, door):
    assert activiteit.gevoelig
    ander = Categorielijst.objects.standaard().categorie_set.get(naam="Klussen")
    registratie.wijzig_activiteit(activiteit, naam="Tuin", categorie=ander, gevoelig=False, gestopt_op=None, door=door)
    assert activiteit.indelingen.get().categorie == ander


def test_een_foute_rij_en_niets_wordt_opgeslagen(kamer, activiteit, door):
    mens = registratie.schrijf_in(kamer=kamer, voornaam="Ali", op=DAG, door=door)
    rijen = [NieuweDeelname(activiteit.pk, kamer.pk, mens.pk, d) for d in (DAG, date(2999, 1, 1))]
    with pytest.raises(Geweigerd, match="toekomst"):
        registratie.registreer_deelnames(rijen, door=door)
    assert not Deelname.objects.exists()


def test_deelname_schrijft_in_waar_nodig(kamer, activiteit, door):
    elders = Kamer.objects.create(naam="Elders")
    mens = registratie.schrijf_in(kamer=elders, voornaam="Ali", op=DAG, door=door)
    assert registratie.registreer_deelname(activiteit=activiteit, deelnemer=mens, datum=DAG, door=door)
    assert not registratie.registreer_deelname(activiteit=activiteit, deelnemer=mens, datum=DAG, door=door)
    assert Inschrijving.objects.get(kamer=kamer, deelnemer=mens).van == DAG
    assert registratie.trek_deelname_in(activiteit=activiteit, deelnemer=mens, datum=DAG, door=door)
    assert not registratie.trek_deelname_in(activiteit=activiteit, deelnemer=mens, datum=DAG, door=door)


def test_telling_laatste_stand_geldt(kamer, activiteit, door):
    rij = lambda aantal: NieuweTelling(activiteit.pk, kamer.pk, DAG, aantal)  # noqa: E731
    assert registratie.leg_tellingen_vast([rij(3), rij(4)], door=door) == Uitkomst(nieuw=1, ongewijzigd=1)
    assert registratie.leg_tellingen_vast([rij(4)], door=door) == Uitkomst(ongewijzigd=1)
    assert registratie.leg_tellingen_vast([rij(5)], door=door) == Uitkomst(gewijzigd=1)
    assert Telling.objects.get().aantal == 5


def test_rollen_twee_keer_geven(kamer, door):
    mens = registratie.schrijf_in(kamer=kamer, voornaam="Ali", op=DAG, door=door)
    open_rol = NieuweRol(mens.pk, kamer.pk, Rol.Soort.LID, DAG)
    dicht = NieuweRol(mens.pk, kamer.pk, Rol.Soort.LID, DAG, date(2020, 6, 1))
    assert registratie.geef_rollen([open_rol], door=door) == Uitkomst(nieuw=1)
    assert registratie.geef_rollen([dicht], door=door) == Uitkomst(gewijzigd=1)
    assert registratie.geef_rollen([dicht], door=door) == Uitkomst(ongewijzigd=1)


def test_gegevens_wijzigen(kamer, door):
    mens = registratie.schrijf_in(kamer=kamer, voornaam="Ali", achternaam="Bos", op=DAG, door=door)
    registratie.wijzig_gegevens(mens, voornaam="Alí", geboortejaar=1980, door=door)
    opnieuw = Deelnemer.objects.get(pk=mens.pk)
    assert (opnieuw.naam, opnieuw.geboortejaar, opnieuw.deurnaam) == ("Alí Bos", 1980, "Alí B.")
    assert Deelnemer.objects.zoek("ali").get() == mens
    with pytest.raises(Geweigerd, match="1900"):
        registratie.wijzig_gegevens(mens, geboortejaar=1800, door=door)
    with pytest.raises(Geweigerd, match="voornaam"):
        registratie.wijzig_gegevens(opnieuw, voornaam="", door=door)


@pytest.mark.parametrize(
    ("voor", "achter", "kort"),
    [
        ("Fatima", "el Bouzidi", "Fatima B."),
        ("Jan", "", "Jan"),
        ("Wei", "chen", "Wei C."),
        ("Ö", "van der Ünal", "Ö Ü."),
    ],
)
def test_aan_de_deur_staat_een_voornaam_met_initiaal(voor, achter, kort):
    assert met_initiaal(voor, achter) == kort


def test_zoekvorm():
    assert zoekvorm("  Özgür  YILDIZ ") == "ozgur yildiz"
    assert zoekvorm("Łukasz Ørsted") == "lukasz orsted"


def test_activiteit_stopt_niet_voor_het_laatste_bezoek(kamer, activiteit, door):
    mens = registratie.schrijf_in(kamer=kamer, voornaam="Ali", op=DAG, door=door)
    registratie.registreer_deelname(activiteit=activiteit, deelnemer=mens, datum=DAG, door=door)

    def stop(dag: date) -> None:
        categorie = activiteit.indelingen.get().categorie
        registratie.wijzig_activiteit(
            activiteit, naam=activiteit.naam, categorie=categorie, gevoelig=True, gestopt_op=dag, door=door
        )

    with pytest.raises(Geweigerd, match="5 mei 2020"):
        stop(date(2020, 5, 4))
    stop(DAG)
