"""A whole dashboard for one reader: every figure of it shielded, and nothing left that gives a hidden one away."""

from __future__ import annotations

from dataclasses import replace

from rapportage.afscherming.kijker import Kijker
from rapportage.afscherming.tonen import toon
from rapportage.cijfers import Cijfer, Getoond
from rapportage.dashboard.vorm import (
    Blad,
    Doelstand,
    Grafiekblok,
    Indicatorregel,
    Kerncijfer,
    Punt,
    Reeks,
    Tabelblok,
)


def scherm_af(blad: Blad[Cijfer], kijker: Kijker) -> Blad[Getoond]:
    """The dashboard as this reader may see it."""
    return _Afscherming(kijker).blad(blad)


class _Afscherming:
    """One walk over the shape; ``_toon`` is the only place where a figure passes."""

    def __init__(self, kijker: Kijker) -> None:
        self.kijker = kijker

    def _toon(self, cijfer: Cijfer) -> Getoond:
        return toon(cijfer, self.kijker)

    def blad(self, blad: Blad[Cijfer]) -> Blad[Getoond]:
        return Blad(
            titel=blad.titel,
            periode=blad.periode,
            kamers=blad.kamers,
            kamer=blad.kamer,
            kerncijfers=tuple(map(self._kerncijfer, blad.kerncijfers)),
            grafieken=tuple(map(self._grafiek, blad.grafieken)),
            tabellen=tuple(map(self._tabel, blad.tabellen)),
            indicatoren=tuple(
                self._regel(r) for r in blad.indicatoren if r.corporatie or not self.kijker.alleen_corporatie
            ),
            termijnen=blad.termijnen,
            afspraak=blad.afspraak,
            afspraak_id=blad.afspraak_id,
            voorlopig=blad.voorlopig,
            noten=blad.noten,
        )

    def _kerncijfer(self, kern: Kerncijfer[Cijfer]) -> Kerncijfer[Getoond]:
        return Kerncijfer(
            kern.sleutel,
            kern.naam,
            self._toon(kern.cijfer),
            self._toon(kern.vorig) if kern.vorig else None,
            self._punten(kern.maanden),
            kern.soort,
            kern.indicator_id,
        )

    def _punten(self, punten: tuple[Punt[Cijfer], ...]) -> tuple[Punt[Getoond], ...]:
        return tuple(Punt(punt.label, self._toon(punt.cijfer)) for punt in punten)

    def _grafiek(self, blok: Grafiekblok[Cijfer]) -> Grafiekblok[Getoond]:
        """The title that states the finding is made from what is shown, so it does not pass."""
        return Grafiekblok(
            blok.sleutel,
            blok.tekening,
            blok.onderwerp,
            blok.regel,
            tuple(Reeks(r.naam, self._punten(r.punten), r.kleur) for r in blok.reeksen),
            blok.geheel,
            blok.toelichting,
        )

    def _tabel(self, blok: Tabelblok[Cijfer]) -> Tabelblok[Getoond]:
        return Tabelblok(
            blok.sleutel,
            blok.titel,
            blok.regel,
            blok.kolommen,
            tuple((label, tuple(map(self._toon, cijfers))) for label, cijfers in blok.rijen),
            blok.noten,
        )

    def _regel(self, regel: Indicatorregel[Cijfer]) -> Indicatorregel[Getoond]:
        return Indicatorregel(
            regel.indicator_id,
            regel.groep,
            regel.naam,
            regel.eenheid,
            regel.corporatie,
            regel.regel,
            regel.samen_regel,
            tuple(self._stand(stand) for stand in regel.standen),
            self._toon(regel.samen),
        )

    def _stand(self, stand: Doelstand[Cijfer]) -> Doelstand[Getoond]:
        """The judgement of a hidden figure is hidden too: 'achieved' says on which side of the target it is."""
        getoond = self._toon(stand.cijfer)
        gezien = Doelstand(
            stand.kamer, getoond, stand.streefwaarde, stand.behaald, stand.op_koers, stand.uitleg, stand.erbij,
            stand.verwacht,
        )  # fmt: skip
        if not getoond.verborgen:
            return gezien
        return replace(gezien, behaald=None, op_koers=None, uitleg=getoond.reden, erbij="", verwacht="")
