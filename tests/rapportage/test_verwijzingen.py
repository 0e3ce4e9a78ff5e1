"""Figures in texts: what is filled in, what stays as it was typed, and that text, table, spreadsheet and JSON agree."""

from __future__ import annotations

import io
import re
import time
from datetime import date
from decimal import Decimal

import pytest
from gegevens import CATEGORIEEN
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from deelnemers.models import Deelname, Deelnemer
from deelnemers.registratie import NieuweInzet, NieuweKlus, leg_inzet_vast, leg_klussen_vast
from rapportage import canoniek
from rapportage.antwoorden import beantwoord
from rapportage.cijfertekst import schrijf_cel
from rapportage.documenten.werkboek import maak_werkboek
from rapportage.documentverschil import verschillen
from rapportage.lichtetekst import MAX_TEKENS, als_html
from rapportage.models import Onderdeel, Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import stel_samen
from rapportage.samenstelling.verwijzingen import (
    NIET_GEREGISTREERD,
    VOLGT,
    Verwijsbaar,
    antwoordstof,
    dichtstbij,
    eenduidig,
    plaatsen,
    vul_in,
    zoek,
)


def cijfer(sleutel: str, waarde: str, *, categorie: str = "", tijdvak: str = "", plekken: tuple[str, ...] = ()):
    return Verwijsbaar(
        sleutel, f"wat {sleutel} is", waarde, f"regel van {sleutel}", "Naam", categorie, tijdvak, plekken
    )


STAD = ("stad",)
VAN_KAMER = (
    cijfer("uniek", "214"),
    cijfer("uniek formulieren", "130", categorie="formulieren"),
    cijfer("uniek nederlandse taal", "21", categorie="nederlandse taal"),
    cijfer("uniek sociaal en ontmoeting", "1.204", categorie="sociaal en ontmoeting"),
    cijfer("uniek schuldhulptoeleiding", "43", categorie="schuldhulptoeleiding"),
    cijfer("uniek formulieren 2", "45", categorie="formulieren", tijdvak="2"),
    cijfer("uniek stad", "612", plekken=STAD),
    cijfer("uniek formulieren stad", "203", categorie="formulieren", plekken=STAD),
    cijfer("deelnames", "5.231"),
    cijfer("uren", "niet geregistreerd"),
)
VAN_ALLEN = (
    cijfer("uniek stad", "612", plekken=STAD),
    cijfer("uniek formulieren stad", "203", categorie="formulieren", plekken=STAD),
    cijfer("uniek hart", "131", plekken=("hart", "hart voor leidsche rijn")),
    cijfer("uniek formulieren hart", "6", categorie="formulieren", plekken=("hart", "hart voor leidsche rijn")),
    cijfer("prognose kosten", "€ 292.980", categorie="kosten"),
)


@pytest.mark.parametrize(
    ("getypt", "waarde"),
    [
        ("uniek", "214"),
        ("Uniek Formulieren", "130"),
        ("  uniek   form ", "130"),
        ("ÜNIEK formulieren", "130"),
        ("uniek taal", "21"),
        ("uniek soc", "1.204"),
        ("uniek sociaal en ontmoeting", "1.204"),
        ("uniek formulieren 2", "45"),
        ("uniek 2 formulieren", "45"),
        ("uniek stad", "612"),
        ("uniek form stad", "203"),
        ("uren", "niet geregistreerd"),
    ],
)
def test_verwijzing_wordt_het_cijfer(getypt, waarde):
    assert vul_in(f"Er kwamen {{{getypt}}} mensen.", VAN_KAMER).tekst == f"Er kwamen {waarde} mensen."


@pytest.mark.parametrize(
    ("getypt", "waarde"),
    [
        ("uniek", "612"),
        ("uniek stad", "612"),
        ("uniek formulieren", "203"),
        ("uniek hart", "131"),
        ("uniek leidsche", "131"),
        ("uniek formulieren hart voor leidsche rijn", "6"),
        ("prognose kosten", "€ 292.980"),
    ],
)
def test_in_een_tekst_over_alle_kamers(getypt, waarde):
    gevonden = zoek(getypt, VAN_ALLEN)
    assert gevonden
    assert gevonden.waarde == waarde


