"""READ: every count of people, attendances, jobs, roles and hours. The only home of unique counting.

Unique is not additive: over categories, periods or rooms the same person may come back. So the rows are read once,
into a set of people (a bitmap of their ids) per activity and 'vak', a stretch of days between two borders of the
periods asked. Every figure is then a union of such sets, and 'nieuw' is a union minus all that came before. The number
of queries does not depend on how many rooms, periods or categories are asked. A page that needs more than one count of
people reads a ``Stand`` of all its periods once, and asks that for each of them.

A person with two cards (``Deelnemer.samengevoegd_met``) is counted once, by the card that holds.
"""

from deelnemers.tellingen.basis import Paar, PerKamer, Wortels, ids, tel_mensen, tel_verschillende
from deelnemers.tellingen.enquetes import Enqueteuitkomst, tel_enquetes
from deelnemers.tellingen.overig import (
    Vrijwilligers,
    klussoort_van,
    nieuwe_bewoners,
    tel_groepen,
    tel_klussen,
    tel_klussen_per_soort,
    tel_nieuwe_bewoners,
    tel_rollen_in,
    tel_rollen_op,
    tel_vrijwilligers,
)
from deelnemers.tellingen.regels import REGELS
from deelnemers.tellingen.stand import Cel, Stand, lees_stand
from deelnemers.tellingen.trajecten import Gemiddelde, Trajecttelling, tel_trajecten
from deelnemers.tellingen.uniek import Telrij, cel_van, tel_uniek, telrijen
from deelnemers.tellingen.uren import Soorturen, Urentelling, tel_uren
from deelnemers.tellingen.verder import (
    Contacttelling,
    Doorverwezen,
    lees_doorverwezen,
    ooit_geregistreerd,
    ooit_van_alles,
    tel_contactmomenten,
    tel_dagen_open,
    tel_doorverwezen,
    tel_uitkomsten,
    tel_verwijzingen,
    tel_wijkpartners,
)

__all__ = [
    "REGELS",
    "Cel",
    "Contacttelling",
    "Doorverwezen",
    "Enqueteuitkomst",
    "Gemiddelde",
    "Paar",
    "PerKamer",
    "Soorturen",
    "Stand",
    "Telrij",
    "Trajecttelling",
    "Urentelling",
    "Vrijwilligers",
    "Wortels",
    "cel_van",
    "ids",
    "klussoort_van",
    "lees_doorverwezen",
    "lees_stand",
    "nieuwe_bewoners",
    "ooit_geregistreerd",
    "ooit_van_alles",
    "tel_contactmomenten",
    "tel_dagen_open",
    "tel_doorverwezen",
    "tel_enquetes",
    "tel_groepen",
    "tel_klussen",
    "tel_klussen_per_soort",
    "tel_mensen",
    "tel_nieuwe_bewoners",
    "tel_rollen_in",
    "tel_rollen_op",
    "tel_trajecten",
    "tel_uitkomsten",
    "tel_uniek",
    "tel_uren",
    "tel_verschillende",
    "tel_verwijzingen",
    "tel_vrijwilligers",
    "tel_wijkpartners",
    "telrijen",
]
