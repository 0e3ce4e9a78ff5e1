"""What an hour of a volunteer is worth, for the 'populaire begroting'. Rates change by year, so they have a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg


class UurtariefQuerySet(models.QuerySet["Uurtarief"]):
    def als_tarieven(self) -> Tarieven:
        """All rates at hand, in one query."""
        return Tarieven(self.values_list("soort", "vanaf", "tarief"))


class Tarieven:
    """Which rate holds on a day."""

    def __init__(self, rijen: Iterable[tuple[str, date, Decimal]]) -> None:
        # Newest first: the first that had begun is in force.
        self._rijen = sorted(rijen, key=lambda rij: rij[1], reverse=True)

    @property
    def begindagen(self) -> set[date]:
        """The days on which a rate begins: between two of them every rate stays the same."""
        return {vanaf for _, vanaf, _ in self._rijen}

    def op(self, soort: str, datum: date) -> Decimal | None:
        """Euros an hour; None when no rate of this kind was in force yet."""
        return next((tarief for welke, vanaf, tarief in self._rijen if welke == soort and vanaf <= datum), None)


@volg
class Uurtarief(models.Model):
    """Euros an hour for one kind of volunteer, in force from ``vanaf`` until the next one."""

    class Soort(models.TextChoices):
        BEWONER = "bewoner", "bewoner"
        PROFESSIONAL = "professional", "professional"

    soort = models.CharField("soort", max_length=12, choices=Soort)
    vanaf = models.DateField("vanaf")
    tarief = models.DecimalField(
        "tarief per uur", max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )

    objects = UurtariefQuerySet.as_manager()

    class Meta:
        verbose_name = "uurtarief"
        verbose_name_plural = "uurtarieven"
        ordering = ["soort", "-vanaf"]
        constraints = [
            models.UniqueConstraint(
                fields=["soort", "vanaf"],
                name="uurtarief_een_per_dag",
                violation_error_message="Er is al een tarief vanaf deze dag.",
            ),
            models.CheckConstraint(
                condition=Q(tarief__gt=0),
                name="uurtarief_meer_dan_nul",
                violation_error_message="Een tarief is meer dan nul.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} vanaf {self.vanaf}"
