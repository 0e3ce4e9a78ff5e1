"""The pages of sjablonen: made, filled, put in order and tried without JavaScript, by the bureau and by nobody else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from gegevens import Wereld

from rapportage import sjablonen, vaststelling
from rapportage.models import Onderdeel, Rapport, Sjabloon
from rapportage.sjablonen import Inhoud
from rapportage.sjablonen.soorten import SOORTEN
from tests.fabrieken import Rol, maak_gebruiker, maak_huis

pytestmark = pytest.mark.django_db
Soort = Onderdeel.Soort
LIJST = "/rapporten/sjablonen/"


@pytest.fixture
def bureau(db):
    return maak_gebruiker(Rol.BUREAU)


@pytest.fixture
def klant(client: Client, bureau) -> Client:
    client.force_login(bureau)
    return client


def adres(naam: str, *args) -> str:
    return reverse(f"rapporten:{naam}", args=args)


def velden(pagina) -> dict[str, str]:
    """What a browser would send back of the form on this page."""
    return {veld.name: veld.value() for veld in pagina.context["form"] if veld.value() is not None}


# --- an empty installation


def test_een_lege_installatie_komt_met_een_voorbeeld_aan_een_rapport(klant):
    leeg = klant.get(adres("nieuw"))
    assert "Er is nog geen sjabloon in gebruik" in leeg.text
    assert LIJST in leeg.text
    lijst = klant.get(LIJST)
    assert "Neem hieronder een voorbeeld over" in lijst.text
    knoppen = re.findall(r'action="(/rapporten/sjablonen/voorbeeld/[^"]+)"', lijst.text)
    assert len(knoppen) == len(sjablonen.VOORBEELDEN)
    pagina = klant.post(knoppen[0], follow=True)
    assert "Het voorbeeld is overgenomen" in pagina.text
    sjabloon = Sjabloon.objects.get()
    assert sjabloon.naam in klant.get(adres("nieuw")).text
    assert klant.post(adres("sjabloon_voorbeeld", "bestaat-niet")).status_code == 404


# --- from nothing to a report, as the bureau would


def test_van_leeg_naar_een_sjabloon_in_gebruik(klant, wereld: Wereld):
    pagina = klant.post(
        adres("sjabloon_nieuw"), {"naam": "Jaarverslag", "omschrijving": "Voor de fondsen."}, follow=True
    )
    sjabloon = Sjabloon.objects.get(naam="Jaarverslag")
    assert "Nog geen onderdelen" in pagina.text
    assert "Neem in gebruik" not in pagina.text
    kies = klant.get(adres("onderdeel_kies", sjabloon.pk))
    for soort, uitleg in SOORTEN.items():
        assert uitleg.zin in kies.text.replace("&#x27;", "'")
        assert adres("onderdeel_nieuw", sjabloon.pk, soort) in kies.text
    invoer = {
        "vraag_per_kamer": {"vraag": "Vertel het kort."},
        "keuze": {"keuzes": "Ja\n\n  Nee  \n"},
        "tekst": {"tekst": "Samen {uniek stad} mensen."},
        "vergelijking": {"vergelijking": "jaar_eerder"},
    }
    for soort in SOORTEN:
        nieuw = adres("onderdeel_nieuw", sjabloon.pk, soort)
        data = velden(klant.get(nieuw)) | {"titel": f"Deel {soort}"} | invoer.get(soort, {})
        assert klant.post(nieuw, data).status_code == 302, soort
    assert [deel.soort for deel in sjabloon.onderdelen.all()] == list(SOORTEN)
    assert sjabloon.onderdelen.get(soort=Soort.KEUZE).keuzes == ["Ja", "Nee"]
    klant.post(adres("sjabloon_gebruik", sjabloon.pk), {"in_gebruik": "ja"})
    data = {
        "titel": "Met het nieuwe sjabloon",
        "sjabloon": sjabloon.pk,
        "afspraak": wereld.rapport.afspraak_id,
        "kamers": [k.pk for k in wereld.kamers.values()],
        "van": "2020-01-01",
        "tm": "2020-05-31",
        "antwoorden_voor": "2020-07-10",
    }
    assert klant.post(adres("nieuw"), data).status_code == 302
    rapport = Rapport.objects.get(sjabloon=sjabloon)
    assert str(rapport.antwoorden_voor) == "2020-07-10"
    assert klant.get(rapport.get_absolute_url()).status_code == 200
    klant.post(adres("sjabloon_gebruik", sjabloon.pk), {"in_gebruik": "nee"})
    assert "Selecteer een geldige keuze" in klant.post(adres("nieuw"), data | {"titel": "Nog een"}).text


def test_antwoorden_kunnen_niet_klaar_zijn_voor_de_periode_begint(klant, wereld: Wereld):
    data = {
        "titel": "Te vroeg",
        "sjabloon": wereld.rapport.sjabloon_id,
        "afspraak": wereld.rapport.afspraak_id,
        "kamers": [k.pk for k in wereld.kamers.values()],
        "van": "2020-01-01",
        "tm": "2020-05-31",
        "antwoorden_voor": "2019-12-31",
    }
    assert "ligt voor de periode van het rapport" in klant.post(adres("nieuw"), data).text
    assert klant.post(adres("nieuw"), data | {"antwoorden_voor": ""}).status_code == 302


@pytest.mark.parametrize(
    ("soort", "fout", "melding"),
    [
        ("keuze", {"keuzes": "Ja"}, "minstens twee mogelijkheden"),
        ("keuze", {"keuzes": "Ja\nNee\nJa"}, "‘Ja’ staat er twee keer"),
        ("keuze", {"keuzes": "Ja\n" + "n" * 121}, "is te lang"),
        ("keuze", {"keuzes": "\n".join(map(str, range(13)))}, "hoogstens 12 mogelijkheden"),
        ("tekst", {"tekst": " \n "}, "Schrijf de tekst die in het rapport komt"),
        ("vergelijking", {"vergelijking": ""}, "Kies met welke periode u vergelijkt"),
        ("vraag_per_kamer", {"titel": " "}, "Schrijf een titel"),
        ("vraag_per_kamer", {"plaats": "9"}, "Selecteer een geldige keuze"),
        ("vraag_per_kamer", {"vraag": "Zijn nummer is 111222333."}, "burgerservicenummer"),
    ],
)
def test_een_fout_zegt_wat_er_moet_gebeuren(klant, bureau, soort, fout, melding):
    sjabloon = sjablonen.maak_sjabloon(naam="Proef", door=bureau)
    nieuw = adres("onderdeel_nieuw", sjabloon.pk, soort)
    goed = {"titel": "Deel", "keuzes": "Ja\nNee", "tekst": "Tekst", "vergelijking": "jaar_eerder", "plaats": "1"}
    antwoord = klant.post(nieuw, goed | fout)
    assert antwoord.status_code == 200
    assert melding in antwoord.text
    assert not sjabloon.onderdelen.exists()


def test_omhoog_omlaag_en_een_plaats(klant, bureau):
    delen = [Inhoud(Soort.VRAAG_PER_KAMER, naam) for naam in ("Een", "Twee", "Drie")]
    sjabloon = sjablonen.maak_sjabloon(naam="Proef", onderdelen=delen, door=bureau)
    een, twee, drie = sjabloon.onderdelen.all()

    def volgorde() -> list[str]:
        return [deel.titel for deel in sjabloon.onderdelen.order_by("volgorde")]

    antwoord = klant.post(adres("onderdeel_verplaats", sjabloon.pk, drie.pk), {"richting": "omhoog"})
    assert antwoord.url == f"{adres('sjabloon', sjabloon.pk)}#o{drie.pk}"
    assert volgorde() == ["Een", "Drie", "Twee"]
    klant.post(adres("onderdeel_verplaats", sjabloon.pk, een.pk), {"richting": "omlaag"})
    assert volgorde() == ["Drie", "Een", "Twee"]
    pagina = adres("onderdeel", sjabloon.pk, twee.pk)
    klant.post(pagina, velden(klant.get(pagina)) | {"plaats": "1"})
    assert volgorde() == ["Twee", "Drie", "Een"]
    klant.post(adres("onderdeel_weg", sjabloon.pk, drie.pk))
    assert volgorde() == ["Twee", "Een"]
    assert klant.get(adres("onderdeel", sjabloon.pk + 1, twee.pk)).status_code == 404


def test_twee_mensen_in_een_onderdeel_zien_elkaars_tekst(klant, bureau):
    sjabloon = sjablonen.maak_sjabloon(
        naam="Proef", onderdelen=[Inhoud(Soort.TEKST, "Vooraf", tekst="Eerst")], door=bureau
    )
    pagina = adres("onderdeel", sjabloon.pk, sjabloon.onderdelen.get().pk)
    mijn = velden(klant.get(pagina)) | {"tekst": "Van mij"}
    klant.post(pagina, velden(klant.get(pagina)) | {"tekst": "Van een ander"})
    botsing = klant.post(pagina, mijn)
    assert botsing.status_code == 409
    assert "Van een ander" in botsing.text
    assert "Van mij" in botsing.text
    assert klant.post(pagina, velden(botsing)).status_code == 302
    assert sjabloon.onderdelen.get().tekst == "Van mij"


def test_een_cijfer_dat_niemand_kent_wordt_meteen_gezegd(klant, bureau, wereld: Wereld):
    sjabloon = sjablonen.maak_sjabloon(naam="Proef", door=bureau)
    nieuw = adres("onderdeel_nieuw", sjabloon.pk, "tekst")
    data = {"titel": "Vooraf", "plaats": "1", "tekst": "Samen {uniek stad} mensen en {deelnams stad} deelnames."}
    bewaard = klant.post(nieuw, data, follow=True).text
    assert "{deelnams stad} is geen cijfer dat een rapport kent" in bewaard
    assert "Bedoelt u {deelnames stad}?" in bewaard
    assert "{uniek stad} is geen" not in bewaard


def test_bij_een_rapport_ter_controle_staan_er_geen_knoppen_om_te_veranderen(klant, wereld: Wereld):
    sjabloon = wereld.rapport.sjabloon
    pagina = adres("sjabloon", sjabloon.pk)
    open_ = klant.get(pagina).text
    assert "Een verandering ziet u meteen" in open_
    assert "Omhoog" in open_
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    vast = klant.get(pagina).text
    assert "Dit sjabloon staat nu vast" in vast
    assert "Omhoog" not in vast
    assert "Onderdeel toevoegen" not in vast
    eerste = sjabloon.onderdelen.all()[0]
    toch = klant.post(adres("onderdeel_verplaats", sjabloon.pk, eerste.pk), {"richting": "omlaag"}, follow=True)
    assert "ligt ter controle" in toch.text
    kopie = klant.post(adres("sjabloon_kopie", sjabloon.pk), follow=True)
    assert f"{sjabloon.naam} (kopie)" in kopie.text


def test_een_sjabloon_met_rapporten_gaat_niet_weg_een_ander_wel(klant, wereld: Wereld):
    weigert = klant.post(adres("sjabloon_weg", wereld.rapport.sjabloon_id), follow=True)
    assert "zijn rapporten gemaakt" in weigert.text
    los = sjablonen.maak_sjabloon(naam="Los", door=wereld.bureau)
    assert "Los" in klant.get(adres("sjabloon_weg", los.pk)).text
    klant.post(adres("sjabloon_weg", los.pk))
    assert not Sjabloon.objects.filter(pk=los.pk).exists()


# --- the specimen


def test_een_proef_met_de_cijfers_van_een_rapport_en_zonder_rapport_de_opbouw(klant, bureau, wereld: Wereld):
    sjabloon = sjablonen.maak_sjabloon_juli_2018()
    proef = klant.get(adres("sjabloon_proef", sjabloon.pk))
    assert proef.status_code == 200
    assert "De cijfers zijn die van ‘Tussenevaluatie 2020’" in proef.text
    assert "Nog geen antwoord." in proef.text
    assert klant.get(adres("sjabloon_proef", sjabloon.pk), {"rapport": "x\0"}).status_code == 200
    Rapport.objects.all().delete()
    opbouw = klant.get(adres("sjabloon_proef", sjabloon.pk))
    assert "Nog zonder cijfers" in opbouw.text
    assert SOORTEN[Soort.VERGELIJKING].zin in opbouw.text
    leeg = sjablonen.maak_sjabloon(naam="Leeg", door=bureau)
    assert "Nog geen onderdelen" in klant.get(adres("sjabloon_proef", leeg.pk)).text


# --- who, and how many queries


@pytest.mark.parametrize("rol", [Rol.COORDINATOR, Rol.PENNINGMEESTER, Rol.GEMEENTE, Rol.CORPORATIE, Rol.BEHEERDER])
def test_alleen_het_bureau_komt_hier(client, rol):
    client.force_login(maak_huis().gebruikers[rol])
    sjabloon = sjablonen.maak_sjabloon_juli_2020()
    deel = sjabloon.onderdelen.all()[0]
    for naam, args in (("sjablonen", ()), ("sjabloon", (sjabloon.pk,)), ("onderdeel", (sjabloon.pk, deel.pk))):
        assert client.get(adres(naam, *args)).status_code == 403
    assert client.post(adres("sjabloon_kopie", sjabloon.pk)).status_code == 403
    assert LIJST not in client.get(adres("lijst")).text


def test_evenveel_queries_bij_meer_sjablonen_en_meer_onderdelen(klant, bureau):
    def vragen(pad: str) -> int:
        with CaptureQueriesContext(connection) as gevangen:
            assert klant.get(pad).status_code == 200
        return len(gevangen)

    deel = Inhoud(Soort.VRAAG_PER_KAMER, "Vraag")
    klein = sjablonen.maak_sjabloon(naam="A", onderdelen=[deel], door=bureau)
    vragen(LIJST)
    lijst, een = vragen(LIJST), vragen(adres("sjabloon", klein.pk))
    groot = sjablonen.maak_sjabloon(naam="B", onderdelen=[deel] * 3, door=bureau)
    sjablonen.maak_sjabloon(naam="C", door=bureau)
    assert vragen(LIJST) == lijst
    assert vragen(adres("sjabloon", groot.pk)) == een
