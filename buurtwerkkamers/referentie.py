"""Reference data of an empty installation. Idempotent: runs after every migrate and after every flush."""

from __future__ import annotations

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


def vul_referentiegegevens(sender: Any = None, **kwargs: Any) -> None:
    """Make the standard list of categories and the system user where they are missing; never change what exists."""
    from buurtwerkkamers.models import Categorie, Categorielijst, Gebruiker

    lijst = Categorielijst.objects.filter(standaard=True).first()
    if lijst is None:
        lijst = Categorielijst.objects.create(naam=STANDAARDLIJST, standaard=True)
        Categorie.objects.bulk_create(
            Categorie(lijst=lijst, naam=naam, volgorde=nr, telt_klussen=klussen, gevoelig=gevoelig)
            for nr, (naam, klussen, gevoelig) in enumerate(CATEGORIEEN, 1)
        )
    Gebruiker.objects.systeem()
