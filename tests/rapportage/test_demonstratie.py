"""The demonstration: the published figures to the digit, the same every time, and nobody real in it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from buurtwerkkamers.models import Afspraak, Bevoegdheid, Gebruiker, Kamer, Organisatie
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers.models import Deelname, Deelnemer, Inzet, Klus, Rol, Traject
from deelnemers.tellingen import tel_nieuwe_bewoners, tel_rollen_op, tel_uniek, tel_vrijwilligers
from financien.models import Bron, GedruktAandeel
from financien.overzicht import tekort
from rapportage.demonstratie import accounts, kalender, laden, namen, opzet, rapporten, teksten, verslag
from rapportage.demonstratie.aanbod import CATEGORIEEN, COMPUTER, KAMERS, KLUSSEN, TOP, WERK
from rapportage.demonstratie.bouwen import bouw
from rapportage.demonstratie.inlezen import lees_bestand
from rapportage.demonstratie.jaar2020 import EERSTE, EVALUATIE, TWEEDE, lees_cellen
from rapportage.demonstratie.wereld import Wereld
from rapportage.models import Onderdeel, Rapport
from rapportage.samenstelling import stel_samen

ZAAD = 2020
WERKDAG, ZATERDAG, KERST = date(2026, 11, 19), date(2026, 11, 21), date(2025, 12, 25)
BRONNEN = Path(__file__).parents[3] / "shared" / "bronnen"
wereld_van = cache(bouw)


def tel_na(wereld: Wereld) -> dict[tuple[Any, ...], int]:
    """Different people per kamer, sub-period and category, counted in the plainest way there is."""
    mensen = defaultdict(set)
    for periode in (EERSTE, TWEEDE):
        for aanbod, dag, mens in wereld.bezoeken:
            if periode.bevat(dag):
                mensen[aanbod.kamer, periode, aanbod.categorie].add(mens)
        for karwei in wereld.karweien:
            if karwei.gedaan_op and periode.bevat(karwei.gedaan_op):
                mensen[karwei.kamer, periode, KLUSSEN].add(karwei.aanvrager)
    return {cel: len(groep) for cel, groep in mensen.items()}


# --- What is drawn, before anything is written


@pytest.mark.parametrize(
    ("zaad", "vandaag"), [(ZAAD, WERKDAG), (ZAAD, date(2022, 1, 3)), (1, WERKDAG), (2, ZATERDAG), (3, KERST)]
)
def test_elk_gepubliceerd_cijfer_komt_uit_en_verder_niets(zaad: int, vandaag: date) -> None:
    assert tel_na(wereld_van(zaad, vandaag)) == lees_cellen()


def test_de_cijfers_zijn_die_van_de_bron() -> None:
    cellen = lees_cellen()
    assert len(cellen) == 40
    assert cellen[TOP, EERSTE, "Formulieren"] == 130
    assert {(TOP, TWEEDE, COMPUTER), (TOP, TWEEDE, WERK)} == {
        (k, p, c) for k in KAMERS for p in (EERSTE, TWEEDE) for c in CATEGORIEEN
    } - set(cellen)


@pytest.mark.skipif(not BRONNEN.is_dir(), reason="de openbare bronnen staan niet naast het product")
def test_onze_afschriften_zijn_gelijk_aan_de_bronnen() -> None:
    def bron(naam: str) -> list[dict[str, str]]:
        with (BRONNEN / naam).open(newline="") as bestand:
            return list(csv.DictReader(bestand))

    assert lees_bestand("deelnemers-2020.csv") == bron("tussenevaluatie-2020-deelnemers.csv")
    doelen = {(r["groep"], r["indicator"], r["eenheid"], r["kamer"]): r["streefwaarde"] for r in _streefwaarden()}
    assert doelen == {
        (r["groep"], r["indicator"], r["eenheid"], kamer): r[kamer]
        for r in bron("samenwerkingsafspraak-2020-streefwaarden.csv")
        for kamer in KAMERS
    }
    geld = [(r["soort"], r["post"], r["begroot"], r["prognose"]) for r in lees_bestand("bedragen-evaluatie-2020.csv")]
    assert geld == [tuple(r.values()) for r in bron("tussenevaluatie-2020-financien.csv")]
    kolommen = dict(zip(("TOP Ondiep e.o.", KAMERS[1], "De Verbinding Zuilen", "Totaal"), (*KAMERS, ""), strict=True))
    gedrukt = {(r["post"], r["kamer"]): r["begroot"] for r in lees_bestand("bedragen-afspraak-2020.csv")}
    assert gedrukt == {
        (r["regel"], kamer): r[kolom]
        for r in bron("samenwerkingsafspraak-2020-financiers.csv")
        for kolom, kamer in kolommen.items()
        if r["regel"] != "Investering vrijwilligers (uren)"  # hours, not euros
    }


def _streefwaarden() -> list[dict[str, str]]:
    return lees_bestand("streefwaarden-2020.csv")


def als_rijen(wereld: Wereld) -> list[Any]:
    """Everything that was drawn, as comparable values."""
    return [
        [vars(mens) for mens in wereld.bevolking.mensen],
        [(a.kamer, a.naam, dag, mens.nummer) for a, dag, mens in wereld.bezoeken],
        [(a.kamer, a.naam, dag, aantal) for (a, dag), aantal in wereld.tellingen.items()],
        [(k.nummer, k.aanvrager.nummer, k.gevraagd_op, k.gedaan_op, k.omschrijving) for k in wereld.karweien],
        [(t.kamer, t.mens.nummer, t.soort, t.van, t.tot) for t in wereld.taken],
        [(u.kamer, u.mens.nummer, u.groep, u.datum, u.uren) for u in wereld.uren],
    ]


def test_hetzelfde_zaad_geeft_dezelfde_gegevens() -> None:
    assert als_rijen(bouw(ZAAD, WERKDAG)) == als_rijen(wereld_van(ZAAD, WERKDAG))


def test_een_ander_zaad_geeft_andere_mensen() -> None:
    assert als_rijen(wereld_van(1, WERKDAG)) != als_rijen(wereld_van(ZAAD, WERKDAG))


@pytest.mark.parametrize("vandaag", [WERKDAG, ZATERDAG, KERST, date(2024, 2, 29), date(2023, 1, 1)])
def test_niets_ligt_in_de_toekomst_en_de_deur_is_dan_open(vandaag: date) -> None:
    wereld = wereld_van(ZAAD, vandaag)
    dagen = {dag for _, dag, _ in wereld.bezoeken} | {dag for _, dag in wereld.tellingen}
    dagen |= {k.gedaan_op for k in wereld.karweien if k.gedaan_op} | {u.datum for u in wereld.uren}
    assert max(dagen) == vandaag
    assert all(dag.weekday() < 5 and (dag.month, dag.day) != (12, 25) for dag in dagen - {vandaag})
    assert max(k.gevraagd_op for k in wereld.karweien) <= vandaag
    assert max(taak.van for taak in wereld.taken) <= vandaag


@pytest.mark.parametrize("klein", [False, True])
@pytest.mark.parametrize("vandaag", [WERKDAG, ZATERDAG, KERST])
def test_vandaag_is_er_in_elke_kamer_iemand(vandaag: date, klein: bool) -> None:
    bezoeken = wereld_van(ZAAD, vandaag, klein=klein).bezoeken
    for kamer in KAMERS:
        assert sum(a.kamer == kamer and dag == vandaag for a, dag, _ in bezoeken) >= 4


def test_tijdens_de_sluiting_ging_het_anders() -> None:
    """Nothing in the rooms from 16 March up to the end of May, and what came instead stopped after the summer."""
    wereld = wereld_van(ZAAD, WERKDAG)
    in_sluiting = {a for a, dag, _ in wereld.bezoeken if date(2020, 3, 16) <= dag <= date(2020, 5, 31)}
    daarbuiten = {a for a, dag, _ in wereld.bezoeken if dag < date(2020, 3, 16) or dag > date(2020, 8, 31)}
    assert in_sluiting
    assert not in_sluiting & daarbuiten
    assert not any(date(2020, 3, 16) <= dag <= date(2020, 5, 31) for _, dag in wereld.tellingen)


def test_het_levende_jaar_is_vol_en_kent_rustige_weken() -> None:
    dagen = [dag for _, dag, _ in wereld_van(ZAAD, WERKDAG).bezoeken]
    laatste_jaar = [dag for dag in dagen if dag > WERKDAG - timedelta(days=365)]
    assert 6000 < len(laatste_jaar) < 10_000
    in_juni = sum(dag.month == 6 for dag in laatste_jaar)
    assert sum(date(2026, 7, 20) <= dag <= date(2026, 8, 18) for dag in laatste_jaar) < 0.75 * in_juni
    assert not any(date(2025, 12, 24) <= dag <= date(2026, 1, 2) for dag in laatste_jaar)


def test_mensen_komen_vaker_en_voor_meer_dan_een_ding() -> None:
    wereld = wereld_van(ZAAD, WERKDAG)
    categorieen, kamers, tijdvakken = defaultdict(set), defaultdict(set), defaultdict(set)
    in_2020 = [(a, dag, mens) for a, dag, mens in wereld.bezoeken if EVALUATIE.bevat(dag)]
    for aanbod, dag, mens in in_2020:
        categorieen[mens].add(aanbod.categorie)
        kamers[mens].add(aanbod.kamer)
        tijdvakken[mens].add(EERSTE.bevat(dag))
    assert len(in_2020) > 3 * len(kamers)
    assert sum(len(c) > 1 for c in categorieen.values()) > 100
    assert sum(len(k) > 1 for k in kamers.values()) >= 10
    assert sum(len(t) > 1 for t in tijdvakken.values()) > 100
    eerder = {mens for _, dag, mens in wereld.bezoeken if dag.year == 2019}
    assert 0.3 < len(eerder & set(kamers)) / len(kamers) < 0.7


def test_alle_mensen_zijn_verzonnen() -> None:
    mensen = wereld_van(ZAAD, WERKDAG).bevolking.mensen
    for mens in mensen:
        assert mens.voornaam in namen.VOORNAMEN[mens.achtergrond]
        assert mens.achternaam in ("", *namen.ACHTERNAMEN[mens.achtergrond])
        assert re.fullmatch(r"|06-0000\d{4}", mens.telefoon)
        assert re.fullmatch(r"|[a-z.]+@voorbeeld\.invalid", mens.email)
        assert re.fullmatch(r"|35\d\d [A-Z]{2}", mens.postcode)
        assert 1925 < mens.geboortejaar < 2010
    assert {mens.achtergrond for mens in mensen} == set(namen.ACHTERGRONDEN)
    assert len({mens.nummer for mens in mensen}) == len(mensen)


def test_klein_verandert_2020_niet() -> None:
    def van_2020(wereld: Wereld) -> list[Any]:
        return [rij for rij in als_rijen(wereld)[1] if rij[2].year < 2021]

    klein = wereld_van(ZAAD, WERKDAG, klein=True)
    assert van_2020(klein) == van_2020(wereld_van(ZAAD, WERKDAG))
    assert len(klein.bezoeken) < 0.6 * len(wereld_van(ZAAD, WERKDAG).bezoeken)


@pytest.mark.parametrize(
    ("jaar", "paasdag"), [(2020, date(2020, 4, 12)), (2026, date(2026, 4, 5)), (2025, date(2025, 4, 20))]
)
def test_pasen(jaar: int, paasdag: date) -> None:
    assert kalender.pasen(jaar) == paasdag


def test_koningsdag_schuift_van_zondag_naar_zaterdag() -> None:
    assert date(2025, 4, 26) in kalender.feestdagen(2025)
    assert date(2025, 4, 27) not in kalender.feestdagen(2025)


# --- The words


VRAGEN = {naam: waarde for naam, waarde in vars(teksten).items() if re.fullmatch(r"[A-Z_]+_(2020|NU)", naam)}
ANTWOORDEN = {
    f"{naam} {kamer}": tekst
    for naam, waarde in VRAGEN.items()
    for kamer, tekst in (waarde if isinstance(waarde, dict) else {"": waarde}).items()
}


@pytest.mark.parametrize("waar", ANTWOORDEN)
def test_een_antwoord_is_niet_te_kort_en_niet_te_lang(waar: str) -> None:
    assert 80 <= len(ANTWOORDEN[waar].split()) <= 180


@pytest.mark.parametrize("waar", [naam for naam in ANTWOORDEN if "2020" in naam])
def test_elk_cijfer_in_een_antwoord_is_een_gepubliceerd_cijfer(waar: str) -> None:
    kamer = next((k for k in KAMERS if waar.endswith(k)), None)
    gepubliceerd = {str(aantal) for (k, _, _), aantal in lees_cellen().items() if k == kamer}
    for rij in lees_bestand("bedragen-evaluatie-2020.csv"):
        gepubliceerd |= {rij["begroot"], rij["prognose"]} if kamer is None else set()
    zonder_datums = re.sub(r"\b\d+ (januari|maart|juni)\b", "", ANTWOORDEN[waar])
    cijfers = {cijfer.replace(".", "") for cijfer in re.findall(r"\d+(?:\.\d{3})*", zonder_datums)}
    assert cijfers - {"216", "9996"} <= gepubliceerd


def test_een_bedrag_blijft_op_een_regel() -> None:
    assert teksten.als_tekst("twee\ndingen:\n\n- een\n  ding\n- twee") == "twee dingen:\n\n- een ding\n- twee"
    assert teksten.als_tekst("een\nregel\n\nvan € 5") == "een regel\n\nvan €\N{NO-BREAK SPACE}5"


@pytest.mark.parametrize(
    ("vandaag", "van"),
    [
        (date(2026, 6, 30), date(2025, 7, 1)),
        (date(2026, 7, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2027, 1, 1), date(2026, 7, 1)),
    ],
)
def test_het_halfjaar_waarover_nu_geschreven_wordt(vandaag: date, van: date) -> None:
    assert rapporten.halfjaar_om_te_schrijven(vandaag).van == van


# --- The accounts


def test_een_wachtwoord_is_leesbaar_en_elke_keer_anders() -> None:
    assert len(accounts.WOORDEN) > 100
    wachtwoorden = {accounts.nieuw_wachtwoord() for _ in range(50)}
    assert len(wachtwoorden) == 50
    assert all(re.fullmatch(r"[a-z]+-[a-z]+-[a-z]+-\d{4}", w) for w in wachtwoorden)


def test_er_is_een_account_voor_elke_rol() -> None:
    assert {a.rol for a in accounts.ACCOUNTS} == set(Bevoegdheid.Rol) - {Bevoegdheid.Rol.SYSTEEM}


# --- Written into a database


@pytest.mark.django_db
def test_als_het_halverwege_misgaat_blijft_er_niets_staan(monkeypatch: pytest.MonkeyPatch) -> None:
    def mislukt(*args: Any) -> None:
        assert Kamer.objects.exists()
        raise Geweigerd("Dit lukt niet.")

    monkeypatch.setattr(laden, "laad", mislukt)
    with pytest.raises(Geweigerd):
        opzet.maak(ZAAD, WERKDAG, klein=True)
    assert not opzet.er_is_al_iets()
    assert not Gebruiker.objects.filter(is_demo=True).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("vandaag", ["2021-12-31", "2999-01-01", "gisteren"])
def test_een_dag_die_niet_kan_wordt_geweigerd(vandaag: str) -> None:
    with pytest.raises(CommandError):
        call_command("demo", f"--vandaag={vandaag}")
    assert not opzet.er_is_al_iets()


@pytest.mark.django_db
def test_wat_er_al_staat_wordt_niet_vermengd() -> None:
    Organisatie.objects.create(naam="Mitros")
    uit = StringIO()
    call_command("demo", "--klein", stdout=uit)
    assert "Er staan al gegevens" in uit.getvalue()
    assert not Kamer.objects.exists()


@pytest.fixture(scope="module")
def geladen(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The small demonstration in the database, for all tests below; what the command said."""
    uit = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demo", "--klein", stdout=uit)
        yield uit.getvalue()
        transaction.set_rollback(True)


