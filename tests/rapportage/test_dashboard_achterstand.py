"""The sentences that say what is behind: number, base and what was expected, of shown figures only."""

from __future__ import annotations

from datetime import date
from typing import Any

from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Getoond
from rapportage.dashboard import achterstand
from rapportage.dashboard.vorm import Blad, Doelstand, Indicatorregel, Kamernaam
from rapportage.templatetags.dashboard import standbalk

PERIODE = Periode(date(2026, 1, 1), date(2026, 3, 12))
TOP, HART = (Kamernaam(n.lower(), n, n, "#0b5f66", n[:2].upper()) for n in ("TOP", "Hart"))


def getoond(tekst: str, **meer: Any) -> Getoond:
    waarde = int(tekst.split()[0]) if tekst[0].isdigit() else None
    return Getoond(tekst, waarde, "Regel.", PERIODE, ("TOP",), **meer)


def stand(kamer: Kamernaam, tekst: str, doel: str, behaald: bool | None, op_koers: bool | None, **meer: Any) -> Any:
    return Doelstand(kamer, getoond(tekst), doel, behaald, op_koers, **meer)


def regel(pk: int, naam: str, *standen: Any, groep: str = "PROCES") -> Indicatorregel[Getoond]:
    return Indicatorregel(pk, groep, naam, "", False, "Regel.", "", standen, getoond("1"))


def blad(*regels: Indicatorregel[Getoond], voorlopig: bool = True) -> Blad[Getoond]:
    return Blad("Samen", PERIODE, (TOP, HART), None, (), (), (), regels, voorlopig=voorlopig)


def kop(een: Blad[Getoond]) -> str:
    return achterstand.kopzin(een, achterstand.per_kamer(achterstand.oordelen(een), een.kamers))


TAAL = regel(
    1,
    "Taal",
    stand(TOP, "18", "50", False, False, verwacht="25", uitleg="Nu verwachten wij minstens 25."),
    stand(HART, "60", "50", True, True, verwacht="25"),
)
WERK = regel(
    2, "Werk", stand(TOP, "7 op 12", "> 10 op 20", False, False, verwacht="9"), stand(HART, "6", "", None, None)
)


def test_de_kop_zegt_welke_kamer_achterloopt_waarop_en_hoever() -> None:
    assert kop(blad(TAAL, WERK)) == (
        "TOP loopt het meest achter: 2 van de 2 doelen. Het verst: Taal: 18 van 50, verwacht nu 25."
    )


def test_na_afloop_is_het_niet_behaald_en_wordt_er_niets_meer_verwacht() -> None:
    zin = kop(blad(TAAL, WERK, voorlopig=False))
    assert zin == "2 van de 3 doelen zijn niet behaald, de meeste bij TOP (2). Het verst: Taal: 18 van 50."


def test_halverwege_een_jaar_is_een_doel_niet_gemist() -> None:
    half = blad(TAAL, WERK, voorlopig=False)
    alle = achterstand.oordelen(half, Periode.jaar(2026))
    [top, _] = standen = achterstand.per_kamer(alle, half.kamers)
    zin = achterstand.kopzin(half, standen)
    assert zin == "TOP loopt het meest achter: 2 van de 2 doelen. Het verst: Taal: 18 van 50, verwacht 25."
    assert {o.woord for o in alle} == {"loopt achter", "behaald"}
    assert top.delen == [("achter", "lopen achter", 2)]


def test_het_laatste_deel_van_een_jaar_alleen_mist_geen_doel_van_dat_jaar() -> None:
    laatste = Periode(date(2025, 12, 1), PERIODE.tm)
    assert achterstand.is_voorbij(PERIODE, False, PERIODE)
    assert not achterstand.is_voorbij(PERIODE, False, laatste)
    [top, _] = achterstand.per_kamer(achterstand.oordelen(blad(TAAL, WERK, voorlopig=False)), (TOP, HART))
    assert top.delen == [("achter", "niet behaald", 2)]


def test_niets_achter_en_niets_te_beoordelen() -> None:
    goed = regel(1, "Taal", stand(TOP, "60", "50", True, True))
    onbekend = regel(1, "Taal", stand(TOP, "niet te bepalen", "50", None, None, uitleg="Niets geregistreerd."))
    twee = regel(2, "Werk", stand(HART, "12", "9", True, True))
    assert kop(blad(goed)) == "Het ene doel dat te beoordelen is, loopt niet achter."
    assert kop(blad(goed, twee)) == "Geen van de 2 doelen die te beoordelen zijn, loopt achter."
    assert kop(blad(onbekend)) == "Er is nog geen doel te beoordelen."
    assert kop(blad()) == ""


def test_een_paar_houdt_beide_getallen_en_het_doel_blijft_op_een_regel() -> None:
    [oordeel] = [o for o in achterstand.oordelen(blad(WERK)) if o.kamer == TOP]
    assert oordeel.zin == "Werk: 7 op 12, afgesproken >\u00a010\u00a0op\u00a020, verwacht nu 9"
    assert oordeel.woord == "loopt achter"


def test_een_cijfer_zonder_doel_en_zonder_oordeel_telt_niet_als_doel() -> None:
    assert [o.kamer for o in achterstand.oordelen(blad(WERK))] == [TOP]


def test_een_afgeschermd_cijfer_zegt_niets() -> None:
    verborgen = Doelstand(TOP, getoond("<10", verborgen=True), "50", None, None, uitleg="Te klein.")
    [oordeel] = achterstand.oordelen(blad(regel(1, "Taal", verborgen)))
    assert (oordeel.woord, oordeel.gemeten) == ("niet te beoordelen", "<10 van 50")


def test_een_groep_noemt_per_indicator_de_kamers_het_verst_eerst() -> None:
    een = blad(TAAL, WERK)
    [groep] = achterstand.groepen(een, achterstand.oordelen(een))
    assert [(r.naam, [o.kamer.naam for o in oo]) for r, oo in groep.achter] == [("Taal", ["TOP"]), ("Werk", ["TOP"])]
    assert [(r.naam, [o.kamer.naam for o in oo]) for r, oo in groep.voor] == [("Taal", ["Hart"])]
    assert groep.telling == "2 lopen achter, 1 behaald"


def test_de_balk_is_zo_lang_als_het_geheel() -> None:
    balk = standbalk([("achter", "loopt achter", 1), ("voor", "behaald", 3)])
    assert 'width="73.0"' in balk
    assert 'x="75.0"' in balk
    assert standbalk([]).startswith("<svg")
