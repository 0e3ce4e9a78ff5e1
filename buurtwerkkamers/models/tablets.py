"""The tablet at the door, and the PIN of who stands there."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from buurtwerkkamers.geschiedenis import volg_zonder
from buurtwerkkamers.models.gebruikers import Gebruiker
from buurtwerkkamers.models.kamers import Kamer


@volg_zonder("sleutel", "gezien_op")
class Tablet(models.Model):
    """A tablet that its coordinator enrolled for one kamer. ``sleutel`` is the hash of what the tablet keeps.

    Withdrawn (``ingetrokken_op``): refused at the next request.
    """

    kamer = models.ForeignKey(Kamer, on_delete=models.PROTECT, verbose_name="kamer")
    naam = models.CharField("naam", max_length=60)
    sleutel = models.CharField(max_length=64, unique=True, editable=False)
    ingeschreven_door = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ingeschreven_op = models.DateTimeField("ingeschreven op", auto_now_add=True)
    ingetrokken_op = models.DateTimeField("ingetrokken op", null=True, blank=True, editable=False)
    gezien_op = models.DateTimeField("laatst gebruikt", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "tablet"
        verbose_name_plural = "tablets"
        ordering = ["kamer", "naam", "pk"]

    def __str__(self) -> str:
        return self.naam


@volg_zonder("code", "startcode")
class Pincode(models.Model):
    """The personal PIN of a user at the door, hashed as a password is. Empty ``code``: none chosen yet.

    ``startcode``: the hash of what the coordinator handed out to choose a PIN with, once and until ``startcode_tot``.
    """

    gebruiker = models.OneToOneField(Gebruiker, on_delete=models.CASCADE, related_name="pincode")
    code = models.CharField(max_length=128, blank=True, editable=False)
    startcode = models.CharField(max_length=128, blank=True, editable=False)
    startcode_tot = models.DateTimeField(null=True, editable=False)
    gewijzigd_op = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "pincode"
        verbose_name_plural = "pincodes"

    def __str__(self) -> str:
        return f"pincode van gebruiker {self.gebruiker_id}"
