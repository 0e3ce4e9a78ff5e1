"""The people of one dashboard, read once for everything on it that counts them."""

from __future__ import annotations

from buurtwerkkamers.models import Categorielijst
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen import Stand, lees_stand
from deelnemers.tellingen.standen import JAREN_TERUG
from rapportage.dashboard.vraag import Vraag
from rapportage.indicatoren import Lezing


def maanden_van(vraag: Vraag) -> tuple[Periode, ...]:
    """The months of the period, clipped to it; none for a single month."""
    maanden = tuple(vraag.periode.verdeel("maand"))
    return maanden if len(maanden) > 1 else ()


def jaren_van(vraag: Vraag) -> tuple[Periode, ...]:
    """The same days of this year and of those before it, the earliest first."""
    jaren = [vraag.periode]
    for _ in range(JAREN_TERUG):
        jaren.insert(0, jaren[0].jaar_eerder())
    return tuple(jaren)


def lees_mensen(vraag: Vraag) -> Stand:
    """For the charts, the indicators, the breakdowns, and the visits that decide what outside readers may see."""
    lijst = vraag.afspraak.categorielijst if vraag.afspraak else Categorielijst.objects.standaard()
    nu, vorig, maanden = vraag.periode, vraag.periode.jaar_eerder(), maanden_van(vraag)
    perioden = {nu}
    if vraag.afspraak is not None:
        perioden |= Lezing(vraag.afspraak, vraag.kamers, nu, None, vraag.vandaag).telperioden
    bezocht: set[Periode] = set()
    if not vraag.alleen_corporatie:
        hele_maanden = (m for p in (vorig, nu) for m in Periode.jaar(p.van.year).verdeel("maand"))
        bezocht = {nu, vorig, *maanden, *hele_maanden}
        perioden |= {*bezocht, *jaren_van(vraag), *(maand.jaar_eerder() for maand in maanden)}
    return lees_stand(vraag.kamers, perioden, lijst, list(lijst.categorie_set.all()), deelnames_in=bezocht)
