"""The PIN as a volunteer and a thief meet it: which are good enough, guessing, and the first one."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers import deursessie, pincodes, tablets
from buurtwerkkamers.deurteksten import DEURTEKSTEN
from buurtwerkkamers.models import Gebruiker, Kamer, Logregel, Pincode, Tablet
from buurtwerkkamers.schrijven import Geweigerd
from tests.buurtwerkkamers.deur import PIN, aanwezig, is_binnen, maak_tablet, met_pin, typ
from tests.fabrieken import WACHTWOORD, Rol, maak_gebruiker, maak_kamer

FOUT = DEURTEKSTEN["deur.fout"]["nl"]
TE_VAAK = DEURTEKSTEN["deur.te_vaak"]["nl"]

pytestmark = pytest.mark.usefixtures("eigen_telgeheugen")


# --- the PIN


def test_een_goede_pincode_opent_de_lijst_van_vandaag(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    antwoord = typ(tablet, noor)
    assert (antwoord.status_code, antwoord.url) == (302, aanwezig(kamer))
    assert tablet.get(aanwezig(kamer)).status_code == 200
    regel = Logregel.objects.get(actie=Logregel.Actie.INGELOGD)
    assert (regel.gebruiker, regel.kamer) == (noor, kamer)
    assert Tablet.objects.get().gezien_op


@pytest.mark.parametrize("code", ["5829", " 58 29 ", "٥٨٢٩", "５８２９"])
def test_cijfers_van_elk_toetsenbord(tablet: Client, noor: Gebruiker, code: str) -> None:
    assert typ(tablet, noor, code).status_code == 302


@pytest.mark.parametrize("code", ["", "  ", "5828", "58290", "\0", "5829\0", "abc", "²", "x" * 9999, "5829' or 1=1"])
def test_een_foute_pincode_opent_niets(tablet: Client, noor: Gebruiker, code: str) -> None:
    antwoord = typ(tablet, noor, code)
    assert antwoord.status_code == 422
    assert not is_binnen(tablet)


def test_na_de_pincode_terug_naar_dezelfde_plek(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    plek = f"{aanwezig(kamer)}12/?datum=2020-02-03"
    assert typ(tablet, noor, terug=plek).url == plek


@pytest.mark.parametrize(
    "terug",
    [
        "https://kwaad.invalid/aanwezig/noord/", "//kwaad.invalid/aanwezig/", "/\\kwaad.invalid", "/deelnemers/",
        "/aanwezig/zuid/", "/aanwezig/../deelnemers/", "/aanwezig/noord/../../deelnemers/", "javascript:alert(1)",
        "/aanwezig/noord", "\0",
    ],
)  # fmt: skip
def test_terug_gaat_alleen_naar_de_eigen_deur(tablet: Client, kamer: Kamer, noor: Gebruiker, terug: str) -> None:
    assert typ(tablet, noor, terug=terug).url == aanwezig(kamer)


def test_wat_iemand_zocht_gaat_niet_mee_naar_het_slot(kamer: Kamer) -> None:
    weg = deursessie.veilige_weg(f"{aanwezig(kamer)}3/?zoek=fatima&datum=2020-02-03")
    assert weg == f"{aanwezig(kamer)}3/?datum=2020-02-03"


@pytest.mark.parametrize(
    "code", ["123", "1234567", "12ab", "", "1111", "0000", "1234", "4321", "0123", "234567", "1212", "123123", "1984",
             "2011", "5 8 2 "],
)  # fmt: skip
def test_een_pincode_die_te_raden_is_wordt_geweigerd(noor: Gebruiker, code: str) -> None:
    assert pincodes.bezwaar(code) in ("deur.pin_vorm", "deur.pin_makkelijk")
    with pytest.raises(Geweigerd):
        pincodes.kies(noor, code=code, door=noor)


@pytest.mark.parametrize("code", ["5829", "13579", "246813", "2280", "1358", "998877"])
def test_een_gewone_pincode_mag(code: str) -> None:
    assert pincodes.bezwaar(code) == ""


def test_de_database_weet_geen_pincode(noor: Gebruiker) -> None:
    bewaard = Pincode.objects.get().code
    assert PIN not in bewaard
    assert bewaard.startswith("pbkdf2_sha256$"), "de gewone weg van Django"
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(e)::text FROM buurtwerkkamers_pincodeevent e")
        assert all(bewaard not in rij[0] for rij in cursor.fetchall()), "ook de geschiedenis niet"


# --- guessing


@pytest.fixture
def bekeken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every guess that is really compared with what is stored."""
    gezien: list[str] = []
    echt = pincodes._vergelijk

    def kijk_mee(gebruiker: Gebruiker, code: str) -> pincodes.Uitslag:
        gezien.append(code)
        return echt(gebruiker, code)

    monkeypatch.setattr(pincodes, "_vergelijk", kijk_mee)
    return gezien


