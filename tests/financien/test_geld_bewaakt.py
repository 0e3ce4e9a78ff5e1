"""What the database refuses about money, whatever path is taken."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from financien.models import (
    Banktransactie,
    Begroting,
    Begrotingsregel,
    Bestemming,
    Boeking,
    Bon,
    Bron,
    Controle,
    GedruktAandeel,
    Handgeldmaand,
    Handgelduitgave,
    Maandafsluiting,
    Post,
    Prognose,
    Regel,
)
from tests.fabrieken import maak_gebruiker, maak_kamer

pytestmark = pytest.mark.django_db


@pytest.fixture
def post() -> Post:
    return Post.objects.create(jaar=2022, soort="kosten", naam="Huur")


def weigert(tekst: str, doe) -> None:
    with pytest.raises(IntegrityError, match=tekst), transaction.atomic():
        doe()


def boek(post: Post, dag: date = date(2022, 3, 2), bedrag: int = 100, **velden) -> Boeking:
    return Boeking.objects.create(post=post, datum=dag, bedrag=Decimal(bedrag), omschrijving="huur", **velden)


def sluit(maand: date) -> Maandafsluiting:
    begroting, _ = Begroting.objects.get_or_create(jaar=maand.year, versie=1)
    bron = Bron.objects.create(naam=f"Stand {maand}")
    Regel.objects.create(bron=bron, jaar=maand.year, soort="kosten", post="Huur", begroot=Decimal(1200))
    GedruktAandeel.objects.create(bron=bron, jaar=maand.year, procent=Decimal(40))
    return Maandafsluiting.objects.create(begroting=begroting, maand=maand, bron=bron, gesloten_op=date(2022, 5, 1))


def test_een_vastgestelde_begroting_blijft_zoals_zij_is(post):
    begroting = Begroting.objects.create(jaar=2022)
    regel = Begrotingsregel.objects.create(begroting=begroting, post=post, bedrag=Decimal(1200))
    Begrotingsregel.objects.filter(pk=regel.pk).update(bedrag=1300)
    begroting.vastgesteld_op = date(2022, 1, 5)
    begroting.save()
    anders = Post.objects.create(jaar=2022, soort="kosten", naam="Energie")
    for doe in (
        lambda: Begrotingsregel.objects.filter(pk=regel.pk).update(bedrag=1),
        lambda: Begrotingsregel.objects.filter(pk=regel.pk).delete(),
        lambda: Begrotingsregel.objects.create(begroting=begroting, post=anders, bedrag=1),
        lambda: Begroting.objects.filter(pk=begroting.pk).update(vastgesteld_op=None),
        lambda: Begroting.objects.filter(pk=begroting.pk).delete(),
    ):
        weigert("vastgesteld en verandert niet meer", doe)
    volgende = Begroting.objects.create(jaar=2022, versie=2, vorige=begroting, reden="Huur ging omhoog")
    weigert("vastgesteld en verandert niet meer", lambda: Begrotingsregel.objects.filter(pk=regel.pk).update(
        begroting=volgende))  # fmt: skip


def test_een_wijziging_zonder_reden_is_er_niet(post):
    weigert("begroting_wijziging_heeft_reden", lambda: Begroting.objects.create(jaar=2022, versie=2))


def test_een_boeking_verandert_niet_en_gaat_niet_weg(post):
    geboekt = boek(post)
    weigert("verandert niet", lambda: Boeking.objects.filter(pk=geboekt.pk).update(bedrag=1))
    weigert("gaat niet weg", lambda: Boeking.objects.filter(pk=geboekt.pk).delete())
    Boeking.objects.filter(pk=geboekt.pk).update(omschrijving="huur maart")
    terug = {"post": post, "datum": date(2022, 3, 3), "bedrag": Decimal(-100), "herstelt": geboekt}
    Boeking.objects.create(**terug, omschrijving="fout")
    weigert("herstelt", lambda: Boeking.objects.create(**terug, omschrijving="nog eens"))


def test_herstellen_neemt_precies_terug_wat_er_was(post):
    geboekt = boek(post)
    anders = Post.objects.create(jaar=2022, soort="kosten", naam="Energie")
    weigert("precies terug", lambda: boek(post, bedrag=-99, herstelt=geboekt))
    weigert("precies terug", lambda: boek(anders, bedrag=-100, herstelt=geboekt))
    terug = boek(post, bedrag=-100, herstelt=geboekt)
    weigert("precies terug", lambda: boek(post, herstelt=terug))


def test_geld_met_een_bestemming_gaat_niet_zomaar_ergens_anders_heen(post):
    kamer = maak_kamer()
    fonds = Post.objects.create(jaar=2022, soort="financiering", naam="Fonds")
    wijk = Post.objects.create(jaar=2022, soort="financiering", naam="Wijk", kamer=kamer)
    eten = Post.objects.create(jaar=2022, soort="kosten", naam="Eten", kamer=kamer)
    vorig = Post.objects.create(jaar=2021, soort="kosten", naam="Huur")
    boek(post, dekking=fonds)
    Bestemming.objects.create(bijdrage=fonds, kostenpost=eten)
    boek(eten, dekking=fonds)
    boek(eten, dekking=wijk)
    boek(post, dekking=fonds, reden_elders="Het fonds vond het goed")
    weigert("iets anders bedoeld", lambda: boek(post, dekking=fonds))
    weigert("iets anders bedoeld", lambda: boek(post, dekking=wijk))
    weigert("hetzelfde jaar", lambda: boek(vorig, dekking=fonds))
    weigert("hetzelfde jaar", lambda: boek(post, dekking=eten))
    weigert("hetzelfde jaar", lambda: boek(fonds, dekking=fonds))


def test_een_post_waar_geld_op_staat_blijft_wat_hij_was(post):
    Post.objects.filter(pk=post.pk).update(naam="Huur en energie")
    boek(post)
    Post.objects.filter(pk=post.pk).update(volgorde=3)
    weigert("al geboekt", lambda: Post.objects.filter(pk=post.pk).update(naam="Iets anders"))
    anders = Post.objects.create(jaar=2022, soort="kosten", naam="Energie")
    begroting = Begroting.objects.create(jaar=2022)
    Begrotingsregel.objects.create(begroting=begroting, post=anders, bedrag=1)
    Post.objects.filter(pk=anders.pk).update(groep="huis")
    Begroting.objects.filter(pk=begroting.pk).update(vastgesteld_op=date(2022, 1, 5))
    weigert("al geboekt", lambda: Post.objects.filter(pk=anders.pk).update(groep=""))


def test_een_jaar_heeft_een_concept(post):
    Begroting.objects.create(jaar=2022)
    weigert("begroting_een_concept", lambda: Begroting.objects.create(jaar=2022, versie=2, reden="Nog een"))


@pytest.mark.parametrize(
    ("dag", "kan"), [(date(2022, 2, 28), False), (date(2022, 3, 31), False), (date(2022, 4, 1), True)]
)
def test_in_een_gesloten_maand_en_ervoor_is_niet_te_boeken(post, dag, kan):
    sluit(date(2022, 3, 1))
    if kan:
        boek(post, dag)
    else:
        weigert("is gesloten", lambda: boek(post, dag))


def test_het_archief_van_een_gesloten_maand_verandert_niet(post):
    afsluiting = sluit(date(2022, 3, 1))
    regel = afsluiting.bron.regels.get()
    aandelen = GedruktAandeel.objects.filter(bron=afsluiting.bron)
    for doe in (
        lambda: aandelen.update(procent=1),
        lambda: aandelen.delete(),
        lambda: GedruktAandeel.objects.create(bron=afsluiting.bron, jaar=2022, soort="kosten"),
        lambda: Regel.objects.filter(pk=regel.pk).update(begroot=1),
        lambda: Regel.objects.filter(pk=regel.pk).delete(),
        lambda: Regel.objects.create(bron=afsluiting.bron, jaar=2022, soort="kosten", post="Erbij"),
        lambda: Bron.objects.filter(pk=afsluiting.bron_id).update(naam="Anders"),
    ):
        weigert("archief van een gesloten maand", doe)
    weigert("blijft gesloten", lambda: Maandafsluiting.objects.filter(pk=afsluiting.pk).delete())
    weigert("latere maand", lambda: sluit(date(2022, 2, 1)))


def test_ingediend_handgeld_verandert_niet_en_wie_indient_keurt_niet_goed():
    maand = Handgeldmaand.objects.create(kamer=maak_kamer(), maand=date(2022, 3, 1))
    koffie = {"maand": maand, "datum": date(2022, 3, 4), "soort": "eten", "omschrijving": "koffie"}
    uitgave = Handgelduitgave.objects.create(**koffie, bedrag=Decimal("4.50"))
    Bon.objects.create(uitgave=uitgave, soort="image/png", inhoud=b"x", sha256="x")
    wie = maak_gebruiker("penningmeester")
    maand.stand, maand.ingediend_door = Handgeldmaand.Stand.INGEDIEND, wie
    maand.save()
    weigert("al ingediend", lambda: Handgelduitgave.objects.create(**koffie, bedrag=Decimal(3)))
    weigert("al ingediend", lambda: Handgelduitgave.objects.all().delete())
    weigert("al ingediend", lambda: Bon.objects.update(inhoud=b"y"))
    goed = {"stand": Handgeldmaand.Stand.GOEDGEKEURD, "goedgekeurd_door": wie}
    weigert("handgeldmaand_vier_ogen", lambda: Handgeldmaand.objects.filter(pk=maand.pk).update(**goed))
    goed["goedgekeurd_door"] = maak_gebruiker("penningmeester")
    Handgeldmaand.objects.filter(pk=maand.pk).update(**goed)
    weigert("goedgekeurd en geboekt", lambda: Handgeldmaand.objects.filter(pk=maand.pk).update(stand="open"))


CONTROLE = {"jaar": 2020, "door_wie": "kascommissie", "namen": "Twee leden", "bekeken": "Alles", "bevinding": "Klopt"}


def test_een_getekende_controle_verandert_niet():
    controle = Controle.objects.create(**CONTROLE)
    getekend = {"getekend_op": date(2021, 2, 1)}
    weigert("controle_getekend_met_oordeel", lambda: Controle.objects.filter(pk=controle.pk).update(**getekend))
    Controle.objects.filter(pk=controle.pk).update(positief=True, **getekend)
    weigert("getekend en verandert niet", lambda: Controle.objects.filter(pk=controle.pk).update(positief=False))


@pytest.mark.parametrize("veld", ["namen", "bekeken", "bevinding"])
@pytest.mark.parametrize("leeg", ["", " \n"])
def test_een_lege_controle_is_niet_te_tekenen(veld, leeg):
    getekend = CONTROLE | {"positief": True, "getekend_op": date(2021, 2, 1)}
    weigert("controle_getekend_is_ingevuld", lambda: Controle.objects.create(**getekend | {veld: leeg}))
    Controle.objects.create(**getekend)


def test_tekenen_gaat_niet_vooruit():
    vandaag = timezone.localdate()
    controle = Controle.objects.create(**CONTROLE, positief=True)
    zo = Controle.objects.filter(pk=controle.pk)
    weigert("in de toekomst", lambda: zo.update(getekend_op=vandaag + timedelta(days=1)))
    weigert("in de toekomst", lambda: Controle.objects.create(
        **CONTROLE | {"door_wie": "accountant"}, positief=True, getekend_op=vandaag + timedelta(days=1)))  # fmt: skip
    weigert("nog niet voorbij", lambda: zo.update(getekend_op=date(2020, 12, 31)))
    zo.update(getekend_op=vandaag)


def test_maanden_gaan_een_voor_een_dicht(post):
    sluit(date(2022, 3, 1))
    weigert("op volgorde", lambda: sluit(date(2022, 5, 1)))
    weigert("op volgorde", lambda: sluit(date(2023, 1, 1)))
    sluit(date(2022, 4, 1))


def test_een_jaar_waar_niets_in_staat_wordt_overgeslagen():
    sluit(date(2018, 12, 1))
    Post.objects.create(jaar=2021, soort="kosten", naam="Huur")
    for maand in (date(2020, 12, 1), date(2021, 2, 1)):
        weigert("op volgorde", lambda maand=maand: Maandafsluiting.objects.create(
            begroting=Begroting.objects.get(), maand=maand, bron=Bron.objects.create(naam="x"),
            gesloten_op=date(2022, 5, 1)))  # fmt: skip
    sluit(date(2021, 1, 1))
    sluit(date(2021, 2, 1))


def test_een_maand_die_niet_voorbij_is_gaat_niet_dicht():
    deze = timezone.localdate().replace(day=1)
    weigert("nog niet voorbij", lambda: sluit(deze))
    sluit((deze - timedelta(days=1)).replace(day=1))


def test_wat_in_een_gesloten_maand_werd_verwacht_blijft_staan(post):
    zo = {"post": post, "reden": "zo denk ik", "nog_verwacht": Decimal(100)}
    oud = Prognose.objects.create(**zo, datum=date(2022, 3, 20))
    open_dag = Prognose.objects.create(**zo, datum=date(2022, 4, 1))
    sluit(date(2022, 3, 1))
    deze = Prognose.objects.filter(pk=oud.pk)
    for doe in (
        lambda: Prognose.objects.create(**zo, datum=date(2022, 3, 31)),
        lambda: deze.update(nog_verwacht=1),
        lambda: deze.update(datum=date(2022, 4, 2)),
        lambda: deze.delete(),
        lambda: Prognose.objects.filter(pk=open_dag.pk).update(datum=date(2022, 3, 31)),
    ):
        weigert("is gesloten", doe)
    Prognose.objects.filter(pk=open_dag.pk).update(nog_verwacht=1)
    open_dag.delete()


def test_een_regel_van_de_bank_blijft_zoals_de_bank_haar_gaf():
    regel = Banktransactie.objects.create(rekening="NL01", datum=date(2022, 3, 2), bedrag=-100, kenmerk="1")
    deze = Banktransactie.objects.filter(pk=regel.pk)
    for velden in (
        {"bedrag": -10}, {"datum": date(2022, 4, 2)}, {"rekening": "NL02"}, {"kenmerk": "2"},
        {"tegenpartij": "x"}, {"tegenrekening": "x"}, {"omschrijving": "x"},
    ):  # fmt: skip
        weigert("van de bank verandert niet", lambda velden=velden: deze.update(**velden))
    weigert("van de bank gaat niet weg", lambda: deze.delete())
    deze.update(overgeslagen="naar de spaarrekening")
    deze.update(overgeslagen="")
