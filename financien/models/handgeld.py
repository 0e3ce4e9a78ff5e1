"""Petty cash of a kamer: an advance each month, what was bought with it, and the receipts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg, volg_zonder
from buurtwerkkamers.models import Kamer
from financien.models.bewaking import BON_BLIJFT, HANDGELDMAAND_BLIJFT, HANDGELDUITGAVE_BLIJFT


@volg
class Handgeldpot(models.Model):
    """What a kamer gets each month from a month on, and how much may be spent in it at most."""

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, related_name="handgeldpotten", verbose_name="kamer")
    vanaf = models.DateField("vanaf")
    voorschot = models.DecimalField("voorschot per maand", max_digits=8, decimal_places=2)
    hoogstens = models.DecimalField("hoogstens per maand", max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = "handgeldpot"
        verbose_name_plural = "handgeldpotten"
        ordering = ["kamer", "-vanaf"]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "vanaf"],
                name="handgeldpot_een_per_dag",
                violation_error_message="Vanaf deze dag staat er al een bedrag.",
            ),
            models.CheckConstraint(
                condition=Q(voorschot__gte=0, hoogstens__gt=0),
                name="handgeldpot_bedragen_kunnen",
                violation_error_message="Vul bedragen in van meer dan 0 euro.",
            ),
        ]

    def __str__(self) -> str:
        return f"handgeld van {self.kamer} vanaf {self.vanaf}"


@volg
class Handgeldmaand(models.Model):
    """The petty cash of a kamer in a month (its first day): open, handed in, then approved or sent back."""

    class Stand(models.TextChoices):
        OPEN = "open", "open"
        INGEDIEND = "ingediend", "ingediend"
        GOEDGEKEURD = "goedgekeurd", "goedgekeurd"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    maand = models.DateField("maand")
    ontvangen = models.DecimalField("voorschot ontvangen", max_digits=8, decimal_places=2, default=0)
    stand = models.CharField("stand", max_length=12, choices=Stand, default=Stand.OPEN)
    ingediend_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="ingediend door",
    )  # fmt: skip
    goedgekeurd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="goedgekeurd door",
    )  # fmt: skip
    opmerking = models.CharField("opmerking", max_length=300, blank=True)

    class Meta:
        verbose_name = "handgeld van een maand"
        verbose_name_plural = "handgeld per maand"
        ordering = ["-maand", "kamer"]
        triggers = [HANDGELDMAAND_BLIJFT]
        constraints = [
            models.UniqueConstraint(fields=["kamer", "maand"], name="handgeldmaand_een_keer"),
            models.CheckConstraint(
                condition=Q(maand__day=1), name="handgeldmaand_begint", violation_error_message="Kies een maand."
            ),
            models.CheckConstraint(
                condition=~Q(stand="goedgekeurd")
                | (Q(goedgekeurd_door__isnull=False) & ~Q(goedgekeurd_door=models.F("ingediend_door"))),
                name="handgeldmaand_vier_ogen",
                violation_error_message="Iemand anders dan wie het indiende keurt het goed.",
            ),
        ]

    def __str__(self) -> str:
        return f"handgeld van {self.kamer} in {self.maand:%m-%Y}"


@volg
class Handgelduitgave(models.Model):
    """One thing that was bought. ``bedrag`` in euros, to the cent."""

    class Soort(models.TextChoices):
        ETEN = "eten", "eten en drinken"
        MATERIAAL = "materiaal", "materiaal voor activiteiten"
        KLUSSEN = "klussen", "gereedschap en klussen"
        VERVOER = "vervoer", "reizen en vervoer"
        KANTOOR = "kantoor", "kantoor en post"
        ANDERS = "anders", "anders"

    maand = models.ForeignKey(Handgeldmaand, on_delete=models.CASCADE, related_name="uitgaven", verbose_name="maand")
    datum = models.DateField("datum")
    soort = models.CharField("soort", max_length=10, choices=Soort)
    bedrag = models.DecimalField("bedrag", max_digits=8, decimal_places=2)
    omschrijving = models.CharField("wat", max_length=120)

    class Meta:
        verbose_name = "uitgave van handgeld"
        verbose_name_plural = "uitgaven van handgeld"
        ordering = ["maand", "datum", "pk"]
        triggers = [HANDGELDUITGAVE_BLIJFT]
        constraints = [
            models.CheckConstraint(
                condition=Q(bedrag__gt=0),
                name="handgelduitgave_meer_dan_nul",
                violation_error_message="Vul een bedrag in van meer dan 0 euro.",
            )
        ]

    def __str__(self) -> str:
        return self.omschrijving


@volg_zonder("inhoud")
class Bon(models.Model):
    """The photo of a receipt, in the database so that a backup has it too."""

    uitgave = models.OneToOneField(Handgelduitgave, on_delete=models.CASCADE, related_name="bon")
    soort = models.CharField("soort bestand", max_length=80)
    inhoud = models.BinaryField("inhoud")
    sha256 = models.CharField("controlegetal", max_length=64)

    class Meta:
        verbose_name = "bon"
        verbose_name_plural = "bonnen"
        triggers = [BON_BLIJFT]

    def __str__(self) -> str:
        return f"bon van {self.uitgave}"
