"""The last closed month of the living budget is what the cooperative sees of the money of its year; outside, what was
agreed or reported."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from levendjaar import JAAR, Jaar, maak_jaar

from buurtwerkkamers.perioden import Periode
from financien.afsluiten import sluit_maand
from financien.begroten import maak_post
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Regel
from financien.overzicht import overzicht, tekorten
from financien.prognoses import NieuwePrognose, stel_prognoses_vast
from rapportage.dashboard.afgesproken import maatstaf, meet_indicatoren
from rapportage.dashboard.geld import Geldblok, bron_in_zicht, gedeelde_bron, kies_bron
from rapportage.dashboard.telling import lees_mensen
from rapportage.dashboard.vraag import Geldzicht, Vraag
from rapportage.indicatoren import enige_begroting
from rapportage.models import Editie, Rapport, Sjabloon
from tests.fabrieken import maak_afspraak, maak_indicator, systeem

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
    assert enige_begroting(JAAR) == (februari, "")
    assert enige_begroting(JAAR, archief=False) == (papier, "")
    assert kies_bron(JAAR + 1) == (None, ())
    assert gedeelde_bron(afspraak, JAAR) == papier, "sluiten is nog niet delen"


def test_een_periode_laat_zien_wat_toen_werd_geloofd(w: Jaar) -> None:
    bronnen = [sluit_maand(date(JAAR, maand, 1), door=w.door).bron for maand in (1, 2, 3)]
    heel = _vraag(w, Geldzicht())
    for tot, verwacht in ((date(JAAR, 1, 30), 2), (date(JAAR, 1, 31), 0), (date(JAAR, 3, 30), 1), (EIND, 2)):
        assert kies_bron(JAAR, tot)[0] == bronnen[verwacht], tot
        assert enige_begroting(JAAR, tot) == (bronnen[verwacht], "")
        vraag = replace(heel, periode=Periode(date(JAAR, 1, 1), tot))
        assert bron_in_zicht(vraag)[0] == maatstaf(vraag, vraag.periode) == bronnen[verwacht]


def test_buiten_een_gesloten_maand_pas_als_een_vastgesteld_rapport_haar_noemt(w: Jaar) -> None:
    buiten = _vraag(w, Geldzicht(alleen_gedeeld=True, financiers=frozenset({"Gemeente Stad"})))
    assert buiten.afspraak is not None
    januari = sluit_maand(date(JAAR, 1, 1), door=w.door).bron
    sluit_maand(date(JAAR, 2, 1), door=w.door)
    papier = bron_in_zicht(buiten)[0]
    assert papier is not None
    assert (papier.naam, maatstaf(buiten, buiten.periode)) == ("Afspraak 2020", papier)
    rapport = Rapport.objects.create(
        kenmerk="r-2020", titel="Halfjaar", afspraak=buiten.afspraak, van=date(JAAR, 1, 1), tm=date(JAAR, 6, 30),
        sjabloon=Sjabloon.objects.get_or_create(naam="Toets")[0], begrotingsbron=januari, gemaakt_door=systeem(),
    )  # fmt: skip
    assert bron_in_zicht(buiten)[0] == papier, "een rapport in de maak deelt nog niets"
    Rapport.objects.filter(pk=rapport.pk).update(status=Rapport.Status.TER_CONTROLE)
    Editie.objects.create(
        rapport=rapport, gegevens="{}", sha256=hashlib.sha256(b"{}").hexdigest(), pdf=b"", html=b"",
        vastgesteld_door=systeem(), vastgesteld_op=timezone.now(),
    )  # fmt: skip
    Rapport.objects.filter(pk=rapport.pk).update(status=Rapport.Status.VASTGESTELD)
    assert bron_in_zicht(buiten)[0] == maatstaf(buiten, buiten.periode) == januari


def test_ook_een_indicator_over_de_begroting_verraadt_buiten_geen_gesloten_maand(w: Jaar) -> None:
    binnen = _vraag(w, Geldzicht())
    buiten = replace(binnen, geld=Geldzicht(alleen_gedeeld=True))
    assert binnen.afspraak is not None
    maak_indicator(binnen.afspraak, "Sluitend", meetregel="begroting", doelen={w.top: "0", w.hart: "0"})
    Regel.objects.all().delete()  # without a document: what is there is the closed month alone
    sluit_maand(date(JAAR, 1, 1), door=w.door)
    [van_binnen] = meet_indicatoren(binnen, lees_mensen(binnen))
    [van_buiten] = meet_indicatoren(buiten, lees_mensen(buiten))
    assert [stand.cijfer.waarde for stand in van_binnen.standen] != [None, None]
    assert [stand.cijfer.waarde for stand in van_buiten.standen] == [None, None]
    assert "Stand t/m" not in repr(van_buiten)


def test_voor_de_eerste_gesloten_maand_kijkt_de_indicator_naar_de_levende_begroting(w: Jaar) -> None:
    binnen = replace(_vraag(w, Geldzicht()), vandaag=date(JAAR, 6, 1))
    assert binnen.afspraak is not None
    maak_indicator(binnen.afspraak, "Sluitend", meetregel="begroting", doelen={w.top: "0", w.hart: "0"})
    Regel.objects.all().delete()  # no document

    def waarden(vraag: Vraag) -> list[Decimal | int | None]:
        [regel] = meet_indicatoren(vraag, lees_mensen(vraag))
        return [*(stand.cijfer.waarde for stand in regel.standen), regel.samen.waarde]

    assert waarden(binnen) == [-400, 500, 100]
    w.boek("eten", date(JAAR, 1, 25), "5000")
    assert waarden(binnen) == [-3000, 500, -2500], "meer geboekt dan begroot"
    [regel] = meet_indicatoren(binnen, lees_mensen(binnen))
    assert "de begroting van 2020, stand op 1 juni 2020" in regel.standen[0].cijfer.regel
    assert regel.standen[0].cijfer.bewijs == reverse("financien:stand", args=[JAAR])
    buiten = replace(binnen, geld=Geldzicht(alleen_gedeeld=True))
    assert waarden(buiten) == [None, None, None], "wat nog wordt geboekt is niet voor buiten"
    ervoor = replace(binnen, periode=Periode(date(JAAR, 1, 1), date(JAAR, 1, 9)))
    assert waarden(ervoor) == [None, None, None], "die dag was zij nog niet vastgesteld"
    levend = waarden(binnen)
    sluit_maand(date(JAAR, 1, 1), door=w.door)
    assert waarden(binnen) == levend, "het archief zegt hetzelfde"


def test_het_dashboard_toont_begroting_tegen_prognose_van_die_maand(w: Jaar) -> None:
    rij = NieuwePrognose(w.posten["eten"], Decimal("3000"), "meer gasten")
    stel_prognoses_vast([rij], datum=date(JAAR, 1, 20), door=w.door)
    w.boek("eten", date(JAAR, 1, 25), "500")
    bron = sluit_maand(date(JAAR, 1, 1), door=w.door).bron
    w.boek("eten", date(JAAR, 2, 25), "9999")  # of a month that is not closed
    vraag = _vraag(w, Geldzicht())
    gekozen, andere = bron_in_zicht(vraag)
    assert gekozen == bron
    tabel = Geldblok(vraag, bron, andere).tabel()
    assert tabel is not None
    assert tabel.kolommen == ("Begroot", "Prognose", "Geboekt")
    rijen = {naam: [cijfer.waarde for cijfer in cijfers] for naam, cijfers in tabel.rijen}
    assert rijen["Eten en drinken"] == [2400, 3000, 500]
    assert rijen["Totaal kosten"] == [23400, 24000, 500]
    assert f"Bron: {bron.naam}." in tabel.noten
    assert "meer gasten" not in repr(tabel), "waarom wij dat denken, staat in geen enkele tabel"


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
