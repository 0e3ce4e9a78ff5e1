"""One figure, one function: on an awkward set of registrations every surface shows the same numbers.

Command line, composed report, its HTML, PDF text, spreadsheet and JSON are each read back as a user's program would,
and compared cell by cell with the counting functions.
"""

from __future__ import annotations

import io
import json
import re
from datetime import date

import pdfplumber
import pytest
import tinyhtml5
from django.core.management import call_command
from python_calamine import CalamineWorkbook

from buurtwerkkamers.models import Afspraak, Categorielijst, Gebruiker, Kamer
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.registratie import NieuweDeelname, NieuweDeelnemer, NieuweKlus, NieuweTelling
from deelnemers.tellingen import Telrij, tel_uniek
from rapportage import documenten, vaststelling
from rapportage.models import Rapport
from rapportage.sjablonen import maak_sjabloon_juli_2020

pytestmark = pytest.mark.django_db

EERSTE = Periode(date(2023, 12, 20), date(2024, 2, 29))
TWEEDE = Periode(date(2024, 3, 1), date(2024, 4, 30))
GEHEEL = Periode(EERSTE.van, TWEEDE.tm)
TOTAAL = "Verschillende mensen"


@pytest.fixture
def rapport() -> Rapport:
    """Two rooms with everything that goes wrong in spreadsheets.

    People in two rooms and several categories, on the first and last day of a sub-period and the days outside it,
    known from before, counted through a job only, without a name only, a category with nothing at all, and more than a
    thousand attendances, so that thousands dots appear.
    """
    door = Gebruiker.objects.systeem()
    lijst = Categorielijst.objects.standaard()
    kamers = [Kamer.objects.create(naam=naam) for naam in ("Noord & Zuid", "Oost")]
    mensen = registratie.schrijf_velen_in(
        [NieuweDeelnemer(f"Mens {n}", [kamers[0]], date(2023, 1, 1)) for n in range(60)], door=door
    )
    activiteiten = {
        (kamer, categorie.naam): registratie.maak_activiteit(
            kamer=kamer, naam=f"{categorie.naam} in {kamer}", categorie=categorie, door=door
        )
        for kamer in kamers
        for categorie in lijst.categorie_set.all()
    }
    deelnames = []

    def kom(kamer: Kamer, categorie: str, wie: range, *dagen: date) -> None:
        a = activiteiten[kamer, categorie]
        deelnames.extend(NieuweDeelname(a.pk, kamer.pk, mensen[n].pk, dag) for n in wie for dag in dagen)

    noord, oost = kamers
    grenzen = (EERSTE.van, EERSTE.tm, TWEEDE.van, TWEEDE.tm)
    kom(noord, "Formulieren", range(7), *grenzen, date(2023, 12, 19), date(2024, 5, 1))
    kom(noord, "Sociaal en ontmoeting", range(5, 45), *(date(2024, 1, dag) for dag in range(1, 31)))
    kom(oost, "Sociaal en ontmoeting", range(40, 52), EERSTE.tm, TWEEDE.van)
    kom(oost, "Nederlandse taal", range(50, 53), TWEEDE.tm)
    registratie.registreer_deelnames(deelnames, door=door)
    klussen = [NieuweKlus(oost.pk, mensen[n].pk, date(2024, 1, 5), date(2024, 3, 1)) for n in (0, 0, 59)]
    registratie.leg_klussen_vast(klussen, door=door)
    computers = activiteiten[oost, "Computervaardigheid"]
    registratie.leg_tellingen_vast([NieuweTelling(computers.pk, oost.pk, date(2024, 2, 1), 9)], door=door)
    afspraak = Afspraak.objects.create(naam="Proef 2024", van=GEHEEL.van, tm=GEHEEL.tm, categorielijst=lijst)
    return vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2020(),
        afspraak=afspraak,
        titel="Proefrapport",
        van=GEHEEL.van,
        tm=GEHEEL.tm,
        kamers=kamers,
        deelperioden=[("Eerste", EERSTE), ("Tweede", TWEEDE)],
        door=door,
    )


@pytest.fixture
def geteld(rapport) -> dict[tuple[str | None, Periode, str], Telrij]:
    return {
        (r.kamer and r.kamer.naam, r.periode, r.categorie.naam if r.categorie else TOTAAL): r
        for r in tel_uniek(list(rapport.kamers.all()), [EERSTE, TWEEDE, GEHEEL])
    }


def verwachte_tabellen(geteld) -> dict[str, dict[str, list[int | None]]]:
    """Title of each table of participants -> first cell of each row -> the figures after it."""
    kamers = sorted({kamer for kamer, *_ in geteld if kamer})
    namen = list(dict.fromkeys(naam for *_, naam in geteld))

    def uniek(kamer: str | None, periode: Periode, naam: str) -> int | None:
        rij = geteld[kamer, periode, naam]
        return rij.uniek if rij.geregistreerd else None

    tabellen = {
        f"Deelnemers van {kamer}": {n: [uniek(kamer, p, n) for p in (EERSTE, TWEEDE, GEHEEL)] for n in namen}
        for kamer in kamers
    }
    for kamer in kamers:
        cellen = [geteld[kamer, p, TOTAAL] for p in (EERSTE, TWEEDE, GEHEEL)]
        tabellen[f"Deelnemers van {kamer}"] |= {
            "Voor het eerst in deze kamer": [cel.nieuw for cel in cellen],
            "Deelnames (elke keer geteld)": [cel.deelnames for cel in cellen],
        }
    for periode in (EERSTE, TWEEDE):
        rijen = {}
        for naam in namen:
            per_kamer = [uniek(kamer, periode, naam) for kamer in kamers]
            bekend = [n for n in per_kamer if n is not None]
            rijen[naam] = [*per_kamer, sum(bekend) if bekend else None, uniek(None, periode, naam)]
        tabellen[f"De kamers naast elkaar, {periode}"] = rijen
    return tabellen


