"""The embedded server: from any path, for several processes at once, and after every way of dying."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from buurtwerkkamers import ingebouwd

BASIS = ingebouwd.BASIS
MET_SERVER = [sys.executable, "-m", "buurtwerkkamers.uitvoeren"]
WACHT = ["sh", "-c", "echo klaar; exec sleep 60"]


def omgeving(var: Path) -> dict[str, str]:
    schoon = {naam: waarde for naam, waarde in os.environ.items() if naam != "DATABASE_URL"}
    return {**schoon, "VAR_DIR": str(var)}


def met_server(var: Path, *opdracht: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*MET_SERVER, *opdracht], cwd=BASIS, env=omgeving(var), capture_output=True, text=True, timeout=120
    )


@contextmanager
def gebruiker_van(var: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that needs the server, and has it."""
    with subprocess.Popen(
        [*MET_SERVER, *WACHT], cwd=BASIS, env=omgeving(var), stdout=subprocess.PIPE, text=True
    ) as proces:
        assert proces.stdout
        assert proces.stdout.readline() == "klaar\n"
        try:
            yield proces
        finally:
            proces.terminate()


def vraag(var: Path, opdracht: str, rol: str = ingebouwd.EIGENAAR) -> Any:
    gegevens = ingebouwd.database_instellingen(var, rol)
    verbinding = psycopg2.connect(
        dbname=gegevens["NAME"],
        user=rol,
        password=gegevens["PASSWORD"],
        host=gegevens["HOST"],
        port=gegevens["PORT"],
    )
    try:
        with verbinding, verbinding.cursor() as cursor:
            cursor.execute(opdracht)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        verbinding.close()


def draait(var: Path) -> bool:
    return ingebouwd.processen(var / "postgres")


def naam_van(nummer: str) -> str:
    """The program of a process; empty when it has ended (also when nobody reaped it)."""
    try:
        return Path(os.readlink(f"/proc/{nummer}/exe")).name
    except OSError:
        return ""


def binnen(seconden: float, waar: Callable[[], bool]) -> bool:
    return ingebouwd.wacht_tot(waar, seconden)


