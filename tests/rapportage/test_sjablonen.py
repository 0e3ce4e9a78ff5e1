"""Sjablonen are made and changed by function: order, copies, and what is refused with a way out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from gegevens import Wereld
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.schrijven import Geweigerd, Intussen
from deelnemers import registratie
from deelnemers.models import Activiteit, Deelnemer
from rapportage import antwoorden, sjablonen, vaststelling
from rapportage.models import Klad, Onderdeel, Sjabloon
from rapportage.rapportvorm import Document
from rapportage.samenstelling import reken_opnieuw
from rapportage.sjablonen import Inhoud
from rapportage.sjablonen.lezen import Inhoudsopgave, proefdruk, te_kiezen
from rapportage.sjablonen.soorten import GROEPEN, SOORTEN
from tests.fabrieken import Rol, maak_gebruiker

pytestmark = pytest.mark.django_db
Soort = Onderdeel.Soort
VRAAG = Inhoud(Soort.VRAAG_PER_KAMER, "Wat lukte?", "Vertel het kort.")
KEUZE = Inhoud(Soort.KEUZE, "Verder?", "", ("Ja", "Nee"))
TABEL = Inhoud(Soort.DEELNEMERS, "Deelnemers", "", vergelijking="jaar_eerder")


@pytest.fixture
def bureau(db):
    return maak_gebruiker(Rol.BUREAU)


@pytest.fixture
def sjabloon(bureau) -> Sjabloon:
    return sjablonen.maak_sjabloon(naam="Proef", onderdelen=(VRAAG, KEUZE, TABEL), door=bureau)


def inhoud_van(sjabloon: Sjabloon) -> list[Inhoud]:
    return [Inhoud.van(deel) for deel in sjabloon.onderdelen.order_by("volgorde")]


def plaatsen(sjabloon: Sjabloon) -> list[int]:
    return list(sjabloon.onderdelen.order_by("volgorde").values_list("volgorde", flat=True))


def titels(sjabloon: Sjabloon) -> list[str]:
    return [inhoud.titel for inhoud in inhoud_van(sjabloon)]


# --- making and copying


def test_een_nieuw_sjabloon_heeft_zijn_onderdelen_in_de_gegeven_volgorde(sjabloon):
    assert inhoud_van(sjabloon) == [VRAAG, KEUZE, TABEL]
    assert plaatsen(sjabloon) == [1, 2, 3]
    assert not sjabloon.in_gebruik


def test_een_kopie_is_gelijk_en_verandert_los_van_het_eerste(sjabloon, bureau):
    sjablonen.wijzig_sjabloon(sjabloon=sjabloon, omschrijving="Voor de fondsen", door=bureau)
    kopie = sjablonen.kopieer_sjabloon(sjabloon=sjabloon, door=bureau)
    assert (kopie.naam, kopie.omschrijving, kopie.in_gebruik) == ("Proef (kopie)", "Voor de fondsen", False)
    assert inhoud_van(kopie) == inhoud_van(sjabloon)
    sjablonen.verwijder_onderdeel(onderdeel=kopie.onderdelen.all()[0], door=bureau)
    assert inhoud_van(sjabloon) == [VRAAG, KEUZE, TABEL]
    assert sjablonen.kopieer_sjabloon(sjabloon=sjabloon, door=bureau).naam == "Proef (kopie 2)"


def test_een_kopie_van_de_langste_naam_past(bureau):
    lang = sjablonen.maak_sjabloon(naam="n" * 120, door=bureau)
    kopie = sjablonen.kopieer_sjabloon(sjabloon=lang, door=bureau)
    assert kopie.naam == "n" * 112 + " (kopie)"
    assert len(sjablonen.kopieer_sjabloon(sjabloon=lang, door=bureau).naam) == 120


@pytest.mark.parametrize("naam", ["Proef", " PROEF "])
def test_een_naam_is_er_een_keer(sjabloon, bureau, naam):
    with pytest.raises(Geweigerd, match="Er is al een sjabloon met deze naam"):
        sjablonen.maak_sjabloon(naam=naam, door=bureau)
    assert sjablonen.wijzig_sjabloon(sjabloon=sjabloon, naam=naam, door=bureau).naam == naam.strip()


def test_zonder_onderdelen_kan_een_sjabloon_niet_in_gebruik(bureau):
    leeg = sjablonen.maak_sjabloon(naam="Leeg", door=bureau)
    with pytest.raises(Geweigerd, match="Voeg eerst een onderdeel toe"):
        sjablonen.wijzig_sjabloon(sjabloon=leeg, in_gebruik=True, door=bureau)
    sjablonen.zet_onderdeel(sjabloon=leeg, inhoud=VRAAG, door=bureau)
    in_gebruik = sjablonen.wijzig_sjabloon(sjabloon=leeg, in_gebruik=True, door=bureau)
    assert list(te_kiezen()) == [in_gebruik]
    with pytest.raises(Geweigerd, match="laatste onderdeel"):
        sjablonen.verwijder_onderdeel(onderdeel=leeg.onderdelen.get(), door=bureau)


# --- parts and their order


def test_een_onderdeel_erbij_veranderen_en_weg(sjabloon, bureau):
    tekst = Inhoud(Soort.TEKST, "  In het kort ", tekst="Samen {uniek stad}.\r\nKlaar.\n")
    erbij = sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=tekst, plaats=2, door=bureau)
    assert titels(sjabloon) == ["Wat lukte?", "In het kort", "Verder?", "Deelnemers"]
    assert erbij.tekst == "Samen {uniek stad}.\nKlaar."
    anders = Inhoud(Soort.TEKST, "Kort", tekst="Anders.")
    sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=anders, onderdeel=erbij, plaats=99, door=bureau)
    assert titels(sjabloon) == ["Wat lukte?", "Verder?", "Deelnemers", "Kort"]
    sjablonen.verwijder_onderdeel(onderdeel=sjabloon.onderdelen.get(titel="Verder?"), door=bureau)
    assert plaatsen(sjabloon) == [1, 2, 3]


def test_wie_over_de_wijziging_van_een_ander_heen_schrijft_hoort_dat(sjabloon, bureau):
    deel = sjabloon.onderdelen.get(titel="Wat lukte?")
    gezien = Inhoud.van(deel).kenmerk
    anders = Inhoud(Soort.VRAAG_PER_KAMER, "Wat ging goed?")
    sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=anders, onderdeel=deel, gezien=gezien, door=bureau)
    with pytest.raises(Intussen):
        sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=VRAAG, onderdeel=deel, gezien=gezien, door=bureau)
    assert titels(sjabloon)[0] == "Wat ging goed?"


@pytest.mark.parametrize(
    ("inhoud", "reden"),
    [
        (Inhoud(Soort.KEUZE, "Verder?", keuzes=("Ja",)), "minstens twee mogelijkheden"),
        (Inhoud(Soort.VRAAG_EENMALIG, "Verder?", keuzes=("Ja", "Nee")), "minstens twee mogelijkheden"),
        (Inhoud(Soort.TEKST, "Vooraf", tekst=" \n "), "Schrijf de vaste tekst"),
        (Inhoud(Soort.VERGELIJKING, "Groei"), "Kies waarmee u vergelijkt"),
        (Inhoud(Soort.VRAAG_PER_KAMER, "Groei", vergelijking="jaar_eerder"), "Kies waarmee u vergelijkt"),
        (Inhoud(Soort.DEELNEMERS, " "), "Schrijf een titel"),
        (Inhoud(Soort.DEELNEMERS, "t" * 121), "te lang"),
    ],
)
def test_wat_niet_bij_de_soort_past_wordt_geweigerd(sjabloon, bureau, inhoud, reden):
    with pytest.raises(Geweigerd, match=reden):
        sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=inhoud, door=bureau)
    assert plaatsen(sjabloon) == [1, 2, 3]


def test_een_sjabloon_loopt_niet_eindeloos_vol(bureau):
    vol = sjablonen.maak_sjabloon(naam="Vol", onderdelen=[VRAAG] * sjablonen.MEESTE_ONDERDELEN, door=bureau)
    with pytest.raises(Geweigerd, match="hoogstens 40 onderdelen"):
        sjablonen.zet_onderdeel(sjabloon=vol, inhoud=VRAAG, door=bureau)


ZET = st.tuples(st.integers(0, 4), st.one_of(st.tuples(st.just("stap"), st.integers(-3, 3)),
                                             st.tuples(st.just("naar"), st.integers(-2, 9))))  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ZET, max_size=8))
def test_hoe_er_ook_wordt_verplaatst_elk_onderdeel_houdt_een_eigen_plaats(bureau, zetten):
    """Against a list in memory: the same moves give the same order, numbered 1 to n."""
    Sjabloon.objects.filter(naam="Schuiven").delete()
    namen = list("abcde")
    delen = [Inhoud(Soort.VRAAG_PER_KAMER, naam) for naam in namen]
    sjabloon = sjablonen.maak_sjabloon(naam="Schuiven", onderdelen=delen, door=bureau)
    for welke, (hoe, waarde) in zetten:
        naam = "abcde"[welke]
        sjablonen.verplaats(onderdeel=sjabloon.onderdelen.get(titel=naam), **{hoe: waarde}, door=bureau)
        plek = namen.index(naam) + waarde if hoe == "stap" else waarde - 1
        namen.remove(naam)
        namen.insert(min(max(plek, 0), 4), naam)
        assert plaatsen(sjabloon) == [1, 2, 3, 4, 5]
        assert titels(sjabloon) == namen


# --- what reports need stays


def test_een_gebruikt_sjabloon_blijft_en_zegt_wat_wel_kan(wereld: Wereld):
    with pytest.raises(Geweigerd, match="‘Niet meer in gebruik’"):
        sjablonen.verwijder_sjabloon(sjabloon=wereld.rapport.sjabloon, door=wereld.bureau)
    sjablonen.wijzig_sjabloon(sjabloon=wereld.rapport.sjabloon, in_gebruik=False, door=wereld.bureau)
    assert wereld.rapport.sjabloon not in te_kiezen()
    assert len(reken_opnieuw(wereld.rapport).delen) == 9


def test_een_ongebruikt_sjabloon_kan_weg(sjabloon, bureau):
    sjablonen.verwijder_sjabloon(sjabloon=sjabloon, door=bureau)
    assert not Sjabloon.objects.filter(naam="Proef").exists()
    with pytest.raises(Geweigerd, match="er niet meer"):
        sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=VRAAG, door=bureau)


def test_bij_een_antwoord_kan_de_vraag_niet_weg_en_niet_anders_worden(wereld: Wereld):
    vraag, sjabloon = wereld.vraag(), wereld.rapport.sjabloon
    wereld.schrijf()
    with pytest.raises(Geweigerd, match=r"al beantwoord.*Maak een kopie van dit sjabloon"):
        sjablonen.verwijder_onderdeel(onderdeel=vraag, door=wereld.bureau)
    ander_soort = Inhoud(Soort.VRAAG_EENMALIG, vraag.titel)
    with pytest.raises(Geweigerd, match=r"al beantwoord.*Of maak een kopie van dit sjabloon"):
        sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=ander_soort, onderdeel=vraag, door=wereld.bureau)
    beter = Inhoud(vraag.soort, "Hoe was het?")
    assert sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=beter, onderdeel=vraag, door=wereld.bureau).pk == vraag.pk


def test_een_gekozen_mogelijkheid_blijft_staan(wereld: Wereld):
    keuze = wereld.vraag("keuze")
    antwoorden.beantwoord(
        rapport=wereld.rapport, onderdeel=keuze, kamer=None, tekst="", keuze=keuze.keuzes[1], door=wereld.bureau
    )
    zonder = Inhoud(Soort.KEUZE, keuze.titel, keuzes=(keuze.keuzes[0], "Iets anders"))
    with pytest.raises(Geweigerd, match=r"al is gekozen.*Of maak een kopie"):
        sjablonen.zet_onderdeel(sjabloon=wereld.rapport.sjabloon, inhoud=zonder, onderdeel=keuze, door=wereld.bureau)


def test_wat_iemand_aan_het_schrijven_is_gaat_niet_verloren(wereld: Wereld):
    vraag = wereld.vraag()
    schrijver = wereld.coordinatoren["TOP"]
    Klad.objects.create(
        rapport=wereld.rapport, onderdeel=vraag, kamer=wereld.kamers["TOP"], gebruiker=schrijver, tekst="Half af"
    )
    with pytest.raises(Geweigerd, match=r"staat al tekst.*Maak een kopie"):
        sjablonen.verwijder_onderdeel(onderdeel=vraag, door=wereld.bureau)
    assert Klad.objects.get().tekst == "Half af"


def test_ligt_een_rapport_ter_controle_dan_verandert_zijn_sjabloon_niet(wereld: Wereld):
    sjabloon = wereld.rapport.sjabloon
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    voor = inhoud_van(sjabloon)
    eerste = sjabloon.onderdelen.all()[0]
    pogingen = [
        lambda: sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=VRAAG, door=wereld.bureau),
        lambda: sjablonen.zet_onderdeel(sjabloon=sjabloon, inhoud=VRAAG, onderdeel=eerste, door=wereld.bureau),
        lambda: sjablonen.verplaats(onderdeel=eerste, stap=1, door=wereld.bureau),
        lambda: sjablonen.verwijder_onderdeel(onderdeel=eerste, door=wereld.bureau),
    ]
    for poging in pogingen:
        with pytest.raises(Geweigerd, match=r"ligt ter controle.*Of maak een kopie"):
            poging()
    assert inhoud_van(sjabloon) == voor
    assert Inhoudsopgave.van(sjabloon).ter_controle == wereld.rapport
    kopie = sjablonen.kopieer_sjabloon(sjabloon=sjabloon, door=wereld.bureau)
    sjablonen.zet_onderdeel(sjabloon=kopie, inhoud=VRAAG, door=wereld.bureau)


# --- the examples


def test_een_voorbeeld_is_na_overnemen_van_de_cooperatie(bureau):
    for voorbeeld in sjablonen.VOORBEELDEN.values():
        eerste = sjablonen.neem_voorbeeld_over(voorbeeld=voorbeeld, door=bureau)
        assert (eerste.naam, eerste.in_gebruik) == (voorbeeld.naam, True)
        assert inhoud_van(eerste) == list(voorbeeld.onderdelen)
        assert sjablonen.neem_voorbeeld_over(voorbeeld=voorbeeld, door=bureau).naam == f"{voorbeeld.naam} (2)"


def test_het_verslag_van_2018_heeft_wat_het_had(bureau):
    soorten = [deel.soort for deel in sjablonen.maak_sjabloon_juli_2018().onderdelen.all()]
    assert (soorten[0], soorten[-1]) == (Soort.VRAAG_EENMALIG, Soort.VRAAG_EENMALIG)
    assert set(soorten) >= {
        Soort.VRAAG_PER_KAMER,
        Soort.TEKST,
        Soort.AANDEELGRAFIEK,
        Soort.BEZOEKGRAFIEK,
        Soort.VERGELIJKING,
    }
    assert sjablonen.maak_sjabloon_juli_2018() == sjablonen.maak_sjabloon_juli_2018()


def test_elke_soort_heeft_een_uitleg_en_iets_om_in_te_vullen():
    assert set(SOORTEN) == set(Soort.values)
    assert len(SOORTEN) == sum(len(groep.soorten) for groep in GROEPEN)
    for uitleg in SOORTEN.values():
        assert uitleg.zin.endswith(".")
        assert ("keuzes" in uitleg.velden) == (uitleg.soort == Soort.KEUZE)
        assert ("tekst" in uitleg.velden) == (uitleg.soort == Soort.TEKST)
        assert uitleg.soort not in Onderdeel.ZONDER_CIJFERS or "vergelijking" not in uitleg.velden


# --- a specimen


def test_een_proefdruk_heeft_de_cijfers_en_geen_antwoorden_en_bewaart_niets(wereld: Wereld):
    wereld.schrijf("Dit staat er.")
    voor = wereld.rapport.sjabloon_id
    zelfde = proefdruk(wereld.rapport.sjabloon, wereld.rapport)
    assert [tekst.tekst for deel in zelfde.delen for tekst in deel.teksten] == [""] * 8
    verslag = proefdruk(sjablonen.maak_sjabloon_juli_2018(), wereld.rapport)
    assert isinstance(verslag, Document)
    assert [deel.titel for deel in verslag.delen][0] == "Inleiding"
    echt = next(deel for deel in reken_opnieuw(wereld.rapport).delen if deel.soort == Soort.DEELNEMERS)
    assert next(deel for deel in verslag.delen if deel.soort == Soort.DEELNEMERS).tabellen == echt.tabellen
    wereld.rapport.refresh_from_db()
    assert wereld.rapport.sjabloon_id == voor


def test_aandelen_van_deelnames_zijn_geen_aandelen_van_mensen(wereld: Wereld):
    """One person who comes ten times more moves the shares of attendances and leaves those of people alone."""
    sjabloon = sjablonen.maak_sjabloon_juli_2018()

    def aandelen(soort: str) -> list[int | None]:
        deel = next(d for d in proefdruk(sjabloon, wereld.rapport).delen if d.soort == soort)
        return [
            cel for rij in deel.tabellen[0].tabel.rijen if rij.cellen[0] == "Nederlandse taal" for cel in rij.cellen[1:]
        ]

    voor = aandelen(Soort.AANDEELGRAFIEK), aandelen(Soort.BEZOEKGRAFIEK)
    top = wereld.kamers["TOP"]
    les = Activiteit.objects.get(kamer=top, naam__startswith="Nederlandse taal")
    mens = Deelnemer.objects.filter(deelnames__activiteit=les).first()
    dagen = [date(2020, 1, 6) + timedelta(days=n) for n in range(60)]
    rijen = [registratie.NieuweDeelname(les.pk, top.pk, mens.pk, dag) for dag in dagen]
    registratie.registreer_deelnames(rijen, door=wereld.bureau)
    na = aandelen(Soort.AANDEELGRAFIEK), aandelen(Soort.BEZOEKGRAFIEK)
    assert na[0] == voor[0]
    assert na[1][0] > voor[1][0]
