"""What the bank says, and the rules that propose where it belongs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from financien.models.bewaking import TRANSACTIE_BLIJFT


@volg
class Banktransactie(models.Model):
    """One line of a bank export. ``bedrag`` as the bank gives it: money that left is negative.

    ``kenmerk`` is what makes it this line and no other: the same export twice, whole or in pieces, is there once.
    ``overgeslagen``: why it is in no budget (a transfer to the own savings account).
    """

    rekening = models.CharField("rekening", max_length=34)
    datum = models.DateField("datum")
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2)
    tegenpartij = models.CharField("van of aan wie", max_length=140, blank=True)
    tegenrekening = models.CharField("tegenrekening", max_length=34, blank=True)
    omschrijving = models.CharField("omschrijving", max_length=500, blank=True)
    kenmerk = models.CharField("kenmerk", max_length=80)
    overgeslagen = models.CharField("niet geboekt omdat", max_length=200, blank=True)

    class Meta:
        verbose_name = "banktransactie"
        verbose_name_plural = "banktransacties"
        ordering = ["-datum", "-pk"]
        triggers = [TRANSACTIE_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["rekening", "kenmerk"],
                name="banktransactie_een_keer",
                violation_error_message="Deze regel van de bank is er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.tegenpartij or self.omschrijving} ({self.datum})"


@volg
class Beginsaldo(models.Model):
    """Where the balance of an account of ours begins: ``saldo`` as ``dag`` began, before any line of that day."""

    rekening = models.CharField("rekening", max_length=34, unique=True)
    dag = models.DateField("dag")
    saldo = models.DecimalField("saldo", max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "beginsaldo"
        verbose_name_plural = "beginsaldi"
        ordering = ["rekening"]

    def __str__(self) -> str:
        return f"{self.rekening}, {self.dag}"


@volg
class Boekregel(models.Model):
    """When a line of the bank looks like this, it is proposed on posts with this name (of any year).

    ``zoek`` is looked for in ``veld``. ``raak`` and ``mis`` count how often the proposal was kept and corrected.
    """

    class Veld(models.TextChoices):
        TEGENREKENING = "tegenrekening", "rekening van de ander"
        TEGENPARTIJ = "tegenpartij", "naam van de ander"
        OMSCHRIJVING = "omschrijving", "omschrijving"

    veld = models.CharField("waar", max_length=15, choices=Veld)
    zoek = models.CharField("tekst", max_length=140)
    soort = models.CharField("soort", max_length=12)
    post = models.CharField("post", max_length=160)
    kamer = models.ForeignKey(
        "buurtwerkkamers.Kamer", on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer"
    )
    financier = models.ForeignKey(
        "buurtwerkkamers.Organisatie", on_delete=models.PROTECT, null=True, blank=True, verbose_name="financier"
    )
    raak = models.PositiveIntegerField("gehouden", default=0)
    mis = models.PositiveIntegerField("verbeterd", default=0)

    class Meta:
        verbose_name = "boekregel"
        verbose_name_plural = "boekregels"
        ordering = ["-raak", "zoek"]
        constraints = [
            models.UniqueConstraint(
                fields=["veld", "zoek", "soort", "post", "kamer", "financier"],
                name="boekregel_een_keer",
                nulls_distinct=False,
                violation_error_message="Deze regel is er al.",
            ),
            models.CheckConstraint(
                condition=~Q(zoek=""), name="boekregel_zoekt_iets", violation_error_message="Vul in wat u zoekt."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zoek} → {self.post}"
