"""READ: which people, activities and attendances a user may see. The first wall of this app.

Sensitive activities (letters, debts, work) show who came to their own coordinator and their hosts; the bureau sees
that after giving a reason. The marks of a target group (a role such as 'nieuwe bewoner') show on request only.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.rechten import kamers_met, mag
from deelnemers.models import Activiteit, Deelname, Deelnemer, Rol
from deelnemers.models.mensen import DeelnemerQuerySet

DOELGROEPROLLEN = (Rol.Soort.NIEUWE_BEWONER,)


def zichtbare_deelnemers(gebruiker: Gebruiker, recht: str = "deelnemers.zien") -> DeelnemerQuerySet:
    """People enrolled at a kamer for which the user has this right, with their names; each person once."""
    return zichtbare_kaarten(gebruiker, recht).eigen_kaart()


def zichtbare_kaarten(gebruiker: Gebruiker, recht: str = "deelnemers.zien") -> DeelnemerQuerySet:
    """Also the cards that turned out to be doubles: old addresses lead from them to the card that holds."""
    return Deelnemer.objects.van_kamers(kamers_met(gebruiker, recht)).select_related("persoonsgegevens")


def zichtbare_activiteiten(gebruiker: Gebruiker, kamer: Kamer) -> QuerySet[Activiteit]:
    """Activities of this kamer that the user may open; at the door the sensitive ones for their hosts only."""
    activiteiten = Activiteit.objects.filter(kamer=kamer)
    if mag(gebruiker, "gevoelig.zien", kamer) or mag(gebruiker, "gevoelig.met_reden", kamer):
        return activiteiten
    return activiteiten.filter(Q(gevoelig=False) | Q(pk__in=gebruiker.activiteit_set.values("pk")))


def ziet_bezoekers(gebruiker: Gebruiker, activiteit: Activiteit) -> bool:
    """Whether the user may see who came, without giving a reason."""
    if not activiteit.gevoelig or mag(gebruiker, "gevoelig.zien", activiteit.kamer):
        return True
    registreert = mag(gebruiker, "aanwezig.registreren", activiteit.kamer)
    return registreert and activiteit.gastheren.filter(pk=gebruiker.pk).exists()


def zichtbare_deelnames(gebruiker: Gebruiker, *, met_reden: bool = False) -> QuerySet[Deelname]:
    """Attendances at the user's kamers; the sensitive ones where the role shows them, or once a reason was given."""
    gevoelig = Q(kamer__in=kamers_met(gebruiker, "gevoelig.zien"))
    if met_reden:
        gevoelig |= Q(kamer__in=kamers_met(gebruiker, "gevoelig.met_reden"))
    return Deelname.objects.filter(
        gevoelig | Q(activiteit__gevoelig=False), kamer__in=kamers_met(gebruiker, "deelnemers.zien")
    )
