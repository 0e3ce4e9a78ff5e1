"""The pages of the bank: from a file to bookings, who may, odd input, and the same number of queries for many lines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from bankbestanden import REKENING, VOORBEELD, Post, camt, ing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from financien.bank import aantal_te_boeken
from financien.bank.inlezen import lees_in
from financien.bank.lezen import lees
from financien.models import Banktransactie, Boeking, Boekregel
from financien.models import Post as Begrotingspost
from tests.fabrieken import Rol, maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db


def als(rol) -> Client:
    client = Client()
    client.force_login(maak_gebruiker(rol, kamer=maak_kamer() if rol == Rol.COORDINATOR else None))
    return client


@pytest.fixture
def penningmeester() -> Client:
    return als(Rol.PENNINGMEESTER)


@pytest.fixture
def posten():
    kamer = maak_kamer("TOP")
    maak = Begrotingspost.objects.create
    return {
        "huur": maak(jaar=2026, soort="kosten", naam="Huur", kamer=kamer),
        "eten": maak(jaar=2026, soort="kosten", naam="Eten en drinken"),
        "fonds": maak(jaar=2026, soort="financiering", naam="Fonds Lentelicht"),
    }


@pytest.fixture
def ingelezen(tmp_path):
    pad = tmp_path / "camt.xml"
    pad.write_bytes(camt(VOORBEELD))
    lees_in(lees(pad), door=systeem())
    return list(Banktransactie.objects.exclude(overgeslagen__gt="").order_by("datum", "pk"))


def stuur(client, inhoud: bytes, naam="bank.xml"):
    return client.post(reverse("financien:bank_inlezen"), {"bestand": SimpleUploadedFile(naam, inhoud)})


def tekst(antwoord, status=200) -> str:
    assert antwoord.status_code == status
    return antwoord.content.decode()


# --- a file -----------------------------------------------------------------------------------------------------


def test_van_bestand_tot_geboekt(penningmeester, posten, settings):
    voorbeeld = stuur(penningmeester, camt(VOORBEELD))
    assert voorbeeld.status_code == 302
    [klaargezet] = Path(settings.VAR_DIR, "inlees").glob(voorbeeld.url.rstrip("/").rsplit("/", 1)[1])
    inhoud = tekst(penningmeester.get(voorbeeld.url))
    for woord in ("4 regels", "2 t/m 6 maart 2026", "€ 1.000,00", "€ 2.739,00"):
        assert woord in inhoud
    assert not Banktransactie.objects.exists()
    assert penningmeester.post(voorbeeld.url).url == reverse("financien:bank")
    assert not klaargezet.exists()
    lijst = tekst(penningmeester.get(reverse("financien:bank")))
    assert "4 regels zijn nieuw ingelezen; 0 stonden er al." in lijst
    assert "4 regels zijn nog te boeken: € 761,00 eraf en € 2.500,00 erbij." in lijst
    assert "€ 2.739,00" in lijst
    rijen = {t.tegenpartij: t.pk for t in Banktransactie.objects.filter(overgeslagen="")}
    huur, fonds = rijen["Verhuur Ondiep BV"], rijen["Fonds Lentelicht"]
    keuze = {"kies": [huur, fonds], f"post-{huur}": posten["huur"].pk, f"post-{fonds}": posten["fonds"].pk}
    penningmeester.post(reverse("financien:bank"), keuze)
    assert dict(Boeking.objects.values_list("post__naam", "bedrag")) == {
        "Huur": D("752.00"), "Fonds Lentelicht": D("2500.00"),
    }  # fmt: skip
    assert aantal_te_boeken() == 2


def test_twee_keer_op_inlezen_drukken_leest_een_keer_in(penningmeester):
    voorbeeld = stuur(penningmeester, camt(VOORBEELD)).url
    penningmeester.post(voorbeeld)
    antwoord = penningmeester.post(voorbeeld, follow=True)
    assert "staat niet meer klaar" in antwoord.content.decode()
    assert "Alles uit dit bestand staat er al" in tekst(penningmeester.get(stuur(penningmeester, camt(VOORBEELD)).url))
    assert aantal_te_boeken() == 4


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (b"naam;bedrag\nJan;5\n", "Dit bestand wordt niet herkend. Wat wel kan: CAMT.053"),
        (ing(VOORBEELD).replace(b"2500,00", b"veel"), "Rij 4: ‘veel’ is geen bedrag."),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "documenttype"),
        (b"\x00\xff", "niet herkend"),
    ],
)
def test_een_verkeerd_bestand_zegt_wat_er_is_en_blijft_niet_staan(penningmeester, inhoud, reden, settings, tmp_path):
    settings.VAR_DIR = tmp_path  # of this test alone: other tests have files waiting too
    assert reden in tekst(stuur(penningmeester, inhoud), 422)
    assert not list(Path(tmp_path, "inlees").glob("*"))
    assert not Banktransactie.objects.exists()


def test_het_bestand_van_een_ander_is_er_niet(penningmeester):
    voorbeeld = stuur(penningmeester, camt(VOORBEELD)).url
    ander = als(Rol.PENNINGMEESTER)
    assert ander.post(voorbeeld).url == reverse("financien:bank_inlezen")
    assert not Banktransactie.objects.exists()


def test_een_bestand_van_de_bank_is_niets_voor_de_andere_pagina_om_in_te_lezen():
    gebruiker = maak_gebruiker(Rol.PENNINGMEESTER)
    gebruiker.bevoegdheid_set.create(rol=Rol.BUREAU, van=date(2020, 1, 1))
    client = Client()
    client.force_login(gebruiker)
    kenmerk = stuur(client, camt(VOORBEELD)).url.rstrip("/").rsplit("/", 1)[1]
    assert client.get(reverse("inlezen:kolommen", args=[kenmerk])).url == reverse("importeren")


# --- booking ----------------------------------------------------------------------------------------------------


def test_zonder_post_of_zonder_vinkje_wordt_niets_geboekt(penningmeester, posten, ingelezen):
    adres = reverse("financien:bank")
    eerste, tweede = ingelezen[0].pk, ingelezen[1].pk
    keuze = {"kies": [eerste, tweede], f"post-{eerste}": posten["huur"].pk, f"post-{tweede}": ""}
    inhoud = tekst(penningmeester.post(adres, keuze), 422)
    assert "Er is nog niets geboekt" in inhoud
    assert f'href="#post-{tweede}">Fonds Lentelicht: Kies een post.' in inhoud
    assert f'value="{posten["huur"].pk}" selected' in inhoud
    assert "Vink eerst aan" in penningmeester.post(adres, {}, follow=True).content.decode()
    assert not Boeking.objects.exists()


@pytest.mark.parametrize(
    "keuze",
    [
        {"kies": "1; DROP"}, {"kies": "9" * 18, "post-" + "9" * 18: "1"}, {"kies": "-1"}, {"kies": "٣"},
        {"kies": "1", "post-1": "\x00"}, {"kies": "1", "post-1": "9" * 18}, {"kies": "9" * 30},
    ],
)  # fmt: skip
def test_rare_keuzes_geven_geen_fout(penningmeester, posten, ingelezen, keuze):
    assert penningmeester.post(reverse("financien:bank"), keuze).status_code in (302, 422)
    assert not Boeking.objects.exists()


@pytest.mark.parametrize("vraag", ["page=99999999999999999999", "page=x", "alles=ja", "page=-1", "alles=%00"])
def test_rare_adressen_geven_geen_fout(penningmeester, posten, ingelezen, vraag):
    tekst(penningmeester.get(f"{reverse('financien:bank')}?{vraag}"))


def test_een_voorstel_staat_klaar_en_vaak_goed_is_aangevinkt(penningmeester, posten, ingelezen):
    regel = Boekregel.objects.create(
        veld="tegenrekening",
        zoek=VOORBEELD[0].rekening,
        soort="kosten",
        post="Huur",
        kamer=posten["huur"].kamer,
        raak=1,
    )
    adres = reverse("financien:bank")
    inhoud = tekst(penningmeester.get(adres))
    assert "Zoals 1 keer eerder: NL44ABNA0987654321 → Huur, TOP" in inhoud
    assert f'value="{posten["huur"].pk}" selected' in inhoud
    assert "checked" not in inhoud
    assert inhoud.count("Nog niet eerder gezien.") == 3
    assert tekst(penningmeester.get(f"{adres}?alles=ja")).count("checked") == 1
    Boekregel.objects.filter(pk=regel.pk).update(raak=2)
    assert tekst(penningmeester.get(adres)).count("checked") == 1


def _delen(*delen: tuple[str, object]) -> dict[str, object]:
    velden: dict[str, object] = {"regels-TOTAL_FORMS": "8", "regels-INITIAL_FORMS": "0"}
    for nr, (bedrag, post) in enumerate(delen):
        velden |= {f"regels-{nr}-bedrag": bedrag, f"regels-{nr}-post": getattr(post, "pk", post)}
    return velden


def test_een_regel_splitsen(penningmeester, posten, ingelezen):
    adres = reverse("financien:bank_regel", args=[ingelezen[0].pk])
    assert "752,00" in tekst(penningmeester.get(adres))
    fout = tekst(penningmeester.post(adres, _delen(("700", posten["huur"]), ("50", posten["eten"]))), 422)
    assert "De delen zijn samen € 750,00, maar er moet € 752,00 worden geboekt. Het verschil is € 2,00." in fout
    assert "Kies een post" in tekst(penningmeester.post(adres, _delen(("752,00", ""))), 422)
    for vorm in ({}, {"regels-TOTAL_FORMS": "x"}, {"regels-TOTAL_FORMS": "0", "regels-INITIAL_FORMS": "0"}):
        assert "Kies een post" in tekst(penningmeester.post(adres, vorm), 422)
    assert not Boeking.objects.exists()
    penningmeester.post(adres, _delen(("700,00", posten["huur"]), ("52", posten["eten"])))
    assert dict(Boeking.objects.values_list("post__naam", "bedrag")) == {"Huur": D(700), "Eten en drinken": D(52)}
    pagina = tekst(penningmeester.get(adres))
    assert "geboekt" in pagina
    assert "<form" not in pagina.split("<main")[1]


def test_overslaan_en_toch_boeken(penningmeester, ingelezen):
    pk = ingelezen[0].pk
    overslaan = reverse("financien:bank_overslaan", args=[pk])
    tekst(penningmeester.get(overslaan))
    assert "Schrijf op waarom" in tekst(penningmeester.post(overslaan, {"reden": " "}), 422)
    penningmeester.post(overslaan, {"reden": "Naar de spaarrekening"})
    assert "niet geboekt: Naar de spaarrekening" in tekst(penningmeester.get(reverse("financien:bank_alles")))
    pagina = tekst(penningmeester.get(reverse("financien:bank_regel", args=[pk])))
    assert "Toch boeken" in pagina
    penningmeester.post(reverse("financien:bank_weer_meenemen", args=[pk]))
    assert aantal_te_boeken() == 4


# --- rules ------------------------------------------------------------------------------------------------------


def test_een_regel_maken_en_weghalen(penningmeester, posten, ingelezen):
    adres = reverse("financien:boekregel_nieuw")
    fout = tekst(penningmeester.post(adres, {"veld": "tegenpartij", "zoek": "?!", "post": posten["eten"].pk}), 422)
    assert "een of meer woorden" in fout
    tekst(penningmeester.post(adres, {}), 422)
    penningmeester.post(adres, {"veld": "tegenpartij", "zoek": " bakkerij ", "post": posten["eten"].pk})
    assert (
        tekst(penningmeester.get(reverse("financien:bank"))).count("Volgens uw regel: bakkerij → Eten en drinken") == 2
    )
    assert "bakkerij" in tekst(penningmeester.get(reverse("financien:boekregels")))
    weg = reverse("financien:boekregel_weg", args=[Boekregel.objects.get().pk])
    tekst(penningmeester.get(weg))
    penningmeester.post(weg)
    assert not Boekregel.objects.exists()


# --- who, and how much work -------------------------------------------------------------------------------------


def test_het_bureau_kijkt_mee_en_een_coordinator_niet(posten, ingelezen):
    bureau, coordinator = als(Rol.BUREAU), als(Rol.COORDINATOR)
    adressen = [
        reverse("financien:bank"), reverse("financien:bank_alles"), reverse("financien:boekregels"),
        reverse("financien:bank_regel", args=[ingelezen[0].pk]),
    ]  # fmt: skip
    for adres in adressen:
        inhoud = tekst(bureau.get(adres))
        assert "Boek wat is aangevinkt" not in inhoud
        assert reverse("financien:bank_inlezen") not in inhoud
        assert coordinator.get(adres).status_code == 403
    assert bureau.post(adressen[0], {"kies": ingelezen[0].pk}).status_code == 403
    assert bureau.post(adressen[3]).status_code == 403
    assert stuur(bureau, camt(VOORBEELD)).status_code == 403


def test_lege_paginas_zeggen_wat_te_doen(penningmeester):
    for naam in ("bank", "bank_alles", "boekregels"):
        assert "Nog " in tekst(penningmeester.get(reverse(f"financien:{naam}")))


def test_zonder_posten_staat_er_waar_ze_te_maken_zijn(penningmeester, ingelezen):
    inhoud = tekst(penningmeester.get(reverse("financien:bank")))
    assert "In 2026 zijn er nog geen posten om op te boeken." in inhoud
    assert reverse("financien:begroting", args=[2026]) in inhoud


def test_evenveel_vragen_bij_een_en_bij_veertig_regels(penningmeester, posten, tmp_path):
    def vragen(aantal: int) -> int:
        dag = date(2026, 3, 2)
        pad = tmp_path / "camt.xml"
        pad.write_bytes(camt([Post(dag, D(n + 1), wie=f"Nr {n}", referentie=f"R{n}") for n in range(aantal)]))
        lees_in(lees(pad), door=systeem())
        with CaptureQueriesContext(connection) as gevraagd:
            tekst(penningmeester.get(reverse("financien:bank")))
            tekst(penningmeester.get(reverse("financien:bank_alles")))
        return len(gevraagd)

    vragen(1)
    assert vragen(1) == vragen(40)
    assert REKENING in tekst(penningmeester.get(reverse("financien:bank")))
