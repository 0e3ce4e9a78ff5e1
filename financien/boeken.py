"""WRITE: bookings. Money that came or went is booked on a post, and never changes; a mistake is taken back.

Each function takes ``door`` (who does it) and writes in one transaction; who and when are kept by the history. What
cannot be is raised as ``Geweigerd`` with a Dutch reason, also what only the database can see (a month that was closed
a moment ago).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Max

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import euro
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from buurtwerkkamers.sloten import Slot, wacht_op
from financien.dekking import past_bij
from financien.models import (
    Banktransactie,
    Boeking,
    Handgeldmaand,
    Maandafsluiting,
    Post,
    Verplichting,
)
from financien.wijzigen import afdruk, eis_ongewijzigd

BLOK = 2000
# What may still change of a booking: never what was booked, on what and when.
WIJZIGBAAR: Final = ("omschrijving", "tegenpartij", "dekking", "reden_elders", "verplichting")
GETOOND: Final = ("omschrijving", "tegenpartij", "dekking_id", "reden_elders", "verplichting_id")
# Of these a booking and what takes it back must stay the same, or together they are not nothing.
_SAMEN: Final = ("dekking", "reden_elders", "verplichting")
_WAS_AL_ZO: Final = "Was al zo betaald voordat dit geld een bestemming kreeg."


@dataclass(frozen=True)
class NieuweBoeking:
    """A booking to be made; the fields are those of ``Boeking``. ``bedrag``: costs and income positive, to the cent."""

    post: Post
    datum: date
    bedrag: Decimal
    omschrijving: str
    tegenpartij: str = ""
    herkomst: str = Boeking.Herkomst.HAND
    transactie: Banktransactie | None = None
    handgeld: Handgeldmaand | None = None
    handgeldsoort: str = ""
    verplichting: Verplichting | None = None
    dekking: Post | None = None
    reden_elders: str = ""

    @property
    def velden(self) -> dict[str, Any]:
        return {veld.name: getattr(self, veld.name) for veld in fields(self)}


@schrijft
def boek(rijen: Sequence[NieuweBoeking], *, door: Gebruiker, nummers: Sequence[int] = ()) -> list[Boeking]:
    """Book all of these, or none. In the order as given; four queries, whatever their number.

    ``nummers`` (of ``nieuwe_nummers``) makes it safe to send the same rows twice: the second time nothing is booked and
    the bookings of the first time come back. Other rows under the same numbers are refused.
    """
    if not rijen:
        raise Geweigerd("Vul ten minste een bedrag in.")
    boekingen = [Boeking(**rij.velden) for rij in rijen]
    if nummers:
        for boeking, nummer in zip(boekingen, nummers, strict=False):
            boeking.pk = nummer
        _een_tegelijk(nummers[0])
        geboekt = {boeking.pk: boeking for boeking in Boeking.objects.filter(pk__in=list(nummers))}
        if geboekt:
            return _al_geboekt(boekingen, geboekt)
    _keur(boekingen)
    return Boeking.objects.bulk_create(boekingen, batch_size=BLOK)


@schrijft
def herstel(boeking: Boeking, *, omschrijving: str, datum: date, door: Gebruiker) -> Boeking:
    """Take a booking back: the opposite amount on the same post, on a day in an open month.

    Where it came from stays with it (the transaction of the bank counts as not booked again), and so does what it was
    paid out of and which promise it fulfilled. A booking is taken back once, and taking back is never taken back.
    """
    boeking = Boeking.objects.select_for_update(of=("self",)).select_related("post", "dekking").get(pk=boeking.pk)
    if boeking.herstelt_id:
        raise Geweigerd("Deze boeking neemt zelf iets terug. Boek opnieuw wat goed was.")
    if Boeking.objects.filter(herstelt=boeking).exists():
        raise Geweigerd("Deze boeking is al teruggenomen.")
    if datum < boeking.datum:
        raise Geweigerd(f"De boeking is van {datum_voluit(boeking.datum)}. Neem haar op die dag terug, of later.")
    terug = Boeking(
        post=boeking.post,
        datum=datum,
        bedrag=-boeking.bedrag,
        omschrijving=omschrijving.strip(),
        tegenpartij=boeking.tegenpartij,
        herkomst=boeking.herkomst,
        transactie_id=boeking.transactie_id,
        handgeld_id=boeking.handgeld_id,
        handgeldsoort=boeking.handgeldsoort,
        verplichting_id=boeking.verplichting_id,
        dekking=boeking.dekking,
        reden_elders=boeking.reden_elders,
        herstelt=boeking,
    )
    if boeking.dekking and not terug.reden_elders and not past_bij(boeking.dekking, boeking.post):
        terug.reden_elders = _WAS_AL_ZO
    _keur([terug])
    terug.save(force_insert=True)
    return terug


@schrijft
def herstel_met(
    boeking: Boeking,
    goed: Sequence[NieuweBoeking],
    *,
    omschrijving: str,
    datum: date,
    nummers: Sequence[int],
    door: Gebruiker,
) -> list[Boeking]:
    """Take a booking back and book what is right instead (nothing at all may be right), in one go.

    What the bank or a box of petty cash gave stays as much as it was: the right bookings are together the same money
    of the same line or month. The same under the same ``nummers`` again changes nothing.
    """
    if not nummers:
        raise Geweigerd("Open het formulier opnieuw.")
    _een_tegelijk(nummers[0])
    goed = [replace(rij, handgeldsoort=boeking.handgeldsoort) for rij in goed]
    _keur_herstel(boeking, goed)
    terug = Boeking.objects.filter(herstelt=boeking).first()
    al_gedaan = terug is not None and (not goed or Boeking.objects.filter(pk__in=list(nummers)).exists())
    if not al_gedaan:
        terug = herstel(boeking, omschrijving=omschrijving, datum=datum, door=door)
    assert terug is not None  # noqa: S101 - found or made
    return [terug, *(boek(goed, nummers=nummers, door=door) if goed else [])]


@schrijft
def wijzig_boeking(boeking: Boeking, *, door: Gebruiker, gezien: str | None = None, **velden: Any) -> Boeking:
    """Change what may change (``WIJZIGBAAR``); fields that are not named stay as they are.

    ``gezien``: the ``afdruk`` of ``GETOOND`` that the form showed; ``Intussen`` when somebody changed it since.
    """
    for veld in velden:
        if veld not in WIJZIGBAAR:
            raise Geweigerd("Een boeking verandert niet. Herstel haar met een boeking ernaast.")
    bestaand = Boeking.objects.select_for_update(of=("self",)).select_related("post", "verplichting")
    boeking = bestaand.get(pk=boeking.pk)
    eis_ongewijzigd(gezien, afdruk(boeking, GETOOND))
    anders = [veld for veld, waarde in velden.items() if getattr(boeking, veld) != waarde]
    if set(anders) & set(_SAMEN) and (boeking.herstelt_id or Boeking.objects.filter(herstelt=boeking).exists()):
        raise Geweigerd("Deze boeking is teruggenomen. Waar zij uit is betaald, verandert niet meer.")
    for veld in anders:
        setattr(boeking, veld, velden[veld])
    _keur_velden(boeking)
    _keur_verplichting(boeking)
    boeking.save(update_fields=anders)
    return boeking


# --- shared -----------------------------------------------------------------------------------------------------


def nieuwe_nummers(aantal: int, model: type = Boeking) -> list[int]:
    """Numbers for rows that do not exist yet; nobody else gets them. A form carries them, signed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, aantal],  # type: ignore[attr-defined]
        )
        return [nummer for (nummer,) in cursor.fetchall()]


