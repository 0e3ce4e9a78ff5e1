"""WRITE: which category an activity has in a list of categories; it has at most one in each list."""

from __future__ import annotations

from collections.abc import Mapping

from buurtwerkkamers.models import Categorie, Categorielijst, Gebruiker
from buurtwerkkamers.schrijven import schrijft
from deelnemers.models import Activiteit, Indeling


@schrijft
def deel_in(lijst: Categorielijst, keuzes: Mapping[Activiteit, Categorie | None], *, door: Gebruiker) -> int:
    """Give these activities their category in the list (None: none). Returns how many changed; the rest stays.

    All attendances of an activity move along in the counts by this list, past ones too.
    """
    bestaand = {rij.activiteit_id: rij for rij in Indeling.objects.filter(lijst=lijst, activiteit__in=list(keuzes))}
    veranderd = 0
    for activiteit, categorie in keuzes.items():
        rij = bestaand.get(activiteit.pk)
        if (rij.categorie_id if rij else None) == (categorie.pk if categorie else None):
            continue
        veranderd += 1
        if rij and categorie is None:
            rij.delete()
        elif rij and categorie:
            rij.categorie = categorie
            rij.save()
        elif categorie:
            Indeling.objects.create(activiteit=activiteit, categorie=categorie)
    return veranderd


@schrijft
def neem_indeling_over(van: Categorielijst, naar: Categorielijst, *, door: Gebruiker) -> int:
    """Give every activity the category of the same name as in the other list. Returns how many got one."""
    op_naam = {categorie.naam: categorie for categorie in naar.categorie_set.all()}
    rijen = Indeling.objects.filter(lijst=van).select_related("activiteit", "categorie")
    keuzes = {rij.activiteit: op_naam[rij.categorie.naam] for rij in rijen if rij.categorie.naam in op_naam}
    return deel_in(naar, keuzes, door=door)
