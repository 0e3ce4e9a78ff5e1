"""The rule of measuring of an indicator from its words, with the category, statement or organisation that it names.

What does not exist yet (a category of its own, an organisation) stays open; the measure then looks for it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from buurtwerkkamers.meetregels import KEUZEVELDEN, Herkend, Meetregel, herken_meetregel, is_organisatie
from buurtwerkkamers.models import Categorie, Indicator, Organisatie, Stelling


def herkend_aan(indicator: Indicator) -> Herkend:
    """What the words of this indicator ask for."""
    return herken_meetregel(indicator.naam, indicator.eenheid, indicator.groep)


def vul_meetregel(indicator: Indicator) -> None:
    """Give an indicator the rule of its words, and each choice that is still empty; nothing is stored."""
    indicator.meetregel = herkend_aan(indicator).meetregel
    for veld, waarde in _keuzes(indicator).items():
        if not getattr(indicator, veld):
            setattr(indicator, veld, waarde)


def is_zelf_gekozen(indicator: Indicator) -> bool:
    """Whether somebody chose another rule, or another choice with it, than the words ask for."""
    keuzes = _keuzes(indicator)
    eigen = {veld: getattr(indicator, veld) for veld in KEUZEVELDEN if getattr(indicator, veld)}
    return indicator.meetregel != herkend_aan(indicator).meetregel or any(
        waarde != keuzes.get(veld) for veld, waarde in eigen.items()
    )


def wis_keuzes(indicator: Indicator) -> None:
    """Forget what narrowed the rule, when other words will say it anew."""
    for veld in KEUZEVELDEN:
        setattr(indicator, veld, "" if isinstance(getattr(indicator, veld), str) else None)


def _keuzes(indicator: Indicator) -> dict[str, Any]:
    """The choices that belong to the rule of its words, as far as what they name exists."""
    herkend = herkend_aan(indicator)
    if herkend.meetregel == Meetregel.UNIEK_CATEGORIE:
        lijst = Categorie.objects.filter(lijst=indicator.afspraak.categorielijst_id)
        return {"categorie": kies_categorie(lijst, herkend)}
    if herkend.stelling:
        stelling = Stelling.objects.filter(code=herkend.stelling).first()
        return {"stelling": stelling, "doelgroep": herkend.doelgroep}
    if herkend.klussoort:
        return {"klussoort": herkend.klussoort}
    if herkend.organisatie:
        gevonden = organisaties_van(Organisatie.objects.all(), herkend)
        return {"organisatie": gevonden[0] if len(gevonden) == 1 else None}
    return {}


def kies_categorie(categorieen: Iterable[Categorie], herkend: Herkend) -> Categorie | None:
    """The category of this list that the words name: by its own name first, then by another word for it."""
    op_naam = {categorie.naam.casefold(): categorie for categorie in categorieen}
    return next((op_naam[naam.casefold()] for naam in herkend.categorieen if naam.casefold() in op_naam), None)


def organisaties_van(organisaties: Iterable[Organisatie], herkend: Herkend) -> list[Organisatie]:
    """The organisations that the words may mean: 'W&I' is 'Utrecht Werk en Inkomen'."""
    return [o for o in organisaties if herkend.organisatie and is_organisatie(o.naam, herkend.organisatie)]