@pytest.fixture(scope="module")
def bestaande(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One VAR_DIR with a database, stopped between tests."""
    var = tmp_path_factory.mktemp("var")
    assert met_server(var, "true").returncode == 0
    return var


@pytest.fixture
def var(bestaande: Path) -> Iterator[Path]:
    assert not draait(bestaande)
    yield bestaande
    assert binnen(10, lambda: not draait(bestaande))


@pytest.mark.parametrize(
    "naam", ["gewoon", "met spatie, komma en 'aanhaling\"", "lang" * 40], ids=["gewoon", "leestekens", "lang"]
)
def test_elk_pad_werkt(tmp_path: Path, naam: str) -> None:
    nieuw = tmp_path / naam
    code = (
        "from tests.buurtwerkkamers.test_ingebouwd import *; print(vraag(Path(sys.argv[1]), 'show listen_addresses'))"
    )
    uitslag = met_server(nieuw, sys.executable, "-c", code, str(nieuw))
    assert uitslag.returncode == 0, uitslag.stderr
    assert uitslag.stdout == "\n", "de server luistert alleen op de socket"
    assert not draait(nieuw)
    assert not (nieuw / "postgres" / "postmaster.pid").exists()


def test_geen_recht_op_een_bovenliggende_map_verandert(tmp_path: Path) -> None:
    dicht = tmp_path / "dicht"
    dicht.mkdir(mode=0o700)
    boven = [dicht, *dicht.parents]
    ervoor = [pad.stat().st_mode for pad in boven]
    assert met_server(dicht / "var", "true").returncode == 0
    assert [pad.stat().st_mode for pad in boven] == ervoor


def test_alleen_de_eigenaar_kan_bij_de_bestanden(bestaande: Path) -> None:
    for naam in ("database.json", "postgres", "postgres.log", "database.lock"):
        assert stat.S_IMODE((bestaande / naam).stat().st_mode) & 0o077 == 0, naam


def test_niemand_komt_erin_zonder_wachtwoord(var: Path) -> None:
    with gebruiker_van(var):
        host = ingebouwd.database_instellingen(var)["HOST"]
        for rol in (ingebouwd.SUPERGEBRUIKER, ingebouwd.EIGENAAR, ingebouwd.TOEPASSING):
            with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
                psycopg2.connect(dbname="postgres", user=rol, password="fout", host=host)
        assert vraag(var, "show synchronous_commit") == "on"
        assert vraag(var, "show fsync") == "on"


def test_de_toepassing_bezit_niets(var: Path) -> None:
    with gebruiker_van(var):
        assert vraag(var, "select current_user", ingebouwd.TOEPASSING) == "toepassing"
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            vraag(var, "create table mijn(a int)", ingebouwd.TOEPASSING)
        assert vraag(var, "select rolsuper or rolcreaterole from pg_roles where rolname = 'eigenaar'") is False


def test_wie_het_laatst_weggaat_stopt_de_server(var: Path) -> None:
    with gebruiker_van(var) as eerste:
        with gebruiker_van(var) as tweede:
            eerste.terminate()
            eerste.wait(20)
            assert vraag(var, "select 1") == 1
            tweede.terminate()
            tweede.wait(20)
        assert not draait(var), "bij het einde van het proces is de server al weg"


@pytest.mark.parametrize("sein", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_een_sein_stopt_opdracht_en_server(var: Path, sein: signal.Signals) -> None:
    with gebruiker_van(var) as proces:
        proces.send_signal(sein)
        assert proces.wait(20) == 128 + sein
        assert not draait(var)


def test_na_kill_9_van_een_gebruiker_werkt_alles(var: Path) -> None:
    with gebruiker_van(var) as proces:
        kinderen = Path(f"/proc/{proces.pid}/task/{proces.pid}/children").read_text().split()
        (opdracht,) = [kind for kind in kinderen if naam_van(kind) != "postgres"]
        proces.kill()
        proces.wait()
    assert binnen(5, lambda: naam_van(opdracht) == ""), "de opdracht zelf blijft niet achter"
    assert met_server(var, "true").returncode == 0
    assert not draait(var)


def test_na_kill_9_van_de_server_is_alles_er_nog(var: Path) -> None:
    with gebruiker_van(var):
        vraag(var, "create table if not exists blijft(a int)")
        vraag(var, "insert into blijft values (7)")
        hoofdproces = ingebouwd.serverproces(var / "postgres")
        assert hoofdproces
        os.kill(hoofdproces, signal.SIGKILL)
    assert binnen(10, lambda: not draait(var))
    with gebruiker_van(var):
        assert vraag(var, "select max(a) from blijft") == 7


def test_een_oud_procesnummer_dat_nu_van_een_ander_is(var: Path) -> None:
    data = var / "postgres"
    # Of the same user as the server: PostgreSQL itself sees through a process of somebody else.
    with subprocess.Popen(["sleep", "60"], **ingebouwd.serverrechten(data)) as ander:
        inhoud = f"{ander.pid}\n{data}\n1\n5432\n{data}\n\n"
        (data / "postmaster.pid").write_text(inhoud)
        (data / ".s.PGSQL.5432.lock").write_text(inhoud)
        uitslag = met_server(var, "true")
        ander.kill()
    assert uitslag.returncode == 0, uitslag.stderr


def test_een_aanmaak_die_halverwege_stopte_wordt_overgedaan(tmp_path: Path) -> None:
    (tmp_path / "postgres.nieuw" / "base").mkdir(parents=True)
    assert met_server(tmp_path, "true").returncode == 0


def test_tien_tegelijk_in_een_lege_map(tmp_path: Path) -> None:
    with ThreadPoolExecutor(10) as tegelijk:
        uitslagen = list(tegelijk.map(lambda _: met_server(tmp_path, "true"), range(10)))
    assert [uitslag.returncode for uitslag in uitslagen] == [0] * 10, uitslagen[0].stderr
    assert not draait(tmp_path)


def test_een_geheim_wordt_een_keer_gemaakt(tmp_path: Path) -> None:
    teller = count()

    def maak() -> str:
        time.sleep(0.01)
        return str(next(teller))

    with ThreadPoolExecutor(8) as tegelijk:
        gelezen = set(tegelijk.map(lambda _: ingebouwd.geheim(tmp_path / "sleutel", maak), range(8)))
    assert len(gelezen) == 1
    assert stat.S_IMODE((tmp_path / "sleutel").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["sleutel"]


def test_wegwerp_ruimt_zichzelf_op_en_een_fout_stopt_de_rij(tmp_path: Path) -> None:
    uitslag = met_server(
        tmp_path, "--wegwerp", "sh", "-c", "echo $VAR_DIR", "--daarna", "sh", "-c", "exit 3", "--daarna", "echo", "nee"
    )
    assert uitslag.returncode == 3
    assert not Path(uitslag.stdout.strip()).exists()
    assert uitslag.stdout.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_de_gekopieerde_programmas_werken_los_van_de_omgeving(tmp_path: Path) -> None:
    """As root with a checkout that others cannot enter, the server runs from such a copy."""
    bron = ingebouwd.installatie()
    assert ingebouwd.kopieer_programmas(bron, tmp_path / "kopie")
    kopie = tmp_path / "kopie" / bron.relative_to(bron.parents[1])
    assert ingebouwd.kan_uitvoeren(kopie, {})
    assert not ingebouwd.kan_uitvoeren(tmp_path / "nergens", {})
    assert not ingebouwd.kopieer_programmas(bron, tmp_path / "bestaat" / "niet")
