"""What the ground floor imports: rooms, and the indicators and targets of an agreement."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from buurtwerkkamers.herkennen import is_zelf_gekozen, vul_meetregel, wis_keuzes
from buurtwerkkamers.importeren.soort import KAMER, Blad, Kolom, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import datum, ja_nee, tekst_voor
from buurtwerkkamers.models import (
    Afspraak,
    Categorielijst,
    Gebruiker,
    Indicator,
    Kamer,
    Streefwaarde,
    Wijk,
)
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, Uitkomst, schrijft

# --- kamers ---------------------------------------------------------------------------------------------------


def verwerk_kamers(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Make or change rooms. What the database refuses (a closing date before an attendance) is named per row."""
    bestaand = {kamer.naam: kamer for kamer in Kamer.objects.select_related("wijk")}
    nieuw = gewijzigd = 0
    for rij in [rij for rij in blad.rijen if not rij.fout]:
        kamer = bestaand.get(rij["naam"]) or Kamer(naam=rij["naam"])
        if not _neem_over(kamer, rij) and kamer.pk:
            continue
        if kamer.open_vanaf and kamer.gesloten_op and kamer.gesloten_op < kamer.open_vanaf:
            blad.fout(rij, "gesloten_op", "De laatste dag open ligt voor de eerste dag open.")
            continue
        nieuw, gewijzigd = (nieuw, gewijzigd + 1) if kamer.pk else (nieuw + 1, gewijzigd)
        try:
            _bewaar_kamer(kamer)
        except Geweigerd as fout:
            blad.fout(rij, "gesloten_op" if "gesloten_op" in rij.waarden else "open_vanaf", fout)
    blad.stop_bij_fouten()
    return Uitkomst(nieuw, gewijzigd, len(blad.rijen) - nieuw - gewijzigd)


def _neem_over(kamer: Kamer, rij: Rij) -> bool:
    """Put the columns that are there into the room; True when something differs."""
    anders = False
    for veld in ("korte_naam", "adres", "open_vanaf", "gesloten_op"):
        if veld in rij.waarden and getattr(kamer, veld) != rij[veld]:
            setattr(kamer, veld, rij[veld])
            anders = True
    if "wijk" in rij.waarden and (kamer.wijk.naam if kamer.wijk else "") != rij["wijk"]:
        kamer.wijk = Wijk.objects.get_or_create(naam=rij["wijk"])[0] if rij["wijk"] else None
        anders = True
    return anders


@schrijft
def _bewaar_kamer(kamer: Kamer) -> None:
    kamer.save()


registreer(
    Soort(
        naam="kamers",
        titel="Buurtwerkkamers",
        kolommen=(
            Kolom("naam", tekst_voor(Kamer, "naam"), verplicht=True, ook=("kamer", "buurtwerkkamer", "naam kamer")),
            Kolom("korte_naam", tekst_voor(Kamer, "korte_naam"), leeg="", ook=("afkorting", "kort")),
            Kolom("wijk", tekst_voor(Wijk, "naam"), leeg="", ook=("stadswijk", "wijknaam")),
            Kolom("adres", tekst_voor(Kamer, "adres"), leeg="", ook=("straat", "locatie")),
            Kolom("open_vanaf", datum, ook=("opening", "geopend op", "open sinds", "startdatum")),
            Kolom("gesloten_op", datum, ook=("sluiting", "gesloten", "dicht sinds", "einddatum")),
        ),
        sleutel=("naam",),
        verwerk=verwerk_kamers,
    )
)

# --- streefwaarden --------------------------------------------------------------------------------------------

_JAAR = re.compile(r"\b20[0-9]{2}\b")
# Said once per indicator in the agreement, repeated in every row of the file.
_PER_INDICATOR = ("groep", "eenheid", "corporatie")


