"""Hours of volunteers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer
from deelnemers.models.activiteiten import GedateerdQuerySet
from deelnemers.models.bewaking import dag_bewaakt, kamer_blijft, zelfde_kamer
from deelnemers.models.mensen import Deelnemer


@volg
class Vrijwilligersgroep(models.Model):
    """A group of volunteers of a kamer: klussendienst, tuingroep, kookgroep."""

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    naam = models.CharField("naam", max_length=80)

    class Meta:
        verbose_name = "vrijwilligersgroep"
        verbose_name_plural = "vrijwilligersgroepen"
        ordering = ["kamer", "naam"]
        triggers = [kamer_blijft("groep_blijft_bij_kamer")]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "naam"],
                name="groep_een_keer_per_kamer",
                violation_error_message="Deze kamer heeft al een groep met deze naam.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


@volg
class Inzet(models.Model):
    """Hours of one volunteer on one date, for a group. ``uren`` are hours with at most two decimals."""

    class Soort(models.TextChoices):
        BEWONER = "bewoner", "bewoner"
        PROFESSIONAL = "professional", "professional"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    deelnemer = models.ForeignKey(
        Deelnemer, on_delete=models.PROTECT, related_name="inzet", verbose_name="vrijwilliger"
    )
    groep = models.ForeignKey(Vrijwilligersgroep, on_delete=models.PROTECT, null=True, blank=True, verbose_name="groep")
    datum = models.DateField("datum")
    uren = models.DecimalField("uren", max_digits=4, decimal_places=2)
    soort = models.CharField("soort", max_length=12, choices=Soort, default=Soort.BEWONER)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "inzet"
        verbose_name_plural = "inzet"
        ordering = ["-datum", "pk"]
        triggers = [
            dag_bewaakt("inzet_dag_kan", "datum", wat="Inzet"),
            zelfde_kamer("inzet_kamer_klopt", "groep", "deelnemers_vrijwilligersgroep", wat="De groep van deze inzet"),
        ]
        # Whether a kamer ever noted a group: where few do, all of its hours would be looked through.
        indexes = [models.Index(fields=["kamer"], condition=Q(groep__isnull=False), name="inzet_met_groep")]
        constraints = [
            models.CheckConstraint(
                condition=Q(uren__gt=0, uren__lte=24),
                name="inzet_uren_kan",
                violation_error_message="Vul meer dan 0 en hoogstens 24 uren in.",
            ),
            models.UniqueConstraint(
                fields=["kamer", "datum", "deelnemer", "groep"],
                include=["soort", "uren"],  # so that hours are counted without reading the rows
                name="inzet_een_keer",
                nulls_distinct=False,
                violation_error_message="Deze vrijwilliger heeft op deze dag al uren bij deze groep.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.uren} uur op {self.datum}"
