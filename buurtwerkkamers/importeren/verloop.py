"""One import from file to outcome: read, check, write; all or nothing.

Who wants to know how far it is gives ``voortgang``; what it raises, also just before the end, stores nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pghistory
from django.db import DatabaseError, connection, transaction

from buurtwerkkamers.importeren.lezen import Bestandsrij, Cel, LeesFout, kolomnaam, rijen_uit
from buurtwerkkamers.importeren.soort import MEESTE_FOUTEN, Blad, Fout, Gestopt, Kolom, Opzoeking, Rij, Soort
from buurtwerkkamers.importeren.sporen import Sporen
from buurtwerkkamers.importeren.voortgang import BEWAREN, CONTROLEREN, LEZEN, Rijteller, Voortgang, vertel_niets
from buurtwerkkamers.importeren.waarden import CelFout, als_tekst
from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Gebruiker, Inlezing, Logregel
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst

# While reading, how many rows there are is not yet known: say something every so many.
LEES_ELKE = 2000


@dataclass(frozen=True)
class Uitslag:
    """What came of an import. With ``fouten`` nothing is stored; ``genegeerd``: columns that mean nothing here."""

    soort: str
    gelezen: int = 0
    nieuw: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0
    fouten: tuple[Fout, ...] = ()
    genegeerd: tuple[str, ...] = ()

    @property
    def gelukt(self) -> bool:
        return not self.fouten

    @property
    def foute_rijen(self) -> int:
        return len({fout.rij for fout in self.fouten})

    @property
    def afgekapt(self) -> bool:
        """There may be more faults than are listed."""
        return len(self.fouten) >= MEESTE_FOUTEN

    def als_gegevens(self) -> dict[str, Any]:
        """The fixed shape for other programs."""
        tellingen = {naam: getattr(self, naam) for naam in ("soort", "gelezen", "nieuw", "gewijzigd", "ongewijzigd")}
        return tellingen | {"fouten": [vars(fout) for fout in self.fouten]}


class _Terug(Exception):
    """Rolls the transaction back: a trial run stores nothing."""

    def __init__(self, uitkomst: Uitkomst) -> None:
        super().__init__()
        self.uitkomst = uitkomst


def importeer(
    soort: Soort,
    pad: Path,
    *,
    door: Gebruiker,
    proef: bool = False,
    kolommen: Mapping[str, int] | None = None,
    naam: str = "",
    kenmerk: uuid.UUID | None = None,
    voortgang: Voortgang = vertel_niets,
) -> Uitslag:
    """Read the file and store it, whole or not at all. A trial run (``proef``) does everything and stores nothing.

    ``kolommen``: which column of the file is which (from 0); without it the header must name them as they are.
    ``naam`` is what the user calls the file, ``kenmerk`` becomes the id of its ``Inlezing``.
    """
    bestand = _Bestand(soort, pad, kolommen, voortgang)
    try:
        bestand.lees()
    except LeesFout as fout:
        return bestand.uitslag([Fout(fout.rij, fout.kolom, str(fout))])
    blad = Blad(rijen=[], kolommen=set(bestand.plaats))
    uitkomst = Uitkomst()
    inlezing = Inlezing(
        id=kenmerk or uuid.uuid4(), soort=soort.naam, bestandsnaam=(naam or pad.name)[:100], door=door
    )  # fmt: skip
    try:
        with (
            transaction.atomic(),
            pghistory.context(user=door.pk, bron=f"importeren {soort.naam}", inlezing=str(inlezing.pk)),
        ):
            uitkomst = _voer_uit(bestand, blad, door, inlezing, proef)
    except Gestopt:
        pass
    except _Terug as terug:
        uitkomst = terug.uitkomst
    except Geweigerd as fout:
        blad.fouten.append(Fout(0, "", str(fout)))
    except DatabaseError:
        blad.fouten.append(Fout(0, "", "De database weigert dit bestand. Probeer het later nog eens."))
    return bestand.uitslag(blad.fouten, uitkomst)


def _voer_uit(bestand: _Bestand, blad: Blad, door: Gebruiker, inlezing: Inlezing, proef: bool) -> Uitkomst:
    """Check and write; ``_Terug`` for a trial run, ``Gestopt`` when there are faults."""
    sporen = None if proef else Sporen()
    dubbel = bestand.zet_om(blad)
    with connection.execute_wrapper(Rijteller(bestand.voortgang, bestand.gelezen)):
        deel = bestand.soort.verwerk(blad, door)
    uitkomst = Uitkomst(deel.nieuw, deel.gewijzigd, deel.ongewijzigd + dubbel)
    bestand.voortgang(BEWAREN, bestand.gelezen, bestand.gelezen)
    if sporen is None:
        raise _Terug(uitkomst)
    # A file that changed nothing leaves no trace: there is nothing to undo.
    if uitkomst.nieuw or uitkomst.gewijzigd:
        _leg_inlezing_vast(inlezing, bestand.gelezen, uitkomst, sporen)
    return uitkomst


def _leg_inlezing_vast(inlezing: Inlezing, gelezen: int, uitkomst: Uitkomst, sporen: Sporen) -> None:
    inlezing.gelezen = gelezen
    for veld, aantal in vars(uitkomst).items():
        setattr(inlezing, veld, aantal)
    inlezing.gebeurtenissen = sporen.van(inlezing)
    inlezing.save(force_insert=True)
    leg_vast(
        Logregel.Actie.GEIMPORTEERD,
        inlezing.soort,
        door=inlezing.door,
        reden=_samenvatting(uitkomst),
        kenmerk=str(inlezing.pk),
    )


def _samenvatting(uitkomst: Uitkomst) -> str:
    return f"{uitkomst.nieuw} nieuw, {uitkomst.gewijzigd} gewijzigd, {uitkomst.ongewijzigd} ongewijzigd"


class _Bestand:
    """The file while it is being read: which column is where, and the rows below the header."""

    def __init__(self, soort: Soort, pad: Path, gekozen: Mapping[str, int] | None, voortgang: Voortgang) -> None:
        self.soort, self.pad, self.gekozen, self.voortgang = soort, pad, gekozen, voortgang
        self.kolommen = {kolom.naam: kolom for kolom in soort.kolommen}
        self.rijen: list[Bestandsrij] = []
        self.plaats: dict[str, int] = {}
        self.genegeerd: list[str] = []
        self.breedte = 0
        self.gelezen = 0

    def lees(self) -> None:
        bekend = set(self.kolommen) if self.gekozen is None else self.soort.herkenbaar
        regels = rijen_uit(self.pad, bekend)
        kop = next(regels)
        self._lees_kop(kop) if self.gekozen is None else self._neem_keuze(kop, self.gekozen)
        self.breedte = len(kop.cellen)
        for regel in regels:
            self.rijen.append(regel)
            if len(self.rijen) % LEES_ELKE == 0:
                self.voortgang(LEZEN, len(self.rijen), 0)
        self.gelezen = len(self.rijen)

    def _neem_keuze(self, kop: Bestandsrij, gekozen: Mapping[str, int]) -> None:
        """The columns as the user chose them on the page, whatever they are called."""
        self.plaats = {naam: plaats for naam, plaats in gekozen.items() if plaats < len(kop.cellen)}
        self.genegeerd = [
            str(cel) for plaats, cel in enumerate(kop.cellen) if cel != "" and plaats not in self.plaats.values()
        ]
        self._eis_verplichte(kop, [str(cel) for cel in kop.cellen])

    def _lees_kop(self, kop: Bestandsrij) -> None:
        namen = [kolomnaam(cel) for cel in kop.cellen]
        for plaats, naam in enumerate(namen):
            if naam in self.plaats:
                raise LeesFout(f"De kolom {naam} staat er twee keer.", kop.nummer, naam)
            if naam in self.kolommen:
                self.plaats[naam] = plaats
            elif naam:
                self.genegeerd.append(str(kop.cellen[plaats]))
        self._eis_verplichte(kop, namen)

    def _eis_verplichte(self, kop: Bestandsrij, namen: list[str]) -> None:
        ontbreekt = [naam for naam in self.soort.verplicht if naam not in self.plaats]
        if ontbreekt:
            gevonden = ", ".join(naam for naam in namen if naam)[:200]
            raise LeesFout(
                f"De kolom {ontbreekt[0]} ontbreekt. Nodig: {', '.join(self.soort.verplicht)}. Gevonden: {gevonden}.",
                kop.nummer,
                ontbreekt[0],
            )

    def zet_om(self, blad: Blad) -> int:
        """Turn cells into values, column by column; returns how many rows were the same as an earlier one."""
        passend = []
        for regel in self.rijen:
            if self._past(regel, blad):
                passend.append(regel)
                blad.rijen.append(Rij(regel.nummer))
        for gedaan, (naam, plaats) in enumerate(self.plaats.items()):
            self.voortgang(CONTROLEREN, self.gelezen * gedaan // len(self.plaats), self.gelezen)
            _zet_kolom_om(blad, self.kolommen[naam], [regel.cellen[plaats] for regel in passend])
        self.voortgang(CONTROLEREN, self.gelezen, self.gelezen)
        self.rijen.clear()  # the values are enough: a large file would be in memory twice
        return _voeg_dubbele_samen(blad, self.soort)

    def _past(self, regel: Bestandsrij, blad: Blad) -> bool:
        """As many cells as the header; a row that was cut off or holds a loose delimiter is wrong."""
        aantal = len(regel.cellen)
        if aantal == self.breedte or (aantal > self.breedte and not any(c != "" for c in regel.cellen[self.breedte :])):
            return True
        blad.fout(Rij(regel.nummer), "", f"Deze rij heeft {aantal} cellen en de kop heeft er {self.breedte}.")
        return False

    def uitslag(self, fouten: list[Fout], uitkomst: Uitkomst | None = None) -> Uitslag:
        volgorde = {kolom: nr for nr, kolom in enumerate(self.kolommen)}
        fouten = sorted(fouten, key=lambda fout: (fout.rij, volgorde.get(fout.kolom, -1)))[:MEESTE_FOUTEN]
        tellingen = vars(uitkomst) if uitkomst and not fouten else {}
        return Uitslag(
            self.soort.naam, self.gelezen, fouten=tuple(fouten), genegeerd=tuple(self.genegeerd), **tellingen
        )


def _zet_kolom_om(blad: Blad, kolom: Kolom, cellen: list[Cel]) -> None:
    lees = kolom.lees.lezer(_teksten(cellen)) if isinstance(kolom.lees, Opzoeking) else kolom.lees
    for rij, cel in zip(blad.rijen, cellen, strict=True):
        try:
            if cel != "":
                rij.waarden[kolom.naam] = lees(cel)
            elif kolom.verplicht:
                raise CelFout("Deze cel mag niet leeg zijn.")
            else:
                rij.waarden[kolom.naam] = kolom.leeg
        except CelFout as fout:
            blad.fout(rij, kolom.naam, fout)


def _teksten(cellen: list[Cel]) -> set[str]:
    """The different texts of a column that can be looked up."""
    teksten = set()
    for cel in set(cellen):
        with suppress(CelFout):
            teksten.add(als_tekst(cel))
    return teksten


def _voeg_dubbele_samen(blad: Blad, soort: Soort) -> int:
    """Keep one of identical rows; two rows about the same thing that say something different are a fault."""
    eerste: dict[Hashable, Rij] = {}
    over = []
    for rij in blad.rijen:
        aanwezig = [kolom for kolom in soort.sleutel if kolom in blad.kolommen]
        if rij.fout or any(kolom not in rij.waarden for kolom in aanwezig):
            over.append(rij)
            continue
        eerdere = eerste.setdefault(tuple(rij[kolom] for kolom in aanwezig), rij)
        if eerdere is rij:
            over.append(rij)
        elif eerdere.waarden != rij.waarden:
            anders = next(k for k in rij.waarden if rij[k] != eerdere.get(k))
            blad.fout(rij, anders, f"Rij {eerdere.nummer} gaat over hetzelfde, maar zegt hier iets anders.")
            over.append(rij)
    dubbel = len(blad.rijen) - len(over)
    blad.rijen = over
    return dubbel
