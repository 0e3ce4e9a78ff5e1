"""What is pointed out in a text, and above all what is not: who is warned for nothing stops reading."""

from __future__ import annotations

from datetime import date

import pytest
from test_verwijzingen import STAD, VAN_KAMER, cijfer

from buurtwerkkamers.models import Gebruiker, Kamer
from deelnemers.registratie import NieuweDeelnemer, schrijf_velen_in
from rapportage.demonstratie import teksten
from rapportage.nakijken import Natekijken, kijk_alles_na, kijk_na
from rapportage.samenstelling.verwijzingen import antwoordstof

CIJFERS = (
    *VAN_KAMER,
    cijfer("uniek klussen", "12", categorie="klussen"),
    cijfer("klussen", "40"),
    cijfer("nieuw", "33"),
    cijfer("vrijwilligers", "18"),
    cijfer("uren", "1.250,5"),
    cijfer("uren stad", "4.000", plekken=STAD),
)


@pytest.fixture(autouse=True)
def _zonder_namen(request, monkeypatch):
    """Numbers need no people."""
    if "db" not in request.fixturenames:
        monkeypatch.setattr("rapportage.nakijken.Tekstnamen.in_teksten", lambda *_: _Niemand())


class _Niemand:
    def vind(self, *_):
        return []


def bevindingen(tekst: str, cijfers=CIJFERS):
    return [(b.soort, b.stuk, b.voorstel) for b in kijk_na(tekst, kamer=None, cijfers=cijfers)]


@pytest.mark.parametrize(
    ("tekst", "stuk", "voorstel"),
    [
        ("Er kwamen 85 deelnemers.", "85 deelnemers", "{uniek}"),
        ("Wij zagen 120 unieke bezoekers.", "120 unieke bezoekers", "{uniek}"),
        ("formulieren: 33", "formulieren: 33", "{uniek formulieren 2}"),
        ("Bij formulieren kwamen 120 deelnemers.", "120 deelnemers", "{uniek formulieren}"),
        ("In totaal 99 deelnemers en 21 voor taal.", "99 deelnemers", "{uniek}"),
        ("- Formulieren: 128 mensen", "Formulieren: 128", "{uniek formulieren}"),
        ("Er waren 50 mensen met formulieren.", "50 mensen", "{uniek formulieren 2}"),
        ("Wij deden 60 klussen in de wijk.", "60 klussen", "{klussen}"),
        ("Er waren 50 nieuwe deelnemers.", "50 nieuwe deelnemers", "{nieuw}"),
        ("Zij gaven 900 uur vrijwilligerswerk.", "900 uur", "{uren}"),
        ("Wel 3.000 vrijwilligersuren!", "3.000 vrijwilligersuren", "{uren}"),
        ("Met ongeveer 300 deelnemers.", "300 deelnemers", "{uniek}"),
        ("Met 25 vrijwilligers.", "25 vrijwilligers", "{vrijwilligers}"),
    ],
)  # fmt: skip
def test_getal_dat_anders_is(tekst, stuk, voorstel):
    assert bevindingen(tekst) == [("getal", stuk, voorstel)]


@pytest.mark.parametrize(
    "tekst",
    [
        "Er kwamen 214 deelnemers.",
        "Er kwamen {uniek} deelnemers.",
        "Formulieren: 130, daarna 45.",
        "Op 14 maart 2020 om 10:30 uur.",
        "Er kwam € 1.200 binnen en 35% ging op.",
        "In 2019 waren er 300 deelnemers.",
        "Ons doel is 250 deelnemers.",
        "Gemiddeld 12 deelnemers per keer.",
        "Ruim 200 deelnemers.",
        "Tussen 10 en 15 deelnemers.",
        "7 van de 20 deelnemers.",
        "Wij hebben 33 formulieren ingevuld.",
        "Drie deelnemers, 4 deelnemers en 50 stoelen.",
        "Bij de cursus waren 16 deelnemers.",
        "In 1.250 uur vrijwilligerswerk.",
        "Deelnames: 5.231 deelnames.",
        "Wij hadden 40 klussen bij 12 mensen.",
        "Er deden 50 mensen mee met koken.",
    ],
)
def test_getal_dat_klopt_of_iets_anders_is(tekst):
    assert bevindingen(tekst) == []


def test_cijfer_dat_niet_bekend_is_geeft_geen_bevinding():
    assert bevindingen("Er kwamen 85 deelnemers.", [cijfer("uniek", "niet geregistreerd")]) == []


def test_uitleg_zegt_wat_het_cijfer_is():
    (bevinding,) = kijk_na("Er kwamen 85 deelnemers.", kamer=None, cijfers=CIJFERS[:1])
    assert "214" in bevinding.uitleg
    assert "wat uniek is" in bevinding.uitleg


def test_onbekende_verwijzing_met_wat_erop_lijkt():
    assert bevindingen("Het zijn {uniek formulier 3} mensen") == [
        ("onbekend", "{uniek formulier 3}", "{uniek formulieren 2}")
    ]
    assert bevindingen("{unik taal}") == [("onbekend", "{unik taal}", "{uniek nederlandse taal}")]
    ((soort, stuk, voorstel),) = bevindingen("Zie {noot}")
    assert (soort, stuk, voorstel) == ("onbekend", "{noot}", "")


