"""Petty cash on a phone with a made-up photo, and booking as a treasurer does: in a real browser."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image, ImageDraw

from buurtwerkkamers.models import Bevoegdheid
from financien import handgeld
from financien.models import Bestemming, Boeking, Handgelduitgave, Post
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db(transaction=True)
Rol = Bevoegdheid.Rol
TELEFOON = {"width": 390, "height": 844}


def bonfoto() -> dict:
    """A receipt as a phone would photograph it."""
    beeld = Image.new("RGB", (900, 1200), "#d8d2c4")
    tekenaar = ImageDraw.Draw(beeld)
    tekenaar.rectangle((200, 80, 700, 1120), fill="white")
    for regel, tekst in enumerate(("BUURTSUPER", "koffie    4,50", "taart    65,00", "SAMEN    69,50")):
        tekenaar.text((240, 140 + 80 * regel), tekst, fill="black", font_size=48)
    uit = io.BytesIO()
    beeld.save(uit, "JPEG")
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": uit.getvalue()}


@pytest.fixture
def kamer():
    return maak_kamer("Het Hart")


@pytest.fixture
def posten(kamer):
    jaar = timezone.localdate().year
    kosten = {"jaar": jaar, "soort": "kosten"}
    posten = {
        "huur": Post.objects.create(naam="Huur en energie", **kosten),
        "eten": Post.objects.create(naam="Eten en drinken", kamer=kamer, **kosten),
        "fonds": Post.objects.create(naam="Fonds voor eten", jaar=jaar, soort="financiering"),
        "vrij": Post.objects.create(naam="Gemeente", jaar=jaar, soort="financiering"),
    }
    Bestemming.objects.create(bijdrage=posten["fonds"], kostenpost=posten["eten"])
    return posten


def past(pagina) -> bool:
    return pagina.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_een_uitgave_op_de_telefoon_van_bon_tot_boeking(kamer, posten, maak_pagina, op_breedtes, axe):
    maand = timezone.localdate().replace(day=1)
    handgeld.zet_pot(kamer=kamer, vanaf=maand, voorschot=Decimal(50), hoogstens=Decimal(60), door=systeem())
    pagina = maak_pagina(maak_gebruiker(Rol.COORDINATOR, kamer=kamer), viewport=TELEFOON)
    pagina.goto(reverse("financien:handgeld"))
    axe(pagina)
    pagina.get_by_role("link", name="Uitgave opschrijven").click()
    axe(pagina)
    assert past(pagina)
    foto = pagina.get_by_label("Foto van de bon")
    assert (foto.get_attribute("accept"), foto.get_attribute("capture")) == ("image/*", "environment")
    keuzes = [vak.bounding_box() for vak in pagina.locator("#id_soort .keuze").all()]
    assert len(keuzes) == 6
    assert min(vak["height"] for vak in keuzes) >= 48
    bedrag, over = pagina.get_by_label("Bedrag"), pagina.locator("[data-over]")
    bedrag.fill("60")
    assert over.text_content() == ""
    bedrag.fill("69,50")
    assert over.text_content().replace("\xa0", " ") == "Hiermee komt u € 9,50 boven het maximum van deze maand."
    pagina.get_by_text("Eten en drinken").click()
    pagina.get_by_label("Wat hebt u gekocht?").fill("koffie en taart")
    foto.set_input_files(bonfoto())
    axe(pagina)
    pagina.get_by_role("button", name="Opslaan", exact=True).click()
    pagina.get_by_text("€ 9,50 meer besteed dan mag").first.wait_for()
    axe(pagina)
    assert past(pagina)
    uitgave = Handgelduitgave.objects.get()
    assert (uitgave.bedrag, uitgave.soort) == (Decimal("69.50"), "eten")
    pagina.get_by_role("link", name="Maand indienen").click()
    axe(pagina)
    pagina.get_by_role("button", name="Indienen").click()
    pagina.get_by_text("De penningmeester kijkt het na").wait_for()

    nakijken = maak_pagina(maak_gebruiker(Rol.PENNINGMEESTER))
    nakijken.goto(reverse("financien:handgeld"))
    for _ in op_breedtes(nakijken):
        axe(nakijken)
        assert past(nakijken)
    nakijken.get_by_role("link", name="Het Hart,").first.click()
    bon = nakijken.get_by_role("img", name="Bon van koffie en taart")
    bon.scroll_into_view_if_needed()
    assert bon.evaluate("beeld => beeld.decode().then(() => beeld.naturalWidth)") == 900
    for _ in op_breedtes(nakijken):
        axe(nakijken)
        assert past(nakijken)
    nakijken.get_by_label("Eten en drinken, €").select_option(label="Eten en drinken")
    nakijken.get_by_role("button", name="Goedkeuren en boeken").click()
    nakijken.get_by_text("is goedgekeurd en geboekt").wait_for()
    boeking = Boeking.objects.get()
    assert (boeking.bedrag, boeking.post, boeking.handgeld) == (Decimal("69.50"), posten["eten"], uitgave.maand)


def test_boeken_over_posten_nog_een_en_herstellen(posten, maak_pagina, op_breedtes, axe):
    jaar = timezone.localdate().year
    pagina = maak_pagina(maak_gebruiker(Rol.PENNINGMEESTER))
    pagina.goto(reverse("financien:boekingen", args=[jaar]))
    pagina.get_by_role("link", name="Nieuwe boeking").first.click()
    eerste = pagina.locator("[data-regel]").first
    post, dekking = eerste.get_by_label("Post"), eerste.get_by_label("Betaald uit")
    assert post.evaluate("veld => veld === document.activeElement")
    post.select_option(label="Huur en energie")
    groepen = dekking.evaluate("veld => [...veld.querySelectorAll('optgroup')].map((groep) => groep.label)")
    assert groepen == ["Vrij te besteden", "Bedoeld voor iets anders: zeg waarom"]
    reden = eerste.get_by_label("Waarom uit dit geld?")
    assert not reden.is_visible()
    dekking.select_option(label="Fonds voor eten")
    assert reden.is_visible()
    dekking.select_option(label="Gemeente")
    assert not reden.is_visible()
    post.select_option(label="Gemeente")
    assert not dekking.is_visible()
    post.select_option(label="Huur en energie")
    dekking.select_option(label="Gemeente")
    eerste.get_by_label("Bedrag").fill("1.250,50")
    pagina.get_by_label("Omschrijving").fill("huur en koffie")
    pagina.get_by_text("Verdelen over meer posten").click()
    regels = pagina.locator("details [data-regel]:visible")
    assert regels.count() == 1
    regels.first.get_by_label("Post").select_option(label="Eten en drinken")
    # the money that is meant for it, unless the treasurer chose otherwise
    assert regels.first.get_by_label("Betaald uit").input_value() == str(posten["fonds"].pk)
    assert regels.first.get_by_text("Wij kozen de bijdrage die voor deze post is bedoeld").is_visible()
    assert not eerste.get_by_text("Wij kozen de bijdrage").is_visible()
    regels.first.get_by_label("Bedrag").fill("9,5")
    assert regels.count() == 2
    samen = pagina.locator("[data-samen]").text_content().replace("\xa0", " ")
    assert samen == "Samen: € 1.260,00"
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert past(pagina)
    pagina.get_by_role("button", name="Bewaar en nog een").click()
    pagina.get_by_text("Geboekt op 2 posten: huur en koffie, € 1.260,00.").wait_for()
    assert pagina.locator("[data-regel]").first.get_by_label("Post").input_value() == ""

    pagina.get_by_role("button", name="Boeken").click()
    pagina.get_by_role("alert").get_by_text("Kies een post.").wait_for()
    axe(pagina)
    pagina.goto(reverse("financien:boekingen", args=[jaar]))
    for _ in op_breedtes(pagina):
        axe(pagina)
        assert past(pagina)
    huur = Boeking.objects.get(post=posten["huur"])
    pagina.goto(reverse("financien:boeking", args=[huur.pk]))
    for _ in op_breedtes(pagina):
        axe(pagina)
    pagina.get_by_role("link", name="Herstellen").click()
    for _ in op_breedtes(pagina):
        axe(pagina)
    assert pagina.locator("[data-regel]").first.get_by_label("Betaald uit").input_value() == str(posten["vrij"].pk)
    pagina.get_by_label("Wat was er fout?").fill("verkeerd bedrag")
    pagina.locator("[data-regel]").first.get_by_label("Bedrag").fill("1.200")
    pagina.get_by_role("button", name="Terugnemen en goed boeken").click()
    pagina.get_by_text("is teruggenomen op").wait_for()
    assert sorted(b.bedrag for b in Boeking.objects.filter(post=posten["huur"])) == [
        Decimal("-1250.50"), Decimal(1200), Decimal("1250.50"),
    ]  # fmt: skip


def test_zonder_script_boekt_het_formulier_ook_over_meer_posten(posten, maak_pagina):
    jaar = timezone.localdate().year
    pagina = maak_pagina(maak_gebruiker(Rol.PENNINGMEESTER), java_script_enabled=False)
    pagina.goto(reverse("financien:boeking_nieuw", args=[jaar]))
    pagina.get_by_text("Verdelen over meer posten").click()
    for plek, (post, bedrag) in enumerate((("Huur en energie", "10"), ("Eten en drinken", "2,25"))):
        regel = pagina.locator("[data-regel]").nth(plek)
        regel.get_by_label("Post").select_option(label=post)
        regel.get_by_label("Bedrag").fill(bedrag)
    pagina.get_by_label("Omschrijving").fill("boodschappen")
    pagina.get_by_role("button", name="Boeken").click()
    assert "Geboekt op 2 posten" in pagina.content()
    assert sum(b.bedrag for b in Boeking.objects.all()) == Decimal("12.25")
