"""What is imported about activities: which there are, who came, and how many without a name."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from buurtwerkkamers.importeren.soort import Blad, Kolom, Opzoeking, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import bestaat_niet, geheel, tekst_voor
from buurtwerkkamers.models import Categorie, Gebruiker
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Uitkomst
from deelnemers.importsoorten.gedeeld import (
    DATUMKOLOM,
    DEELNEMERKOLOM,
    KAMERKOLOM,
    controleer_dagen,
    in_delen,
)
from deelnemers.models import Activiteit, Deelname, Indeling
from deelnemers.registratie import (
    NieuweDeelname,
    NieuweTelling,
    leg_tellingen_vast,
    maak_activiteit,
    registreer_deelnames,
    wijzig_activiteit,
)
from deelnemers.tellingen import Wortels

# --- activiteiten ---------------------------------------------------------------------------------------------


def _categorieen(teksten: set[str]) -> dict[str, Categorie]:
    return {categorie.naam: categorie for categorie in Categorie.objects.filter(lijst__standaard=True)}


def verwerk_activiteiten(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Make activities, or move them to another category of the standard list."""
    blad.stop_bij_fouten()
    bestaand = {(a.kamer_id, a.naam): a for a in Activiteit.objects.all()}
    indeling = dict(Indeling.objects.filter(lijst__standaard=True).values_list("activiteit_id", "categorie_id"))
    nieuw = gewijzigd = 0
    for rij in blad.rijen:
        categorie = rij["categorie"]
        activiteit = bestaand.get((rij["kamer"].pk, rij["naam"]))
        if activiteit is None:
            maak_activiteit(kamer=rij["kamer"], naam=rij["naam"], categorie=categorie, door=door)
            nieuw += 1
        elif indeling.get(activiteit.pk) != categorie.pk:
            wijzig_activiteit(
                activiteit,
                naam=activiteit.naam,
                categorie=categorie,
                # What was shielded stays shielded: only a person may decide otherwise.
                gevoelig=activiteit.gevoelig or categorie.gevoelig,
                gestopt_op=activiteit.gestopt_op,
                door=door,
            )
            gewijzigd += 1
    return Uitkomst(nieuw, gewijzigd, len(blad.rijen) - nieuw - gewijzigd)


# --- deelnames en tellingen -----------------------------------------------------------------------------------


def verwerk_deelnames(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Record attendances; the person is enrolled at the kamer when needed."""
    controleer_dagen(blad, "Een deelname")
    activiteiten = _zoek_activiteiten(blad)
    blad.stop_bij_fouten()
    # By date: the enrolment starts at the first attendance, in whatever order the file is.
    rijen = sorted(blad.rijen, key=lambda rij: rij["datum"])
    kaarten = _kaarten(rijen, activiteiten)
    nieuw = 0
    for deel in in_delen(rijen):
        deelnames = [
            NieuweDeelname(activiteiten[rij.nummer], rij["kamer"].pk, kaarten[rij.nummer], rij["datum"]) for rij in deel
        ]
        nieuw += registreer_deelnames(deelnames, door=door).nieuw
    return Uitkomst(nieuw=nieuw, ongewijzigd=len(blad.rijen) - nieuw)


def _kaarten(rijen: list[Rij], activiteiten: dict[int, int]) -> dict[int, int]:
    """On which card of the person each row is, or will be written: of somebody with two cards the one that holds."""
    wortels = Wortels()
    mensen = {rij["deelnemer"] for rij in rijen} & wortels.betrokken
    kaarten = wortels.alle_van({wortels.wortel(mens) for mens in mensen})
    bekend: dict[tuple[int, date, int], set[int]] = defaultdict(set)
    for activiteit, dag, kaart in Deelname.objects.filter(deelnemer__in=kaarten).values_list(
        "activiteit_id", "datum", "deelnemer_id"
    ):
        bekend[activiteit, dag, wortels.wortel(kaart)].add(kaart)
    gekozen = {}
    for rij in rijen:
        kaart, wortel = rij["deelnemer"], wortels.wortel(rij["deelnemer"])
        al = bekend.get((activiteiten[rij.nummer], rij["datum"], wortel), set())
        gekozen[rij.nummer] = kaart if kaart in al else min(al, default=wortel)
    return gekozen


def verwerk_tellingen(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Record head counts of people who will not be named."""
    controleer_dagen(blad, "Een telling")
    activiteiten = _zoek_activiteiten(blad)
    blad.stop_bij_fouten()
    return leg_tellingen_vast(
        [NieuweTelling(activiteiten[rij.nummer], rij["kamer"].pk, rij["datum"], rij["aantal"]) for rij in blad.rijen],
        door=door,
    )


def _zoek_activiteiten(blad: Blad) -> dict[int, int]:
    """The activity of each row by its number: a name means something only within its kamer.

    What stopped is named: an attendance after its last day would block every later change of that activity.
    """
    per_kamer: dict[int, dict[str, int]] = defaultdict(dict)
    gestopt: dict[int, date] = {}
    for pk, kamer, naam, gestopt_op in Activiteit.objects.values_list("pk", "kamer_id", "naam", "gestopt_op"):
        per_kamer[kamer][naam] = pk
        if gestopt_op:
            gestopt[pk] = gestopt_op
    gevonden, onbekend = {}, {}
    for rij in blad.met("kamer", "activiteit"):
        kamer, naam = rij["kamer"], rij["activiteit"]
        if naam in per_kamer[kamer.pk]:
            pk = gevonden[rij.nummer] = per_kamer[kamer.pk][naam]
            if pk in gestopt and "datum" in rij.waarden and rij["datum"] > gestopt[pk]:
                blad.fout(rij, "datum", f"Deze activiteit stopte op {datum_voluit(gestopt[pk])}.")
            continue
        if (kamer.pk, naam) not in onbekend:
            leeg = f"{kamer.naam} heeft nog geen activiteiten: lees die eerst in."
            onbekend[kamer.pk, naam] = bestaat_niet("Activiteit", naam, per_kamer[kamer.pk], leeg)
        blad.fout(rij, "activiteit", onbekend[kamer.pk, naam])
    return gevonden


ACTIVITEIT = tekst_voor(Activiteit, "naam")

registreer(
    Soort(
        naam="activiteiten",
        titel="Activiteiten",
        kolommen=(
            KAMERKOLOM,
            Kolom("naam", ACTIVITEIT, verplicht=True, ook=("activiteit", "naam activiteit")),
            Kolom("categorie", Opzoeking("Categorie", _categorieen), verplicht=True, ook=("soort", "rubriek")),
        ),
        sleutel=("kamer", "naam"),
        verwerk=verwerk_activiteiten,
    )
)
registreer(
    Soort(
        naam="deelnames",
        titel="Deelnames",
        kolommen=(
            KAMERKOLOM,
            DATUMKOLOM,
            Kolom("activiteit", ACTIVITEIT, verplicht=True, ook=("naam activiteit",)),
            DEELNEMERKOLOM,
        ),
        sleutel=("kamer", "datum", "activiteit", "deelnemer"),
        verwerk=verwerk_deelnames,
    )
)
registreer(
    Soort(
        naam="tellingen",
        titel="Tellingen zonder naam",
        kolommen=(
            KAMERKOLOM,
            DATUMKOLOM,
            Kolom("activiteit", ACTIVITEIT, verplicht=True, ook=("naam activiteit",)),
            Kolom("aantal", geheel(0, 100_000), verplicht=True, ook=("aantal zonder naam", "bezoekers", "anoniem")),
        ),
        sleutel=("kamer", "datum", "activiteit"),
        verwerk=verwerk_tellingen,
    )
)
