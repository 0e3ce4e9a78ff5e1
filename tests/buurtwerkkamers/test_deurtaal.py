"""The languages of the door."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from buurtwerkkamers import deurtaal, pincodes
from buurtwerkkamers.deurteksten import DEURTEKSTEN
from buurtwerkkamers.models import Gebruiker, Kamer
from tests.buurtwerkkamers.deur import aanwezig, typ

pytestmark = pytest.mark.usefixtures("eigen_telgeheugen")


# --- languages


def test_de_taal_van_het_scherm_en_van_de_mens(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    assert "Wie bent u?" in tablet.get("/deur/").text
    antwoord = tablet.post("/deur/taal/", {"taal": "ar", "terug": "/deur/"})
    assert antwoord.url == "/deur/"
    pagina = tablet.get("/deur/").text
    assert 'lang="ar" dir="rtl"' in pagina
    assert DEURTEKSTEN["deur.kies_kop"]["ar"] in pagina
    assert DEURTEKSTEN["deur.fout"]["ar"] in typ(tablet, noor, "9001").text
    typ(tablet, noor)
    assert "Wie bent u?" in tablet.get("/deur/").text, "wie binnen is, heeft zijn eigen taal"
    tablet.post("/deur/taal/", {"taal": "tr", "terug": aanwezig(kamer)})
    assert Gebruiker.objects.get(pk=noor.pk).taal == "tr"


@pytest.mark.parametrize("terug", ["https://kwaad.invalid/", "//kwaad.invalid", "/deelnemers/", "", "\0"])
def test_een_rare_taal_of_weg_terug_doet_niets(tablet: Client, terug: str) -> None:
    antwoord = tablet.post("/deur/taal/", {"taal": "xx\0", "terug": terug})
    assert (antwoord.url, antwoord.cookies[deurtaal.KOEKJE].value) == ("/deur/", "nl")
    tablet.cookies[deurtaal.KOEKJE] = "../../x"
    assert 'lang="nl"' in tablet.get("/deur/").text


@pytest.mark.parametrize("taal", list(deurtaal.TALEN))
def test_elk_scherm_in_elke_taal(
    tablet: Client, kamer: Kamer, noor: Gebruiker, coordinator: Gebruiker, taal: str
) -> None:
    tablet.cookies[deurtaal.KOEKJE] = taal
    code = pincodes.maak_startcode(noor, kamer=kamer, door=coordinator)
    begin = typ(tablet, noor, code).url
    for adres, sleutel in (("/deur/", "deur.kies_kop"), (f"/deur/{noor.pk}/", "deur.open"), (begin, "deur.begin_kop")):
        pagina = tablet.get(adres).text
        assert f'lang="{taal}"' in pagina
        assert DEURTEKSTEN[sleutel][taal] in pagina


def test_een_gat_in_de_teksten_valt_bij_het_begin_op() -> None:
    goed = dict.fromkeys(deurtaal.TALEN, "dag {naam}")
    for fout in (
        {"nl": "dag"},
        goed | {"tr": "merhaba"},
        goed | {"tr": "merhaba {ad}"},
        goed | {"de": "Tag {naam}"},
    ):
        with pytest.raises(ValueError, match="proef"):
            deurtaal.registreer_teksten({"proef": fout})
    with pytest.raises(ValueError, match="al"):
        deurtaal.registreer_teksten({"deur.open": dict.fromkeys(deurtaal.TALEN, "iets anders")})
    with pytest.raises(KeyError):
        deurtaal.tekst("bestaat.niet")


def test_de_dag_in_elke_taal() -> None:
    dagen = {taal: deurtaal.dag(date(2026, 3, 3), taal) for taal in deurtaal.TALEN}
    assert (dagen["nl"], dagen["en"], dagen["tr"]) == ("dinsdag 3 maart", "Tuesday 3 March", "Salı 3 Mart")
    assert len(set(dagen.values())) == len(deurtaal.TALEN)


def test_een_nederlandse_naam_houdt_in_het_arabisch_zijn_punt_aan_de_goede_kant() -> None:
    assert "\u2068Noor B.\u2069" in deurtaal.tekst("deur.pin_kop", "ar", naam="Noor B.")
    assert deurtaal.tekst("deur.pin_kop", "nl", naam="Noor B.") == "Dag Noor B."
