"""The report: over which period, for which kamers, and where it is in its life.

The life of a report is held by the database itself, so that no page, command or shell can bring about an
impossible state: an answer changes in concept only, whoever wrote an answer cannot adopt the report, and an
adopted edition never changes. The refusals are ``IntegrityError`` with a Dutch text that may be shown.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import kamers_met, mag
from rapportage import bewaking
from rapportage.models.sjablonen import Sjabloon


class RapportQuerySet(models.QuerySet["Rapport"]):
    def zichtbaar_voor(self, gebruiker: Gebruiker) -> RapportQuerySet:
        """Reports this user may open: in the making those of the own kamers, adopted ones as far as they reach.

        The gemeente and a corporatie see adopted reports of an agreement that they are party to, and no other.
        """
        zien = Q(kamers__in=kamers_met(gebruiker, "rapporten.zien").values("pk"))
        buiten = [b.organisatie_id for b in gebruiker.bevoegdheden if b.organisatie_id]
        if buiten:
            zien |= Q(afspraak__partijen__in=buiten, status__in=Rapport.AF)
        if mag(gebruiker, "rapporten.vastgesteld_zien") and mag(gebruiker, "rapporten.zien"):
            zien |= Q(status__in=Rapport.AF)
        return self.filter(pk__in=self.model.objects.filter(zien).values("pk"))


@volg
class Rapport(models.Model):
    """One report over a period, for an agreement and some kamers.

    ``kenmerk`` is its name in addresses and on the command line. The two sources say from which document the
    amounts come: plans for one year differ per document and are never added.
    """

    class Status(models.TextChoices):
        CONCEPT = "concept", "concept"
        TER_CONTROLE = "ter_controle", "ter controle"
        VASTGESTELD = "vastgesteld", "vastgesteld"
        INGEDIEND = "ingediend", "ingediend"

    AF = (Status.VASTGESTELD, Status.INGEDIEND)

    kenmerk = models.SlugField("kenmerk", max_length=60, unique=True)
    titel = models.CharField("titel", max_length=120)
    sjabloon = models.ForeignKey(Sjabloon, on_delete=models.PROTECT, verbose_name="sjabloon")
    afspraak = models.ForeignKey(
        "buurtwerkkamers.Afspraak", on_delete=models.PROTECT, verbose_name="samenwerkingsafspraak"
    )
    van = models.DateField("van")
    tm = models.DateField("tot en met")
    kamers = models.ManyToManyField(Kamer, through="Rapportkamer", verbose_name="kamers")
    begrotingsbron = models.ForeignKey(
        "financien.Bron",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bron van begroting en prognose",
    )
    financiersbron = models.ForeignKey(
        "financien.Bron",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bron van de bijdragen van financiers",
    )
    status = models.CharField("status", max_length=20, choices=Status, default=Status.CONCEPT)
    antwoorden_voor = models.DateField("antwoorden klaar op", null=True, blank=True)
    # A correction is a report of its own, with the answers taken along: the adopted one stays as it is.
    verbetert = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="verbetering",
        verbose_name="verbetert",
    )
    reden_verbetering = models.CharField("waarom een verbeterde editie", max_length=500, blank=True)
    # Why it came back the last time; the database asks for it anew each time a report goes back.
    reden_terug = models.CharField("waarom teruggestuurd", max_length=500, blank=True)
    gemaakt_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="gemaakt door"
    )

    objects = RapportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporten"
        ordering = ["-tm", "titel"]
        constraints = [
            models.CheckConstraint(
                condition=Q(tm__gte=F("van")),
                name="rapport_eindigt_na_begin",
                violation_error_message="De laatste dag van het rapport ligt voor de eerste.",
            ),
            models.CheckConstraint(
                condition=Q(verbetert__isnull=True, reden_verbetering="")
                | Q(verbetert__isnull=False, reden_verbetering__regex=r"\S"),
                name="rapport_verbetering_met_reden",
                violation_error_message="Schrijf waarom er een verbeterde editie komt.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="rapport_levensloop",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=bewaking.RAPPORT_LEVENSLOOP,
            ),
            pgtrigger.Trigger(
                name="rapport_verbetert",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("_eerder", "RECORD")],
                func=bewaking.RAPPORT_VERBETERT,
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    def get_absolute_url(self) -> str:
        return reverse("rapporten:rapport", args=[self.kenmerk])

    @property
    def periode(self) -> Periode:
        return Periode(self.van, self.tm)

    @property
    def is_af(self) -> bool:
        return self.status in self.AF

    @property
    def is_concept(self) -> bool:
        return self.status == self.Status.CONCEPT


@volg
class Rapportkamer(models.Model):
    """A kamer that the report is about."""

    rapport = models.ForeignKey(Rapport, on_delete=models.CASCADE, related_name="rapportkamers")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT)

    class Meta:
        verbose_name = "kamer van rapport"
        verbose_name_plural = "kamers van rapport"
        ordering = ["rapport", "kamer"]
        constraints = [models.UniqueConstraint(fields=["rapport", "kamer"], name="rapportkamer_een_keer")]
        triggers = [bewaking.alleen_in_concept("rapportkamer_vast")]

    def __str__(self) -> str:
        return f"{self.rapport}: {self.kamer}"


@volg
class Deelperiode(models.Model):
    """A named part of the period ('tot de sluiting'), both dates included, inside the report's own dates."""

    rapport = models.ForeignKey(Rapport, on_delete=models.CASCADE, related_name="deelperioden")
    naam = models.CharField("naam", max_length=80)
    van = models.DateField("van")
    tm = models.DateField("tot en met")

    class Meta:
        verbose_name = "deelperiode"
        verbose_name_plural = "deelperioden"
        ordering = ["rapport", "van", "tm"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapport", "naam"],
                name="deelperiode_naam_een_keer",
                violation_error_message="Deze deelperiode staat al in het rapport.",
            ),
            models.CheckConstraint(
                condition=Q(tm__gte=F("van")),
                name="deelperiode_eindigt_na_begin",
                violation_error_message="De laatste dag van de deelperiode ligt voor de eerste.",
            ),
        ]
        triggers = [
            bewaking.alleen_in_concept("deelperiode_vast"),
            pgtrigger.Trigger(
                name="deelperiode_binnen_rapport",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=bewaking.DEELPERIODE_BINNEN_RAPPORT,
            ),
        ]

    def __str__(self) -> str:
        return self.naam

    @property
    def periode(self) -> Periode:
        return Periode(self.van, self.tm)
