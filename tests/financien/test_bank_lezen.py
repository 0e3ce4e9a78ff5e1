"""Reading files of the bank: each form, amounts and signs, what is refused and how, and harm that XML can do."""

from __future__ import annotations

import io
import socket
import time
import zipfile
from datetime import date
from decimal import Decimal as D

import pytest
from bankbestanden import REKENING, SAMPLES, VOORBEELD, Post, anders, camt, in_zip, ing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.importeren.lezen import LeesFout
from financien.bank.csvlezen import abn_iban
from financien.bank.lezen import lees
from financien.bank.vorm import lees_bedrag, lees_iso_bedrag

BEDRAGEN = [D("-752.00"), D("2500.00"), D("-4.50"), D("-4.50")]
DAGEN = [date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 6)]


@pytest.fixture
def lees_inhoud(tmp_path):
    def doe(inhoud: bytes):
        pad = tmp_path / "bestand"
        pad.write_bytes(inhoud)
        return lees(pad)

    return doe


@pytest.mark.parametrize(
    ("bestand", "rekening", "vorm", "eerste_partij"),
    [
        ("ing-nieuw.csv", "NL20INGB0001234567", "CSV van ING", "Verhuur Ondiep BV"),
        ("ing-oud.csv", "NL20INGB0001234567", "CSV van ING", "Verhuur Ondiep BV"),
        ("rabobank.csv", "NL02RABO0123456789", "CSV van Rabobank", "Verhuur Ondiep BV"),
        ("abn-amro.tab", abn_iban("987654321"), "CSV van ABN AMRO", "Verhuur Ondiep BV"),
        ("abn-amro.csv", abn_iban("987654321"), "CSV van ABN AMRO", "Verhuur Ondiep BV"),
        ("triodos.csv", "NL20TRIO0123456789", "CSV van Triodos", "Verhuur Ondiep BV"),
        ("asn.csv", "NL20ASNB0123456789", "CSV van ASN, SNS of RegioBank", "verhuur ondiep bv"),
    ],
)
def test_elke_bank_zegt_hetzelfde(bestand, rekening, vorm, eerste_partij):
    [[afschrift]] = lees(SAMPLES / bestand)
    regels = sorted(afschrift.regels, key=lambda r: r.datum)
    assert [r.bedrag for r in regels] == BEDRAGEN
    assert [r.datum for r in regels] == DAGEN
    assert (afschrift.rekening, afschrift.vorm) == (rekening, vorm)
    assert regels[0].tegenpartij == eerste_partij
    assert regels[2].tegenpartij.lower().startswith("bakkerij zonnebloem")
    assert regels[0].tegenrekening != "" != regels[1].tegenrekening
    if bestand != "ing-oud.csv":
        assert (afschrift.begin, afschrift.eind, afschrift.verschil) == (D("1000.00"), D("2739.00"), 0)


def test_letters_met_accenten_van_banken_die_geen_utf8_geven():
    [[rabo]], [[triodos]] = lees(SAMPLES / "rabobank.csv"), lees(SAMPLES / "triodos.csv")
    assert rabo.regels[1].tegenpartij == "Stichting Café Noord"
    assert triodos.regels[1].omschrijving == "Bijdrage café"


@pytest.mark.parametrize("versie", ["02", "08"])
@pytest.mark.parametrize("prefix", ["", "ns2"])
def test_camt_in_beide_versies_en_onder_elke_prefix(lees_inhoud, versie, prefix):
    [[afschrift]] = lees_inhoud(camt(VOORBEELD, versie=versie, prefix=prefix))
    assert [(r.datum, r.bedrag) for r in afschrift.regels] == list(zip(DAGEN, BEDRAGEN, strict=True))
    assert [r.referentie for r in afschrift.regels] == ["A1", "A2", "A3", "A4"]
    huur = afschrift.regels[0]
    assert (huur.tegenpartij, huur.tegenrekening, huur.omschrijving) == (
        "Verhuur Ondiep BV", "NL44ABNA0987654321", "Huur maart",
    )  # fmt: skip
    assert (afschrift.rekening, afschrift.begin, afschrift.eind, afschrift.verschil) == (
        REKENING, D("1000.00"), D("2739.00"), 0,
    )  # fmt: skip