def test_hoogstens_vijf_keer_raden_in_een_kwartier(
    tablet: Client, kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker, bekeken: list[str]
) -> None:
    andere, _ = maak_tablet(kamer, coordinator)
    with time_machine.travel(timezone.now(), tick=False) as klok:
        for n in range(5):
            assert FOUT in typ(tablet, noor, f"900{n}").text
        for client in (tablet, andere):
            assert TE_VAAK in typ(client, noor).text, "ook de goede niet, ook niet op een andere tablet"
        assert len(bekeken) == 5
        assert not is_binnen(tablet)
        klok.shift(timedelta(minutes=15, seconds=1))
        assert typ(tablet, noor).status_code == 302


def test_een_nacht_raden_geeft_er_dertig(tablet: Client, noor: Gebruiker, bekeken: list[str]) -> None:
    with time_machine.travel(timezone.now(), tick=False) as klok:
        for n in range(10 * 6):
            typ(tablet, noor, f"{9000 + n}")
            if n % 6 == 5:
                klok.shift(timedelta(minutes=16))
        assert len(bekeken) == 30


def test_een_tablet_raadt_niet_voor_iedereen_tegelijk(tablet: Client, kamer: Kamer, bekeken: list[str]) -> None:
    mensen = [maak_gebruiker(Rol.DEUR, kamer=kamer, tweede_factor=False) for _ in range(8)]
    for mens in mensen:
        for n in range(5):
            typ(tablet, mens, f"900{n}")
    assert len(bekeken) == 30
    assert TE_VAAK in typ(tablet, mensen[-1], "9009").text


def test_goede_pincodes_tellen_niet_mee(tablet: Client, noor: Gebruiker) -> None:
    for _ in range(12):
        assert typ(tablet, noor).status_code == 302


def test_de_eigen_pincode_zet_de_teller_van_een_ander_niet_terug(
    tablet: Client, kamer: Kamer, noor: Gebruiker, bekeken: list[str]
) -> None:
    ali = met_pin(maak_gebruiker(Rol.DEUR, kamer=kamer, tweede_factor=False))
    for n in range(8):
        typ(tablet, noor, f"900{n}")
        typ(tablet, ali)
    assert len([code for code in bekeken if code != PIN]) == 5


