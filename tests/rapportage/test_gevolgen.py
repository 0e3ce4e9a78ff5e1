"""Merging people says which figures of adopted reports would be counted differently, and changes nothing by asking."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import gevolgen, registratie, samengevoegd
from rapportage import vaststelling
from rapportage.gevolgen import in_vastgestelde_rapporten
from rapportage.models import Rapport
from rapportage.sjablonen import maak_sjabloon_juli_2020
from tests.fabrieken import (
    Rol,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_gebruiker,
    maak_kamer,
    registreer,
    systeem,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snelle_pdf")]
WINTER, LENTE = Periode(date(2020, 1, 1), date(2020, 3, 14)), Periode(date(2020, 3, 15), date(2020, 5, 31))


@pytest.fixture
def top():
    return maak_kamer("TOP")


@pytest.fixture
def mensen(top):
    """Two cards of one person, and another; the double came in winter and spring."""
    les = maak_activiteit(top, "Taalles", soort="Nederlandse taal")
    een, dubbel, ander = (maak_deelnemer(top, naam) for naam in ("Riet", "Rietje", "Bram"))
    registreer(les, een, date(2020, 2, 3))
    registreer(les, dubbel, date(2020, 2, 10), date(2020, 4, 1))
    registreer(les, ander, date(2020, 4, 1))
    return een, dubbel, ander


def maak_rapport(kamer, titel="Rapport juli 2020", *, vast=True) -> Rapport:
    rapport = vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2020(),
        afspraak=maak_afspraak(f"Afspraak bij {titel}"),
        titel=titel,
        van=WINTER.van,
        tm=LENTE.tm,
        kamers=[kamer],
        deelperioden=[("Winter", WINTER), ("Lente", LENTE)],
        door=maak_gebruiker(Rol.BUREAU),
    )
    if vast:
        vaststelling.leg_ter_controle(rapport=rapport, door=maak_gebruiker(Rol.BUREAU))
        vaststelling.stel_vast(rapport=Rapport.objects.get(pk=rapport.pk), door=maak_gebruiker(Rol.BUREAU))
    return rapport


def test_de_waarschuwing_noemt_rapport_kamer_tijdvak_en_beide_cijfers(top, mensen):
    een, dubbel, _ = mensen
    rapport = maak_rapport(top)
    voor = Rapport.objects.get(pk=rapport.pk).edities.get().sha256

    def doe():
        registratie.voeg_samen(van=dubbel, naar=een, door=systeem())

    zinnen = in_vastgestelde_rapporten([top], doe)
    assert zinnen[:3] == [
        "Rapport juli 2020, TOP, uniek 1 januari t/m 14 maart 2020: 2 wordt 1",
        "Rapport juli 2020, TOP, nieuw 1 januari t/m 14 maart 2020: 2 wordt 1",
        "Rapport juli 2020, TOP, uniek 1 januari t/m 31 mei 2020: 3 wordt 2",
    ]
    assert any("TOP, Nederlandse taal, uniek" in zin for zin in zinnen)
    assert samengevoegd.wortels() == {}, "vragen verandert niets"
    assert gevolgen.gevolgen_van([top], doe) == zinnen, "rapportage is aangemeld"
    doe()
    assert Rapport.objects.get(pk=rapport.pk).edities.get().sha256 == voor


def test_ongedaan_maken_waarschuwt_ook(top, mensen):
    een, dubbel, _ = mensen
    maak_rapport(top)
    gedaan = registratie.voeg_samen(van=dubbel, naar=een, door=systeem())
    zinnen = in_vastgestelde_rapporten([top], lambda: registratie.maak_ongedaan(gedaan, door=systeem()))
    assert "Rapport juli 2020, TOP, uniek 1 januari t/m 31 mei 2020: 2 wordt 3" in zinnen
    assert samengevoegd.wortels() == {dubbel.pk: een.pk}


def test_geen_waarschuwing_zonder_verschil_in_concept_of_bij_een_andere_kamer(top, mensen):
    een, dubbel, _ = mensen
    maak_rapport(top, "Halfjaar", vast=False)
    maak_rapport(maak_kamer("Elders"), "Elders")

    def doe():
        registratie.voeg_samen(van=dubbel, naar=een, door=systeem())

    assert in_vastgestelde_rapporten([top], doe) == []
    stil, leeg = maak_deelnemer(top, "Zonder"), maak_deelnemer(top, "Bezoek")
    maak_rapport(top)
    assert in_vastgestelde_rapporten([top], lambda: registratie.voeg_samen(van=stil, naar=leeg, door=systeem())) == []


def test_wat_niet_kan_komt_als_weigering_door(top, mensen):
    een, _, _ = mensen
    maak_rapport(top)
    with pytest.raises(Geweigerd):
        in_vastgestelde_rapporten([top], lambda: registratie.voeg_samen(van=een, naar=een, door=systeem()))


def test_de_waarschuwing_staat_voor_het_samenvoegen_op_de_pagina(top, mensen):
    een, dubbel, _ = mensen
    maak_rapport(top)
    client = Client()
    client.force_login(maak_gebruiker(Rol.BUREAU))
    adres = f"/deelnemers/dubbelen/{dubbel.pk}/{een.pk}/"
    vraag = client.post(adres, {"actie": "samenvoegen"})
    assert "Rapport juli 2020, TOP, uniek 1 januari t/m 31 mei 2020: 3 wordt 2" in vraag.text
    assert "Een vastgesteld rapport blijft zoals het is" in vraag.text
    assert client.post(adres, {"actie": "bevestigd"}).status_code == 302
    assert samengevoegd.wortels() == {dubbel.pk: een.pk}
