"""Undoing an import as a whole: everything as it was before, or nothing changed and what is in the way."""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from buurtwerkkamers.importeren.ongedaan import InDeWeg, maak_ongedaan, maak_plan
from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.sporen import gebeurtenismodellen
from buurtwerkkamers.importeren.verloop import importeer
from buurtwerkkamers.models import Inlezing, Kamer, Logregel, Wijk
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import registratie
from deelnemers.models import Activiteit, Deelname, Inschrijving, Persoonsgegevens
from deelnemers.registratie import NieuweDeelname
from tests.fabrieken import maak_activiteit, maak_deelnemer, maak_kamer, registreer, systeem

GISTEREN = timezone.localdate() - timedelta(days=1)


def lees_in(soort: str, *rijen: dict[str, Any]) -> Any:
    """Import these rows as a file; the outcome."""
    with tempfile.TemporaryDirectory() as map_:
        pad = Path(map_) / "in.csv"
        with pad.open("w", newline="") as bestand:
            schrijver = csv.DictWriter(bestand, fieldnames=list(rijen[0]))
            schrijver.writeheader()
            schrijver.writerows(rijen)
        return importeer(soorten()[soort], pad, door=systeem(), naam="in.csv")


def laatste() -> Inlezing:
    return Inlezing.objects.order_by("op").last()


def alles() -> dict[str, list[tuple]]:
    """Every value of every table that has history."""
    modellen = {model.pgh_tracked_model for model in gebeurtenismodellen()}
    return {
        model._meta.label: sorted(
            model._base_manager.values_list(*[k.attname for k in model._meta.concrete_fields]), key=repr
        )
        for model in modellen
    }


@pytest.mark.django_db
def test_wat_het_bestand_maakte_gaat_weg_en_wat_het_veranderde_komt_terug():
    kamer = maak_kamer("TOP", adres="Plein 1")
    voor = alles()
    uitslag = lees_in("kamers", {"naam": "TOP", "adres": "Plein 2", "wijk": "Zuilen"}, {"naam": "De Klop"})
    assert (uitslag.nieuw, uitslag.gewijzigd, uitslag.fouten) == (1, 1, ())
    plan = maak_plan(laatste())
    assert (plan.weg, plan.terug, plan.beletsels) == (2, 1, [])
    assert maak_ongedaan(laatste(), door=systeem())
    assert alles() == voor
    kamer.refresh_from_db()
    assert kamer.adres == "Plein 1"
    assert not Wijk.objects.exists()


@pytest.mark.django_db
def test_een_tweede_keer_verandert_niets():
    lees_in("kamers", {"naam": "TOP"})
    assert maak_ongedaan(laatste(), door=systeem())
    lees_in("kamers", {"naam": "TOP"})
    eerste = Inlezing.objects.order_by("op").first()
    assert not maak_ongedaan(eerste, door=systeem())
    assert Kamer.objects.count() == 1
    assert Logregel.objects.filter(onderwerp_soort="ongedaan gemaakt").count() == 1


@pytest.mark.django_db
def test_ongedaan_maken_staat_in_de_geschiedenis_en_in_het_logboek():
    lees_in("kamers", {"naam": "TOP"})
    gemaakt = laatste()
    maak_ongedaan(gemaakt, door=systeem())
    gemaakt.refresh_from_db()
    assert gemaakt.ongedaan_door == systeem()
    laatste_gebeurtenis = Kamer.pgh_event_model.objects.order_by("pgh_id").last()
    assert laatste_gebeurtenis.pgh_label == "delete"
    assert laatste_gebeurtenis.pgh_context["ongedaan"] == str(gemaakt.pk)
    regel = Logregel.objects.filter(onderwerp_soort="ongedaan gemaakt").get()
    assert (regel.onderwerp_id, regel.reden) == (str(gemaakt.pk), "kamers: 1 verwijderd, 0 hersteld")


