"""Agreements: who may see which, what differs between versions, and WRITE functions for the cooperative."""

from buurtwerkkamers.afspraken.delen import (
    Deel,
    delen_van,
    geldlinks_van,
    na_te_kijken,
    registreer_deel,
    registreer_geldlinks,
)
from buurtwerkkamers.afspraken.schrijven import (
    Ondertekenaar,
    bewaar_afspraak,
    bewaar_indicator,
    bewaar_ondertekenaars,
    gooi_concept_weg,
    maak_nieuwe_versie,
    maak_van_vorige,
    onderteken,
    verplaats_indicator,
    verwijder_indicator,
    zet_doelen,
    zet_merken,
)
from buurtwerkkamers.afspraken.verschillen import Indicatorverschil, Verschil, Verschillen, vergelijk
from buurtwerkkamers.afspraken.zicht import (
    RECHT,
    nieuwste_versies,
    zichtbare_afspraken,
    zichtbare_indicatoren,
    zichtbare_streefkamers,
    ziet_alle_indicatoren,
)
from buurtwerkkamers.streefwaarden import in_woorden

__all__ = [
    "RECHT",
    "Deel",
    "Indicatorverschil",
    "Ondertekenaar",
    "Verschil",
    "Verschillen",
    "bewaar_afspraak",
    "bewaar_indicator",
    "bewaar_ondertekenaars",
    "delen_van",
    "geldlinks_van",
    "gooi_concept_weg",
    "in_woorden",
    "maak_nieuwe_versie",
    "maak_van_vorige",
    "na_te_kijken",
    "nieuwste_versies",
    "onderteken",
    "registreer_deel",
    "registreer_geldlinks",
    "vergelijk",
    "verplaats_indicator",
    "verwijder_indicator",
    "zet_doelen",
    "zet_merken",
    "zichtbare_afspraken",
    "zichtbare_indicatoren",
    "zichtbare_streefkamers",
    "ziet_alle_indicatoren",
]
