"""The samenwerkingsafspraak: what was promised for which year, and the categories that its report counts by."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models.bewaking import AFSPRAAK_GETEKEND, INDICATOR_GETEKEND, STREEFWAARDE_GETEKEND
from buurtwerkkamers.models.kamers import Organisatie
from buurtwerkkamers.models.stellingen import Doelgroep
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.streefwaarden import Doel, Operator, lees_streefwaarde

ALLE_GROEPEN = "alle"  # an indicator that asks about the answers of everybody, whatever its words say


class CategorielijstManager(models.Manager["Categorielijst"]):
    def standaard(self) -> Categorielijst:
        """The list that counts when nothing else was asked for."""
        return self.get(standaard=True)


class Categorielijst(models.Model):
    """An ordered list of categories. It differs per agreement: 2017 had fourteen, 2020 has seven."""

    naam = models.CharField("naam", max_length=80, unique=True)
    standaard = models.BooleanField("standaard", default=False)

    objects = CategorielijstManager()

    class Meta:
        verbose_name = "categorielijst"
        verbose_name_plural = "categorielijsten"
        ordering = ["-standaard", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["standaard"],
                condition=Q(standaard=True),
                name="een_standaardlijst",
                violation_error_message="Er is al een standaardlijst.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


@volg
class Categorie(models.Model):
    """What the report counts by.

    ``telt_klussen``: the one category of its list in which the requester of a finished klus counts as participant.
    ``gevoelig``: attendance at its activities says something about debts, letters or work, and is shielded more.
    """

    lijst = models.ForeignKey(Categorielijst, on_delete=models.CASCADE, verbose_name="lijst")
    naam = models.CharField("naam", max_length=80)
    volgorde = models.PositiveSmallIntegerField("volgorde")
    telt_klussen = models.BooleanField("telt klussen mee", default=False)
    gevoelig = models.BooleanField("gevoelig", default=False)

    class Meta:
        verbose_name = "categorie"
        verbose_name_plural = "categorieën"
        ordering = ["lijst", "volgorde", "naam"]
        constraints = [
            models.UniqueConstraint(
                fields=["lijst", "naam"],
                name="categorie_een_keer_per_lijst",
                violation_error_message="Deze categorie staat al in de lijst.",
            ),
            models.UniqueConstraint(
                fields=["lijst"],
                condition=Q(telt_klussen=True),
                name="een_klussencategorie_per_lijst",
                violation_error_message="Klussen tellen al mee in een andere categorie van deze lijst.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam


@volg
class Afspraak(models.Model):
    """One version of a samenwerkingsafspraak. An amendment is a new row with ``vorige`` pointing back, and a ``reden``.

    Concept until ``getekend_op`` is filled; from then on the database refuses to change what was signed: the head, the
    indicators and their targets (not how they are measured, nor the mark for the corporations).

    ``van`` and ``tm`` are the days it covers, both included; empty when an import did not tell. Of the ``partijen``,
    who may read it, ``financiers`` are those that pay; not every payer signs.
    """

    naam = models.CharField("naam", max_length=120)
    versie = models.PositiveSmallIntegerField("versie", default=1)
    van = models.DateField("van", null=True, blank=True)
    tm = models.DateField("tot en met", null=True, blank=True)
    getekend_op = models.DateField("getekend op", null=True, blank=True)
    categorielijst = models.ForeignKey(Categorielijst, on_delete=models.PROTECT, verbose_name="categorieën")
    vorige = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="vorige versie")
    reden = models.CharField("reden van deze versie", max_length=300, blank=True)
    partijen = models.ManyToManyField("buurtwerkkamers.Organisatie", blank=True, verbose_name="partijen")
    financiers = models.ManyToManyField(
        "buurtwerkkamers.Organisatie", blank=True, related_name="gefinancierde_afspraken", verbose_name="financiers"
    )

    class Meta:
        verbose_name = "samenwerkingsafspraak"
        verbose_name_plural = "samenwerkingsafspraken"
        ordering = ["-van", "naam", "-versie"]
        triggers = [AFSPRAAK_GETEKEND]
        constraints = [
            models.UniqueConstraint(
                fields=["naam", "versie"],
                name="afspraak_versie_een_keer",
                violation_error_message="Deze versie van de afspraak bestaat al.",
            ),
            models.CheckConstraint(
                condition=Q(van__isnull=True, tm__isnull=True) | Q(tm__gte=F("van")),
                name="afspraak_eindigt_na_begin",
                violation_error_message="De laatste dag van de afspraak ligt voor de eerste, of een van beide mist.",
            ),
        ]

    def __str__(self) -> str:
        return self.naam if self.versie == 1 else f"{self.naam}, versie {self.versie}"

    def get_absolute_url(self) -> str:
        return reverse("afspraken:afspraak", args=[self.pk])

    @property
    def periode(self) -> Periode | None:
        return Periode(self.van, self.tm) if self.van and self.tm else None

    @property
    def is_concept(self) -> bool:
        """Not signed yet, so everything in it can still change."""
        return self.getekend_op is None


@volg
class Indicator(models.Model):
    """One line of the agreement.

    ``meetregel`` names the measure in ``rapportage.indicatoren`` that counts it; empty: not measured by itself. What
    it counts can be narrowed: to one ``categorie``, the answers to one ``stelling`` by one ``doelgroep``
    (empty: the one that the words name), jobs of one ``klussoort``,
    referrals by one ``organisatie`` or one kind of them. ``corporatie``: matters to the housing corporations.
    """

    afspraak = models.ForeignKey(Afspraak, on_delete=models.CASCADE, verbose_name="afspraak")
    groep = models.CharField("groep", max_length=40)
    naam = models.CharField("indicator", max_length=200)
    eenheid = models.CharField("eenheid", max_length=60, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde")
    meetregel = models.CharField("meetregel", max_length=40, blank=True)
    categorie = models.ForeignKey(
        Categorie, on_delete=models.PROTECT, null=True, blank=True, verbose_name="telt in categorie"
    )
    stelling = models.ForeignKey(
        "buurtwerkkamers.Stelling",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="gemeten met deze vraag van een enquête",
    )
    doelgroep = models.CharField(
        "antwoorden van welke groep", max_length=15, choices=[(ALLE_GROEPEN, "alle groepen samen"), *Doelgroep.choices],
        blank=True, default="", db_default="",
    )  # fmt: skip
    klussoort = models.CharField("alleen klussen van deze soort", max_length=60, blank=True)
    organisatie = models.ForeignKey(
        "buurtwerkkamers.Organisatie",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="alleen doorverwezen door deze organisatie",
    )
    organisatiesoort = models.CharField(
        "alleen doorverwezen door dit soort organisatie", max_length=20, choices=Organisatie.Soort, blank=True
    )
    corporatie = models.BooleanField("van belang voor woningcorporaties", default=False)

    class Meta:
        verbose_name = "indicator"
        verbose_name_plural = "indicatoren"
        ordering = ["afspraak", "volgorde"]
        triggers = [INDICATOR_GETEKEND]
        constraints = [
            models.UniqueConstraint(
                fields=["afspraak", "naam"],
                name="indicator_een_keer",
                violation_error_message="Deze indicator staat al in de afspraak.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


@volg
class Streefwaarde(models.Model):
    """The target of one indicator for one kamer. ``tekst`` is as printed; the other fields are read from it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, verbose_name="indicator")
    kamer = models.ForeignKey("buurtwerkkamers.Kamer", on_delete=models.PROTECT, verbose_name="kamer")
    tekst = models.CharField("streefwaarde", max_length=60)
    operator = models.CharField("operator", max_length=12, choices=Operator, editable=False)
    waarde = models.DecimalField("waarde", max_digits=12, decimal_places=2, null=True, editable=False)
    basis = models.DecimalField("basis", max_digits=12, decimal_places=2, null=True, editable=False)
    procent = models.BooleanField("procent", default=False, editable=False)

    class Meta:
        verbose_name = "streefwaarde"
        verbose_name_plural = "streefwaarden"
        ordering = ["indicator", "kamer"]
        triggers = [STREEFWAARDE_GETEKEND]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "kamer"],
                name="streefwaarde_een_keer",
                violation_error_message="Deze indicator heeft al een streefwaarde voor deze kamer.",
            )
        ]

    def __str__(self) -> str:
        return self.tekst

    def save(self, *args, **kwargs) -> None:
        self.lees_tekst()
        super().save(*args, **kwargs)

    def lees_tekst(self) -> None:
        """Fill operator, value and base from the printed text (call it yourself before a bulk write)."""
        doel = lees_streefwaarde(self.tekst)
        self.operator, self.waarde, self.basis, self.procent = doel.operator, doel.waarde, doel.basis, doel.procent

    @property
    def doel(self) -> Doel:
        return Doel(Operator(self.operator), self.waarde, self.basis, self.procent)
