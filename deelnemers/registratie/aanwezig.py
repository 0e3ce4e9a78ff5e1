"""WRITE: activities, attendances and head counts without names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Max

from buurtwerkkamers.models import Categorie, Gebruiker, Kamer
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft
from deelnemers import samengevoegd
from deelnemers.models import Activiteit, Activiteitdag, Deelname, Deelnemer, Indeling, Ritme, Telling
from deelnemers.registratie.basis import BLOK
from deelnemers.registratie.mensen import schrijf_ook_in

MEESTE_ZONDER_NAAM = 999
Tijden = tuple[time | None, time | None]


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
    # Only a new last day is checked: an old one that is wrong may not block another name or category.
    if gestopt_op and gestopt_op != activiteit.gestopt_op and laatste and gestopt_op < laatste:
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
    """Record one attendance; True when it was new, False when it was there already, on whichever card of the person."""
    kaarten = samengevoegd.kaarten_van(deelnemer)
    van_kaarten = Deelname.objects.filter(activiteit=activiteit, deelnemer__in=kaarten, datum=datum)
    if len(kaarten) > 1 and van_kaarten.exists():
        return False
    rij = NieuweDeelname(activiteit.pk, activiteit.kamer_id, kaarten[0], datum)
    return bool(registreer_deelnames([rij], door=door).nieuw)


@schrijft
def trek_deelname_in(*, activiteit: Activiteit, deelnemer: Deelnemer, datum: date, door: Gebruiker) -> bool:
    """Undo one attendance, on whichever card of the person it stands; False when there was none."""
    kaarten = samengevoegd.kaarten_van(deelnemer)
    verwijderd, _ = Deelname.objects.filter(activiteit=activiteit, deelnemer__in=kaarten, datum=datum).delete()
    return bool(verwijderd)


@schrijft
def tel_erbij(*, activiteit: Activiteit, datum: date, soort: str = "", stap: int, door: Gebruiker) -> int:
    """One more (or less) person without a name, of a kind if wanted; never below zero. Returns how many it is now."""
    # Two tablets count in turn: the second waits here until the first is done.
    Activiteit.objects.select_for_update(no_key=True).get(pk=activiteit.pk)
    telling = Telling.objects.filter(activiteit=activiteit, datum=datum, soort=soort).first()
    nu = telling.aantal if telling else 0
    straks = min(max(nu + stap, 0), MEESTE_ZONDER_NAAM)
    if telling is None and straks:
        Telling.objects.create(
            activiteit=activiteit, kamer_id=activiteit.kamer_id, datum=datum, soort=soort, aantal=straks
        )
    elif telling is not None and straks != nu:
        telling.aantal = straks
        telling.save(update_fields=["aantal"])
    return straks


@schrijft
def leg_tellingen_vast(rijen: Iterable[NieuweTelling], *, door: Gebruiker) -> Uitkomst:
    """Record head counts without names: the total of an activity on a date, the last one given holds.

    People who were counted by kind stay so: the difference goes to who was not divided. A total below that leaves
    only the total, since nobody knows who were too many.
    """
    rijen = list(rijen)
    gevraagd = {(rij.activiteit_id, rij.datum): rij for rij in rijen}
    bestaand: dict[tuple[int, date], list[Telling]] = {}
    for telling in Telling.objects.filter(
        activiteit__in={rij.activiteit_id for rij in rijen}, datum__in={rij.datum for rij in rijen}
    ):
        bestaand.setdefault((telling.activiteit_id, telling.datum), []).append(telling)
    nieuw, gewijzigd, weg = [], [], []
    aantallen = Uitkomst()
    for sleutel, rij in gevraagd.items():
        tellingen = bestaand.get(sleutel, [])
        if tellingen and sum(telling.aantal for telling in tellingen) == rij.aantal:
            continue
        aantallen = Uitkomst(aantallen.nieuw + (not tellingen), aantallen.gewijzigd + bool(tellingen))
        verdeeld = [telling for telling in tellingen if telling.soort]
        rest = rij.aantal - sum(telling.aantal for telling in verdeeld)
        if rest < 0:
            rest = rij.aantal
            weg += verdeeld
        onverdeeld = next((telling for telling in tellingen if not telling.soort), None)
        if onverdeeld is None:
            nieuw.append(Telling(**{**vars(rij), "aantal": rest}))
        else:
            onverdeeld.aantal = rest
            gewijzigd.append(onverdeeld)
    Telling.objects.filter(pk__in=[telling.pk for telling in weg]).delete()
    Telling.objects.bulk_create(nieuw, batch_size=BLOK)
    Telling.objects.bulk_update(gewijzigd, ["aantal"], batch_size=BLOK)
    return Uitkomst(aantallen.nieuw, aantallen.gewijzigd, len(rijen) - aantallen.nieuw - aantallen.gewijzigd)


# --- when it is there ------------------------------------------------------------------------------------------


@schrijft
def wijzig_ritme(activiteit: Activiteit, *, dagen: Mapping[int, Tijden], door: Gebruiker) -> None:
    """The days of the week (1 is Monday) on which an activity is there, each with its times (None: not said)."""
    activiteit.ritme.exclude(weekdag__in=dagen).delete()
    bestaand = {ritme.weekdag: ritme for ritme in activiteit.ritme.all()}
    for weekdag, (begin, eind) in dagen.items():
        ritme = bestaand.get(weekdag, Ritme(activiteit=activiteit, weekdag=weekdag))
        if ritme.pk is None or (ritme.begin, ritme.eind) != (begin, eind):
            ritme.begin, ritme.eind = begin, eind
            ritme.save()


@schrijft
def zet_op_dag(activiteit: Activiteit, *, datum: date, door: Gebruiker) -> None:
    """The activity is there on this day too. Twice is the same as once."""
    Activiteitdag.objects.get_or_create(activiteit=activiteit, datum=datum)


@schrijft
def haal_van_dag(activiteit: Activiteit, *, datum: date, door: Gebruiker) -> None:
    """The activity is not there on this day after all; what was registered stays."""
    Activiteitdag.objects.filter(activiteit=activiteit, datum=datum).delete()
