"""Property tests of adding up and of finding printed mistakes, and the ways in which a table can be written down."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from geldvoorbeeld import AFSPRAAK, HART, TOP, VERBINDING, rijen
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.models import Gebruiker
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron, Regel
from financien.narekenen import KOLOMMEN, Knoop, Optelling, herken
from financien.overzicht import overzicht

ALLES = Knoop("soort", "", None)
bedragen = st.decimals(min_value=-100000, max_value=100000, places=2)


def regel(post, kamer, bedrag, *, groep="", regelsoort="regel"):
    return Regel(post=post, kamer_id=kamer, begroot=bedrag, groep=groep, regelsoort=regelsoort)


@st.composite
def tabellen(draw):
    """Lines of a table: (post, groep, kamer or None, amount); every post in one group or in none."""
    kamers = draw(st.sampled_from([(None,), (1,), (1, 2), (1, 2, 3), (None, 1, 2)]))
    posten = draw(st.lists(st.sampled_from(["", "eerste", "tweede"]), min_size=1, max_size=6))
    return [
        regel(f"post {nr}", kamer, draw(bedragen), groep=groep) for nr, groep in enumerate(posten) for kamer in kamers
    ]


def som(lijnen, *, groep=None, kamer=None):
    return sum((r.begroot for r in lijnen if groep in (None, r.groep) and kamer in (None, r.kamer_id)), start=Decimal())


def gedrukt(lijnen):
    """Every sum of this table, printed right: (knoop, printed row)."""
    kamers = sorted({r.kamer_id for r in lijnen if r.kamer_id})
    groepen = sorted({r.groep for r in lijnen if r.groep})
    rijen = [
        (Knoop("groep", groep, kamer), regel(f"Subtotaal {groep}", kamer, bedrag, groep=groep, regelsoort="subtotaal"))
        for groep in groepen
        for kamer in (*kamers, None)
        for bedrag in [som(lijnen, groep=groep, kamer=kamer)]
    ]
    rijen += [
        (Knoop("soort", "", kamer), regel("Totaal", kamer, som(lijnen, kamer=kamer), regelsoort="totaal"))
        for kamer in (*kamers, None)
    ]
    return rijen


def bevindingen(regels):
    lijnen, printed = herken(regels)
    optelling = Optelling(lijnen, printed, "begroot")
    assert all(p.knoop is not None for p in printed)
    gevonden = {p.knoop: optelling.bevinding(p.knoop, p.regel.begroot) for p in printed}
    return {knoop: bevinding for knoop, bevinding in gevonden.items() if bevinding}


@given(tabellen(), st.randoms(use_true_random=False))
def test_totalen_zijn_de_som_van_de_delen_in_elke_volgorde(lijnen, toeval: Random):
    geschud = list(lijnen)
    toeval.shuffle(geschud)
    optelling = Optelling(*herken(geschud), "begroot")
    assert optelling.berekend(ALLES) == som(lijnen)
    for groep in {r.groep for r in lijnen}:
        assert optelling.berekend(Knoop("groep", groep, None)) == som(lijnen, groep=groep)
        for kamer in {r.kamer_id for r in lijnen if r.kamer_id}:
            assert optelling.berekend(Knoop("groep", groep, kamer)) == som(lijnen, groep=groep, kamer=kamer)
    delen = [optelling.berekend(Knoop("soort", "", r.kamer_id or 0)) for r in {r.kamer_id: r for r in lijnen}.values()]
    assert sum(delen) == optelling.berekend(ALLES)


@given(tabellen())
def test_een_tabel_die_klopt_geeft_geen_bevindingen(lijnen):
    assert bevindingen([*lijnen, *(rij for _, rij in gedrukt(lijnen))]) == {}


@given(tabellen(), bedragen.filter(bool), st.data())
def test_een_fout_en_de_totalen_die_ermee_gedrukt_zijn(lijnen, fout, data):
    """One wrong printed sum; above it some sums are printed with the mistake, the others are right."""
    printed = dict(gedrukt(lijnen))
    wortel = data.draw(st.sampled_from(list(printed)))
    mee: set[Knoop] = {wortel}
    for hoger in _erboven(wortel):
        # a sum can only have inherited what stands in one of the sums that it is made of
        if hoger in printed and mee & set(_eronder(hoger)) and data.draw(st.booleans()):
            mee.add(hoger)
    for knoop in mee:
        printed[knoop].begroot += fout
    gevonden = bevindingen([*lijnen, *printed.values()])
    assert set(gevonden) == mee
    assert {knoop for knoop, bevinding in gevonden.items() if not bevinding.van} == {wortel}
    for bevinding in gevonden.values():
        assert bevinding.gedrukt - bevinding.berekend == fout
        assert bevinding.van <= mee


@given(tabellen(), bedragen.filter(bool), st.booleans())
def test_een_fout_erft_ook_door_sommen_die_niet_gedrukt_zijn(lijnen, fout, door_rij):
    """Only a row's total or one kamer's subtotal is printed, and the total of everything with its mistake."""
    eerste = next((r for r in lijnen if r.groep and r.kamer_id), None)
    if eerste is None:
        return
    if door_rij:
        eigen = [r for r in lijnen if r.post == eerste.post]
        onder = regel(eerste.post, None, som(eigen) + fout, groep=eerste.groep, regelsoort="totaal")
    else:
        bedrag = som(lijnen, groep=eerste.groep, kamer=eerste.kamer_id) + fout
        onder = regel("Subtotaal", eerste.kamer_id, bedrag, groep=eerste.groep, regelsoort="subtotaal")
    gevonden = bevindingen([*lijnen, onder, regel("Totaal", None, som(lijnen) + fout, regelsoort="totaal")])
    assert len(gevonden) == 2
    assert gevonden[ALLES].van == set(gevonden) - {ALLES}


@given(tabellen(), bedragen.filter(bool), bedragen.filter(bool))
def test_een_eigen_fout_bovenop_een_andere_erft_niet(lijnen, fout, eigen):
    """The total is wrong by something else than the wrong subtotal inside it: a mistake of its own was made there."""
    groep = next((r.groep for r in lijnen if r.groep), None)
    if groep is None or fout == eigen:
        return
    subtotaal = regel("Subtotaal", None, som(lijnen, groep=groep) + fout, groep=groep, regelsoort="subtotaal")
    gevonden = bevindingen([*lijnen, subtotaal, regel("Totaal", None, som(lijnen) + eigen, regelsoort="totaal")])
    assert len(gevonden) == 2
    assert gevonden[ALLES].van == frozenset()


def _erboven(knoop):
    if knoop.wat == "groep":
        return [Knoop("groep", knoop.naam, None), Knoop("soort", "", knoop.kamer), ALLES]
    return [ALLES]


def _eronder(knoop):
    kamers = (1, 2, 3)
    if knoop.wat == "groep":
        return [Knoop("groep", knoop.naam, kamer) for kamer in kamers] if knoop.kamer is None else []
    groepen = [Knoop("groep", groep, knoop.kamer) for groep in ("eerste", "tweede")]
    return [*groepen, *(Knoop("soort", "", kamer) for kamer in kamers if knoop.kamer is None)]


def test_een_kolom_zonder_bedragen_telt_op_tot_niets():
    lijnen, _ = herken([regel("Huur", 1, None), regel("Gas", 1, None)])
    assert Optelling(lijnen, (), "begroot").berekend(ALLES) is None
    assert Optelling(lijnen, (), "begroot").bevinding(ALLES, Decimal(5)) is None


# --- the same table, written down in other ways -------------------------------------------------------------------


def zonder_groep_bij_subtotalen(alle):
    return [replace(r, groep="") if r.regelsoort == "subtotaal" else r for r in alle]


def zonder_groepen(alle):
    return [replace(r, groep="") for r in alle]


def zonder_rijtotalen(alle):
    posten = {r.post for r in alle if r.regelsoort == "regel"}
    return [r for r in alle if r.regelsoort == "regel" or r.post not in posten]


def kolomtotalen_als_totaal(alle):
    return [
        replace(r, regelsoort="totaal", groep="") if r.regelsoort == "subtotaal" and not r.kamer else r for r in alle
    ]


def rijtotalen_als_subtotaal(alle):
    posten = {r.post for r in alle if r.regelsoort == "regel"}
    return [replace(r, regelsoort="subtotaal") if r.regelsoort == "totaal" and r.post in posten else r for r in alle]


def kamer_voor_kamer(alle):
    return sorted(alle, key=lambda r: (r.kamer is None, r.kamer.naam if r.kamer else ""))


def kamer_voor_kamer_zonder_groepen(alle):
    return kamer_voor_kamer(zonder_groepen(alle))


def hoofdletters(alle):
    return [replace(r, groep=r.groep.title()) if r.regelsoort == "subtotaal" else r for r in alle]


def een_post_voor_alle_financiers(alle):
    return [replace(r, post="Bijdrage") if r.financier else r for r in alle]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "anders",
    [
        list,
        zonder_groep_bij_subtotalen,
        zonder_groepen,
        zonder_rijtotalen,
        kolomtotalen_als_totaal,
        rijtotalen_als_subtotaal,
        kamer_voor_kamer,
        kamer_voor_kamer_zonder_groepen,
        hoofdletters,
        een_post_voor_alle_financiers,
    ],
)
def test_dezelfde_tabel_anders_opgeschreven_geeft_dezelfde_bevindingen(anders):
    leg_regels_vast(anders(list(rijen("afspraak-2020.csv"))), door=Gebruiker.objects.systeem())
    gevonden = overzicht(Bron.objects.get(naam=AFSPRAAK), 2020).afwijkingen
    assert {(a.kamer, a.gedrukt, a.berekend, a.erft) for a in gevonden} == {
        (HART, 19000, 13000, False),
        (None, 36000, 30000, True),
        (TOP, 21500, 11500, False),
        (VERBINDING, 20000, 30000, False),
        (HART, 95828, 89828, True),
        (None, 295984, 289984, True),
    }


@pytest.mark.django_db
def test_elke_kolom_wordt_apart_vergeleken():
    def rij(post, regelsoort="regel", **kolommen):
        return NieuweRegel("Begroting", 2026, "kosten", post, regelsoort=regelsoort, **kolommen)

    honderd = dict.fromkeys(KOLOMMEN, Decimal(100))
    rijen = [rij("Huur", **honderd), rij("Gas", begroot=Decimal(1)), rij("Totaal", "totaal", **honderd)]
    leg_regels_vast(rijen, door=Gebruiker.objects.systeem())
    gevonden = overzicht(Bron.objects.get(), 2026).afwijkingen
    assert [(a.kolom, a.verschil) for a in gevonden] == [("begroot", -1)]