@pytest.mark.parametrize(
    "getypt",
    [
        "uniek s",
        "uniek formulieren 3",
        "unieken",
        "formulieren",
        "uniek elders",
        "uniek st",
        "noot",
        "uniek 1 2",
        "uniek hart",
    ],
)
def test_wat_niets_of_te_veel_noemt_blijft_staan(getypt):
    tekst = f"Er kwamen {{{getypt}}} mensen."
    ingevuld = vul_in(tekst, VAN_KAMER)
    assert ingevuld.tekst == tekst
    assert ingevuld.onbekend == (f"{{{getypt}}}",)
    assert not ingevuld.gebruikt


ONT = (
    cijfer("uniek stad", "612", plekken=STAD),
    cijfer("uniek ontmoeting stad", "300", categorie="ontmoeting", plekken=STAD),
    cijfer("uniek taal stad", "50", categorie="taal", plekken=STAD),
    cijfer("uniek ontdek", "9", plekken=("ontdek",)),
    cijfer("uniek kamer taal", "7", plekken=("taal", "kamer taal")),
    cijfer("uniek kamer stad", "5", plekken=("stad", "kamer stad")),
)


@pytest.mark.parametrize("getypt", ["uniek ont", "uniek taal", "uniek ta", "uniek stad stad"])
def test_wat_meer_dan_een_cijfer_kan_zijn_is_geen_cijfer(getypt):
    assert zoek(getypt, ONT) is None


def test_twee_cijfers_met_een_naam_zijn_geen_cijfer():
    """Not the last one of the two."""
    fase = cijfer("uniek fase 2", "11", categorie="fase", tijdvak="2"), cijfer("uniek fase 2", "99", categorie="fase 2")
    for lijst in (fase, fase[::-1]):
        assert zoek("uniek fase 2", lijst) is None


def test_elk_cijfer_is_voluit_te_noemen():
    for lijst in (VAN_KAMER, VAN_ALLEN, eenduidig(ONT)):
        for v in lijst:
            assert zoek(v.sleutel, lijst) is v


@pytest.mark.django_db
def test_elk_cijfer_is_te_noemen_ook_als_namen_op_elkaar_lijken(wereld):
    """A kamer that is called as the city or as a categorie, and categories that end in a number."""
    lijst = wereld.rapport.afspraak.categorielijst
    for n, naam in enumerate(("Fase", "Fase 2", "Taal")):
        lijst.categorie_set.create(naam=naam, volgorde=50 + n)
    for kamer, naam in zip(list(wereld.kamers.values())[:2], ("Stad", "Taal"), strict=True):
        kamer.naam, kamer.slug = naam, naam.lower()
        kamer.save()
    rapport = Rapport.objects.get()
    for plek in (*rapport.kamers.all(), None):
        cijfers = antwoordstof(rapport, plek)
        assert len({v.sleutel for v in cijfers}) == len(cijfers)
        for v in cijfers:
            assert zoek(v.sleutel, cijfers) is v, v.sleutel
    for getypt in ("uniek taal", "uniek stad", "uniek fase 2"):
        assert zoek(getypt, cijfers) is None, getypt
    sleutels = {v.sleutel for v in cijfers}
    assert {"uniek kamer stad", "uniek hele stad", "uniek kamer taal", "uniek taal hele stad"} <= sleutels
    assert {"uniek fase tijdvak 2 hele stad", "uniek categorie fase 2 hele stad"} <= sleutels


def test_een_lange_regel_zonder_haakje_kost_geen_tijd():
    begin = time.process_time()
    for _ in range(50):
        assert plaatsen("taal: 12 " * 2_200) == []
    assert time.process_time() - begin < 1
    assert plaatsen("een\n{a} {b}\n\n{c}") == [(4, 7), (8, 11), (13, 16)]


