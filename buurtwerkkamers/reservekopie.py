"""Backups: the whole database in one file, and back into an empty one; both as the owner of the database.

The file is pg_dump's own format, without roles and rights: those belong to the installation that takes it back. With
RESERVEKOPIE_SLEUTEL (an age public key, `age1...`) it is encrypted while it is written, so that the machine that makes
backups cannot read them. RESERVEKOPIE_GEHEIM (the age secret key, or the path of a file that holds it) opens it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import IO, Any

import pyrage
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, connections

from buurtwerkkamers import ingebouwd
from buurtwerkkamers.database import als_eigenaar, ken_rechten_toe

VERSLEUTELD = b"age-encryption.org/v1"


def maak_kopie(bestand: Path, alias: str = DEFAULT_DB_ALIAS) -> bool:
    """Writes the database to this new file (mode 0600); True when it was encrypted.

    The file appears under its name when it is complete. Raises CommandError when it exists or when the dump fails.
    """
    if bestand.exists():
        raise CommandError(f"{bestand} bestaat al. Kies een andere naam.")
    sleutel = os.environ.get("RESERVEKOPIE_SLEUTEL", "")
    ontvanger = _ontvanger(sleutel) if sleutel else None
    onaf = bestand.with_name(f"{bestand.name}.onaf")
    try:
        with open(onaf, "wb", opener=lambda pad, vlaggen: os.open(pad, vlaggen, 0o600)) as uitvoer, als_eigenaar(alias):
            opdracht = [_programma("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--no-password"]
            with _start(opdracht, alias, stdout=subprocess.PIPE) as dump:
                assert dump.stdout is not None  # noqa: S101 - for the types: it is a pipe
                if ontvanger:
                    pyrage.encrypt_io(dump.stdout, uitvoer, [ontvanger])
                else:
                    shutil.copyfileobj(dump.stdout, uitvoer)
            uitvoer.flush()
            os.fsync(uitvoer.fileno())
        _eis_gelukt(dump, "De reservekopie is mislukt.")
        onaf.rename(bestand)
    except OSError as fout:
        raise CommandError(f"{bestand} kan niet worden geschreven: {fout.strerror}.") from fout
    finally:
        onaf.unlink(missing_ok=True)
    return ontvanger is not None


def zet_terug(bestand: Path, alias: str = DEFAULT_DB_ALIAS) -> None:
    """Fills an empty database from a backup, all or nothing, and gives the application its rights again.

    Raises CommandError when the database holds tables, when the file cannot be opened or read, or when restoring fails.
    """
    try:
        invoer = open(bestand, "rb")  # noqa: SIM115 - closed by the with below
    except OSError as fout:
        raise CommandError(f"{bestand} kan niet worden gelezen: {fout.strerror}.") from fout
    with invoer, als_eigenaar(alias):
        with connections[alias].cursor() as cursor:
            if connections[alias].introspection.table_names(cursor):
                raise CommandError(
                    "De database is niet leeg. Zet een reservekopie terug in een lege (VAR_DIR of database)."
                )
        geheim = _geheim() if _is_versleuteld(invoer) else None
        opdracht = [_programma("pg_restore"), "--no-owner", "--no-privileges", "--no-password", "--exit-on-error"]
        opdracht += ["--single-transaction", "--dbname", connections[alias].settings_dict["NAME"]]
        with _start(opdracht, alias, stdin=subprocess.PIPE) as terug:
            assert terug.stdin is not None  # noqa: S101 - for the types: it is a pipe
            try:
                if geheim:
                    pyrage.decrypt_io(invoer, terug.stdin, [geheim])
                else:
                    shutil.copyfileobj(invoer, terug.stdin)
            except pyrage.DecryptError as fout:
                terug.kill()
                raise CommandError(f"Deze sleutel opent {bestand} niet, of het bestand is beschadigd.") from fout
            except BrokenPipeError:
                pass  # pg_restore stopped reading; its exit status says why
        _eis_gelukt(terug, "Het terugzetten is mislukt; de database is nog leeg.")
        ken_rechten_toe(alias)


def _ontvanger(sleutel: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(sleutel)
    except pyrage.RecipientError as fout:
        raise CommandError("RESERVEKOPIE_SLEUTEL is geen openbare sleutel van age (die begint met age1).") from fout


def _geheim() -> Any:
    tekst = os.environ.get("RESERVEKOPIE_GEHEIM", "")
    if not tekst:
        raise CommandError(
            "De reservekopie is versleuteld: zet RESERVEKOPIE_GEHEIM (de geheime sleutel, of het pad ernaar)."
        )
    if not tekst.startswith("AGE-SECRET-KEY-"):
        regels = Path(tekst).read_text().split() if Path(tekst).is_file() else []
        tekst = next((regel for regel in regels if regel.startswith("AGE-SECRET-KEY-")), "")
    try:
        return pyrage.x25519.Identity.from_str(tekst)
    except pyrage.IdentityError as fout:
        raise CommandError("RESERVEKOPIE_GEHEIM is geen geheime sleutel van age.") from fout


def _is_versleuteld(invoer: IO[bytes]) -> bool:
    begin = invoer.read(len(VERSLEUTELD))
    invoer.seek(0)
    return begin == VERSLEUTELD


def _programma(naam: str) -> str:
    """The program that fits the server: the wheel's for the embedded one, else the machine's own when it has one."""
    eigen = None if ingebouwd.is_ingebouwd() else shutil.which(naam)
    return eigen or str(ingebouwd.installatie() / "bin" / naam)


def _start(opdracht: list[str], alias: str, **opties: Any) -> subprocess.Popen[bytes]:
    """Starts a program of PostgreSQL on this connection; the password is in its environment, not in its arguments."""
    verbinding = connections[alias].settings_dict
    namen = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    omgeving = {naam: str(verbinding[sleutel]) for naam, sleutel in namen.items() if verbinding[sleutel]}
    omgeving |= {f"PG{naam.upper()}": str(w) for naam, w in verbinding["OPTIONS"].items() if naam.startswith("ssl")}
    return subprocess.Popen(opdracht, env={**os.environ, **omgeving, "LC_ALL": "C"}, **opties)


def _eis_gelukt(proces: subprocess.Popen[bytes], uitleg: str) -> None:
    """What went wrong is already on stderr, where the program wrote it."""
    if proces.returncode:
        raise CommandError(uitleg)
