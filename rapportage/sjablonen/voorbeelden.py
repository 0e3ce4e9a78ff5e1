"""The sjablonen that come with the product: examples to take over, and to change afterwards like any other."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from buurtwerkkamers.models import Gebruiker
from rapportage.models import Onderdeel, Sjabloon
from rapportage.sjablonen.inhoud import Inhoud
from rapportage.sjablonen.schrijven import maak_sjabloon, vrije_naam

Soort = Onderdeel.Soort


@dataclass(frozen=True)
class Voorbeeld:
    """``sleutel`` is its name in an address."""

    sleutel: str
    naam: str
    omschrijving: str
    onderdelen: tuple[Inhoud, ...]


# The build of the half-year report of July 2018, in our own words: what came in the first years.
JULI_2018 = Voorbeeld(
    "juli-2018",
    "Halfjaarverslag (inleiding, kamers, groei en conclusies)",
    "Een doorlopend verhaal: inleiding, wat er in elke kamer gebeurde, aandelen, groei en conclusies.",
    (
        Inhoud(
            Soort.VRAAG_EENMALIG,
            "Inleiding",
            "Waarover gaat dit verslag, wat willen de kamers bereiken, en wat was bijzonder aan deze periode?",
        ),
        Inhoud(
            Soort.TEKST,
            "In het kort",
            tekst="In deze periode deden **{uniek stad}** verschillende mensen mee in de buurtwerkkamers. Voor "
            "{nieuw stad} van hen was het de eerste keer. Samen waren zij goed voor {deelnames stad} deelnames.\n\n"
            "De kamers draaien op bewoners: {vrijwilligers stad} van hen gaven samen {uren stad} uren.\n\n"
            "- Wie in twee kamers komt, telt hier één keer.\n"
            "- Een deelname is één mens bij één activiteit op één dag.",
        ),
        Inhoud(
            Soort.VRAAG_PER_KAMER,
            "Wat er in de kamer gebeurde",
            "Wie kwamen er en waarvoor, wat groeide, wat lukte niet, en hoe kwam dat?",
        ),
        Inhoud(
            Soort.DEELNEMERS,
            "Deelnemers",
            "Hoeveel verschillende mensen deden mee, in elke kamer en in de stad?",
        ),
        Inhoud(
            Soort.BEZOEKGRAFIEK,
            "Activiteiten: waar het druk was",
            "Van alle keren dat iemand meedeed: welk deel hoorde bij welke categorie?",
        ),
        Inhoud(
            Soort.AANDEELGRAFIEK,
            "Mensen: waarvoor zij kwamen",
            "Van alle deelnemers: welk deel kwam voor welke categorie?",
        ),
        Inhoud(
            Soort.VERGELIJKING,
            "Groei sinds vorig jaar",
            "Hoeveel mensen deden mee in dezelfde maanden een jaar eerder, en hoeveel nu?",
            vergelijking=Onderdeel.Vergelijking.JAAR_EERDER,
        ),
        Inhoud(
            Soort.UREN,
            "Uren van vrijwilligers",
            "Hoeveel uren gaven bewoners en professionals, en wat zijn die waard?",
        ),
        Inhoud(
            Soort.VRAAG_EENMALIG,
            "Conclusies",
            "Wat leren de kamers van deze periode, en wat doen zij daarmee in de volgende?",
        ),
    ),
)

# The build of the half-year evaluation of July 2020, in our own words.
JULI_2020 = Voorbeeld(
    "juli-2020",
    "Tussenevaluatie (vier vragen, twee tijdvakken)",
    "Vragen per kamer, deelnemers per tijdvak, doelen, begroting en financiers.",
    (
        Inhoud(
            Soort.VRAAG_PER_KAMER,
            "Hoe ging het met de buurtwerkkamer?",
            "Wat deed de kamer in deze periode, wat lukte goed en wat niet? En wat veranderde er onderweg?",
        ),
        Inhoud(
            Soort.VRAAG_PER_KAMER,
            "Wat betekende de kamer voor mensen?",
            "Hoeveel mensen deden mee, waarvoor kwamen zij, en wat viel daarbij op?",
        ),
        Inhoud(Soort.DEELNEMERS, "Individuele deelnemers", "Hoeveel verschillende mensen deden mee?"),
        Inhoud(Soort.AANDEELGRAFIEK, "Waarvoor mensen kwamen"),
        Inhoud(
            Soort.INDICATOREN,
            "Wat is afgesproken en wat is bereikt",
            "De doelen uit de samenwerkingsafspraak, met wat er tot nu toe is gemeten.",
        ),
        Inhoud(
            Soort.BEGROTING_PROGNOSE,
            "Begroting en prognose",
            "Hoe verhoudt de prognose voor het hele jaar zich tot de begroting?",
        ),
        Inhoud(Soort.VRAAG_EENMALIG, "Toelichting op het geld", "Waardoor wijkt de prognose af van de begroting?"),
        Inhoud(Soort.FINANCIERS, "Financiers", "Wie droeg volgens de afspraak welk bedrag bij aan welke kamer?"),
        Inhoud(
            Soort.KEUZE,
            "Hoe gaat het verder?",
            "Is er reden om de afspraken voor de tweede helft van het jaar te veranderen?",
            ("Nee, de afspraken blijven zoals ze zijn", "Ja, de doelen veranderen", "Ja, de begroting verandert"),
        ),
    ),
)

_SIGNALEN = Inhoud(
    Soort.SIGNALEN, "Signalen uit de buurt", "Wat hoorden de kamers in de buurt dat anderen ook moeten weten?"
)
_NA = next(n for n, inhoud in enumerate(JULI_2020.onderdelen, start=1) if inhoud.soort == Soort.AANDEELGRAFIEK)

# That of 2020 with what the kamers hear in the neighbourhood, after what people came for.
MET_SIGNALEN = Voorbeeld(
    "met-signalen",
    "Halfjaarrapport met signalen uit de buurt",
    "Als de tussenevaluatie van 2020, met de signalen die de kamers opschreven.",
    (*JULI_2020.onderdelen[:_NA], _SIGNALEN, *JULI_2020.onderdelen[_NA:]),
)

VOORBEELDEN: dict[str, Voorbeeld] = {v.sleutel: v for v in (JULI_2020, JULI_2018, MET_SIGNALEN)}


def neem_voorbeeld_over(*, voorbeeld: Voorbeeld, door: Gebruiker) -> Sjabloon:
    """A sjabloon of the cooperative's own after this example, in use at once; numbered when the name is taken."""
    return maak_sjabloon(
        naam=vrije_naam(voorbeeld.naam),
        omschrijving=voorbeeld.omschrijving,
        onderdelen=voorbeeld.onderdelen,
        in_gebruik=True,
        door=door,
    )


def maak_sjabloon_juli_2018() -> Sjabloon:
    """The sjabloon of the July 2018 report."""
    return _eenmaal(JULI_2018)


def maak_sjabloon_juli_2020() -> Sjabloon:
    """The sjabloon of the July 2020 evaluation."""
    return _eenmaal(JULI_2020)


def maak_sjabloon_met_signalen() -> Sjabloon:
    """That of 2020 with the signals that the kamers wrote down."""
    return _eenmaal(MET_SIGNALEN)


@transaction.atomic
def _eenmaal(voorbeeld: Voorbeeld) -> Sjabloon:
    """Made once, and left alone when it is there already."""
    bestaand = Sjabloon.objects.filter(naam=voorbeeld.naam).first()
    return bestaand or neem_voorbeeld_over(voorbeeld=voorbeeld, door=Gebruiker.objects.systeem())
