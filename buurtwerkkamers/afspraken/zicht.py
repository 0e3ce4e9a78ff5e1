"""READ: who may see which agreement, which of its indicators, and the targets of which kamers."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from buurtwerkkamers.models import Afspraak, Bevoegdheid, Gebruiker, Indicator, Kamer
from buurtwerkkamers.rechten import EIGEN, RECHTEN, kamers_met

Rol = Bevoegdheid.Rol
RECHT = "afspraken.zien"


def _binnen(gebruiker: Gebruiker) -> set[str]:
    """Roles of this user that see agreements and are not tied to an organisation outside."""
    return (gebruiker.rollen & set(RECHTEN[RECHT])) - set(Bevoegdheid.ORGANISATIEROLLEN)


def _organisaties(gebruiker: Gebruiker, *rollen: str) -> list[int]:
    return [b.organisatie_id for b in gebruiker.bevoegdheden if b.rol in rollen and b.organisatie_id]


def zichtbare_afspraken(gebruiker: Gebruiker) -> QuerySet[Afspraak]:
    """All for the cooperative; for a coordinator those of the own kamer; for others those they are a party to."""
    if any(RECHTEN[RECHT][rol] is not EIGEN for rol in _binnen(gebruiker)):
        return Afspraak.objects.all()
    zien = Q(partijen__in=_organisaties(gebruiker, *Bevoegdheid.ORGANISATIEROLLEN))
    if _binnen(gebruiker):
        zien |= Q(indicator__streefwaarde__kamer__in=kamers_met(gebruiker, RECHT).values("pk"))
    return Afspraak.objects.filter(pk__in=Afspraak.objects.filter(zien).values("pk"))


def nieuwste_versies(gebruiker: Gebruiker) -> QuerySet[Afspraak]:
    """Of each agreement the newest version that this user may see."""
    zichtbaar = zichtbare_afspraken(gebruiker)
    nieuwer = zichtbaar.filter(naam=OuterRef("naam"), versie__gt=OuterRef("versie"))
    return zichtbaar.filter(~Exists(nieuwer))


def ziet_alle_indicatoren(gebruiker: Gebruiker, afspraak: Afspraak) -> bool:
    """Not so for a corporatie: it sees those that are marked for it."""
    if _binnen(gebruiker):
        return True
    eigen = _organisaties(gebruiker, Rol.GEMEENTE)
    return bool(eigen) and afspraak.partijen.filter(pk__in=eigen).exists()


def zichtbare_indicatoren(gebruiker: Gebruiker, afspraak: Afspraak) -> QuerySet[Indicator]:
    """A corporatie sees the indicators that are marked for it, and no other."""
    indicatoren = afspraak.indicator_set.select_related("categorie", "stelling", "organisatie")
    return indicatoren if ziet_alle_indicatoren(gebruiker, afspraak) else indicatoren.filter(corporatie=True)


def zichtbare_streefkamers(gebruiker: Gebruiker, afspraak: Afspraak) -> list[Kamer]:
    """The kamers of which this user sees the targets; a coordinator those of the own kamer."""
    met_doel = Kamer.objects.filter(streefwaarde__indicator__afspraak=afspraak).distinct()
    return list(met_doel.filter(pk__in=kamers_met(gebruiker, RECHT).values("pk")))
