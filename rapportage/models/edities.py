"""The adopted report, for ever, and to whom it was sent."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from buurtwerkkamers.geschiedenis import volg, volg_zonder
from buurtwerkkamers.models import Organisatie
from rapportage import bewaking
from rapportage.models.rapporten import Rapport


@volg_zonder("gegevens", "pdf", "html", "xlsx")
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
    # Empty in editions of before the spreadsheet was kept: it is made of ``gegevens`` then.
    xlsx = models.BinaryField("xlsx", default=bytes)
    reden = models.CharField("waarom deze editie", max_length=500, blank=True)
    vastgesteld_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="vastgesteld door"
    )
    vastgesteld_op = models.DateTimeField("vastgesteld op")

    class Meta:
        verbose_name = "editie"
        verbose_name_plural = "edities"
        ordering = ["rapport", "nummer"]
        constraints = [
            models.UniqueConstraint(fields=["rapport", "nummer"], name="editie_nummer_een_keer"),
            models.CheckConstraint(
                condition=Q(nummer="1.0", reden="") | (~Q(nummer="1.0") & Q(reden__regex=r"\S")),
                name="editie_verbetering_met_reden",
                violation_error_message="Een verbeterde editie heeft een reden, de eerste niet.",
            ),
        ]
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


@volg
class Verzending(models.Model):
    """An adopted edition went to one organisation: when, to whom, how, and until when its address can be read.

    The read-only address is signed and not stored: ``ingetrokken_op`` or a day past ``leesbaar_tm`` closes it. What
    was sent is never unsaid: only withdrawing the address changes a row.
    """

    class Wijze(models.TextChoices):
        EMAIL = "email", "per e-mail"
        POST = "post", "per post"
        OVERHANDIGD = "overhandigd", "overhandigd"

    editie = models.ForeignKey(Editie, on_delete=models.PROTECT, related_name="verzendingen", verbose_name="editie")
    organisatie = models.ForeignKey(Organisatie, on_delete=models.PROTECT, verbose_name="organisatie")
    aan = models.CharField("ter attentie van", max_length=200, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    wijze = models.CharField("hoe", max_length=12, choices=Wijze, default=Wijze.EMAIL)
    datum = models.DateField("verzonden op")
    leesbaar_tm = models.DateField("leesadres geldig tot en met")
    door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="verzonden door"
    )
    vastgelegd_op = models.DateTimeField("vastgelegd op", auto_now_add=True)
    ingetrokken_op = models.DateTimeField("leesadres ingetrokken op", null=True, blank=True)

    class Meta:
        verbose_name = "verzending"
        verbose_name_plural = "verzendingen"
        ordering = ["editie", "datum", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(leesbaar_tm__gte=F("datum")),
                name="verzending_leesbaar_na_verzenden",
                violation_error_message="Het leesadres verloopt voor de dag van verzenden. Kies een latere dag.",
            ),
            models.CheckConstraint(
                condition=~Q(wijze="email") | ~Q(email=""),
                name="verzending_email_heeft_adres",
                violation_error_message="Vul het e-mailadres in.",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="verzending_blijft",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=bewaking.VERZENDING_BLIJFT,
            )
        ]

    def __str__(self) -> str:
        return f"{self.editie} aan {self.organisatie}"
