"""Logging in as a person meets it: password, second factor, limits, idle sessions, and what nobody may learn."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings as instellingen
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Logregel
from buurtwerkkamers.telgeheugen import Telgeheugen
from tests.fabrieken import WACHTWOORD, Rol, geef_tweede_factor, maak_gebruiker, maak_kamer

FOUT = "Dit e-mailadres en wachtwoord horen niet bij elkaar."
TE_VAAK = "Te vaak een verkeerd wachtwoord."
GEHEIM = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def eigen_telgeheugen(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Counters of log-ins of this test only."""
    settings.CACHES = {"default": {**instellingen.CACHES["default"], "LOCATION": tmp_path / "cache"}}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    yield
    cache.clear()


def log_in(client: Client, email: str, wachtwoord: str = WACHTWOORD, **meer: Any) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": wachtwoord, **meer})


def code(geheim: str = GEHEIM) -> str:
    return format_hotp_value(hotp_value(geheim, next(iter(yield_hotp_counters_from_time()))))


def fouten(antwoord: Any) -> str:
    return " ".join(antwoord.context["form"].non_field_errors())


def is_binnen(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- who comes in -----------------------------------------------------------------------------------------------


def test_een_vrijwilliger_aan_de_deur_logt_in_met_wachtwoord_alleen(client: Client, db: None) -> None:
    deur = maak_gebruiker(Rol.DEUR, kamer=maak_kamer(), wachtwoord=WACHTWOORD, tweede_factor=False)
    antwoord = log_in(client, deur.email)
    assert (antwoord.status_code, antwoord.url) == (302, reverse("start"))
    assert client.get("/").status_code == 200
    assert list(Logregel.objects.values_list("gebruiker", "actie")) == [(deur.pk, Logregel.Actie.INGELOGD)]


def test_een_hoofdletter_in_het_adres_maakt_niet_uit(client: Client, db: None) -> None:
    deur = maak_gebruiker(Rol.DEUR, kamer=maak_kamer(), wachtwoord=WACHTWOORD)
    Authenticator.objects.all().delete()
    assert log_in(client, f" {deur.email.upper()} ").status_code == 302


@pytest.mark.parametrize("rol", [Rol.BUREAU, Rol.PENNINGMEESTER, Rol.GEMEENTE, Rol.CORPORATIE, Rol.BEHEERDER, ""])
def test_wie_geen_tweede_factor_heeft_komt_alleen_bij_het_instellen(client: Client, db: None, rol: str) -> None:
    gebruiker = maak_gebruiker(rol, tweede_factor=False)
    client.force_login(gebruiker)
    for adres in ("/", reverse("kamers:lijst"), reverse("rapporten:lijst"), reverse("importeren")):
        assert client.get(adres).headers.get("Location") == reverse("mfa_activate_totp"), adres
    geef_tweede_factor(gebruiker)
    assert client.get("/").status_code == 200


def test_reservecodes_alleen_zijn_geen_tweede_factor(client: Client, db: None) -> None:
    gebruiker = maak_gebruiker(Rol.BUREAU, tweede_factor=False)
    Authenticator.objects.create(user=gebruiker, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x"})
    client.force_login(gebruiker)
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp")


def test_een_vrijwilliger_die_coordinator_wordt_moet_hem_alsnog_instellen(client: Client, db: None) -> None:
    kamer = maak_kamer()
    deur = maak_gebruiker(Rol.DEUR, kamer=kamer, tweede_factor=False)
    client.force_login(deur)
    assert client.get("/").status_code == 200
    Bevoegdheid.objects.create(gebruiker=deur, rol=Rol.COORDINATOR, kamer=kamer)
    assert client.get("/").headers["Location"] == reverse("mfa_activate_totp")


def test_van_eerste_keer_inloggen_tot_tweede_keer_met_code(client: Client, db: None) -> None:
    gebruiker = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD, tweede_factor=False)
    log_in(client, gebruiker.email)
    pagina = client.get("/", follow=True)
    assert pagina.request["PATH_INFO"] == reverse("mfa_activate_totp"), "het wachtwoord is net al getypt"
    geheim = pagina.context["form"].secret
    klaar = client.post(reverse("mfa_activate_totp"), {"code": code(geheim)}, follow=True)
    assert klaar.request["PATH_INFO"] == reverse("mfa_view_recovery_codes")
    reservecode = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert reservecode in klaar.content.decode()
    client.post(reverse("account_logout"))
    assert not is_binnen(client)

    naar_code = log_in(client, gebruiker.email)
    assert naar_code.url == reverse("mfa_authenticate")
    assert not is_binnen(client), "een wachtwoord alleen opent niets"
    assert client.get("/").headers["Location"].startswith(reverse("account_login"))
    fout = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "Deze code klopt niet" in fout.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": reservecode}).status_code == 302
    assert is_binnen(client)

    client.post(reverse("account_logout"))
    log_in(client, gebruiker.email)
    client.post(reverse("mfa_authenticate"), {"code": reservecode})
    assert not is_binnen(client), "een reservecode werkt een keer"


def test_de_code_uit_de_app_opent_de_deur_en_wel_een_keer(client: Client, db: None) -> None:
    gebruiker = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD, tweede_factor=False)
    TOTP.activate(gebruiker, GEHEIM)
    log_in(client, gebruiker.email)
    zelfde = code()
    assert client.post(reverse("mfa_authenticate"), {"code": zelfde}).url == reverse("start")
    afkijker = Client()
    log_in(afkijker, gebruiker.email)
    afkijker.post(reverse("mfa_authenticate"), {"code": zelfde})
    assert not is_binnen(afkijker)


