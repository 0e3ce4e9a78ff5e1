"""What is in the way of undoing an import, where no foreign key tells: an enrolment on which later work rests."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model

from buurtwerkkamers.importeren.ongedaan import Plan, registreer
from buurtwerkkamers.opmaak import getal
from deelnemers.models import Deelnemer, Inschrijving


@registreer
def inschrijving_nodig(plan: Plan) -> list[str]:
    """Without the enrolment that the file made, somebody who came since would disappear from the kamer."""
    tabel = next((tabel for tabel in plan.tabellen if tabel.model is Inschrijving), None)
    if tabel is None or not tabel.weg:
        return []
    paren = set(Inschrijving.objects.filter(pk__in=tabel.weg).values_list("deelnemer_id", "kamer_id"))
    zinnen = []
    for model in apps.get_app_config("deelnemers").get_models():
        if model is not Inschrijving and (nieuwer := _sinds(plan, model, paren)):
            wat = model._meta.verbose_name if nieuwer == 1 else model._meta.verbose_name_plural
            zinnen.append(
                f"{getal(nieuwer)} {wat} van na dit bestand: daarvoor zijn de inschrijvingen uit dit bestand nodig."
            )
    return zinnen


def _sinds(plan: Plan, model: type[Model], paren: set[tuple[int, int]]) -> int:
    """How many rows of these people at these kamers were made after the import."""
    velden = model._meta.concrete_fields
    wie = next((veld.attname for veld in velden if veld.related_model is Deelnemer), None)
    geschiedenis = getattr(model, "pgh_event_model", None)
    if wie is None or geschiedenis is None or not any(veld.name == "kamer" for veld in velden):
        return 0
    erbij = geschiedenis.objects.filter(
        pgh_label="insert", pgh_created_at__gt=plan.inlezing.op, **{f"{wie}__in": {mens for mens, _ in paren}}
    ).values_list("pgh_obj_id", wie, "kamer_id")
    eigen = plan.gemaakt(model)
    nieuw = {pk for pk, mens, kamer in erbij.iterator() if (mens, kamer) in paren and pk not in eigen}
    return model._base_manager.filter(pk__in=nieuw).count()
