"""The kinds of parts in plain Dutch: what each one shows, and what there is to fill in for it."""

from __future__ import annotations

from dataclasses import dataclass

from rapportage.models import Onderdeel

Soort = Onderdeel.Soort


@dataclass(frozen=True)
class Uitleg:
    """A kind of part. ``zin`` says what a report shows; ``velden`` are the fields beside the title."""

    soort: str
    naam: str
    zin: str
    velden: tuple[str, ...]

    @property
    def is_vraag(self) -> bool:
        return self.soort in Onderdeel.VRAGEN


@dataclass(frozen=True)
class Groep:
    """Kinds that belong together when somebody chooses one."""

    titel: str
    uitleg: str
    soorten: tuple[Uitleg, ...]


def _cijfers(soort: str, naam: str, zin: str) -> Uitleg:
    return Uitleg(soort, naam, zin, ("vraag", "vergelijking"))


GROEPEN: tuple[Groep, ...] = (
    Groep(
        "Tekst",
        "Wat mensen schrijven, of wat u zelf vooraf schrijft.",
        (
            Uitleg(
                Soort.VRAAG_PER_KAMER,
                "Vraag per kamer",
                "Elke coördinator beantwoordt deze vraag voor de eigen kamer. In het rapport staan de antwoorden onder "
                "elkaar.",
                ("vraag",),
            ),
            Uitleg(
                Soort.VRAAG_EENMALIG,
                "Vraag voor alle kamers samen",
                "Het bureau beantwoordt deze vraag één keer, bijvoorbeeld een inleiding of conclusies.",
                ("vraag",),
            ),
            Uitleg(
                Soort.KEUZE,
                "Keuze met toelichting",
                "Het bureau kiest één mogelijkheid en schrijft er een toelichting bij. Alle mogelijkheden worden "
                "gedrukt.",
                ("vraag", "keuzes"),
            ),
            Uitleg(
                Soort.TEKST,
                "Vaste tekst met cijfers",
                "Een tekst die u nu al schrijft, met cijfers die het rapport zelf invult.",
                ("tekst",),
            ),
        ),
    ),
    Groep(
        "Mensen en activiteiten",
        "Cijfers uit de registraties van de kamers. U hoeft alleen een titel te kiezen.",
        (
            _cijfers(
                Soort.DEELNEMERS,
                "Deelnemers",
                "Hoeveel verschillende mensen meededen, per kamer, categorie en tijdvak. Met het totaal van de stad.",
            ),
            _cijfers(
                Soort.VERGELIJKING,
                "Groei",
                "Dezelfde cijfers naast die van een eerdere periode, met de groei in aantallen en procenten.",
            ),
            _cijfers(
                Soort.AANDEELGRAFIEK,
                "Grafiek: waarvoor mensen kwamen",
                "Per kamer een staafgrafiek: welk deel van de mensen kwam voor welke categorie.",
            ),
            _cijfers(
                Soort.BEZOEKGRAFIEK,
                "Grafiek: waar het druk was",
                "Per kamer een staafgrafiek: welk deel van alle deelnames hoorde bij welke categorie.",
            ),
            _cijfers(
                Soort.UREN,
                "Uren van vrijwilligers",
                "Hoeveel uren bewoners en professionals gaven, en wat die uren waard zijn.",
            ),
            _cijfers(
                Soort.SIGNALEN,
                "Signalen uit de buurt",
                "Wat de kamers in de buurt hoorden en opschreven, per onderwerp.",
            ),
        ),
    ),
    Groep(
        "Afspraken en geld",
        "Cijfers uit de samenwerkingsafspraak en uit de bronnen die u bij het rapport kiest.",
        (
            _cijfers(
                Soort.INDICATOREN,
                "Doelen",
                "Elke indicator van de samenwerkingsafspraak: het doel, wat er is gemeten en of het op koers ligt.",
            ),
            _cijfers(
                Soort.BEGROTING_PROGNOSE,
                "Begroting en prognose",
                "Wat was begroot, wat nu wordt verwacht, en het verschil.",
            ),
            _cijfers(
                Soort.FINANCIERS,
                "Financiers",
                "Wie volgens de afspraak welk bedrag bijdraagt aan welke kamer.",
            ),
        ),
    ),
)
SOORTEN: dict[str, Uitleg] = {uitleg.soort: uitleg for groep in GROEPEN for uitleg in groep.soorten}
