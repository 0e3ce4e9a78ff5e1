"""READ: how the kamers stand this year, for the start page and the page of a kamer.

One call of the counting function, whatever the number of kamers; each figure leaves with its rule, its period and
the kamers it holds for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from buurtwerkkamers.models import Categorie, Kamer
from buurtwerkkamers.perioden import MAANDEN, Periode
from deelnemers.tellingen import REGELS, Telrij, cel_van, tel_uniek
from rapportage.cijfers import Cijfer, Kolom, Rij, Tabel

MAANDREEKS = "Verschillende deelnemers per maand"


class Jaarstand:
    """Counts of this year up to and including ``vandaag``: per kamer, of all together (kamer None), and per month."""

    def __init__(self, kamers: Sequence[Kamer], vandaag: date) -> None:
        self.kamers = tuple(kamers)
        self.dag = Periode(vandaag, vandaag)
        self.jaar = Periode(date(vandaag.year, 1, 1), vandaag)
        self._maanden = self.jaar.verdeel("maand")
        perioden = list(dict.fromkeys((self.dag, self.jaar, *self._maanden)))
        self._rijen = tel_uniek(self.kamers, perioden)
        self._op = {(rij.periode, rij.cel): rij for rij in self._rijen}

    def _rij(self, periode: Periode, kamer: Kamer | None, categorie: Categorie | None = None) -> Telrij:
        return self._op[periode, cel_van(kamer, categorie)]

    def _cijfer(self, waarde: int, regel: str, periode: Periode, kamer: Kamer | None) -> Cijfer:
        namen = (kamer.naam,) if kamer else tuple(k.naam for k in self.kamers)
        return Cijfer(waarde, regel, periode, namen)

    def mensen(self, kamer: Kamer | None) -> Cijfer:
        """Different people this year."""
        regel = REGELS["uniek_totaal" if kamer else "uniek_stad"]
        return self._cijfer(self._rij(self.jaar, kamer).uniek, regel, self.jaar, kamer)

    def bezoeken(self, kamer: Kamer | None) -> Cijfer:
        """Attendances this year."""
        return self._cijfer(self._rij(self.jaar, kamer).deelnames, REGELS["deelnames"], self.jaar, kamer)

    def nieuw(self, kamer: Kamer | None) -> Cijfer:
        return self._cijfer(self._rij(self.jaar, kamer).nieuw, REGELS["nieuw"], self.jaar, kamer)

    def mensen_vandaag(self, kamer: Kamer | None) -> Cijfer:
        regel = REGELS["uniek_totaal" if kamer else "uniek_stad"]
        return self._cijfer(self._rij(self.dag, kamer).uniek, regel, self.dag, kamer)

    def per_maand(self, kamer: Kamer | None) -> list[tuple[str, int]]:
        """Different people in each month of this year; the same person may be in several."""
        return [(MAANDEN[p.van.month - 1], self._rij(p, kamer).uniek) for p in self._maanden]

    def per_categorie(self, kamer: Kamer) -> Tabel:
        """This year by category, with the total of different people, which is not the sum."""
        categorieen = [rij.categorie for rij in self._rijen if rij.periode == self.jaar and rij.kamer == kamer]
        rijen = [self._tabelrij(kamer, categorie) for categorie in categorieen if categorie]
        totaal = self._tabelrij(kamer, None)
        return Tabel(
            f"Deelnemers per categorie, {self.jaar}",
            f"{REGELS['uniek']} Het totaal is niet de som: wie aan meer categorieën meedoet telt één keer.",
            (Kolom("Categorie", "tekst"), Kolom("Deelnemers"), Kolom("Bezoeken"), Kolom("Nieuw")),
            (*rijen, totaal),
        )

    def _tabelrij(self, kamer: Kamer, categorie: Categorie | None) -> Rij:
        rij = self._rij(self.jaar, kamer, categorie)
        naam = categorie.naam if categorie else "Verschillende mensen"
        return Rij((naam, rij.uniek, rij.deelnames, rij.nieuw), "rij" if categorie else "totaal")
