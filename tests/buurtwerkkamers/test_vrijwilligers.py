"""The coordinator invites volunteers for the door of the own kamer."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from buurtwerkkamers.models import Bevoegdheid, Gebruiker
from tests.fabrieken import Rol, maak_gebruiker, maak_kamer

pytestmark = pytest.mark.django_db


@pytest.fixture
def kamer():
    return maak_kamer("Noord")


@pytest.fixture
def coordinator(client, kamer):
    client.force_login(maak_gebruiker(Rol.COORDINATOR, kamer=kamer))
    return client


def adres(kamer) -> str:
    return reverse("kamers:vrijwilligers", args=[kamer.slug])


def test_uitnodigen_maakt_een_account_met_een_mail_en_intrekken_neemt_het_recht_weg(coordinator, kamer):
    coordinator.post(adres(kamer), {"naam": "Noor Bakker", "email": "Noor@voorbeeld.invalid"})
    noor = Gebruiker.objects.get(email="noor@voorbeeld.invalid")
    rol = Bevoegdheid.objects.get(gebruiker=noor)
    assert (rol.rol, rol.kamer) == (Rol.DEUR, kamer)
    assert mail.outbox[0].to == ["noor@voorbeeld.invalid"]
    assert "Noor Bakker" in coordinator.get(adres(kamer)).text
    coordinator.post(reverse("kamers:vrijwilliger_intrekken", args=[kamer.slug, rol.pk]))
    assert Gebruiker.objects.get(pk=noor.pk).rollen == set()


def test_een_bekend_account_houdt_zijn_naam_en_krijgt_geen_nieuwe_mail(coordinator, kamer):
    bekend = maak_gebruiker(Rol.DEUR, kamer=maak_kamer("Zuid"))
    antwoord = coordinator.post(adres(kamer), {"naam": "Iemand anders", "email": bekend.email}, follow=True)
    assert bekend.email in antwoord.text
    assert Gebruiker.objects.get(pk=bekend.pk).naam == bekend.naam
    assert not mail.outbox
    opnieuw = coordinator.post(adres(kamer), {"naam": "X", "email": bekend.email})
    assert opnieuw.status_code == 422
    assert "mag hier al registreren" in opnieuw.text


def test_leeg_en_fout_krijgen_een_melding(coordinator, kamer):
    antwoord = coordinator.post(adres(kamer), {"naam": "", "email": "geen adres"})
    assert "Vul de naam in." in antwoord.text
    assert Gebruiker.objects.filter(bevoegdheid__rol=Rol.DEUR).count() == 0


def test_een_coordinator_trekt_geen_andere_rol_in(coordinator, kamer):
    eigen = Bevoegdheid.objects.get(rol=Rol.COORDINATOR)
    elders = maak_gebruiker(Rol.DEUR, kamer=maak_kamer("Zuid")).bevoegdheid_set.get()
    for rol in (eigen, elders):
        antwoord = coordinator.post(reverse("kamers:vrijwilliger_intrekken", args=[kamer.slug, rol.pk]))
        assert antwoord.status_code == 404
