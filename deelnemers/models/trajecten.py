"""Longer cases ('casus' and 'traject' are the same thing): reported, met, supported, closed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer
from deelnemers.models.bewaking import dag_bewaakt
from deelnemers.models.mensen import Deelnemer


@volg
class Melder(models.Model):
    """Who reports cases: the resident, a neighbour, an organisation. A list that grows by use."""

    naam = models.CharField("naam", max_length=120, unique=True)

    class Meta:
        verbose_name = "melder"
        verbose_name_plural = "melders"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


@volg
class Traject(models.Model):
    """A longer case of one or more deelnemers. Its dates, melder and reason are those of the case itself.

    At which kamers it is, and since when, is in ``Trajectkamer``: a case can be handed over or shared.
    """

    class Zelfstandig(models.TextChoices):
        JA = "ja", "ja"
        NEE = "nee", "nee"
        NVT = "nvt", "niet van toepassing"
        ONBEKEND = "onbekend", "onbekend"

    nummer = models.CharField("nummer", max_length=20, unique=True)
    deelnemers = models.ManyToManyField(
        Deelnemer, through="Trajectdeelnemer", related_name="trajecten", verbose_name="deelnemers"
    )
    melder = models.ForeignKey(Melder, on_delete=models.PROTECT, null=True, blank=True, verbose_name="gemeld door")
    aangemeld_op = models.DateField("aangemeld op")
    kennismaking_op = models.DateField("kennismaking op", null=True, blank=True)
    ondersteuning_op = models.DateField("start ondersteuning op", null=True, blank=True)
    afgesloten_op = models.DateField("afgesloten op", null=True, blank=True)
    afsluitreden = models.CharField("reden van afsluiten", max_length=120, blank=True)
    verder_zonder_begeleiding = models.CharField(
        "kan verder zonder begeleiding", max_length=10, choices=Zelfstandig, blank=True
    )

    class Meta:
        verbose_name = "traject"
        verbose_name_plural = "trajecten"
        ordering = ["-aangemeld_op", "nummer"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kennismaking_op__isnull=True) | Q(kennismaking_op__gte=F("aangemeld_op")),
                name="traject_kennismaking_na_melding",
                violation_error_message="De kennismaking ligt voor de aanmelding: kijk de datums na.",
            ),
            models.CheckConstraint(
                condition=Q(ondersteuning_op__isnull=True)
                | Q(ondersteuning_op__gte=F("aangemeld_op")) & Q(kennismaking_op__isnull=True)
                | Q(ondersteuning_op__gte=F("kennismaking_op")),
                name="traject_ondersteuning_na_kennismaking",
                violation_error_message="De ondersteuning begint te vroeg: kijk de datums na.",
            ),
            models.CheckConstraint(
                condition=Q(afgesloten_op__isnull=True) | Q(afgesloten_op__gte=F("aangemeld_op")),
                name="traject_sluit_na_melding",
                violation_error_message="Het traject is afgesloten voordat het werd aangemeld: kijk de datums na.",
            ),
            models.CheckConstraint(
                condition=Q(afgesloten_op__isnull=False) | Q(afsluitreden="", verder_zonder_begeleiding=""),
                name="traject_reden_bij_afsluiting",
                violation_error_message="Een reden van afsluiten hoort bij een traject dat is afgesloten.",
            ),
        ]

    def __str__(self) -> str:
        return f"traject {self.nummer}"


@volg
class Trajectdeelnemer(models.Model):
    """One deelnemer in one case."""

    traject = models.ForeignKey(Traject, on_delete=models.CASCADE)
    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.PROTECT)

    class Meta:
        verbose_name = "deelnemer in traject"
        verbose_name_plural = "deelnemers in trajecten"
        constraints = [
            models.UniqueConstraint(
                fields=["traject", "deelnemer"],
                name="trajectdeelnemer_een_keer",
                violation_error_message="Deze persoon doet al mee in dit traject.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.deelnemer_id} in {self.traject_id}"


@volg
class Trajectkamer(models.Model):
    """A case at a kamer from ``van`` on; ``tot`` is its last day there when it was handed over."""

    traject = models.ForeignKey(Traject, on_delete=models.CASCADE, related_name="plekken")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    van = models.DateField("bij deze kamer vanaf")
    tot = models.DateField("tot en met", null=True, blank=True)

    class Meta:
        verbose_name = "plek van een traject"
        verbose_name_plural = "plekken van trajecten"
        ordering = ["van", "pk"]
        triggers = [dag_bewaakt("trajectkamer_dag_kan", "van", wat="Een traject")]
        constraints = [
            models.UniqueConstraint(
                fields=["traject", "kamer"],
                name="trajectkamer_een_keer",
                violation_error_message="Dit traject is al bij deze kamer.",
            ),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")),
                name="trajectkamer_eindigt_na_begin",
                violation_error_message="De laatste dag ligt voor de eerste: kijk de datums na.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.traject_id} bij {self.kamer_id}"
