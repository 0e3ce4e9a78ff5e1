"""The rules by which an indicator can be measured, and recognising the rule from the words of an agreement.

Only what a rule means lives here, so that an agreement can be entered on the ground floor; ``rapportage.indicatoren``
says how each rule counts (a test holds the two lists equal).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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


# --- how figures combine ----------------------------------------------------------------------------------------


class Samenvoegen(models.TextChoices):
    """How the figure of a whole follows from those of its parts: months of a year, kamers of the city."""

    VERSCHILLEND = "verschillend", "verschillende"
    SOM = "som", "som"
    LAATSTE_DAG = "laatste_dag", "op de laatste dag"
    VERHOUDING = "verhouding", "verhouding van sommen"
    NIET = "niet", "niet op te tellen"


OVER_TIJD = {
    Samenvoegen.VERSCHILLEND: "Wie of wat in meer maanden voorkomt, telt over het jaar één keer; het jaar is dus niet "
    "de som van de maanden.",
    Samenvoegen.SOM: "Het jaar is de som van de maanden.",
    Samenvoegen.LAATSTE_DAG: "Over een jaar geldt de stand op de laatste dag, niet de som van de maanden.",
    Samenvoegen.VERHOUDING: "Over een jaar worden eerst alle antwoorden opgeteld en dan gedeeld; het is dus niet het "
    "gemiddelde van losse uitkomsten.",
    Samenvoegen.NIET: "Dit geldt voor een vaste periode en is niet op te tellen over maanden.",
}
OVER_KAMERS = {
    Samenvoegen.VERSCHILLEND: "Wie of wat bij meer kamers voorkomt, telt voor de kamers samen één keer; samen is dus "
    "niet de som van de kamers.",
    Samenvoegen.SOM: "De kamers samen is de som van de kamers.",
    Samenvoegen.VERHOUDING: "Voor de kamers samen worden eerst alle antwoorden opgeteld en dan gedeeld; het is dus "
    "niet het gemiddelde van de kamers.",
    Samenvoegen.NIET: "Dit is niet op te tellen over kamers: voor de kamers samen is een eigen oordeel nodig.",
}


@dataclass(frozen=True)
class Meetwijze:
    """What a rule counts, in words, and how it combines over time and over kamers.

    ``nodig``: the field of the indicator without which nothing can be counted; ``mag``: those that may narrow it.
    """

    telt: str
    tijd: Samenvoegen
    kamers: Samenvoegen
    nodig: str = ""
    mag: tuple[str, ...] = ()

    @property
    def over_tijd(self) -> str:
        return OVER_TIJD[self.tijd]

    @property
    def over_kamers(self) -> str:
        return OVER_KAMERS[self.kamers]

    @property
    def velden(self) -> tuple[str, ...]:
        """The fields of an indicator that mean something with this rule."""
        return (self.nodig, *self.mag) if self.nodig else self.mag


_V, _S, _L, _R, _N = (
    Samenvoegen.VERSCHILLEND, Samenvoegen.SOM, Samenvoegen.LAATSTE_DAG, Samenvoegen.VERHOUDING, Samenvoegen.NIET,
)  # fmt: skip
MEETWIJZEN: dict[str, Meetwijze] = {
    Meetregel.UNIEK_CATEGORIE: Meetwijze(
        "Telt de verschillende mensen die meededen aan activiteiten in de gekozen categorie.", _V, _V, "categorie"
    ),
    Meetregel.UNIEK_TOTAAL: Meetwijze("Telt de verschillende mensen die aan minstens één activiteit meededen.", _V, _V),
    Meetregel.KLUSSEN: Meetwijze(
        "Telt de klussen die zijn uitgevoerd; als u een soort klus invult, alleen die.", _S, _S, mag=("klussoort",)
    ),
    Meetregel.SLEUTELHOUDERS: Meetwijze("Telt wie op de laatste dag sleutelhouder is.", _L, _V),
    Meetregel.LEDEN: Meetwijze("Telt wie op de laatste dag lid is.", _L, _V),
    Meetregel.VRIJWILLIGERS: Meetwijze(
        "Telt de bewoners met vrijwilligersuren en kijkt ook of zij gemiddeld genoeg uren maken (250 per jaar).", _V, _V
    ),
    Meetregel.GROEPEN: Meetwijze("Telt de vrijwilligersgroepen waarvoor uren zijn ingevuld.", _V, _S),
    Meetregel.LEERWERKPLEK: Meetwijze("Telt wie op minstens één dag een stage- of leerwerkplek had.", _V, _V),
    Meetregel.DOORVERWEZEN: Meetwijze(
        "Telt van de mensen die naar de kamer zijn doorverwezen hoeveel er meedoen (bijvoorbeeld 7 op 12); als u een "
        "organisatie of soort organisatie kiest, alleen wie daar vandaan kwam.",
        _V, _V, mag=("organisatie", "organisatiesoort"),
    ),
    Meetregel.NIEUWE_BEWONERS: Meetwijze(
        "Telt van de nieuwe bewoners die zijn ingeschreven hoeveel er meedoen (bijvoorbeeld 7 op 12).", _V, _V
    ),
    Meetregel.BETAALD_WERK: Meetwijze("Telt de verschillende mensen die betaald werk vonden.", _V, _V),
    Meetregel.VERWIJZINGEN: Meetwijze(
        "Telt de verschillende mensen die werden doorverwezen, naar de kamer of van de kamer.", _V, _V
    ),
    Meetregel.WIJKPARTNERS: Meetwijze("Telt de verschillende organisaties waarmee contact was.", _V, _V),
    Meetregel.ENQUETE: Meetwijze(
        "Neemt uit de enquêtes het deel dat het met de gekozen stelling eens is, of het gemiddelde cijfer; als "
        "u een groep kiest, alleen van die groep.",
        _R, _R, "stelling", mag=("doelgroep",),
    ),
    Meetregel.INTERVIEWS: Meetwijze(
        "Neemt het oordeel na interviews dat u zelf invult, met uitleg en bewijs.", _N, _N
    ),
    Meetregel.BEGROTING: Meetwijze(
        "Trekt de verwachte kosten van het jaar af van de verwachte inkomsten; positief is geen tekort.", _N, _S
    ),
    Meetregel.CONTROLE: Meetwijze(
        "Neemt de getekende controle van kascommissie en accountant. Is die er niet, dan het oordeel dat u zelf "
        "invult, met uitleg en bewijs.",
        _N, _N,
    ),
}  # fmt: skip
GETIKT = (Meetregel.INTERVIEWS, Meetregel.CONTROLE)  # typed in, as an ``Oordeel``
KEUZEVELDEN = ("categorie", "stelling", "doelgroep", "klussoort", "organisatie", "organisatiesoort")


# --- recognising ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Herkend:
    """What the words of an indicator ask for. ``meetregel`` is empty when they say nothing we know.

    ``categorieen``: names of categories, the best first; ``stelling``: the code of a statement; ``doelgroep``: the
    group whose answers it asks about; ``organisatie``: the organisation as the agreement calls it ('UWV').
    """

    meetregel: str = ""
    categorieen: tuple[str, ...] = ()
    stelling: str = ""
    doelgroep: str = ""
    klussoort: str = ""
    organisatie: str = ""


_OP_EENHEID = {
    "enquête": Meetregel.ENQUETE,
    "enquete": Meetregel.ENQUETE,
    "interviews": Meetregel.INTERVIEWS,
    "begroting": Meetregel.BEGROTING,
    "controle": Meetregel.CONTROLE,
    "klussen": Meetregel.KLUSSEN,
}
# Tried in this order, on the words of the indicator in lower case.
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
# The categories of the standard list, by other words for the same. Something finer, as a breakfast café, has its own.
_CATEGORIE = (
    (r"ontmoeting", "Sociaal en ontmoeting"),
    (r"computer", "Computervaardigheid"),
    (r"\btaal|nederlands", "Nederlandse taal"),
    (r"formulieren", "Formulieren"),
    (r"schuldhulp", "Schuldhulptoeleiding"),
    (r"sollicitatie|toeleid\w+ naar werk", "Toeleiding naar werk"),
)
_STELLING = (
    (r"vertrouwen", "vertrouwen"),
    (r"prettig", "prettig-wonen"),
    (r"inzet", "inzet"),
    (r"overleg", "overleg"),
)
# Whose answers are meant. 'Goede inzet medewerkers en vrijwilligers' says about whom, not who is asked: all groups.
_DOELGROEP = ((r"vertrouwen|prettig", "bewoners"), (r"overleg\b.*\bpartners", "partners"))
# Named as the one that refers; with 'e.a.' everybody who refers counts.
_ORGANISATIE = re.compile(r"doorverwezen door (?:de )?(?:dienst )?(w&i|uwv)(?!\s*e\.a\.)\b")
# How an organisation that an agreement names may be called in full.
_ORGANISATIENAMEN = {"W&I": r"\bw\s*(?:&|en)\s*i\b|\bwerk\s*(?:&|en)\s*inkomen\b", "UWV": r"\buwv\b"}
_KLUSSOORT = re.compile(r"^(\w+(?:dienst|ploeg|brigade))\b")


def herken_meetregel(naam: str, eenheid: str = "", groep: str = "") -> Herkend:
    """The rule that the words of an indicator ask for, with what narrows it."""
    kaal, eenheid = " ".join(naam.lower().split()), eenheid.lower().strip()
    if eenheid == "uniek":
        if kaal.startswith("totaal"):
            return Herkend(Meetregel.UNIEK_TOTAAL.value)
        anders = next((c for patroon, c in _CATEGORIE if re.search(patroon, kaal)), None)
        namen = dict.fromkeys([" ".join(naam.split()), *([anders] if anders else [])])
        return Herkend(Meetregel.UNIEK_CATEGORIE.value, categorieen=tuple(namen))
    regel = _OP_EENHEID.get(eenheid) or next((r for patroon, r in _OP_NAAM if re.search(patroon, kaal)), None)
    if regel is None:
        return Herkend()
    stelling = doelgroep = klussoort = organisatie = ""
    if regel == Meetregel.ENQUETE:
        stelling = next((code for patroon, code in _STELLING if re.search(patroon, kaal)), "")
        doelgroep = next((groep for patroon, groep in _DOELGROEP if re.search(patroon, kaal)), "")
    elif regel == Meetregel.KLUSSEN and (soort := _KLUSSOORT.match(kaal)):
        klussoort = soort[1]
    elif regel == Meetregel.DOORVERWEZEN and (wie := _ORGANISATIE.search(kaal)):
        organisatie = wie[1].upper()
    return Herkend(regel.value, (), stelling, doelgroep, klussoort, organisatie)


def is_organisatie(volledig: str, genoemd: str) -> bool:
    """Whether an organisation of this full name is the one that an agreement names ('W&I')."""
    return re.search(_ORGANISATIENAMEN[genoemd], volledig.lower()) is not None
