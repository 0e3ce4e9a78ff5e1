"""What the parties to an agreement do together: sign it, meet about it, and keep to its deadlines."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models.afspraken import Afspraak
from buurtwerkkamers.models.bewaking import ONDERTEKENING_GETEKEND
from buurtwerkkamers.perioden import datum_voluit


@volg
class Ondertekening(models.Model):
    """Who signed a version of an agreement for which organisation, and when (empty: not yet).

    Once the version is signed, the database refuses to take a signatory away or to put another in the place of one.
    """

    afspraak = models.ForeignKey(
        Afspraak, on_delete=models.CASCADE, related_name="ondertekeningen", verbose_name="afspraak"
    )
    organisatie = models.ForeignKey("buurtwerkkamers.Organisatie", on_delete=models.PROTECT, verbose_name="organisatie")
    naam = models.CharField("wie tekent", max_length=100, blank=True)
    functie = models.CharField("functie", max_length=100, blank=True)
    getekend_op = models.DateField("getekend op", null=True, blank=True)

    class Meta:
        verbose_name = "ondertekening"
        verbose_name_plural = "ondertekeningen"
        ordering = ["afspraak", "organisatie"]
        triggers = [ONDERTEKENING_GETEKEND]
        constraints = [
            models.UniqueConstraint(
                fields=["afspraak", "organisatie"],
                name="ondertekening_een_keer",
                violation_error_message="Deze organisatie staat al bij de ondertekenaars.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisatie}: {self.naam}" if self.naam else str(self.organisatie)


@volg
class Overleg(models.Model):
    """A meeting that was agreed on: planned, held (then with minutes) or cancelled."""

    class Soort(models.TextChoices):
        VOORTGANG = "voortgang", "voortgangsgesprek (elke maand)"
        KWARTAAL = "kwartaal", "kwartaaloverleg"
        PARTNERS = "partners", "partnerbijeenkomst (elk jaar)"
        ANDERS = "anders", "ander overleg"

    class Stand(models.TextChoices):
        GEPLAND = "gepland", "gepland"
        GEHOUDEN = "gehouden", "gehouden"
        VERVALLEN = "vervallen", "vervallen"

    afspraak = models.ForeignKey(Afspraak, on_delete=models.CASCADE, related_name="overleggen", verbose_name="afspraak")
    soort = models.CharField("soort overleg", max_length=10, choices=Soort, default=Soort.VOORTGANG)
    datum = models.DateField("datum")
    kamer = models.ForeignKey(
        "buurtwerkkamers.Kamer", on_delete=models.PROTECT, null=True, blank=True, verbose_name="over welke kamer"
    )
    plaats = models.CharField("plaats", max_length=120, blank=True)
    stand = models.CharField("stand", max_length=10, choices=Stand, default=Stand.GEPLAND)
    verslag = models.TextField("verslag", max_length=20_000, blank=True)

    class Meta:
        verbose_name = "overleg"
        verbose_name_plural = "overleggen"
        ordering = ["datum", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["afspraak", "soort", "datum", "kamer"],
                name="overleg_een_keer",
                nulls_distinct=False,
                violation_error_message="Dit overleg staat al op deze dag.",
            ),
            models.CheckConstraint(
                condition=Q(verslag="") | Q(stand="gehouden"),
                name="overleg_verslag_van_gehouden",
                violation_error_message="Een verslag hoort bij een overleg dat gehouden is.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display().partition(' (')[0]} van {datum_voluit(self.datum)}"

    def get_absolute_url(self) -> str:
        return reverse("afspraken:overleg", args=[self.afspraak_id, self.pk])


@volg
class Overlegactie(models.Model):
    """What somebody promised in a meeting to do. ``klaar_op`` empty: not done yet."""

    overleg = models.ForeignKey(Overleg, on_delete=models.CASCADE, related_name="acties", verbose_name="overleg")
    wat = models.CharField("wat", max_length=300)
    wie = models.CharField("wie", max_length=120)
    voor = models.DateField("klaar voor", null=True, blank=True)
    klaar_op = models.DateField("klaar op", null=True, blank=True)

    class Meta:
        verbose_name = "actie uit overleg"
        verbose_name_plural = "acties uit overleg"
        ordering = [F("voor").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.wat


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> DeadlineQuerySet:
        return self.filter(klaar_op__isnull=True)


@volg
class Deadline(models.Model):
    """A day by which something must be done (2020: 20 July, 20 January, final report by 1 June).

    A reminder stands on the start page from ``herinner_dagen`` days before; ``herinnerd_op`` is when it was e-mailed.
    """

    afspraak = models.ForeignKey(Afspraak, on_delete=models.CASCADE, related_name="deadlines", verbose_name="afspraak")
    naam = models.CharField("wat", max_length=120)
    datum = models.DateField("uiterlijk op")
    herinner_dagen = models.PositiveSmallIntegerField("herinner zoveel dagen ervoor", default=21)
    klaar_op = models.DateField("klaar op", null=True, blank=True)
    herinnerd_op = models.DateField("herinnerd op", null=True, blank=True, editable=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = "deadline"
        verbose_name_plural = "deadlines"
        ordering = ["datum", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["afspraak", "naam", "datum"],
                name="deadline_een_keer",
                violation_error_message="Deze deadline staat er al.",
            )
        ]

    def __str__(self) -> str:
        return self.naam

    def is_te_laat(self, vandaag: date | None = None) -> bool:
        return self.klaar_op is None and self.datum < (vandaag or timezone.localdate())

    @property
    def herinner_vanaf(self) -> date:
        return self.datum - timedelta(days=self.herinner_dagen)
