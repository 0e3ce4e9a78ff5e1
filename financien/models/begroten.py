"""The living budget of a year: its posts, what each version gives them, and where each contribution stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer, Organisatie
from financien.models.bedragen import JAREN, Regel
from financien.models.bewaking import BEGROTING_BLIJFT, BEGROTINGSREGEL_BLIJFT, POST_BLIJFT


@volg
class Post(models.Model):
    """A line of the money of a year, the same in every version of its budget: what bookings and forecasts are about.

    ``kamer`` empty: of all kamers together. ``groep``: posts with the same group get a subtotal. A financing post with
    a kamer is money for that kamer only; with a ``Bestemming`` it is for those costs only.
    """

    class Soort(models.TextChoices):
        KOSTEN = Regel.Soort.KOSTEN.value, "kosten"
        FINANCIERING = Regel.Soort.FINANCIERING.value, "financiering"

    jaar = models.PositiveSmallIntegerField("jaar", validators=JAREN)
    soort = models.CharField("soort", max_length=12, choices=Soort)
    naam = models.CharField("post", max_length=160)
    groep = models.CharField("groep", max_length=80, blank=True)
    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer")
    financier = models.ForeignKey(
        Organisatie, on_delete=models.PROTECT, null=True, blank=True, verbose_name="financier"
    )
    volgorde = models.PositiveIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "post"
        verbose_name_plural = "posten"
        ordering = ["jaar", "soort", "volgorde", "pk"]
        triggers = [POST_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["jaar", "soort", "naam", "kamer", "financier"],
                name="post_een_keer_per_jaar",
                nulls_distinct=False,
                violation_error_message="Deze post staat al in dit jaar.",
            ),
            models.CheckConstraint(
                condition=Q(jaar__gte=2000, jaar__lte=2100),
                name="post_jaar_kan",
                violation_error_message="Het jaar moet tussen 2000 en 2100 liggen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.naam} ({self.kamer.label})" if self.kamer else self.naam


@volg
class Begroting(models.Model):
    """One version of the budget of a year. An amendment is a new version, with a ``reden``; adopted ones stay.

    The one in force on a day is the highest version that was adopted on or before it; the one without
    ``vastgesteld_op`` (at most one a year) is the concept.
    """

    jaar = models.PositiveSmallIntegerField("jaar", validators=JAREN)
    versie = models.PositiveSmallIntegerField("versie", default=1)
    vorige = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, verbose_name="vorige versie")
    reden = models.CharField("reden van deze versie", max_length=300, blank=True)
    vastgesteld_op = models.DateField("vastgesteld op", null=True, blank=True)

    class Meta:
        verbose_name = "begroting"
        verbose_name_plural = "begrotingen"
        ordering = ["-jaar", "-versie"]
        triggers = [BEGROTING_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["jaar", "versie"],
                name="begroting_versie_een_keer",
                violation_error_message="Deze versie van de begroting bestaat al.",
            ),
            models.UniqueConstraint(
                fields=["jaar"],
                condition=Q(vastgesteld_op__isnull=True),
                name="begroting_een_concept",
                violation_error_message="Er is al een concept van de begroting van dit jaar. Werk daarin verder.",
            ),
            models.CheckConstraint(
                condition=Q(versie=1) | ~Q(reden=""),
                name="begroting_wijziging_heeft_reden",
                violation_error_message="Vul in waarom de begroting verandert.",
            ),
        ]

    def __str__(self) -> str:
        return f"Begroting {self.jaar}" if self.versie == 1 else f"Begroting {self.jaar}, versie {self.versie}"


@volg
class Begrotingsregel(models.Model):
    """What one version gives to one post, in euros to the cent. ``noot``: the note under the amount.

    A note stays in the cooperative, unless it is marked as for the financier too (``noot_buiten``).
    """

    begroting = models.ForeignKey(Begroting, on_delete=models.CASCADE, related_name="regels", verbose_name="begroting")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="begrotingsregels", verbose_name="post")
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2)
    noot = models.CharField("noot", max_length=300, blank=True)
    noot_buiten = models.BooleanField("ook voor de financier", default=False)

    class Meta:
        verbose_name = "begrotingsregel"
        verbose_name_plural = "begrotingsregels"
        ordering = ["begroting", "post"]
        triggers = [BEGROTINGSREGEL_BLIJFT]
        constraints = [
            models.UniqueConstraint(
                fields=["begroting", "post"],
                name="begrotingsregel_een_keer",
                violation_error_message="Deze post heeft al een bedrag in deze versie.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.bedrag}"


@volg
class Bestemming(models.Model):
    """Restricted money: a financing post (``bijdrage``) may be spent on this cost post. None at all: free to spend."""

    bijdrage = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bestemmingen", verbose_name="bijdrage")
    kostenpost = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="kostenpost")

    class Meta:
        verbose_name = "bestemming"
        verbose_name_plural = "bestemmingen"
        ordering = ["bijdrage", "kostenpost"]
        constraints = [
            models.UniqueConstraint(
                fields=["bijdrage", "kostenpost"],
                name="bestemming_een_keer",
                violation_error_message="Deze bestemming is er al.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.bijdrage} voor {self.kostenpost}"


@volg
class Bijdragestap(models.Model):
    """A step of a contribution (a financing post) on a day; the last one says where it stands.

    ``kenmerk`` is the grant's reference, or the number of the letter or invoice. ``bedrag`` in euros, empty when the
    step names none; not the money itself: that is a ``Boeking``.
    """

    class Stand(models.TextChoices):
        GEVRAAGD = "gevraagd", "gevraagd"
        TOEGEZEGD = "toegezegd", "toegezegd"
        BESLOTEN = "besloten", "besloten"
        GEFACTUREERD = "gefactureerd", "gefactureerd"
        ONTVANGEN = "ontvangen", "ontvangen"
        AFGEWEZEN = "afgewezen", "afgewezen"

    # Decided or further: money that will come.
    ZEKER = (Stand.BESLOTEN, Stand.GEFACTUREERD, Stand.ONTVANGEN)

    bijdrage = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="stappen", verbose_name="bijdrage")
    stand = models.CharField("stap", max_length=12, choices=Stand)
    datum = models.DateField("datum")
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2, null=True, blank=True)
    kenmerk = models.CharField("kenmerk of nummer", max_length=80, blank=True)
    toelichting = models.CharField("toelichting", max_length=300, blank=True)

    class Meta:
        verbose_name = "stap van een bijdrage"
        verbose_name_plural = "stappen van een bijdrage"
        ordering = ["bijdrage", "datum", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bedrag__isnull=True) | Q(bedrag__gt=0),
                name="bijdragestap_meer_dan_nul",
                violation_error_message="Vul een bedrag in van meer dan 0 euro, of laat het leeg.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_stand_display()} op {self.datum}"
