"""One count for the whole report: every kamer, sub-period and categorie at once, looked up by cell afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from buurtwerkkamers.models import Categorie, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen import Telrij, tel_uniek
from rapportage.models import Rapport


def _id(rij: Kamer | Categorie | None) -> int | None:
    return rij.pk if rij else None


@dataclass(frozen=True)
class Geteld:
    """All participant counts of a report. ``geheel`` is the whole period, ``tijdvakken`` its sub-periods."""

    kamers: tuple[Kamer, ...]
    tijdvakken: tuple[Periode, ...]
    geheel: Periode
    categorieen: tuple[Categorie, ...]
    _cellen: dict[tuple[int | None, Periode, int | None], Telrij]

    @classmethod
    def van(cls, rapport: Rapport, kamers: Sequence[Kamer]) -> Geteld:
        """Count; a constant number of queries, whatever the number of kamers, sub-periods and categories."""
        tijdvakken = tuple(d.periode for d in rapport.deelperioden.all()) or (rapport.periode,)
        lijst = rapport.afspraak.categorielijst
        perioden = list(dict.fromkeys((*tijdvakken, rapport.periode)))
        cellen = {(_id(r.kamer), r.periode, _id(r.categorie)): r for r in tel_uniek(kamers, perioden, lijst)}
        return cls(tuple(kamers), tijdvakken, rapport.periode, tuple(lijst.categorie_set.all()), cellen)

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

    @property
    def kolommen(self) -> tuple[Periode, ...]:
        """The sub-periods and, when there are more than one, the whole period too."""
        return self.tijdvakken if self.tijdvakken == (self.geheel,) else (*self.tijdvakken, self.geheel)
