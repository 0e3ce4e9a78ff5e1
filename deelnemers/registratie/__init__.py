"""WRITE: everything that a kamer records about people.

Each function takes ``door`` (who does it) and writes in one transaction; most take many rows, with one as the
special case. Writing the same thing twice changes nothing. What cannot be (a day in the future, a closed kamer) is
refused by the database and raised as ``Geweigerd`` with a Dutch reason.
"""

from deelnemers.registratie.aanwezig import (
    NieuweDeelname,
    NieuweTelling,
    haal_van_dag,
    leg_tellingen_vast,
    maak_activiteit,
    registreer_deelname,
    registreer_deelnames,
    tel_erbij,
    trek_deelname_in,
    wijzig_activiteit,
    wijzig_ritme,
    zet_op_dag,
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
    verwijder_rol,
    wijzig_gegevens,
    wijzig_rol,
)
from deelnemers.registratie.samenvoegen import (
    maak_ongedaan,
    niet_dezelfde,
    stel_samenvoegen_voor,
    voeg_samen,
    wijs_af,
)
from deelnemers.registratie.tikken import NieuweTik, Tikuitslag, verwerk_tikken
from deelnemers.registratie.uren import NieuweInzet, leg_inzet_vast

__all__ = [
    "NieuweDeelname",
    "NieuweDeelnemer",
    "NieuweInzet",
    "NieuweKlus",
    "NieuweRol",
    "NieuweTelling",
    "NieuweTik",
    "Tikuitslag",
    "bewaar_deelnemers",
    "geef_rollen",
    "haal_van_dag",
    "leg_inzet_vast",
    "leg_klussen_vast",
    "leg_tellingen_vast",
    "maak_activiteit",
    "maak_ongedaan",
    "niet_dezelfde",
    "nieuw_nummer",
    "registreer_deelname",
    "registreer_deelnames",
    "schrijf_in",
    "schrijf_ook_in",
    "schrijf_velen_in",
    "stel_samenvoegen_voor",
    "tel_erbij",
    "trek_deelname_in",
    "verwerk_tikken",
    "verwijder_rol",
    "voeg_samen",
    "wijs_af",
    "wijzig_activiteit",
    "wijzig_gegevens",
    "wijzig_ritme",
    "wijzig_rol",
    "zet_op_dag",
]
