"""Meetings, actions and deadlines of an agreement: who sees which, what comes soon, and WRITE functions.

An amendment is a new version of an agreement, but its meetings and deadlines go on: those of all versions are shown
together, each stays with the version that it was made for.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count, DateField, ExpressionWrapper, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers.afspraken import Deel, registreer_deel, zichtbare_afspraken
from buurtwerkkamers.models import Afspraak, Bevoegdheid, Deadline, Gebruiker, Kamer, Overleg, Overlegactie
from buurtwerkkamers.perioden import Periode, datum_voluit
from buurtwerkkamers.rechten import EIGEN, RECHTEN, mag
from buurtwerkkamers.schrijven import Geweigerd, Intussen, Uitkomst, schrijft

Rol = Bevoegdheid.Rol
Stand = Overleg.Stand
ZIEN, WIJZIGEN = "afspraken.zien", "afspraken.wijzigen"
OVERLEG_VOORAF = 14  # days that a meeting stands on the start page before it is held
MEESTE_OVERLEGGEN = 200  # in one go


class Ritme(models.TextChoices):
    EEN = "een", "één keer"
    MAAND = "maand", "elke maand"
    KWARTAAL = "kwartaal", "elk kwartaal"
    JAAR = "jaar", "elk jaar"


_MAANDEN = {Ritme.MAAND: 1, Ritme.KWARTAAL: 3, Ritme.JAAR: 12}


# --- who sees what ----------------------------------------------------------------------------------------------


def zichtbare_overleggen(gebruiker: Gebruiker) -> QuerySet[Overleg]:
    """Meetings of the agreements that this user may see.

    A coordinator: those about the own kamer and about all kamers; a corporatie: only those about all kamers.
    """
    overleggen = Overleg.objects.filter(afspraak__in=zichtbare_afspraken(gebruiker)).select_related("afspraak", "kamer")
    rollen = gebruiker.rollen & set(RECHTEN[ZIEN])
    if any(RECHTEN[ZIEN][rol] is not EIGEN for rol in rollen - set(Bevoegdheid.ORGANISATIEROLLEN)):
        return overleggen
    kamers = [b.kamer_id for b in gebruiker.bevoegdheden if b.rol == Rol.COORDINATOR]
    zien = Q(kamer=None) | Q(kamer__in=kamers)
    gemeenten = [b.organisatie_id for b in gebruiker.bevoegdheden if b.rol == Rol.GEMEENTE]
    if gemeenten:
        zien |= Q(afspraak__in=Afspraak.objects.filter(partijen__in=gemeenten))
    return overleggen.filter(zien)


def zichtbare_acties(gebruiker: Gebruiker) -> QuerySet[Overlegactie]:
    """What was promised in the meetings that this user may see."""
    return Overlegactie.objects.filter(overleg__in=zichtbare_overleggen(gebruiker)).select_related(
        "overleg__afspraak", "overleg__kamer"
    )


def zichtbare_deadlines(gebruiker: Gebruiker) -> QuerySet[Deadline]:
    """Deadlines of the agreements that this user may see."""
    return Deadline.objects.filter(afspraak__in=zichtbare_afspraken(gebruiker)).select_related("afspraak")


def overleggen_van(gebruiker: Gebruiker, afspraak: Afspraak) -> QuerySet[Overleg]:
    """Meetings of all versions of this agreement, with their number of open actions as ``open_acties``."""
    overleggen = zichtbare_overleggen(gebruiker).filter(afspraak__naam=afspraak.naam)
    return overleggen.annotate(open_acties=Count("acties", filter=Q(acties__klaar_op=None)))


def acties_van(gebruiker: Gebruiker, afspraak: Afspraak) -> QuerySet[Overlegactie]:
    return zichtbare_acties(gebruiker).filter(overleg__afspraak__naam=afspraak.naam)


def deadlines_van(gebruiker: Gebruiker, afspraak: Afspraak) -> QuerySet[Deadline]:
    return zichtbare_deadlines(gebruiker).filter(afspraak__naam=afspraak.naam)


# --- what comes soon --------------------------------------------------------------------------------------------


def hoe_lang_nog(dag: date, vandaag: date, *, te_laat: str = "te laat") -> str:
    """In words how far a day is: 'vandaag', 'over 12 dagen', '1 dag te laat'."""
    dagen = (dag - vandaag).days
    if dagen == 0:
        return "vandaag"
    if dagen == 1:
        return "morgen"
    aantal = f"{abs(dagen)} {'dag' if abs(dagen) == 1 else 'dagen'}"
    return f"over {aantal}" if dagen > 0 else f"{aantal} {te_laat}"


@dataclass(frozen=True)
class Aankomend:
    """A deadline or a meeting that asks for attention. ``tekst`` says when, in words, and of which agreement."""

    titel: str
    tekst: str
    dag: date
    te_laat: bool
    url: str


def dit_komt_eraan(gebruiker: Gebruiker, vandaag: date) -> list[Aankomend]:
    """Late deadlines, those to be reminded of, and meetings soon; the earliest first. Two queries at most.

    A planned meeting of the past is shown to who can write its minutes.
    """
    if not mag(gebruiker, ZIEN):
        return []
    gevonden = [_als_aankomend(d, vandaag) for d in te_herinneren(zichtbare_deadlines(gebruiker), vandaag)]
    soon = Q(datum__lte=vandaag + timedelta(days=OVERLEG_VOORAF))
    if not mag(gebruiker, WIJZIGEN):
        soon &= Q(datum__gte=vandaag)
    for overleg in zichtbare_overleggen(gebruiker).filter(soon, stand=Stand.GEPLAND):
        gevonden.append(_overleg_aankomend(overleg, vandaag))
    return sorted(gevonden, key=lambda a: (a.dag, a.titel))


def te_herinneren(deadlines: QuerySet[Deadline], vandaag: date) -> QuerySet[Deadline]:
    """Those not done of which the days of reminder have begun, or that are late."""
    vanaf = ExpressionWrapper(F("datum") - F("herinner_dagen"), output_field=DateField())
    return deadlines.filter(klaar_op=None).annotate(vanaf=vanaf).filter(vanaf__lte=vandaag).order_by("datum", "naam")


def _als_aankomend(deadline: Deadline, vandaag: date) -> Aankomend:
    wanneer = f"Uiterlijk {datum_voluit(deadline.datum)}: {hoe_lang_nog(deadline.datum, vandaag)}"
    adres = reverse("afspraken:deadlines", args=[deadline.afspraak_id])
    te_laat = deadline.is_te_laat(vandaag)
    return Aankomend(deadline.naam, f"{wanneer}. {deadline.afspraak}", deadline.datum, te_laat, adres)


def _overleg_aankomend(overleg: Overleg, vandaag: date) -> Aankomend:
    te_laat = overleg.datum < vandaag
    wanneer = datum_voluit(overleg.datum)
    hoe = "er is nog geen verslag" if te_laat else hoe_lang_nog(overleg.datum, vandaag)
    titel = f"{soort_van(overleg).capitalize()} over {overleg.kamer.naam if overleg.kamer else 'alle kamers'}"
    tekst = f"{wanneer}: {hoe}. {overleg.afspraak}"
    return Aankomend(titel, tekst, overleg.datum, te_laat, overleg.get_absolute_url())


def soort_van(overleg: Overleg) -> str:
    """The kind without how often it is held: 'voortgangsgesprek'."""
    return str(overleg.get_soort_display()).partition(" (")[0]


@dataclass(frozen=True)
class Kort:
    """The little that the page of an agreement tells: next meeting, open actions, open deadlines."""

    volgende: Overleg | None
    open_acties: int
    late_acties: int
    deadlines: tuple[Deadline, ...]


def kort(gebruiker: Gebruiker, afspraak: Afspraak, vandaag: date | None = None) -> Kort:
    """For ``afspraken/_overleg_kort.html``. Three queries."""
    vandaag = vandaag or timezone.localdate()
    gepland = overleggen_van(gebruiker, afspraak).filter(stand=Stand.GEPLAND, datum__gte=vandaag)
    acties = acties_van(gebruiker, afspraak).filter(klaar_op=None)
    aantal = acties.aggregate(samen=Count("pk"), laat=Count("pk", filter=Q(voor__lt=vandaag)))
    deadlines = tuple(deadlines_van(gebruiker, afspraak).filter(klaar_op=None)[:3])
    return Kort(gepland.order_by("datum", "pk").first(), aantal["samen"], aantal["laat"], deadlines)


def _aantal_acties(afspraak: Afspraak, gebruiker: Gebruiker) -> int:
    return acties_van(gebruiker, afspraak).filter(klaar_op=None).count()


def _aantal_deadlines(afspraak: Afspraak, gebruiker: Gebruiker) -> int:
    return deadlines_van(gebruiker, afspraak).filter(klaar_op=None).count()


registreer_deel(Deel("Overleg", "afspraken:overleggen", ZIEN))
registreer_deel(Deel("Open acties", "afspraken:acties", ZIEN, _aantal_acties))
registreer_deel(Deel("Deadlines", "afspraken:deadlines", ZIEN, _aantal_deadlines))


# --- planning ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Plan:
    """A meeting as it would be made; ``bestaat``: it is there already and stays as it is. ``kamer`` None: about all."""

    datum: date
    kamer: Kamer | None
    bestaat: bool


def dagen_in_ritme(eerste: date, ritme: str, periode: Periode) -> list[date]:
    """The days of a rhythm from the first date within the period: each time the same weekday of the month.

    From the second Tuesday on it is the second Tuesday each time; from the fifth one the last of the month, where
    there is no fifth.
    """
    if ritme == Ritme.EEN:
        return [eerste]
    dagen, maand = [], eerste.year * 12 + eerste.month - 1
    while (dag := _zelfde_weekdag(eerste, *divmod(maand, 12))) <= periode.tm:
        if dag >= periode.van:
            dagen.append(dag)
        maand += _MAANDEN[Ritme(ritme)]
    return dagen


def _zelfde_weekdag(eerste: date, jaar: int, maand: int) -> date:
    """In this year and month (0: January) the weekday of ``eerste`` that has the same place in its month."""
    begin, dagen = monthrange(jaar, maand + 1)
    dag = 1 + (eerste.weekday() - begin) % 7 + 7 * ((eerste.day - 1) // 7)
    return date(jaar, maand + 1, dag if dag <= dagen else dag - 7)


def maak_plan(
    afspraak: Afspraak, *, soort: str, ritme: str, eerste: date, kamers: Sequence[Kamer | None]
) -> list[Plan]:
    """What planning would make, by day: one meeting per day for each of ``kamers`` (None: about all of them)."""
    periode = afspraak.periode or Periode(eerste, eerste + timedelta(days=365))
    dagen = dagen_in_ritme(eerste, ritme, periode)
    alle = Overleg.objects.filter(afspraak__naam=afspraak.naam, soort=soort, datum__in=dagen)
    bestaand = set(alle.order_by().values_list("datum", "kamer_id"))
    return [Plan(dag, kamer, (dag, kamer.pk if kamer else None) in bestaand) for dag in dagen for kamer in kamers]


@schrijft
def plan_overleggen(
    afspraak: Afspraak,
    *,
    soort: str,
    ritme: str,
    eerste: date,
    kamers: Sequence[Kamer | None],
    plaats: str = "",
    door: Gebruiker,
) -> Uitkomst:
    """Plan them in one go. What is there already stays as it is, so that sending twice is harmless."""
    Afspraak.objects.select_for_update(no_key=True).get(pk=afspraak.pk)
    plan = maak_plan(afspraak, soort=soort, ritme=ritme, eerste=eerste, kamers=kamers)
    if len(plan) > MEESTE_OVERLEGGEN:
        raise Geweigerd(f"Dit zijn {len(plan)} overleggen. Plan er hoogstens {MEESTE_OVERLEGGEN} tegelijk.")
    nieuw = [p for p in plan if not p.bestaat]
    Overleg.objects.bulk_create(
        Overleg(afspraak=afspraak, soort=soort, datum=p.datum, kamer=p.kamer, plaats=plaats) for p in nieuw
    )
    return Uitkomst(nieuw=len(nieuw), ongewijzigd=len(plan) - len(nieuw))


# --- one meeting ------------------------------------------------------------------------------------------------


def laatste_stand(overleg: Overleg) -> int:
    """The number of the last change, to see whether somebody changed the meeting since."""
    gebeurtenissen: Any = apps.get_model("buurtwerkkamers", "OverlegEvent").objects
    rijen = gebeurtenissen.filter(pgh_obj_id=overleg.pk).order_by("-pgh_id")
    return rijen.values_list("pgh_id", flat=True).first() or 0


@schrijft
def bewaar_overleg(overleg: Overleg, *, door: Gebruiker) -> Overleg:
    """Store a change of the kind, day, place or kamer of a meeting."""
    _niet_in_de_toekomst(overleg.stand, overleg.datum)
    overleg.save()
    return overleg


def _niet_in_de_toekomst(stand: str, dag: date) -> None:
    if stand == Stand.GEHOUDEN and dag > timezone.localdate():
        raise Geweigerd("Deze dag moet nog komen. Een overleg dat gehouden is, was vandaag of eerder.")


@schrijft
def leg_verslag_vast(
    overleg: Overleg, *, datum: date, verslag: str, gezien: int | None = None, door: Gebruiker
) -> Overleg:
    """It was held on that day; ``verslag`` is plain text. ``Intussen`` when it changed since state ``gezien``."""
    actueel = Overleg.objects.select_for_update(no_key=True).get(pk=overleg.pk)
    if gezien is not None and laatste_stand(actueel) != gezien:
        raise Intussen("Iemand anders heeft dit overleg intussen gewijzigd. Kijk na wat er nu staat en sla dan op.")
    _niet_in_de_toekomst(Stand.GEHOUDEN, datum)
    actueel.stand, actueel.datum = Stand.GEHOUDEN, datum
    actueel.verslag = "\n".join(verslag.splitlines()).strip()
    actueel.save()
    return actueel


@schrijft
def zet_stand(overleg: Overleg, stand: str, *, door: Gebruiker) -> Overleg:
    """Cancel a meeting, or plan it again. ``Geweigerd`` for one that has minutes or actions."""
    actueel = Overleg.objects.select_for_update(no_key=True).get(pk=overleg.pk)
    if stand not in (Stand.GEPLAND, Stand.VERVALLEN):
        raise Geweigerd("Leg een verslag vast van een overleg dat gehouden is.")
    if actueel.stand == Stand.GEHOUDEN and (actueel.verslag or actueel.acties.exists()):
        raise Geweigerd("Van dit overleg is een verslag of een actie. Daarom blijft het staan als gehouden.")
    actueel.stand = stand
    actueel.save()
    return actueel


@schrijft
def verwijder_overleg(overleg: Overleg, *, door: Gebruiker) -> None:
    """Remove a meeting that was planned by mistake; ``Geweigerd`` when it has minutes or actions."""
    actueel = Overleg.objects.select_for_update(no_key=True).filter(pk=overleg.pk).first()
    if actueel is None:
        return
    if actueel.verslag or actueel.acties.exists():
        raise Geweigerd("Dit overleg heeft een verslag of acties. Laat het staan: zo blijft te zien wat is besproken.")
    actueel.delete()


# --- actions and deadlines --------------------------------------------------------------------------------------


@schrijft
def bewaar_actie(actie: Overlegactie, *, door: Gebruiker) -> Overlegactie:
    """Store a new action or a change of one."""
    actie.save()
    return actie


@schrijft
def bewaar_deadline(deadline: Deadline, *, door: Gebruiker) -> Deadline:
    """Store a new deadline or a change; on another day it is reminded of anew."""
    oud = Deadline.objects.filter(pk=deadline.pk).first() if deadline.pk else None
    if oud and (oud.datum, oud.herinner_dagen) != (deadline.datum, deadline.herinner_dagen):
        deadline.herinnerd_op = None
    deadline.save()
    return deadline


@schrijft
def zet_klaar(ding: Overlegactie | Deadline, *, op: date | None, door: Gebruiker) -> None:
    """Tick an action or a deadline done on that day, or (None) open again. What was done keeps its day."""
    actueel: Any = type(ding)._default_manager.select_for_update(no_key=True).get(pk=ding.pk)
    if bool(actueel.klaar_op) != bool(op):
        actueel.klaar_op = op
        actueel.save()


@schrijft
def verwijder(ding: Overlegactie | Deadline, *, door: Gebruiker) -> None:
    """Remove what was made by mistake; its history stays. Removing twice changes nothing."""
    type(ding)._default_manager.filter(pk=ding.pk).delete()


@schrijft
def leg_deadlines_vast(afspraak: Afspraak, rijen: Iterable[tuple[str, date]], *, door: Gebruiker) -> Uitkomst:
    """Several deadlines at once (name and day); those that are there already stay as they are."""
    bestaand = set(Deadline.objects.filter(afspraak__naam=afspraak.naam).values_list("naam", "datum"))
    alle = list(dict.fromkeys(rijen))
    nieuw = [Deadline(afspraak=afspraak, naam=naam, datum=dag) for naam, dag in alle if (naam, dag) not in bestaand]
    Deadline.objects.bulk_create(nieuw)
    return Uitkomst(nieuw=len(nieuw), ongewijzigd=len(alle) - len(nieuw))
