"""WRITE: petty cash. A kamer writes down what it buys and hands a month in; the treasurer approves and books it.

Each function takes ``door`` (who does it) and writes in one transaction. Everything about one kamer waits for its
turn, so that nothing is added to a month while it is being handed in. ``Geweigerd`` with a Dutch reason otherwise.
Months are handed in and approved in order: then the balance that a later month began with never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.opmaak import euro
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from buurtwerkkamers.sloten import Slot, wacht_op
from financien import boeken
from financien.boeken import NieuweBoeking
from financien.bonnen import Foto
from financien.getoond import eis_hetzelfde
from financien.handgeldstand import (
    Stand,
    begin_van,
    laatste_dag,
    maandnaam,
    omschrijving_van,
    per_soort,
    pot_van,
    volgende,
)
from financien.models import Boeking, Bon, Handgeldmaand, Handgeldpot, Handgelduitgave, Post
from financien.wijzigen import afdruk_van, eis_ongewijzigd


@schrijft
def zet_pot(
    *,
    kamer: Kamer,
    vanaf: date,
    voorschot: Decimal,
    hoogstens: Decimal,
    door: Gebruiker,
    gezien: str | None = None,
) -> Handgeldpot:
    """What a kamer gets each month, and may spend at most, from the month of this day on. Again: replaces it.

    ``gezien``: the ``potafdruk`` that the form showed; ``Intussen`` when somebody changed the amounts since.
    """
    _om_de_beurt(kamer)
    eis_ongewijzigd(gezien, potafdruk(kamer))
    pot = Handgeldpot.objects.filter(kamer=kamer, vanaf=begin_van(vanaf)).first()
    pot = pot or Handgeldpot(kamer=kamer, vanaf=begin_van(vanaf))
    pot.voorschot, pot.hoogstens = voorschot, hoogstens
    _keur(pot)
    pot.save()
    return pot


def potafdruk(kamer: Kamer) -> str:
    """A fingerprint of all amounts that were agreed with this kamer. One query."""
    potten = Handgeldpot.objects.filter(kamer=kamer).order_by("vanaf").values_list("vanaf", "voorschot", "hoogstens")
    return afdruk_van({f"{vanaf}": (str(voorschot), str(hoogstens)) for vanaf, voorschot, hoogstens in potten})


@schrijft
def zet_ontvangen(*, kamer: Kamer, maand: date, bedrag: Decimal, door: Gebruiker) -> Handgeldmaand:
    """How much of the advance the kamer really got in this month."""
    _om_de_beurt(kamer)
    maand = begin_van(maand)
    _weiger_toekomst(maand)
    rij = Handgeldmaand.objects.filter(kamer=kamer, maand=maand).first() or _nieuwe_maand(kamer, maand)
    _eis_open(rij)
    if bedrag < 0:
        raise Geweigerd("Vul 0 in, of het bedrag dat u kreeg.")
    rij.ontvangen = bedrag
    _keur(rij)
    rij.save()
    return rij


@schrijft
def schrijf_uitgave(
    *,
    kamer: Kamer,
    datum: date,
    soort: str,
    bedrag: Decimal,
    omschrijving: str,
    door: Gebruiker,
    foto: Foto | None = None,
    nummer: int | None = None,
) -> Handgelduitgave:
    """Write down what was bought, in the month of that day; when that was handed in already, in the month after it.

    The first of a month also takes the advance of that month as received. ``nummer`` (of ``boeken.nieuwe_nummers``):
    the same again under this number is the same expense.
    """
    _om_de_beurt(kamer)
    if nummer is not None and (al := Handgelduitgave.objects.filter(pk=nummer, maand__kamer=kamer).first()):
        if (al.datum, al.soort, al.bedrag) != (datum, soort, bedrag):
            raise Geweigerd("Dit formulier is al een keer opgeslagen. Open een nieuw formulier.")
        return al
    _weiger_dag(datum)
    uitgave = Handgelduitgave(
        pk=nummer, maand=_maand_voor(kamer, datum), datum=datum, soort=soort, bedrag=bedrag,
        omschrijving=omschrijving.strip(),
    )  # fmt: skip
    _keur(uitgave)
    uitgave.save(force_insert=True)
    if foto:
        _bewaar_bon(uitgave, foto)
    return uitgave


@schrijft
def wijzig_uitgave(
    uitgave: Handgelduitgave,
    *,
    datum: date,
    soort: str,
    bedrag: Decimal,
    omschrijving: str,
    door: Gebruiker,
    foto: Foto | None = None,
) -> Handgelduitgave:
    """Correct an expense of a month that is still open; a new photo replaces the one before."""
    kamer = _om_de_beurt(uitgave.maand.kamer)
    uitgave = _nog_daar(uitgave)
    _eis_open(uitgave.maand)
    _weiger_dag(datum)
    if begin_van(datum) != begin_van(uitgave.datum):
        uitgave.maand = _maand_voor(kamer, datum)
    uitgave.datum, uitgave.soort, uitgave.bedrag = datum, soort, bedrag
    uitgave.omschrijving = omschrijving.strip()
    _keur(uitgave)
    uitgave.save()
    if foto:
        _bewaar_bon(uitgave, foto)
    return uitgave


@schrijft
def haal_uitgave_weg(uitgave: Handgelduitgave, *, door: Gebruiker) -> None:
    """Remove an expense that was a mistake, with its receipt. Removing twice changes nothing."""
    _om_de_beurt(uitgave.maand.kamer)
    Handgelduitgave.objects.filter(pk=uitgave.pk).delete()


@schrijft
def dien_in(maand: Handgeldmaand, *, door: Gebruiker) -> Handgeldmaand:
    """Hand a month in: from now on nothing of it changes, until the treasurer sends it back."""
    _om_de_beurt(maand.kamer)
    maand.refresh_from_db()
    _eis_open(maand)
    eerder = Handgeldmaand.objects.filter(kamer=maand.kamer, maand__lt=maand.maand, stand=Stand.OPEN).order_by("maand")
    if vorige := eerder.first():
        raise Geweigerd(f"Dien eerst {maandnaam(vorige.maand)} in. Dan klopt het begin van deze maand.")
    if maand.maand > timezone.localdate():
        raise Geweigerd("Deze maand is nog niet begonnen.")
    maand.stand, maand.ingediend_door, maand.opmerking = Stand.INGEDIEND, door, ""
    maand.save()
    return maand


@schrijft
def stuur_terug(maand: Handgeldmaand, *, reden: str, door: Gebruiker) -> Handgeldmaand:
    """Open a month again for the kamer, with what must be mended."""
    _om_de_beurt(maand.kamer)
    maand.refresh_from_db()
    _eis_ingediend(maand)
    if not reden.strip():
        raise Geweigerd("Schrijf op wat er anders moet.")
    maand.stand, maand.opmerking = Stand.OPEN, reden.strip()
    _keur(maand)
    maand.save()
    return maand


@schrijft
def keur_goed(
    maand: Handgeldmaand,
    *,
    posten: Mapping[str, Post],
    door: Gebruiker,
    dekking: Mapping[str, Post] | None = None,
    getoond: str | None = None,
) -> list[Boeking]:
    """Approve a month and book it: one booking per kind, on the post chosen for it, paid out of ``dekking``.

    ``getoond``: what the page showed (``als_tekst(uitgaven_nu(…))``). ``Intussen`` when the month was sent back and
    handed in again with something else.

    On the last day of the month; today when that day is not there yet, the first open day when it is in a closed month.
    """
    kamer = _om_de_beurt(maand.kamer)
    maand.refresh_from_db()
    _eis_ingediend(maand)
    eis_hetzelfde(getoond, uitgaven_nu(maand))
    if maand.ingediend_door_id == door.pk:
        raise Geweigerd("U diende dit zelf in. Laat iemand anders het goedkeuren.")
    eerder = Handgeldmaand.objects.filter(kamer=kamer, maand__lt=maand.maand).exclude(stand=Stand.GOEDGEKEURD)
    if vorige := eerder.order_by("maand").first():
        raise Geweigerd(f"Keur eerst {maandnaam(vorige.maand)} goed. Dan klopt het begin van deze maand.")
    dag = boeken.open_dag(min(laatste_dag(maand.maand), timezone.localdate()), boeken.eerste_open_dag())
    rijen = []
    for soort, bedrag in per_soort(maand.pk):
        post = posten.get(soort.value)
        if post is None or not _kan_op(post, maand):
            raise Geweigerd(f"Kies een kostenpost voor {soort.label}.")
        rijen.append(
            NieuweBoeking(
                post=post,
                datum=dag,
                bedrag=bedrag,
                omschrijving=omschrijving_van(soort, maand.maand),
                herkomst=Boeking.Herkomst.HANDGELD,
                handgeld=maand,
                handgeldsoort=soort.value,
                dekking=(dekking or {}).get(soort.value),
            )  # fmt: skip
        )
    geboekt = boeken.boek(rijen, door=door) if rijen else []
    maand.stand, maand.goedgekeurd_door = Stand.GOEDGEKEURD, door
    maand.save()
    return geboekt


def uitgaven_nu(maand: Handgeldmaand) -> dict[str, tuple[str, str]]:
    """What is approved with a month: the advance, and per expense what it is. Two queries."""
    ontvangen = Handgeldmaand.objects.values_list("ontvangen", flat=True).get(pk=maand.pk)
    uitgaven = Handgelduitgave.objects.filter(maand=maand).order_by("datum", "pk")
    return {"ontvangen": ("voorschot", euro(ontvangen))} | {
        str(u.pk): (u.omschrijving, f"{euro(u.bedrag)}, {u.get_soort_display()}, {datum_voluit(u.datum)}")
        for u in uitgaven
    }


# --- shared -----------------------------------------------------------------------------------------------------


def _om_de_beurt(kamer: Kamer) -> Kamer:
    wacht_op(Slot.HANDGELD, kamer.pk)
    return kamer


def _kan_op(post: Post, maand: Handgeldmaand) -> bool:
    van_ons = post.kamer_id in (None, maand.kamer_id)
    return van_ons and post.soort == Post.Soort.KOSTEN and post.jaar == maand.maand.year


def _nieuwe_maand(kamer: Kamer, maand: date) -> Handgeldmaand:
    pot = pot_van(kamer, maand)
    return Handgeldmaand.objects.create(kamer=kamer, maand=maand, ontvangen=pot.voorschot if pot else Decimal(0))


def _maand_voor(kamer: Kamer, datum: date) -> Handgeldmaand:
    """The month in which an expense of this day counts: its own while open, else the first that is not handed in."""
    maand = begin_van(datum)
    rijen = {rij.maand: rij for rij in Handgeldmaand.objects.filter(kamer=kamer)}
    dicht = [dag for dag, rij in rijen.items() if rij.stand != Stand.OPEN]
    eigen_open = maand in rijen and rijen[maand].stand == Stand.OPEN
    if dicht and not eigen_open and max(dicht) >= maand:
        maand = volgende(max(dicht))
    return rijen.get(maand) or _nieuwe_maand(kamer, maand)


def _eis_open(maand: Handgeldmaand) -> None:
    if maand.stand == Stand.INGEDIEND:
        raise Geweigerd("Dit handgeld is al ingediend. Vraag de penningmeester om het terug te sturen.")
    if maand.stand == Stand.GOEDGEKEURD:
        raise Geweigerd("Dit handgeld is goedgekeurd en geboekt. Het verandert niet meer.")


def _eis_ingediend(maand: Handgeldmaand) -> None:
    if maand.stand == Stand.GOEDGEKEURD:
        raise Geweigerd("Dit handgeld is al goedgekeurd.")
    if maand.stand == Stand.OPEN:
        raise Geweigerd("Dit handgeld is niet ingediend. Vraag de kamer om het in te dienen.")


def _weiger_dag(datum: date) -> None:
    if datum > timezone.localdate():
        raise Geweigerd("Deze dag is nog niet geweest. Kies de dag van de bon.")


def _weiger_toekomst(maand: date) -> None:
    if maand > timezone.localdate():
        raise Geweigerd("Deze maand is nog niet begonnen.")


def _nog_daar(uitgave: Handgelduitgave) -> Handgelduitgave:
    gevonden = Handgelduitgave.objects.select_related("maand").filter(pk=uitgave.pk).first()
    if gevonden is None:
        raise Geweigerd("Deze uitgave is ondertussen weggehaald.")
    return gevonden


def _bewaar_bon(uitgave: Handgelduitgave, foto: Foto) -> None:
    velden = {"soort": foto.soort, "inhoud": foto.inhoud, "sha256": foto.sha256}
    Bon.objects.update_or_create(uitgave=uitgave, defaults=velden)


def _keur(rij: Any) -> None:
    weg = [veld.name for veld in rij._meta.fields if veld.is_relation or veld.primary_key]
    try:
        rij.clean_fields(exclude=weg)
    except ValidationError as fout:
        namen = {veld.name: str(veld.verbose_name) for veld in rij._meta.fields}
        redenen = "; ".join(f"{namen[veld]}: {' '.join(teksten)}" for veld, teksten in fout.message_dict.items())
        raise Geweigerd(f"Dit klopt nog niet: {redenen}") from fout
    if any("\0" in waarde for waarde in vars(rij).values() if isinstance(waarde, str)):
        raise Geweigerd("In de tekst staat een teken dat niet kan worden bewaard.")
