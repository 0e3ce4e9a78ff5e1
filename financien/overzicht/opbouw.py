"""From the lines of a source to its overview: recognise, add up, and put what was printed beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from buurtwerkkamers.models import Kamer
from financien.afronding import aandeel
from financien.groepen import in_groepen
from financien.models import GedruktAandeel, Regel
from financien.narekenen import KOLOMMEN, ONVERDEELD, Bevinding, Gedrukt, Knoop, Lijn, Optelling, herken
from financien.overzicht.vormen import (
    ZONDER_KAMER,
    Aandeel,
    Afwijking,
    Bedragen,
    Cel,
    Groep,
    Overzicht,
    Plek,
    Rij,
    Soortoverzicht,
    Tekort,
)

_AANDEEL_FINANCIERS = re.compile(r"aandeel.*financiers", re.IGNORECASE)
_TEKORT_UIT = ((Regel.Soort.FINANCIERING, "inkomsten"), (Regel.Soort.KOSTEN, "kosten"))


class Rekening:
    """The lines of one source, year and soort, recognised and added up per column."""

    def __init__(self, regels: Sequence[Regel]) -> None:
        self.lijnen, self.gedrukt = herken(regels)
        self.optellingen = {kolom: Optelling(self.lijnen, self.gedrukt, kolom) for kolom in KOLOMMEN}

    @property
    def kamers(self) -> set[int]:
        return {lijn.kamer for lijn in self.lijnen if lijn.kamer != ONVERDEELD}

    @property
    def heeft_onverdeeld(self) -> bool:
        """Whether lines without kamer hold money (an amount of 0 can be split in any way)."""
        delen = (o.berekend(Knoop("soort", "", ONVERDEELD)) for o in self.optellingen.values())
        return any(deel for deel in delen)

    def bedragen(self, knoop: Knoop) -> Bedragen:
        begroot = self.optellingen["begroot"]
        scheef = (kolom for kolom, som in self.optellingen.items() if not som.zelfde_regels(begroot, knoop))
        sommen = {kolom: som.berekend(knoop) for kolom, som in self.optellingen.items()}
        return Bedragen(sommen["begroot"], sommen["prognose"], sommen["realisatie"], frozenset(scheef))


def maak_overzichten(regels: Any) -> dict[tuple[int, int], Overzicht]:
    """Overviews by (source id, year). Three queries."""
    per_bron: dict[tuple[int, int], list[Regel]] = {}
    regels = regels.select_related("bron__afsluiting", "financier")
    for regel in regels.order_by("bron__naam", "jaar", "volgorde", "pk"):
        per_bron.setdefault((regel.bron_id, regel.jaar), []).append(regel)
    kamers = {kamer.pk: kamer.naam for kamer in Kamer.objects.all()}
    aandelen: dict[tuple[int, int], dict[int | None, Decimal]] = {}
    gedrukt_in = GedruktAandeel.objects.filter(bron__in={bron for bron, _ in per_bron}, procent__isnull=False)
    # The share of the financiers is a row of the financing; of several, the one that says so by its name goes first.
    for gedrukt in sorted(gedrukt_in.filter(soort=Regel.Soort.FINANCIERING), key=_noemt_aandeel_financiers):
        per_kamer = aandelen.setdefault((gedrukt.bron_id, gedrukt.jaar), {})
        per_kamer.setdefault(gedrukt.kamer_id, gedrukt.procent)  # type: ignore[arg-type]
    return {
        waar: maak_overzicht(rijen, kamers, aandelen.get(waar, {}), loopt=hasattr(rijen[0].bron, "afsluiting"))
        for waar, rijen in per_bron.items()
    }


def _noemt_aandeel_financiers(gedrukt: GedruktAandeel) -> tuple[bool, int]:
    return not _AANDEEL_FINANCIERS.search(gedrukt.post), gedrukt.pk


def maak_overzicht(
    regels: Sequence[Regel],
    kamers: Mapping[int, str],
    gedrukte_aandelen: Mapping[int | None, Decimal] | None = None,
    *,
    loopt: bool = False,
) -> Overzicht:
    """The overview of lines of one source and year (at least one), in their order. No queries.

    ``loopt``: they are of the living budget, so that the actual is what was booked so far.
    """
    bron, jaar = regels[0].bron, regels[0].jaar
    rekeningen = {
        soort: Rekening(eigen) for soort in Regel.Soort.values if (eigen := [r for r in regels if r.soort == soort])
    }
    afwijkingen = tuple(
        afwijking
        for soort, rekening in rekeningen.items()
        for afwijking in _afwijkingen(rekening, bron.naam, jaar, soort, kamers)
    )
    # in the order of the kamers, and only those this source names
    genoemd = [pk for pk in kamers if any(pk in rekening.kamers for rekening in rekeningen.values())]
    return Overzicht(
        bron_id=bron.pk,
        bron=bron.naam,
        jaar=jaar,
        soorten=tuple(_Soortmaker(soort, rekening, kamers).maak() for soort, rekening in rekeningen.items()),
        afwijkingen=afwijkingen,
        aandelen=_aandelen(rekeningen, genoemd, kamers, gedrukte_aandelen or {}),
        tekorten=tuple(
            replace(bereken_tekort(rekeningen, pk, kamers[pk] if pk else None), loopt=loopt) for pk in (*genoemd, None)
        ),
        niet_verdeeld=niet_verdeeld(rekeningen),
        loopt=loopt,
    )


class _Soortmaker:
    """Makes the table of one soort."""

    def __init__(self, soort: str, rekening: Rekening, kamers: Mapping[int, str]) -> None:
        self.soort = Regel.Soort(soort)
        self.rekening = rekening
        self.namen = {pk: naam for pk, naam in kamers.items() if pk in rekening.kamers}
        if self.namen and any(lijn.kamer == ONVERDEELD for lijn in rekening.lijnen):
            self.namen[ONVERDEELD] = ZONDER_KAMER
        self.lijn_op = {(lijn.rij, lijn.kamer): lijn for lijn in rekening.lijnen}
        self.gedrukt_op: dict[Knoop, Gedrukt] = {}
        for rij in rekening.gedrukt:
            if rij.knoop is not None:
                self.gedrukt_op.setdefault(rij.knoop, rij)

    def maak(self) -> Soortoverzicht:
        return Soortoverzicht(
            soort=self.soort.value,
            titel=self.soort.label,
            kamers=tuple(self.namen.values()),
            groepen=tuple(self._groepen()),
            totaal=self._som("totaal", Knoop("soort", "", None), f"Totaal {self.soort.label}"),
            niet_nagerekend=tuple(dict.fromkeys(rij.regel.post for rij in self.rekening.gedrukt if rij.knoop is None)),
        )

    def _groepen(self) -> Iterable[Groep]:
        """Groups in the order of their first line; each run of rows without group stays where it is."""
        rijen: dict[Any, list[Lijn]] = {}
        for lijn in self.rekening.lijnen:
            rijen.setdefault(lijn.rij, []).append(lijn)
        for groep, blok in in_groepen(rijen.values(), lambda lijnen: lijnen[0].groep):
            naam = self._naam_van_groep(groep, blok)
            subtotaal = self._som("subtotaal", Knoop("groep", groep, None), f"Subtotaal {naam}") if groep else None
            yield Groep(naam, tuple(self._rij(lijnen, naam) for lijnen in blok), subtotaal)

    def _naam_van_groep(self, groep: str, blok: list[list[Lijn]]) -> str:
        if not groep:
            return ""
        eigen = next((lijn.regel.groep for lijnen in blok for lijn in lijnen if lijn.regel.groep.strip()), "")
        gedrukt = next((r.regel.post for r in self.rekening.gedrukt if r.knoop and r.knoop[:2] == ("groep", groep)), "")
        return eigen.strip() or gedrukt.removeprefix("Subtotaal ").strip() or groep

    def _rij(self, lijnen: list[Lijn], groep: str) -> Rij:
        eerste = lijnen[0]
        cellen = []
        for kamer, naam in self.namen.items():
            lijn = self.lijn_op.get((eerste.rij, kamer))
            cellen.append(
                Cel(
                    naam, self._gegeven(lijn.regel), regel_id=lijn.regel.pk, voetnoot=lijn.regel.voetnoot,
                    noot_buiten=_noot_buiten(lijn.regel),
                )
                if lijn
                else Cel(naam, Bedragen())
            )  # fmt: skip
        totaal = self._cel(Knoop("rij", eerste.rij, None))
        if not self.namen:
            totaal = replace(
                totaal, regel_id=eerste.regel.pk, voetnoot=eerste.regel.voetnoot,
                noot_buiten=_noot_buiten(eerste.regel),
            )  # fmt: skip
        financier = eerste.regel.financier
        return Rij(
            regelsoort=Regel.Regelsoort.REGEL,
            naam=eerste.regel.post,
            groep=groep,
            financier=financier.naam if financier else "",
            cellen=tuple(cellen),
            totaal=totaal,
        )

    def _som(self, regelsoort: str, knoop: Knoop, naam: str) -> Rij:
        gedrukt = [rij.regel for op, rij in self.gedrukt_op.items() if op[:2] == knoop[:2]]
        return Rij(
            regelsoort=regelsoort,
            naam=gedrukt[0].post if gedrukt else naam,
            groep=naam.removeprefix("Subtotaal ") if regelsoort == "subtotaal" else "",
            financier="",
            cellen=tuple(self._cel(knoop._replace(kamer=kamer)) for kamer in self.namen),
            totaal=self._cel(knoop),
        )

    def _cel(self, knoop: Knoop) -> Cel:
        gedrukt = self.gedrukt_op.get(knoop)
        bedragen = self.rekening.bedragen(knoop)
        naam = None if knoop.kamer is None else self.namen[knoop.kamer]
        if gedrukt is None:
            return Cel(naam, bedragen)
        in_druk = self._gegeven(gedrukt.regel)
        afwijkend = tuple(
            kolom
            for kolom in KOLOMMEN
            if None not in (getattr(in_druk, kolom), getattr(bedragen, kolom))
            and getattr(in_druk, kolom) != getattr(bedragen, kolom)
        )
        return Cel(
            naam, bedragen, in_druk, gedrukt_id=gedrukt.regel.pk, afwijkend=afwijkend, voetnoot=gedrukt.regel.voetnoot
        )

    @staticmethod
    def _gegeven(regel: Regel) -> Bedragen:
        return Bedragen(regel.begroot, regel.prognose, regel.realisatie)


def _noot_buiten(regel: Regel) -> str:
    """Of a closed month: whether a contribution is decided, and the note that is for the financier too."""
    return " ".join(filter(None, ("Nog niet besloten." if regel.onbeslist else "", regel.noot_buiten)))


def _afwijkingen(
    rekening: Rekening, bron: str, jaar: int, soort: str, kamers: Mapping[int, str]
) -> Iterable[Afwijking]:
    posten = {rij.knoop: rij.regel.post for rij in reversed(rekening.gedrukt) if rij.knoop}

    def plek(knoop: Knoop) -> Plek:
        return Plek(posten[knoop], kamers[knoop.kamer] if knoop.kamer else None)

    for kolom, optelling in rekening.optellingen.items():
        gevonden: list[tuple[Regel, Knoop, Bevinding]] = []
        for rij in rekening.gedrukt:
            bedrag = getattr(rij.regel, kolom)
            if rij.knoop is None or bedrag is None:
                continue
            bevinding = optelling.bevinding(rij.knoop, bedrag)
            if bevinding is not None:
                gevonden.append((rij.regel, rij.knoop, bevinding))
        van = {knoop: bevinding.van for _, knoop, bevinding in gevonden}
        for regel, knoop, bevinding in gevonden:
            boven = [hoger for hoger in van if knoop in _voorouders(hoger, van)]
            yield Afwijking(
                bron=bron,
                jaar=jaar,
                soort=soort,
                regel=regel.post,
                kamer=kamers[regel.kamer_id] if regel.kamer_id else None,
                kolom=kolom,
                gedrukt=bevinding.gedrukt,
                berekend=bevinding.berekend,
                verschil=bevinding.gedrukt - bevinding.berekend,
                erft=bool(bevinding.van),
                erft_van=tuple(sorted(map(plek, bevinding.van), key=str)),
                werkt_door_in=tuple(map(plek, boven)),
            )


def _voorouders(knoop: Knoop, van: Mapping[Knoop, frozenset[Knoop]]) -> set[Knoop]:
    """All wrong printed sums that this one inherits from, at any distance."""
    direct = van.get(knoop, frozenset())
    return set(direct).union(*(_voorouders(deel, van) for deel in direct))


def _aandelen(
    rekeningen: Mapping[str, Rekening],
    genoemd: Sequence[int],
    kamers: Mapping[int, str],
    gedrukt: Mapping[int | None, Decimal],
) -> tuple[Aandeel, ...]:
    geld, uren = rekeningen.get(Regel.Soort.FINANCIERING), rekeningen.get(Regel.Soort.UREN)
    if geld is None or uren is None:
        return ()
    posten = {rij.knoop: rij.regel for r in (uren, geld) for rij in reversed(r.gedrukt) if rij.knoop}
    delen = []
    for kamer in (*genoemd, None):
        knoop = Knoop("soort", "", kamer)
        bijdrage, waarde = (r.optellingen["begroot"].berekend(knoop) for r in (geld, uren))
        naam = kamers[kamer] if kamer else None
        deel = Aandeel(naam, _deel(bijdrage, waarde), gedrukt.get(kamer))
        if deel.verschil:
            (bijdrage, fout_geld), (waarde, fout_uren) = (r.optellingen["begroot"].gevoed(knoop) for r in (geld, uren))
            if _deel(bijdrage, waarde) == deel.gedrukt:
                fout = [posten[knoop] for knoop in (*fout_geld, *fout_uren)]
                plekken = (Plek(r.post, kamers[r.kamer_id] if r.kamer_id else None) for r in fout)
                deel = replace(deel, erft_van=tuple(sorted(plekken, key=str)))
        delen.append(deel)
    return tuple(delen)


def _deel(bijdrage: Decimal | None, waarde: Decimal | None) -> int | None:
    return None if bijdrage is None or waarde is None else aandeel(bijdrage, bijdrage + waarde)


def niet_verdeeld(rekeningen: Mapping[str, Rekening]) -> str:
    """Why nothing can be short or left in any one kamer; empty when income and costs are split over the kamers."""
    for soort, wat in _TEKORT_UIT:
        if soort in rekeningen and rekeningen[soort].heeft_onverdeeld:
            return f"Niet te bepalen: de {wat} zijn niet per kamer verdeeld."
    return ""


def bereken_tekort(rekeningen: Mapping[str, Rekening], kamer: int | None, naam: str | None) -> Tekort:
    """Financing minus costs for one kamer, or (None) over all lines."""
    delen = []
    for soort, wat in _TEKORT_UIT:
        rekening = rekeningen.get(soort)
        if rekening is None or not rekening.lijnen:
            return Tekort(naam, reden=f"Niet te bepalen: deze bron geeft geen {wat}.")
        delen.append((rekening.bedragen(Knoop("soort", "", kamer)), wat))
    if kamer is not None and (reden := niet_verdeeld(rekeningen)):
        return Tekort(naam, reden=reden)
    for bedragen, wat in delen:
        if bedragen.leeg:
            return Tekort(naam, reden=f"Niet te bepalen: deze bron geeft hier geen {wat}.")
    baten, lasten = (bedragen for bedragen, _ in delen)
    saldi = {
        kolom: None if None in (plus, af) else plus - af
        for kolom in KOLOMMEN
        for plus, af in [(getattr(baten, kolom), getattr(lasten, kolom))]
    }
    bekend = any(saldo is not None for saldo in saldi.values())
    reden = "" if bekend else "Niet te bepalen: kosten en inkomsten staan niet naast elkaar."
    return Tekort(naam, saldi["begroot"], saldi["prognose"], saldi["realisatie"], reden)