def in_volgorde() -> list[Kamer]:
    return [Kamer.objects.get(naam=naam) for naam in KAMERS]


@pytest.mark.django_db
def test_de_telling_van_het_product_geeft_elk_gepubliceerd_cijfer(geladen: str) -> None:
    rijen = tel_uniek(in_volgorde(), [EERSTE, TWEEDE])
    geteld = {
        (rij.kamer.naam, rij.periode, rij.categorie.naam): rij.uniek
        for rij in rijen
        if rij.kamer and rij.categorie and rij.geregistreerd
    }
    assert geteld == lees_cellen()


@pytest.mark.django_db
def test_de_kamers_heten_zoals_afgesproken_en_staan_in_de_volgorde_van_de_afspraak(geladen: str) -> None:
    assert [kamer.naam for kamer in Kamer.objects.all()] == ["TOP", "Hart voor Leidsche Rijn", "De Verbinding"]


@pytest.mark.django_db
def test_ook_rollen_en_uren_hebben_waarden(geladen: str) -> None:
    kamers = in_volgorde()
    for periode in (EVALUATIE, Periode(timezone.localdate(), timezone.localdate())):
        for soort in (Rol.Soort.SLEUTELHOUDER, Rol.Soort.LID, Rol.Soort.LEERWERKPLEK):
            assert all(tel_rollen_op(kamers, soort, periode.tm).values()), (soort, periode)
    top = kamers[0].pk
    assert tel_rollen_op(kamers, Rol.Soort.SLEUTELHOUDER, EVALUATIE.tm)[top] == 22
    assert tel_rollen_op(kamers, Rol.Soort.LID, EVALUATIE.tm)[top] == 104
    assert tel_vrijwilligers(kamers, EVALUATIE)[top].aantal == 34
    assert {k: (p.teller, p.noemer) for k, p in tel_nieuwe_bewoners(kamers, EVALUATIE).items() if k}[top] == (6, 11)


