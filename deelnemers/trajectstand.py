"""READ: which cases a user may see and change, how far a case is, who is in it, and what happened with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.apps import apps
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, TextChoices, Value, When
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.rechten import kamers_met
from deelnemers.models import Deelnemer, Melder, Traject, Trajectdeelnemer, Trajectkamer
from deelnemers.samengevoegd import wortels

ZIEN, WIJZIGEN = "trajecten.zien", "trajecten.wijzigen"
NET = timedelta(hours=24)
REDENEN = ("Doel bereikt", "Doorverwezen", "Verhuisd", "Gestopt op eigen verzoek", "Geen contact meer")


class Staat(TextChoices):
    WACHT = "wacht", "wacht op kennismaking"
    KENNISGEMAAKT = "kennisgemaakt", "kennisgemaakt"
    LOOPT = "loopt", "ondersteuning loopt"
    AFGESLOTEN = "afgesloten", "afgesloten"


def staat_van(traject: Traject) -> Staat:
    if traject.afgesloten_op:
        return Staat.AFGESLOTEN
    if traject.ondersteuning_op:
        return Staat.LOOPT
    return Staat.KENNISGEMAAKT if traject.kennismaking_op else Staat.WACHT


def in_staat(trajecten: QuerySet[Traject], staat: str) -> QuerySet[Traject]:
    """Cases that are this far; 'lopend' is everything that is not closed."""
    if staat == Staat.AFGESLOTEN:
        return trajecten.filter(afgesloten_op__isnull=False)
    lopend = trajecten.filter(afgesloten_op__isnull=True)
    if staat == Staat.LOOPT:
        return lopend.filter(ondersteuning_op__isnull=False)
    if staat == Staat.KENNISGEMAAKT:
        return lopend.filter(ondersteuning_op__isnull=True, kennismaking_op__isnull=False)
    if staat == Staat.WACHT:
        return lopend.filter(ondersteuning_op__isnull=True, kennismaking_op__isnull=True)
    return lopend


def met_rang(trajecten: QuerySet[Traject]) -> Any:
    """``rang`` puts who waits on top, then what is under way, then what is closed."""
    wanneer = [
        When(afgesloten_op__isnull=False, then=Value(3)),
        When(ondersteuning_op__isnull=False, then=Value(2)),
        When(kennismaking_op__isnull=False, then=Value(1)),
    ]
    return trajecten.annotate(rang=Case(*wanneer, default=Value(0), output_field=IntegerField()))


# --- who may ----------------------------------------------------------------------------------------------------


def zichtbaar(gebruiker: Gebruiker, recht: str = ZIEN) -> QuerySet[Traject]:
    """Cases that are or were at a kamer for which the user has this right."""
    plekken = Trajectkamer.objects.filter(traject=OuterRef("pk"), kamer__in=kamers_met(gebruiker, recht))
    return Traject.objects.filter(Exists(plekken)).select_related("melder")


def wijzigbaar(gebruiker: Gebruiker) -> QuerySet[Traject]:
    """Cases that are at a kamer of the user now: who handed one over no longer changes it."""
    plekken = nu_bij(Trajectkamer.objects.filter(kamer__in=kamers_met(gebruiker, WIJZIGEN)))
    return Traject.objects.filter(Exists(plekken.filter(traject=OuterRef("pk")))).select_related("melder")


def nu_bij(plekken: QuerySet[Trajectkamer]) -> QuerySet[Trajectkamer]:
    return plekken.filter(Q(tot__isnull=True) | Q(tot__gte=timezone.localdate()))


def weg_sinds(traject: Traject, kamers: Iterable[Kamer]) -> date | None:
    """The last day at these kamers when it was handed over by all of them: what came later is not theirs to see."""
    ids = {kamer.pk for kamer in kamers}
    einden = [plek.tot for plek in traject.plekken.all() if plek.kamer_id in ids]
    vertrokken = [tot for tot in einden if tot and tot < timezone.localdate()]
    return max(vertrokken) if vertrokken and len(vertrokken) == len(einden) else None


def zoals_gezien(traject: Traject, tot: date | None) -> Traject:
    """The case with what was known up to that day (None: all of it). In memory only."""
    if tot:
        for veld in ("kennismaking_op", "ondersteuning_op", "afgesloten_op"):
            if (dag := getattr(traject, veld)) and dag > tot:
                setattr(traject, veld, None)
        if not traject.afgesloten_op:
            traject.afsluitreden = traject.verder_zonder_begeleiding = ""
    return traject


def was_erbij(mens: Deelnemer, kamers: Iterable[Kamer], weg: date | None) -> bool:
    """Whether these kamers may read who this is: who joined where the case went on (``weg``), never came here."""
    return not weg or bool({kamer.pk for kamer in kamers} & set(mens.kamers))


# --- people and lists ---------------------------------------------------------------------------------------------


def mensen_van(trajecten: Iterable[Traject]) -> dict[int, list[Deelnemer]]:
    """The people of each case, in order of name; of somebody with two cards the one that holds. Three queries."""
    ids = [traject.pk for traject in trajecten]
    kaarten = wortels()
    rijen = Trajectdeelnemer.objects.filter(traject__in=ids).values_list("traject_id", "deelnemer_id")
    wie: dict[int, set[int]] = {pk: set() for pk in ids}
    for traject_id, kaart in rijen:
        wie[traject_id].add(kaarten.get(kaart, kaart))
    mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk(set().union(*wie.values()))
    return {
        traject_id: sorted((mensen[pk] for pk in kaarten_hier), key=lambda mens: (mens.naam, mens.nummer))
        for traject_id, kaarten_hier in wie.items()
    }


def dubbelen() -> dict[int, Deelnemer]:
    """For each card that turned out to be a double the card that holds, with its name."""
    kaarten = wortels()
    mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk(set(kaarten.values()))
    return {kaart: mensen[naar] for kaart, naar in kaarten.items()}


def melders(kamers: Iterable[Kamer]) -> QuerySet[Melder]:
    """Who reported a case of these kamers before."""
    plekken = Trajectkamer.objects.filter(traject__melder=OuterRef("pk"), kamer__in=list(kamers))
    return Melder.objects.filter(Exists(plekken))


def redenen(kamers: Iterable[Kamer]) -> list[str]:
    """The usual reasons for closing, and those that these kamers used before."""
    gebruikt = Traject.objects.filter(plekken__kamer__in=list(kamers)).exclude(afsluitreden="")
    eigen = set(gebruikt.order_by().values_list("afsluitreden", flat=True).distinct())
    return [*REDENEN, *sorted(eigen - set(REDENEN))]


# --- history --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stap:
    """One change: when, by whom (empty when not known), and what."""

    tijdstip: datetime
    wie: str
    tekst: str


def _gebeurtenissen(model: str, **waar: Any) -> list[Any]:
    gebeurtenis: Any = apps.get_model("deelnemers", f"{model}Event")
    return list(gebeurtenis.objects.filter(**waar).order_by("pgh_id"))


def aantal_wijzigingen(traject: Traject) -> int:
    """Grows with each change of the case, its people or its kamers: to see whether somebody changed it since."""
    return len(_gebeurtenissen("Traject", pgh_obj_id=traject.pk)) + sum(
        len(_gebeurtenissen(model, traject=traject.pk)) for model in ("Trajectkamer", "Trajectdeelnemer")
    )


def net_gemaakt(traject: Traject) -> bool:
    """Whether the case was made in the last 24 hours and nothing was done with it: it may be a mistake."""
    eerste = _gebeurtenissen("Traject", pgh_obj_id=traject.pk)[:1]
    return (
        staat_van(traject) is Staat.WACHT
        and len(traject.plekken.all()) == 1
        and bool(eerste)
        and eerste[0].pgh_created_at > timezone.now() - NET
    )


def geschiedenis(traject: Traject, tot: date | None = None) -> list[Stap]:
    """Everything that happened with the case, newest first; up to ``tot`` when it was handed over. Four queries."""
    zaak = _gebeurtenissen("Traject", pgh_obj_id=traject.pk)
    plekken = _gebeurtenissen("Trajectkamer", traject=traject.pk)
    mensen = _gebeurtenissen("Trajectdeelnemer", traject=traject.pk)
    gebruikers = Gebruiker.objects.filter(pk__in={_door(rij) for rij in (*zaak, *plekken, *mensen)})
    wie: dict[int | None, str] = dict(gebruikers.values_list("pk", "naam"))
    gevonden = [(rij, "Traject gemaakt") for rij in zaak[:1]]
    gevonden += [(rij, tekst) for oud, rij in pairwise(zaak) if (tekst := _verschil(oud, rij))]
    gevonden += _over_plekken(plekken)
    gevonden += _over_mensen(mensen, zaak[0].pgh_created_at if zaak else None)
    stappen = [Stap(rij.pgh_created_at, wie.get(_door(rij), ""), tekst) for rij, tekst in gevonden]
    if tot:
        stappen = [stap for stap in stappen if timezone.localdate(stap.tijdstip) <= tot]
    return sorted(stappen, key=lambda stap: stap.tijdstip, reverse=True)


def _door(rij: Any) -> int | None:
    gebruiker = (rij.pgh_context or {}).get("user")
    return gebruiker if isinstance(gebruiker, int) else None


DAGEN = (
    ("aangemeld_op", "aangemeld op"),
    ("kennismaking_op", "kennismaking op"),
    ("ondersteuning_op", "start ondersteuning op"),
    ("afgesloten_op", "afgesloten op"),
)
_TEKSTEN = (
    ("melder_id", "wie het meldde"),
    ("afsluitreden", "reden"),
    ("verder_zonder_begeleiding", "kan verder zonder begeleiding"),
)


def _verschil(oud: Any, nieuw: Any) -> str:
    """What changed, in words; of texts only that they changed."""
    anders = [
        f"{label} {datum(getattr(nieuw, veld))}" if getattr(nieuw, veld) else f"niet meer {label.removesuffix(' op')}"
        for veld, label in DAGEN
        if getattr(oud, veld) != getattr(nieuw, veld)
    ]
    gewijzigd = [label for veld, label in _TEKSTEN if getattr(oud, veld) != getattr(nieuw, veld)]
    if gewijzigd and not anders:
        anders.append(f"gewijzigd: {', '.join(gewijzigd)}")
    tekst = "; ".join(anders)
    return tekst[:1].upper() + tekst[1:]


def _over_plekken(rijen: Sequence[Any]) -> list[tuple[Any, str]]:
    namen = dict(Kamer.objects.values_list("pk", "naam"))
    per_plek: dict[int, list[Any]] = {}
    for rij in rijen:
        per_plek.setdefault(rij.pgh_obj_id, []).append(rij)
    gevonden = []
    for nummer, plek in enumerate(per_plek.values()):
        if nummer:  # the first kamer is where the case began
            gevonden.append((plek[0], f"Bij {namen[plek[0].kamer_id]} vanaf {datum(plek[0].van)}"))
        for oud, rij in pairwise(plek):
            if oud.tot != rij.tot:
                kamer = namen[rij.kamer_id]
                gevonden.append(
                    (rij, f"Laatste dag bij {kamer}: {datum(rij.tot)}" if rij.tot else f"Terug bij {kamer}")
                )
    return gevonden


def _over_mensen(rijen: Sequence[Any], begin: datetime | None) -> list[tuple[Any, str]]:
    """Who joined or left later; never a name, because that may be erased."""
    erbij = [(rij, "Iemand toegevoegd") for rij in rijen if rij.pgh_label == "insert" and rij.pgh_created_at != begin]
    return erbij + [(rij, "Iemand eruit gehaald") for rij in rijen if rij.pgh_label == "delete"]
