"""Users and their roles, organisations, wijken and the log; and that nobody can lock everybody out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers import gebruikers, logboek
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Logregel, Organisatie, Wijk
from buurtwerkkamers.rechten import mag
from buurtwerkkamers.schrijven import Geweigerd
from tests.fabrieken import Huis, Rol, maak_activiteit, maak_deelnemer, maak_gebruiker, maak_huis, systeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


@pytest.fixture
def beheer(client: Client, huis: Huis, settings: Any) -> Client:
    """The beheerder's client."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.force_login(huis.gebruikers[Rol.BEHEERDER])
    return client


def adres(naam: str, *args: Any) -> str:
    return reverse(f"beheer:{naam}", args=args)


def vers(gebruiker: Gebruiker) -> Gebruiker:
    return Gebruiker.objects.get(pk=gebruiker.pk)


def test_een_nieuwe_gebruiker_krijgt_een_mail_en_kiest_zelf_een_wachtwoord(beheer: Client, huis: Huis) -> None:
    antwoord = beheer.post(adres("gebruiker_nieuw"), {"naam": "Noor", "email": "Noor@Voorbeeld.invalid"})
    noor = Gebruiker.objects.get(naam="Noor")
    assert antwoord.url == adres("bevoegdheid_nieuw", noor.pk)
    assert noor.email == "noor@voorbeeld.invalid"
    assert not noor.has_usable_password()
    link = next(woord for woord in mail.outbox[0].body.split() if "/reset/key/" in woord)
    haar = Client()
    formulier = haar.get(link, follow=True).request["PATH_INFO"]
    haar.post(formulier, {"password1": "regenjas-en-appeltaart", "password2": "regenjas-en-appeltaart"})
    assert vers(noor).check_password("regenjas-en-appeltaart")

    rol = {"rol": Rol.COORDINATOR, "kamer": huis.eigen.pk, "van": timezone.localdate().isoformat()}
    beheer.post(adres("bevoegdheid_nieuw", noor.pk), rol)
    assert mag(vers(noor), "deelnemers.zien", huis.eigen)
    assert not mag(vers(noor), "deelnemers.zien", huis.ander)


def test_een_adres_dat_er_al_is_wordt_gezegd(beheer: Client, huis: Huis) -> None:
    bestaand = huis.gebruikers[Rol.DEUR].email
    antwoord = beheer.post(adres("gebruiker_nieuw"), {"naam": "Dubbel", "email": bestaand.upper()})
    assert "Er is al een account met dit e-mailadres." in antwoord.content.decode()
    assert not mail.outbox


@pytest.mark.parametrize(
    ("rol", "velden"),
    [(Rol.COORDINATOR, ()), (Rol.DEUR, ("organisatie",)), (Rol.GEMEENTE, ("kamer",)), (Rol.BUREAU, ("kamer",))],
)
def test_een_rol_die_niet_bij_een_plek_past_wordt_geweigerd(
    beheer: Client, huis: Huis, rol: str, velden: tuple[str, ...]
) -> None:
    mens = maak_gebruiker()
    plekken = {"kamer": huis.eigen.pk, "organisatie": huis.gemeente.pk}
    gegevens = {"rol": rol, "van": "2026-01-01", **{veld: plekken[veld] for veld in velden}}
    antwoord = beheer.post(adres("bevoegdheid_nieuw", mens.pk), gegevens)
    inhoud = antwoord.content.decode()
    assert "Kies " in inhoud or "Deze rol hoort hier niet bij" in inhoud
    assert 'aria-invalid="true"' in inhoud
    assert not mens.bevoegdheid_set.exists()


def test_de_rol_systeem_is_niet_te_geven(beheer: Client) -> None:
    mens = maak_gebruiker()
    beheer.post(adres("bevoegdheid_nieuw", mens.pk), {"rol": Rol.SYSTEEM, "van": "2026-01-01"})
    assert not mens.bevoegdheid_set.exists()
    with pytest.raises(Geweigerd):
        gebruikers.geef_bevoegdheid(mens, rol=Rol.SYSTEEM, door=systeem())


