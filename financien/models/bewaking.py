"""What must hold for money whoever writes it, as database triggers with a Dutch message.

A trigger that judges a row by its parent locks that parent first (FOR SHARE): adopting, handing in or closing waits
for rows that are being written, and the other way round.
"""

from __future__ import annotations

import pgtrigger

_FOUT = "USING ERRCODE = 'check_violation'"
_VERDER = "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW;"
_SCHRIJVEN = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete


def _ouder_ligt_vast(naam: str, *, ouder: str, sleutel: str, dicht: str, melding: str) -> pgtrigger.Trigger:
    """No row comes, changes or goes below a parent that is ``dicht`` (a condition on ``o``)."""
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=_SCHRIJVEN,
        func=f"""
            IF TG_OP <> 'INSERT' THEN
                PERFORM 1 FROM {ouder} o WHERE o.id = OLD.{sleutel} FOR SHARE;
                IF EXISTS (SELECT 1 FROM {ouder} o WHERE o.id = OLD.{sleutel} AND {dicht}) THEN
                    RAISE EXCEPTION '{melding}' {_FOUT};
                END IF;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                PERFORM 1 FROM {ouder} o WHERE o.id = NEW.{sleutel} FOR SHARE;
                IF EXISTS (SELECT 1 FROM {ouder} o WHERE o.id = NEW.{sleutel} AND {dicht}) THEN
                    RAISE EXCEPTION '{melding}' {_FOUT};
                END IF;
            END IF;
            {_VERDER}
        """,  # noqa: S608 - no input of anybody
    )


def _blijft(naam: str, *, dicht: str, melding: str) -> pgtrigger.Trigger:
    """A row that is ``dicht`` (a condition on OLD) does not change and does not go."""
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"IF {dicht} THEN RAISE EXCEPTION '{melding}' {_FOUT}; END IF; {_VERDER}",
    )


_VASTGESTELD = "Deze begroting is vastgesteld en verandert niet meer. Maak een nieuwe versie."
BEGROTING_BLIJFT = _blijft("begroting_blijft", dicht="OLD.vastgesteld_op IS NOT NULL", melding=_VASTGESTELD)
BEGROTINGSREGEL_BLIJFT = _ouder_ligt_vast(
    "begrotingsregel_blijft",
    ouder="financien_begroting",
    sleutel="begroting_id",
    dicht="o.vastgesteld_op IS NOT NULL",
    melding=_VASTGESTELD,
)

