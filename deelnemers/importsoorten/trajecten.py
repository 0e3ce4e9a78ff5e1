"""What is imported about cases: a row per case and kamer, so a case that two kamers share has two rows.

In a row ``aangemeld_op`` is the day on which the case came to that kamer. The case itself has the first of those days,
the first meeting and start that a row gives, the melder of its first kamer, and it is closed when all of its rows are:
on the last of those days, for the reason given there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from buurtwerkkamers.importeren.lezen import Cel
from buurtwerkkamers.importeren.soort import Blad, Kolom, Opzoeking, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import CelFout, Lezer, als_tekst, datum, keuze, kort, tekst_voor
from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import datum_kort
from buurtwerkkamers.schrijven import Uitkomst
from deelnemers.importsoorten.gedeeld import KAMERKOLOM, controleer_dagen, deelnemers_van, weiger_toekomst
from deelnemers.models import Melder, Traject, Trajectdeelnemer, Trajectkamer
from deelnemers.registratie.trajecten import VELDEN, Dossier, Plek, bewaar_trajecten, maak_melders
from deelnemers.samengevoegd import wortels

T = TypeVar("T")
_EINDE = ("afsluitreden", "verder_zonder_begeleiding")
# Words that say of a running case that there is nothing to say yet.
_NOG_NIETS = ("", Traject.Zelfstandig.NVT, Traject.Zelfstandig.ONBEKEND)


class Deelnemers(Opzoeking):
    """Numbers of people in one cell, separated by ``|``; gives their cards, of somebody with two the one that holds."""

    def lezer(self, teksten: set[str]) -> Lezer:
        bestaand = self.haal({nummer for tekst in teksten for nummer in _nummers(tekst)})
        kaarten = wortels()

        def lees(cel: Cel) -> frozenset[int]:
            nummers = _nummers(als_tekst(cel))
            for nummer in nummers:
                if nummer not in bestaand:
                    raise CelFout(f"{self.wat} {kort(nummer)} bestaat niet. {self.leeg}")
            if not nummers:
                raise CelFout("Noem minstens één deelnemer.")
            return frozenset(kaarten.get(bestaand[nummer], bestaand[nummer]) for nummer in nummers)

        return lees


def _nummers(tekst: str) -> list[str]:
    return [nummer.strip() for nummer in tekst.split("|") if nummer.strip()]


def verwerk_trajecten(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Record cases and where they are, or change what is known of them."""
    controleer_dagen(blad, "Een traject", "aangemeld_op")
    for kolom, wat in (
        ("kennismaking_op", "De kennismaking"),
        ("ondersteuning_op", "De start"),
        ("afgesloten_op", "De afsluiting"),
    ):
        weiger_toekomst(blad, kolom, wat)
    blad.stop_bij_fouten()
    per_nummer: dict[str, list[Rij]] = {}
    for rij in blad.rijen:
        per_nummer.setdefault(rij["nummer"], []).append(rij)
    melders = maak_melders((rij.get("melder", "") for rij in blad.rijen), door=door)
    bestaand = _Bestaand(set(per_nummer))
    zaken = [_Zaak(rijen, bestaand, melders) for rijen in per_nummer.values()]
    for zaak in zaken:
        zaak.controleer(blad)
    blad.stop_bij_fouten()
    bewaar_trajecten((zaak.dossier for zaak in zaken if zaak.anders), door=door)
    nieuw, gewijzigd = sum(zaak.nieuw for zaak in zaken), sum(zaak.gewijzigd for zaak in zaken)
    return Uitkomst(nieuw, gewijzigd, len(blad.rijen) - nieuw - gewijzigd)


class _Bestaand:
    """The cases with these numbers as they are stored: three queries, however many there are."""

    def __init__(self, nummers: set[str]) -> None:
        self.trajecten = {t.nummer: t for t in Traject.objects.filter(nummer__in=nummers).select_related("melder")}
        ids = [traject.pk for traject in self.trajecten.values()]
        kaarten = wortels()
        self._mensen: dict[int, set[int]] = {pk: set() for pk in ids}
        self._plekken: dict[int, dict[int, Plek]] = {pk: {} for pk in ids}
        for traject, mens in Trajectdeelnemer.objects.filter(traject__in=ids).values_list("traject_id", "deelnemer_id"):
            self._mensen[traject].add(kaarten.get(mens, mens))
        plekken = Trajectkamer.objects.filter(traject__in=ids)
        for traject, kamer, van, tot in plekken.values_list("traject_id", "kamer_id", "van", "tot"):
            self._plekken[traject][kamer] = (van, tot)

    def mensen(self, traject: Traject) -> frozenset[int]:
        return frozenset(self._mensen[traject.pk]) if traject.pk else frozenset()

    def plekken(self, traject: Traject) -> dict[int, Plek]:
        return self._plekken[traject.pk] if traject.pk else {}


