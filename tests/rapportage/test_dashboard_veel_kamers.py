"""A city with many kamers: cards for those most behind, a line for each, and a page that stays readable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Getoond
from rapportage.dashboard import achterstand
from rapportage.dashboard.geheugen import GEHEUGEN
from rapportage.dashboard.vorm import Blad, Doelstand, Indicatorregel, Kamernaam
from rapportage.views import dashboard
from tests.fabrieken import Rol, maak_gebruiker

JAAR = Periode(date(2026, 1, 1), date(2026, 11, 22))


def getoond(waarde: int) -> Getoond:
    return Getoond(str(waarde), waarde, "Regel.", JAAR, ("Stad",))


def maak_blad(aantal: int) -> Blad[Getoond]:
    """Kamers that reach 0, 1, 2 … of a target; of every third kamer a second one is behind as well."""
    kamers = tuple(Kamernaam(f"kamer-{n}", f"Kamer {n:03} Zuilén", f"K{n:03}", "#0b5f66", "K") for n in range(aantal))
    eerste = tuple(Doelstand(k, getoond(n), "500", False, False, verwacht="450") for n, k in enumerate(kamers))
    tweede = tuple(Doelstand(k, getoond(9), "10", n % 3 > 0, n % 3 > 0) for n, k in enumerate(kamers))
    regels = tuple(
        Indicatorregel(pk, "PROCES", naam, "", False, "Regel.", "Som.", standen, getoond(5))
        for pk, naam, standen in ((1, "Bewoners", eerste), (2, "Groepen", tweede))
    )
    return Blad("Alle kamers samen", JAAR, kamers, None, (), (), (), regels, voorlopig=True)


@pytest.fixture
def bekijk(client: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    bureau = maak_gebruiker(Rol.BUREAU)

    def doe(aantal: int, **adres: str) -> str:
        blad = maak_blad(aantal)
        monkeypatch.setattr(dashboard.Weergave, "blad", lambda weergave, kamer: blad)
        client.force_login(bureau)
        antwoord = client.get("/dashboard/", adres)
        assert antwoord.status_code == 200
        return antwoord.content.decode()

    return doe


def test_wie_het_meest_achterloopt_staat_voorop() -> None:
    blad = maak_blad(7)
    standen = achterstand.meest_achter(achterstand.per_kamer(achterstand.oordelen(blad), blad.kamers))
    assert [s.kamer.slug[-1] for s in standen] == ["0", "3", "6", "1", "2", "4", "5"]
    assert standen[0].per_stand == [2, 0, 0, 0]
    assert standen[0].beoordeeld == 2


@pytest.mark.django_db
def test_tot_twaalf_kamers_heeft_elke_kamer_een_kaart(bekijk: Any) -> None:
    tekst = bekijk(12)
    assert tekst.count("vlak kamerstand") == 12
    assert "kamertabel" not in tekst


@pytest.mark.django_db
def test_van_honderd_kamers_twaalf_kaarten_en_elke_kamer_een_regel(bekijk: Any) -> None:
    tekst = bekijk(100)
    assert tekst.count("vlak kamerstand") == 12
    assert "De 12 kamers die het meest achterlopen" in tekst
    tabel = tekst[tekst.index('id="alle-kamers"') :]
    tabel = tabel[: tabel.index("</table>")]
    assert tabel.count("<tr>") == 101
    assert tabel.index("Kamer 099") < tabel.index("Kamer 001"), "two behind comes before one"
    assert "Bewoners: 1 van 500, verwacht nu 450" in tabel
    assert "Alle 100 kamers" in tekst


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("achter", "voorbij", "kop"),
    [
        (13, False, "De 12 kamers die het meest achterlopen"),
        (13, True, "De 12 kamers met de meeste doelen niet behaald"),
        (12, False, "De 12 kamers die achterlopen"),
        (2, True, "De 2 kamers die niet alles behaalden"),
        (1, False, "Een kamer loopt achter"),
        (0, False, ""),
    ],
)
def test_alleen_wie_achterloopt_heeft_een_kaart(
    bekijk: Any, monkeypatch: pytest.MonkeyPatch, achter: int, voorbij: bool, kop: str
) -> None:
    def oordelen(blad: Any, looptijd: Any) -> list[achterstand.Oordeel]:
        [eerste, _] = blad.indicatoren
        return [
            achterstand.Oordeel(eerste, replace(stand, behaald=n >= achter, op_koers=n >= achter), voorbij)
            for n, stand in enumerate(eerste.standen)
        ]

    monkeypatch.setattr(achterstand, "oordelen", oordelen)
    tekst = bekijk(14)
    assert tekst.count("vlak kamerstand") == min(achter, 12)
    assert f"<h3>{kop}</h3>" in tekst if kop else "rooster--standen" not in tekst
    assert "Alle 14 kamers" in tekst


@pytest.mark.django_db
def test_een_regel_noemt_zes_kamers_en_wijst_naar_de_rest(bekijk: Any) -> None:
    tekst = bekijk(100)
    groep = tekst[tekst.index("groepstand__kolommen") :]
    assert groep[: groep.index("Behaald of voor")].count('doelregels__kamer"') == 12
    assert "Alle 100 kamers<span" in groep
    assert "Alle 34 kamers<span" in groep


@pytest.mark.django_db
def test_een_pagina_van_honderd_kamers_is_niet_tien_keer_een_van_tien(bekijk: Any) -> None:
    assert len(bekijk(100)) < 3 * len(bekijk(10))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zoek", "aantal"), [("012", 1), ("  zuilen ", 100), ("ZUILÉN", 100), ("k01", 10), ("bestaat niet", 0), ("\0", 100)]
)
def test_zoeken_op_naam(bekijk: Any, zoek: str, aantal: int) -> None:
    tekst = bekijk(100, zoek=zoek, jaar="2026")
    tabel = tekst[tekst.index('id="alle-kamers"') :]
    assert tabel.count('<tr><th scope="row"><a') == aantal
    assert ("Er is geen kamer met" in tabel) is (aantal == 0)
    assert '<input type="hidden" name="jaar" value="2026">' in tabel


@pytest.mark.django_db
def test_wat_iemand_zoekt_wordt_geen_opmaak(bekijk: Any) -> None:
    assert "<script>" not in bekijk(30, zoek="<script>alert(1)</script>").partition('id="alle-kamers"')[2][:3000]


@pytest.mark.django_db
def test_wat_is_geschreven_wordt_onthouden_voor_wie_hetzelfde_ziet(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    """Only of what is shown: nothing of the reader, nothing that somebody looked for, and never for another kind."""
    settings.CACHES = {**settings.CACHES, GEHEUGEN: {**settings.CACHES[GEHEUGEN], "LOCATION": str(tmp_path)}}
    monkeypatch.setattr("rapportage.dashboard.geheugen.niemand_schrijft", lambda: True)
    geschreven_voor: list[Any] = []
    blad = maak_blad(20)
    monkeypatch.setattr(
        dashboard.Weergave, "blad", lambda weergave, kamer: geschreven_voor.append(weergave.verzoek.user) or blad
    )
    een, ander, geld = maak_gebruiker(Rol.BUREAU), maak_gebruiker(Rol.BUREAU), maak_gebruiker(Rol.PENNINGMEESTER)
    clients = {gebruiker.pk: Client() for gebruiker in (een, ander, geld)}
    for gebruiker in (een, ander, geld):
        clients[gebruiker.pk].force_login(gebruiker)

    def bekijk(gebruiker: Any, **adres: str) -> str:
        tekst = clients[gebruiker.pk].get("/dashboard/", adres).content.decode()
        assert gebruiker.naam in tekst
        return tekst

    bekijk(een)
    assert een.naam not in bekijk(ander)
    assert "Klik op een cijfer" in bekijk(een)
    assert geschreven_voor == [een]
    assert "Klik op een cijfer" not in bekijk(geld)
    assert geschreven_voor == [een, geld]
    bekijk(een, jaar="2026", deel="h1")
    assert "maxlength" in bekijk(een, zoek="Kamer 007")
    assert "Kamer 007" in bekijk(een, zoek="Kamer 007")
    assert geschreven_voor == [een, geld, een, een, een]
    assert 'value=""' in bekijk(een), "what somebody looked for is not there for the next"
