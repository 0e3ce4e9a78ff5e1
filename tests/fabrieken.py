"""Factories: the smallest row of each kind that the database accepts, as plain functions.

``from tests.fabrieken import maak_kamer, maak_gebruiker``. Everything has a sensible default; names are made up.
People, attendances and agreements go through the product's own write functions, so no test rests on a state that
the product itself could not reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator

from buurtwerkkamers.models import (
    Afspraak,
    Bevoegdheid,
    Categorie,
    Categorielijst,
    Gebruiker,
    Indicator,
    Kamer,
    Organisatie,
    Streefwaarde,
)
from deelnemers import registratie
from deelnemers.models import (
    Activiteit,
    Contactmoment,
    Deelnemer,
    Opening,
    Partnercontact,
    Signaal,
    Talent,
    UitBeeld,
    Uitkomst,
    Verwijzing,
)
from deelnemers.registratie import NieuweDeelname

Rol = Bevoegdheid.Rol
WACHTWOORD = "kastanje-fiets-lantaarn"
BEGIN = date(2019, 1, 1)
ALLE_ROLLEN = (
    Rol.DEUR, Rol.COORDINATOR, Rol.BUREAU, Rol.PENNINGMEESTER, Rol.GEMEENTE, Rol.CORPORATIE, Rol.BEHEERDER,
)  # fmt: skip

_volgnummer = count(1)


def systeem() -> Gebruiker:
    return Gebruiker.objects.systeem()


def maak_kamer(naam: str = "", **velden: Any) -> Kamer:
    return Kamer.objects.create(naam=naam or f"Kamer {next(_volgnummer)}", **velden)


def maak_organisatie(naam: str = "", soort: str = Organisatie.Soort.GEMEENTE) -> Organisatie:
    return Organisatie.objects.create(naam=naam or f"Organisatie {next(_volgnummer)}", soort=soort)


def maak_gebruiker(
    rol: str = "",
    *,
    kamer: Kamer | None = None,
    organisatie: Organisatie | None = None,
    naam: str = "",
    wachtwoord: str | None = None,
    tweede_factor: bool = True,
    **velden: Any,
) -> Gebruiker:
    """A user, with one role since 2019 when asked, and with a second factor so that every page opens.

    A role at the door or of a coordinator needs ``kamer``; gemeente and corporatie get an organisation by themselves.
    """
    nummer = next(_volgnummer)
    gebruiker = Gebruiker.objects.maak(
        email=f"gebruiker{nummer}@voorbeeld.invalid", naam=naam or f"Gebruiker {nummer}", wachtwoord=wachtwoord
    )
    for veld, waarde in velden.items():
        setattr(gebruiker, veld, waarde)
    if velden:
        gebruiker.save()
    if rol:
        if rol in Bevoegdheid.ORGANISATIEROLLEN and organisatie is None:
            soort = Organisatie.Soort.GEMEENTE if rol == Rol.GEMEENTE else Organisatie.Soort.WONINGCORPORATIE
            organisatie = maak_organisatie(soort=soort)
        Bevoegdheid.objects.create(gebruiker=gebruiker, rol=rol, kamer=kamer, organisatie=organisatie, van=BEGIN)
    if tweede_factor:
        geef_tweede_factor(gebruiker)
    return gebruiker


def geef_tweede_factor(gebruiker: Gebruiker, geheim: str = "JBSWY3DPEHPK3PXP") -> None:
    Authenticator.objects.create(user=gebruiker, type=Authenticator.Type.TOTP, data={"secret": geheim})


def maak_deelnemer(kamer: Kamer, voornaam: str = "", *, op: date = BEGIN, **velden: Any) -> Deelnemer:
    velden = {"voornaam": voornaam or f"Mens{next(_volgnummer)}", **velden}
    return registratie.schrijf_in(kamer=kamer, op=op, door=systeem(), **velden)


def categorie(naam: str = "Sociaal en ontmoeting") -> Categorie:
    """A category of the standard list."""
    return Categorielijst.objects.standaard().categorie_set.get(naam=naam)


def maak_activiteit(
    kamer: Kamer, naam: str = "", *, soort: str = "Sociaal en ontmoeting", gevoelig: bool | None = None
) -> Activiteit:
    """An activity in category ``soort``; sensitive as its category is, unless said otherwise."""
    return registratie.maak_activiteit(
        kamer=kamer, naam=naam or f"Activiteit {next(_volgnummer)}", categorie=categorie(soort), gevoelig=gevoelig,
        door=systeem(),
    )  # fmt: skip


def registreer(activiteit: Activiteit, mensen: Deelnemer | Sequence[Deelnemer], *datums: date) -> None:
    """Attendances of these people on each of these days."""
    mensen = [mensen] if isinstance(mensen, Deelnemer) else mensen
    registratie.registreer_deelnames(
        [NieuweDeelname(activiteit.pk, activiteit.kamer_id, mens.pk, datum) for mens in mensen for datum in datums],
        door=systeem(),
    )


def maak_regels(
    kamer: Kamer, mens: Deelnemer, organisatie: Organisatie, *, op: date = date(2020, 3, 2)
) -> dict[str, Any]:
    """One record of each kind that a kamer keeps besides attendance, by the beginning of its address."""
    wie = {"kamer": kamer, "deelnemer": mens}
    return {
        "verwijzingen": Verwijzing.objects.create(**wie, datum=op, richting="in", organisatie=organisatie),
        "uitkomsten": Uitkomst.objects.create(**wie, datum=op, soort=Uitkomst.Soort.OPLEIDING),
        "contact": Contactmoment.objects.create(**wie, datum=op, soort=Contactmoment.Soort.GEBELD),
        "uit_beeld": UitBeeld.objects.create(**wie, sinds=op),
        "talenten": Talent.objects.create(**wie, soort=Talent.Soort.KAN, wat="koken"),
        "partners": Partnercontact.objects.create(kamer=kamer, datum=op, organisatie=organisatie),
        "signalen": Signaal.objects.create(kamer=kamer, datum=op, thema=Signaal.Thema.WONEN, tekst="Vocht in huis."),
        "openingen": Opening.objects.create(kamer=kamer, datum=op, stand=Opening.Stand.OPEN),
    }


def maak_afspraak(
    naam: str = "Samenwerkingsafspraak 2020", *, jaar: int = 2020, partijen: Sequence[Organisatie] = (), **velden: Any
) -> Afspraak:
    velden = {"van": date(jaar, 1, 1), "tm": date(jaar, 12, 31), **velden}
    afspraak = Afspraak.objects.create(naam=naam, categorielijst=Categorielijst.objects.standaard(), **velden)
    afspraak.partijen.set(partijen)
    return afspraak


def maak_indicator(
    afspraak: Afspraak, naam: str = "", *, doelen: dict[Kamer, str] | None = None, **velden: Any
) -> Indicator:
    """An indicator with its targets, as printed, per kamer."""
    nummer = next(_volgnummer)
    velden = {"groep": "PROCES", "eenheid": "aantal uniek", "volgorde": nummer, **velden}
    indicator = Indicator.objects.create(afspraak=afspraak, naam=naam or f"Indicator {nummer}", **velden)
    for kamer, tekst in (doelen or {}).items():
        Streefwaarde.objects.create(indicator=indicator, kamer=kamer, tekst=tekst)
    return indicator


@dataclass
class Huis:
    """Two kamers and a user of every role: ``gebruikers[rol]`` of the own kamer and organisation, and strangers."""

    eigen: Kamer
    ander: Kamer
    gemeente: Organisatie
    corporatie: Organisatie
    gebruikers: dict[str, Gebruiker] = field(default_factory=dict)
    vreemden: dict[str, Gebruiker] = field(default_factory=dict)


def maak_huis() -> Huis:
    """The kamers 'Eigen' and 'Ander'; door and coordinator of both, other roles once, organisations of both kinds."""
    huis = Huis(
        eigen=maak_kamer("Eigen"),
        ander=maak_kamer("Ander"),
        gemeente=maak_organisatie("Gemeente Voorbeeld", Organisatie.Soort.GEMEENTE),
        corporatie=maak_organisatie("Woonstichting Voorbeeld", Organisatie.Soort.WONINGCORPORATIE),
    )
    for rol in Bevoegdheid.KAMERROLLEN:
        huis.gebruikers[rol] = maak_gebruiker(rol, kamer=huis.eigen)
        huis.vreemden[rol] = maak_gebruiker(rol, kamer=huis.ander)
    for rol, organisatie in ((Rol.GEMEENTE, huis.gemeente), (Rol.CORPORATIE, huis.corporatie)):
        huis.gebruikers[rol] = maak_gebruiker(rol, organisatie=organisatie)
        huis.vreemden[rol] = maak_gebruiker(rol)
    for rol in (Rol.BUREAU, Rol.PENNINGMEESTER, Rol.BEHEERDER):
        huis.gebruikers[rol] = maak_gebruiker(rol)
    return huis