def test_demo_accounts_komen_zonder_tweede_factor_binnen(client: Client, db: None) -> None:
    demo = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD, tweede_factor=False, is_demo=True)
    log_in(client, demo.email)
    assert client.get("/").status_code == 200


def test_demo_accounts_worden_geweigerd_naast_een_eigen_database(client: Client, db: None, settings: Any) -> None:
    demo = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD, tweede_factor=False, is_demo=True)
    ingelogd = Client()
    ingelogd.force_login(demo)
    settings.DEMO_TOEGESTAAN = False
    assert log_in(client, demo.email).url == reverse("account_inactive")
    assert not is_binnen(client)
    assert not Logregel.objects.exists()
    assert ingelogd.get("/").headers["Location"].startswith(reverse("account_login")), "ook een oude sessie niet"


def test_een_uitgezet_account_komt_niet_binnen_en_valt_er_direct_uit(client: Client, db: None) -> None:
    gebruiker = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD)
    client.force_login(gebruiker)
    assert client.get("/").status_code == 200
    Gebruiker.objects.update(is_active=False)
    assert client.get("/").headers["Location"].startswith(reverse("account_login"))
    assert log_in(Client(), gebruiker.email).url == reverse("account_inactive")


def test_een_ingetrokken_recht_is_bij_de_volgende_klik_weg(client: Client, db: None) -> None:
    gebruiker = maak_gebruiker(Rol.BUREAU)
    client.force_login(gebruiker)
    assert client.get(reverse("afspraken:lijst")).status_code == 200
    Bevoegdheid.objects.filter(gebruiker=gebruiker).update(tot=timezone.localdate() - timedelta(days=1))
    assert client.get(reverse("afspraken:lijst")).status_code == 403


def test_de_systeemgebruiker_kan_nooit_inloggen(client: Client, db: None) -> None:
    systeem = Gebruiker.objects.systeem()
    for wachtwoord in ("", "!", WACHTWOORD):
        log_in(client, systeem.email, wachtwoord)
    assert not is_binnen(client)


def test_niemand_maakt_zelf_een_account(client: Client, db: None) -> None:
    adres = reverse("account_signup")
    assert "zelf geen account" in client.get(adres).content.decode()
    gegevens = {"email": "ik@voorbeeld.invalid", "password1": WACHTWOORD, "password2": WACHTWOORD}
    assert client.post(adres, gegevens).status_code == 405
    assert not Gebruiker.objects.filter(email="ik@voorbeeld.invalid").exists()
    for weg in ("email/", "confirm-email/", "login/code/", "3rdparty/", "social/signup/"):
        assert client.get(f"/account/{weg}").status_code == 404, weg


