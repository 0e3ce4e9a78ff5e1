"""Petty cash: exact balances, months in order, four eyes, and nothing added while a month is handed in."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from buurtwerkkamers.models import Bevoegdheid
from buurtwerkkamers.schrijven import Geweigerd
from financien import handgeld, handgeldstand
from financien.boeken import NieuweBoeking, herstel_met, nieuwe_nummers
from financien.bonnen import lees_foto
from financien.handgeldstand import kasstand, kasstanden
from financien.models import (
    Begroting,
    Boeking,
    Bron,
    Handgeldmaand,
    Handgelduitgave,
    Maandafsluiting,
    Post,
)
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db
Rol = Bevoegdheid.Rol
FEB, MRT, APR = date(2023, 2, 1), date(2023, 3, 1), date(2023, 4, 1)


@pytest.fixture(autouse=True)
def vandaag(monkeypatch):
    monkeypatch.setattr(handgeld.timezone, "localdate", lambda: date(2023, 4, 10))


@pytest.fixture
def kamer():
    return maak_kamer()


@pytest.fixture
def post():
    return Post.objects.create(jaar=2023, soort="kosten", naam="Eten")


def foto(kleur="white"):
    uit = io.BytesIO()
    Image.new("RGB", (20, 20), kleur).save(uit, "PNG")
    return lees_foto(uit.getvalue())


def koop(kamer, dag=date(2023, 3, 4), bedrag="4.50", soort="eten", **meer):
    return handgeld.schrijf_uitgave(
        kamer=kamer, datum=dag, soort=soort, bedrag=Decimal(bedrag), omschrijving="koffie", door=systeem(), **meer
    )


def dien_in(kamer, maand=MRT, door=None):
    return handgeld.dien_in(Handgeldmaand.objects.get(kamer=kamer, maand=maand), door=door or systeem())


def keur_goed(maand, post, **anders):
    return handgeld.keur_goed(
        maand, posten=dict.fromkeys(("eten", "vervoer"), post) | anders, door=maak_gebruiker(Rol.PENNINGMEESTER)
    )


# --- balances -----------------------------------------------------------------------------------------------------

bedragen = st.decimals(min_value=Decimal("0.01"), max_value=999, places=2)
regel = st.tuples(st.integers(0, 1), st.integers(1, 12), st.booleans(), bedragen)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(regels=st.lists(regel, max_size=25), van=st.integers(1, 12))
def test_het_begin_van_een_maand_klopt_tot_op_de_cent(regels, van):
    """Against adding up by hand: whatever the order in which months and expenses were made."""
    kamers = [maak_kamer(), maak_kamer()]
    for wie, maand, is_voorschot, bedrag in regels:
        rij, _ = Handgeldmaand.objects.get_or_create(kamer=kamers[wie], maand=date(2022, maand, 1))
        if is_voorschot:
            Handgeldmaand.objects.filter(pk=rij.pk).update(ontvangen=rij.ontvangen + bedrag)
        else:
            Handgelduitgave.objects.create(
                maand=rij, datum=date(2022, maand, 3), soort="eten", bedrag=bedrag, omschrijving="x"
            )
    standen = kasstanden(kamers, {kamer.pk: [date(2022, van, 1), date(2023, 1, 1)] for kamer in kamers})
    for plek, kamer in enumerate(kamers):
        som = {True: Decimal(0), False: Decimal(0)}
        nu = {True: Decimal(0), False: Decimal(0)}
        for wie, maand, is_voorschot, bedrag in regels:
            if wie == plek and maand < van:
                som[is_voorschot] += bedrag
            if wie == plek and maand == van:
                nu[is_voorschot] += bedrag
        deze, laatste = standen[kamer.pk]
        assert (deze.begin, deze.ontvangen, deze.besteed) == (som[True] - som[False], nu[True], nu[False])
        assert deze.eind == deze.begin + deze.ontvangen - deze.besteed
        totaal = sum((b if is_voorschot else -b for w, _, is_voorschot, b in regels if w == plek), start=Decimal(0))
        assert laatste.begin == totaal
        assert deze == kasstand(kamer, date(2022, van, 1))
    Handgelduitgave.objects.all().delete()
    Handgeldmaand.objects.all().delete()


def test_het_eerste_van_een_maand_neemt_het_voorschot_mee(kamer):
    handgeld.zet_pot(kamer=kamer, vanaf=date(2023, 2, 14), voorschot=Decimal(50), hoogstens=Decimal(60), door=systeem())
    assert (kasstand(kamer, date(2023, 1, 1)).hoogstens, kasstand(kamer, FEB).hoogstens) == (None, Decimal(60))
    koop(kamer, bedrag="40")
    koop(kamer, bedrag="25.05", foto=foto())
    stand = kasstand(kamer, MRT)
    assert (stand.ontvangen, stand.besteed, stand.eind) == (Decimal(50), Decimal("65.05"), Decimal("-15.05"))
    assert (stand.over, stand.ruimte, stand.zonder_bon) == (Decimal("5.05"), 0, 1)
    handgeld.zet_ontvangen(kamer=kamer, maand=MRT, bedrag=Decimal(70), door=systeem())
    assert kasstand(kamer, APR).begin == Decimal("4.95")
    handgeld.zet_pot(kamer=kamer, vanaf=MRT, voorschot=Decimal(80), hoogstens=Decimal(90), door=systeem())
    assert (kasstand(kamer, MRT).over, kasstand(kamer, FEB).hoogstens) == (0, Decimal(60))


# --- expenses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("anders", "tekst"),
    [
        ({"bedrag": "0"}, "meer dan 0"),
        ({"bedrag": "0.001"}, "bedrag"),
        ({"bedrag": "9999999"}, "bedrag"),
        ({"soort": "feest"}, "soort"),
        ({"dag": date(2023, 4, 11)}, "nog niet geweest"),
    ],
)
def test_wat_niet_kan_wordt_geweigerd(kamer, anders, tekst):
    with pytest.raises(Geweigerd, match=tekst):
        koop(kamer, **anders)
    assert not Handgelduitgave.objects.exists()


def test_hetzelfde_formulier_is_een_uitgave(kamer):
    [nummer] = nieuwe_nummers(1, Handgelduitgave)
    eerste = koop(kamer, nummer=nummer, foto=foto())
    assert koop(kamer, nummer=nummer) == eerste
    with pytest.raises(Geweigerd, match="al een keer opgeslagen"):
        koop(kamer, nummer=nummer, bedrag="5")
    assert Handgelduitgave.objects.count() == 1


def test_een_nieuwe_foto_komt_in_de_plaats_van_de_vorige(kamer):
    uitgave = koop(kamer, foto=foto())
    velden = {"datum": uitgave.datum, "soort": "vervoer", "bedrag": Decimal(9), "omschrijving": "bus"}
    handgeld.wijzig_uitgave(uitgave, door=systeem(), **velden)
    oud = Handgelduitgave.objects.get().bon.sha256
    handgeld.wijzig_uitgave(uitgave, door=systeem(), foto=foto("black"), **velden)
    uitgave = Handgelduitgave.objects.get()
    assert uitgave.bon.sha256 != oud
    assert (uitgave.soort, uitgave.bedrag) == ("vervoer", Decimal(9))
    handgeld.wijzig_uitgave(uitgave, door=systeem(), **velden | {"datum": date(2023, 4, 2)})
    assert kasstand(kamer, APR).besteed == 9
    handgeld.haal_uitgave_weg(uitgave, door=systeem())
    handgeld.haal_uitgave_weg(uitgave, door=systeem())
    assert not Handgelduitgave.objects.exists()


# --- handing in ---------------------------------------------------------------------------------------------------


def test_ingediend_is_dicht_en_wat_erna_komt_telt_in_de_maand_erna(kamer):
    uitgave = koop(kamer)
    maand = dien_in(kamer)
    velden = {"datum": uitgave.datum, "soort": "eten", "bedrag": Decimal(9), "omschrijving": "x"}
    for doe in (
        lambda: handgeld.wijzig_uitgave(uitgave, door=systeem(), **velden),
        lambda: handgeld.haal_uitgave_weg(uitgave, door=systeem()),
        lambda: handgeld.zet_ontvangen(kamer=kamer, maand=MRT, bedrag=Decimal(1), door=systeem()),
        lambda: dien_in(kamer),
    ):
        with pytest.raises(Geweigerd, match="al ingediend"):
            doe()
    later = koop(kamer, date(2023, 3, 30))
    assert (later.datum, later.maand.maand) == (date(2023, 3, 30), APR)
    eerder = koop(kamer, date(2023, 2, 3))
    assert eerder.maand.maand == APR
    handgeld.stuur_terug(maand, reden="De bon van de koffie mist", door=systeem())
    assert koop(kamer).maand.maand == MRT
    assert Handgeldmaand.objects.get(maand=MRT).opmerking == "De bon van de koffie mist"


def test_maanden_gaan_op_volgorde(kamer, post):
    koop(kamer, date(2023, 2, 4))
    koop(kamer)
    with pytest.raises(Geweigerd, match="Dien eerst februari 2023 in"):
        dien_in(kamer)
    februari, maart = dien_in(kamer, FEB), dien_in(kamer)
    with pytest.raises(Geweigerd, match="Keur eerst februari 2023 goed"):
        keur_goed(maart, post)
    keur_goed(februari, post)
    keur_goed(maart, post)


def test_goedkeuren_boekt_per_soort_op_de_laatste_dag(kamer, post):
    ander = Post.objects.create(jaar=2023, soort="kosten", naam="Reizen", kamer=kamer)
    koop(kamer, bedrag="4.50")
    koop(kamer, bedrag="5.55")
    koop(kamer, bedrag="3", soort="vervoer")
    maand = dien_in(kamer)
    vreemd = Post.objects.create(jaar=2023, soort="kosten", naam="Eten", kamer=maak_kamer())
    for fout in (vreemd, Post.objects.create(jaar=2022, soort="kosten", naam="Eten"), None):
        with pytest.raises(Geweigerd, match="Kies een kostenpost voor reizen en vervoer"):
            keur_goed(maand, post, vervoer=fout)
    geboekt = keur_goed(maand, post, vervoer=ander)
    assert [(b.post, b.bedrag, b.datum, b.herkomst, b.handgeld) for b in geboekt] == [
        (post, Decimal("10.05"), date(2023, 3, 31), "handgeld", maand),
        (ander, Decimal("3"), date(2023, 3, 31), "handgeld", maand),
    ]
    assert geboekt[0].omschrijving == "Handgeld maart 2023: eten en drinken"
    assert sum(b.bedrag for b in geboekt) == kasstand(kamer, MRT).besteed
    with pytest.raises(Geweigerd, match="al goedgekeurd"):
        keur_goed(maand, post)
    assert Boeking.objects.count() == 2
    Boeking.objects.update(omschrijving="broodjes en de trein")
    assert handgeldstand.posten_van_vorige_keer(kamer, 2023) == {"eten": post.pk, "vervoer": ander.pk}
    straks = Post.objects.create(jaar=2024, soort="kosten", naam="Eten")
    assert handgeldstand.posten_van_vorige_keer(kamer, 2024) == {"eten": straks.pk}
    assert handgeldstand.posten_van_vorige_keer(maak_kamer(), 2023) == {}


@pytest.mark.parametrize("hoe", ["gesloten", "nog niet om"])
def test_kan_het_niet_op_de_laatste_dag_dan_de_eerste_open_dag_of_vandaag(kamer, post, hoe):
    dag = MRT if hoe == "gesloten" else APR
    koop(kamer, dag)
    maand = dien_in(kamer, dag)
    if hoe == "gesloten":
        begroting = Begroting.objects.create(jaar=2023)
        bron = Bron.objects.create(naam="Stand")
        Maandafsluiting.objects.create(begroting=begroting, maand=MRT, bron=bron, gesloten_op=APR)
    [geboekt] = keur_goed(maand, post)
    assert geboekt.datum == (APR if hoe == "gesloten" else date(2023, 4, 10))


def test_handgeld_dat_verkeerd_stond_blijft_hetzelfde_geld_van_dezelfde_kamer(kamer, post):
    koop(kamer, bedrag="10.05")
    [fout] = keur_goed(dien_in(kamer), post)
    beter = Post.objects.create(jaar=2023, soort="kosten", naam="Koffie", kamer=kamer)
    vreemd = Post.objects.create(jaar=2023, soort="kosten", naam="Eten", kamer=maak_kamer())

    def herstel(*delen):
        samen = {"datum": date(2023, 4, 2), "omschrijving": "koffie", "herkomst": "handgeld", "handgeld": fout.handgeld}
        goed = [NieuweBoeking(post=waar, bedrag=Decimal(bedrag), **samen) for waar, bedrag in delen]
        return herstel_met(
            fout, goed, omschrijving="x", datum=date(2023, 4, 2), nummers=nieuwe_nummers(3), door=systeem()
        )

    for delen in ([(beter, "10")], [(beter, "10"), (post, "0.06")], []):
        with pytest.raises(Geweigerd, match="Van het handgeld is € 10,05 uitgegeven"):
            herstel(*delen)
    with pytest.raises(Geweigerd, match="Kies een kostenpost van die kamer"):
        herstel((vreemd, "10.05"))
    herstel((beter, "10.05"))
    assert handgeldstand.posten_van_vorige_keer(kamer, 2023) == {"eten": beter.pk}


def test_vier_ogen(kamer, post):
    koop(kamer)
    wie = maak_gebruiker(Rol.PENNINGMEESTER)
    maand = dien_in(kamer, door=wie)
    with pytest.raises(Geweigerd, match="Laat iemand anders"):
        handgeld.keur_goed(maand, posten={"eten": post}, door=wie)
    assert not Boeking.objects.exists()


def test_terugsturen_vraagt_om_een_reden_en_om_iets_dat_is_ingediend(kamer, post):
    koop(kamer)
    maand = Handgeldmaand.objects.get()
    with pytest.raises(Geweigerd, match="niet ingediend"):
        handgeld.stuur_terug(maand, reden="x", door=systeem())
    with pytest.raises(Geweigerd, match="niet ingediend"):
        keur_goed(maand, post)
    dien_in(kamer)
    with pytest.raises(Geweigerd, match="wat er anders moet"):
        handgeld.stuur_terug(maand, reden=" ", door=systeem())
