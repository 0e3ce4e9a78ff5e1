"""Petty cash of the last months, with drawn receipts: handed in and waiting, over the maximum, approved, and open."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from PIL import Image, ImageDraw

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.opmaak import datum_kort, euro
from financien import handgeld
from financien.bonnen import Foto, lees_foto
from financien.models import Handgeldmaand, Handgelduitgave, Post
from rapportage.demonstratie.aanbod import HART, TOP, VERBINDING
from rapportage.demonstratie.geldplan import ACTIVITEITEN, ADMINISTRATIE

Soort = Handgelduitgave.Soort
VOORSCHOT, HOOGSTENS = Decimal(150), Decimal(300)
MAANDEN_TERUG = 3


@dataclass(frozen=True)
class Gekocht:
    """Something that was bought ``dag`` days after the first of the month; ``bon``: with a photo."""

    dag: int
    soort: Soort
    bedrag: str
    wat: str
    winkel: str = "Buurtsuper"
    bon: bool = True


_GEWOON = (
    Gekocht(2, Soort.ETEN, "48.35", "boodschappen voor de eettafel"),
    Gekocht(8, Soort.MATERIAAL, "27.90", "verf en papier voor het atelier", "De Verfkwast"),
    Gekocht(13, Soort.KLUSSEN, "34.50", "boren en pluggen", "IJzerhandel Kruis"),
    Gekocht(20, Soort.KANTOOR, "12.75", "postzegels", "Postpunt", bon=False),
    Gekocht(23, Soort.VERVOER, "18.20", "bus naar het stadhuis met de taalgroep", "Stadsvervoer", bon=False),
)
_FEEST = (
    Gekocht(5, Soort.ETEN, "164.80", "buurtmaaltijd met zestig mensen"),
    Gekocht(6, Soort.ANDERS, "95.00", "huur van tafels en een tent", "Feestverhuur"),
    Gekocht(6, Soort.MATERIAAL, "71.25", "slingers, borden en bekers", "De Feestwinkel"),
)


def laad(
    vandaag: date,
    kamers: Mapping[str, Kamer],
    posten: Mapping[tuple[int, str, str], Post],
    coordinatoren: Mapping[str, Gebruiker],
    penningmeester: Gebruiker,
    maand: date,
) -> None:
    """What one month brought; ``posten`` by year, name and kamer. To be called before that month is closed."""
    terug = (vandaag.year - maand.year) * 12 + vandaag.month - maand.month
    if terug > MAANDEN_TERUG:
        return
    for naam, kamer in kamers.items():
        if terug == MAANDEN_TERUG:
            handgeld.zet_pot(kamer=kamer, vanaf=maand, voorschot=VOORSCHOT, hoogstens=HOOGSTENS, door=penningmeester)
        gekocht = _FEEST if naam == VERBINDING and terug == 1 else _GEWOON[: 2 if naam == HART else 5]
        for wat in gekocht:
            if (dag := maand + timedelta(days=wat.dag)) <= vandaag:
                _schrijf(kamer, dag, wat, coordinatoren[naam])
        if terug == 0:
            continue
        rij = Handgeldmaand.objects.get(kamer=kamer, maand=maand)
        handgeld.dien_in(rij, door=coordinatoren[naam])
        if terug > 1 or naam not in (TOP, VERBINDING):
            eigen = {soort.value: posten[maand.year, ACTIVITEITEN, naam] for soort in Soort}
            eigen[Soort.KANTOOR.value] = posten[maand.year, ADMINISTRATIE, naam]
            handgeld.keur_goed(rij, posten=eigen, door=penningmeester)


def _schrijf(kamer: Kamer, dag: date, wat: Gekocht, door: Gebruiker) -> None:
    bedrag = Decimal(wat.bedrag)
    handgeld.schrijf_uitgave(
        kamer=kamer,
        datum=dag,
        soort=wat.soort,
        bedrag=bedrag,
        omschrijving=wat.wat,
        foto=_teken_bon(wat.winkel, dag, wat.wat, bedrag) if wat.bon else None,
        door=door,
    )


def _teken_bon(winkel: str, dag: date, wat: str, bedrag: Decimal) -> Foto:
    """A receipt as a picture: the same shop, day and amount give the same bytes."""
    beeld = Image.new("L", (260, 190), 250)
    pen = ImageDraw.Draw(beeld)
    regels = (
        winkel.upper(),
        datum_kort(dag),
        "",
        wat[:38],
        "",
        f"TOTAAL {euro(bedrag).replace('€', 'EUR')}",
        "",
        "voorbeeld, verzonnen",
    )
    for nummer, regel in enumerate(regels):
        pen.text((16, 14 + 20 * nummer), regel, fill=30)
    pen.rectangle((4, 4, 255, 185), outline=160)
    uit = io.BytesIO()
    bewaar = beeld.save  # of a picture: no row of a table
    bewaar(uit, "PNG")
    return lees_foto(uit.getvalue())
