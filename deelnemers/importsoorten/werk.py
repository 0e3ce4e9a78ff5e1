"""What is imported about work: jobs for residents, and hours of volunteers."""

from __future__ import annotations

from typing import Any

from buurtwerkkamers.importeren.soort import Blad, Kolom, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import datum, keuze, tekst_voor
from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.schrijven import Uitkomst
from deelnemers.importsoorten.gedeeld import (
    AANVRAGER,
    DATUMKOLOM,
    KAMERKOLOM,
    VRIJWILLIGER,
    Koppeling,
    controleer_dagen,
    in_delen,
    neem_over,
    uren,
    weiger_eerder,
    weiger_toekomst,
)
from deelnemers.models import Inzet, Klus, Vrijwilligersgroep
from deelnemers.registratie import NieuweInzet, NieuweKlus, leg_inzet_vast, leg_klussen_vast
from deelnemers.registratie.bijwerken import bewaar_inzet, bewaar_klussen
from deelnemers.samengevoegd import wortels

# --- klussen --------------------------------------------------------------------------------------------------

_KLUSVELDEN = ("uitgevoerd_op", "soort", "omschrijving")


def verwerk_klussen(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Record jobs, or change what is known of them; the requester is enrolled at the kamer when needed."""
    weiger_toekomst(blad, "aangevraagd_op", "Een aanvraag")
    controleer_dagen(blad, "Een klus", "uitgevoerd_op")
    te_vroeg = "De klus is uitgevoerd voordat hij werd aangevraagd: kijk de datums na."
    weiger_eerder(blad, "uitgevoerd_op", "aangevraagd_op", te_vroeg)
    bestaand = {klus.nummer: klus for klus in Klus.objects.filter(nummer__in={r["nummer"] for r in blad.met("nummer")})}
    kaarten = wortels()
    nieuw: list[NieuweKlus] = []
    anders: list[Klus] = []
    for rij in blad.met("nummer", "kamer", "aanvrager", "aangevraagd_op"):
        klus = bestaand.get(rij["nummer"])
        if klus is None:
            nieuw.append(_nieuwe_klus(rij, kaarten))
        elif _neem_klus_over(klus, rij, kaarten):
            _controleer_klus(blad, klus, rij)
            anders.append(klus)
    blad.stop_bij_fouten()
    leg_klussen_vast(nieuw, door=door)
    bewaar_klussen(anders, door=door)
    return Uitkomst(len(nieuw), len(anders), len(blad.rijen) - len(nieuw) - len(anders))


def _nieuwe_klus(rij: Rij, kaarten: dict[int, int]) -> NieuweKlus:
    return NieuweKlus(
        kamer_id=rij["kamer"].pk,
        aanvrager_id=kaarten.get(rij["aanvrager"], rij["aanvrager"]),
        aangevraagd_op=rij["aangevraagd_op"],
        uitgevoerd_op=rij.get("uitgevoerd_op"),
        soort=rij.get("soort", ""),
        omschrijving=rij.get("omschrijving", ""),
        nummer=rij["nummer"],
    )


def _neem_klus_over(klus: Klus, rij: Rij, kaarten: dict[int, int]) -> bool:
    """Put the columns that are there into the job; True when something differs.

    Another card of the same person is no change.
    """
    anders = neem_over(klus, rij, ("aangevraagd_op", *_KLUSVELDEN))
    aanvrager = kaarten.get(rij["aanvrager"], rij["aanvrager"])
    if klus.aanvrager_id != rij["aanvrager"] and kaarten.get(klus.aanvrager_id, klus.aanvrager_id) != aanvrager:
        klus.aanvrager_id, anders = aanvrager, True
    if klus.kamer_id != rij["kamer"].pk:
        klus.kamer, anders = rij["kamer"], True
    return anders


def _controleer_klus(blad: Blad, klus: Klus, rij: Rij) -> None:
    """What only shows beside what was stored: these are the refusals of the database, named per row."""
    if klus.uitgevoerd_op and klus.uitgevoerd_op < klus.aangevraagd_op and "uitgevoerd_op" not in rij.waarden:
        blad.fout(rij, "aangevraagd_op", "Deze klus is al eerder uitgevoerd: kijk de datums na.")
    if klus.gepland_op and klus.gepland_op < klus.aangevraagd_op:
        blad.fout(rij, "aangevraagd_op", "Deze klus is al eerder gepland: kijk de datums na.")
    if klus.vervallen and klus.uitgevoerd_op:
        blad.fout(rij, "uitgevoerd_op", "Deze klus staat op ‘gaat niet door’. Haal dat eerst weg bij de klus.")


registreer(
    Soort(
        naam="klussen",
        titel="Klussen",
        kolommen=(
            Kolom("nummer", tekst_voor(Klus, "nummer"), verplicht=True, ook=("klusnummer", "nr")),
            KAMERKOLOM,
            Kolom("aanvrager", AANVRAGER, verplicht=True, ook=("deelnemer", "nummer aanvrager", "voor wie")),
            Kolom(
                "aangevraagd_op",
                datum,
                verplicht=True,
                ook=("gevraagd op", "aanvraagdatum", "datum aanvraag", "aangevraagd"),
            ),
            Kolom("uitgevoerd_op", datum, ook=("gedaan op", "uitgevoerd", "datum uitgevoerd", "klaar op")),
            Kolom("soort", tekst_voor(Klus, "soort"), leeg="", ook=("soort klus", "type")),
            Kolom("omschrijving", tekst_voor(Klus, "omschrijving"), leeg="", ook=("klus", "wat", "opmerking")),
        ),
        sleutel=("nummer",),
        verwerk=verwerk_klussen,
    )
)

# --- uren -----------------------------------------------------------------------------------------------------


def verwerk_uren(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Record hours per volunteer, day and group; a new group is made, and the volunteer enrolled when needed."""
    controleer_dagen(blad, "Inzet")
    blad.stop_bij_fouten()
    koppeling = Koppeling(
        ((inzet.kamer_id, inzet.datum, inzet.groep.naam if inzet.groep else ""), inzet.deelnemer_id, inzet)
        for inzet in _bekende_inzet(blad)
    )
    gekoppeld = koppeling.koppel(
        blad,
        lambda rij: (rij["kamer"].pk, rij["datum"], rij.get("groep", "")),
        persoon="vrijwilliger",
        waarden=("uren", "soort"),
    )
    blad.stop_bij_fouten()
    # By date: the enrolment starts with the first hours, in whatever order the file is.
    nieuw = sorted((rij for rij, inzet in gekoppeld if inzet is None), key=lambda rij: rij["datum"])
    anders = [inzet for rij, inzet in gekoppeld if inzet and neem_over(inzet, rij, ("uren", "soort"))]
    for deel in in_delen(nieuw):
        leg_inzet_vast([_nieuwe_inzet(rij, koppeling) for rij in deel], door=door)
    bewaar_inzet(anders, door=door)
    return Uitkomst(len(nieuw), len(anders), len(blad.rijen) - len(nieuw) - len(anders))


def _bekende_inzet(blad: Blad) -> Any:
    if not blad.rijen:
        return ()
    dagen = [rij["datum"] for rij in blad.rijen]
    return Inzet.objects.filter(
        kamer__in={rij["kamer"].pk for rij in blad.rijen}, datum__range=(min(dagen), max(dagen))
    ).select_related("groep")


def _nieuwe_inzet(rij: Rij, koppeling: Koppeling) -> NieuweInzet:
    return NieuweInzet(
        kamer_id=rij["kamer"].pk,
        deelnemer_id=koppeling.wortel(rij["vrijwilliger"]),
        datum=rij["datum"],
        uren=rij["uren"],
        groep=rij.get("groep", ""),
        soort=rij.get("soort", Inzet.Soort.BEWONER),
    )


registreer(
    Soort(
        naam="uren",
        titel="Uren van vrijwilligers",
        kolommen=(
            KAMERKOLOM,
            DATUMKOLOM,
            Kolom("vrijwilliger", VRIJWILLIGER, verplicht=True, ook=("deelnemer", "nummer vrijwilliger")),
            Kolom("uren", uren, verplicht=True, ook=("aantal uren",)),
            Kolom("groep", tekst_voor(Vrijwilligersgroep, "naam"), leeg="", ook=("vrijwilligersgroep", "werkgroep")),
            Kolom("soort", keuze(Inzet.Soort.values), leeg=Inzet.Soort.BEWONER.value, ook=("soort klus", "type")),
        ),
        sleutel=("kamer", "datum", "vrijwilliger", "groep"),
        verwerk=verwerk_uren,
    )
)
