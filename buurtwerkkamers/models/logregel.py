"""The log of looks: who saw or exported what, and why. Changes are the triggers' work (``geschiedenis``)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models


class Logregel(models.Model):
    """One look at a person, one export, or one log-in. Never holds a name of a deelnemer; can only be added.

    ``onderwerp_soort`` and ``onderwerp_id`` point at what was seen (``deelnemer``, 12) without a foreign key: the
    line must outlive it.
    """

    class Actie(models.TextChoices):
        BEKEKEN = "bekeken", "bekeken"
        BEKEKEN_MET_REDEN = "bekeken_met_reden", "bekeken met reden"
        GEEXPORTEERD = "geexporteerd", "geëxporteerd"
        GEIMPORTEERD = "geimporteerd", "ingelezen"
        INGELOGD = "ingelogd", "ingelogd"
        GEWIJZIGD = "gewijzigd", "gewijzigd"

    tijdstip = models.DateTimeField("tijdstip", auto_now_add=True, db_index=True)
    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, verbose_name="gebruiker")
    actie = models.CharField("actie", max_length=20, choices=Actie)
    kamer = models.ForeignKey(
        "buurtwerkkamers.Kamer", on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer"
    )
    onderwerp_soort = models.CharField("onderwerp", max_length=40)
    onderwerp_id = models.CharField("kenmerk", max_length=60, blank=True)
    reden = models.CharField("reden", max_length=300, blank=True)

    class Meta:
        verbose_name = "logregel"
        verbose_name_plural = "logregels"
        ordering = ["-tijdstip", "-pk"]
        triggers = [pgtrigger.Protect(name="logregel_blijft", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.tijdstip:%Y-%m-%d %H:%M} {self.actie} {self.onderwerp_soort} {self.onderwerp_id}"
