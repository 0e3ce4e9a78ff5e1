"""What a kamer hears in the neighbourhood before anyone else."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buurtwerkkamers.geschiedenis import volg
from buurtwerkkamers.models import Kamer
from deelnemers.models.activiteiten import GedateerdQuerySet
from deelnemers.models.bewaking import dag_bewaakt


@volg
class Signaal(models.Model):
    """A short dated signal with a theme and a neighbourhood. Never about one person: no names, no addresses."""

    class Thema(models.TextChoices):
        WONEN = "wonen", "wonen"
        GELD = "geld", "geld en schulden"
        GEZONDHEID = "gezondheid", "zorg en gezondheid"
        EENZAAMHEID = "eenzaamheid", "eenzaamheid"
        VEILIGHEID = "veiligheid", "overlast en veiligheid"
        WERK = "werk", "werk"
        TAAL = "taal", "taal en inburgeren"
        JEUGD = "jeugd", "kinderen en jongeren"
        DIGITAAL = "digitaal", "computer en digitale overheid"
        OPENBARE_RUIMTE = "openbare ruimte", "straat en groen"
        ANDERS = "anders", "anders"

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    datum = models.DateField("datum")
    thema = models.CharField("thema", max_length=20, choices=Thema)
    buurt = models.CharField("buurt", max_length=80, blank=True)
    tekst = models.CharField("wat hoort u?", max_length=280)

    objects = GedateerdQuerySet.as_manager()

    class Meta:
        verbose_name = "signaal"
        verbose_name_plural = "signalen"
        ordering = ["-datum", "-pk"]
        indexes = [models.Index(fields=["kamer", "datum"], name="signaal_kamer_datum")]
        triggers = [dag_bewaakt("signaal_dag_kan", "datum", wat="Een signaal")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(tekst=""), name="signaal_heeft_tekst", violation_error_message="Vul in wat u hoort."
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_thema_display()}, {self.datum}"
