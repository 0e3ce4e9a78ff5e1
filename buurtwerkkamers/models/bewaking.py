"""The life of an agreement as database triggers: what was signed stays as it was, whoever writes and by whatever path.

All raise ``check_violation`` (an ``IntegrityError`` in Django) with a Dutch sentence. Who changes a line of an
agreement holds the agreement's row shared, who signs holds it for update, so a late line never slips past a signing.
"""

from __future__ import annotations

import pgtrigger

GETEKEND = "Deze afspraak is getekend en verandert niet meer. Maak een nieuwe versie."

AFSPRAAK_GETEKEND = pgtrigger.Trigger(
    name="afspraak_getekend_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__getekend_op__isnull=False),
    func=f"""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'Een getekende afspraak kan niet weg.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'afspraak_getekend_blijft';
        END IF;
        -- The day of signing may be put right; taking the signing back may not.
        IF NEW.getekend_op IS NULL
           OR (NEW.naam, NEW.versie, NEW.van, NEW.tm, NEW.categorielijst_id, NEW.vorige_id, NEW.reden)
              IS DISTINCT FROM
              (OLD.naam, OLD.versie, OLD.van, OLD.tm, OLD.categorielijst_id, OLD.vorige_id, OLD.reden) THEN
            RAISE EXCEPTION '{GETEKEND}'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'afspraak_getekend_blijft';
        END IF;
        RETURN NEW;
    """,
)

# How an indicator is measured and for whom it matters is not what was signed, so those columns are left out.
INDICATOR_GETEKEND = pgtrigger.Trigger(
    name="indicator_getekend_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("_getekend_op", "date")],
    func=f"""
        IF TG_OP = 'UPDATE' THEN
            IF (NEW.afspraak_id, NEW.groep, NEW.naam, NEW.eenheid, NEW.volgorde)
               IS NOT DISTINCT FROM (OLD.afspraak_id, OLD.groep, OLD.naam, OLD.eenheid, OLD.volgorde) THEN
                RETURN NEW;
            END IF;
        END IF;
        FOR _getekend_op IN
            SELECT a.getekend_op FROM buurtwerkkamers_afspraak a
            WHERE (TG_OP <> 'INSERT' AND a.id = OLD.afspraak_id) OR (TG_OP <> 'DELETE' AND a.id = NEW.afspraak_id)
            FOR SHARE
        LOOP
            IF _getekend_op IS NOT NULL THEN
                RAISE EXCEPTION '{GETEKEND}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'indicator_getekend_blijft';
            END IF;
        END LOOP;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608 - names of our own columns and tables, at the time of a migration
)

STREEFWAARDE_GETEKEND = pgtrigger.Trigger(
    name="streefwaarde_getekend_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("_getekend_op", "date")],
    func=f"""
        IF TG_OP = 'UPDATE' THEN
            IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
        END IF;
        FOR _getekend_op IN
            SELECT a.getekend_op FROM buurtwerkkamers_afspraak a
            JOIN buurtwerkkamers_indicator i ON i.afspraak_id = a.id
            WHERE (TG_OP <> 'INSERT' AND i.id = OLD.indicator_id) OR (TG_OP <> 'DELETE' AND i.id = NEW.indicator_id)
            FOR SHARE OF a
        LOOP
            IF _getekend_op IS NOT NULL THEN
                RAISE EXCEPTION '{GETEKEND}'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'streefwaarde_getekend_blijft';
            END IF;
        END LOOP;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608 - names of our own columns and tables, at the time of a migration
)
