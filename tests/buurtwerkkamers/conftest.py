"""A kamer with a coordinator, a volunteer with a PIN and an enrolled tablet: for the tests of the door."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as instellingen
from django.core.cache import cache
from django.test import Client

from buurtwerkkamers.models import Gebruiker, Kamer
from tests.buurtwerkkamers.deur import maak_tablet, met_pin
from tests.fabrieken import Rol, maak_gebruiker, maak_kamer


@pytest.fixture
def eigen_telgeheugen(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Counters of guesses of this test only."""
    settings.CACHES = {"default": {**instellingen.CACHES["default"], "LOCATION": tmp_path / "cache"}}
    yield
    cache.clear()


@pytest.fixture
def kamer(db: None) -> Kamer:
    return maak_kamer("Noord")


@pytest.fixture
def coordinator(kamer: Kamer) -> Gebruiker:
    return maak_gebruiker(Rol.COORDINATOR, kamer=kamer)


@pytest.fixture
def noor(kamer: Kamer) -> Gebruiker:
    return met_pin(maak_gebruiker(Rol.DEUR, kamer=kamer, naam="Noor Bakker", tweede_factor=False))


@pytest.fixture
def tablet(kamer: Kamer, coordinator: Gebruiker) -> Client:
    return maak_tablet(kamer, coordinator)[0]
