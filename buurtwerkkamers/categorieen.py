"""WRITE: lists of categories, which differ per agreement, and the categories in them, in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, ProtectedError

from buurtwerkkamers.meetregels import Meetregel, herken_meetregel
from buurtwerkkamers.models import Afspraak, Categorie, Categorielijst, Gebruiker
from buurtwerkkamers.schrijven import Geweigerd, schrijft

_GEVOELIG = re.compile(r"formulier|schuld|budget|huurachterstand|sollicitatie|\bcv\b|werk\b", re.IGNORECASE)


@dataclass(frozen=True)
class NieuweCategorie:
    """A category to make: its name, whether jobs count in it, and whether coming to it says something sensitive."""

    naam: str
    telt_klussen: bool = False
    gevoelig: bool = False


@schrijft
def maak_lijst(*, naam: str, categorieen: Iterable[NieuweCategorie], door: Gebruiker) -> Categorielijst:
    """A new list with these categories, in this order."""
    lijst = Categorielijst.objects.create(naam=naam)
    for volgorde, nieuw in enumerate(categorieen, 1):
        Categorie.objects.create(lijst=lijst, volgorde=volgorde, **vars(nieuw))
    return lijst


def als_in(lijst: Categorielijst) -> list[NieuweCategorie]:
    """The categories of a list, to make another one after its example."""
    return [NieuweCategorie(c.naam, c.telt_klussen, c.gevoelig) for c in lijst.categorie_set.all()]


def uit_indicatoren(afspraak: Afspraak) -> list[NieuweCategorie]:
    """The activity types that an agreement counts by: what it counts unique people or jobs of, but for the total.

    Jobs count in the first category that is about jobs; a category about money, letters or work is sensitive.
    """
    gevonden: list[NieuweCategorie] = []
    for indicator in afspraak.indicator_set.all():
        regel = herken_meetregel(indicator.naam, indicator.eenheid, indicator.groep).meetregel
        if regel not in (Meetregel.UNIEK_CATEGORIE, Meetregel.KLUSSEN):
            continue
        eerste_klus = regel == Meetregel.KLUSSEN and not any(c.telt_klussen for c in gevonden)
        naam = indicator.naam[:80].strip()
        if naam not in {c.naam for c in gevonden}:
            gevonden.append(NieuweCategorie(naam, eerste_klus, bool(_GEVOELIG.search(naam))))
    return gevonden


@schrijft
def hernoem_lijst(lijst: Categorielijst, *, naam: str, door: Gebruiker) -> Categorielijst:
    lijst.naam = naam
    lijst.save(update_fields=["naam"])
    return lijst


@schrijft
def bewaar_categorie(categorie: Categorie, *, door: Gebruiker) -> Categorie:
    """Store a category; a new one comes last in its list."""
    if categorie.volgorde is None:
        hoogste = categorie.lijst.categorie_set.aggregate(hoogste=Max("volgorde"))["hoogste"]
        categorie.volgorde = (hoogste or 0) + 1
    categorie.save()
    return categorie


@schrijft
def verplaats_categorie(categorie: Categorie, *, omhoog: bool, door: Gebruiker) -> None:
    """Change places with the one before or after it; at the end of the list nothing happens."""
    rij = list(categorie.lijst.categorie_set.select_for_update())
    plek = next(nr for nr, c in enumerate(rij) if c.pk == categorie.pk)
    nieuw = plek - 1 if omhoog else plek + 1
    if 0 <= nieuw < len(rij):
        rij[plek], rij[nieuw] = rij[nieuw], rij[plek]
    for volgorde, ander in enumerate(rij, 1):
        if ander.volgorde != volgorde:
            ander.volgorde = volgorde
            ander.save(update_fields=["volgorde"])


@schrijft
def verwijder_categorie(categorie: Categorie, *, door: Gebruiker) -> None:
    """Remove a category that nothing counts in. ``Geweigerd`` while an activity or an indicator does."""
    try:
        categorie.delete()
    except ProtectedError as fout:
        waar = sorted({str(rij._meta.verbose_name_plural) for rij in fout.protected_objects})
        raise Geweigerd(
            f"‘{categorie.naam}’ kan niet weg: er wordt nog in geteld. Geef die {' en '.join(waar)} eerst een andere."
        ) from fout
