"""What the rooms heard in the neighbourhood last year and this year: made up, about nobody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from buurtwerkkamers.models import Gebruiker, Kamer
from deelnemers.registratie.signalen import NieuwSignaal, leg_signalen_vast
from rapportage.demonstratie.aanbod import HART, TOP, VERBINDING

# Theme, neighbourhood and text, in the order in which they were heard; money is heard more and more.
SIGNALEN: dict[str, tuple[tuple[str, str, str], ...]] = {
    TOP: (
        ("wonen", "Ondiep", "In de portiekflats klagen steeds meer mensen over vocht en schimmel."),
        ("eenzaamheid", "Ondiep", "Ouderen zeggen dat zij in het weekend niemand spreken."),
        ("digitaal", "Geuzenwijk", "Mensen lopen vast op de nieuwe website van de belastingdienst."),
        ("veiligheid", "Ondiep", "Bewoners lopen ’s avonds liever niet door het plein: de lampen zijn al weken stuk."),
        ("geld", "Ondiep", "De energierekening is voor veel gezinnen niet meer op te brengen."),
        ("jeugd", "Geuzenwijk", "Jongeren hangen rond omdat het buurthuis op woensdag dicht is."),
        ("geld", "Geuzenwijk", "Mensen vragen pas hulp als er al een deurwaarder is geweest."),
        ("gezondheid", "Ondiep", "De wachttijd bij de huisarts is zo lang dat mensen niet meer bellen."),
        ("geld", "Ondiep", "Meer mensen dan vorig jaar vragen naar de voedselbank."),
        ("wonen", "Ondiep", "Onrust over de sloop: mensen weten niet wanneer zij moeten verhuizen."),
        ("openbare ruimte", "Geuzenwijk", "Er ligt veel grofvuil naast de bakken, ook op dagen zonder ophaaldienst."),
        ("geld", "Ondiep", "Huurders snappen de afrekening van de servicekosten niet."),
    ),
    HART: (
        ("eenzaamheid", "Langerak", "Nieuwe bewoners kennen niemand in de straat en vragen naar activiteiten."),
        ("taal", "Parkwijk", "Statushouders wachten maanden op een plek bij de taalles."),
        ("jeugd", "Langerak", "Ouders zoeken een plek waar kinderen na school huiswerk kunnen maken."),
        ("digitaal", "Parkwijk", "Veel mensen kunnen geen afspraak maken bij de gemeente zonder hulp."),
        ("taal", "Parkwijk", "De taalles overdag past niet bij mensen die werken."),
        ("geld", "Langerak", "Jonge gezinnen hebben moeite met de huur en de opvang samen."),
        ("werk", "Parkwijk", "Mensen willen werken, maar durven niet vanwege de toeslagen."),
        ("veiligheid", "Langerak", "Er wordt hard gereden langs de school."),
    ),
    VERBINDING: (
        ("wonen", "Zuilen-Noord", "De lift in het seniorencomplex is vaak stuk."),
        ("gezondheid", "Elinkwijk", "Mantelzorgers zijn moe en vragen niet om hulp."),
        ("eenzaamheid", "Zuilen-Noord", "Na het stoppen van de koffieochtend blijven mensen thuis."),
        ("geld", "Elinkwijk", "Mensen met wisselend werk durven geen toeslag aan te vragen."),
        ("taal", "Schaakwijk", "Brieven van de corporatie zijn te moeilijk: mensen leggen ze weg."),
        ("openbare ruimte", "Schaakwijk", "De bankjes langs de Vecht zijn weg, ouderen lopen er niet meer."),
        ("wonen", "Zuilen-Noord", "Reparaties worden vaak verzet zonder bericht."),
        ("geld", "Elinkwijk", "Er komen meer werkenden met schulden dan eerst."),
        ("digitaal", "Zuilen-Noord", "Het parkeren met een app lukt bezoek van ouderen niet."),
        ("geld", "Schaakwijk", "Gezinnen sparen op eten om de rekening te betalen."),
    ),
}


def laad(rng: Random, vandaag: date, kamers: Mapping[str, Kamer], door: Mapping[str, Gebruiker]) -> None:
    """Spread from the beginning of last year up to today; ``door``: the coordinator of each kamer."""
    begin = date(vandaag.year - 1, 1, 1)
    dagen = (vandaag - begin).days
    for naam, signalen in SIGNALEN.items():
        stap = dagen // len(signalen)
        rijen = [
            NieuwSignaal(
                kamers[naam].pk, begin + timedelta(days=n * stap + rng.randrange(max(stap, 1))), thema, tekst, buurt
            )
            for n, (thema, buurt, tekst) in enumerate(signalen)
        ]
        leg_signalen_vast(rijen, door=door[naam])
