"""Actuals and forecast: what was booked on a post, what is promised on it, and what is still expected."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from financien.models.bank import Banktransactie
from financien.models.begroten import Post
from financien.models.bewaking import BOEKING_BLIJFT, BOEKING_UIT_BESTEMD_GELD, PROGNOSE_BLIJFT
from financien.models.handgeld import Handgeldmaand, Handgelduitgave


@volg
class Verplichting(models.Model):
    """Money that is promised: an order, a contract. What is not booked of it yet is open, until ``vervallen_op``."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="verplichtingen", verbose_name="post")
    omschrijving = models.CharField("omschrijving", max_length=200)
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2)
    aangegaan_op = models.DateField("aangegaan op")
    vervallen_op = models.DateField("vervallen op", null=True, blank=True)

    class Meta:
        verbose_name = "verplichting"
        verbose_name_plural = "verplichtingen"
        ordering = ["aangegaan_op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bedrag__gt=0),
                name="verplichting_meer_dan_nul",
                violation_error_message="Vul een bedrag in van meer dan 0 euro.",
            )
        ]

    def __str__(self) -> str:
        return self.omschrijving


@volg
class Boeking(models.Model):
    """Money that came or went, on a post. ``bedrag`` counts in the direction of its post: costs and income positive.

    Costs can be paid out of one contribution: ``dekking``, a financing post of the same year; when that money is meant
    for something else, ``reden_elders`` says why. A mistake is not wiped out: ``herstelt`` points at the booking that
    this one takes back, with the opposite amount. ``verplichting``: the promise that this payment fulfils.
    ``handgeldsoort``: which kind of expenses of that petty cash it sums up; the next month is proposed likewise.
    """

    class Herkomst(models.TextChoices):
        HAND = "hand", "met de hand"
        BANK = "bank", "van de bank"
        HANDGELD = "handgeld", "handgeld"

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="boekingen", verbose_name="post")
    datum = models.DateField("datum")
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2)
    omschrijving = models.CharField("omschrijving", max_length=200)
    tegenpartij = models.CharField("van of aan wie", max_length=120, blank=True)
    herkomst = models.CharField("herkomst", max_length=10, choices=Herkomst, default=Herkomst.HAND)
    transactie = models.ForeignKey(
        Banktransactie, on_delete=models.PROTECT, null=True, blank=True, related_name="boekingen",
        verbose_name="banktransactie",
    )  # fmt: skip
    handgeld = models.ForeignKey(
        Handgeldmaand, on_delete=models.PROTECT, null=True, blank=True, related_name="boekingen",
        verbose_name="handgeld van",
    )  # fmt: skip
    handgeldsoort = models.CharField("soort handgeld", max_length=10, choices=Handgelduitgave.Soort, blank=True)
    verplichting = models.ForeignKey(
        Verplichting, on_delete=models.PROTECT, null=True, blank=True, related_name="boekingen",
        verbose_name="verplichting",
    )  # fmt: skip
    dekking = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="bestedingen", verbose_name="betaald uit"
    )
    reden_elders = models.CharField("waarom aan iets anders besteed", max_length=300, blank=True)
    herstelt = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="hersteld_door", verbose_name="herstelt"
    )

    class Meta:
        verbose_name = "boeking"
        verbose_name_plural = "boekingen"
        ordering = ["-datum", "-pk"]
        triggers = [BOEKING_BLIJFT, BOEKING_UIT_BESTEMD_GELD]
        indexes = [models.Index(fields=["post", "datum"], name="boeking_post_datum")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(bedrag=0),
                name="boeking_niet_nul",
                violation_error_message="Een boeking van 0 euro kan niet.",
            ),
            models.CheckConstraint(
                condition=Q(herkomst="bank", transactie__isnull=False)
                | (~Q(herkomst="bank") & Q(transactie__isnull=True)),
                name="boeking_bank_heeft_transactie",
                violation_error_message="Een boeking van de bank hoort bij een banktransactie.",
            ),
            models.CheckConstraint(
                condition=Q(herkomst="handgeld", handgeld__isnull=False)
                | (~Q(herkomst="handgeld") & Q(handgeld__isnull=True)),
                name="boeking_handgeld_heeft_maand",
                violation_error_message="Een boeking van handgeld hoort bij het handgeld van een maand.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.omschrijving} ({self.datum})"


@volg
class Prognose(models.Model):
    """On a day: what is still expected on a post for the rest of its year, on top of booked and promised.

    ``nog_verwacht`` None: from this day on nobody expects anything in particular; the expectation was withdrawn.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="prognoses", verbose_name="post")
    datum = models.DateField("datum")
    nog_verwacht = models.DecimalField("nog verwacht", max_digits=12, decimal_places=2, null=True, blank=True)
    reden = models.CharField("waarom", max_length=300)

    class Meta:
        verbose_name = "prognose"
        verbose_name_plural = "prognoses"
        ordering = ["post", "-datum", "-pk"]
        triggers = [PROGNOSE_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "datum"],
                name="prognose_een_per_dag",
                violation_error_message="Van deze dag is er al een prognose voor deze post.",
            ),
            models.CheckConstraint(
                condition=~Q(reden=""), name="prognose_heeft_reden", violation_error_message="Vul in waarom."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.datum}"
