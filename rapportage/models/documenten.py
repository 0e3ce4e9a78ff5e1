"""Documents that are asked for and made one after the other, so that ten at once do not stop the house."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from rapportage.models.rapporten import Rapport


class Documentopdracht(models.Model):
    """One document to be made outside the request: asked, begun, ready or failed.

    ``teken_op`` is the last sign of life of who makes it. ``gedaan`` of ``totaal`` says how far it is (pages have no
    steps, the reports of kamers do). ``fout`` is plain Dutch. Disposable: no history, and removed when a day old.
    """

    class Soort(models.TextChoices):
        PDF = "pdf", "PDF"
        ZIP = "zip", "ZIP met het rapport van elke kamer"

    rapport = models.ForeignKey(Rapport, on_delete=models.CASCADE, related_name="+", verbose_name="rapport")
    soort = models.CharField("soort", max_length=3, choices=Soort)
    gevraagd_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="gevraagd door"
    )
    gevraagd_op = models.DateTimeField("gevraagd op", auto_now_add=True)
    begonnen_op = models.DateTimeField("begonnen op", null=True, blank=True)
    teken_op = models.DateTimeField("laatste teken", null=True, blank=True)
    klaar_op = models.DateTimeField("klaar op", null=True, blank=True)
    gedaan = models.PositiveSmallIntegerField("gedaan", default=0)
    totaal = models.PositiveSmallIntegerField("totaal", default=1)
    inhoud = models.BinaryField("inhoud", null=True, blank=True)
    fout = models.CharField("fout", max_length=300, blank=True)

    class Meta:
        verbose_name = "documentopdracht"
        verbose_name_plural = "documentopdrachten"
        ordering = ["gevraagd_op", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(klaar_op__isnull=True, inhoud__isnull=True, fout="")
                | Q(klaar_op__isnull=False, inhoud__isnull=False, fout="")
                | (Q(klaar_op__isnull=False, inhoud__isnull=True) & ~Q(fout="")),
                name="documentopdracht_heeft_een_uitkomst",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_soort_display()} van {self.rapport}"
