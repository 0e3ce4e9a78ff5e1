"""The life of a report as database triggers: what must hold whoever writes, and by whatever path.

All of them raise ``check_violation`` (an ``IntegrityError`` in Django) with a Dutch sentence. A writer of answers
locks the report's row shared, the adopter locks it for update, so a late answer can never slip past an adoption.
"""

import pgtrigger

RAPPORT_LEVENSLOOP = r"""
    IF TG_OP = 'INSERT' THEN
        IF NEW.status <> 'concept' THEN
            RAISE EXCEPTION 'Een rapport begint als concept.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.status IN ('vastgesteld', 'ingediend') THEN
            RAISE EXCEPTION 'Een vastgesteld rapport kan niet weg.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.status IN ('vastgesteld', 'ingediend')
       AND (to_jsonb(NEW) - 'status') IS DISTINCT FROM (to_jsonb(OLD) - 'status') THEN
        RAISE EXCEPTION 'Dit rapport is vastgesteld. Het verandert niet meer.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('concept', 'ter_controle'), ('ter_controle', 'concept'),
        ('ter_controle', 'vastgesteld'), ('vastgesteld', 'ingediend')
    ) THEN
        RAISE EXCEPTION 'Deze stap kan niet vanuit deze status.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'ter_controle' THEN
        NEW.reden_terug := '';
    ELSIF NEW.status = 'concept' AND OLD.status = 'ter_controle' AND NEW.reden_terug !~ '\S' THEN
        RAISE EXCEPTION 'Schrijf waarom het rapport teruggaat.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'vastgesteld' AND OLD.status = 'ter_controle' AND NOT EXISTS (
        SELECT 1 FROM rapportage_editie e WHERE e.rapport_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'Een rapport is pas vastgesteld als de editie bewaard is.' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.status = 'ingediend' AND OLD.status = 'vastgesteld' AND NOT EXISTS (
        SELECT 1 FROM rapportage_verzending v JOIN rapportage_editie e ON e.id = v.editie_id
        WHERE e.rapport_id = NEW.id
    ) THEN
        RAISE EXCEPTION 'Een rapport is pas ingediend als vaststaat aan wie.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# A correction follows one adopted report, and is about the same thing.
RAPPORT_VERBETERT = """
    IF TG_OP = 'UPDATE' AND (NEW.verbetert_id, NEW.reden_verbetering, NEW.gemaakt_door_id)
       IS DISTINCT FROM (OLD.verbetert_id, OLD.reden_verbetering, OLD.gemaakt_door_id) THEN
        RAISE EXCEPTION 'Welk rapport dit verbetert, waarom, en wie eraan begon, staat vast.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.verbetert_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT r.* INTO _eerder FROM rapportage_rapport r WHERE r.id = NEW.verbetert_id FOR SHARE;
    IF _eerder.status NOT IN ('vastgesteld', 'ingediend') THEN
        RAISE EXCEPTION 'Alleen een vastgesteld rapport krijgt een verbeterde editie.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF (NEW.van, NEW.tm, NEW.afspraak_id) IS DISTINCT FROM (_eerder.van, _eerder.tm, _eerder.afspraak_id) THEN
        RAISE EXCEPTION 'Een verbeterde editie gaat over dezelfde periode en afspraak.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