# --- idle, next address, fragments --------------------------------------------------------------------------------


def test_na_een_kwartier_stilzitten_is_de_sessie_voorbij(client: Client, db: None) -> None:
    begin = timezone.now()
    with time_machine.travel(begin, tick=False) as klok:
        client.force_login(maak_gebruiker(Rol.BUREAU))
        for _ in range(3):  # working on keeps it open, also past a quarter of an hour
            klok.shift(timedelta(minutes=14))
            assert client.get("/").status_code == 200
        klok.shift(timedelta(minutes=15, seconds=1))
        assert client.get("/").headers["Location"].startswith(reverse("account_login"))


def test_ook_een_sessie_van_het_inlogformulier_eindigt_na_een_kwartier(client: Client, db: None) -> None:
    deur = maak_gebruiker(Rol.DEUR, kamer=maak_kamer(), wachtwoord=WACHTWOORD, tweede_factor=False)
    log_in(client, deur.email)
    over = Session.objects.get().expire_date - timezone.now()
    assert timedelta(minutes=14) < over <= timedelta(minutes=15)


def test_een_vreemd_adres_om_naartoe_te_gaan_wordt_genegeerd(client: Client, db: None) -> None:
    deur = maak_gebruiker(Rol.DEUR, kamer=maak_kamer(), wachtwoord=WACHTWOORD, tweede_factor=False)
    assert log_in(client, deur.email, next="https://kwaad.invalid/").url == reverse("start")
    assert log_in(Client(), deur.email, next="/kamers/").url == "/kamers/"


def test_een_deel_van_een_pagina_stuurt_de_hele_pagina_naar_inloggen(client: Client, db: None) -> None:
    kop = {"HX-Request": "true", "HX-Current-URL": "http://testserver/kamers/?x=1"}
    antwoord = client.get("/deelnemers/", headers=kop)
    assert (antwoord.status_code, antwoord.headers["HX-Redirect"]) == (204, "/account/login/?next=%2Fkamers%2F")
    assert "Location" not in antwoord.headers


# --- guessing -----------------------------------------------------------------------------------------------------