@pytest.mark.django_db
def test_wat_later_veranderde_staat_in_de_weg_en_blijft():
    maak_kamer("TOP", adres="Plein 1")
    lees_in("kamers", {"naam": "TOP", "adres": "Plein 2"}, {"naam": "De Klop", "adres": ""})
    Kamer.objects.filter(naam="De Klop").update(adres="Straat 3")
    Kamer.objects.filter(naam="TOP").update(adres="Plein 9")
    voor = alles()
    with pytest.raises(InDeWeg) as fout:
        maak_ongedaan(laatste(), door=systeem())
    assert fout.value.beletsels == [
        "Kamer ‘De Klop’ is daarna gewijzigd (adres).",
        "Kamer ‘TOP’ is daarna gewijzigd (adres).",
    ]
    assert alles() == voor
    assert not laatste().ongedaan_op


@pytest.mark.django_db
def test_een_andere_kolom_die_later_veranderde_staat_ook_in_de_weg():
    maak_kamer("TOP", adres="Plein 1")
    lees_in("kamers", {"naam": "TOP", "adres": "Plein 2"})
    Kamer.objects.update(korte_naam="T")
    assert maak_plan(laatste()).beletsels == ["Kamer ‘TOP’ is daarna gewijzigd (korte naam)."]


@pytest.mark.django_db
def test_wat_er_nu_op_rust_staat_in_de_weg():
    lees_in("kamers", {"naam": "TOP"})
    maak_activiteit(Kamer.objects.get(), "Eettafel")
    with pytest.raises(InDeWeg) as fout:
        maak_ongedaan(laatste(), door=systeem())
    assert fout.value.beletsels == ["1 activiteit hoort bij kamers uit dit bestand: Activiteit ‘Eettafel’"]
    assert Kamer.objects.exists()


@pytest.mark.django_db
def test_een_koppeling_zonder_eigen_geschiedenis_staat_ook_in_de_weg():
    maak_kamer("TOP")
    lees_in("activiteiten", {"kamer": "TOP", "naam": "Eettafel", "categorie": "Klussen"})
    Activiteit.objects.get().gastheren.add(systeem())
    assert maak_plan(laatste()).beletsels == ["1 koppeling hoort bij activiteiten uit dit bestand."]


@pytest.mark.django_db
def test_hoogstens_twintig_beletsels():
    lees_in("kamers", *({"naam": f"K{nr}", "adres": "x"} for nr in range(30)))
    Kamer.objects.update(adres="y")
    assert len(maak_plan(laatste()).beletsels) == 20


@pytest.mark.django_db
def test_wat_er_al_was_wordt_niet_verwijderd_ook_als_het_bestand_het_noemt():
    kamer = maak_kamer("TOP")
    eettafel = maak_activiteit(kamer, "Eettafel")
    anna = maak_deelnemer(kamer, "Anna", nummer="A1")
    registreer(eettafel, anna, date(2020, 1, 2))
    voor = alles()
    rij = {"kamer": "TOP", "activiteit": "Eettafel", "deelnemer": "A1"}
    uitslag = lees_in("deelnames", rij | {"datum": "2020-01-02"}, rij | {"datum": "2020-01-03"})
    assert (uitslag.nieuw, uitslag.ongewijzigd) == (1, 1)
    assert maak_ongedaan(laatste(), door=systeem())
    assert alles() == voor


@pytest.mark.django_db
def test_inschrijving_en_lijst_van_kamers_gaan_mee_terug():
    ander, top = maak_kamer("Ander"), maak_kamer("TOP")
    maak_activiteit(top, "Eettafel")
    anna = maak_deelnemer(ander, "Anna", nummer="A1")
    lees_in("deelnames", {"kamer": "TOP", "activiteit": "Eettafel", "deelnemer": "A1", "datum": "2020-01-02"})
    anna.refresh_from_db()
    assert anna.kamers == [ander.pk, top.pk]
    # An enrolment at a third kamer, after the import, changes the same list.
    registratie.schrijf_ook_in([(anna.pk, maak_kamer("Derde").pk, date(2020, 1, 5))], door=systeem())
    assert maak_ongedaan(laatste(), door=systeem())
    anna.refresh_from_db()
    assert set(anna.kamers) == {ander.pk, Kamer.objects.get(naam="Derde").pk}
    assert Persoonsgegevens.objects.get(deelnemer=anna).kamers == anna.kamers
    assert not Deelname.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_een_inschrijving_waar_iemand_sindsdien_op_steunt_blijft():
    """Without its enrolment a person who came at the door would disappear from that kamer."""
    ander, top = maak_kamer("Ander"), maak_kamer("TOP")
    eettafel = maak_activiteit(top, "Eettafel")
    anna = maak_deelnemer(ander, "Anna", nummer="A1")
    lees_in("deelnames", {"kamer": "TOP", "activiteit": "Eettafel", "deelnemer": "A1", "datum": "2020-01-02"})
    registratie.registreer_deelnames([NieuweDeelname(eettafel.pk, top.pk, anna.pk, GISTEREN)], door=systeem())
    with pytest.raises(InDeWeg) as fout:
        maak_ongedaan(laatste(), door=systeem())
    assert fout.value.beletsels == [
        "1 deelname van na dit bestand: daarvoor zijn de inschrijvingen uit dit bestand nodig."
    ]
    assert Inschrijving.objects.filter(kamer=top).exists()
    assert Deelname.objects.count() == 2