@pytest.mark.parametrize(
    ("tekst", "soort", "stuk"),
    [
        ("Bel 06-12345678.", "telefoon", "06-12345678"),
        ("Bel +31 6 12 34 56 78 even", "telefoon", "+31 6 12 34 56 78"),
        ("Mail jan@voorbeeld.nl maar.", "email", "jan@voorbeeld.nl"),
        ("Nummer 111222333", "bsn", "negen cijfers achter elkaar"),
    ],
)
def test_bereikbaar_en_bsn(tekst, soort, stuk):
    assert (soort, stuk) in [(s, w) for s, w, _ in bevindingen(tekst)]


# --- names ------------------------------------------------------------------------------------------------------


@pytest.fixture
def kamers(db):
    top, hart = Kamer.objects.create(naam="TOP"), Kamer.objects.create(naam="Hart")
    door = Gebruiker.objects.systeem()
    mensen = [
        ("Fatima", "El Amrani"), ("Jan", "de Vries"), ("Wil", "Bakker"), ("Roos", ""), ("Özgür", "Yıldız"),
        ("Anne-Marie", "d'Hondt"), ("Gerrit", ""), *(("Mohamed", f"Achter{n}") for n in range(5)),
    ]  # fmt: skip
    rijen = [NieuweDeelnemer(voor, [top], date(2020, 1, 1), achternaam=achter) for voor, achter in mensen]
    rijen.append(NieuweDeelnemer("Sunita", [hart], date(2020, 1, 1), achternaam="Ramdin"))
    schrijf_velen_in(rijen, door=door)
    return top, hart


def namen(tekst: str, kamer: Kamer | None) -> list[str]:
    return [b.stuk for b in kijk_na(tekst, kamer=kamer, cijfers=()) if b.soort == "naam"]


@pytest.mark.parametrize(
    ("tekst", "gevonden"),
    [
        ("Met Fatima El Amrani ging het goed.", ["Fatima El Amrani"]),
        ("met FATIMA AMRANI", ["FATIMA AMRANI"]),
        ("Fatima Amrani en Fatima E. kookten.", ["Fatima Amrani", "Fatima E."]),
        ("Fatima A kwam.", ["Fatima A"]),
        ("Onze Jan de Vries, dank!", ["Jan de Vries"]),
        ("**Jan Vries**", ["Jan Vries"]),
        ("Wil B. schonk koffie.", ["Wil B."]),
        ("Ozgur Yildiz is geweest", ["Ozgur Yildiz"]),
        ("Anne Marie d'Hondt", ["Anne Marie d'Hondt"]),
        ("Wij bedanken Gerrit.", ["Gerrit"]),
        ("Fatima kookte elke dinsdag.", ["Fatima"]),
    ],
)
def test_namen_die_iemand_zijn(kamers, tekst, gevonden):
    assert namen(tekst, kamers[0]) == gevonden


@pytest.mark.parametrize(
    "tekst",
    [
        "Wil je weten hoe het ging? Roos is een kleur.",
        "Jan en alleman kwam langs.",
        "Mohamed hielp mee.",
        "Fatima Bakkali is van een andere kamer.",
        "Fatima B. ook.",
        "De Sint Gerrit Kerk en de Gerrit Rietveldlaan.",
        "Sunita Ramdin komt bij Hart.",
        "de gerrit van de hoek",
        "",
        "Özgürlük betekent vrijheid.",
    ],
)
def test_namen_die_niemand_zijn(kamers, tekst):
    assert namen(tekst, kamers[0]) == []


def test_zonder_kamer_telt_iedereen(kamers):
    assert namen("Sunita Ramdin en Fatima Amrani", None) == ["Sunita Ramdin", "Fatima Amrani"]


def test_uitleg_zegt_niets_over_de_mens(kamers):
    (bevinding,) = kijk_na("Dank aan Fatima Amrani.", kamer=kamers[0], cijfers=())
    assert "El" not in bevinding.uitleg + bevinding.stuk
    assert bevinding.over_iemand


def test_een_query_voor_alle_teksten(kamers, django_assert_num_queries):
    teksten_ = [Natekijken("Fatima Amrani en Sunita Ramdin", kamer, ()) for kamer in kamers]
    with django_assert_num_queries(1):
        gevonden = kijk_alles_na(teksten_)
    assert [[b.stuk for b in rij] for rij in gevonden] == [["Fatima Amrani"], ["Sunita Ramdin"]]


@pytest.mark.parametrize("tekst", ["\x00", "{" * 3000, "9" * 5000, "Ja " * 6000, "A. " * 5000, "İ" * 999, "85 " * 5000])
def test_vreemde_teksten_houden_niets_op(kamers, tekst):
    assert isinstance(kijk_na(tekst, kamer=kamers[0], cijfers=CIJFERS), list)


@pytest.mark.django_db
def test_de_antwoorden_van_2020_geven_geen_vals_alarm(wereld):
    """Texts with published figures only, as coordinators wrote them."""
    for naam, kamer in wereld.kamers.items():
        lijst = antwoordstof(wereld.rapport, kamer)
        for antwoord in (teksten.WAT_BETEKENDE_HET_2020, teksten.HOE_GING_HET_2020):
            assert not kijk_na(teksten.als_tekst(antwoord[naam]), kamer=kamer, cijfers=lijst)
