"""The part of the register that is about reports: who made, wrote and adopted them."""

from __future__ import annotations

from buurtwerkkamers.avg import Bewaartermijn, Grondslag, Persoonsveld, over_niemand, registreer
from rapportage.models import Antwoord, Deelperiode, Editie, Onderdeel, Rapport, Rapportkamer, Sjabloon


def _rapport(doel: str) -> Persoonsveld:
    return Persoonsveld(doel, Grondslag.OVEREENKOMST, Bewaartermijn.RAPPORT)


def vul_register() -> None:
    registreer(
        Rapport,
        {
            "gemaakt_door": _rapport("Wie het rapport begon."),
            "kenmerk titel sjabloon afspraak van tm begrotingsbron financiersbron status kamers": _rapport(
                "Waarover het rapport gaat."
            ),
        },
    )
    registreer(
        Antwoord,
        {
            "geschreven_door schrijvers geschreven_op": _rapport("Wie schreef, omdat een ander het rapport vaststelt."),
            "tekst": _rapport("Het verhaal van de kamer. Geen namen van deelnemers."),
            "rapport onderdeel kamer keuze versie": _rapport("Bij welke vraag het antwoord hoort."),
        },
    )
    registreer(
        Editie,
        {
            "vastgesteld_door vastgesteld_op": _rapport("Wie het rapport vaststelde, en wanneer."),
            "rapport nummer gegevens sha256 pdf html": _rapport("Het rapport zoals het is vastgesteld."),
        },
    )
    over_niemand(
        "Welke vragen, kamers en periodes in een rapport staan.", Deelperiode, Onderdeel, Rapportkamer, Sjabloon
    )
