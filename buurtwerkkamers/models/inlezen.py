"""Files that were read in: what they did, and whether that was undone."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class Inlezing(models.Model):
    """One file that was stored. Its ``id`` stands in the history of every row that it touched (``inlezing``).

    ``gebeurtenissen``: per table of history the first and last event of this file and how many there are, so that
    undoing need not search all of history. ``nieuw`` and the like count rows of the file, not of tables.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    soort = models.CharField("soort", max_length=40)
    bestandsnaam = models.CharField("bestand", max_length=100, blank=True)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="ingelezen door"
    )
    op = models.DateTimeField("ingelezen op", auto_now_add=True)
    gelezen = models.PositiveIntegerField("rijen", default=0)
    nieuw = models.PositiveIntegerField("nieuw", default=0)
    gewijzigd = models.PositiveIntegerField("gewijzigd", default=0)
    ongewijzigd = models.PositiveIntegerField("ongewijzigd", default=0)
    gebeurtenissen = models.JSONField(default=dict, editable=False)
    ongedaan_op = models.DateTimeField("ongedaan gemaakt op", null=True, blank=True)
    ongedaan_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ongedaan gemaakt door",
    )

    class Meta:
        verbose_name = "ingelezen bestand"
        verbose_name_plural = "ingelezen bestanden"
        ordering = ["-op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ongedaan_op__isnull=True, ongedaan_door__isnull=True)
                | Q(ongedaan_op__isnull=False, ongedaan_door__isnull=False),
                name="inlezing_ongedaan_door_iemand",
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} uit {self.bestandsnaam}"

    def get_absolute_url(self) -> str:
        return reverse("inlezen:inlezing", args=[self.pk])
