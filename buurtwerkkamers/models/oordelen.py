"""What cannot be counted from registrations and is decided by people: the outcome of interviews and of control."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from buurtwerkkamers.geschiedenis import volg, volg_zonder
from buurtwerkkamers.models.afspraken import Indicator
from buurtwerkkamers.perioden import Periode


@volg
class Oordeel(models.Model):
    """The typed value of an indicator over a period, with its reasons. ``kamer`` empty: for all kamers together.

    ``waarde`` is in the unit of the indicator (per cents as 2.5); of a control 1 is positive and -1 is not.
    """

    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="oordelen", verbose_name="indicator"
    )
    kamer = models.ForeignKey(
        "buurtwerkkamers.Kamer", on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer"
    )
    van = models.DateField("van")
    tm = models.DateField("tot en met")
    waarde = models.DecimalField("waarde", max_digits=12, decimal_places=2)
    toelichting = models.TextField("toelichting", max_length=4000)
    besloten_door = models.CharField("wie besloot dit", max_length=120)
    besloten_op = models.DateField("besloten op")

    class Meta:
        verbose_name = "oordeel"
        verbose_name_plural = "oordelen"
        ordering = ["indicator", "kamer", "-tm", "-van"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "kamer", "van", "tm"],
                name="oordeel_een_keer",
                nulls_distinct=False,
                violation_error_message="Over deze periode staat er al een oordeel. Wijzig dat.",
            ),
            models.CheckConstraint(
                condition=Q(tm__gte=F("van")),
                name="oordeel_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste.",
            ),
            models.CheckConstraint(
                condition=~Q(toelichting="") & ~Q(besloten_door=""),
                name="oordeel_heeft_uitleg",
                violation_error_message="Vul een toelichting in, en wie dit besloot.",
            ),
        ]

    def __str__(self) -> str:
        return f"oordeel over {self.indicator} ({self.periode})"

    @property
    def periode(self) -> Periode:
        return Periode(self.van, self.tm)


@volg_zonder("inhoud")
class Bewijsstuk(models.Model):
    """A file that shows where an oordeel comes from. Kept in the database, so that a backup has it too."""

    oordeel = models.ForeignKey(Oordeel, on_delete=models.CASCADE, related_name="bewijsstukken", verbose_name="oordeel")
    naam = models.CharField("bestandsnaam", max_length=150)
    soort = models.CharField("soort bestand", max_length=80)
    inhoud = models.BinaryField("inhoud")
    grootte = models.PositiveIntegerField("grootte in bytes")
    sha256 = models.CharField("controlegetal", max_length=64)

    class Meta:
        verbose_name = "bewijsstuk"
        verbose_name_plural = "bewijsstukken"
        ordering = ["oordeel", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["oordeel", "sha256"],
                name="bewijsstuk_een_keer",
                violation_error_message="Dit bestand staat er al bij.",
            )
        ]

    def __str__(self) -> str:
        return self.naam
