"""Chart blocks as a reader may see them, one or more of every kind, with all that is awkward about them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from buurtwerkkamers import opmaak
from buurtwerkkamers.perioden import Periode
from rapportage.cijfers import Getoond
from rapportage.dashboard.vorm import Grafiekblok, Punt, Reeks

MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
VERBORGEN = "verborgen"
JAAR = Periode.jaar(2026)
KAMERS = (("TOP", "#0b5f66"), ("Hart voor Leidsche Rijn", "#c04f08"), ("De Verbinding", "#8a86f0"))


def getoond(waarde, periode=JAAR, *, tekst=None, soort="getal", reden="", eenheid="", kamers=("TOP",), bewijs=""):
    """A shown figure; ``VERBORGEN`` gives a hidden one, None one that cannot be given."""
    if waarde == VERBORGEN:
        return Getoond("<10", None, "Regel.", periode, kamers, verborgen=True, eenheid=eenheid)
    if waarde is None:
        return Getoond("niet te bepalen", None, "Regel.", periode, kamers, reden=reden or "er is niets geteld")
    tekst = opmaak.toon(waarde, soort) if tekst is None else tekst
    return Getoond(tekst, waarde, "Regel.", periode, kamers, eenheid=eenheid, bewijs=bewijs)


def reeks(naam, paren, periode=JAAR, kleur="", **meer):
    return Reeks(naam, tuple(Punt(label, getoond(waarde, periode, **meer)) for label, waarde in paren), kleur)


def maandreeks(jaar, waarden, *, tot=None, **meer):
    """A series of the months of a year; the month of ``tot`` is cut off there."""
    punten = []
    for nummer, waarde in enumerate(waarden, start=1):
        maand = Periode.maand(jaar, nummer)
        if tot and maand.bevat(tot):
            maand = Periode(maand.van, tot)
        punten.append(Punt(MAANDEN[nummer - 1], getoond(waarde, maand, **meer)))
    return Reeks(str(jaar), tuple(punten))


def blok(tekening, *reeksen, **meer):
    kop = {"sleutel": tekening, "onderwerp": "Verschillende deelnemers", "regel": "Elke deelnemer telt één keer."}
    return Grafiekblok(**{**kop, "tekening": tekening, "reeksen": tuple(reeksen), **meer})


DIT_JAAR = (212, 240, 198, 251, 312, None, 301, VERBORGEN, 280, 295, 190)
VORIG_JAAR = (180, 201, 215, 190, 240, 220, 150, 130, 210, 260, 280, 140)

CATEGORIEEN = (
    ("Sociaal en ontmoeting", 412),
    ("Formulieren", 130),
    ("Toeleiding naar werk en dagbesteding voor bewoners met afstand", 62),
    ("Taal", VERBORGEN),
    ("Bewegen", VERBORGEN),
    ("Schuldhulp", None),
    ("Klussen", 0),
)
DOELEN = (
    ("TOP", 412, "412", 400, "400"),
    ("Hart voor Leidsche Rijn", 7, "7 op 12", 10, "> 10 op 20"),
    ("De Verbinding", None, "", None, "nog te vroeg"),
)


def euro_reeks(naam, bedragen):
    groepen = ("Personeel", "Huisvesting en beheer", "Activiteiten", "Overige kosten")
    return reeks(naam, zip(groepen, map(Decimal, bedragen), strict=True), soort="euro_heel", eenheid="€")


def doelblok(rijen):
    gemeten = tuple(
        Punt(naam, getoond(w, tekst=t) if w is not None else getoond(None, reden="nog geen enquête"))
        for naam, w, t, _, _ in rijen
    )
    doel = tuple(Punt(naam, Getoond(t, d, "Zoals afgesproken.", JAAR, (naam,))) for naam, _, _, d, t in rijen)
    return blok(
        "doelen", Reeks("gemeten", gemeten), Reeks("afgesproken", doel), onderwerp="Doorverwezen en mee gaan doen"
    )


VOORBEELDEN = {
    "maanden": blok(
        "maanden",
        maandreeks(2026, DIT_JAAR, tot=date(2026, 11, 21), eenheid="mensen"),
        maandreeks(2025, VORIG_JAAR, eenheid="mensen"),
    ),
    "maanden-een": blok("maanden", maandreeks(2026, DIT_JAAR, tot=date(2026, 11, 21)), onderwerp="Deelnames"),
    "jaren": blok(
        "jaren",
        Reeks(
            "TOP",
            tuple(
                Punt(str(j), getoond(w, Periode.jaar(j)))
                for j, w in zip(range(2018, 2026), (210, 300, 120, 180, 320, 390, 405, 412), strict=True)
            ),
        ),
        onderwerp="Deelnemers per jaar",
    ),
    "jaren-kamers": blok(
        "jaren",
        *(
            Reeks(
                naam,
                tuple(
                    Punt(str(j), getoond(w, Periode.jaar(j))) for j, w in zip(range(2020, 2026), waarden, strict=True)
                ),
                kleur,
            )
            for (naam, kleur), waarden in zip(
                KAMERS,
                ((210, 240, 260, 255, 300, 412), (None, None, 80, 120, VERBORGEN, 180), (90, 95, 100, 120, 130, 175)),
                strict=True,
            )
        ),
        onderwerp="Deelnemers per jaar en kamer",
    ),
    "staven": blok("staven", reeks("2026", CATEGORIEEN), onderwerp="Deelnemers per activiteit"),
    "staven-kamers": blok(
        "staven",
        *(
            reeks(naam, [("2026", w)], kleur=kleur, kamers=(naam,))
            for (naam, kleur), w in zip(KAMERS, (412, 180, VERBORGEN), strict=True)
        ),
    ),
    "staven-eerder": blok(
        "staven",
        reeks("2025", [("Formulieren", 62), ("Taal", 80), ("Ontmoeting", 400)], Periode.jaar(2025)),
        reeks("2026", [("Formulieren", 130), ("Taal", VERBORGEN), ("Ontmoeting", 412)]),
        onderwerp="Deelnemers per activiteit",
    ),
    "staven-kamers-categorieen": blok(
        "staven",
        *(
            reeks(naam, [("Ontmoeting", a), ("Taal", b)], kleur=kleur)
            for (naam, kleur), a, b in zip(KAMERS, (300, 120, 90), (40, VERBORGEN, 22), strict=True)
        ),
        onderwerp="Deelnemers per activiteit en kamer",
    ),
    "aandelen": blok(
        "aandelen",
        reeks("2026", [(n, w if w in (VERBORGEN, None) else round(w / 7)) for n, w in CATEGORIEEN], soort="procent"),
        onderwerp="Aandeel per activiteit",
        geheel="alle deelnemers per activiteit bij elkaar",
    ),
    "doelen": doelblok(DOELEN),
    "geld": blok(
        "geld",
        euro_reeks("begroot", (112345, 40000, 12000, 8000)),
        euro_reeks("verwacht", (122125, 38500, 9000, -1250)),
        onderwerp="Kosten tegenover de begroting",
        regel="Bedragen in hele euro’s.",
    ),
}
