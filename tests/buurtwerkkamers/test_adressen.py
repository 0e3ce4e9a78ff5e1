"""Addresses of databases, in the ways people write them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from buurtwerkkamers.adressen import database_uit


@pytest.mark.parametrize(
    ("url", "host", "poort"),
    [
        ("postgres://app:p@db.example:5433/bwk", "db.example", 5433),
        ("postgresql://app:p@[::1]/bwk", "::1", ""),
        ("postgres://app:p@%2Frun%2Fmijn%20map/bwk", "/run/mijn map", ""),
        ("postgres://app:p@/bwk?host=/run/postgresql&port=5433", "/run/postgresql", 5433),
        ("postgres://app:p@//run/postgresql/bwk", "/run/postgresql", ""),
    ],
)
def test_netwerk_en_socket(url: str, host: str, poort: object) -> None:
    gegevens = database_uit(url)
    assert (gegevens["HOST"], gegevens["PORT"]) == (host, poort)
    assert (gegevens["NAME"], gegevens["USER"], gegevens["PASSWORD"], gegevens["OPTIONS"]) == ("bwk", "app", "p", {})


def test_wachtwoord_met_leestekens_en_versleutelde_verbinding() -> None:
    gegevens = database_uit("postgres://app:p%40%2F%3A@db/bwk?sslmode=require")
    assert gegevens["PASSWORD"] == "p@/:"
    assert gegevens["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(
    "url", ["sqlite:///db.sqlite", "mysql://app:p@db/bwk", "postgres://db/bwk", "postgres://app:p@db"]
)
def test_wat_niet_kan_wordt_geweigerd(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgres://"):
        database_uit(url)
