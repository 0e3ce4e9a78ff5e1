"""The personal PIN at the door: which ones are good enough, choosing one, and guessing one.

A PIN opens nothing without an enrolled tablet. Guesses are counted as those of passwords are (allauth's limits, in
the cache that all workers share and that no transaction undoes), before they are looked at. PIN and password have
counters of their own: who guesses passwords on the internet must not close the door, nor the other way round.
Whether somebody has a PIN at all cannot be told from the answer, nor from how long it takes.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from enum import Enum

from allauth.core.internal import ratelimit
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest
from django.utils import timezone

from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Gebruiker, Kamer, Logregel, Pincode, Tablet
from buurtwerkkamers.schrijven import Geweigerd, schrijft

KORTSTE, LANGSTE = 4, 6
STARTCODE_CIJFERS = 6
STARTCODE_GELDIG = timedelta(hours=24)
# Wrong guesses that are looked at. A day has a limit too: five a quarter of an hour would be hundreds in one night.
PER_GEBRUIKER = {"pincode": "5/15m/key,30/d/key"}
PER_TABLET = {"pincode": "30/15m/key,150/d/key"}


class Uitslag(Enum):
    GOED = "goed"
    STARTCODE = "startcode"
    FOUT = "fout"
    TE_VAAK = "te vaak"


# --- which PINs are good enough


def cijfers(tekst: str) -> str:
    """The digits as 0 to 9, also when typed on an Arabic keyboard; spaces fall away."""
    kaal = "".join(tekst.split())
    return "".join(str(unicodedata.digit(teken)) if teken.isdigit() else teken for teken in kaal)


def bezwaar(code: str) -> str:
    """The key of the text (deurteksten) that says what is wrong with this PIN; empty when nothing is."""
    if not re.fullmatch(rf"[0-9]{{{KORTSTE},{LANGSTE}}}", code):
        return "deur.pin_vorm"
    stappen = {int(b) - int(a) for a, b in zip(code, code[1:], strict=False)}
    if stappen in ({0}, {1}, {-1}):
        return "deur.pin_makkelijk"
    herhaald = any(code == code[:deel] * (len(code) // deel) for deel in (2, 3) if len(code) > deel)
    if herhaald or re.fullmatch(r"(19|20)\d\d", code):
        return "deur.pin_makkelijk"
    return ""


# --- choosing one


@schrijft
def maak_startcode(gebruiker: Gebruiker, *, kamer: Kamer, door: Gebruiker) -> str:
    """A code to choose a PIN with: once, within a day. Only now it can be read. A PIN that was there ends here."""
    code = f"{secrets.randbelow(10**STARTCODE_CIJFERS):0{STARTCODE_CIJFERS}}"
    Pincode.objects.update_or_create(
        gebruiker=gebruiker,
        defaults={"code": "", "startcode": make_password(code), "startcode_tot": timezone.now() + STARTCODE_GELDIG},
    )
    leg_vast(Logregel.Actie.GEWIJZIGD, gebruiker, door=door, kamer=kamer, reden="startcode voor een pincode gemaakt")
    return code


@schrijft
def kies(gebruiker: Gebruiker, *, code: str, door: Gebruiker, kamer: Kamer | None = None) -> None:
    """Store this PIN; the old one and a start code end. ``Geweigerd`` when it is too easy."""
    if bezwaar(code):
        raise Geweigerd("Deze pincode is te makkelijk te raden.")
    Pincode.objects.update_or_create(
        gebruiker=gebruiker, defaults={"code": make_password(code), "startcode": "", "startcode_tot": None}
    )
    leg_vast(Logregel.Actie.GEWIJZIGD, gebruiker, door=door, kamer=kamer, reden="pincode gekozen")


@schrijft
def kies_met_startcode(gebruiker: Gebruiker, *, code: str, tot: datetime, kamer: Kamer) -> None:
    """Choose a PIN after the start code was typed. ``tot``: which start code that was; it works once."""
    geldig = Pincode.objects.select_for_update().filter(gebruiker=gebruiker, startcode_tot=tot).exclude(startcode="")
    if tot < timezone.now() or not geldig.exists():
        raise Geweigerd("Deze startcode werkt niet meer. Vraag de coördinator om een nieuwe.")
    kies(gebruiker, code=code, door=gebruiker, kamer=kamer)


def startcode_tot(gebruiker: Gebruiker) -> datetime | None:
    """READ: until when the start code of this user works, if there is one that still does."""
    rij = Pincode.objects.filter(gebruiker=gebruiker, startcode_tot__gt=timezone.now()).exclude(startcode="").first()
    return rij.startcode_tot if rij else None


def heeft_pincode(gebruiker: Gebruiker) -> bool:
    """READ: whether this user chose a PIN. For the user and the coordinator, never for the door."""
    return Pincode.objects.filter(gebruiker=gebruiker).exclude(code="").exists()


# --- guessing one


def raad(request: HttpRequest, gebruiker: Gebruiker, tablet: Tablet, code: str) -> Uitslag:
    """Look at one guess, typed on this tablet for this user; the right one does not count."""
    per_gebruiker = ratelimit.consume(
        request, app="buurtwerkkamers", action="pincode", config=PER_GEBRUIKER, key=f"pin:{gebruiker.pk}"
    )
    if per_gebruiker is None:
        return Uitslag.TE_VAAK
    per_tablet = ratelimit.consume(
        request, app="buurtwerkkamers", action="pincode", config=PER_TABLET, key=f"tablet:{tablet.pk}"
    )
    if per_tablet is None:
        per_gebruiker.rollback()
        return Uitslag.TE_VAAK
    uitslag = _vergelijk(gebruiker, cijfers(code))
    if uitslag is not Uitslag.FOUT:
        per_gebruiker.rollback()
        per_tablet.rollback()
    return uitslag


def _vergelijk(gebruiker: Gebruiker, code: str) -> Uitslag:
    """Two comparisons for every wrong guess, whatever there is to compare with: the time it takes tells nothing."""
    rij = Pincode.objects.filter(gebruiker=gebruiker).first()
    if _klopt(code, rij.code if rij else ""):
        return Uitslag.GOED
    geldig = rij is not None and rij.startcode_tot is not None and rij.startcode_tot > timezone.now()
    if _klopt(code, rij.startcode if rij and geldig else ""):
        return Uitslag.STARTCODE
    return Uitslag.FOUT


def _klopt(code: str, bewaard: str) -> bool:
    if not bewaard or "\0" in code:  # to the hash, zeros at the end are no difference
        make_password(code)
        return False
    return check_password(code, bewaard)


def vergeet_pogingen(request: HttpRequest, gebruiker: Gebruiker) -> None:
    """A new start code takes away the wait after wrong guesses."""
    ratelimit.clear(request, app="buurtwerkkamers", action="pincode", config=PER_GEBRUIKER, key=f"pin:{gebruiker.pk}")
