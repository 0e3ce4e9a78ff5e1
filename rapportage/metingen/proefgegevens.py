"""Registrations for measuring: as many as asked, straight into the tables, past every trigger and every rule.

Only ever in an installation that holds nothing else than the demonstration (``manage.py meet`` looks before it begins).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection

from buurtwerkkamers.database import als_eigenaar
from buurtwerkkamers.models import Categorie, Categorielijst, Gebruiker, Kamer
from buurtwerkkamers.perioden import Periode
from deelnemers.models import Activiteit, Deelname, Deelnemer, Indeling, Inzet, Klus, Maandstand, Telling

EERSTE_MENS = 1_000_000  # ids of made-up people begin here
MENSEN_PER_KAMER = 1_000
TABELLEN = tuple(m._meta.db_table for m in (Deelname, Klus, Telling, Inzet, Deelnemer))


def maak_kamers(aantal: int) -> list[Kamer]:
    """Kamers with eight activities each: one in every category, and a second in the first."""
    er_al = Kamer.objects.count()
    kamers = [Kamer.objects.create(naam=f"Proefkamer {er_al + nummer:03}") for nummer in range(1, aantal + 1)]
    categorieen = list(Categorie.objects.filter(lijst=Categorielijst.objects.standaard()))
    for kamer in kamers:
        for nummer, categorie in enumerate((*categorieen, categorieen[0])):
            activiteit = Activiteit.objects.create(kamer=kamer, naam=f"Activiteit {nummer}")
            Indeling.objects.create(activiteit=activiteit, categorie=categorie)
    return kamers


def vul(kamers: Sequence[Kamer], rijen: int, periode: Periode) -> None:
    """About ``rijen`` attendances on the working days of the period, with jobs, head counts and hours beside them.

    In each kamer some three hundred people come at a time; slowly others take their place. One in a hundred has a
    second card, and some come to the next kamer too.
    """
    dagen = sum((periode.van + timedelta(days=n)).weekday() < 5 for n in range(periode.dagen))
    gegeven: dict[str, Any] = {
        "kamers": [kamer.pk for kamer in kamers], "aantal": len(kamers), "van": periode.van, "tm": periode.tm,
        "eerste": EERSTE_MENS, "mensen": MENSEN_PER_KAMER, "door": Gebruiker.objects.systeem().pk,
        "per_keer": rijen / (dagen * len(kamers) * 8), "verloop": (MENSEN_PER_KAMER - 300) / (5 * 365),
    }  # fmt: skip
    with als_eigenaar(), connection.cursor() as cursor:
        for tabel in TABELLEN:
            cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
        _zonder_sleutels(cursor, Deelname._meta.db_table)
        indexen = _zonder_indexen(cursor, Deelname._meta.db_table)
        cursor.execute("SELECT setseed(0.5)")
        for opdracht in (_MENSEN, _DEELNAMES, _KLUSSEN, _TELLINGEN, _INZET):
            cursor.execute(opdracht, gegeven)
        for index in indexen:
            cursor.execute(index)
        for tabel in TABELLEN:
            cursor.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM ANALYZE {tabel}")


def gooi_weg(kamers: Sequence[Kamer]) -> None:
    """The registrations and people of ``vul`` go; the kamers stay."""
    with als_eigenaar(), connection.cursor() as cursor:
        for model in (Deelname, Klus, Telling, Inzet, Maandstand):
            tabel = model._meta.db_table
            cursor.execute(f"ALTER TABLE {tabel} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {tabel} WHERE kamer_id = ANY(%s)", [[kamer.pk for kamer in kamers]])  # noqa: S608
            cursor.execute(f"ALTER TABLE {tabel} ENABLE TRIGGER USER")
            cursor.execute(f"VACUUM FULL {tabel}")


def _zonder_sleutels(cursor, tabel: str) -> None:
    """Without the foreign keys: looking five million rows up one by one is not what is measured."""
    cursor.execute("SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'", [tabel])
    for (naam,) in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {tabel} DROP CONSTRAINT "{naam}"')


def _zonder_indexen(cursor, tabel: str) -> list[str]:
    """Drop the indexes that hold nothing back; how to make them again."""
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef NOT LIKE 'CREATE UNIQUE%%'",
        [tabel],
    )
    indexen = cursor.fetchall()
    for naam, _ in indexen:
        cursor.execute(f'DROP INDEX "{naam}"')
    return [opdracht for _, opdracht in indexen]


def vandaag_terug(jaren: int, vandaag: date) -> Periode:
    """So many years of days, up to and including today."""
    return Periode(vandaag.replace(year=vandaag.year - jaren, day=1), vandaag)


_DAGEN = """
    generate_series(%(van)s::date, %(tm)s::date, '1 day') WITH ORDINALITY AS d(dag, nr)
