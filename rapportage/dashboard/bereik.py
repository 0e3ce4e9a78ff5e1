"""People and hours on a dashboard: read once for all periods (``telling``), then looked up by cell.

Months, the same period last year and earlier years go into one reading, whatever the number of kamers.
Where nothing at all was registered there is no figure, which is not the same as 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from buurtwerkkamers.meetregels import Meetregel
from buurtwerkkamers.models import Categorie, Categorielijst, Indicator, Kamer
from buurtwerkkamers.perioden import MAANDEN, Periode
from deelnemers.tellingen import REGELS, Stand, Urentelling, cel_van, tel_uren
from rapportage.cijfers import Bescherming, Cijfer, Getal, Vorm
from rapportage.dashboard.afgesproken import Afgesproken
from rapportage.dashboard.bewijsadres import bewijsadres
from rapportage.dashboard.telling import jaren_van, maanden_van
from rapportage.dashboard.vorm import Grafiekblok, Kerncijfer, Punt, Reeks, Tabelblok
from rapportage.dashboard.vraag import Vraag

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
    stand: Stand
    maanden: tuple[Periode, ...]
    categorieen: tuple[Categorie, ...]
    _uren: dict[tuple[Periode, int | None], Urentelling]
    _alle_namen: tuple[str, ...]

    @classmethod
    def van(cls, vraag: Vraag, stand: Stand) -> Bereik:
        """``stand``: the people, read for all of the page; the hours are counted here, in one call."""
        lijst = vraag.afspraak.categorielijst if vraag.afspraak else Categorielijst.objects.standaard()
        uren = tel_uren(vraag.kamers, [vraag.periode, vraag.periode.jaar_eerder()])
        return cls(
            vraag,
            stand,
            maanden_van(vraag),
            tuple(lijst.categorie_set.all()),
            {(rij.periode, rij.kamer.pk if rij.kamer else None): rij for rij in uren},
            tuple(kamer.naam for kamer in vraag.kamers),
        )

    # --- figures

    def _geregistreerd(self, periode: Periode, kamer: Kamer | None) -> bool:
        return self.stand.geregistreerd(cel_van(kamer, None), periode)

    def _cijfer(
        self, waarde: Getal | None, regel: str, periode: Periode, kamer: Kamer | None, reden: str = "",
        bescherming: Bescherming = "totaal", mensen: int | None = None, bewijs: str = "", eenheid: str = "",
        vorm: Vorm = "getal",
    ) -> Cijfer:  # fmt: skip
        namen = (kamer.naam,) if kamer else self._alle_namen
        return Cijfer(
            waarde, regel, periode, namen, eenheid=eenheid, vorm=vorm, reden="" if waarde is not None else reden,
            bescherming=bescherming, mensen=mensen, bewijs=bewijs,
        )  # fmt: skip

    def _geteld(
        self, aantal: int, regel: str, periode: Periode, kamer: Kamer | None, bewijs: str,
        bescherming: Bescherming = "totaal", mensen: int | None = None,
    ) -> Cijfer:  # fmt: skip
        """What was counted; no figure where nothing was registered at all. ``mensen``: how many people are in it."""
        waarde = aantal if self._geregistreerd(periode, kamer) else None
        wie = aantal if mensen is None else mensen
        return self._cijfer(waarde, regel, periode, kamer, NIETS, bescherming, wie, bewijs)

    def mensen(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        """Different people."""
        aantal = self.stand.uniek(cel_van(kamer, None), periode)
        regel = REGELS["uniek_totaal" if kamer else "uniek_stad"]
        return self._geteld(aantal, regel, periode, kamer, bewijsadres("mensen", kamer, periode))

    def nieuw(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        aantal = self.stand.nieuw(cel_van(kamer, None), periode)
        return self._geteld(aantal, REGELS["nieuw"], periode, kamer, bewijsadres("nieuw", kamer, periode))

    def deelnames(self, periode: Periode, kamer: Kamer | None) -> Cijfer:
        """Attendances: shown to outside roles when enough people made them."""
        plek = cel_van(kamer, None)
        aantal, mensen = self.stand.deelnames(plek, periode), self.stand.uniek(plek, periode)
        adres = bewijsadres("deelnames", kamer, periode)
        return self._geteld(aantal, REGELS["deelnames"], periode, kamer, adres, "bezoeken", mensen)

    def in_categorie(
        self, periode: Periode, kamer: Kamer | None, categorie: Categorie, afgesproken: Afgesproken
    ) -> Cijfer:
        bescherming: Bescherming = "gevoelig" if categorie.gevoelig else "uitsplitsing"
        if (kamer.pk if kamer else None, categorie.pk) in afgesproken:
            bescherming = "afgesproken"
        aantal = self.stand.uniek(cel_van(kamer, categorie), periode)
        adres = bewijsadres("mensen", kamer, periode, categorie=categorie.pk)
        return self._geteld(aantal, REGELS["uniek"], periode, kamer, adres, bescherming)

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
        adres = bewijsadres("uren", kamer, periode, soort="bewoner")
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
        if self._geregistreerd(self.vraag.periode, self.vraag.kamer):
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
        perioden = (nu, vorig) if self._geregistreerd(vorig, kamer) else (nu,)
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
                if any(self._geregistreerd(m, kamer) for m in perioden)
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
        jaren = jaren_van(self.vraag)
        wel = [jaar for jaar in jaren if self._geregistreerd(jaar, self.vraag.kamer)]
        return tuple(jaar for jaar in jaren if wel and jaar >= wel[0])

    def tabellen(self, afgesproken: Afgesproken) -> Iterable[Tabelblok[Cijfer]]:
        """The kamers side by side, and people by category."""
        if self.vraag.kamer is None and len(self.vraag.kamers) > 1:
            yield self._naast_elkaar()
        if self.vraag.kamer is None and self._geregistreerd(self.vraag.periode, None):
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
        if self._geregistreerd(vorig, None):
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
        zonder_naam = self.stand.zonder_naam((None, None), self.vraag.periode)
        return (_ZONDER_NAAM,) if zonder_naam else ()


def maandlabel(maand: Periode) -> str:
    """'jan'."""
    return MAANDEN[maand.van.month - 1][:3] if maand.van.month != 3 else "mrt"
