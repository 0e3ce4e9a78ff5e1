"""One figure, one function, for the indicators too: on an awkward half-year every surface prints the same.

Command line, dashboard of who works there and of who pays, the page of one indicator, its chart as a spreadsheet, the
report on screen, in PDF text, spreadsheet and JSON, and the list behind a figure are read back as a user would.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pdfplumber
import pytest
import time_machine
import tinyhtml5
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from buurtwerkkamers.models import Oordeel, Stelling
from buurtwerkkamers.oordelen import bewaar_oordeel
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.registratie import NieuweInzet, NieuweKlus, NieuweRol
from deelnemers.registratie.enquetes import maak_enquete, tel_papier
from deelnemers.registratie.partners import NieuwPartnercontact, leg_partnercontacten_vast
from deelnemers.registratie.verwijzingen import NieuweVerwijzing, leg_verwijzingen_vast
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron
from rapportage import documenten, vaststelling
from rapportage.indicatoren import IndicatorUitkomst, beoordeel_indicatoren, gemeten
from rapportage.sjablonen import maak_sjabloon_juli_2020
from tests.fabrieken import (
    categorie,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_gebruiker,
    maak_indicator,
    maak_kamer,
    maak_organisatie,
    registreer,
    systeem,
)

pytestmark = pytest.mark.django_db
HALFJAAR = Periode.halfjaar(2024, 1)
VRAGEN = {"jaar": 2024, "deel": "h1"}


@pytest.fixture(autouse=True)
def vandaag() -> Iterator[None]:
    with time_machine.travel("2025-02-03 11:00:00+01:00", tick=False):
        yield


@pytest.fixture
def w() -> SimpleNamespace:
    """People of two kamers, of before and after, with two cards, on both borders; pairs, marks and words as targets."""
    noord, oost = maak_kamer("Noord & Zuid"), maak_kamer("Oost")
    gemeente = maak_organisatie("Gemeente Voorbeeld")
    w = SimpleNamespace(noord=noord, oost=oost, kamers=[noord, oost], gemeente=gemeente)
    w.afspraak = maak_afspraak("Afspraak 2024", jaar=2024, partijen=[gemeente])
    _mensen(w)
    _werk(w)
    _gevraagd_en_besloten(w)
    _indicatoren(w)
    rijen = [
        NieuweRegel("Afspraak 2024", 2024, soort, post, kamer=kamer, begroot=Decimal(bedrag))
        for soort, post, kamer, bedrag in (
            ("kosten", "Huur", noord, "1234.56"), ("financiering", "Gemeente", noord, "1234.56"),
            ("kosten", "Huur", oost, "2000"), ("financiering", "Gemeente", oost, "500.50"),
        )
    ]  # fmt: skip
    leg_regels_vast(rijen, door=systeem())
    w.bron = Bron.objects.get()
    return w


def _mensen(w: SimpleNamespace) -> None:
    w.mensen = [maak_deelnemer(w.noord if n < 40 else w.oost, f"Mens {n}") for n in range(60)]
    eten, brieven = maak_activiteit(w.noord, "Eten"), maak_activiteit(w.noord, "Brieven", soort="Formulieren")
    inloop = maak_activiteit(w.oost, "Inloop")
    registreer(eten, w.mensen[:30], HALFJAAR.van, HALFJAAR.tm, HALFJAAR.van - timedelta(days=1))
    registreer(eten, w.mensen[30:38], HALFJAAR.tot)
    registreer(brieven, w.mensen[25:34], date(2024, 3, 5))
    registreer(inloop, w.mensen[28:55], date(2024, 4, 2))
    dubbel = maak_deelnemer(w.noord, "Mens 0 weer")
    registreer(eten, dubbel, HALFJAAR.van, date(2024, 2, 2))
    registratie.voeg_samen(van=dubbel, naar=w.mensen[0], door=systeem())


def _werk(w: SimpleNamespace) -> None:
    klussen = [NieuweKlus(w.oost.pk, w.mensen[n].pk, date(2024, 1, 5), HALFJAAR.tm) for n in (3, 3, 59)]
    registratie.leg_klussen_vast(klussen, door=systeem())
    uren = [NieuweInzet(w.noord.pk, w.mensen[n].pk, date(2024, 5, n + 1), Decimal("8.25"), "Tuin") for n in range(7)]
    registratie.leg_inzet_vast(uren, door=systeem())
    rollen = [NieuweRol(w.mensen[n].pk, w.noord.pk, "sleutelhouder", date(2023, 1, 1)) for n in range(12)]
    nieuw = [NieuweRol(w.mensen[n].pk, w.oost.pk, "nieuwe bewoner", date(2024, 3, n - 39)) for n in range(40, 58)]
    registratie.geef_rollen([*rollen, *nieuw], door=systeem())
    verwijzingen = [
        NieuweVerwijzing(
            kamer_id=w.oost.pk, deelnemer_id=w.mensen[n].pk, datum=date(2024, 2, 1), richting="in",
            organisatie=w.gemeente,
        )
        for n in (41, 42, 58)
    ]  # fmt: skip
    leg_verwijzingen_vast(verwijzingen, door=systeem())
    contact = NieuwPartnercontact(w.noord.pk, w.gemeente, date(2024, 6, 30), "gesprek", "")
    leg_partnercontacten_vast([contact], door=systeem())


def _gevraagd_en_besloten(w: SimpleNamespace) -> None:
    w.eens = Stelling.objects.get(code="vertrouwen")
    w.cijfer = Stelling.objects.get(code="inzet")
    enquete = maak_enquete(
        naam="Enquête 2024", doelgroep="bewoners", van=date(2024, 5, 1), tm=date(2024, 6, 1),
        vragen=[w.eens, w.cijfer], kamers={w.noord: 40, w.oost: None}, door=systeem(),
    )  # fmt: skip
    for deel, (eens, oneens) in zip(enquete.enquetekamers.order_by("kamer"), ((15, 6), (5, 2)), strict=True):
        aantallen = {(w.eens.pk, 4): eens, (w.eens.pk, 2): oneens, (w.cijfer.pk, 8): eens, (w.cijfer.pk, 7): oneens}
        tel_papier(deel, formulieren=eens + oneens, aantallen=aantallen, door=systeem())


def _indicatoren(w: SimpleNamespace) -> None:
    def maak(naam: str, doel: str, regel: str, **meer: Any) -> None:
        doelen = dict.fromkeys(w.kamers, doel)
        maak_indicator(w.afspraak, naam, doelen=doelen, meetregel=regel, **{"eenheid": "aantal", **meer})

    maak("Formulieren", "12", "uniek_categorie", categorie=categorie("Formulieren"), eenheid="uniek")
    maak("Totaal aantal deelnemers", "> 30", "uniek_totaal", eenheid="uniek")
    maak("Klussen", "3", "klussen")
    maak("Sleutelhouders", "> 12", "sleutelhouders")
    maak("Actieve vrijwilligers", "> 6", "vrijwilligers")
    maak("Nieuwe bewoners doen mee", "> 5 op 10", "nieuwe_bewoners")
    maak("Doorverwezen", "2 op 3", "doorverwezen")
    maak("Wijkpartners", "nog te vroeg", "wijkpartners")
    maak("Meer vertrouwen", "> 70%", "enquete", stelling=w.eens, eenheid="enquête")
    maak("Goede inzet", "> 7,5", "enquete", stelling=w.cijfer, eenheid="enquête")
    maak("Minder overlast", "> 2%", "interviews", eenheid="interviews")
    maak("Geen tekort", "Positief", "begroting", eenheid="begroting")
    maak("Verantwoorde besteding", "Positief", "controle", eenheid="controle")
    besloten = {"van": HALFJAAR.van, "tm": HALFJAAR.tm, "besloten_op": date(2024, 7, 2), "besloten_door": "Stuurgroep"}
    for naam, waarde in (("Minder overlast", Decimal("2.5")), ("Verantwoorde besteding", Decimal(1))):
        indicator = w.afspraak.indicator_set.get(naam=naam)
        oordeel = Oordeel(indicator=indicator, kamer=w.noord, waarde=waarde, toelichting="Gesproken", **besloten)
        bewaar_oordeel(oordeel, door=systeem())


@pytest.fixture
def waarheid(w) -> list[IndicatorUitkomst]:
    return beoordeel_indicatoren(w.afspraak, w.kamers, HALFJAAR, w.bron)


def gedrukt(uitkomst: IndicatorUitkomst) -> list[str]:
    """What each kamer prints."""
    return [gemeten(stand.cijfer) or "niet te bepalen" for stand in uitkomst.per_kamer]


def client(w: SimpleNamespace, rol: str) -> Client:
    ingelogd = Client()
    ingelogd.force_login(maak_gebruiker(rol, organisatie=w.gemeente if rol == "gemeente" else None))
    return ingelogd


def boom(bladzijde: bytes):
    return tinyhtml5.parse(bladzijde.decode(), namespace_html_elements=False)


def tekst(element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def klasse(element, naam: str) -> list:
    return [kind for kind in element.iter() if naam in (kind.get("class") or "").split()]


def zonder_voorlezen(element) -> str:
    """The text as it is seen: what is there for who hears the page falls away."""
    voor_oren = {tekst(kind) for kind in klasse(element, "alleen-voorlezen")}
    gelezen = tekst(element)
    for weg in voor_oren:
        gelezen = gelezen.replace(weg, "").strip()
    return gelezen


def test_de_gegevens_zijn_lastig_genoeg(waarheid):
    per_naam = {uitkomst.indicator.naam: uitkomst for uitkomst in waarheid}
    assert gedrukt(per_naam["Nieuwe bewoners doen mee"])[1] == "15 op 18"
    assert gedrukt(per_naam["Meer vertrouwen"]) == ["71,4% van 21", "71,4% van 7"]
    assert gedrukt(per_naam["Minder overlast"]) == ["2,5%", "niet te bepalen"]
    assert gedrukt(per_naam["Geen tekort"]) == ["€ 0", "€ −1.499,50"]
    totaal = per_naam["Totaal aantal deelnemers"]
    assert totaal.samen.waarde < sum(stand.cijfer.waarde for stand in totaal.per_kamer)
    assert {stand.behaald for uitkomst in waarheid for stand in uitkomst.per_kamer} == {True, False, None}


def test_opdrachtregel(w, waarheid):
    uit = io.StringIO()
    dagen = ("--van", HALFJAAR.van.isoformat(), "--tm", HALFJAAR.tm.isoformat())
    call_command("cijfers", "indicatoren", *dagen, "--json", stdout=uit)
    gelezen = {(o["indicator"], o["kamer"]): o for o in json.loads(uit.getvalue())}
    for uitkomst in waarheid:
        for stand in uitkomst.per_kamer:
            rij = gelezen[uitkomst.indicator.naam, stand.kamer.naam]
            assert rij["waarde"] == (None if stand.cijfer.waarde is None else float(stand.cijfer.waarde))
            assert (rij["behaald"], rij["op_koers"]) == (stand.behaald, stand.op_koers)
            assert rij["streefwaarde"] == stand.streefwaarde
        samen = gelezen[uitkomst.indicator.naam, None]["waarde"]
        assert samen == (None if uitkomst.samen.waarde is None else float(uitkomst.samen.waarde))


@pytest.mark.parametrize("rol", ["bureau", "gemeente"])
def test_dashboard(w, waarheid, rol):
    """The table of all indicators; outside an outcome of fewer than ten answers is hidden, and nothing else."""
    pagina = client(w, rol).get(reverse("dashboard:indicatoren"), {**VRAGEN, "afspraak": w.afspraak.pk})
    gelezen = {}
    for tabel in klasse(boom(pagina.content), "indicatormatrix"):
        for rij in tabel.iter("tr"):
            cijfers = [zonder_voorlezen(cel) for cel in klasse(rij, "indicatormatrix__cijfer")]
            if cijfers:
                gelezen[tekst(next(rij.iter("a")))] = cijfers
    for uitkomst in waarheid:
        verwacht = gedrukt(uitkomst)
        if rol == "gemeente" and uitkomst.indicator.meetregel == "enquete":
            verwacht[1] = "afgeschermd"
        assert gelezen[uitkomst.indicator.naam] == verwacht, uitkomst.indicator.naam


def test_pagina_en_rekenblad_van_een_indicator(w, waarheid):
    bureau = client(w, "bureau")
    for uitkomst in waarheid:
        pk = uitkomst.indicator.pk
        pagina = bureau.get(reverse("dashboard:indicator", args=[pk]), {**VRAGEN, "afspraak": w.afspraak.pk})
        waarden = [zonder_voorlezen(cel) for cel in klasse(boom(pagina.content), "kengetal__waarde")]
        assert waarden == gedrukt(uitkomst), uitkomst.indicator.naam
        adres = reverse("dashboard:grafiek", args=[f"indicator-{pk}", "xlsx"])
        bestand = bureau.get(adres, {**VRAGEN, "afspraak": w.afspraak.pk})
        if bestand.status_code == 404:
            continue  # words as a target have no chart
        rijen = CalamineWorkbook.from_object(io.BytesIO(bestand.content)).get_sheet_by_index(0).to_python()
        per_kamer = {rij[0]: rij[1:] for rij in rijen}
        for stand in uitkomst.per_kamer:
            if stand.cijfer.waarde is not None:
                assert float(stand.cijfer.waarde) in per_kamer[stand.kamer.label], uitkomst.indicator.naam


def test_rapport(w, waarheid):
    rapport = vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2020(), afspraak=w.afspraak, titel="Proef", van=HALFJAAR.van, tm=HALFJAAR.tm,
        kamers=w.kamers, deelperioden=[("Alles", HALFJAAR)], begrotingsbron=w.bron, door=systeem(),
    )  # fmt: skip
    cellen = {
        rij["cellen"][0]: rij["cellen"][1:]
        for deel in json.loads(documenten.als_json(rapport))["delen"]
        for tabel in deel["tabellen"]
        if tabel["tabel"]["titel"] == "Indicatoren en streefwaarden"
        for rij in tabel["tabel"]["rijen"]
    }
    op_scherm = tekst(boom(documenten.als_html(rapport)))
    with pdfplumber.open(io.BytesIO(documenten.als_pdf(rapport))) as pdf:
        op_papier = " ".join(re.sub(r"\s+", " ", bladzijde.extract_text()) for bladzijde in pdf.pages)
    for uitkomst in waarheid:
        for stand, cel in zip(uitkomst.per_kamer, cellen[uitkomst.indicator.naam], strict=True):
            if stand.cijfer.vorm in ("aandeel", "rapportcijfer") and stand.cijfer.noemer < 10:
                assert (cel["gemeten"], cel["waarde"], cel["behaald"]) == ("", None, None), (
                    "een rapport gaat naar buiten"
                )
                continue
            assert cel["gemeten"] == gemeten(stand.cijfer)
            assert (cel["behaald"], cel["op_koers"]) == (stand.behaald, stand.op_koers)
            assert cel["gemeten"] in op_scherm
            assert cel["gemeten"] in op_papier


def test_elk_cijfer_opent_een_lijst_die_even_lang_is(w, waarheid):
    """Every link of the bureau's dashboard to evidence answers, and that of people says the very figure."""
    bureau = client(w, "bureau")
    pagina = bureau.get(reverse("dashboard:indicatoren"), {**VRAGEN, "afspraak": w.afspraak.pk})
    links = {(a.get("href"), zonder_voorlezen(a)) for a in boom(pagina.content).iter("a") if a.get("class") == "bewijs"}
    assert len(links) > 10
    for adres, cijfer in links:
        antwoord = bureau.get(adres, follow=True)
        assert antwoord.status_code == 200, adres
        if "/bewijs/mensen/" in adres or "sleutelhouder" in adres:
            assert antwoord.context["bewijs"].telling.startswith(f"{cijfer} verschillend"), adres
        if "/bewijs/klussen/" in adres:
            assert antwoord.context["bewijs"].telling.startswith(f"{cijfer} klus"), adres