@pytest.mark.django_db
def test_de_database_bevat_wat_er_getrokken_is(geladen: str) -> None:
    wereld = wereld_van(ZAAD, timezone.localdate(), klein=True)
    getrokken = {m.nummer for m in wereld.eerste_dagen()}
    erbij = Deelnemer.objects.exclude(nummer__in=getrokken)
    assert 3 < erbij.count() <= 12  # second cards for the work list, and the three volunteers at the doors
    assert Deelname.objects.exclude(deelnemer__in=erbij).count() == len(wereld.bezoeken)
    assert Klus.objects.count() == len(wereld.karweien)
    assert Rol.objects.exclude(deelnemer__in=erbij).count() == len(wereld.taken)
    assert Inzet.objects.exclude(deelnemer__in=erbij).count() == len(wereld.uren)
    assert set(Deelnemer.objects.values_list("nummer", flat=True)) >= getrokken


@pytest.mark.django_db
def test_elke_kamer_heeft_een_ritme_en_trajecten_in_elke_stand(geladen: str) -> None:
    for kamer in in_volgorde():
        assert kamer.activiteit_set.filter(gestopt_op=None, ritme__isnull=True).count() == 0
        assert 0 < kamer.trajectkamer_set.count() <= 14
    assert Traject.objects.filter(afgesloten_op=None).exists()
    assert Traject.objects.filter(afgesloten_op__isnull=False).exists()
    assert not Traject.objects.filter(aangemeld_op__year=2020).exists()


