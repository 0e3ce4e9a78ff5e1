"""What the rooms import about people: deelnemers, activities, attendances and head counts without names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from buurtwerkkamers.importeren.soort import KAMER, Blad, Kolom, Opzoeking, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import bestaat_niet, datum, geheel, tekst_voor
from buurtwerkkamers.models import Categorie, Gebruiker, Kamer
from buurtwerkkamers.opmaak import datum_kort
from buurtwerkkamers.schrijven import Uitkomst
from deelnemers.models import Activiteit, Deelnemer, Indeling, Persoonsgegevens
from deelnemers.registratie import (
    NieuweDeelname,
    NieuweDeelnemer,
    NieuweTelling,
    bewaar_deelnemers,
    leg_tellingen_vast,
    maak_activiteit,
    registreer_deelnames,
    schrijf_velen_in,
    wijzig_activiteit,
)

# Rows written at a time: all at once would keep every row in memory three times over.
DEEL = 20_000


def _in_delen(rijen: list[Rij]) -> Iterator[list[Rij]]:
    return (rijen[begin : begin + DEEL] for begin in range(0, len(rijen), DEEL))


# --- deelnemers -----------------------------------------------------------------------------------------------

_GEGEVENS = ("voornaam", "achternaam", "postcode", "telefoon", "email")


def verwerk_deelnemers(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Make people or change what is known of them; a kamer enrols them with their first attendance."""
    for rij in blad.met("geboortejaar"):
        if rij["geboortejaar"] and rij["geboortejaar"] > timezone.localdate().year:
            blad.fout(rij, "geboortejaar", "Dit jaar moet nog komen.")
    bestaand = _deelnemers_op_nummer({rij["nummer"] for rij in blad.met("nummer")})
    for rij in blad.met("nummer"):
        if rij["nummer"] in bestaand and not hasattr(bestaand[rij["nummer"]], "persoonsgegevens"):
            blad.fout(rij, "nummer", "De naam van deze deelnemer is gewist en komt niet terug.")
    blad.stop_bij_fouten()
    nieuw = [rij for rij in blad.rijen if rij["nummer"] not in bestaand]
    anders = [rij for rij in blad.rijen if rij["nummer"] in bestaand and _neem_over(bestaand[rij["nummer"]], rij)]
    for deel in _in_delen(nieuw):
        schrijf_velen_in([_nieuwe_deelnemer(rij) for rij in deel], door=door)
    bewaar_deelnemers([bestaand[rij["nummer"]] for rij in anders], door=door)
    return Uitkomst(len(nieuw), len(anders), len(blad.rijen) - len(nieuw) - len(anders))


def _deelnemers_op_nummer(nummers: set[str]) -> dict[str, Deelnemer]:
    gevonden = Deelnemer.objects.filter(nummer__in=nummers).select_related("persoonsgegevens")
    return {deelnemer.nummer: deelnemer for deelnemer in gevonden}


def _nieuwe_deelnemer(rij: Rij) -> NieuweDeelnemer:
    return NieuweDeelnemer(
        kamers=(),
        op=rij.get("ingeschreven_op") or timezone.localdate(),
        nummer=rij["nummer"],
        geboortejaar=rij.get("geboortejaar"),
        **{veld: rij.get(veld, "") for veld in _GEGEVENS},
    )


def _neem_over(deelnemer: Deelnemer, rij: Rij) -> bool:
    """Put the columns that are there into the person; True when something differs.

    The day of enrolment is always known, so an empty cell leaves it.
    """
    waar: dict[str, Any] = dict.fromkeys(_GEGEVENS, deelnemer.persoonsgegevens)
    waar |= {"geboortejaar": deelnemer}
    if rij.get("ingeschreven_op"):
        waar["ingeschreven_op"] = deelnemer
    anders = [v for v, object_ in waar.items() if v in rij.waarden and getattr(object_, v) != rij[v]]
    for veld in anders:
        setattr(waar[veld], veld, rij[veld])
    return bool(anders)


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
    _controleer_dagen(blad, "Een deelname")
    activiteiten = _zoek_activiteiten(blad)
    blad.stop_bij_fouten()
    nieuw = 0
    # By date: the enrolment starts at the first attendance, in whatever order the file is.
    for deel in _in_delen(sorted(blad.rijen, key=lambda rij: rij["datum"])):
        deelnames = [
            NieuweDeelname(activiteiten[rij.nummer], rij["kamer"].pk, rij["deelnemer"], rij["datum"]) for rij in deel
        ]
        nieuw += registreer_deelnames(deelnames, door=door).nieuw
    return Uitkomst(nieuw=nieuw, ongewijzigd=len(blad.rijen) - nieuw)


