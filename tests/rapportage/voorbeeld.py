"""A composed report made by hand, with awkward things in it, so that documents can be tested without a database."""

from datetime import date
from decimal import Decimal

from rapportage.cijfers import Doelcel, Kolom, Rij, Tabel
from rapportage.grafieken import Grafiek, Paneel, Staaf
from rapportage.rapportvorm import Deel, Document, Kamercijfers, Kamerkop, Kamertabel, Kengetal, Regel, Tekst, Tijdvak

TOP = Kamerkop("TOP", "TOP", "top", "#0b5f66", "TO", "Ondiep")
HART = Kamerkop("Hart voor Leidsche Rijn", "Hart", "hart", "#c04f08", "HL", "Leidsche Rijn")
VERBINDING = Kamerkop("De Verbinding", "Verbinding", "verbinding", "#5b57c9", "DV", "Zuilen")
KAMERS = (TOP, HART, VERBINDING)
REEKSEN = ("1 januari t/m 14 maart 2020", "15 maart t/m 31 mei 2020")
LABELS = ("Sociaal en ontmoeting", "Formulieren", "Klussen", "Schuldhulptoeleiding", "Nederlandse taal",
          "Computervaardigheid", "Toeleiding naar werk")  # fmt: skip
REGEL = "Elk mens telt één keer per categorie, hoe vaak die ook kwam."

ANTWOORD = """In de eerste maanden liep het **storm**. Mensen kwamen vooral voor:

- hulp bij een brief of een formulier
- koffie en een praatje
- de *eettafel* op dinsdag

Na 15 maart ging de deur dicht. Vrijwilligers belden daarna elke week met de mensen die zij kenden.
Şengül, İbrahim en Müge maakten een lijst van wie boodschappen nodig had.
"""


def _tabel(titel: str) -> Tabel:
    rijen = [Rij((label, 100 - 13 * i, None if i > 4 else 60 - 9 * i, 120 - 13 * i)) for i, label in enumerate(LABELS)]
    return Tabel(
        titel,
        REGEL,
        (Kolom("Categorie", "tekst"), Kolom(REEKSEN[0]), Kolom(REEKSEN[1]), Kolom("Hele periode")),
        (
            *rijen,
            Rij(("Verschillende mensen", 214, 99, 260), "totaal"),
            Rij(("Bezoeken zonder naam", 1204, 17, 1221), "bij"),
        ),
        ("– betekent: niet geregistreerd in dit tijdvak.",),
    )


def _grafiek() -> Grafiek:
    panelen = tuple(
        Paneel(
            kamer.naam,
            kamer.kleur,
            tuple(
                Staaf(label, reeks, None if i == 6 and reeks == REEKSEN[1] else max(1, 44 - 7 * i - 3 * n))
                for i, label in enumerate(LABELS)
                for reeks in REEKSEN
            ),
            "Sociaal en ontmoeting is het grootst.",
        )
        for n, kamer in enumerate(KAMERS)
    )
    return Grafiek(
        "In elke kamer is ontmoeting het grootst",
        "Aandeel van alle deelnemers per categorie.",
        panelen,
        REEKSEN,
        LABELS,
    )


def _indicatoren() -> Tabel:
    cellen = (
        Doelcel(150, "150", "200", False, True),
        Doelcel(26, "26", "150", False, False),
        Doelcel(None, "", "> 50%", reden="Er is nog geen enquête gehouden."),
    )
    kop = (Kolom("Indicator", "tekst"), *(Kolom(k.kort, "doel") for k in KAMERS))
    rijen = []
    for groep in ("IMPACT", "OUTPUT", "PROCES", "INPUT"):
        rijen.append(Rij((groep, None, None, None), "groep"))
        rijen += [
            Rij((f"{groep.title()} {n}: actieve vrijwilligers (minimaal gemiddeld 250 uren per jaar)", *cellen))
            for n in range(6)
        ]
    return Tabel(
        "Indicatoren en streefwaarden",
        "Gemeten over het halfjaar, vergeleken met het doel voor het jaar.",
        kop,
        tuple(rijen),
    )


def _geld() -> Tabel:
    kop = (Kolom("Post", "tekst"), Kolom("Begroot", "euro"), Kolom("Prognose", "euro"), Kolom("Verschil", "euro"))
    return Tabel(
        "Begroting en prognose",
        "Totalen zijn de som van de regels erboven.",
        kop,
        (
            Rij(("Kosten", None, None, None), "groep"),
            Rij(("TOP Ondiep", 103800, 86904, -16896)),
            Rij(('=HYPERLINK("http://kwaad.invalid")', Decimal("1234.56"), 0, None), noot="a"),
            Rij(("Totaal kosten", 319716, 292980, -26736), "totaal"),
        ),
        ("a. Besluit hangt af van de voortgang.",),
    )


def document() -> Document:
    """The report of 2020 in small, with Turkish letters, a formula as text and a figure that was not registered."""
    mensen = Kengetal("Verschillende mensen in de stad", 412, "getal", REGEL, "in de hele periode")
    kamercijfers = tuple(
        Kamercijfers(k, (Kengetal(REEKSEN[0], 214, "getal", REGEL), Kengetal(REEKSEN[1], 99, "getal", REGEL)))
        for k in KAMERS
    )
    teksten = tuple(Tekst(k, ANTWOORD * (n + 1)) for n, k in enumerate(KAMERS))
    return Document(
        kenmerk="halfjaar-2020",
        titel="Tussenevaluatie 2020",
        afspraak="Samenwerkingsafspraak 2020",
        van=date(2020, 1, 1),
        tm=date(2020, 5, 31),
        editie="",
        kamers=KAMERS,
        deelperioden=(
            Tijdvak("Tot half maart", date(2020, 1, 1), date(2020, 3, 14)),
            Tijdvak("Vanaf half maart", date(2020, 3, 15), date(2020, 5, 31)),
        ),
        kengetallen=(
            mensen,
            Kengetal("Deelnames", 5231, "getal", "Elke keer dat iemand meedeed."),
            Kengetal("Behaald of op koers", 14, "getal", "Van de doelen die gemeten zijn.", "van de 31 gemeten doelen"),
            Kengetal("Verwacht saldo", Decimal(-9996), "euro", "Inkomsten min kosten."),
        ),
        kamercijfers=kamercijfers,
        delen=(
            Deel(1, "vraag_per_kamer", "Wat ging goed?", "Wat ging er goed in uw buurtwerkkamer?", teksten=teksten),
            Deel(2, "deelnemers", "Individuele deelnemers", "Hoeveel mensen deden mee?",
                 tabellen=tuple(Kamertabel(k, _tabel(f"Deelnemers van {k.naam}")) for k in KAMERS)),
            Deel(3, "aandeelgrafiek", "Waarvoor mensen kwamen", grafiek=_grafiek()),
            Deel(4, "indicatoren", "Indicatoren", tabellen=(Kamertabel(None, _indicatoren()),)),
            Deel(5, "begroting_prognose", "Geld", tabellen=(Kamertabel(None, _geld()),)),
            Deel(6, "keuze", "Vooruitblik", "Gaan we door?", ("Ja", "Ja, met een wijziging", "Nee"),
                 (Tekst(None, "We gaan door.", "Ja, met een wijziging"),)),
        ),
        regels=(Regel("Uniek", REGEL),),
        bronnen=("Tussenevaluatie van 16 juli 2020",),
    )  # fmt: skip
