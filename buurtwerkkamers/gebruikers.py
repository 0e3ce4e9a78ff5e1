"""WRITE: accounts and what they may do. Nobody sees participants here.

A right that is withdrawn is gone at the next request, because rights are read anew each time. Somebody must always be
left who can hand out rights.
"""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils import timezone

from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer, Organisatie
from buurtwerkkamers.schrijven import Geweigerd, schrijft


@schrijft
def maak_gebruiker(*, email: str, naam: str, door: Gebruiker) -> Gebruiker:
    """An account without a password: its owner sets one with the link in the mail."""
    return Gebruiker.objects.maak(email=email, naam=naam)


@schrijft
def wijzig_gebruiker(gebruiker: Gebruiker, *, email: str, naam: str, door: Gebruiker) -> Gebruiker:
    gebruiker.email, gebruiker.naam = email.lower(), naam
    gebruiker.save(update_fields=["email", "naam"])
    return gebruiker


@schrijft
def kies_taal(gebruiker: Gebruiker, *, taal: str, door: Gebruiker) -> None:
    """The language of the screens at the door for this user."""
    gebruiker.taal = taal
    gebruiker.save(update_fields=["taal"])


@schrijft
def geef_bevoegdheid(
    gebruiker: Gebruiker,
    *,
    rol: str,
    kamer: Kamer | None = None,
    organisatie: Organisatie | None = None,
    van: date | None = None,
    tot: date | None = None,
    door: Gebruiker,
) -> Bevoegdheid:
    """Give a role between two days, both included; without ``tot`` until it is withdrawn."""
    if rol == Bevoegdheid.Rol.SYSTEEM:
        raise Geweigerd("De rol systeem is er voor de opdrachtregel en niet voor mensen.")
    return Bevoegdheid.objects.create(
        gebruiker=gebruiker, rol=rol, kamer=kamer, organisatie=organisatie, van=van or timezone.localdate(), tot=tot
    )


@schrijft
def nodig_vrijwilliger_uit(*, kamer: Kamer, naam: str, email: str, door: Gebruiker) -> tuple[Gebruiker, bool]:
    """Let somebody register at the door of this kamer; True when the account is new and needs a password.

    A known account keeps the name it has.
    """
    bekend = Gebruiker.objects.filter(email=email.lower()).first()
    wie = bekend or maak_gebruiker(email=email, naam=naam, door=door)
    aan_de_deur = Bevoegdheid.objects.filter(gebruiker=wie, rol=Bevoegdheid.Rol.DEUR, kamer=kamer)
    if aan_de_deur.geldig_op(timezone.localdate()).exists():
        raise Geweigerd("Deze vrijwilliger mag hier al registreren.")
    geef_bevoegdheid(wie, rol=Bevoegdheid.Rol.DEUR, kamer=kamer, door=door)
    return wie, bekend is None


@schrijft
def trek_in(bevoegdheid: Bevoegdheid, *, door: Gebruiker) -> None:
    """Withdraw a role from now on: yesterday was its last day. What never started goes; history keeps it."""
    gisteren = timezone.localdate() - timedelta(days=1)
    if bevoegdheid.van > gisteren:
        bevoegdheid.delete()
    elif bevoegdheid.tot is None or bevoegdheid.tot > gisteren:
        bevoegdheid.tot = gisteren
        bevoegdheid.save(update_fields=["tot"])
    if bevoegdheid.rol == Bevoegdheid.Rol.BEHEERDER:
        _er_blijft_een_beheerder()


@schrijft
def zet_uit(gebruiker: Gebruiker, *, door: Gebruiker) -> None:
    """Nobody logs in with this account any more, and who is inside is out at the next click."""
    gebruiker.is_active = False
    gebruiker.save(update_fields=["is_active"])
    _er_blijft_een_beheerder()


@schrijft
def zet_aan(gebruiker: Gebruiker, *, door: Gebruiker) -> None:
    gebruiker.is_active = True
    gebruiker.save(update_fields=["is_active"])


@schrijft
def wis_tweede_factor(gebruiker: Gebruiker, *, door: Gebruiker) -> None:
    """For a lost telephone: at the next log-in a new one must be linked before anything else."""
    Authenticator.objects.filter(user=gebruiker).delete()


def _er_blijft_een_beheerder() -> None:
    """``Geweigerd`` (and so undone) when nobody would be left to manage users; two at once wait for each other."""
    beheerders = Bevoegdheid.objects.select_for_update().filter(
        Q(tot__isnull=True) | Q(tot__gte=timezone.localdate()),
        van__lte=timezone.localdate(),
        rol=Bevoegdheid.Rol.BEHEERDER,
        gebruiker__is_active=True,
    )
    if not beheerders.exists():
        raise Geweigerd("Er moet iemand over zijn die gebruikers beheert. Geef eerst een ander de rol beheerder.")
