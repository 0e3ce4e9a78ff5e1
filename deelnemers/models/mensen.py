"""Deelnemers: one record of the cooperative, with an enrolment for each kamer where the person comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer, Organisatie
from deelnemers.models.bewaking import KAMER_BEWAAKT, KAMERS_BIJHOUDEN, KAMERS_OVERNEMEN, ROL_EEN_TEGELIJK
from deelnemers.namen import klankvorm, met_initiaal, zoekvorm


class BewaakteKamer(Kamer):
    """The kamer as seen from here: its opening dates may not exclude what was registered already."""

    class Meta:
        proxy = True
        triggers = [KAMER_BEWAAKT]


class DeelnemerQuerySet(models.QuerySet["Deelnemer"]):
    def van_kamers(self, kamers: Iterable[Kamer]) -> DeelnemerQuerySet:
        """People enrolled at one of these rooms; a kamer sees a person only through its own enrolment."""
        return self.filter(kamers__overlap=[kamer.pk for kamer in kamers])

    def eigen_kaart(self) -> DeelnemerQuerySet:
        """Without those who turned out to be somebody else's double: they are seen through that other card."""
        return self.filter(samengevoegd_met__isnull=True)

    def zoek(self, tekst: str) -> DeelnemerQuerySet:
        """People of whom every word of ``tekst`` occurs in first or last name, without accents or capitals."""
        gevonden = self
        for woord in zoekvorm(tekst).split():
            gevonden = gevonden.filter(persoonsgegevens__zoeknaam__contains=woord)
        return gevonden


@volg
class Deelnemer(models.Model):
    """A resident who comes to a kamer. Holds no name: that is in ``Persoonsgegevens`` and can be erased apart.

    ``kamers`` repeats the enrolments (kept by a trigger), so that row-level security needs no join. A card that
    turned out to be a double points at the other one (``samengevoegd_met``); its rows stay where they are and every
    count follows the pointer, so a merge can be undone. ``gebruiker``: the account of this person at the door, so
    that a volunteer can fill in their own hours.
    """

    nummer = models.CharField("nummer", max_length=20, unique=True)
    geboortejaar = models.PositiveSmallIntegerField(
        "geboortejaar",
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2100)],
    )
    ingeschreven_op = models.DateField("ingeschreven op")
    kamers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    huurt_bij = models.ForeignKey(
        Organisatie,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="huurders",
        verbose_name="huurt bij",
        limit_choices_to={"soort": Organisatie.Soort.WONINGCORPORATIE},
    )
    gebruiker = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deelnemer",
        verbose_name="account aan de deur",
    )
    samengevoegd_met = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="dubbele_kaarten",
        verbose_name="samengevoegd met",
    )

    objects = DeelnemerQuerySet.as_manager()

    class Meta:
        verbose_name = "deelnemer"
        verbose_name_plural = "deelnemers"
        ordering = ["persoonsgegevens__zoeknaam", "nummer"]
        indexes = [
            GinIndex(fields=["kamers"], name="deelnemer_kamers"),
            models.Index(
                fields=["samengevoegd_met"],
                name="deelnemer_samengevoegd",
                condition=Q(samengevoegd_met__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(samengevoegd_met__isnull=True) | ~Q(samengevoegd_met=F("id")),
                name="deelnemer_niet_met_zichzelf",
                violation_error_message="Iemand kan niet met zichzelf worden samengevoegd.",
            ),
            models.CheckConstraint(
                condition=Q(geboortejaar__isnull=True) | Q(geboortejaar__gte=1900, geboortejaar__lte=2100),
                name="deelnemer_geboortejaar_kan",
                violation_error_message="Het geboortejaar moet tussen 1900 en 2100 liggen.",
            ),
        ]

    def __str__(self) -> str:
        return self.nummer

    def get_absolute_url(self) -> str:
        return reverse("deelnemers:deelnemer", args=[self.pk])

    @property
    def naam(self) -> str:
        """Full name, or 'Naam gewist' after erasing."""
        gegevens = getattr(self, "persoonsgegevens", None)
        return gegevens.naam if gegevens else "Naam gewist"

    @property
    def deurnaam(self) -> str:
        """First name and initial: all that a list at the door shows."""
        gegevens = getattr(self, "persoonsgegevens", None)
        return met_initiaal(gegevens.voornaam, gegevens.achternaam) if gegevens else "Naam gewist"


@volg
class Persoonsgegevens(models.Model):
    """Name and contact data, in a table of their own, so that erasing a person can reach history too."""

    deelnemer = models.OneToOneField(Deelnemer, on_delete=models.CASCADE, related_name="persoonsgegevens")
    kamers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    voornaam = models.CharField("voornaam", max_length=80)
    achternaam = models.CharField("achternaam", max_length=120, blank=True)
    postcode = models.CharField(
        "postcode",
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^[1-9][0-9]{3} ?([A-Za-z]{2})?$", "Schrijf een postcode als 3552 AB of 3552.")],
    )
    telefoon = models.CharField("telefoon", max_length=20, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    zoeknaam = models.CharField(max_length=250, editable=False)
    klanknaam = models.CharField(max_length=250, blank=True, editable=False)

    class Meta:
        verbose_name = "persoonsgegevens"
        verbose_name_plural = "persoonsgegevens"
        triggers = [KAMERS_OVERNEMEN]
        constraints = [
            models.CheckConstraint(
                condition=~Q(voornaam=""),
                name="persoon_heeft_voornaam",
                violation_error_message="Vul een voornaam in.",
            )
        ]

    def __str__(self) -> str:
        return f"gegevens van deelnemer {self.deelnemer_id}"

    def save(self, *args, **kwargs) -> None:
        self.vul_aan()
        super().save(*args, **kwargs)

    def vul_aan(self) -> None:
        """Keep the searchable forms of the name (call it yourself before a bulk write)."""
        self.zoeknaam = zoekvorm(self.naam)
        self.klanknaam = klankvorm(self.naam)

    @property
    def naam(self) -> str:
        return f"{self.voornaam} {self.achternaam}".strip()


@volg
class Inschrijving(models.Model):
    """The enrolment of a deelnemer at a kamer, from ``van`` up to and including ``tot`` (empty: still)."""

    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.CASCADE, related_name="inschrijvingen")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)

    class Meta:
        verbose_name = "inschrijving"
        verbose_name_plural = "inschrijvingen"
        ordering = ["kamer", "van"]
        triggers = [KAMERS_BIJHOUDEN]
        constraints = [
            models.UniqueConstraint(
                fields=["deelnemer", "kamer"],
                name="inschrijving_een_keer_per_kamer",
                violation_error_message="Deze persoon is al ingeschreven bij deze kamer.",
            ),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")),
                name="inschrijving_eindigt_na_begin",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
        ]

    def __str__(self) -> str:
        return f"inschrijving {self.deelnemer_id} bij {self.kamer_id}"


