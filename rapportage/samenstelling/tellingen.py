"""One count for the whole report: every kamer, sub-period and categorie at once, looked up by cell afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from buurtwerkkamers.models import Categorie, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen import Stand, Telrij, lees_stand, telrijen
from rapportage.models import Rapport
from rapportage.samenstelling.vergelijken import vergeleken


def _id(rij: Kamer | Categorie | None) -> int | None:
    return rij.pk if rij else None


@dataclass(frozen=True)
class Optelling:
    """How the categories of one kamer and period add up: ``som`` - ``dubbel`` + ``zonder_categorie`` = ``uniek``.

    ``dubbel``: how often somebody counts in a category who counts in another one already; ``zonder_categorie``: people
    who came to activities without a category only.
    """

    som: int
    dubbel: int
    zonder_categorie: int
    uniek: int


@dataclass(frozen=True)
class Overlap:
    """People of more than one sub-period. ``perioden``: in how many there are; ``uniek``: in any of them.

    ``dekkend``: the sub-periods together are the whole period. ``delen``: different people of each sub-period.
    """

    perioden: int
    aantal: int
    uniek: int
    delen: tuple[int, ...]
    dekkend: bool


@dataclass(frozen=True)
class Geteld:
    """All participant counts of a report. ``geheel`` is the whole period, ``tijdvakken`` its sub-periods.

    ``eerdere``: the periods that it is compared with.
    """

    kamers: tuple[Kamer, ...]
    tijdvakken: tuple[Periode, ...]
    geheel: Periode
    categorieen: tuple[Categorie, ...]
    _cellen: dict[tuple[int | None, Periode, int | None], Telrij]
    _stand: Stand
    eerdere: tuple[Periode, ...] = ()

    @classmethod
    def van(cls, rapport: Rapport, kamers: Sequence[Kamer], vergelijkingen: Sequence[str] = ()) -> Geteld:
        """Count; a constant number of queries, whatever the number of kamers, sub-periods and categories.

        ``vergelijkingen``: what is compared (``Onderdeel.Vergelijking``), so that those periods are read too.
        """
        tijdvakken = tuple(d.periode for d in rapport.deelperioden.all()) or (rapport.periode,)
        gekozen = [m for v in set(vergelijkingen) if (m := vergeleken(v, rapport.periode, tijdvakken))]
        eerdere = tuple(sorted({eerder for met in gekozen for _, eerder in met.paren}))
        lijst = rapport.afspraak.categorielijst
        categorieen = tuple(lijst.categorie_set.all())
        perioden = list(dict.fromkeys((*tijdvakken, rapport.periode, *eerdere)))
        stand = lees_stand(kamers, perioden, lijst, categorieen)
        rijen = telrijen(stand, kamers, perioden, categorieen)
        cellen = {(_id(r.kamer), r.periode, _id(r.categorie)): r for r in rijen}
        return cls(tuple(kamers), tijdvakken, rapport.periode, categorieen, cellen, stand, eerdere)

    def cel(self, kamer: Kamer | None, periode: Periode, categorie: Categorie | None = None) -> Telrij:
        """The counts of one cell; ``kamer`` None is the city, ``categorie`` None the total."""
        return self._cellen[_id(kamer), periode, _id(categorie)]

    def uniek(self, kamer: Kamer | None, periode: Periode, categorie: Categorie | None = None) -> int | None:
        """Different people; None when nothing at all was registered there, which is not the same as 0."""
        cel = self.cel(kamer, periode, categorie)
        return cel.uniek if cel.geregistreerd else None

    def som_van_kamers(self, periode: Periode, categorie: Categorie | None = None) -> int | None:
        """The kamers added up: who came in two kamers counts twice here. None when no kamer registered anything."""
        aantallen = [a for kamer in self.kamers if (a := self.uniek(kamer, periode, categorie)) is not None]
        return sum(aantallen) if aantallen else None

    def optelling(self, kamer: Kamer | None, periode: Periode) -> Optelling:
        """Why the categories together are not the different people."""
        som = sum(self.cel(kamer, periode, categorie).uniek for categorie in self.categorieen)
        ingedeeld = self._stand.uniek_over([(_id(kamer), c.pk) for c in self.categorieen], [periode])
        uniek = self.cel(kamer, periode).uniek
        return Optelling(som, som - ingedeeld, uniek - ingedeeld, uniek)

    def overlap(self, kamer: Kamer | None) -> Overlap | None:
        """Who came in more than one sub-period; None when there are not two that were registered in."""
        plek = (_id(kamer), None)
        if len([p for p in self.tijdvakken if self._stand.geregistreerd(plek, p)]) < 2:
            return None
        return Overlap(
            len(self.tijdvakken),
            self._stand.in_meer_perioden(plek, self.tijdvakken),
            self._stand.uniek_over([plek], self.tijdvakken),
            tuple(self._stand.uniek(plek, periode) for periode in self.tijdvakken),
            self.dekkend,
        )

    @property
    def dekkend(self) -> bool:
        """Whether the sub-periods together are the whole period, without a day left out."""
        tot = self.geheel.van
        for periode in sorted(self.tijdvakken):
            if periode.van > tot:
                return False
            tot = max(tot, periode.tot)
        return tot == self.geheel.tot

    @property
    def kolommen(self) -> tuple[Periode, ...]:
        """The sub-periods and, when there are more than one, the whole period too."""
        return self.tijdvakken if self.tijdvakken == (self.geheel,) else (*self.tijdvakken, self.geheel)
