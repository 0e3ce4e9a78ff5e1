"""What a kamer records about itself: contacts with partners, and whether it was open."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer, Organisatie
from deelnemers.models.activiteiten import GedateerdQuerySet
from deelnemers.models.bewaking import dag_bewaakt


@volg
class Partnercontact(models.Model):
    """Contact of a kamer with an organisation on a day."""

    class Soort(models.TextChoices):
        GESPREK = "gesprek", "gesprek"
        BEZOEK = "bezoek", "bezoek"
        TELEFOON = "telefoon", "telefoon of e-mail"
        BIJEENKOMST = "bijeenkomst", "bijeenkomst"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, verbose_name="organisatie")
    datum = models.DateField("datum")
    soort = models.CharField("soort contact", max_length=12, choices=Soort, default=Soort.GESPREK)
    onderwerp = models.CharField("waarover", max_length=200, blank=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "contact met een partner"
        verbose_name_plural = "contacten met partners"
        ordering = ["-datum", "-pk"]
        indexes = [models.Index(fields=["kamer", "datum"], name="partnercontact_kamer_datum")]
        triggers = [dag_bewaakt("partnercontact_dag_kan", "datum", wat="Een contact")]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "organisatie", "datum", "soort"],
                name="partnercontact_een_keer",
                violation_error_message="Dit contact staat er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} op {self.datum}"


@volg
class Opening(models.Model):
    """How a kamer was, or will be, open on a day. ``hoogstens``: how many people may be inside at once."""

    class Stand(models.TextChoices):
        OPEN = "open", "open"
        BEPERKT = "beperkt", "beperkt open"
        AFSPRAAK = "op afspraak", "op afspraak"
        DICHT = "dicht", "dicht"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    datum = models.DateField("datum")
    stand = models.CharField("hoe open", max_length=12, choices=Stand)
    hoogstens = models.PositiveSmallIntegerField("hoogstens binnen", null=True, blank=True)
    toelichting = models.CharField("toelichting", max_length=200, blank=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "opening"
        verbose_name_plural = "openingen"
        ordering = ["-datum", "kamer"]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "datum"],
                name="opening_een_keer_per_dag",
                violation_error_message="Voor deze dag staat er al hoe de kamer open is.",
            ),
            models.CheckConstraint(
                condition=Q(hoogstens__isnull=True) | Q(hoogstens__gte=1, stand__in=["open", "beperkt", "op afspraak"]),
                name="opening_hoogstens_kan",
                violation_error_message="Een kamer die dicht is, heeft geen hoogste aantal mensen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stand} op {self.datum}"
