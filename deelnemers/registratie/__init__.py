"""WRITE: everything that a kamer records about people.

Each function takes ``door`` (who does it) and writes in one transaction; most take many rows, with one as the
special case. Writing the same thing twice changes nothing. What cannot be (a day in the future, a closed kamer) is
refused by the database and raised as ``Geweigerd`` with a Dutch reason.
"""

from deelnemers.registratie.aanwezig import (
    NieuweDeelname,
    NieuweTelling,
    leg_tellingen_vast,
    maak_activiteit,
    registreer_deelname,
    registreer_deelnames,
    trek_deelname_in,
    wijzig_activiteit,
)
from deelnemers.registratie.basis import nieuw_nummer
from deelnemers.registratie.klussen import NieuweKlus, leg_klussen_vast
from deelnemers.registratie.mensen import (
    NieuweDeelnemer,
    NieuweRol,
    bewaar_deelnemers,
    geef_rollen,
    schrijf_in,
    schrijf_ook_in,
    schrijf_velen_in,
    wijzig_gegevens,
)
from deelnemers.registratie.uren import NieuweInzet, leg_inzet_vast

__all__ = [
    "NieuweDeelname",
    "NieuweDeelnemer",
    "NieuweInzet",
    "NieuweKlus",
    "NieuweRol",
    "NieuweTelling",
    "bewaar_deelnemers",
    "geef_rollen",
    "leg_inzet_vast",
    "leg_klussen_vast",
    "leg_tellingen_vast",
    "maak_activiteit",
    "nieuw_nummer",
    "registreer_deelname",
    "registreer_deelnames",
    "schrijf_in",
    "schrijf_ook_in",
    "schrijf_velen_in",
    "trek_deelname_in",
    "wijzig_activiteit",
    "wijzig_gegevens",
]