def test_een_ingetrokken_rol_werkt_direct_niet_meer(beheer: Client, huis: Huis) -> None:
    mens = huis.gebruikers[Rol.BUREAU]
    haar = Client()
    haar.force_login(mens)
    assert haar.get("/importeren/").status_code == 200
    rol = mens.bevoegdheid_set.get()
    vraag = beheer.get(adres("bevoegdheid_intrekken", mens.pk, rol.pk))
    assert "Dat gaat meteen in" in vraag.text
    assert haar.get("/importeren/").status_code == 200, "er is nog niets gebeurd"
    beheer.post(adres("bevoegdheid_intrekken", mens.pk, rol.pk))
    assert haar.get("/importeren/").status_code == 403
    rol.refresh_from_db()
    assert rol.tot == timezone.localdate() - timedelta(days=1), "wanneer zij de rol had, blijft bekend"


def test_een_rol_van_vandaag_of_later_intrekken_haalt_hem_weg(beheer: Client) -> None:
    mens = maak_gebruiker()
    for dagen in (0, 5):
        rol = gebruikers.geef_bevoegdheid(
            mens, rol=Rol.BUREAU, van=timezone.localdate() + timedelta(days=dagen), door=systeem()
        )
        gebruikers.trek_in(rol, door=systeem())
    assert not mens.bevoegdheid_set.exists()


def test_intrekken_van_een_rol_die_voorbij_is_verandert_niets(huis: Huis) -> None:
    voorbij = timezone.localdate() - timedelta(days=30)
    rol = huis.gebruikers[Rol.BUREAU].bevoegdheid_set.get()
    Bevoegdheid.objects.filter(pk=rol.pk).update(tot=voorbij)
    rol.refresh_from_db()
    gebruikers.trek_in(rol, door=systeem())
    rol.refresh_from_db()
    assert rol.tot == voorbij


def test_een_rol_van_een_ander_is_niet_via_dit_adres_in_te_trekken(beheer: Client, huis: Huis) -> None:
    rol = huis.gebruikers[Rol.BUREAU].bevoegdheid_set.get()
    ander = huis.gebruikers[Rol.DEUR]
    assert beheer.post(adres("bevoegdheid_intrekken", ander.pk, rol.pk)).status_code == 404


def test_de_laatste_beheerder_blijft(beheer: Client, huis: Huis) -> None:
    laatste = huis.gebruikers[Rol.BEHEERDER]
    rol = laatste.bevoegdheid_set.get()
    for doe in (adres("bevoegdheid_intrekken", laatste.pk, rol.pk), adres("gebruiker_uit", laatste.pk)):
        assert "Er moet iemand over zijn" in beheer.post(doe, follow=True).content.decode()
    assert mag(vers(laatste), "gebruikers.beheren")
    assert vers(laatste).is_active
    tweede = maak_gebruiker(Rol.BEHEERDER)
    beheer.post(adres("gebruiker_uit", laatste.pk))
    assert not vers(laatste).is_active
    assert mag(vers(tweede), "gebruikers.beheren")


def test_een_account_gaat_uit_en_weer_aan(beheer: Client, huis: Huis) -> None:
    mens = huis.gebruikers[Rol.DEUR]
    haar = Client()
    haar.force_login(mens)
    beheer.post(adres("gebruiker_uit", mens.pk))
    assert haar.get("/").headers["Location"].startswith(reverse("account_login"))
    assert beheer.post(adres("wachtwoordmail", mens.pk)).status_code == 404, "geen mail aan een account dat uit staat"
    beheer.post(adres("gebruiker_aan", mens.pk))
    assert vers(mens).is_active


def test_wie_zijn_telefoon_kwijt_is_koppelt_een_nieuwe(beheer: Client, huis: Huis) -> None:
    mens = huis.gebruikers[Rol.BUREAU]
    haar = Client()
    haar.force_login(mens)
    assert haar.get("/").status_code == 200
    beheer.post(adres("tweede_factor_wissen", mens.pk))
    assert haar.get("/").headers["Location"] == reverse("mfa_activate_totp")


