"""What else a kamer records about a person: referrals, outcomes, contact at a distance, talents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer, Organisatie
from deelnemers.models.activiteiten import GedateerdQuerySet
from deelnemers.models.bewaking import dag_bewaakt
from deelnemers.models.mensen import Deelnemer
from deelnemers.namen import zoekvorm


@volg
class Verwijzing(models.Model):
    """A referral to the kamer (``in``) or from it (``uit``). ``effectief_op``: the day it led to taking part."""

    class Richting(models.TextChoices):
        IN = "in", "naar ons toe"
        UIT = "uit", "van ons naar een ander"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="verwijzingen")
    datum = models.DateField("datum")
    richting = models.CharField("richting", max_length=3, choices=Richting)
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, verbose_name="organisatie")
    reden = models.CharField("waarvoor", max_length=200, blank=True)
    effectief_op = models.DateField("deed mee vanaf", null=True, blank=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "verwijzing"
        verbose_name_plural = "verwijzingen"
        ordering = ["-datum", "-pk"]
        indexes = [models.Index(fields=["kamer", "datum"], name="verwijzing_kamer_datum")]
        triggers = [dag_bewaakt("verwijzing_dag_kan", "datum", wat="Een verwijzing")]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "datum", "deelnemer", "richting", "organisatie"],
                name="verwijzing_een_keer",
                violation_error_message="Deze verwijzing staat er al.",
            ),
            models.CheckConstraint(
                condition=Q(effectief_op__isnull=True) | Q(effectief_op__gte=F("datum")),
                name="verwijzing_effectief_erna",
                violation_error_message="Meedoen kan niet voor de dag van de verwijzing: kijk de datums na.",
            ),
        ]

    def __str__(self) -> str:
        return f"verwijzing {self.richting} op {self.datum}"


@volg
class Uitkomst(models.Model):
    """What it led to for a person: paid work, education, volunteer work, a placement."""

    class Soort(models.TextChoices):
        BETAALD_WERK = "betaald werk", "betaald werk"
        OPLEIDING = "opleiding", "opleiding of cursus"
        VRIJWILLIGERSWERK = "vrijwilligerswerk", "vrijwilligerswerk"
        PLAATSING = "plaatsing", "stage of werkplek"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="uitkomsten")
    datum = models.DateField("datum")
    soort = models.CharField("wat kwam eruit", max_length=20, choices=Soort)
    toelichting = models.CharField("toelichting", max_length=200, blank=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "uitkomst"
        verbose_name_plural = "uitkomsten"
        ordering = ["-datum", "-pk"]
        indexes = [models.Index(fields=["kamer", "datum"], name="uitkomst_kamer_datum")]
        triggers = [dag_bewaakt("uitkomst_dag_kan", "datum", wat="Een uitkomst")]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "deelnemer", "datum", "soort"],
                name="uitkomst_een_keer",
                violation_error_message="Deze uitkomst staat er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} op {self.datum}"


@volg
class Contactmoment(models.Model):
    """Contact at a distance with a person: called, a card sent, a meal brought."""

    class Soort(models.TextChoices):
        GEBELD = "gebeld", "gebeld"
        BERICHT = "bericht", "bericht gestuurd"
        KAART = "kaart", "kaart gestuurd"
        MAALTIJD = "maaltijd", "maaltijd gebracht"
        HUISBEZOEK = "huisbezoek", "aan huis geweest"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="contactmomenten")
    datum = models.DateField("datum")
    soort = models.CharField("wat is er gedaan", max_length=12, choices=Soort)
    bereikt = models.BooleanField("persoon gesproken of gezien", default=True)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "contactmoment"
        verbose_name_plural = "contactmomenten"
        ordering = ["-datum", "-pk"]
        indexes = [models.Index(fields=["kamer", "datum"], name="contactmoment_kamer_datum")]
        triggers = [dag_bewaakt("contactmoment_dag_kan", "datum", wat="Een contactmoment")]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "deelnemer", "datum", "soort"],
                name="contactmoment_een_keer",
                violation_error_message="Dit contact staat er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.soort} op {self.datum}"


@volg
class UitBeeld(models.Model):
    """Nobody at this kamer has reached the person since ``sinds``; ``weer_op``: the day contact was made again."""

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="uit_beeld")
    sinds = models.DateField("uit beeld sinds")
    weer_op = models.DateField("weer bereikt op", null=True, blank=True)

    class Meta:
        verbose_name = "uit beeld"
        verbose_name_plural = "uit beeld"
        ordering = ["-sinds", "-pk"]
        triggers = [dag_bewaakt("uit_beeld_dag_kan", "sinds", wat="Uit beeld")]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "deelnemer"],
                condition=Q(weer_op__isnull=True),
                name="uit_beeld_een_tegelijk",
                violation_error_message="Deze persoon is al uit beeld.",
            ),
            models.CheckConstraint(
                condition=Q(weer_op__isnull=True) | Q(weer_op__gte=F("sinds")),
                name="uit_beeld_eindigt_na_begin",
                violation_error_message="Weer bereikt kan niet voor de dag dat iemand uit beeld was.",
            ),
        ]

    def __str__(self) -> str:
        return f"uit beeld sinds {self.sinds}"


@volg
class Talent(models.Model):
    """What someone is good at (``kan``) or would like to do (``wil``): the one question asked at the start."""

    class Soort(models.TextChoices):
        KAN = "kan", "kan dit goed"
        WIL = "wil", "wil dit graag doen"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="talenten")
    soort = models.CharField("soort", max_length=3, choices=Soort)
    wat = models.CharField("wat", max_length=100)
    zoekwat = models.CharField(max_length=120, editable=False)

    class Meta:
        verbose_name = "talent of wens"
        verbose_name_plural = "talenten en wensen"
        ordering = ["soort", "zoekwat"]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "deelnemer", "soort", "zoekwat"],
                name="talent_een_keer",
                violation_error_message="Dit staat er al.",
            )
        ]

    def __str__(self) -> str:
        return self.wat

    def save(self, *args, **kwargs) -> None:
        self.vul_aan()
        super().save(*args, **kwargs)

    def vul_aan(self) -> None:
        """Keep the searchable form (call it yourself before a bulk write). One sign can unfold into many letters."""
        self.zoekwat = zoekvorm(self.wat)[:120]
