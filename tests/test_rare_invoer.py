"""Addresses and files as nobody means them: an answer, never a crash, and never more than was asked."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from buurtwerkkamers.importeren.waarden import CelFout, bedrag
from buurtwerkkamers.models import Afspraak, Categorielijst
from deelnemers import registratie
from deelnemers.models import Deelname, Rol
from deelnemers.registratie import NieuweRol
from rapportage import vaststelling
from rapportage.sjablonen import maak_sjabloon_juli_2020
from tests.fabrieken import Rol as Gebruikersrol
from tests.fabrieken import maak_activiteit, maak_deelnemer, maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("aantal", ["-1", "0", "99999999999", "veel"])
def test_het_aantal_rijen_is_niet_te_kiezen(client, aantal):
    for n in range(60):
        maak_kamer(f"Kamer {n}")
    client.force_login(maak_gebruiker(Gebruikersrol.BUREAU))
    antwoord = client.get(reverse("kamers:lijst"), {"per_page": aantal})
    assert antwoord.status_code == 200
    assert 1 <= len(antwoord.context["table"].page.object_list) <= 50


@pytest.mark.parametrize("dag", ["0001-01-01", "0202-03-01", "9999-12-31", "morgen"])
def test_een_onmogelijke_dag_is_vandaag_en_wordt_niet_bewaard(client, dag):
    kamer = maak_kamer("Noord")
    activiteit, mens = maak_activiteit(kamer, "Inloop"), maak_deelnemer(kamer, "Noor")
    client.force_login(maak_gebruiker(Gebruikersrol.COORDINATOR, kamer=kamer))
    antwoord = client.get(reverse("aanwezig:activiteit", args=[kamer.slug, activiteit.pk]), {"datum": dag})
    assert antwoord.status_code == 200
    client.post(
        reverse("aanwezig:meld", args=[kamer.slug, activiteit.pk]), {"deelnemer": mens.pk, "datum": dag}, follow=True
    )
    assert not Deelname.objects.filter(datum__year__lt=2000).exists()


@pytest.mark.parametrize("cel", [float("nan"), float("inf"), float("-inf")])
def test_geen_getal_is_geen_bedrag(cel):
    with pytest.raises(CelFout):
        bedrag(cel)


def test_een_rapport_dat_nieuw_heet_heeft_een_eigen_adres():
    kamer, door = maak_kamer("Noord"), systeem()
    afspraak = Afspraak.objects.create(naam="A", categorielijst=Categorielijst.objects.standaard())
    rapport = vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2020(),
        afspraak=afspraak,
        titel="Nieuw",
        van=date(2020, 1, 1),
        tm=date(2020, 6, 30),
        kamers=[kamer],
        deelperioden=[],
        door=door,
    )
    assert rapport.kenmerk == "nieuw-2"


def test_het_bureau_ziet_een_doelgroep_niet_langs_de_rol(client):
    kamer, door = maak_kamer("Noord"), systeem()
    mens = maak_deelnemer(kamer, "Noor")
    registratie.geef_rollen([NieuweRol(mens.pk, kamer.pk, Rol.Soort.NIEUWE_BEWONER, date(2026, 1, 1))], door=door)
    client.force_login(maak_gebruiker(Gebruikersrol.BUREAU))
    adres = reverse("deelnemers:rol_beeindigen", args=[mens.pk, mens.rollen.get().pk])
    assert client.get(adres).status_code == 404
    gegevens = {"soort": Rol.Soort.NIEUWE_BEWONER, "van": "2026-02-01"}
    antwoord = client.post(reverse("deelnemers:rol_geven", args=[mens.pk]), gegevens)
    assert "2026" not in antwoord.text.split("Kijk de datums na")[0][-200:]
    assert "al vanaf" not in antwoord.text


@pytest.mark.parametrize("adres", ["http://[x", "//", "javascript:alert(1)", ""])
def test_een_vreemd_adres_in_een_kop_leidt_naar_inloggen(client, adres):
    """A part of a page, asked for after the session ended, with a header that is no address."""
    antwoord = client.get("/deelnemers/", headers={"HX-Request": "true", "HX-Current-URL": adres})
    assert antwoord.status_code == 204
    assert antwoord["HX-Redirect"].startswith(reverse("account_login"))
