"""The arrows of the house: imports run one way only, down. Also those inside functions count."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WORTEL = Path(__file__).resolve().parent.parent
# What each app may import of the others.
MAG_LEZEN = {
    "buurtwerkkamers": set(),
    "deelnemers": {"buurtwerkkamers"},
    "financien": {"buurtwerkkamers"},
    "rapportage": {"buurtwerkkamers", "deelnemers", "financien"},
}


def geladen_apps(bron: str, app: str) -> Iterator[tuple[int, str]]:
    """Line and app of everything that this source imports from one of the four apps, as text or as statement."""
    for knoop in ast.walk(ast.parse(bron)):
        if isinstance(knoop, ast.Import):
            namen = [alias.name for alias in knoop.names]
        elif isinstance(knoop, ast.ImportFrom):
            namen = [knoop.module or ""] if knoop.level == 0 else []
        elif isinstance(knoop, ast.Call) and _naam(knoop.func) in ("import_module", "import_string", "__import__"):
            namen = [a.value for a in knoop.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
        else:
            continue
        for naam in namen:
            eerste = naam.partition(".")[0]
            if eerste in MAG_LEZEN and eerste != app:
                yield knoop.lineno, eerste


def _naam(functie: ast.expr) -> str:
    return functie.attr if isinstance(functie, ast.Attribute) else getattr(functie, "id", "")


def overtredingen(app: str, bron: str) -> list[str]:
    return [f"{regel}: {app} leest {ander}" for regel, ander in geladen_apps(bron, app) if ander not in MAG_LEZEN[app]]


@pytest.mark.parametrize("app", MAG_LEZEN)
def test_een_app_leest_alleen_naar_beneden(app: str) -> None:
    bestanden = [b for b in (WORTEL / app).rglob("*.py") if b.parent.name != "migrations"]
    assert bestanden, f"{app} is leeg"
    fouten = [
        f"{bestand.relative_to(WORTEL)}:{fout}"
        for bestand in bestanden
        for fout in overtredingen(app, bestand.read_text())
    ]
    assert not fouten, "\n".join(fouten)


@pytest.mark.parametrize(
    ("app", "bron"),
    [
        ("buurtwerkkamers", "from deelnemers.models import Deelnemer"),
        ("buurtwerkkamers", "def f():\n    import rapportage.cijfers"),
        ("deelnemers", "from financien import models"),
        ("financien", "if True:\n    from deelnemers import tellingen"),
        ("financien", "import importlib\nimportlib.import_module('rapportage.models')"),
    ],
)
def test_een_import_omhoog_of_opzij_valt_op(app: str, bron: str) -> None:
    assert overtredingen(app, bron)


def test_omlaag_en_binnen_de_eigen_app_mag() -> None:
    assert not overtredingen("rapportage", "from deelnemers import tellingen\nfrom . import cijfers")
    assert not overtredingen("deelnemers", "from deelnemers.models import Rol\nimport financieel")