@pytest.fixture
def beoordeeld(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every password that is really compared with a stored one."""
    gezien: list[str] = []
    echt = Gebruiker.check_password

    def kijk_mee(zelf: Gebruiker, wachtwoord: str) -> bool:
        gezien.append(wachtwoord)
        return echt(zelf, wachtwoord)

    monkeypatch.setattr(Gebruiker, "check_password", kijk_mee)
    return gezien


def test_hoogstens_vijf_keer_raden_in_een_kwartier(client: Client, db: None, beoordeeld: list[str]) -> None:
    gebruiker = maak_gebruiker(Rol.DEUR, kamer=maak_kamer(), wachtwoord=WACHTWOORD, tweede_factor=False)
    with time_machine.travel(timezone.now(), tick=False) as klok:
        for n in range(5):
            assert FOUT in fouten(log_in(client, gebruiker.email, f"fout {n}"))
        for vorm in (gebruiker.email, gebruiker.email.upper(), f"  {gebruiker.email}"):
            for adres in ("127.0.0.1", "10.9.8.7"):
                andere = Client(REMOTE_ADDR=adres)
                assert TE_VAAK in fouten(log_in(andere, vorm, WACHTWOORD)), "ook het goede wachtwoord niet"
        assert len(beoordeeld) == 5
        klok.shift(timedelta(minutes=15, seconds=1))
        assert log_in(client, gebruiker.email).status_code == 302


def test_raden_onder_een_andere_naam_van_de_site_telt_mee(db: None, beoordeeld: list[str], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["een.invalid", "twee.invalid"]
    gebruiker = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD)
    for n in range(12):
        log_in(Client(SERVER_NAME=settings.ALLOWED_HOSTS[n % 2]), gebruiker.email, f"fout {n}")
    assert len(beoordeeld) == 5


def test_wie_zelf_inlogt_zet_de_teller_van_een_ander_niet_terug(db: None, beoordeeld: list[str]) -> None:
    doelwit = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD)
    eigen = maak_gebruiker(Rol.DEUR, kamer=maak_kamer(), wachtwoord=WACHTWOORD, tweede_factor=False)
    for n in range(8):
        log_in(Client(), doelwit.email, f"fout {n}")
        log_in(Client(), eigen.email)
    assert len([w for w in beoordeeld if w.startswith("fout")]) == 5


def test_raden_bij_opnieuw_typen_en_wachtwoord_veranderen_telt_samen(
    client: Client, db: None, beoordeeld: list[str]
) -> None:
    gebruiker = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD)
    client.force_login(gebruiker)
    for n in range(3):
        log_in(Client(), gebruiker.email, f"fout {n}")
    for n in range(3):
        client.post(reverse("account_reauthenticate"), {"password": f"fout r{n}"})
    nieuw = {"password1": "heel-ander-woord-9", "password2": "heel-ander-woord-9"}
    for n in range(3):
        client.post(reverse("account_change_password"), {"oldpassword": f"fout w{n}", **nieuw})
    assert len(beoordeeld) == 5


def test_ook_codes_worden_hoogstens_vijf_keer_bekeken(client: Client, db: None) -> None:
    gebruiker = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD, tweede_factor=False)
    TOTP.activate(gebruiker, GEHEIM)
    log_in(client, gebruiker.email)
    for n in range(5):
        client.post(reverse("mfa_authenticate"), {"code": f"00000{n}"})
    assert TE_VAAK in client.post(reverse("mfa_authenticate"), {"code": code()}).content.decode()
    assert not is_binnen(client)


@pytest.mark.django_db(transaction=True)
def test_tegelijk_raden_helpt_niet(beoordeeld: list[str]) -> None:
    """Twenty at once; each in a transaction of its own, none of which may hide a guess from another."""
    gebruiker = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD)
    start = threading.Barrier(20)

    def raad(nummer: int) -> None:
        start.wait()
        log_in(Client(), gebruiker.email, f"fout {nummer}")
        connection.close()

    draden = [threading.Thread(target=raad, args=[n]) for n in range(20)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(beoordeeld) == 5


def test_een_mislukte_transactie_wist_geen_poging(
    client: Client, db: None, beoordeeld: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request fails after the guess was looked at: the database forgets all of it, the counter does not."""
    gebruiker = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD)
    client.raise_request_exception = False

    def stuk(*_: Any, **__: Any) -> None:
        raise OperationalError("weg")

    monkeypatch.setattr("buurtwerkkamers.toegang.Adapter.authentication_failed", stuk)
    for n in range(8):
        log_in(client, gebruiker.email, f"fout {n}")
    assert len(beoordeeld) == 5


# --- what nobody may learn ------------------------------------------------------------------------------------------


def test_een_bekend_en_een_onbekend_adres_krijgen_hetzelfde_antwoord(db: None) -> None:
    bekend = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD).email
    for _ in range(7):
        een = log_in(Client(), bekend, "fout")
        twee = log_in(Client(), "niemand@voorbeeld.invalid", "fout")
        assert (een.status_code, fouten(een)) == (twee.status_code, fouten(twee))
    assert TE_VAAK in fouten(twee)


def test_een_vergeten_wachtwoord_verraadt_niet_wie_er_een_account_heeft(db: None) -> None:
    bekend = maak_gebruiker(Rol.BUREAU, wachtwoord=WACHTWOORD).email
    antwoorden = [
        Client().post(reverse("account_reset_password"), {"email": email}, follow=True)
        for email in (bekend, "niemand@voorbeeld.invalid")
    ]
    een, twee = (re.sub('"X-CSRFToken": "[^"]+"', "", antwoord.content.decode()) for antwoord in antwoorden)
    assert een == twee
    assert "/password/reset/key/" in mail.outbox[0].body
    assert "/password/reset/key/" not in mail.outbox[1].body


