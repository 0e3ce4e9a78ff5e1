"""Figures of what else a kamer records, against a brute-force reading of the rules."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie, tellingen
from deelnemers.models import (
    Contactmoment,
    Deelname,
    Deelnemer,
    Inzet,
    Klus,
    Opening,
    Partnercontact,
    Uitkomst,
    Verwijzing,
)
from deelnemers.registratie import NieuweDeelname, NieuweInzet, NieuweKlus
from deelnemers.registratie.contact import NieuwContact, leg_contact_vast
from deelnemers.registratie.openingen import zet_openingen
from deelnemers.registratie.partners import NieuwPartnercontact, leg_partnercontacten_vast
from deelnemers.registratie.uitkomsten import NieuweUitkomst, leg_uitkomsten_vast
from deelnemers.registratie.verwijzingen import NieuweVerwijzing, leg_verwijzingen_vast
from tests.fabrieken import maak_activiteit, maak_organisatie

pytestmark = pytest.mark.django_db
BEGIN = date(2019, 12, 24)
DAGEN = 16


@pytest.fixture
def w():
    door = Gebruiker.objects.systeem()
    kamers = [Kamer.objects.create(naam=naam) for naam in ("Noord", "Oost", "West")]
    return SimpleNamespace(
        door=door,
        kamers=kamers,
        mensen=[registratie.schrijf_in(kamer=kamers[0], voornaam=f"Mens {n}", op=BEGIN, door=door) for n in range(5)],
        organisaties=[
            maak_organisatie("W&I", Organisatie.Soort.UITKERINGSINSTANTIE),
            maak_organisatie("Huisarts", Organisatie.Soort.ZORG),
        ],
        activiteiten=[maak_activiteit(kamer, "Inloop") for kamer in kamers],
    )


def mens_van(kaart: int) -> int:
    naar = Deelnemer.objects.get(pk=kaart).samengevoegd_met_id
    return mens_van(naar) if naar else kaart


dag = st.integers(0, DAGEN - 1).map(lambda n: BEGIN + timedelta(days=n))
kamer_nr, mens_nr = st.integers(0, 2), st.integers(0, 4)
perioden = st.tuples(dag, dag).map(lambda paar: Periode(min(paar), max(paar)))
BOT = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def voeg_samen(w, dubbel) -> None:
    Deelnemer.objects.update(samengevoegd_met=None)
    for van, naar in dubbel.items():  # to an earlier card, so never in a circle
        Deelnemer.objects.filter(pk=w.mensen[van].pk).update(samengevoegd_met=w.mensen[naar % van])


@BOT
@given(
    verwezen=st.lists(
        st.tuples(
            kamer_nr, mens_nr, dag, st.sampled_from(["in", "uit"]), st.integers(0, 1), st.none() | st.integers(0, 9)
        ),
        max_size=12,
    ),
    bezoeken=st.lists(st.tuples(kamer_nr, mens_nr, dag), max_size=8),
    uren=st.lists(st.tuples(kamer_nr, mens_nr, dag), max_size=3, unique=True),
    klussen=st.lists(st.tuples(kamer_nr, mens_nr, st.none() | dag), max_size=3),
    periode=perioden,
    welke=st.sets(kamer_nr, min_size=1),
    dubbel=st.dictionaries(st.integers(1, 4), st.integers(0, 3), max_size=3),
    soort=st.none() | st.just(Organisatie.Soort.UITKERINGSINSTANTIE),
)
def test_doorverwezen_is_gelijk_aan_tellen_met_de_hand(
    w, verwezen, bezoeken, uren, klussen, periode, welke, dubbel, soort
):
    for model in (Verwijzing, Deelname, Inzet, Klus):
        model.objects.all().delete()
    voeg_samen(w, dubbel)
    leg_verwijzingen_vast(
        [
            NieuweVerwijzing(
                w.kamers[k].pk, w.mensen[m].pk, d, richting, w.organisaties[o],
                effectief_op=None if na is None else d + timedelta(days=na),
            )
            for k, m, d, richting, o, na in verwezen
        ],
        door=w.door,
    )  # fmt: skip
    registratie.registreer_deelnames(
        [NieuweDeelname(w.activiteiten[k].pk, w.kamers[k].pk, w.mensen[m].pk, d) for k, m, d in bezoeken], door=w.door
    )
    registratie.leg_inzet_vast([NieuweInzet(w.kamers[k].pk, w.mensen[m].pk, d, 1) for k, m, d in uren], door=w.door)
    registratie.leg_klussen_vast(
        [NieuweKlus(w.kamers[k].pk, w.mensen[m].pk, BEGIN, d) for k, m, d in klussen], door=w.door
    )
    kamers = [w.kamers[n] for n in sorted(welke)]
    geteld = tellingen.tel_doorverwezen(kamers, periode, soort)
    alles = tellingen.tel_verwijzingen(kamers, periode)
    for bereik, sleutel in [*(([k], k.pk) for k in kamers), (kamers, None)]:
        assert (geteld[sleutel].teller, geteld[sleutel].noemer) == _doorverwezen_bot(bereik, periode, soort)
        assert alles[sleutel] == len(
            {mens_van(v.deelnemer_id) for v in Verwijzing.objects.all() if v.kamer in bereik and periode.bevat(v.datum)}
        )


def _doorverwezen_bot(kamers, periode, soort) -> tuple[int, int]:
    """Per person and kamer: from the first referral in the period on, took part on a day up to its end?"""
    verwezen, deed_mee = set(), set()
    for v in Verwijzing.objects.select_related("organisatie"):
        if v.kamer not in kamers or v.richting != "in" or not periode.bevat(v.datum):
            continue
        if soort and v.organisatie.soort != soort:
            continue
        wie = mens_van(v.deelnemer_id)
        verwezen.add(wie)
        dagen = [
            *((d.deelnemer_id, d.datum) for d in Deelname.objects.filter(kamer=v.kamer)),
            *((i.deelnemer_id, i.datum) for i in Inzet.objects.filter(kamer=v.kamer)),
            *(
                (k.aanvrager_id, k.uitgevoerd_op)
                for k in Klus.objects.filter(kamer=v.kamer).exclude(uitgevoerd_op=None)
            ),
        ]
        daarna = any(mens_van(kaart) == wie and v.datum <= dag <= periode.tm for kaart, dag in dagen)
        if daarna or (v.effectief_op and v.effectief_op <= periode.tm):
            deed_mee.add(wie)
    return len(deed_mee), len(verwezen)


@BOT
@given(
    uitkomsten=st.lists(st.tuples(kamer_nr, mens_nr, dag, st.sampled_from(Uitkomst.Soort.values)), max_size=12),
    contact=st.lists(
        st.tuples(kamer_nr, mens_nr, dag, st.sampled_from(Contactmoment.Soort.values), st.booleans()), max_size=12
    ),
    partners=st.lists(st.tuples(kamer_nr, st.integers(0, 1), dag), max_size=8),
    openingen=st.dictionaries(st.tuples(kamer_nr, dag), st.sampled_from(Opening.Stand.values), max_size=10),
    periode=perioden,
    welke=st.sets(kamer_nr, min_size=1),
    dubbel=st.dictionaries(st.integers(1, 4), st.integers(0, 3), max_size=3),
)
def test_de_andere_cijfers_zijn_gelijk_aan_tellen_met_de_hand(
    w, uitkomsten, contact, partners, openingen, periode, welke, dubbel
):
    for model in (Uitkomst, Contactmoment, Partnercontact, Opening):
        model.objects.all().delete()
    voeg_samen(w, dubbel)
    leg_uitkomsten_vast(
        [NieuweUitkomst(w.kamers[k].pk, w.mensen[m].pk, d, soort) for k, m, d, soort in uitkomsten], door=w.door
    )
    leg_contact_vast(
        [NieuwContact(w.kamers[k].pk, w.mensen[m].pk, d, soort, lukte) for k, m, d, soort, lukte in contact],
        door=w.door,
    )
    leg_partnercontacten_vast(
        [NieuwPartnercontact(w.kamers[k].pk, w.organisaties[o], d) for k, o, d in partners], door=w.door
    )
    for (k, d), stand in openingen.items():
        zet_openingen(kamer=w.kamers[k], dagen=[d], stand=stand, door=w.door)
    kamers = [w.kamers[n] for n in sorted(welke)]
    per_soort, per_contact = tellingen.tel_uitkomsten(kamers, periode), tellingen.tel_contactmomenten(kamers, periode)
    per_partner, per_stand = tellingen.tel_wijkpartners(kamers, periode), tellingen.tel_dagen_open(kamers, periode)
    for bereik, sleutel in [*(([k], k.pk) for k in kamers), (kamers, None)]:

        def binnen(model, bereik=bereik):
            return [rij for rij in model.objects.all() if rij.kamer in bereik and periode.bevat(rij.datum)]

        for soort in Uitkomst.Soort.values:
            verwacht = {mens_van(u.deelnemer_id) for u in binnen(Uitkomst) if u.soort == soort}
            assert per_soort[soort][sleutel] == len(verwacht)
        keren = {(c.kamer_id, mens_van(c.deelnemer_id), c.datum, c.soort) for c in binnen(Contactmoment)}
        gelukt = {(c.kamer_id, mens_van(c.deelnemer_id), c.datum, c.soort) for c in binnen(Contactmoment) if c.bereikt}
        assert vars(per_contact[sleutel]) == {
            "aantal": len(keren), "gelukt": len(gelukt), "mensen": len({keer[1] for keer in keren})
        }  # fmt: skip
        assert per_partner[sleutel] == len({p.organisatie_id for p in binnen(Partnercontact)})
        for stand in Opening.Stand.values:
            assert per_stand[stand][sleutel] == sum(o.stand == stand for o in binnen(Opening))


def test_wie_op_twee_kaarten_werd_verwezen_en_op_een_ervan_kwam_telt_een_keer(w):
    een, twee = w.mensen[:2]
    noord = w.kamers[0]
    leg_verwijzingen_vast(
        [NieuweVerwijzing(noord.pk, mens.pk, BEGIN, "in", w.organisaties[0]) for mens in (een, twee)], door=w.door
    )
    registratie.registreer_deelnames(
        [NieuweDeelname(w.activiteiten[0].pk, noord.pk, een.pk, BEGIN + timedelta(days=1))], door=w.door
    )
    periode = Periode(BEGIN, BEGIN + timedelta(days=1))
    assert tellingen.tel_doorverwezen([noord], periode)[None] == tellingen.Paar(1, 2)
    Deelnemer.objects.filter(pk=twee.pk).update(samengevoegd_met=een)
    assert tellingen.tel_doorverwezen([noord], periode)[None] == tellingen.Paar(1, 1)
    assert tellingen.tel_verwijzingen([noord], periode)[None] == 1


def test_tellen_vraagt_de_database_even_vaak_bij_meer_kamers(w, django_assert_max_num_queries):
    for functie, hoogstens in (
        (tellingen.tel_verwijzingen, 2),
        (tellingen.tel_doorverwezen, 5),
        (tellingen.tel_wijkpartners, 1),
        (tellingen.tel_uitkomsten, 8),
        (tellingen.tel_contactmomenten, 2),
        (tellingen.tel_dagen_open, 1),
    ):
        with django_assert_max_num_queries(hoogstens):
            functie(w.kamers, Periode.jaar(2019))


def test_elk_cijfer_heeft_een_zin():
    for naam in ("doorverwezen", "verwijzingen", "wijkpartners", "uitkomsten", "contactmomenten", "dagen_open"):
        assert tellingen.REGELS[naam].endswith(".")
