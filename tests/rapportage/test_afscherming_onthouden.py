"""What outside readers may see of a half-year that is over is decided once, and again when that past changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from test_afscherming_uitsplitsing import BUITEN, H1, VANDAAG, bekijk, maak_mensen, teksten

from deelnemers.models import Deelname, Deelnemer, Klus, Persoonsgegevens
from deelnemers.registratie import NieuweKlus, leg_klussen_vast
from deelnemers.registratie.maandstanden import bouw_maandstanden
from deelnemers.tellingen.onveranderd import stempel_van_bezoek, stempel_van_soorten
from rapportage.dashboard import uitsplitsing
from rapportage.dashboard.geheugen import HALFJAREN
from tests.fabrieken import maak_activiteit, maak_deelnemer, maak_kamer, registreer, systeem

pytestmark = pytest.mark.django_db
IN_H1, IN_H2 = date(2025, 2, 3), date(2025, 9, 1)


@pytest.fixture(autouse=True)
def besloten(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A memory of its own for each test; has an element for each time that was decided."""
    geheugen = {**settings.CACHES[HALFJAREN], "LOCATION": str(tmp_path / "halfjaren")}
    settings.CACHES = {**settings.CACHES, HALFJAREN: geheugen}
    keren: list[int] = []
    beslis = uitsplitsing._Verleden.beslis

    def beslis_en_tel(verleden: Any) -> Any:
        keren.append(1)
        return beslis(verleden)

    monkeypatch.setattr(uitsplitsing._Verleden, "beslis", beslis_en_tel)
    return keren


@pytest.fixture(params=[False, True], ids=["uit de registraties", "bewaarde maanden"])
def wereld(request: pytest.FixtureRequest) -> SimpleNamespace:
    """Two kamers in the first half of 2025, with or without kept months."""
    noord, zuid = maak_kamer("Noord", open_vanaf=None), maak_kamer("Zuid", open_vanaf=None)
    activiteit = maak_activiteit(noord)
    oud, midden = maak_mensen(noord, 12, 1950, "3552 AB"), maak_mensen(noord, 14, 1970, "3513")
    kind = maak_mensen(noord, 9, 2010, "3513")
    enkelen = maak_mensen(noord, 3, 2003, "3513") + maak_mensen(noord, 2)
    registreer(activiteit, [*oud, *midden, *kind, *enkelen], IN_H1)
    registreer(maak_activiteit(zuid), maak_mensen(zuid, 11, 1950, "3552") + maak_mensen(zuid, 10, 1970), IN_H1)
    if request.param:
        bouw_maandstanden([noord.pk, zuid.pk])
    return SimpleNamespace(noord=noord, zuid=zuid, activiteit=activiteit, oud=oud, midden=midden, kind=kind)


def kijk(wereld: SimpleNamespace) -> Any:
    return bekijk(BUITEN, [wereld.noord, wereld.zuid])


# --- what changes nothing of the past


def tik_vandaag(wereld: SimpleNamespace) -> None:
    registreer(wereld.activiteit, wereld.oud[:3], VANDAAG)


def nieuw_mens(wereld: SimpleNamespace) -> None:
    registreer(wereld.activiteit, maak_deelnemer(wereld.noord, geboortejaar=1999, postcode="3511"), VANDAAG)


def volgend_halfjaar(wereld: SimpleNamespace) -> None:
    registreer(wereld.activiteit, wereld.oud, IN_H2)


def nieuwe_kamer(wereld: SimpleNamespace) -> None:
    registreer(maak_activiteit(maak_kamer("West")), wereld.oud[:2], VANDAAG)


@pytest.mark.parametrize("doe", [tik_vandaag, nieuw_mens, volgend_halfjaar, nieuwe_kamer])
def test_wat_er_nu_gebeurt_laat_een_halfjaar_dat_voorbij_is_met_rust(wereld, besloten, doe):
    eerst = kijk(wereld)
    assert len(besloten) == 1
    doe(wereld)
    assert kijk(wereld) == eerst
    assert len(besloten) == 1


# --- what does


def te_laat_genoteerd(w: SimpleNamespace) -> None:
    registreer(w.activiteit, maak_deelnemer(w.noord, geboortejaar=2011, postcode="3513"), IN_H1)


def weggehaald(w: SimpleNamespace) -> None:
    Deelname.objects.filter(deelnemer=w.oud[0]).delete()