@pytest.mark.django_db
def test_de_afspraak_van_2020_en_die_van_nu(geladen: str) -> None:
    afspraak = Afspraak.objects.get(naam="Samenwerkingsafspraak 2020")
    assert (afspraak.van, afspraak.tm) == (date(2020, 1, 1), date(2020, 12, 31))
    assert afspraak.getekend_op == date(2020, 3, 24)
    assert afspraak.indicator_set.count() == 27
    assert not afspraak.indicator_set.filter(meetregel="").exists()
    assert set(afspraak.partijen.values_list("soort", flat=True)) == {"gemeente", "woningcorporatie", "cooperatie"}
    vandaag = timezone.localdate()
    nu = Afspraak.objects.get(van__lte=vandaag, tm__gte=vandaag)
    assert nu.indicator_set.count() == 27


@pytest.mark.django_db
def test_het_geld_van_2020_is_dat_van_de_bronnen(geladen: str) -> None:
    evaluatie = tekort(Bron.objects.get(naam="Tussenevaluatie 2020"), 2020)
    assert (evaluatie.begroot, evaluatie.prognose) == (-216, -9996)
    aandelen = GedruktAandeel.objects.filter(bron__naam="Samenwerkingsafspraak 2020")
    assert {a.kamer.naam if a.kamer else None: a.procent for a in aandelen} == {
        "TOP": 51,
        "Hart voor Leidsche Rijn": 62,
        "De Verbinding": 57,
        None: 56,
    }


