"""Likely doubles: who is found and who is not, side by side, proposing and merging, and what it does to reports."""

from __future__ import annotations

import random
from datetime import date

import pytest
from django.urls import reverse

from buurtwerkkamers.models import Logregel
from deelnemers import dubbelen, gevolgen, registratie, samengevoegd
from deelnemers.models import Deelnemer, NietDezelfde, Samenvoeging
from tests.deelnemers.wereld import dagen_terug, ingelogd, kwam, maak_wereld, schrijf_in, vandaag
from tests.fabrieken import maak_deelnemer, maak_kamer, systeem

pytestmark = pytest.mark.django_db
WERKLIJST = "/deelnemers/dubbelen/"


@pytest.fixture
def w():
    return maak_wereld()


def paar(van, naar) -> str:
    return reverse("deelnemers:paar", args=[van.pk, naar.pk])


def gevonden(*kamers) -> list[tuple[set[int], tuple[str, ...]]]:
    return [({p.een, p.ander}, p.redenen) for p in dubbelen.waarschijnlijke_dubbelen(kamers)]


def mens(kamer, naam, **velden) -> Deelnemer:
    voornaam, _, achternaam = naam.partition(" ")
    return maak_deelnemer(kamer, voornaam, achternaam=achternaam, **velden)


# --- who is found -------------------------------------------------------------------------------------------------

ANDEREN = ("Fatima Yilmaz", "Fatima Jansen", "Mohamed Amrani", "Riet Bakker")
DUBBEL = [
    ("Fatima el Bakkali", {}, "Fatima El Bakkali", {}, "zelfde naam"),
    ("Mohammed Azzouzi", {}, "Mohamed Azouzi", {}, "naam klinkt hetzelfde"),
    ("Özgür Yılmaz", {}, "Ozgur Yilmaz", {}, "zelfde naam"),
    ("Riet Jansen", {}, "Riet Janssen", {}, "naam klinkt hetzelfde"),
    ("Hendrik Visser", {}, "Hendirk Visser", {}, "naam lijkt"),
    ("Jansen Riet", {}, "Riet Jansen", {}, "voornaam en achternaam omgedraaid"),
    ("Aïcha B.", {}, "Aicha Bouali", {}, "zelfde voornaam en eerste letter"),
    ("Wilhelmina", {}, "Wilhelmina Smit", {}, "zelfde voornaam, en bijna niemand anders heet zo"),
    ("Fatima", {"telefoon": "06 11223344"}, "Fatima el Idrissi", {"telefoon": "+31 6-11223344"}, "zelfde telefoon"),
    ("Sara Bos", {"email": "S.Bos@x.nl"}, "Sarah de Wit", {"email": "s.bos@x.nl"}, "zelfde e-mailadres"),
    ("Fatima Zahra", {"geboortejaar": 1970}, "Fatima Zara", {"geboortejaar": 1970}, "zelfde geboortejaar"),
    ("Fatima Zahra", {"postcode": "3552 AB"}, "Fatima Zara", {"postcode": "3552ab"}, "zelfde postcode"),
]
NIET_DUBBEL = [
    ("Fatima el Bakkali", {"geboortejaar": 1960}, "Fatima el Bakkali", {"geboortejaar": 1990}),
    ("Jan Smit", {"telefoon": "0301234567"}, "Fatoumata Smit", {"telefoon": "0301234567"}),  # one household
    ("Fatima el Bakkali", {}, "Fatima Benali", {}),
    ("Ali Kaya", {}, "Ayşe Kaya", {}),
    ("Riet de Vries", {"geboortejaar": 1950}, "Henk de Vries", {"geboortejaar": 1950}),
    ("Mohamed B.", {}, "Mohamed Chahid", {}),
    ("Bo Vos", {"telefoon": "112"}, "Bo Kok", {"telefoon": "112"}),  # too short to be anybody's number
]


@pytest.mark.parametrize(("een", "van_een", "ander", "van_ander", "reden"), DUBBEL)
def test_wie_op_elkaar_lijkt_wordt_gevonden_met_de_reden(een, van_een, ander, van_ander, reden):
    kamer = maak_kamer()
    for naam in ANDEREN:
        mens(kamer, naam, geboortejaar=1901)
    deze = {mens(kamer, een, **van_een).pk, mens(kamer, ander, **van_ander).pk}
    redenen = {frozenset(ids): waarom for ids, waarom in gevonden(kamer)}
    assert reden in redenen[frozenset(deze)]


