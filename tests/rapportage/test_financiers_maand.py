"""The financiers of a report whose source is a closed month: what was budgeted, and what had come in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from levendjaar import JAAR, Jaar, maak_jaar

from buurtwerkkamers.perioden import Periode
from financien.afsluiten import eerdere_jaren, sluit_maand
from financien.begroten import Bedragcel, maak_wijziging, stel_begroting_vast, zet_bedragen
from financien.bestedingen import bewaarde_bestedingen, financiersdelen
from financien.bijdragen import leg_stap_vast
from financien.boeken import wijzig_boeking
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.letters import letter
from financien.models import Archiefbesteding, Bron, Maandafsluiting, Regel
from financien.prognoses import NieuwePrognose, stel_prognoses_vast
from financien.verantwoording import regels_voor, verantwoording_voor
from rapportage.models import Onderdeel, Rapport, Rapportkamer, Sjabloon
from rapportage.samenstelling import geldvergelijking, reken_opnieuw
from rapportage.samenstelling.geld import _Noten, begroting_en_prognose, financiers, regels_van
from rapportage.samenstelling.vergelijken import Vergeleken
from tests.fabrieken import maak_afspraak, maak_gebruiker, systeem

pytestmark = pytest.mark.django_db
JAN, FEB = date(JAAR, 1, 1), date(JAAR, 2, 1)


def maak_rapport(w: Jaar, bron: Bron) -> Rapport:
    rapport = Rapport.objects.create(
        kenmerk="r-2020", titel="Halfjaar", afspraak=maak_afspraak("Afspraak 2020", jaar=JAAR), van=JAN,
        tm=date(JAAR, 6, 30), sjabloon=Sjabloon.objects.get_or_create(naam="Toets")[0], financiersbron=bron,
        begrotingsbron=bron, gemaakt_door=systeem(),
    )  # fmt: skip
    for kamer in (w.top, w.hart):
        Rapportkamer.objects.create(rapport=rapport, kamer=kamer)
    return rapport


def met_geld() -> Jaar:
    """Two financiers; costs paid out of both, some of them elsewhere, and some out of nothing in particular."""
    w = maak_jaar()
    leg_stap_vast(
        w.posten["bijdrage top"], stand="besloten", datum=date(JAAR, 1, 8), bedrag=Decimal(13500), door=w.door
    )
    w.boek("bijdrage top", date(JAAR, 1, 9), "5000.25")
    w.boek("fonds", date(JAAR, 1, 9), "100")
    w.boek("huur top", date(JAAR, 1, 12), "900.10", dekking=w.posten["bijdrage top"])
    w.boek("huur hart", date(JAAR, 1, 12), "50", dekking=w.posten["bijdrage top"], reden_elders="De stad vond het goed")
    w.boek("samen", date(JAAR, 1, 13), "33.33", dekking=w.posten["fonds"])
    w.boek("eten", date(JAAR, 1, 14), "75.50")
    return w


def test_wat_het_rapport_zegt_van_een_financier_is_wat_de_verantwoording_zegt():
    w = met_geld()
    bron = sluit_maand(JAN, door=w.door).bron
    rapport = maak_rapport(w, bron)
    tabellen = {tabel.titel: tabel for tabel in financiers(bron, rapport, [w.top, w.hart])}
    stand, waaraan = tabellen[f"Stand per financier {JAAR}"], tabellen[f"Waaraan het geld is besteed {JAAR}"]
    for gebruiker in (maak_gebruiker("gemeente", organisatie=w.gemeente), maak_gebruiker("bureau")):
        v = verantwoording_voor(gebruiker, JAAR, w.gemeente.pk, date(JAAR, 1, 31))
        assert v is not None
        [rij] = [rij for rij in stand.rijen if rij.cellen[0] == v.financier]
        assert rij.cellen[1:] == (v.som.zeker, v.som.ontvangen, v.som.besteed, v.over)
        assert rij.cellen[1:] == (13500, Decimal("5000.25"), Decimal("950.10"), Decimal("4050.15"))
        [deel] = [deel for deel in financiersdelen(bron, JAAR) if deel.financier_id == w.gemeente.pk]
        assert deel.bestedingen == v.bestedingen
    assert [rij.cellen for rij in waaraan.rijen][:2] == [
        ("Gemeente Stad", None, None, None),
        ("Huur", Decimal("900.10"), Decimal("50"), Decimal("950.10")),
    ]
    assert waaraan.noten == ("a. Hiervan was € 50,00 ergens anders voor bedoeld.", "Bron: Stand t/m januari 2020.")
    assert stand.rijen[-1].cellen[1:] == (13500, Decimal("5100.25"), Decimal("983.43"), Decimal("4116.82"))
    assert "De stad vond het goed" not in repr(tabellen), "waarom, staat alleen in de verantwoording van de financier"
    assert {"Stand per financier", "Waaraan het geld is besteed"} < set(regels_van(tabellen.values()))
    [alleen_hart] = [t for t in financiers(bron, rapport, [w.hart]) if t.titel.startswith("Stand")]
    assert [rij.cellen[0] for rij in alleen_hart.rijen] == ["Gemeente Stad"]
    [van_top] = [t for t in financiers(bron, rapport, [w.top]) if t.titel.startswith("Waaraan")]
    assert van_top.rijen[2].cellen == ("Kosten buiten deze kamers", None)
    assert "Gemeente Stad: € 50,00." in van_top.noten[-2]


def test_wat_later_uit_een_bijdrage_blijkt_te_komen_staat_pas_in_de_volgende_gesloten_maand():
    w = met_geld()
    los = w.boek("eten", date(JAAR, 1, 20), "20")
    januari = sluit_maand(JAN, door=w.door).bron
    voor = bewaarde_bestedingen(januari, JAAR)
    wijzig_boeking(los, dekking=w.posten["bijdrage top"], door=w.door)
    gemeente = maak_gebruiker("gemeente", organisatie=w.gemeente)
    buiten = verantwoording_voor(gemeente, JAAR, w.gemeente.pk, date(JAAR, 3, 1))
    binnen = verantwoording_voor(maak_gebruiker("bureau"), JAAR, w.gemeente.pk, date(JAAR, 3, 1))
    assert buiten is not None
    assert binnen is not None
    assert (buiten.som.besteed, binnen.som.besteed) == (Decimal("950.10"), Decimal("970.10"))
    assert bewaarde_bestedingen(januari, JAAR) == voor
    for maand in range(2, 13):
        februari = sluit_maand(date(JAAR, maand, 1), door=w.door).bron
    assert [deel.besteed for deel in financiersdelen(februari, JAAR)][0] == Decimal("970.10")
    later = verantwoording_voor(gemeente, JAAR, w.gemeente.pk, date(JAAR, 3, 1))
    assert later is not None
    assert later.som.besteed == Decimal("970.10")
    # of a year that is closed: with the first month of the next
    assert eerdere_jaren(date(JAAR + 1, 1, 1)) == []
    wijzig_boeking(los, dekking=None, door=w.door)
    assert eerdere_jaren(date(JAAR + 1, 1, 1)) == [JAAR]


def test_wat_is_bewaard_verandert_niet_en_er_komt_niets_bij():
    w = met_geld()
    bron = sluit_maand(JAN, door=w.door).bron
    rij = Archiefbesteding.objects.filter(bron=bron).first()
    assert rij is not None
    erbij = Archiefbesteding(bron=bron, bijdrage=w.posten["fonds"], post=w.posten["eten"], bedrag=Decimal(5))
    for daad in (lambda: rij.delete(), lambda: Archiefbesteding.objects.filter(pk=rij.pk).update(bedrag=1), erbij.save):
        with pytest.raises(IntegrityError, match="archief van een gesloten maand"), transaction.atomic():
            daad()


def test_een_archief_van_voor_dit_werd_bewaard_geeft_de_tabellen_die_het_gaf():
    w = met_geld()
    bron = Bron.objects.create(naam="Oud")
    velden = {"bron": bron, "jaar": JAAR, "soort": "financiering", "post": "Bijdrage", "kamer": w.top}
    Regel.objects.create(**velden, begroot=Decimal(5), realisatie=Decimal(7))
    Maandafsluiting.objects.create(begroting=w.begroting, maand=JAN, bron=bron, gesloten_op=FEB)
    titels = [tabel.titel for tabel in financiers(bron, maak_rapport(w, bron), [w.top, w.hart])]
    assert titels == [f"Bijdragen van financiers {JAAR}", f"Ontvangen van financiers {JAAR}"]
    v = verantwoording_voor(maak_gebruiker("gemeente", organisatie=w.gemeente), JAAR, w.gemeente.pk, FEB)
    assert v is not None
    assert v.som.besteed == Decimal("950.10"), "dan zoals het nu bekend is"


def test_in_het_rapport_staan_alleen_noten_die_ook_voor_de_financier_zijn():
    w = met_geld()
    wijziging = maak_wijziging(JAAR, reden="noten", door=w.door)
    cellen = [
        Bedragcel(w.posten["bijdrage top"], noot="als huurkorting", noot_buiten=True),
        Bedragcel(w.posten["bijdrage hart"], noot="hangt af van Jan"),
        Bedragcel(w.posten["huur top"], noot="met servicekosten", noot_buiten=True),
        Bedragcel(w.posten["eten"], noot="te hoog, niet zeggen"),
    ]
    zet_bedragen(wijziging, cellen, door=w.door)
    stel_begroting_vast(wijziging, op=date(JAAR, 1, 20), door=w.door)
    verwacht = NieuwePrognose(w.posten["huur top"], Decimal(10), "ruzie met de verhuurder")
    stel_prognoses_vast([verwacht], datum=date(JAAR, 1, 21), door=w.door)
    bron = sluit_maand(JAN, door=w.door).bron
    rapport = maak_rapport(w, bron)
    for tabellen in (begroting_en_prognose(bron, rapport), financiers(bron, rapport, [w.top, w.hart])):
        noten = " ".join(noot for tabel in tabellen for noot in tabel.noten)
        assert "als huurkorting" in noten.lower()
        assert "Nog niet besloten" in noten
        for binnen in ("Jan", "niet zeggen", "ruzie", "Nog verwacht", "Beloofd"):
            assert binnen not in repr(tabellen), binnen
    assert "met servicekosten" in repr(begroting_en_prognose(bron, rapport))
    assert bron.regels.get(post="Eten en drinken").voetnoot == "te hoog, niet zeggen.", "binnen blijft alles staan"


def test_een_gesloten_maand_zegt_ook_wat_er_van_elke_financier_binnenkwam():
    w = maak_jaar(verdeeld=True)
    w.boek("bijdrage top", date(JAAR, 1, 25), "3500.50")
    w.boek("bijdrage hart", date(JAAR, 2, 3), "9999")  # after the closed month
    bron = sluit_maand(date(JAAR, 1, 1), door=w.door).bron
    rapport = Rapport.objects.create(
        kenmerk="r-2020", titel="Halfjaar", afspraak=maak_afspraak("Afspraak 2020", jaar=JAAR), van=date(JAAR, 1, 1),
        tm=date(JAAR, 6, 30), sjabloon=Sjabloon.objects.get_or_create(naam="Toets")[0], financiersbron=bron,
        gemaakt_door=systeem(),
    )  # fmt: skip
    for kamer in (w.top, w.hart):
        Rapportkamer.objects.create(rapport=rapport, kamer=kamer)
    begroot, ontvangen = financiers(bron, rapport, [w.top, w.hart])[:2]
    assert (begroot.titel, ontvangen.titel) == (f"Bijdragen van financiers {JAAR}", f"Ontvangen van financiers {JAAR}")
    assert begroot.rijen[-1].cellen[1:] == (14000, 9500, 23500)
    assert ontvangen.rijen[-1].cellen[1:] == (Decimal("3500.50"), 0, Decimal("3500.50"))
    assert "tot en met de maand die is gesloten" in ontvangen.regel
    [alleen_top] = [t for t in financiers(bron, rapport, [w.top]) if t.titel.startswith("Ontvangen")]
    assert alleen_top.rijen[-1].cellen[1:] == (Decimal("3500.50"),)


def test_naast_een_document_staat_wat_de_gesloten_maand_van_de_begroting_weet():
    w = met_geld()
    leg_regels_vast(
        [NieuweRegel("Afspraak 2020", JAAR, "financiering", "Gemeente", begroot=Decimal(5))], door=systeem()
    )
    document, maand = Bron.objects.get(naam="Afspraak 2020"), sluit_maand(JAN, door=w.door).bron
    rapport = maak_rapport(w, maand)
    rapport.financiersbron = document
    titels = [tabel.titel for tabel in financiers(document, rapport, [w.top, w.hart])]
    assert titels == [f"{naam} {JAAR}" for naam in ("Bijdragen van financiers", "Stand per financier",
                                                    "Waaraan het geld is besteed")]  # fmt: skip
    [stand] = [t for t in financiers(document, rapport, [w.top, w.hart]) if t.titel.startswith("Stand")]
    assert stand.noten == ("Bron: Stand t/m januari 2020.",)
    rapport.begrotingsbron = document
    assert len(financiers(document, rapport, [w.top, w.hart])) == 1, "twee documenten: zoals het was"


def test_een_document_houdt_de_tabellen_die_het_had():
    w = maak_jaar(verdeeld=True)
    bedragen = {"begroot": Decimal(5), "realisatie": Decimal(7)}
    leg_regels_vast([NieuweRegel("Afspraak 2020", JAAR, "financiering", "Papier", **bedragen)], door=systeem())
    bron = Bron.objects.get(naam="Afspraak 2020")
    rapport = Rapport(van=date(JAAR, 1, 1), tm=date(JAAR, 6, 30), pk=0)
    assert not [t for t in financiers(bron, rapport, [w.top]) if t.titel.startswith("Ontvangen")]


def test_een_rapport_over_een_kamer_noemt_geen_bedrag_van_een_andere():
    w = met_geld()
    bron = sluit_maand(JAN, door=w.door).bron
    rapport = maak_rapport(w, bron)
    for volgorde, soort in enumerate(("begroting_prognose", "financiers", "tekst")):
        Onderdeel.objects.create(
            sjabloon=rapport.sjabloon, volgorde=volgorde, soort=soort, titel=soort,
            tekst="Samen {begroot kosten}." if soort == "tekst" else "",
        )  # fmt: skip
    heel = repr(reken_opnieuw(rapport))
    van_hart = ("9500", "50.00", "23500", "983.43", "3517", "Fonds Groot")
    for bedrag in van_hart[:4]:
        assert bedrag in heel, bedrag
    assert "Samen € " in heel
    Rapportkamer.objects.filter(rapport=rapport, kamer=w.hart).delete()
    for kamers in (None, [w.top]):
        document = reken_opnieuw(rapport, kamers=kamers)
        begroting, bijdragen, tekst = document.delen
        assert not any("aldo" in kengetal.titel for kengetal in document.kengetallen)
        assert not begroting.tabellen
        assert "noemt ook kamers die niet in dit rapport staan" in begroting.ontbreekt
        assert "alleen de bedragen van de kamers van dit rapport" in bijdragen.uitleg[0]
        assert tekst.teksten[0].tekst == "Samen {begroot kosten}."
        tabellen = {t.tabel.titel: t.tabel for t in bijdragen.tabellen}
        assert len(tabellen) == 4
        assert all(kolom.titel != "Totaal" for tabel in tabellen.values() for kolom in tabel.kolommen)
        assert tabellen[f"Bijdragen van financiers {JAAR}"].rijen[-1].cellen[1:] == (14000,)
        [rij] = tabellen[f"Stand per financier {JAAR}"].rijen
        assert rij.cellen[1:] == (13500, Decimal("5000.25"), Decimal("950.10"), Decimal("4050.15"))
        for van_een_ander in ("Hart", "Fonds Groot", "Administratie", "33.33", "9500"):
            assert van_een_ander not in repr(bijdragen), van_een_ander


def test_naast_een_eerder_jaar_staan_alleen_de_kamers_van_het_rapport():
    w = met_geld()
    bron = sluit_maand(JAN, door=w.door).bron
    rapport = maak_rapport(w, bron)
    toen = [NieuweRegel("Toen", JAAR - 1, "financiering", "Bijdrage", kamer=k, begroot=Decimal(b))
            for k, b in ((w.top, 1000), (w.hart, 777))]  # fmt: skip
    toen.append(NieuweRegel("Toen", JAAR - 1, "kosten", "Huur", kamer=w.hart, begroot=Decimal(555)))
    leg_regels_vast(toen, door=systeem())
    eerder = Periode(date(JAAR - 1, 1, 1), date(JAAR - 1, 6, 30))
    met = Vergeleken("een jaar eerder", ((rapport.periode, eerder),))
    samen, _ = geldvergelijking.financiers(bron, rapport, met, None)
    assert samen is not None
    assert "1777" in repr(samen)
    Rapportkamer.objects.filter(rapport=rapport, kamer=w.hart).delete()
    van_top, _ = geldvergelijking.financiers(bron, rapport, met, None)
    assert van_top is not None
    assert [rij.cellen[1:3] for rij in van_top.rijen] == [(1000, 14000)]
    niets, waarom = geldvergelijking.begroting(bron, rapport, met)
    assert niets is None
    assert "kamers die niet in dit rapport staan" in waarom


def test_met_twee_gesloten_maanden_staat_de_besteding_er_een_keer_met_haar_bron():
    w = met_geld()
    januari, februari = (sluit_maand(maand, door=w.door).bron for maand in (JAN, FEB))
    rapport = maak_rapport(w, februari)
    rapport.begrotingsbron = januari
    tabellen = {}
    for tabel in financiers(februari, rapport, [w.top, w.hart]):
        assert tabel.titel not in tabellen, tabel.titel
        tabellen[tabel.titel] = tabel
    for titel in ("Stand per financier", "Waaraan het geld is besteed"):
        assert tabellen[f"{titel} {JAAR}"].noten[-1] == "Bron: Stand t/m februari 2020."


def test_op_de_laatste_dag_van_een_gesloten_maand_zegt_de_verantwoording_voor_iedereen_hetzelfde():
    w = met_geld()
    boeking = w.boek("eten", date(JAAR, 1, 20), "20", dekking=w.posten["bijdrage top"])
    sluit_maand(JAN, door=w.door)
    kijkers = [maak_gebruiker("bureau"), maak_gebruiker("gemeente", organisatie=w.gemeente)]

    def besteed(dag: date) -> list[Decimal]:
        gelezen = [verantwoording_voor(k, JAAR, w.gemeente.pk, dag) for k in kijkers]
        regels = [next(r for r in regels_voor(k, JAAR, dag) if r.organisatie_id == w.gemeente.pk) for k in kijkers]
        return [deel.som.besteed for deel in (*gelezen, *regels) if deel]

    voor = besteed(date(JAAR, 1, 31))
    assert voor == [Decimal("970.10")] * 4
    wijzig_boeking(boeking, dekking=None, door=w.door)
    assert besteed(date(JAAR, 1, 31)) == voor
    assert besteed(date(JAAR, 2, 1)) == [Decimal("950.10"), Decimal("970.10")] * 2, "buiten altijd zoals gesloten"
    sluit_maand(FEB, door=w.door)
    assert besteed(date(JAAR, 1, 31))[0] == Decimal("970.10"), "van januari blijft wat januari zei"
    assert besteed(date(JAAR, 2, 29)) == [Decimal("950.10")] * 4


def test_geen_twee_noten_hebben_dezelfde_letter():
    assert [letter(n) for n in (0, 25, 26, 27, 51, 52, 701, 702)] == ["a", "z", "aa", "ab", "az", "ba", "zz", "aaa"]
    assert len(set(_Noten()([f"noot {n}" for n in range(100)]).split(", "))) == 100
