"""What is decided and not counted: who may see an oordeel, and WRITE functions for it and for its evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from buurtwerkkamers.bsn import BSN_FOUT, bevat_bsn
from buurtwerkkamers.meetregels import GETIKT, Meetregel
from buurtwerkkamers.models import Afspraak, Bewijsstuk, Gebruiker, Indicator, Oordeel
from buurtwerkkamers.rechten import ALLE, RECHTEN, kamers_met
from buurtwerkkamers.schrijven import Geweigerd, schrijft

RECHT, WIJZIGEN = "oordelen.zien", "oordelen.wijzigen"
GROOTSTE_BEWIJS = 5 * 1024 * 1024
MEESTE_BEWIJZEN = 10  # with one oordeel
POSITIEF, NIET_POSITIEF = 1, -1  # the value of a control
# By how the content begins, and the only ending that its name may have then.
_SOORTEN = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)


# --- who sees what ----------------------------------------------------------------------------------------------


def zichtbare_oordelen(gebruiker: Gebruiker) -> QuerySet[Oordeel]:
    """Those of the own kamer for a coordinator; all, also those over all kamers together, for the cooperative."""
    if any(RECHTEN[RECHT].get(rol) is ALLE for rol in gebruiker.rollen):
        return Oordeel.objects.all()
    return Oordeel.objects.filter(kamer__in=kamers_met(gebruiker, RECHT))


def getikte_indicatoren(afspraak: Afspraak) -> QuerySet[Indicator]:
    """The indicators of this agreement that need an oordeel."""
    return afspraak.indicator_set.filter(meetregel__in=GETIKT)


def oordelen_over(afspraak: Afspraak, gebruiker: Gebruiker) -> dict[str, list[Oordeel]]:
    """Per name of an indicator what was decided, in any version of this agreement, the newest period first."""
    per_indicator: dict[str, list[Oordeel]] = {}
    rijen = zichtbare_oordelen(gebruiker).filter(
        indicator__afspraak__naam=afspraak.naam, indicator__meetregel__in=GETIKT
    )
    for oordeel in met_bewijs(rijen).order_by("-tm", "-van", "kamer__volgorde", "kamer__naam", "pk"):
        per_indicator.setdefault(oordeel.indicator.naam, []).append(oordeel)
    return per_indicator


def met_bewijs(oordelen: QuerySet[Oordeel]) -> QuerySet[Oordeel]:
    """With what a page shows of them; never with the bytes of the files."""
    bewijs = Prefetch("bewijsstukken", Bewijsstuk.objects.defer("inhoud"))
    return oordelen.select_related("indicator__afspraak", "kamer").prefetch_related(bewijs)


# --- files ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NieuwBewijs:
    """A file as somebody sent it."""

    naam: str
    inhoud: bytes


def soort_van(inhoud: bytes) -> tuple[str, str] | None:
    """What a file is by its content, with the ending of its name; None for anything but PDF, PNG and JPEG."""
    return next(((soort, eind) for begin, soort, eind in _SOORTEN if inhoud.startswith(begin)), None)


def bezwaar_tegen(bewijs: NieuwBewijs) -> str:
    """Why a file cannot be kept, in Dutch; empty when it can."""
    if not bewijs.inhoud:
        return f"‘{nette_naam(bewijs)}’ is leeg. Kies het bestand opnieuw."
    if len(bewijs.inhoud) > GROOTSTE_BEWIJS:
        return f"‘{nette_naam(bewijs)}’ is groter dan 5 MB. Maak het bestand kleiner, of bewaar het als PDF."
    if soort_van(bewijs.inhoud) is None:
        return f"‘{nette_naam(bewijs)}’ is geen PDF, JPG of PNG. Bewaar het als PDF en kies het opnieuw."
    if bevat_bsn(bewijs.naam):
        return BSN_FOUT
    return ""


def nette_naam(bewijs: NieuwBewijs) -> str:
    """The name without path and odd signs, with the ending that belongs to the content."""
    kaal = PurePosixPath(bewijs.naam.replace("\\", "/")).name
    stam = "".join(teken for teken in kaal.rsplit(".", 1)[0] if teken.isprintable()).strip(" .") or "bewijs"
    soort = soort_van(bewijs.inhoud)
    return stam[:140] + (soort[1] if soort else PurePosixPath(kaal).suffix[:8])


# --- writing ----------------------------------------------------------------------------------------------------


@schrijft
def bewaar_oordeel(oordeel: Oordeel, *, bewijs: Iterable[NieuwBewijs] = (), door: Gebruiker) -> Oordeel:
    """Store a decision with its evidence. ``Geweigerd`` when there is one over these days already, or what cannot be.

    The same file twice is kept once.
    """
    if oordeel.indicator.meetregel not in GETIKT:
        raise Geweigerd("Deze indicator wordt vanzelf geteld: daar hoort geen oordeel bij.")
    if oordeel.indicator.meetregel == Meetregel.CONTROLE and oordeel.waarde not in (POSITIEF, NIET_POSITIEF):
        raise Geweigerd("Kies of de controle positief is of niet.")
    if oordeel.besloten_op > timezone.localdate():
        raise Geweigerd("De dag van het besluit ligt in de toekomst.")
    nieuw = list(bewijs)
    for stuk in nieuw:
        if bezwaar := bezwaar_tegen(stuk):
            raise Geweigerd(bezwaar)
    oordeel.save()
    for stuk in nieuw:
        _voeg_toe(oordeel, stuk)
    if oordeel.bewijsstukken.count() > MEESTE_BEWIJZEN:
        raise Geweigerd(f"Bij een oordeel passen hoogstens {MEESTE_BEWIJZEN} bestanden.")
    return oordeel


def _voeg_toe(oordeel: Oordeel, bewijs: NieuwBewijs) -> None:
    soort = soort_van(bewijs.inhoud)
    Bewijsstuk.objects.get_or_create(
        oordeel=oordeel,
        sha256=hashlib.sha256(bewijs.inhoud).hexdigest(),
        defaults={
            "naam": nette_naam(bewijs),
            "soort": soort[0] if soort else "",
            "inhoud": bewijs.inhoud,
            "grootte": len(bewijs.inhoud),
        },
    )


@schrijft
def verwijder_bewijsstuk(bewijsstuk: Bewijsstuk, *, door: Gebruiker) -> None:
    """Remove a file that does not belong here. The history keeps that it was there, not what was in it."""
    Bewijsstuk.objects.filter(pk=bewijsstuk.pk).delete()


@schrijft
def verwijder_oordeel(oordeel: Oordeel, *, door: Gebruiker) -> None:
    """Remove a decision that was typed in by mistake, with its files. Removing twice changes nothing."""
    Oordeel.objects.filter(pk=oordeel.pk).delete()
