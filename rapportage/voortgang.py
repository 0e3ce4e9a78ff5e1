"""READ: how far the writing of a report is: what is answered, what is missing, what deserves a second look, by when.

Per kamer, and for the questions that are answered once. A constant number of queries, however many kamers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers.models import Deadline, Gebruiker, Kamer
from buurtwerkkamers.rechten import kamers_met, mag
from rapportage.lichtetekst import woorden
from rapportage.models import Antwoord, Klad, Onderdeel, Rapport
from rapportage.nakijken import Bevinding, Natekijken, kijk_alles_na
from rapportage.samenstelling.verwijzingen import cijferlijsten, vul_in

SAMEN = "Alle kamers samen"


@dataclass(frozen=True)
class Termijn:
    """A day by which something must be there, and in words how far off it is."""

    naam: str
    dag: date
    hoe_lang: str
    te_laat: bool


@dataclass(frozen=True)
class Vraag:
    """A question at one place, with the way to it."""

    onderdeel: Onderdeel
    adres: str


@dataclass(frozen=True)
class Vondst:
    """Something to look at, and in which text."""

    vraag: Vraag
    bevinding: Bevinding


@dataclass(frozen=True)
class Kladje:
    """Somebody has text that is not stored: whose, not what."""

    wie: str
    vraag: Vraag
    sinds: datetime


@dataclass(frozen=True)
class Plek:
    """How far one kamer is, or (``kamer`` None) what is answered once for all of them."""

    kamer: Kamer | None
    vragen: int
    woorden: int
    ontbreekt: tuple[Vraag, ...]
    vondsten: tuple[Vondst, ...]
    opmerkingen: int
    kladjes: tuple[Kladje, ...]

    @property
    def naam(self) -> str:
        return self.kamer.naam if self.kamer else SAMEN

    @property
    def beantwoord(self) -> int:
        return self.vragen - len(self.ontbreekt)

    @property
    def wat_te_doen(self) -> str:
        """In a few words: '2 vragen zonder antwoord, 1 tekst niet opgeslagen, 3 punten om na te kijken'."""
        delen = (
            (len(self.ontbreekt), "vraag zonder antwoord", "vragen zonder antwoord"),
            (len(self.kladjes), "tekst niet opgeslagen", "teksten niet opgeslagen"),
            (len(self.vondsten), "punt om na te kijken", "punten om na te kijken"),
        )
        return ", ".join(f"{aantal} {een if aantal == 1 else meer}" for aantal, een, meer in delen if aantal)


@dataclass(frozen=True)
class Voortgang:
    """How far a report is, as far as the reader may know. ``antwoorden`` and ``deadline`` are None when not set."""

    plekken: tuple[Plek, ...]
    antwoorden: Termijn | None
    deadline: Termijn | None

    @property
    def vragen(self) -> int:
        return sum(plek.vragen for plek in self.plekken)

    @property
    def beantwoord(self) -> int:
        return sum(plek.beantwoord for plek in self.plekken)

    @property
    def woorden(self) -> int:
        return sum(plek.woorden for plek in self.plekken)

    @property
    def termijnen(self) -> tuple[Termijn, ...]:
        return tuple(termijn for termijn in (self.antwoorden, self.deadline) if termijn)


def voortgang_voor(gebruiker: Gebruiker, rapport: Rapport) -> Voortgang | None:
    """What this user may know of it; None for who does not write or manage, and of an adopted report.

    The bureau sees all kamers, a coordinator the own one. Findings about people reach nobody else: who only reads
    figures or money learns no name here.
    """
    if rapport.is_af:
        return None
    eigen = set(kamers_met(gebruiker, "rapporten.antwoorden").values_list("pk", flat=True))
    beheert = mag(gebruiker, "rapporten.beheren")
    kamers = [k for k in rapport.kamers.all() if beheert or k.pk in eigen]
    if not (kamers or beheert):
        return None
    schrijft: set[int | None] = {*eigen, *((None,) if beheert else ())}
    return voortgang(rapport, kamers, ook_samen=beheert, schrijft=schrijft if rapport.is_concept else ())


def voortgang(
    rapport: Rapport,
    kamers: Sequence[Kamer],
    *,
    ook_samen: bool = True,
    schrijft: Collection[int | None] = (),
    vandaag: date | None = None,
) -> Voortgang:
    """How far these kamers are. ``ook_samen``: with what is answered once. ``schrijft``: where the reader may write."""
    onderdelen = list(rapport.sjabloon.onderdelen.all())
    plaatsen: list[Kamer | None] = [*kamers, *((None,) if ook_samen else ())]
    stof = _Stof(rapport, plaatsen, onderdelen, schrijft)
    plekken = [plek for plaats in plaatsen if (plek := stof.plek(plaats)).vragen or plek.vondsten]
    vandaag = vandaag or timezone.localdate()
    klaar = rapport.antwoorden_voor
    return Voortgang(
        tuple(plekken),
        _termijn("Antwoorden klaar", klaar, vandaag) if klaar else None,
        _eerste_deadline(rapport, vandaag),
    )


class _Stof:
    """What was written, remarked and counted, each read once for all places."""

    def __init__(
        self,
        rapport: Rapport,
        plaatsen: Sequence[Kamer | None],
        onderdelen: Sequence[Onderdeel],
        schrijft: Collection[int | None],
    ) -> None:
        self.rapport, self.onderdelen, self.schrijft = rapport, onderdelen, schrijft
        self.antwoorden = {(a.onderdeel_id, a.kamer_id): a for a in rapport.antwoorden.all()}
        self.kladjes = [k for k in rapport.kladjes.select_related("gebruiker") if not self._is_opgeslagen(k)]
        open_ = rapport.opmerkingen.filter(afgehandeld_op=None).values_list("kamer_id", flat=True)
        self.opmerkingen: Counter[int | None] = Counter(open_)
        self.vondsten = self._kijk_na(plaatsen)

    def plek(self, kamer: Kamer | None) -> Plek:
        kamer_id = kamer.pk if kamer else None
        vragen = [o for o in self.onderdelen if o.is_vraag and o.per_kamer == (kamer is not None)]
        antwoorden = [a for o in vragen if (a := self.antwoorden.get((o.pk, kamer_id)))]
        return Plek(
            kamer,
            vragen=len(vragen),
            woorden=sum(woorden(a.tekst) for a in antwoorden),
            ontbreekt=tuple(
                self._vraag(o, kamer) for o in vragen if not _is_beantwoord(o, self.antwoorden.get((o.pk, kamer_id)))
            ),
            vondsten=tuple(self.vondsten.get(kamer_id, ())),
            opmerkingen=self.opmerkingen[kamer_id],
            kladjes=tuple(
                Kladje(k.gebruiker.naam, self._vraag(o, kamer), k.bijgewerkt_op)
                for k in self.kladjes
                for o in vragen
                if k.onderdeel_id == o.pk and k.kamer_id == kamer_id
            ),
        )

    def _vraag(self, onderdeel: Onderdeel, kamer: Kamer | None) -> Vraag:
        """The way to a question: where it is written for who may write there, else its part of the report."""
        if onderdeel.is_vraag and (kamer.pk if kamer else None) in self.schrijft:
            kenmerk = self.rapport.kenmerk
            bladzijde = (
                reverse("rapporten:antwoorden", args=[kenmerk, kamer.slug])
                if kamer
                else reverse("rapporten:antwoorden_samen", args=[kenmerk])
            )
            return Vraag(onderdeel, f"{bladzijde}#id_vraag-{onderdeel.pk}-tekst")
        return Vraag(onderdeel, f"{self.rapport.get_absolute_url()}#deel-{self.onderdelen.index(onderdeel) + 1}")

    def _is_opgeslagen(self, klad: Klad) -> bool:
        antwoord = self.antwoorden.get((klad.onderdeel_id, klad.kamer_id))
        stand = (antwoord.tekst.strip(), antwoord.keuze) if antwoord else ("", "")
        return stand == (klad.tekst.strip(), klad.keuze)

    def _kijk_na(self, plaatsen: Sequence[Kamer | None]) -> dict[int | None, list[Vondst]]:
        """The findings in every text at these places. Figures are counted only when a text has a number or a brace."""
        teksten = [
            (onderdeel, kamer, tekst)
            for kamer in plaatsen
            for onderdeel in self.onderdelen
            if (tekst := self._tekst(onderdeel, kamer))
        ]
        telt = any(re.search(r"[\d{]", tekst) for _, _, tekst in teksten)
        lijsten = cijferlijsten(self.rapport, plaatsen) if telt else {}
        na_te_kijken = [Natekijken(t, kamer, lijsten.get(kamer.pk if kamer else None, ())) for _, kamer, t in teksten]
        vondsten: dict[int | None, list[Vondst]] = {}
        for (onderdeel, kamer, _), gevonden in zip(teksten, kijk_alles_na(na_te_kijken), strict=True):
            hier = vondsten.setdefault(kamer.pk if kamer else None, [])
            hier += [Vondst(self._vraag(onderdeel, kamer), bevinding) for bevinding in gevonden]
        return vondsten

    def _tekst(self, onderdeel: Onderdeel, kamer: Kamer | None) -> str:
        """What stands at this part for this place: the answer, or the fixed text of the sjabloon."""
        if onderdeel.soort == Onderdeel.Soort.TEKST:
            return onderdeel.tekst if kamer is None else ""
        antwoord = self.antwoorden.get((onderdeel.pk, kamer.pk if kamer else None))
        return antwoord.tekst if antwoord else ""


def _is_beantwoord(onderdeel: Onderdeel, antwoord: Antwoord | None) -> bool:
    """Whether something was written, or at a choice something was chosen."""
    if antwoord is None:
        return False
    return bool(antwoord.keuze if onderdeel.keuzes else antwoord.tekst.strip())


def onbekende_verwijzingen(rapport: Rapport) -> list[str]:
    """Every reference in a text of this report that names no figure, with where it stands: 'TOP, ‘Vooruit’: {unik}'."""
    onderdelen = {o.pk: o for o in rapport.sjabloon.onderdelen.all()}
    teksten: list[tuple[Onderdeel, Kamer | None, str]]
    teksten = [(o, None, o.tekst) for o in onderdelen.values() if o.soort == Onderdeel.Soort.TEKST]
    teksten += [(onderdelen[a.onderdeel_id], a.kamer, a.tekst) for a in rapport.antwoorden.select_related("kamer")]
    met = [(o, kamer, tekst) for o, kamer, tekst in teksten if "{" in tekst]
    if not met:
        return []
    lijsten = cijferlijsten(rapport, [*rapport.kamers.all(), None])
    return [
        f"{kamer.label if kamer else SAMEN}, ‘{onderdeel.titel}’: {stuk}"
        for onderdeel, kamer, tekst in met
        for stuk in vul_in(tekst, lijsten[kamer.pk if kamer else None]).onbekend
    ]


# --- by when ----------------------------------------------------------------------------------------------------


def _eerste_deadline(rapport: Rapport, vandaag: date) -> Termijn | None:
    """What the agreement asks next, after the period of the report: a report that is late goes before all else."""
    gevraagd = Deadline.objects.open().filter(afspraak__naam=rapport.afspraak.naam, datum__gt=rapport.tm)
    open_ = list(gevraagd.order_by("datum", "pk"))
    te_laat = (d for d in open_ if d.is_te_laat(vandaag) and "rapport" in d.naam.lower())
    komt = (d for d in open_ if d.datum >= vandaag)
    eerste = next(te_laat, None) or next(komt, None)
    return _termijn(eerste.naam, eerste.datum, vandaag) if eerste else None


def _termijn(naam: str, dag: date, vandaag: date) -> Termijn:
    return Termijn(naam, dag, hoe_lang(dag, vandaag), dag < vandaag)


def hoe_lang(dag: date, vandaag: date) -> str:
    """'nog 6 dagen', 'nog 1 dag', 'vandaag', 'was gisteren', 'was 3 dagen geleden'."""
    dagen = (dag - vandaag).days
    if dagen > 0:
        return f"nog {dagen} {'dag' if dagen == 1 else 'dagen'}"
    return "vandaag" if dagen == 0 else "was gisteren" if dagen == -1 else f"was {-dagen} dagen geleden"