@pytest.mark.django_db
def test_het_rapport_van_2020_is_vastgesteld_door_iemand_die_er_niet_aan_schreef(geladen: str) -> None:
    rapport = Rapport.objects.get(kenmerk="tussenrapportage-2020")
    assert rapport.status == Rapport.Status.INGEDIEND
    assert [(d.naam, d.periode) for d in rapport.deelperioden.all()] == [
        ("1 januari t/m 14 maart", EERSTE),
        ("15 maart t/m 31 mei", TWEEDE),
    ]
    vragen = [o for o in rapport.sjabloon.onderdelen.all() if o.is_vraag]
    assert rapport.antwoorden.count() == sum(3 if vraag.per_kamer else 1 for vraag in vragen)
    schrijvers = {wie for antwoord in rapport.antwoorden.all() for wie in antwoord.schrijvers}
    editie = rapport.edities.get()
    assert editie.vastgesteld_door_id not in schrijvers
    assert bytes(editie.pdf).startswith(b"%PDF")


@pytest.mark.django_db
def test_het_rapport_van_het_laatste_halfjaar_is_nog_niet_af(geladen: str) -> None:
    rapport = Rapport.objects.get(status=Rapport.Status.CONCEPT)
    per_kamer = rapport.sjabloon.onderdelen.filter(soort=Onderdeel.Soort.VRAAG_PER_KAMER)
    assert 0 < rapport.antwoorden.count() < 3 * per_kamer.count()
    assert rapport.begrotingsbron
    assert rapport.afspraak.periode.bevat(rapport.van)


