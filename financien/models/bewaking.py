"""What must hold for money whoever writes it, as database triggers with a Dutch message.

A trigger that judges a row by its parent locks that parent first (FOR SHARE): adopting, handing in or closing waits
for rows that are being written, and the other way round.
"""

from __future__ import annotations

import pgtrigger

_FOUT = "USING ERRCODE = 'check_violation'"
# The local day, as the pages have it: the connection itself counts in UTC.
_VANDAAG = "(clock_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date"
# 19 is ``buurtwerkkamers.sloten.Slot.MAANDEN``; written out here, because a trigger changes by a migration only.
_NIEMAND_SLUIT = "PERFORM pg_advisory_xact_lock_shared(19, 0);"
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

# What a post is about stays the same as soon as money was booked on it, or an adopted budget or an archive names it.
POST_BLIJFT = pgtrigger.Trigger(
    name="post_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    func=f"""
        IF (NEW.jaar, NEW.soort, NEW.naam, NEW.groep, NEW.kamer_id, NEW.financier_id)
            IS DISTINCT FROM (OLD.jaar, OLD.soort, OLD.naam, OLD.groep, OLD.kamer_id, OLD.financier_id)
           AND (EXISTS (SELECT 1 FROM financien_boeking b WHERE b.post_id = OLD.id OR b.dekking_id = OLD.id)
                OR EXISTS (SELECT 1 FROM financien_archiefbesteding a
                           WHERE a.post_id = OLD.id OR a.bijdrage_id = OLD.id)
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
        {_NIEMAND_SLUIT}
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

# Closing takes the same lock alone: no booking slips in between adding up and being closed. Months go one after the
# other; only years in which nothing is are passed over (``maanden.volgende_maand``).
AFSLUITING_BLIJFT = pgtrigger.Trigger(
    name="maandafsluiting_blijft",
    when=pgtrigger.Before,
    operation=_SCHRIJVEN,
    declare=[("laatste", "DATE"), ("volgende", "DATE"), ("eerste_jaar", "INTEGER")],
    func=f"""
        IF TG_OP <> 'INSERT' THEN
            RAISE EXCEPTION 'Een gesloten maand blijft gesloten.' {_FOUT};
        END IF;
        PERFORM pg_advisory_xact_lock(19, 0);
        SELECT max(maand) INTO laatste FROM financien_maandafsluiting;
        IF laatste > NEW.maand THEN
            RAISE EXCEPTION 'Een latere maand is al gesloten.' {_FOUT};
        END IF;
        IF laatste < NEW.maand THEN
            volgende := laatste + interval '1 month';
            SELECT min(jaar) INTO eerste_jaar FROM (
                SELECT jaar FROM financien_begroting UNION ALL SELECT jaar FROM financien_post
            ) j WHERE jaar >= extract(year FROM volgende);
            IF NEW.maand <> greatest(volgende, make_date(eerste_jaar, 1, 1)) THEN
                RAISE EXCEPTION 'Maanden gaan op volgorde dicht. Sluit eerst de maand die hierna komt.' {_FOUT};
            END IF;
        END IF;
        IF NEW.maand + interval '1 month' > {_VANDAAG} THEN
            RAISE EXCEPTION 'Deze maand is nog niet voorbij. Sluit haar na de laatste dag.' {_FOUT};
        END IF;
        RETURN NEW;
    """,  # noqa: S608 - no input of anybody
)

# What was expected in a closed month stands in its archive.
PROGNOSE_BLIJFT = pgtrigger.Trigger(
    name="prognose_blijft",
    when=pgtrigger.Before,
    operation=_SCHRIJVEN,
    declare=[("gesloten", "DATE"), ("dag", "DATE")],
    func=f"""
        {_NIEMAND_SLUIT}
        SELECT max(maand) INTO gesloten FROM financien_maandafsluiting;
        dag := CASE TG_OP WHEN 'INSERT' THEN NEW.datum WHEN 'DELETE' THEN OLD.datum
               ELSE least(OLD.datum, NEW.datum) END;
        IF dag < gesloten + interval '1 month' THEN
            RAISE EXCEPTION 'De maand van % is gesloten. Een prognose is van een open maand.',
                to_char(dag, 'DD-MM-YYYY') {_FOUT};
        END IF;
        {_VERDER}
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
AANDEEL_BLIJFT = _ouder_ligt_vast(
    "aandeel_archief_blijft",
    ouder="financien_bron",
    sleutel="bron_id",
    dicht=_IS_ARCHIEF.format("o.id"),
    melding=_ARCHIEF,
)
BESTEDING_BLIJFT = _ouder_ligt_vast(
    "besteding_archief_blijft",
    ouder="financien_bron",
    sleutel="bron_id",
    dicht=_IS_ARCHIEF.format("o.id"),
    melding=_ARCHIEF,
)

# Only whether it is in a budget may change: the rest is what the bank said.
TRANSACTIE_BLIJFT = pgtrigger.Trigger(
    name="banktransactie_blijft",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        IF TG_OP = 'DELETE' THEN
            RAISE EXCEPTION 'Een regel van de bank gaat niet weg. Sla haar over, met de reden.' {_FOUT};
        END IF;
        IF to_jsonb(NEW) - 'overgeslagen' <> to_jsonb(OLD) - 'overgeslagen' THEN
            RAISE EXCEPTION 'Een regel van de bank verandert niet.' {_FOUT};
        END IF;
        RETURN NEW;
    """,
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
CONTROLE_IS_GEWEEST = pgtrigger.Trigger(
    name="controle_is_geweest",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF NEW.getekend_op > {_VANDAAG} THEN
            RAISE EXCEPTION 'De dag van tekenen ligt in de toekomst.' {_FOUT};
        END IF;
        IF NEW.getekend_op <= make_date(NEW.jaar, 12, 31) THEN
            RAISE EXCEPTION 'Het jaar % was toen nog niet voorbij.', NEW.jaar {_FOUT};
        END IF;
        RETURN NEW;
    """,
)
