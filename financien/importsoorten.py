"""Money lines in, each belonging to a source document and a year."""

from __future__ import annotations

from buurtwerkkamers.importeren.soort import KAMER, Blad, Kolom, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import bedrag, geheel, keuze, tekst_voor
from buurtwerkkamers.models import Gebruiker, Organisatie
from buurtwerkkamers.schrijven import Uitkomst
from financien.boekhouding import BEDRAGEN, NieuweRegel, leg_regels_vast
from financien.models import Bron, Regel

_VERPLICHT = ("bron", "jaar", "soort", "post")


def verwerk_bedragen(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Make or change lines. New sources and financiers are made; new lines follow in the order of the file."""
    regels = {rij.nummer: _nieuwe_regel(rij) for rij in blad.met(*_VERPLICHT) if not rij.fout}
    for rij in blad.met(*_VERPLICHT):
        if not rij.fout and regels[rij.nummer].is_aandeel:
            _controleer_procenten(blad, rij)
    blad.stop_bij_fouten()
    return leg_regels_vast(list(regels.values()), door=door)


def _controleer_procenten(blad: Blad, rij: Rij) -> None:
    """A printed row with '%' in its name holds per cents."""
    for kolom in BEDRAGEN:
        if not 0 <= (rij.get(kolom) or 0) <= 100:
            blad.fout(rij, kolom, "Dit is een percentage: schrijf een getal van 0 tot en met 100.")


def _nieuwe_regel(rij: Rij) -> NieuweRegel:
    """Only the columns of the file: what is not named stays as it is."""
    return NieuweRegel(**rij.waarden)


registreer(
    Soort(
        naam="bedragen",
        titel="Bedragen",
        kolommen=(
            Kolom("bron", tekst_voor(Bron, "naam"), verplicht=True, ook=("document", "herkomst")),
            Kolom("jaar", geheel(2000, 2100), verplicht=True, ook=("boekjaar",)),
            Kolom("soort", keuze(Regel.Soort.values), verplicht=True, ook=("soort bedrag",)),
            Kolom(
                "post", tekst_voor(Regel, "post"), verplicht=True, ook=("omschrijving", "kostenpost", "begrotingspost")
            ),
            Kolom("kamer", KAMER, ook=("buurtwerkkamer",)),
            Kolom("groep", tekst_voor(Regel, "groep"), leeg="", ook=("rubriek", "categorie")),
            Kolom(
                "financier", tekst_voor(Organisatie, "naam"), leeg="", ook=("fonds", "financier naam", "subsidiegever")
            ),
            Kolom("begroot", bedrag, ook=("begroting", "budget")),
            Kolom("prognose", bedrag, ook=("verwachting", "raming")),
            Kolom("realisatie", bedrag, ook=("gerealiseerd", "werkelijk", "uitgegeven")),
            Kolom("voetnoot", tekst_voor(Regel, "voetnoot"), leeg="", ook=("noot", "opmerking", "toelichting")),
            Kolom(
                "regelsoort",
                keuze(Regel.Regelsoort.values),
                leeg=Regel.Regelsoort.REGEL.value,
                ook=("soort regel", "type regel"),
            ),
        ),
        sleutel=("bron", "jaar", "soort", "post", "kamer", "financier", "regelsoort"),
        verwerk=verwerk_bedragen,
    )
)