def eerste_open_dag() -> date | None:
    """The first day on which can be booked; None when no month was closed yet."""
    gesloten = Maandafsluiting.objects.aggregate(laatste=Max("maand"))["laatste"]
    return (gesloten + timedelta(days=31)).replace(day=1) if gesloten else None


def open_dag(dag: date, vanaf: date | None) -> date:
    """On which day something of this day is booked: its own, or the first open one (``vanaf``) when it is closed."""
    return max(dag, vanaf) if vanaf else dag


def _keur_herstel(boeking: Boeking, goed: Sequence[NieuweBoeking]) -> None:
    """What came from the bank or from petty cash keeps its amount; petty cash its kamer too."""
    if boeking.herkomst == Boeking.Herkomst.HAND:
        return
    handgeld = boeking.handgeld
    for rij in goed:
        if (rij.herkomst, rij.transactie, rij.handgeld) != (boeking.herkomst, boeking.transactie, handgeld):
            raise Geweigerd("Wat in de plaats komt, hoort bij dezelfde regel van de bank of hetzelfde handgeld.")
        if handgeld and (rij.post.soort != Post.Soort.KOSTEN or rij.post.kamer_id not in (None, handgeld.kamer_id)):
            raise Geweigerd(f"Dit is handgeld van {handgeld.kamer}. Kies een kostenpost van die kamer.")
    if not goed and not handgeld:
        return  # the line of the bank is to be booked again
    was, wordt = _van_de_kas(boeking), sum((_van_de_kas(rij) for rij in goed), Decimal(0))
    if was == wordt:
        return
    if handgeld:
        raise Geweigerd(
            f"Van het handgeld is {euro(abs(was))} uitgegeven. Boek precies dat bedrag op de goede post of posten; "
            f"nu is het {euro(abs(wordt))}."
        )
    raise Geweigerd(
        f"Van de bank is {euro(abs(was))} geboekt. Boek samen precies dat bedrag; nu is het {euro(abs(wordt))}"
        f"{'' if wordt * was >= 0 else ', de andere kant op'}. Is de hele regel fout? Neem haar dan alleen terug."
    )