def test_wat_is_ingevuld_wordt_niet_afgekapt():
    """The limit is on what was typed: a figure may be longer than its reference."""
    lijst = [cijfer("uren", VOLGT)]
    typ = "{uren}" * ((MAX_TEKENS - 10) // 6) + " het einde"
    assert len(typ) <= MAX_TEKENS
    html = als_html(vul_in(typ, lijst).tekst)
    assert html.endswith("het einde</p>\n")
    assert html.count(VOLGT) == typ.count("{")


def test_dichtstbij_is_wat_erop_lijkt():
    assert dichtstbij("{unieke formulier}", VAN_KAMER) == "uniek formulieren"
    assert dichtstbij("{zzz}", VAN_KAMER) == ""


@pytest.mark.parametrize(
    "tekst",
    [
        "{}",
        "{ }",
        "{uniek",
        "uniek}",
        "{{uniek}}",
        "{uniek {deelnames}}",
        "{uniek\nformulieren}",
        "\\{uniek}",
        "}uniek{",
    ],
)
def test_geen_verwijzing(tekst):
    ingevuld = vul_in(tekst, VAN_KAMER)
    assert (ingevuld.tekst, ingevuld.onbekend) == (tekst, ())


def test_open_haakje_elders_op_de_regel_hindert_niet():
    assert vul_in("een { en {uniek} mensen", VAN_KAMER).tekst == "een { en 214 mensen"


def test_gebruikte_cijfers_staan_er_een_keer_met_hun_regel():
    ingevuld = vul_in("{uniek} en {Uniek} en {deelnames}", VAN_KAMER)
    assert [v.sleutel for v in ingevuld.gebruikt] == ["uniek", "deelnames"]
    assert ingevuld.gebruikt[0].regel == "regel van uniek"


@pytest.mark.parametrize(
    ("tekst", "zichtbaar"),
    [
        ("{uniek}. Dat is veel.", "<p>214. Dat is veel.</p>"),
        ("- {uniek}) meer", "<li>214) meer</li>"),
        ("**{uniek}** mensen", "<p><strong>214</strong> mensen</p>"),
        ("{deelnames} keer", "<p>5.231 keer</p>"),
    ],
)
def test_een_cijfer_wordt_geen_opmaak(tekst, zichtbaar):
    assert zichtbaar in als_html(vul_in(tekst, VAN_KAMER).tekst).replace("<ul>\n", "").strip()


@pytest.mark.parametrize("waarde", ["*9*", "_9_", "<b>9</b>", "9\\", "<script>alert(1)</script>"])
def test_waarde_kan_geen_opmaak_zijn(waarde):
    html = als_html(vul_in("Het zijn {uniek} mensen", [cijfer("uniek", waarde)]).tekst)
    assert "<em>" not in html
    assert "<b>" not in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    "lading",
    ["{uniek.__class__}", "{0}", "{uniek!r}", "{uniek:>99999999}", "{% now %}", "{{ request.user }}", "{uniek\x00}",
     "{" * 5000 + "}" * 5000, "{" + "uniek " * 400 + "}", "{uniek\u202e}"],
)  # fmt: skip
def test_ladingen_tussen_haakjes_doen_niets(lading):
    assert vul_in(lading, VAN_KAMER).tekst == lading


stukken = st.sampled_from(
    [
        "{uniek}",
        "{uniek taal}",
        "{uniek 2}",
        "{",
        "}",
        "{foo}",
        "\\",
        "\n",
        "- ",
        "1. ",
        "2",
        " formulieren",
        "uniek ",
        "é",
        "**",
    ]
)
# A figure that is itself the number of a sub-period: filled in within braces it would name another figure.
TWEE = (*VAN_KAMER, cijfer("klussen", "2"))
teksten = st.one_of(st.text(), st.lists(st.one_of(stukken, st.text(max_size=5)), max_size=12).map("".join))