class RolQuerySet(models.QuerySet["Rol"]):
    def op(self, datum: date) -> RolQuerySet:
        """Roles held on that day."""
        return self.filter(Q(tot__isnull=True) | Q(tot__gte=datum), van__lte=datum)


@volg
class Rol(models.Model):
    """A role of a deelnemer at a kamer, with dates: figures are asked about the past."""

    class Soort(models.TextChoices):
        VRIJWILLIGER = "vrijwilliger", "vrijwilliger"
        SLEUTELHOUDER = "sleutelhouder", "sleutelhouder"
        LID = "lid", "lid"
        LEERWERKPLEK = "leerwerkplek", "leerwerkplek"
        PERSPECTIEFBAAN = "perspectiefbaan", "perspectiefbaan"
        NIEUWE_BEWONER = "nieuwe bewoner", "nieuwe bewoner"

    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.CASCADE, related_name="rollen")
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    soort = models.CharField("rol", max_length=20, choices=Soort)
    van = models.DateField("van")
    tot = models.DateField("tot en met", null=True, blank=True)

    objects = RolQuerySet.as_manager()

    class Meta:
        verbose_name = "rol"
        verbose_name_plural = "rollen"
        ordering = ["-van", "soort"]
        triggers = [ROL_EEN_TEGELIJK]
        constraints = [
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")),
                name="rol_eindigt_na_begin",
                violation_error_message="De rol eindigt voordat hij begint: kijk de datums na.",
            ),
            models.UniqueConstraint(
                fields=["deelnemer", "kamer", "soort", "van"],
                name="rol_een_keer",
                violation_error_message="Deze persoon heeft deze rol al vanaf deze datum.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.soort} vanaf {self.van}"
