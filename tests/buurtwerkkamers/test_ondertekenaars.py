"""Who signed an agreement stays: by no path is a signatory of a signed version replaced or taken away."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from buurtwerkkamers import afspraken
from buurtwerkkamers.afspraken import Ondertekenaar
from buurtwerkkamers.models import Afspraak, Ondertekening
from buurtwerkkamers.schrijven import Geweigerd
from tests.fabrieken import Huis, Rol, maak_afspraak, maak_huis, maak_indicator, maak_organisatie, systeem

pytestmark = pytest.mark.django_db
GETEKEND_OP = date(2020, 3, 24)


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


@pytest.fixture
def concept(huis: Huis) -> Afspraak:
    """The municipality signed, the corporation did not yet."""
    afspraak = maak_afspraak(partijen=[huis.gemeente, huis.corporatie])
    maak_indicator(afspraak, "Klussen", doelen={huis.eigen: "60"})
    wie = [Ondertekenaar(huis.gemeente, "M. Vonk", "gebiedsmanager", GETEKEND_OP), Ondertekenaar(huis.corporatie)]
    afspraken.bewaar_ondertekenaars(afspraak, ondertekenaars=wie, door=systeem())
    return afspraak


@pytest.fixture
def getekend(concept: Afspraak) -> Afspraak:
    return afspraken.onderteken(concept, getekend_op=GETEKEND_OP, door=systeem())


def stand(afspraak: Afspraak) -> list[tuple[str, str, date | None]]:
    return list(afspraak.ondertekeningen.order_by("organisatie__naam").values_list("naam", "functie", "getekend_op"))


WIE_TEKENDE = "WHERE getekend_op IS NOT NULL"
VERBODEN = {
    "iemand anders": f"UPDATE buurtwerkkamers_ondertekening SET naam = 'A. Ander' {WIE_TEKENDE}",  # noqa: S608
    "andere functie": f"UPDATE buurtwerkkamers_ondertekening SET functie = 'stagiair' {WIE_TEKENDE}",  # noqa: S608
    "toch niet": f"UPDATE buurtwerkkamers_ondertekening SET getekend_op = NULL {WIE_TEKENDE}",  # noqa: S608
    "weg": f"DELETE FROM buurtwerkkamers_ondertekening {WIE_TEKENDE}",  # noqa: S608
    "nog niet, en weg": "DELETE FROM buurtwerkkamers_ondertekening WHERE getekend_op IS NULL",
    "andere organisatie": (
        "UPDATE buurtwerkkamers_ondertekening SET organisatie_id = "
        "(SELECT max(id) FROM buurtwerkkamers_organisatie) WHERE getekend_op IS NOT NULL"
    ),
}


@pytest.mark.parametrize("wat", VERBODEN)
def test_wie_tekende_blijft_langs_elke_weg(getekend: Afspraak, wat: str) -> None:
    maak_organisatie("Later")
    voor = stand(getekend)
    with pytest.raises(IntegrityError, match="getekend"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(VERBODEN[wat])
    assert stand(getekend) == voor == [("M. Vonk", "gebiedsmanager", GETEKEND_OP), ("", "", None)]


@pytest.mark.parametrize("wat", VERBODEN)
def test_bij_een_concept_kan_het_wel(concept: Afspraak, wat: str) -> None:
    maak_organisatie("Later")
    with connection.cursor() as cursor:
        cursor.execute(VERBODEN[wat])
        assert cursor.rowcount == 1


def test_een_ondertekenaar_van_een_concept_gaat_niet_naar_een_getekende_afspraak_en_terug(getekend: Afspraak) -> None:
    los = Ondertekening.objects.create(afspraak=maak_afspraak("Los"), organisatie=maak_organisatie("Fonds"))
    for rij, naar in ((los, getekend), (getekend.ondertekeningen.first(), los.afspraak)):
        with pytest.raises(IntegrityError, match="getekend"), transaction.atomic():
            Ondertekening.objects.filter(pk=rij.pk).update(afspraak=naar)


def test_wie_later_tekent_of_vergeten_was_komt_erbij_en_een_dag_is_te_verbeteren(
    huis: Huis, getekend: Afspraak
) -> None:
    fonds = maak_organisatie("Fonds")
    wie = [
        Ondertekenaar(huis.gemeente, "M. Vonk", "gebiedsmanager", date(2020, 3, 23)),
        Ondertekenaar(huis.corporatie, "B. Steen", "directeur", date(2020, 4, 2)),
        Ondertekenaar(fonds, "F. Fonds", "", date(2020, 4, 3)),
    ]
    afspraken.bewaar_ondertekenaars(getekend, ondertekenaars=wie, door=systeem())
    assert {rij[0] for rij in stand(getekend)} == {"M. Vonk", "B. Steen", "F. Fonds"}
    with pytest.raises(Geweigerd, match="wie tekende blijft staan"):
        afspraken.bewaar_ondertekenaars(getekend, ondertekenaars=wie[1:], door=systeem())


def test_de_pagina_laat_wie_tekende_staan(client: Client, huis: Huis, getekend: Afspraak) -> None:
    adres = reverse("afspraken:ondertekenen", args=[getekend.pk])
    client.force_login(huis.gebruikers[Rol.BUREAU])
    pagina = client.get(adres).content.decode()
    assert "Wie getekend heeft, blijft staan" in pagina
    anders = {f"org{huis.gemeente.pk}-naam": "A. Ander", f"org{huis.gemeente.pk}-getekend_op": "2020-03-23"}
    erbij = {f"org{huis.corporatie.pk}-naam": "B. Steen", f"org{huis.corporatie.pk}-getekend_op": "2020-04-02"}
    assert client.post(adres, {"doe": "bewaren", **anders, **erbij}).status_code == 302
    assert stand(getekend) == [
        ("M. Vonk", "gebiedsmanager", date(2020, 3, 23)),
        ("B. Steen", "", date(2020, 4, 2)),
    ]
    leeg = client.post(adres, {"doe": "bewaren"}).content.decode()
    assert "Deze organisatie heeft getekend. Vul in op welke dag." in leeg
    assert len(stand(getekend)) == 2
