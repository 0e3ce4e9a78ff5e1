"""The last closed month of the living budget is what dashboards and indicators say about the money of its year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from levendjaar import JAAR, Jaar, maak_jaar

from buurtwerkkamers.perioden import Periode
from financien.afsluiten import sluit_maand
from financien.begroten import maak_post
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Regel
from financien.overzicht import overzicht, tekorten
from financien.prognoses import NieuwePrognose, stel_prognoses_vast
from rapportage.dashboard.geld import Geldblok, bron_in_zicht, gedeelde_bron, kies_bron
from rapportage.dashboard.vraag import Geldzicht, Vraag
from rapportage.indicatoren import enige_begroting
from tests.fabrieken import maak_afspraak, systeem

pytestmark = pytest.mark.django_db
EIND = date(JAAR, 12, 31)


@pytest.fixture
def w() -> Jaar:
    bedragen = {"begroot": Decimal(5), "prognose": Decimal(6), "realisatie": Decimal(7)}
    rijen = [NieuweRegel("Afspraak 2020", JAAR, soort, "Papier", **bedragen) for soort in ("kosten", "financiering")]
    leg_regels_vast(rijen, door=systeem())
    return maak_jaar(verdeeld=True)


def _vraag(w: Jaar, geld: Geldzicht) -> Vraag:
    afspraak = maak_afspraak("Afspraak 2020", jaar=JAAR, partijen=[w.gemeente])
    return Vraag((w.top, w.hart), None, Periode(date(JAAR, 1, 1), EIND), afspraak, EIND, geld=geld)


def test_de_laatste_gesloten_maand_gaat_voor_de_documenten(w: Jaar) -> None:
    afspraak = maak_afspraak("Afspraak 2020", jaar=JAAR)
    papier = kies_bron(JAAR)[0]
    assert papier is not None
    assert (papier.naam, gedeelde_bron(afspraak, JAAR), enige_begroting(JAAR)) == (
        "Afspraak 2020",
        papier,
        (papier, ""),
    )
    sluit_maand(date(JAAR, 1, 1), door=w.door)
    februari = sluit_maand(date(JAAR, 2, 1), door=w.door).bron
    assert kies_bron(JAAR) == (februari, ("Afspraak 2020",))
    assert gedeelde_bron(afspraak, JAAR) == februari
    assert enige_begroting(JAAR) == (februari, "")
    assert kies_bron(JAAR + 1) == (None, ())


@pytest.mark.parametrize("geld", [Geldzicht(), Geldzicht(alleen_gedeeld=True, financiers=frozenset({"Gemeente Stad"}))])
def test_het_dashboard_toont_begroting_tegen_prognose_van_die_maand(w: Jaar, geld: Geldzicht) -> None:
    rij = NieuwePrognose(w.posten["eten"], Decimal("3000"), "meer gasten")
    stel_prognoses_vast([rij], datum=date(JAAR, 1, 20), door=w.door)
    w.boek("eten", date(JAAR, 1, 25), "500")
    bron = sluit_maand(date(JAAR, 1, 1), door=w.door).bron
    w.boek("eten", date(JAAR, 2, 25), "9999")  # of a month that is not closed: nobody outside sees it
    vraag = _vraag(w, geld)
    gekozen, andere = bron_in_zicht(vraag)
    assert gekozen == bron
    tabel = Geldblok(vraag, bron, andere).tabel()
    assert tabel is not None
    assert tabel.kolommen == ("Begroot", "Prognose", "Geboekt")
    rijen = {naam: [cijfer.waarde for cijfer in cijfers] for naam, cijfers in tabel.rijen}
    assert rijen["Eten en drinken"] == [2400, 3500, 500]
    assert rijen["Totaal kosten"] == [23400, 24500, 500]
    assert f"Bron: {bron.naam}." in tabel.noten


def test_een_werkbegroting_zonder_gesloten_maand_ziet_niemand_van_buiten(w: Jaar) -> None:
    maak_post(jaar=JAAR, soort="kosten", naam="Geheim", kamer=w.top, door=w.door)
    w.boek("eten", date(JAAR, 1, 25), "500")
    bron, _ = bron_in_zicht(_vraag(w, Geldzicht(alleen_gedeeld=True)))
    assert bron is not None
    assert [regel.post for regel in bron.regels.all()] == ["Papier", "Papier"]
    assert not Regel.objects.filter(post__in=["Geheim", "Eten en drinken"]).exists()


def test_wat_geboekt_is_halverwege_het_jaar_is_niet_wat_er_verwacht_wordt(w: Jaar) -> None:
    w.boek("bijdrage top", date(JAAR, 1, 25), "14000")
    bron = sluit_maand(date(JAAR, 1, 1), door=w.door).bron
    samen = tekorten(bron, JAAR, [w.top, w.hart])
    assert samen[w.top.pk].realisatie == 14000
    assert {k: stand.verwacht for k, stand in samen.items()} == {w.top.pk: -400, w.hart.pk: 500, None: 100}
    assert {t.kamer: t.verwacht for t in overzicht(bron, JAAR).tekorten} == {"Top": -400, "Hart": 500, None: 100}
