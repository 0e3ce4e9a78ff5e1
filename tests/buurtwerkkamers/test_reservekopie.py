"""The drill: a filled database goes into a backup and comes back, to the row, in an empty one."""

from __future__ import annotations

import stat
from datetime import date
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection

from buurtwerkkamers.database import vaste_tabellen
from buurtwerkkamers.models import Afspraak, Categorielijst, Kamer, Organisatie
from tests.hersteld import lege_database, vingerafdruk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gevuld() -> None:
    """Rows in ordinary tables and, through the triggers, in their history; with text that breaks careless copies."""
    for nummer, naam in enumerate(
        ["Ondiep", "Zuilen 'Oost'", 'De "Verbinding"', "Tab\tnieuwe\nregel\\n", "Één ☕ 你好"]
    ):
        kamer = Kamer.objects.create(naam=naam, slug=f"kamer-{nummer}", open_vanaf=date(2020, 3, 14))
        kamer.adres = f"Straat {nummer}"
        kamer.save()
        Organisatie.objects.create(naam=naam, soort="fonds")
    Kamer.objects.get(slug="kamer-0").delete()
    Afspraak.objects.create(naam="Afspraak", versie=1, categorielijst=Categorielijst.objects.get())


@pytest.mark.parametrize("versleuteld", [False, True], ids=["open", "versleuteld"])
def test_wat_erin_gaat_komt_eruit(
    gevuld: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, versleuteld: bool
) -> None:
    bestand = tmp_path / "een kopie.backup"
    if versleuteld:
        geheim = pyrage.x25519.Identity.generate()
        (tmp_path / "sleutel.txt").write_text(f"# gemaakt vandaag\n{geheim}\n")
        monkeypatch.setenv("RESERVEKOPIE_SLEUTEL", str(geheim.to_public()))
        monkeypatch.setenv("RESERVEKOPIE_GEHEIM", str(tmp_path / "sleutel.txt"))
    ervoor = vingerafdruk()
    assert ervoor["buurtwerkkamers_kamer"][0] == 4
    assert ervoor["buurtwerkkamers_kamerevent"][0] >= 11
    call_command("reservekopie", bestand)
    assert stat.S_IMODE(bestand.stat().st_mode) == 0o600
    assert bestand.read_bytes().startswith(b"age-encryption.org/v1" if versleuteld else b"PGDMP")
    with lege_database():
        call_command("herstel", bestand)
        assert vingerafdruk() == ervoor
        with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(f"DELETE FROM {sorted(vaste_tabellen())[0]}")  # noqa: S608
        assert Kamer.objects.create(naam="Na het herstel").pk


def test_terugzetten_gaat_alleen_in_een_lege_database(gevuld: None, tmp_path: Path) -> None:
    call_command("reservekopie", tmp_path / "kopie")
    ervoor = vingerafdruk()
    with pytest.raises(CommandError, match="niet leeg"):
        call_command("herstel", tmp_path / "kopie")
    assert vingerafdruk() == ervoor


def test_een_bestaand_bestand_wordt_niet_overschreven(tmp_path: Path) -> None:
    (tmp_path / "kopie").write_text("van gisteren")
    with pytest.raises(CommandError, match="bestaat al"):
        call_command("reservekopie", tmp_path / "kopie")
    assert (tmp_path / "kopie").read_text() == "van gisteren"


def test_een_map_die_er_niet_is(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="kan niet worden geschreven"):
        call_command("reservekopie", tmp_path / "weg" / "kopie")
    with pytest.raises(CommandError, match="kan niet worden gelezen"):
        call_command("herstel", tmp_path / "weg" / "kopie")


def test_een_afgebroken_kopie_zet_niets_terug(gevuld: None, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    call_command("reservekopie", tmp_path / "kopie")
    heel = (tmp_path / "kopie").read_bytes()
    (tmp_path / "half").write_bytes(heel[: len(heel) // 2])
    with lege_database():
        with pytest.raises(CommandError, match="mislukt"):
            call_command("herstel", tmp_path / "half")
        assert connection.introspection.table_names() == []
    assert "pg_restore" in capfd.readouterr().err


@pytest.mark.parametrize("geheim", ["", "AGE-SECRET-KEY-ONZIN", "een ander"])
def test_zonder_de_goede_sleutel_blijft_het_dicht(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, geheim: str) -> None:
    monkeypatch.setenv("RESERVEKOPIE_SLEUTEL", str(pyrage.x25519.Identity.generate().to_public()))
    call_command("reservekopie", tmp_path / "kopie")
    ander = str(pyrage.x25519.Identity.generate()) if geheim == "een ander" else geheim
    monkeypatch.setenv("RESERVEKOPIE_GEHEIM", ander)
    with lege_database():
        with pytest.raises(CommandError, match="RESERVEKOPIE_GEHEIM|opent"):
            call_command("herstel", tmp_path / "kopie")
        assert connection.introspection.table_names() == []


def test_een_verkeerde_openbare_sleutel_maakt_geen_bestand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESERVEKOPIE_SLEUTEL", "age1onzin")
    with pytest.raises(CommandError, match="age1"):
        call_command("reservekopie", tmp_path / "kopie")
    assert list(tmp_path.iterdir()) == []