@pytest.mark.parametrize(("een", "van_een", "ander", "van_ander"), NIET_DUBBEL)
def test_wie_een_ander_is_wordt_niet_gevonden(een, van_een, ander, van_ander):
    kamer = maak_kamer()
    mens(kamer, een, **van_een)
    mens(kamer, ander, **van_ander)
    assert gevonden(kamer) == []


def test_een_voornaam_die_veel_mensen_hebben_zegt_niets():
    kamer = maak_kamer()
    for achternaam in ("", "Azzouzi", "Benali", "Chahid", "Driouch"):
        maak_deelnemer(kamer, "Mohamed", achternaam=achternaam)
    assert gevonden(kamer) == []


def test_het_sterkste_bewijs_staat_boven():
    kamer = maak_kamer()
    zwak = {mens(kamer, "Hendrik Visser").pk, mens(kamer, "Hendirk Visser").pk}
    sterk = {mens(kamer, "Riet Jansen", telefoon="0611111111").pk, mens(kamer, "Riet Jansen", telefoon="0611111111").pk}
    uit = gevonden(kamer)
    assert [ids for ids, _ in uit] == [sterk, zwak]
    assert uit[0][1] == ("zelfde naam", "zelfde telefoon")


def test_een_kamer_ziet_alleen_paren_van_zichzelf_en_het_bureau_alles(w):
    dubbel = schrijf_in(w.elders, "Fatima", "el Bakkali")
    assert "el Bakkali" not in ingelogd(w.coordinator).get(WERKLIJST).text
    assert gevonden(w.top) == []
    bureau = ingelogd(w.bureau).get(WERKLIJST)
    assert paar(dubbel, w.fatima) in bureau.text
    assert [kamer.naam for kamer in bureau.context["kamers"]] == ["TOP", "Elders"]
    assert paar(dubbel, w.fatima) not in ingelogd(w.bureau).get(WERKLIJST, {"kamer": "top"}).text
    for van, naar in ((dubbel, w.fatima), (w.fatima, dubbel)):
        assert ingelogd(w.coordinator).get(paar(van, naar)).status_code == 404
        assert ingelogd(w.coordinator).post(paar(van, naar), {"actie": "niet_dezelfde"}).status_code == 404
    assert not NietDezelfde.objects.exists()


def test_wat_beslist_is_komt_niet_terug(w):
    dubbel = schrijf_in(w.top, "Fatima", "Bakkali")
    derde = schrijf_in(w.top, "Fatima", "Bakkali")
    assert len(gevonden(w.top)) == 3
    registratie.niet_dezelfde(dubbel, w.fatima, door=w.coordinator)
    registratie.stel_samenvoegen_voor(van=derde, naar=w.fatima, kamer=w.top, door=w.coordinator)
    assert [ids for ids, _ in gevonden(w.top)] == [{dubbel.pk, derde.pk}]
    # a mark holds for the card that the marked one went up in
    registratie.voeg_samen(van=derde, naar=w.fatima, door=w.bureau)
    assert gevonden(w.top) == []


def test_het_werk_groeit_met_de_mensen_en_niet_met_het_kwadraat(django_assert_num_queries, monkeypatch):
    """3,000 people take 0.1 to 0.2 s on two busy cores; here only what does not depend on the machine is held."""
    kamer, tombola = maak_kamer(), random.Random(20260401)
    klanken = ("BDFHJKLMNRST", "aeiou", "lmnrst", "aeiou", "nlsr")
    voornamen, achternamen = (
        ["".join(tombola.choice(klank) for klank in klanken) for _ in range(hoeveel)] for hoeveel in (150, 400)
    )
    registratie.schrijf_velen_in(
        [
            registratie.NieuweDeelnemer(
                # one in ten has the name that everybody has
                "Mohamed" if n % 10 == 0 else tombola.choice(voornamen),
                [kamer],
                vandaag(),
                achternaam=tombola.choice([*achternamen, "", "B."]),
                geboortejaar=tombola.choice([None, None, 1950 + n % 50]),
            )
            for n in range(1000)
        ],
        door=systeem(),
    )
    vergeleken = []
    echt = dubbelen._redenen
    monkeypatch.setattr(dubbelen, "_redenen", lambda *paar: vergeleken.append(1) or echt(*paar))
    with django_assert_num_queries(4):
        dubbelen.waarschijnlijke_dubbelen([kamer])
    assert len(vergeleken) < 10 * 1000