# What a report that is being checked shows, and what was answered already, does not change under it.
ONDERDEEL_BLIJFT = """
    -- A report that is being handed in holds its own row; who changes a part waits for that, and the other way round.
    FOR _status IN
        SELECT r.status FROM rapportage_rapport r WHERE r.status IN ('concept', 'ter_controle')
          AND ((TG_OP <> 'INSERT' AND r.sjabloon_id = OLD.sjabloon_id)
               OR (TG_OP <> 'DELETE' AND r.sjabloon_id = NEW.sjabloon_id))
        FOR SHARE
    LOOP
        IF _status = 'ter_controle' THEN
            RAISE EXCEPTION 'Een rapport met dit sjabloon ligt ter controle. Wacht tot het is vastgesteld of terug is.'
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    IF TG_OP = 'UPDATE' AND (NEW.soort, NEW.sjabloon_id) IS DISTINCT FROM (OLD.soort, OLD.sjabloon_id)
       AND EXISTS (SELECT 1 FROM rapportage_antwoord a WHERE a.onderdeel_id = OLD.id) THEN
        RAISE EXCEPTION 'Deze vraag is al beantwoord. Ze blijft een vraag van dezelfde soort.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.keuzes IS DISTINCT FROM OLD.keuzes AND EXISTS (
        SELECT 1 FROM rapportage_antwoord a JOIN rapportage_rapport r ON r.id = a.rapport_id
        WHERE a.onderdeel_id = OLD.id AND r.status = 'concept' AND a.keuze <> '' AND NOT (a.keuze = ANY (NEW.keuzes))
    ) THEN
        RAISE EXCEPTION 'Een mogelijkheid die al is gekozen, kan niet weg.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

DEELPERIODE_BINNEN_RAPPORT = """
    IF EXISTS (
        SELECT 1 FROM rapportage_rapport r
        WHERE r.id = NEW.rapport_id AND (NEW.van < r.van OR NEW.tm > r.tm)
    ) THEN
        RAISE EXCEPTION 'De deelperiode valt buiten de periode van het rapport.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

_KAMER_HOORT_ERBIJ = """IF NEW.kamer_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM rapportage_rapportkamer k WHERE k.rapport_id = NEW.rapport_id AND k.kamer_id = NEW.kamer_id
    ) THEN
        RAISE EXCEPTION 'Deze kamer hoort niet bij dit rapport.' USING ERRCODE = 'check_violation';
    END IF;"""

ANTWOORD_PAST = f"""
    IF NOT EXISTS (
        SELECT 1 FROM rapportage_rapport r JOIN rapportage_onderdeel o ON o.sjabloon_id = r.sjabloon_id
        WHERE r.id = NEW.rapport_id AND o.id = NEW.onderdeel_id
          AND o.soort IN ('vraag_per_kamer', 'vraag_eenmalig', 'keuze')
          AND (o.soort = 'vraag_per_kamer') = (NEW.kamer_id IS NOT NULL)
    ) THEN
        RAISE EXCEPTION 'Dit antwoord past niet bij een vraag van dit rapport.' USING ERRCODE = 'check_violation';
    END IF;
    {_KAMER_HOORT_ERBIJ}
    -- The list of writers is the database's own: nobody can leave themselves out, nor anybody who wrote the answer
    -- that a correction takes along.
    IF TG_OP = 'INSERT' AND NEW.geschreven_door_id = ANY (NEW.schrijvers) THEN
        NULL;
    ELSIF TG_OP = 'INSERT' THEN
        NEW.schrijvers := NEW.schrijvers || NEW.geschreven_door_id;
    ELSIF NEW.geschreven_door_id = ANY (OLD.schrijvers) THEN
        NEW.schrijvers := OLD.schrijvers;
    ELSE
        NEW.schrijvers := OLD.schrijvers || NEW.geschreven_door_id;
    END IF;
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT s) INTO NEW.schrijvers FROM (
            SELECT unnest(NEW.schrijvers) AS s
            UNION ALL
            SELECT unnest(a.schrijvers) FROM rapportage_rapport r JOIN rapportage_antwoord a
              ON a.rapport_id = r.verbetert_id AND a.onderdeel_id = NEW.onderdeel_id
             AND a.kamer_id IS NOT DISTINCT FROM NEW.kamer_id
            WHERE r.id = NEW.rapport_id
        ) AS iedereen;
    END IF;
    RETURN NEW;
"""  # noqa: S608 - our own words

# Who wrote a fixed text since the report was begun; moving a text about is not writing it.
_VASTE_TEKST = """
        SELECT 1 FROM rapportage_onderdeelevent e JOIN rapportage_rapport r ON r.sjabloon_id = e.sjabloon_id
        WHERE r.id = {rapport} AND e.soort = 'tekst' AND e.pgh_label <> 'delete'
          AND e.pgh_context ->> 'user' = {wie}::text
          AND e.pgh_created_at >= (
              SELECT min(b.pgh_created_at) FROM rapportage_rapportevent b WHERE b.pgh_obj_id = r.id
          )
          AND e.tekst IS DISTINCT FROM (
              SELECT v.tekst FROM rapportage_onderdeelevent v
              WHERE v.pgh_obj_id = e.pgh_obj_id AND v.pgh_id < e.pgh_id ORDER BY v.pgh_id DESC LIMIT 1
          )
"""
SCHREEF_VASTE_TEKST = _VASTE_TEKST.format(rapport="%(rapport)s", wie="%(wie)s")