@given(st.text().filter(lambda t: "{" not in t))
def test_tekst_zonder_haakjes_verandert_niet(tekst):
    assert vul_in(tekst, VAN_KAMER).tekst == tekst


@given(teksten)
@example("{uniek form {klussen}}")
def test_nog_eens_invullen_verandert_niets(tekst):
    een = vul_in(tekst, TWEE)
    twee = vul_in(een.tekst, TWEE)
    assert twee.tekst == een.tekst
    assert not twee.gebruikt


@given(teksten)
def test_alles_buiten_de_verwijzingen_blijft(tekst):
    ingevuld = vul_in(tekst, VAN_KAMER)
    assert not ingevuld.gebruikt or ingevuld.tekst != tekst
    assert all(onbekend in ingevuld.tekst for onbekend in ingevuld.onbekend)
    kaal = ingevuld.tekst
    for v in ingevuld.gebruikt:
        assert v.waarde in kaal


# --- in a composed report ---------------------------------------------------------------------------------------


def deel(document, soort: str):
    return next(d for d in document.delen if d.soort == soort)


def cel(document, kamer: str, rij: str, kolom: int) -> object:
    tabel = next(t.tabel for t in deel(document, "deelnemers").tabellen if t.kamer and t.kamer.naam == kamer)
    return next(r.cellen[kolom] for r in tabel.rijen if r.cellen[0] == rij)


VOL = "{uniek} mensen, {uniek formulieren 1} en {uniek form 2} bij formulieren, {uniek comp 2}, {deelnames}, {nieuw}."


@pytest.mark.django_db
def test_waarde_in_tekst_is_die_van_tabel_json_en_werkboek(wereld):
    wereld.schrijf(VOL)
    document = stel_samen(wereld.rapport)
    tekst = next(t for t in deel(document, "vraag_per_kamer").teksten if t.kamer.naam == "TOP")
    gedrukt = [
        cel(document, "TOP", "Verschillende mensen", 3),
        cel(document, "TOP", "Formulieren", 1),
        cel(document, "TOP", "Formulieren", 2),
        cel(document, "TOP", "Computervaardigheid", 2),
        cel(document, "TOP", "Deelnames (elke keer geteld)", 3),
        cel(document, "TOP", "Voor het eerst in deze kamer", 3),
    ]
    assert gedrukt[1:4] == [130, 45, None]
    waarden = [NIET_GEREGISTREERD if g is None else schrijf_cel(g, "getal") for g in gedrukt]
    assert [c.waarde for c in tekst.cijfers] == waarden
    verwacht = VOL
    for getypt, waarde in zip(re.findall(r"\{[^}]*\}", VOL), waarden, strict=True):
        verwacht = verwacht.replace(getypt, waarde)
    assert tekst.tekst == verwacht
    assert canoniek.lees(Document, canoniek.schrijf(document)) == document
    assert verwacht in canoniek.schrijf(document)
    blad = CalamineWorkbook.from_filelike(io.BytesIO(maak_werkboek(document))).get_sheet_by_name("Antwoorden")
    assert verwacht in [rij[3] for rij in blad.to_python()]
    namen = {naam for regel in document.regels for naam in regel.naam.split("; ")}
    assert {"Totaal van een kamer", "Deelnames", "Voor het eerst in deze kamer"} <= namen


@pytest.mark.django_db
def test_elk_cijfer_van_de_tabel_is_te_noemen(wereld):
    """Every cell of every table of participants is the value of one reference."""
    document = stel_samen(wereld.rapport)
    for kamer in wereld.kamers.values():
        lijst = antwoordstof(wereld.rapport, kamer)
        for nummer, tijdvak in ((1, " 1"), (2, " 2"), (3, "")):
            for rij, verwijzing in (
                *((naam, f"uniek {naam}") for naam in CATEGORIEEN),
                ("Verschillende mensen", "uniek"),
                ("Deelnames (elke keer geteld)", "deelnames"),
                ("Voor het eerst in deze kamer", "nieuw"),
            ):
                waarde = cel(document, kamer.naam, rij, nummer)
                gedrukt = NIET_GEREGISTREERD if waarde is None else schrijf_cel(waarde, "getal")
                assert vul_in(f"{{{verwijzing}{tijdvak}}}", lijst).tekst == gedrukt, (kamer, rij, tijdvak)