def test_de_gegevens_zijn_lastig_genoeg(geteld):
    noord, oost, stad = (geteld[kamer, GEHEEL, TOTAAL] for kamer in ("Noord & Zuid", "Oost", None))
    assert stad.uniek < noord.uniek + oost.uniek
    assert noord.deelnames > 1000
    assert noord.nieuw < noord.uniek
    assert not geteld["Noord & Zuid", TWEEDE, "Toeleiding naar werk"].geregistreerd
    assert geteld["Oost", EERSTE, "Computervaardigheid"].geregistreerd


def test_opdrachtregel(rapport, geteld):
    for periode in (EERSTE, TWEEDE, GEHEEL):
        uit = io.StringIO()
        call_command("cijfers", "uniek", "--van", str(periode.van), "--tm", str(periode.tm), "--json", stdout=uit)
        gelezen = {
            (o["kamer"], o["categorie"] or TOTAAL): (o["uniek"], o["deelnames"], o["nieuw"])
            for o in json.loads(uit.getvalue())
        }
        assert gelezen == {
            (kamer, naam): (r.uniek, r.deelnames, r.nieuw) for (kamer, p, naam), r in geteld.items() if p == periode
        }


def test_html(rapport, geteld):
    boom = tinyhtml5.parse(documenten.als_html(rapport).decode(), namespace_html_elements=False)
    gelezen = {}
    for tabel in boom.iter("table"):
        titel = tekst(tabel.find("caption"))
        rijen = [[tekst(cel) for cel in rij if cel.tag in ("td", "th")] for rij in tabel.iter("tr")]
        gelezen[titel] = {rij[0]: rij[1:] for rij in rijen if rij}
    vergelijk(gelezen, geteld, lambda waarde: "–" if waarde is None else getal(waarde))


def test_werkblad(rapport, geteld):
    werkboek = CalamineWorkbook.from_object(io.BytesIO(documenten.als_xlsx(rapport)))
    gelezen: dict[str, dict[str, list]] = {}
    for blad in werkboek.sheet_names:
        titel = None
        for rij in werkboek.get_sheet_by_name(blad).to_python():
            gevuld = [cel for cel in rij if cel != ""]
            if len(gevuld) == 1:
                titel = str(gevuld[0])
            elif titel and gevuld:
                gelezen.setdefault(titel, {})[str(rij[0])] = rij[1:]
    vergelijk(gelezen, geteld, lambda waarde: "–" if waarde is None else float(waarde))


def test_json(rapport, geteld):
    document = json.loads(documenten.als_json(rapport))
    gelezen = {
        tabel["tabel"]["titel"]: {rij["cellen"][0]: rij["cellen"][1:] for rij in tabel["tabel"]["rijen"]}
        for deel in document["delen"]
        for tabel in deel["tabellen"]
    }
    vergelijk(gelezen, geteld, lambda waarde: waarde)


def test_pdf(rapport, geteld):
    with pdfplumber.open(io.BytesIO(documenten.als_pdf(rapport))) as pdf:
        regels = " ".join(re.sub(r"\s+", " ", bladzijde.extract_text()) for bladzijde in pdf.pages)
    for titel, rijen in verwachte_tabellen(geteld).items():
        assert titel in regels
        for naam, waarden in rijen.items():
            verwacht = " ".join([naam, *("–" if w is None else getal(w) for w in waarden)])
            assert verwacht in regels, f"{titel}: {verwacht}"


def test_vastgesteld_rapport_toont_dezelfde_cijfers(rapport, geteld):
    vaststelling.leg_ter_controle(rapport=rapport, door=rapport.gemaakt_door)
    controleur = Gebruiker.objects.maak(email="controleur@voorbeeld.invalid", naam="Controleur")
    vaststelling.stel_vast(rapport=rapport, door=controleur)
    rapport.refresh_from_db()
    test_html(rapport, geteld)
    test_json(rapport, geteld)
    test_pdf(rapport, geteld)


def tekst(element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip() if element is not None else ""


def vergelijk(gelezen, geteld, vorm) -> None:
    for titel, rijen in verwachte_tabellen(geteld).items():
        assert titel in gelezen, f"{titel} ontbreekt; gevonden: {list(gelezen)}"
        for naam, waarden in rijen.items():
            gevonden = list(gelezen[titel][naam])[: len(waarden)]
            assert gevonden == [vorm(w) for w in waarden], f"{titel}, {naam}"
