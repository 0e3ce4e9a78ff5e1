"""A whole dashboard for one reader: every figure of it shielded, and nothing left that gives a hidden one away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from deelnemers.tellingen.stand import Stand
from rapportage.afscherming.bezoeken import Bezoekzicht
from rapportage.afscherming.enquetes import Enquetezicht
from rapportage.afscherming.kijker import Kijker
from rapportage.afscherming.tonen import (
    AFGESCHERMD,
    MEE_VERBORGEN,
    NIET_AFGESPROKEN,
    NOG_NIET,
    NOG_NIET_VOORBIJ,
    is_uitkomst,
    toon,
    verberg,
)
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

# The tables of which ``getuigen`` decided cell by cell what may be shown.
BESLISTE_TABELLEN = ("leeftijden", "gebieden")
_VOOR_CORPORATIE = ("afgesproken", "open")
ALLEEN_VOORBIJ = (
    "Leeftijden en gebieden staan hier alleen over een heel halfjaar dat voorbij is, en als niemand te herkennen is."
)


def scherm_af(blad: Blad[Cijfer], kijker: Kijker, stand: Stand | None = None) -> Blad[Getoond]:
    """The dashboard as this reader may see it. The same data always give the same.

    ``stand``: who came, as far as it was read for this dashboard already.
    """
    buiten = [cijfer for cijfer in _alle(blad) if not kijker.binnen(cijfer.kamers)]
    return _Afscherming(kijker, buiten, stand).blad(blad)


def _alle(blad: Blad[Cijfer]) -> Iterator[Cijfer]:
    """Every figure of a dashboard."""
    for kern in blad.kerncijfers:
        yield from (kern.cijfer, *([kern.vorig] if kern.vorig else []), *(p.cijfer for p in kern.maanden))
    for grafiek in blad.grafieken:
        yield from (punt.cijfer for reeks in grafiek.reeksen for punt in reeks.punten)
    for tabel in blad.tabellen:
        yield from (cijfer for _, cijfers in tabel.rijen for cijfer in cijfers)
    for regel in blad.indicatoren:
        yield from (*(stand.cijfer for stand in regel.standen), regel.samen)


Tonen = Callable[[Cijfer], Getoond]


class _Afscherming:
    """One walk over the shape; figures pass in ``_toon`` only. ``buiten``: those that are seen from outside."""

    def __init__(self, kijker: Kijker, buiten: Iterable[Cijfer], stand: Stand | None) -> None:
        self.kijker = kijker
        buiten = [cijfer for cijfer in buiten if cijfer.waarde is not None]
        bezoeken = (c for c in buiten if c.bescherming == "bezoeken" and not is_uitkomst(c))
        self._bezoeken = Bezoekzicht(bezoeken, kijker.vandaag, stand)
        self._enquetes = Enquetezicht((c for c in buiten if is_uitkomst(c)), kijker.vandaag)

    def _toon(self, cijfer: Cijfer) -> Getoond:
        """A figure outside the tables that were decided: a breakdown that was not agreed stays inside."""
        getoond = toon(cijfer, self.kijker)
        if cijfer.waarde is None or self.kijker.binnen(cijfer.kamers):
            return getoond
        if is_uitkomst(cijfer):
            veilig = getoond.verborgen or self._enquetes.mag(cijfer)
            return getoond if veilig else verberg(cijfer, AFGESCHERMD, MEE_VERBORGEN)
        if self.kijker.alleen_corporatie and cijfer.bescherming not in _VOOR_CORPORATIE:
            return verberg(cijfer, AFGESCHERMD, NIET_AFGESPROKEN)
        match cijfer.bescherming:
            case "bezoeken" if cijfer.periode.tm >= self.kijker.vandaag:
                return verberg(cijfer, NOG_NIET, NOG_NIET_VOORBIJ)
            case "bezoeken" if not getoond.verborgen and not self._bezoeken.mag(cijfer):
                return verberg(cijfer, AFGESCHERMD, MEE_VERBORGEN)
            case "uitsplitsing" | "gevoelig":
                return verberg(cijfer, AFGESCHERMD, NIET_AFGESPROKEN)
        return getoond

    def _toon_beslist(self, cijfer: Cijfer) -> Getoond:
        if self.kijker.alleen_corporatie and not self.kijker.binnen(cijfer.kamers):
            return self._toon(cijfer)
        return toon(cijfer, self.kijker)

    def blad(self, blad: Blad[Cijfer]) -> Blad[Getoond]:
        tabellen = tuple(self._tabel(tabel) for tabel in blad.tabellen)
        zichtbaar = tuple(tabel for tabel in tabellen if not _niets_te_zien(tabel))
        return Blad(
            titel=blad.titel,
            periode=blad.periode,
            kamers=blad.kamers,
            kamer=blad.kamer,
            kerncijfers=tuple(map(self._kerncijfer, blad.kerncijfers)),
            grafieken=tuple(map(self._grafiek, blad.grafieken)),
            tabellen=zichtbaar,
            indicatoren=tuple(
                self._regel(r) for r in blad.indicatoren if r.corporatie or not self.kijker.alleen_corporatie
            ),
            termijnen=blad.termijnen,
            afspraak=blad.afspraak,
            afspraak_id=blad.afspraak_id,
            voorlopig=blad.voorlopig,
            noten=blad.noten if len(zichtbaar) == len(tabellen) else (*blad.noten, ALLEEN_VOORBIJ),
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
        beslist = blok.sleutel in BESLISTE_TABELLEN
        laat_zien: Tonen = self._toon_beslist if beslist else self._toon
        rijen = tuple((label, tuple(map(laat_zien, cijfers))) for label, cijfers in blok.rijen)
        if blok.sleutel == "gebieden":
            # A row without any number would still say that somebody may live there.
            rijen = tuple(rij for rij in rijen if not all(cijfer.verborgen for cijfer in rij[1]))
        return Tabelblok(blok.sleutel, blok.titel, blok.regel, blok.kolommen, rijen, blok.noten)

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


def _niets_te_zien(tabel: Tabelblok[Getoond]) -> bool:
    """Whether a decided table was not shown at all: it leaves the page, with a note."""
    return tabel.sleutel in BESLISTE_TABELLEN and all(
        cijfer.verborgen and cijfer.tekst == AFGESCHERMD for _, cijfers in tabel.rijen for cijfer in cijfers
    )
