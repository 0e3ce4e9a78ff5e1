"""What a report asks and shows: a sjabloon is data, so the cooperative changes it without code."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from rapportage import bewaking


@volg
class Sjabloon(models.Model):
    """An ordered list of parts. Data, not code: the questions differ per agreement."""

    naam = models.CharField("naam", max_length=120, unique=True)
    omschrijving = models.CharField("omschrijving", max_length=300, blank=True)
    in_gebruik = models.BooleanField("in gebruik", default=True)

    class Meta:
        verbose_name = "sjabloon"
        verbose_name_plural = "sjablonen"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


@volg
class Onderdeel(models.Model):
    """One part of a sjabloon: a question, or a block of figures. ``keuzes`` are the printed options of a choice."""

    class Soort(models.TextChoices):
        VRAAG_PER_KAMER = "vraag_per_kamer", "vraag per kamer"
        VRAAG_EENMALIG = "vraag_eenmalig", "vraag die één keer wordt beantwoord"
        KEUZE = "keuze", "keuze met toelichting"
        DEELNEMERS = "deelnemers", "tabel van individuele deelnemers"
        AANDEELGRAFIEK = "aandeelgrafiek", "grafiek van aandelen"
        BEZOEKGRAFIEK = "bezoekgrafiek", "grafiek van aandelen in de deelnames"
        INDICATOREN = "indicatoren", "indicatoren en streefwaarden"
        BEGROTING_PROGNOSE = "begroting_prognose", "begroting en prognose"
        FINANCIERS = "financiers", "financiers"
        SIGNALEN = "signalen", "signalen uit de buurt"
        VERGELIJKING = "vergelijking", "groei ten opzichte van een eerdere periode"
        UREN = "uren", "uren van vrijwilligers en hun waarde"
        TEKST = "tekst", "vaste tekst, met cijfers erin"

    class Vergelijking(models.TextChoices):
        """With which earlier period a block of figures is compared."""

        GEEN = "", "geen vergelijking"
        JAAR_EERDER = "jaar_eerder", "dezelfde periode een jaar eerder"
        VORIG_HALFJAAR = "vorig_halfjaar", "het halfjaar ervoor"
        HEEL_VORIG_JAAR = "heel_vorig_jaar", "het hele vorige jaar"

    VRAGEN = (Soort.VRAAG_PER_KAMER, Soort.VRAAG_EENMALIG, Soort.KEUZE)
    ZONDER_CIJFERS = (*VRAGEN, Soort.TEKST)

    sjabloon = models.ForeignKey(Sjabloon, on_delete=models.CASCADE, related_name="onderdelen", verbose_name="sjabloon")
    volgorde = models.PositiveSmallIntegerField("volgorde")
    soort = models.CharField("soort", max_length=20, choices=Soort)
    titel = models.CharField("titel", max_length=120)
    vraag = models.TextField("vraag of inleiding", max_length=1000, blank=True)
    keuzes = ArrayField(models.CharField(max_length=120), verbose_name="keuzes", default=list, blank=True)
    tekst = models.TextField("vaste tekst", max_length=10_000, blank=True)
    vergelijking = models.CharField(
        "vergelijken met", max_length=20, choices=Vergelijking, default=Vergelijking.GEEN, blank=True
    )

    class Meta:
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        ordering = ["sjabloon", "volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["sjabloon", "volgorde"],
                name="onderdeel_eigen_plaats",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="Op deze plaats staat al een onderdeel.",
            ),
            models.CheckConstraint(
                condition=Q(soort="keuze", keuzes__len__gte=2) | (~Q(soort="keuze") & Q(keuzes__len=0)),
                name="onderdeel_keuze_met_keuzes",
                violation_error_message="Geef een keuze minstens twee mogelijkheden, en andere onderdelen geen.",
            ),
            models.CheckConstraint(
                condition=Q(soort="tekst", tekst__regex=r"\S") | (~Q(soort="tekst") & Q(tekst="")),
                name="onderdeel_tekst_bij_vaste_tekst",
                violation_error_message="Schrijf de vaste tekst. Andere onderdelen hebben er geen.",
            ),
            models.CheckConstraint(
                condition=(Q(soort="vergelijking") & ~Q(vergelijking=""))
                | Q(soort__in=["vraag_per_kamer", "vraag_eenmalig", "keuze", "tekst"], vergelijking="")
                | ~Q(soort__in=["vergelijking", "vraag_per_kamer", "vraag_eenmalig", "keuze", "tekst"]),
                name="onderdeel_vergelijkt_cijfers",
                violation_error_message="Kies waarmee u vergelijkt. Een vraag of vaste tekst vergelijkt niets.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="onderdeel_blijft_bij_antwoorden",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("_status", "TEXT")],
                func=bewaking.ONDERDEEL_BLIJFT,
            )
        ]

    def __str__(self) -> str:
        return self.titel

    @property
    def is_vraag(self) -> bool:
        return self.soort in self.VRAGEN

    @property
    def per_kamer(self) -> bool:
        return self.soort == self.Soort.VRAAG_PER_KAMER
