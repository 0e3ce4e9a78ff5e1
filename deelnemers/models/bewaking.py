"""Database triggers that refuse what cannot be: they see every way of writing, also bulk and raw SQL.

Rules across tables or against today cannot be check constraints; they raise ``check_violation`` with a Dutch
message that names the date and the kamer, which Django shows as ``IntegrityError``.
"""

from __future__ import annotations

import pgtrigger

VANDAAG = "(now() AT TIME ZONE 'Europe/Amsterdam')::date"


def dag_bewaakt(naam: str, kolom: str, *, wat: str) -> pgtrigger.Trigger:
    """Refuse ``kolom`` in the future, before the kamer opened for good, or after it closed for good."""
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(kolom, "kamer_id"),
        declare=[("kamer", "RECORD")],
        func=f"""
            IF NEW.{kolom} IS NULL THEN RETURN NEW; END IF;
            IF NEW.{kolom} > {VANDAAG} THEN
                RAISE EXCEPTION '{wat} op % ligt in de toekomst.', to_char(NEW.{kolom}, 'DD-MM-YYYY')
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{naam}';
            END IF;
            SELECT naam, open_vanaf, gesloten_op INTO kamer FROM buurtwerkkamers_kamer WHERE id = NEW.kamer_id;
            IF NEW.{kolom} < kamer.open_vanaf THEN
                RAISE EXCEPTION '{wat} op % ligt voor de opening van % op %.', to_char(NEW.{kolom}, 'DD-MM-YYYY'),
                    kamer.naam, to_char(kamer.open_vanaf, 'DD-MM-YYYY')
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{naam}';
            END IF;
            IF NEW.{kolom} > kamer.gesloten_op THEN
                RAISE EXCEPTION '{wat} op % ligt na de sluiting van % op %.', to_char(NEW.{kolom}, 'DD-MM-YYYY'),
                    kamer.naam, to_char(kamer.gesloten_op, 'DD-MM-YYYY')
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{naam}';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - names of our own columns and tables, at the time of a migration
    )


def zelfde_kamer(naam: str, kolom: str, tabel: str, *, wat: str) -> pgtrigger.Trigger:
    """Refuse a row whose kamer differs from that of the row it points at, or that row moving away later."""
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(f"{kolom}_id", "kamer_id"),
        func=f"""
            IF NEW.{kolom}_id IS NOT NULL
               AND NEW.kamer_id IS DISTINCT FROM (SELECT kamer_id FROM {tabel} WHERE id = NEW.{kolom}_id) THEN
                RAISE EXCEPTION '{wat} hoort bij een andere kamer.'
                    USING ERRCODE = 'check_violation', CONSTRAINT = '{naam}';
            END IF;
            RETURN NEW;
        """,  # noqa: S608 - names of our own columns and tables, at the time of a migration
    )


def kamer_blijft(naam: str) -> pgtrigger.Trigger:
    """Refuse moving a row to another kamer: what points at it would follow silently."""
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf("kamer_id"),
        condition=pgtrigger.Q(old__kamer__df=pgtrigger.F("new__kamer")),
        func=f"""
            RAISE EXCEPTION 'Dit kan niet naar een andere kamer verhuizen: maak het daar opnieuw aan.'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{naam}';
        """,
    )


KAMERS_BIJHOUDEN = pgtrigger.Trigger(
    name="kamers_bijhouden",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("kamer_id", "deelnemer_id"),
    declare=[("wie", "bigint"), ("waar", "bigint[]")],
    func="""
        FOREACH wie IN ARRAY (CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.deelnemer_id]
                                         WHEN 'DELETE' THEN ARRAY[OLD.deelnemer_id]
                                         ELSE ARRAY[OLD.deelnemer_id, NEW.deelnemer_id] END) LOOP
            -- Two enrolments at once wait for each other, or the second would not see the first.
            PERFORM 1 FROM deelnemers_deelnemer WHERE id = wie FOR NO KEY UPDATE;
            SELECT coalesce(array_agg(kamer_id ORDER BY kamer_id), '{}') INTO waar
                FROM deelnemers_inschrijving WHERE deelnemer_id = wie;
            UPDATE deelnemers_deelnemer SET kamers = waar WHERE id = wie AND kamers <> waar;
            UPDATE deelnemers_persoonsgegevens SET kamers = waar WHERE deelnemer_id = wie AND kamers <> waar;
        END LOOP;
        RETURN NULL;
    """,
)

KAMERS_OVERNEMEN = pgtrigger.Trigger(
    name="kamers_overnemen",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        NEW.kamers := coalesce((SELECT kamers FROM deelnemers_deelnemer WHERE id = NEW.deelnemer_id), '{}');
        RETURN NEW;
    """,
)

ROL_EEN_TEGELIJK = pgtrigger.Trigger(
    name="rol_een_tegelijk",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("andere", "date")],
    func="""
        PERFORM 1 FROM deelnemers_deelnemer WHERE id = NEW.deelnemer_id FOR NO KEY UPDATE;
        SELECT van INTO andere FROM deelnemers_rol
            WHERE deelnemer_id = NEW.deelnemer_id AND kamer_id = NEW.kamer_id AND soort = NEW.soort
                AND id IS DISTINCT FROM NEW.id AND van <> NEW.van
                AND van <= coalesce(NEW.tot, 'infinity') AND coalesce(tot, 'infinity') >= NEW.van
            ORDER BY van LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'Deze persoon heeft de rol % al vanaf %.', NEW.soort, to_char(andere, 'DD-MM-YYYY')
                USING ERRCODE = 'check_violation', CONSTRAINT = 'rol_een_tegelijk';
        END IF;
        RETURN NEW;
    """,
)

# Every table with a day on which the kamer must have been open, and the column that holds it.
DAGEN_IN_EEN_KAMER = (
    ("deelnemers_deelname", "datum"),
    ("deelnemers_telling", "datum"),
    ("deelnemers_klus", "uitgevoerd_op"),
    ("deelnemers_inzet", "datum"),
    ("deelnemers_verwijzing", "datum"),
    ("deelnemers_uitkomst", "datum"),
    ("deelnemers_contactmoment", "datum"),
    ("deelnemers_uitbeeld", "sinds"),
    ("deelnemers_partnercontact", "datum"),
    ("deelnemers_trajectkamer", "van"),
)
_DAGEN = "\n            UNION ALL ".join(
    f"SELECT {welke}({kolom}) AS datum FROM {tabel} WHERE kamer_id = NEW.id"  # noqa: S608 - our own names
    for tabel, kolom in DAGEN_IN_EEN_KAMER
    for welke in ("min", "max")
)

KAMER_BEWAAKT = pgtrigger.Trigger(
    name="kamer_open_bij_registraties",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("open_vanaf", "gesloten_op"),
    declare=[("eerste", "date"), ("laatste", "date")],
    func=f"""
        SELECT min(datum), max(datum) INTO eerste, laatste FROM (
            {_DAGEN}
        ) AS dagen;
        IF eerste < NEW.open_vanaf OR laatste > NEW.gesloten_op THEN
            RAISE EXCEPTION 'Er staan registraties van % t/m %: de kamer moet in die tijd open zijn.',
                to_char(eerste, 'DD-MM-YYYY'), to_char(laatste, 'DD-MM-YYYY')
                USING ERRCODE = 'check_violation', CONSTRAINT = 'kamer_open_bij_registraties';
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - names of our own tables, at the time of a migration
)