@pytest.mark.django_db
def test_het_verslag_is_geschreven_en_vult_zijn_cijfers_zelf_in(geladen: str) -> None:
    """All questions are answered, and every figure in the texts is one that the report knows."""
    rapport = Rapport.objects.get(status=Rapport.Status.TER_CONTROLE)
    document = stel_samen(rapport)
    teksten_ = [tekst for deel in document.delen for tekst in deel.teksten]
    assert all(tekst.tekst for tekst in teksten_)
    assert not [tekst.tekst for tekst in teksten_ if "{" in tekst.tekst]
    assert sum(len(tekst.cijfers) for tekst in teksten_) > 10
    kaal = (verslag.INLEIDING, verslag.CONCLUSIES, *verslag.KAMERS.values())
    assert not [tekst for tekst in kaal if re.search(r"\d(?!\. )", tekst)]
    assert rapporten.maak_sjabloon_juli_2018() == rapport.sjabloon


@pytest.mark.parametrize(
    ("vandaag", "van", "tm"),
    [
        (date(2026, 11, 21), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2026, 1, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 5, 31)),
        (date(2024, 3, 1), date(2024, 1, 1), date(2024, 2, 29)),
        (date(2026, 2, 28), date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 1, 31), date(2025, 7, 1), date(2025, 12, 31)),
    ],
)
def test_de_periode_van_het_verslag_is_voorbij(vandaag: date, van: date, tm: date) -> None:
    assert rapporten.periode_met_groei(vandaag) == Periode(van, tm)


