"""Jobs for residents: asked, planned, done or not; by their own coordinator, with history, never lost or doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers.models import Logregel
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import klusstand
from deelnemers.klusstand import Staat, geschiedenis, in_staat, laatste_stand, net_gemaakt, staat_van
from deelnemers.models import Deelnemer, Klus
from deelnemers.registratie import klussen as registratie
from deelnemers.registratie.klussen import NieuweKlus
from deelnemers.tellingen import tel_klussen
from tests.deelnemers.wereld import dagen_terug, ingelogd, maak_wereld, vandaag
from tests.fabrieken import systeem

pytestmark = pytest.mark.django_db
LIJST = "/klussen/"


@pytest.fixture
def w():
    return maak_wereld()


def maak(w, kamer=None, aanvrager=None, **velden):
    velden = {"aangevraagd_op": dagen_terug(5), "omschrijving": "Lamp ophangen", **velden}
    rij = NieuweKlus((kamer or w.top).pk, (aanvrager or w.fatima).pk, **velden)
    return registratie.leg_klussen_vast([rij], door=systeem())[0]


def adres(klus, naam="klus"):
    return reverse(f"klussen:{naam}", args=[klus.pk])


def vers(klus):
    return Klus.objects.get(pk=klus.pk)


def rijen(antwoord):
    return [klus.omschrijving for klus in antwoord.context["table"].data]


def teksten(klus):
    return [stap.tekst for stap in geschiedenis(klus)]


# --- making and moving on -------------------------------------------------------------------------------------


def test_een_klus_opschrijven_kost_twee_velden(w):
    antwoord = ingelogd(w.coordinator).post(
        LIJST + "nieuw/", {"aanvrager": "fatima", "omschrijving": "Lekkende kraan", "aangevraagd_op": vandaag()}
    )
    assert antwoord.status_code == 302
    klus = Klus.objects.get()
    assert (klus.kamer, klus.aanvrager, klus.aangevraagd_op) == (w.top, w.fatima, vandaag())
    assert staat_van(klus) is Staat.GEVRAAGD


def test_een_klus_die_al_gedaan_is(w):
    gegevens = {
        "aanvrager_id": w.fatima.pk, "soort": "tuindienst", "aangevraagd_op": vandaag(), "uitvoerder_id": w.riet.pk,
        "uitgevoerd_op": dagen_terug(3),
    }  # fmt: skip
    assert ingelogd(w.coordinator).post(LIJST + "nieuw/", gegevens).status_code == 302
    klus = Klus.objects.get()
    assert (klus.aangevraagd_op, klus.uitgevoerd_op, klus.uitvoerder) == (dagen_terug(3), dagen_terug(3), w.riet)
    assert tel_klussen([w.top], Periode(dagen_terug(3), vandaag()))[None] == 1
    assert tel_klussen([w.top], Periode(dagen_terug(2), vandaag()))[None] == 0


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"aanvrager": ""}, "aanvrager"),
        ({"omschrijving": ""}, "omschrijving"),
        ({"omschrijving": "bel 111222333"}, "omschrijving"),
        ({"aangevraagd_op": "overmorgen"}, "aangevraagd_op"),
        ({"aangevraagd_op": ""}, "aangevraagd_op"),
        ({"uitgevoerd_op": "2199-01-01"}, "uitgevoerd_op"),
        ({"uitvoerder": "riet"}, "uitgevoerd_op"),
        ({"aanvrager": "Bram Elderman"}, "aanvrager"),
    ],
)
def test_wat_niet_kan_komt_terug_met_uitleg(w, anders, veld):
    gegevens = {"aanvrager": "fatima", "omschrijving": "Kraan", "aangevraagd_op": vandaag(), **anders}
    antwoord = ingelogd(w.coordinator).post(LIJST + "nieuw/", gegevens)
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == [veld]
    assert "Dit veld is verplicht" not in antwoord.content.decode()
    assert not Klus.objects.exists()


def test_de_persoon_uit_het_adres_staat_er_al(w):
    tekst = ingelogd(w.coordinator).get(f"{LIJST}nieuw/?deelnemer={w.riet.pk}").content.decode()
    assert 'value="Riet Jansen"' in tekst
    for raar in (w.vreemd.pk, "x", "-1", "9" * 30):
        assert "Elderman" not in ingelogd(w.coordinator).get(f"{LIJST}nieuw/?deelnemer={raar}").content.decode()


def test_plannen_en_dan_in_een_tik_gedaan(w):
    klus, client = maak(w), ingelogd(w.coordinator)
    morgen = vandaag() + timedelta(days=1)
    antwoord = client.post(adres(klus, "plannen"), {"gepland_op": morgen, "uitvoerder_id": w.ozgur.pk})
    assert antwoord.status_code == 302
    assert staat_van(vers(klus)) is Staat.GEPLAND
    lijst = client.get(LIJST).content.decode()
    assert f'formaction="{adres(klus, "gedaan")}"' in lijst
    for _ in range(2):  # a double tap
        assert client.post(adres(klus, "gedaan"), {"tik": "1"}).status_code == 302
    gedaan = vers(klus)
    assert (gedaan.uitgevoerd_op, gedaan.uitvoerder, staat_van(gedaan)) == (vandaag(), w.ozgur, Staat.GEDAAN)
    assert teksten(klus)[0] == f"Gedaan op {klusstand.datum(vandaag())}"
    assert len(teksten(klus)) == 3


def test_een_late_tik_verandert_de_dag_niet(w):
    klus = maak(w)
    registratie.klus_gedaan(klus, op=dagen_terug(3), uitvoerder=w.riet, door=systeem())
    ingelogd(w.coordinator).post(adres(klus, "gedaan"), {"tik": "1"})
    assert vers(klus).uitgevoerd_op == dagen_terug(3)


def test_wie_het_doet_onbekend_dan_vraagt_gedaan_erom(w):
    klus, client = maak(w), ingelogd(w.coordinator)
    assert f'href="{adres(klus, "gedaan")}"' in client.get(LIJST).content.decode()
    client.post(adres(klus, "gedaan"), {"uitgevoerd_op": dagen_terug(1), "uitvoerder": "riet"})
    assert (vers(klus).uitgevoerd_op, vers(klus).uitvoerder) == (dagen_terug(1), w.riet)


def test_gedaan_voor_de_aanvraag_of_morgen_kan_niet(w):
    klus, client = maak(w), ingelogd(w.coordinator)
    for dag in (dagen_terug(6), vandaag() + timedelta(days=1), "", "x\0"):
        assert client.post(adres(klus, "gedaan"), {"uitgevoerd_op": dag}).status_code == 422
    assert client.post(adres(klus, "plannen"), {"gepland_op": dagen_terug(6)}).status_code == 422
    assert staat_van(vers(klus)) is Staat.GEVRAAGD


def test_gaat_niet_door_en_toch_weer_wel(w):
    klus, client = maak(w), ingelogd(w.coordinator)
    client.post(adres(klus, "vervalt"))
    assert staat_van(vers(klus)) is Staat.VERVALLEN
    client.post(adres(klus, "heropen"))
    assert staat_van(vers(klus)) is Staat.GEVRAAGD
    registratie.klus_gedaan(klus, op=vandaag(), door=systeem())
    antwoord = client.post(adres(klus, "vervalt"), follow=True)
    assert "Een klus die is uitgevoerd, kan niet meer vervallen." in antwoord.content.decode()
    assert staat_van(vers(klus)) is Staat.GEDAAN
    client.post(adres(klus, "heropen"))
    assert vers(klus).uitgevoerd_op is None
    assert teksten(klus)[0] == "Toch niet gedaan"


def test_een_gedane_klus_is_niet_te_plannen(w):
    klus = maak(w, uitgevoerd_op=dagen_terug(1))
    with pytest.raises(Geweigerd, match="al gedaan"):
        registratie.plan_klus(klus, op=vandaag(), uitvoerder=None, door=systeem())


# --- correcting and removing ----------------------------------------------------------------------------------


def wijziging(klus, **anders):
    return {
        "aanvrager_id": klus.aanvrager_id, "omschrijving": klus.omschrijving, "soort": klus.soort,
        "aangevraagd_op": klus.aangevraagd_op, "stand": laatste_stand(klus), **anders,
    }  # fmt: skip


def test_wijzigen_met_geschiedenis(w):
    klus, client = maak(w), ingelogd(w.coordinator)
    gegevens = wijziging(klus, omschrijving="Twee lampen ophangen", aangevraagd_op=dagen_terug(7))
    assert client.post(adres(klus, "wijzig"), gegevens).status_code == 302
    pagina = client.get(adres(klus)).content.decode()
    assert "Twee lampen ophangen" in pagina
    assert "gewijzigd: omschrijving" in pagina
    assert "Corrie" in pagina  # who did it
    assert "Lamp ophangen" not in pagina.split("Wat er is gebeurd")[1]


def test_wat_een_ander_intussen_wijzigde_gaat_niet_stil_verloren(w):
    klus, client = maak(w), ingelogd(w.coordinator)
    mijn = wijziging(klus, omschrijving="Mijn tekst")
    registratie.wijzig_klus(klus, omschrijving="Tekst van een ander", door=systeem())
    antwoord = client.post(adres(klus, "wijzig"), mijn)
    tekst = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert "Tekst van een ander" in tekst
    assert 'value="Mijn tekst"' in tekst
    assert vers(klus).omschrijving == "Tekst van een ander"
    opnieuw = mijn | {"stand": antwoord.context["form"].data["stand"]}
    assert client.post(adres(klus, "wijzig"), opnieuw).status_code == 302
    assert vers(klus).omschrijving == "Mijn tekst"


def test_de_datums_van_een_correctie_moeten_kloppen(w):
    klus, client = maak(w), ingelogd(w.coordinator)
    antwoord = client.post(adres(klus, "wijzig"), wijziging(klus, uitgevoerd_op=dagen_terug(9)))
    assert list(antwoord.context["form"].errors) == ["uitgevoerd_op"]
    antwoord = client.post(adres(klus, "wijzig"), wijziging(klus, gepland_op=dagen_terug(9)))
    assert list(antwoord.context["form"].errors) == ["gepland_op"]


def test_van_wie_de_naam_is_gewist_blijft_de_klus_te_wijzigen(w):
    klus, client = maak(w), ingelogd(w.coordinator)
    w.fatima.persoonsgegevens.delete()
    assert "Naam gewist" in client.get(adres(klus)).content.decode()
    gegevens = wijziging(klus, omschrijving="Anders")
    assert client.post(adres(klus, "wijzig"), gegevens).status_code == 302
    assert (vers(klus).omschrijving, vers(klus).aanvrager) == ("Anders", w.fatima)


def test_alleen_wat_net_en_per_ongeluk_is_gemaakt_gaat_weg(w, time_machine):
    oud, net, gedaan = maak(w), maak(w), maak(w)
    registratie.klus_gedaan(gedaan, op=vandaag(), door=systeem())
    client = ingelogd(w.coordinator)
    assert client.get(adres(net, "weg")).status_code == 200
    assert client.post(adres(net, "weg")).status_code == 302
    client.post(adres(gedaan, "weg"))
    assert set(Klus.objects.all()) == {oud, gedaan}
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    assert not net_gemaakt(oud)
    with pytest.raises(Geweigerd, match="Gaat niet door"):
        registratie.verwijder_klus(oud, door=systeem())


# --- the list -------------------------------------------------------------------------------------------------


def test_wat_nog_moet_gebeuren_staat_boven(w):
    maak(w, omschrijving="gedaan", uitgevoerd_op=dagen_terug(1))
    vervallen, gepland = maak(w, omschrijving="vervallen"), maak(w, omschrijving="gepland")
    maak(w, omschrijving="nieuw", aangevraagd_op=dagen_terug(1))
    maak(w, omschrijving="oud", aangevraagd_op=dagen_terug(9))
    registratie.klus_vervalt(vervallen, door=systeem())
    registratie.plan_klus(gepland, op=vandaag(), uitvoerder=None, door=systeem())
    antwoord = ingelogd(w.coordinator).get(LIJST)
    assert rijen(antwoord) == ["oud", "nieuw", "gepland", "gedaan", "vervallen"]
    assert [antwoord.context[naam] for naam in ("te_doen", "ongepland", "gedaan")] == [3, 2, 1]


@pytest.mark.parametrize(
    ("vraag", "verwacht"),
    [
        ("staat=open", ["b", "a"]),
        ("staat=gevraagd", ["b"]),
        ("staat=gepland", ["a"]),
        ("staat=gedaan", ["c"]),
        ("staat=vervallen", []),
        ("soort=tuindienst", ["a"]),
        ("wie=fatima", ["b", "a"]),
        ("wie=jansen", ["a", "c"]),
        ("wie=bram", []),
        ("wie=%00", []),
        ("sort=wat", ["b", "c", "a"]),
        ("sort=-wanneer", ["a", "c", "b"]),
        ("sort=wanneer", ["c", "a", "b"]),
        ("sort=aanvrager", None),
        ("sort=-uitvoerder", None),
    ],
)
def test_filteren_en_sorteren(w, vraag, verwacht):
    a = maak(w, omschrijving="a", soort="tuindienst", aangevraagd_op=dagen_terug(4))
    maak(w, omschrijving="b", aangevraagd_op=dagen_terug(5))
    maak(w, aanvrager=w.riet, omschrijving="c", uitgevoerd_op=dagen_terug(2))
    maak(w, kamer=w.elders, aanvrager=w.vreemd, omschrijving="elders")
    registratie.plan_klus(a, op=vandaag(), uitvoerder=w.riet, door=systeem())
    antwoord = ingelogd(w.coordinator).get(f"{LIJST}?{vraag}")
    assert antwoord.status_code == 200
    assert "elders" not in rijen(antwoord)
    if verwacht is not None:
        assert rijen(antwoord) == verwacht


def test_de_periode_gaat_over_gedaan_en_anders_over_gevraagd(w):
    maak(w, omschrijving="open", aangevraagd_op=dagen_terug(5))
    maak(w, omschrijving="gedaan", aangevraagd_op=dagen_terug(9), uitgevoerd_op=dagen_terug(3))
    client = ingelogd(w.coordinator)
    assert rijen(client.get(f"{LIJST}?van={dagen_terug(4)}")) == ["gedaan"]
    assert rijen(client.get(f"{LIJST}?tm={dagen_terug(4)}")) == ["open"]
    assert rijen(client.get(f"{LIJST}?van={dagen_terug(3)}&tm={dagen_terug(3)}")) == ["gedaan"]
    assert client.get(f"{LIJST}?van=gisteren").status_code == 200


def test_een_samengevoegde_kaart_toont_de_naam_die_geldt(w):
    maak(w, aanvrager=w.riet)
    Deelnemer.objects.filter(pk=w.riet.pk).update(samengevoegd_met=w.fatima)
    client = ingelogd(w.coordinator)
    lijst = client.get(LIJST).content.decode()
    assert "Fatima el Bakkali" in lijst
    assert "Riet Jansen" not in lijst
    assert rijen(client.get(f"{LIJST}?wie=fatima")) == ["Lamp ophangen"]
    assert "Fatima el Bakkali" in client.get(adres(Klus.objects.get())).content.decode()


def test_evenveel_vragen_aan_de_database_bij_een_en_drie_rijen(w):
    client = ingelogd(w.coordinator)
    aantallen = []
    for aantal in (1, 2):
        for _ in range(aantal):
            registratie.plan_klus(maak(w), op=vandaag(), uitvoerder=w.riet, door=systeem())
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            assert client.get(LIJST).status_code == 200
        aantallen.append(len(vragen))
    assert aantallen[0] == aantallen[1]


def test_een_lege_lijst_zegt_wat_te_doen(w):
    tekst = ingelogd(w.coordinator).get(LIJST).content.decode()
    assert "Nog geen klussen" in tekst
    assert "/klussen/nieuw/" in tekst


# --- rights ---------------------------------------------------------------------------------------------------


def test_het_bureau_leest_en_wijzigt_niet(w):
    klus, client = maak(w), ingelogd(w.bureau)
    tekst = client.get(LIJST).content.decode()
    assert "Lamp ophangen" in tekst
    assert "/gedaan/" not in tekst
    assert client.get(adres(klus)).status_code == 200
    for naam in ("wijzig", "plannen", "gedaan", "weg"):
        assert client.get(adres(klus, naam)).status_code == 403
    for naam in ("wijzig", "plannen", "gedaan", "weg", "vervalt", "heropen"):
        assert client.post(adres(klus, naam)).status_code == 403


def test_een_klus_van_een_andere_kamer_bestaat_niet(w):
    klus, client = maak(w, kamer=w.elders, aanvrager=w.vreemd), ingelogd(w.coordinator)
    for naam in ("klus", "wijzig", "plannen", "gedaan", "weg"):
        assert client.get(adres(klus, naam)).status_code == 404
    for naam in ("wijzig", "plannen", "gedaan", "weg", "vervalt", "heropen"):
        assert client.post(adres(klus, naam), {"tik": 1}).status_code == 404
    assert staat_van(vers(klus)) is Staat.GEVRAAGD


def test_een_blik_op_een_klus_komt_in_het_logboek(w):
    klus = maak(w)
    ingelogd(w.coordinator).get(adres(klus))
    regel = Logregel.objects.latest("pk")
    assert (regel.onderwerp_soort, regel.onderwerp_id, regel.kamer) == ("klus", str(klus.pk), w.top)


def test_de_staten_verdelen_alle_klussen(w):
    """Every job is in exactly one state, and the filter and the label agree."""
    for gepland in (None, vandaag()):
        for gedaan in (None, dagen_terug(1)):
            for wie in (None, w.riet.pk):
                for vervallen in (False, True):
                    if not (vervallen and gedaan):
                        klus = maak(w, uitgevoerd_op=gedaan, uitvoerder_id=wie)
                        Klus.objects.filter(pk=klus.pk).update(gepland_op=gepland, vervallen=vervallen)
    alle = Klus.objects.all()
    for klus in alle:
        assert [staat for staat in Staat if in_staat(alle, staat).filter(pk=klus.pk).exists()] == [staat_van(klus)]