def test_wachtwoord_raden_sluit_de_deur_niet(tablet: Client, noor: Gebruiker) -> None:
    for n in range(7):
        Client().post(reverse("account_login"), {"login": noor.email, "password": f"fout {n}"})
    assert typ(tablet, noor).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_tegelijk_raden_helpt_niet(bekeken: list[str]) -> None:
    """Twenty at once; each in a transaction of its own, none of which may hide a guess from another."""
    kamer = maak_kamer()
    noor = met_pin(maak_gebruiker(Rol.DEUR, kamer=kamer, tweede_factor=False))
    tablet, _ = maak_tablet(kamer, maak_gebruiker(Rol.COORDINATOR, kamer=kamer))
    sleutel = tablet.cookies[tablets.KOEKJE].value
    start = threading.Barrier(20)

    def raad(nummer: int) -> None:
        client = Client()
        client.cookies[tablets.KOEKJE] = sleutel
        start.wait()
        typ(client, noor, f"{9000 + nummer}")
        connection.close()

    draden = [threading.Thread(target=raad, args=[n]) for n in range(20)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(bekeken) == 5


def test_een_mislukte_transactie_wist_geen_poging(
    tablet: Client, noor: Gebruiker, bekeken: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet.raise_request_exception = False

    def stuk(*_: Any, **__: Any) -> None:
        raise OperationalError("weg")

    monkeypatch.setattr("buurtwerkkamers.views.deur._scherm", stuk)
    for n in range(8):
        typ(tablet, noor, f"900{n}")
    assert len(bekeken) == 5


def test_niets_verraadt_wie_een_pincode_heeft(
    tablet: Client, kamer: Kamer, noor: Gebruiker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same answer, after as much work, with a PIN, a start code, an old one, or nothing at all."""
    leeg = maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Noor Bakker", tweede_factor=False)
    met_start = maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Noor Bakker", tweede_factor=False)
    pincodes.maak_startcode(met_start, kamer=kamer, door=leeg)
    oud = maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Noor Bakker", tweede_factor=False)
    pincodes.maak_startcode(oud, kamer=kamer, door=leeg)
    Pincode.objects.filter(gebruiker=oud).update(startcode_tot=timezone.now() - timedelta(hours=1))
    werk: list[str] = []
    for naam in ("make_password", "check_password"):
        echt = getattr(pincodes, naam)
        monkeypatch.setattr(pincodes, naam, lambda *a, echt=echt: (werk.append("x"), echt(*a))[1])
    antwoorden = []
    for mens in (noor, leeg, met_start, oud):
        werk.clear()
        keren = [typ(tablet, mens, "9001") for _ in range(6)]
        antwoorden.append(([(a.status_code, FOUT in a.text, TE_VAAK in a.text) for a in keren], len(werk)))
    assert antwoorden == [antwoorden[0]] * 4
    assert antwoorden[0] == ([(422, True, False)] * 5 + [(422, False, True)], 10)


# --- the first PIN


def test_van_startcode_tot_eigen_pincode(tablet: Client, kamer: Kamer, coordinator: Gebruiker) -> None:
    ali = maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Ali Yilmaz", tweede_factor=False)
    thuis = Client()
    thuis.force_login(coordinator)
    pagina = thuis.post(reverse("kamers:pincode_vernieuwen", args=[kamer.slug, ali.bevoegdheid_set.get().pk]))
    code = pagina.context["startcode"]
    assert code in pagina.text
    assert code not in thuis.get(reverse("kamers:vrijwilligers", args=[kamer.slug])).text, "een keer te zien"
    assert code not in Pincode.objects.get().startcode

    plek = f"{aanwezig(kamer)}7/"
    begin = typ(tablet, ali, code, terug=plek)
    assert begin.url.startswith(reverse("deur:begin", args=[ali.pk]))
    assert not is_binnen(tablet), "eerst een pincode"
    assert "Kies uw eigen pincode" in tablet.get(begin.url).text
    for een, twee, fout in (
        ("1234", "1234", "te makkelijk"),
        ("5829", "5828", "niet gelijk"),
        ("", "", "4, 5 of 6 cijfers"),
    ):
        antwoord = tablet.post(begin.url, {"code": een, "nogmaals": twee})
        assert antwoord.status_code == 422
        assert fout in antwoord.text
    assert tablet.post(begin.url, {"code": "٥٨٢٩", "nogmaals": "5829"}).url == plek
    assert is_binnen(tablet)
    assert tablet.get(aanwezig(kamer)).status_code == 200
    tablet.post("/deur/slot/")
    assert typ(tablet, ali, code).status_code == 422, "de startcode werkt een keer"
    assert typ(tablet, ali, "5829").status_code == 302


def test_een_startcode_werkt_een_dag(tablet: Client, kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker) -> None:
    with time_machine.travel(timezone.now(), tick=False) as klok:
        code = pincodes.maak_startcode(noor, kamer=kamer, door=coordinator)
        klok.shift(timedelta(hours=24, seconds=1))
        assert typ(tablet, noor, code).status_code == 422


def test_een_nieuwe_startcode_maakt_de_oude_pincode_en_code_ongeldig(
    tablet: Client, kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker
) -> None:
    eerste = pincodes.maak_startcode(noor, kamer=kamer, door=coordinator)
    begin = typ(tablet, noor, eerste).url
    pincodes.maak_startcode(noor, kamer=kamer, door=coordinator)
    assert typ(tablet, noor, PIN).status_code == 422
    antwoord = tablet.post(begin, {"code": "6193", "nogmaals": "6193"})
    assert antwoord.status_code == 422
    assert DEURTEKSTEN["deur.begin_verlopen"]["nl"] in antwoord.text
    assert not is_binnen(tablet)


def test_pincode_kiezen_begint_met_een_startcode(tablet: Client, kamer: Kamer, noor: Gebruiker) -> None:
    """Not without one, not for somebody else, and not long after."""
    ali = maak_gebruiker(Rol.DEUR, kamer=kamer, tweede_factor=False)
    nieuw = {"code": "6193", "nogmaals": "6193"}
    adres = reverse("deur:begin", args=[noor.pk])
    assert tablet.post(adres, nieuw).url == reverse("deur:pin", args=[noor.pk])
    typ(tablet, ali, pincodes.maak_startcode(ali, kamer=kamer, door=ali))
    assert tablet.post(adres, nieuw).url == reverse("deur:pin", args=[noor.pk])
    with time_machine.travel(timezone.now(), tick=False) as klok:
        typ(tablet, noor, pincodes.maak_startcode(noor, kamer=kamer, door=noor))
        klok.shift(timedelta(minutes=11))
        assert tablet.post(adres, nieuw).url == reverse("deur:pin", args=[noor.pk])
    assert not pincodes.heeft_pincode(noor)


def test_een_startcode_neemt_het_wachten_weg(
    tablet: Client, kamer: Kamer, coordinator: Gebruiker, noor: Gebruiker
) -> None:
    for n in range(7):
        typ(tablet, noor, f"900{n}")
    thuis = Client()
    thuis.force_login(coordinator)
    pagina = thuis.post(reverse("kamers:pincode_vernieuwen", args=[kamer.slug, noor.bevoegdheid_set.get().pk]))
    assert typ(tablet, noor, pagina.context["startcode"]).status_code == 302


def test_een_coordinator_maakt_alleen_een_startcode_voor_de_eigen_deur(kamer: Kamer, coordinator: Gebruiker) -> None:
    elders = maak_gebruiker(Rol.DEUR, kamer=maak_kamer("Zuid"))
    eigen = coordinator.bevoegdheid_set.get()
    thuis = Client()
    thuis.force_login(coordinator)
    for rol in (elders.bevoegdheid_set.get(), eigen):
        assert thuis.post(reverse("kamers:pincode_vernieuwen", args=[kamer.slug, rol.pk])).status_code == 404
    assert not Pincode.objects.exists()


def test_met_een_wachtwoord_kiest_een_vrijwilliger_zelf(tablet: Client, kamer: Kamer) -> None:
    ali = maak_gebruiker(Rol.DEUR, kamer=kamer, wachtwoord=WACHTWOORD, tweede_factor=False)
    thuis = Client()
    thuis.force_login(ali)
    adres = reverse("pincode")
    assert thuis.get(adres).url.startswith(reverse("account_reauthenticate")), "wie achter de computer schuift, niet"
    thuis.post(reverse("account_login"), {"login": ali.email, "password": WACHTWOORD})
    thuis = Client()
    thuis.post(reverse("account_login"), {"login": ali.email, "password": WACHTWOORD})
    assert "Pincode kiezen" in thuis.get(reverse("mfa_index")).text
    assert thuis.get(adres).status_code == 200
    assert "te makkelijk" in thuis.post(adres, {"code": "1234", "nogmaals": "1234"}).text
    assert thuis.post(adres, {"code": "6193", "nogmaals": "6193"}).status_code == 302
    assert typ(tablet, ali, "6193").status_code == 302
