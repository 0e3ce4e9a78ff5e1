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
UITGEBREID = 3  # up to so many pairs of periods each has all its categories; with more only the last one has
STAD = "Verschillend in de stad"
SOM = "Som van de kamers"
NIEUW = "Voor het eerst in deze kamer"
NIEUW_STAD = "Voor het eerst in een van de kamers"
DEELNAMES = "Deelnames (elke keer geteld)"
Telling = Callable[[Kamer | None, Periode], int | None]


@dataclass(frozen=True)
class Maat:
    """One measure that can grow, per kamer and for the city. ``eenheid`` is one and more of it."""

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
        Maat("Mensen die voor het eerst kwamen", uit("nieuw"), True, REGELS["nieuw"]),
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
    """One kamer (None: the city), a group of rows per pair of periods."""
    rijen: list[Rij] = []
    for nu, eerder in met.paren:
        if len(met.paren) > 1:
            rijen.append(Rij((f"{nu} naast {eerder}", None, None, None), "groep"))
        volledig = len(met.paren) <= UITGEBREID or (nu, eerder) == met.paren[-1]
        rijen += _rijen(geteld, kamer, nu, eerder, geteld.categorieen if volledig else ())
    waar = kamer.naam if kamer else "Alle kamers samen"
    return Tabel(
        f"{waar}, vergeleken met {met.naam}",
        vergelijken.REGEL,
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


def _rijen(
    geteld: Geteld, kamer: Kamer | None, nu: Periode, eerder: Periode, categorieen: Sequence[Categorie]
) -> list[Rij]:
    dicht = nog_dicht(kamer, eerder)

    def rij(naam: str, tel: Callable[[Periode], int | None], soort: RijSoort = "rij") -> Rij:
        toen, hier = tel(eerder), tel(nu)
        return Rij((naam, toen, hier, groeicel(hier, toen, nog_dicht=dicht)), soort)

    def per_categorie(categorie: Categorie) -> Callable[[Periode], int | None]:
        return lambda periode: geteld.uniek(kamer, periode, categorie)

    rijen = [rij(categorie.naam, per_categorie(categorie)) for categorie in categorieen]
    mensen, nieuw, deelnames = maten(geteld)
    if kamer is None:
        rijen.append(rij(SOM, geteld.som_van_kamers, "subtotaal"))
    rijen.append(rij(STAD if kamer is None else mensen.titel, lambda p: mensen.tel(kamer, p), "totaal"))
    rijen.append(rij(NIEUW_STAD if kamer is None else NIEUW, lambda p: nieuw.tel(kamer, p), "bij"))
    rijen.append(rij(DEELNAMES, lambda p: deelnames.tel(kamer, p), "bij"))
    return rijen


def _noten(geteld: Geteld, kamers: Sequence[Kamer], plek: Kamer | None, met: Vergeleken) -> tuple[str, ...]:
    return (
        *(zin for kamer in kamers for zin in vergelijken.opening(kamer, met)),
        *vergelijken.voorbehoud(met),
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


def overzicht(geteld: Geteld, met: Vergeleken) -> Tabel:
    """Growth of people, of new people and of attendances: each kamer, their sum, and the city."""
    rijen: list[Rij] = []
    for maat in maten(geteld):
        rijen.append(Rij((maat.titel, None, None, None), "groep"))
        for kamer in geteld.kamers:
            rijen.append(_groeirij(kamer.naam, maat.tel(kamer, met.eerder), maat.tel(kamer, met.nu),
                                   dicht=nog_dicht(kamer, met.eerder)))  # fmt: skip
        if len(geteld.kamers) < 2:
            continue
        if maat.som:
            rijen.append(_groeirij(SOM, *(_som(geteld, maat, p) for p in (met.eerder, met.nu)), soort="subtotaal"))
        rijen.append(
            _groeirij(
                STAD if maat.som else "Alle kamers samen",
                maat.tel(None, met.eerder),
                maat.tel(None, met.nu),
                soort="totaal",
            )
        )
    return Tabel(
        f"Groei per kamer, vergeleken met {met.naam}",
        vergelijken.REGEL,
        vergelijken.kolommen("Kamer", met.nu, met.eerder),
        tuple(rijen),
        (*_som_is_niet_stad(geteld, met), *_noten(geteld, geteld.kamers, None, met), *_leeg(rijen)),
    )


def _groeirij(naam: str, toen: int | None, nu: int | None, *, dicht: bool = False, soort: RijSoort = "rij") -> Rij:
    return Rij((naam, toen, nu, groeicel(nu, toen, nog_dicht=dicht)), soort)


def _som(geteld: Geteld, maat: Maat, periode: Periode) -> int | None:
    delen = [aantal for kamer in geteld.kamers if (aantal := maat.tel(kamer, periode)) is not None]
    return sum(delen) if delen else None


def _som_is_niet_stad(geteld: Geteld, met: Vergeleken) -> tuple[str, ...]:
    zinnen = []
    for periode in (met.eerder, met.nu):
        som, stad = geteld.som_van_kamers(periode), geteld.uniek(None, periode)
        if som is not None and stad is not None and som != stad:
            zinnen.append(f"in {periode} {getal(som)} en {getal(stad)}, dat is {getal(som - stad)} minder")
    if len(geteld.kamers) < 2 or not zinnen:
        return ()
    return (f"Wie in meer kamers kwam, telt in de stad één keer: de som en de stad zijn {en(zinnen)}.",)


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
    """The finding: which kamer gained or lost the most people, against when."""
    paren = [(k, geteld.uniek(k, met.nu), geteld.uniek(k, met.eerder)) for k in geteld.kamers]
    bekend = [(kamer, nu, toen) for kamer, nu, toen in paren if nu is not None and toen is not None]
    if not bekend:
        return f"Geen kamer heeft ook cijfers van {met.naam}"
    erbij = [(k, nu - toen, groei(nu, toen)) for k, nu, toen in bekend]
    meer, minder = [e for e in erbij if e[1] > 0], [e for e in erbij if e[1] < 0]
    if not meer and not minder:
        return f"Er kwamen evenveel mensen als {met.naam}"
    if not minder and len(meer) == len(paren) > 1:
        return f"In elke kamer kwamen meer mensen dan {met.naam}, het meest in {_uiterste(meer)}"
    if not meer and len(minder) == len(paren) > 1:
        return f"In elke kamer kwamen minder mensen dan {met.naam}, vooral in {_uiterste(minder)}"
    zinnen = [f"meer mensen in {_uiterste(meer)}"] if meer else []
    zinnen += [f"minder in {_uiterste(minder)}" if meer else f"minder mensen in {_uiterste(minder)}"] if minder else []
    if len(paren) > 1 and len(meer) > 1:
        zinnen[0] = f"de meeste mensen erbij in {_uiterste(meer)}"
    zin = en(zinnen)
    return f"{zin[0].upper()}{zin[1:]}, vergeleken met {met.naam}"


def _uiterste(gevonden: Sequence[tuple[Kamer, int, str]]) -> str:
    """The kamers with the largest change, with that change; more than one when they are equal."""
    grootste = max(abs(aantal) for _, aantal, _ in gevonden)
    namen = [f"{kamer.naam}: {tekst}" for kamer, aantal, tekst in gevonden if abs(aantal) == grootste]
    return en(namen)


def uitleg(met: Vergeleken) -> tuple[str, ...]:
    """How to read the part, once for all its tables."""
    return (f"Nu is {met.nu}. Vergeleken wordt met {met.naam}: {met.eerder}.",)
