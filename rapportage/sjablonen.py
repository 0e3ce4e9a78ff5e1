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


@transaction.atomic
def maak_sjabloon_juli_2020() -> Sjabloon:
    """The sjabloon of the July 2020 evaluation; made once, and left alone when it is there already."""
    sjabloon, nieuw = Sjabloon.objects.get_or_create(
        naam=JULI_2020,
        defaults={"omschrijving": "Vragen per kamer, deelnemers per tijdvak, doelen, begroting en financiers."},
    )
    if nieuw:
        Onderdeel.objects.bulk_create(
            Onderdeel(sjabloon=sjabloon, volgorde=10 * n, soort=soort, titel=titel, vraag=vraag, keuzes=list(keuzes))
            for n, (soort, titel, vraag, keuzes) in enumerate(ONDERDELEN_JULI_2020, start=1)
        )
    return sjabloon
