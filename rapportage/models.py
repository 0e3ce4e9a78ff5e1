"""The half-year report: its sjabloon (what is asked), the rapport (for whom and when), answers, and the edition.

The life of a report is held by the database itself, so that no page, command or shell can bring about an
impossible state: an answer changes in concept only, whoever wrote an answer cannot adopt the report, and an
adopted edition never changes. The refusals are ``IntegrityError`` with a Dutch text that may be shown.
"""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from buurtwerkkamers.geschiedenis import volg, volg_zonder
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.rechten import kamers_met, mag
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
        INDICATOREN = "indicatoren", "indicatoren en streefwaarden"
        BEGROTING_PROGNOSE = "begroting_prognose", "begroting en prognose"
        FINANCIERS = "financiers", "financiers"
        SIGNALEN = "signalen", "signalen uit de buurt"

    VRAGEN = (Soort.VRAAG_PER_KAMER, Soort.VRAAG_EENMALIG, Soort.KEUZE)

    sjabloon = models.ForeignKey(Sjabloon, on_delete=models.CASCADE, related_name="onderdelen", verbose_name="sjabloon")
    volgorde = models.PositiveSmallIntegerField("volgorde")
    soort = models.CharField("soort", max_length=20, choices=Soort)
    titel = models.CharField("titel", max_length=120)
    vraag = models.TextField("vraag of inleiding", max_length=1000, blank=True)
    keuzes = ArrayField(models.CharField(max_length=120), verbose_name="keuzes", default=list, blank=True)

    class Meta:
        verbose_name = "onderdeel"
        verbose_name_plural = "onderdelen"
        ordering = ["sjabloon", "volgorde"]
        constraints = [
            models.UniqueConstraint(
                fields=["sjabloon", "volgorde"],
                name="onderdeel_eigen_plaats",
                violation_error_message="Op deze plaats staat al een onderdeel.",
            ),
            models.CheckConstraint(
                condition=Q(soort="keuze", keuzes__len__gte=2) | (~Q(soort="keuze") & Q(keuzes__len=0)),
                name="onderdeel_keuze_met_keuzes",
                violation_error_message="Geef een keuze minstens twee mogelijkheden, en andere onderdelen geen.",
            ),
        ]

    def __str__(self) -> str:
        return self.titel

    @property
    def is_vraag(self) -> bool:
        return self.soort in self.VRAGEN

    @property
    def per_kamer(self) -> bool:
        return self.soort == self.Soort.VRAAG_PER_KAMER


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
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="rapport_levensloop",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=bewaking.RAPPORT_LEVENSLOOP,
            )
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


@volg
class Antwoord(models.Model):
    """An answer to one question, for one kamer or for all together (``kamer`` empty).

    ``versie`` counts every writing: who writes on an older one gets both texts to choose from. ``schrijvers`` are
    the ids of everyone who ever wrote in it; the database keeps that list, and none of them can adopt the report.
    """

    rapport = models.ForeignKey(Rapport, on_delete=models.CASCADE, related_name="antwoorden")
    onderdeel = models.ForeignKey(Onderdeel, on_delete=models.PROTECT, verbose_name="onderdeel")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer")
    keuze = models.CharField("keuze", max_length=120, blank=True)
    tekst = models.TextField("tekst", max_length=20_000, blank=True)
    versie = models.PositiveIntegerField("versie", default=1)
    geschreven_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="geschreven door"
    )
    geschreven_op = models.DateTimeField("geschreven op", auto_now=True)
    schrijvers = ArrayField(models.BigIntegerField(), verbose_name="schrijvers", default=list, editable=False)

    class Meta:
        verbose_name = "antwoord"
        verbose_name_plural = "antwoorden"
        ordering = ["rapport", "onderdeel", "kamer"]
        constraints = [
            models.UniqueConstraint(
                fields=["rapport", "onderdeel", "kamer"], name="antwoord_een_keer", nulls_distinct=False
            )
        ]
        triggers = [
            bewaking.alleen_in_concept("antwoord_vast"),
            pgtrigger.Trigger(
                name="antwoord_past",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=bewaking.ANTWOORD_PAST,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.onderdeel} ({self.kamer or 'alle kamers'})"


@volg_zonder("gegevens", "pdf", "html")
class Editie(models.Model):
    """The adopted report, for ever: its figures and texts as canonical JSON, the digest of that, and the documents.

    Canonical: UTF-8, keys sorted, no white space, numbers as numbers. ``sha256`` is the digest of exactly
    ``gegevens``; the database checks it. History leaves the bytes out: an edition has one version only.
    """

    rapport = models.ForeignKey(Rapport, on_delete=models.PROTECT, related_name="edities")
    nummer = models.CharField("editie", max_length=10, default="1.0")
    gegevens = models.TextField("gegevens")
    sha256 = models.CharField("controlegetal", max_length=64)
    pdf = models.BinaryField("pdf")
    html = models.BinaryField("html")
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="vastgesteld door"
    )
    vastgesteld_op = models.DateTimeField("vastgesteld op")

    class Meta:
        verbose_name = "editie"
        verbose_name_plural = "edities"
        ordering = ["rapport", "nummer"]
        constraints = [models.UniqueConstraint(fields=["rapport", "nummer"], name="editie_nummer_een_keer")]
        triggers = [
            pgtrigger.Trigger(
                name="editie_past",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("_rapport", "RECORD")],
                func=bewaking.EDITIE_PAST,
            ),
            pgtrigger.Trigger(
                name="editie_blijft",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=bewaking.EDITIE_BLIJFT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rapport}, editie {self.nummer}"
