"""The half-year report: its sjabloon (what is asked), the rapport (for whom and when), answers, and the edition."""

from rapportage.models.documenten import Documentopdracht
from rapportage.models.edities import Editie, Verzending
from rapportage.models.rapporten import Deelperiode, Rapport, Rapportkamer, RapportQuerySet
from rapportage.models.schrijven import Antwoord, Klad, Opmerking
from rapportage.models.sjablonen import Onderdeel, Sjabloon

__all__ = [
    "Antwoord",
    "Deelperiode",
    "Documentopdracht",
    "Editie",
    "Klad",
    "Onderdeel",
    "Opmerking",
    "Rapport",
    "RapportQuerySet",
    "Rapportkamer",
    "Sjabloon",
    "Verzending",
]