@pytest.mark.django_db
def test_eenmalig_antwoord_noemt_stad_kamers_en_geld(wereld):
    vraag = wereld.vraag("vraag_eenmalig")
    tekst = "{uniek}, {uniek stad 1}, {uniek formulieren top 1}, {begroot kosten}, {prognose saldo}"
    beantwoord(rapport=wereld.rapport, onderdeel=vraag, kamer=None, tekst=tekst, door=wereld.bureau)
    document = stel_samen(wereld.rapport)
    samen = next(t.tabel for t in deel(document, "deelnemers").tabellen if t.kamer is None)
    stad = next(r.cellen[-1] for r in samen.rijen if r.cellen[0] == "Verschillende mensen")
    mensen = next(k.waarde for k in document.kengetallen if k.titel == "Verschillende mensen")
    geheel = (schrijf_cel(mensen, "getal"), schrijf_cel(stad, "getal"), "130", "€ 319.716", "€ −9.996")
    assert deel(document, "vraag_eenmalig").teksten[0].tekst == ", ".join(geheel)
    # Who sees one kamer does not read in it what is of the others.
    deels = stel_samen(wereld.rapport, kamers=[wereld.kamers["De Verbinding"]])
    antwoord = deel(deels, "vraag_eenmalig").teksten[0]
    assert (antwoord.tekst, antwoord.cijfers) == (", ".join([VOLGT] * 5), ())


@pytest.mark.django_db
def test_vaste_tekst_wordt_ingevuld(wereld):
    Onderdeel.objects.create(
        sjabloon=wereld.rapport.sjabloon, volgorde=0, soort="tekst", titel="Vooraf", tekst="Samen **{uniek}** mensen."
    )
    document = stel_samen(wereld.rapport)
    mensen = next(k.waarde for k in document.kengetallen if k.titel == "Verschillende mensen")
    assert document.delen[0].teksten[0].tekst == f"Samen **{mensen}** mensen."
    assert document.delen[0].soort == "tekst"


@pytest.mark.django_db
def test_oude_tekst_zonder_cijfers_blijft_leesbaar(wereld):
    wereld.schrijf("Het waren {uniek} mensen.")
    gegevens = canoniek.kaal(stel_samen(wereld.rapport))
    for onderdeel in gegevens["delen"]:
        for tekst in onderdeel["teksten"]:
            del tekst["cijfers"]
    assert canoniek.lees(Document, canoniek.schrijf(gegevens)).delen[0].teksten[0].cijfers == ()


@pytest.mark.django_db
def test_samenstellen_met_verwijzingen_vraagt_evenveel_queries_bij_meer_kamers(wereld, django_assert_max_num_queries):
    for kamer in wereld.kamers:
        wereld.schrijf("{uniek} {uren} {klussen} {vrijwilligers 2} {uniek stad}", kamer)
    kamers = list(wereld.kamers.values())
    aantallen = []
    for hoeveel in (1, 2):
        rapport = Rapport.objects.get()
        with django_assert_max_num_queries(60) as queries:
            stel_samen(rapport, kamers=kamers[:hoeveel])
        aantallen.append(len(queries))
    assert aantallen[0] == aantallen[1]


@pytest.mark.django_db
def test_vastgesteld_houdt_het_cijfer(wereld, snelle_pdf):
    wereld.schrijf("Het waren {uniek formulieren 1} mensen.")
    editie = wereld.stel_vast()
    Deelname.objects.filter(kamer=wereld.kamers["TOP"]).delete()
    tekst = deel(stel_samen(Rapport.objects.get()), "vraag_per_kamer").teksten[0]
    assert tekst.tekst == "Het waren 130 mensen."
    assert [(c.verwijzing, c.waarde) for c in tekst.cijfers] == [("uniek formulieren 1", "130")]
    assert '"verwijzing":"uniek formulieren 1"' in editie.gegevens


