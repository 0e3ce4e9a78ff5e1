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


def _hoort_bij_getekend(
    naam: str,
    *,
    afspraak: str,
    mag: str,
    melding: str = GETEKEND,
    operation: pgtrigger.Operation | pgtrigger.Operations = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
) -> pgtrigger.Trigger:
    """No row comes, changes or goes in an agreement that was signed, but for an update for which ``mag`` holds.

    ``afspraak``: the id of its agreement in SQL, of the row ``{rij}``. That agreement is held shared until the end.
    """
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=operation,
        declare=[("_getekend_op", "date")],
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF {mag} THEN RETURN NEW; END IF;
            END IF;
            FOR _getekend_op IN
                SELECT a.getekend_op FROM buurtwerkkamers_afspraak a
                WHERE (TG_OP <> 'INSERT' AND a.id = {afspraak.format(rij="OLD")})
                   OR (TG_OP <> 'DELETE' AND a.id = {afspraak.format(rij="NEW")})
                FOR SHARE OF a
            LOOP
                IF _getekend_op IS NOT NULL THEN
                    RAISE EXCEPTION '{melding}' USING ERRCODE = 'check_violation', CONSTRAINT = '{naam}';
                END IF;
            END LOOP;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,  # noqa: S608 - names of our own columns and tables, at the time of a migration
    )


# How an indicator is measured and for whom it matters is not what was signed, so those columns are left out.
INDICATOR_GETEKEND = _hoort_bij_getekend(
    "indicator_getekend_blijft",
    afspraak="{rij}.afspraak_id",
    mag="""(NEW.afspraak_id, NEW.groep, NEW.naam, NEW.eenheid, NEW.volgorde)
                   IS NOT DISTINCT FROM (OLD.afspraak_id, OLD.groep, OLD.naam, OLD.eenheid, OLD.volgorde)""",
)

STREEFWAARDE_GETEKEND = _hoort_bij_getekend(
    "streefwaarde_getekend_blijft",
    afspraak="(SELECT i.afspraak_id FROM buurtwerkkamers_indicator i WHERE i.id = {rij}.indicator_id)",
    mag="NEW IS NOT DISTINCT FROM OLD",
)

# A party may sign later than the others, and one that was forgotten may be added. Who signed is not replaced; a wrong
# day may be put right, as that of the agreement itself.
ONDERTEKENING_GETEKEND = _hoort_bij_getekend(
    "ondertekening_getekend_blijft",
    operation=pgtrigger.Update | pgtrigger.Delete,
    afspraak="{rij}.afspraak_id",
    mag="""(NEW.afspraak_id, NEW.organisatie_id) = (OLD.afspraak_id, OLD.organisatie_id)
                   AND (OLD.getekend_op IS NULL
                        OR NEW.getekend_op IS NOT NULL AND (NEW.naam, NEW.functie) = (OLD.naam, OLD.functie))""",
    melding="Deze afspraak is getekend. Wie erbij staat om te tekenen, gaat niet weg, en wie tekende blijft staan.",
)
