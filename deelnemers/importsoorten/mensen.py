"""What is imported about people: who they are, and which roles they have."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import timezone

from buurtwerkkamers.importeren.soort import Blad, Kolom, Rij, Soort, registreer
from buurtwerkkamers.importeren.waarden import datum, geheel, keuze, tekst_voor
from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import datum_kort
from buurtwerkkamers.schrijven import Uitkomst
from deelnemers.importsoorten.gedeeld import DEELNEMERKOLOM, KAMERKOLOM, Koppeling, in_delen, weiger_eerder
from deelnemers.models import Deelnemer, Persoonsgegevens, Rol
from deelnemers.registratie import (
    NieuweDeelnemer,
    NieuweRol,
    bewaar_deelnemers,
    geef_rollen,
    schrijf_velen_in,
)

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
    for rij in anders:
        if houdt := bestaand[rij["nummer"]].samengevoegd_met:  # nobody sees that card: the change would be lost
            blad.fout(rij, "nummer", f"Deze kaart is samengevoegd met {houdt.nummer}. Wijzig die kaart.")
    blad.stop_bij_fouten()
    for deel in in_delen(nieuw):
        schrijf_velen_in([_nieuwe_deelnemer(rij) for rij in deel], door=door)
    bewaar_deelnemers([bestaand[rij["nummer"]] for rij in anders], door=door)
    return Uitkomst(len(nieuw), len(anders), len(blad.rijen) - len(nieuw) - len(anders))


def _deelnemers_op_nummer(nummers: set[str]) -> dict[str, Deelnemer]:
    gevonden = Deelnemer.objects.filter(nummer__in=nummers).select_related("persoonsgegevens", "samengevoegd_met")
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


# --- rollen ---------------------------------------------------------------------------------------------------


def verwerk_rollen(blad: Blad, door: Gebruiker) -> Uitkomst:
    """Give roles, or change their last day; a role that overlaps the same role of that person is named."""
    weiger_eerder(blad, "tot", "van", "De rol eindigt voordat hij begint: kijk de datums na.")
    blad.stop_bij_fouten()
    kamers = {rij["kamer"].pk for rij in blad.rijen}
    rollen = list(Rol.objects.filter(kamer__in=kamers))
    koppeling = Koppeling(((rol.kamer_id, rol.soort, rol.van), rol.deelnemer_id, rol) for rol in rollen)
    gekoppeld = koppeling.koppel(
        blad, lambda rij: (rij["kamer"].pk, rij["rol"], rij["van"]), persoon="deelnemer", waarden=("tot",)
    )
    _weiger_overlap(blad, rollen, gekoppeld, koppeling)
    blad.stop_bij_fouten()
    nieuw = [
        NieuweRol(
            rol.deelnemer_id if rol else koppeling.wortel(rij["deelnemer"]),
            rij["kamer"].pk,
            rij["rol"],
            rij["van"],
            rij.get("tot", rol.tot if rol else None),
        )
        for rij, rol in gekoppeld
    ]
    uitkomst = geef_rollen(nieuw, door=door)
    return Uitkomst(uitkomst.nieuw, uitkomst.gewijzigd, len(blad.rijen) - uitkomst.nieuw - uitkomst.gewijzigd)


def _weiger_overlap(
    blad: Blad, rollen: list[Rol], gekoppeld: list[tuple[Rij, Rol | None]], koppeling: Koppeling
) -> None:
    """The database's own refusal, but for every row at once and across the two cards of one person."""
    uit_bestand = {rol.pk: rij for rij, rol in gekoppeld if rol}
    per_rol: dict[Any, list[tuple[Any, Any, Rij | None]]] = defaultdict(list)
    for rol in rollen:
        rij = uit_bestand.get(rol.pk)
        tot = rij.get("tot", rol.tot) if rij else rol.tot
        # A role that stays as it is cannot be the one that is wrong.
        wijziging = rij if tot != rol.tot else None
        per_rol[koppeling.wortel(rol.deelnemer_id), rol.kamer_id, rol.soort].append((rol.van, tot, wijziging))
    for rij, bekend in gekoppeld:
        if bekend is None:
            wie = koppeling.wortel(rij["deelnemer"])
            per_rol[wie, rij["kamer"].pk, rij["rol"]].append((rij["van"], rij.get("tot"), rij))
    for reeks in per_rol.values():
        reeks.sort(key=lambda rol: rol[0])
        langste = reeks[0]
        for volgende in reeks[1:]:
            if langste[1] is None or langste[1] >= volgende[0]:
                _noem_overlap(blad, langste, volgende)
            if langste[1] is not None and (volgende[1] is None or volgende[1] > langste[1]):
                langste = volgende


def _noem_overlap(blad: Blad, eerste: tuple[Any, Any, Rij | None], tweede: tuple[Any, Any, Rij | None]) -> None:
    """Name the row of the file; when both come from the file, the later of the two roles."""
    schuldig, andere = (tweede, eerste) if tweede[2] else (eerste, tweede)
    if schuldig[2] is None:
        return
    rol = schuldig[2]["rol"]
    waar = f" (rij {andere[2].nummer})" if andere[2] else ""
    blad.fout(
        schuldig[2],
        "van" if schuldig is tweede else "tot",
        f"Deze persoon heeft de rol {rol} al vanaf {datum_kort(andere[0])}{waar}: twee keer tegelijk kan niet.",
    )


registreer(
    Soort(
        naam="deelnemers",
        titel="Deelnemers",
        kolommen=(
            Kolom("nummer", tekst_voor(Deelnemer, "nummer"), verplicht=True, ook=("deelnemernummer", "nr", "id")),
            Kolom("voornaam", tekst_voor(Persoonsgegevens, "voornaam"), verplicht=True, ook=("roepnaam", "naam")),
            Kolom(
                "achternaam", tekst_voor(Persoonsgegevens, "achternaam"), leeg="", ook=("familienaam", "geslachtsnaam")
            ),
            Kolom("geboortejaar", geheel(1900, 2100), ook=("geb. jaar", "geb jaar", "jaar van geboorte")),
            Kolom("postcode", tekst_voor(Persoonsgegevens, "postcode"), leeg="", ook=("pc",)),
            Kolom(
                "telefoon",
                tekst_voor(Persoonsgegevens, "telefoon"),
                leeg="",
                ook=("telefoonnummer", "tel", "tel.", "mobiel"),
            ),
            Kolom("email", tekst_voor(Persoonsgegevens, "email"), leeg="", ook=("e-mail", "e-mailadres", "mail")),
            Kolom("ingeschreven_op", datum, ook=("inschrijfdatum", "datum inschrijving", "ingeschreven")),
        ),
        sleutel=("nummer",),
        verwerk=verwerk_deelnemers,
    )
)
registreer(
    Soort(
        naam="rollen",
        titel="Rollen",
        kolommen=(
            DEELNEMERKOLOM,
            KAMERKOLOM,
            Kolom("rol", keuze(Rol.Soort.values), verplicht=True, ook=("soort", "functie")),
            Kolom("van", datum, verplicht=True, ook=("vanaf", "begin", "startdatum", "begindatum")),
            Kolom("tot", datum, ook=("tot en met", "t/m", "einde", "einddatum")),
        ),
        sleutel=("deelnemer", "kamer", "rol", "van"),
        verwerk=verwerk_rollen,
    )
)
