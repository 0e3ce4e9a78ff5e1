"""WRITE: making an agreement, filling it, signing it, and making the next version or that of next year.

What was signed is refused by the database (``buurtwerkkamers.models.bewaking``), not by these functions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Max, Model, ProtectedError, Q
from django.utils import timezone

from buurtwerkkamers.herkennen import vul_meetregel
from buurtwerkkamers.models import (
    Afspraak,
    Gebruiker,
    Indicator,
    Kamer,
    Ondertekening,
    Organisatie,
    Overleg,
    Streefwaarde,
)
from buurtwerkkamers.schrijven import Geweigerd, schrijft

M = TypeVar("M", bound=Model)


# --- the head ---------------------------------------------------------------------------------------------------


@schrijft
def bewaar_afspraak(
    afspraak: Afspraak,
    *,
    partijen: Iterable[Organisatie],
    financiers: Iterable[Organisatie] | None = None,
    door: Gebruiker,
) -> Afspraak:
    """Store the head of an agreement (name, days, categories), its parties and its financiers (None: as they are)."""
    afspraak.save()
    afspraak.partijen.set(partijen)
    if financiers is not None:
        afspraak.financiers.set(financiers)
    _kies_categorieen(afspraak)
    return afspraak


def _kies_categorieen(afspraak: Afspraak) -> None:
    """An indicator that counts in a category of another list moves to the one of that name in this list, or to none."""
    vreemd = afspraak.indicator_set.filter(categorie__isnull=False).exclude(
        categorie__lijst_id=afspraak.categorielijst_id
    )
    for indicator in vreemd.select_related("categorie"):
        assert indicator.categorie is not None  # noqa: S101 - filtered above
        indicator.categorie = afspraak.categorielijst.categorie_set.filter(naam=indicator.categorie.naam).first()
        indicator.save()


@schrijft
def gooi_concept_weg(afspraak: Afspraak, *, door: Gebruiker) -> None:
    """Remove an agreement that was never signed, with everything in it.

    ``Geweigerd`` when a meeting with minutes or promises hangs on it: those are not thrown away with it.
    """
    if Overleg.objects.filter(~Q(verslag="") | Q(acties__isnull=False), afspraak=afspraak).exists():
        raise Geweigerd("Bij dit concept hoort een overleg met een verslag of acties. Haal die eerst weg.")
    try:
        afspraak.delete()
    except ProtectedError as fout:
        soorten = sorted({str(rij._meta.verbose_name_plural) for rij in fout.protected_objects})
        raise Geweigerd(f"Dit concept kan niet weg: er hangen nog {' en '.join(soorten)} aan.") from fout


# --- signing ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ondertekenaar:
    """Who signs for an organisation, and when (None: not yet)."""

    organisatie: Organisatie
    naam: str = ""
    functie: str = ""
    getekend_op: date | None = None


@schrijft
def bewaar_ondertekenaars(afspraak: Afspraak, *, ondertekenaars: Iterable[Ondertekenaar], door: Gebruiker) -> None:
    """These are the signatories of the agreement, and no others. Only what differs is written.

    ``Geweigerd`` when one of them would go, or another would come in the place of who signed, in a signed agreement.
    """
    bestaand = {o.organisatie_id: o for o in Ondertekening.objects.filter(afspraak=afspraak)}
    for wie in ondertekenaars:
        rij = bestaand.pop(wie.organisatie.pk, None) or Ondertekening(afspraak=afspraak, organisatie=wie.organisatie)
        if rij.pk and (rij.naam, rij.functie, rij.getekend_op) == (wie.naam, wie.functie, wie.getekend_op):
            continue
        rij.naam, rij.functie, rij.getekend_op = wie.naam, wie.functie, wie.getekend_op
        _niet_in_de_toekomst(wie.getekend_op)
        rij.save()
    for rij in bestaand.values():
        rij.delete()


@schrijft
def onderteken(afspraak: Afspraak, *, getekend_op: date, door: Gebruiker) -> Afspraak:
    """Make the concept the agreement: from now on it does not change. Also puts a wrong day of signing right."""
    afspraak = Afspraak.objects.select_for_update().get(pk=afspraak.pk)
    _niet_in_de_toekomst(getekend_op)
    if afspraak.periode is None:
        raise Geweigerd("Vul eerst de eerste en de laatste dag van de afspraak in.")
    if not afspraak.indicator_set.exists():
        raise Geweigerd("Er staan nog geen indicatoren in deze afspraak. Voeg die eerst toe.")
    afspraak.getekend_op = getekend_op
    afspraak.save(update_fields=["getekend_op"])
    return afspraak


def _niet_in_de_toekomst(getekend_op: date | None) -> None:
    if getekend_op and getekend_op > timezone.localdate():
        raise Geweigerd("De dag van ondertekenen ligt in de toekomst.")


# --- indicators and targets -------------------------------------------------------------------------------------


@schrijft
def bewaar_indicator(indicator: Indicator, *, doelen: Mapping[Kamer, str], door: Gebruiker) -> Indicator:
    """Store an indicator with its printed targets; an empty target goes away. A new one comes last.

    Without a chosen rule of measuring, the words of the indicator decide (or leave it unmeasured).
    """
    if indicator.volgorde is None:
        hoogste = indicator.afspraak.indicator_set.aggregate(hoogste=Max("volgorde"))["hoogste"]
        indicator.volgorde = (hoogste or 0) + 1
    if not indicator.meetregel:
        vul_meetregel(indicator)
    indicator.save()
    _zet_doelen({(indicator.pk, kamer.pk): tekst for kamer, tekst in doelen.items()})
    return indicator


@schrijft
def zet_doelen(afspraak: Afspraak, *, doelen: Mapping[tuple[int, int], str], door: Gebruiker) -> int:
    """Printed targets by (indicator id, kamer id), all of this agreement; an empty one goes. How many changed."""
    eigen = set(afspraak.indicator_set.values_list("pk", flat=True))
    return _zet_doelen({sleutel: tekst for sleutel, tekst in doelen.items() if sleutel[0] in eigen})


def _zet_doelen(doelen: Mapping[tuple[int, int], str]) -> int:
    """Only what differs is written, so that history holds changes and no repetitions."""
    indicatoren = {indicator for indicator, _ in doelen}
    bestaand = {(s.indicator_id, s.kamer_id): s for s in Streefwaarde.objects.filter(indicator__in=indicatoren)}
    aantal = 0
    for (indicator, kamer), getypt in doelen.items():
        tekst, rij = getypt.strip(), bestaand.get((indicator, kamer))
        if tekst == (rij.tekst if rij else ""):
            continue
        aantal += 1
        if rij is None:
            Streefwaarde.objects.create(indicator_id=indicator, kamer_id=kamer, tekst=tekst)
        elif tekst:
            rij.tekst = tekst
            rij.save()
        else:
            rij.delete()
    return aantal


@schrijft
def verplaats_indicator(indicator: Indicator, *, omhoog: bool, door: Gebruiker) -> None:
    """One place up or down within its group; at the edge it stays where it is."""
    rijen = list(Indicator.objects.select_for_update().filter(afspraak=indicator.afspraak_id))
    plekken = [n for n, rij in enumerate(rijen) if rij.groep == indicator.groep]
    hier = plekken.index(next(n for n in plekken if rijen[n].pk == indicator.pk))
    daar = hier - 1 if omhoog else hier + 1
    if 0 <= daar < len(plekken):
        a, b = plekken[hier], plekken[daar]
        rijen[a], rijen[b] = rijen[b], rijen[a]
    # Numbered anew: two lines of an import may share a number.
    for volgorde, rij in enumerate(rijen, 1):
        if rij.volgorde != volgorde:
            rij.volgorde = volgorde
            rij.save(update_fields=["volgorde"])


@schrijft
def verwijder_indicator(indicator: Indicator, *, door: Gebruiker) -> None:
    """Remove a line with its targets from a concept."""
    try:
        indicator.delete()
    except ProtectedError as fout:
        raise Geweigerd("Deze indicator kan niet weg: er is al een oordeel over vastgelegd.") from fout


@schrijft
def zet_merken(afspraak: Afspraak, *, gemerkt: Collection[int], door: Gebruiker) -> int:
    """The indicators with these ids matter to the housing corporations, the others do not. How many changed."""
    anders = [i for i in afspraak.indicator_set.all() if i.corporatie != (i.pk in gemerkt)]
    for indicator in anders:
        indicator.corporatie = not indicator.corporatie
        indicator.save(update_fields=["corporatie"])
    return len(anders)


# --- copying ----------------------------------------------------------------------------------------------------


@schrijft
def maak_nieuwe_versie(afspraak: Afspraak, *, reden: str, door: Gebruiker) -> Afspraak:
    """An amendment: a concept with everything of this version, one number higher; the old one stays as it is."""
    hoogste = Afspraak.objects.filter(naam=afspraak.naam).aggregate(hoogste=Max("versie"))["hoogste"]
    return _neem_over(afspraak, versie=hoogste + 1, vorige=afspraak, reden=reden)


@schrijft
def maak_van_vorige(afspraak: Afspraak, *, naam: str, van: date, tm: date, door: Gebruiker) -> Afspraak:
    """The agreement of another year: a concept with the indicators, targets and parties of this one."""
    return _neem_over(afspraak, naam=naam, versie=1, vorige=None, reden="", van=van, tm=tm)


def _neem_over(afspraak: Afspraak, **anders: Any) -> Afspraak:
    nieuw = _kopie(afspraak, getekend_op=None, **anders)
    nieuw.save(force_insert=True)
    nieuw.partijen.set(afspraak.partijen.all())
    nieuw.financiers.set(afspraak.financiers.all())
    Ondertekening.objects.bulk_create(
        [_kopie(o, afspraak=nieuw, getekend_op=None) for o in afspraak.ondertekeningen.all()]
    )
    oude = list(afspraak.indicator_set.all())
    nieuwe = Indicator.objects.bulk_create([_kopie(indicator, afspraak=nieuw) for indicator in oude])
    wordt = {oud.pk: indicator for oud, indicator in zip(oude, nieuwe, strict=True)}
    doelen = Streefwaarde.objects.filter(indicator__in=oude)
    Streefwaarde.objects.bulk_create([_kopie(doel, indicator=wordt[doel.indicator_id]) for doel in doelen])
    return nieuw


def _kopie(rij: M, **anders: Any) -> M:
    """A new row, not stored yet, with the values of this one but for those named."""
    velden = {veld.attname: getattr(rij, veld.attname) for veld in rij._meta.concrete_fields if not veld.primary_key}
    kopie = type(rij)(**velden)
    for naam, waarde in anders.items():
        setattr(kopie, naam, waarde)
    return kopie