# What a post is about stays the same as soon as money was booked on it or an adopted budget names it.
POST_BLIJFT = pgtrigger.Trigger(
    name="post_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
        IF (NEW.jaar, NEW.soort, NEW.naam, NEW.groep, NEW.kamer_id, NEW.financier_id)
            IS DISTINCT FROM (OLD.jaar, OLD.soort, OLD.naam, OLD.groep, OLD.kamer_id, OLD.financier_id)
           AND (EXISTS (SELECT 1 FROM financien_boeking b WHERE b.post_id = OLD.id OR b.dekking_id = OLD.id)
                OR EXISTS (SELECT 1 FROM financien_begrotingsregel r
                           JOIN financien_begroting g ON g.id = r.begroting_id
                           WHERE r.post_id = OLD.id AND g.vastgesteld_op IS NOT NULL)) THEN
            RAISE EXCEPTION 'Op deze post is al geboekt, of hij staat in een vastgestelde begroting. '
                'Maak een nieuwe post.' {_FOUT};
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

# The lock makes a booking wait for a month that is being closed, and the other way round.
BOEKING_BLIJFT = pgtrigger.Trigger(
    name="boeking_blijft",
    when=pgtrigger.Before,
    operation=_SCHRIJVEN,
    declare=[("gesloten", "DATE")],
    func=f"""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'Een boeking gaat niet weg. Herstel haar met een boeking ernaast.' {_FOUT};
        END IF;
        IF TG_OP = 'UPDATE' THEN
            IF (NEW.post_id, NEW.datum, NEW.bedrag, NEW.herkomst, NEW.transactie_id, NEW.handgeld_id, NEW.herstelt_id)
                IS DISTINCT FROM (OLD.post_id, OLD.datum, OLD.bedrag, OLD.herkomst, OLD.transactie_id,
                                  OLD.handgeld_id, OLD.herstelt_id) THEN
                RAISE EXCEPTION 'Een boeking verandert niet. Herstel haar met een boeking ernaast.' {_FOUT};
            END IF;
            RETURN NEW;
        END IF;
        PERFORM pg_advisory_xact_lock_shared(19, 0);
        SELECT max(maand) INTO gesloten FROM financien_maandafsluiting;
        IF NEW.datum < gesloten + interval '1 month' THEN
            RAISE EXCEPTION 'De maand van % is gesloten. Boek in een open maand.', to_char(NEW.datum, 'DD-MM-YYYY')
                {_FOUT};
        END IF;
        IF NEW.herstelt_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM financien_boeking b
            WHERE b.id = NEW.herstelt_id AND b.post_id = NEW.post_id AND b.bedrag = -NEW.bedrag
              AND b.herstelt_id IS NULL
        ) THEN
            RAISE EXCEPTION 'Herstellen neemt precies terug wat op dezelfde post was geboekt.' {_FOUT};
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

# Money that is meant for one kamer or one purpose is not spent elsewhere without a word about why.
BOEKING_UIT_BESTEMD_GELD = pgtrigger.Trigger(
    name="boeking_uit_bestemd_geld",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("uit", "financien_post%ROWTYPE"), ("aan", "financien_post%ROWTYPE")],
    func=f"""
        IF NEW.dekking_id IS NULL THEN RETURN NEW; END IF;
        SELECT * INTO uit FROM financien_post WHERE id = NEW.dekking_id;
        SELECT * INTO aan FROM financien_post WHERE id = NEW.post_id;
        IF uit.soort <> 'financiering' OR aan.soort <> 'kosten' OR uit.jaar <> aan.jaar THEN
            RAISE EXCEPTION 'Alleen kosten worden betaald uit een bijdrage, en wel uit een van hetzelfde jaar.' {_FOUT};
        END IF;
        IF NEW.reden_elders = '' AND (
            uit.kamer_id IS DISTINCT FROM aan.kamer_id AND uit.kamer_id IS NOT NULL
            OR EXISTS (SELECT 1 FROM financien_bestemming d WHERE d.bijdrage_id = uit.id)
               AND NOT EXISTS (SELECT 1 FROM financien_bestemming d
                               WHERE d.bijdrage_id = uit.id AND d.kostenpost_id = aan.id)
        ) THEN
            RAISE EXCEPTION 'Dit geld is voor iets anders bedoeld. Kies een andere bijdrage, of vul in waarom het '
                'hieraan wordt besteed.' {_FOUT};
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

# Closing takes the same lock alone: no booking slips in between adding up and being closed.
AFSLUITING_BLIJFT = pgtrigger.Trigger(
    name="maandafsluiting_blijft",
    when=pgtrigger.Before,
    operation=_SCHRIJVEN,
    func=f"""
        IF TG_OP <> 'INSERT' THEN
            RAISE EXCEPTION 'Een gesloten maand blijft gesloten.' {_FOUT};
        END IF;
        PERFORM pg_advisory_xact_lock(19, 0);
        IF EXISTS (SELECT 1 FROM financien_maandafsluiting a WHERE a.maand > NEW.maand) THEN
            RAISE EXCEPTION 'Een latere maand is al gesloten.' {_FOUT};
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

_ARCHIEF = "Dit is het archief van een gesloten maand. Het verandert niet meer."
_IS_ARCHIEF = "EXISTS (SELECT 1 FROM financien_maandafsluiting a WHERE a.bron_id = {})"
BRON_BLIJFT = _blijft("bron_archief_blijft", dicht=_IS_ARCHIEF.format("OLD.id"), melding=_ARCHIEF)
REGEL_BLIJFT = _ouder_ligt_vast(
    "regel_archief_blijft",
    ouder="financien_bron",
    sleutel="bron_id",
    dicht=_IS_ARCHIEF.format("o.id"),
    melding=_ARCHIEF,
)

_GEBOEKT = "Dit handgeld is goedgekeurd en geboekt. Het verandert niet meer."
_INGEDIEND = "Dit handgeld is al ingediend. Vraag de penningmeester om het terug te sturen."
HANDGELDMAAND_BLIJFT = _blijft("handgeldmaand_blijft", dicht="OLD.stand = 'goedgekeurd'", melding=_GEBOEKT)
HANDGELDUITGAVE_BLIJFT = _ouder_ligt_vast(
    "handgelduitgave_blijft",
    ouder="financien_handgeldmaand",
    sleutel="maand_id",
    dicht="o.stand <> 'open'",
    melding=_INGEDIEND,
)
BON_BLIJFT = _ouder_ligt_vast(
    "bon_blijft",
    ouder="financien_handgelduitgave",
    sleutel="uitgave_id",
    dicht="EXISTS (SELECT 1 FROM financien_handgeldmaand m WHERE m.id = o.maand_id AND m.stand <> 'open')",
    melding=_INGEDIEND,
)

CONTROLE_BLIJFT = _blijft(
    "controle_blijft",
    dicht="OLD.getekend_op IS NOT NULL",
    melding="Deze controle is getekend en verandert niet meer.",
)
