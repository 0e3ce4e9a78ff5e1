"""What was believed when: closed months, kept as a source of their own; and the yearly control."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from financien.models.bedragen import JAREN, Bron
from financien.models.begroten import Begroting, Post
from financien.models.bewaking import AFSLUITING_BLIJFT, BESTEDING_BLIJFT, CONTROLE_BLIJFT, CONTROLE_IS_GEWEEST


@volg
class Maandafsluiting(models.Model):
    """A closed month: budget, actual and forecast as they were, as the lines of a source that never changes.

    No booking of that month or earlier changes or comes after it; a correction is a booking in an open month.
    """

    begroting = models.ForeignKey(Begroting, on_delete=models.PROTECT, verbose_name="begroting")
    maand = models.DateField("maand")
    bron = models.OneToOneField(Bron, on_delete=models.PROTECT, related_name="afsluiting", verbose_name="bron")
    gesloten_op = models.DateField("gesloten op")

    class Meta:
        verbose_name = "maandafsluiting"
        verbose_name_plural = "maandafsluitingen"
        ordering = ["-maand"]
        triggers = [AFSLUITING_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["maand"],
                name="maandafsluiting_een_keer",
                violation_error_message="Deze maand is al gesloten.",
            ),
            models.CheckConstraint(
                condition=Q(maand__day=1), name="maandafsluiting_begint", violation_error_message="Kies een maand."
            ),
        ]

    def __str__(self) -> str:
        return f"afsluiting van {self.maand:%m-%Y}"


@volg
class Archiefbesteding(models.Model):
    """In the archive of a closed month: what was paid out of one contribution on one cost post, in euros to the cent.

    ``elders``: the money was meant for something else; ``redenen``: why it went there, one a line.
    """

    bron = models.ForeignKey(Bron, on_delete=models.PROTECT, related_name="bestedingen", verbose_name="bron")
    bijdrage = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="bijdrage")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="kostenpost")
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2)
    aantal = models.PositiveIntegerField("aantal boekingen", default=0)
    elders = models.BooleanField("ergens anders voor bedoeld", default=False)
    redenen = models.TextField("waarom aan iets anders besteed", blank=True)

    class Meta:
        verbose_name = "besteding in een archief"
        verbose_name_plural = "bestedingen in een archief"
        ordering = ["bron", "bijdrage", "post"]
        triggers = [BESTEDING_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["bron", "bijdrage", "post"],
                name="archiefbesteding_een_keer",
                violation_error_message="Deze besteding staat al in dit archief.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} uit {self.bijdrage}: {self.bedrag}"


@volg
class Controle(models.Model):
    """The yearly check of the money: by whom, what was looked at, what was found, and whether it is right."""

    class Door(models.TextChoices):
        KASCOMMISSIE = "kascommissie", "kascommissie"
        ACCOUNTANT = "accountant", "accountant"

    jaar = models.PositiveSmallIntegerField("jaar", validators=JAREN)
    door_wie = models.CharField("door wie", max_length=15, choices=Door)
    namen = models.CharField("namen", max_length=200)
    bekeken = models.TextField("wat is er bekeken", max_length=4000)
    bevinding = models.TextField("bevinding", max_length=4000)
    positief = models.BooleanField("positief oordeel", null=True, blank=True)
    getekend_op = models.DateField("getekend op", null=True, blank=True)

    class Meta:
        verbose_name = "controle"
        verbose_name_plural = "controles"
        ordering = ["-jaar", "door_wie"]
        triggers = [CONTROLE_BLIJFT, CONTROLE_IS_GEWEEST]
        constraints = [
            models.UniqueConstraint(
                fields=["jaar", "door_wie"],
                name="controle_een_keer_per_jaar",
                violation_error_message="Deze controle is er al voor dit jaar.",
            ),
            models.CheckConstraint(
                condition=Q(getekend_op__isnull=True) | Q(positief__isnull=False),
                name="controle_getekend_met_oordeel",
                violation_error_message="Kies eerst of het oordeel positief is.",
            ),
            models.CheckConstraint(
                condition=Q(getekend_op__isnull=True)
                | Q(namen__regex=r"\S", bekeken__regex=r"\S", bevinding__regex=r"\S"),
                name="controle_getekend_is_ingevuld",
                violation_error_message="Vul eerst in wie controleerde, wat er is bekeken en wat eruit kwam.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_door_wie_display()} {self.jaar}"
