"""The pages of petty cash: who sees which kamer, a month from the first receipt to the booking, and the receipts."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from buurtwerkkamers.models import Bevoegdheid, Logregel
from financien import handgeld
from financien.bonnen import lees_foto
from financien.handgeldstand import begin_van
from financien.models import Boeking, Bon, Handgeldmaand, Handgeldpot, Handgelduitgave, Post
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db
Rol = Bevoegdheid.Rol


@pytest.fixture
def kamer():
    return maak_kamer("Het Hart")


@pytest.fixture
def coordinator(kamer):
    return als(Rol.COORDINATOR, kamer)


@pytest.fixture
def penningmeester():
    return als(Rol.PENNINGMEESTER)


def als(rol, kamer=None):
    client = Client()
    client.force_login(maak_gebruiker(rol, kamer=kamer))
    return client


def adres(naam, *args):
    return reverse(f"financien:handgeld{naam}", args=args)


def tekst(antwoord, status=200):
    assert antwoord.status_code == status
    return " ".join(antwoord.content.decode().split())


def plaatje():
    uit = io.BytesIO()
    Image.new("RGB", (30, 40), "white").save(uit, "PNG")
    return uit.getvalue()


def bestand(inhoud=None, naam="bon.png"):
    return SimpleUploadedFile(naam, plaatje() if inhoud is None else inhoud)


def uitgave(client, kamer, **anders):
    pad = adres("_uitgave_nieuw", kamer.slug)
    velden = {
        "bedrag": "4,50", "soort": "eten", "omschrijving": "koffie", "datum": timezone.localdate().isoformat(),
        "sleutel": client.get(pad).context["form"]["sleutel"].value(),
    }  # fmt: skip
    return client.post(pad, velden | anders, follow=True)


def van(kamer, naam="_maand"):
    vandaag = timezone.localdate()
    return adres(naam, kamer.slug, vandaag.year, vandaag.month)


def test_een_maand_van_bon_tot_boeking(kamer, coordinator, penningmeester):
    assert penningmeester.post(
        adres("_bedragen", kamer.slug),
        {"vanaf": timezone.localdate().isoformat(), "voorschot": "50", "hoogstens": "60"},
    ).status_code == 302  # fmt: skip
    assert "Nog geen uitgaven" in tekst(coordinator.get(van(kamer)))
    assert "‘koffie’, € 4,50, staat erin." in tekst(uitgave(coordinator, kamer, foto=bestand()))
    over = tekst(uitgave(coordinator, kamer, bedrag="70", soort="vervoer", omschrijving="taxi", verder="1"))
    assert "is € 14,50 meer besteed dan mag" in over
    assert "Het maximum van" in over
    maand = tekst(coordinator.get(van(kamer)))
    for woord in ("€ 50,00", "€ 74,50", "€ −24,50", "geen bon", "Er is meer uitgegeven"):
        assert woord in maand
    post = Post.objects.create(jaar=timezone.localdate().year, soort="kosten", naam="Eten", kamer=kamer)

    vraag = tekst(coordinator.get(van(kamer, "_indienen")))
    assert "1 uitgave heeft geen bon" in vraag
    assert "Toch indienen" in vraag
    assert "is ingediend" in tekst(coordinator.post(van(kamer, "_indienen"), follow=True))
    assert "Uitgave opschrijven" not in tekst(coordinator.get(van(kamer)))
    assert "Het Hart," in tekst(penningmeester.get(adres("")))

    nakijken = van(kamer, "_beoordelen")
    pagina = tekst(penningmeester.get(nakijken))
    assert "Eten en drinken, € 4,50" in pagina
    assert reverse("financien:handgeld_bon", args=[Bon.objects.get().pk]) in pagina
    assert "Kies een post voor reizen en vervoer" in tekst(penningmeester.post(nakijken, {"eten": post.pk}), 422)
    assert "Schrijf op wat er anders moet" in tekst(penningmeester.post(nakijken, {"terug": "1", "reden": ""}), 422)
    assert penningmeester.post(nakijken, {"terug": "1", "reden": "De bon van de taxi mist"}).status_code == 302
    assert "stuurde deze maand terug: De bon van de taxi mist" in tekst(coordinator.get(van(kamer)))

    coordinator.post(van(kamer, "_indienen"))
    keuze = {"eten": post.pk, "vervoer": post.pk}
    for _ in range(2):
        assert penningmeester.post(nakijken, keuze).status_code == 302
    assert [(b.bedrag, b.handgeld.kamer) for b in Boeking.objects.order_by("pk")] == [
        (Decimal("4.50"), kamer), (Decimal(70), kamer),
    ]  # fmt: skip
    maand = tekst(coordinator.get(van(kamer)))
    assert "goedgekeurd" in maand
    assert "€ 4,50 op Eten" in maand
    boeking = tekst(penningmeester.get(reverse("financien:boeking", args=[Boeking.objects.first().pk])))
    assert "Handgeld van Het Hart" in boeking


def test_een_andere_kamer_bestaat_niet(kamer, coordinator):
    ander = maak_kamer()
    zij = als(Rol.COORDINATOR, ander)
    uitgave(zij, ander, omschrijving="GEHEIM", foto=bestand())
    hun = Handgelduitgave.objects.get()
    paden = [
        van(ander), van(ander, "_indienen"), van(ander, "_ontvangen"), adres("_uitgave_nieuw", ander.slug),
        adres("_uitgave", hun.pk), adres("_uitgave_weg", hun.pk), adres("_bon", hun.bon.pk),
    ]  # fmt: skip
    assert {coordinator.get(pad).status_code for pad in paden} == {404}
    assert {coordinator.post(pad).status_code for pad in paden[1:-1]} == {404}
    assert "GEHEIM" not in tekst(coordinator.get(adres("")))
    assert Handgelduitgave.objects.filter(pk=hun.pk).exists()


@pytest.mark.parametrize("rol", [Rol.DEUR, Rol.BUREAU, Rol.GEMEENTE, Rol.CORPORATIE, Rol.BEHEERDER])
def test_wie_handgeld_ziet(rol, kamer, coordinator):
    uitgave(coordinator, kamer, foto=bestand())
    client = als(rol, kamer if rol in Bevoegdheid.KAMERROLLEN else None)
    zien = [adres(""), van(kamer), adres("_bon", Bon.objects.get().pk)]
    assert {client.get(pad).status_code for pad in zien} == {200 if rol == Rol.BUREAU else 403}
    for pad in (adres("_uitgave_nieuw", kamer.slug), van(kamer, "_beoordelen"), adres("_bedragen", kamer.slug)):
        assert (client.get(pad).status_code, client.post(pad).status_code) == (403, 403)


def test_een_bon_gaat_veilig_naar_wie_hem_mag_zien(kamer, coordinator, penningmeester):
    uitgave(coordinator, kamer, foto=bestand(naam="../../<script>.svg"))
    bon = Bon.objects.get()
    antwoord = penningmeester.get(adres("_bon", bon.pk))
    assert antwoord.content == bytes(bon.inhoud)
    with Image.open(io.BytesIO(antwoord.content)) as beeld:
        assert beeld.format == "JPEG"
    assert antwoord.headers["Content-Type"] == "image/jpeg"
    assert antwoord.headers["Content-Disposition"].startswith('inline; filename="bon-')
    assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in antwoord.headers["Cache-Control"]
    assert "default-src 'none'" in antwoord.headers["Content-Security-Policy"]
    regel = Logregel.objects.get(actie="bekeken", onderwerp_soort="bon")
    assert (regel.onderwerp_id, regel.kamer) == (str(bon.pk), kamer)


@pytest.mark.parametrize("inhoud", [b"", b"<svg onload='alert(1)'/>", b"%PDF-1.4", plaatje()[:50]])
def test_wat_geen_foto_is_staat_bij_zijn_veld(inhoud, kamer, coordinator):
    antwoord = uitgave(coordinator, kamer, foto=bestand(inhoud))
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == ["foto"]
    assert not Handgelduitgave.objects.exists()


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"bedrag": "0"}, "bedrag"),
        ({"bedrag": "-1"}, "bedrag"),
        ({"bedrag": "vier"}, "bedrag"),
        ({"soort": "feest"}, "soort"),
        ({"soort": ""}, "soort"),
        ({"omschrijving": ""}, "omschrijving"),
        ({"datum": "9999-01-01"}, "datum"),
        ({"datum": "2001-01-01"}, "datum"),
        ({"sleutel": "x"}, "sleutel"),
    ],
)
def test_wat_niet_klopt_staat_bij_zijn_veld(anders, veld, kamer, coordinator):
    antwoord = uitgave(coordinator, kamer, **anders)
    assert antwoord.status_code == 422
    assert list(antwoord.context["form"].errors) == [veld]
    assert not Handgelduitgave.objects.exists()


def test_hetzelfde_formulier_is_een_uitgave(kamer, coordinator):
    pad = adres("_uitgave_nieuw", kamer.slug)
    sleutel = coordinator.get(pad).context["form"]["sleutel"].value()
    for _ in range(2):
        assert "staat erin" in tekst(uitgave(coordinator, kamer, sleutel=sleutel, foto=bestand()))
    assert Handgelduitgave.objects.count() == 1
    assert "al een keer opgeslagen" in tekst(uitgave(coordinator, kamer, sleutel=sleutel, bedrag="5"), 422)


def test_wijzigen_weghalen_en_het_voorschot(kamer, coordinator):
    uitgave(coordinator, kamer)
    deze = Handgelduitgave.objects.get()
    pad = adres("_uitgave", deze.pk)
    assert 'value="4,50"' in tekst(coordinator.get(pad))
    velden = {"bedrag": "5", "soort": "anders", "omschrijving": "thee", "datum": deze.datum.isoformat()}
    assert "is gewijzigd" in tekst(coordinator.post(pad, velden | {"foto": bestand()}, follow=True))
    assert "Bon bekijken" in tekst(coordinator.get(pad))
    assert "bedrag" in coordinator.post(pad, velden | {"bedrag": "x"}).context["form"].errors
    assert "€ 12,00" in tekst(coordinator.post(van(kamer, "_ontvangen"), {"bedrag": "12"}, follow=True))
    assert coordinator.post(van(kamer, "_ontvangen"), {"bedrag": ""}).status_code == 422
    weg = adres("_uitgave_weg", deze.pk)
    assert "Uitgave weghalen?" in tekst(coordinator.get(weg))
    assert "is weggehaald" in tekst(coordinator.post(weg, follow=True))
    assert coordinator.get(weg).status_code == 404
    uitgave(coordinator, kamer)
    nieuw = Handgelduitgave.objects.get()
    coordinator.post(van(kamer, "_indienen"))
    assert "verandert niet meer" in tekst(coordinator.get(adres("_uitgave", nieuw.pk), follow=True))
    assert "al ingediend" in tekst(coordinator.post(adres("_uitgave_weg", nieuw.pk), follow=True))
    assert "al ingediend" in tekst(coordinator.get(van(kamer, "_indienen"), follow=True))
    assert Handgelduitgave.objects.count() == 1


def test_maanden_die_er_niet_zijn(kamer, coordinator, penningmeester):
    for jaar, maand in ((2026, 13), (2026, 0), (1999, 1), (2100, 1), (2099, 12), (10**20, 1)):
        assert coordinator.get(adres("_maand", kamer.slug, jaar, maand)).status_code == 404
    assert "Er is nog niets om in te dienen" in tekst(coordinator.get(van(kamer, "_indienen"), follow=True))
    assert "wacht niet op goedkeuring" in tekst(penningmeester.get(van(kamer, "_beoordelen"), follow=True))
    assert penningmeester.post(adres("_bedragen", kamer.slug), {"vanaf": "x", "hoogstens": "0"}).status_code == 422
    assert not Handgeldpot.objects.exists()
    assert not Handgeldmaand.objects.exists()


def test_zonder_posten_zegt_nakijken_wat_er_moet_gebeuren(kamer, coordinator, penningmeester):
    uitgave(coordinator, kamer)
    coordinator.post(van(kamer, "_indienen"))
    assert "nog geen kostenposten" in tekst(penningmeester.get(van(kamer, "_beoordelen")))


def test_tekst_van_een_uitgave_wordt_geen_html(kamer, coordinator, penningmeester):
    gif = "<b onclick=x>"
    uitgave(coordinator, kamer, omschrijving=gif, foto=bestand())
    pk = Handgelduitgave.objects.get().pk
    for pad in (van(kamer), van(kamer, "_indienen"), adres("_uitgave", pk), adres("_uitgave_weg", pk), adres("")):
        assert gif not in tekst(coordinator.get(pad))
    coordinator.post(van(kamer, "_indienen"))
    assert gif not in tekst(penningmeester.get(van(kamer, "_beoordelen")))


def test_evenveel_vragen_bij_een_en_bij_vijf(kamer, coordinator, penningmeester):
    Post.objects.create(jaar=timezone.localdate().year, soort="kosten", naam="Eten")

    def vragen(aantal):
        for nr in range(aantal):
            for wie in (kamer, maak_kamer()):
                handgeld.zet_ontvangen(kamer=wie, maand=date(2020, 1 + nr, 1), bedrag=Decimal(5), door=systeem())
                handgeld.schrijf_uitgave(
                    kamer=wie, datum=begin_van(timezone.localdate()), soort=list(Handgelduitgave.Soort)[nr],
                    bedrag=Decimal(3), omschrijving="x", foto=lees_foto(plaatje()), door=systeem(),
                )  # fmt: skip
        aantallen = []
        for client, pad in ((coordinator, van(kamer)), (penningmeester, adres("")), (coordinator, adres(""))):
            client.get(pad)
            with CaptureQueriesContext(connection) as gemeten:
                tekst(client.get(pad))
            aantallen.append(len(gemeten))
        return aantallen

    assert vragen(1) == vragen(5)


# --- what was seen is what is approved, and restricted money ----------------------------------------------------


def test_goedkeuren_gaat_over_wat_de_pagina_toonde(kamer, coordinator, penningmeester):
    post = Post.objects.create(jaar=timezone.localdate().year, soort="kosten", naam="Eten")
    uitgave(coordinator, kamer)
    coordinator.post(van(kamer, "_indienen"))
    pagina = penningmeester.get(van(kamer, "_beoordelen"))
    getoond = pagina.context["goed"]["getoond"].value()
    rij = Handgeldmaand.objects.get()
    handgeld.stuur_terug(rij, reden="Anders", door=systeem())
    deze = Handgelduitgave.objects.get()
    handgeld.wijzig_uitgave(
        deze, datum=deze.datum, soort=deze.soort, bedrag=Decimal(99), omschrijving=deze.omschrijving, door=systeem()
    )
    handgeld.dien_in(rij, door=systeem())
    fout = penningmeester.post(van(kamer, "_beoordelen"), {"eten": post.pk, "getoond": getoond})
    assert "is nu € 99,00" in tekst(fout, 422)
    assert not Boeking.objects.exists()
    nu = fout.context["goed"]["getoond"].value()
    assert penningmeester.post(van(kamer, "_beoordelen"), {"eten": post.pk, "getoond": "[]"}).status_code == 422
    assert penningmeester.post(van(kamer, "_beoordelen"), {"eten": post.pk, "getoond": nu}).status_code == 302
    assert Boeking.objects.get().bedrag == 99


def test_handgeld_kan_uit_geld_met_een_bestemming(kamer, coordinator, penningmeester):
    jaar = timezone.localdate().year
    eten = Post.objects.create(jaar=jaar, soort="kosten", naam="Eten")
    ander = Post.objects.create(jaar=jaar, soort="kosten", naam="Anders")
    fonds = Post.objects.create(jaar=jaar, soort="financiering", naam="Fonds")
    fonds.bestemmingen.create(kostenpost=eten)
    uitgave(coordinator, kamer)
    coordinator.post(van(kamer, "_indienen"))
    assert "Eten en drinken, betaald uit" in tekst(penningmeester.get(van(kamer, "_beoordelen")))
    fout = penningmeester.post(van(kamer, "_beoordelen"), {"eten": ander.pk, "eten-uit": fonds.pk})
    assert "niet voor deze post bedoeld" in tekst(fout, 422)
    assert penningmeester.post(van(kamer, "_beoordelen"), {"eten": eten.pk, "eten-uit": fonds.pk}).status_code == 302
    assert Boeking.objects.get().dekking == fonds
