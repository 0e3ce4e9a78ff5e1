"""People and hours on a dashboard: counted once for all periods, then looked up by cell.

Months, the same period last year and earlier years go into one call of the counting function, whatever the number of
kamers. Where nothing at all was registered there is no figure, which is not the same as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Categorie, Indicator, Kamer
from buurtwerkkamers.perioden import MAANDEN, Periode
from deelnemers.tellingen import REGELS, Telrij, Urentelling, cel_van, tel_uniek, tel_uren
from rapportage.cijfers import Bescherming, Cijfer, Getal, Vorm
from rapportage.dashboard.afgesproken import Afgesproken
from rapportage.dashboard.bewijsadres import bewijsadres
from rapportage.dashboard.vorm import Grafiekblok, Kerncijfer, Punt, Reeks, Tabelblok
from rapportage.dashboard.vraag import Vraag

JAREN_TERUG = 4
MEESTE_REEKSEN = 6  # with more kamers a chart with a line for each says nothing
NIETS = "In deze periode is niets geregistreerd."
GEEN_UREN = "In deze periode zijn geen uren ingevuld."
GEEN_TARIEF = "Voor een deel van deze uren is geen uurtarief bekend."
GEHEEL = (
    "alle deelnemers per categorie bij elkaar opgeteld; wie aan twee categorieën meedoet, telt in beide, dus dit is "
    "meer dan het aantal verschillende mensen"
)
_ZONDER_NAAM = "Daarnaast zijn er bezoeken zonder naam geteld. Die staan hier niet bij."


@dataclass(frozen=True)
class Bereik:
    """The counts of one dashboard. ``maanden`` are those of the period, clipped to it; none for a single month."""

    vraag: Vraag
    maanden: tuple[Periode, ...]
    jaren: tuple[Periode, ...]
    categorieen: tuple[Categorie, ...]
    _geteld: dict[tuple[Periode, tuple[int | None, int | None]], Telrij]
    _uren: dict[tuple[Periode, int | None], Urentelling]

    @classmethod
    def van(cls, vraag: Vraag) -> Bereik:
        """Count everything: one call for people, one for hours."""
        periode, vorig = vraag.periode, vraag.periode.jaar_eerder()
        maanden = tuple(periode.verdeel("maand"))
        maanden = maanden if len(maanden) > 1 else ()
        jaren = [periode]
        for _ in range(JAREN_TERUG):
            jaren.append(jaren[-1].jaar_eerder())
        perioden = dict.fromkeys((periode, vorig, *maanden, *(m.jaar_eerder() for m in maanden), *jaren))
        lijst = vraag.afspraak.categorielijst if vraag.afspraak else None
        rijen = tel_uniek(vraag.kamers, list(perioden), lijst)
        uren = tel_uren(vraag.kamers, [periode, vorig])
        return cls(
            vraag,
            maanden,
            tuple(reversed(jaren)),
            tuple(dict.fromkeys(rij.categorie for rij in rijen if rij.categorie)),
            {(rij.periode, rij.cel): rij for rij in rijen},
            {(rij.periode, rij.kamer.pk if rij.kamer else None): rij for rij in uren},
        )

    # --- figures

    def _rij(self, periode: Periode, kamer: Kamer | None, categorie: Categorie | None = None) -> Telrij:
        return self._geteld[periode, cel_van(kamer, categorie)]

    def _cijfer(
        self, waarde: Getal | None, regel: str, periode: Periode, kamer: Kamer | None, reden: str = "",
        bescherming: Bescherming = "totaal", mensen: int | None = None, bewijs: str = "", eenheid: str = "",
        vorm: Vorm = "getal",
    ) -> Cijfer:  # fmt: skip
        namen = (kamer.naam,) if kamer else tuple(k.naam for k in self.vraag.kamers)
        return Cijfer(
            waarde, regel, periode, namen, eenheid=eenheid, vorm=vorm, reden="" if waarde is not None else reden,
            bescherming=bescherming, mensen=mensen, bewijs=bewijs,
        )  # fmt: skip

    def mensen(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        """Different people."""
        rij = self._rij(periode, kamer)
        regel = REGELS["uniek_totaal" if kamer else "uniek_stad"]
        waarde = rij.uniek if rij.geregistreerd else None
        return self._cijfer(
            waarde, regel, periode, kamer, NIETS, mensen=rij.uniek, bewijs=bewijsadres("mensen", kamer, periode)
        )

    def nieuw(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        rij = self._rij(periode, kamer)
        waarde = rij.nieuw if rij.geregistreerd else None
        adres = bewijsadres("nieuw", kamer, periode)
        return self._cijfer(waarde, REGELS["nieuw"], periode, kamer, NIETS, mensen=rij.nieuw, bewijs=adres)

    def deelnames(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        """Attendances: shown to outside roles when enough people made them."""
        rij = self._rij(periode, kamer)
        waarde = rij.deelnames if rij.geregistreerd else None
        adres = bewijsadres("deelnames", kamer, periode)
        return self._cijfer(waarde, REGELS["deelnames"], periode, kamer, NIETS, "bezoeken", rij.uniek, adres)

    def in_categorie(
        self, periode: Periode, kamer: Kamer | None, categorie: Categorie, afgesproken: Afgesproken
    ) -> Cijfer:
        rij = self._rij(periode, kamer, categorie)
        bescherming: Bescherming = "gevoelig" if categorie.gevoelig else "uitsplitsing"
        if (kamer.pk if kamer else None, categorie.pk) in afgesproken:
            bescherming = "afgesproken"
        adres = bewijsadres("mensen", kamer, periode, categorie=categorie.pk)
        waarde = rij.uniek if self._rij(periode, kamer).geregistreerd else None
        return self._cijfer(waarde, REGELS["uniek"], periode, kamer, NIETS, bescherming, rij.uniek, adres)

    def uren(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        telling = self._uren[periode, kamer.pk if kamer else None]
        adres = bewijsadres("uren", kamer, periode)
        waarde = telling.uren or None
        return self._cijfer(waarde, REGELS["uren"], periode, kamer, GEEN_UREN, "open", bewijs=adres, eenheid="uur")

    def waarde_van_uren(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        telling = self._uren[periode, kamer.pk if kamer else None]
        waarde: Decimal | None = telling.waarde if telling.uren else None
        reden = GEEN_TARIEF if telling.uren else GEEN_UREN
        adres = bewijsadres("uren", kamer, periode)
        regel = REGELS["waarde_uren"]
        return self._cijfer(waarde, regel, periode, kamer, reden, "open", bewijs=adres, vorm="euro")

    def vrijwilligers(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        telling = self._uren[periode, kamer.pk if kamer else None]
        waarde = telling.vrijwilligers if telling.uren else None
        adres = bewijsadres("uren", kamer, periode)
        regel = REGELS["vrijwilligers"]
        return self._cijfer(waarde, regel, periode, kamer, GEEN_UREN, mensen=telling.vrijwilligers, bewijs=adres)

    # --- as they are shown

    def kerncijfers(self, indicatoren: Sequence[Indicator]) -> tuple[Kerncijfer[Cijfer], ...]:
        """The large figures, each with that of the same days a year earlier and its months."""
        kamer, nu = self.vraag.kamer, self.vraag.periode
        van_regel = {i.meetregel: i.pk for i in reversed(indicatoren)} if kamer else {}

        def maanden(wat: str) -> tuple[Punt[Cijfer], ...]:
            return tuple(Punt(maandlabel(maand), getattr(self, wat)(maand, kamer)) for maand in self.maanden)

        return (
            Kerncijfer(
                "mensen", "Mensen bereikt", self.mensen(nu, kamer), self._vorig("mensen"), maanden("mensen"),
                indicator_id=van_regel.get(Meetregel.UNIEK_TOTAAL),
            ),
            Kerncijfer("nieuw", "Voor het eerst", self.nieuw(nu, kamer), self._vorig("nieuw"), maanden("nieuw")),
            Kerncijfer(
                "deelnames", "Keren meegedaan", self.deelnames(nu, kamer), self._vorig("deelnames"),
                maanden("deelnames"),
            ),
            Kerncijfer(
                "vrijwilligers", "Actieve vrijwilligers", self.vrijwilligers(nu, kamer), self._vorig("vrijwilligers"),
                indicator_id=van_regel.get(Meetregel.VRIJWILLIGERS),
            ),
            Kerncijfer("uren", "Uren van vrijwilligers", self.uren(nu, kamer), self._vorig("uren")),
            Kerncijfer(
                "waarde-uren", "Waarde van die uren", self.waarde_van_uren(nu, kamer),
                self._vorig("waarde_van_uren"), soort="euro_heel",
            ),
        )  # fmt: skip

    def _vorig(self, wat: str) -> Cijfer | None:
        """The figure of the same days last year; None when there is none, so that nothing is compared with nothing."""
        cijfer: Cijfer = getattr(self, wat)(self.vraag.periode.jaar_eerder(), self.vraag.kamer)
        return None if cijfer.waarde is None else cijfer

    def grafieken(self, afgesproken: Afgesproken) -> Iterable[Grafiekblok[Cijfer]]:
        """``afgesproken``: the categories of a kamer that an indicator of the agreement counts with a target there."""
        if self.maanden:
            yield self._per_maand()
        if len(jaren := self._jaren_met_iets()) > 1:
            yield Grafiekblok(
                "jaren",
                "jaren",
                "Mensen bereikt in dezelfde dagen van elk jaar",
                REGELS["uniek_totaal" if self.vraag.kamer else "uniek_stad"],
                self._reeksen(lambda kamer: ((str(j.tm.year), self.mensen(j, kamer)) for j in jaren)),
                toelichting="Elk jaar is geteld over dezelfde dagen, zodat een jaar dat nog loopt eerlijk vergelijkt.",
            )
        if self._rij(self.vraag.periode, self.vraag.kamer).geregistreerd:
            yield Grafiekblok(
                "activiteiten",
                "aandelen",
                "Waarvoor mensen kwamen",
                REGELS["uniek"],
                self._per_activiteit(afgesproken),
                geheel=GEHEEL,
            )

    def _per_activiteit(self, afgesproken: Afgesproken) -> tuple[Reeks[Cijfer], ...]:
        """Of one kamer this period beside last year's; of more of them a series for each."""

        def punten(periode: Periode, kamer: Kamer | None) -> Iterable[tuple[str, Cijfer]]:
            return ((c.naam, self.in_categorie(periode, kamer, c, afgesproken)) for c in self.categorieen)

        nu, vorig, kamer = self.vraag.periode, self.vraag.periode.jaar_eerder(), self.vraag.kamer
        if kamer is None:
            return self._reeksen(lambda een: punten(nu, een))
        perioden = (nu, vorig) if self._rij(vorig, kamer).geregistreerd else (nu,)
        return tuple(Reeks(str(p.tm.year), tuple(Punt(*punt) for punt in punten(p, kamer))) for p in perioden)

    def _per_maand(self) -> Grafiekblok[Cijfer]:
        """Of one kamer this year beside last year; of more of them a line for each."""
        regel = REGELS["uniek_totaal"]
        toelichting = "Wie in meer maanden komt, telt in elke maand: de maanden tellen niet op tot het jaar."
        if self.vraag.kamer is None and 1 < len(self.vraag.kamers) <= MEESTE_REEKSEN:
            reeksen = self._reeksen(lambda kamer: ((maandlabel(m), self.mensen(m, kamer)) for m in self.maanden))
        else:
            kamer = self.vraag.kamer
            reeksen = tuple(
                Reeks(str(perioden[-1].tm.year), tuple(Punt(maandlabel(m), self.mensen(m, kamer)) for m in perioden))
                for perioden in (self.maanden, tuple(m.jaar_eerder() for m in self.maanden))
                if any(self._rij(m, kamer).geregistreerd for m in perioden)
            )
            regel = REGELS["uniek_totaal" if kamer else "uniek_stad"]
        return Grafiekblok("mensen", "maanden", "Mensen bereikt per maand", regel, reeksen, toelichting=toelichting)

    def _reeksen(self, punten) -> tuple[Reeks[Cijfer], ...]:  # type: ignore[no-untyped-def]
        """A series for each kamer; with too many of them, one for all together."""
        kamers: tuple[Kamer | None, ...] = self.vraag.op_deze_pagina
        if len(kamers) > MEESTE_REEKSEN:
            kamers = (None,)
        return tuple(
            Reeks(
                kamer.label if kamer else "Alle kamers samen",
                tuple(Punt(label, cijfer) for label, cijfer in punten(kamer)),
                kamer.kleur if kamer else "",
            )
            for kamer in kamers
        )

    def _jaren_met_iets(self) -> tuple[Periode, ...]:
        """The years from the first one in which something was registered."""
        wel = [jaar for jaar in self.jaren if self._rij(jaar, self.vraag.kamer).geregistreerd]
        return tuple(jaar for jaar in self.jaren if wel and jaar >= wel[0])

    def tabellen(self, afgesproken: Afgesproken) -> Iterable[Tabelblok[Cijfer]]:
        """The kamers side by side, and people by category."""
        if self.vraag.kamer is None and len(self.vraag.kamers) > 1:
            yield self._naast_elkaar()
        if self.vraag.kamer is None and self._rij(self.vraag.periode, None).geregistreerd:
            yield self._per_categorie(afgesproken)

    def _naast_elkaar(self) -> Tabelblok[Cijfer]:
        nu = self.vraag.periode
        wat = (self.mensen, self.nieuw, self.deelnames, self.vrijwilligers, self.uren, self.waarde_van_uren)
        return Tabelblok(
            "kamers",
            "De kamers naast elkaar",
            REGELS["uniek_stad"],
            ("Mensen", "Voor het eerst", "Keren meegedaan", "Vrijwilligers", "Uren", "Waarde van de uren"),
            tuple(
                (kamer.naam if kamer else "Alle kamers samen", tuple(tel(nu, kamer) for tel in wat))
                for kamer in (*self.vraag.kamers, None)
            ),
            self._noten(),
        )

    def _per_categorie(self, afgesproken: Afgesproken) -> Tabelblok[Cijfer]:
        nu, vorig = self.vraag.periode, self.vraag.periode.jaar_eerder()
        plekken: tuple[tuple[Periode, Kamer | None], ...] = ((nu, None),)
        kolommen: tuple[str, ...] = ("Mensen",)
        if 1 < len(self.vraag.kamers) <= MEESTE_REEKSEN:
            plekken = (*((nu, k) for k in self.vraag.kamers), (nu, None))
            kolommen = (*(k.label for k in self.vraag.kamers), "Alle kamers samen")
        if self._rij(vorig, None).geregistreerd:
            plekken = (*plekken, (vorig, None))
            kolommen = (*kolommen, f"Zelfde dagen {vorig.tm.year}")
        return Tabelblok(
            "categorieen",
            "Mensen per categorie",
            REGELS["uniek"],
            kolommen,
            tuple(
                (c.naam, tuple(self.in_categorie(p, k, c, afgesproken) for p, k in plekken)) for c in self.categorieen
            ),
            ("Wie in meer categorieën meedoet, telt in elk daarvan: de rijen tellen niet op tot een totaal.",),
        )

    def _noten(self) -> tuple[str, ...]:
        zonder_naam = any(self._rij(self.vraag.periode, kamer).zonder_naam for kamer in self.vraag.kamers)
        return (_ZONDER_NAAM,) if zonder_naam else ()


def maandlabel(maand: Periode) -> str:
    """'jan'."""
    return MAANDEN[maand.van.month - 1][:3] if maand.van.month != 3 else "mrt"
