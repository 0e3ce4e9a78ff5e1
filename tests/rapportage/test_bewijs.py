"""The list behind a figure: as long as the figure says, for who may see it, and never a name too many."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.models import Categorie, Categorielijst, Kamer, Logregel
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie, tellingen
from deelnemers.models import Deelname, Deelnemer, Inzet, Klus, Partnercontact, Rol, Uitkomst, Verwijzing
from deelnemers.registratie import NieuweDeelname, NieuweInzet, NieuweKlus, NieuweRol
from rapportage.dashboard.bewijs import NIET_GETOOND, Bewijsvraag, zoek_bewijs
from rapportage.dashboard.samenstelling import Vraag, stel_samen
from tests.fabrieken import (
    categorie,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_gebruiker,
    maak_indicator,
    maak_kamer,
    maak_organisatie,
    registreer,
    systeem,
)

pytestmark = pytest.mark.django_db
BEGIN = date(2020, 1, 1)
PERIODE = Periode(date(2020, 1, 4), date(2020, 1, 8))


@pytest.fixture
def w() -> SimpleNamespace:
    kamers = [maak_kamer("Noord"), maak_kamer("Oost")]
    return SimpleNamespace(
        kamers=kamers,
        eten=[maak_activiteit(kamer, "Eettafel") for kamer in kamers],
        brieven=[maak_activiteit(kamer, "Brieven", soort="Formulieren") for kamer in kamers],
        mensen=[maak_deelnemer(kamers[n % 2], f"Mens {n}") for n in range(5)],
    )


def maak_rest(kamer: Kamer, mens: Deelnemer, op: date = PERIODE.van) -> None:
    """A referral to the kamer, an outcome, and a contact with a partner."""
    wie = {"kamer": kamer, "deelnemer": mens, "datum": op}
    organisatie = maak_organisatie()
    Verwijzing.objects.create(**wie, richting="in", organisatie=organisatie)
    Uitkomst.objects.create(**wie, soort=Uitkomst.Soort.OPLEIDING)
    Partnercontact.objects.create(kamer=kamer, datum=op, organisatie=organisatie)


def vraag(*kamers: Kamer, periode: Periode = PERIODE, **meer: Any) -> Bewijsvraag:
    return Bewijsvraag(kamers, periode, meer.pop("eigen", frozenset(k.pk for k in kamers)), **meer)


def rijen(soort: str, gevraagd: Bewijsvraag) -> list[tuple[str, ...]]:
    bewijs = zoek_bewijs(soort, gevraagd)
    assert bewijs is not None
    return [rij.cellen for rij in bewijs.maak(bewijs.rijen)]


def client(rol: str, kamer: Kamer | None = None) -> Client:
    ingelogd = Client()
    ingelogd.force_login(maak_gebruiker(rol, kamer=kamer))
    return ingelogd


def adres(soort: str, *, periode: Periode = PERIODE, **meer: Any) -> str:
    vragen = {"van": periode.van.isoformat(), "tm": periode.tm.isoformat(), **meer}
    return f"{reverse('dashboard:bewijs', args=[soort])}?{urlencode(vragen)}"


# --- the number of rows is the figure ---------------------------------------------------------------------------

dag = st.integers(0, 11).map(lambda n: BEGIN + timedelta(days=n))
stap = st.one_of(
    st.tuples(st.just("deelname"), st.integers(0, 4), st.integers(0, 3), dag),
    st.tuples(st.just("klus"), st.integers(0, 4), st.integers(0, 1), dag),
    st.tuples(st.just("uren"), st.integers(0, 4), st.integers(0, 1), dag),
)


def een_keer(stap: tuple[Any, ...]) -> object:
    """Hours of one person, group and day are filled in once; everything else may come twice."""
    return stap if stap[0] == "uren" else object()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stappen=st.lists(stap, max_size=25, unique_by=een_keer),
    paren=st.lists(st.permutations(range(5)).map(lambda p: p[:2]), max_size=2),
)
def test_de_lijst_is_zo_lang_als_het_cijfer(w, stappen, paren):
    for model in (Deelname, Klus, Inzet):
        model.objects.all().delete()
    mensen = [maak_deelnemer(w.kamers[n % 2], f"Mens {n}", op=BEGIN) for n in range(5)]
    for wat, wie, waar, op in stappen:
        mens, kamer = mensen[wie], w.kamers[waar % 2]
        if wat == "deelname":
            activiteit = (w.eten + w.brieven)[waar]
            nieuw = NieuweDeelname(activiteit.pk, activiteit.kamer_id, mens.pk, op)
            registratie.registreer_deelnames([nieuw], door=systeem())
        elif wat == "klus":
            registratie.leg_klussen_vast([NieuweKlus(kamer.pk, mens.pk, BEGIN, op)], door=systeem())
        else:
            registratie.leg_inzet_vast([NieuweInzet(kamer.pk, mens.pk, op, Decimal("1.5"), "Tuin")], door=systeem())
    for van, naar in paren:
        van, naar = mensen[van], mensen[naar]
        van.refresh_from_db()
        naar.refresh_from_db()
        if van.samengevoegd_met_id is None and naar.samengevoegd_met_id is None:
            registratie.voeg_samen(van=van, naar=naar, door=systeem())
    lijst = list(categorie().lijst.categorie_set.all())
    for kamers in ([w.kamers[0]], w.kamers):
        geteld = {
            rij.categorie: rij
            for rij in tellingen.tel_uniek(kamers, [PERIODE])
            if rij.kamer == (kamers[0] if len(kamers) == 1 else None)
        }
        for soort in (None, *lijst):
            asked = vraag(*kamers, categorie=soort)
            assert len(rijen("mensen", asked)) == geteld[soort].uniek
            assert len(rijen("nieuw", asked)) == geteld[soort].nieuw
            assert len(rijen("deelnames", asked)) == geteld[soort].deelnames
        sleutel = kamers[0].pk if len(kamers) == 1 else None
        assert len(rijen("klussen", vraag(*kamers))) == tellingen.tel_klussen(kamers, PERIODE)[sleutel]
        uren = zoek_bewijs("uren", vraag(*kamers, soort="bewoner"))
        vrijwilligers = tellingen.tel_vrijwilligers(kamers, PERIODE)[sleutel]
        assert uren.telling.startswith(f"{vrijwilligers.aantal} vrijwilliger")


def test_rollen_verwijzingen_uitkomsten_en_partners_tellen_zoals_het_cijfer(w):
    noord, oost = w.kamers
    for mens in w.mensen[:3]:
        maak_rest(noord, mens)
    maak_rest(oost, w.mensen[0], PERIODE.tm)
    maak_rest(oost, w.mensen[1], PERIODE.tot)
    registratie.geef_rollen(
        [
            NieuweRol(w.mensen[0].pk, noord.pk, "sleutelhouder", BEGIN, PERIODE.tm),
            NieuweRol(w.mensen[1].pk, noord.pk, "sleutelhouder", BEGIN, PERIODE.tm - timedelta(days=1)),
            NieuweRol(w.mensen[2].pk, oost.pk, "sleutelhouder", PERIODE.tm),
            NieuweRol(w.mensen[3].pk, oost.pk, "leerwerkplek", BEGIN, PERIODE.van),
            NieuweRol(w.mensen[4].pk, oost.pk, "nieuwe bewoner", PERIODE.van),
        ],
        door=systeem(),
    )
    alles = vraag(noord, oost)
    sleutels = tellingen.tel_rollen_op(w.kamers, Rol.Soort.SLEUTELHOUDER, PERIODE.tm)[None]
    assert len(rijen("rollen", vraag(noord, oost, rol="sleutelhouder"))) == sleutels == 2
    assert len(rijen("rollen", vraag(noord, oost, rol="leerwerkplek"))) == 1
    assert len(rijen("rollen", vraag(noord, oost, rol="nieuwe bewoner"))) == 1
    assert zoek_bewijs("rollen", vraag(noord, rol="koning")) is None
    mensen = tellingen.tel_verwijzingen(w.kamers, PERIODE)[None]
    assert len({rij[0] for rij in rijen("verwijzingen", alles)}) == mensen == 3
    assert len(rijen("verwijzingen", vraag(oost, soort="in"))) == 1
    assert len(rijen("uitkomsten", vraag(noord, oost, soort=Uitkomst.Soort.OPLEIDING))) == 4
    assert len({rij[0] for rij in rijen("partners", alles)}) == tellingen.tel_wijkpartners(w.kamers, PERIODE)[None] == 4
    assert Verwijzing.objects.count() == Partnercontact.objects.count() == 5


# --- what the words of an indicator decided ---------------------------------------------------------------------


def achter_de_indicator(
    w: SimpleNamespace, naam: str, eenheid: str, lijst: Categorielijst | None = None
) -> tuple[Any, list[Any]]:
    """The figure over both kamers of an indicator of these words, and the rows of the list that it leads to."""
    afspraak = maak_afspraak(f"Afspraak {naam}", van=PERIODE.van)
    if lijst:
        afspraak.categorielijst = lijst
        afspraak.save()
    indicator = maak_indicator(afspraak, naam, eenheid=eenheid, meetregel="")
    gevraagd = Vraag(tuple(w.kamers), None, Periode.jaar(2020), afspraak, PERIODE.tm)
    (regel,) = [regel for regel in stel_samen(gevraagd).indicatoren if regel.indicator_id == indicator.pk]
    gebruiker = maak_gebruiker("coordinator", kamer=w.kamers[0])
    gebruiker.bevoegdheid_set.create(rol="coordinator", kamer=w.kamers[1])
    ingelogd = Client()
    ingelogd.force_login(gebruiker)
    bewijs = ingelogd.get(regel.samen.bewijs).context["bewijs"]
    return regel.samen, [dict(zip(bewijs.kolommen, rij.cellen, strict=True)) for rij in bewijs.maak(bewijs.rijen)]


def test_de_lijst_van_een_organisatie_die_de_woorden_noemen(w):
    """Two organisations may be the one that the words mean; others do not count, and the list says who took part."""
    uwv, uwv_utrecht, anders = (maak_organisatie(naam) for naam in ("UWV", "UWV Utrecht", "Wijkteam"))
    for mens, organisatie in zip(w.mensen, (uwv, uwv_utrecht, anders, uwv, anders), strict=True):
        Verwijzing.objects.create(
            kamer=w.kamers[0], deelnemer=mens, datum=PERIODE.van, richting="in", organisatie=organisatie
        )
    Verwijzing.objects.create(
        kamer=w.kamers[0], deelnemer=w.mensen[4], datum=PERIODE.van, richting="uit", organisatie=uwv
    )
    registreer(w.eten[0], w.mensen[0], PERIODE.tm)
    registreer(w.eten[0], w.mensen[2], PERIODE.tm)
    cijfer, rijen = achter_de_indicator(w, "Doorverwezen door UWV (SW)", "aantal op aangemeld")
    assert (cijfer.teller, cijfer.noemer) == (1, 3)
    assert {rij["Wie"]: rij["Deed mee"] for rij in rijen} == {"Mens 0": "ja", "Mens 1": "nee", "Mens 3": "nee"}


def test_de_lijst_van_nieuwe_bewoners_zegt_wie_meedeed(w):
    nieuw = [NieuweRol(w.mensen[n].pk, w.kamers[n % 2].pk, "nieuwe bewoner", PERIODE.van) for n in range(3)]
    registratie.geef_rollen(nieuw, door=systeem())
    registreer(w.eten[1], w.mensen[1], PERIODE.tm)
    cijfer, rijen = achter_de_indicator(w, "Nieuwe bewoners, effectief mee laten doen", "aantal op aangemeld")
    assert (cijfer.teller, cijfer.noemer) == (1, 3)
    assert sorted(rij["Deed mee"] for rij in rijen) == ["ja", "nee", "nee"]


def test_de_lijst_van_een_categorie_die_de_woorden_noemen(w):
    registreer(w.eten[0], w.mensen[0], PERIODE.van)
    registreer(w.brieven[0], w.mensen[1], PERIODE.van)
    registreer(w.brieven[0], w.mensen[2], PERIODE.van - timedelta(days=1))  # before the agreement
    cijfer, rijen = achter_de_indicator(w, "Formulieren", "uniek")
    assert cijfer.waarde == 1
    assert [rij["Wie"] for rij in rijen] == ["Mens 1"]


def test_in_de_lijst_van_een_totaal_staat_ook_wie_alleen_een_klus_liet_doen(w):
    """Also by a list of categories in which no klussen count: the total is of everything."""
    registreer(w.eten[0], w.mensen[0], PERIODE.van)
    klus = NieuweKlus(w.kamers[0].pk, w.mensen[2].pk, PERIODE.van, PERIODE.van)
    registratie.leg_klussen_vast([klus], door=systeem())
    kaal = Categorielijst.objects.create(naam="Zonder klussen")
    Categorie.objects.create(lijst=kaal, naam="Alles", volgorde=1)
    for lijst in (categorie().lijst, kaal):
        cijfer, rijen = achter_de_indicator(w, f"Totaal {lijst}", "uniek", lijst=lijst)
        assert cijfer.waarde == len(rijen) == 2
        assert {rij["Wie"] for rij in rijen} == {"Mens 0", "Mens 2"}


def test_een_groep_staat_een_keer_in_de_lijst_en_uren_zonder_groep_niet(w):
    for mens, groep in zip(w.mensen, ("Tuin", "Tuin", "", "Kook", "Tuin"), strict=True):
        inzet = NieuweInzet(w.kamers[0].pk, mens.pk, PERIODE.van, Decimal(2), groep)
        registratie.leg_inzet_vast([inzet], door=systeem())
    cijfer, rijen = achter_de_indicator(w, "Actieve vrijwilligersgroepen", "aantal")
    assert cijfer.waarde == 2
    assert {rij["Groep"]: (rij["Vrijwilligers"], rij["Uren"]) for rij in rijen} == {
        "Tuin": ("3", "6"),
        "Kook": ("1", "2"),
    }


# --- who sees what ----------------------------------------------------------------------------------------------


def test_de_coordinator_ziet_namen_van_de_eigen_kamer_en_die_van_een_ander_bestaat_niet(w):
    registreer(w.eten[0], w.mensen[0], PERIODE.van)
    registreer(w.eten[1], w.mensen[1], PERIODE.van)
    noord = client("coordinator", w.kamers[0])
    pagina = noord.get(adres("mensen")).content.decode()
    assert "Mens 0" in pagina
    assert "Mens 1" not in pagina
    assert "1 verschillend mens" in pagina
    assert noord.get(adres("mensen", kamer="oost")).status_code == 404
    assert noord.get(adres("mensen", kamer="noord")).status_code == 200


def test_een_kolom_met_getallen_staat_rechts(w):
    registreer(w.eten[0], w.mensen[0], PERIODE.van)
    pagina = client("coordinator", w.kamers[0]).get(adres("mensen")).content.decode()
    assert '<th scope="col" class="getal">Keren</th>' in pagina
    assert '<td class="getal" data-label="Keren">1</td>' in pagina
    assert '<td data-label="Laatste keer">' in pagina


def test_het_bureau_ziet_bij_gevoelige_activiteiten_geen_namen(w):
    registreer(w.brieven[0], w.mensen[0], PERIODE.van)
    registreer(w.eten[0], w.mensen[1], PERIODE.van)
    bureau = client("bureau")
    formulieren = bureau.get(
        adres("mensen", periode=Periode.maand(2020, 1), categorie=categorie("Formulieren").pk)
    ).content.decode()
    assert NIET_GETOOND in formulieren
    assert "Mens 0" not in formulieren
    assert w.mensen[0].get_absolute_url() not in formulieren
    januari = Periode.maand(2020, 1)
    for lijst in ("deelnames", "mensen"):
        bezoeken = bureau.get(adres(lijst, periode=januari)).content.decode()
        assert "Mens 1" in bezoeken
        assert "Mens 0" not in bezoeken
        assert NIET_GETOOND in bezoeken
    eigen = client("coordinator", w.kamers[0]).get(adres("mensen", categorie=categorie("Formulieren").pk))
    assert "Mens 0" in eigen.content.decode()


def test_elke_blik_op_de_lijst_staat_in_het_logboek_zonder_namen(w):
    registreer(w.eten[0], w.mensen[0], PERIODE.van)
    client("coordinator", w.kamers[0]).get(adres("mensen"))
    regel = Logregel.objects.get(onderwerp_soort="bewijs mensen")
    assert regel.kamer == w.kamers[0]
    assert "Mens" not in regel.onderwerp_id + regel.reden


@pytest.mark.parametrize(
    "fout",
    [
        {"van": "gisteren"}, {"van": "2020-02-01", "tm": "2020-01-01"}, {"kamer": "nergens"}, {"categorie": "9999999"},
        {"soort": "\x00"}, {"kamer": "\x00"}, {"van": "9999-12-31", "tm": "9999-12-31"}, {"van": "0001-01-01"},
        {"van": "2020-01-05", "tm": "2020-01-06"},
        {"categorie": "²"}, {"organisatie": "-1"}, {"van": "2020-13-01"}, {"categorie": "1" * 40},
    ],
)  # fmt: skip
def test_een_adres_dat_niet_kan_is_er_niet(w, fout):
    bureau = client("bureau")
    vragen = {"van": "2020-01-01", "tm": "2020-01-31", **fout}
    assert bureau.get(f"{reverse('dashboard:bewijs', args=['mensen'])}?{urlencode(vragen)}").status_code == 404


def test_een_soort_zonder_lijst_en_een_vreemde_bladzijde(w):
    bureau = client("bureau")
    januari = Periode.maand(2020, 1)
    assert bureau.get(adres("koekjes", periode=januari)).status_code == 404
    assert bureau.get(adres("mensen", periode=januari, page="x")).status_code == 200
    assert bureau.get(reverse("dashboard:bewijs", args=["mensen"])).status_code == 200


@pytest.mark.parametrize("soort", ["mensen", "deelnames", "klussen", "uren", "verwijzingen", "uitkomsten", "partners"])
def test_een_lange_lijst_kost_niet_meer_vragen(w, soort):
    def vul(mensen: list) -> None:
        registreer(w.eten[0], mensen, PERIODE.van)
        for mens in mensen:
            registratie.leg_klussen_vast([NieuweKlus(w.kamers[0].pk, mens.pk, BEGIN, PERIODE.van)], door=systeem())
            uren = NieuweInzet(w.kamers[0].pk, mens.pk, PERIODE.van, Decimal(2), "Tuin")
            registratie.leg_inzet_vast([uren], door=systeem())
            maak_rest(w.kamers[0], mens)

    coordinator = client("coordinator", w.kamers[0])
    aantallen = []
    vul([w.mensen[0]])
    for meer in ([], [w.mensen[2], w.mensen[4]]):
        vul(meer)
        with CaptureQueriesContext(
            connection,
        ) as vragen:
            assert coordinator.get(adres(soort)).status_code == 200
        aantallen.append(len(vragen))
    assert aantallen[0] == aantallen[1]
