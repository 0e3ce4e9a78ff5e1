"""Signals: written down in seconds without names, counted exactly, frozen with the report, no texts for outsiders."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from buurtwerkkamers.models import Bevoegdheid, Wijk
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers.models import Signaal
from deelnemers.registratie.signalen import NieuwSignaal, bereikbaar_op, leg_signalen_vast, wijzig_signaal
from deelnemers.tellingen.signalen import tel_signalen
from rapportage.dashboard.signalen import GEEN, NOG_NIET, grafiek
from tests.deelnemers.wereld import dagen_terug, ingelogd, maak_wereld, vandaag
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db
BSN = "111222333"


@pytest.fixture
def w():
    wereld = maak_wereld()
    wereld.top.wijk = Wijk.objects.create(naam="Ondiep")
    wereld.top.save()
    return wereld


def goed(**anders):
    return {"thema": "wonen", "tekst": "Vocht in de flats.", "buurt": "Ondiep", "datum": vandaag(), **anders}


def stuur(w, **anders):
    return ingelogd(w.coordinator).post("/signalen/nieuw/", goed(**anders))


def signaal(kamer, thema="wonen", dag=None, tekst="Vocht in de flats.", **velden):
    return Signaal.objects.create(kamer=kamer, thema=thema, datum=dag or dagen_terug(3), tekst=tekst, **velden)


# --- writing --------------------------------------------------------------------------------------------------


def test_een_signaal_is_thema_en_tekst_de_rest_staat_er_al(w):
    form = ingelogd(w.coordinator).get("/signalen/nieuw/").context["form"]
    begin = {naam: form[naam].value() for naam in ("thema", "tekst", "buurt", "datum")}
    assert begin == {"thema": None, "tekst": None, "buurt": "Ondiep", "datum": vandaag()}
    assert stuur(w, tekst="  Vocht\r\nin   de flats. ").status_code == 302
    rij = Signaal.objects.get()
    assert (rij.kamer, rij.thema, rij.buurt, rij.tekst) == (w.top, "wonen", "Ondiep", "Vocht in de flats.")


def test_twee_keer_sturen_is_een_signaal_en_bijna_hetzelfde_zijn_er_twee(w):
    stuur(w)
    assert "stond er al" in ingelogd(w.coordinator).post("/signalen/nieuw/", goed(), follow=True).text
    stuur(w, tekst="Vocht in de flat.")
    assert Signaal.objects.count() == 2


def test_wie_twee_kamers_heeft_kiest_en_krijgt_de_wijk_van_die_kamer(w):
    Bevoegdheid.objects.create(gebruiker=w.coordinator, rol="coordinator", kamer=w.elders)
    assert list(stuur(w, buurt="").context["form"].errors) == ["kamer"]
    assert stuur(w, buurt="", kamer=w.top.pk).status_code == 302
    assert Signaal.objects.get().buurt == "Ondiep"


@pytest.mark.parametrize(
    ("anders", "velden"),
    [
        ({"thema": ""}, ["thema"]),
        ({"thema": "raar"}, ["thema"]),
        ({"tekst": ""}, ["tekst"]),
        ({"tekst": " \u0301 "}, ["tekst"]),
        ({"tekst": "a\0b"}, ["tekst"]),
        ({"tekst": "x" * 281}, ["tekst"]),
        ({"tekst": f"Iemand met {BSN} heeft schulden"}, ["tekst"]),
        ({"tekst": "Iemand met 1112.22.333 heeft schulden"}, ["tekst"]),
        ({"buurt": f"bij {BSN}"}, ["buurt"]),
        ({"buurt": "x" * 81}, ["buurt"]),
        ({"datum": ""}, ["datum"]),
        ({"datum": "2099-01-01"}, ["datum"]),
        ({"datum": "gisteren"}, ["datum"]),
    ],
)
def test_wat_niet_kan_komt_terug_met_uitleg(w, anders, velden):
    antwoord = stuur(w, **anders)
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == velden
    assert "Dit veld is verplicht" not in antwoord.text
    assert not Signaal.objects.exists()


def test_precies_280_tekens_past_en_een_ander_getal_van_negen_cijfers_ook(w):
    assert stuur(w, tekst="x" * 280).status_code == 302
    assert stuur(w, tekst="Zaak 111222334 loopt al lang.").status_code == 302


def test_ook_langs_een_andere_weg_komt_er_geen_bsn_in(w):
    rij = NieuwSignaal(w.top.pk, vandaag(), "geld", f"Iemand met {BSN}")
    with pytest.raises(Geweigerd, match="burgerservicenummer"):
        leg_signalen_vast([rij], door=systeem())
    with pytest.raises(Geweigerd, match="burgerservicenummer"):
        wijzig_signaal(signaal(w.top), door=systeem(), tekst=BSN)
    assert not Signaal.objects.filter(tekst__contains=BSN).exists()


def test_een_dag_waarop_de_kamer_er_nog_niet_was_wordt_geweigerd(w):
    antwoord = stuur(w, datum=dagen_terug(1200))
    assert antwoord.status_code == 422
    assert not Signaal.objects.exists()


def test_verbeteren_laat_zien_wat_een_ander_intussen_deed_en_verwijderen_kan(w):
    rij, client = signaal(w.top), ingelogd(w.coordinator)
    adres = reverse("signalen:wijzig", args=[rij.pk])
    stand = client.get(adres).context["form"]["stand"].value()
    wijzig_signaal(rij, door=w.bureau, thema="geld")
    antwoord = client.post(adres, {**goed(tekst="Anders."), "stand": stand})
    assert antwoord.status_code == 422
    assert "Dit staat er nu" in antwoord.text
    stand = antwoord.context["form"]["stand"].value()
    assert client.post(adres, {**goed(tekst="Anders."), "stand": stand}).status_code == 302
    assert Signaal.objects.get().tekst == "Anders."
    assert client.post(reverse("signalen:weg", args=[rij.pk])).status_code == 302
    assert not Signaal.objects.exists()


# --- the list -------------------------------------------------------------------------------------------------


def test_lijst_met_filters_en_een_lege_lijst_zegt_wat_te_doen(w):
    client = ingelogd(w.coordinator)
    assert "Nog geen signalen" in client.get("/signalen/").text
    signaal(w.top, "wonen", tekst="Vocht in de flats.", buurt="Ondiep")
    signaal(w.top, "geld", dagen_terug(40), "Mensen kunnen de huur niet betalen.")
    signaal(w.elders, "taal", tekst="Van een andere kamer.")

    def te_zien(vraag):
        return {rij.thema for rij in client.get(f"/signalen/{vraag}").context["table"].data}

    assert te_zien("") == {"wonen", "geld"}
    assert te_zien("?thema=geld") == {"geld"}
    assert te_zien("?woord=ondiep") == {"wonen"}
    assert te_zien(f"?van={dagen_terug(10)}") == {"wonen"}
    for raar in ("?thema=raar&van=ooit", "?woord=%00", "?kamer=9999999999999999999"):
        assert client.get(f"/signalen/{raar}").status_code == 200
    assert {r.thema for r in ingelogd(w.bureau).get("/signalen/").context["table"].data} == {"wonen", "geld", "taal"}
    assert b"".join(client.get("/signalen/?uitvoer=xlsx").streaming_content).startswith(b"PK")


def test_de_lijst_vraagt_de_database_even_vaak(w):
    aantallen = []
    for _ in range(2):
        signaal(w.top)
        client = ingelogd(w.bureau)
        client.get("/signalen/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/signalen/")
        aantallen.append(len(queries))
        signaal(w.elders)
    assert aantallen[0] == aantallen[1]


def test_buurten_van_eerder_zijn_een_voorstel_en_die_van_een_ander_niet(w):
    signaal(w.top, buurt="Geuzenwijk")
    signaal(w.elders, buurt="Vleuten")
    tekst = ingelogd(w.coordinator).get("/signalen/nieuw/").text
    assert '<option value="Geuzenwijk">' in tekst
    assert '<option value="Ondiep">' in tekst
    assert "Vleuten" not in tekst


# --- counting -------------------------------------------------------------------------------------------------

DAGEN = st.dates(date(2026, 1, 1), date(2026, 4, 30))


class Tellen(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        rijen=st.lists(st.tuples(st.integers(0, 2), DAGEN, st.sampled_from(["wonen", "geld", "taal"])), max_size=25),
        perioden=st.lists(st.tuples(DAGEN, st.integers(0, 90)), min_size=1, max_size=4),
    )
    def test_als_met_de_hand_geteld(self, rijen, perioden):
        kamers = [maak_kamer() for _ in range(3)]
        Signaal.objects.bulk_create(
            Signaal(kamer=kamers[k], datum=dag, thema=thema, tekst="x") for k, dag, thema in rijen
        )
        gevraagd = [Periode(van, van + timedelta(days=duur)) for van, duur in perioden]
        geteld = tel_signalen(kamers[:2], gevraagd)
        assert len(geteld) == 2 * len(gevraagd) * len(Signaal.Thema)
        for rij in geteld:
            met_de_hand = sum(
                kamers[k] == rij.kamer and rij.periode.van <= dag <= rij.periode.tm and thema == rij.thema
                for k, dag, thema in rijen
            )
            assert rij.aantal == met_de_hand


def test_tellen_is_een_vraag_hoeveel_kamers_en_perioden_ook(w, django_assert_num_queries):
    signaal(w.top)
    with django_assert_num_queries(1):
        assert (
            sum(r.aantal for r in tel_signalen([w.top, w.elders], Periode.jaar(vandaag().year).verdeel("maand"))) <= 1
        )
    assert tel_signalen([], [Periode.jaar(2026)]) == tel_signalen([w.top], []) == []


# --- the dashboard --------------------------------------------------------------------------------------------


def test_grafiek_zet_dit_jaar_naast_vorig_jaar_zonder_teksten(w, django_assert_num_queries):
    for dag, thema in (
        (date(2025, 3, 1), "wonen"), (date(2025, 8, 1), "geld"), (date(2026, 3, 1), "geld"), (date(2026, 4, 1), "geld"),
        (date(2026, 5, 1), "taal"),
    ):  # fmt: skip
        signaal(w.top, thema, dag, tekst="Zeldzame tekst")
    with django_assert_num_queries(3):
        blok = grafiek([w.top, w.elders], Periode.halfjaar(2026, 1))
    nu, toen = ([(p.label, p.cijfer.waarde) for p in reeks.punten] for reeks in blok.reeksen)
    assert nu == [("Geld en schulden", 2), ("Taal en inburgeren", 1), ("Wonen", 0)]
    assert toen == [("Geld en schulden", 0), ("Taal en inburgeren", 0), ("Wonen", 1)]
    assert {p.cijfer.bescherming for reeks in blok.reeksen for p in reeks.punten} == {"open"}
    assert "Zeldzame tekst" not in repr(blok)


def test_zonder_registratie_is_het_niet_te_bepalen_en_geen_nul(w):
    assert grafiek([w.top], Periode.jaar(2026)).toelichting == NOG_NIET
    signaal(w.top, dag=date(2026, 3, 1))
    toen = grafiek([w.top], Periode.jaar(2026)).reeksen[1].punten[0].cijfer
    assert (toen.waarde, toen.reden) == (None, NOG_NIET)
    assert grafiek([w.top], Periode.kwartaal(2026, 3)).toelichting == GEEN


def test_wie_van_buiten_komt_ziet_geen_teksten(w):
    rij = signaal(w.top, tekst="Zeldzame tekst")
    for buiten in (w.gemeente, w.corporatie, w.penningmeester, w.deur, w.beheerder):
        for adres in ("/signalen/", "/signalen/nieuw/", f"/signalen/{rij.pk}/"):
            assert ingelogd(buiten).get(adres).status_code == 403
    assert ingelogd(w.coordinator_elders).get(f"/signalen/{rij.pk}/").status_code == 404
    assert ingelogd(maak_gebruiker("coordinator", kamer=w.top)).get(f"/signalen/{rij.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("tekst", "mag"),
    [
        ("Bel Jan op 0612345678", False), ("Bel Jan op 06-12 34 56 78", False), ("030 2345678 graag", False),
        ("+31 6 12345678", False), ("mail jan.de.vries@voorbeeld.nl", False), ("De huur steeg met 0,5 procent", True),
        ("In 2026 gingen 12.500 mensen", True), ("Sinds 01-02-2026 is lijn 3 weg", True),
        ("Prijs is 120 @ markt", True),
    ],
)  # fmt: skip
def test_een_signaal_is_nooit_een_telefoonnummer_of_adres(tekst, mag):
    assert bereikbaar_op(tekst) is not mag
