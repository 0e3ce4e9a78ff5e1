"""What the kamers heard in the neighbourhood: themes per sub-period, and the signals themselves, per kamer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import datum_kort
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Signaal
from deelnemers.tellingen import REGELS
from deelnemers.tellingen.signalen import tel_signalen
from rapportage.cijfers import Kolom, Rij, Tabel
from rapportage.models import Onderdeel
from rapportage.rapportvorm import Deel, Kamerkop, Kamertabel
from rapportage.samenstelling.deelnemers import en
from rapportage.samenstelling.vergelijken import Vergeleken, groeicel, kolommen, nog_dicht, voorbehoud

GEEN = "In deze periode heeft geen kamer een signaal opgeschreven."
ALLEEN_GEHOORD = "Een signaal is wat mensen in de kamer vertellen. Het is niet onderzocht of nagevraagd."
Telling = Counter[tuple[int, Periode, str]]


def tabellen(
    kamers: Sequence[Kamer], koppen: dict[int, Kamerkop], tijdvakken: Sequence[Periode], geheel: Periode
) -> tuple[Kamertabel, ...]:
    """First (with more than one kamer) the kamers side by side, then per kamer its themes and its signals.

    A kamer without signals has no table. Two queries, however many kamers and sub-periods.
    """
    perioden = list(dict.fromkeys((*tijdvakken, geheel)))
    geteld: Telling = Counter()
    for rij in tel_signalen(kamers, perioden):
        geteld[rij.kamer.pk, rij.periode, rij.thema] = rij.aantal
    met = [kamer for kamer in kamers if any(geteld[kamer.pk, geheel, thema] for thema in Signaal.Thema)]
    teksten = _teksten(met, geheel)
    per_kamer = [
        Kamertabel(koppen[kamer.pk], tabel)
        for kamer in met
        for tabel in (_themas(kamer, geteld, perioden, geheel), _lijst(kamer, teksten[kamer.pk]))
    ]
    samen = [Kamertabel(None, _naast_elkaar(met, geteld, geheel))] if len(met) > 1 else []
    return (*samen, *per_kamer)


def uitleg(gemaakt: Sequence[Kamertabel], kamers: Sequence[Kamer]) -> tuple[str, ...]:
    """How to read the tables, and which kamers wrote nothing down: that is not known to be nothing."""
    met = {blok.kamer.naam for blok in gemaakt if blok.kamer}
    zonder = [kamer.naam for kamer in kamers if kamer.naam not in met]
    return (ALLEEN_GEHOORD, *(f"{naam} schreef in deze periode geen signalen op." for naam in zonder))


def vergelijking(kamers: Sequence[Kamer], met: Vergeleken) -> tuple[Tabel | None, str]:
    """How many signals each kamer wrote down, and of each theme, beside the earlier period; or why there is nothing."""
    geteld: Telling = Counter()
    for rij in tel_signalen(kamers, [met.eerder, met.nu]):
        geteld[rij.kamer.pk, rij.periode, rij.thema] = rij.aantal

    def per_kamer(kamer: Kamer) -> tuple[int | None, int | None]:
        # Nothing written down is not known to be nothing.
        eerder, nu = (sum(geteld[kamer.pk, p, t] for t in Signaal.Thema.values) for p in (met.eerder, met.nu))
        return eerder or None, nu or None

    bekend = [kamer for kamer in kamers if None not in per_kamer(kamer)]
    if not bekend:
        return None, f"Geen kamer schreef ook in {met.eerder} signalen op. Daarom is er niets om mee te vergelijken."
    rijen = []
    for kamer in kamers:
        eerder, nu = per_kamer(kamer)
        rijen.append(Rij((kamer.naam, eerder, nu, groeicel(nu, eerder, nog_dicht=nog_dicht(kamer, met.eerder)))))
    rijen.append(Rij((f"Per thema ({en([kamer.label for kamer in bekend])})", None, None, None), "groep"))
    for thema in Signaal.Thema.values:
        eerder, nu = (sum(geteld[kamer.pk, p, thema] for kamer in bekend) for p in (met.eerder, met.nu))
        if eerder or nu:
            rijen.append(Rij((_naam(thema), eerder, nu, groeicel(nu, eerder))))
    noten = (
        ["–: geen signalen opgeschreven. Dat is iets anders dan 0."]
        if any(None in r.cellen for r in rijen[: len(kamers)])
        else []
    )
    return Tabel(
        f"Signalen, vergeleken met {met.naam}",
        REGELS["signalen"],
        kolommen("Kamer", met.nu, met.eerder),
        tuple(rijen),
        (*voorbehoud(met), *noten),
    ), ""


def zonder_teksten(deel: Deel) -> Deel:
    """The part of the signals with its counts only, for who sees the figures of a report in the making."""
    if deel.soort != Onderdeel.Soort.SIGNALEN:
        return deel
    geteld = (blok for blok in deel.tabellen if any(kolom.soort != "tekst" for kolom in blok.tabel.kolommen))
    return replace(deel, tabellen=tuple(geteld))


def _teksten(kamers: Sequence[Kamer], periode: Periode) -> dict[int, list[Signaal]]:
    per_kamer: dict[int, list[Signaal]] = {kamer.pk: [] for kamer in kamers}
    for signaal in Signaal.objects.filter(kamer__in=kamers).in_periode(periode).order_by("datum", "pk"):
        per_kamer[signaal.kamer_id].append(signaal)
    return per_kamer


def _op_aantal(per_thema: dict[str, int]) -> list[str]:
    """The themes that occur, the most frequent first; equal ones in the order of the list."""
    return sorted((thema for thema, aantal in per_thema.items() if aantal), key=lambda t: -per_thema[t])


def _naam(thema: str) -> str:
    return str(Signaal.Thema(thema).label).capitalize()


def _themas(kamer: Kamer, geteld: Telling, perioden: Sequence[Periode], geheel: Periode) -> Tabel:
    themas = _op_aantal({thema: geteld[kamer.pk, geheel, thema] for thema in Signaal.Thema.values})
    rijen = [Rij((_naam(thema), *(geteld[kamer.pk, periode, thema] for periode in perioden))) for thema in themas]
    totaal = (sum(geteld[kamer.pk, periode, thema] for thema in themas) for periode in perioden)
    koppen = ("Hele periode" if p == geheel and len(perioden) > 1 else str(p) for p in perioden)
    return Tabel(
        f"Signalen bij {kamer.naam}",
        REGELS["signalen"],
        (Kolom("Thema", "tekst"), *(Kolom(kop) for kop in koppen)),
        (*rijen, Rij(("Alle signalen", *totaal), "totaal")),
    )


def _lijst(kamer: Kamer, signalen: Sequence[Signaal]) -> Tabel:
    rijen = [Rij((s.tekst, s.get_thema_display(), s.buurt or None, datum_kort(s.datum))) for s in signalen]
    return Tabel(
        f"Wat {kamer.naam} hoorde",
        "Zoals de kamer het opschreef, op volgorde van datum.",
        tuple(Kolom(titel, "tekst") for titel in ("Signaal", "Thema", "Buurt", "Datum")),
        tuple(rijen),
    )


def _naast_elkaar(kamers: Sequence[Kamer], geteld: Telling, periode: Periode) -> Tabel:
    """All kamers that wrote something down. A signal belongs to one kamer, so here they may be added up."""
    samen = {thema: sum(geteld[k.pk, periode, thema] for k in kamers) for thema in Signaal.Thema.values}
    rijen = [Rij((_naam(t), *(geteld[k.pk, periode, t] for k in kamers), samen[t])) for t in _op_aantal(samen)]
    totaal = [sum(geteld[k.pk, periode, t] for t in Signaal.Thema.values) for k in kamers]
    return Tabel(
        f"Signalen per thema, {periode}",
        REGELS["signalen"],
        (Kolom("Thema", "tekst"), *(Kolom(kamer.label) for kamer in kamers), Kolom("Samen")),
        (*rijen, Rij(("Alle signalen", *totaal, sum(totaal)), "totaal")),
    )
