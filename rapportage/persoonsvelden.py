"""The part of the register that is about reports: who made, wrote and adopted them."""

from __future__ import annotations

from buurtwerkkamers.avg import Bewaartermijn, Grondslag, Persoonsveld, over_niemand, registreer
from rapportage.models import (
    Antwoord,
    Deelperiode,
    Documentopdracht,
    Editie,
    Klad,
    Onderdeel,
    Opmerking,
    Rapport,
    Rapportkamer,
    Sjabloon,
    Verzending,
)


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
            "antwoorden_voor verbetert reden_verbetering reden_terug": _rapport(
                "Wanneer de antwoorden klaar zijn, waarom het rapport terugkwam of een nieuwe editie krijgt."
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
            "rapport nummer gegevens sha256 pdf html xlsx reden": _rapport("Het rapport zoals het is vastgesteld."),
        },
    )
    registreer(
        Klad,
        {
            "gebruiker bijgewerkt_op": _rapport("Van wie de tekst is die nog niet is opgeslagen."),
            "tekst": _rapport(
                "Wat u typt, elke seconde bewaard zodat niets verloren gaat. Alleen u leest dit. "
                "Dertig dagen na het vaststellen weg."
            ),
            "rapport onderdeel kamer keuze versie": _rapport("Bij welke vraag de tekst hoort."),
        },
    )
    registreer(
        Opmerking,
        {
            "door op afgehandeld_door afgehandeld_op": _rapport("Wie de opmerking maakte en wie ermee klaar was."),
            "tekst": _rapport("Een opmerking bij een onderdeel. Geen namen van deelnemers."),
            "rapport onderdeel kamer": _rapport("Waar de opmerking bij hoort."),
        },
    )
    registreer(
        Verzending,
        {
            "aan email": _rapport("Bij wie het rapport terechtkwam."),
            "door vastgelegd_op": _rapport("Wie het rapport verzond."),
            "editie organisatie wijze datum leesbaar_tm ingetrokken_op": _rapport("Wat er verzonden is, en hoe."),
        },
    )
    registreer(
        Documentopdracht,
        {
            "gevraagd_door gevraagd_op": _rapport("Voor wie het document wordt gemaakt."),
            "rapport soort begonnen_op teken_op klaar_op gedaan totaal inhoud fout": _rapport(
                "Welk document, en hoe ver het is. Na een dag weg."
            ),
        },
    )
    over_niemand(
        "Welke vragen, kamers en periodes in een rapport staan.", Deelperiode, Onderdeel, Rapportkamer, Sjabloon
    )
