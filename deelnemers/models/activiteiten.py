"""What a kamer offers, who took part in it, and the jobs that were done."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Categorie, Categorielijst, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models.bewaking import dag_bewaakt, kamer_blijft, zelfde_kamer
from deelnemers.models.maandstanden import maandstand_vervalt
from deelnemers.models.mensen import Deelnemer

WEEKDAGEN = list(enumerate(("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"), 1))


class GedateerdQuerySet(models.QuerySet):
    """Rows of a kamer on a date; the words in which every count is asked."""

    def van_kamers(self, kamers: Iterable[Kamer]) -> GedateerdQuerySet:
        return self.filter(kamer__in=[kamer.pk for kamer in kamers])

    def in_periode(self, periode: Periode) -> GedateerdQuerySet:
        return self.filter(datum__gte=periode.van, datum__lt=periode.tot)


@volg
class Activiteit(models.Model):
    """What a kamer offers: 'eettafel', 'taalcafé dinsdag'.

    Attendance at a ``gevoelig`` activity (letters, debts, work) shows at the door to its ``gastheren`` only.
    """

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    naam = models.CharField("naam", max_length=100)
    gevoelig = models.BooleanField(
        "gevoelig", default=False, help_text="Wie hier komt, is alleen te zien voor wie het echt nodig heeft."
    )
    gestopt_op = models.DateField("laatste keer", null=True, blank=True)
    gastheren = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, verbose_name="gastheren en gastvrouwen")

    class Meta:
        verbose_name = "activiteit"
        verbose_name_plural = "activiteiten"
        ordering = ["kamer", "naam"]
        triggers = [kamer_blijft("activiteit_blijft_bij_kamer")]
        constraints = [
            models.UniqueConstraint(
                fields=["kamer", "naam"],
                name="activiteit_een_keer_per_kamer",
                violation_error_message="Deze kamer heeft al een activiteit met deze naam.",
            )
        ]

    def __str__(self) -> str:
        return self.naam


@volg
class Indeling(models.Model):
    """The one category of an activity in one list of categories (lists differ per agreement)."""

    activiteit = models.ForeignKey(Activiteit, on_delete=models.CASCADE, related_name="indelingen")
    lijst = models.ForeignKey(Categorielijst, on_delete=models.PROTECT, editable=False)
    categorie = models.ForeignKey(Categorie, on_delete=models.PROTECT, verbose_name="categorie")

    class Meta:
        verbose_name = "indeling"
        verbose_name_plural = "indelingen"
        constraints = [
            models.UniqueConstraint(
                fields=["activiteit", "lijst"],
                name="een_categorie_per_activiteit_en_lijst",
                violation_error_message="Deze activiteit heeft al een categorie in deze lijst.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.activiteit_id} in {self.categorie_id}"

    def save(self, *args, **kwargs) -> None:
        self.lijst_id = self.categorie.lijst_id
        super().save(*args, **kwargs)


@volg
class Deelname(models.Model):
    """One deelnemer at one activity on one date; at most once, however often the button is pressed."""

    # Without an index of their own: those below begin with them.
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer", db_index=False)
    activiteit = models.ForeignKey(Activiteit, on_delete=models.PROTECT, verbose_name="activiteit")
    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="deelnames", db_index=False)
    datum = models.DateField("datum")
    geregistreerd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False)
    geregistreerd_op = models.DateTimeField(auto_now_add=True, editable=False)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "deelname"
        verbose_name_plural = "deelnames"
        ordering = ["-datum", "pk"]
        indexes = [
            models.Index(fields=["kamer", "datum"], name="deelname_kamer_datum"),
            # With the activity in it, so that two cards of one person are compared without reading the rows.
            models.Index(fields=["deelnemer", "datum", "activiteit"], name="deelname_van_mens"),
        ]
        triggers = [
            dag_bewaakt("deelname_dag_kan", "datum", wat="Een deelname"),
            zelfde_kamer(
                "deelname_kamer_klopt", "activiteit", "deelnemers_activiteit", wat="De activiteit van deze deelname"
            ),
            *maandstand_vervalt("deelname", "datum"),
        ]
        constraints = [
            # The order of the columns makes this the index that counting an activity needs.
            models.UniqueConstraint(
                fields=["activiteit", "datum", "deelnemer"],
                name="deelname_een_keer",
                violation_error_message="Deze deelname is al geregistreerd.",
            )
        ]

    def __str__(self) -> str:
        return f"deelname {self.deelnemer_id} aan {self.activiteit_id} op {self.datum}"


@volg
class Telling(models.Model):
    """A head count of people who will not be named, by kind if wanted.

    Shown beside the unique count, never added to it. The head count of an activity on a date is the sum of its kinds.
    """

    class Soort(models.TextChoices):
        IEDEREEN = "", "niet verdeeld"
        KINDEREN = "kinderen", "kinderen"
        JONGEREN = "jongeren", "jongeren"
        VOLWASSENEN = "volwassenen", "volwassenen"
        OUDEREN = "ouderen", "ouderen"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    activiteit = models.ForeignKey(Activiteit, on_delete=models.PROTECT, verbose_name="activiteit")
    datum = models.DateField("datum")
    soort = models.CharField("soort", max_length=12, choices=Soort, default=Soort.IEDEREEN, blank=True)
    aantal = models.PositiveIntegerField("aantal zonder naam")

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "anonieme telling"
        verbose_name_plural = "anonieme tellingen"
        ordering = ["-datum", "pk"]
        indexes = [models.Index(fields=["kamer", "datum"], name="telling_kamer_datum")]
        triggers = [
            dag_bewaakt("telling_dag_kan", "datum", wat="Een telling"),
            zelfde_kamer(
                "telling_kamer_klopt", "activiteit", "deelnemers_activiteit", wat="De activiteit van deze telling"
            ),
            *maandstand_vervalt("telling", "datum"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["activiteit", "datum", "soort"],
                name="telling_een_keer_per_soort",
                violation_error_message="Deze activiteit heeft op deze dag al een telling van deze soort.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.aantal} zonder naam op {self.datum}"


@volg
class Klus(models.Model):
    """A job for a resident. Counts on the day it was done; its requester then counts as a participant too."""

    nummer = models.CharField("nummer", max_length=20, unique=True)
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    aanvrager = models.ForeignKey(Deelnemer, on_delete=models.PROTECT, related_name="klussen", verbose_name="aanvrager")
    uitvoerder = models.ForeignKey(
        Deelnemer,
        on_delete=models.PROTECT,
        related_name="uitgevoerde_klussen",
        null=True,
        blank=True,
        verbose_name="uitgevoerd door",
    )
    aangevraagd_op = models.DateField("aangevraagd op")
    gepland_op = models.DateField("gepland op", null=True, blank=True)
    uitgevoerd_op = models.DateField("uitgevoerd op", null=True, blank=True)
    soort = models.CharField("soort", max_length=60, blank=True)
    omschrijving = models.CharField("omschrijving", max_length=300, blank=True)
    vervallen = models.BooleanField("gaat niet door", default=False)

    class Meta:
        verbose_name = "klus"
        verbose_name_plural = "klussen"
        ordering = ["-aangevraagd_op", "nummer"]
        indexes = [
            models.Index(fields=["kamer", "uitgevoerd_op"], name="klus_kamer_uitgevoerd"),
            # Whether a kamer ever noted a kind: where few do, all of its jobs would be looked through.
            models.Index(fields=["kamer"], condition=~Q(soort=""), name="klus_met_soort"),
        ]
        triggers = [
            dag_bewaakt("klus_dag_kan", "uitgevoerd_op", wat="Een klus"),
            *maandstand_vervalt("klus", "uitgevoerd_op"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(uitgevoerd_op__isnull=True) | Q(uitgevoerd_op__gte=F("aangevraagd_op")),
                name="klus_gedaan_na_aanvraag",
                violation_error_message="De klus is uitgevoerd voordat hij werd aangevraagd: kijk de datums na.",
            ),
            models.CheckConstraint(
                condition=Q(gepland_op__isnull=True) | Q(gepland_op__gte=F("aangevraagd_op")),
                name="klus_gepland_na_aanvraag",
                violation_error_message="De klus is gepland voordat hij werd aangevraagd: kijk de datums na.",
            ),
            models.CheckConstraint(
                condition=Q(vervallen=False) | Q(uitgevoerd_op__isnull=True),
                name="klus_gedaan_of_vervallen",
                violation_error_message="Een klus die is uitgevoerd, kan niet meer vervallen.",
            ),
        ]

    def __str__(self) -> str:
        return f"klus {self.nummer}"


@volg
class Ritme(models.Model):
    """An activity is there every week on this weekday (1 is Monday), between two dates; times are for the screen."""

    activiteit = models.ForeignKey(Activiteit, on_delete=models.CASCADE, related_name="ritme")
    weekdag = models.PositiveSmallIntegerField("dag", choices=WEEKDAGEN)
    begin = models.TimeField("begint om", null=True, blank=True)
    eind = models.TimeField("tot", null=True, blank=True)

    class Meta:
        verbose_name = "vaste dag"
        verbose_name_plural = "vaste dagen"
        ordering = ["weekdag", "begin"]
        constraints = [
            models.CheckConstraint(condition=Q(weekdag__gte=1, weekdag__lte=7), name="ritme_weekdag_bestaat"),
            models.CheckConstraint(
                condition=Q(eind__isnull=True) | Q(begin__isnull=False, eind__gt=F("begin")),
                name="ritme_eindigt_na_begin",
                violation_error_message="De activiteit eindigt voordat hij begint: kijk de tijden na.",
            ),
            models.UniqueConstraint(
                fields=["activiteit", "weekdag"],
                name="ritme_een_keer_per_dag",
                violation_error_message="Deze activiteit staat al op deze dag van de week.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activiteit_id} op {self.get_weekdag_display()}"


@volg
class Activiteitdag(models.Model):
    """An activity that is there on this date although its rhythm does not say so ('vandaag ook')."""

    activiteit = models.ForeignKey(Activiteit, on_delete=models.CASCADE, related_name="extra_dagen")
    datum = models.DateField("datum")

    class Meta:
        verbose_name = "extra dag"
        verbose_name_plural = "extra dagen"
        constraints = [models.UniqueConstraint(fields=["activiteit", "datum"], name="extra_dag_een_keer")]

    def __str__(self) -> str:
        return f"{self.activiteit_id} ook op {self.datum}"


class Tik(models.Model):
    """One action on a screen at the door, by the key that the screen gave it: handled once, however often it arrives.

    Keeps who tapped (``door``) apart from who was logged in when it was sent (``verstuurd_door``), because a tablet
    without network sends later. ``deelnemer``: whom it was about, or who was made by it.
    """

    class Uitslag(models.TextChoices):
        GEDAAN = "gedaan", "gedaan"
        GEWEIGERD = "geweigerd", "geweigerd"

    sleutel = models.UUIDField("sleutel", primary_key=True)
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT)
    activiteit = models.ForeignKey(Activiteit, on_delete=models.CASCADE)
    deelnemer = models.ForeignKey(Deelnemer, on_delete=models.CASCADE, null=True)
    datum = models.DateField("datum")
    wat = models.CharField("wat", max_length=12)
    door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tikken")
    verstuurd_door = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ontvangen_op = models.DateTimeField(auto_now_add=True, db_index=True)
    uitslag = models.CharField("uitslag", max_length=10, choices=Uitslag)
    reden = models.CharField("reden", max_length=300, blank=True)

    class Meta:
        verbose_name = "tik"
        verbose_name_plural = "tikken"

    def __str__(self) -> str:
        return f"{self.wat} {self.sleutel}"
