"""The yearly control of all the money by kascommissie and accountant: what it says of a year, and WRITE functions.

A control is a concept until it is signed; from then on the database keeps it as it is. What the signed controls of a
year say together is the outcome of the indicator 'verantwoorde besteding': see ``jaarcontroles``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from financien.models import Controle
from financien.wijzigen import afdruk, eis_ongewijzigd

VELDEN = ("jaar", "door_wie", "namen", "bekeken", "bevinding", "positief")
RECHT, WIJZIGEN = "controle.zien", "geld.wijzigen"
REGEL = "De controle van een jaar is positief als elke controle die getekend is, positief is."


# --- what it says of a year -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Jaarcontrole:
    """What the signed controls of a year say together. ``zin`` names who signed, when, and for what."""

    jaar: int
    positief: bool
    getekend: tuple[Controle, ...]

    @property
    def zin(self) -> str:
        delen = [
            f"{c.get_door_wie_display()} {uitkomst_van(c)}, getekend op {datum(c.getekend_op)}" for c in self.getekend
        ]
        missen = [door.label for door in Controle.Door if door not in {c.door_wie for c in self.getekend}]
        nog = f" Van de {' en de '.join(missen)} is er geen getekende controle." if missen else ""
        return f"Controle van {self.jaar}: {'; '.join(delen)}.{nog}"


def uitkomst_van(controle: Controle) -> str:
    """'positief', 'niet positief', or '' as long as nobody said."""
    return "" if controle.positief is None else "positief" if controle.positief else "niet positief"


def jaarcontroles(controles: Iterable[Controle]) -> dict[int, Jaarcontrole]:
    """Per year what its signed controls say; years without any are not there."""
    per_jaar: dict[int, list[Controle]] = {}
    for controle in controles:
        if controle.getekend_op is not None:
            per_jaar.setdefault(controle.jaar, []).append(controle)
    return {
        jaar: Jaarcontrole(jaar, all(c.positief for c in samen), _op_volgorde(samen))
        for jaar, samen in per_jaar.items()
    }


def _op_volgorde(controles: Sequence[Controle]) -> tuple[Controle, ...]:
    """The kascommissie first: the accountant looks at what it found."""
    return tuple(sorted(controles, key=lambda c: list(Controle.Door).index(Controle.Door(c.door_wie))))


def jaarcontrole_over(van: date, tm: date) -> Jaarcontrole | None:
    """The control that counts in these days: of the last year that ends in them and has a signed one. One query."""
    jaren = [jaar for jaar in range(van.year, tm.year + 1) if van <= date(jaar, 12, 31) <= tm]
    gevonden = jaarcontroles(Controle.objects.filter(jaar__in=jaren, getekend_op__isnull=False))
    return gevonden[max(gevonden)] if gevonden else None


# --- writing ----------------------------------------------------------------------------------------------------


@schrijft
def bewaar_controle(controle: Controle, *, door: Gebruiker, gezien: str | None = None) -> Controle:
    """Store a control that is not signed yet. ``Geweigerd`` for a second of one kind in a year, or what cannot be.

    ``gezien``: the ``afdruk`` that the form showed; ``Intussen`` when somebody changed the control since.
    """
    if controle.pk and gezien:
        eis_ongewijzigd(gezien, afdruk(Controle.objects.select_for_update().get(pk=controle.pk), VELDEN))
    if controle.getekend_op is not None:
        raise Geweigerd("Tekenen gaat apart. Bewaar de controle eerst.")
    for veld in ("namen", "bekeken", "bevinding"):
        setattr(controle, veld, getattr(controle, veld).strip())
    try:
        controle.clean_fields()
    except ValidationError as fout:
        reden = "; ".join(f"{veld}: {' '.join(teksten)}" for veld, teksten in fout.message_dict.items())
        raise Geweigerd(f"Dit klopt niet bij de controle: {reden}") from fout
    controle.save()
    return controle


@schrijft
def teken_controle(controle: Controle, *, op: date, door: Gebruiker) -> Controle:
    """Sign it: from now on it stays as it is, and it counts.

    ``Geweigerd`` without a judgement, before the year is over, on a day to come, or when it was signed already.
    """
    eigen = Controle.objects.select_for_update().filter(pk=controle.pk).first()
    if eigen is None:
        raise Geweigerd("Deze controle is intussen verwijderd.")
    if eigen.getekend_op is not None:
        raise Geweigerd(f"Deze controle is al getekend op {datum(eigen.getekend_op)}.")
    if eigen.positief is None:
        raise Geweigerd("Vul eerst in of het oordeel positief is.")
    if op > timezone.localdate():
        raise Geweigerd("De dag van tekenen ligt in de toekomst.")
    if op.year <= eigen.jaar:
        raise Geweigerd(
            f"Het jaar {eigen.jaar} was toen nog niet voorbij. Vul een dag in vanaf 1 januari {eigen.jaar + 1}."
        )
    eigen.getekend_op = op
    eigen.save()
    return eigen


@schrijft
def verwijder_controle(controle: Controle, *, door: Gebruiker) -> None:
    """Remove one that is not signed; removing twice changes nothing. A signed one the database refuses to lose."""
    Controle.objects.filter(pk=controle.pk).delete()
