"""Rules of measuring: every line of the agreements that we know gets one, by its words, when it is read in."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import Uitslag, importeer
from buurtwerkkamers.meetregels import (
    KEUZEVELDEN,
    MEETWIJZEN,
    OVER_KAMERS,
    OVER_TIJD,
    Herkend,
    Meetregel,
    herken_meetregel,
    is_organisatie,
)
from buurtwerkkamers.models import Afspraak, Categorie, Categorielijst, Indicator
from tests.fabrieken import maak_kamer, maak_organisatie, systeem

GEGEVENS = Path(__file__).parent / "gegevens"
AFSPRAAK, BOD = "samenwerkingsafspraak-2020-streefwaarden.csv", "bod-2017-2018-streefwaarden.csv"
R = Meetregel


def rijen(bestand: str) -> list[dict[str, str]]:
    with (GEGEVENS / bestand).open(newline="") as open_bestand:
        return list(csv.DictReader(open_bestand))


def lees_in(bestand: Path) -> Uitslag:
    return importeer(soorten()["streefwaarden"], bestand, door=systeem())


def als_csv(pad: Path, bestand: str, naam: str, kolommen: dict[str, str]) -> Path:
    """The same lines as an import wants them: ``kolommen`` says which column of the source is of which kamer."""
    with pad.open("w", newline="") as uit:
        schrijver = csv.writer(uit)
        schrijver.writerow(["afspraak", "groep", "indicator", "eenheid", "kamer", "streefwaarde"])
        for rij in rijen(bestand):
            for kolom, kamer in kolommen.items():
                schrijver.writerow([naam, rij["groep"], rij["indicator"], rij["eenheid"], kamer, rij[kolom]])
    return pad


@pytest.mark.parametrize(("bestand", "aantal"), [(AFSPRAAK, 27), (BOD, 33)])
def test_elke_indicator_die_wij_kennen_heeft_een_meetregel(bestand: str, aantal: int) -> None:
    gelezen = rijen(bestand)
    assert len(gelezen) == aantal
    zonder = [r["indicator"] for r in gelezen if not herken_meetregel(r["indicator"], r["eenheid"]).meetregel]
    assert zonder == []


@pytest.mark.parametrize(
    ("naam", "eenheid", "verwacht"),
    [
        ("Sociale ontmoeting", "uniek", Herkend(R.UNIEK_CATEGORIE, ("Sociale ontmoeting", "Sociaal en ontmoeting"))),
        ("Kookclub", "uniek", Herkend(R.UNIEK_CATEGORIE, ("Kookclub",))),
        ("Totaal aantal unieke deelnemers aan activiteit/dienst", "uniek", Herkend(R.UNIEK_TOTAAL)),
        ("Klussen", "klussen", Herkend(R.KLUSSEN)),
        ("Klussendienst aan/om de woning", "klussen", Herkend(R.KLUSSEN, klussoort="klussendienst")),
        ("Opruimploeg", "klussen", Herkend(R.KLUSSEN, klussoort="opruimploeg")),
        ("Sleutelbeheerders", "aantal", Herkend(R.SLEUTELHOUDERS)),
        ("Actieve vrijwilligersgroepen (o.a. klussendienst)", "aantal", Herkend(R.GROEPEN)),
        ("Actieve vrijwilligers (minimaal gemiddeld 250 uren per jaar)", "aantal", Herkend(R.VRIJWILLIGERS)),
        ("(Betalende) leden bewonersvereniging", "aantal", Herkend(R.LEDEN)),
        ("Doorverwezen door W&I e.a., effectief mee laten doen", "aantal", Herkend(R.DOORVERWEZEN)),
        ("Doorverwezen door Dienst W&I effectief mee", "aantal", Herkend(R.DOORVERWEZEN, organisatie="W&I")),
        ("Doorverwezen door UWV (SW)", "aantal op aangemeld", Herkend(R.DOORVERWEZEN, organisatie="UWV")),
        ("Meer vertrouwen in eigen kunnen", "enquête", Herkend(R.ENQUETE, stelling="vertrouwen", doelgroep="bewoners")),
        ("Goed overleg met alle partners", "Enquête ", Herkend(R.ENQUETE, stelling="overleg", doelgroep="partners")),
        ("Goede inzet medewerkers en vrijwilligers", "enquête", Herkend(R.ENQUETE, stelling="inzet")),
        ("Iets heel anders", "enquête", Herkend(R.ENQUETE)),
        ("Iets heel anders", "aantal", Herkend()),
    ],
)
def test_herkennen(naam: str, eenheid: str, verwacht: Herkend) -> None:
    assert herken_meetregel(naam, eenheid) == verwacht


@pytest.mark.parametrize(
    ("naam", "genoemd", "is_het"),
    [
        ("Utrecht Werk en Inkomen", "W&I", True),
        ("Dienst W & I", "W&I", True),
        ("WenI", "W&I", True),
        ("Stichting Wijk en Inwoner", "W&I", False),
        ("UWV Utrecht", "UWV", True),
        ("Gemeente Utrecht", "UWV", False),
    ],
)
def test_een_organisatie_heet_voluit_anders(naam: str, genoemd: str, is_het: bool) -> None:
    assert is_organisatie(naam, genoemd) is is_het


def test_elke_meetregel_zegt_wat_hij_telt_en_hoe_hij_optelt() -> None:
    assert set(MEETWIJZEN) == set(Meetregel.values)
    for wijze in MEETWIJZEN.values():
        assert wijze.telt.endswith(".")
        assert wijze.tijd in OVER_TIJD
        assert wijze.kamers in OVER_KAMERS
        assert set(wijze.velden) <= set(KEUZEVELDEN)


# --- reading in -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_de_afspraak_van_2020_krijgt_bij_het_inlezen_alles_wat_hij_noemt(tmp_path: Path) -> None:
    maak_kamer("TOP")
    bestand = als_csv(tmp_path / "a.csv", AFSPRAAK, "Samenwerkingsafspraak 2020", {"TOP": "TOP"})
    assert lees_in(bestand).nieuw == 27
    indicatoren = {i.naam: i for i in Indicator.objects.select_related("categorie", "stelling")}
    assert all(i.meetregel for i in indicatoren.values())
    assert indicatoren["Taalverwerving Nederlands"].categorie.naam == "Nederlandse taal"
    assert indicatoren["Goede inzet medewerkers en vrijwilligers"].stelling.code == "inzet"
    mist = [
        i.naam for i in indicatoren.values()
        if (nodig := MEETWIJZEN[i.meetregel].nodig) and getattr(i, nodig) is None
    ]  # fmt: skip
    assert mist == []


@pytest.mark.django_db
def test_het_bod_krijgt_regels_en_pakt_de_fijnere_lijst(tmp_path: Path) -> None:
    kamer = maak_kamer("TOP")
    uwv = maak_organisatie("UWV", "uitkeringsinstantie")
    bestand = als_csv(tmp_path / "b.csv", BOD, "Bod 2018", {"2018": "TOP"})
    assert lees_in(bestand).nieuw == 33
    op_naam = {i.naam.split(" ")[0]: i for i in Indicator.objects.filter(eenheid__in=("uniek", "klussen"))}
    assert all(i.meetregel for i in Indicator.objects.all())
    assert op_naam["Kookclub"].categorie is None, "fijner dan de standaardlijst: liever niets dan iets verkeerds"
    assert op_naam["Tuindienst"].klussoort == "tuindienst"
    assert Indicator.objects.get(naam__startswith="Doorverwezen door UWV").organisatie == uwv
    assert Indicator.objects.get(naam__startswith="Doorverwezen door Dienst W&I").organisatie is None

    fijn = Categorielijst.objects.create(naam="Categorieën van het bod")
    kookclub = Categorie.objects.create(lijst=fijn, naam="Kookclub", volgorde=1)
    computer = Categorie.objects.create(lijst=fijn, naam="computer oefenlessen", volgorde=2)
    Indicator.objects.all().delete()
    Afspraak.objects.update(categorielijst=fijn)
    assert lees_in(bestand).nieuw == 33
    assert Indicator.objects.get(naam="Kookclub").categorie == kookclub
    assert Indicator.objects.get(naam="Computer oefenlessen").categorie == computer
    assert lees_in(bestand).ongewijzigd == 33
    assert kamer.streefwaarde_set.count() == 33


@pytest.mark.django_db
def test_andere_woorden_geven_een_andere_regel_maar_een_eigen_keuze_blijft(tmp_path: Path) -> None:
    maak_kamer("TOP")

    def lees(eenheid: str) -> Indicator:
        bestand = tmp_path / "c.csv"
        kop = "afspraak,groep,indicator,eenheid,kamer,streefwaarde"
        bestand.write_text(f"{kop}\nProef,PROCES,Formulierenbrigade,{eenheid},TOP,5\n")
        lees_in(bestand)
        return Indicator.objects.get()

    assert lees("uniek").categorie.naam == "Formulieren"
    klus = lees("klussen")
    assert (klus.meetregel, klus.categorie, klus.klussoort) == (R.KLUSSEN, None, "formulierenbrigade")
    klus.klussoort = "iets anders"
    klus.save()
    assert lees("uniek").klussoort == "iets anders", "wie zelf koos, houdt dat"