def test_een_nieuw_wachtwoord_met_de_link_uit_de_mail(client: Client, db: None) -> None:
    gebruiker = maak_gebruiker(Rol.DEUR, kamer=maak_kamer(), wachtwoord=WACHTWOORD, tweede_factor=False)
    for n in range(6):
        log_in(Client(), gebruiker.email, f"fout {n}")
    client.post(reverse("account_reset_password"), {"email": gebruiker.email})
    link = next(woord for woord in mail.outbox[0].body.split() if "/reset/key/" in woord)
    formulier = client.get(link, follow=True)
    nieuw = "tuinslang-en-theepot"
    te_kort = client.post(formulier.request["PATH_INFO"], {"password1": "kort", "password2": "kort"})
    assert "12" in te_kort.content.decode()
    client.post(formulier.request["PATH_INFO"], {"password1": nieuw, "password2": nieuw})
    assert not is_binnen(client), "wie een nieuw wachtwoord maakt, logt daarna gewoon in"
    assert log_in(client, gebruiker.email, WACHTWOORD).status_code == 200
    assert log_in(client, gebruiker.email, nieuw).status_code == 302, "het wachten na zes keer raden is voorbij"
    opnieuw = Client().get(link, follow=True)
    assert "token_fail" in opnieuw.context, "de link werkt een keer"


# --- the cache that counts ------------------------------------------------------------------------------------------


def test_van_vele_tegelijk_krijgt_er_een_het_slot(tmp_path: Path) -> None:
    start, gelukt = threading.Barrier(16), []

    def neem(nummer: int) -> None:
        geheugen = Telgeheugen(str(tmp_path), {})
        start.wait()
        if geheugen.add("slot", nummer, 10):
            gelukt.append(nummer)

    draden = [threading.Thread(target=neem, args=[n]) for n in range(16)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(gelukt) == 1


def test_een_vol_geheugen_vergeet_geen_teller(tmp_path: Path) -> None:
    geheugen = Telgeheugen(str(tmp_path), {"MAX_ENTRIES": 10})
    for n in range(50):
        geheugen.set(f"teller{n}", n, 900)
    assert [geheugen.get(f"teller{n}") for n in range(50)] == list(range(50))


def test_wat_verlopen_is_wordt_opgeruimd(tmp_path: Path) -> None:
    with time_machine.travel(timezone.now(), tick=False) as klok:
        Telgeheugen(str(tmp_path), {}).set("oud", 1, 60)
        klok.shift(timedelta(minutes=20))
        ander = Telgeheugen(str(tmp_path), {})
        assert ander.get("oud") is None
        assert ander.add("nieuw", 1, 60)
        assert len(list(tmp_path.glob("*.djcache"))) == 1


# --- errors ---------------------------------------------------------------------------------------------------------


def test_een_fout_in_de_code_geeft_een_rustige_pagina_zonder_database(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    from buurtwerkkamers.views import fout_500

    with django_assert_num_queries(0):
        pagina = fout_500(None)  # type: ignore[arg-type]
    assert pagina.status_code == 500
    assert "Er ging iets mis" in pagina.content.decode()


def test_een_database_die_wegvalt_is_een_503_met_het_verzoek_het_nog_eens_te_doen(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False

    def weg(*_: Any, **__: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", weg)
    client.cookies[instellingen.SESSION_COOKIE_NAME] = "x" * 32
    antwoord = client.get("/")
    assert (antwoord.status_code, antwoord.headers["Retry-After"]) == (503, "10")
    assert "Content-Security-Policy" in antwoord.headers


def test_een_formulier_van_elders_wordt_geweigerd(db: None) -> None:
    antwoord = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a@b.nl", "password": "x"})
    assert antwoord.status_code == 403
    assert "Content-Security-Policy" in antwoord.headers


def test_een_vreemde_naam_van_de_site_wordt_geweigerd(db: None) -> None:
    assert Client(SERVER_NAME="kwaad.invalid").get("/").status_code == 400