# --- the pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def dubbel(w):
    kaart = schrijf_in(w.top, "Fatma", "Bakkali", email="fatma@x.nl")
    kwam(w.eettafel, w.fatima, op=dagen_terug(9))
    kwam(w.eettafel, kaart, op=dagen_terug(2))
    return kaart


def test_een_coordinator_stelt_voor_en_het_bureau_voegt_samen(w, dubbel):
    client = ingelogd(w.coordinator)
    assert paar(dubbel, w.fatima) in client.get(WERKLIJST).text
    pagina = client.get(paar(dubbel, w.fatima))
    keuzes = {keuze.veld: keuze.keuze for keuze in pagina.context["keuzes"]}
    assert (keuzes["email"], keuzes["voornaam"]) == ("van", "naar")
    assert Logregel.objects.filter(actie="bekeken", onderwerp_id__in=[dubbel.pk, w.fatima.pk]).count() == 2
    assert client.post(paar(dubbel, w.fatima), {"actie": "samenvoegen"}).status_code == 403
    assert client.post(paar(dubbel, w.fatima), {"actie": "bevestigd"}).status_code == 403
    antwoord = client.post(paar(dubbel, w.fatima), {"actie": "voorstellen", "email": "van", "voornaam": "naar"})
    assert antwoord.url == WERKLIJST
    voorstel = Samenvoeging.objects.get()
    assert (voorstel.stand, voorstel.kamer, voorstel.velden) == ("voorgesteld", w.top, ["email"])
    assert paar(dubbel, w.fatima) not in client.get(WERKLIJST).text

    bureau = ingelogd(w.bureau)
    assert "1 voorstel" in bureau.get(WERKLIJST).text
    assert "Fatma Bakkali" in bureau.get(reverse("deelnemers:samenvoegingen"), {"stand": "voorgesteld"}).text
    bevestig = bureau.post(paar(dubbel, w.fatima), {"actie": "samenvoegen", "email": "van"})
    assert "Geen cijfer van een vastgesteld rapport" in bevestig.text
    assert samengevoegd.wortels() == {}
    bureau.post(paar(dubbel, w.fatima), {"actie": "bevestigd", "email": "van"})
    assert samengevoegd.wortels() == {dubbel.pk: w.fatima.pk}
    assert Deelnemer.objects.get(pk=w.fatima.pk).persoonsgegevens.email == "fatma@x.nl"
    # once more, from the back button: one card, and the page says so
    assert bureau.post(paar(dubbel, w.fatima), {"actie": "bevestigd"}).url == w.fatima.get_absolute_url()

    ongedaan = reverse("deelnemers:samenvoeging_ongedaan", args=[voorstel.pk])
    assert client.get(ongedaan).status_code == 403
    assert "weer twee kaarten" in bureau.get(ongedaan).text
    assert samengevoegd.wortels()
    bureau.post(ongedaan)
    assert samengevoegd.wortels() == {}
    assert bureau.post(ongedaan).status_code == 404
    assert bureau.get(reverse("deelnemers:samenvoeging", args=[voorstel.pk])).status_code == 200


def test_het_bureau_stelt_niet_voor_en_wijst_af(w, dubbel):
    bureau = ingelogd(w.bureau)
    assert bureau.post(paar(dubbel, w.fatima), {"actie": "voorstellen"}).status_code == 403
    voorstel = registratie.stel_samenvoegen_voor(van=dubbel, naar=w.fatima, kamer=w.top, door=w.coordinator)
    afwijzen = reverse("deelnemers:samenvoeging_afwijzen", args=[voorstel.pk])
    assert ingelogd(w.coordinator).post(afwijzen).status_code == 403
    bureau.post(afwijzen)
    voorstel.refresh_from_db()
    assert voorstel.stand == "afgewezen"


