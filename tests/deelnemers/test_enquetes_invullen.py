"""The public form: in five languages, once, at the right time, without a trace, also on the tablet of the room."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from buurtwerkkamers import deurtaal, tablets
from buurtwerkkamers.models import Stelling
from deelnemers.enqueteteksten import ENQUETETEKSTEN
from deelnemers.models import Enquete, Enquetebriefje, Enquetetelling
from deelnemers.registratie.enquetes import maak_enquete, maak_stelling
from deelnemers.views import enquete as enqueteviews
from tests.buurtwerkkamers.deur import aanwezig, maak_tablet, met_pin, typ
from tests.deelnemers.wereld import dagen_terug, ingelogd, vandaag
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def eigen_telgeheugen(settings, tmp_path):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": tmp_path / "cache"}}
    yield
    cache.clear()


@pytest.fixture
def w():
    kamer = maak_kamer("TOP")
    vragen = [Stelling.objects.get(code="vertrouwen"), Stelling.objects.get(code="inzet")]
    enquete = maak_enquete(
        naam="Bewoners", doelgroep="bewoners", van=dagen_terug(5), tm=vandaag() + timedelta(days=5), vragen=vragen,
        kamers={kamer: 30}, door=systeem(),
    )  # fmt: skip
    deel = enquete.enquetekamers.get()
    return SimpleNamespace(
        kamer=kamer, enquete=enquete, deel=deel, adres=deel.get_absolute_url(), eens=vragen[0], cijfer=vragen[1],
        tablet=reverse("enquete:tablet", args=[deel.sleutel]),
    )  # fmt: skip


def briefje(pagina) -> str:
    return unescape(re.search(r'name="briefje" value="([^"]+)"', pagina.text)[1])


def vul_in(client: Client, adres: str, w, eens: object = 4, cijfer: object = "", **meer):
    form = client.get(adres + ("?ander=1" if "?" not in adres else ""))
    data = {"briefje": briefje(form), f"v{w.eens.pk}": eens, f"v{w.cijfer.pk}": cijfer}
    return client.post(adres, data, **meer), data


def stand() -> dict:
    rijen = Enquetetelling.objects.filter(aantal__gt=0).select_related("stelling")
    return {(t.stelling.code, t.waarde) if t.stelling else None: t.aantal for t in rijen}


def test_invullen_en_bedankt(w, client):
    antwoord, _ = vul_in(client, w.adres, w, 4, 9)
    assert antwoord.url == reverse("enquete:bedankt", args=[w.deel.sleutel])
    assert "Dank u wel!" in client.get(antwoord.url).text
    assert stand() == {None: 1, ("vertrouwen", 4): 1, ("inzet", 9): 1}


def test_elke_vraag_mag_worden_overgeslagen_maar_niet_allemaal(w, client):
    vul_in(client, w.adres, w, "", 9)
    vul_in(client, w.adres, w, 1, 0)
    assert stand() == {None: 2, ("vertrouwen", 1): 1, ("inzet", 9): 1}
    antwoord, data = vul_in(client, w.adres, w, 0, "")
    assert antwoord.status_code == 422
    assert ENQUETETEKSTEN["enquete.fout_leeg"]["nl"] in antwoord.text
    assert briefje(antwoord) == data["briefje"], "hetzelfde formulier, nog een keer"
    assert stand()[None] == 2


def test_nog_een_keer_op_de_knop_telt_een_keer(w, client):
    _, data = vul_in(client, w.adres, w, 4)
    for andere in (client, Client()):
        assert andere.post(w.adres, {**data, f"v{w.eens.pk}": 1}).status_code == 302
    assert stand() == {None: 1, ("vertrouwen", 4): 1}


def test_dezelfde_telefoon_ziet_dat_hij_al_meedeed_en_kan_toch_voor_een_ander(w, client):
    antwoord, _ = vul_in(client, w.adres, w)
    koekje = antwoord.cookies[enqueteviews.KOEKJE]
    assert (koekje.value, koekje["path"], koekje["max-age"], koekje["expires"]) == ("ja", w.adres, "", "")
    assert koekje["httponly"]
    pagina = client.get(w.adres)
    assert "U hebt al meegedaan" in pagina.text
    assert "briefje" not in pagina.text
    assert "?taal=tr&amp;ander=1" in client.get(w.adres, {"taal": "tr"}).text
    assert "briefje" in client.get(w.adres, {"taal": "tr", "ander": 1}).text
    vul_in(client, w.adres, w)
    assert stand()[None] == 2


@pytest.mark.parametrize("raar", ["6", "-1", "4; DROP", "٣", "\0", "1" * 50, "ja"])
def test_een_antwoord_dat_er_niet_is_wordt_gevraagd(w, client, raar):
    antwoord, _ = vul_in(client, w.adres, w, raar, 9)
    assert antwoord.status_code == 422
    assert "Vraag 1: dit antwoord kennen we niet" in antwoord.text
    assert f'id="v{w.cijfer.pk}-9" value="9" checked' in antwoord.text, "wat wel klopte staat er nog"
    assert not stand()


@pytest.mark.parametrize("raar", ["", "x", "\0", "een:twee", "6f1a1c1e-0000-4000-8000-000000000000"])
def test_een_formulier_zonder_geldig_zegel_telt_niet(w, client, raar):
    antwoord = client.post(w.adres, {"briefje": raar, f"v{w.eens.pk}": 4})
    assert antwoord.status_code == 422
    assert ENQUETETEKSTEN["enquete.fout_verlopen"]["nl"] in unescape(antwoord.text)
    assert f'id="v{w.eens.pk}-4" value="4" checked' in antwoord.text
    assert not stand()
    client.post(w.adres, {"briefje": briefje(antwoord), f"v{w.eens.pk}": 4})
    assert stand()[None] == 1


def test_het_zegel_geldt_voor_een_kamer_van_een_enquete(w, client):
    ander = maak_enquete(
        naam="Anders", doelgroep="partners", van=vandaag(), tm=vandaag(), vragen=[w.eens], kamers={w.kamer: None},
        door=systeem(),
    ).enquetekamers.get()  # fmt: skip
    van_ander = briefje(client.get(ander.get_absolute_url()))
    assert client.post(w.adres, {"briefje": van_ander, f"v{w.eens.pk}": 4}).status_code == 422
    assert not stand()


def test_een_andere_site_kan_niet_voor_iemand_versturen(w, client):
    antwoord, _ = vul_in(client, w.adres, w, headers={"Sec-Fetch-Site": "cross-site"})
    assert antwoord.status_code == 422
    assert not stand()


# --- languages


@pytest.mark.parametrize("taal", list(deurtaal.TALEN))
def test_elk_scherm_in_elke_taal(w, client, taal):
    vraag = {"taal": taal}
    pagina = client.get(w.adres, vraag)
    assert f'<html lang="{taal}" dir="{deurtaal.richting(taal)}">' in pagina.text
    assert deurtaal.tekst("enquete.kop", taal, kamer="TOP") in pagina.text
    assert w.eens.tekst_in(taal) in unescape(pagina.text)
    for nr in range(1, 6):
        assert deurtaal.tekst(f"enquete.eens_{nr}", taal) in unescape(pagina.text)
    antwoord, _ = vul_in(client, f"{w.adres}?taal={taal}", w)
    assert ("?taal=" in antwoord.url) is (taal != "nl")
    assert deurtaal.tekst("enquete.bedankt_kop", taal) in client.get(antwoord.url).text
    assert deurtaal.tekst("enquete.al_kop", taal) in client.get(w.adres, vraag).text
    Enquete.objects.update(tm=dagen_terug(1))
    assert deurtaal.tekst("enquete.gesloten_kop", taal) in client.get(w.adres, vraag).text
    Enquete.objects.update(van=vandaag() + timedelta(days=1), tm=vandaag() + timedelta(days=1))
    assert deurtaal.tekst("enquete.nog_niet_kop", taal) in client.get(w.adres, vraag).text
    onbekend = client.get(reverse("enquete:invullen", args=["bestaat-niet"]), vraag)
    assert onbekend.status_code == 404
    assert deurtaal.tekst("enquete.onbekend_kop", taal) in onbekend.text


def test_de_taal_staat_niet_bij_de_antwoorden_en_een_rare_taal_is_nederlands(w, client):
    for taal in ("xx", "", "\0", "../nl", "NL"):
        assert '<html lang="nl" dir="ltr">' in client.get(w.adres, {"taal": taal}).text
    vul_in(client, f"{w.adres}?taal=ar", w)
    assert not any("taal" in veld.name for veld in Enquetetelling._meta.get_fields())


def test_een_vraag_zonder_vertaling_staat_er_in_het_nederlands(w, client):
    vraag = maak_stelling(tekst="Alleen Nederlands?", soort="stelling", door=systeem())
    deel = maak_enquete(
        naam="Anders", doelgroep="bewoners", van=vandaag(), tm=vandaag(), vragen=[vraag], kamers={w.kamer: None},
        door=systeem(),
    ).enquetekamers.get()  # fmt: skip
    pagina = client.get(deel.get_absolute_url(), {"taal": "ar"}).text
    assert '<span class="vraag__tekst" lang="nl" dir="ltr">Alleen Nederlands?</span>' in pagina


# --- the right time and address


def test_na_sluiten_telt_een_open_pagina_niet_meer(w, client):
    form = briefje(client.get(w.adres))
    Enquete.objects.update(tm=dagen_terug(1))
    antwoord = client.post(w.adres, {"briefje": form, f"v{w.eens.pk}": 4})
    assert "Deze enquête is gesloten" in antwoord.text
    assert not stand()
    assert client.get(reverse("enquete:bedankt", args=[w.deel.sleutel])).status_code == 200, "wie net op tijd was"


def test_hoofdletters_in_een_overgetypt_adres_zijn_goed(w, client):
    assert client.get(f"/enquete/{w.deel.sleutel.upper()}/").status_code == 200
    assert re.fullmatch("[2-9a-z]{12}", w.deel.sleutel)


# --- no trace


def test_de_pagina_laat_niets_achter(w, client):
    for adres in (w.adres, w.tablet):
        pagina = client.get(adres)
        assert pagina.headers["Referrer-Policy"] == "no-referrer"
        assert pagina.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in pagina.headers["Cache-Control"]
        assert "unsafe" not in pagina.headers["Content-Security-Policy"]
        assert not pagina.cookies
    antwoord, _ = vul_in(client, w.adres, w)
    assert set(antwoord.cookies) == {enqueteviews.KOEKJE}
    assert set(client.cookies) == {enqueteviews.KOEKJE}
    assert not Session.objects.exists()


def test_wie_ingelogd_is_staat_er_niet_op_en_blijft_ingelogd(w):
    gebruiker = maak_gebruiker("coordinator", kamer=w.kamer, naam="Zeldzamenaam", tweede_factor=False)
    client = ingelogd(gebruiker)
    pagina = client.get(w.adres)
    assert pagina.status_code == 200
    assert "Zeldzamenaam" not in pagina.text
    vul_in(client, w.adres, w)
    assert stand()[None] == 1
    assert "_auth_user_id" in client.session
    assert Session.objects.count() == 1


def test_te_veel_formulieren_van_een_adres_worden_vriendelijk_geweigerd(w, client, monkeypatch):
    monkeypatch.setattr(enqueteviews, "GRENS", {"enquete": "3/10m/key"})
    for _ in range(3):
        antwoord, data = vul_in(client, w.adres, w)
        assert antwoord.status_code == 302
    assert client.post(w.adres, data).status_code == 429, "ook een herhaling wacht, als de grens is bereikt"
    antwoord, data = vul_in(client, w.adres, w, 5)
    assert antwoord.status_code == 429
    assert "Wacht tien minuten" in antwoord.text
    assert f'id="v{w.eens.pk}-5" value="5" checked' in antwoord.text
    assert stand()[None] == 3
    elders = Client(REMOTE_ADDR="203.0.113.9")
    assert elders.post(w.adres, data).status_code == 302
    assert stand()[None] == 4


def test_van_het_adres_blijft_alleen_een_zegel_in_het_geheugen(w, client, settings):
    client = Client(REMOTE_ADDR="203.0.113.77")
    vul_in(client, w.adres, w)
    bestanden = [p for p in settings.CACHES["default"]["LOCATION"].glob("**/*") if p.is_file()]
    assert bestanden
    assert not any(b"203.0.113" in bestand.read_bytes() for bestand in bestanden)


# --- the tablet of the room


def test_op_de_tablet_begint_de_volgende_gewoon(w, client):
    for taal in ("tr", "nl"):
        antwoord, _ = vul_in(client, f"{w.tablet}?taal={taal}", w)
        assert not antwoord.cookies
        bedankt = client.get(antwoord.url)
        assert f'href="{w.tablet}"' in bedankt.text, "de volgende begint in het Nederlands"
        assert "briefje" in client.get(w.tablet).text
    assert stand()[None] == 2


def test_een_ingeschreven_tablet_toont_niets_van_de_vrijwilliger_en_gaat_op_slot(w):
    coordinator = maak_gebruiker("coordinator", kamer=w.kamer)
    noor = met_pin(maak_gebruiker("deur", kamer=w.kamer, naam="Zeldzamenaam", tweede_factor=False))
    client, _ = maak_tablet(w.kamer, coordinator)
    typ(client, noor)
    assert w.tablet in client.get(aanwezig(w.kamer)).text
    pagina = client.get(w.tablet)
    assert pagina.status_code == 200
    assert "Zeldzamenaam" not in pagina.text
    assert reverse("deur:kies") in pagina.text
    assert "_auth_user_id" not in client.session
    assert tablets.KOEKJE in client.cookies
    assert client.get(aanwezig(w.kamer)).url.startswith(reverse("deur:kies"))
    antwoord, _ = vul_in(client, w.tablet, w)
    assert client.get(antwoord.url).status_code == 200
    assert stand()[None] == 1


def test_een_enquete_houdt_de_deur_niet_wakker(w):
    noor = met_pin(maak_gebruiker("deur", kamer=w.kamer, tweede_factor=False))
    client, _ = maak_tablet(w.kamer, maak_gebruiker("coordinator", kamer=w.kamer))
    typ(client, noor)
    gezien = client.session["deur_gezien"]
    client.get(w.adres)
    assert client.session["deur_gezien"] == gezien


def test_op_een_gewoon_apparaat_staat_geen_weg_naar_de_deur(w, client):
    assert reverse("deur:kies") not in client.get(w.tablet).text


def test_er_blijven_briefjes_en_verder_niets(w, client):
    vul_in(client, w.adres, w)
    assert Enquetebriefje.objects.count() == 1