def _van_de_kas(rij: Boeking | NieuweBoeking) -> Decimal:
    """What it says of the money itself: costs go out, so they are negative."""
    return -rij.bedrag if rij.post.soort == Post.Soort.KOSTEN else rij.bedrag


def _een_tegelijk(nummer: int) -> None:
    wacht_op(Slot.BOEKFORMULIER, nummer)


def _al_geboekt(boekingen: list[Boeking], geboekt: dict[int, Boeking]) -> list[Boeking]:
    """What was booked under these numbers before, when it is the same."""
    # What may change afterwards is no reason to think that this is something else.
    vast = ("post_id", "datum", "bedrag", "herkomst", "transactie_id", "handgeld_id")
    gelijk = len(boekingen) == len(geboekt) and all(
        boeking.pk in geboekt and all(getattr(boeking, veld) == getattr(geboekt[boeking.pk], veld) for veld in vast)
        for boeking in boekingen
    )
    if not gelijk:
        raise Geweigerd(
            "Dit formulier is al geboekt, met andere bedragen of posten. Kijk bij de boekingen wat er staat. "
            "Open een nieuw formulier als er nog iets bij moet."
        )
    return [geboekt[boeking.pk] for boeking in boekingen]


def _keur(boekingen: Sequence[Boeking]) -> None:
    """Refuse what cannot be before the database does, so that the message can say where to go."""
    open_vanaf = eerste_open_dag()
    for boeking in boekingen:
        boeking.omschrijving, boeking.tegenpartij = boeking.omschrijving.strip(), boeking.tegenpartij.strip()
        boeking.reden_elders = boeking.reden_elders.strip()
        if open_vanaf and boeking.datum < open_vanaf:
            raise Geweigerd(
                f"De maand van {datum_voluit(boeking.datum)} is gesloten. "
                f"U kunt boeken vanaf {datum_voluit(open_vanaf)}."
            )
        _keur_velden(boeking)
        _keur_verplichting(boeking)


def _keur_velden(boeking: Boeking) -> None:
    # Foreign keys are left out: checking them costs a query each, and the database checks them anyway.
    weg = [veld.name for veld in Boeking._meta.fields if veld.is_relation or veld.primary_key]
    try:
        boeking.clean_fields(exclude=weg)
    except ValidationError as fout:
        namen = {veld.name: str(veld.verbose_name) for veld in Boeking._meta.fields}
        reden = "; ".join(f"{namen[veld]}: {' '.join(teksten)}" for veld, teksten in fout.message_dict.items())
        raise Geweigerd(f"Dit klopt niet bij de boeking '{boeking.omschrijving}': {reden}") from fout
    if any("\0" in tekst for tekst in (boeking.omschrijving, boeking.tegenpartij, boeking.reden_elders)):
        raise Geweigerd("In de tekst staat een teken dat niet kan worden bewaard.")


def _keur_verplichting(boeking: Boeking) -> None:
    if boeking.verplichting and boeking.verplichting.post_id != boeking.post_id:
        raise Geweigerd("Deze verplichting staat op een andere post. Kies een verplichting van dezelfde post.")