@pytest.mark.django_db
def test_wat_iemand_zelf_al_verwijderde_houdt_niets_tegen():
    lees_in("kamers", {"naam": "TOP"}, {"naam": "De Klop"})
    Kamer.objects.filter(naam="TOP").delete()
    assert maak_ongedaan(laatste(), door=systeem())
    assert not Kamer.objects.exists()


@pytest.mark.django_db
def test_een_gewijzigde_rij_die_weg_is_komt_niet_terug():
    maak_kamer("TOP", adres="Plein 1")
    lees_in("kamers", {"naam": "TOP", "adres": "Plein 2"})
    Kamer.objects.all().delete()
    with pytest.raises(Geweigerd):
        maak_ongedaan(laatste(), door=systeem())


@pytest.mark.django_db
def test_een_bestand_zonder_verandering_laat_geen_spoor():
    maak_kamer("TOP")
    assert lees_in("kamers", {"naam": "TOP"}).ongewijzigd == 1
    assert not Inlezing.objects.exists()


@pytest.mark.django_db
def test_alleen_wat_dit_bestand_deed_gaat_terug():
    """Two files after each other: the older one is undone, the newer one stays."""
    lees_in("kamers", {"naam": "TOP"})
    eerste = laatste()
    lees_in("kamers", {"naam": "De Klop"})
    assert maak_ongedaan(eerste, door=systeem())
    assert [kamer.naam for kamer in Kamer.objects.all()] == ["De Klop"]


@pytest.mark.django_db
def test_het_gewiste_verleden_wordt_gezegd():
    maak_kamer("TOP", adres="Plein 1")
    lees_in("kamers", {"naam": "TOP", "adres": "Plein 2"})
    gemaakt = laatste()
    gemaakt.gebeurtenissen = {
        label: [van, tm, aantal + 1] for label, (van, tm, aantal) in gemaakt.gebeurtenissen.items()
    }
    assert "geschiedenis van dit bestand" in maak_plan(gemaakt).beletsels[0]


@pytest.mark.django_db
def test_een_verwijzing_die_tijdens_het_ongedaan_maken_ontstaat_houdt_het_tegen(monkeypatch):
    """The database has the last word, before the answer: nobody's row is left hanging."""
    lees_in("kamers", {"naam": "TOP"})
    monkeypatch.setattr("buurtwerkkamers.importeren.ongedaan._zoek_wat_erop_rust", lambda plan: None)
    maak_activiteit(Kamer.objects.get(), "Eettafel")
    with pytest.raises(Geweigerd):
        maak_ongedaan(laatste(), door=systeem())
    assert Kamer.objects.exists()


# --- whatever is imported over whatever there is ------------------------------------------------------------------

KAMERS, MENSEN, LESSEN = ["TOP", "De Klop"], ["A1", "A2", "A3"], ["Eettafel", "Taalcafé"]
DAGEN = ["2020-01-02", "2020-01-03", "2020-02-01"]
LEEG_OF = ["", "x", "y"]


