"""The title of a chart is always true of the figures that are shown, and silent about the others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from grafiekvoorbeelden import MAANDEN, VERBORGEN, VOORBEELDEN, blok, doelblok, euro_reeks, getoond, maandreeks, reeks
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.perioden import Periode
from rapportage.dashboard.bevinding import BESCHERMD, GEEN_CIJFERS, LANGSTE, NIET_TE_BEPALEN, bevinding, met_bevinding
from rapportage.dashboard.vorm import Punt, Reeks

TOEN = Periode.jaar(2025)


def staven(*paren, **meer):
    return blok("staven", reeks("2026", paren), **meer)


def eerder(*drietallen, tekening="staven"):
    """Labels with their figure of 2025 and of 2026."""
    return blok(
        tekening,
        reeks("2025", [(naam, a) for naam, a, _ in drietallen], TOEN),
        reeks("2026", [(naam, b) for naam, _, b in drietallen]),
    )


def jaren(*paren, **meer):
    return Reeks("TOP", tuple(Punt(str(j), getoond(w, Periode.jaar(j), **meer)) for j, w in paren))


def doelen(*rijen):
    return doelblok(tuple((naam, w, str(w), None, doel) for naam, w, doel in rijen))


MENSEN = {"eenheid": "mensen"}
VOORBEELDZINNEN = [
    # over the months
    (blok("maanden", maandreeks(2026, (12, 30, 312), **MENSEN)), "In maart kwamen de meeste mensen: 312"),
    (blok("maanden", maandreeks(2026, (12, 312, 312), **MENSEN)), "In februari en maart kwamen de meeste mensen: 312"),
    (blok("maanden", maandreeks(2026, (7, 7, 7), **MENSEN)), "In elke getoonde maand evenveel: 7 mensen"),
    (blok("maanden", maandreeks(2026, (7,), **MENSEN)), "In januari: 7 mensen"),
    (blok("maanden", maandreeks(2026, (1,), **MENSEN)), "In januari: 1"),
    (
        blok("maanden", maandreeks(2026, (12, VERBORGEN, 30), **MENSEN)),
        "Van de getoonde maanden kwamen in maart de meeste mensen: 30",
    ),
    (blok("maanden", maandreeks(2026, (12, 30, None), **MENSEN)), "In februari kwamen de meeste mensen: 30"),
    (blok("maanden", maandreeks(2026, (5, 9), eenheid="klussen")), "In februari de meeste klussen: 9"),
    (blok("maanden", maandreeks(2026, (-5, -9))), "In januari het hoogste cijfer: −5"),
    (
        blok("maanden", maandreeks(2026, (10, 20, 30, 40)), maandreeks(2025, (9, 25, 29, 30))),
        "In 3 van de 4 vergeleken maanden meer dan in 2025, het meest in april: 40",
    ),
    (
        blok("maanden", maandreeks(2026, (1, 2, 3)), maandreeks(2025, (4, 5, 6))),
        "In alle 3 vergeleken maanden minder dan in 2025, het meest in maart: 3",
    ),
    (
        blok("maanden", maandreeks(2026, (1, 2, 2)), maandreeks(2025, (1, 2, 2))),
        "In alle 3 vergeleken maanden evenveel als in 2025",
    ),
    (
        blok("maanden", maandreeks(2026, (1, 2, 50), tot=date(2026, 3, 9)), maandreeks(2025, (4, 5, 6))),
        "In maart het hoogste cijfer: 50",
    ),
    (
        blok("maanden", maandreeks(2026, (None, VERBORGEN)), maandreeks(2025, (4, 5))),
        "Over 2026 zijn geen cijfers te tonen",
    ),
    (
        blok("maanden", *(replace(maandreeks(2026, w), naam=n) for n, w in (("TOP", (5, 6, 1)), ("DV", (4, 5, 9))))),
        "In 2 van de 3 vergeleken maanden staat TOP bovenaan",
    ),
    # over the years
    (blok("jaren", jaren((2018, 812), (2019, 1120))), "Gegroeid van 812 in 2018 naar 1.120 in 2019"),
    (blok("jaren", jaren((2018, 30), (2019, VERBORGEN), (2020, 20))), "Gedaald van 30 in 2018 naar 20 in 2020"),
    (blok("jaren", jaren((2018, 0), (2019, 0))), "In 2019 evenveel als in 2018: 0"),
    (blok("jaren", jaren((2018, None), (2019, 3))), "In 2019: 3"),
    (VOORBEELDEN["jaren-kamers"], "TOP groeit het meest: van 260 naar 412 (sinds 2022)"),
    # side by side
    (eerder(("Formulieren", 62, 130), ("Taal", 80, 90)), "Formulieren groeit het hardst: van 62 naar 130"),
    (eerder(("Formulieren", 400, 500), ("Taal", 10, 40)), "Formulieren groeit het meest: van 400 naar 500"),
    (eerder(("Formulieren", 0, 50), ("Taal", 10, 40)), "Formulieren groeit het meest: van 0 naar 50"),
    (eerder(("Formulieren", 10, 60), ("Taal", 0, 20)), "Formulieren groeit het meest: van 10 naar 60"),
    (eerder(("Formulieren", 50, 20), ("Taal", 10, 10)), "Formulieren daalt het meest: van 50 naar 20"),
    (eerder(("Formulieren", 5, 5), ("Taal", 7, 7)), "Alle 2 vergeleken cijfers bleven gelijk"),
    (eerder(("Formulieren", 5, 6), ("Taal", 7, 8), ("Werk", 9, 2)), "Van 3 vergeleken cijfers werden er 2 hoger en 1 lager"),  # noqa: E501
    (eerder(("Formulieren", 5, 6), ("Taal", VERBORGEN, 90)), "Formulieren: van 5 naar 6"),
    (
        eerder(("Formulieren", 5, 6), ("Werk", 10, 15), ("Taal", VERBORGEN, 90)),
        "Van wat te zien is, groeit Werk het hardst: van 10 naar 15",
    ),
    (staven(("TOP", 412), ("HvLR", 300)), "TOP staat bovenaan: 412"),
    (staven(("TOP", 412), ("HvLR", 412), ("DV", 3)), "HvLR en TOP staan samen bovenaan: 412"),
    (staven(("TOP", 12), ("HvLR", VERBORGEN), ("DV", 30)), "Van wat te zien is, staat DV bovenaan: 30"),
    (staven(("TOP", 12), ("HvLR", 12)), "Overal evenveel: 12"),
    (staven(("TOP", 12)), "TOP: 12"),
    (VOORBEELDEN["staven-kamers-categorieen"], "Het hoogste getoonde cijfer: Ontmoeting, TOP: 300"),
    # shares
    (
        blok("aandelen", reeks("2026", [("Taal", 30), ("Ontmoeting", 90)]), geheel="iedereen"),
        "Ontmoeting heeft het grootste aandeel: 75% (90)",
    ),
    (VOORBEELDEN["aandelen"], "Van wat te zien is, heeft Sociaal en ontmoeting het grootste aandeel: 59%"),
    # targets
    (doelen(("TOP", 412, "400")), "TOP bereikt 412 van de 400"),
    (doelen(("TOP", 62, "> 50%")), "TOP: 62, afgesproken > 50%"),
    (doelen(("TOP", 412, "400"), ("DV", 31, "75")), "Alleen DV zit onder het doel: 31 van de 75"),
    (doelen(("TOP", 40, "400"), ("DV", 31, "75")), "Alle 2 onder het doel; het verst TOP: 40 van de 400"),
    (doelen(("TOP", 412, "400"), ("DV", 75, "75")), "Alle 2 zitten op of boven het doel"),
    (doelen(("TOP", 10, "> 10"), ("DV", 75, "75")), "Alleen TOP zit onder het doel: 10, afgesproken > 10"),
    (doelen(("TOP", None, "400"), ("DV", 75, "75")), "DV bereikt 75 van de 75"),
    (doelen(("TOP", 3, "nog te vroeg"), ("DV", 75, "positief")), "De cijfers staan naast wat is afgesproken"),
    # money
    (VOORBEELDEN["geld"], "Minder kosten dan begroot: € 3.970"),
    (
        blok("geld", *(reeks(n, [("Kosten", a), ("Inkomsten", b)], soort="euro_heel") for n, a, b in
                       (("Begroot", 100000, 100000), ("Prognose", 109780, 90000)))),
        "Meer kosten dan begroot: € 9.780",
    ),
    (
        blok("geld", euro_reeks("begroot", (10, 10, 10, 10)), euro_reeks("verwacht", (10, 10, 10, 10))),
        "Precies zoals begroot",
    ),
    (
        blok("geld", euro_reeks("begroot", (10, 10, 10, 10)), euro_reeks("verwacht", (10, 10, 10, -10))),
        "Overige kosten wijkt het meest af van de begroting: € 20 minder",
    ),
    # nothing to tell
    (staven(), GEEN_CIJFERS),
    (staven(("TOP", VERBORGEN), ("HvLR", None)), BESCHERMD),
    (staven(("TOP", None), ("HvLR", None)), "Nog niet te bepalen: er is niets geteld"),
]  # fmt: skip


@pytest.mark.parametrize(("voorbeeld", "zin"), VOORBEELDZINNEN, ids=[zin[:50] for _, zin in VOORBEELDZINNEN])
def test_bevinding(voorbeeld, zin):
    assert bevinding(voorbeeld) == zin


def test_verschillende_redenen_worden_niet_een_reden():
    een, twee = getoond(None, reden="te vroeg"), getoond(None, reden="geen enquête")
    assert bevinding(blok("staven", Reeks("2026", (Punt("a", een), Punt("b", twee))))) == NIET_TE_BEPALEN


def test_alle_zinnen_zijn_kort_genoeg_voor_een_kop():
    lang = "Een heel lange naam van een activiteit die niemand ooit voluit opschrijft maar die toch mag"
    assert len(lang) > LANGSTE
    for voorbeeld in (staven((lang, 3), (lang + "2", 2)), eerder((lang, 3, 5), (lang + "2", 2, 3))):
        assert len(bevinding(voorbeeld)) <= LANGSTE
        assert "…" in bevinding(voorbeeld)


def test_titel_komt_in_het_blok():
    assert met_bevinding(VOORBEELDEN["geld"]).titel == "Minder kosten dan begroot: € 3.970"


# --- always true


NAMEN = ("TOP", "HvLR", "DV")
LABELS = ("Taal", "Werk", "Formulieren", "Ontmoeting", "Klussen", "Bewegen")
cijfers = st.one_of(st.integers(-20, 60), st.just(0), st.just(VERBORGEN), st.none())


@st.composite
def blokken(draw):
    tekening = draw(st.sampled_from(["maanden", "jaren", "staven", "aandelen", "doelen", "geld"]))
    aantal = draw(st.integers(1, 6))
    if tekening == "maanden":
        tot = draw(st.sampled_from([None, date(2026, 3, 9)]))
        waarden = [draw(st.lists(cijfers, min_size=aantal, max_size=aantal)) for _ in range(draw(st.integers(1, 2)))]
        eenheid = draw(st.sampled_from(["", "mensen", "klussen", "%"]))
        if draw(st.booleans()):
            return blok(
                tekening,
                *(
                    replace(maandreeks(2026, draw(st.lists(cijfers, min_size=aantal, max_size=aantal))), naam=n)
                    for n in NAMEN
                ),
            )
        return blok(
            tekening,
            *(maandreeks(2026 - n, w, tot=tot if n == 0 else None, eenheid=eenheid) for n, w in enumerate(waarden)),
        )
    if tekening == "jaren":
        namen = ("TOP", "HvLR", "DV")[: draw(st.integers(1, 3))]
        return blok(
            tekening,
            *(replace(jaren(*((2020 + j, draw(cijfers)) for j in range(aantal))), naam=naam) for naam in namen),
        )
    labels = LABELS[:aantal]
    namen, perioden = draw(
        st.sampled_from(
            [(("2026",), (2026,)), (("2025", "2026"), (2025, 2026)), (("TOP", "HvLR", "DV"), (2026, 2026, 2026))]
        )
    )
    if tekening == "doelen":
        teksten = [
            draw(st.sampled_from(["10", "> 10", "30", "> 10 op 20", "nog te vroeg", "0", "hoogstens 5"]))
            for _ in labels
        ]
        return doelen(
            *(
                (label, w if w != VERBORGEN else None, t)
                for label, w, t in zip(labels, [draw(cijfers) for _ in labels], teksten, strict=True)
            )
        )
    soort = "euro_heel" if tekening == "geld" else "getal"
    onderwerp = draw(st.sampled_from(["Kosten", "Iets"]))
    return blok(
        tekening,
        *(
            reeks(n, [(label, draw(cijfers)) for label in labels], Periode.jaar(j), soort=soort)
            for n, j in zip(namen, perioden, strict=True)
        ),
        onderwerp=onderwerp,
    )


def waarden(voorbeeld, nummer):
    """The shown figures of one series by label: the plain reading, without anything of the product."""
    return {
        p.label: p.cijfer.waarde
        for p in voorbeeld.reeksen[nummer].punten
        if not p.cijfer.verborgen and p.cijfer.waarde is not None
    }


def getal(tekst):
    return Decimal(re.sub(r"[^\d,−-]", "", tekst.split("(")[-1]).replace("−", "-").replace(",", "."))


VOLUIT = {"jan": "januari", "feb": "februari", "mrt": "maart", "apr": "april", "mei": "mei", "jun": "juni"}
WTZ = r"(?:Van wat te zien is, )?"


def is_waar(zin, voorbeeld):
    """Whether the sentence holds for the shown figures; None for a form that this reader does not know."""
    alle = [waarden(voorbeeld, n) for n in range(len(voorbeeld.reeksen))]
    if voorbeeld.tekening == "maanden":
        alle = [{VOLUIT[maand]: w for maand, w in reeks_.items()} for reeks_ in alle]
    elk = [w for reeks_ in alle for w in reeks_.values()]
    if zin in (BESCHERMD, NIET_TE_BEPALEN) or zin.startswith(f"{NIET_TE_BEPALEN}:"):
        return not (alle[0] if voorbeeld.tekening == "doelen" else elk)
    nieuw = alle[voorbeeld.reeksen.index(max(voorbeeld.reeksen, key=lambda r: r.punten[0].cijfer.periode.van))]
    oud = alle[voorbeeld.reeksen.index(min(voorbeeld.reeksen, key=lambda r: r.punten[0].cijfer.periode.van))]
    if voorbeeld.tekening in ("staven", "aandelen") and len(alle) == 3 and len(voorbeeld.reeksen[0].punten) == 1:
        nieuw = {r.naam: w for r, reeks_ in zip(voorbeeld.reeksen, alle, strict=True) for w in reeks_.values()}
    beide = {k: (oud[k], nieuw[k]) for k in nieuw if k in oud}
    if m := re.fullmatch(r"Over \d{4} zijn geen cijfers te tonen", zin):
        return not nieuw
    if m := re.fullmatch(
        rf"{WTZ}(?:groeit|daalt)? ?(\w+) ?(?:groeit|daalt)? het (hardst|meest): van (\S+) naar (\S+)(?: \(sinds (\d+)\))?",  # noqa: E501
        zin,
    ):
        naam, hoe, van, naar, sinds = m.groups()
        if sinds:
            laatste = max(j for r in alle for j in r)
            beide = {r.naam: (w[sinds], w[j]) for r, w in zip(voorbeeld.reeksen, alle, strict=True) if w
                     for j in [max(k for k in w if all(k in x for x in alle if x))]}  # fmt: skip
            assert sinds <= laatste
        stap = {k: b - a for k, (a, b) in beide.items()}
        groei = "groeit" in zin
        goed = beide[naam] == (getal(van), getal(naar))
        kant = {k: abs(v) for k, v in stap.items() if (v > 0) == groei and v}
        goed = goed and all(kant[naam] > v for k, v in kant.items() if k != naam)
        if not groei:
            return goed and not any(v > 0 for v in stap.values())
        if hoe == "hardst":
            naar_verhouding = {k: Decimal(stap[k]) / beide[k][0] for k in kant}
            goed = goed and all(beide[k][0] > 0 for k in kant)
            goed = goed and all(naar_verhouding[naam] > v for k, v in naar_verhouding.items() if k != naam)
        return goed
    if m := re.fullmatch(r"Alle (\d+) vergeleken cijfers bleven gelijk(?: \(sinds \d+\))?", zin):
        return "sinds" in zin or (len(beide) == int(m[1]) and all(a == b for a, b in beide.values()))
    if m := re.fullmatch(
        r"Van (\d+) vergeleken cijfers werden? er (?:(\d+) hoger)?(?: en )?(?:(\d+) lager)?(?: \(sinds \d+\))?", zin
    ):
        if "sinds" in zin:
            return True
        hoger, lager = sum(b > a for a, b in beide.values()), sum(b < a for a, b in beide.values())
        return (len(beide), hoger, lager) == (int(m[1]), int(m[2] or 0), int(m[3] or 0))
    if m := re.fullmatch(r"(\w+) bleef gelijk: (\S+)", zin):
        return beide == {m[1]: (getal(m[2]), getal(m[2]))}
    if m := re.fullmatch(r"(\w+): van (\S+) naar (\S+)", zin):
        return beide == {m[1]: (getal(m[2]), getal(m[3]))}
    if m := re.fullmatch(
        rf"{WTZ}(?:staat |heeft )?(\w+)(?: staat| heeft)? (?:bovenaan|het grootste aandeel): (.+)", zin
    ):
        return nieuw[m[1]] == getal(m[2]) and all(v < nieuw[m[1]] for k, v in nieuw.items() if k != m[1])
    if m := re.fullmatch(
        rf"{WTZ}(?:staan |hebben )?(\w+) en (\w+)(?: staan| hebben)? samen (?:bovenaan:|het grootste aandeel, elk) (.+)",  # noqa: E501
        zin,
    ):
        return {k for k, v in nieuw.items() if v == max(nieuw.values())} == {m[1], m[2]} and nieuw[m[1]] == getal(m[3])
    if m := re.fullmatch(
        rf"{WTZ}(?:staan |hebben )?(\d) van de (\d)(?: staan| hebben)? samen (?:bovenaan:|het grootste aandeel, elk) (.+)",  # noqa: E501
        zin,
    ):
        top = max(nieuw.values())
        return (int(m[1]), int(m[2]), getal(m[3])) == (sum(v == top for v in nieuw.values()), len(nieuw), top)
    if m := re.fullmatch(rf"{WTZ}[Oo]veral evenveel: (.+)", zin):
        return set(nieuw.values()) == {getal(m[1])}
    if m := re.fullmatch(r"Alle getoonde cijfers zijn gelijk: (.+)", zin):
        return set(elk) == {getal(m[1])}
    if m := re.fullmatch(r"Het hoogste getoonde cijfer komt (\d+) keer voor: (.+)", zin):
        return getal(m[2]) == max(elk) and elk.count(max(elk)) == int(m[1])
    if m := re.fullmatch(
        r"Het hoogste (?:getoonde )?cijfer: (\w+), (\w+): (.+)|Het hoogste (?:getoonde )?cijfer: (\w+) in (\w+), (.+)",
        zin,
    ):
        label, naam, wat = (m[1], m[2], m[3]) if m[1] else (m[5], m[4], m[6])
        nummer = [r.naam for r in voorbeeld.reeksen].index(naam)
        return alle[nummer][label] == getal(wat) == max(elk) and elk.count(max(elk)) == 1
    if m := re.fullmatch(rf"{WTZ}(?:is overal |[Oo]veral is )(\w+) het grootst", zin):
        return all(w[m[1]] == max(w.values()) and list(w.values()).count(w[m[1]]) == 1 for w in alle)
    if "het grootst bij" in zin:
        kaal = re.sub(WTZ, "", zin).replace("is ", "", 1).replace(" is", "").replace(" het grootst", "")
        uit = {}
        for label, wie in re.findall(r"(\w+) bij (\w+(?:(?:, | en )(?!\w+ bij)\w+)*)", kaal):
            uit |= dict.fromkeys(re.split(", | en ", wie), label)
        return all(uit[r.naam] == max(w, key=w.get) for r, w in zip(voorbeeld.reeksen, alle, strict=True))
    if m := re.fullmatch(
        r"In (alle )?(\d)(?: van de (\d))? vergeleken maanden (meer dan|minder dan|evenveel als) in 2025(?:, het meest in (\w+): (.+))?",  # noqa: E501
        zin,
    ):
        gesneden = (
            {"maart"}
            if voorbeeld.reeksen[0].punten[-1].cijfer.periode.tm.day == 9
            or any(p.cijfer.periode.tm.day == 9 for p in voorbeeld.reeksen[0].punten)
            else set()
        )
        paren = [ab for k, ab in beide.items() if k not in gesneden]
        hoeveel = {
            "meer dan": sum(b > a for a, b in paren),
            "minder dan": sum(b < a for a, b in paren),
            "evenveel als": sum(a == b for a, b in paren),
        }
        goed = hoeveel[m[4]] == int(m[2]) and len(paren) == int(m[3] or m[2])
        return goed and (
            not m[5]
            or (nieuw[m[5]] == getal(m[6]) == max(nieuw.values()) and list(nieuw.values()).count(getal(m[6])) == 1)
        )
    if m := re.fullmatch(r"In (alle )?(\d)(?: van de (\d))? vergeleken maanden staat (\w+) bovenaan", zin):
        samen = [k for k in alle[0] if all(k in w for w in alle)]
        voorop = [
            k
            for k in samen
            if all(w[k] < alle[NAMEN.index(m[4])][k] for n, w in zip(NAMEN, alle, strict=False) if n != m[4])
        ]
        return (len(voorop), len(samen)) == (int(m[2]), int(m[3] or m[2]))
    if m := re.fullmatch(r"In elke getoonde maand evenveel: (\S+)(?: \w+)?", zin):
        return set(nieuw.values()) == {getal(m[1])}
    if m := re.fullmatch(
        r"(?:Van de getoonde maanden kwamen in|In) (.+?)(?: kwamen)? (?:de meeste (?:mensen|klussen)|het hoogste cijfer)(?: van de getoonde maanden)?: (.+)",  # noqa: E501
        zin,
    ):
        top = {k for k, v in nieuw.items() if v == max(nieuw.values())}
        genoemd = len(top) == int(m[1][0]) if m[1][0].isdigit() else top == set(m[1].split(" en "))
        return genoemd and max(nieuw.values()) == getal(m[2])
    if m := re.fullmatch(r"(Gegroeid|Gedaald) van (\S+) in (\d+) naar (\S+) in (\d+)", zin):
        goed = (nieuw[m[3]], nieuw[m[5]]) == (getal(m[2]), getal(m[4])) and (m[3], m[5]) == (min(nieuw), max(nieuw))
        return goed and (getal(m[4]) > getal(m[2])) == (m[1] == "Gegroeid")
    if m := re.fullmatch(r"In (\d+) evenveel als in (\d+): (.+)", zin):
        return nieuw[m[1]] == nieuw[m[2]] == getal(m[3])
    if m := re.fullmatch(r"In (\w+): (\S+)(?: \w+)?", zin):
        return nieuw == {m[1]: getal(m[2])}
    if voorbeeld.tekening == "doelen":
        return doelzin_is_waar(zin, alle[0], {p.label: p.cijfer.tekst for p in voorbeeld.reeksen[1].punten})
    if voorbeeld.tekening == "geld":
        return geldzin_is_waar(zin, alle)
    if m := re.fullmatch(r"(\w+): (.+)", zin):
        return nieuw == {m[1]: getal(m[2])}
    return None


def doelzin_is_waar(zin, gemeten, doel):
    te_halen = {
        k: (v, Decimal(re.sub(r"^> | op.*", "", doel[k])), doel[k][0] == ">")
        for k, v in gemeten.items()
        if re.match(r"(> )?\d", doel[k])
    }
    onder = {k: v / d if d else None for k, (v, d, meer) in te_halen.items() if v < d or (meer and v == d)}
    if m := re.fullmatch(
        r"Alle (\d) zitten op of boven het doel|De (\d) die te vergelijken zijn, zitten op of boven het doel", zin
    ):
        return not onder and len(te_halen) == int(m[1] or m[2]) and (not m[1] or len(te_halen) == len(doel))
    if m := re.fullmatch(r"(\w+) zit op of boven het doel: (.+)", zin):
        return m[1] in te_halen and m[1] not in onder and getal(re.split(" van de |, ", m[2])[0]) == gemeten[m[1]]
    if m := re.fullmatch(r"(Alleen )?(\w+) zit onder het doel: (.+)", zin):
        goed = set(onder) == {m[2]} and getal(re.split(" van de |, ", m[3])[0]) == gemeten[m[2]]
        return goed and (not m[1] or len(te_halen) == len(doel))
    if m := re.fullmatch(r"(?:Alle (\d)|(\d) van de (\d)) (?:zitten )?onder het doel(?:; het verst (\w+): (.+))?", zin):
        goed = (
            len(onder) == int(m[1] or m[2])
            and (not m[3] or int(m[3]) == len(te_halen))
            and (not m[1] or len(onder) == len(doel))
        )
        return goed and (
            not m[4]
            or (
                getal(re.split(" van de |, ", m[5])[0]) == gemeten[m[4]]
                and all(onder[m[4]] < v for k, v in onder.items() if k != m[4])
            )
        )
    if m := re.fullmatch(r"(\w+) bereikt (\S+) van de (\S+)", zin):
        return gemeten[m[1]] == getal(m[2]) and doel[m[1]] == m[3]
    if m := re.fullmatch(r"(\w+): (\S+), afgesproken (.+)", zin):
        return gemeten[m[1]] == getal(m[2]) and doel[m[1]] == m[3]
    return not te_halen if zin == "De cijfers staan naast wat is afgesproken" else None


def geldzin_is_waar(zin, alle):
    if len(alle) == 1:
        m = re.fullmatch(r"(\w+): (.+)", zin)
        return alle[0] == {m[1]: getal(m[2])} if m else None
    verschil = {k: alle[1][k] - alle[0][k] for k in alle[0] if k in alle[1]}
    if zin == "De begroting is nog niet naast andere bedragen te zetten":
        return not verschil
    if m := re.fullmatch(r"(Meer|Minder) kosten dan begroot: (.+)", zin):
        return sum(verschil.values()) == (getal(m[2]) if m[1] == "Meer" else -getal(m[2]))
    if zin == "De kosten zijn precies zoals begroot":
        return sum(verschil.values()) == 0
    if re.fullmatch(r"Precies zoals begroot|Van wat te zien is, alles zoals begroot", zin):
        return not any(verschil.values())
    if m := re.fullmatch(r"Het grootste verschil met de begroting is (.+)", zin):
        return max(map(abs, verschil.values())) == getal(m[1])
    if m := re.fullmatch(
        rf"{WTZ}(?:wijkt )?(\w+)(?: wijkt)? het meest af van de begroting: (\S+ \S+) (meer|minder)", zin
    ):
        teken = 1 if m[3] == "meer" else -1
        return verschil[m[1]] * teken == getal(m[2]) and all(
            abs(v) < getal(m[2]) for k, v in verschil.items() if k != m[1]
        )
    return None


@given(blokken())
def test_de_zin_is_altijd_waar(voorbeeld):
    zin = bevinding(voorbeeld)
    assert len(zin) <= LANGSTE
    assert is_waar(zin, voorbeeld) is True, zin


@given(blokken())
def test_wat_verborgen_is_wordt_nooit_genoemd(voorbeeld):
    """Labels of which nothing is shown do not occur, and the hidden value does not matter."""
    zin = bevinding(voorbeeld)
    gezien = {label for n in range(len(voorbeeld.reeksen)) for label in waarden(voorbeeld, n)}
    for reeks_ in voorbeeld.reeksen:
        for punt in reeks_.punten:
            if punt.label not in gezien and punt.label not in MAANDEN:
                assert punt.label not in zin
    assert "<10" not in zin
    lek = replace(
        voorbeeld,
        reeksen=tuple(
            replace(
                r,
                punten=tuple(
                    replace(p, cijfer=replace(p.cijfer, waarde=7)) if p.cijfer.verborgen else p for p in r.punten
                ),
            )
            for r in voorbeeld.reeksen
        ),
    )
    assert bevinding(lek) == zin


@given(blokken())
def test_wat_niet_alles_toont_zegt_dat(voorbeeld):
    """'Overal', 'Alleen' and a plain superlative need everything that is compared in sight."""
    zin = bevinding(voorbeeld)
    alles = all(not p.cijfer.verborgen and p.cijfer.waarde is not None for r in voorbeeld.reeksen for p in r.punten)
    if not alles and voorbeeld.tekening in ("staven", "aandelen"):
        assert not re.match(r"Overal|Alleen", zin)
        assert not re.match(r"\w+ (groeit|daalt|staat|heeft)", zin) or len(voorbeeld.reeksen) == 2
