"""Door mode: enrolling and withdrawing a tablet, who stands on it, its session, its lock and what stays shut."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as instellingen
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers import deursessie, tablets
from buurtwerkkamers.deurteksten import DEURTEKSTEN
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer, Logregel, Tablet
from tests.buurtwerkkamers.deur import ACHTERGROND, PIN, aanwezig, is_binnen, maak_tablet, met_pin, typ
from tests.fabrieken import Rol, maak_activiteit, maak_deelnemer, maak_gebruiker, maak_kamer, registreer

pytestmark = pytest.mark.usefixtures("eigen_telgeheugen")


# --- enrolling and withdrawing


def test_inschrijven_logt_uit_en_opent_het_scherm_van_de_deur(
    kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker, settings: Any
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    client = Client()
    client.force_login(coordinator)
    adres = reverse("deur:tablets", args=[kamer.slug])
    assert "Nog geen tablet" in client.get(adres).text
    antwoord = client.post(adres, {"naam": "Blauwe hoes"})
    assert (antwoord.status_code, antwoord.url) == (302, "/deur/")
    assert not is_binnen(client)
    koekje = antwoord.cookies[tablets.KOEKJE]
    assert (koekje["httponly"], koekje["samesite"], koekje["secure"]) == (True, "Strict", True)
    assert koekje["max-age"] >= 365 * 24 * 3600
    tablet = Tablet.objects.get()
    assert len(koekje.value) >= 43, "256 bits"
    assert tablet.sleutel == tablets.hash_van(koekje.value)
    assert koekje.value not in str(Tablet.objects.values())
    assert "Noor B." in client.get("/deur/").text
    assert Logregel.objects.filter(gebruiker=coordinator, onderwerp_soort="tablet", kamer=kamer).count() == 1


def test_een_tablet_zonder_naam_wordt_niet_ingeschreven(kamer: Kamer, coordinator: Gebruiker) -> None:
    client = Client()
    client.force_login(coordinator)
    antwoord = client.post(reverse("deur:tablets", args=[kamer.slug]), {"naam": " "})
    assert antwoord.status_code == 422
    assert "Geef de tablet een naam" in antwoord.text
    assert is_binnen(client)


def test_opnieuw_inschrijven_maakt_van_een_tablet_geen_twee(kamer: Kamer, coordinator: Gebruiker) -> None:
    client, eerste = maak_tablet(kamer, coordinator)
    client.force_login(coordinator)
    client.post(reverse("deur:tablets", args=[kamer.slug]), {"naam": "Opnieuw"})
    assert [t.naam for t in tablets.in_gebruik(kamer)] == ["Opnieuw"]
    eerste.refresh_from_db()
    assert eerste.ingetrokken_op


@pytest.mark.parametrize("sleutel", ["", "onzin", "a" * 5000, "\udc80"])
def test_zonder_ingeschreven_tablet_is_er_niets(kamer: Kamer, noor: Gebruiker, sleutel: str) -> None:
    client = Client()
    if sleutel:
        client.cookies[tablets.KOEKJE] = sleutel if sleutel.isascii() else "x"
    for adres in ("/deur/", f"/deur/{noor.pk}/", f"/deur/{noor.pk}/begin/"):
        antwoord = client.get(adres)
        assert antwoord.status_code == 403
        assert "Noor" not in antwoord.text
    assert typ(client, noor).status_code == 403
    assert not is_binnen(client)
    assert tablets.hash_van(sleutel)


def test_intrekken_vraagt_eerst_en_werkt_bij_het_volgende_verzoek(
    kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker
) -> None:
    tablet, rij = maak_tablet(kamer, coordinator)
    typ(tablet, noor)
    assert tablet.get(aanwezig(kamer)).status_code == 200
    thuis = Client()
    thuis.force_login(coordinator)
    adres = reverse("deur:tablet_intrekken", args=[kamer.slug, rij.pk])
    assert "Ja, intrekken" in thuis.get(adres).text
    assert tablet.get(aanwezig(kamer)).status_code == 200, "vragen is nog niet doen"
    assert thuis.post(adres).status_code == 302
    antwoord = tablet.get(aanwezig(kamer))
    assert antwoord.status_code == 403
    assert DEURTEKSTEN["deur.ingetrokken_kop"]["nl"] in antwoord.text
    assert not is_binnen(tablet)
    assert not tablet.cookies[tablets.KOEKJE].value
    assert not Session.objects.filter(session_key=tablet.session.session_key or "-").exists()
    assert thuis.post(adres).status_code == 404, "een keer is genoeg"
    assert Logregel.objects.filter(reden="tablet ingetrokken").count() == 1


def test_bestanden_zonder_namen_blijven_bereikbaar(kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker) -> None:
    tablet, rij = maak_tablet(kamer, coordinator)
    typ(tablet, noor)
    tablets.trek_in(rij, door=coordinator)
    for adres in ("/gezond/", reverse("dienst"), reverse("manifest")):
        assert tablet.get(adres).status_code == 200, adres
    assert tablet.get(aanwezig(kamer)).status_code == 403


def test_ook_een_script_hoort_dat_de_tablet_is_ingetrokken(
    kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker
) -> None:
    tablet, rij = maak_tablet(kamer, coordinator)
    typ(tablet, noor)
    tablets.trek_in(rij, door=coordinator)
    antwoord = tablet.get(aanwezig(kamer), headers=ACHTERGROND)
    assert (antwoord.status_code, antwoord.json()) == (403, {"ingetrokken": True})
    assert not is_binnen(tablet)


def test_een_sessie_van_de_deur_werkt_alleen_op_haar_tablet(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    typ(tablet, noor)
    assert tablet.get(aanwezig(kamer)).status_code == 200
    dief = Client()
    dief.cookies[instellingen.SESSION_COOKIE_NAME] = tablet.cookies[instellingen.SESSION_COOKIE_NAME].value
    assert dief.get(aanwezig(kamer)).status_code == 403


def test_een_coordinator_beheert_alleen_de_tablets_van_de_eigen_kamer(
    kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker
) -> None:
    zuid = maak_kamer("Zuid")
    _, van_zuid = maak_tablet(zuid, maak_gebruiker(Rol.COORDINATOR, kamer=zuid))
    client = Client()
    client.force_login(coordinator)
    assert client.get(reverse("deur:tablets", args=[zuid.slug])).status_code == 404
    for slug in (kamer.slug, zuid.slug):
        assert client.post(reverse("deur:tablet_intrekken", args=[slug, van_zuid.pk])).status_code == 404
    assert client.post(reverse("deur:tablets", args=[zuid.slug]), {"naam": "x"}).status_code == 404
    client.force_login(noor)
    assert client.get(reverse("deur:tablets", args=[kamer.slug])).status_code == 403


def test_de_lijst_van_tablets_vraagt_altijd_even_veel(
    kamer: Kamer, coordinator: Gebruiker, django_assert_num_queries: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    aantallen = []
    client = Client()
    for aantal in (1, 3):
        while tablets.in_gebruik(kamer).count() < aantal:
            maak_tablet(kamer, coordinator)
        client.force_login(coordinator)
        with CaptureQueriesContext(connection) as vragen:
            client.get(reverse("deur:tablets", args=[kamer.slug]))
        aantallen.append(len(vragen))
    assert aantallen[0] == aantallen[1]


# --- who are you


def test_alleen_wie_vandaag_aan_deze_deur_mag_staat_erop(tablet: Client, kamer: Kamer, settings: Any) -> None:
    maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Ali Wel")
    maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Uma Uit", is_active=False)
    maak_gebruiker(Rol.DEUR, kamer=maak_kamer("Zuid"), naam="Zoe Zuid")
    weg = maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Gijs Gisteren")
    weg.bevoegdheid_set.update(tot=timezone.localdate() - timedelta(days=1))
    demo = maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Dora Demo", is_demo=True)
    tekst = tablet.get("/deur/").text
    assert "Ali W." in tekst
    assert "Ali Wel" not in tekst
    assert "Dora D." in tekst
    for naam in ("Uma", "Zoe", "Gijs", "Coordinator"):
        assert naam not in tekst
    assert typ(tablet, weg).status_code == 404
    settings.DEMO_TOEGESTAAN = False
    assert "Dora" not in tablet.get("/deur/").text, "geen demonstratie naast echte mensen"
    assert typ(tablet, met_pin(demo)).status_code == 404


def test_twee_die_op_elkaar_lijken_zijn_uit_elkaar_te_houden() -> None:
    namen = [
        "Noor Bakker", "Noor Blom", "Noor van den Berg", "Ali", "Ali Yilmaz", "Jan Jansen", "Jan Jansen",
        "Vrijwilliger aan de deur (TOP)", "  Els  de wit ",
    ]  # fmt: skip
    mensen = [Gebruiker(pk=n, naam=naam) for n, naam in enumerate(namen)]
    assert list(tablets.deurnamen(mensen).values()) == [
        "Noor Ba.", "Noor Bl.", "Noor Be.", "Ali", "Ali Y.", "Jan Jansen", "Jan Jansen", "Vrijwilliger T.", "Els w.",
    ]  # fmt: skip


def test_zonder_vrijwilligers_zegt_het_scherm_wat_te_doen(tablet: Client) -> None:
    assert DEURTEKSTEN["deur.niemand"]["nl"] in tablet.get("/deur/").text


# --- the session of the door


def test_twee_minuten_stil_is_op_slot(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    plek = f"{aanwezig(kamer)}?datum=2020-02-03"
    with time_machine.travel(timezone.now(), tick=False) as klok:
        typ(tablet, noor)
        for _ in range(3):  # going on keeps it open
            klok.shift(timedelta(seconds=119))
            assert tablet.get(aanwezig(kamer)).status_code == 200
        klok.shift(timedelta(seconds=121))
        antwoord = tablet.get(plek)
        assert antwoord.url == deursessie.slot_adres(plek)
        assert not is_binnen(tablet)
        assert tablet.get(aanwezig(kamer)).url == deursessie.slot_adres(aanwezig(kamer)), "en blijft op slot"
        assert typ(tablet, noor, terug=plek).url == plek


def test_aanraken_houdt_de_deur_open_en_een_script_niet(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    with time_machine.travel(timezone.now(), tick=False) as klok:
        typ(tablet, noor)
        klok.shift(timedelta(seconds=100))
        assert tablet.get(aanwezig(kamer), headers=ACHTERGROND).status_code == 200
        klok.shift(timedelta(seconds=10))
        assert tablet.post("/deur/wakker/").status_code == 204
        klok.shift(timedelta(seconds=100))
        assert tablet.get(aanwezig(kamer), headers=ACHTERGROND).status_code == 200
        assert tablet.get(aanwezig(kamer), headers={"Sec-Fetch-Dest": "serviceworker"}).status_code == 200
        klok.shift(timedelta(seconds=21))
        antwoord = tablet.get(aanwezig(kamer), headers=ACHTERGROND)
        assert (antwoord.status_code, antwoord.json()) == (401, {"slot": deursessie.slot_adres(aanwezig(kamer))})
        assert tablet.post("/deur/wakker/").status_code == 401


def test_een_script_houdt_ook_een_gewone_sessie_niet_open(kamer: Kamer, coordinator: Gebruiker) -> None:
    client = Client()
    with time_machine.travel(timezone.now(), tick=False) as klok:
        client.force_login(coordinator)
        for _ in range(4):
            klok.shift(timedelta(minutes=4))
            antwoord = client.get(aanwezig(kamer), headers=ACHTERGROND)
        assert antwoord.status_code == 302, "een kwartier zonder dat iemand iets deed"


def test_op_slot_terwijl_een_script_bezig_is_weigert_dat_script_niet(
    tablet: Client, kamer: Kamer, noor: Gebruiker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent has been stored: an answer of 400 would tell the volunteer that it was not."""
    typ(tablet, noor)
    echt = deursessie.is_van_een_mens

    def intussen_op_slot(request: HttpRequest) -> bool:
        Session.objects.all().delete()
        return echt(request)

    monkeypatch.setattr(deursessie, "is_van_een_mens", intussen_op_slot)
    assert tablet.get(aanwezig(kamer), headers=ACHTERGROND).status_code == 200


