"""Rooms, districts and the other parties around them."""

from __future__ import annotations

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify

from buurtwerkkamers.geschiedenis import volg

# The palette of the charts comes first; further rooms get darker companions that stay readable under white text.
KAMERKLEUREN = ("#0b5f66", "#c04f08", "#5b57c9", "#3b0a45", "#2f6b2f", "#8a1c4a", "#5c4a12", "#1d4f91")


@volg
class Wijk(models.Model):
    """A district of the city."""

    naam = models.CharField("naam", max_length=100, unique=True)

    class Meta:
        verbose_name = "wijk"
        verbose_name_plural = "wijken"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam


class KamerQuerySet(models.QuerySet["Kamer"]):
    def open_op(self, datum: date) -> KamerQuerySet:
        """Rooms that exist on that date: opened for good, and not yet closed for good."""
        return self.filter(
            Q(open_vanaf__isnull=True) | Q(open_vanaf__lte=datum),
            Q(gesloten_op__isnull=True) | Q(gesloten_op__gte=datum),
        )


@volg
class Kamer(models.Model):
    """A buurtwerkkamer: a small room in a neighbourhood, run by residents.

    ``open_vanaf`` is the first day it was open for good (empty: always), ``gesloten_op`` the last day
    (empty: still open). ``slug`` is its address and never changes by itself, so that links keep working.
    """

    naam = models.CharField("naam", max_length=100, unique=True)
    korte_naam = models.CharField("korte naam", max_length=40, blank=True)
    slug = models.SlugField("adres in de site", max_length=100, unique=True, editable=False)
    wijk = models.ForeignKey(Wijk, on_delete=models.PROTECT, null=True, blank=True, verbose_name="wijk")
    adres = models.CharField("adres", max_length=200, blank=True)
    open_vanaf = models.DateField("open vanaf", null=True, blank=True)
    gesloten_op = models.DateField("laatste dag open", null=True, blank=True)
    volgorde = models.PositiveSmallIntegerField("volgorde", default=100)
    kleur = models.CharField(
        "kleur",
        max_length=7,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Schrijf een kleur als #0b5f66.")],
    )
    monogram = models.CharField("monogram", max_length=2)

    objects = KamerQuerySet.as_manager()

    class Meta:
        verbose_name = "kamer"
        verbose_name_plural = "kamers"
        ordering = ["volgorde", "naam"]
        constraints = [
            models.CheckConstraint(
                condition=Q(gesloten_op__isnull=True)
                | Q(open_vanaf__isnull=True)
                | Q(gesloten_op__gte=F("open_vanaf")),
                name="kamer_sluit_na_opening",
                violation_error_message="De laatste dag open ligt voor de eerste dag open.",
            )
        ]

    def __str__(self) -> str:
        return self.naam

    def save(self, *args, **kwargs) -> None:
        self.vul_aan()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("kamers:kamer", args=[self.slug])

    def vul_aan(self) -> None:
        """Give a new room an address, a monogram and the first colour that no other room has."""
        self.slug = self.slug or _vrije_slug(self.naam)
        self.monogram = self.monogram or _monogram(self.korte_naam or self.naam)
        self.kleur = self.kleur or _vrije_kleur()

    @property
    def label(self) -> str:
        """The name for narrow places."""
        return self.korte_naam or self.naam


def _vrije_slug(naam: str) -> str:
    basis = slugify(naam)[:90] or "kamer"
    # /kamers/nieuw/ adds a kamer; /aanwezig/sleutel/ and /aanwezig/offline/ are for the scripts of the door
    gebruikt = Kamer.objects.filter(slug__startswith=basis).values_list("slug", flat=True)
    bezet = {"nieuw", "sleutel", "offline", *gebruikt}
    return next(s for n in range(1, len(bezet) + 2) if (s := basis if n == 1 else f"{basis}-{n}") not in bezet)


def _monogram(naam: str) -> str:
    woorden = [w for w in naam.split() if w[0].isalnum() and w.lower() not in {"de", "het", "voor", "van"}]
    if not woorden:
        return naam[:2].upper()
    return (woorden[0][0] + woorden[-1][0] if len(woorden) > 1 else woorden[0][:2]).upper()


def _vrije_kleur() -> str:
    bezet = set(Kamer.objects.values_list("kleur", flat=True))
    return next((k for k in KAMERKLEUREN if k not in bezet), KAMERKLEUREN[-1])


@volg
class Organisatie(models.Model):
    """Any other party: it can finance, sign, refer and be a partner, all at once."""

    class Soort(models.TextChoices):
        GEMEENTE = "gemeente", "gemeente"
        WONINGCORPORATIE = "woningcorporatie", "woningcorporatie"
        FONDS = "fonds", "fonds"
        UITKERINGSINSTANTIE = "uitkeringsinstantie", "uitkeringsinstantie"
        WIJKPARTNER = "wijkpartner", "wijkpartner"
        ZORG = "zorg", "zorg"
        ONDERWIJS = "onderwijs", "onderwijs"
        BEWONERSVERENIGING = "bewonersvereniging", "bewonersvereniging"
        COOPERATIE = "cooperatie", "coöperatie"
        OVERIG = "overig", "overig"

    naam = models.CharField("naam", max_length=120, unique=True)
    soort = models.CharField("soort", max_length=20, choices=Soort, default=Soort.OVERIG)

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["naam"]

    def __str__(self) -> str:
        return self.naam
