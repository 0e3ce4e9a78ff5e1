"""Merging two cards and undoing it: a pointer, enrolments and chosen fields; in any order, with nothing lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import registratie, samengevoegd, tellingen, zicht
from deelnemers.models import Deelname, Deelnemer, Inschrijving, NietDezelfde, Persoonsgegevens, Rol, Samenvoeging
from deelnemers.registratie import NieuweInzet, NieuweRol
from deelnemers.registratie.samenvoegen import VELDEN, waarde
from tests.deelnemers.wereld import dagen_terug, kwam, maak_wereld, vandaag
from tests.fabrieken import maak_activiteit, maak_deelnemer, maak_kamer, systeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def w():
    wereld = maak_wereld()
    wereld.dubbel = maak_deelnemer(wereld.elders, "Fatma", achternaam="Bakkali", telefoon="06 99887766")
    return wereld


def kamers(mens) -> set[int]:
    return set(Deelnemer.objects.get(pk=mens.pk).kamers)


def voeg_samen(w, van, naar, *velden) -> Samenvoeging:
    return registratie.voeg_samen(van=van, naar=naar, velden=velden, door=w.bureau)


def maak_ongedaan(w, samenvoeging) -> Samenvoeging:
    return registratie.maak_ongedaan(samenvoeging, door=w.bureau)


def vers(mens) -> Deelnemer:
    return Deelnemer.objects.select_related("persoonsgegevens").get(pk=mens.pk)


# --- what a merge does -------------------------------------------------------------------------------------------


def test_samenvoegen_wijst_naar_de_kaart_die_blijft_en_verplaatst_niets(w):
    kwam(w.elders_eten, w.dubbel, op=dagen_terug(3))
    samenvoeging = voeg_samen(w, w.dubbel, w.fatima)
    assert (samenvoeging.stand, samenvoeging.beslist_door, samenvoeging.velden) == ("gedaan", w.bureau, [])
    assert vers(w.dubbel).samengevoegd_met == w.fatima
    assert Deelname.objects.get().deelnemer == w.dubbel
    assert kamers(w.fatima) == {w.top.pk, w.elders.pk}
    assert kamers(w.dubbel) == {w.elders.pk}
    assert Inschrijving.objects.get(deelnemer=w.fatima, kamer=w.elders).van == date(2019, 1, 1)
    assert samengevoegd.wortel(w.dubbel.pk) == samengevoegd.wortel(w.fatima.pk) == w.fatima.pk
    assert samengevoegd.kaarten_van(vers(w.dubbel)) == [w.fatima.pk, w.dubbel.pk]
    assert w.dubbel not in zicht.zichtbare_deelnemers(w.bureau)
    assert w.fatima in zicht.zichtbare_deelnemers(w.coordinator_elders)


def test_ketens_hebben_een_wortel(w):
    voeg_samen(w, w.dubbel, w.riet)
    voeg_samen(w, w.riet, w.fatima)
    voeg_samen(w, w.fatima, w.ozgur)
    assert samengevoegd.wortels() == dict.fromkeys((w.dubbel.pk, w.riet.pk, w.fatima.pk), w.ozgur.pk)
    assert samengevoegd.wortel(w.dubbel.pk) == w.ozgur.pk
    assert set(samengevoegd.kaarten_van(vers(w.fatima))) == {w.dubbel.pk, w.riet.pk, w.fatima.pk, w.ozgur.pk}


def test_twee_keer_samenvoegen_is_een_keer(w):
    assert voeg_samen(w, w.dubbel, w.fatima) == voeg_samen(w, w.dubbel, w.fatima)
    assert Samenvoeging.objects.count() == 1


def test_alleen_kaarten_die_gelden_worden_samengevoegd(w):
    voeg_samen(w, w.dubbel, w.fatima)
    for van, naar in ((w.dubbel, w.riet), (w.riet, w.dubbel), (w.fatima, w.dubbel), (w.riet, w.riet)):
        with pytest.raises(Geweigerd):
            voeg_samen(w, van, naar)
    Persoonsgegevens.objects.get(deelnemer=w.ozgur).delete()
    with pytest.raises(Geweigerd, match="gewist"):
        voeg_samen(w, Deelnemer.objects.get(pk=w.ozgur.pk), w.riet)


def test_de_database_weigert_een_kaart_die_naar_zichzelf_wijst_en_twee_samenvoegingen_tegelijk(w):
    with pytest.raises(IntegrityError), transaction.atomic():
        Deelnemer.objects.filter(pk=w.riet.pk).update(samengevoegd_met=w.riet)
    voeg_samen(w, w.dubbel, w.fatima)
    with pytest.raises(IntegrityError), transaction.atomic():
        Samenvoeging.objects.create(van=w.dubbel, naar=w.riet, stand="gedaan", voorgesteld_door=w.bureau)


def test_gekozen_velden_worden_overgenomen_en_gaan_terug(w):
    registratie.wijzig_gegevens(w.dubbel, geboortejaar=1970, door=w.bureau)
    samenvoeging = voeg_samen(w, w.dubbel, w.fatima, "voornaam", "telefoon", "geboortejaar", "email")
    assert samenvoeging.velden == ["voornaam", "telefoon", "geboortejaar"]  # the e-mail address was the same
    na = vers(w.fatima)
    assert (na.naam, na.persoonsgegevens.telefoon, na.geboortejaar) == ("Fatma el Bakkali", "06 99887766", 1970)
    assert na.persoonsgegevens.zoeknaam == "fatma el bakkali"
    maak_ongedaan(w, samenvoeging)
    terug = vers(w.fatima)
    assert (terug.naam, terug.persoonsgegevens.telefoon, terug.geboortejaar) == (
        "Fatima el Bakkali",
        "06 11223344",
        None,
    )
    assert terug.persoonsgegevens.zoeknaam == "fatima el bakkali"
    assert terug.samengevoegd_met is None


def test_de_stand_van_voor_blijft_te_vinden(w):
    samenvoeging = voeg_samen(w, w.dubbel, w.fatima, "telefoon")
    from django.apps import apps

    voor = apps.get_model("deelnemers", "PersoonsgegevensEvent").objects.get(pgh_id=samenvoeging.stand_voor)
    assert (voor.deelnemer_id, voor.telefoon) == (w.fatima.pk, "06 11223344")


def test_wat_iemand_na_het_samenvoegen_veranderde_blijft(w):
    samenvoeging = voeg_samen(w, w.dubbel, w.fatima, "telefoon", "voornaam")
    registratie.wijzig_gegevens(vers(w.fatima), telefoon="06 12121212", door=w.coordinator)
    maak_ongedaan(w, samenvoeging)
    terug = vers(w.fatima)
    assert (terug.persoonsgegevens.telefoon, terug.persoonsgegevens.voornaam) == ("06 12121212", "Fatima")


@pytest.mark.parametrize("volgorde", [(0, 1), (1, 0)])
def test_twee_keer_hetzelfde_veld_gaat_terug_in_elke_volgorde(w, volgorde):
    derde = maak_deelnemer(w.elders, "Fatiema", telefoon="06 33333333")
    gedaan = [voeg_samen(w, w.dubbel, w.fatima, "telefoon"), voeg_samen(w, derde, w.fatima, "telefoon")]
    assert vers(w.fatima).persoonsgegevens.telefoon == "06 33333333"
    for nummer in volgorde:
        maak_ongedaan(w, gedaan[nummer])
    assert vers(w.fatima).persoonsgegevens.telefoon == "06 11223344"


# --- undo ---------------------------------------------------------------------------------------------------------


def test_ongedaan_maken_neemt_de_gegeven_inschrijving_terug(w):
    samenvoeging = voeg_samen(w, w.dubbel, w.fatima)
    for _ in range(2):
        assert maak_ongedaan(w, samenvoeging).stand == "ongedaan"
    assert kamers(w.fatima) == {w.top.pk}
    assert kamers(w.dubbel) == {w.elders.pk}
    assert w.fatima not in zicht.zichtbare_deelnemers(w.coordinator_elders)


@pytest.mark.parametrize("wat", ["bezoek", "rol", "uren"])
def test_een_inschrijving_met_eigen_registraties_blijft(w, wat):
    samenvoeging = voeg_samen(w, w.dubbel, w.fatima)
    if wat == "bezoek":
        kwam(w.elders_eten, w.fatima, op=dagen_terug(1))
    elif wat == "rol":
        registratie.geef_rollen([NieuweRol(w.fatima.pk, w.elders.pk, "lid", dagen_terug(1))], door=w.bureau)
    else:
        uren = NieuweInzet(w.elders.pk, w.fatima.pk, dagen_terug(1), Decimal(2))
        registratie.leg_inzet_vast([uren], door=w.bureau)
    maak_ongedaan(w, samenvoeging)
    assert kamers(w.fatima) == {w.top.pk, w.elders.pk}


def test_een_inschrijving_die_een_ander_dubbel_ook_heeft_blijft(w):
    ander = maak_deelnemer(w.elders, "Fatiema")
    eerste, tweede = voeg_samen(w, w.dubbel, w.fatima), voeg_samen(w, ander, w.fatima)
    maak_ongedaan(w, eerste)
    assert kamers(w.fatima) == {w.top.pk, w.elders.pk}
    maak_ongedaan(w, tweede)
    assert kamers(w.fatima) == {w.top.pk}


def test_ongedaan_maken_onder_in_een_keten_werkt_door_tot_boven(w):
    eerste = voeg_samen(w, w.dubbel, w.riet)
    tweede = voeg_samen(w, w.riet, w.fatima)
    assert kamers(w.fatima) == {w.top.pk, w.elders.pk}
    maak_ongedaan(w, eerste)
    assert kamers(w.riet) == kamers(w.fatima) == {w.top.pk}
    assert samengevoegd.wortels() == {w.riet.pk: w.fatima.pk}
    maak_ongedaan(w, tweede)
    assert samengevoegd.wortels() == {}


def test_na_ongedaan_maken_kan_het_opnieuw(w):
    maak_ongedaan(w, voeg_samen(w, w.dubbel, w.fatima))
    assert voeg_samen(w, w.fatima, w.dubbel).stand == "gedaan"
    assert samengevoegd.wortels() == {w.fatima.pk: w.dubbel.pk}


# --- proposals and 'not the same' ---------------------------------------------------------------------------------


def test_een_voorstel_wordt_de_samenvoeging(w):
    voorstel = registratie.stel_samenvoegen_voor(
        van=w.riet, naar=w.fatima, kamer=w.top, velden=["voornaam"], door=w.coordinator
    )
    assert samengevoegd.wortels() == {}
    opnieuw = registratie.stel_samenvoegen_voor(van=w.fatima, naar=w.riet, kamer=w.top, door=w.coordinator)
    assert (opnieuw.pk, opnieuw.naar) == (voorstel.pk, w.riet)
    gedaan = voeg_samen(w, w.riet, w.fatima)
    assert (gedaan.pk, gedaan.voorgesteld_door, gedaan.beslist_door) == (voorstel.pk, w.coordinator, w.bureau)
    with pytest.raises(Geweigerd):
        maak_ongedaan(
            w, Samenvoeging.objects.create(van=w.riet, naar=w.ozgur, stand="afgewezen", voorgesteld_door=w.bureau)
        )


def test_afwijzen_en_niet_dezelfde(w):
    voorstel = registratie.stel_samenvoegen_voor(van=w.riet, naar=w.fatima, kamer=w.top, door=w.coordinator)
    assert registratie.wijs_af(voorstel, door=w.bureau).stand == "afgewezen"
    voorstel = registratie.stel_samenvoegen_voor(van=w.riet, naar=w.fatima, kamer=w.top, door=w.coordinator)
    for een, ander in ((w.fatima, w.riet), (w.riet, w.fatima)):
        registratie.niet_dezelfde(een, ander, door=w.coordinator)
    assert NietDezelfde.objects.get().een_id < NietDezelfde.objects.get().ander_id
    assert Samenvoeging.objects.get(pk=voorstel.pk).stand == "afgewezen"


def test_wat_binnenkomt_voor_een_dubbele_kaart_komt_bij_de_kaart_die_geldt(w):
    derde = maak_kamer("Derde")
    voeg_samen(w, w.dubbel, w.fatima)
    registratie.schrijf_ook_in([(w.dubbel.pk, derde.pk, vandaag())], door=w.bureau)
    registratie.geef_rollen([NieuweRol(w.dubbel.pk, derde.pk, "lid", dagen_terug(1))], door=w.bureau)
    assert derde.pk in kamers(w.fatima)
    assert derde.pk not in kamers(w.dubbel)
    assert Rol.objects.get().deelnemer == w.fatima


# --- any order ----------------------------------------------------------------------------------------------------

BEGIN = date(2020, 1, 6)
MENSEN, KAMERS, DAGEN = 7, 3, 10
WEEK = Periode(BEGIN, BEGIN + timedelta(days=DAGEN - 1))
bezoek = st.tuples(st.integers(0, MENSEN - 1), st.integers(0, KAMERS - 1), st.integers(0, DAGEN - 1))
wie = st.integers(0, MENSEN - 1)
stap = st.one_of(
    st.tuples(st.just("samen"), wie, wie, st.sets(st.sampled_from(list(VELDEN)))),
    st.tuples(st.just("terug"), st.integers(0, 20)),
)


class Model:
    """The same, as plainly as can be: who points at whom, and where each card itself comes."""

    def __init__(self, mensen, bezoeken) -> None:
        self.wijst: dict[int, int] = {}
        self.eigen = {mens: {0} for mens in range(mensen)}
        self.bezoeken = bezoeken
        for mens, kamer, _ in bezoeken:
            self.eigen[mens].add(kamer)

    def wortel(self, mens: int) -> int:
        return self.wortel(self.wijst[mens]) if mens in self.wijst else mens

    def kamers(self, mens: int) -> set[int]:
        onder = [m for m, naar in self.wijst.items() if naar == mens]
        return self.eigen[mens].union(*(self.kamers(m) for m in onder))

    def cijfers(self) -> dict:
        uit = {}
        for kamer in (*range(KAMERS), None):
            hier = {(self.wortel(m), k, dag) for m, k, dag in self.bezoeken if kamer in (None, k)}
            uit[kamer] = (len({m for m, _, _ in hier}), len(hier))
        return uit


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(bezoeken=st.lists(bezoek, max_size=30), stappen=st.lists(stap, max_size=16))
def test_samenvoegen_en_ongedaan_maken_in_willekeurige_volgorde(db, bezoeken, stappen):
    """At each moment figures and kamers equal the model; after undoing all, everything equals the start."""
    punt = transaction.savepoint()
    door = systeem()
    huizen = [maak_kamer(f"K{n}") for n in range(KAMERS)]
    lessen = [maak_activiteit(kamer, "Les") for kamer in huizen]
    mensen = [
        maak_deelnemer(huizen[0], f"Voor{n}", achternaam=f"Achter{n}", telefoon=f"06 1111111{n}", geboortejaar=1950 + n)
        for n in range(MENSEN)
    ]
    registratie.registreer_deelnames(
        [
            registratie.NieuweDeelname(lessen[k].pk, huizen[k].pk, mensen[m].pk, BEGIN + timedelta(days=dag))
            for m, k, dag in bezoeken
        ],
        door=door,
    )
    model, gedaan = Model(MENSEN, bezoeken), []

    def stand():
        return [
            (vers(mens).samengevoegd_met_id, kamers(mens), [waarde(vers(mens), veld) for veld in VELDEN])
            for mens in mensen
        ]

    def klopt():
        rijen = {
            rij.kamer and huizen.index(rij.kamer): (rij.uniek, rij.deelnames)
            for rij in tellingen.tel_uniek(huizen, [WEEK])
            if rij.categorie is None
        }
        assert rijen == model.cijfers()
        for nummer, mens in enumerate(mensen):
            assert kamers(mens) == {huizen[k].pk for k in model.kamers(nummer)}
        index = {mens.pk: nummer for nummer, mens in enumerate(mensen)}
        assert {index[k]: index[naar] for k, naar in samengevoegd.wortels().items()} == {
            m: model.wortel(m) for m in model.wijst
        }

    begin = stand()
    klopt()
    for soort, *rest in stappen:
        if soort == "samen":
            van, naar, velden = rest
            if van == naar or van in model.wijst or naar in model.wijst:
                if model.wijst.get(van) != naar:
                    with pytest.raises(Geweigerd):
                        registratie.voeg_samen(van=mensen[van], naar=mensen[naar], door=door)
                continue
            gedaan.append((van, registratie.voeg_samen(van=mensen[van], naar=mensen[naar], velden=velden, door=door)))
            model.wijst[van] = naar
        elif gedaan:
            van, samenvoeging = gedaan.pop(rest[0] % len(gedaan))
            registratie.maak_ongedaan(samenvoeging, door=door)
            del model.wijst[van]
        klopt()
    for van, samenvoeging in gedaan:  # oldest first: the hardest order for what lies over each other
        registratie.maak_ongedaan(samenvoeging, door=door)
        del model.wijst[van]
        klopt()
    assert stand() == begin
    transaction.savepoint_rollback(punt)
