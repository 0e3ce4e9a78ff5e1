"""Writing the budget of a year: posts, versions, amounts, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as instellen
from hypothesis import strategies as st

from buurtwerkkamers.schrijven import Geweigerd
from financien import begroten as b
from financien.begroten import Bedragcel, Botsing, NieuweRij
from financien.begroting_lezen import overzicht_van, verschillen, versies
from financien.getoond import als_tekst
from financien.models import Begroting, Begrotingsregel, Boeking, Bron, Maandafsluiting, Post
from financien.rooster import lees_bedrag, lees_rooster
from tests.fabrieken import maak_kamer, maak_organisatie, systeem

pytestmark = pytest.mark.django_db
VANDAAG = date(2023, 6, 1)


def post(naam: str = "Huur", soort: str = "kosten", **velden) -> Post:
    return b.maak_post(jaar=2023, soort=soort, naam=naam, door=systeem(), **velden)


def concept(jaar: int = 2023) -> Begroting:
    return b.maak_begroting(jaar, door=systeem())


def zet(begroting: Begroting, *cellen: Bedragcel):
    return b.zet_bedragen(begroting, cellen, door=systeem())


def bedragen(begroting: Begroting) -> dict[str, Decimal]:
    return {str(regel.post): regel.bedrag for regel in begroting.regels.select_related("post__kamer")}


# --- posts ------------------------------------------------------------------------------------------------------


def test_posten_van_een_rij_blijven_bij_elkaar():
    top, hart = maak_kamer("TOP"), maak_kamer("Hart")
    eerste = post(kamer=top, groep="huis")
    post("Eten")
    tweede = post("huur ", kamer=hart, groep="huis")
    assert (tweede.naam, tweede.volgorde) == ("Huur", eerste.volgorde)
    assert b.rij_van(tweede) == [eerste, tweede]
    with pytest.raises(Geweigerd, match="in de groep 'huis'"):
        post("HUUR")
    with pytest.raises(Geweigerd, match="staat al in dit jaar"):
        post("HUUR", kamer=top, groep="huis")
    # of another financier it is another row
    assert post("Huur", kamer=top, financier=maak_organisatie("Fonds")).pk
    with pytest.raises(Geweigerd, match="naam"):
        post("x" * 161)


def test_een_post_wijzigen_verplaatsen_en_weghalen():
    top, hart = maak_kamer("TOP"), maak_kamer("Hart")
    huur, _ = b.maak_rij(jaar=2023, soort="kosten", naam="Huur", kamers=[top, hart], door=systeem())
    eten, kas = post("Eten"), post("Kas")
    b.wijzig_post(huur, naam="Huur en energie", groep="huis", nieuwe_financier="Fonds", door=systeem())
    assert {(p.naam, p.groep, p.financier.naam) for p in b.rij_van(huur)} == {("Huur en energie", "huis", "Fonds")}
    with pytest.raises(Geweigerd, match="al een post 'Eten'"):
        b.wijzig_post(kas, naam="eten", door=systeem())
    b.verplaats_post(huur, na=kas, door=systeem())
    assert [p.naam for p in Post.objects.filter(soort="kosten", kamer=None)] == ["Eten", "Kas"]
    assert [rij[0].naam for rij in b.rijen_van(Post.objects.all())] == ["Eten", "Kas", "Huur en energie"]
    b.verplaats_post(kas, na=None, door=systeem())
    assert [rij[0].naam for rij in b.rijen_van(Post.objects.all())] == ["Kas", "Eten", "Huur en energie"]
    with pytest.raises(Geweigerd, match="andere post"):
        b.verplaats_post(kas, na=kas, door=systeem())
    begroting = concept()
    zet(begroting, Bedragcel(huur, Decimal(5)), Bedragcel(eten, Decimal(6)))
    b.verwijder_post(huur, door=systeem())
    assert bedragen(begroting) == {"Eten": 6}
    Boeking.objects.create(post=eten, datum=VANDAAG, bedrag=5, omschrijving="brood")
    with pytest.raises(Geweigerd, match="kan niet weg"):
        b.verwijder_post(eten, door=systeem())
    assert bedragen(begroting) == {"Eten": 6}
    with pytest.raises(Geweigerd, match="al geboekt"):
        b.wijzig_post(eten, naam="Maaltijden", door=systeem())


# --- versions ---------------------------------------------------------------------------------------------------


def test_van_concept_naar_vastgesteld_naar_wijziging():
    huur = post()
    begroting = concept()
    with pytest.raises(Geweigerd, match="lege begroting"):
        b.stel_begroting_vast(begroting, op=VANDAAG, door=systeem())
    with pytest.raises(Geweigerd, match="nog niet vastgesteld"):
        b.maak_wijziging(2023, reden="x", door=systeem())
    with pytest.raises(Geweigerd, match="al een begroting"):
        concept()
    zet(begroting, Bedragcel(huur, Decimal("1200.005"), noot=" als huurkorting "))
    b.stel_begroting_vast(begroting, op=date(2023, 1, 5), door=systeem())
    with pytest.raises(Geweigerd, match="5 januari 2023 en verandert niet meer"):
        zet(begroting, Bedragcel(huur, Decimal(1)))
    with pytest.raises(Geweigerd, match="Vul in waarom"):
        b.maak_wijziging(2023, reden="  ", door=systeem())
    wijziging = b.maak_wijziging(2023, reden="De huur gaat omhoog.", door=systeem())
    assert (wijziging.versie, wijziging.vorige) == (2, begroting)
    assert [(r.bedrag, r.noot) for r in wijziging.regels.all()] == [(Decimal("1200.01"), "als huurkorting")]
    with pytest.raises(Geweigerd, match="al een concept"):
        b.maak_wijziging(2023, reden="nog een", door=systeem())
    zet(wijziging, Bedragcel(huur, Decimal(1500)))
    with pytest.raises(Geweigerd, match="vorige versie is van 5 januari"):
        b.stel_begroting_vast(wijziging, op=date(2023, 1, 4), door=systeem())
    b.stel_begroting_vast(wijziging, op=date(2023, 5, 1), door=systeem())
    assert [(v.begroting.versie, v.geldt, v.kosten) for v in versies(2023, VANDAAG)] == [
        (2, True, 1500), (1, False, Decimal("1200.01")),
    ]  # fmt: skip


def test_vaststellen_gebeurde_en_verandert_niets_aan_wat_gesloten_is():
    huur = post()
    eerste = concept()
    zet(eerste, Bedragcel(huur, Decimal(1200)))
    with pytest.raises(Geweigerd, match="nog niet geweest"):
        b.stel_begroting_vast(eerste, op=timezone.localdate() + timedelta(days=1), door=systeem())
    b.stel_begroting_vast(eerste, op=date(2023, 1, 5), door=systeem())
    bron = Bron.objects.create(naam="Stand")
    Maandafsluiting.objects.create(begroting=eerste, maand=date(2023, 3, 1), bron=bron, gesloten_op=VANDAAG)
    wijziging = b.maak_wijziging(2023, reden="x", door=systeem())
    with pytest.raises(Geweigerd, match="tot 1 april 2023 zijn gesloten"):
        b.stel_begroting_vast(wijziging, op=date(2023, 3, 31), door=systeem())
    b.stel_begroting_vast(wijziging, op=date(2023, 4, 1), door=systeem())
    # nothing of a later year is closed
    volgend = concept(2024)
    zet(volgend, Bedragcel(b.maak_post(jaar=2024, soort="kosten", naam="Huur", door=systeem()), Decimal(1300)))
    b.stel_begroting_vast(volgend, op=date(2023, 2, 1), door=systeem())


def test_een_post_die_intussen_weg_is():
    huur, eten = post(), post("Eten")
    Post.objects.filter(pk=huur.pk).delete()
    with pytest.raises(Geweigerd, match="'Huur' is intussen verwijderd"):
        b.wijzig_post(huur, naam="Huur en energie", door=systeem())
    with pytest.raises(Geweigerd, match="'Huur' is intussen verwijderd"):
        b.verplaats_post(huur, na=eten, door=systeem())
    b.verwijder_post(huur, door=systeem())


def test_een_concept_intrekken_neemt_lege_posten_mee_en_laat_de_rest():
    huur, eten = post(), post("Eten")
    begroting = concept()
    zet(begroting, Bedragcel(huur, Decimal(5)))
    Boeking.objects.create(post=eten, datum=VANDAAG, bedrag=5, omschrijving="brood")
    b.trek_concept_in(begroting, door=systeem())
    assert [p.naam for p in Post.objects.all()] == ["Eten"]
    assert not Begroting.objects.exists()
    begroting = concept()
    bron = Bron.objects.create(naam="Stand")
    Maandafsluiting.objects.create(begroting=begroting, maand=date(2023, 1, 1), bron=bron, gesloten_op=VANDAAG)
    with pytest.raises(Geweigerd, match="gesloten maand"):
        b.trek_concept_in(begroting, door=systeem())


@pytest.mark.parametrize("met", [True, False])
def test_posten_van_vorig_jaar_overnemen(met):
    open_kamer, dicht = maak_kamer("TOP"), maak_kamer("Dicht", gesloten_op=date(2023, 12, 31))
    b.maak_rij(jaar=2023, soort="kosten", naam="Huur", groep="huis", kamers=[open_kamer, dicht, None], door=systeem())
    vorig = concept()
    zet(vorig, *[Bedragcel(p, Decimal(7), noot="noot") for p in Post.objects.all()])
    post("Zonder bedrag")
    al = b.maak_post(jaar=2024, soort="kosten", naam="huur", groep="pand", door=systeem())
    nieuw = concept(2024)
    zet(nieuw, Bedragcel(al, Decimal(99)))
    gedaan = b.neem_over(nieuw, uit=vorig, bedragen=met, door=systeem())
    assert (gedaan.nieuw, gedaan.ongewijzigd) == (1, 1)
    assert {(p.naam.lower(), p.groep, p.kamer) for p in Post.objects.filter(jaar=2024)} == {
        ("huur", "pand", None), ("huur", "pand", open_kamer),
    }  # fmt: skip
    assert sorted(nieuw.regels.values_list("bedrag", "noot")) == ([(7, ""), (99, "")] if met else [(99, "")])


# --- amounts ----------------------------------------------------------------------------------------------------


def test_bedragen_allemaal_of_geen():
    huur, eten, vreemd = post(), post("Eten"), b.maak_post(jaar=2022, soort="kosten", naam="Oud", door=systeem())
    begroting = concept()
    with pytest.raises(Geweigerd, match="te groot"):
        zet(begroting, Bedragcel(huur, Decimal(5)), Bedragcel(eten, Decimal("12345678901")))
    with pytest.raises(Geweigerd, match="staat niet"):
        zet(begroting, Bedragcel(huur, Decimal(5)), Bedragcel(vreemd, Decimal(5)))
    with pytest.raises(Geweigerd, match="eerst een bedrag"):
        zet(begroting, Bedragcel(huur, Decimal(5)), Bedragcel(eten, noot="besluit volgt"))
    assert bedragen(begroting) == {}
    gedaan = zet(begroting, Bedragcel(huur, Decimal(5), noot="n"), Bedragcel(eten, None))
    assert (gedaan.nieuw, gedaan.gewijzigd, gedaan.ongewijzigd) == (1, 0, 1)
    assert zet(begroting, Bedragcel(huur, Decimal(6))).gewijzigd == 1
    assert begroting.regels.get().noot == "n"
    assert zet(begroting, Bedragcel(huur, None)).gewijzigd == 1
    assert bedragen(begroting) == {}


def test_een_bedrag_bij_een_kamer_zonder_post_maakt_de_post():
    top, hart = maak_kamer("TOP"), maak_kamer("Hart")
    huur = post(kamer=top, groep="huis")
    begroting = concept()
    zet(
        begroting,
        Bedragcel(huur, Decimal(5)),
        Bedragcel(huur, Decimal(6), kamer=hart),
        Bedragcel(huur, Decimal(7), kamer=None),
    )
    assert bedragen(begroting) == {"Huur (TOP)": 5, "Huur (Hart)": 6, "Huur": 7}
    assert {(p.groep, p.volgorde) for p in b.rij_van(huur)} == {("huis", huur.volgorde)}


def test_twee_mensen_overschrijven_elkaar_niet_ongezien():
    huur, eten = post(), post("Eten")
    begroting = concept()
    zet(begroting, Bedragcel(huur, Decimal(100)), Bedragcel(eten, Decimal(50)))
    # both saw 100 and 50; the first one saves
    zet(begroting, Bedragcel(huur, Decimal(110), was=Decimal(100)))
    with pytest.raises(Botsing) as botsing:
        zet(begroting, Bedragcel(huur, Decimal(120), was=Decimal(100)), Bedragcel(eten, Decimal(60), was=Decimal(50)))
    assert botsing.value.nu == {(huur.pk, None): Decimal(110)}
    assert bedragen(begroting) == {"Huur": 110, "Eten": 50}
    # the same amount is no conflict, nor is what the other left alone
    zet(begroting, Bedragcel(huur, Decimal(110), was=Decimal(100)), Bedragcel(eten, Decimal(60), was=Decimal(50)))
    assert bedragen(begroting) == {"Huur": 110, "Eten": 60}
    zet(begroting, Bedragcel(huur, None))
    with pytest.raises(Botsing):
        zet(begroting, Bedragcel(huur, Decimal(5), was=Decimal(110)))


def test_het_rooster_en_een_nieuwe_rij_samen_of_niet():
    huur = post()
    begroting = concept()
    cellen = [Bedragcel(huur, Decimal(5))]
    with pytest.raises(Geweigerd, match="staat al"):
        b.bewaar_rooster(begroting, cellen, nieuw=NieuweRij("kosten", "huur", (None,)), door=systeem())
    assert bedragen(begroting) == {}
    b.bewaar_rooster(begroting, cellen, nieuw=NieuweRij("kosten", "Eten", (None,)), door=systeem())
    assert bedragen(begroting) == {"Huur": 5}
    assert Post.objects.filter(naam="Eten").exists()


# --- reading ----------------------------------------------------------------------------------------------------


@instellen(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    oud=st.dictionaries(st.integers(0, 5), st.decimals(-9999, 9999, places=2), max_size=6),
    nieuw=st.dictionaries(st.integers(0, 5), st.decimals(-9999, 9999, places=2), max_size=6),
)
def test_verschillen_tellen_op_tot_het_totaal(oud, nieuw):
    Post.objects.all().delete()
    Begroting.objects.all().delete()
    posten = [
        Post.objects.create(jaar=2023, soort="kosten", naam=f"P{i}", groep=["", "a", "b"][i % 3], volgorde=i)
        for i in range(6)
    ]
    een, twee = Begroting.objects.create(jaar=2023), None
    for i, bedrag in oud.items():
        Begrotingsregel.objects.create(begroting=een, post=posten[i], bedrag=bedrag)
    twee = Begroting.objects.create(jaar=2024)  # only one concept a year; the comparison does not mind
    for i, bedrag in nieuw.items():
        Begrotingsregel.objects.create(begroting=twee, post=posten[i], bedrag=bedrag)
    tabellen, aantal = verschillen(een, twee)
    assert aantal == sum(oud.get(i) != nieuw.get(i) for i in range(6))
    Begroting.objects.all().delete()
    if not oud and not nieuw:
        assert tabellen == ()
        return
    (tabel,) = tabellen
    *rijen, totaal = [rij for rij in tabel.rijen if rij.soort != "groep"]
    for kolom, alles in enumerate((oud, nieuw)):
        assert totaal.cellen[kolom].waarde == sum(alles.values())
        assert sum(rij.cellen[kolom].waarde or 0 for rij in rijen) == sum(alles.values())
    assert totaal.cellen[2].waarde == sum(nieuw.values()) - sum(oud.values())
    assert sum(rij.cellen[2].waarde for rij in rijen) == totaal.cellen[2].waarde


def test_of_een_noot_ook_voor_de_financier_is_gaat_mee_en_wordt_mee_vastgesteld():
    begroting, huur = concept(), post()
    zet(begroting, Bedragcel(huur, Decimal(5), noot="oud"))
    getoond = als_tekst(b.bedragen_van(begroting))
    zet(begroting, Bedragcel(huur, noot_buiten=True))
    assert begroting.regels.get().noot_buiten
    with pytest.raises(Geweigerd, match="ook voor de financier"):
        b.stel_begroting_vast(begroting, op=date(2022, 12, 1), getoond=getoond, door=systeem())
    b.stel_begroting_vast(begroting, op=date(2022, 12, 1), door=systeem())
    wijziging = b.maak_wijziging(2023, reden="x", door=systeem())
    assert wijziging.regels.get().noot_buiten
    zet(wijziging, Bedragcel(huur, noot_buiten=False))
    tabellen, anders = verschillen(begroting, wijziging)
    assert (anders, tabellen[0].noten) == (1, ("1. Noot wordt: oud",))
    zet(wijziging, Bedragcel(huur, noot_buiten=True))
    assert verschillen(begroting, wijziging)[1] == 0
    # an emptied note takes its mark along: what is written there next stays inside
    zet(wijziging, Bedragcel(huur, noot=""))
    zet(wijziging, Bedragcel(huur, noot="voor onszelf"))
    assert not wijziging.regels.get().noot_buiten


def test_verschillen_noemen_een_andere_noot():
    huur = post()
    begroting = concept()
    zet(begroting, Bedragcel(huur, Decimal(5), noot="oud"))
    b.stel_begroting_vast(begroting, op=VANDAAG, door=systeem())
    wijziging = b.maak_wijziging(2023, reden="x", door=systeem())
    assert verschillen(begroting, wijziging)[1] == 0
    zet(wijziging, Bedragcel(huur, noot="nieuw"))
    tabellen, aantal = verschillen(begroting, wijziging)
    assert (aantal, tabellen[0].noten) == (1, ("1. Noot wordt: nieuw",))


@pytest.mark.parametrize(
    ("getypt", "bedrag"),
    [
        ("€ 12.345,67", "12345.67"), ("12345", "12345"), ("-", None), ("–", None), ("€ -", None), ("", None),
        ("1.250,-", "1250"), ("-5,5", "-5.5"), ("12.50", "12.50"), (" 1\u00a0250 ", "1250"), ("0", "0"),
    ],
)  # fmt: skip
def test_bedragen_zoals_een_rekenblad_ze_geeft(getypt, bedrag):
    assert lees_bedrag(getypt) == (None if bedrag is None else Decimal(bedrag), "")


@pytest.mark.parametrize(
    "getypt", ["abc", "12x", "1,234,5", "1.2.3", "1e5", "(5)", "12345678901", "\x00", "NaN", "١٢x"]
)
def test_wat_geen_bedrag_is_wordt_geweigerd(getypt):
    bedrag, fout = lees_bedrag(getypt)
    assert bedrag is None
    assert fout


def test_het_rooster_telt_op_zoals_het_overzicht():
    top = maak_kamer("TOP")
    begroting = concept()
    for naam, soort, groep, kamer, bedrag in (
        ("Huur", "kosten", "huis", top, "10.50"), ("Huur", "kosten", "huis", None, "1"),
        ("Eten", "kosten", "", top, "3"), ("Fonds", "financiering", "", None, "20"),
    ):  # fmt: skip
        zet(begroting, Bedragcel(post(naam, soort, groep=groep, kamer=kamer), Decimal(bedrag)))
    rooster = lees_rooster(2023, begroting)
    kosten, baten = rooster.soorten
    assert [k.titel for k in rooster.kolommen] == ["TOP", "Niet verdeeld"]
    assert (kosten.sommen, kosten.som) == ((Decimal("13.50"), 1), Decimal("14.50"))
    assert [(g.naam, g.som) for g in kosten.groepen] == [("huis", Decimal("11.50")), ("", 3)]
    assert (rooster.saldo, rooster.saldo_samen) == ((Decimal("-13.50"), 19), Decimal("5.50"))
    assert overzicht_van(begroting).tekorten[-1].begroot == rooster.saldo_samen
    assert [v.tekst for v in rooster.vakjes] == ["10,50", "1,00", "3,00", "", "", "20,00"]
    assert baten.titel == "Financiering"


def test_een_heel_groot_rooster_blijft_drie_vragen(django_assert_num_queries):
    begroting = concept()
    kamers = [maak_kamer() for _ in range(3)]
    for nummer in range(40):
        b.maak_rij(jaar=2023, soort="kosten", naam=f"Post {nummer}", kamers=[*kamers, None], door=systeem())
    with django_assert_num_queries(3):
        rooster = lees_rooster(2023, begroting)
    assert len(list(rooster.vakjes)) == 160
