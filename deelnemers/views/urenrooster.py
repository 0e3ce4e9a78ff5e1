"""The week as a form: what was typed in each cell, what the screen showed before, and what stands there now.

Every row posts its key with what its seven cells showed (``gezien``: ``12-3-bewoner:2;;3,5;;;;``) and the cells
themselves (``u-12-3-bewoner-0`` to ``-6``). So only what was changed is stored, and a change by somebody else in the
meantime is seen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from buurtwerkkamers.opmaak import GEEN, getal
from buurtwerkkamers.perioden import MAANDEN
from deelnemers.models import Inzet
from deelnemers.registratie.uren import Botsing, Urencel
from deelnemers.urenweek import Rijsleutel, Urenrij, Urenweek, dagen_van, kan_op, lees_uren

DAGNAMEN = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass
class Ingevuld:
    """The form as it was posted: per row what the screen showed, and per cell what was typed."""

    gezien: dict[Rijsleutel, tuple[str, ...]] = field(default_factory=dict)
    getypt: dict[tuple[Rijsleutel, int], str] = field(default_factory=dict)
    fouten: dict[tuple[Rijsleutel, int], str] = field(default_factory=dict)
    meldingen: dict[tuple[Rijsleutel, int], str] = field(default_factory=dict)

    @classmethod
    def uit(cls, data: QueryDict) -> Ingevuld:
        """Rows that are not keys, and cells that are not on the page, are left out."""
        deze = cls()
        for regel in data.getlist("gezien"):
            tekst, _, waarden = regel.partition(":")
            sleutel, cellen = Rijsleutel.lees(tekst), tuple(waarden.split(";"))
            if sleutel and len(cellen) == 7:
                deze.gezien[sleutel] = cellen
        for sleutel in deze.gezien:
            for n in range(7):
                if (getypt := data.get(f"u-{sleutel}-{n}")) is not None:
                    deze.getypt[sleutel, n] = getypt.replace("\0", "").strip()[:20]
        return deze

    def cellen(self, week: Urenweek) -> list[Urencel]:
        """The cells that differ from what the screen showed; what cannot be read is noted in ``fouten``."""
        vandaag, dagen, gewijzigd = timezone.localdate(), dagen_van(week.maandag), []
        for (sleutel, n), getypt in self.getypt.items():
            gezien = self.gezien[sleutel][n]
            if getypt == gezien or not kan_op(week.kamer, dagen[n], vandaag):
                continue
            try:
                uren = lees_uren(getypt)
            except ValueError as fout:
                self.fouten[sleutel, n] = str(fout)
                continue
            if uren != _decimaal(gezien):
                gewijzigd.append(_cel(week, sleutel, dagen[n], uren, _decimaal(gezien)))
        return gewijzigd

    def bots(self, week: Urenweek, botsingen: Collection[Botsing]) -> None:
        """After storing: only the cells that were not stored stay as typed, beside what somebody else filled in."""
        dagen = dagen_van(week.maandag)
        nieuw: dict[tuple[Rijsleutel, int], str] = {}
        for botsing in botsingen:
            cel = botsing.cel
            plaats = (Rijsleutel(cel.deelnemer_id, cel.groep_id, cel.soort), dagen.index(cel.datum))
            nieuw[plaats] = tekst(cel.uren)
            nu, uw = tekst(botsing.nu) or "niets", tekst(cel.uren) or "niets"
            self.meldingen[plaats] = f"Iemand anders vulde intussen {nu} in, u {uw}."
        self.getypt, self.gezien = nieuw, {}

    def neem_over(self, week: Urenweek) -> int:
        """Fill the empty cells with the hours of a week before; returns how many. Nothing is stored."""
        vandaag, dagen, aantal = timezone.localdate(), week.dagen, 0
        for rij in week.rijen:
            for n, uren in enumerate(rij.vorige_week):
                plaats = (rij.sleutel, n)
                nu = self.getypt.get(plaats, tekst(rij.uren[n]))
                if uren and not nu and kan_op(week.kamer, dagen[n], vandaag):
                    self.getypt[plaats] = tekst(uren)
                    aantal += 1
        return aantal


def _cel(week: Urenweek, sleutel: Rijsleutel, dag: date, uren: Decimal | None, gezien: Decimal | None) -> Urencel:
    return Urencel(week.kamer.pk, sleutel.deelnemer_id, sleutel.groep_id, sleutel.soort, dag, uren, gezien)


def _decimaal(gezien: str) -> Decimal | None:
    """What the screen showed; text that is no number was never there."""
    try:
        uren = Decimal(gezien.replace(",", ".") or 0)
    except InvalidOperation:
        return None
    return (uren or None) if uren.is_finite() else None


def tekst(uren: Decimal | None) -> str:
    """Hours as they stand in a cell: 2,5 and nothing for none."""
    return getal(uren) if uren else ""


def rooster(week: Urenweek, ingevuld: Ingevuld, *, mag_wijzigen: bool, eigen: bool = False) -> dict[str, Any]:
    """What the template draws: the days, the rows under their groups, and the totals of what stands there now."""
    vandaag = timezone.localdate()
    dagen = [
        {
            "nummer": n,
            "datum": dag,
            "naam": DAGNAMEN[n],
            "kort": DAGNAMEN[n][:2],
            "dag": f"{dag.day} {MAANDEN[dag.month - 1][:3]}",
            "open": kan_op(week.kamer, dag, vandaag),
        }
        for n, dag in enumerate(week.dagen)
    ]
    rijen = [_rij(rij, dagen, ingevuld, eigen=eigen) for rij in week.rijen]
    per_dag = [sum((rij["getallen"][n] for rij in rijen), Decimal(0)) for n in range(7)]
    vandaag_in = next((n for n, dag in enumerate(week.dagen) if dag == vandaag), 0)
    return {
        "dagen": dagen,
        "groepen": _onder_groepen(rijen),
        "per_dag": [tekst(uren) or GEEN for uren in per_dag],
        "samen": getal(sum(per_dag, Decimal(0))),
        "gekozen_dag": vandaag_in,
        "mag_wijzigen": mag_wijzigen and any(dag["open"] for dag in dagen),
        "eigen": eigen,
        "fouten": [
            {"id": f"u-{sleutel}-{n}", "naam": _naam(week, sleutel), "dag": DAGNAMEN[n], "tekst": fout}
            for (sleutel, n), fout in {**ingevuld.fouten, **ingevuld.meldingen}.items()
        ],
        "meer": week.meer,
    }


def _naam(week: Urenweek, sleutel: Rijsleutel) -> str:
    return next((rij.naam for rij in week.rijen if rij.sleutel == sleutel), "")


def _rij(rij: Urenrij, dagen: list[dict[str, Any]], ingevuld: Ingevuld, *, eigen: bool) -> dict[str, Any]:
    nu = [tekst(uren) for uren in rij.uren]
    gezien = ingevuld.gezien.get(rij.sleutel, nu)
    cellen, getallen = [], []
    for n, dag in enumerate(dagen):
        plaats = (rij.sleutel, n)
        waarde = ingevuld.getypt.get(plaats, nu[n]) if dag["open"] else nu[n]
        getallen.append(_getal(waarde, rij.uren[n]))
        cellen.append(
            {
                "naam": f"u-{rij.sleutel}-{n}",
                "waarde": waarde,
                "fout": ingevuld.fouten.get(plaats) or ingevuld.meldingen.get(plaats, ""),
                "anders": waarde != nu[n],
                "dag": dag,
            }
        )
    wat = (rij.groep or "Geen groep") if eigen else rij.naam
    return {
        "sleutel": str(rij.sleutel),
        "gezien": f"{rij.sleutel}:{';'.join(gezien)}",
        "naam": wat,
        "groep": rij.groep,
        "soort": "" if rij.sleutel.soort == Inzet.Soort.BEWONER else "professional",
        "cellen": cellen,
        "getallen": getallen,
        "totaal": getal(sum(getallen, Decimal(0))),
    }


def _getal(waarde: str, nu: Decimal | None) -> Decimal:
    """The hours of a cell for the totals; what cannot be read counts as nothing."""
    if waarde == tekst(nu):
        return nu or Decimal(0)
    try:
        return lees_uren(waarde) or Decimal(0)
    except ValueError:
        return Decimal(0)


def _onder_groepen(rijen: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows in their order, cut where the group changes."""
    groepen: list[dict[str, Any]] = []
    for rij in rijen:
        if not groepen or groepen[-1]["naam"] != rij["groep"]:
            groepen.append({"naam": rij["groep"], "rijen": []})
        groepen[-1]["rijen"].append(rij)
    return groepen