@pytest.mark.django_db
def test_uren_klussen_en_vrijwilligers_zijn_die_van_de_tabellen(wereld):
    top, hart = wereld.kamers["TOP"], wereld.kamers["Hart voor Leidsche Rijn"]
    een, twee = Deelnemer.objects.filter(inschrijvingen__kamer=top)[:2]
    uren = [
        NieuweInzet(top.pk, een.pk, date(2020, 2, 1), Decimal("7.5")),
        NieuweInzet(top.pk, twee.pk, date(2020, 4, 1), Decimal("4")),
        NieuweInzet(hart.pk, een.pk, date(2020, 4, 2), Decimal("6")),
    ]  # fmt: skip
    leg_inzet_vast(uren, door=wereld.bureau)
    klus = NieuweKlus(top.pk, een.pk, date(2020, 2, 3), uitgevoerd_op=date(2020, 2, 5))
    leg_klussen_vast([klus], door=wereld.bureau)
    Onderdeel.objects.create(sjabloon=wereld.rapport.sjabloon, volgorde=500, soort="uren", titel="Uren")
    tabel = deel(stel_samen(wereld.rapport), "uren").tabellen[0].tabel
    groepen: dict[str, dict[str, tuple]] = {}
    for rij in tabel.rijen:
        if rij.soort == "groep":
            per_rij = groepen.setdefault(str(rij.cellen[0]), {})
        else:
            per_rij[str(rij.cellen[0])] = rij.cellen[1:]
    geheel = groepen["Hele periode"]
    plekken = [kolom.titel for kolom in tabel.kolommen[1:]]
    assert plekken == [*wereld.kamers, "Samen"]
    lijst = antwoordstof(wereld.rapport, None)
    for nummer, plek in enumerate(("top", "hart", "de verbinding", "stad")):
        for maat, naam in (("uren", "Alle uren"), ("vrijwilligers", "Vrijwilligers (bewoners met uren)")):
            waarde = geheel[naam][nummer]
            gedrukt = NIET_GEREGISTREERD if waarde is None else schrijf_cel(waarde, "getal")
            assert vul_in(f"{{{maat} {plek}}}", lijst).tekst == gedrukt, (maat, plek)
    van_top = antwoordstof(wereld.rapport, top)
    assert vul_in("{uren 1} {uren 2} {vrijwilligers}", van_top).tekst == "7,5 4 2"
    assert vul_in("{klussen} {klussen 2}", van_top).tekst == "1 0"
    assert vul_in("{klussen}", antwoordstof(wereld.rapport, hart)).tekst == NIET_GEREGISTREERD


@pytest.mark.django_db
def test_een_cijfer_dat_alleen_in_een_tekst_staat_verandert_niet_ongemerkt(wereld):
    """No table of this report holds jobs: the text is the only place where the change can be seen."""
    top = wereld.kamers["TOP"]
    mens = Deelnemer.objects.filter(inschrijvingen__kamer=top).first()
    klussen = [NieuweKlus(top.pk, mens.pk, date(2020, 2, dag), uitgevoerd_op=date(2020, 2, dag)) for dag in (3, 4)]
    leg_klussen_vast(klussen[:1], door=wereld.bureau)
    wereld.schrijf("Wij deden {klussen} klus.")
    eerst = stel_samen(wereld.rapport)
    leg_klussen_vast(klussen[1:], door=wereld.bureau)
    gevonden = [v for v in verschillen(eerst, stel_samen(wereld.rapport)) if "in de tekst" in v.waar]
    assert [(v.kamer, v.rij, v.eerst, v.nu) for v in gevonden] == [("TOP", "klussen", "1", "2")]
