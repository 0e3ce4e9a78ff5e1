"""Agreements: who may see which, how a target reads in words, and WRITE functions for the cooperative."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from buurtwerkkamers.meetregels import herken_meetregel
from buurtwerkkamers.models import (
    Afspraak,
    Bevoegdheid,
    Gebruiker,
    Indicator,
    Kamer,
    Organisatie,
    Streefwaarde,
)
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.rechten import EIGEN, RECHTEN, kamers_met
from buurtwerkkamers.schrijven import schrijft
from buurtwerkkamers.streefwaarden import Doel, Operator

Rol = Bevoegdheid.Rol
RECHT = "afspraken.zien"


# --- who sees what ----------------------------------------------------------------------------------------------


def _binnen(gebruiker: Gebruiker) -> set[str]:
    """Roles of this user that see agreements and are not tied to an organisation outside."""
    return (gebruiker.rollen & set(RECHTEN[RECHT])) - set(Bevoegdheid.ORGANISATIEROLLEN)


def _organisaties(gebruiker: Gebruiker, *rollen: str) -> list[int]:
    return [b.organisatie_id for b in gebruiker.bevoegdheden if b.rol in rollen and b.organisatie_id]


def zichtbare_afspraken(gebruiker: Gebruiker) -> QuerySet[Afspraak]:
    """All for the cooperative; for a coordinator those of the own kamer; for others those they are a party to."""
    if any(RECHTEN[RECHT][rol] is not EIGEN for rol in _binnen(gebruiker)):
        return Afspraak.objects.all()
    zien = Q(partijen__in=_organisaties(gebruiker, *Bevoegdheid.ORGANISATIEROLLEN))
    if _binnen(gebruiker):
        zien |= Q(indicator__streefwaarde__kamer__in=kamers_met(gebruiker, RECHT).values("pk"))
    return Afspraak.objects.filter(pk__in=Afspraak.objects.filter(zien).values("pk"))


def zichtbare_indicatoren(gebruiker: Gebruiker, afspraak: Afspraak) -> QuerySet[Indicator]:
    """A corporatie sees the indicators that are marked for it, and no other."""
    indicatoren = afspraak.indicator_set.select_related("categorie")
    partijen = set(afspraak.partijen.values_list("pk", flat=True))
    if _binnen(gebruiker) or partijen & set(_organisaties(gebruiker, Rol.GEMEENTE)):
        return indicatoren
    return indicatoren.filter(corporatie=True)


def zichtbare_streefkamers(gebruiker: Gebruiker, afspraak: Afspraak) -> list[Kamer]:
    """The kamers of which this user sees the targets; a coordinator those of the own kamer."""
    met_doel = Kamer.objects.filter(streefwaarde__indicator__afspraak=afspraak).distinct()
    return list(met_doel.filter(pk__in=kamers_met(gebruiker, RECHT).values("pk")))


# --- reading ----------------------------------------------------------------------------------------------------

_WOORDEN = {
    Operator.MEER_DAN: "meer dan",
    Operator.MINSTENS: "minstens",
    Operator.GELIJK: "precies",
    Operator.HOOGSTENS: "hoogstens",
    Operator.MINDER_DAN: "minder dan",
}


def in_woorden(doel: Doel) -> str:
    """How the product reads a printed target: '> 10 op 20' is 'meer dan 10 van de 20'."""
    if doel.operator == Operator.POSITIEF:
        return "niet onder nul"
    if doel.waarde is None:
        return "in woorden, niet te vergelijken"
    waarde = f"{getal(doel.waarde)}%" if doel.procent else getal(doel.waarde)
    basis = f" van de {getal(doel.basis)}" if doel.basis is not None else ""
    return f"{_WOORDEN[doel.operator]} {waarde}{basis}"


# --- writing ----------------------------------------------------------------------------------------------------


@schrijft
def bewaar_afspraak(afspraak: Afspraak, *, partijen: Iterable[Organisatie], door: Gebruiker) -> Afspraak:
    """Store the head of an agreement (name, days, signing, categories) and its parties."""
    afspraak.save()
    afspraak.partijen.set(partijen)
    return afspraak


@schrijft
def bewaar_indicator(indicator: Indicator, *, doelen: Mapping[Kamer, str], door: Gebruiker) -> Indicator:
    """Store an indicator with its printed targets; an empty target goes away. A new one comes last.

    Without a chosen rule of measuring, the words of the indicator decide (or leave it unmeasured).
    """
    if indicator.volgorde is None:
        hoogste = indicator.afspraak.indicator_set.aggregate(hoogste=Max("volgorde"))["hoogste"]
        indicator.volgorde = (hoogste or 0) + 1
    if not indicator.meetregel:
        _herken(indicator)
    indicator.save()
    for kamer, tekst in doelen.items():
        _zet_doel(indicator, kamer, tekst.strip())
    return indicator


def _herken(indicator: Indicator) -> None:
    indicator.meetregel, categorie = herken_meetregel(indicator.naam, indicator.eenheid, indicator.groep)
    if categorie and indicator.categorie is None:
        indicator.categorie = indicator.afspraak.categorielijst.categorie_set.filter(naam=categorie).first()


def _zet_doel(indicator: Indicator, kamer: Kamer, tekst: str) -> None:
    """Only what differs is written, so that history holds changes and no repetitions."""
    bestaand = Streefwaarde.objects.filter(indicator=indicator, kamer=kamer).first()
    if not tekst:
        if bestaand:
            bestaand.delete()
    elif bestaand is None:
        Streefwaarde.objects.create(indicator=indicator, kamer=kamer, tekst=tekst)
    elif bestaand.tekst != tekst:
        bestaand.tekst = tekst
        bestaand.save()


@schrijft
def maak_nieuwe_versie(afspraak: Afspraak, *, getekend_op: date | None, door: Gebruiker) -> Afspraak:
    """An amendment: a copy of this version, one number higher, that can then be changed; the old one stays as it is."""
    hoogste = Afspraak.objects.filter(naam=afspraak.naam).aggregate(hoogste=Max("versie"))["hoogste"]
    nieuw = _kopie(afspraak, versie=hoogste + 1, vorige=afspraak, getekend_op=getekend_op)
    nieuw.partijen.set(afspraak.partijen.all())
    for indicator in afspraak.indicator_set.prefetch_related("streefwaarde_set"):
        kopie = _kopie(indicator, afspraak=nieuw)
        for streefwaarde in indicator.streefwaarde_set.all():
            _kopie(streefwaarde, indicator=kopie)
    return nieuw


def _kopie(rij: Any, **anders: Any) -> Any:
    """A new row with the values of this one, but for those named."""
    velden = {veld.attname: getattr(rij, veld.attname) for veld in rij._meta.concrete_fields if not veld.primary_key}
    velden.update({rij._meta.get_field(naam).attname: getattr(waarde, "pk", waarde) for naam, waarde in anders.items()})
    return type(rij).objects.create(**velden)
