"""What must hold for money whoever writes it, as database triggers with a Dutch message."""

from __future__ import annotations

import pgtrigger

_FOUT = "USING ERRCODE = 'check_violation'"

BEGROTING_BLIJFT = pgtrigger.Trigger(
    name="begroting_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF OLD.vastgesteld_op IS NOT NULL THEN
            RAISE EXCEPTION 'Deze begroting is vastgesteld en verandert niet meer. Maak een nieuwe versie.' {_FOUT};
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)

BEGROTINGSREGEL_BLIJFT = pgtrigger.Trigger(
    name="begrotingsregel_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF EXISTS (
            SELECT 1 FROM financien_begroting b
            WHERE b.vastgesteld_op IS NOT NULL
              AND b.id IN (CASE WHEN TG_OP = 'DELETE' THEN OLD.begroting_id ELSE NEW.begroting_id END,
                           CASE WHEN TG_OP = 'INSERT' THEN NEW.begroting_id ELSE OLD.begroting_id END)
        ) THEN
            RAISE EXCEPTION 'Deze begroting is vastgesteld en verandert niet meer. Maak een nieuwe versie.' {_FOUT};
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

# The row lock makes a booking wait for a month that is being closed, and the other way round.
BOEKING_IN_OPEN_MAAND = pgtrigger.Trigger(
    name="boeking_in_open_maand",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("gesloten", "DATE")],
    func=f"""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'Een boeking gaat niet weg. Herstel haar met een boeking ernaast.' {_FOUT};
        END IF;
        IF TG_OP = 'UPDATE' AND (NEW.post_id, NEW.datum, NEW.bedrag, NEW.transactie_id, NEW.herstelt_id)
            IS DISTINCT FROM (OLD.post_id, OLD.datum, OLD.bedrag, OLD.transactie_id, OLD.herstelt_id) THEN
            RAISE EXCEPTION 'Een boeking verandert niet. Herstel haar met een boeking ernaast.' {_FOUT};
        END IF;
        IF TG_OP = 'INSERT' THEN
            PERFORM pg_advisory_xact_lock_shared(19, 0);
            SELECT max(maand) INTO gesloten FROM financien_maandafsluiting;
            IF NEW.datum < gesloten + interval '1 month' THEN
                RAISE EXCEPTION 'De maand van % is gesloten. Boek in een open maand.', to_char(NEW.datum, 'DD-MM-YYYY')
                    {_FOUT};
            END IF;
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

# Closing takes the same lock alone: no booking slips in between adding up and being closed.
AFSLUITING_BLIJFT = pgtrigger.Trigger(
    name="maandafsluiting_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF TG_OP <> 'INSERT' THEN
            RAISE EXCEPTION 'Een gesloten maand blijft gesloten.' {_FOUT};
        END IF;
        PERFORM pg_advisory_xact_lock(19, 0);
        RETURN NEW;
    """,
)

ARCHIEF_BLIJFT = pgtrigger.Trigger(
    name="regel_archief_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF EXISTS (
            SELECT 1 FROM financien_maandafsluiting a
            WHERE a.bron_id IN (CASE WHEN TG_OP = 'DELETE' THEN OLD.bron_id ELSE NEW.bron_id END,
                                CASE WHEN TG_OP = 'INSERT' THEN NEW.bron_id ELSE OLD.bron_id END)
        ) THEN
            RAISE EXCEPTION 'Dit is het archief van een gesloten maand. Het verandert niet meer.' {_FOUT};
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

HANDGELD_BLIJFT = pgtrigger.Trigger(
    name="handgelduitgave_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF EXISTS (
            SELECT 1 FROM financien_handgeldmaand m
            WHERE m.stand <> 'open'
              AND m.id IN (CASE WHEN TG_OP = 'DELETE' THEN OLD.maand_id ELSE NEW.maand_id END,
                           CASE WHEN TG_OP = 'INSERT' THEN NEW.maand_id ELSE OLD.maand_id END)
        ) THEN
            RAISE EXCEPTION 'Dit handgeld is al ingediend. Vraag de penningmeester om het terug te sturen.' {_FOUT};
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

CONTROLE_BLIJFT = pgtrigger.Trigger(
    name="controle_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF OLD.getekend_op IS NOT NULL THEN
            RAISE EXCEPTION 'Deze controle is getekend en verandert niet meer.' {_FOUT};
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)
