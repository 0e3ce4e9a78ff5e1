"""Counts of participants beside those of an earlier period: tables per kamer and for the city, and a chart of growth.

All totals of kamers and of categories, as the report has them already: see docs/besluiten/024.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from buurtwerkkamers.models import Categorie, Kamer
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode
from deelnemers.tellingen import REGELS
from rapportage.cijfers import Rij, RijSoort, Tabel
from rapportage.grafieken import Grafiek, Paneel, Staaf
from rapportage.rapportvorm import Kamerkop, Kamertabel
from rapportage.samenstelling import vergelijken
from rapportage.samenstelling.deelnemers import NIET_GEREGISTREERD, en
from rapportage.samenstelling.tellingen import Geteld
from rapportage.samenstelling.vergelijken import Vergeleken, groei, groeicel, nog_dicht

ACCENT = "#0b5f66"
KORT = "Groei is het aantal nu min het aantal eerder, met het percentage van het aantal eerder."
STAD = "Verschillend in de stad"
SOM = "Som van de kamers"
NIEUW = "Voor het eerst in deze kamer"
NIEUW_STAD = "Voor het eerst in een van de kamers"
DEELNAMES = "Deelnames (elke keer geteld)"
Telling = Callable[[Kamer | None, Periode], int | None]


@dataclass(frozen=True)
class Maat:
    """One measure that can grow, per kamer and for the city. ``som``: the kamers added up are not the city."""

    titel: str
    tel: Telling
    som: bool
    regel: str


def maten(geteld: Geteld) -> tuple[Maat, ...]:
    """People, new people and attendances. Only attendances of kamers add up."""

    def uit(naam: str) -> Telling:
        def tel(kamer: Kamer | None, periode: Periode) -> int | None:
            cel = geteld.cel(kamer, periode)
            return getattr(cel, naam) if cel.geregistreerd else None

        return tel

    return (
        Maat("Verschillende mensen", geteld.uniek, True, REGELS["uniek_totaal"]),
        Maat("Nieuwe mensen", uit("nieuw"), True, REGELS["nieuw"]),
        Maat("Deelnames", uit("deelnames"), False, REGELS["deelnames"]),
    )


def iets_eerder(geteld: Geteld, met: Vergeleken) -> bool:
    """Whether anything at all was registered in one of the earlier periods."""
    return any(geteld.cel(None, eerder).geregistreerd for _, eerder in met.paren)


def niets_eerder(met: Vergeleken) -> str:
    return f"Over {met.eerder} is niets geregistreerd. Daarom is er niets om mee te vergelijken."


# --- tables -----------------------------------------------------------------------------------------------------


def per_kamer(geteld: Geteld, koppen: dict[int, Kamerkop], met: Vergeleken) -> tuple[Kamertabel, ...]:
    """Of each kamer its categories, people, new people and attendances; with more than one kamer of the city too."""
    delen = [Kamertabel(koppen[kamer.pk], tabel(geteld, kamer, met)) for kamer in geteld.kamers]
    if len(geteld.kamers) > 1:
        delen.append(Kamertabel(None, tabel(geteld, None, met)))
    return tuple(delen)


def tabel(geteld: Geteld, kamer: Kamer | None, met: Vergeleken) -> Tabel:
    """One kamer (None: the city): a group of rows per pair of periods, the last with new people and attendances too."""
    rijen: list[Rij] = []
    for nu, eerder in met.paren:
        if len(met.paren) > 1:
            rijen.append(Rij((f"{nu} naast {eerder}", None, None, None), "groep"))
        rijen += _mensen(geteld, kamer, nu, eerder)
    rijen += _ernaast(geteld, kamer, met.nu, met.eerder)
    waar = kamer.naam if kamer else "Alle kamers samen"
    return Tabel(
        f"{waar}, vergeleken met {met.naam}",
        KORT,
        _kolommen("Categorie", met),
        tuple(rijen),
        (*_noten(geteld, [kamer] if kamer else list(geteld.kamers), kamer, met), *_leeg(rijen)),
    )


def _kolommen(eerste: str, met: Vergeleken):
    """With the dates, unless these stand above each group of rows."""
    if len(met.paren) == 1:
        return vergelijken.kolommen(eerste, met.nu, met.eerder)
    kolommen = vergelijken.kolommen(eerste, met.nu, met.eerder)
    titels = (eerste, met.naam.capitalize(), "Nu", "Groei")
    return tuple(type(k)(titel, k.soort) for k, titel in zip(kolommen, titels, strict=True))


def _mensen(geteld: Geteld, kamer: Kamer | None, nu: Periode, eerder: Periode) -> list[Rij]:
    """Different people per category and in all; of the city also the kamers added up."""

    def van(categorie: Categorie | None) -> Telling:
        return lambda plek, periode: geteld.uniek(plek, periode, categorie)

    rijen = [_rij(categorie.naam, van(categorie), kamer, nu, eerder) for categorie in geteld.categorieen]
    if kamer is None:
        rijen.append(_rij(SOM, lambda _, periode: geteld.som_van_kamers(periode), kamer, nu, eerder, "subtotaal"))
    titel = STAD if kamer is None else "Verschillende mensen"
    return [*rijen, _rij(titel, van(None), kamer, nu, eerder, "totaal")]


def _ernaast(geteld: Geteld, kamer: Kamer | None, nu: Periode, eerder: Periode) -> list[Rij]:
    _, nieuw, deelnames = maten(geteld)
    return [
        _rij(NIEUW_STAD if kamer is None else NIEUW, nieuw.tel, kamer, nu, eerder, "bij"),
        _rij(DEELNAMES, deelnames.tel, kamer, nu, eerder, "bij"),
    ]


def _rij(naam: str, tel: Telling, kamer: Kamer | None, nu: Periode, eerder: Periode, soort: RijSoort = "rij") -> Rij:
    toen, hier = tel(kamer, eerder), tel(kamer, nu)
    return Rij((naam, toen, hier, groeicel(hier, toen, nog_dicht=nog_dicht(kamer, eerder))), soort)


def _noten(geteld: Geteld, kamers: Sequence[Kamer], plek: Kamer | None, met: Vergeleken) -> tuple[str, ...]:
    return (
        *(zin for kamer in kamers for zin in vergelijken.opening(kamer, met)),
        *_allemaal_nieuw(geteld, plek, met.eerder),
        *ondergrens(geteld, plek, met),
    )


def _leeg(rijen: Iterable[Rij]) -> tuple[str, ...]:
    return (NIET_GEREGISTREERD,) if any(None in rij.cellen for rij in rijen if rij.soort != "groep") else ()


def _allemaal_nieuw(geteld: Geteld, kamer: Kamer | None, eerder: Periode) -> tuple[str, ...]:
    cel = geteld.cel(kamer, eerder)
    if not cel.uniek or cel.nieuw < cel.uniek:
        return ()
    return (f"In {eerder} was iedereen nieuw: van daarvoor is niemand geregistreerd.",)


def ondergrens(geteld: Geteld, kamer: Kamer | None, met: Vergeleken) -> tuple[str, ...]:
    """Both counts are lower bounds when people came without a name, so growth is not certain either."""
    nu, eerder = (geteld.cel(kamer, periode).zonder_naam for periode in met.paren[-1])
    if not (nu or eerder):
        return ()
    return (
        f"Bezoeken zonder naam tellen niet mee: eerder {getal(eerder)}, nu {getal(nu)}. Beide aantallen mensen zijn "
        "dus een ondergrens, en de groei is niet precies.",
    )


# --- the part about growth --------------------------------------------------------------------------------------


def overzicht(geteld: Geteld, met: Vergeleken) -> tuple[Tabel, ...]:
    """Growth of people, of new people and of attendances over the whole report; with sub-periods of people in each."""
    rijen: list[Rij] = []
    for maat in maten(geteld):
        rijen += [Rij((maat.titel, None, None, None), "groep"), *_kamers(geteld, maat, met.nu, met.eerder)]
    noten = (*_som_is_niet_stad(geteld, met), *_noten(geteld, geteld.kamers, None, met))
    geheel = Tabel(
        f"Groei per kamer, vergeleken met {met.naam}",
        vergelijken.REGEL,
        vergelijken.kolommen("Kamer", met.nu, met.eerder),
        tuple(rijen),
        (*noten, *_leeg(rijen)),
    )
    return (geheel,) if len(met.paren) < 2 else (geheel, _per_tijdvak(geteld, met))


def _per_tijdvak(geteld: Geteld, met: Vergeleken) -> Tabel:
    rijen: list[Rij] = []
    for nu, eerder in met.paren[:-1]:
        rijen.append(Rij((f"{nu} naast {eerder}", None, None, None), "groep"))
        rijen += _kamers(geteld, maten(geteld)[0], nu, eerder)
    return Tabel(
        f"Verschillende mensen per tijdvak, vergeleken met {met.naam}",
        KORT,
        _kolommen("Kamer", met),
        tuple(rijen),
        _leeg(rijen),
    )


def _kamers(geteld: Geteld, maat: Maat, nu: Periode, eerder: Periode) -> list[Rij]:
    """A row per kamer; with more than one their sum, where that is something else, and the city."""
    rijen = [_rij(kamer.naam, maat.tel, kamer, nu, eerder) for kamer in geteld.kamers]
    if len(geteld.kamers) < 2:
        return rijen
    if maat.som:
        rijen.append(_rij(SOM, lambda _, periode: _som(geteld, maat, periode), None, nu, eerder, "subtotaal"))
    return [*rijen, _rij(STAD if maat.som else "Alle kamers samen", maat.tel, None, nu, eerder, "totaal")]


def _som(geteld: Geteld, maat: Maat, periode: Periode) -> int | None:
    delen = [aantal for kamer in geteld.kamers if (aantal := maat.tel(kamer, periode)) is not None]
    return sum(delen) if delen else None


def _som_is_niet_stad(geteld: Geteld, met: Vergeleken) -> tuple[str, ...]:
    zinnen = []
    for periode in (met.eerder, met.nu):
        som, stad = geteld.som_van_kamers(periode), geteld.uniek(None, periode)
        if som is not None and stad is not None and som != stad:
            zinnen.append(f"in {periode} is de stad {getal(som - stad)} minder dan de som")
    if len(geteld.kamers) < 2 or not zinnen:
        return ()
    return (f"Wie in meer kamers kwam, telt in de stad één keer: {en(zinnen)}.",)


def grafiek(geteld: Geteld, met: Vergeleken) -> Grafiek:
    """A panel per measure with a pair of bars per kamer: earlier an outline, now filled."""
    plekken: list[Kamer | None] = [*geteld.kamers, *([None] if len(geteld.kamers) > 1 else [])]
    reeksen = (str(met.eerder), str(met.nu))
    panelen = tuple(
        Paneel(
            maat.titel,
            ACCENT,
            tuple(staaf for kamer in plekken for staaf in _staven(maat, kamer, met, reeksen)),
            _bevinding(maat, plekken[-1], met),
        )
        for maat in maten(geteld)
    )
    regel = " ".join((vergelijken.REGEL, *ondergrens(geteld, plekken[-1], met)))
    labels = tuple(_label(kamer) for kamer in plekken)
    return Grafiek(titel(geteld, met), regel, panelen, reeksen, labels, eigen_schaal=True)


def _label(kamer: Kamer | None) -> str:
    return kamer.naam if kamer else "De stad"


def _staven(maat: Maat, kamer: Kamer | None, met: Vergeleken, reeksen: tuple[str, str]) -> Iterable[Staaf]:
    toen, nu = maat.tel(kamer, met.eerder), maat.tel(kamer, met.nu)
    yield Staaf(_label(kamer), reeksen[0], toen, "" if toen is None else getal(toen))
    deel = vergelijken.procenten(nu, toen) if nu is not None and toen is not None else None
    erbij = "" if deel is None else f" ({vergelijken.procent_tekst(nu, toen)})"  # type: ignore[arg-type]
    yield Staaf(_label(kamer), reeksen[1], nu, "" if nu is None else f"{getal(nu)}{erbij}")


def _bevinding(maat: Maat, plek: Kamer | None, met: Vergeleken) -> str:
    toen, nu = maat.tel(plek, met.eerder), maat.tel(plek, met.nu)
    waar = plek.naam if plek else "In de stad"
    if toen is None or nu is None:
        return f"{waar}: {groeicel(nu, toen, nog_dicht=nog_dicht(plek, met.eerder))}."
    return f"{waar}: van {getal(toen)} naar {getal(nu)}, {groei(nu, toen)}."


def titel(geteld: Geteld, met: Vergeleken) -> str:
    """The finding: where most people came more, or fewer, than before. Of unequal periods only how many they had."""
    if not met.bijna_even_lang:
        plek = geteld.kamers[0] if len(geteld.kamers) == 1 else None
        nu, toen = (getal(geteld.cel(plek, periode).uniek) for periode in (met.nu, met.eerder))
        return f"Nu kwamen {nu} verschillende mensen, {met.dan} {toen}"
    paren = [(k, geteld.uniek(k, met.nu), geteld.uniek(k, met.eerder)) for k in geteld.kamers]
    bekend = [(k, nu - toen, groei(nu, toen)) for k, nu, toen in paren if nu is not None and toen is not None]
    if not bekend:
        return f"Geen kamer heeft ook cijfers van {met.naam}"
    meer, minder = [b for b in bekend if b[1] > 0], [b for b in bekend if b[1] < 0]
    if not meer and not minder:
        return f"Er kwamen evenveel mensen als {met.dan}"
    overal = len(paren) > 1 and len(paren) in (len(meer), len(minder))
    if overal:
        hoe, waar = ("meer", "het meest in") if meer else ("minder", "vooral in")
        return f"In elke kamer kwamen {hoe} mensen dan {met.dan}, {waar} {_uiterste(meer or minder)}"
    delen = [f"{hoe} mensen in {_uiterste(wie)}" for hoe, wie in (("meer", meer), ("minder", minder)) if wie]
    zin = "; ".join(delen)
    return f"Vergeleken met {met.naam}: {zin}"


def _uiterste(gevonden: Sequence[tuple[Kamer, int, str]]) -> str:
    """The kamers with the largest change, with that change; more than one when they are equal."""
    grootste = max(abs(aantal) for _, aantal, _ in gevonden)
    namen = [f"{kamer.naam}: {tekst}" for kamer, aantal, tekst in gevonden if abs(aantal) == grootste]
    return en(namen)


def uitleg(met: Vergeleken) -> tuple[str, ...]:
    """How to read the part, once for all its tables."""
    return (f"Nu is {met.nu}. Vergeleken wordt met {met.naam}: {met.eerder}.", *vergelijken.voorbehoud(met))
