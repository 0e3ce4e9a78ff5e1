"""People, what they take part in, what came of it, and the hours of volunteers."""

from deelnemers.models.activiteiten import (
    Activiteit,
    Activiteitdag,
    Deelname,
    Indeling,
    Klus,
    Ritme,
    Telling,
    Tik,
)
from deelnemers.models.enquetes import Enquete, Enquetebriefje, Enquetekamer, Enquetetelling, Enquetevraag
from deelnemers.models.kamerwerk import Opening, Partnercontact
from deelnemers.models.maandstanden import Maandstand
from deelnemers.models.mensen import Deelnemer, Inschrijving, Persoonsgegevens, Rol
from deelnemers.models.samenvoegen import NietDezelfde, Samenvoeging
from deelnemers.models.signalen import Signaal
from deelnemers.models.trajecten import Melder, Traject, Trajectdeelnemer, Trajectkamer
from deelnemers.models.verder import Contactmoment, Talent, UitBeeld, Uitkomst, Verwijzing
from deelnemers.models.vrijwilligers import Inzet, Vrijwilligersgroep

__all__ = [
    "Activiteit",
    "Activiteitdag",
    "Contactmoment",
    "Deelname",
    "Deelnemer",
    "Enquete",
    "Enquetebriefje",
    "Enquetekamer",
    "Enquetetelling",
    "Enquetevraag",
    "Indeling",
    "Inschrijving",
    "Inzet",
    "Klus",
    "Maandstand",
    "Melder",
    "NietDezelfde",
    "Opening",
    "Partnercontact",
    "Persoonsgegevens",
    "Ritme",
    "Rol",
    "Samenvoeging",
    "Signaal",
    "Talent",
    "Telling",
    "Tik",
    "Traject",
    "Trajectdeelnemer",
    "Trajectkamer",
    "UitBeeld",
    "Uitkomst",
    "Verwijzing",
    "Vrijwilligersgroep",
]