def naar_een_ander_halfjaar(w: SimpleNamespace) -> None:
    Deelname.objects.filter(deelnemer__in=[mens.pk for mens in w.oud[:3]]).update(datum=IN_H2)


def klus_gedaan(w: SimpleNamespace) -> None:
    nieuw = maak_deelnemer(w.noord, geboortejaar=2011, postcode="3513")
    leg_klussen_vast([NieuweKlus(w.noord.pk, nieuw.pk, IN_H1, IN_H1)], door=systeem())


def klus_weg(w: SimpleNamespace) -> None:
    klus_gedaan(w)
    kijk(w)
    Klus.objects.all().delete()
    Deelname.objects.filter(deelnemer=w.kind[0]).delete()


def samengevoegd(w: SimpleNamespace) -> None:
    for dubbel in w.oud[1:4]:
        Deelnemer.objects.filter(pk=dubbel.pk).update(samengevoegd_met=w.oud[0])


def ander_geboortejaar(w: SimpleNamespace) -> None:
    Deelnemer.objects.filter(pk__in=[mens.pk for mens in w.oud[:3]]).update(geboortejaar=2010)


def andere_postcode(w: SimpleNamespace) -> None:
    Persoonsgegevens.objects.filter(deelnemer__in=[mens.pk for mens in w.oud[:3]]).update(postcode="3513 ZZ")


def gewist(w: SimpleNamespace) -> None:
    Persoonsgegevens.objects.filter(deelnemer__in=[mens.pk for mens in w.oud[:3]]).delete()


LAAT = [
    te_laat_genoteerd, weggehaald, naar_een_ander_halfjaar, klus_gedaan, klus_weg, samengevoegd, ander_geboortejaar,
    andere_postcode, gewist,
]  # fmt: skip


@pytest.mark.parametrize("doe", LAAT)
def test_een_late_verandering_wordt_opnieuw_besloten(wereld, besloten, doe: Callable[[SimpleNamespace], None]):
    eerst = kijk(wereld)
    doe(wereld)
    keren = len(besloten)
    na = kijk(wereld)
    assert len(besloten) == keren + 1
    assert na != eerst
    vers = uitsplitsing.beslis(H1)
    assert uitsplitsing._onthouden(H1) == vers


def test_een_late_tiende_telt_mee_en_een_late_negende_ook(wereld):
    """Ten are not '<10' any more, shown or not; who turns out to be older makes them nine again."""
    assert teksten(kijk(wereld)["leeftijden"])["onder 18"] == "<10"
    te_laat_genoteerd(wereld)
    assert teksten(kijk(wereld)["leeftijden"])["onder 18"] in ("10", "afgeschermd")
    Deelnemer.objects.filter(pk=wereld.kind[0].pk).update(geboortejaar=1950)
    assert teksten(kijk(wereld)["leeftijden"])["onder 18"] == "<10"


def test_wat_tijdens_het_beslissen_veranderde_wordt_niet_onder_de_oude_stempel_bewaard(wereld, monkeypatch):
    """What was decided belongs to data that are not those of the stamp; when they are again, it may not come back."""
    hoort = uitsplitsing.beslis(H1)
    beslis = uitsplitsing._Verleden.beslis
    oud = Deelnemer.objects.filter(pk__in=[mens.pk for mens in wereld.oud])

    def verander_en_beslis(verleden: Any) -> Any:
        oud.update(geboortejaar=2010)
        return beslis(verleden)

    monkeypatch.setattr(uitsplitsing._Verleden, "beslis", verander_en_beslis)
    assert uitsplitsing._onthouden(H1) != hoort
    monkeypatch.setattr(uitsplitsing._Verleden, "beslis", beslis)
    oud.update(geboortejaar=1950)
    assert uitsplitsing._onthouden(H1) == hoort


def test_vragen_naar_de_stempel_hangt_niet_af_van_het_aantal_kamers(wereld):
    def vragen() -> int:
        with CaptureQueriesContext(connection) as gesteld:
            stempel_van_bezoek(H1.tot)
            stempel_van_soorten(10**6)
        return len(gesteld)

    eerst = vragen()
    for _ in range(3):
        kamer = maak_kamer(open_vanaf=None)
        registreer(maak_activiteit(kamer), maak_mensen(kamer, 2), IN_H1)
    assert vragen() <= max(eerst, 8)
