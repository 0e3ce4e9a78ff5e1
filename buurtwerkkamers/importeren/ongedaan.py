"""Undoing an import as a whole: rows that it made go, rows that it changed get back what they held before.

All or nothing, in one transaction. Works from the history that the triggers keep, for every table with history, so a
new kind of import can be undone without a line here. Columns that triggers keep themselves are left to them. It is
refused, with what is in the way, when a row was changed since or when something else now rests on a row of the file.
Rows that were there before the import are never removed.

Apps that know more than foreign keys tell (an enrolment without which somebody disappears from a kamer) register a
check in a module ``ongedaan_maken``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import Field, Model
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules

from buurtwerkkamers.importeren.sporen import Gebeurtenismodel, gebeurtenissen_van
from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Gebruiker, Inlezing, Logregel
from buurtwerkkamers.opmaak import datum_kort, getal
from buurtwerkkamers.schrijven import Geweigerd, schrijft

BLOK = 2000
MEESTE_BELETSELS = 20
VOORBEELDEN = 3
GEWIST = "De geschiedenis van dit bestand is (voor een deel) gewist. Daarom kan het niet meer ongedaan gemaakt worden."

Waarden = dict[str, Any]


class InDeWeg(Geweigerd):
    """Undoing is refused; ``beletsels`` says what is in the way."""

    def __init__(self, beletsels: Sequence[str]) -> None:
        super().__init__("Dit bestand kan niet ongedaan gemaakt worden: er is daarna nog iets veranderd.")
        self.beletsels = list(beletsels)


@dataclass
class _Spoor:
    """What an import did to one row: it was made or was there (``nieuw``), and how the import left it."""

    eerste: int
    nieuw: bool
    laatste: Waarden | None  # None: the import removed it


@dataclass
class Tabelplan:
    """What undoing does to the rows of one table. ``gemaakt``: all rows that the import made, also those gone since."""

    model: type[Model]
    gemaakt: set[Any] = field(default_factory=set)
    weg: list[Any] = field(default_factory=list)
    terug: dict[Any, Waarden] = field(default_factory=dict)
    opnieuw: list[Waarden] = field(default_factory=list)

    @property
    def titel(self) -> str:
        naam = str(self.model._meta.verbose_name_plural)
        return naam[:1].upper() + naam[1:]


@dataclass
class Plan:
    """Everything that undoing would do, table by table, and what is in the way of it."""

    inlezing: Inlezing
    tabellen: list[Tabelplan] = field(default_factory=list)
    beletsels: list[str] = field(default_factory=list)

    @property
    def weg(self) -> int:
        return sum(len(tabel.weg) for tabel in self.tabellen)

    @property
    def terug(self) -> int:
        return sum(len(tabel.terug) + len(tabel.opnieuw) for tabel in self.tabellen)

    @property
    def vol(self) -> bool:
        """Enough is known to be in the way."""
        return len(self.beletsels) >= MEESTE_BELETSELS

    def gemaakt(self, model: type[Model]) -> set[Any]:
        return next((tabel.gemaakt for tabel in self.tabellen if tabel.model is model), set())


Controle = Callable[[Plan], list[str]]
_controles: list[Controle] = []


def registreer(controle: Controle) -> Controle:
    """Ask this function too what is in the way, once."""
    if controle not in _controles:
        _controles.append(controle)
    return controle


def maak_plan(inlezing: Inlezing, *, vast: bool = False) -> Plan:
    """What undoing this import would do. ``vast`` holds the rows until the end of the transaction."""
    plan = Plan(inlezing)
    for gebeurtenis, eigen in gebeurtenissen_van(inlezing).items():
        _vul_tabel(plan, gebeurtenis, eigen, vast)
    if not plan.beletsels:
        _zoek_wat_erop_rust(plan)
    if not plan.beletsels:
        autodiscover_modules("ongedaan_maken")
        plan.beletsels += [zin for controle in _controles for zin in controle(plan)]
    del plan.beletsels[MEESTE_BELETSELS:]
    return plan


@schrijft
def maak_ongedaan(inlezing: Inlezing, *, door: Gebruiker) -> bool:
    """Undo this import; False when that was done already. ``InDeWeg`` when it cannot be done: nothing changed then."""
    inlezing = Inlezing.objects.select_for_update().get(pk=inlezing.pk)
    if inlezing.ongedaan_op:
        return False
    with pghistory.context(user=door.pk, bron=f"ongedaan {inlezing.soort}", ongedaan=str(inlezing.pk)):
        plan = maak_plan(inlezing, vast=True)
        if plan.beletsels:
            raise InDeWeg(plan.beletsels)
        for tabel in plan.tabellen:
            _verwijder(tabel)
        for tabel in plan.tabellen:
            _herstel(tabel)
        with connection.cursor() as cursor:
            # What came to rest on a removed row since we looked is noticed here, and not after the answer.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    inlezing.ongedaan_op, inlezing.ongedaan_door = timezone.now(), door
    inlezing.save(update_fields=["ongedaan_op", "ongedaan_door"])
    leg_vast(
        Logregel.Actie.GEWIJZIGD,
        "ongedaan gemaakt",
        door=door,
        reden=f"{inlezing.soort}: {plan.weg} verwijderd, {plan.terug} hersteld",
        kenmerk=str(inlezing.pk),
    )
    return True


# --- what the import did, from its events -----------------------------------------------------------------------


def _vul_tabel(plan: Plan, gebeurtenis: Gebeurtenismodel, eigen: Any, vast: bool) -> None:
    model = gebeurtenis.pgh_tracked_model
    namen = _kolommen(gebeurtenis)
    sporen = _sporen(eigen, namen)
    if sum(aantal for _, aantal in sporen.values()) != plan.inlezing.gebeurtenissen[gebeurtenis._meta.label][2]:
        plan.beletsels.append(GEWIST)
        return
    per_rij = {pk: spoor for pk, (spoor, _) in sporen.items()}
    tabel = Tabelplan(model, gemaakt={pk for pk, spoor in per_rij.items() if spoor.nieuw})
    plan.tabellen.append(tabel)
    vergelijk = [naam for naam in namen if not _door_trigger(model, naam)]
    # Newest first: each step then goes back to something that the database has accepted before.
    volgorde = sorted(per_rij, key=lambda pk: -per_rij[pk].eerste)
    for blok in _blokken(volgorde):
        nu = _huidig(model, blok, namen, vast)
        vroeger = _vroeger(gebeurtenis, {pk: per_rij[pk] for pk in blok if not per_rij[pk].nieuw}, namen)
        for pk in blok:
            reden = _vul_rij(tabel, pk, per_rij[pk], nu.get(pk), vroeger.get(pk), vergelijk)
            if reden and not plan.vol:
                plan.beletsels.append(reden)


def _sporen(eigen: Any, namen: list[str]) -> dict[Any, tuple[_Spoor, int]]:
    """Per row what the import did to it in the end, and in how many events."""
    sporen: dict[Any, tuple[_Spoor, int]] = {}
    rijen = eigen.order_by("pgh_id").values_list("pgh_id", "pgh_obj_id", "pgh_label", *namen)
    for pgh_id, pk, label, *waarden in rijen.iterator(BLOK):
        spoor, aantal = sporen.get(pk) or (_Spoor(pgh_id, label == "insert", None), 0)
        spoor.laatste = None if label == "delete" else dict(zip(namen, waarden, strict=True))
        sporen[pk] = spoor, aantal + 1
    return sporen


def _vul_rij(
    tabel: Tabelplan, pk: Any, spoor: _Spoor, nu: Waarden | None, vroeger: Waarden | None, vergelijk: list[str]
) -> str:
    """Put one row in the plan; returns what is in the way of it, or ''."""
    anders = [naam for naam in vergelijk if nu and spoor.laatste and nu[naam] != spoor.laatste[naam]]
    if anders:
        return f"{_noem(tabel.model, pk)} is daarna gewijzigd ({_velden(tabel.model, anders)})."
    if spoor.nieuw:
        # What the import made and somebody removed since, is gone already.
        if nu is not None:
            tabel.weg.append(pk)
        return ""
    if vroeger is None:
        return f"{_noem(tabel.model, pk)}: het is niet meer bekend hoe dit eerst was."
    if spoor.laatste is None:
        if nu is not None:
            return f"{_noem(tabel.model, pk)} is daarna weer gemaakt."
        tabel.opnieuw.append(vroeger)
        return ""
    if nu is None:
        return f"{_noem(tabel.model, pk)} is daarna verwijderd."
    terug = {naam: vroeger[naam] for naam in vergelijk if vroeger[naam] != spoor.laatste[naam]}
    if terug:
        tabel.terug[pk] = terug
    return ""


def _huidig(model: type[Model], pks: list[Any], namen: list[str], vast: bool) -> dict[Any, Waarden]:
    # Always in the same order, so that two at once wait for each other instead of for ever.
    rijen = model._base_manager.filter(pk__in=pks).order_by("pk")
    if vast:
        rijen = rijen.select_for_update()
    return {waarden[0]: dict(zip(namen, waarden[1:], strict=True)) for waarden in rijen.values_list("pk", *namen)}


def _vroeger(gebeurtenis: Gebeurtenismodel, sporen: dict[Any, _Spoor], namen: list[str]) -> dict[Any, Waarden]:
    """How these rows were just before the import touched them."""
    gevonden: dict[Any, Waarden] = {}
    rijen = gebeurtenis.objects.filter(pgh_obj_id__in=list(sporen)).order_by("pgh_id")
    for pgh_id, pk, *waarden in rijen.values_list("pgh_id", "pgh_obj_id", *namen):
        if pgh_id < sporen[pk].eerste:
            gevonden[pk] = dict(zip(namen, waarden, strict=True))
    return gevonden


def _kolommen(gebeurtenis: Gebeurtenismodel) -> list[str]:
    """The columns that the history keeps (a password, for one, is not among them)."""
    bewaard = {kolom.attname for kolom in gebeurtenis._meta.concrete_fields}
    return [k.attname for k in gebeurtenis.pgh_tracked_model._meta.concrete_fields if k.attname in bewaard]


def _door_trigger(model: type[Model], naam: str) -> bool:
    """A list of kamers that repeats the enrolments: kept by a trigger, never by hand."""
    kolom = _veld(model, naam)
    return isinstance(kolom, ArrayField) and not kolom.editable


def _veld(model: type[Model], attname: str) -> Field:
    return next(kolom for kolom in model._meta.concrete_fields if kolom.attname == attname)


# --- what else rests on the rows of the import --------------------------------------------------------------------


def _zoek_wat_erop_rust(plan: Plan) -> None:
    """Rows that point at a row that would go, and were not made by the import itself."""
    for tabel in plan.tabellen:
        for relatie in tabel.model._meta.get_fields(include_hidden=True):
            if not relatie.auto_created or relatie.concrete or not (relatie.one_to_many or relatie.one_to_one):
                continue
            wijzer: Any = relatie.field  # type: ignore[union-attr]
            if wijzer.db_constraint and (gevonden := _wijst_naar(plan, tabel, relatie.related_model, wijzer)):
                plan.beletsels.append(_zin_over(tabel, relatie.related_model, gevonden))


def _wijst_naar(plan: Plan, tabel: Tabelplan, model: Any, wijzer: Any) -> list[Any]:
    eigen = plan.gemaakt(model._meta.concrete_model)
    terug = next((t.terug for t in plan.tabellen if t.model is model._meta.concrete_model), {})
    return [
        pk
        for blok in _blokken(tabel.weg)
        for pk in model._base_manager.filter(**{f"{wijzer.name}__in": blok}).values_list("pk", flat=True)
        if pk not in eigen and wijzer.attname not in terug.get(pk, {})
    ]


def _zin_over(tabel: Tabelplan, model: Any, pks: list[Any]) -> str:
    wat = model._meta.verbose_name if len(pks) == 1 else model._meta.verbose_name_plural
    hoort = "hoort" if len(pks) == 1 else "horen"
    waarbij = f"{hoort} bij {tabel.titel.lower()} uit dit bestand"
    if model._meta.auto_created:
        return f"{getal(len(pks))} {'koppeling' if len(pks) == 1 else 'koppelingen'} {waarbij}."
    noem = "; ".join(_noem(model, pk) for pk in pks[:VOORBEELDEN])
    return f"{getal(len(pks))} {wat} {waarbij}: {noem}{' …' if len(pks) > VOORBEELDEN else ''}"


def _noem(model: type[Model], pk: Any) -> str:
    """One row in words, without a name: people by their number."""
    rij: Any = model._base_manager.filter(pk=pk).first()
    soort = str(model._meta.verbose_name)
    soort = soort[:1].upper() + soort[1:]
    if rij is None:
        return soort
    if not hasattr(rij, "deelnemer_id"):
        naam = str(rij)
        return naam[:1].upper() + naam[1:] if naam.startswith(soort.lower()) else f"{soort} ‘{naam}’"
    delen = [f"van deelnemer {rij.deelnemer}"] if rij.deelnemer_id else []
    if getattr(rij, "kamer_id", None):
        delen.append(f"bij {rij.kamer}")
    if getattr(rij, "datum", None):
        delen.append(f"op {datum_kort(rij.datum)}")
    return " ".join([soort, *delen])


def _velden(model: type[Model], namen: list[str]) -> str:
    # The forms of a name by which is searched change with the name itself.
    titels = [str(_veld(model, naam).verbose_name) for naam in namen if _veld(model, naam).editable]
    return ", ".join(titels or ["gegevens"])


# --- doing it ---------------------------------------------------------------------------------------------------


def _verwijder(tabel: Tabelplan) -> None:
    for blok in _blokken(tabel.weg):
        # Not through Django's own way, which would take along rows that the import did not make.
        rijen: Any = tabel.model._base_manager.filter(pk__in=blok)
        rijen._raw_delete(rijen.db)


def _herstel(tabel: Tabelplan) -> None:
    model, beheer = tabel.model, tabel.model._base_manager
    per_velden: dict[tuple[str, ...], list[Model]] = defaultdict(list)
    for waarden in tabel.opnieuw:
        beheer.bulk_create([model(**waarden)])
        # Moments that Django fills in at the making are put back as they were.
        eigen = {naam: waarde for naam, waarde in waarden.items() if not _door_trigger(model, naam)}
        per_velden[tuple(n for n in eigen if not _veld(model, n).primary_key)].append(model(**waarden))
    for pk, waarden in tabel.terug.items():
        per_velden[tuple(waarden)].append(model(pk=pk, **waarden))
    for namen, rijen in per_velden.items():
        beheer.bulk_update(rijen, [_veld(model, naam).name for naam in namen], batch_size=BLOK)


def _blokken(rijen: Sequence[Any]) -> Iterator[list[Any]]:
    return (list(rijen[begin : begin + BLOK]) for begin in range(0, len(rijen), BLOK))
