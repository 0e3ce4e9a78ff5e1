"""The hours of volunteers per kamer and together: how many, by whom, and what they are worth at the rates of each day.

Hours, volunteers and values are counted by ``deelnemers.tellingen`` only; what was agreed comes from
``afgesproken_uren``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from buurtwerkkamers.models import Kamer, Uurtarief
from buurtwerkkamers.opmaak import euro, getal, procent
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen import Urentelling, tel_uren
from financien.afronding import aandeel
from rapportage.afgesproken_uren import BEWONER, PROFESSIONAL, AfgesprokenUren, Urenwaarde, afgesproken_uren
from rapportage.cijfers import Celwaarde, Kolom, Rij, RijSoort, Tabel
from rapportage.models import Rapport
from rapportage.samenstelling import vergelijken
from rapportage.samenstelling.vergelijken import Vergeleken, groeicel, nog_dicht

REGEL = (
    "Uren van vrijwilligers zoals zij zijn ingevuld. Vrijwilligers zijn de verschillende bewoners met uren in de "
    "periode; professionals tellen daar niet bij."
)
REGEL_WAARDE = "De uren keer het uurtarief van die soort vrijwilliger op de dag waarop het uur is gemaakt."
GEEN_UREN = "–: geen uren ingevuld. Dat is iets anders dan 0."
GEEN_TARIEF = "Voor een deel van de uren is geen uurtarief bekend. Daarom is hun waarde niet te bepalen."
NIET_TE_BEPALEN = "niet te bepalen"
SAMEN = "Samen"
_SOORTEN = {BEWONER: "Uren van bewoners", PROFESSIONAL: "Uren van professionals"}


@dataclass(frozen=True)
class Uren:
    """All hours of a report, by kamer (None: together) and period. ``kolommen``: sub-periods and the whole."""

    kamers: tuple[Kamer, ...]
    geheel: Periode
    kolommen: tuple[Periode, ...]
    afgesproken: AfgesprokenUren
    _cellen: dict[tuple[int | None, Periode], Urentelling]

    @classmethod
    def van(
        cls,
        rapport: Rapport,
        kamers: Sequence[Kamer],
        kolommen: Sequence[Periode],
        met: Vergeleken | None,
    ) -> Uren:
        """Read; the same number of queries whatever the number of kamers and sub-periods."""
        perioden = dict.fromkeys((*kolommen, *(p for paar in (met.paren if met else ()) for p in paar)))
        cellen = {(r.kamer.pk if r.kamer else None, r.periode): r for r in tel_uren(kamers, list(perioden))}
        beloofd = afgesproken_uren(rapport.afspraak, kamers, rapport.tm.year)
        return cls(tuple(kamers), rapport.periode, tuple(kolommen), beloofd, cellen)

    @property
    def plekken(self) -> list[Kamer | None]:
        return [*self.kamers, None] if len(self.kamers) > 1 else list(self.kamers)

    def cel(self, kamer: Kamer | None, periode: Periode) -> Urentelling | None:
        """None when no hours were filled in there, which is not the same as 0."""
        cel = self._cellen[kamer.pk if kamer else None, periode]
        return cel if cel.per_soort else None

    @property
    def leeg(self) -> bool:
        return all(self.cel(None, periode) is None for periode in self.kolommen)


# --- this period ------------------------------------------------------------------------------------------------


def tabellen(uren: Uren) -> tuple[Tabel, ...]:
    """The hours with the volunteers and the share of what was agreed, and what the hours are worth."""
    return _uren(uren), _waarde(uren)


def _kolommen(uren: Uren, soort: str) -> tuple[Kolom, ...]:
    titels = (plek.label if plek else SAMEN for plek in uren.plekken)
    return (Kolom("Uren" if soort == "getal" else "Waarde", "tekst"), *(Kolom(titel, soort) for titel in titels))  # type: ignore[arg-type]


def _rij(
    uren: Uren, naam: str, periode: Periode, lees: Callable[[Urentelling], Celwaarde], soort: RijSoort = "rij"
) -> Rij:
    cellen = (uren.cel(plek, periode) for plek in uren.plekken)
    return Rij((naam, *(lees(cel) if cel else None for cel in cellen)), soort)


def _groep(uren: Uren, periode: Periode) -> list[Rij]:
    """The heading of a period, when there is more than one."""
    if len(uren.kolommen) < 2:
        return []
    titel = "Hele periode" if periode == uren.geheel else str(periode)
    return [Rij((titel, *(None for _ in uren.plekken)), "groep")]


def _van_soort(soort: str) -> Callable[[Urentelling], Celwaarde]:
    return lambda cel: cel.per_soort[soort].uren if soort in cel.per_soort else None


def _waarde_van(soort: str) -> Callable[[Urentelling], Celwaarde]:
    def lees(cel: Urentelling) -> Celwaarde:
        deel = cel.per_soort.get(soort)
        return None if deel is None else _of_niet(deel.waarde)

    return lees


def _of_niet(waarde: Decimal | None) -> Celwaarde:
    return NIET_TE_BEPALEN if waarde is None else waarde


def _uren(uren: Uren) -> Tabel:
    rijen: list[Rij] = []
    for periode in uren.kolommen:
        rijen += _groep(uren, periode)
        rijen += [_rij(uren, naam, periode, _van_soort(soort)) for soort, naam in _SOORTEN.items()]
        rijen.append(_rij(uren, "Alle uren", periode, lambda cel: cel.uren, "totaal"))
        rijen.append(_rij(uren, "Vrijwilligers (bewoners met uren)", periode, lambda cel: cel.vrijwilligers, "bij"))
    rijen += _naast_afspraak(uren)
    return Tabel(
        f"Uren van vrijwilligers, {uren.geheel}",
        REGEL,
        _kolommen(uren, "getal"),
        tuple(rijen),
        (*_in_meer_kamers(uren), *_noot_afspraak(uren), *((GEEN_UREN,) if _met_leeg(rijen) else ())),
    )


def _met_leeg(rijen: Sequence[Rij]) -> bool:
    return any(None in rij.cellen for rij in rijen if rij.soort != "groep")


def _naast_afspraak(uren: Uren) -> list[Rij]:
    """What was agreed for the year, and which part of it was made in the whole period."""
    doelen = [_afgesproken(uren, plek) for plek in uren.plekken]
    if not any(doelen):
        return []
    cellen = [uren.cel(plek, uren.geheel) for plek in uren.plekken]
    delen = [_deel(cel, doel) for cel, doel in zip(cellen, doelen, strict=True)]
    jaar = uren.geheel.tm.year
    return [
        Rij((f"Afgesproken voor {jaar}", *(doel.totaal if doel else "geen" for doel in doelen)), "bij"),
        Rij(("Deel van de afgesproken uren", *delen), "bij"),
    ]


def _afgesproken(uren: Uren, plek: Kamer | None) -> Urenwaarde | None:
    """Of all together only where each kamer has something agreed: otherwise the share would be of another whole."""
    if plek is not None:
        return uren.afgesproken.per_kamer.get(plek.naam)
    return uren.afgesproken.samen if len(uren.afgesproken.per_kamer) == len(uren.kamers) else None


def _deel(cel: Urentelling | None, doel: Urenwaarde | None) -> str:
    deel = aandeel(cel.uren, doel.totaal) if cel and doel else None
    return NIET_TE_BEPALEN if deel is None else procent(deel)


def _noot_afspraak(uren: Uren) -> tuple[str, ...]:
    if not uren.afgesproken.per_kamer:
        return (uren.afgesproken.reden,) if uren.afgesproken.reden else ()
    return (
        f"{uren.afgesproken.regel} Het deel is: de uren van {uren.geheel}, gedeeld door wat voor het hele jaar is "
        "afgesproken, in hele procenten.",
    )


def _in_meer_kamers(uren: Uren) -> tuple[str, ...]:
    """Volunteers of two kamers count in both, and once together."""
    if len(uren.kamers) < 2 or not (samen := uren.cel(None, uren.geheel)):
        return ()
    som = sum(cel.vrijwilligers for kamer in uren.kamers if (cel := uren.cel(kamer, uren.geheel)))
    if som == samen.vrijwilligers:
        return ()
    return (
        f"De kamers tellen bij elkaar {getal(som)} vrijwilligers, samen zijn het {getal(samen.vrijwilligers)} "
        f"verschillende mensen: {getal(som - samen.vrijwilligers)} minder, omdat wie in meer kamers helpt in elk "
        "daarvan telt.",
    )


def _waarde(uren: Uren) -> Tabel:
    rijen: list[Rij] = []
    for periode in uren.kolommen:
        rijen += _groep(uren, periode)
        rijen += [_rij(uren, naam, periode, _waarde_van(soort)) for soort, naam in _SOORTEN.items()]
        rijen.append(_rij(uren, "Alle uren", periode, lambda cel: _of_niet(cel.waarde), "totaal"))
    noten = [*tarieven(uren.kolommen), *_afgerond(uren)]
    if any(NIET_TE_BEPALEN in rij.cellen for rij in rijen):
        noten.append(GEEN_TARIEF)
    return Tabel(
        f"Wat de uren waard zijn, {uren.geheel}",
        REGEL_WAARDE,
        _kolommen(uren, "euro"),
        tuple(rijen),
        (*noten, *((GEEN_UREN,) if _met_leeg(rijen) else ())),
    )


def tarieven(perioden: Sequence[Periode]) -> tuple[str, ...]:
    """What an hour is worth in these periods, of each kind, with the day on which that changes. One query."""
    van, tm = min(p.van for p in perioden), max(p.tm for p in perioden)
    bekend = Uurtarief.objects.als_tarieven()
    zinnen = []
    for soort, label in Uurtarief.Soort.choices:
        dagen = [van, *sorted(dag for dag in bekend.begindagen if van < dag <= tm)]
        geldend = [(dag, tarief) for dag in dagen if (tarief := bekend.op(soort, dag)) is not None]
        delen, vorige = [], None
        for dag, tarief in geldend:
            if tarief != vorige:
                bedrag = euro(tarief, 0 if tarief == int(tarief) else 2)
                delen.append(bedrag if dag == van else f"{bedrag} vanaf {vergelijken.datum(dag)}")
            vorige = tarief
        if delen:
            zinnen.append(f"Een uur van een {label}: {', '.join(delen)}.")
    return tuple(zinnen)


def _afgerond(uren: Uren) -> tuple[str, ...]:
    """That parts are rounded to the cent one by one, with the largest difference that this makes."""
    verschillen = [Decimal(0)]
    for periode in uren.kolommen:
        samen = uren.cel(None, periode)
        delen = [cel.waarde for kamer in uren.kamers if (cel := uren.cel(kamer, periode))]
        if samen is None or samen.waarde is None or None in delen:
            continue
        verschillen.append(abs(samen.waarde - sum(d for d in delen if d is not None)))
        for plek in uren.plekken:
            if cel := uren.cel(plek, periode):
                soorten = sum(deel.waarde or Decimal(0) for deel in cel.per_soort.values())
                verschillen.append(abs((cel.waarde or Decimal(0)) - soorten))
    grootste = max(verschillen)
    if not grootste:
        return ()
    return (f"Elk bedrag is los afgerond op centen. Daardoor tellen delen tot {euro(grootste)} anders op.",)


# --- beside an earlier period -----------------------------------------------------------------------------------


def vergelijking(uren: Uren, met: Vergeleken) -> tuple[Tabel | None, str]:
    """Hours, volunteers and value beside the earlier period; without hours then no table but a sentence why."""
    if uren.cel(None, met.eerder) is None:
        return None, f"Over {met.eerder} zijn geen uren ingevuld. Daarom is er niets om mee te vergelijken."
    maten: tuple[tuple[str, Callable[[Urentelling], Decimal | int | None], str], ...] = (
        ("Uren", lambda cel: cel.uren, "getal"),
        ("Vrijwilligers (bewoners met uren)", lambda cel: cel.vrijwilligers, "getal"),
        ("Waarde van de uren in euro's", lambda cel: cel.waarde, "euro"),
    )
    rijen: list[Rij] = []
    for titel, lees, soort in maten:
        rijen.append(Rij((titel, None, None, None), "groep"))
        for plek in uren.plekken:
            toen, nu = (_lees(uren.cel(plek, periode), lees) for periode in (met.eerder, met.nu))
            groei = groeicel(nu, toen, soort, nog_dicht=nog_dicht(plek, met.eerder))
            cellen = (_schrijf(toen, soort), _schrijf(nu, soort), groei)
            rijen.append(Rij((plek.naam if plek else SAMEN, *cellen), "rij" if plek else "totaal"))
    tabel = Tabel(
        f"Uren van vrijwilligers, vergeleken met {met.naam}",
        vergelijken.REGEL,
        vergelijken.kolommen("Kamer", met.nu, met.eerder),
        tuple(rijen),
        (
            *(zin for kamer in uren.kamers for zin in vergelijken.opening(kamer, met)),
            *vergelijken.voorbehoud(met),
            *tarieven([met.eerder, met.nu]),
            *((GEEN_UREN,) if _met_leeg(rijen) else ()),
        ),
    )
    return tabel, ""


def _lees(cel: Urentelling | None, lees: Callable[[Urentelling], Decimal | int | None]) -> Decimal | int | None:
    return None if cel is None else lees(cel)


def _schrijf(waarde: Decimal | int | None, soort: str) -> Celwaarde:
    """Amounts as text: they stand in a column with hours."""
    if waarde is None or soort != "euro":
        return waarde
    return euro(waarde, 0 if waarde == int(waarde) else 2)
