"""Arithmetic findings of an agreement: what the papers of 2017 and 2020 hold, and each rule on its own."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers import afspraken
from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import importeer
from buurtwerkkamers.models import Afspraak, Kamer, Uurtarief
from financien.boekhouding import NieuweRegel, leg_regels_vast
from rapportage.rekenwerk import Bevinding, Gewicht, Soort, bevindingen, reken_na
from tests.fabrieken import Huis, Rol, maak_afspraak, maak_huis, maak_indicator, maak_kamer, systeem
from tests.financien.geldvoorbeeld import BOD, laad, maak_kamers

pytestmark = pytest.mark.django_db
GEGEVENS = Path(__file__).parent.parent / "buurtwerkkamers" / "gegevens"
AFSPRAAK = "Samenwerkingsafspraak 2020"


def lees_in(map_: Path, bestand: str, naam: str, kolommen: dict[str, str]) -> Afspraak:
    """The targets of a source as an agreement; ``kolommen`` says which column is of which kamer."""
    pad = map_ / "doelen.csv"
    with (GEGEVENS / bestand).open(newline="") as bron, pad.open("w", newline="") as uit:
        schrijver = csv.writer(uit)
        schrijver.writerow(["afspraak", "groep", "indicator", "eenheid", "kamer", "streefwaarde"])
        for rij in csv.DictReader(bron):
            for kolom, kamer in kolommen.items():
                schrijver.writerow([naam, rij["groep"], rij["indicator"], rij["eenheid"], kamer, rij[kolom]])
    uitslag = importeer(soorten()["streefwaarden"], pad, door=systeem())
    assert uitslag.gelukt, uitslag.fouten
    return Afspraak.objects.filter(naam=naam).latest("versie")


@pytest.fixture
def afspraak_2020(tmp_path: Path) -> Afspraak:
    laad("afspraak-2020.csv")
    kolommen = {naam: naam for naam in maak_kamers()}
    return lees_in(tmp_path, "samenwerkingsafspraak-2020-streefwaarden.csv", AFSPRAAK, kolommen)


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


def zinnen(afspraak: Afspraak, soort: Soort, kamers: list[Kamer] | None = None) -> list[tuple[str, str, Gewicht]]:
    return [(b.waar, glad(b), b.gewicht) for b in bevindingen(afspraak, kamers) if b.soort == soort]


def glad(bevinding: Bevinding) -> str:
    """The sentence with ordinary spaces in its amounts."""
    return bevinding.zin.replace("\N{NO-BREAK SPACE}", " ")


# --- the papers -------------------------------------------------------------------------------------------------


def test_de_afspraak_van_2020(afspraak_2020: Afspraak) -> None:
    """Three printed sums are wrong, five more inherit that; two shares of nothing; hours and totals are right."""
    hart, verbinding, top = "Hart voor Leidsche Rijn", "De Verbinding", "TOP"
    geld = "de regels zijn samen"
    niet_waarvan = "‘> 2%’ is 2%, maar er staat niet waarvan. Dan is het niet na te rekenen."
    enquete = "gaat over wie de enquête invult. Er staat niet hoeveel mensen dat moeten zijn."
    corporaties, fondsen, alles = (
        "Subtotaal woningcorporaties", "Subtotaal particuliere fondsen", "Investering financiers",
    )  # fmt: skip
    uitkomst = reken_na(afspraak_2020)
    assert [(b.waar, glad(b)) for b in uitkomst.met(Gewicht.FOUT)] == [
        (f"{corporaties}, {hart}", f"Gedrukt staat € 19.000, {geld} € 13.000."),
        (f"{fondsen}, {top}", f"Gedrukt staat € 21.500, {geld} € 11.500."),
        (f"{fondsen}, {verbinding}", f"Gedrukt staat € 20.000, {geld} € 30.000."),
    ]
    assert [(b.waar, glad(b)) for b in uitkomst.met(Gewicht.NAKIJKEN)] == [
        ("Minder (kosten op) uitkeringen en zorg", niet_waarvan),
        ("Minder (kosten op) overlast en vandalisme", niet_waarvan),
    ]
    assert [(b.soort, b.waar, glad(b).partition(": ")[0]) for b in uitkomst.met(Gewicht.WETEN)] == [
        (Soort.OPTELLING, f"{alles}, {hart}", f"Gedrukt staat € 95.828, {geld} € 89.828"),
        (Soort.OPTELLING, f"Aandeel financiers, {hart}", "Gedrukt staat 62%, uitgerekend is het 60%"),
        (Soort.STAD, f"{corporaties}, alle kamers samen", f"Gedrukt staat € 36.000, {geld} € 30.000"),
        (Soort.STAD, f"{alles}, alle kamers samen", f"Gedrukt staat € 295.984, {geld} € 289.984"),
        (Soort.STAD, "Aandeel financiers, alle kamers samen", "Gedrukt staat 56%, uitgerekend is het 55%"),
        (
            Soort.ZONDER_BASIS,
            "Meer vertrouwen in eigen kunnen, mede door de buurtwerkkamer",
            f"‘> 50%’ {enquete}",
        ),
        (
            Soort.ZONDER_BASIS,
            "Buurtwerkkamer draagt bij aan prettig(er) leven en wonen in de buurt",
            f"‘> 70%’ {enquete}",
        ),
    ]
    assert uitkomst.niet_nagegaan == ()
    # A coordinator of TOP reads nothing of the money of other kamers or of all together.
    eigen = bevindingen(afspraak_2020, [Kamer.objects.get(naam=top)])
    assert [b.waar for b in eigen if b.bron] == [f"{fondsen}, {top}"]
    assert not any(naam in b.zin + b.waar for b in eigen for naam in (hart, verbinding, "alle kamers"))


def test_de_uren_van_2020_kloppen_en_een_ander_doel_niet(afspraak_2020: Afspraak) -> None:
    """30 x 250 hours at € 11 and 500 hours at € 37 is the € 101.000 of the agreement; one volunteer more is not."""
    assert not zinnen(afspraak_2020, Soort.UREN)
    indicator = afspraak_2020.indicator_set.get(naam__startswith="Actieve vrijwilligers (")
    afspraken.bewaar_indicator(indicator, doelen={Kamer.objects.get(naam="TOP"): "> 31"}, door=systeem())
    [(_, zin, gewicht)] = zinnen(afspraak_2020, Soort.UREN)
    assert zin == (
        "TOP: 31 vrijwilligers × 250 uur à € 11 en 500 uur van professionals à € 37 is € 103.750, "
        "maar in de bedragen van 2020 staat € 101.000."
    )
    assert gewicht == Gewicht.NAKIJKEN
    assert not zinnen(afspraak_2020, Soort.UREN, [Kamer.objects.get(naam="De Verbinding")])
    Uurtarief.objects.all().delete()
    assert "Er is geen uurtarief voor 2020: de uren zijn niet vergeleken." in reken_na(afspraak_2020).niet_nagegaan


def test_het_bod_van_2017_en_2018(tmp_path: Path) -> None:
    """Two years of one paper, as two versions. Nine months of hours are right, and so is the year after."""
    laad("bod-2017-2018.csv")
    top = Kamer.objects.get(naam="TOP")
    bestand = "bod-2017-2018-streefwaarden.csv"
    eerste = lees_in(tmp_path, bestand, BOD, {"2017 (april-december)": top.naam})
    eerste.van, eerste.tm = date(2017, 4, 1), date(2017, 12, 31)
    eerste.save()
    assert "geen vrijwilligersuren van uw kamer" in reken_na(eerste, [top]).niet_nagegaan[0], "niet per kamer verdeeld"
    assert (reken_na(eerste).bevindingen, reken_na(eerste).niet_nagegaan) == ((), ())
    tweede = afspraken.maak_nieuwe_versie(eerste, reden="Het jaar 2018", door=systeem())
    tweede.van, tweede.tm = date(2018, 1, 1), date(2018, 12, 31)
    tweede.save()
    tweede = lees_in(tmp_path, bestand, BOD, {"2018": top.naam})
    assert [(b.soort, b.waar, b.gewicht) for b in bevindingen(tweede)] == [
        (Soort.ZONDER_BASIS, "Minder (kosten op) uitkeringen en zorg", Gewicht.NAKIJKEN),
        (Soort.ZONDER_BASIS, "Minder (kosten op) overlast en vandalisme", Gewicht.NAKIJKEN),
        (Soort.ZONDER_BASIS, "Meer vertrouwen in eigen kunnen", Gewicht.WETEN),
        (Soort.ZONDER_BASIS, "Bijdrage aan prettig(er) leven in de buurt", Gewicht.WETEN),
    ]
    assert reken_na(tweede).niet_nagegaan == ()
    # Without the three quarters of 2017 the hours would not be right.
    eerste.van = date(2017, 1, 1)
    eerste.save()
    [(_, zin, _)] = zinnen(eerste, Soort.UREN)
    assert "25 vrijwilligers × 250 uur à € 8,80 en 500 uur van professionals à € 35 is € 72.500" in zin
    assert "staat € 54.375" in zin


# --- each rule --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("> 10 op 5", "‘> 10 op 5’ (Eigen) vraagt meer dan 10, maar er zijn er hoogstens 5."),
        ("> 10 op 10", "‘> 10 op 10’ (Eigen) vraagt meer dan 10, maar er zijn er hoogstens 10."),
        ("12 op 10", "‘12 op 10’ (Eigen) vraagt 12, maar er zijn er hoogstens 10."),
        ("> 100%", "‘> 100%’ (Eigen) vraagt meer dan 100%, maar er zijn er hoogstens 100%."),
        ("10 op 10", None),
        ("> 10 op 20", None),
        ("max 12 op 10", None),
        ("100%", None),
        ("12", None),
    ],
)
def test_een_basis_die_kleiner_is_dan_het_doel(huis: Huis, tekst: str, zin: str | None) -> None:
    afspraak = maak_afspraak()
    maak_indicator(afspraak, "Doorverwezen", doelen={huis.eigen: tekst, huis.ander: "1 op 2"})
    verwacht = [("Doorverwezen", f"{zin} Dat kan nooit gehaald worden.", Gewicht.FOUT)] if zin else []
    assert zinnen(afspraak, Soort.BASIS) == verwacht


@pytest.mark.parametrize(
    ("doelen", "gewicht", "deel"),
    [
        (("> 50%", "60%"), Gewicht.NAKIJKEN, "(meer dan een percentage tegenover minstens een percentage)"),
        (("> 5", "> 5%"), Gewicht.NAKIJKEN, "(meer dan een aantal tegenover meer dan een percentage)"),
        (("> 5 op 10", "> 5"), Gewicht.NAKIJKEN, "een aantal van een basis"),
        (("Positief", "> 5"), Gewicht.NAKIJKEN, "niet onder nul"),
        (("nog te vroeg", "> 5"), Gewicht.WETEN, "Eigen ‘nog te vroeg’ en Ander ‘> 5’"),
        (("> 5", "> 50"), None, ""),
        (("nog te vroeg", "geen"), None, ""),
        (("minimaal 5", "5"), None, ""),
    ],
)
def test_kamers_met_een_ander_soort_doel(
    huis: Huis, doelen: tuple[str, str], gewicht: Gewicht | None, deel: str
) -> None:
    afspraak = maak_afspraak()
    Kamer.objects.filter(pk=huis.eigen.pk).update(volgorde=1)
    maak_indicator(afspraak, "Iets", doelen=dict(zip((huis.eigen, huis.ander), doelen, strict=True)))
    gevonden = zinnen(afspraak, Soort.VORM)
    assert [g for _, _, g in gevonden] == ([gewicht] if gewicht else [])
    assert all(deel in zin for _, zin, _ in gevonden), gevonden
    assert not zinnen(afspraak, Soort.VORM, [huis.eigen]), "wie een kamer ziet, vergelijkt geen kamers"


@pytest.mark.parametrize(
    ("totaal", "zin", "gewicht"),
    [
        ("149", "het totaal is 149, maar ‘Formulieren’ alleen is al 150.", Gewicht.FOUT),
        ("150", "", None),
        ("250", "", None),
        ("251", "het totaal is 251, maar alle categorieën samen zijn 200, met 50 klussen erbij 250.", Gewicht.NAKIJKEN),
        ("nog te vroeg", "", None),
    ],
)
def test_het_totaal_ligt_tussen_de_grootste_categorie_en_de_som(
    huis: Huis, totaal: str, zin: str, gewicht: Gewicht | None
) -> None:
    afspraak = maak_afspraak()
    for naam, doel, regel in (
        ("Formulieren", "150", "uniek_categorie"),
        ("Taal", "50", ""),
        ("Klussen", "50", "klussen"),
    ):
        eenheid = "klussen" if regel == "klussen" else "uniek"
        maak_indicator(afspraak, naam, doelen={huis.eigen: doel}, eenheid=eenheid, meetregel=regel)
    maak_indicator(afspraak, "Totaal aantal deelnemers", doelen={huis.eigen: totaal}, eenheid="uniek")
    verwacht = [("Totaal aantal deelnemers", f"Eigen: {zin}", gewicht)] if zin else []
    assert zinnen(afspraak, Soort.TOTAAL) == verwacht


def test_een_indicator_zonder_doel(huis: Huis) -> None:
    afspraak = maak_afspraak()
    maak_indicator(afspraak, "Overal", doelen={huis.eigen: "5", huis.ander: "5"})
    maak_indicator(afspraak, "Eigen alleen", doelen={huis.eigen: "5"})
    maak_indicator(afspraak, "Nergens")
    assert zinnen(afspraak, Soort.ZONDER_DOEL) == [
        ("Eigen alleen", "Er is geen streefwaarde voor Ander (1 van de 2 kamers).", Gewicht.NAKIJKEN),
        ("Nergens", "Er is voor geen enkele kamer een streefwaarde.", Gewicht.NAKIJKEN),
    ]
    eigen = zinnen(afspraak, Soort.ZONDER_DOEL, [huis.ander])
    assert [(waar, zin) for waar, zin, _ in eigen] == [
        ("Eigen alleen", "Er is voor uw kamer geen streefwaarde."),
        ("Nergens", "Er is voor uw kamer geen streefwaarde."),
    ]


def test_twee_keer_dezelfde_indicator(huis: Huis) -> None:
    afspraak = maak_afspraak()
    for naam in (
        "Formulieren invullen",
        "Invullen: formulieren",
        "Verbinden met wijkpartners",
        "Verbinden met wijkpartner",
    ):
        maak_indicator(afspraak, naam, doelen={huis.eigen: "5"})
    maak_indicator(afspraak, "Minder kosten op zorg", doelen={huis.eigen: "5"})
    maak_indicator(afspraak, "Minder kosten op overlast", doelen={huis.eigen: "5"})
    assert [waar for waar, _, _ in zinnen(afspraak, Soort.DUBBEL)] == [
        "Invullen: formulieren",
        "Verbinden met wijkpartner",
    ]


def test_uren_die_niet_per_kamer_staan_worden_samen_vergeleken(huis: Huis) -> None:
    afspraak = maak_afspraak("Proef 2020")
    doelen = {huis.eigen: "10", huis.ander: "20"}
    maak_indicator(afspraak, "Actieve vrijwilligers", doelen=doelen, meetregel="vrijwilligers")
    bedrag = Decimal(30 * 250 * 11 + 2 * 500 * 37)

    def leg_vast(begroot: Decimal) -> None:
        leg_regels_vast([NieuweRegel("Proef 2020", 2020, "uren", "Uren", begroot=begroot)], door=systeem())

    leg_vast(bedrag)
    assert not zinnen(afspraak, Soort.UREN)
    leg_vast(bedrag + 500)
    [(_, zin, _)] = zinnen(afspraak, Soort.UREN)
    assert zin.startswith("Ander en Eigen: 30 vrijwilligers × 250 uur à € 11 en 1.000 uur van professionals à € 37")


def test_wat_niet_na_te_gaan_is_wordt_gezegd(huis: Huis) -> None:
    leeg = maak_afspraak("Leeg", van=None, tm=None)
    assert bevindingen(leeg) == []
    zin = " ".join(reken_na(leeg).niet_nagegaan)
    assert "geen totaal aan verschillende deelnemers" in zin
    assert "geen bedragen met de naam ‘Leeg’" in zin


def test_een_grotere_afspraak_kost_niet_meer_vragen(huis: Huis) -> None:
    afspraak = maak_afspraak()
    maak_indicator(afspraak, "Een", doelen={huis.eigen: "5"})

    def aantal() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            bevindingen(afspraak)
        return len(gevangen)

    klein = aantal()
    for n, doel in enumerate(("> 5%", "> 10 op 5", "6")):
        maak_indicator(afspraak, f"Nog een {n * 1111}", doelen={huis.eigen: doel, maak_kamer(): "5"})
    assert aantal() == klein


# --- the page ---------------------------------------------------------------------------------------------------


def test_de_pagina_en_de_teller_op_de_afspraak(client: Client, afspraak_2020: Afspraak) -> None:
    huis = maak_huis()
    adres = reverse("rekenwerk", args=[afspraak_2020.pk])
    client.force_login(huis.gebruikers[Rol.BUREAU])
    tekst = client.get(adres).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    for woord in (
        "3 dingen kloppen niet en 2 dingen zijn om na te kijken",
        "€ 19.000",
        "€ 13.000",
        "Bekijk de bedragen",
    ):
        assert woord in tekst, woord
    pagina = client.get(afspraak_2020.get_absolute_url())
    assert {deel.titel: deel.aantal for deel in pagina.context["delen"]}["Rekenwerk"] == 5
    assert [titel for titel, _ in pagina.context["geldlinks"]] == ["Samenwerkingsafspraak 2020 (2020)"]
    assert client.get(pagina.context["geldlinks"][0][1]).status_code == 200


def test_een_coordinator_leest_alleen_over_de_eigen_kamer(client: Client, huis: Huis) -> None:
    afspraak = maak_afspraak(partijen=[huis.gemeente, huis.corporatie])
    maak_indicator(afspraak, "Doorverwezen", doelen={huis.eigen: "> 10 op 5", huis.ander: "> 30 op 7"})
    adres = reverse("rekenwerk", args=[afspraak.pk])
    client.force_login(huis.gebruikers[Rol.COORDINATOR])
    tekst = client.get(adres).content.decode()
    assert "&gt; 10 op 5" in tekst
    assert "30 op 7" not in tekst
    for rol in (Rol.GEMEENTE, Rol.CORPORATIE):
        client.force_login(huis.gebruikers[rol])
        assert client.get(adres).status_code == 403
        delen: list[Any] = client.get(afspraak.get_absolute_url()).context["delen"]
        assert "Rekenwerk" not in [deel.titel for deel in delen]


def test_wie_gaat_tekenen_leest_eerst_hoeveel_er_na_te_kijken_is(
    client: Client, huis: Huis, afspraak_2020: Any
) -> None:
    """As many as on the page of the findings; nothing for an agreement that is right, or that was signed."""
    client.force_login(huis.gebruikers[Rol.BUREAU])
    adres, rekenwerk = (reverse(naam, args=[afspraak_2020.pk]) for naam in ("afspraken:ondertekenen", "rekenwerk"))
    gevonden = client.get(rekenwerk).context
    aantal = gevonden["aantal_fout"] + gevonden["aantal_nakijken"]
    assert aantal > 1
    pagina = client.get(adres).content.decode()
    assert f"wij vonden in deze afspraak {aantal} dingen die niet kloppen" in pagina
    assert f'<a href="{rekenwerk}">Bekijk het rekenwerk</a>' in pagina
    afspraken.onderteken(afspraak_2020, getekend_op=date(2020, 3, 24), door=systeem())
    assert "Kijk eerst nog even" not in client.get(adres).content.decode()
    goed = maak_afspraak("Klopt")
    maak_indicator(goed, "Klussen", doelen={huis.eigen: "60"})
    assert "Kijk eerst nog even" not in client.get(reverse("afspraken:ondertekenen", args=[goed.pk])).content.decode()