"""
_KAMERS = "unnest(%(kamers)s::bigint[]) WITH ORDINALITY AS k(kamer_id, plek)"

_MENSEN = """
    INSERT INTO deelnemers_deelnemer (id, nummer, ingeschreven_op, kamers, samengevoegd_met_id)
    SELECT id, 'proef' || id, DATE '2015-01-01', '{}', CASE WHEN id %% 100 = 99 THEN id - 1 END
    FROM generate_series(%(eerste)s::bigint, %(eerste)s + %(aantal)s * %(mensen)s - 1) AS id
    ON CONFLICT DO NOTHING
"""
_DEELNAMES = f"""
    INSERT INTO deelnemers_deelname (kamer_id, activiteit_id, deelnemer_id, datum, geregistreerd_door_id,
        geregistreerd_op)
    SELECT k.kamer_id, a.id,
        %(eerste)s + ((k.plek - 1 + (dag_mens.nr = 1 AND d.nr %% 10 = 0)::int) %% %(aantal)s) * %(mensen)s
            + ((%(tm)s::date - d.dag::date) * -%(verloop)s + %(mensen)s - 300)::int
            + (abs(hashint8(a.id * 7919 + d.nr)) + dag_mens.nr * 37) %% 300,
        d.dag::date, %(door)s, now()
    FROM {_KAMERS} JOIN deelnemers_activiteit AS a ON a.kamer_id = k.kamer_id, {_DAGEN},
        LATERAL (SELECT floor(%(per_keer)s + random() + 0 * d.nr)::int AS n) AS hoeveel,
        LATERAL generate_series(1, hoeveel.n) AS dag_mens(nr)
    WHERE extract(isodow FROM d.dag) < 6
"""  # noqa: S608 - texts of our own
_KLUSSEN = f"""
    INSERT INTO deelnemers_klus (nummer, kamer_id, aanvrager_id, aangevraagd_op, uitgevoerd_op, soort, omschrijving,
        vervallen)
    SELECT 'proef' || k.kamer_id || '-' || d.dag::date, k.kamer_id,
        %(eerste)s + (k.plek - 1) * %(mensen)s + (d.nr * 13) %% %(mensen)s, d.dag::date, d.dag::date, '', '', false
    FROM {_KAMERS}, {_DAGEN} WHERE extract(isodow FROM d.dag) < 6
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - texts of our own
_TELLINGEN = f"""
    INSERT INTO deelnemers_telling (kamer_id, activiteit_id, datum, soort, aantal)
    SELECT k.kamer_id, a.id, d.dag::date, '', 1 + d.nr %% 9
    FROM {_KAMERS} JOIN deelnemers_activiteit AS a ON a.kamer_id = k.kamer_id, {_DAGEN}
    WHERE extract(isodow FROM d.dag) = 2
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - texts of our own
_INZET = f"""
    INSERT INTO deelnemers_inzet (kamer_id, deelnemer_id, datum, uren, soort)
    SELECT k.kamer_id, %(eerste)s + (k.plek - 1) * %(mensen)s + vrijwilliger * 50, d.dag::date, 2.5,
        CASE WHEN vrijwilliger = 9 THEN 'professional' ELSE 'bewoner' END
    FROM {_KAMERS}, {_DAGEN}, generate_series(0, 9) AS vrijwilliger
    WHERE extract(isodow FROM d.dag) IN (2, 4)
    ON CONFLICT DO NOTHING
"""  # noqa: S608 - texts of our own
