"""WRITE: two cards of one person become one, and that can be undone.

A merge moves nothing. It makes the double point at the card that stays (``Deelnemer.samengevoegd_met``), gives that
card the enrolments that it lacks, and copies the fields that were chosen. Only roots are merged, so there are no
circles; both rows are locked first, so two merges at once wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pghistory
from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from deelnemers.models import (
    Contactmoment,
    Deelname,
    Deelnemer,
    Inschrijving,
    Inzet,
    Klus,
    NietDezelfde,
    Persoonsgegevens,
    Rol,
    Samenvoeging,
    Talent,
    Trajectdeelnemer,
    UitBeeld,
    Uitkomst,
    Verwijzing,
)

Stand = Samenvoeging.Stand
PERSOONSVELDEN = ("voornaam", "achternaam", "telefoon", "email", "postcode")
KAARTVELDEN = ("geboortejaar", "huurt_bij")
# What may be taken from the double; each with the table that holds it.
VELDEN = {**dict.fromkeys(PERSOONSVELDEN, Persoonsgegevens), **dict.fromkeys(KAARTVELDEN, Deelnemer)}

AL_DEZELFDE = "Dit is al één kaart."
# Every table with rows of a person at a kamer, and how it points at both.
_RIJEN_BIJ_EEN_KAMER: tuple[tuple[Any, str, str], ...] = (
    (Deelname, "deelnemer", "kamer"),
    (Klus, "aanvrager", "kamer"),
    (Klus, "uitvoerder", "kamer"),
    (Inzet, "deelnemer", "kamer"),
    (Rol, "deelnemer", "kamer"),
    (Verwijzing, "deelnemer", "kamer"),
    (Uitkomst, "deelnemer", "kamer"),
    (Contactmoment, "deelnemer", "kamer"),
    (UitBeeld, "deelnemer", "kamer"),
    (Talent, "deelnemer", "kamer"),
    (Trajectdeelnemer, "deelnemer", "traject__plekken__kamer"),
)


@schrijft
def stel_samenvoegen_voor(
    *, van: Deelnemer, naar: Deelnemer, kamer: Kamer, door: Gebruiker, velden: Sequence[str] = ()
) -> Samenvoeging:
    """Propose to the bureau that ``van`` is a double of ``naar``. The same pair again changes the proposal."""
    van, naar = _vergrendel(van, naar)
    voorstel = _voorstel(van, naar) or Samenvoeging(stand=Stand.VOORGESTELD, voorgesteld_door=door)
    voorstel.van, voorstel.naar, voorstel.kamer = van, naar, kamer
    voorstel.velden = _gekozen(van, naar, velden)
    voorstel.save()
    return voorstel


@schrijft
def voeg_samen(*, van: Deelnemer, naar: Deelnemer, door: Gebruiker, velden: Sequence[str] = ()) -> Samenvoeging:
    """From now on ``van`` is seen and counted as ``naar``; ``velden`` names the fields taken from ``van``.

    Both must be cards that hold, not doubles themselves. Doing it twice changes nothing. ``Geweigerd`` when it cannot
    be: a name was erased, or one of the two was merged meanwhile.
    """
    gedaan = Samenvoeging.objects.filter(van=van, naar=naar, stand=Stand.GEDAAN).first()
    if gedaan:
        return gedaan
    van, naar = _vergrendel(van, naar)
    samenvoeging = _voorstel(van, naar) or Samenvoeging(voorgesteld_door=door, kamer=None)
    samenvoeging.van, samenvoeging.naar = van, naar
    samenvoeging.velden = _gekozen(van, naar, velden)
    samenvoeging.stand_voor = _laatste_gebeurtenis(Persoonsgegevens, naar.persoonsgegevens.pk)
    _beslis(samenvoeging, Stand.GEDAAN, door)
    with pghistory.context(samenvoeging=samenvoeging.pk):
        _neem_over(van, naar, samenvoeging.velden)
        Deelnemer.objects.filter(pk=van.pk).update(samengevoegd_met=naar.pk)
    samenvoeging.inschrijvingen = _geef_inschrijvingen(van, naar)
    samenvoeging.save(update_fields=["inschrijvingen"])
    return samenvoeging


@schrijft
def maak_ongedaan(samenvoeging: Samenvoeging, *, door: Gebruiker) -> Samenvoeging:
    """Two cards again. What was registered since stays with the card on which it was registered.

    The enrolments that the merge gave go, unless the card came to have rows of its own there; fields that were taken
    over get the value from before, unless somebody changed them since. Undoing twice changes nothing.
    """
    mensen = Deelnemer.objects.select_for_update(of=("self",)).order_by("pk")
    kaarten = {kaart.pk: kaart for kaart in mensen.filter(pk__in=(samenvoeging.van_id, samenvoeging.naar_id))}
    samenvoeging = Samenvoeging.objects.select_for_update(of=("self",)).get(pk=samenvoeging.pk)
    if samenvoeging.stand == Stand.ONGEDAAN:
        return samenvoeging
    if samenvoeging.stand != Stand.GEDAAN:
        raise Geweigerd("Deze twee zijn niet samengevoegd: er valt niets ongedaan te maken.")
    Deelnemer.objects.filter(pk=samenvoeging.van_id).update(samengevoegd_met=None)
    _beslis(samenvoeging, Stand.ONGEDAAN, door)
    _zet_velden_terug(samenvoeging, kaarten[samenvoeging.naar_id])
    kaart_id: int | None = samenvoeging.naar_id
    while kaart_id is not None:  # what was given here may have been given on, up to the root
        _ruim_gegeven_inschrijvingen_op(kaart_id)
        kaart_id = Deelnemer.objects.values_list("samengevoegd_met", flat=True).get(pk=kaart_id)
    return samenvoeging


@schrijft
def wijs_af(samenvoeging: Samenvoeging, *, door: Gebruiker) -> Samenvoeging:
    """Turn a proposal down; the two stay on the list of likely doubles."""
    samenvoeging = Samenvoeging.objects.select_for_update(of=("self",)).get(pk=samenvoeging.pk)
    if samenvoeging.stand == Stand.VOORGESTELD:
        _beslis(samenvoeging, Stand.AFGEWEZEN, door)
    return samenvoeging


@schrijft
def niet_dezelfde(een: Deelnemer, ander: Deelnemer, *, door: Gebruiker) -> NietDezelfde:
    """Remember that these are two people, so that nobody is asked again; an open proposal about them is closed."""
    eerste, tweede = sorted((een.pk, ander.pk))
    voorstel = _voorstel(een, ander)
    if voorstel:
        _beslis(voorstel, Stand.AFGEWEZEN, door)
    return NietDezelfde.objects.get_or_create(een_id=eerste, ander_id=tweede, defaults={"door": door})[0]


def _vergrendel(van: Deelnemer, naar: Deelnemer) -> tuple[Deelnemer, Deelnemer]:
    """Both cards as they are now, locked in a fixed order. ``Geweigerd`` when they cannot be merged."""
    if van.pk == naar.pk:
        raise Geweigerd(AL_DEZELFDE)
    mensen = Deelnemer.objects.select_for_update(of=("self",)).select_related("persoonsgegevens").order_by("pk")
    kaarten = {kaart.pk: kaart for kaart in mensen.filter(pk__in=(van.pk, naar.pk))}
    van, naar = kaarten[van.pk], kaarten[naar.pk]
    for kaart in (van, naar):
        if kaart.samengevoegd_met_id is not None:
            raise Geweigerd("Een van deze kaarten is intussen al samengevoegd. Kijk opnieuw in de lijst.")
        if not hasattr(kaart, "persoonsgegevens"):
            raise Geweigerd("De naam van een van beide is gewist. Samenvoegen kan dan niet meer.")
    return van, naar


def _voorstel(een: Deelnemer, ander: Deelnemer) -> Samenvoeging | None:
    """The open proposal about these two, whichever of them would stay."""
    beide = Q(van=een.pk, naar=ander.pk) | Q(van=ander.pk, naar=een.pk)
    return Samenvoeging.objects.select_for_update(of=("self",)).filter(beide, stand=Stand.VOORGESTELD).first()


def _beslis(samenvoeging: Samenvoeging, stand: str, door: Gebruiker) -> None:
    samenvoeging.stand, samenvoeging.beslist_door, samenvoeging.beslist_op = stand, door, timezone.now()
    samenvoeging.save()


# --- fields -----------------------------------------------------------------------------------------------------


def _houder(kaart: Deelnemer, veld: str) -> Any:
    return kaart.persoonsgegevens if VELDEN[veld] is Persoonsgegevens else kaart


def waarde(kaart: Deelnemer, veld: str) -> Any:
    """The value of one of ``VELDEN`` (a key for ``huurt_bij``)."""
    return getattr(_houder(kaart, veld), _kolom(veld))


def _kolom(veld: str) -> str:
    return "huurt_bij_id" if veld == "huurt_bij" else veld


def _gekozen(van: Deelnemer, naar: Deelnemer, velden: Sequence[str]) -> list[str]:
    """The chosen fields that change anything, in a fixed order. ``Geweigerd`` when the name would become empty."""
    onbekend = set(velden) - VELDEN.keys()
    if onbekend:
        raise TypeError(f"onbekende velden: {onbekend}")
    return [veld for veld in VELDEN if veld in velden and waarde(van, veld) != waarde(naar, veld)]


def _neem_over(van: Deelnemer, naar: Deelnemer, velden: Sequence[str]) -> None:
    for veld in velden:
        setattr(_houder(naar, veld), _kolom(veld), waarde(van, veld))
    _bewaar(naar, velden)


def _bewaar(kaart: Deelnemer, velden: Sequence[str]) -> None:
    """Only what was changed, so that somebody who changes something else at the same time loses nothing."""
    van_persoon = [veld for veld in velden if VELDEN[veld] is Persoonsgegevens]
    van_kaart = [veld for veld in velden if VELDEN[veld] is Deelnemer]
    if van_persoon:
        kaart.persoonsgegevens.vul_aan()
        kaart.persoonsgegevens.save(update_fields=[*van_persoon, "zoeknaam", "klanknaam"])
    if van_kaart:
        kaart.save(update_fields=van_kaart)


def _zet_velden_terug(samenvoeging: Samenvoeging, naar: Deelnemer) -> None:
    if not hasattr(naar, "persoonsgegevens"):
        return
    terug = []
    for veld in samenvoeging.velden:
        gevonden, vroeger = _van_voor(samenvoeging, naar, veld)
        if gevonden:
            setattr(_houder(naar, veld), _kolom(veld), vroeger)
            terug.append(veld)
    _bewaar(naar, terug)


def _van_voor(samenvoeging: Samenvoeging, naar: Deelnemer, veld: str) -> tuple[bool, Any]:
    """Whether the field can be set back, and to what.

    Merges lie over each other: when an earlier one that gave the value of before was undone meanwhile, what was there
    before that one holds.
    """
    eigen = _rond(samenvoeging, naar, veld)
    if eigen is None or waarde(naar, veld) != eigen.na:
        return False, None
    vroeger = eigen.voor
    andere = Samenvoeging.objects.filter(
        naar=naar.pk, velden__contains=[veld], stand__in=(Stand.GEDAAN, Stand.ONGEDAAN)
    ).exclude(pk=samenvoeging.pk)
    lagen = [(laag, s.stand) for s in andere if (laag := _rond(s, naar, veld)) and laag.nummer < eigen.nummer]
    for laag, stand in sorted(lagen, key=lambda paar: -paar[0].nummer):
        if laag.na != vroeger:
            continue
        if stand == Stand.GEDAAN:
            break
        vroeger = laag.voor
    return True, vroeger


class _Laag:
    """One field around a merge: its value just before and just after, and the number of the event."""

    def __init__(self, voor: Any, na: Any, veld: str) -> None:
        self.nummer = na.pgh_id
        self.voor, self.na = getattr(voor, _kolom(veld)), getattr(na, _kolom(veld))


def _rond(samenvoeging: Samenvoeging, naar: Deelnemer, veld: str) -> _Laag | None:
    """None when history has been erased since: then nothing is set back."""
    gebeurtenissen = _gebeurtenissen(VELDEN[veld]).filter(id=_houder(naar, veld).pk)
    na = gebeurtenissen.filter(pgh_context__samenvoeging=samenvoeging.pk).order_by("pgh_id").first()
    voor = gebeurtenissen.filter(pgh_id__lt=na.pgh_id).order_by("pgh_id").last() if na else None
    return _Laag(voor, na, veld) if voor else None


def _gebeurtenissen(model: Any) -> Any:
    return apps.get_model("deelnemers", f"{model.__name__}Event").objects


def _laatste_gebeurtenis(model: Any, pk: int) -> int | None:
    return _gebeurtenissen(model).filter(id=pk).order_by("-pgh_id").values_list("pgh_id", flat=True).first()


# --- enrolments -------------------------------------------------------------------------------------------------


def _geef_inschrijvingen(van: Deelnemer, naar: Deelnemer) -> list[int]:
    """Enrol ``naar`` where only ``van`` came, on the same days; the ids of what was made."""
    al = set(Inschrijving.objects.filter(deelnemer=naar).values_list("kamer", flat=True))
    ontbreekt = Inschrijving.objects.filter(deelnemer=van).exclude(kamer__in=al)
    nieuw = [Inschrijving(deelnemer=naar, kamer_id=i.kamer_id, van=i.van, tot=i.tot) for i in ontbreekt]
    return [inschrijving.pk for inschrijving in Inschrijving.objects.bulk_create(nieuw)]


def _ruim_gegeven_inschrijvingen_op(kaart_id: int) -> None:
    """Remove what merges gave this card and nothing holds any more: no double that comes there, no rows of its own."""
    gegeven = {
        pk for pks in Samenvoeging.objects.filter(naar=kaart_id).values_list("inschrijvingen", flat=True) for pk in pks
    }
    for inschrijving in Inschrijving.objects.filter(pk__in=gegeven, deelnemer=kaart_id):
        dubbel = Inschrijving.objects.filter(deelnemer__samengevoegd_met=kaart_id, kamer=inschrijving.kamer_id)
        if not dubbel.exists() and not _heeft_rijen(kaart_id, inschrijving.kamer_id):
            inschrijving.delete()


def _heeft_rijen(kaart_id: int, kamer_id: int) -> bool:
    return any(
        model.objects.filter(**{wie: kaart_id, waar: kamer_id}).exists() for model, wie, waar in _RIJEN_BIJ_EEN_KAMER
    )
