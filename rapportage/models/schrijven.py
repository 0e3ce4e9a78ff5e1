"""What people write for a report: answers, what is not an answer yet, and remarks beside them."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer
from rapportage import bewaking
from rapportage.models.rapporten import Rapport
from rapportage.models.sjablonen import Onderdeel


@volg
class Antwoord(models.Model):
    """An answer to one question, for one kamer or for all together (``kamer`` empty).

    ``versie`` counts every writing: who writes on an older one gets both texts to choose from. ``schrijvers`` are
    the ids of everyone who ever wrote in it; the database keeps that list, and none of them can adopt the report.
    """

    rapport = models.ForeignKey(Rapport, on_delete=models.CASCADE, related_name="antwoorden")
    onderdeel = models.ForeignKey(Onderdeel, on_delete=models.PROTECT, verbose_name="onderdeel")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer")
    keuze = models.CharField("keuze", max_length=120, blank=True)
    tekst = models.TextField("tekst", max_length=20_000, blank=True)
    versie = models.PositiveIntegerField("versie", default=1)
    geschreven_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="geschreven door"
    )
    geschreven_op = models.DateTimeField("geschreven op", auto_now=True)
    schrijvers = ArrayField(models.BigIntegerField(), verbose_name="schrijvers", default=list, editable=False)

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["rapport", "onderdeel", "kamer"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapport", "onderdeel", "kamer"], name="antwoord_een_keer", nulls_distinct=False
            )
        ]
        triggers = [
            bewaking.alleen_in_concept("antwoord_vast"),
            pgtrigger.Trigger(
                name="antwoord_past",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=bewaking.ANTWOORD_PAST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.onderdeel} ({self.kamer or 'alle kamers'})"


class Klad(models.Model):
    """What somebody typed and is not an answer yet: kept every second while they type, gone when it is stored.

    Of one person, and read by nobody else. ``versie`` is the version of the answer that it was begun on. No history:
    it would keep every second of it. Whoever has one that changed a moment ago is writing now.
    """

    rapport = models.ForeignKey(Rapport, on_delete=models.CASCADE, related_name="kladjes")
    onderdeel = models.ForeignKey(Onderdeel, on_delete=models.CASCADE, verbose_name="onderdeel")
    kamer = models.ForeignKey(Kamer, on_delete=models.CASCADE, null=True, blank=True, verbose_name="kamer")
    gebruiker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="schrijver"
    )
    keuze = models.CharField("keuze", max_length=120, blank=True)
    tekst = models.TextField("tekst", max_length=20_000, blank=True)
    versie = models.PositiveIntegerField("versie", default=0)
    bijgewerkt_op = models.DateTimeField("bijgewerkt op", auto_now=True)

    class Meta:
        verbose_name = "klad"
        verbose_name_plural = "kladjes"
        ordering = ["rapport", "onderdeel", "kamer", "gebruiker"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapport", "onderdeel", "kamer", "gebruiker"], name="klad_een_keer", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"klad van {self.gebruiker}"


@volg
class Opmerking(models.Model):
    """A remark of the cooperative or a coordinator about one part of a report in the making; never printed."""

    rapport = models.ForeignKey(Rapport, on_delete=models.CASCADE, related_name="opmerkingen")
    onderdeel = models.ForeignKey(Onderdeel, on_delete=models.CASCADE, verbose_name="onderdeel")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer")
    tekst = models.TextField("opmerking", max_length=2000)
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="geschreven door"
    )
    op = models.DateTimeField("geschreven op", auto_now_add=True)
    afgehandeld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="afgehandeld door",
    )
    afgehandeld_op = models.DateTimeField("afgehandeld op", null=True, blank=True)

    class Meta:
        verbose_name = "opmerking"
        verbose_name_plural = "opmerkingen"
        ordering = ["op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tekst__regex=r"\S"),
                name="opmerking_heeft_tekst",
                violation_error_message="Schrijf eerst uw opmerking.",
            ),
            models.CheckConstraint(
                condition=Q(afgehandeld_door__isnull=True, afgehandeld_op__isnull=True)
                | Q(afgehandeld_door__isnull=False, afgehandeld_op__isnull=False),
                name="opmerking_afgehandeld_door_iemand",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="opmerking_past",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("_rapport", "RECORD")],
                func=bewaking.OPMERKING_PAST,
            )
        ]

    def __str__(self) -> str:
        return f"opmerking van {self.door}"
