"""READ: who is meant by what somebody typed, also when the name is spelled as it sounds or with a typing error.

Every word that was typed must fit some word of the name. Better fits come first: a word that begins with it, a part
of a word, a word that sounds the same or begins so, a word with a typing error. The names of a kamer are few enough to
look at all of them each time (3,000 take about 20 ms); nothing is kept, so an erased name is gone at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import permutations
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, IntegerField, Value
from rapidfuzz import process
from rapidfuzz.distance import OSA

from deelnemers.models.mensen import DeelnemerQuerySet
from deelnemers.namen import klankvorm, lezingen, woorden

HEEL, BEGIN, DEEL, KLANK, KLANKBEGIN, FOUTJE = range(6)  # a second typing error comes after the first
GEEN = 9
KORTSTE_KLANK = 3  # letters of a sound
KORTSTE_FOUT = 4
KORTSTE_ACHTERNAAM = 6  # letters typed before a typing error in a last name is thought of
TWEE_FOUTEN = 8  # from this length on
VOORAAN = 200
MEESTE_WOORDEN = 4  # that are typed
NAAMWOORDEN = 8  # of a name; all ways to lay the one on the other are tried

Naamrij = tuple[int, str | None, str | None]


def zoek_mensen(mensen: DeelnemerQuerySet, tekst: str, hoeveel: int | None = None) -> list[int]:
    """Ids of the people of ``mensen`` who may be meant, most likely first; nobody when no letter was typed."""
    if not _vraagwoorden(tekst):
        return []
    rijen = mensen.order_by().prefetch_related(None)
    namen = rijen.values_list("pk", "persoonsgegevens__zoeknaam", "persoonsgegevens__klanknaam")
    return zoek_namen(namen, tekst)[:hoeveel]


def op_gelijkenis(mensen: DeelnemerQuerySet, ids: list[int]) -> DeelnemerQuerySet:
    """The same people with those of ``ids`` in front, in that order, as far as anybody reads on."""
    plaats: Any = Func(
        Value(ids[:VOORAAN], output_field=ArrayField(BigIntegerField())),
        F("pk"),
        function="array_position",
        output_field=IntegerField(),
    )
    return mensen.order_by(plaats.asc(nulls_last=True), "persoonsgegevens__zoeknaam", "nummer")


def zoek_namen(namen: Iterable[Naamrij], tekst: str) -> list[int]:
    """The same on rows of id, zoeknaam and klanknaam."""
    vraag = _vraagwoorden(tekst)
    if not vraag:
        return []
    mensen, klank_van = _uiteen(namen)
    per_woord = [_graden(deel, klank_van) for deel in vraag]
    gevonden = []
    for pk, naam, delen in mensen:
        graden = [[gradering.get(woord, GEEN) for woord in delen] for gradering in per_woord]
        if len(vraag) == 1 and len(vraag[0]) < KORTSTE_ACHTERNAAM:
            # A short word is nearly always a first name; the door shows no last name that would explain a typing error.
            graden = [[graden[0][0], *(graad if graad < FOUTJE else GEEN for graad in graden[0][1:])]]
        past = all(min(rij) < GEEN for rij in graden)
        if past and (beste := _beste(graden)):
            gevonden.append((max(beste), sum(beste), naam, pk))
        elif _aaneen(vraag, delen, past):
            gevonden.append((DEEL, DEEL * len(vraag), naam, pk))
    return [pk for *_, pk in sorted(gevonden)]


def _beste(graden: list[list[int]]) -> list[int]:
    """The best grade of each typed word, each with a word of its own; empty when that cannot be.

    ``graden`` has a row for every typed word with a grade for every word of the name: 'jan jansen' is not Piet Jansen.
    """
    if len(graden) == 1:
        return [min(graden[0])]
    mogelijk = (
        [rij[plaats] for rij, plaats in zip(graden, plaatsen, strict=True)]
        for plaatsen in permutations(range(len(graden[0])), len(graden))
    )
    beste = min(mogelijk, key=lambda keuze: (max(keuze), sum(keuze)), default=[GEEN])
    return [] if GEEN in beste else beste


def _aaneen(vraag: list[str], delen: list[str], past: bool) -> bool:
    """Written as one word what the name has apart, or the other way round: 'vandenberg', 'annemarie', 'abdul karim'.

    ``past``: every typed word fits some word of the name, so it is worth to listen.
    """
    getypt, naam = "".join(vraag), "".join(delen)
    if len(delen) > 1 and len(getypt) >= KORTSTE_FOUT and getypt in naam:
        return True
    begint = lezingen(getypt, af=False) if past and len(vraag) > 1 else ()
    return any(vorm.startswith(begint) for vorm in lezingen(naam)) if begint else False


def _vraagwoorden(tekst: str) -> list[str]:
    """The words that were typed, each once; 'vd' is short for 'van de' and the like."""
    delen = [deel for woord in woorden(tekst) for deel in (woord if woord == "vd" else [woord])]
    return list(dict.fromkeys(delen))[:MEESTE_WOORDEN]


def _uiteen(namen: Iterable[Naamrij]) -> tuple[list[tuple[int, str, list[str]]], dict[str, str]]:
    """People with the words of their name, and the sound of every word once."""
    mensen: list[tuple[int, str, list[str]]] = []
    klank_van: dict[str, str] = {}
    for pk, naam, klanknaam in namen:
        delen = re.findall(r"\w+", (naam or "").replace("'", ""))
        if not naam or not delen:
            continue
        klanken = (klanknaam or "").split()
        if len(klanken) != len(delen):  # cut off, or not filled yet
            klanken = [klankvorm(deel) for deel in delen]
        klank_van.update(zip(delen, klanken, strict=True))
        mensen.append((pk, naam, delen[:NAAMWOORDEN]))
    return mensen, klank_van


def _graden(deel: str, klank_van: dict[str, str]) -> dict[str, int]:
    """How well each word fits what was typed, from HEEL on; words that do not fit are left out."""
    graden = dict(_met_een_fout(deel, klank_van)) if _kan_fout(deel) else {}
    hoorbaar = len(deel) >= KORTSTE_KLANK
    klinkt = set(lezingen(deel)) if hoorbaar else set()
    begint = tuple(vorm for vorm in lezingen(deel, af=False) if hoorbaar and len(vorm) >= KORTSTE_KLANK)
    for woord, klank in klank_van.items():
        if woord == deel:
            graden[woord] = HEEL
        elif woord.startswith(deel):
            graden[woord] = BEGIN
        elif deel in woord:
            graden[woord] = DEEL
        elif any(vorm in klinkt for vorm in klank.split("|")):
            graden[woord] = KLANK
        elif any(vorm.startswith(begint) for vorm in klank.split("|")):
            graden[woord] = KLANKBEGIN
    return graden


def _kan_fout(deel: str) -> bool:
    """Whether a typing error is thought of: in a short word another letter makes another name, and so does a digit."""
    return len(deel) >= KORTSTE_FOUT and deel.isalpha()


def _met_een_fout(deel: str, klank_van: dict[str, str]) -> Iterable[tuple[str, int]]:
    """Words that were meant if a letter is wrong, missing, extra or swapped, or one sound is; two in a long word."""
    klanken = {(woord, vorm): vorm for woord, klank in klank_van.items() for vorm in klank.split("|")}
    for vorm in lezingen(deel):
        if len(vorm) >= KORTSTE_FOUT:
            for gevonden, _, (woord, _) in _op_afstand(vorm, klanken, 1):
                if gevonden[0] == vorm[0] and len(gevonden) >= KORTSTE_FOUT:
                    yield woord, FOUTJE + 1
    if len(deel) > KORTSTE_FOUT:  # the beginning of a name, with an error
        begin = {woord: woord[: len(deel)] for woord in klank_van if len(woord) > len(deel) and woord[0] == deel[0]}
        yield from ((woord, FOUTJE + 1) for _, _, woord in _op_afstand(deel, begin, 1))
    heel = {woord: woord for woord in klank_van if len(woord) >= KORTSTE_FOUT - 1}
    for woord, fouten, _ in _op_afstand(deel, heel, 2 if len(deel) >= TWEE_FOUTEN else 1):
        # People seldom mistake the first letter; in a short name it makes another name.
        if woord[0] == deel[0] or sorted(woord[:2]) == sorted(deel[:2]) or len(deel) >= TWEE_FOUTEN:
            yield woord, FOUTJE + fouten - 1


def _op_afstand(tekst: str, keuzes: dict[Any, str], fouten: int) -> list[tuple[str, int, Any]]:
    return process.extract(tekst, keuzes, scorer=OSA.distance, score_cutoff=fouten, limit=None)