def test_een_negatief_saldo_en_het_eindsaldo_van_gisteren(lees_inhoud):
    [[afschrift]] = lees_inhoud(camt(VOORBEELD[:1], begin=D("-10.10"), beginsoort="PRCD"))
    assert (afschrift.begin, afschrift.eind) == (D("-10.10"), D("-762.10"))


@pytest.mark.parametrize(("bedrag", "wie"), [("752.00", "Verhuur Ondiep BV"), ("-20.00", "Fonds Lentelicht")])
def test_een_terugboeking_heeft_de_richting_van_het_geld_zelf(lees_inhoud, bedrag, wie):
    """A rent that comes back is money in, and is from whom the rent went to."""
    [[afschrift]] = lees_inhoud(camt([Post(date(2026, 3, 9), D(bedrag), wie=wie, terug=True)]))
    [regel] = afschrift.regels
    assert (regel.bedrag, regel.tegenpartij, regel.tegenrekening) == (D(bedrag), wie, "NL44ABNA0987654321")


def test_alleen_wat_geboekt_is_telt(lees_inhoud):
    posten = [VOORBEELD[0], anders(VOORBEELD[1], stand="PDNG"), anders(VOORBEELD[2], stand="INFO")]
    for versie in ("02", "08"):
        [[afschrift]] = lees_inhoud(camt(posten, versie=versie))
        assert (len(afschrift.regels), afschrift.niet_geboekt, afschrift.verschil) == (1, 2, 0)


def test_een_verzamelbetaling_is_een_regel_met_het_bedrag_van_de_regel(lees_inhoud):
    """Also when the payments inside name amounts of their own, in another currency or not."""
    deel = (
        '<NtryDtls><TxDtls><AmtDtls><InstdAmt><Amt Ccy="USD">999.00</Amt></InstdAmt></AmtDtls></TxDtls></NtryDtls>'
        '<NtryDtls><TxDtls><Amt Ccy="EUR">1.00</Amt></TxDtls></NtryDtls>'
    )
    [[afschrift]] = lees_inhoud(camt([anders(VOORBEELD[0], extra=deel)]))
    [regel] = afschrift.regels
    assert (regel.bedrag, regel.tegenpartij, regel.tegenrekening) == (D("-752.00"), "3 betalingen samen", "")
    vreemd = camt([VOORBEELD[0]]).replace(b"<Refs>", b'<Amt Ccy="USD">999.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Refs>')
    [[afschrift]] = lees_inhoud(vreemd)
    assert (afschrift.regels[0].bedrag, afschrift.regels[0].tegenpartij) == (D("-752.00"), "Verhuur Ondiep BV")


def test_een_zip_met_afschriften(lees_inhoud):
    delen = lees_inhoud(in_zip(b__xml=camt(VOORBEELD[2:]), a__XML=camt(VOORBEELD[:2], versie="08")))
    assert [len(afschrift.regels) for [afschrift] in delen] == [2, 2]


def test_een_rekening_van_abn_amro_is_dezelfde_in_xml_en_txt():
    assert abn_iban("417164300") == "NL91ABNA0417164300"  # the example of the standard
    assert abn_iban("NL91 ABNA 0417 1643 00") == "NL91ABNA0417164300"


@pytest.mark.parametrize(
    ("tekst", "punt", "verwacht"),
    [
        ("1.234,56", False, "1234.56"), ("-1234,5", False, "-1234.50"), ("+7", False, "7.00"), ("0,01", False, "0.01"),
        ("12.34", True, "12.34"), ("-0.5", True, "-0.50"), ("1234567890.12", True, "1234567890.12"),
    ],
)  # fmt: skip
def test_bedragen_op_de_cent(tekst, punt, verwacht):
    assert str(lees_bedrag(tekst, punt=punt)) == verwacht