@pytest.mark.django_db
def test_met_elk_wachtwoord_dat_er_staat_kun_je_inloggen(geladen: str) -> None:
    regels = dict(re.findall(r"(\S+@demo\.invalid)\s+(\S+)", geladen))
    gebruikers = {gebruiker.email: gebruiker for gebruiker in Gebruiker.objects.filter(is_demo=True)}
    assert regels.keys() == gebruikers.keys() == {a.email for a in accounts.ACCOUNTS}
    for email, wachtwoord in regels.items():
        assert gebruikers[email].check_password(wachtwoord)
        assert len(gebruikers[email].bevoegdheden) == 1


@pytest.mark.django_db
def test_met_elke_pincode_die_er_staat_gaat_de_deur_van_een_kamer_open(geladen: str) -> None:
    regels = dict(re.findall(r"(deur\.\S+@demo\.invalid)\s+\S+\s+(\d{4})\s", geladen))
    vrijwilligers = Gebruiker.objects.filter(is_demo=True, bevoegdheid__rol=Bevoegdheid.Rol.DEUR)
    assert regels.keys() == {mens.email for mens in vrijwilligers}
    assert {mens.bevoegdheden[0].kamer for mens in vrijwilligers} == set(Kamer.objects.all())
    for mens in vrijwilligers:
        assert check_password(regels[mens.email], mens.pincode.code)


@pytest.mark.django_db
def test_een_tweede_keer_verandert_niets_en_toont_geen_wachtwoord(geladen: str) -> None:
    voor = Deelname.objects.count(), Gebruiker.objects.get(email="bureau@demo.invalid").password
    uit = StringIO()
    call_command("demo", stdout=uit)
    assert "Er staan al gegevens" in uit.getvalue()
    assert "@" not in uit.getvalue()
    assert (Deelname.objects.count(), Gebruiker.objects.get(email="bureau@demo.invalid").password) == voor


def test_alles_gaat_door_de_schrijffuncties_van_het_product() -> None:
    """No module of the demonstration touches a table itself."""
    schrijft_zelf = re.compile(r"\.(create|bulk_create|update|get_or_create|update_or_create|save|delete)\(")
    modules = list(Path(opzet.__file__).parent.glob("*.py"))
    assert len(modules) > 10
    assert [m.name for m in modules if schrijft_zelf.search(m.read_text())] == []


def test_ook_nu_komen_sommige_mensen_in_twee_kamers() -> None:
    kamers = defaultdict(set)
    for aanbod, dag, mens in wereld_van(ZAAD, WERKDAG).bezoeken:
        if dag.year == WERKDAG.year:
            kamers[mens].add(aanbod.kamer)
    assert 10 <= sum(len(k) > 1 for k in kamers.values()) < 0.1 * len(kamers)
