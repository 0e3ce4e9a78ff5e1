"""What happened around people this year: referrals, outcomes, talents, contact at a distance; partners and openings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from deelnemers import registratie
from deelnemers.models import Contactmoment, Deelnemer, Opening, Uitkomst, Verwijzing
from deelnemers.registratie import contact, openingen, partners, talenten, uitkomsten, verwijzingen
from rapportage.demonstratie.kalender import is_open

Soort = Organisatie.Soort
ORGANISATIES = {
    "Buurtteam": Soort.WIJKPARTNER,
    "Bibliotheek": Soort.WIJKPARTNER,
    "Huisartsenpraktijk om de hoek": Soort.ZORG,
    "Wijkverpleging": Soort.ZORG,
    "Taalschool": Soort.ONDERWIJS,
    "Bewonersvereniging": Soort.BEWONERSVERENIGING,
    "Utrecht Werk en Inkomen": Soort.UITKERINGSINSTANTIE,
}
WAARVOOR = (
    "hulp bij brieven", "Nederlands oefenen", "mensen leren kennen", "een vaste dag in de week", "vrijwilligerswerk",
)  # fmt: skip
WAAROVER = ("doorverwijzen", "samen eten in de wijk", "spreekuur in de kamer", "werving van vrijwilligers", "")
KAN = (
    "koken voor een groep", "naaien", "fietsen maken", "Arabisch vertalen", "Turks vertalen", "tuinieren",
    "haren knippen", "computers", "timmeren", "goed luisteren", "gitaar spelen", "boekhouden", "schilderen", "bakken",
)  # fmt: skip
WIL = (
    "Nederlands leren", "anderen helpen", "een rijbewijs", "wandelen", "leren zwemmen", "werk in de zorg",
    "muziek maken", "leren naaien", "mensen ontmoeten", "een eigen winkel",
)  # fmt: skip
UITKOMSTEN = {"betaald werk": 3, "opleiding": 4, "vrijwilligerswerk": 6, "plaatsing": 2}


def laad_gebeurtenissen(rng: Random, vandaag: date, kamer: Kamer, mensen: Sequence[Deelnemer], door: Gebruiker) -> None:
    """``mensen``: who came to the kamer in the last half-year, most often first."""
    bekend = {organisatie.naam: organisatie for organisatie in Organisatie.objects.filter(naam__in=ORGANISATIES)}
    organisaties = [bekend.get(naam, Organisatie(naam=naam, soort=soort)) for naam, soort in ORGANISATIES.items()]
    dag = _Dagen(rng, vandaag)
    _partners(rng, kamer, organisaties, dag, door)
    _verwijzingen(rng, kamer, mensen, dag, door)
    _uitkomsten(rng, kamer, mensen, dag, door)
    _talenten(rng, kamer, mensen, door)
    _op_afstand(rng, kamer, mensen, dag, door)
    _huurders(rng, mensen, door)
    _openingen(kamer, vandaag, door)


class _Dagen:
    """Days of this year on which the rooms were open; none in the future."""

    def __init__(self, rng: Random, vandaag: date) -> None:
        self._rng, self._vandaag = rng, vandaag

    def __call__(self, hoogstens: int) -> date:
        """An open day at most so many days ago."""
        while True:
            gekozen = self._vandaag - timedelta(days=self._rng.randrange(hoogstens))
            if is_open(gekozen) or hoogstens < 5:
                return gekozen

    def erna(self, dag: date, dagen: int) -> date | None:
        """Some days later; None when that is still to come."""
        later = dag + timedelta(days=self._rng.randrange(1, dagen))
        return later if later <= self._vandaag else None


def _partners(rng: Random, kamer: Kamer, wie: list[Organisatie], dag: _Dagen, door: Gebruiker) -> None:
    partners.leg_partnercontacten_vast(
        [
            partners.NieuwPartnercontact(
                kamer.pk, rng.choice(wie), dag(320), rng.choice(("gesprek", "telefoon", "bezoek")), rng.choice(WAAROVER)
            )
            for _ in range(18)
        ],
        door=door,
    )


def _verwijzingen(rng: Random, kamer: Kamer, mensen: Sequence[Deelnemer], dag: _Dagen, door: Gebruiker) -> None:
    organisaties = list(Organisatie.objects.filter(naam__in=ORGANISATIES).order_by("naam"))
    rijen = []
    for mens in rng.sample(mensen, min(16, len(mensen))):
        datum = dag(300)
        richting = Verwijzing.Richting.IN if rng.random() < 0.65 else Verwijzing.Richting.UIT
        effectief = dag.erna(datum, 20) if rng.random() < 0.6 else None
        rijen.append(
            verwijzingen.NieuweVerwijzing(
                kamer.pk, mens.pk, datum, richting, rng.choice(organisaties), rng.choice(WAARVOOR), effectief
            )
        )
    verwijzingen.leg_verwijzingen_vast(rijen, door=door)


def _uitkomsten(rng: Random, kamer: Kamer, mensen: Sequence[Deelnemer], dag: _Dagen, door: Gebruiker) -> None:
    soorten = [soort for soort, aantal in UITKOMSTEN.items() for _ in range(aantal)]
    gekozen = rng.sample(mensen, min(len(soorten), len(mensen)))
    uitkomsten.leg_uitkomsten_vast(
        [
            uitkomsten.NieuweUitkomst(kamer.pk, mens.pk, dag(300), Uitkomst.Soort(soort))
            for mens, soort in zip(gekozen, soorten, strict=False)
        ],
        door=door,
    )


def _talenten(rng: Random, kamer: Kamer, mensen: Sequence[Deelnemer], door: Gebruiker) -> None:
    for mens in rng.sample(mensen, min(40, len(mensen))):
        talenten.leg_talenten_vast(
            kamer_id=kamer.pk,
            deelnemer_id=mens.pk,
            kan=rng.sample(KAN, rng.choice((0, 1, 1, 2))),
            wil=rng.sample(WIL, rng.choice((1, 1, 2))),
            door=door,
        )


def _op_afstand(rng: Random, kamer: Kamer, mensen: Sequence[Deelnemer], dag: _Dagen, door: Gebruiker) -> None:
    """Calls, cards and meals; two people whom nobody reached."""
    contact.leg_contact_vast(
        [
            contact.NieuwContact(
                kamer.pk, mens.pk, dag(120), rng.choice(Contactmoment.Soort.values), rng.random() < 0.8
            )
            for mens in rng.sample(mensen, min(20, len(mensen)))
        ],
        door=door,
    )
    for mens in mensen[-2:]:
        contact.zet_uit_beeld(kamer=kamer, deelnemer=mens, sinds=dag(30), door=door)


def _huurders(rng: Random, mensen: Sequence[Deelnemer], door: Gebruiker) -> None:
    """Of some it is known from whom they rent."""
    verhuurders = list(Organisatie.objects.filter(soort=Soort.WONINGCORPORATIE).order_by("naam"))
    gekozen = rng.sample(mensen, len(mensen) // 3)
    for mens in gekozen:
        mens.huurt_bij = rng.choice(verhuurders)
    registratie.bewaar_deelnemers(gekozen, door=door)


def _openingen(kamer: Kamer, vandaag: date, door: Gebruiker) -> None:
    """Open on the days of the last two months, and today in any case; closed around Christmas."""
    dagen = [vandaag - timedelta(days=n) for n in range(60)]
    openingen.zet_openingen(kamer=kamer, dagen=[vandaag, *filter(is_open, dagen)], stand=Opening.Stand.OPEN, door=door)
    kerst = [date(vandaag.year, 12, 24) + timedelta(days=n) for n in range(8)]
    openingen.zet_openingen(kamer=kamer, dagen=kerst, stand=Opening.Stand.DICHT, toelichting="kerstvakantie", door=door)