def test_gegevens_wijzigen(beheer: Client, huis: Huis) -> None:
    mens = huis.gebruikers[Rol.DEUR]
    beheer.post(adres("gebruiker_wijzig", mens.pk), {"naam": "Nieuwe naam", "email": "Nieuw@voorbeeld.invalid"})
    assert (vers(mens).naam, vers(mens).email) == ("Nieuwe naam", "nieuw@voorbeeld.invalid")


def test_het_account_van_de_opdrachtregel_is_geen_gebruiker(beheer: Client) -> None:
    assert beheer.get(adres("gebruiker", systeem().pk)).status_code == 404
    assert systeem().email not in beheer.get(adres("start")).content.decode()


def test_organisaties_en_wijken(beheer: Client) -> None:
    beheer.post(adres("organisatie_nieuw"), {"naam": "Stichting Buur", "soort": "wijkpartner"})
    organisatie = Organisatie.objects.get(naam="Stichting Buur")
    beheer.post(adres("organisatie", organisatie.pk), {"naam": "Stichting Buren", "soort": "zorg"})
    organisatie.refresh_from_db()
    assert (organisatie.naam, organisatie.soort) == ("Stichting Buren", "zorg")
    beheer.post(adres("wijk_nieuw"), {"naam": "Zuilen"})
    assert "Zuilen" in beheer.get(adres("wijken")).content.decode()
    assert beheer.post(adres("wijk_nieuw"), {"naam": "Zuilen"}).status_code == 200
    assert Wijk.objects.count() == 1


def test_het_logboek_zegt_wie_en_wat_maar_niet_waarom(beheer: Client, huis: Huis) -> None:
    """A reason is typed by people and may hold a name; the beheerder sees no names of participants."""
    bureau = huis.gebruikers[Rol.BUREAU]
    logboek.leg_vast(Logregel.Actie.BEKEKEN_MET_REDEN, "deelnemer", door=bureau, kamer=huis.eigen, reden="Voor Fatma")
    tekst = beheer.get(adres("logboek")).content.decode()
    assert "bekeken met reden" in tekst
    assert bureau.naam in tekst
    assert "Fatma" not in tekst
    gefilterd = beheer.get(adres("logboek"), {"actie": Logregel.Actie.GEEXPORTEERD}).content.decode()
    assert "Niets gevonden" in gefilterd


def test_het_logboek_noemt_waar_het_over_gaat_en_een_mens_alleen_met_nummer(beheer: Client, huis: Huis) -> None:
    bureau = huis.gebruikers[Rol.BUREAU]
    mens = maak_deelnemer(huis.eigen, "Fatma", achternaam="Zeldzaam")
    activiteit = maak_activiteit(huis.eigen, "Taalcafé")
    for onderwerp in (mens, activiteit, bureau):
        logboek.leg_vast(Logregel.Actie.BEKEKEN, onderwerp, door=bureau)
    tekst = beheer.get(adres("logboek")).text
    for wat in (mens.nummer, "Taalcafé", "deelnemer", "activiteit", bureau.naam):
        assert wat in tekst
    assert "Fatma" not in tekst
    assert "Zeldzaam" not in tekst


@pytest.mark.parametrize("lijst", ["start", "logboek", "organisaties", "wijken"])
def test_een_lijst_kost_bij_meer_rijen_niet_meer_vragen(beheer: Client, huis: Huis, lijst: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def vul(n: int) -> None:
        mens = maak_gebruiker(Rol.COORDINATOR, kamer=huis.eigen)
        logboek.leg_vast(Logregel.Actie.BEKEKEN, mens, door=mens, kamer=huis.ander)
        Organisatie.objects.create(naam=f"Organisatie van de lijst {n}")
        Wijk.objects.create(naam=f"Wijk {n}")

    def aantal() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            assert beheer.get(adres(lijst)).status_code == 200
        return len(gevangen)

    vul(0)
    aantal()
    een = aantal()
    vul(1)
    vul(2)
    assert aantal() == een
