"""The register of personal fields: complete, closed by default, and the same words as on screen."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from buurtwerkkamers import avg
from buurtwerkkamers.models import Gebruiker, Kamer
from deelnemers.forms.mensen import PersoonForm
from deelnemers.models import Deelnemer, Persoonsgegevens
from tests.fabrieken import maak_gebruiker


def test_elk_veld_staat_in_het_register():
    assert avg.controleer() == []
    call_command("check", tags=["avg"])


def test_een_veld_zonder_ingang_laat_de_controle_falen(monkeypatch):
    velden = {naam: veld for naam, veld in avg._velden[Persoonsgegevens].items() if naam != "telefoon"}
    monkeypatch.setitem(avg._velden, Persoonsgegevens, velden)
    [fout] = avg.controleer()
    assert fout.msg == "Persoonsgegevens.telefoon staat niet in het register van persoonsgegevens."
    with pytest.raises(CommandError):
        call_command("check", tags=["avg"])


def test_een_veld_dat_weg_is_mag_niet_blijven_staan(monkeypatch):
    velden = avg._velden[Persoonsgegevens] | {"bsn": avg._velden[Persoonsgegevens]["telefoon"]}
    monkeypatch.setitem(avg._velden, Persoonsgegevens, velden)
    assert "bestaat niet" in avg.controleer()[0].msg


def test_een_nieuw_model_begint_dicht(monkeypatch):
    monkeypatch.delitem(avg._niemand, Kamer)
    monkeypatch.delitem(avg._velden, Gebruiker)
    assert {fout.id for fout in avg.controleer()} == {"avg.E001"}
    assert {fout.obj for fout in avg.controleer()} == {Kamer, Gebruiker}


def test_geschiedenis_hoort_bij_haar_model_en_hoeft_niet_apart():
    modellen = set(avg._eigen_modellen())
    assert Deelnemer in modellen
    assert apps.get_model("deelnemers", "DeelnemerEvent") not in modellen


def test_onder_elk_veld_van_een_persoon_staat_het_doel_uit_het_register():
    form = PersoonForm()
    for naam, veld in form.fields.items():
        model = Deelnemer if naam in ("geboortejaar", "huurt_bij") else Persoonsgegevens
        assert str(veld.help_text).startswith(avg._velden[model][naam].doel), naam


@pytest.mark.django_db
def test_de_pagina_toont_alles_en_is_voor_bureau_en_beheerder():
    client = Client()
    client.force_login(maak_gebruiker("bureau"))
    pagina = client.get(reverse("beheer:register"))
    assert "Om iemand te kunnen bellen." in pagina.content.decode()
    assert len(avg.register()) > 100
    client.force_login(maak_gebruiker("gemeente"))
    assert client.get(reverse("beheer:register")).status_code == 403
