"""What is imported about referrals, to the kamer and from it."""

from __future__ import annotations

from buurtwerkkamers.importeren.soort import Blad, Kolom, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import datum, keuze, tekst_voor
from buurtwerkkamers.models import Gebruiker, Organisatie
from buurtwerkkamers.schrijven import Uitkomst
from deelnemers.importsoorten.gedeeld import (
    DATUMKOLOM,
    DEELNEMERKOLOM,
    KAMERKOLOM,
    Koppeling,
    controleer_dagen,
    neem_over,
    weiger_eerder,
    weiger_toekomst,
)
from deelnemers.models import Verwijzing
from deelnemers.registratie.bijwerken import bewaar_verwijzingen, maak_organisaties


def verwerk_verwijzingen(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Record referrals, or the day on which they led to taking part; new organisations are made."""
    controleer_dagen(blad, "Een verwijzing")
    weiger_toekomst(blad, "effectief_op", "Meedoen")
    te_vroeg = "Meedoen kan niet voor de dag van de verwijzing: kijk de datums na."
    weiger_eerder(blad, "effectief_op", "datum", te_vroeg)
    blad.stop_bij_fouten()
    organisaties = maak_organisaties((rij["organisatie"] for rij in blad.rijen), door=door)
    bestaand = Verwijzing.objects.filter(kamer__in={rij["kamer"].pk for rij in blad.rijen})
    koppeling = Koppeling(
        ((v.kamer_id, v.datum, v.richting, v.organisatie_id), v.deelnemer_id, v) for v in bestaand.iterator()
    )
    gekoppeld = koppeling.koppel(
        blad,
        lambda rij: (rij["kamer"].pk, rij["datum"], rij["richting"], organisaties[rij["organisatie"]].pk),
        persoon="deelnemer",
        waarden=("effectief_op",),
    )
    blad.stop_bij_fouten()
    nieuw = [_nieuwe(rij, koppeling, organisaties) for rij, verwijzing in gekoppeld if verwijzing is None]
    anders = [v for rij, v in gekoppeld if v and neem_over(v, rij, ("effectief_op",))]
    bewaar_verwijzingen(nieuw, anders, door=door)
    return Uitkomst(len(nieuw), len(anders), len(blad.rijen) - len(nieuw) - len(anders))


def _nieuwe(rij: Rij, koppeling: Koppeling, organisaties: dict[str, Organisatie]) -> Verwijzing:
    return Verwijzing(
        kamer=rij["kamer"],
        deelnemer_id=koppeling.wortel(rij["deelnemer"]),
        datum=rij["datum"],
        richting=rij["richting"],
        organisatie=organisaties[rij["organisatie"]],
        effectief_op=rij.get("effectief_op"),
    )


registreer(
    Soort(
        naam="verwijzingen",
        titel="Verwijzingen",
        kolommen=(
            KAMERKOLOM,
            DATUMKOLOM,
            DEELNEMERKOLOM,
            Kolom("richting", keuze(Verwijzing.Richting.values), verplicht=True, ook=("in of uit", "in/uit")),
            Kolom(
                "organisatie",
                tekst_voor(Organisatie, "naam"),
                verplicht=True,
                ook=("instantie", "verwijzer", "partner"),
            ),
            Kolom("effectief_op", datum, ook=("deed mee vanaf", "deed mee op", "effectief")),
        ),
        sleutel=("kamer", "datum", "deelnemer", "richting", "organisatie"),
        verwerk=verwerk_verwijzingen,
    )
)
