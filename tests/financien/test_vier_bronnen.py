"""The four published sources come out right: what is computed, what is printed wrong, and what their pages show."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import strip_tags
from geldvoorbeeld import AFSPRAAK, BOD, EVALUATIE, GEGEVENS, HART, TOP, VERBINDING, laad

from financien.models import Bron
from financien.overzicht import overzicht
from financien.populair import SAMEN, populaire_begroting, populairtabel
from tests.fabrieken import maak_gebruiker, maak_kamer

pytestmark = pytest.mark.django_db
PUBLIEK = Path(__file__).parents[3] / "shared" / "bronnen"


@pytest.fixture
def bronnen() -> dict[str, Bron]:
    return laad()


def pagina(bron: Bron, jaar: int, *, deel: str = "", rol: str = "penningmeester", **velden: object) -> str:
    """What somebody reads, without the markup and with single spaces."""
    client = Client()
    client.force_login(maak_gebruiker(rol, **velden))  # type: ignore[arg-type]
    antwoord = client.get(f"{bron.get_absolute_url()}{deel}?jaar={jaar}")
    assert antwoord.status_code == 200
    return re.sub(r"\s+", " ", unescape(strip_tags(antwoord.content.decode())))


def afschrift(bestand: str) -> list[dict[str, str]]:
    with (GEGEVENS / bestand).open(newline="") as inhoud:
        return list(csv.DictReader(inhoud))


def openbaar(bestand: str) -> list[dict[str, str]]:
    with (PUBLIEK / bestand).open(newline="") as inhoud:
        return list(csv.DictReader(inhoud))


@pytest.mark.skipif(not PUBLIEK.is_dir(), reason="de openbare bronnen staan niet naast het product")
def test_onze_afschriften_zeggen_wat_de_openbare_bronnen_zeggen() -> None:
    eigen = {(r["soort"], r["post"], r["jaar"]): r["begroot"] for r in afschrift("bod-2017-2018.csv")}
    assert eigen == {
        (r["soort"], r["post"], jaar): r[jaar]
        for r in openbaar("bod-2017-2018-begroting.csv")
        for jaar in ("2017", "2018")
    }
    evaluatie = [(r["soort"], r["post"], r["begroot"], r["prognose"]) for r in afschrift("evaluatie-2020.csv")]
    assert evaluatie == [tuple(r.values()) for r in openbaar("tussenevaluatie-2020-financien.csv")]
    kolommen = {"TOP Ondiep e.o.": TOP, HART: HART, "De Verbinding Zuilen": VERBINDING, "Totaal": ""}
    afspraak = {(r["post"], r["kamer"]): r["begroot"] for r in afschrift("afspraak-2020.csv")}
    gedrukt = {
        (r["regel"], kamer): r[kolom]
        for r in openbaar("samenwerkingsafspraak-2020-financiers.csv")
        for kolom, kamer in kolommen.items()
        if "(uren)" not in r["regel"]
    }
    assert afspraak == gedrukt


@pytest.mark.parametrize(
    ("jaar", "kosten", "uren", "samen"), [(2017, 47875, 54375, 102250), (2018, 125400, 105500, 230900)]
)
def test_het_bod_van_2017_en_2018(bronnen: dict[str, Bron], jaar: int, kosten: int, uren: int, samen: int) -> None:
    gezien = overzicht(bronnen[BOD], jaar)
    assert [gezien.totaal(soort, "begroot") for soort in ("kosten", "financiering", "uren")] == [kosten, kosten, uren]
    assert populaire_begroting(gezien) == {None: samen}
    assert gezien.afwijkingen == ()
    tekst = pagina(bronnen[BOD], jaar)
    for bedrag in (kosten, uren, samen):
        assert f"€ {bedrag:,}".replace(",", ".") in tekst
    assert f"{SAMEN} € {samen:,}".replace(",", ".") in tekst
    assert "zijn nagerekend en kloppen" in tekst


def test_de_afspraak_van_2020_met_haar_gedrukte_fouten(bronnen: dict[str, Bron]) -> None:
    gezien = overzicht(bronnen[AFSPRAAK], 2020)
    assert populaire_begroting(gezien) == {TOP: 204828, HART: 149578, VERBINDING: 169828, None: 524234}
    tekst = pagina(bronnen[AFSPRAAK], 2020)
    for berekend in (
        "€ 103.828",
        "€ 89.828",
        "€ 96.328",
        "€ 289.984",
        "€ 234.250",
        "€ 524.234",
        "51%",
        "60%",
        "57%",
        "55%",
    ):
        assert berekend in tekst, berekend
    for gedrukt in (
        "wijkt af: € 19.000",
        "wijkt af: € 95.828",
        "wijkt af: € 295.984",
        "wijkt af: 62%",
        "wijkt af: 56%",
    ):
        assert gedrukt in tekst, gedrukt
    assert "8 gedrukte sommen kloppen niet" in tekst
    fouten = pagina(bronnen[AFSPRAAK], 2020, deel="afwijkingen/")
    for wortel in ("€ 19.000 € 13.000 € 6.000", "€ 21.500 € 11.500 € 10.000", "€ 20.000 € 30.000 € −10.000"):
        assert wortel in fouten, wortel
    for geerfd in ("€ 36.000 € 30.000", "€ 95.828 € 89.828", "€ 295.984 € 289.984"):
        assert geerfd in fouten, geerfd


def test_de_evaluatie_van_2020(bronnen: dict[str, Bron]) -> None:
    gezien = overzicht(bronnen[EVALUATIE], 2020)
    totalen = {(s, k): gezien.totaal(s, k) for s in ("kosten", "financiering") for k in ("begroot", "prognose")}
    assert list(totalen.values()) == [319716, 292980, 319500, 282984]
    assert populairtabel(gezien) is None, "deze bron geeft geen uren"
    tekst = pagina(bronnen[EVALUATIE], 2020)
    for bedrag in ("€ 319.716", "€ 292.980", "€ 319.500", "€ 282.984", "€ −216", "€ −9.996"):
        assert bedrag in tekst, bedrag
    assert SAMEN not in tekst


def test_elke_kamer_is_de_som_van_haar_delen(bronnen: dict[str, Bron]) -> None:
    tabel = populairtabel(overzicht(bronnen[AFSPRAAK], 2020))
    assert tabel is not None
    assert tabel.kolommen == (TOP, HART, VERBINDING, "Samen")
    *delen, samen = [[cel.waarde for cel in rij.cellen] for rij in tabel.rijen]
    assert [sum(kolom) for kolom in zip(*delen, strict=True)] == samen  # type: ignore[arg-type]
    assert sum(samen[:-1]) == samen[-1] == Decimal(524234)  # type: ignore[arg-type]


def test_een_coordinator_ziet_de_som_van_de_eigen_kamer(bronnen: dict[str, Bron]) -> None:
    kamer = next(
        k for k in bronnen[AFSPRAAK].regels.exclude(kamer=None).select_related("kamer") if k.kamer.naam == HART
    ).kamer
    tekst = pagina(bronnen[AFSPRAAK], 2020, rol="coordinator", kamer=kamer)
    assert "€ 149.578" in tekst
    assert "€ 204.828" not in tekst
    assert "€ 524.234" not in tekst
    assert maak_kamer().naam not in tekst