class _Zaak:
    """One case with all of its rows: what it was, and what it becomes."""

    def __init__(self, rijen: list[Rij], bestaand: _Bestaand, melders: dict[str, Melder]) -> None:
        # The first kamer first: of what rows may say differently, its row decides.
        self.rijen = sorted(rijen, key=lambda rij: (rij["aangemeld_op"], rij.nummer))
        nummer = rijen[0]["nummer"]
        self.traject = bestaand.trajecten.get(nummer) or Traject(nummer=nummer)
        self.mensen_eerst = bestaand.mensen(self.traject)
        self.plekken_eerst = bestaand.plekken(self.traject)
        self.eerst = self._stand()
        self.effectief = {rij.nummer: self._gold(rij) for rij in rijen}
        self.einden = self._einden()
        self._neem_over(melders)
        mensen = frozenset[int]().union(*(rij["deelnemers"] for rij in rijen))
        self.dossier = Dossier(self.traject, mensen, self._plekken())
        self.traject.aangemeld_op = min(van for van, _ in self.dossier.plekken.values())

    def _stand(self) -> tuple[Any, ...]:
        return (*(getattr(self.traject, veld) for veld in VELDEN), self.traject.melder_id)

    @property
    def anders(self) -> bool:
        """Whether anything must be stored."""
        return (
            not self.traject.pk
            or self._stand() != self.eerst
            or self.dossier.deelnemers != self.mensen_eerst
            or self.dossier.plekken != self.plekken_eerst
        )

    @property
    def nieuw(self) -> int:
        """Rows of which the case was not at that kamer yet."""
        return sum(rij["kamer"].pk not in self.plekken_eerst for rij in self.rijen)

    @property
    def gewijzigd(self) -> int:
        """Rows that say something else than what held for that case at that kamer."""
        if not self.anders:
            return 0
        return sum(
            rij["kamer"].pk in self.plekken_eerst
            and any(rij.get(kolom, gold) != gold for kolom, gold in self.effectief[rij.nummer].items())
            for rij in self.rijen
        )

    def _gold(self, rij: Rij) -> dict[str, Any]:
        """What a row would have said about the case as it was stored."""
        van, tot = self.plekken_eerst.get(rij["kamer"].pk, (None, None))
        # Where it was handed over, the reason is not that of the case.
        velden = [veld for veld in VELDEN if not (tot and veld in _EINDE)]
        return {veld: getattr(self.traject, veld) for veld in velden} | {
            "aangemeld_op": van,
            "afgesloten_op": tot or self.traject.afgesloten_op,
            "melder": self.traject.melder.naam if self.traject.melder else "",
            "deelnemers": self.mensen_eerst,
        }

    def _heeft(self, kolom: str) -> bool:
        """All rows have the same columns."""
        return kolom in self.rijen[0].waarden

    def _cellen(self, kolom: str) -> list[Any]:
        return [rij[kolom] for rij in self.rijen if rij[kolom]]

    def _neem_over(self, melders: dict[str, Melder]) -> None:
        zaak = self.traject
        for kolom in ("kennismaking_op", "ondersteuning_op"):
            if self._heeft(kolom):
                setattr(zaak, kolom, min(self._cellen(kolom), default=None))
        if self._heeft("melder"):
            zaak.melder = melders.get(next(iter(self._cellen("melder")), ""))
        if self._heeft("afgesloten_op"):
            zaak.afgesloten_op = max(d for d in self.einden.values() if d) if all(self.einden.values()) else None
        for kolom in _EINDE:
            if not zaak.afgesloten_op:
                setattr(zaak, kolom, "")
            elif self._heeft(kolom) and self._zegt_het_einde():
                setattr(zaak, kolom, next(iter(self._bij_het_einde(kolom)), ""))

    def _einden(self) -> dict[int, date | None]:
        """The last day at each kamer: as the file says, and as it is stored for a kamer of which it has no row.

        Each kamer may have a file of its own; a row of one of them neither closes nor reopens the case at another.
        """
        einden = {kamer: tot or self.traject.afgesloten_op for kamer, (_, tot) in self.plekken_eerst.items()}
        if self._heeft("afgesloten_op"):
            einden |= {rij["kamer"].pk: rij["afgesloten_op"] for rij in self.rijen}
        return einden

    def _zegt_het_einde(self) -> bool:
        """Whether a row of the file is about the kamer that closed last: its reason is that of the case."""
        kamers = {rij["kamer"].pk for rij in self.rijen}
        return any(einde == self.traject.afgesloten_op for kamer, einde in self.einden.items() if kamer in kamers)

    def _bij_het_einde(self, kolom: str) -> list[str]:
        """What the rows say that closed last."""
        laatste = [rij for rij in self.rijen if rij.get("afgesloten_op", self.traject.afgesloten_op)]
        laatste.sort(key=lambda rij: rij.get("afgesloten_op", date.min), reverse=True)
        return [rij[kolom] for rij in laatste if rij[kolom]]

    def _plekken(self) -> dict[int, Plek]:
        plekken = dict(self.plekken_eerst)
        for rij in self.rijen:
            tot = plekken.get(rij["kamer"].pk, (None, None))[1]
            plekken[rij["kamer"].pk] = (rij["aangemeld_op"], tot)
        if not self._heeft("afgesloten_op"):
            return plekken
        # Closed here while it goes on elsewhere: it was handed over.
        afgesloten = self.traject.afgesloten_op
        return {
            kamer: (van, einde if einde and einde != afgesloten else None)
            for kamer, (van, _) in plekken.items()
            for einde in [self.einden[kamer]]
        }

    def controleer(self, blad: Blad) -> None:
        """The refusals of the database, named at the rows that cause them."""
        zaak = self.traject
        if zaak.kennismaking_op and zaak.kennismaking_op < zaak.aangemeld_op:
            self._noem(
                blad,
                "kennismaking_op",
                f"De kennismaking ligt voor de aanmelding op {datum_kort(zaak.aangemeld_op)}.",
                lambda dag: dag < zaak.aangemeld_op,
            )
        eerste_dag = max(dag for dag in (zaak.kennismaking_op, zaak.aangemeld_op) if dag)
        if zaak.ondersteuning_op and zaak.ondersteuning_op < eerste_dag:
            na = "de kennismaking" if eerste_dag == zaak.kennismaking_op else "de aanmelding"
            self._noem(
                blad,
                "ondersteuning_op",
                f"De ondersteuning begint voor {na} op {datum_kort(eerste_dag)}.",
                lambda dag: dag < eerste_dag,
            )
        for rij in self.rijen:
            self._controleer_einde(blad, rij)

    def _noem(self, blad: Blad, kolom: str, tekst: str, fout: Callable[[date], bool]) -> None:
        """At the rows with that day; when the file does not give it, at the day of the report."""
        schuldig = [rij for rij in self.rijen if rij.get(kolom) and fout(rij[kolom])]
        for rij in schuldig or self.rijen[:1]:
            blad.fout(rij, kolom if rij in schuldig else "aangemeld_op", tekst)

    def _controleer_einde(self, blad: Blad, rij: Rij) -> None:
        einde = rij.get("afgesloten_op", self.effectief[rij.nummer]["afgesloten_op"])
        if einde and einde < rij["aangemeld_op"]:
            kolom = "afgesloten_op" if "afgesloten_op" in rij.waarden else "aangemeld_op"
            blad.fout(rij, kolom, "Het traject is afgesloten voordat het werd aangemeld: kijk de datums na.")
        if not einde:
            if rij.get("afsluitreden"):
                blad.fout(rij, "afsluitreden", "Dit traject is niet afgesloten. Vul in wanneer, of haal de reden weg.")
            if rij.get("verder_zonder_begeleiding", "") not in _NOG_NIETS:
                tekst = "Dit traject is niet afgesloten. Vul in wanneer, of maak deze cel leeg."
                blad.fout(rij, "verder_zonder_begeleiding", tekst)


