"""Two cards of one person: the merge, its undo, and pairs that somebody said are different people."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer
from deelnemers.models.mensen import Deelnemer


@volg
class Samenvoeging(models.Model):
    """``van`` is a double of ``naar``: proposed by a kamer, done by the bureau, and undone when it was wrong.

    ``velden`` names the fields of which the value of ``van`` was chosen; ``stand_voor`` is the event of the name and
    contact data of ``naar`` just before, so that an undo can bring them back. ``inschrijvingen`` are the enrolments
    that the merge gave to ``naar``.
    """

    class Stand(models.TextChoices):
        VOORGESTELD = "voorgesteld", "voorgesteld"
        GEDAAN = "gedaan", "samengevoegd"
        ONGEDAAN = "ongedaan", "ongedaan gemaakt"
        AFGEWEZEN = "afgewezen", "afgewezen"

    van = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="samenvoegingen_van")
    naar = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="samenvoegingen_naar")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="voorgesteld door")
    stand = models.CharField("stand", max_length=12, choices=Stand)
    velden = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    inschrijvingen = ArrayField(models.BigIntegerField(), default=list, blank=True)
    stand_voor = models.BigIntegerField(null=True, blank=True)
    voorgesteld_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    voorgesteld_op = models.DateTimeField(auto_now_add=True)
    beslist_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    beslist_op = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "samenvoeging"
        verbose_name_plural = "samenvoegingen"
        ordering = ["-voorgesteld_op", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(van=F("naar")), name="samenvoeging_van_twee_kaarten"),
            models.UniqueConstraint(
                fields=["van"],
                condition=Q(stand="gedaan"),
                name="samenvoeging_een_tegelijk",
                violation_error_message="Deze kaart is al samengevoegd. Maak dat eerst ongedaan.",
            ),
            models.UniqueConstraint(
                fields=["van", "naar"],
                condition=Q(stand="voorgesteld"),
                name="samenvoeging_een_voorstel",
                violation_error_message="Dit is al voorgesteld.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.van_id} is {self.naar_id}"


@volg
class NietDezelfde(models.Model):
    """Somebody looked and said: these two are different people. ``een`` has the lower id."""

    een = models.ForeignKey(Deelnemer, on_delete=models.CASCADE, related_name="+")
    ander = models.ForeignKey(Deelnemer, on_delete=models.CASCADE, related_name="+")
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    op = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "niet dezelfde persoon"
        verbose_name_plural = "niet dezelfde personen"
        constraints = [
            models.CheckConstraint(condition=Q(een__lt=F("ander")), name="niet_dezelfde_op_volgorde"),
            models.UniqueConstraint(fields=["een", "ander"], name="niet_dezelfde_een_keer"),
        ]

    def __str__(self) -> str:
        return f"{self.een_id} is niet {self.ander_id}"