def test_niet_dezelfde_wordt_onthouden(w, dubbel):
    client = ingelogd(w.coordinator)
    for _ in range(2):
        client.post(paar(dubbel, w.fatima), {"actie": "niet_dezelfde"})
    assert NietDezelfde.objects.get().door == w.coordinator
    assert paar(dubbel, w.fatima) not in client.get(WERKLIJST).text


def test_een_andere_kamer_ziet_een_voorstel_niet(w, dubbel):
    voorstel = registratie.stel_samenvoegen_voor(van=dubbel, naar=w.fatima, kamer=w.top, door=w.coordinator)
    elders = ingelogd(w.coordinator_elders)
    assert elders.get(reverse("deelnemers:samenvoeging", args=[voorstel.pk])).status_code == 404
    assert "Fatma" not in elders.get(reverse("deelnemers:samenvoegingen")).text


def test_oude_adressen_leiden_naar_de_kaart_die_geldt(w, dubbel):
    registratie.voeg_samen(van=dubbel, naar=w.fatima, door=w.bureau)
    client = ingelogd(w.coordinator)
    assert client.get(paar(dubbel, w.riet)).url == paar(w.fatima, w.riet)
    assert client.get(paar(dubbel, w.fatima)).url == w.fatima.get_absolute_url()
    assert client.get(paar(w.riet, w.riet)).url == w.riet.get_absolute_url()


def test_gewiste_namen_en_rare_invoer_geven_een_antwoord(w, dubbel):
    client = ingelogd(w.bureau)
    for gegevens in ({}, {"actie": "\0"}, {"actie": "samenvoegen", "voornaam": "x", "nummer": "van"}):
        assert client.post(paar(dubbel, w.fatima), gegevens).status_code == 200
    for vraag in ({"page": "x"}, {"page": "999"}, {"kamer": "geen\0"}):
        assert client.get(WERKLIJST, vraag).status_code == 200
    dubbel.persoonsgegevens.delete()
    assert client.get(paar(dubbel, w.fatima)).status_code == 302


def test_vanaf_de_bladzijde_van_een_mens_de_andere_kaart_zoeken(w, dubbel):
    client = ingelogd(w.coordinator)
    adres = reverse("deelnemers:dezelfde_als", args=[w.fatima.pk])
    assert [m.naam for m in client.get(adres, {"zoek": "fatma"}).context["gevonden"]] == ["Fatma Bakkali"]
    assert client.get(adres, {"zoek": "bram"}).context["gevonden"] == []
    assert client.get(adres, {"zoek": "\0"}).status_code == 200
    assert client.get(reverse("deelnemers:dezelfde_als", args=[w.vreemd.pk])).status_code == 404


def test_de_werklijst_vraagt_evenveel_bij_een_en_bij_drie_paren(
    w, django_assert_num_queries, django_assert_max_num_queries
):
    client = ingelogd(w.bureau)
    schrijf_in(w.top, "Riet", "Jansen")
    client.get(WERKLIJST)
    with django_assert_max_num_queries(25) as een:
        client.get(WERKLIJST)
    schrijf_in(w.top, "Ozgur", "Yilmaz")
    schrijf_in(w.elders, "Bram", "Elderman")
    with django_assert_num_queries(len(een)):
        assert client.get(WERKLIJST).context["hoeveel"] == 3


# --- what it does to figures --------------------------------------------------------------------------------------


def test_gevolgen_vraagt_elke_functie_en_bewaart_niets(w, dubbel, monkeypatch):
    gevraagd = []

    def vraag(kamers, doe):
        gevraagd.append([kamer.naam for kamer in kamers])
        return ["Rapport juli 2020, TOP, uniek: 412 wordt 411"]

    monkeypatch.setattr(gevolgen, "_functies", [])
    gevolgen.registreer(vraag)
    gevolgen.registreer(vraag)
    registratie.schrijf_ook_in([(dubbel.pk, w.elders.pk, date(2020, 1, 1))], door=w.bureau)
    antwoord = ingelogd(w.bureau).post(paar(dubbel, w.fatima), {"actie": "samenvoegen"})
    assert gevraagd == [["TOP", "Elders"]]
    assert "412 wordt 411" in antwoord.text
    assert samengevoegd.wortels() == {}
