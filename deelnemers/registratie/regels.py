"""WRITE: what all records of a kamer share: adding without doubling, correcting with an eye on others, removing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import Model

from buurtwerkkamers.kamers import organisatie_met_naam
from buurtwerkkamers.models import Gebruiker, Organisatie
from buurtwerkkamers.schrijven import Geweigerd, Intussen, Uitkomst, schrijft
from deelnemers.regelgeschiedenis import laatste_stand
from deelnemers.registratie.basis import BLOK
from deelnemers.registratie.mensen import schrijf_ook_in
from deelnemers.samengevoegd import wortel

R = TypeVar("R", bound=Model)
INTUSSEN = "Iemand anders heeft dit intussen gewijzigd. Kijk na wat er nu staat en sla dan op."


def voeg_toe(model: Any, rijen: Iterable[Any], sleutel: tuple[str, ...]) -> Uitkomst:
    """Add rows that are not there by their key. What is there stays as it is, so that sending twice is harmless.

    ``sleutel`` starts with the kamer, and is that of a unique constraint: who is first at the same moment, wins.
    """
    van_sleutel = {tuple(getattr(rij, veld) for veld in sleutel): rij for rij in rijen}
    kamers = {waarden[0] for waarden in van_sleutel}
    tweede = {f"{sleutel[1]}__in": {waarden[1] for waarden in van_sleutel}}
    bestaand = set(model.objects.filter(kamer__in=kamers, **tweede).order_by().values_list(*sleutel))
    nieuw = [rij for waarden, rij in van_sleutel.items() if waarden not in bestaand]
    model.objects.bulk_create(nieuw, batch_size=BLOK, ignore_conflicts=True)
    return Uitkomst(nieuw=len(nieuw), ongewijzigd=len(van_sleutel) - len(nieuw))


def bestaande(organisatie: Organisatie, *, door: Gebruiker) -> Organisatie:
    """The organisation itself, stored first when it is new."""
    if organisatie.pk:
        return organisatie
    return organisatie_met_naam(organisatie.naam, soort=organisatie.soort, door=door)


@schrijft
def wijzig_regel(regel: R, *, door: Gebruiker, gezien: int | None = None, **velden: Any) -> R:
    """Correct a record; fields that are not named stay as they are.

    ``gezien``: the state that the screen showed. ``Intussen`` when somebody else changed it since, ``Geweigerd`` when
    somebody removed it. A person who has two cards keeps the card that the record stands on.
    """
    actueel: Any = type(regel)._default_manager.select_for_update(no_key=True).filter(pk=regel.pk).first()
    if actueel is None:
        raise Geweigerd("Iemand anders heeft dit intussen verwijderd.")
    if gezien is not None and laatste_stand(actueel) != gezien:
        raise Intussen(INTUSSEN)
    if "organisatie" in velden:
        velden["organisatie"] = bestaande(velden["organisatie"], door=door)
    if "deelnemer" in velden and velden["deelnemer"].pk == wortel(actueel.deelnemer_id):
        del velden["deelnemer"]
    for veld, waarde in velden.items():
        actueel._meta.get_field(veld)  # raises for a field that does not exist
        setattr(actueel, veld, waarde)
    if "deelnemer" in velden:
        dag = getattr(actueel, "datum", None) or getattr(actueel, "sinds", None) or actueel.deelnemer.ingeschreven_op
        schrijf_ook_in([(actueel.deelnemer_id, actueel.kamer_id, dag)], door=door)
    actueel.save()
    return actueel


@schrijft
def verwijder_regel(regel: Model, *, door: Gebruiker) -> None:
    """Remove a record that was made by mistake; its history stays. Removing twice changes nothing."""
    type(regel)._default_manager.filter(pk=regel.pk).delete()
