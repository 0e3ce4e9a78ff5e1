"""Sjablonen: what a report asks and shows. They are data, so the cooperative makes and changes them without code.

``schrijven`` changes them, ``lezen`` says where they are used and what a report made with one looks like, ``soorten``
says in plain Dutch what each kind of part is, and ``voorbeelden`` are those that come with the product.
"""

from rapportage.sjablonen.inhoud import Inhoud
from rapportage.sjablonen.schrijven import (
    MEESTE_ONDERDELEN,
    kopieer_sjabloon,
    maak_sjabloon,
    verplaats,
    verwijder_onderdeel,
    verwijder_sjabloon,
    wijzig_sjabloon,
    zet_onderdeel,
)
from rapportage.sjablonen.voorbeelden import (
    VOORBEELDEN,
    Voorbeeld,
    maak_sjabloon_juli_2018,
    maak_sjabloon_juli_2020,
    maak_sjabloon_met_signalen,
    neem_voorbeeld_over,
)

__all__ = [
    "MEESTE_ONDERDELEN",
    "VOORBEELDEN",
    "Inhoud",
    "Voorbeeld",
    "kopieer_sjabloon",
    "maak_sjabloon",
    "maak_sjabloon_juli_2018",
    "maak_sjabloon_juli_2020",
    "maak_sjabloon_met_signalen",
    "neem_voorbeeld_over",
    "verplaats",
    "verwijder_onderdeel",
    "verwijder_sjabloon",
    "wijzig_sjabloon",
    "zet_onderdeel",
]
