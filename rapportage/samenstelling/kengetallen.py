"""The page of key figures: a few large figures about all kamers, and for each kamer its people."""

from __future__ import annotations

from decimal import Decimal

from buurtwerkkamers.opmaak import euro, getal
from deelnemers.tellingen import REGELS
from rapportage.rapportvorm import Kamercijfers, Kamerkop, Kengetal
from rapportage.samenstelling.deelnemers import ONDERGRENS
from rapportage.samenstelling.tellingen import Geteld


def mensen(geteld: Geteld) -> tuple[Kengetal, ...]:
    """Different people in the city beside the sum of the kamers, and attendances with the people who are new."""
    stad = geteld.cel(None, geteld.geheel)
    som = geteld.som_van_kamers(geteld.geheel)
    naast = [f"{getal(som)} als de kamers worden opgeteld"] if len(geteld.kamers) > 1 else []
    if stad.zonder_naam:
        naast.append(f"ondergrens, want {bezoeken(stad.zonder_naam)} zonder naam")
    return (
        Kengetal(
            "Verschillende mensen",
            geteld.uniek(None, geteld.geheel),
            "getal",
            REGELS["uniek_stad"] if len(geteld.kamers) > 1 else REGELS["uniek_totaal"],
            "; ".join(naast),
        ),
        Kengetal(
            "Deelnames",
            stad.deelnames if stad.geregistreerd else None,
            "getal",
            REGELS["deelnames"],
            f"{getal(stad.nieuw)} mensen kwamen voor het eerst",
        ),
    )


def bezoeken(aantal: int) -> str:
    return f"{getal(aantal)} {'bezoek' if aantal == 1 else 'bezoeken'}"


def doelen(gehaald: int, beoordeeld: int, waarvan: int) -> Kengetal:
    """How many targets are achieved or on course, of those judged; ``waarvan`` is how many there are at all."""
    return Kengetal(
        "Doelen behaald of op koers",
        gehaald if beoordeeld else None,
        "getal",
        f"Elk doel van elke kamer telt één keer. Van de {waarvan} doelen zijn er {beoordeeld} te beoordelen.",
        f"van de {beoordeeld} doelen die te beoordelen zijn",
    )


def saldo(prognose: Decimal | None, begroot: Decimal | None) -> Kengetal:
    """Expected income minus expected costs, with what was budgeted beside it."""
    return Kengetal(
        "Verwacht saldo van het jaar",
        prognose,
        "euro",
        "Verwachte inkomsten min verwachte kosten; onder nul is een tekort.",
        f"begroot was {euro(begroot, 0)}" if begroot is not None else "",
    )


def per_kamer(geteld: Geteld, koppen: dict[int, Kamerkop]) -> tuple[Kamercijfers, ...]:
    """Different people of each kamer in each sub-period and in the whole period."""
    tijdvakken = " of tijdvakken" if len(geteld.kolommen) > len(geteld.tijdvakken) else ""
    regel = f"Wie in meer categorieën{tijdvakken} meedoet, telt één keer."
    if any(geteld.cel(None, periode).zonder_naam for periode in geteld.kolommen):
        regel = f"{regel} {ONDERGRENS}"
    return tuple(
        Kamercijfers(
            koppen[kamer.pk],
            tuple(
                Kengetal(
                    "in de hele periode" if periode == geteld.geheel else str(periode),
                    geteld.uniek(kamer, periode),
                    "getal",
                    regel,
                )
                for periode in geteld.kolommen
            ),
        )
        for kamer in geteld.kamers
    )