EDITIE_PAST = f"""
    SELECT r.* INTO _rapport FROM rapportage_rapport r WHERE r.id = NEW.rapport_id FOR UPDATE;
    IF _rapport.status <> 'ter_controle' THEN
        RAISE EXCEPTION 'Alleen een rapport dat ter controle ligt, kan worden vastgesteld.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.sha256 <> encode(sha256(convert_to(NEW.gegevens, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'Het controlegetal hoort niet bij deze gegevens.' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT 1 FROM rapportage_antwoord a
        WHERE a.rapport_id = NEW.rapport_id AND NEW.vastgesteld_door_id = ANY (a.schrijvers)
    ) THEN
        RAISE EXCEPTION 'Wie aan een antwoord schreef, kan dit rapport niet vaststellen.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS ({_VASTE_TEKST.format(rapport="NEW.rapport_id", wie="NEW.vastgesteld_door_id")}) THEN
        RAISE EXCEPTION 'Wie een vaste tekst van dit rapport schreef, kan het niet vaststellen.'
            USING ERRCODE = 'check_violation';
    END IF;
    -- The reason of a correction is printed in it: who began the correction wrote that.
    IF _rapport.verbetert_id IS NOT NULL AND _rapport.gemaakt_door_id = NEW.vastgesteld_door_id THEN
        RAISE EXCEPTION 'Wie de verbeterde editie begon, schreef waarom. Daarom stelt iemand anders die vast.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - our own words

OPMERKING_PAST = f"""
    SELECT r.* INTO _rapport FROM rapportage_rapport r WHERE r.id = NEW.rapport_id FOR SHARE;
    IF _rapport.status NOT IN ('concept', 'ter_controle') THEN
        RAISE EXCEPTION 'Dit rapport is vastgesteld. Er komt geen opmerking meer bij.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM rapportage_onderdeel o WHERE o.id = NEW.onderdeel_id AND o.sjabloon_id = _rapport.sjabloon_id
    ) THEN
        RAISE EXCEPTION 'Dit onderdeel hoort niet bij dit rapport.' USING ERRCODE = 'check_violation';
    END IF;
    {_KAMER_HOORT_ERBIJ}
    RETURN NEW;
"""  # noqa: S608 - our own words

VERZENDING_BLIJFT = """
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Wat is verzonden, blijft staan.' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND ((to_jsonb(NEW) - 'ingetrokken_op') IS DISTINCT FROM (to_jsonb(OLD) - 'ingetrokken_op')
                             OR OLD.ingetrokken_op IS NOT NULL) THEN
        RAISE EXCEPTION 'Wat is verzonden, verandert niet. Alleen het leesadres kan worden ingetrokken.'
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.datum > (clock_timestamp() AT TIME ZONE 'Europe/Amsterdam')::date THEN
        RAISE EXCEPTION 'De dag van verzenden ligt in de toekomst.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""

EDITIE_BLIJFT = "RAISE EXCEPTION 'Een editie verandert nooit.' USING ERRCODE = 'check_violation';"

_ALLEEN_IN_CONCEPT = """
    FOR _status IN
        SELECT r.status FROM rapportage_rapport r
        WHERE (TG_OP <> 'INSERT' AND r.id = OLD.rapport_id) OR (TG_OP <> 'DELETE' AND r.id = NEW.rapport_id)
        FOR SHARE
    LOOP
        IF _status <> 'concept' THEN
            RAISE EXCEPTION 'Dit rapport is geen concept meer. Er kan niets meer in veranderen.'
                USING ERRCODE = 'check_violation';
        END IF;
    END LOOP;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def alleen_in_concept(naam: str) -> pgtrigger.Trigger:
    """Refuse every write on a row of a report (column ``rapport_id``) that is no longer concept."""
    return pgtrigger.Trigger(
        name=naam,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("_status", "TEXT")],
        func=_ALLEEN_IN_CONCEPT,
    )
