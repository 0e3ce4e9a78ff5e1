"""Money: amounts of source documents, and the living budget with its bookings, petty cash and closed months."""

from financien.models.afsluiten import Archiefbesteding, Controle, Maandafsluiting
from financien.models.bank import Banktransactie, Beginsaldo, Boekregel
from financien.models.bedragen import FINANCIERSAANDEEL, JAREN, Bron, GedruktAandeel, Regel
from financien.models.begroten import Begroting, Begrotingsregel, Bestemming, Bijdragestap, Post
from financien.models.boeken import Boeking, Prognose, Verplichting
from financien.models.handgeld import Bon, Handgeldmaand, Handgeldpot, Handgelduitgave

__all__ = [
    "FINANCIERSAANDEEL",
    "JAREN",
    "Archiefbesteding",
    "Banktransactie",
    "Beginsaldo",
    "Begroting",
    "Begrotingsregel",
    "Bestemming",
    "Bijdragestap",
    "Boeking",
    "Boekregel",
    "Bon",
    "Bron",
    "Controle",
    "GedruktAandeel",
    "Handgeldmaand",
    "Handgeldpot",
    "Handgelduitgave",
    "Maandafsluiting",
    "Post",
    "Prognose",
    "Regel",
    "Verplichting",
]
