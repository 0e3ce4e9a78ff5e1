"""READ: the 'populaire begroting' of a source: its euros and the value of its hours together.

A source that gives costs is taken by its costs, one that gives contributions only by those. Of one source only:
amounts of different sources are never added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from financien.models import Regel
from financien.overzicht import Overzicht, Soortoverzicht
from financien.tabellen import Geldcel, Geldrij, Geldtabel, Rijsoort

Soort = Regel.Soort
Plek = str | None  # the name of a kamer, '' for what is not split over the kamers, None for all together
SAMEN = "Euro's en uren samen"
REGEL = "De euro's en de waarde van de uren bij elkaar, begroot. – betekent: dit staat niet in de bron."


def per_plek(gezien: Overzicht, soort: str, kolom: str = "begroot") -> dict[Plek, Decimal | None]:
    """The total of this soort per kamer, for what is not split (''), and over all (None) when that is in sight."""
    eigen = gezien.soort(soort)
    if eigen is None:
        return {}
    cellen = [*eigen.totaal.cellen, *([eigen.totaal.totaal] if eigen.totaal.totaal else [])]
    return {cel.kamer: getattr(cel.bedragen, kolom) for cel in cellen}


def populaire_begroting(gezien: Overzicht) -> dict[Plek, Decimal]:
    """Budgeted euros plus the value of hours, per kamer and (None) over all; only where the source gives both."""
    euros, uren = _euros(gezien), per_plek(gezien, Soort.UREN)
    return {
        plek: bedrag + waarde
        for plek, bedrag in (per_plek(gezien, euros.soort) if euros else {}).items()
        if bedrag is not None and (waarde := uren.get(plek)) is not None
    }


def populairtabel(gezien: Overzicht) -> Geldtabel | None:
    """Euros, each kind of hours, and both together; None when the source gives both nowhere in sight."""
    samen, euros, uren = populaire_begroting(gezien), _euros(gezien), gezien.soort(Soort.UREN)
    if not samen or euros is None or uren is None:
        return None
    plekken: list[Plek] = [*(euros.kamers or uren.kamers), *([None] if gezien.volledig else [])]
    titel = "Kosten in euro's" if euros.soort == Soort.KOSTEN else "Bijdragen in euro's"
    rijen = [geldrij(titel, per_plek(gezien, euros.soort), plekken)]
    for groep in uren.groepen:
        for rij in groep.rijen:
            cellen = [*rij.cellen, *([rij.totaal] if rij.totaal else [])]
            rijen.append(geldrij(rij.naam, {cel.kamer: cel.bedragen.begroot for cel in cellen}, plekken))
    rijen.append(geldrij(SAMEN, samen, plekken, "totaal"))
    koppen = ("Begroot",) if plekken == [None] else tuple(map(kop_van, plekken))
    return Geldtabel(f"Populaire begroting {gezien.jaar}", REGEL, koppen, tuple(rijen))


def geldrij(
    naam: str, bedragen: Mapping[Plek, Decimal | None], plekken: Sequence[Plek], soort: Rijsoort = "rij"
) -> Geldrij:
    """A row with the amount of each place."""
    return Geldrij(naam, tuple(Geldcel(bedragen.get(plek)) for plek in plekken), soort)


def kop_van(plek: Plek) -> str:
    """The heading of a column."""
    return "Samen" if plek is None else plek or "Niet verdeeld"


def _euros(gezien: Overzicht) -> Soortoverzicht | None:
    return gezien.soort(Soort.KOSTEN) or gezien.soort(Soort.FINANCIERING)
