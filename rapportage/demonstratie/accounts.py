"""One account for each role, with a password that is printed once and kept nowhere."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from buurtwerkkamers import pincodes
from buurtwerkkamers.gebruikers import geef_bevoegdheid
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer, Organisatie
from rapportage.demonstratie.aanbod import HART, TOP, VERBINDING

Rol = Bevoegdheid.Rol
GEMEENTE, CORPORATIE = "Gemeente Utrecht", "Mitros"
# The registrations of the demonstration begin in 2019 and somebody has to have been allowed to make them.
SINDS = date(2019, 1, 1)
_WOORDEN = (
    "appel anker bakfiets beker berg bloem boom boot brief broodje brug buurt café deken draad eend fiets fluit gitaar "
    "glas gordijn haak hamer haven honing jas kaars kachel kamer kast kersen ketel klok knoop koekje koffie kom kraan "
    "krant kruid lade lamp laken lepel linde maan mand markt melk merel molen mus naald noot oven paleis pan parel "
    "peer penseel perzik plank plein poort potlood raam regen rivier roos rugzak schaar schip sjaal sleutel soep sok "
    "spiegel stoel stoep storm straat suiker tafel tas thee toren touw trap trein trui tuin vaas veer venster viool "
    "vis vlag vlieger vogel vuur wandel water wiel wijk wolk wortel zand zaag zadel zee zeep zilver zolder zon"
)
WOORDEN = tuple(woord for woord in _WOORDEN.split() if woord.isascii())


@dataclass(frozen=True)
class Account:
    """``kijk``: what is worth looking at for this role, one phrase."""

    email: str
    naam: str
    rol: str
    kijk: str
    kamer: str = ""
    organisatie: str = ""


ACCOUNTS = (
    Account("deur.top@demo.invalid", "Noor Bakker", Rol.DEUR, "aan de deur van TOP: wie er vandaag is", TOP),
    Account("deur.hart@demo.invalid", "Ali Yilmaz", Rol.DEUR, "aan de deur van Hart", HART),
    Account("deur.verbinding@demo.invalid", "Els Groen", Rol.DEUR, "aan de deur van De Verbinding", VERBINDING),
    Account(
        "coordinator.top@demo.invalid", "Coördinator TOP", Rol.COORDINATOR, "deelnemers, activiteiten, antwoorden", TOP
    ),
    Account(
        "coordinator.hart@demo.invalid", "Coördinator Hart", Rol.COORDINATOR, "een andere kamer, andere mensen", HART
    ),
    Account(
        "coordinator.verbinding@demo.invalid", "Coördinator De Verbinding", Rol.COORDINATOR, "nog een kamer", VERBINDING
    ),
    Account("bureau@demo.invalid", "Bureau", Rol.BUREAU, "alle kamers, rapporten, bestanden inlezen"),
    Account("bureau.controle@demo.invalid", "Bureau (controle)", Rol.BUREAU, "een rapport vaststellen"),
    Account(
        "penningmeester@demo.invalid",
        "Penningmeester",
        Rol.PENNINGMEESTER,
        "begroting, bank, bijdragen, verantwoording",
    ),
    Account(
        "gemeente@demo.invalid", "Gemeente Utrecht", Rol.GEMEENTE, "het vastgestelde rapport", organisatie=GEMEENTE
    ),
    Account(
        "corporatie@demo.invalid",
        "Woningcorporatie",
        Rol.CORPORATIE,
        "het vastgestelde rapport",
        organisatie=CORPORATIE,
    ),
    Account("beheerder@demo.invalid", "Beheerder", Rol.BEHEERDER, "gebruikers en rollen"),
)


@dataclass(frozen=True)
class Toegang:
    """``pincode``: for the tablet at the door; empty for who does not stand there."""

    account: Account
    gebruiker: Gebruiker
    wachtwoord: str
    pincode: str = ""


def nieuw_wachtwoord() -> str:
    """Three words and four digits: easy to type over, and never the same twice (it does not come from the seed)."""
    woorden = [secrets.choice(WOORDEN) for _ in range(3)]
    return "-".join([*woorden, f"{secrets.randbelow(10_000):04}"])


def nieuwe_pincode() -> str:
    """Four digits that the door accepts; printed once, like the password."""
    while pincodes.bezwaar(code := f"{secrets.randbelow(10_000):04}"):
        pass
    return code


def maak_accounts(
    kamers: Mapping[str, Kamer], organisaties: Mapping[str, Organisatie], door: Gebruiker
) -> dict[str, Toegang]:
    """The accounts by e-mail address, each with its role."""
    toegangen = {}
    for account in ACCOUNTS:
        wachtwoord = nieuw_wachtwoord()
        gebruiker = Gebruiker.objects.maak(email=account.email, naam=account.naam, wachtwoord=wachtwoord, is_demo=True)
        geef_bevoegdheid(
            gebruiker,
            rol=account.rol,
            kamer=kamers.get(account.kamer),
            organisatie=organisaties.get(account.organisatie),
            van=SINDS,
            door=door,
        )
        pincode = nieuwe_pincode() if account.rol == Rol.DEUR else ""
        if pincode:
            pincodes.kies(gebruiker, code=pincode, door=gebruiker)
        toegangen[account.email] = Toegang(account, gebruiker, wachtwoord, pincode)
    return toegangen


def als_tabel(toegangen: Mapping[str, Toegang]) -> str:
    """The accounts as an aligned table for the terminal."""
    kop = ("rol", "e-mailadres", "wachtwoord", "pincode", "om te bekijken")
    rijen = [
        kop,
        *(
            (str(Rol(t.account.rol).label), t.account.email, t.wachtwoord, t.pincode, t.account.kijk)
            for t in toegangen.values()
        ),
    ]
    breedtes = [max(len(rij[k]) for rij in rijen) for k in range(len(kop))]
    regels = [
        "  ".join(cel.ljust(breedte) for cel, breedte in zip(rij, breedtes, strict=True)).rstrip() for rij in rijen
    ]
    return "\n".join([regels[0], "-" * max(map(len, regels)), *regels[1:]])