def test_een_deel_van_een_pagina_en_een_formulier_weten_waar_ze_waren(
    tablet: Client, kamer: Kamer, noor: Gebruiker
) -> None:
    plek = f"{aanwezig(kamer)}4/"
    with time_machine.travel(timezone.now(), tick=False) as klok:
        typ(tablet, noor)
        klok.shift(timedelta(seconds=121))
        kop = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{plek}"}
        antwoord = tablet.post(f"{plek}meld/", headers=kop)
        assert (antwoord.status_code, antwoord.headers["HX-Redirect"]) == (204, deursessie.slot_adres(plek))
        antwoord = tablet.post(f"{plek}meld/", headers={"Referer": f"http://testserver{plek}"})
        assert antwoord.url == deursessie.slot_adres(plek)
        antwoord = tablet.post(f"{plek}meld/", headers={"Referer": "http://kwaad.invalid/deelnemers/"})
        assert antwoord.url == "/deur/"


def test_op_slot_met_de_knop_en_een_ander_ontgrendelt(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    ali = met_pin(maak_gebruiker(Rol.DEUR, kamer=kamer, tweede_factor=False), "6193")
    typ(tablet, noor)
    plek = f"{aanwezig(kamer)}4/"
    antwoord = tablet.post("/deur/slot/", {"terug": plek})
    assert antwoord.url == deursessie.slot_adres(plek, noor.pk), "eerst dezelfde mens"
    assert not is_binnen(tablet)
    assert typ(tablet, ali, "6193", terug=plek).url == plek
    assert tablet.session["_auth_user_id"] == str(ali.pk)


def test_wie_ontgrendelt_erft_niets_van_de_vorige(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    """Nothing of another, and nothing of one's own session that was opened with more than a PIN."""
    ali = met_pin(maak_gebruiker(Rol.DEUR, kamer=kamer, tweede_factor=False), "6193")
    for volgende, pin in ((ali, "6193"), (noor, PIN)):
        tablet.force_login(noor)
        oud = tablet.session.session_key
        sessie = tablet.session
        sessie["van_noor"] = "x"
        sessie.save()
        typ(tablet, volgende, pin)
        assert tablet.session["_auth_user_id"] == str(volgende.pk)
        assert tablet.session.session_key != oud
        assert "van_noor" not in tablet.session
        assert not Session.objects.filter(session_key=oud).exists()


def test_alleen_de_paginas_van_de_deur(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    typ(tablet, noor)
    for adres in (
        "/deelnemers/nieuw/", "/kamers/", kamer.get_absolute_url(), "/account/2fa/", "/account/password/change/",
        reverse("pincode"), "/account/login/", "/bestaat-niet/", "/aanwezigheid/",
    ):  # fmt: skip
        antwoord = tablet.get(adres)
        assert antwoord.status_code == 403, adres
        assert DEURTEKSTEN["deur.niet_hier_kop"]["nl"] in antwoord.text
        assert aanwezig(kamer) in antwoord.text
    assert tablet.post("/deelnemers/nieuw/", {"voornaam": "Piet"}).status_code == 403
    assert tablet.get("/").url == aanwezig(kamer)
    assert tablet.get("/deur/").status_code == 200
    assert tablet.get("/gezond/").status_code == 200
    assert tablet.post("/account/logout/").status_code == 302
    assert not is_binnen(tablet)
    assert tablet.get("/").url == "/deur/"


def test_wie_ook_coordinator_is_is_hier_vrijwilliger_van_deze_kamer(
    tablet: Client, kamer: Kamer, noor: Gebruiker
) -> None:
    """A PIN is no second factor: it opens no full names, no other day and no other kamer."""
    zuid = maak_kamer("Zuid")
    Bevoegdheid.objects.create(gebruiker=noor, rol=Rol.COORDINATOR, kamer=kamer)
    Bevoegdheid.objects.create(gebruiker=noor, rol=Rol.DEUR, kamer=zuid)
    activiteit = maak_activiteit(kamer, "Eettafel")
    registreer(activiteit, maak_deelnemer(kamer, "Fatima", achternaam="Zeldzaam"), timezone.localdate())
    typ(tablet, noor)
    adres = reverse("aanwezig:activiteit", args=[kamer.slug, activiteit.pk])
    pagina = tablet.get(adres)
    assert pagina.status_code == 200
    assert "Fatima" in pagina.text
    assert "Zeldzaam" not in pagina.text
    assert tablet.get(aanwezig(zuid)).status_code == 404
    assert tablet.get(reverse("deur:tablets", args=[kamer.slug])).status_code == 403


def test_een_ingetrokken_rol_en_een_uitgezet_account_zijn_direct_buiten(
    tablet: Client, kamer: Kamer, noor: Gebruiker
) -> None:
    typ(tablet, noor)
    assert is_binnen(tablet)
    Bevoegdheid.objects.filter(gebruiker=noor).update(tot=timezone.localdate() - timedelta(days=1))
    assert tablet.get(aanwezig(kamer)).url == deursessie.slot_adres(aanwezig(kamer))
    assert not is_binnen(tablet)
    Bevoegdheid.objects.filter(gebruiker=noor).update(tot=None)
    typ(tablet, noor)
    assert is_binnen(tablet)
    Gebruiker.objects.filter(pk=noor.pk).update(is_active=False)
    assert tablet.get(aanwezig(kamer)).url == deursessie.slot_adres(aanwezig(kamer))


def test_op_een_tablet_gaat_wie_niet_binnen_is_naar_de_namen(tablet: Client, kamer: Kamer) -> None:
    assert tablet.get(aanwezig(kamer)).url == deursessie.slot_adres(aanwezig(kamer))
    assert tablet.get(aanwezig(kamer), headers=ACHTERGROND).status_code == 401
    assert tablet.get("/").url == "/deur/"
    assert tablet.get("/account/login/").status_code == 200, "een coordinator logt hier gewoon in"
    assert tablet.get("/kamers/").url.startswith("/account/login/")
    zonder = Client()
    assert zonder.get(aanwezig(kamer)).url.startswith("/account/login/")


def test_een_coordinator_op_de_tablet_heeft_een_gewone_sessie(
    tablet: Client, kamer: Kamer, coordinator: Gebruiker
) -> None:
    with time_machine.travel(timezone.now(), tick=False) as klok:
        tablet.force_login(coordinator)
        klok.shift(timedelta(minutes=3))
        assert tablet.get("/deelnemers/").status_code == 200


def test_de_deur_kost_een_vraag_en_een_ander_niets(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    from django.test.utils import CaptureQueriesContext

    def over_tablets(client: Client) -> int:
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(aanwezig(kamer)).status_code == 200
        return sum("buurtwerkkamers_tablet" in vraag["sql"] for vraag in vragen)

    gewoon = Client()
    gewoon.force_login(noor)
    typ(tablet, noor)
    assert (over_tablets(gewoon), over_tablets(tablet)) == (0, 1)
    gewoon.cookies[tablets.KOEKJE] = tablet.cookies[tablets.KOEKJE].value
    assert over_tablets(gewoon) == 0, "ook niet met een wachtwoord op een tablet"


def test_de_schermen_van_het_slot_worden_niet_bewaard(tablet: Client, noor: Gebruiker) -> None:
    for adres in ("/deur/", f"/deur/{noor.pk}/"):
        assert "no-store" in tablet.get(adres).headers["Cache-Control"]


def test_het_slot_staat_alleen_in_een_sessie_van_de_deur(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    from django.template.loader import render_to_string

    sessie = deursessie.Deursessie(Tablet.objects.get())
    request = Client().get("/gezond/").wsgi_request
    request.user = noor
    request.deursessie = None
    assert render_to_string("deur/slot.html", request=request).strip() == ""
    request.deursessie = sessie
    assert 'id="deurslot"' in render_to_string("deur/slot.html", request=request)
