"""Statements and marks that an enquête asks and that an indicator of an agreement may name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg


class Doelgroep(models.TextChoices):
    """Who an enquête is for, and whose answers an indicator asks about."""

    BEWONERS = "bewoners", "bewoners"
    VRIJWILLIGERS = "vrijwilligers", "medewerkers en vrijwilligers"
    PARTNERS = "partners", "partners en financiers"


class StellingQuerySet(models.QuerySet["Stelling"]):
    def in_gebruik(self) -> StellingQuerySet:
        return self.filter(in_gebruik=True)


@volg
class Stelling(models.Model):
    """One question of an enquête: a statement on a five-point scale, or a report mark from 1 to 10.

    ``code`` is its name for programs. ``tekst`` is Dutch; a language without a text of its own shows the Dutch one.
    """

    class Soort(models.TextChoices):
        STELLING = "stelling", "stelling (helemaal niet mee eens tot helemaal mee eens)"
        CIJFER = "cijfer", "rapportcijfer (1 tot 10)"

    code = models.SlugField("code", max_length=40, unique=True)
    soort = models.CharField("soort", max_length=10, choices=Soort, default=Soort.STELLING)
    tekst = models.CharField("tekst", max_length=300)
    tekst_en = models.CharField("tekst in het Engels", max_length=300, blank=True)
    tekst_ar = models.CharField("tekst in het Arabisch", max_length=300, blank=True)
    tekst_tr = models.CharField("tekst in het Turks", max_length=300, blank=True)
    tekst_uk = models.CharField("tekst in het Oekraïens", max_length=300, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=100)
    in_gebruik = models.BooleanField("in gebruik", default=True)

    objects = StellingQuerySet.as_manager()

    class Meta:
        verbose_name = "stelling"
        verbose_name_plural = "stellingen"
        ordering = ["volgorde", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(tekst=""), name="stelling_heeft_tekst", violation_error_message="Vul de stelling in."
            )
        ]

    def __str__(self) -> str:
        return self.tekst

    @property
    def hoogste(self) -> int:
        """The highest answer; the lowest is 1."""
        return 5 if self.soort == self.Soort.STELLING else 10

    def tekst_in(self, taal: str) -> str:
        """The text in this language ('nl', 'en', 'ar', 'tr', 'uk'), or the Dutch one."""
        return getattr(self, f"tekst_{taal}", "") or self.tekst
