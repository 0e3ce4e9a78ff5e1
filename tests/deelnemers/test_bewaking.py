"""What the database refuses, by whatever path it is written."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from buurtwerkkamers.models import Categorielijst, Gebruiker, Kamer, Logregel
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst
from deelnemers import registratie
from deelnemers.models import Activiteit, Deelname, Deelnemer, Inschrijving, Inzet, Klus, Persoonsgegevens, Rol, Telling
from deelnemers.registratie import NieuweDeelname, NieuweRol

pytestmark = pytest.mark.django_db


@pytest.fixture
def kamer():
    return Kamer.objects.create(naam="Proefkamer", open_vanaf=date(2020, 1, 1), gesloten_op=date(2020, 12, 31))


@pytest.fixture
def door():
    return Gebruiker.objects.systeem()


@pytest.fixture
def activiteit(kamer, door):
    categorie = Categorielijst.objects.standaard().categorie_set.first()
    return registratie.maak_activiteit(kamer=kamer, naam="Inloop", categorie=categorie, door=door)


@pytest.fixture
def mens(kamer, door):
    return registratie.schrijf_in(kamer=kamer, voornaam="Noor", op=date(2020, 1, 1), door=door)


def test_deelname_voor_opening_na_sluiting_en_in_de_toekomst(kamer, activiteit, mens, door):
    altijd_open = Kamer.objects.create(naam="Altijd open")
    daar = Activiteit.objects.create(kamer=altijd_open, naam="Inloop")
    morgen = timezone.localdate() + timedelta(days=1)
    for wie, dag, woorden in (
        (activiteit, date(2019, 12, 31), "voor de opening van Proefkamer op 01-01-2020"),
        (activiteit, date(2021, 1, 1), "na de sluiting van Proefkamer op 31-12-2020"),
        (daar, morgen, "in de toekomst"),
    ):
        with pytest.raises(Geweigerd, match=woorden):
            registratie.registreer_deelname(activiteit=wie, deelnemer=mens, datum=dag, door=door)
    for wie, dag in ((activiteit, date(2020, 1, 1)), (activiteit, date(2020, 12, 31)), (daar, timezone.localdate())):
        assert registratie.registreer_deelname(activiteit=wie, deelnemer=mens, datum=dag, door=door)


@pytest.mark.parametrize(
    "maak",
    [
        lambda k, a, m, d, dag: Telling(kamer=k, activiteit=a, datum=dag, aantal=1),
        lambda k, a, m, d, dag: Klus(nummer="1", kamer=k, aanvrager=m, aangevraagd_op=dag, uitgevoerd_op=dag),
        lambda k, a, m, d, dag: Inzet(kamer=k, deelnemer=m, datum=dag, uren=1),
        lambda k, a, m, d, dag: Deelname(kamer=k, activiteit=a, deelnemer=m, datum=dag, geregistreerd_door=d),
    ],
)
def test_elke_gedateerde_rij_past_bij_de_openingstijd(maak, kamer, activiteit, mens, door):
    rij = maak(kamer, activiteit, mens, door, date(2019, 12, 31))
    with pytest.raises(IntegrityError, match="voor de opening"), transaction.atomic():
        type(rij).objects.bulk_create([rij])
    maak(kamer, activiteit, mens, door, date(2020, 5, 5)).save()


def test_ook_een_wijziging_en_ruwe_sql_worden_geweigerd(kamer, activiteit, mens, door):
    registratie.registreer_deelname(activiteit=activiteit, deelnemer=mens, datum=date(2020, 5, 5), door=door)
    with pytest.raises(IntegrityError, match="voor de opening"), transaction.atomic():
        Deelname.objects.update(datum=date(2019, 5, 5))
    with pytest.raises(IntegrityError, match="toekomst"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deelnemers_deelname SET datum = '2999-01-01'")


def test_kamer_kan_niet_dicht_over_registraties_heen(kamer, activiteit, mens, door):
    registratie.registreer_deelname(activiteit=activiteit, deelnemer=mens, datum=date(2020, 5, 5), door=door)
    with pytest.raises(IntegrityError, match="moet in die tijd open zijn"), transaction.atomic():
        Kamer.objects.filter(pk=kamer.pk).update(open_vanaf=date(2020, 5, 6))
    with pytest.raises(IntegrityError, match="moet in die tijd open zijn"), transaction.atomic():
        Kamer.objects.filter(pk=kamer.pk).update(gesloten_op=date(2020, 5, 4))
    Kamer.objects.filter(pk=kamer.pk).update(open_vanaf=date(2020, 5, 5), gesloten_op=date(2020, 5, 5))


def test_deelname_hoort_bij_de_kamer_van_de_activiteit(activiteit, mens, door):
    andere = Kamer.objects.create(naam="Andere")
    with pytest.raises(Geweigerd, match="andere kamer"):
        registratie.registreer_deelnames(
            [NieuweDeelname(activiteit.pk, andere.pk, mens.pk, date(2020, 5, 5))], door=door
        )
    with pytest.raises(IntegrityError, match="verhuizen"), transaction.atomic():
        Activiteit.objects.update(kamer=andere)


def test_twee_keer_dezelfde_deelname(activiteit, mens, door):
    rij = NieuweDeelname(activiteit.pk, activiteit.kamer_id, mens.pk, date(2020, 5, 5))
    assert registratie.registreer_deelnames([rij, rij], door=door) == Uitkomst(nieuw=1, ongewijzigd=1)
    assert registratie.registreer_deelnames([rij], door=door) == Uitkomst(ongewijzigd=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deelname.objects.create(**vars(rij), geregistreerd_door=door)


def test_rol_die_eindigt_voor_hij_begint(kamer, mens, door):
    with pytest.raises(Geweigerd, match="eindigt voordat hij begint"):
        registratie.geef_rollen(
            [NieuweRol(mens.pk, kamer.pk, Rol.Soort.LID, date(2020, 5, 5), date(2020, 5, 4))], door=door
        )


def test_klus_gedaan_voor_hij_is_gevraagd(kamer, mens):
    with pytest.raises(IntegrityError), transaction.atomic():
        Klus.objects.create(
            nummer="1",
            kamer=kamer,
            aanvrager=mens,
            aangevraagd_op=date(2020, 5, 5),
            uitgevoerd_op=date(2020, 5, 4),
        )


def test_elke_persoonlijke_rij_draagt_haar_kamers(kamer, mens, door):
    andere = Kamer.objects.create(naam="Andere")
    registratie.schrijf_ook_in([(mens.pk, andere.pk, date(2020, 2, 2))], door=door)
    gegevens = Persoonsgegevens.objects.get(deelnemer=mens)
    mens.refresh_from_db()
    assert mens.kamers == gegevens.kamers == sorted([kamer.pk, andere.pk])
    Inschrijving.objects.filter(kamer=kamer).delete()
    mens.refresh_from_db()
    gegevens.refresh_from_db()
    assert mens.kamers == gegevens.kamers == [andere.pk]


def test_geschiedenis_ziet_elke_schrijfweg_en_kan_niet_worden_gewist(mens, door):
    events = Persoonsgegevens.pgh_event_model.objects
    voor = events.count()
    Persoonsgegevens.objects.update(voornaam="Nora")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE deelnemers_persoonsgegevens SET voornaam = 'Noortje'")
    namen = list(events.order_by("pgh_id").values_list("voornaam", flat=True))[voor:]
    assert namen == ["Nora", "Noortje"]
    for opdracht in (
        "DELETE FROM deelnemers_persoonsgegevensevent",
        "UPDATE deelnemers_persoonsgegevensevent SET voornaam=''",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(opdracht)


def test_logregels_blijven(door):
    Logregel.objects.create(gebruiker=door, actie=Logregel.Actie.BEKEKEN, onderwerp_soort="deelnemer")
    for opdracht in ("DELETE FROM buurtwerkkamers_logregel", "UPDATE buurtwerkkamers_logregel SET reden=''"):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(opdracht)


def test_de_toepassing_bezit_niets():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_zoeken_zonder_accenten(kamer, door):
    registratie.schrijf_in(kamer=kamer, voornaam="Özgür", achternaam="Yıldız", op=date(2020, 1, 1), door=door)
    assert [d.naam for d in Deelnemer.objects.zoek("ozg YIL")] == ["Özgür Yıldız"]
    assert not Deelnemer.objects.zoek("ozg jansen")


def test_dezelfde_rol_loopt_niet_twee_keer_tegelijk(kamer, mens, door):
    def geef(van: date, tot: date | None = None, soort: str = Rol.Soort.LID) -> None:
        registratie.geef_rollen([NieuweRol(mens.pk, kamer.pk, soort, van, tot)], door=door)

    geef(date(2020, 2, 1), date(2020, 3, 31))
    for van, tot in ((date(2020, 3, 31), None), (date(2020, 1, 1), date(2020, 2, 1)), (date(2020, 1, 1), None)):
        with pytest.raises(Geweigerd, match="heeft de rol lid al vanaf 01-02-2020"):
            geef(van, tot)
    geef(date(2020, 4, 1))
    geef(date(2020, 2, 15), None, Rol.Soort.SLEUTELHOUDER)
    assert Rol.objects.count() == 3
