"""The report of 2020 for every test that needs it."""

import pytest
from gegevens import Wereld, maak_wereld


@pytest.fixture
def wereld(db) -> Wereld:
    return maak_wereld()
