"""Money lines, each belonging to a source document and a year. Amounts of different sources are never added."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer, Organisatie
from financien.models.bewaking import AANDEEL_BLIJFT, BRON_BLIJFT, REGEL_BLIJFT

# What earlier rows without a name are: the only row in per cents that was kept.
FINANCIERSAANDEEL = "Aandeel financiers in populaire investering (%)"
JAREN = (MinValueValidator(2000), MaxValueValidator(2100))


@volg
class Bron(models.Model):
    """A document that amounts were taken from: an agreement, a budget, an evaluation.

    One year can have several sources that contradict each other (2020: 192.984 in the agreement, 207.000 in the
    evaluation), so an amount without its source says nothing.
    """

    naam = models.CharField("naam", max_length=120, unique=True)

    class Meta:
        verbose_name = "bron"
        verbose_name_plural = "bronnen"
        ordering = ["naam"]
        triggers = [BRON_BLIJFT]

    def __str__(self) -> str:
        return self.naam

    def get_absolute_url(self) -> str:
        return reverse("financien:bron", args=[self.pk])


@volg
class Regel(models.Model):
    """One amount line: for a kamer, or for all together (``kamer`` empty). Amounts in euros, to the cent.

    ``regelsoort`` ``subtotaal`` and ``totaal`` are what was printed in the source: they are kept beside the computed
    amounts and never added. An empty amount means that the source does not give it, which is not the same as 0.
    Only the archive of a closed month knows ``onbeslist`` (a contribution that its financier has not decided on),
    ``zeker`` (what of a contribution was certain) and ``noot_buiten`` (the note that is for the financier too).
    """

    class Soort(models.TextChoices):
        KOSTEN = "kosten", "kosten"
        FINANCIERING = "financiering", "financiering"
        UREN = "uren", "vrijwilligersuren in euro's"

    class Regelsoort(models.TextChoices):
        REGEL = "regel", "regel"
        SUBTOTAAL = "subtotaal", "gedrukt subtotaal"
        TOTAAL = "totaal", "gedrukt totaal"

    bron = models.ForeignKey(Bron, on_delete=models.PROTECT, related_name="regels", verbose_name="bron")
    jaar = models.PositiveSmallIntegerField("jaar", validators=JAREN)
    soort = models.CharField("soort", max_length=12, choices=Soort)
    post = models.CharField("post", max_length=160)
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer")
    groep = models.CharField("groep", max_length=80, blank=True)
    financier = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, verbose_name="financier"
    )
    begroot = models.DecimalField("begroot", max_digits=12, decimal_places=2, null=True, blank=True)
    prognose = models.DecimalField("prognose", max_digits=12, decimal_places=2, null=True, blank=True)
    realisatie = models.DecimalField("realisatie", max_digits=12, decimal_places=2, null=True, blank=True)
    voetnoot = models.CharField("voetnoot", max_length=300, blank=True)
    regelsoort = models.CharField("soort regel", max_length=10, choices=Regelsoort, default=Regelsoort.REGEL)
    volgorde = models.PositiveIntegerField("volgorde", default=0)
    onbeslist = models.BooleanField("nog niet besloten", default=False)
    zeker = models.DecimalField("zeker", max_digits=12, decimal_places=2, null=True, blank=True)
    noot_buiten = models.CharField("noot, ook voor de financier", max_length=300, blank=True)

    class Meta:
        verbose_name = "regel"
        verbose_name_plural = "regels"
        ordering = ["bron", "jaar", "soort", "volgorde", "pk"]
        triggers = [REGEL_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["bron", "jaar", "soort", "post", "kamer", "financier", "regelsoort"],
                name="regel_een_keer_per_bron",
                nulls_distinct=False,
                violation_error_message="Deze regel staat al in deze bron.",
            ),
            models.CheckConstraint(
                condition=Q(jaar__gte=2000, jaar__lte=2100),
                name="regel_jaar_kan",
                violation_error_message="Het jaar moet tussen 2000 en 2100 liggen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.jaar}"


@volg
class GedruktAandeel(models.Model):
    """A row that a source prints in per cents, as the 'aandeel financiers in populaire investering'.

    It is no amount, so it is no ``Regel``, but it is recognised by the same things. ``kamer`` empty: of all kamers
    together. ``procent`` is what was budgeted. An empty per cent means that the source does not give it. Kept beside
    the computed share.
    """

    bron = models.ForeignKey(Bron, on_delete=models.PROTECT, related_name="aandelen", verbose_name="bron")
    jaar = models.PositiveSmallIntegerField("jaar", validators=JAREN)
    soort = models.CharField("soort", max_length=12, choices=Regel.Soort, default=Regel.Soort.FINANCIERING)
    post = models.CharField("post", max_length=160, default=FINANCIERSAANDEEL)
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer")
    financier = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, verbose_name="financier"
    )
    regelsoort = models.CharField(
        "soort regel", max_length=10, choices=Regel.Regelsoort, default=Regel.Regelsoort.TOTAAL
    )
    procent = models.DecimalField("procent", max_digits=5, decimal_places=2, null=True, blank=True)
    prognose = models.DecimalField("prognose", max_digits=5, decimal_places=2, null=True, blank=True)
    realisatie = models.DecimalField("realisatie", max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "gedrukt aandeel"
        verbose_name_plural = "gedrukte aandelen"
        ordering = ["bron", "jaar", "kamer", "pk"]
        triggers = [AANDEEL_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["bron", "jaar", "soort", "post", "kamer", "financier", "regelsoort"],
                name="aandeel_een_keer_per_bron",
                nulls_distinct=False,
                violation_error_message="Dit aandeel staat al in deze bron.",
            ),
            models.CheckConstraint(
                condition=Q(procent__gte=0, procent__lte=100)
                & Q(prognose__gte=0, prognose__lte=100)
                & Q(realisatie__gte=0, realisatie__lte=100),
                name="aandeel_tussen_0_en_100",
                violation_error_message="Een aandeel ligt tussen 0 en 100 procent.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.jaar}"
