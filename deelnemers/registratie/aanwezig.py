"""WRITE: activities, attendances and head counts without names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from buurtwerkkamers.models import Categorie, Gebruiker, Kamer
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from deelnemers.models import Activiteit, Deelname, Deelnemer, Indeling, Telling
from deelnemers.registratie.basis import BLOK
from deelnemers.registratie.mensen import schrijf_ook_in


@dataclass(frozen=True)
class NieuweDeelname:
    activiteit_id: int
    kamer_id: int
    deelnemer_id: int
    datum: date


@dataclass(frozen=True)
class NieuweTelling:
    activiteit_id: int
    kamer_id: int
    datum: date
    aantal: int


@schrijft
def maak_activiteit(
    *, kamer: Kamer, naam: str, categorie: Categorie, door: Gebruiker, gevoelig: bool | None = None
) -> Activiteit:
    """Make an activity in its category; sensitive when its category is, unless told otherwise."""
    activiteit = Activiteit.objects.create(
        kamer=kamer, naam=naam, gevoelig=categorie.gevoelig if gevoelig is None else gevoelig
    )
    Indeling.objects.create(activiteit=activiteit, categorie=categorie)
    return activiteit


@schrijft
def wijzig_activiteit(
    activiteit: Activiteit,
    *,
    door: Gebruiker,
    naam: str,
    categorie: Categorie,
    gevoelig: bool,
    gestopt_op: date | None,
    gastheren: Iterable[Gebruiker] | None = None,
) -> Activiteit:
    """Change an activity. Another category moves all its attendances in the counts of that list, past ones too.

    ``Geweigerd`` when it would have stopped before the last day on which somebody came.
    """
    laatste = activiteit.deelname_set.aggregate(dag=Max("datum"))["dag"]
    if gestopt_op and laatste and gestopt_op < laatste:
        raise Geweigerd(f"Er kwamen nog mensen op {datum_voluit(laatste)}: kies die dag of een latere.")
    activiteit.naam, activiteit.gevoelig, activiteit.gestopt_op = naam, gevoelig, gestopt_op
    activiteit.save()
    Indeling.objects.update_or_create(
        activiteit=activiteit, lijst_id=categorie.lijst_id, defaults={"categorie": categorie}
    )
    if gastheren is not None:
        activiteit.gastheren.set(gastheren)
    return activiteit


@schrijft
def registreer_deelnames(rijen: Iterable[NieuweDeelname], *, door: Gebruiker) -> Uitkomst:
    """Record attendances, each at most once; enrols people at the kamer when needed."""
    gevraagd = list(rijen)
    uniek = list(dict.fromkeys(gevraagd))
    schrijf_ook_in(((rij.deelnemer_id, rij.kamer_id, rij.datum) for rij in uniek), door=door)
    bekend = _bekende_deelnames(uniek)
    nieuw = [rij for rij in uniek if (rij.activiteit_id, rij.datum, rij.deelnemer_id) not in bekend]
    # Two tablets may send the same one at the same moment: the second is silently the same attendance.
    Deelname.objects.bulk_create(
        [Deelname(**vars(rij), geregistreerd_door=door) for rij in nieuw], batch_size=BLOK, ignore_conflicts=True
    )
    return Uitkomst(nieuw=len(nieuw), ongewijzigd=len(gevraagd) - len(nieuw))


def _bekende_deelnames(rijen: Sequence[NieuweDeelname]) -> set[tuple[int, date, int]]:
    if not rijen:
        return set()
    dagen = [rij.datum for rij in rijen]
    return set(
        Deelname.objects.filter(
            activiteit__in={rij.activiteit_id for rij in rijen}, datum__range=(min(dagen), max(dagen))
        ).values_list("activiteit_id", "datum", "deelnemer_id")
    )


def registreer_deelname(*, activiteit: Activiteit, deelnemer: Deelnemer, datum: date, door: Gebruiker) -> bool:
    """Record one attendance; True when it was new, False when it was there already."""
    rij = NieuweDeelname(activiteit.pk, activiteit.kamer_id, deelnemer.pk, datum)
    return bool(registreer_deelnames([rij], door=door).nieuw)


@schrijft
def trek_deelname_in(*, activiteit: Activiteit, deelnemer: Deelnemer, datum: date, door: Gebruiker) -> bool:
    """Undo one attendance; False when there was none."""
    verwijderd, _ = Deelname.objects.filter(activiteit=activiteit, deelnemer=deelnemer, datum=datum).delete()
    return bool(verwijderd)


@schrijft
def leg_tellingen_vast(rijen: Iterable[NieuweTelling], *, door: Gebruiker) -> Uitkomst:
    """Record head counts without names: one per activity and date, the last one holds."""
    rijen = list(rijen)
    bestaand = {
        (telling.activiteit_id, telling.datum): telling
        for telling in Telling.objects.filter(
            activiteit__in={rij.activiteit_id for rij in rijen}, datum__in={rij.datum for rij in rijen}
        )
    }
    nieuw, gewijzigd = {}, {}
    for rij in rijen:
        sleutel = (rij.activiteit_id, rij.datum)
        telling = bestaand.get(sleutel)
        if telling is None:
            bestaand[sleutel] = nieuw[sleutel] = Telling(**vars(rij))
        elif telling.aantal != rij.aantal:
            telling.aantal = rij.aantal
            if sleutel not in nieuw:
                gewijzigd[sleutel] = telling
    Telling.objects.bulk_create(nieuw.values(), batch_size=BLOK)
    Telling.objects.bulk_update(gewijzigd.values(), ["aantal"], batch_size=BLOK)
    return Uitkomst(len(nieuw), len(gewijzigd), len(rijen) - len(nieuw) - len(gewijzigd))
