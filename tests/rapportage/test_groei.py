"""Blocks beside an earlier period, in an awkward world: a leap day, a kamer not open yet, merged cards, head counts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from gegevens import EERSTE, GEPUBLICEERD, TWEEDE

from buurtwerkkamers.models import Kamer, Stelling, Uurtarief
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.models import (
    Activiteit,
    Deelname,
    Deelnemer,
    Enquete,
    Enquetekamer,
    Enquetetelling,
    Enquetevraag,
    Inzet,
    Signaal,
    Telling,
)
from deelnemers.registratie import NieuweDeelname, NieuweDeelnemer, NieuweInzet, NieuweTelling
from financien.boekhouding import NieuweRegel, leg_regels_vast
from rapportage import canoniek, vaststelling
from rapportage.cijfers import Doelcel
from rapportage.documenten import als_xlsx
from rapportage.documenten.pagina import bestand
from rapportage.documentverschil import verschillen
from rapportage.models import Onderdeel, Rapport, Sjabloon
from rapportage.rapportvorm import Document
from rapportage.samenstelling import stel_samen
from rapportage.samenstelling.deelnemers import NIET_GETOOND, stad_overlap, toon_overlap
from rapportage.samenstelling.tellingen import Geteld, Overlap
from rapportage.samenstelling.vergelijken import alle_perioden, eerdere
from rapportage.sindsdien import _geschreven, sinds_vaststelling

pytestmark = pytest.mark.django_db
Soort, V = Onderdeel.Soort, Onderdeel.Vergelijking
BLOKKEN = (
    Soort.DEELNEMERS, Soort.AANDEELGRAFIEK, Soort.BEZOEKGRAFIEK, Soort.INDICATOREN, Soort.BEGROTING_PROGNOSE,
    Soort.FINANCIERS, Soort.SIGNALEN, Soort.VERGELIJKING, Soort.UREN,
)  # fmt: skip
EERDER = Periode(date(2019, 1, 1), date(2019, 5, 31))


def zet_sjabloon(wereld, vergelijking: str = V.JAAR_EERDER) -> None:
    """Every block of figures, compared."""
    sjabloon = Sjabloon.objects.create(naam=f"Alles {vergelijking}")
    for n, soort in enumerate(BLOKKEN):
        Onderdeel.objects.create(
            sjabloon=sjabloon, volgorde=n, soort=soort, titel=str(soort.label), vergelijking=vergelijking
        )
    wereld.rapport.sjabloon = sjabloon
    wereld.rapport.save()


@pytest.fixture
def vorig_jaar(wereld):
    """TOP had sixty cards in 2019, ten of them of one person each; Hart was not open; De Verbinding wrote nothing."""
    door = wereld.bureau
    top, hart = wereld.kamers["TOP"], wereld.kamers["Hart voor Leidsche Rijn"]
    Kamer.objects.filter(pk=hart.pk).update(open_vanaf=date(2020, 1, 1))
    activiteit = Activiteit.objects.get(kamer=top, naam__startswith="Sociaal")
    klus = Activiteit.objects.get(kamer=top, naam__startswith="Formulieren")
    mensen = list(Deelnemer.objects.filter(inschrijvingen__kamer=top).order_by("pk")[:50])
    dubbel = registratie.schrijf_velen_in(
        [NieuweDeelnemer(f"Dubbel {n}", [top], date(2019, 1, 1)) for n in range(10)], door=door
    )
    rijen = [
        NieuweDeelname(activiteit.pk, top.pk, m.pk, date(2019, 1, 10 + n % 20))
        for n, m in enumerate([*mensen, *dubbel])
    ]
    rijen += [NieuweDeelname(klus.pk, top.pk, m.pk, date(2019, 4, 3)) for m in mensen[:25]]
    rijen.append(NieuweDeelname(activiteit.pk, top.pk, mensen[0].pk, date(2020, 2, 29)))
    registratie.registreer_deelnames(rijen, door=door)
    for kaart, naar in zip(dubbel, mensen, strict=False):
        Deelnemer.objects.filter(pk=kaart.pk).update(samengevoegd_met=naar)
    registratie.leg_tellingen_vast([NieuweTelling(activiteit.pk, top.pk, date(2019, 2, 4), 7)], door=door)
    Uurtarief.objects.all().delete()
    for soort, vanaf, tarief in (("bewoner", 2019, "10"), ("bewoner", 2020, "11"), ("professional", 2019, "35")):
        Uurtarief.objects.create(soort=soort, vanaf=date(vanaf, 1, 1), tarief=Decimal(tarief))
    registratie.leg_inzet_vast(
        [
            NieuweInzet(top.pk, mensen[0].pk, date(2019, 3, 1), 4),
            NieuweInzet(top.pk, mensen[0].pk, date(2020, 3, 1), 6),
            NieuweInzet(hart.pk, mensen[0].pk, date(2020, 3, 1), 2),
            NieuweInzet(top.pk, mensen[1].pk, date(2020, 4, 1), 3, "", Inzet.Soort.PROFESSIONAL),
        ],
        door=door,
    )
    for dag in (date(2019, 2, 1), date(2020, 2, 1), date(2020, 2, 2)):
        Signaal.objects.create(kamer=top, datum=dag, thema="wonen", tekst="Vocht in de flats.")
    leg_regels_vast(
        [
            NieuweRegel("Jaarrekening 2019", 2019, "kosten", "TOP", begroot=Decimal(90_000)),
            NieuweRegel("Jaarrekening 2019", 2019, "financiering", "Gemeente SP/DO", begroot=Decimal(180_000)),
        ],
        door=door,
    )
    zet_sjabloon(wereld)
    return wereld


def deel(document: Document, soort: str):
    return next(d for d in document.delen if d.soort == soort)


def tabel(document: Document, soort: str, met: str, kamer: str | None = None):
    blokken = [b.tabel for b in deel(document, soort).tabellen if (b.kamer.naam if b.kamer else None) == kamer]
    return next(t for t in blokken if met in t.titel)


def per_groep(tabel) -> dict[str, dict]:
    groepen: dict[str, dict] = {"": {}}
    groep = ""
    for rij in tabel.rijen:
        if rij.soort == "groep":
            groep = rij.cellen[0]
            groepen[groep] = {}
        else:
            groepen[groep][rij.cellen[0]] = rij.cellen[1:]
    return groepen


def met_de_hand(kamer: Kamer | None, periode: Periode) -> tuple[int, int]:
    """Different people and attendances, by looking at every row."""
    rijen = [d for d in Deelname.objects.select_related("deelnemer") if kamer is None or d.kamer_id == kamer.pk]
    hier = [d for d in rijen if periode.van <= d.datum <= periode.tm]
    wie = [d.deelnemer.samengevoegd_met_id or d.deelnemer_id for d in hier]
    return len(set(wie)), len({(d.activiteit_id, d.datum, w) for d, w in zip(hier, wie, strict=True)})


def test_de_groei_is_die_van_tellen_met_de_hand(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    groepen = per_groep(tabel(document, Soort.VERGELIJKING, "Groei per kamer"))
    top = vorig_jaar.kamers["TOP"]
    for periode, plaats in ((EERDER, 0), (EVALUATIE_2020, 1)):
        uniek, deelnames = met_de_hand(top, periode)
        assert groepen["Verschillende mensen"]["TOP"][plaats] == uniek
        assert groepen["Deelnames"]["TOP"][plaats] == deelnames
        assert groepen["Verschillende mensen"]["Verschillend in de stad"][plaats] == met_de_hand(None, periode)[0]
    toen, nu, groei = groepen["Verschillende mensen"]["TOP"]
    assert toen == 50  # sixty cards, ten of them of somebody who has another one
    assert groei == f"+{nu - toen} (+{round(100 * (nu - toen) / toen)}%)"


EVALUATIE_2020 = Periode(EERSTE.van, TWEEDE.tm)


def test_een_kamer_die_nog_dicht_was_en_een_die_niets_opschreef(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    overzicht = tabel(document, Soort.VERGELIJKING, "Groei per kamer")
    mensen = per_groep(overzicht)["Verschillende mensen"]
    assert mensen["Hart voor Leidsche Rijn"][0] is None
    assert mensen["Hart voor Leidsche Rijn"][2] == "was nog niet open"
    assert mensen["De Verbinding"][2] == "eerder niet geregistreerd"
    noten = " ".join(overzicht.noten)
    assert "Hart voor Leidsche Rijn was in 1 januari t/m 31 mei 2019 nog niet open" in noten
    assert "eerder 7, nu 120" in noten  # visits without a name: both are lower bounds
    assert any("152 dagen" in zin for zin in deel(document, Soort.VERGELIJKING).uitleg)
    assert "was iedereen nieuw" in noten
    assert deel(document, Soort.VERGELIJKING).grafiek.titel.startswith(
        "Vergeleken met een jaar eerder: meer mensen in TOP: +"
    )


def test_ook_de_tijdvakken_staan_naast_dezelfde_dagen(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    per_tijdvak = per_groep(tabel(document, Soort.VERGELIJKING, "per tijdvak"))
    assert per_tijdvak["1 januari t/m 14 maart 2020 naast 1 januari t/m 14 maart 2019"]["TOP"][0] == 50
    groepen = per_groep(tabel(document, Soort.DEELNEMERS, "vergeleken met", "TOP"))
    titels = [titel for titel in groepen if titel]
    assert titels[0] == "1 januari t/m 14 maart 2020 naast 1 januari t/m 14 maart 2019"
    assert len(titels) == 3
    eerste, tweede, geheel = (groepen[titel] for titel in titels)
    assert eerste["Verschillende mensen"][0] == 50
    assert tweede["Verschillende mensen"][0] == 25
    assert geheel["Verschillende mensen"][0] == 50
    assert eerste["Sociaal en ontmoeting"][1] == GEPUBLICEERD["TOP"][0][0] + 0
    assert tweede["Computervaardigheid"] == (None, None, "niet geregistreerd")


def test_gepubliceerde_cijfers_blijven_ook_met_een_vergelijking(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    for kamer, (eerste, tweede) in GEPUBLICEERD.items():
        rijen = {r.cellen[0]: r.cellen[1:] for r in tabel(document, Soort.DEELNEMERS, "Deelnemers van", kamer).rijen}
        gemeten = [rijen[naam][:2] for naam in list(rijen)[: len(eerste)]]
        assert gemeten == list(zip(eerste, tweede, strict=True))


@pytest.mark.parametrize(
    ("vergelijking", "naam", "eerder"),
    [
        (V.VORIG_HALFJAAR, "het halfjaar ervoor", Periode.halfjaar(2019, 2)),
        (V.HEEL_VORIG_JAAR, "heel 2019", Periode.jaar(2019)),
        (V.GEEN, "", None),
    ],
)
def test_een_halfjaar_en_een_jaar_zijn_heel(wereld, vergelijking, naam, eerder):
    assert eerdere(vergelijking, wereld.rapport) == (naam, (eerder,) if eerder else ())


def test_van_een_heel_jaar_is_minder_mensen_geen_bevinding(vorig_jaar):
    zet_sjabloon(vorig_jaar, V.HEEL_VORIG_JAAR)
    groei = deel(stel_samen(vorig_jaar.rapport), Soort.VERGELIJKING)
    stad = met_de_hand(None, EVALUATIE_2020)[0]
    assert groei.grafiek.titel == f"Nu kwamen {stad} verschillende mensen, in heel 2019 50"
    assert any("geen groei per dag" in zin for zin in groei.uitleg)


def test_zonder_eerdere_cijfers_staat_er_waarom(wereld):
    zet_sjabloon(wereld)
    document = stel_samen(wereld.rapport)
    assert "Over 1 januari t/m 31 mei 2019 is niets geregistreerd" in deel(document, Soort.VERGELIJKING).ontbreekt
    for soort in (Soort.DEELNEMERS, Soort.AANDEELGRAFIEK):
        assert any("niets geregistreerd" in zin for zin in deel(document, soort).uitleg)
    assert "Van 2019 zijn er geen bedragen" in deel(document, Soort.BEGROTING_PROGNOSE).uitleg[0]
    assert any("geen van deze doelen te meten" in n for n in deel(document, Soort.INDICATOREN).tabellen[0].tabel.noten)


def test_aandelen_indicatoren_en_signalen_naast_vorig_jaar(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    grafiek = deel(document, Soort.AANDEELGRAFIEK).grafiek
    assert grafiek.reeksen == ("1 januari t/m 31 mei 2019", "1 januari t/m 31 mei 2020")
    top = {(s.label, s.reeks): s.procent for s in grafiek.panelen[0].staven}
    assert top["Formulieren", grafiek.reeksen[0]] == 33  # 25 of 75
    assert [b.tabel.titel for b in deel(document, Soort.AANDEELGRAFIEK).tabellen] == [
        "De aandelen, vergeleken met een jaar eerder", "De aandelen in cijfers",
    ]  # fmt: skip
    rij = next(r for r in deel(document, Soort.INDICATOREN).tabellen[0].tabel.rijen if r.cellen[0] == "Formulieren")
    cel = rij.cellen[1]
    assert isinstance(cel, Doelcel)
    assert cel.erbij.startswith("een jaar eerder 25: +")
    signalen = per_groep(tabel(document, Soort.SIGNALEN, "vergeleken met"))
    assert signalen[""]["TOP"] == (1, 2, "+1 (+100%)")
    assert signalen[""]["De Verbinding"] == (None, None, "niet geregistreerd")


def test_een_eerdere_enquete_met_weinig_antwoorden_blijft_weg(vorig_jaar):
    vraag = Stelling.objects.get(code="vertrouwen")
    enquete = Enquete.objects.create(
        naam="Enquête 2019", van=date(2019, 3, 1), tm=date(2019, 3, 31), doelgroep="bewoners"
    )
    Enquetevraag.objects.create(enquete=enquete, stelling=vraag, volgorde=1)
    for naam, aantal in (("TOP", 9), ("De Verbinding", 12)):
        plek = Enquetekamer.objects.create(enquete=enquete, kamer=vorig_jaar.kamers[naam])
        Enquetetelling.objects.create(enquetekamer=plek, stelling=vraag, waarde=5, aantal=aantal)
    tabel_ = deel(stel_samen(vorig_jaar.rapport), Soort.INDICATOREN).tabellen[0].tabel
    _, top, _, verbinding = next(r.cellen for r in tabel_.rijen if r.cellen[0] == "Meer vertrouwen in eigen kunnen")
    assert verbinding.erbij == "een jaar eerder 100% van 12"
    assert top.erbij == ""


def test_uren_met_hun_waarde_en_de_groei(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    uren = per_groep(tabel(document, Soort.UREN, "Uren van vrijwilligers, "))
    assert uren["Hele periode"]["Uren van bewoners"] == (6, 2, None, 8)
    assert uren["Hele periode"]["Uren van professionals"] == (3, None, None, 3)
    assert uren["Hele periode"]["Vrijwilligers (bewoners met uren)"] == (1, 1, None, 1)
    waarde = per_groep(tabel(document, Soort.UREN, "waard"))
    assert waarde["Hele periode"]["Alle uren"] == (6 * 11 + 3 * 35, 22, None, 8 * 11 + 3 * 35)
    noten = " ".join(n for b in deel(document, Soort.UREN).tabellen for n in b.tabel.noten)
    assert "De kamers tellen bij elkaar 2 vrijwilligers, samen zijn het 1 verschillende mensen: 1 minder" in noten
    assert "Een uur van een bewoner: € 11." in noten
    assert "Een uur van een bewoner: € 10, € 11 vanaf 1 januari 2020." in noten
    naast = per_groep(tabel(document, Soort.UREN, "vergeleken"))
    assert naast["Uren"]["TOP"] == (4, 9, "+5 (+125%)")
    assert naast["Uren"]["Hart voor Leidsche Rijn"] == (None, 2, "was nog niet open")
    assert naast["Waarde van de uren in euro's"]["TOP"] == ("€ 40", "€ 171", "+€ 131 (+328%)")


def test_zonder_uurtarief_is_de_waarde_niet_te_bepalen(vorig_jaar):
    Uurtarief.objects.filter(soort="professional").delete()
    waarde = per_groep(tabel(stel_samen(vorig_jaar.rapport), Soort.UREN, "waard"))["Hele periode"]
    assert waarde["Alle uren"] == ("niet te bepalen", 22, None, "niet te bepalen")


def test_het_geld_komt_uit_de_bron_van_dat_jaar(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    naast = tabel(document, Soort.BEGROTING_PROGNOSE, "vergeleken met 2019")
    groepen = per_groep(naast)
    assert groepen["Kosten"]["TOP"] == (90_000, 103_800, "+€ 13.800 (+15%)")  # a budget beside a budget
    assert groepen["Kosten"]["De Verbinding"][2] == "alleen in 2020"
    saldo = next(r for r in naast.rijen if str(r.cellen[0]).startswith("Saldo"))
    assert saldo.cellen[1:] == (90_000, -216, "−€ 90.216")
    assert "2019: Jaarrekening 2019. 2020: Tussenevaluatie 2020." in naast.noten


def test_van_een_kamer_staat_er_niets_van_de_andere(vorig_jaar):
    alleen = stel_samen(vorig_jaar.rapport, kamers=[vorig_jaar.kamers["Hart voor Leidsche Rijn"]])
    tekst = canoniek.schrijf([alleen.delen, alleen.kamercijfers])
    assert "TOP" not in tekst
    assert "De Verbinding" not in tekst
    assert "90000" not in tekst


# --- people of more than one sub-period -------------------------------------------------------------------------


def test_wie_in_beide_tijdvakken_kwam_verklaart_het_geheel(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    for kamer in vorig_jaar.kamers.values():
        van_kamer = tabel(document, Soort.DEELNEMERS, "Deelnemers van", kamer.naam)
        rijen = {r.cellen[0]: r.cellen[1:] for r in van_kamer.rijen}
        een, twee, geheel = rijen["Verschillende mensen"]
        overlap = rijen["Kwam in beide tijdvakken"]
        assert overlap == ("n.v.t.", "n.v.t.", een + twee - geheel)
        if kamer.naam == "TOP":
            som = f"In beide tijdvakken: {overlap[2]} mensen. Daarom is de hele periode {een} + {twee} − {overlap[2]}"
            assert any(noot.startswith(som) for noot in van_kamer.noten)
    stad = tabel(document, Soort.DEELNEMERS, f"naast elkaar, {EVALUATIE_2020}")
    rijen = {r.cellen[0]: r.cellen[1:] for r in stad.rijen}
    wie = [
        {d.deelnemer.samengevoegd_met_id or d.deelnemer_id for d in Deelname.objects.select_related("deelnemer")
         if periode.bevat(d.datum)}
        for periode in (EERSTE, TWEEDE)
    ]  # fmt: skip
    assert rijen["Kwam in beide tijdvakken"][-1] == len(wie[0] & wie[1])


def test_de_categorieen_tellen_op_met_het_verschil_erbij(vorig_jaar):
    top = vorig_jaar.kamers["TOP"]
    los = Activiteit.objects.create(kamer=top, naam="zonder categorie")
    nieuw = registratie.schrijf_in(kamer=top, voornaam="Los", op=date(2020, 1, 1), door=vorig_jaar.bureau)
    registratie.registreer_deelnames(
        [NieuweDeelname(los.pk, top.pk, nieuw.pk, date(2020, 2, 3))], door=vorig_jaar.bureau
    )
    geteld = Geteld.van(vorig_jaar.rapport, [top])
    telt = geteld.optelling(top, EVALUATIE_2020)
    assert telt.zonder_categorie == 1
    assert telt.som - telt.dubbel + telt.zonder_categorie == telt.uniek == met_de_hand(top, EVALUATIE_2020)[0]
    noot = tabel(stel_samen(vorig_jaar.rapport), Soort.DEELNEMERS, "Deelnemers van", "TOP").noten[0]
    assert noot.startswith(f"De categorieën zijn bij elkaar {telt.som}, verschillende mensen {telt.uniek}")
    assert f"{telt.dubbel} minder, omdat wie in meer categorieën meedoet in elk daarvan telt" in noot
    assert "1 meer, omdat" in noot


@pytest.mark.parametrize(
    ("overlap", "getoond"),
    [
        (Overlap(2, 3, 20, (13, 10), dekkend=True), 3),  # 13 + 10 - 20: whoever hides it hides nothing
        (Overlap(2, 3, 20, (13, 10), dekkend=False), "<10"),
        (Overlap(3, 0, 20, (5, 5, 10), dekkend=True), "<10"),
        (Overlap(3, 10, 30, (20, 10, 10), dekkend=True), 10),
        (Overlap(3, 12, 14, (12, 12, 12), dekkend=True), NIET_GETOOND),  # two came once only
        (Overlap(3, 12, 12, (12, 12, 12), dekkend=True), 12),
    ],
)
def test_kleine_overlap_staat_er_alleen_als_zij_toch_volgt(overlap, getoond):
    assert toon_overlap(overlap) == getoond


def test_de_stad_verraadt_geen_kamer():
    groot, klein = Overlap(3, 20, 40, (20, 20, 20), dekkend=True), Overlap(3, 2, 30, (10, 10, 12), dekkend=True)
    assert stad_overlap(groot, [groot, None]) == 20
    assert stad_overlap(Overlap(3, 22, 70, (30, 30, 32), dekkend=True), [groot, klein]) == NIET_GETOOND


# --- lower bounds, freezing, speed ------------------------------------------------------------------------------


def test_een_ondergrens_zegt_dat_zij_er_een_is(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    assert "ondergrens, want 120 bezoeken zonder naam" in document.kengetallen[0].toelichting
    assert "als de kamers worden opgeteld" in document.kengetallen[0].toelichting
    assert "ondergrens" in document.kamercijfers[0].cijfers[0].regel
    assert "ondergrens" in deel(document, Soort.AANDEELGRAFIEK).grafiek.regel
    assert "ondergrens" in deel(document, Soort.VERGELIJKING).grafiek.regel
    Telling.objects.all().delete()
    zonder = stel_samen(vorig_jaar.rapport)
    assert "ondergrens" not in canoniek.schrijf(zonder)


def test_vastgesteld_en_in_alle_bestanden(vorig_jaar):
    document = stel_samen(vorig_jaar.rapport)
    tekst = canoniek.schrijf(document)
    assert canoniek.schrijf(canoniek.lees(Document, tekst)) == tekst
    assert verschillen(document, canoniek.lees(Document, tekst)) == []
    assert "was nog niet open" in bestand(document)
    assert als_xlsx(vorig_jaar.rapport)


def test_wat_later_over_vorig_jaar_is_geschreven_staat_bij_sindsdien(vorig_jaar, monkeypatch):
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: b"%PDF-1.7 proef")
    editie = vorig_jaar.stel_vast()
    top = vorig_jaar.kamers["TOP"]
    mens = registratie.schrijf_in(kamer=top, voornaam="Noor", op=date(2019, 1, 1), door=vorig_jaar.bureau)
    activiteit = Activiteit.objects.get(kamer=top, naam__startswith="Sociaal")
    registratie.registreer_deelnames(
        [NieuweDeelname(activiteit.pk, top.pk, mens.pk, date(2019, 5, 31))], door=vorig_jaar.bureau
    )
    rapport = Rapport.objects.get()
    anders = sinds_vaststelling(rapport)
    groei = [v for v in anders.verschillen if v.rij == "Verschillende mensen: TOP" and "Groei per kamer" in v.waar]
    assert {(v.kolom, v.eerst, v.nu) for v in groei if v.kolom != "Groei"} == {
        ("1 januari t/m 31 mei 2019", "50", "51")
    }
    assert any(v.kolom == "Groei" for v in groei)
    assert rapport.edities.get().gegevens == editie.gegevens


def test_een_oorzaak_ligt_ook_in_de_eerdere_periode(vorig_jaar):
    """A whole transaction has one moment in the history, so this asks what was written in the last hour."""
    top = vorig_jaar.kamers["TOP"]
    perioden = alle_perioden(vorig_jaar.rapport)
    assert perioden[0] == EVALUATIE_2020
    assert EERDER in perioden
    oorzaken = _geschreven(vorig_jaar.rapport, [top], timezone.now() - timedelta(hours=1))
    dagen = Deelname.objects.filter(kamer=top).values_list("datum", flat=True)
    geteld = sum(any(periode.bevat(dag) for periode in perioden) for dag in dagen)
    assert {(o.wat, o.aantal) for o in oorzaken} >= {("deelnames", geteld), ("signalen", 3)}


def test_wat_vastgesteld_werd_voor_de_groei_er_was_blijft_leesbaar(vorig_jaar):
    gegevens = canoniek.kaal(stel_samen(vorig_jaar.rapport))
    for deel_ in gegevens["delen"]:
        if deel_["grafiek"]:
            del deel_["grafiek"]["eigen_schaal"]
            for staaf in (s for p in deel_["grafiek"]["panelen"] for s in p["staven"]):
                del staaf["tekst"]
    assert canoniek.lees(Document, canoniek.schrijf(gegevens)).delen


def test_vergelijken_vraagt_evenveel_queries_bij_meer_kamers_en_tijdvakken(vorig_jaar):
    aantallen = []
    for hoeveel in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            stel_samen(Rapport.objects.get(), kamers=list(vorig_jaar.kamers.values())[:hoeveel])
        aantallen.append(len(queries))
    vorig_jaar.rapport.deelperioden.all().delete()
    for maand in range(1, 6):
        vorig_jaar.rapport.deelperioden.create(naam=f"Maand {maand}", **_dagen(Periode.maand(2020, maand)))
    with CaptureQueriesContext(connection) as queries:
        stel_samen(Rapport.objects.get())
    # Only the whole report asks for the amounts, which are about all kamers.
    assert aantallen[0] <= aantallen[1] == len(queries)


def _dagen(periode: Periode) -> dict[str, date]:
    return {"van": periode.van, "tm": periode.tm}
