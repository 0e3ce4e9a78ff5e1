"""The rules by which an indicator can be measured, and recognising the rule from the words of an agreement.

Only the names live here, so that an agreement can be entered on the ground floor; ``rapportage.indicatoren`` says how
each rule counts (a test holds the two lists equal).
"""

from __future__ import annotations

import re

from django.db import models


class Meetregel(models.TextChoices):
    UNIEK_CATEGORIE = "uniek_categorie", "verschillende deelnemers in een categorie"
    UNIEK_TOTAAL = "uniek_totaal", "verschillende deelnemers in totaal"
    KLUSSEN = "klussen", "uitgevoerde klussen"
    SLEUTELHOUDERS = "sleutelhouders", "sleutelhouders op de laatste dag"
    LEDEN = "leden", "leden op de laatste dag"
    VRIJWILLIGERS = "vrijwilligers", "vrijwilligers met uren, met hun gemiddelde"
    GROEPEN = "groepen", "vrijwilligersgroepen met uren"
    LEERWERKPLEK = "leerwerkplek", "deelnemers op een stage- of leerwerkplek"
    DOORVERWEZEN = "doorverwezen", "doorverwezen deelnemers die meedoen"
    NIEUWE_BEWONERS = "nieuwe_bewoners", "nieuwe bewoners die meedoen"
    BETAALD_WERK = "betaald_werk", "deelnemers met betaald werk"
    VERWIJZINGEN = "verwijzingen", "deelnemers met een verwijzing"
    WIJKPARTNERS = "wijkpartners", "wijkpartners met een contact"
    ENQUETE = "enquete", "uitkomst van een enquête"
    INTERVIEWS = "interviews", "oordeel na interviews"
    BEGROTING = "begroting", "verwachte inkomsten tegen verwachte kosten"
    CONTROLE = "controle", "oordeel van de controle"


# Tried in this order, on the words of the indicator and its unit in lower case.
_OP_EENHEID = {
    "enquête": Meetregel.ENQUETE,
    "enquete": Meetregel.ENQUETE,
    "interviews": Meetregel.INTERVIEWS,
    "begroting": Meetregel.BEGROTING,
    "controle": Meetregel.CONTROLE,
}
_OP_NAAM = (
    (r"sleutel(houder|beheerder)s", Meetregel.SLEUTELHOUDERS),
    (r"vrijwilligersgroepen", Meetregel.GROEPEN),
    (r"actieve vrijwilligers", Meetregel.VRIJWILLIGERS),
    (r"leden\b.*vereniging", Meetregel.LEDEN),
    (r"doorverwezen", Meetregel.DOORVERWEZEN),
    (r"stageplaats|leerwerkplek", Meetregel.LEERWERKPLEK),
    (r"nieuwe bewoners", Meetregel.NIEUWE_BEWONERS),
    (r"betaald werk", Meetregel.BETAALD_WERK),
    (r"doorverwijzen van en naar", Meetregel.VERWIJZINGEN),
    (r"wijkpartners", Meetregel.WIJKPARTNERS),
    (r"^klussen$", Meetregel.KLUSSEN),
)
# Unique counts are measured by category; finer activities than these get no rule rather than a wrong one.
_CATEGORIE = (
    (r"ontmoeting", "Sociaal en ontmoeting"),
    (r"computer", "Computervaardigheid"),
    (r"\btaal|nederlands", "Nederlandse taal"),
    (r"formulieren", "Formulieren"),
    (r"schuldhulp", "Schuldhulptoeleiding"),
    (r"sollicitatie|toeleid\w+ naar werk", "Toeleiding naar werk"),
)


def herken_meetregel(naam: str, eenheid: str = "", groep: str = "") -> tuple[str, str | None]:
    """The rule for an indicator and, for a unique count, the name of its category; ('', None) when unknown."""
    naam, eenheid = naam.lower().strip(), eenheid.lower().strip()
    if eenheid in _OP_EENHEID:
        return _OP_EENHEID[eenheid].value, None
    if eenheid == "uniek":
        if naam.startswith("totaal"):
            return Meetregel.UNIEK_TOTAAL.value, None
        categorie = next((c for patroon, c in _CATEGORIE if re.search(patroon, naam)), None)
        return (Meetregel.UNIEK_CATEGORIE.value, categorie) if categorie else ("", None)
    return next(((regel.value, None) for patroon, regel in _OP_NAAM if re.search(patroon, naam)), ("", None))
