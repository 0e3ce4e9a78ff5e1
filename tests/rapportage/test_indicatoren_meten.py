"""Measuring: what was never recorded has no figure, figures combine as they say, and nobody asks once per kamer."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buurtwerkkamers.meetregels import MEETWIJZEN, Meetregel, Samenvoegen
from buurtwerkkamers.models import Afspraak, Indicator, Kamer, Oordeel, Stelling
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.models import (
    Enquete,
    Enquetekamer,
    Enquetetelling,
    Enquetevraag,
    Klus,
    Partnercontact,
    Rol,
    Uitkomst,
    Verwijzing,
)
from deelnemers.registratie import NieuweInzet, NieuweRol
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.controleren import bewaar_controle, teken_controle
from financien.models import Controle
from rapportage.indicatoren import IndicatorUitkomst, beoordeel_indicatoren, gemeten
from tests.fabrieken import (
    categorie,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_indicator,
    maak_kamer,
    maak_organisatie,
    registreer,
    systeem,
)

pytestmark = pytest.mark.django_db
JAAR, HALFJAAR = Periode.jaar(2020), Periode.halfjaar(2020, 1)
KLAAR = date(2022, 1, 1)


@pytest.fixture
def kamers() -> list[Kamer]:
    return [maak_kamer("Noord"), maak_kamer("Oost"), maak_kamer("Leeg")]


@pytest.fixture
def afspraak() -> Afspraak:
    return maak_afspraak()


def meet(
    afspraak: Afspraak,
    kamers: Iterable[Kamer],
    meetregel: str,
    periode: Periode = JAAR,
    doel: str = "> 5",
    vandaag: date = KLAAR,
    **velden: Any,
) -> IndicatorUitkomst:
    kamers = list(kamers)
    afspraak.indicator_set.exclude(oordelen__isnull=False).delete()
    doelen = dict.fromkeys(kamers, doel) if doel else {}
    indicator = maak_indicator(afspraak, velden.pop("naam", ""), meetregel=meetregel, doelen=doelen, **velden)
    uitkomsten = beoordeel_indicatoren(afspraak, kamers, periode, vandaag=vandaag)
    return next(u for u in uitkomsten if u.indicator == indicator)


def waarden(uitkomst: IndicatorUitkomst) -> list[Any]:
    return [*(stand.cijfer.waarde for stand in uitkomst.per_kamer), uitkomst.samen.waarde]


# --- combining: the declaration and the numbers say the same ----------------------------------------------------


@pytest.fixture
def door_elkaar(kamers: list[Kamer]) -> dict[str, Any]:
    """Random registrations of people who come back, over months and over two kamers, with the rows to check by."""
    rng = random.Random(4)
    noord, oost, _ = kamers
    mensen = [maak_deelnemer(noord) for _ in range(12)]
    for mens in mensen:
        registratie.schrijf_ook_in([(mens.pk, oost.pk, date(2019, 1, 1))], door=systeem())
    dagen = [JAAR.van + timedelta(days=rng.randrange(366)) for _ in range(40)]
    rijen: dict[str, list[tuple[Kamer, date, Any]]] = {}

    def keer(wat: str, hoeveel: int = 30) -> Iterable[tuple[Kamer, Any, date]]:
        for _ in range(hoeveel):
            kamer, mens, dag = rng.choice([noord, oost]), rng.choice(mensen), rng.choice(dagen)
            rijen.setdefault(wat, []).append((kamer, dag, mens.pk))
            yield kamer, mens, dag

    activiteiten = {kamer: maak_activiteit(kamer) for kamer in (noord, oost)}
    for kamer, mens, dag in keer("deelname"):
        registreer(activiteiten[kamer], mens, dag)
    for nummer, (kamer, mens, dag) in enumerate(keer("klus")):
        soort = rng.choice(["Klussendienst", "tuindienst"])
        Klus.objects.create(
            nummer=f"K{nummer}", kamer=kamer, aanvrager=mens, aangevraagd_op=dag, uitgevoerd_op=dag, soort=soort
        )
    for kamer, mens, dag in keer("verwijzing", 14):
        Verwijzing.objects.get_or_create(
            kamer=kamer, deelnemer=mens, datum=dag, richting="uit", organisatie=maak_organisatie()
        )
    for kamer, mens, dag in keer("werk", 14):
        Uitkomst.objects.get_or_create(kamer=kamer, deelnemer=mens, datum=dag, soort="betaald werk")
    inzet = {(k, m, d): NieuweInzet(k.pk, m.pk, d, Decimal("2.5"), f"Groep {m.pk % 3}") for k, m, d in keer("uren", 24)}
    registratie.leg_inzet_vast(list(inzet.values()), door=systeem())
    partners = [maak_organisatie() for _ in range(4)]
    for _ in range(16):
        kamer, wie, dag = rng.choice([noord, oost]), rng.choice(partners), rng.choice(dagen)
        Partnercontact.objects.get_or_create(kamer=kamer, organisatie=wie, datum=dag)
        rijen.setdefault("partner", []).append((kamer, dag, wie.pk))
    return {"rijen": rijen, "kamers": [noord, oost]}


VERSCHILLEND = [
    (Meetregel.UNIEK_TOTAAL, ("deelname", "klus")),
    (Meetregel.VERWIJZINGEN, ("verwijzing",)),
    (Meetregel.BETAALD_WERK, ("werk",)),
    (Meetregel.VRIJWILLIGERS, ("uren",)),
    (Meetregel.WIJKPARTNERS, ("partner",)),
]


@pytest.mark.parametrize(("meetregel", "bronnen"), VERSCHILLEND)
def test_verschillend_is_niet_de_som(afspraak: Afspraak, door_elkaar: Any, meetregel: str, bronnen: Any) -> None:
    kamers = door_elkaar["kamers"]
    rijen = [rij for bron in bronnen for rij in door_elkaar["rijen"][bron]]

    def verwacht(periode: Periode, *waar: Kamer) -> int:
        return len({wie for kamer, dag, wie in rijen if kamer in waar and periode.bevat(dag)})

    per_deel = []
    for periode in (JAAR, *JAAR.verdeel("kwartaal")):
        gemeten_nu = waarden(meet(afspraak, kamers, meetregel, periode))
        telt = [verwacht(periode, kamers[0]), verwacht(periode, kamers[1]), verwacht(periode, *kamers)]
        assert [w or 0 for w in gemeten_nu] == telt  # before the first one ever there is no figure
        per_deel.append(gemeten_nu)
    jaar, *kwartalen = per_deel
    assert jaar[2] < jaar[0] + jaar[1], "samen is niet de som van de kamers"
    assert jaar[2] < sum(kwartaal[2] or 0 for kwartaal in kwartalen), "het jaar is niet de som van de kwartalen"
    wijze = MEETWIJZEN[meetregel]
    assert (wijze.tijd, wijze.kamers) == (Samenvoegen.VERSCHILLEND, Samenvoegen.VERSCHILLEND)


def test_klussen_zijn_een_som_en_tellen_per_soort(afspraak: Afspraak, door_elkaar: Any) -> None:
    kamers = door_elkaar["kamers"]
    kwartalen = [waarden(meet(afspraak, kamers, Meetregel.KLUSSEN, k)) for k in JAAR.verdeel("kwartaal")]
    jaar = waarden(meet(afspraak, kamers, Meetregel.KLUSSEN))
    assert jaar[2] == jaar[0] + jaar[1] == sum(k[2] or 0 for k in kwartalen) == 30
    soorten = [
        waarden(meet(afspraak, kamers, Meetregel.KLUSSEN, klussoort=s))[2] for s in ("KLUSSENDIENST", "tuindienst")
    ]
    assert sum(soorten) == 30
    assert 0 not in soorten
    assert waarden(meet(afspraak, kamers, Meetregel.KLUSSEN, klussoort="opruimploeg")) == [0, 0, 0]


def test_groepen_zijn_over_kamers_een_som(afspraak: Afspraak, door_elkaar: Any) -> None:
    jaar = waarden(meet(afspraak, door_elkaar["kamers"], Meetregel.GROEPEN))
    assert jaar[2] == jaar[0] + jaar[1]
    kwartalen = [waarden(meet(afspraak, door_elkaar["kamers"], Meetregel.GROEPEN, k)) for k in JAAR.verdeel("kwartaal")]
    assert jaar[2] < sum(k[2] or 0 for k in kwartalen)


def test_een_stand_is_die_van_de_laatste_dag(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    noord, oost, leeg = kamers
    mensen = [maak_deelnemer(noord) for _ in range(5)]
    registratie.geef_rollen(
        [
            *(NieuweRol(m.pk, noord.pk, Rol.Soort.LID, date(2020, 1, 1), date(2020, 6, 29)) for m in mensen[:3]),
            *(NieuweRol(m.pk, noord.pk, Rol.Soort.LID, date(2020, 6, 30)) for m in mensen[3:]),
            NieuweRol(mensen[4].pk, oost.pk, Rol.Soort.LID, date(2020, 2, 29)),
        ],
        door=systeem(),
    )
    assert waarden(meet(afspraak, kamers, Meetregel.LEDEN, HALFJAAR)) == [2, 1, None, 2]
    dag_eerder = Periode(HALFJAAR.van, date(2020, 6, 29))
    assert waarden(meet(afspraak, kamers, Meetregel.LEDEN, dag_eerder)) == [3, 1, None, 4]
    assert waarden(meet(afspraak, kamers, Meetregel.LEDEN, Periode(JAAR.van, date(2020, 2, 28)))) == [3, None, None, 3]


# --- enquêtes ---------------------------------------------------------------------------------------------------


def _enquete(
    kamers: dict[Kamer, dict[int, int]], stelling: Stelling, tm: date = date(2020, 5, 31), groep: str = "bewoners"
) -> None:
    naam = f"Enquête {groep} {stelling} {tm}"[:100]
    enquete = Enquete.objects.create(naam=naam, van=tm - timedelta(days=30), tm=tm, doelgroep=groep)
    Enquetevraag.objects.create(enquete=enquete, stelling=stelling, volgorde=1)
    for kamer, antwoorden in kamers.items():
        plek = Enquetekamer.objects.create(enquete=enquete, kamer=kamer)
        for waarde, aantal in antwoorden.items():
            Enquetetelling.objects.create(enquetekamer=plek, stelling=stelling, waarde=waarde, aantal=aantal)


@pytest.fixture
def drie_groepen(kamers: list[Kamer]) -> dict[str, Stelling]:
    """Each group gave another answer to the same questions."""
    vragen = {vraag.code: vraag for vraag in Stelling.objects.all()}
    for groep, eens, cijfer in (("bewoners", 10, 9), ("vrijwilligers", 5, 6), ("partners", 0, 7)):
        _enquete({kamers[0]: {5: eens, 1: 10 - eens}}, vragen["vertrouwen"], groep=groep)
        _enquete({kamers[0]: {cijfer: 10}}, vragen["inzet"], groep=groep)
        _enquete({kamers[0]: {cijfer: 10}}, vragen["overleg"], groep=groep)
    return vragen


@pytest.mark.parametrize(
    ("naam", "gekozen", "uitkomst", "zin"),
    [
        ("Meer vertrouwen in eigen kunnen", "", "100", "Alleen uit de enquêtes voor bewoners."),
        ("Meer vertrouwen in eigen kunnen", "partners", "0", "Alleen uit de enquêtes voor partners en financiers."),
        ("Meer vertrouwen in eigen kunnen", "alle", "50", "van alle groepen"),
        ("Goede inzet medewerkers en vrijwilligers", "", "7.3", "van alle groepen"),
        ("Goede inzet medewerkers en vrijwilligers", "vrijwilligers", "6", "voor medewerkers en vrijwilligers."),
        ("Goed overleg met alle partners en financiers", "", "7", "voor partners en financiers."),
    ],
)
def test_alleen_antwoorden_van_de_groep_waar_de_indicator_naar_vraagt(
    afspraak: Afspraak, kamers: list[Kamer], drie_groepen: Any, naam: str, gekozen: str, uitkomst: str, zin: str
) -> None:
    gemeten_nu = meet(afspraak, kamers, Meetregel.ENQUETE, naam=naam, eenheid="enquête", doelgroep=gekozen)
    assert waarden(gemeten_nu) == [Decimal(uitkomst), None, None, Decimal(uitkomst)]
    for cijfer in (gemeten_nu.per_kamer[0].cijfer, gemeten_nu.samen):
        assert zin in cijfer.regel
        assert cijfer.noemer == (30 if "alle groepen" in zin else 10)


def test_enquete_is_een_verhouding_van_sommen(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    noord, oost, _ = kamers
    stelling = Stelling.objects.get(code="vertrouwen")
    _enquete({noord: {5: 2, 2: 6}, oost: {4: 18, 1: 2}}, stelling)
    uitkomst = meet(afspraak, kamers, Meetregel.ENQUETE, doel="> 50%", stelling=stelling)
    assert waarden(uitkomst) == [25, 90, None, Decimal("71.4")], "20 van de 28, niet het midden van 25 en 90"
    samen, geen = uitkomst.samen, uitkomst.per_kamer[2]
    assert (samen.teller, samen.noemer, samen.mensen) == (20, 28, 28)
    assert [stand.behaald for stand in uitkomst.per_kamer] == [False, True, None]
    assert gemeten(samen) == "71,4% van 28"
    assert "geen enquête" in geen.uitleg
    later = meet(afspraak, kamers, Meetregel.ENQUETE, vandaag=date(2020, 5, 31), stelling=stelling)
    assert waarden(later) == [None] * 4, "zolang de enquête loopt, telt zij niet"


def test_rapportcijfer_met_n_en_zonder_keuze_op_de_woorden(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    inzet = Stelling.objects.get(code="inzet")
    _enquete({kamers[0]: {8: 3, 9: 3}, kamers[1]: {8: 9}}, inzet)
    naam = "Goede inzet medewerkers en vrijwilligers"
    uitkomst = meet(afspraak, kamers, Meetregel.ENQUETE, doel="> 8", naam=naam, eenheid="enquête")
    assert waarden(uitkomst) == [Decimal("8.5"), 8, None, Decimal("8.2")]
    assert [stand.behaald for stand in uitkomst.per_kamer] == [True, False, None], "meer dan 8 is niet 8"
    assert gemeten(uitkomst.samen) == "8,2 (15 antwoorden)"
    zonder = meet(afspraak, kamers, Meetregel.ENQUETE, naam="Iets anders", eenheid="enquête")
    assert "geen vraag van een enquête" in zonder.samen.reden


# --- judgements that are typed in -------------------------------------------------------------------------------


def _oordeel(indicator: Indicator, waarde: str, kamer: Kamer | None = None, periode: Periode = JAAR) -> Oordeel:
    return Oordeel.objects.create(
        indicator=indicator, kamer=kamer, van=periode.van, tm=periode.tm, waarde=Decimal(waarde),
        toelichting="Gesprek", besloten_door="Kascommissie", besloten_op=date(2021, 2, 1),
    )  # fmt: skip


def test_een_oordeel_geldt_ook_in_een_volgende_versie_en_het_meeste_wint(
    afspraak: Afspraak, kamers: list[Kamer]
) -> None:
    noord, oost, leeg = kamers
    velden = {"eenheid": "interviews", "naam": "Minder overlast"}
    eerste = maak_indicator(afspraak, velden["naam"], meetregel=Meetregel.INTERVIEWS, doelen={noord: "> 2%"})
    _oordeel(eerste, "1.5", noord, Periode.kwartaal(2020, 1))
    _oordeel(eerste, "2.5", noord)
    _oordeel(eerste, "9", noord, Periode.jaar(2019))
    _oordeel(eerste, "3", None)
    tweede = maak_afspraak(afspraak.naam, versie=2, vorige=afspraak)
    uitkomst = meet(tweede, kamers, Meetregel.INTERVIEWS, doel="> 2%", **velden)
    assert waarden(uitkomst) == [Decimal("2.5"), None, None, 3]
    assert gemeten(uitkomst.per_kamer[0].cijfer) == "2,5%"
    assert uitkomst.per_kamer[0].behaald
    assert "Kascommissie op 1 februari 2021" in uitkomst.per_kamer[0].cijfer.regel
    assert "wel een oordeel over alle kamers samen" in uitkomst.per_kamer[1].uitleg
    een = beoordeel_indicatoren(tweede, [noord], JAAR, vandaag=KLAAR)[0]
    assert een.samen.waarde is None, "wat over alle kamers gaat, zegt niets over een deel ervan"
    kwartaal = meet(tweede, kamers, Meetregel.INTERVIEWS, Periode.kwartaal(2020, 1), **velden)
    assert waarden(kwartaal)[0] == Decimal("1.5"), "een oordeel telt in de periode van zijn laatste dag"
    _oordeel(eerste, "1.7", noord, Periode(date(2020, 2, 1), date(2020, 5, 1)))
    halfjaar = meet(tweede, kamers, Meetregel.INTERVIEWS, HALFJAAR, **velden)
    assert waarden(halfjaar)[0] == Decimal("1.7"), "even veel dagen: het oordeel dat het laatst eindigt"
    assert waarden(meet(tweede, kamers, Meetregel.INTERVIEWS, Periode.jaar(2021), **velden)) == [None] * 4


def test_controle_is_positief_of_niet(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    indicator = maak_indicator(
        afspraak, "Controle", meetregel=Meetregel.CONTROLE, doelen=dict.fromkeys(kamers, "Positief")
    )
    _oordeel(indicator, "1", kamers[0])
    _oordeel(indicator, "-1", kamers[1])
    (uitkomst,) = beoordeel_indicatoren(afspraak, kamers, JAAR, vandaag=KLAAR)
    assert [stand.behaald for stand in uitkomst.per_kamer] == [True, False, None]
    assert [gemeten(stand.cijfer) for stand in uitkomst.per_kamer] == ["positief", "niet positief", ""]
    assert uitkomst.per_kamer[0].uitleg.endswith("het doel is een positief oordeel."), "geen bedrag"


def test_de_getekende_controle_telt_en_zegt_dat_er_iets_anders_is_ingevuld(
    afspraak: Afspraak, kamers: list[Kamer]
) -> None:
    indicator = maak_indicator(
        afspraak, "Controle", meetregel=Meetregel.CONTROLE, doelen=dict.fromkeys(kamers, "Positief")
    )
    _oordeel(indicator, "1", kamers[0])
    _oordeel(indicator, "-1", kamers[1])
    begin = {"jaar": 2020, "door_wie": "kascommissie", "namen": "A", "bekeken": "alles", "bevinding": "klopt"}
    concept = bewaar_controle(Controle(**begin, positief=True), door=systeem())
    (uitkomst,) = beoordeel_indicatoren(afspraak, kamers, JAAR, vandaag=KLAAR)
    assert [stand.behaald for stand in uitkomst.per_kamer] == [True, False, None], "nog niet getekend"
    teken_controle(concept, op=date(2021, 2, 12), door=systeem())
    (uitkomst,) = beoordeel_indicatoren(afspraak, kamers, JAAR, vandaag=KLAAR)
    assert waarden(uitkomst) == [1, 1, 1, 1]
    assert [stand.behaald for stand in uitkomst.per_kamer] == [True, True, True]
    zinnen = [stand.cijfer.regel for stand in uitkomst.per_kamer]
    assert all("kascommissie positief, getekend op 12 februari 2021" in zin for zin in zinnen)
    assert ["ander oordeel ingevuld: niet positief, besloten door Kascommissie" in zin for zin in zinnen] == [
        False, True, False,
    ]  # fmt: skip
    assert uitkomst.samen.reden == ""
    (half,) = beoordeel_indicatoren(afspraak, kamers, HALFJAAR, vandaag=KLAAR)
    assert half.samen.waarde is None, "een controle van een jaar zegt niets over een half"


# --- money ------------------------------------------------------------------------------------------------------


def _bron(naam: str, *regels: tuple[str, int, Kamer | None]) -> None:
    rijen = [NieuweRegel(naam, 2020, soort, f"{soort} {n}", kamer=kamer, prognose=Decimal(bedrag))
             for n, (soort, bedrag, kamer) in enumerate(regels)]  # fmt: skip
    leg_regels_vast(rijen, door=systeem())


def test_begroting_neemt_de_enige_die_kosten_en_inkomsten_geeft(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    noord, oost, leeg = kamers
    _bron("Alleen bijdragen", ("financiering", 7, noord))
    assert "geen begroting over 2020" in meet(afspraak, kamers, Meetregel.BEGROTING).samen.reden
    _bron("Heel", ("financiering", 100, noord), ("kosten", 90, noord), ("financiering", 50, oost), ("kosten", 51, oost))
    uitkomst = meet(afspraak, kamers, Meetregel.BEGROTING, doel="Positief")
    assert waarden(uitkomst) == [10, -1, None, 9]
    assert [stand.behaald for stand in uitkomst.per_kamer] == [True, False, None]
    assert "Uit: Heel." in uitkomst.samen.regel
    assert waarden(meet(afspraak, [noord], Meetregel.BEGROTING)) == [10, 10], "alleen van de gevraagde kamers"
    _bron("Nog een", ("financiering", 1, noord), ("kosten", 1, noord))
    assert "meer dan één begroting" in meet(afspraak, kamers, Meetregel.BEGROTING).samen.reden


# --- nothing recorded, nothing known ----------------------------------------------------------------------------


@pytest.mark.parametrize("meetregel", sorted(set(Meetregel.values)))
def test_een_kamer_waar_niets_staat_heeft_geen_cijfer_maar_een_reden(
    afspraak: Afspraak, kamers: list[Kamer], meetregel: str
) -> None:
    uitkomst = meet(afspraak, kamers, meetregel)
    assert waarden(uitkomst) == [None] * 4
    assert all(stand.uitleg and stand.behaald is None and stand.op_koers is None for stand in uitkomst.per_kamer)
    assert uitkomst.samen.reden
    straks = meet(afspraak, kamers, meetregel, Periode.jaar(2020), vandaag=date(2019, 12, 31))
    assert "begint pas op 1 januari 2020" in straks.samen.reden


def test_uniek_zonder_namen_is_onbekend_en_na_een_jaar_zonder_bezoek_nul(
    afspraak: Afspraak, kamers: list[Kamer]
) -> None:
    noord, oost, leeg = kamers
    inloop = maak_activiteit(oost)
    registratie.leg_tellingen_vast(
        [registratie.NieuweTelling(inloop.pk, oost.pk, date(2020, 2, 1), 12)], door=systeem()
    )
    registreer(maak_activiteit(noord), maak_deelnemer(noord), date(2019, 3, 1))
    uitkomst = meet(afspraak, kamers, Meetregel.UNIEK_TOTAAL)
    assert waarden(uitkomst) == [0, None, None, 0]
    assert "zonder naam" in uitkomst.per_kamer[1].uitleg
    taal = meet(afspraak, kamers, Meetregel.UNIEK_CATEGORIE, categorie=categorie("Nederlandse taal"))
    assert waarden(taal) == [None] * 4


def test_een_organisatie_die_er_niet_is_is_de_reden(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    noord, _, _ = kamers
    mensen = [maak_deelnemer(noord) for _ in range(3)]
    gemeente = maak_organisatie("Gemeente Ergens")
    naam = "Doorverwezen door UWV (SW), effectief mee laten doen"

    def verwijs(mens: Any, organisatie: Any) -> None:
        Verwijzing.objects.create(
            kamer=noord, deelnemer=mens, datum=date(2020, 2, 1), richting="in", organisatie=organisatie,
            effectief_op=date(2020, 3, 1),
        )  # fmt: skip

    verwijs(mensen[0], gemeente)
    uitkomst = meet(afspraak, kamers, Meetregel.DOORVERWEZEN, naam=naam)
    assert "geen organisatie UWV" in uitkomst.samen.reden
    verwijs(mensen[1], uwv := maak_organisatie("UWV Utrecht", "uitkeringsinstantie"))
    uitkomst = meet(afspraak, kamers, Meetregel.DOORVERWEZEN, naam=naam)
    assert (uitkomst.samen.teller, uitkomst.samen.noemer) == (1, 1)
    for keuze in ({"organisatie": uwv}, {"organisatiesoort": "uitkeringsinstantie"}):
        assert waarden(meet(afspraak, kamers, Meetregel.DOORVERWEZEN, **keuze)) == [1, None, None, 1]
    assert waarden(meet(afspraak, kamers, Meetregel.DOORVERWEZEN)) == [2, None, None, 2]
    assert gemeten(uitkomst.samen) == "1 op 1"


# --- judging over the days gone ---------------------------------------------------------------------------------


def test_een_periode_die_loopt_wordt_beoordeeld_over_de_dagen_tot_nu(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    noord, _, _ = kamers
    mens = maak_deelnemer(noord)
    for dag in range(1, 11):
        Klus.objects.create(
            nummer=f"K{dag}", kamer=noord, aanvrager=mens, aangevraagd_op=date(2020, 1, dag),
            uitgevoerd_op=date(2020, 1, dag),
        )  # fmt: skip
    half = meet(afspraak, kamers, Meetregel.KLUSSEN, doel="20", vandaag=date(2020, 7, 1)).per_kamer[0]
    assert (half.behaald, half.op_koers, half.verwacht) == (False, True, 10)
    assert half.uitleg.startswith(
        "Halverwege verwachten wij minstens 10, naar rato van de dagen (183 van de 366 dagen)"
    )
    later = meet(afspraak, kamers, Meetregel.KLUSSEN, doel="20", vandaag=date(2020, 7, 2)).per_kamer[0]
    assert (later.op_koers, later.verwacht) == (False, 11)
    registratie.leg_inzet_vast([NieuweInzet(noord.pk, mens.pk, date(2020, 1, 1), Decimal("0.69"))], door=systeem())
    dag = meet(afspraak, [noord], Meetregel.VRIJWILLIGERS, doel="1", vandaag=date(2020, 1, 1)).per_kamer[0]
    assert (dag.behaald, dag.op_koers, dag.erbij) == (True, True, "gemiddeld 1 uur")
    dag_later = meet(afspraak, [noord], Meetregel.VRIJWILLIGERS, doel="1", vandaag=date(2020, 1, 2)).per_kamer[0]
    assert dag_later.behaald is False
    assert "gemiddeld minstens 1,37 uur" in dag_later.uitleg


def test_uniek_volgt_vorig_jaar_ook_op_schrikkeldag(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    noord = kamers[0]
    mensen = [maak_deelnemer(noord) for _ in range(10)]
    inloop = maak_activiteit(noord)
    registreer(inloop, mensen[:8], date(2019, 2, 28))
    registreer(inloop, mensen[8:], date(2019, 3, 1))
    registreer(inloop, mensen[:4], date(2020, 2, 29))
    winter = Periode(date(2020, 1, 1), date(2020, 2, 29))
    net = meet(afspraak, [noord], Meetregel.UNIEK_TOTAAL, winter, doel="5").per_kamer[0]
    assert (net.behaald, net.op_koers, net.verwacht) == (False, True, 4)
    vorig_jaar = "vorig jaar was in dezelfde dagen 80% van het jaar bereikt"
    assert net.uitleg == f"Na deze dagen verwachten wij minstens 4, {vorig_jaar}."
    meer = meet(afspraak, [noord], Meetregel.UNIEK_TOTAAL, winter, doel="> 5").per_kamer[0]
    assert (meer.op_koers, meer.verwacht) == (False, 5)


def test_zonder_dagen_geldt_het_kalenderjaar_en_buiten_de_dagen_geen_oordeel(kamers: list[Kamer]) -> None:
    noord = kamers[0]
    mens = maak_deelnemer(noord)
    Klus.objects.create(
        nummer="K", kamer=noord, aanvrager=mens, aangevraagd_op=date(2020, 1, 1), uitgevoerd_op=date(2020, 1, 1)
    )
    zonder = maak_afspraak("Zonder dagen", van=None, tm=None)
    assert meet(zonder, [noord], Meetregel.KLUSSEN, HALFJAAR, doel="2").per_kamer[0].op_koers is True
    lang = meet(zonder, [noord], Meetregel.KLUSSEN, Periode(date(2019, 1, 1), date(2020, 12, 31)), doel="2").per_kamer[
        0
    ]
    assert (lang.behaald, lang.op_koers) == (False, False)
    assert "noemt geen dagen" in lang.uitleg
    ander = meet(maak_afspraak("Van 2021", jaar=2021), [noord], Meetregel.KLUSSEN, HALFJAAR, doel="1").per_kamer[0]
    assert (ander.behaald, ander.op_koers) == (None, None)
    assert "geldt niet voor deze dagen" in ander.uitleg


# --- one question for everybody ---------------------------------------------------------------------------------


def test_het_aantal_vragen_hangt_niet_af_van_kamers_of_indicatoren(afspraak: Afspraak, kamers: list[Kamer]) -> None:
    def indicatoren(ronde: int) -> None:
        for nummer, meetregel in enumerate(Meetregel.values):
            velden: dict[str, Any] = {"categorie": categorie()} if meetregel == Meetregel.UNIEK_CATEGORIE else {}
            if meetregel == Meetregel.ENQUETE:
                velden["stelling"] = Stelling.objects.first()
            doelen = dict.fromkeys(kamers, "5")
            maak_indicator(afspraak, f"{ronde} {nummer}", meetregel=meetregel, doelen=doelen, **velden)

    def vragen(hoeveel: int) -> int:
        vers = Afspraak.objects.select_related("categorielijst").get(pk=afspraak.pk)
        with CaptureQueriesContext(connection) as gesteld:
            beoordeel_indicatoren(vers, kamers[:hoeveel], HALFJAAR, vandaag=KLAAR)
        return len(gesteld)

    _bron("Heel", ("financiering", 100, kamers[0]), ("kosten", 90, kamers[0]))
    indicatoren(1)
    een, drie = vragen(1), vragen(3)
    assert een == drie
    indicatoren(2)
    assert vragen(3) == drie
    assert drie <= 45, drie
