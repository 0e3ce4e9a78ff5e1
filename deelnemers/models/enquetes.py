"""Enquêtes: what is asked, in which kamers and when, and how often each answer was given.

Nobody can know who answered, not even from the database: an answer is one more in a count. There is no row per
respondent, no time, no address, no language, and these counts have no history.
"""

from __future__ import annotations

import secrets
import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Doelgroep, Kamer, Stelling
from buurtwerkkamers.perioden import Periode

# Without letters and digits that look alike: who cannot scan the code types the address from the poster.
_TEKENS = "23456789abcdefghjkmnpqrstvwxyz"


def nieuwe_sleutel() -> str:
    """The last part of the address of an enquête: 12 characters (59 bits), all small."""
    return "".join(secrets.choice(_TEKENS) for _ in range(12))


class EnqueteQuerySet(models.QuerySet["Enquete"]):
    def gesloten_in(self, periode: Periode) -> EnqueteQuerySet:
        """Enquêtes of which the last day lies in the period: that is the period they count in."""
        return self.filter(tm__gte=periode.van, tm__lt=periode.tot)


@volg
class Enquete(models.Model):
    """A few questions to one group of people, open from ``van`` up to and including ``tm``."""

    Doelgroep = Doelgroep

    naam = models.CharField("naam", max_length=100, unique=True)
    doelgroep = models.CharField("voor wie", max_length=15, choices=Doelgroep, default=Doelgroep.BEWONERS)
    van = models.DateField("open vanaf")
    tm = models.DateField("open tot en met")
    vragen = models.ManyToManyField(Stelling, through="Enquetevraag", verbose_name="vragen")

    objects = EnqueteQuerySet.as_manager()

    class Meta:
        verbose_name = "enquête"
        verbose_name_plural = "enquêtes"
        ordering = ["-tm", "naam"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tm__gte=F("van")),
                name="enquete_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste.",
            )
        ]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("enquetes:enquete", args=[self.pk])

    @property
    def periode(self) -> Periode:
        return Periode(self.van, self.tm)


@volg
class Enquetevraag(models.Model):
    """A question of an enquête, at its place."""

    enquete = models.ForeignKey(Enquete, on_delete=models.CASCADE, related_name="enquetevragen")
    stelling = models.ForeignKey(Stelling, on_delete=models.PROTECT, verbose_name="vraag")
    volgorde = models.PositiveSmallIntegerField("volgorde")

    class Meta:
        verbose_name = "vraag van een enquête"
        verbose_name_plural = "vragen van een enquête"
        ordering = ["enquete", "volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquete", "stelling"],
                name="enquetevraag_een_keer",
                violation_error_message="Deze vraag staat al in de enquête.",
            )
        ]

    def __str__(self) -> str:
        return str(self.stelling)


@volg
class Enquetekamer(models.Model):
    """A kamer where an enquête is held. ``sleutel`` is its address (link and QR code); ``uitgenodigd``: how many."""

    enquete = models.ForeignKey(Enquete, on_delete=models.CASCADE, related_name="enquetekamers")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    sleutel = models.CharField("sleutel", max_length=32, unique=True, default=nieuwe_sleutel, editable=False)
    uitgenodigd = models.PositiveIntegerField("hoeveel mensen uitgenodigd", null=True, blank=True)

    class Meta:
        verbose_name = "kamer van een enquête"
        verbose_name_plural = "kamers van een enquête"
        ordering = ["enquete", "kamer"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquete", "kamer"],
                name="enquetekamer_een_keer",
                violation_error_message="Deze kamer doet al mee.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.enquete} ({self.kamer})"

    def get_absolute_url(self) -> str:
        return reverse("enquete:invullen", args=[self.sleutel])


class Enquetetelling(models.Model):
    """How often one answer was given; without ``stelling`` and ``waarde``: how many people answered at all."""

    class Herkomst(models.TextChoices):
        DIGITAAL = "digitaal", "op een telefoon of tablet"
        PAPIER = "papier", "op papier"

    enquetekamer = models.ForeignKey(Enquetekamer, on_delete=models.CASCADE, related_name="tellingen")
    stelling = models.ForeignKey(Stelling, on_delete=models.PROTECT, null=True, blank=True, verbose_name="vraag")
    waarde = models.PositiveSmallIntegerField("antwoord", null=True, blank=True)
    herkomst = models.CharField("hoe ingevuld", max_length=10, choices=Herkomst, default=Herkomst.DIGITAAL)
    aantal = models.PositiveIntegerField("aantal", default=0)

    class Meta:
        verbose_name = "telling van een enquête"
        verbose_name_plural = "tellingen van een enquête"
        ordering = ["enquetekamer", "stelling", "waarde"]
        constraints = [
            models.UniqueConstraint(
                fields=["enquetekamer", "stelling", "waarde", "herkomst"],
                name="enquetetelling_een_keer",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(stelling__isnull=True, waarde__isnull=True)
                | Q(stelling__isnull=False, waarde__gte=1, waarde__lte=10),
                name="enquetetelling_waarde_kan",
                violation_error_message="Een antwoord is een getal van 1 tot en met 10.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.aantal} keer {self.waarde}" if self.stelling_id else f"{self.aantal} mensen"


class Enquetebriefje(models.Model):
    """A form that was handed in, so that a second press of the button counts once. Holds no answer and no moment."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enquete = models.ForeignKey(Enquete, on_delete=models.CASCADE, related_name="briefjes")

    class Meta:
        verbose_name = "ingeleverd formulier"
        verbose_name_plural = "ingeleverde formulieren"

    def __str__(self) -> str:
        return str(self.id)