def verwerk_streefwaarden(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Fill the newest version of an agreement, made when it is new. Indicators keep the order of the file.

    A signed version keeps its indicators and targets: each row that says something else is a fault.
    """
    _controleer_indicatoren(blad)
    _controleer_getekend(blad)
    blad.stop_bij_fouten()
    uitkomst = Uitkomst()
    for naam in dict.fromkeys(rij["afspraak"] for rij in blad.rijen):
        deel = _vul_afspraak(naam, [rij for rij in blad.rijen if rij["afspraak"] == naam])
        uitkomst = Uitkomst(
            uitkomst.nieuw + deel.nieuw, uitkomst.gewijzigd + deel.gewijzigd, uitkomst.ongewijzigd + deel.ongewijzigd
        )
    return uitkomst


def _controleer_indicatoren(blad: Blad) -> None:
    """Rows of one indicator may not contradict each other on what belongs to the indicator itself."""
    eerste: dict[tuple[str, str], Rij] = {}
    for rij in blad.met("afspraak", "indicator"):
        eerdere = eerste.setdefault((rij["afspraak"], rij["indicator"]), rij)
        for kolom in _PER_INDICATOR:
            if kolom in rij.waarden and kolom in eerdere.waarden and rij[kolom] != eerdere[kolom]:
                blad.fout(rij, kolom, f"In rij {eerdere.nummer} staat bij deze indicator iets anders.")


def _controleer_getekend(blad: Blad) -> None:
    """What differs from a signed agreement, row by row; the mark for the corporations may still change."""
    rijen = list(blad.met("afspraak", "indicator", "kamer", "streefwaarde"))
    for naam in dict.fromkeys(rij["afspraak"] for rij in rijen):
        afspraak = _nieuwste(naam)
        if afspraak is None or afspraak.getekend_op is None:
            continue
        zin = f"{afspraak} is getekend op {datum_voluit(afspraak.getekend_op)} en verandert niet meer."
        indicatoren = {indicator.naam: indicator for indicator in afspraak.indicator_set.all()}
        teksten = {(doel.indicator_id, doel.kamer_id): doel.tekst for doel in _doelen(afspraak)}
        for rij in [rij for rij in rijen if rij["afspraak"] == naam]:
            indicator = indicatoren.get(rij["indicator"])
            kolom = _anders_dan_getekend(rij, indicator, teksten)
            if kolom:
                blad.fout(rij, kolom, f"{zin} Maak eerst een nieuwe versie, en lees het bestand daarin in.")


def _anders_dan_getekend(rij: Rij, indicator: Indicator | None, teksten: dict[tuple[int, int], str]) -> str:
    """The first column in which the row says something else than was signed; '' when it says the same."""
    if indicator is None:
        return "indicator"
    for kolom in ("groep", "eenheid"):
        if kolom in rij.waarden and rij[kolom] != getattr(indicator, kolom):
            return kolom
    return "" if teksten.get((indicator.pk, rij["kamer"].pk)) == rij["streefwaarde"] else "streefwaarde"


def _nieuwste(naam: str) -> Afspraak | None:
    return Afspraak.objects.filter(naam=naam).order_by("-versie").first()


@schrijft
def _vul_afspraak(naam: str, rijen: list[Rij]) -> Uitkomst:
    afspraak = _nieuwste(naam) or _nieuwe_afspraak(naam)
    indicatoren = {indicator.naam: indicator for indicator in afspraak.indicator_set.all()}
    volgorde = max((indicator.volgorde for indicator in indicatoren.values()), default=0)
    doelen = {(doel.indicator_id, doel.kamer_id): doel for doel in _doelen(afspraak)}
    veranderd: set[int] = set()
    nieuw = gewijzigd = 0
    for rij in rijen:
        indicator = indicatoren.get(rij["indicator"])
        if indicator is None:
            volgorde += 1
            indicator = Indicator(afspraak=afspraak, naam=rij["indicator"], volgorde=volgorde)
            indicatoren[indicator.naam] = indicator
            _bewaar_indicator(indicator, rij)
        elif _bewaar_indicator(indicator, rij):
            veranderd.add(indicator.pk)
        doel = doelen.get((indicator.pk, rij["kamer"].pk))
        if doel is None:
            Streefwaarde.objects.create(indicator=indicator, kamer=rij["kamer"], tekst=rij["streefwaarde"])
            nieuw += 1
        elif doel.tekst != rij["streefwaarde"] or indicator.pk in veranderd:
            doel.tekst = rij["streefwaarde"]
            doel.save()
            gewijzigd += 1
    return Uitkomst(nieuw, gewijzigd, len(rijen) - nieuw - gewijzigd)


def _doelen(afspraak: Afspraak) -> Iterable[Streefwaarde]:
    return Streefwaarde.objects.filter(indicator__afspraak=afspraak)


def _nieuwe_afspraak(naam: str) -> Afspraak:
    """Version 1, with the years that its name tells, and the standard list of categories."""
    jaren = [int(jaar) for jaar in _JAAR.findall(naam)]
    van, tm = (date(min(jaren), 1, 1), date(max(jaren), 12, 31)) if jaren else (None, None)
    return Afspraak.objects.create(
        naam=naam, versie=1, van=van, tm=tm, categorielijst=Categorielijst.objects.standaard()
    )


def _bewaar_indicator(indicator: Indicator, rij: Rij) -> bool:
    """Take over what the row says about the indicator; True when something differs.

    Its rule follows from its words, unless somebody chose another rule.
    """
    zelf_gekozen = indicator.pk and is_zelf_gekozen(indicator)
    anders = {k: rij[k] for k in _PER_INDICATOR if k in rij.waarden and getattr(indicator, k) != rij[k]}
    if not anders and indicator.pk:
        return False
    for veld, waarde in anders.items():
        setattr(indicator, veld, waarde)
    if not zelf_gekozen:
        wis_keuzes(indicator)
        vul_meetregel(indicator)
    indicator.save()
    return True


registreer(
    Soort(
        naam="streefwaarden",
        titel="Streefwaarden van een afspraak",
        kolommen=(
            Kolom(
                "afspraak", tekst_voor(Afspraak, "naam"), verplicht=True, ook=("overeenkomst", "samenwerkingsafspraak")
            ),
            Kolom("groep", tekst_voor(Indicator, "groep"), verplicht=True, ook=("onderdeel", "thema")),
            Kolom("indicator", tekst_voor(Indicator, "naam"), verplicht=True, ook=("omschrijving", "naam indicator")),
            Kolom("eenheid", tekst_voor(Indicator, "eenheid"), verplicht=True, ook=("meeteenheid",)),
            Kolom("kamer", KAMER, verplicht=True, ook=("buurtwerkkamer",)),
            Kolom(
                "streefwaarde",
                tekst_voor(Streefwaarde, "tekst"),
                verplicht=True,
                ook=("doel", "norm", "streefcijfer", "target"),
            ),
            Kolom("corporatie", ja_nee, leeg=False, ook=("voor corporatie", "woningcorporatie")),
        ),
        sleutel=("afspraak", "indicator", "kamer"),
        verwerk=verwerk_streefwaarden,
    )
)
