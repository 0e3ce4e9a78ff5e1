"""What is remembered is never old, never raw, and never needed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from buurtwerkkamers.models import Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Enquetetelling
from rapportage.cijfers import Cijfer, Getoond
from rapportage.dashboard.geheugen import GEHEUGEN, onthoud, onthoud_altijd
from rapportage.dashboard.vorm import Blad, Grafiekblok, Punt, Reeks
from rapportage.dashboard.vraag import Geldzicht
from rapportage.versie import gebeurtenistabellen, gegevensstempel, niemand_schrijft
from tests.fabrieken import maak_kamer

JAAR = Periode.jaar(2026)


@pytest.fixture(autouse=True)
def leeg(settings: Any, tmp_path: Path) -> Path:
    """A memory of its own for each test."""
    plek = tmp_path / "geheugen"
    settings.CACHES = {**settings.CACHES, GEHEUGEN: {**settings.CACHES[GEHEUGEN], "LOCATION": str(plek)}}
    return plek


def getoond(tekst: str) -> Getoond:
    return Getoond(tekst, None, "Regel.", JAAR, ("TOP",))


def aantal_kamers() -> Getoond:
    return getoond(str(Kamer.objects.count()))


def elders(taak: Callable[[], Any]) -> Any:
    """What this gives on a connection of its own."""
    uit: list[Any] = []

    def doe() -> None:
        try:
            uit.append(taak())
        finally:
            connection.close()

    draad = threading.Thread(target=doe)
    draad.start()
    draad.join(20)
    return uit[0] if uit else None


def onthouden(sleutel: tuple[Any, ...] = ("kamers",)) -> tuple[str, bool]:
    """The text that is shown, and whether it had to be made."""
    gemaakt: list[bool] = []

    def maak() -> Getoond:
        gemaakt.append(True)
        return aantal_kamers()

    return onthoud(sleutel, maak).tekst, bool(gemaakt)


# --- never old


@pytest.mark.django_db(transaction=True)
def test_een_tweede_bezoek_telt_niets_tot_er_iets_verandert():
    maak_kamer("Een")
    assert onthouden() == ("1", True)
    assert onthouden() == ("1", False)
    maak_kamer("Twee")
    assert onthouden() == ("2", True)
    Kamer.objects.filter(naam="Een").update(adres="Straat 1")
    assert onthouden() == ("2", True)
    Kamer.objects.filter(naam="Een").delete()
    assert onthouden() == ("1", True)
    assert onthouden() == ("1", False)


@pytest.mark.django_db(transaction=True)
def test_een_andere_dag_of_een_andere_vraag_wordt_opnieuw_geteld():
    assert onthouden()[1]
    assert onthouden(("iets anders",))[1]
    with time_machine.travel("2027-03-01 12:00:00+01:00"):
        assert onthouden()[1]
    assert not onthouden()[1]


@pytest.mark.django_db(transaction=True)
def test_tijdens_een_transactie_van_een_ander_wordt_niets_bewaard_en_daarna_niets_ouds_gegeven():
    """The number was taken before, the change can be read after: what is counted between is of neither moment."""
    maak_kamer("Een")
    with transaction.atomic():
        maak_kamer("Twee")
        assert elders(niemand_schrijft) is False
        assert elders(onthouden) == ("1", True)
        assert elders(onthouden) == ("1", True)
    assert onthouden() == ("2", True)
    assert onthouden() == ("2", False)


@pytest.mark.django_db(transaction=True)
def test_wat_al_bewaard_was_wordt_ook_tijdens_een_transactie_van_een_ander_niet_oud():
    """Two at once, and the one that began last is done first."""
    assert onthouden() == ("0", True)
    with transaction.atomic():
        maak_kamer("Begon eerst")
        elders(lambda: maak_kamer("Was eerst klaar"))
        assert elders(onthouden) == ("1", True)
        assert elders(onthouden) == ("1", True)
    assert onthouden() == ("2", True)


@pytest.mark.django_db(transaction=True)
def test_wie_zelf_nog_niet_klaar_is_bewaart_niet_wat_nog_terug_kan():
    with transaction.atomic():
        maak_kamer("Misschien")
        assert onthouden() == ("1", True)
        transaction.set_rollback(True)
    assert onthouden() == ("0", True)


@pytest.mark.django_db(transaction=True)
def test_een_verandering_tijdens_het_tellen_wordt_niet_onder_de_oude_stempel_bewaard():
    def maak() -> Getoond:
        eerst = aantal_kamers()
        elders(lambda: maak_kamer("Intussen"))
        return eerst

    assert onthoud(("kamers",), maak).tekst == "0"
    assert onthouden() == ("1", True)


@pytest.mark.django_db(transaction=True)
def test_elk_model_van_een_cijfer_verandert_de_stempel():
    """Every model either keeps its history, is counted by itself, or stands on no dashboard."""
    geteld = {"Enquetetelling", "Categorielijst"}
    niet_te_zien = {"Logregel", "Tablet", "Tik", "Maandstand", "Enquetebriefje", "Inlezing", "Klad", "Documentopdracht"}
    zonder = {
        model.__name__
        for app in ("buurtwerkkamers", "deelnemers", "financien", "rapportage")
        for model in apps.get_app_config(app).get_models()
        if model._meta.db_table not in gebeurtenistabellen() and not hasattr(model, "pgh_event_model")
    }
    vergeten = zonder - geteld - niet_te_zien
    assert not vergeten, f"Zonder geschiedenis: {vergeten}. Kan een dashboard daarvan veranderen?"
    assert len(gebeurtenistabellen()) > 40


@pytest.mark.django_db
def test_een_antwoord_zonder_geschiedenis_verandert_de_stempel_ook(enquetetelling: Enquetetelling):
    voor = gegevensstempel()
    assert gegevensstempel() == voor
    Enquetetelling.objects.filter(pk=enquetetelling.pk).update(aantal=enquetetelling.aantal + 1)
    na = gegevensstempel()
    Categorielijst.objects.update(naam="Anders")
    assert len({voor, na, gegevensstempel()}) == 3


@pytest.fixture
def enquetetelling() -> Enquetetelling:
    from deelnemers.models import Enquete, Enquetekamer

    enquete = Enquete.objects.create(naam="Proef", van=date(2026, 1, 1), tm=date(2026, 1, 31))
    plek = Enquetekamer.objects.create(enquete=enquete, kamer=maak_kamer())
    return Enquetetelling.objects.create(enquetekamer=plek, aantal=3)


@pytest.mark.django_db(transaction=True)
def test_onthouden_kost_een_vraag_en_maken_drie_meer():
    def vragen() -> int:
        with CaptureQueriesContext(connection) as gesteld:
            onthoud(("niets",), lambda: "")
        return len(gesteld)

    assert [vragen(), vragen()] == [3, 1]


# --- never raw, never needed


@pytest.mark.django_db
@pytest.mark.parametrize("waarde", [Cijfer(1, "Regel.", JAAR, ("TOP",)), {"a": 1}, [1], Kamer(naam="TOP"), b"pdf"])
def test_alleen_wat_is_afgeschermd_mag_bewaard(waarde):
    blok = Grafiekblok("x", "maanden", "Mensen", "", (Reeks("2026", (Punt("jan", waarde),)),))
    for rauw in (waarde, (waarde,), blok):
        with pytest.raises(TypeError, match="mag niet worden onthouden"):
            onthoud_altijd(("rauw",), lambda rauw=rauw: rauw)


@pytest.mark.django_db
def test_een_heel_blad_komt_er_gelijk_uit(leeg: Path):
    blok = Grafiekblok("x", "maanden", "Mensen", "", (Reeks("2026", (Punt("jan", getoond("12")),)),))
    blad = Blad("Stad", JAAR, (), None, (), (blok,), (), ())
    for maak in (lambda: blad, lambda: pytest.fail("was al bewaard")):
        assert onthoud_altijd((blok,), maak) == blad
    assert onthoud_altijd((replace(blok, onderwerp="Bezoeken"),), lambda: None) is None
    assert onthoud_altijd((replace(blok, onderwerp="Bezoeken"),), lambda: pytest.fail("None is ook iets")) is None
    assert leeg.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("deel", [object(), Kamer(naam="TOP"), [1], {"a": 1}])
def test_een_sleutel_heeft_een_vaste_spelling(deel):
    with pytest.raises(TypeError, match="sleutel"):
        onthoud_altijd(("a", deel), lambda: "")


def test_gelijke_sleutels_zijn_gelijk_en_andere_niet():
    def bewaard(*sleutel: Any) -> str:
        return onthoud_altijd(sleutel, lambda: repr(sleutel))

    assert bewaard(frozenset("abc"), JAAR) == bewaard(frozenset("cba"), JAAR)
    sleutels: list[tuple[Any, ...]] = [
        (1,), ("1",), (True,), (None,), (date(2026, 1, 1),), ((1, 2), 3), (1, (2, 3)), ("a,b",), ("a", "b"),
        (Geldzicht(),), (Geldzicht(financiers=frozenset({"a"})),), (JAAR,), (Periode.jaar(2025),),
    ]  # fmt: skip
    assert len({bewaard(*sleutel) for sleutel in sleutels}) == len(sleutels)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("inhoud", [b"", b"onzin", b"\x80\x05."])
def test_een_beschadigd_bestand_wordt_opnieuw_gemaakt(leeg: Path, inhoud: bytes):
    assert onthouden()[1]
    for bestand in leeg.glob("*.djcache"):
        bestand.write_bytes(inhoud)
    assert onthouden() == ("0", True)
    assert onthouden() == ("0", False)


@pytest.mark.django_db(transaction=True)
def test_als_bewaren_niet_lukt_is_de_bladzijde_er_toch(leeg: Path, monkeypatch: pytest.MonkeyPatch):
    def vol(*args: Any, **kwargs: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(caches[GEHEUGEN], "set", vol)
    assert onthouden() == ("0", True)


def test_het_geheugen_is_begrensd(settings: Any):
    assert settings.CACHES[GEHEUGEN]["OPTIONS"]["MAX_ENTRIES"] == 1000