@pytest.mark.parametrize("tekst", ["", "12,345", "1,2,3", "1.23", "€ 5", "٣", "1e5", "NaN", "--1", "1 000", "9" * 30])
def test_wat_geen_bedrag_is(tekst):
    with pytest.raises(LeesFout):
        lees_bedrag(tekst)
    with pytest.raises(LeesFout):
        lees_iso_bedrag("-" + tekst)


# --- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (b"", "leeg"),
        (b" \n", "leeg"),
        (b"naam;bedrag\nJan;5\n", "niet herkend"),
        (b"%PDF-1.7\x00\x01", "niet herkend"),
        (camt(VOORBEELD).decode().encode("utf-16"), "geen UTF-8"),
        (camt(VOORBEELD)[:-40], "niet heel"),
        (camt(VOORBEELD).replace(b"camt.053", b"camt.054"), "CAMT.054"),
        (b"<html><body>inloggen</body></html>", "geen CAMT.053"),
        (camt(VOORBEELD).replace(b"BkToCstmrStmt", b"X").replace(b"<Stmt>", b"<Y>").replace(b"</Stmt>", b"</Y>"),
         "geen afschrift"),
        (camt(VOORBEELD, munt="USD"), "USD"),
        (camt(VOORBEELD).replace(b'Ccy="EUR">752', b'Ccy="USD">752'), "Regel 1 van het afschrift: het bedrag is niet"),
        (camt(VOORBEELD).replace(b">752.00<", b">752.001<"), "geen bedrag in euro"),
        (camt(VOORBEELD).replace(b">752.00<", b">-752.00<"), "geen bedrag in euro"),
        (camt(VOORBEELD).replace(b"2026-03-02", b"2026-02-30"), "geen datum"),
        (camt(VOORBEELD).replace(b"<IBAN>NL20INGB0001234567</IBAN>", b""), "rekeningnummer ontbreekt"),
        (camt(VOORBEELD).replace(b"<Sts>BOOK</Sts>", b""), "geboekt is"),
        (ing(VOORBEELD).replace(b'"Af"', b'"Op"'), "erbij kwam of eraf ging"),
        (ing(VOORBEELD).replace(b'"752,00"', b'"752.00,1"'), "geen bedrag"),
        (ing(VOORBEELD).replace(b'"20260302"', b'"20269902"'), "geen datum"),
        (ing(VOORBEELD)[:-30], "korter|aanhalingstekens"),
        (ing([]), "geen regels"),
        (in_zip(a__txt=b"x"), "niet herkend"),
        (in_zip(a__xml=camt(VOORBEELD))[:-30], "beschadigd"),
        (b"PK\x03\x04rommel", "beschadigd"),
    ],
)  # fmt: skip
def test_een_bestand_dat_niet_kan_zegt_wat_er_is(lees_inhoud, inhoud, reden):
    with pytest.raises(LeesFout, match=reden):
        lees_inhoud(inhoud)


def test_een_fout_in_een_rij_noemt_de_rij(lees_inhoud):
    with pytest.raises(LeesFout) as fout:
        lees_inhoud(ing(VOORBEELD).replace(b'"2500,00"', b'"veel"'))
    assert fout.value.rij == 4  # the header is row 1, and the newest line stands first


# --- harm -------------------------------------------------------------------------------------------------------

_LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_AANVALLEN = {
    "lachen": f'<!DOCTYPE Document [<!ENTITY l0 "ha">{_LOL}]>',
    "bestand": '<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    "net": '<!DOCTYPE Document [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    "dtd": '<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/x.dtd">',
    "parameter": '<!DOCTYPE Document [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
}


@pytest.mark.parametrize("aanval", _AANVALLEN)
@pytest.mark.parametrize("codering", ["utf-8", "utf-7", "utf-16"])
def test_xml_opent_niets_en_groeit_niet(lees_inhoud, monkeypatch, aanval, codering):
    geopend: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *a: geopend.append(a))
    kop = f'<?xml version="1.0" encoding="{codering}"?>'
    verwijzing = {"lachen": "&l9;", "bestand": "&x;", "net": "&x;"}.get(aanval, "")
    tekst = camt(VOORBEELD).decode().split("\n", 1)[1].replace("Huur maart", f"Huur {verwijzing}")
    begin = time.monotonic()
    with pytest.raises(LeesFout):
        lees_inhoud((kop + _AANVALLEN[aanval] + tekst).encode(codering))
    assert time.monotonic() - begin < 2
    assert geopend == []


def test_een_ingebouwde_verwijzing_wordt_niet_gelezen_ook_niet_in_een_attribuut(lees_inhoud):
    """Without a document type there is nothing to refer to; that is refused as broken XML."""
    with pytest.raises(LeesFout, match="niet heel"):
        lees_inhoud(camt(VOORBEELD).replace(b'Ccy="EUR"', b'Ccy="&x;"', 1))


def test_diep_geneste_xml_en_een_zip_die_ontploft(lees_inhoud):
    diep = camt(VOORBEELD).replace(b"<Stmt>", b"<Stmt>" + b"<A>" * 100_000 + b"</A>" * 100_000)
    with pytest.raises(LeesFout):
        lees_inhoud(diep)
    with pytest.raises(LeesFout, match="te groot"):
        lees_inhoud(in_zip(**{f"a{n}__xml": b" " * 9_000_000 for n in range(6)}))
    with pytest.raises(LeesFout, match="groter dan 10 MB"):
        lees_inhoud(in_zip(a__xml=b"<" + b" " * 11_000_000))
    with pytest.raises(LeesFout, match="te groot"):
        lees_inhoud(in_zip(**{f"a{n}__xml": b"" for n in range(500)}))


def test_een_zip_die_over_zijn_grootte_liegt(lees_inhoud):
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("a.xml", b" " * 30_000_000)
    inhoud = uit.getvalue().replace((30_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(LeesFout):
        lees_inhoud(inhoud)


_BRONNEN = [
    camt(VOORBEELD), camt(VOORBEELD, versie="08", periode=(date(2026, 3, 1), date(2026, 3, 31))),
    in_zip(a__xml=camt(VOORBEELD)), *((SAMPLES / naam).read_bytes() for naam in (
        "ing-nieuw.csv", "rabobank.csv", "abn-amro.tab", "triodos.csv", "asn.csv")),
]  # fmt: skip
_SNIPPERS = [
    b"",
    b"<",
    b">",
    b"&",
    b'"',
    b"\x00",
    b"\xff",
    b";",
    b",",
    b"\t",
    b"\n",
    b"-",
    b"9" * 40,
    b"</Ntry>",
    b"NaN",
]


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    bron=st.sampled_from(_BRONNEN),
    ingrepen=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(_SNIPPERS) | st.binary(max_size=6)),
        min_size=1, max_size=4,
    ),
)  # fmt: skip
def test_een_beschadigd_bestand_geeft_regels_of_een_nederlandse_reden(lees_inhoud, bron, ingrepen):
    for waar, weg, erbij in ingrepen:
        plek = int(waar * len(bron))
        bron = bron[:plek] + erbij + bron[plek + weg :]
    try:
        gelezen = lees_inhoud(bron)
    except LeesFout as gevonden:
        fout, gelezen = str(gevonden), []
    else:
        fout = "is gelezen"
    assert len(fout) >= 10
    for bestanddeel in gelezen:
        for afschrift in bestanddeel:
            for regel in afschrift.regels:
                assert regel.bedrag == regel.bedrag.quantize(D("0.01"))
                assert abs(regel.bedrag) < 10**10
                assert 2000 <= regel.datum.year <= 2099
                assert 4 <= len(regel.rekening) <= 34
                assert not {"\0", "\n"} & set(regel.tegenpartij + regel.omschrijving + regel.tegenrekening)