def verwerk_tellingen(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Record head counts of people who will not be named."""
    _controleer_dagen(blad, "Een telling")
    activiteiten = _zoek_activiteiten(blad)
    blad.stop_bij_fouten()
    return leg_tellingen_vast(
        [NieuweTelling(activiteiten[rij.nummer], rij["kamer"].pk, rij["datum"], rij["aantal"]) for rij in blad.rijen],
        door=door,
    )


def _controleer_dagen(blad: Blad, wat: str) -> None:
    """The same refusals as the database's, but for every row at once."""
    vandaag = timezone.localdate()
    for rij in blad.met("kamer", "datum"):
        if waarom := _kan_niet(rij["kamer"], rij["datum"], vandaag):
            blad.fout(rij, "datum", f"{wat} op {datum_kort(rij['datum'])} ligt {waarom}.")


def _kan_niet(kamer: Kamer, dag: date, vandaag: date) -> str:
    if dag > vandaag:
        return "in de toekomst"
    if kamer.open_vanaf and dag < kamer.open_vanaf:
        return f"voor de opening van {kamer.naam} op {datum_kort(kamer.open_vanaf)}"
    if kamer.gesloten_op and dag > kamer.gesloten_op:
        return f"na de sluiting van {kamer.naam} op {datum_kort(kamer.gesloten_op)}"
    return ""


def _zoek_activiteiten(blad: Blad) -> dict[int, int]:
    """The activity of each row by its number: a name means something only within its kamer."""
    per_kamer: dict[int, dict[str, int]] = defaultdict(dict)
    for pk, kamer, naam in Activiteit.objects.values_list("pk", "kamer_id", "naam"):
        per_kamer[kamer][naam] = pk
    gevonden, onbekend = {}, {}
    for rij in blad.met("kamer", "activiteit"):
        kamer, naam = rij["kamer"], rij["activiteit"]
        if naam in per_kamer[kamer.pk]:
            gevonden[rij.nummer] = per_kamer[kamer.pk][naam]
            continue
        if (kamer.pk, naam) not in onbekend:
            leeg = f"{kamer.naam} heeft nog geen activiteiten: lees die eerst in."
            onbekend[kamer.pk, naam] = bestaat_niet("Activiteit", naam, per_kamer[kamer.pk], leeg)
        blad.fout(rij, "activiteit", onbekend[kamer.pk, naam])
    return gevonden


def _deelnemers_van(nummers: set[str]) -> dict[str, int]:
    return dict(Deelnemer.objects.filter(nummer__in=nummers).values_list("nummer", "pk"))


DEELNEMER = Opzoeking("Deelnemer", _deelnemers_van, noem_nabije=False, leeg="Lees eerst de deelnemers in.")
ACTIVITEIT = tekst_voor(Activiteit, "naam")

registreer(
    Soort(
        naam="deelnemers",
        titel="Deelnemers",
        kolommen=(
            Kolom("nummer", tekst_voor(Deelnemer, "nummer"), verplicht=True),
            Kolom("voornaam", tekst_voor(Persoonsgegevens, "voornaam"), verplicht=True),
            Kolom("achternaam", tekst_voor(Persoonsgegevens, "achternaam"), leeg=""),
            Kolom("geboortejaar", geheel(1900, 2100)),
            Kolom("postcode", tekst_voor(Persoonsgegevens, "postcode"), leeg=""),
            Kolom("telefoon", tekst_voor(Persoonsgegevens, "telefoon"), leeg=""),
            Kolom("email", tekst_voor(Persoonsgegevens, "email"), leeg=""),
            Kolom("ingeschreven_op", datum),
        ),
        sleutel=("nummer",),
        verwerk=verwerk_deelnemers,
    )
)
registreer(
    Soort(
        naam="activiteiten",
        titel="Activiteiten",
        kolommen=(
            Kolom("kamer", KAMER, verplicht=True),
            Kolom("naam", ACTIVITEIT, verplicht=True),
            Kolom("categorie", Opzoeking("Categorie", _categorieen), verplicht=True),
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
            Kolom("kamer", KAMER, verplicht=True),
            Kolom("datum", datum, verplicht=True),
            Kolom("activiteit", ACTIVITEIT, verplicht=True),
            Kolom("deelnemer", DEELNEMER, verplicht=True),
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
            Kolom("kamer", KAMER, verplicht=True),
            Kolom("datum", datum, verplicht=True),
            Kolom("activiteit", ACTIVITEIT, verplicht=True),
            Kolom("aantal", geheel(0, 100_000), verplicht=True),
        ),
        sleutel=("kamer", "datum", "activiteit"),
        verwerk=verwerk_tellingen,
    )
)
