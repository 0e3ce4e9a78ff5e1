"""The living budget of a year: its posts, what each version gives them, and where each contribution stands."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer, Organisatie
from financien.models.bedragen import JAREN, Regel
from financien.models.bewaking import BEGROTING_BLIJFT, BEGROTINGSREGEL_BLIJFT


@volg
class Post(models.Model):
    """A line of the money of a year, the same in every version of its budget: what bookings and forecasts are about.

    ``kamer`` empty: of all kamers together. ``groep``: posts with the same group get a subtotal. ``bestemming``: what
    restricted money may be spent on (with a kamer: in that kamer only); empty: free to spend.
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
    bestemming = models.CharField("alleen te besteden aan", max_length=160, blank=True)
    volgorde = models.PositiveIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "post"
        verbose_name_plural = "posten"
        ordering = ["jaar", "soort", "volgorde", "pk"]
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
    """One version of the budget of a year. An amendment is a new version, with a ``reden``; adopted ones stay."""

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
            models.CheckConstraint(
                condition=Q(versie=1) | ~Q(reden=""),
                name="begroting_wijziging_heeft_reden",
                violation_error_message="Vul in waarom de begroting verandert.",
            ),
        ]

    def __str__(self) -> str:
        return f"Begroting {self.jaar}" if self.versie == 1 else f"Begroting {self.jaar}, versie {self.versie}"

    def get_absolute_url(self) -> str:
        return reverse("financien:begroting", args=[self.pk])


@volg
class Begrotingsregel(models.Model):
    """What one version gives to one post, in euros to the cent. ``noot``: the note under the amount."""

    begroting = models.ForeignKey(Begroting, on_delete=models.CASCADE, related_name="regels", verbose_name="begroting")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="begrotingsregels", verbose_name="post")
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2)
    noot = models.CharField("noot", max_length=300, blank=True)

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
class Bijdrage(models.Model):
    """Where the contribution of one financing post stands. ``kenmerk`` is that of the grant."""

    class Stand(models.TextChoices):
        GEVRAAGD = "gevraagd", "gevraagd"
        TOEGEZEGD = "toegezegd", "toegezegd"
        BESLOTEN = "besloten", "besloten"
        GEFACTUREERD = "gefactureerd", "gefactureerd"
        ONTVANGEN = "ontvangen", "ontvangen"
        AFGEWEZEN = "afgewezen", "afgewezen"

    # Decided or further: money that will come.
    ZEKER = (Stand.BESLOTEN, Stand.GEFACTUREERD, Stand.ONTVANGEN)

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="bijdrage", verbose_name="post")
    stand = models.CharField("stand", max_length=12, choices=Stand, default=Stand.GEVRAAGD)
    kenmerk = models.CharField("kenmerk van de subsidie of bijdrage", max_length=80, blank=True)
    toelichting = models.CharField("toelichting", max_length=300, blank=True)

    class Meta:
        verbose_name = "bijdrage"
        verbose_name_plural = "bijdragen"
        ordering = ["post"]

    def __str__(self) -> str:
        return f"{self.post}: {self.get_stand_display()}"


@volg
class Bijdragestap(models.Model):
    """A step of a contribution on a day: the decision, an invoice, a payment. ``nummer`` of the letter or invoice."""

    bijdrage = models.ForeignKey(Bijdrage, on_delete=models.CASCADE, related_name="stappen", verbose_name="bijdrage")
    stand = models.CharField("stap", max_length=12, choices=Bijdrage.Stand)
    datum = models.DateField("datum")
    bedrag = models.DecimalField("bedrag", max_digits=12, decimal_places=2, null=True, blank=True)
    nummer = models.CharField("nummer van brief of factuur", max_length=60, blank=True)

    class Meta:
        verbose_name = "stap van een bijdrage"
        verbose_name_plural = "stappen van een bijdrage"
        ordering = ["bijdrage", "datum", "pk"]

    def __str__(self) -> str:
        return f"{self.get_stand_display()} op {self.datum}"
