"""The habits of the house that a machine can hold: style, types, settings, dependencies, scripts."""

from __future__ import annotations

import ast
import os
import re
import socket
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import global_settings, settings
from django.core.management import call_command

BASIS = Path(__file__).parent.parent
PRODUCT = ("buurtwerkkamers", "deelnemers", "financien", "rapportage")
REGELS_PER_BESTAND = 600


def slaagt(*opdracht: str, **omgeving: str) -> None:
    # What the browser tests set in this process is not part of anybody's installation.
    schoon = {naam: waarde for naam, waarde in os.environ.items() if naam != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    uitslag = subprocess.run(
        opdracht, cwd=BASIS, env={**schoon, **omgeving}, capture_output=True, text=True, check=False
    )
    assert uitslag.returncode == 0, f"{' '.join(opdracht)}\n{uitslag.stdout}{uitslag.stderr}"


def test_ruff_vindt_niets() -> None:
    slaagt(sys.executable, "-m", "ruff", "check", "--no-cache", ".")


def test_de_opmaak_is_die_van_ruff() -> None:
    slaagt(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", ".")


def test_mypy_vindt_niets() -> None:
    slaagt(sys.executable, "-m", "mypy")


@pytest.mark.django_db
def test_elke_verandering_van_een_model_heeft_een_migratie() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_de_instellingen_zijn_die_van_productie() -> None:
    slaagt(
        sys.executable,
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        DATABASE_URL="postgres://toepassing:geheim@localhost:5432/buurtwerkkamers",
        DATABASE_URL_EIGENAAR="postgres://eigenaar:geheim@localhost:5432/buurtwerkkamers",
        SECRET_KEY="k7Vq9zRw2Xn5Lp8Tb4Yc6Hd1Jf3Mg0Ss-aeiou-QWERTZ-98765-plus",
        ALLOWED_HOSTS="buurtwerkkamers.example",
    )


def test_wachtwoorden_en_pincodes_worden_bewaard_zoals_django_het_aanraadt() -> None:
    assert settings.PASSWORD_HASHERS == global_settings.PASSWORD_HASHERS


# --- Dependencies


def vereist(naam: str) -> dict[str, list[str]]:
    """Requirement ('naam==versie') to its hashes, from a compiled file."""
    tekst = (BASIS / "requirements" / naam).read_text().replace("\\\n", " ")
    regels = [regel for regel in tekst.splitlines() if regel and not regel.lstrip().startswith("#")]
    return {regel.split()[0]: re.findall(r"--hash=sha256:([0-9a-f]{64})", regel) for regel in regels}


@pytest.mark.parametrize("naam", ["product.txt", "test.txt"])
def test_elk_pakket_ligt_vast_met_hashes_en_zonder_adressen(naam: str) -> None:
    tekst = (BASIS / "requirements" / naam).read_text()
    assert not re.search(r"https?:|file:/|--index-url|--extra-index-url|--find-links|--trusted-host|/opt/", tekst)
    pakketten = vereist(naam)
    assert len(pakketten) > 20
    for pakket, hashes in pakketten.items():
        assert re.fullmatch(r"[a-z0-9.-]+==[0-9][^=]*", pakket), pakket
        assert hashes, f"{pakket} heeft geen hash"


def test_de_tests_draaien_met_de_versies_van_het_product() -> None:
    assert vereist("product.txt").items() <= vereist("test.txt").items()


@pytest.mark.parametrize("naam", ["product.in", "test.in"])
def test_elke_afhankelijkheid_heeft_een_reden(naam: str) -> None:
    vast = vereist(naam.replace(".in", ".txt"))
    for regel in (BASIS / "requirements" / naam).read_text().splitlines():
        if regel.startswith(("#", "-r")):
            continue
        eis, _, reden = regel.partition("  # ")
        assert len(reden) > 12, f"{eis}: zeg waarom"
        kaal = re.split(r"[\[~=<>]", eis)[0]
        assert any(pakket.startswith(f"{kaal}==") for pakket in vast), f"{kaal}: compileer de eisen opnieuw"


# --- Scripts and sources


@pytest.mark.parametrize("naam", ["script/demo", "script/test", "script/omgeving.sh"])
def test_de_scripts_zijn_geldige_shell(naam: str) -> None:
    slaagt("sh", "-n", naam)


@pytest.mark.parametrize("naam", ["script/demo", "script/test", ".ci/run", "manage.py"])
def test_wat_je_start_is_uitvoerbaar(naam: str) -> None:
    assert os.access(BASIS / naam, os.X_OK)


@pytest.mark.parametrize(
    ("argumenten", "code", "tekst"),
    [
        (["--help"], 0, "Gebruik"),
        (["--poort", "1"], 2, "Gebruik"),
        (["--port"], 2, "Gebruik"),
        (["--port", "nul"], 1, "geen poort"),
        (["--port=70000"], 1, "geen poort"),
        (["--host", "bestaat.invalid"], 1, "niet bekend"),
    ],
)
def test_script_demo_zegt_wat_er_mis_is(argumenten: list[str], code: int, tekst: str) -> None:
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if naam != "DATABASE_URL"}
    uitslag = subprocess.run(
        [BASIS / "script/demo", *argumenten], cwd="/", env=omgeving, capture_output=True, text=True, check=False
    )
    assert uitslag.returncode == code, uitslag.stderr
    assert tekst in uitslag.stdout + uitslag.stderr


def test_script_demo_meldt_een_bezette_poort_voor_het_lange_werk(tmp_path: Path) -> None:
    with socket.socket() as bezet:
        bezet.bind(("127.0.0.1", 0))
        bezet.listen()
        poort = str(bezet.getsockname()[1])
        omgeving = {naam: waarde for naam, waarde in os.environ.items() if naam != "DATABASE_URL"}
        uitslag = subprocess.run(
            [BASIS / "script/demo", "--port", poort],
            env={**omgeving, "VAR_DIR": str(tmp_path / "var")},
            capture_output=True,
            text=True,
            check=False,
        )
    assert uitslag.returncode == 1
    assert f"Poort {poort} op 127.0.0.1 is al in gebruik" in uitslag.stderr
    assert not (tmp_path / "var").exists()


def test_geen_bronbestand_is_te_lang() -> None:
    eigen = [
        pad
        for map_ in (*PRODUCT, "templates", "tests", "script")
        for pad in (BASIS / map_).rglob("*")
        if pad.suffix in (".py", ".html") and "migrations" not in pad.parts
    ]
    assert len(eigen) > 30
    regels = {str(pad.relative_to(BASIS)): len(pad.read_text().splitlines()) for pad in eigen}
    lang = {naam: aantal for naam, aantal in regels.items() if aantal > REGELS_PER_BESTAND}
    assert not lang


def test_wat_het_product_gebruikt_staat_in_product_in() -> None:
    """A package that is only there for the tests, or for another package, may be gone tomorrow."""
    genoemd = {
        re.split(r"[\[~=< ]", regel)[0]
        for regel in (BASIS / "requirements/product.in").read_text().splitlines()
        if not regel.startswith("#")
    }
    van_pakket = packages_distributions()
    ontbreekt = {}
    for pad in [pad for app in PRODUCT for pad in (BASIS / app).rglob("*.py")] + [BASIS / "manage.py"]:
        for module in ingevoerd(pad) - set(PRODUCT) - sys.stdlib_module_names:
            pakketten = {naam.lower() for naam in van_pakket.get(module, [])}
            if not pakketten & genoemd:
                ontbreekt[module] = f"{pad.relative_to(BASIS)} ({', '.join(pakketten)})"
    assert not ontbreekt


def ingevoerd(pad: Path) -> set[str]:
    """The top-level names of what a module imports, anywhere in it."""
    namen: set[str] = set()
    for knoop in ast.walk(ast.parse(pad.read_text())):
        if isinstance(knoop, ast.Import):
            namen |= {naam.name for naam in knoop.names}
        elif isinstance(knoop, ast.ImportFrom) and knoop.module and not knoop.level:
            namen.add(knoop.module)
    return {naam.split(".")[0] for naam in namen}
