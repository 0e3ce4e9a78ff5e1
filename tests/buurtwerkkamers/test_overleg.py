"""Meetings and deadlines: planned in one go, minutes and actions for the parties, reminders once."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as instellen
from hypothesis import strategies as st

from buurtwerkkamers import overleg as o
from buurtwerkkamers.herinneringen import te_versturen
from buurtwerkkamers.models import Afspraak, Bevoegdheid, Deadline, Gebruiker, Overleg, Overlegactie
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd
from rapportage.dashboard.samenstelling import _termijnen
from rapportage.dashboard.vraag import Vraag
from tests.fabrieken import Huis, Rol, maak_afspraak, maak_gebruiker, maak_huis, maak_indicator, maak_kamer, systeem

pytestmark = pytest.mark.django_db
VANDAAG = date(2026, 7, 6)
LEZERS = (Rol.COORDINATOR, Rol.BUREAU, Rol.PENNINGMEESTER, Rol.GEMEENTE, Rol.CORPORATIE)


@pytest.fixture(autouse=True)
def op_6_juli():
    with time_machine.travel("2026-07-06T10:00:00+02:00", tick=True):
        yield


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


@pytest.fixture
def afspraak(huis: Huis) -> Afspraak:
    afspraak = maak_afspraak("Afspraak 2026", jaar=2026, partijen=[huis.gemeente, huis.corporatie])
    maak_indicator(afspraak, "Klussen", doelen={huis.eigen: "10", huis.ander: "5"})
    return afspraak


def als(gebruiker: Gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


def bureau(huis: Huis) -> Client:
    return als(huis.gebruikers[Rol.BUREAU])


def overleg(afspraak: Afspraak, dag: date = date(2026, 7, 14), **velden: Any) -> Overleg:
    return Overleg.objects.create(afspraak=afspraak, datum=dag, **velden)


def deadline(afspraak: Afspraak, dag: date = date(2026, 7, 20), naam: str = "Tussenrapport", **velden: Any) -> Deadline:
    return Deadline.objects.create(afspraak=afspraak, naam=naam, datum=dag, **velden)


def adres(ding: Overleg, naam: str) -> str:
    return reverse(f"afspraken:{naam}", args=[ding.afspraak_id, ding.pk])


# --- planning ---------------------------------------------------------------------------------------------------

DAGEN = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@instellen(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(eerste=DAGEN, ritme=st.sampled_from(["maand", "kwartaal", "jaar"]), van=DAGEN, duur=st.integers(0, 900))
def test_een_ritme_is_steeds_dezelfde_weekdag_binnen_de_afspraak(eerste, ritme, van, duur):
    periode = Periode(van, van + timedelta(days=duur))
    dagen = o.dagen_in_ritme(eerste, ritme, periode)
    stap = {"maand": 1, "kwartaal": 3, "jaar": 12}[ritme]
    maanden = [dag.year * 12 + dag.month for dag in dagen]
    assert all(periode.bevat(dag) and dag.weekday() == eerste.weekday() for dag in dagen)
    assert all(later - eerder == stap for eerder, later in zip(maanden, maanden[1:], strict=False))
    assert (eerste in dagen) == periode.bevat(eerste)
    if eerste.day <= 28:
        assert {(dag.day - 1) // 7 for dag in dagen} <= {(eerste.day - 1) // 7}


def test_de_vijfde_dinsdag_is_anders_de_laatste():
    dagen = o.dagen_in_ritme(date(2026, 6, 30), "maand", Periode(date(2026, 6, 1), date(2026, 9, 30)))
    assert dagen == [date(2026, 6, 30), date(2026, 7, 28), date(2026, 8, 25), date(2026, 9, 29)]


def plan(**anders: Any) -> dict[str, Any]:
    return {
        "soort": "voortgang",
        "ritme": "maand",
        "eerste": "2026-09-08",
        "over": "samen",
        "plaats": "Online",
        **anders,
    }


def test_plannen_laat_eerst_zien_wat_er_komt(huis, afspraak):
    pad, client = reverse("afspraken:overleg_plannen", args=[afspraak.pk]), bureau(huis)
    tekst = client.post(pad, plan()).text
    assert "Deze 4 overleggen komen erbij" in tekst
    assert "dinsdag 13 oktober 2026" in tekst
    assert not Overleg.objects.exists()
    for _ in range(2):
        assert client.post(pad, plan(zeker="1")).status_code == 302
    assert list(Overleg.objects.values_list("datum", flat=True)) == [
        date(2026, 9, 8), date(2026, 10, 13), date(2026, 11, 10), date(2026, 12, 8),
    ]  # fmt: skip
    assert "Deze overleggen staan er al" in client.post(pad, plan()).text


def test_per_kamer_of_een_kamer(huis, afspraak):
    pad, client = reverse("afspraken:overleg_plannen", args=[afspraak.pk]), bureau(huis)
    client.post(pad, plan(zeker="1", over="elk", ritme="kwartaal"))
    assert Overleg.objects.filter(kamer=huis.eigen).count() == Overleg.objects.filter(kamer=huis.ander).count() == 2
    client.post(pad, plan(zeker="1", over=huis.eigen.pk, ritme="een", eerste="2027-02-01"))
    assert Overleg.objects.get(datum=date(2027, 2, 1)).kamer == huis.eigen


@pytest.mark.parametrize(
    ("anders", "velden"),
    [
        ({"soort": ""}, ["soort"]),
        ({"ritme": "elke week"}, ["ritme"]),
        ({"eerste": ""}, ["eerste"]),
        ({"eerste": "morgen"}, ["eerste"]),
        ({"eerste": "2027-01-01"}, ["eerste"]),
        ({"over": "bestaat-niet"}, ["over"]),
        ({"over": ""}, ["over"]),
        ({"plaats": "x" * 121}, ["plaats"]),
        ({"plaats": "bij 111222333"}, ["plaats"]),
    ],
)
def test_een_plan_dat_niet_kan(huis, afspraak, anders, velden):
    pad = reverse("afspraken:overleg_plannen", args=[afspraak.pk])
    antwoord = bureau(huis).post(pad, plan(zeker="1", **anders))
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == velden
    assert "Dit veld is verplicht" not in antwoord.text
    assert not Overleg.objects.exists()


def test_ook_na_een_nieuwe_versie_komt_er_niets_dubbel(huis, afspraak):
    overleg(afspraak, date(2026, 9, 8))
    tweede = maak_afspraak("Afspraak 2026", jaar=2026, versie=2, vorige=afspraak, partijen=[huis.gemeente])
    maak_indicator(tweede, "Klussen", doelen={huis.eigen: "10"})
    velden = {"soort": "voortgang", "ritme": "maand", "eerste": date(2026, 9, 8), "kamers": [None]}
    assert o.plan_overleggen(tweede, **velden, door=systeem()).nieuw == 3
    lijst = bureau(huis).get(reverse("afspraken:overleggen", args=[tweede.pk]))
    assert len(lijst.context["table"].data) == 4


def test_te_veel_in_een_keer_wordt_geweigerd(huis, afspraak):
    kamers = [maak_kamer() for _ in range(60)]
    with pytest.raises(Geweigerd, match="hoogstens 200"):
        o.plan_overleggen(
            afspraak, soort="voortgang", ritme="maand", eerste=date(2026, 9, 1), kamers=kamers, door=systeem()
        )


# --- who sees what ----------------------------------------------------------------------------------------------


def test_wie_ziet_welk_overleg(huis, afspraak):
    alle, eigen, ander = overleg(afspraak), overleg(afspraak, kamer=huis.eigen), overleg(afspraak, kamer=huis.ander)
    for een in (alle, eigen, ander):
        Overlegactie.objects.create(overleg=een, wat="Doen", wie="Bureau")
    verwacht = {
        Rol.COORDINATOR: {alle, eigen}, Rol.BUREAU: {alle, eigen, ander}, Rol.PENNINGMEESTER: {alle, eigen, ander},
        Rol.GEMEENTE: {alle, eigen, ander}, Rol.CORPORATIE: {alle}, Rol.DEUR: set(), Rol.BEHEERDER: set(),
    }  # fmt: skip
    for rol, zichtbaar in verwacht.items():
        mens = huis.gebruikers[rol]
        assert set(o.zichtbare_overleggen(mens)) == zichtbaar, rol
        assert {actie.overleg for actie in o.zichtbare_acties(mens)} == zichtbaar, rol
        for een in (alle, eigen, ander):
            status = als(mens).get(een.get_absolute_url()).status_code
            assert status == (200 if een in zichtbaar else 404 if rol in LEZERS else 403), (rol, een)
    assert set(o.zichtbare_overleggen(huis.vreemden[Rol.GEMEENTE])) == set()
    assert set(o.zichtbare_overleggen(huis.vreemden[Rol.COORDINATOR])) == {alle, ander}


def test_twee_rollen_zien_samen_wat_elk_ziet(huis, afspraak):
    eigen, ander = overleg(afspraak, kamer=huis.eigen), overleg(afspraak, kamer=huis.ander)
    mens = huis.gebruikers[Rol.CORPORATIE]
    Bevoegdheid.objects.create(gebruiker=mens, rol=Rol.COORDINATOR, kamer=huis.eigen)
    assert list(o.zichtbare_overleggen(Gebruiker.objects.get(pk=mens.pk))) == [eigen]
    Bevoegdheid.objects.create(gebruiker=mens, rol=Rol.GEMEENTE, organisatie=huis.gemeente)
    assert set(o.zichtbare_overleggen(Gebruiker.objects.get(pk=mens.pk))) == {eigen, ander}


def test_wie_leest_kan_niets_wijzigen(huis, afspraak):
    een = overleg(afspraak)
    actie = Overlegactie.objects.create(overleg=een, wat="Doen", wie="Bureau")
    for rol in (Rol.COORDINATOR, Rol.PENNINGMEESTER, Rol.GEMEENTE, Rol.CORPORATIE):
        tekst = als(huis.gebruikers[rol]).get(een.get_absolute_url()).text
        assert "Doen" in tekst
        assert "Verslag maken" not in tekst
        assert reverse("afspraken:actie", args=[afspraak.pk, een.pk, actie.pk]) not in tekst


@pytest.mark.parametrize("naam", ["overleggen", "acties", "deadlines"])
def test_lijsten_leeg_en_vol_met_evenveel_vragen(huis, afspraak, naam):
    pad, client = reverse(f"afspraken:{naam}", args=[afspraak.pk]), bureau(huis)
    assert 'class="leeg"' in client.get(pad).text
    aantallen = []
    for hoeveel in (1, 3):
        for n in range(hoeveel):
            een = overleg(afspraak, VANDAAG + timedelta(days=10 * hoeveel + n), kamer=huis.eigen)
            Overlegactie.objects.create(overleg=een, wat="Doen", wie="Bureau", voor=VANDAAG - timedelta(days=n))
            deadline(afspraak, VANDAAG + timedelta(days=hoeveel + n))
        with CaptureQueriesContext(connection) as vragen:
            assert client.get(pad).status_code == 200
        aantallen.append(len(vragen))
    assert aantallen[0] == aantallen[1]
    bestand = client.get(f"{pad}?uitvoer=xlsx")
    assert b"".join(bestand.streaming_content).startswith(b"PK")
    for raar in ("?sort=raar&page=-1", "?kamer=99999999999999999999", "?stand=x&klaar=x", "?woord=%00"):
        assert client.get(pad + raar).status_code == 200


# --- held, minutes, actions -------------------------------------------------------------------------------------


def test_verslag_en_acties(huis, afspraak):
    een, client = overleg(afspraak, date(2026, 7, 1)), bureau(huis)
    stand = client.get(adres(een, "overleg_verslag")).context["form"]["stand"].value()
    verslag = "Eerste regel\r\n<script>alert(1)</script>"
    gegevens = {"datum": "2026-07-02", "verslag": verslag, "stand": stand}
    assert client.post(adres(een, "overleg_verslag"), gegevens).status_code == 302
    een.refresh_from_db()
    assert (een.stand, een.datum, een.verslag) == ("gehouden", date(2026, 7, 2), verslag.replace("\r\n", "\n"))
    actie = {"wat": "Cijfers sturen", "wie": "Penningmeester", "voor": "2026-07-03"}
    assert client.post(adres(een, "actie_nieuw"), actie).status_code == 302
    tekst = client.get(een.get_absolute_url()).text
    assert "Eerste regel<br>&lt;script&gt;" in tekst
    assert "3 dagen te laat" in tekst
    assert "3 dagen te laat" in client.get(reverse("afspraken:acties", args=[afspraak.pk])).text


def test_een_dag_die_nog_komt_is_niet_gehouden(huis, afspraak):
    een = overleg(afspraak)
    antwoord = bureau(huis).post(adres(een, "overleg_verslag"), {"datum": "2026-07-07", "verslag": "x"})
    assert list(antwoord.context["form"].errors) == ["datum"]
    with pytest.raises(Geweigerd, match="moet nog komen"):
        o.leg_verslag_vast(een, datum=date(2026, 7, 7), verslag="", door=systeem())


def test_wat_een_ander_intussen_schreef_wordt_eerst_getoond(huis, afspraak):
    een, client = overleg(afspraak, date(2026, 7, 1)), bureau(huis)
    stand = client.get(adres(een, "overleg_verslag")).context["form"]["stand"].value()
    o.leg_verslag_vast(een, datum=een.datum, verslag="Van de ander", door=systeem())
    gegevens = {"datum": "2026-07-01", "verslag": "Van mij", "stand": stand}
    antwoord = client.post(adres(een, "overleg_verslag"), gegevens)
    assert antwoord.status_code == 422
    assert "Van de ander" in antwoord.text
    assert Overleg.objects.get().verslag == "Van de ander"
    gegevens["stand"] = antwoord.context["form"]["stand"].value()
    assert client.post(adres(een, "overleg_verslag"), gegevens).status_code == 302
    assert Overleg.objects.get().verslag == "Van mij"


@pytest.mark.parametrize(
    ("anders", "velden"),
    [
        ({"wat": ""}, ["wat"]),
        ({"wie": ""}, ["wie"]),
        ({"wat": "x" * 301}, ["wat"]),
        ({"wat": "bsn 111222333"}, ["wat"]),
        ({"wie": "a\0b"}, ["wie"]),
        ({"voor": "ooit"}, ["voor"]),
        ({"voor": "9999-01-01"}, ["voor"]),
    ],
)
def test_een_actie_die_niet_kan(huis, afspraak, anders, velden):
    een = overleg(afspraak)
    antwoord = bureau(huis).post(adres(een, "actie_nieuw"), {"wat": "Doen", "wie": "Bureau", **anders})
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == velden
    assert "Dit veld is verplicht" not in antwoord.text
    assert not Overlegactie.objects.exists()


def test_een_actie_is_klaar_en_toch_weer_open(huis, afspraak):
    een, client = overleg(afspraak), bureau(huis)
    actie = Overlegactie.objects.create(overleg=een, wat="Doen", wie="Bureau")
    pad = reverse("afspraken:actie_klaar", args=[afspraak.pk, een.pk, actie.pk])
    lijst = reverse("afspraken:acties", args=[afspraak.pk])
    for _ in range(2):
        assert client.post(pad, {"terug": "lijst"})["Location"] == lijst
    assert Overlegactie.objects.get().klaar_op == VANDAAG
    client.get(lijst)  # shows the messages of before
    assert "Doen" not in client.get(lijst).text
    assert "Doen" in client.get(f"{lijst}?klaar=ja").text
    client.post(pad, {"open": "1"})
    assert Overlegactie.objects.get().klaar_op is None
    assert client.post(reverse("afspraken:actie_weg", args=[afspraak.pk, een.pk, actie.pk])).status_code == 302
    assert not Overlegactie.objects.exists()


def test_vervallen_weer_plannen_en_wat_gehouden_is_blijft(huis, afspraak):
    een, client = overleg(afspraak), bureau(huis)
    for stand in ("vervallen", "gepland"):
        client.post(adres(een, "overleg_stand"), {"stand": stand})
        assert Overleg.objects.get().stand == stand
    assert "Leg een verslag vast" in client.post(adres(een, "overleg_stand"), {"stand": "raar"}, follow=True).text
    o.leg_verslag_vast(een, datum=VANDAAG, verslag="Besproken", door=systeem())
    assert "blijft het staan" in client.post(adres(een, "overleg_stand"), {"stand": "vervallen"}, follow=True).text
    assert "Laat het staan" in client.post(adres(een, "overleg_weg"), follow=True).text
    assert Overleg.objects.get().verslag == "Besproken"
    tweede = overleg(afspraak, date(2026, 8, 1))
    assert client.post(adres(tweede, "overleg_weg")).status_code == 302
    assert Overleg.objects.count() == 1


def test_een_overleg_wijzigen_en_niet_op_een_dag_die_al_bezet_is(huis, afspraak):
    een, bezet = overleg(afspraak), overleg(afspraak, date(2026, 8, 11))
    client, gegevens = bureau(huis), {"soort": "voortgang", "datum": "2026-08-11", "kamer": "", "plaats": ""}
    antwoord = client.post(adres(een, "overleg_wijzig"), gegevens)
    assert antwoord.status_code == 422
    assert "Dit overleg staat al op deze dag." in antwoord.text
    gegevens |= {"kamer": huis.eigen.pk, "plaats": "Stadskantoor"}
    assert client.post(adres(een, "overleg_wijzig"), gegevens).status_code == 302
    een.refresh_from_db()
    assert (een.kamer, een.plaats, een.datum) == (huis.eigen, "Stadskantoor", bezet.datum)


def test_een_nummer_van_een_andere_afspraak_is_er_niet(huis, afspraak):
    een, elders = overleg(afspraak), maak_afspraak("Andere afspraak")
    actie = Overlegactie.objects.create(overleg=een, wat="Doen", wie="Bureau")
    client = bureau(huis)
    assert client.get(reverse("afspraken:overleg", args=[elders.pk, een.pk])).status_code == 404
    assert client.get(reverse("afspraken:actie", args=[elders.pk, een.pk, actie.pk])).status_code == 404
    assert client.get(reverse("afspraken:deadline", args=[elders.pk, deadline(afspraak).pk])).status_code == 404


# --- deadlines --------------------------------------------------------------------------------------------------


def test_deadlines_maken_wijzigen_en_afvinken(huis, afspraak):
    client, lijst = bureau(huis), reverse("afspraken:deadlines", args=[afspraak.pk])
    gegevens = {"naam": "Tussenrapport", "datum": "2026-07-20", "herinner_dagen": "21"}
    nieuw = reverse("afspraken:deadline_nieuw", args=[afspraak.pk])
    assert client.post(nieuw, gegevens).status_code == 302
    antwoord = client.post(nieuw, gegevens)
    assert antwoord.status_code == 422
    assert "Deze deadline staat er al." in antwoord.text
    assert "over 14 dagen" in client.get(lijst).text
    rij = Deadline.objects.get()
    client.post(reverse("afspraken:deadline_klaar", args=[afspraak.pk, rij.pk]))
    assert Deadline.objects.get().klaar_op == VANDAAG
    client.post(reverse("afspraken:deadline_klaar", args=[afspraak.pk, rij.pk]), {"open": "1"})
    pad = reverse("afspraken:deadline", args=[afspraak.pk, rij.pk])
    assert client.post(pad, {**gegevens, "datum": "2026-07-01"}).status_code == 302
    assert "5 dagen te laat" in client.get(lijst).text
    assert client.post(reverse("afspraken:deadline_weg", args=[afspraak.pk, rij.pk])).status_code == 302
    assert not Deadline.objects.exists()


@pytest.mark.parametrize(
    ("anders", "velden"),
    [
        ({"naam": ""}, ["naam"]),
        ({"datum": ""}, ["datum"]),
        ({"datum": "31-2-2026"}, ["datum"]),
        ({"herinner_dagen": ""}, ["herinner_dagen"]),
        ({"herinner_dagen": "-1"}, ["herinner_dagen"]),
        ({"herinner_dagen": "9" * 40}, ["herinner_dagen"]),
    ],
)
def test_een_deadline_die_niet_kan(huis, afspraak, anders, velden):
    gegevens = {"naam": "Tussenrapport", "datum": "2026-07-20", "herinner_dagen": "21", **anders}
    antwoord = bureau(huis).post(reverse("afspraken:deadline_nieuw", args=[afspraak.pk]), gegevens)
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == velden
    assert "Dit veld is verplicht" not in antwoord.text


@pytest.mark.parametrize(
    ("dag", "dagen", "nu"),
    [(20, 14, True), (20, 13, False), (6, 0, True), (5, 0, True), (7, 0, False), (1, 30, True)],
)
def test_wanneer_een_herinnering_begint(afspraak, dag, dagen, nu):
    deadline(afspraak, date(2026, 7, dag), herinner_dagen=dagen)
    assert bool(o.te_herinneren(Deadline.objects.all(), VANDAAG)) == nu


@pytest.mark.parametrize(
    ("dagen", "woorden"),
    [(0, "vandaag"), (1, "morgen"), (2, "over 2 dagen"), (-1, "1 dag te laat"), (-9, "9 dagen te laat")],
)
def test_hoe_lang_nog_in_woorden(dagen, woorden):
    assert o.hoe_lang_nog(VANDAAG + timedelta(days=dagen), VANDAAG) == woorden


# --- the start page ---------------------------------------------------------------------------------------------


def test_op_de_startpagina_van_wie_de_afspraak_ziet(huis, afspraak):
    deadline(afspraak)
    deadline(afspraak, date(2026, 7, 1), "Begroting")
    deadline(afspraak, date(2026, 7, 2), "Al gedaan", klaar_op=date(2026, 7, 1))
    deadline(afspraak, date(2026, 12, 1), "Nog lang niet")
    overleg(afspraak, date(2026, 7, 20), kamer=huis.ander)
    overleg(afspraak, date(2026, 7, 1), soort="kwartaal")
    for rol in LEZERS:
        tekst = als(huis.gebruikers[rol]).get("/").text
        assert "Te laat: Begroting" in tekst, rol
        assert "Uiterlijk 1 juli 2026: 5 dagen te laat" in tekst
        assert "Uiterlijk 20 juli 2026: over 14 dagen" in tekst
        assert "Al gedaan" not in tekst
        assert "Nog lang niet" not in tekst
        assert ("Voortgangsgesprek" in tekst) == (rol not in (Rol.COORDINATOR, Rol.CORPORATIE)), rol
        assert ("er is nog geen verslag" in tekst) == (rol == Rol.BUREAU), rol
    for mens in (huis.gebruikers[Rol.DEUR], huis.gebruikers[Rol.BEHEERDER], huis.vreemden[Rol.GEMEENTE]):
        assert "Dit komt eraan" not in als(mens).get("/").text


def test_wat_eraan_komt_vraagt_twee_keer(huis, afspraak, django_assert_max_num_queries):
    mens = huis.gebruikers[Rol.GEMEENTE]
    mens.bevoegdheden  # noqa: B018 read before
    for n in range(3):
        deadline(afspraak, VANDAAG + timedelta(days=n))
        overleg(afspraak, VANDAAG + timedelta(days=n))
    with django_assert_max_num_queries(2):
        assert [a.dag for a in o.dit_komt_eraan(mens, VANDAAG)] == sorted(
            2 * [VANDAAG + timedelta(days=n) for n in range(3)]
        )


def test_op_het_dashboard_leest_een_corporatie_alleen_wat_over_alle_kamers_gaat(huis, afspraak):
    overleg(afspraak, date(2026, 7, 14), kamer=huis.eigen)
    overleg(afspraak, date(2026, 7, 15), soort="kwartaal")
    deadline(afspraak)
    tweede = maak_afspraak("Afspraak 2026", jaar=2026, versie=2, vorige=afspraak)
    for alleen_corporatie, verwacht in ((False, ["Voortgangsgesprek", "Kwartaaloverleg"]), (True, ["Kwartaaloverleg"])):
        versies = (afspraak.pk, tweede.pk)
        vraag = Vraag(
            (huis.eigen,), huis.eigen, Periode.jaar(2026), tweede, VANDAAG, alleen_corporatie, versies=versies
        )
        assert [termijn.naam for termijn in _termijnen(vraag)] == [*verwacht, "Tussenrapport"]


def test_het_korte_overzicht_bij_de_afspraak(huis, afspraak, django_assert_max_num_queries):
    overleg(afspraak, date(2026, 7, 1))
    later = overleg(afspraak, date(2026, 8, 4))
    Overlegactie.objects.create(overleg=later, wat="Doen", wie="Bureau", voor=date(2026, 7, 1))
    deadline(afspraak)
    mens = huis.gebruikers[Rol.BUREAU]
    mens.bevoegdheden  # noqa: B018 read before
    with django_assert_max_num_queries(3):
        kort = o.kort(mens, afspraak)
    assert (kort.volgende, kort.open_acties, kort.late_acties, len(kort.deadlines)) == (later, 1, 1, 1)
    tekst = als(mens).get(afspraak.get_absolute_url()).text
    assert "Volgend overleg" in tekst
    assert "waarvan 1 te laat" in tekst


# --- e-mail -----------------------------------------------------------------------------------------------------


def herinneringen(*opties: str) -> str:
    uit = StringIO()
    call_command("herinneringen", *opties, stdout=uit)
    return uit.getvalue()


def test_elke_deadline_wordt_een_keer_gemaild_aan_het_bureau(huis, afspraak, settings):
    settings.EMAIL_INGESTELD = True
    maak_gebruiker(Rol.BUREAU, is_active=False)
    deadline(afspraak)
    deadline(afspraak, date(2026, 12, 1), "Nog lang niet")
    deadline(afspraak, date(2026, 7, 1), "Al gedaan", klaar_op=date(2026, 7, 1))
    assert "1 te versturen" in herinneringen("--proef")
    assert not mail.outbox
    for verstuurd in (1, 0, 0):
        assert f"{verstuurd} herinnering" in herinneringen()
    [brief] = mail.outbox
    assert brief.to == [huis.gebruikers[Rol.BUREAU].email]
    assert brief.subject == "Herinnering: Tussenrapport, uiterlijk 20 juli 2026"
    assert "over 14 dagen" in brief.body
    assert Deadline.objects.get(naam="Tussenrapport").herinnerd_op == VANDAAG


def test_op_een_andere_dag_wordt_er_opnieuw_herinnerd(huis, afspraak):
    rij = deadline(afspraak, herinnerd_op=VANDAAG)
    assert te_versturen(VANDAAG) == []
    rij.naam = "Ander rapport"
    assert o.bewaar_deadline(rij, door=systeem()).herinnerd_op == VANDAAG
    rij.datum = date(2026, 7, 21)
    o.bewaar_deadline(rij, door=systeem())
    assert te_versturen(VANDAAG) == [rij]


def test_zonder_email_url_gaat_er_niets_en_wordt_dat_gezegd(huis, afspraak, settings):
    settings.EMAIL_INGESTELD = False
    deadline(afspraak)
    assert "niet ingesteld" in herinneringen()
    assert not mail.outbox
    assert Deadline.objects.get().herinnerd_op is None


def test_een_mail_die_niet_lukt_wacht_en_een_adres_dat_niet_klopt_houdt_de_rest_niet_op(
    huis, afspraak, settings, monkeypatch
):
    settings.EMAIL_INGESTELD = True
    tweede = maak_gebruiker(Rol.BUREAU)
    deadline(afspraak)
    weiger: list[str] = [huis.gebruikers[Rol.BUREAU].email, tweede.email]

    def stuur(brief: Any, fail_silently: bool = False) -> int:
        if brief.to[0] in weiger:
            raise ConnectionRefusedError("geen antwoord")
        mail.outbox.append(brief)
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", stuur)
    with pytest.raises(CommandError, match="geen antwoord"):
        herinneringen()
    assert Deadline.objects.get().herinnerd_op is None
    weiger.pop()
    with pytest.raises(CommandError, match="geen antwoord"):
        herinneringen()
    assert [brief.to for brief in mail.outbox] == [[tweede.email]]
    assert Deadline.objects.get().herinnerd_op == VANDAAG


def test_zonder_iemand_van_het_bureau_blijft_de_deadline_wachten(afspraak, settings):
    settings.EMAIL_INGESTELD = True
    Gebruiker.objects.filter(bevoegdheid__rol=Rol.BUREAU).update(is_active=False)
    deadline(afspraak)
    with pytest.raises(CommandError, match="niemand van het bureau"):
        herinneringen()
    assert Deadline.objects.get().herinnerd_op is None
