"""The whole demonstration in one transaction: all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

import pghistory
from django.db import transaction

from buurtwerkkamers.models import Afspraak, Gebruiker, Kamer, Organisatie
from deelnemers import registratie
from deelnemers.models import Activiteit, Deelnemer
from financien.models import Bron
from rapportage.demonstratie import (
    accounts,
    afspraak,
    enquetes,
    geld,
    laden,
    lopend_geld,
    oordelen,
    overleg,
    rapporten,
    signalen,
    verder,
)
from rapportage.demonstratie.aanbod import FORMULIEREN, HART, TOP, VERBINDING
from rapportage.demonstratie.bouwen import bouw
from rapportage.demonstratie.wereld import Wereld

GASTVROUW = "deur.top@demo.invalid"
COORDINATOREN = {
    TOP: "coordinator.top@demo.invalid",
    HART: "coordinator.hart@demo.invalid",
    VERBINDING: "coordinator.verbinding@demo.invalid",
}


@dataclass(frozen=True)
class Demonstratie:
    """What was made: the rows that were drawn, and the accounts with their passwords."""

    wereld: Wereld
    toegangen: Mapping[str, accounts.Toegang]


def er_is_al_iets() -> bool:
    """Whether anything stands here beyond the reference data: the demonstration never mixes with it."""
    return any(model.objects.exists() for model in (Kamer, Deelnemer, Organisatie, Afspraak, Bron))


@transaction.atomic
def maak(zaad: int, vandaag: date, *, klein: bool = False) -> Demonstratie:
    """Load everything into an empty installation."""
    systeem = Gebruiker.objects.systeem()
    with pghistory.context(user=systeem.pk, bron="demonstratie"):
        kamers = afspraak.maak_kamers(systeem)
        organisaties = afspraak.maak_organisaties(systeem)
        toegangen = accounts.maak_accounts(kamers, organisaties, systeem)
        gebruikers = {email: toegang.gebruiker for email, toegang in toegangen.items()}
        coordinatoren = {kamer: gebruikers[email] for kamer, email in COORDINATOREN.items()}
        wereld = bouw(zaad, vandaag, klein=klein)
        activiteiten = laden.laad(wereld, kamers, coordinatoren)
        _wijs_gastvrouw_aan(activiteiten[TOP], gebruikers[GASTVROUW], coordinatoren[TOP])
        verder.laad(Random(f"{zaad} verder"), vandaag, kamers, coordinatoren)
        verder.koppel_accounts(vandaag, kamers, gebruikers, coordinatoren)
        signalen.laad(Random(f"{zaad} signalen"), vandaag, kamers, coordinatoren)
        wie = rapporten.Schrijvers(
            coordinatoren, gebruikers["bureau@demo.invalid"], gebruikers["bureau.controle@demo.invalid"]
        )
        onder_2020 = rapporten.Onderleggers(
            afspraak.maak_afspraak(2020, organisaties, systeem), *geld.leg_2020_vast(kamers, systeem)
        )
        rapporten.maak_rapport_2020(kamers, onder_2020, wie)
        afspraken = {
            jaar: afspraak.maak_afspraak(jaar, organisaties, systeem) for jaar in (vandaag.year - 1, vandaag.year)
        }
        maanden = lopend_geld.laad(
            vandaag, kamers, organisaties, coordinatoren, gebruikers["penningmeester@demo.invalid"]
        )
        financiers = {jaar: geld.leg_afspraak_vast(jaar, rij, kamers, door=systeem) for jaar, rij in afspraken.items()}
        overleg.laad({2020: onder_2020.afspraak, **afspraken}, kamers, vandaag, wie.bureau)
        oordelen.leg_oordelen_vast(onder_2020.afspraak, kamers, vandaag, systeem)
        oordelen.leg_oordelen_vast(afspraken[vandaag.year - 1], kamers, vandaag, systeem, met_controle=False)
        afspraak.maak_concept(afspraken[vandaag.year], kamers, systeem)
        enquetes.laad(Random(f"{zaad} enquetes"), vandaag, kamers, coordinatoren, wie.bureau)
        halfjaar = rapporten.halfjaar_om_te_schrijven(vandaag)
        jaar = halfjaar.van.year
        # What was believed at the end of the half-year, or as near to it as a month was closed.
        laatste = max(maand for maand in maanden if maand.year == jaar and maand <= halfjaar.tm)
        onder = rapporten.Onderleggers(afspraken[jaar], maanden[laatste], financiers[jaar])
        rapporten.maak_rapport_nu(halfjaar, kamers, onder, wie, vandaag)
        periode = rapporten.periode_met_groei(vandaag)
        rapporten.maak_verslag(periode, kamers, afspraken[periode.van.year], wie)
    return Demonstratie(wereld, toegangen)


def _wijs_gastvrouw_aan(activiteiten: list[Activiteit], gastvrouw: Gebruiker, door: Gebruiker) -> None:
    """The volunteer at the door is host of one sensitive activity, and sees who comes there, not elsewhere."""
    for activiteit in activiteiten:
        indeling = activiteit.indelingen.select_related("categorie").get()
        if indeling.categorie.naam == FORMULIEREN and activiteit.gestopt_op is None:
            registratie.wijzig_activiteit(
                activiteit,
                naam=activiteit.naam,
                categorie=indeling.categorie,
                gevoelig=activiteit.gevoelig,
                gestopt_op=None,
                gastheren=[gastvrouw],
                door=door,
            )
