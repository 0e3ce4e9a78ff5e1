"""WRITE: the steps of a contribution, and what its money may be spent on.

Each function takes ``door`` (who does it) and writes in one transaction; who and when are kept by the history. What
cannot be is raised as ``Geweigerd`` with a Dutch reason.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from financien.afronding import op_centen
from financien.models import Bestemming, Bijdragestap, Post
from financien.wijzigen import afdruk, afdruk_van, eis_ongewijzigd

STAPVELDEN: Final = ("stand", "datum", "bedrag", "kenmerk", "toelichting")


@schrijft
def leg_stap_vast(
    bijdrage: Post,
    *,
    stand: str,
    datum: date,
    door: Gebruiker,
    bedrag: Decimal | None = None,
    kenmerk: str = "",
    toelichting: str = "",
) -> Bijdragestap:
    """A step of a contribution on a day; the last one by day (then by order of entry) says where it stands.

    The very same step again (a button that was pressed twice) changes nothing.
    """
    if bijdrage.soort != Post.Soort.FINANCIERING:
        raise Geweigerd("Alleen een bijdrage heeft stappen. Kies een post van de financiering.")
    stap = Bijdragestap(
        bijdrage=bijdrage, stand=stand, datum=datum, bedrag=bedrag, kenmerk=kenmerk, toelichting=toelichting
    )
    _keur(stap)
    _een_tegelijk(bijdrage)
    zelfde = {veld: getattr(stap, veld) for veld in STAPVELDEN}
    bestaand = Bijdragestap.objects.filter(bijdrage=bijdrage, **zelfde).first()
    if bestaand is not None:
        return bestaand
    stap.save(force_insert=True)
    return stap


@schrijft
def wijzig_stap(stap: Bijdragestap, *, door: Gebruiker, gezien: str | None = None, **velden: Any) -> Bijdragestap:
    """Correct a step (``STAPVELDEN``); fields that are not named stay as they are. What it was stays in the history.

    ``gezien``: the ``afdruk`` that the form showed; ``Intussen`` when somebody changed the step since.
    """
    if onbekend := set(velden) - set(STAPVELDEN):
        raise TypeError(f"geen veld van een stap: {', '.join(sorted(onbekend))}")
    stap = _bestaand(Bijdragestap.objects.select_for_update().filter(pk=stap.pk).first())
    eis_ongewijzigd(gezien, afdruk(stap, STAPVELDEN))
    for veld, waarde in velden.items():
        setattr(stap, veld, waarde)
    _keur(stap)
    stap.save(update_fields=STAPVELDEN)
    return stap


@schrijft
def verwijder_stap(stap: Bijdragestap, *, door: Gebruiker) -> None:
    """Remove a step that never was; it stays in the history. The step before it says again where it stands."""
    stap.delete()


@schrijft
def kies_bestemming(
    bijdrage: Post, *, kostenposten: Collection[Post], door: Gebruiker, gezien: str | None = None
) -> None:
    """What the money of a contribution may be spent on: these cost posts only. None at all: every cost post.

    ``gezien``: the ``doelafdruk`` that the form showed; ``Intussen`` when somebody chose something else since.

    A contribution of a kamer is for that kamer only, so no other kamer's post can be chosen. What was paid out of it
    before stays, and counts from now on as spent elsewhere when it is not among these.
    """
    if bijdrage.soort != Post.Soort.FINANCIERING:
        raise Geweigerd("Alleen een bijdrage heeft een doel. Kies een post van de financiering.")
    for post in kostenposten:
        if post.soort != Post.Soort.KOSTEN or post.jaar != bijdrage.jaar:
            raise Geweigerd(f"'{post.naam}' is geen kostenpost van {bijdrage.jaar}.")
        if bijdrage.kamer_id and post.kamer_id != bijdrage.kamer_id:
            raise Geweigerd(f"Dit geld is voor {bijdrage.kamer}. '{post}' hoort daar niet bij.")
    _een_tegelijk(bijdrage)
    eis_ongewijzigd(gezien, doelafdruk(bijdrage))
    gekozen = {post.pk for post in kostenposten}
    bestaand = set(Bestemming.objects.filter(bijdrage=bijdrage).values_list("kostenpost", flat=True))
    Bestemming.objects.filter(bijdrage=bijdrage, kostenpost__in=bestaand - gekozen).delete()
    Bestemming.objects.bulk_create(Bestemming(bijdrage=bijdrage, kostenpost_id=pk) for pk in sorted(gekozen - bestaand))


def doelafdruk(bijdrage: Post) -> str:
    """A fingerprint of what this money is meant for. One query."""
    posten = Bestemming.objects.filter(bijdrage=bijdrage).order_by("kostenpost").values_list("kostenpost", flat=True)
    return afdruk_van({"kostenposten": list(posten)})


def _bestaand(stap: Bijdragestap | None) -> Bijdragestap:
    if stap is None:
        raise Geweigerd("Deze stap is er niet meer. Leg hem opnieuw vast als hij er toch was.")
    return stap


def _een_tegelijk(bijdrage: Post) -> None:
    """Two people who write about one contribution at once, do so one after the other."""
    Post.objects.select_for_update(of=("self",)).get(pk=bijdrage.pk)


def _keur(stap: Bijdragestap) -> None:
    """Round to the cent and refuse what does not fit before the database does."""
    stap.kenmerk, stap.toelichting = stap.kenmerk.strip(), stap.toelichting.strip()
    if stap.bedrag is not None:
        stap.bedrag = op_centen(Decimal(stap.bedrag))
        if stap.bedrag <= 0:
            raise Geweigerd("Vul een bedrag in van meer dan 0 euro, of laat het leeg.")
    try:
        stap.clean_fields(exclude=["bijdrage"])
    except ValidationError as fout:
        namen = {veld.name: str(veld.verbose_name) for veld in Bijdragestap._meta.fields}
        reden = "; ".join(f"{namen[veld]}: {' '.join(teksten)}" for veld, teksten in fout.message_dict.items())
        raise Geweigerd(f"Dit klopt niet bij de stap: {reden}") from fout
    if "\0" in stap.kenmerk + stap.toelichting:
        raise Geweigerd("In de tekst staat een teken dat niet kan worden bewaard.")