registreer(
    Soort(
        naam="trajecten",
        titel="Trajecten",
        kolommen=(
            Kolom(
                "nummer",
                tekst_voor(Traject, "nummer"),
                verplicht=True,
                ook=("trajectnummer", "casusnummer", "casus", "nr"),
            ),
            KAMERKOLOM,
            Kolom(
                "deelnemers",
                Deelnemers("Deelnemer", deelnemers_van, noem_nabije=False, leeg="Lees eerst de deelnemers in."),
                verplicht=True,
                ook=("deelnemer", "nummers", "deelnemernummers"),
            ),
            Kolom(
                "aangemeld_op",
                datum,
                verplicht=True,
                ook=("aanmelddatum", "datum aanmelding", "aangemeld", "gemeld op"),
            ),
            Kolom("melder", tekst_voor(Melder, "naam"), leeg="", ook=("gemeld door", "aangemeld door", "bron")),
            Kolom("kennismaking_op", datum, ook=("kennismaking", "datum kennismaking", "eerste gesprek")),
            Kolom("ondersteuning_op", datum, ook=("start ondersteuning", "start", "ondersteuning")),
            Kolom("afgesloten_op", datum, ook=("afgesloten", "datum afsluiting", "einddatum")),
            Kolom(
                "afsluitreden",
                tekst_voor(Traject, "afsluitreden"),
                leeg="",
                ook=("reden", "reden afsluiting", "reden van afsluiten"),
            ),
            Kolom(
                "verder_zonder_begeleiding",
                keuze(Traject.Zelfstandig.values),
                leeg="",
                ook=("zelfstandig verder", "verder zelfstandig"),
            ),
        ),
        sleutel=("nummer", "kamer"),
        verwerk=verwerk_trajecten,
    )
)
