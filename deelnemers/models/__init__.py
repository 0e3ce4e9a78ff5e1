"""People, what they take part in, and the hours of volunteers."""

from deelnemers.models.activiteiten import Activiteit, Deelname, Indeling, Klus, Telling
from deelnemers.models.mensen import Deelnemer, Inschrijving, Persoonsgegevens, Rol
from deelnemers.models.vrijwilligers import Inzet, Vrijwilligersgroep

__all__ = [
    "Activiteit",
    "Deelname",
    "Deelnemer",
    "Indeling",
    "Inschrijving",
    "Inzet",
    "Klus",
    "Persoonsgegevens",
    "Rol",
    "Telling",
    "Vrijwilligersgroep",
]
