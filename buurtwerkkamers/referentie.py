"""Reference data of an empty installation. Idempotent: runs after every migrate and after every flush."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

STANDAARDLIJST = "Categorieën vanaf 2020"
# name, counts jobs, says something sensitive about who comes
CATEGORIEEN = (
    ("Sociaal en ontmoeting", False, False),
    ("Klussen", True, False),
    ("Computervaardigheid", False, False),
    ("Nederlandse taal", False, False),
    ("Formulieren", False, True),
    ("Schuldhulptoeleiding", False, True),
    ("Toeleiding naar werk", False, True),
)
# kind, from, euros an hour: the bid of 2017, the agreement of 2020
UURTARIEVEN = (
    ("bewoner", date(2017, 1, 1), Decimal("8.80")),
    ("professional", date(2017, 1, 1), Decimal(35)),
    ("bewoner", date(2020, 1, 1), Decimal(11)),
    ("professional", date(2020, 1, 1), Decimal(37)),
)


def vul_referentiegegevens(sender: Any = None, **kwargs: Any) -> None:
    """Make the standard list of categories, the rates and the system user where they are missing.

    Never changes what exists.
    """
    from buurtwerkkamers.models import Categorie, Categorielijst, Gebruiker, Uurtarief

    lijst = Categorielijst.objects.filter(standaard=True).first()
    if lijst is None:
        lijst = Categorielijst.objects.create(naam=STANDAARDLIJST, standaard=True)
        Categorie.objects.bulk_create(
            Categorie(lijst=lijst, naam=naam, volgorde=nr, telt_klussen=klussen, gevoelig=gevoelig)
            for nr, (naam, klussen, gevoelig) in enumerate(CATEGORIEEN, 1)
        )
    if not Uurtarief.objects.exists():
        Uurtarief.objects.bulk_create(
            Uurtarief(soort=soort, vanaf=vanaf, tarief=tarief) for soort, vanaf, tarief in UURTARIEVEN
        )
    Gebruiker.objects.systeem()