# Of each kind of file the cells that a row may hold.
CELLEN: dict[str, dict[str, list[Any]]] = {
    "kamers": {"naam": [*KAMERS, "Derde"], "adres": LEEG_OF, "wijk": ["", "Zuilen", "Ondiep"]},
    "deelnemers": {"nummer": [*MENSEN, "A4"], "voornaam": ["P", "Q", "R"], "achternaam": LEEG_OF},
    "activiteiten": {"kamer": KAMERS, "naam": [*LESSEN, "Soep"], "categorie": ["Klussen", "Formulieren"]},
    "deelnames": {"kamer": KAMERS, "datum": DAGEN, "activiteit": LESSEN, "deelnemer": MENSEN},
    "tellingen": {"kamer": KAMERS, "datum": DAGEN, "activiteit": LESSEN, "aantal": [0, 3, 5]},
    "rollen": {
        "deelnemer": MENSEN,
        "kamer": KAMERS,
        "rol": ["lid", "vrijwilliger"],
        "van": DAGEN[:2],
        "tot": ["", "2020-01-02", "2020-03-01"],
    },
    "klussen": {
        "nummer": ["K1", "K2", "K3"],
        "kamer": KAMERS,
        "aanvrager": MENSEN,
        "aangevraagd_op": ["2020-01-01"],
        "uitgevoerd_op": ["", "2020-01-05"],
        "soort": LEEG_OF,
    },
    "uren": {"kamer": KAMERS, "datum": DAGEN, "vrijwilliger": MENSEN, "uren": [1, 2], "groep": LEEG_OF},
    "verwijzingen": {
        "kamer": KAMERS,
        "datum": DAGEN,
        "deelnemer": MENSEN,
        "richting": ["in", "uit"],
        "organisatie": ["WIJ", "NIJ"],
        "effectief_op": ["", "2020-03-01"],
    },
    "trajecten": {
        "nummer": ["T1", "T2"],
        "kamer": KAMERS,
        "deelnemers": ["A1", "A1|A2", "A3"],
        "aangemeld_op": DAGEN[:2],
        "melder": LEEG_OF,
        "kennismaking_op": ["", "2020-01-09"],
    },
    "bedragen": {
        "bron": ["B", "C"],
        "jaar": [2020],
        "soort": ["kosten", "financiering"],
        "post": ["Huur", "Deel (%)", "Ander deel (%)"],
        "kamer": ["", *KAMERS],
        "begroot": ["", 10, 20],
        "regelsoort": ["regel", "totaal"],
    },
    "streefwaarden": {
        "afspraak": ["Afspraak 2020"],
        "groep": ["G"],
        "indicator": ["Klussen", "Uren"],
        "eenheid": ["aantal"],
        "kamer": KAMERS,
        "streefwaarde": ["10", "20"],
    },
}
SOORTEN = list(CELLEN)


def rijen_voor(soort: str, kies: random.Random) -> list[dict[str, Any]]:
    """A file with some rows of this kind, each about something else: small worlds, so that files meet each other."""
    maak = ({kolom: kies.choice(cellen) for kolom, cellen in CELLEN[soort].items()} for _ in range(kies.randint(1, 8)))
    sleutel = soorten()[soort].sleutel
    return list({tuple(rij.get(naam) for naam in sleutel): rij for rij in maak}.values())


def begin(kies: random.Random) -> None:
    """Some files that were there already, of every kind."""
    lees_in("kamers", *({"naam": naam} for naam in KAMERS))
    lees_in("deelnemers", *({"nummer": nummer, "voornaam": "P"} for nummer in MENSEN))
    lees_in(
        "activiteiten", *({"kamer": kamer, "naam": les, "categorie": "Klussen"} for kamer in KAMERS for les in LESSEN)
    )
    for soort in kies.sample(SOORTEN, 5):
        lees_in(soort, *rijen_voor(soort, kies))


class WillekeurigeBestanden(HypothesisTestCase):
    @settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.integers(0, 10**6), st.lists(st.sampled_from(SOORTEN), min_size=1, max_size=4))
    def test_van_achter_naar_voren_ongedaan_is_alles_als_eerst(self, zaad: int, gekozen: list[str]) -> None:
        kies = random.Random(zaad)
        begin(kies)
        standen = []
        for soort in gekozen:
            al, voor = Inlezing.objects.count(), alles()
            lees_in(soort, *rijen_voor(soort, kies))
            if Inlezing.objects.count() > al:
                standen.append((laatste(), voor))
        for inlezing, voor in reversed(standen):
            maak_ongedaan(inlezing, door=systeem())
            assert alles() == voor, inlezing.soort

    def test_alle_soorten_doen_mee(self) -> None:
        assert set(soorten()) == set(SOORTEN)
