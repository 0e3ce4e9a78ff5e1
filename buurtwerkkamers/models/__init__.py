"""Ground floor: rooms, organisations, agreements, users and the log."""

from buurtwerkkamers.models.afspraken import Afspraak, Categorie, Categorielijst, Indicator, Streefwaarde
from buurtwerkkamers.models.gebruikers import Bevoegdheid, Gebruiker
from buurtwerkkamers.models.inlezen import Inlezing
from buurtwerkkamers.models.kamers import Kamer, Organisatie, Wijk
from buurtwerkkamers.models.logregel import Logregel
from buurtwerkkamers.models.oordelen import Bewijsstuk, Oordeel
from buurtwerkkamers.models.overleg import Deadline, Ondertekening, Overleg, Overlegactie
from buurtwerkkamers.models.stellingen import Doelgroep, Stelling
from buurtwerkkamers.models.tablets import Pincode, Tablet
from buurtwerkkamers.models.tarieven import Uurtarief

__all__ = [
    "Afspraak",
    "Bevoegdheid",
    "Bewijsstuk",
    "Categorie",
    "Categorielijst",
    "Deadline",
    "Doelgroep",
    "Gebruiker",
    "Indicator",
    "Inlezing",
    "Kamer",
    "Logregel",
    "Ondertekening",
    "Oordeel",
    "Organisatie",
    "Overleg",
    "Overlegactie",
    "Pincode",
    "Stelling",
    "Streefwaarde",
    "Tablet",
    "Uurtarief",
    "Wijk",
]
