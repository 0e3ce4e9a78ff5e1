"""The sjablonen that come with the product, made by function. They are data afterwards and may be changed."""

from __future__ import annotations

from django.db import transaction

from rapportage.models import Onderdeel, Sjabloon

Soort = Onderdeel.Soort
JULI_2020 = "Tussenevaluatie (vier vragen, twee tijdvakken)"

# Kind, title, question, choices: the build of the half-year evaluation of July 2020, in our own words.
ONDERDELEN_JULI_2020: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        Soort.VRAAG_PER_KAMER,
        "Hoe ging het met de buurtwerkkamer?",
        "Wat deed de kamer in deze periode, wat lukte goed en wat niet? En wat veranderde er onderweg?",
        (),
    ),
    (
        Soort.VRAAG_PER_KAMER,
        "Wat betekende de kamer voor mensen?",
        "Hoeveel mensen deden mee, waarvoor kwamen zij, en wat viel daarbij op?",
        (),
    ),
    (Soort.DEELNEMERS, "Individuele deelnemers", "Hoeveel verschillende mensen deden mee?", ()),
    (Soort.AANDEELGRAFIEK, "Waarvoor mensen kwamen", "", ()),
    (
        Soort.INDICATOREN,
        "Wat is afgesproken en wat is bereikt",
        "De doelen uit de samenwerkingsafspraak, met wat er tot nu toe is gemeten.",
        (),
    ),
    (
        Soort.BEGROTING_PROGNOSE,
        "Begroting en prognose",
        "Hoe verhoudt de prognose voor het hele jaar zich tot de begroting?",
        (),
    ),
    (Soort.VRAAG_EENMALIG, "Toelichting op het geld", "Waardoor wijkt de prognose af van de begroting?", ()),
    (Soort.FINANCIERS, "Financiers", "Wie droeg volgens de afspraak welk bedrag bij aan welke kamer?", ()),
    (
        Soort.KEUZE,
        "Hoe gaat het verder?",
        "Is er reden om de afspraken voor de tweede helft van het jaar te veranderen?",
        ("Nee, de afspraken blijven zoals ze zijn", "Ja, de doelen veranderen", "Ja, de begroting verandert"),
    ),
)
MET_SIGNALEN = "Halfjaarrapport met signalen uit de buurt"
_SIGNALEN = (
    Soort.SIGNALEN,
    "Signalen uit de buurt",
    "Wat hoorden de kamers in de buurt dat anderen ook moeten weten?",
    (),
)


def maak_sjabloon_juli_2020() -> Sjabloon:
    """The sjabloon of the July 2020 evaluation."""
    tekst = "Vragen per kamer, deelnemers per tijdvak, doelen, begroting en financiers."
    return _maak(JULI_2020, tekst, ONDERDELEN_JULI_2020)


def maak_sjabloon_met_signalen() -> Sjabloon:
    """That of 2020 with what the kamers hear in the neighbourhood, after what people came for."""
    plaats = next(n for n, deel in enumerate(ONDERDELEN_JULI_2020, start=1) if deel[0] == Soort.AANDEELGRAFIEK)
    delen = (*ONDERDELEN_JULI_2020[:plaats], _SIGNALEN, *ONDERDELEN_JULI_2020[plaats:])
    return _maak(MET_SIGNALEN, "Als de tussenevaluatie van 2020, met de signalen die de kamers opschreven.", delen)


@transaction.atomic
def _maak(naam: str, omschrijving: str, onderdelen: tuple[tuple[str, str, str, tuple[str, ...]], ...]) -> Sjabloon:
    """Made once, and left alone when it is there already."""
    sjabloon, nieuw = Sjabloon.objects.get_or_create(naam=naam, defaults={"omschrijving": omschrijving})
    if nieuw:
        Onderdeel.objects.bulk_create(
            Onderdeel(sjabloon=sjabloon, volgorde=10 * n, soort=soort, titel=titel, vraag=vraag, keuzes=list(keuzes))
            for n, (soort, titel, vraag, keuzes) in enumerate(onderdelen, start=1)
        )
    return sjabloon
