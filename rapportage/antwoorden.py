"""WRITE: the answers of a report in the making, and what is typed and no answer yet. Signed (``door``) and atomic.

That answers change in concept only is refused by the database as well (see ``bewaking``), as ``Geweigerd`` in Dutch.
A draft (``Klad``) is of one person and may be kept at any time: nobody loses a text because a report moved on.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone

from buurtwerkkamers.bsn import zonder_bsn
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import schrijft
from rapportage.lichtetekst import MAX_TEKENS
from rapportage.models import Antwoord, Klad, Onderdeel, Rapport

# A draft that was on its way while its text was stored (the page was closed) comes in after it, and is of no use.
NAZENDING = timedelta(seconds=3)


class AntwoordVeranderd(Exception):
    """Someone else wrote in this answer in the meantime. ``huidig`` is what is stored now."""

    def __init__(self, huidig: Antwoord) -> None:
        super().__init__("Iemand anders heeft dit antwoord intussen veranderd.")
        self.huidig = huidig


@schrijft
def beantwoord(
    *,
    rapport: Rapport,
    onderdeel: Onderdeel,
    kamer: Kamer | None,
    tekst: str,
    keuze: str = "",
    versie: int = 0,
    door: Gebruiker,
) -> Antwoord:
    """Write an answer over version ``versie`` (0: there was none yet); the own draft of it is done with.

    Raises ``AntwoordVeranderd`` when another version is stored by now, so that no text is lost; the same text
    again changes nothing. Line ends are stored as one kind, whatever a browser sends.
    """
    tekst = _met_gewone_regeleinden(tekst)
    geschreven = Antwoord.objects.select_for_update(of=("self",))
    huidig = geschreven.filter(rapport=rapport, onderdeel=onderdeel, kamer=kamer).first()
    _controleer_keuze(keuze, onderdeel, huidig)
    if huidig is None:
        huidig, gemaakt = Antwoord.objects.get_or_create(
            rapport=rapport,
            onderdeel=onderdeel,
            kamer=kamer,
            defaults={"tekst": tekst, "keuze": keuze, "geschreven_door": door},
        )
        if gemaakt:
            _klaar(rapport, onderdeel, kamer, door)
            return huidig
    if (huidig.tekst, huidig.keuze) != (tekst, keuze):
        if huidig.versie != versie:
            raise AntwoordVeranderd(huidig)
        huidig.tekst, huidig.keuze, huidig.geschreven_door = tekst, keuze, door
        huidig.versie += 1
        huidig.full_clean(validate_constraints=False, validate_unique=False)
        huidig.save()
    _klaar(rapport, onderdeel, kamer, door)
    return huidig


@schrijft
def bewaar_klad(
    *,
    rapport: Rapport,
    onderdeel: Onderdeel,
    kamer: Kamer | None,
    tekst: str,
    keuze: str = "",
    versie: int = 0,
    door: Gebruiker,
) -> int:
    """Keep what ``door`` typed so far over version ``versie``; gives the version of the answer that is stored now.

    One statement, for it is done every second. A BSN is made unreadable first, as it is never stored. A text that is
    the answer already is no draft. ``ValidationError`` when it is longer than an answer may be, or not a choice here.
    """
    tekst = zonder_bsn(_met_gewone_regeleinden(tekst))
    if len(tekst) > MAX_TEKENS:
        raise ValidationError(f"Deze tekst is te lang: hoogstens {MAX_TEKENS} tekens.")
    nu = Antwoord.objects.filter(rapport=rapport, onderdeel=onderdeel, kamer=kamer).first()
    _controleer_keuze(keuze, onderdeel, nu)
    is_antwoord = (nu.tekst.strip(), nu.keuze) == (tekst.strip(), keuze) if nu else not (tekst.strip() or keuze)
    if is_antwoord:
        _klaar(rapport, onderdeel, kamer, door)
    elif not (nu and _is_nazending(nu, tekst, keuze, versie, door)):
        Klad.objects.bulk_create(
            [
                Klad(
                    rapport=rapport, onderdeel=onderdeel, kamer=kamer, gebruiker=door,
                    tekst=tekst, keuze=keuze, versie=versie,
                )
            ],
            update_conflicts=True,
            unique_fields=["rapport", "onderdeel", "kamer", "gebruiker"],
            update_fields=["tekst", "keuze", "versie", "bijgewerkt_op"],
        )  # fmt: skip
    return nu.versie if nu else 0


@schrijft
def gooi_klad_weg(*, rapport: Rapport, onderdeel: Onderdeel, kamer: Kamer | None, door: Gebruiker) -> None:
    """The own draft is not wanted any more; the answer stays as it is stored."""
    _klaar(rapport, onderdeel, kamer, door)


def _klaar(rapport: Rapport, onderdeel: Onderdeel, kamer: Kamer | None, door: Gebruiker) -> None:
    Klad.objects.filter(rapport=rapport, onderdeel=onderdeel, kamer=kamer, gebruiker=door).delete()


def _controleer_keuze(keuze: str, onderdeel: Onderdeel, huidig: Antwoord | None) -> None:
    """A choice is one of the possibilities, or what is stored: a correction takes along what was possible then."""
    if keuze and keuze not in onderdeel.keuzes and not (huidig and keuze == huidig.keuze):
        raise ValidationError("Kies een van de mogelijkheden.")


def _is_nazending(nu: Antwoord, tekst: str, keuze: str, versie: int, door: Gebruiker) -> bool:
    """Whether this is a beginning of what the same person stored just now; with anything more in it, it is not."""
    zojuist = timezone.now() - nu.geschreven_op < NAZENDING
    begin = nu.tekst.startswith(tekst.strip()) and keuze in ("", nu.keuze)
    return zojuist and begin and nu.geschreven_door_id == door.pk and nu.versie > versie


def _met_gewone_regeleinden(tekst: str) -> str:
    return "\n".join(tekst.splitlines())
