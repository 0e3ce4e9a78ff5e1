"""``cijfers indicatoren``: the same figures and judgements as the screen, as numbers, and a clear refusal."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command

from buurtwerkkamers.models import Afspraak, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Klus, Rol
from rapportage.indicatoren import beoordeel_indicatoren
from tests.fabrieken import maak_activiteit, maak_afspraak, maak_deelnemer, maak_indicator, maak_kamer, registreer

pytestmark = pytest.mark.django_db
SLEUTELS = ["groep", "indicator", "kamer", "streefwaarde", "teller", "noemer", "waarde", "behaald", "op_koers", "bron"]
JAAR = ("--van", "2020-01-01", "--tm", "31-12-2020")


@pytest.fixture
def top() -> Kamer:
    """Five jobs, and two of three new residents who took part; another kamer that never recorded anything."""
    top, leeg = maak_kamer("TOP"), maak_kamer("De Klop")
    mensen = [maak_deelnemer(top) for _ in range(3)]
    for nummer in range(5):
        Klus.objects.create(
            nummer=f"K{nummer}", kamer=top, aanvrager=mensen[2], aangevraagd_op=date(2020, 1, 1),
            uitgevoerd_op=date(2020, 1, 1 + nummer),
        )  # fmt: skip
        if nummer < 3:
            Rol.objects.create(deelnemer=mensen[nummer], kamer=top, soort="nieuwe bewoner", van=date(2020, 2, 1))
    registreer(maak_activiteit(top), mensen[:2], date(2020, 3, 1))
    afspraak = maak_afspraak()
    doelen = {top: "10", leeg: "> 5"}
    maak_indicator(afspraak, "Klussen", groep="PROCES", meetregel="klussen", doelen=doelen)
    maak_indicator(afspraak, "Nieuwe bewoners", meetregel="nieuwe_bewoners", doelen={top: "> 5 op 10"})
    return top


def vraag(capsys: Any, *argumenten: str, json_: bool = True) -> tuple[int, Any, str]:
    status = 0
    try:
        call_command("cijfers", "indicatoren", *argumenten, *(["--json"] if json_ else []))
    except SystemExit as einde:
        status = int(einde.code or 0)
    gezegd = capsys.readouterr()
    return status, json.loads(gezegd.out) if json_ else gezegd.out, gezegd.err


def test_een_rij_per_indicator_en_kamer_en_een_voor_samen(capsys: Any, top: Kamer) -> None:
    status, rijen, _ = vraag(capsys, *JAAR)
    assert status == 0
    assert all(list(rij) == SLEUTELS for rij in rijen)
    op = {(rij["indicator"], rij["kamer"]): rij for rij in rijen}
    assert len(op) == 6
    klussen = op["Klussen", "TOP"]
    assert klussen == {
        "groep": "PROCES", "indicator": "Klussen", "kamer": "TOP", "streefwaarde": "10", "teller": 5, "noemer": None,
        "waarde": 5, "behaald": False, "op_koers": False, "bron": "Samenwerkingsafspraak 2020",
    }  # fmt: skip
    nieuw = op["Nieuwe bewoners", "TOP"]
    assert (nieuw["teller"], nieuw["noemer"], nieuw["waarde"], nieuw["behaald"]) == (2, 3, 2, False)
    leeg = op["Klussen", "De Klop"]
    assert [leeg[k] for k in ("streefwaarde", "teller", "waarde", "behaald", "op_koers")] == [
        "> 5",
        None,
        None,
        None,
        None,
    ]
    samen = op["Klussen", None]
    assert [samen[k] for k in ("streefwaarde", "waarde", "behaald", "op_koers")] == [None, 5, None, None]


def test_dezelfde_cijfers_als_de_meting_per_kwartaal_met_dagen(capsys: Any, top: Kamer) -> None:
    status, rijen, _ = vraag(capsys, *JAAR, "--per", "kwartaal", "--kamer", "TOP")
    assert status == 0
    assert all(list(rij) == [*SLEUTELS, "van", "tm"] for rij in rijen)
    verwacht = []
    for deel in Periode.jaar(2020).verdeel("kwartaal"):
        for uitkomst in beoordeel_indicatoren(Afspraak.objects.get(), [top], deel):
            stand = uitkomst.per_kamer[0]
            verwacht += [
                (str(deel.van), stand.cijfer.waarde, stand.op_koers),
                (str(deel.van), uitkomst.samen.waarde, None),
            ]
    assert [(rij["van"], rij["waarde"], rij["op_koers"]) for rij in rijen] == verwacht


def test_de_nieuwste_getekende_versie_en_anders_een_keuze(capsys: Any, top: Kamer) -> None:
    eerste = Afspraak.objects.get()
    tweede = maak_afspraak(eerste.naam, versie=2, vorige=eerste)
    maak_indicator(tweede, "Klussen", meetregel="klussen", doelen={top: "99"})
    assert {rij["bron"] for rij in vraag(capsys, *JAAR)[1]} == {"Samenwerkingsafspraak 2020, versie 2"}
    Afspraak.objects.filter(pk=eerste.pk).update(getekend_op=date(2020, 3, 24))
    assert {rij["bron"] for rij in vraag(capsys, *JAAR)[1]} == {"Samenwerkingsafspraak 2020"}
    zonder = maak_afspraak("Zonder dagen", van=None, tm=None)
    maak_indicator(zonder, "Klussen", meetregel="klussen", doelen={top: "5"})
    assert {rij["bron"] for rij in vraag(capsys, *JAAR, "--afspraak", "zonder DAGEN")[1]} == {"Zonder dagen"}
    eerder = ("--van", "2018-01-01", "--tm", "2018-12-31")
    assert {rij["bron"] for rij in vraag(capsys, *eerder)[1]} == {"Zonder dagen"}
    Afspraak.objects.create(naam="Nog een", categorielijst=zonder.categorielijst)
    status, fout, _ = vraag(capsys, *eerder)
    assert (status, fout) == (1, {"fout": fout["fout"]})
    assert "Kies er een met --afspraak" in fout["fout"]


@pytest.mark.parametrize(
    ("argumenten", "zin"),
    [
        (("--van", "2019-01-01", "--tm", "2020-12-31"), "Geen afspraak gaat over al deze dagen"),
        ((*JAAR, "--afspraak", "Samenwerkingsafspraken 2020"), "bestaat niet. Lijkt op: Samenwerkingsafspraak 2020"),
        ((*JAAR, "--bron", "x"), "bestaat niet"),
        ((*JAAR, "--kamer", "TOB"), "Lijkt op: TOP"),
        (("--van", "2020-01-01"), "Zeg over welke dagen"),
    ],
)
def test_een_weigering_zegt_wat_er_mis_is(capsys: Any, top: Kamer, argumenten: tuple[str, ...], zin: str) -> None:
    status, uit, fout = vraag(capsys, *argumenten)
    assert status == 1
    assert zin in uit["fout"]
    assert zin in fout


def test_de_tabel_zegt_ook_waarom_en_csv_heeft_dezelfde_kolommen(capsys: Any, top: Kamer) -> None:
    _, tabel, _ = vraag(capsys, *JAAR, json_=False)
    assert "niets geregistreerd" in tabel
    assert "Kamers samen" in tabel
    _, uit, _ = vraag(capsys, *JAAR, "--csv", json_=False)
    rijen = list(csv.DictReader(io.StringIO(uit)))
    assert list(rijen[0]) == SLEUTELS
    assert len(rijen) == 6
