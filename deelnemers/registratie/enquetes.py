"""WRITE: enquêtes, and the answers to them.

Answers are counts, and nothing that is stored may tell in which order people answered or which answers belong together
(docs/besluiten/016). So the rows of all possible answers stand ready before the first answer, and one statement writes
all of them, also those that stay the same. Nobody is logged in when answering: only these functions take no ``door``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.expressions import CombinedExpression
from django.utils import timezone
from django.utils.text import slugify

from buurtwerkkamers.models import Gebruiker, Kamer, Stelling
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import Geweigerd, Intussen, schrijft
from deelnemers.enquetestand import Papierstand, papierstand
from deelnemers.models import Enquete, Enquetebriefje, Enquetekamer, Enquetetelling, Enquetevraag

Herkomst = Enquetetelling.Herkomst
Antwoord = tuple[int, int]  # stelling id, and the answer
MEESTE_FORMULIEREN = 10_000
TALEN = ("en", "ar", "tr", "uk")


class Dicht(Geweigerd):
    """The enquête is not open: not yet, or no longer."""


# --- the enquête itself -----------------------------------------------------------------------------------------


@schrijft
def maak_enquete(
    *, naam: str, doelgroep: str, van: date, tm: date, vragen: Sequence[Stelling],
    kamers: Mapping[Kamer, int | None], door: Gebruiker,
) -> Enquete:  # fmt: skip
    """A new enquête; ``kamers``: where it is held, and how many people are invited there (None: not known)."""
    _kan(vragen, kamers)
    enquete = Enquete.objects.create(naam=naam, doelgroep=doelgroep, van=van, tm=tm)
    _zet_vragen(enquete, vragen)
    Enquetekamer.objects.bulk_create(
        Enquetekamer(enquete=enquete, kamer=kamer, uitgenodigd=aantal) for kamer, aantal in kamers.items()
    )
    _zet_klaar(enquete)
    return enquete


@schrijft
def wijzig_enquete(
    enquete: Enquete, *, naam: str, doelgroep: str, van: date, tm: date, vragen: Sequence[Stelling],
    kamers: Mapping[Kamer, int | None], door: Gebruiker,
) -> None:  # fmt: skip
    """Change it. With answers, questions and group stay; an enquête that is over does not open again.

    Else somebody who saw the outcome could see which answers came next.
    """
    _kan(vragen, kamers)
    oud = _op_slot(enquete)
    beantwoord = heeft_antwoorden(oud)
    if oud.tm < timezone.localdate() and beantwoord and tm != oud.tm:
        raise Geweigerd("Deze enquête is gesloten en gaat niet meer open. Maak een nieuwe enquête.")
    if beantwoord and (doelgroep, van) != (oud.doelgroep, oud.van):
        raise Geweigerd("Er zijn al antwoorden. De groep en de eerste dag staan daarom vast.")
    if beantwoord and [vraag.pk for vraag in vragen] != vragen_van(oud):
        raise Geweigerd("Er zijn al antwoorden. De vragen staan daarom vast.")
    _zet_kamers(oud, kamers)
    if not beantwoord:
        oud.enquetevragen.all().delete()
        _zet_vragen(oud, vragen)
        Enquetetelling.objects.filter(enquetekamer__enquete=oud).delete()
    for veld, waarde in (("naam", naam), ("doelgroep", doelgroep), ("van", van), ("tm", tm)):
        setattr(oud, veld, waarde)
        setattr(enquete, veld, waarde)
    oud.save()
    _zet_klaar(oud)


@schrijft
def sluit_enquete(enquete: Enquete, *, door: Gebruiker) -> date:
    """Close it early; returns its last day: yesterday, or today when it opened today."""
    oud, vandaag = _op_slot(enquete), timezone.localdate()
    if oud.tm < vandaag:
        raise Geweigerd("Deze enquête is al gesloten.")
    if oud.van > vandaag:
        raise Geweigerd("Deze enquête is nog niet open. Kies andere dagen, of verwijder hem.")
    oud.tm = enquete.tm = max(oud.van, vandaag - timedelta(days=1))
    oud.save(update_fields=["tm"])
    return oud.tm


@schrijft
def verwijder_enquete(enquete: Enquete, *, door: Gebruiker) -> None:
    """Remove one that was made by mistake: nobody answered."""
    oud = _op_slot(enquete)
    if heeft_antwoorden(oud):
        raise Geweigerd("Deze enquête heeft antwoorden en kan niet worden verwijderd.")
    oud.delete()


@schrijft
def zet_uitgenodigd(enquetekamer: Enquetekamer, *, aantal: int | None, door: Gebruiker) -> None:
    """How many people were invited at this kamer; None when that is not known."""
    enquetekamer.uitgenodigd = aantal
    enquetekamer.save(update_fields=["uitgenodigd"])


def heeft_antwoorden(enquete: Enquete) -> bool:
    return Enquetetelling.objects.filter(enquetekamer__enquete=enquete, aantal__gt=0).exists()


def vragen_van(enquete: Enquete) -> list[int]:
    """The ids of its questions, in order."""
    return list(enquete.enquetevragen.order_by("volgorde").values_list("stelling_id", flat=True))


def _op_slot(enquete: Enquete) -> Enquete:
    """The enquête as it stands now, while no answer can come in and nobody else changes it."""
    list(Enquetekamer.objects.select_for_update().filter(enquete=enquete).order_by("pk"))
    return Enquete.objects.select_for_update().get(pk=enquete.pk)


def _kan(vragen: Sequence[Stelling], kamers: Mapping[Kamer, int | None]) -> None:
    if not vragen:
        raise Geweigerd("Kies minstens één vraag.")
    if not kamers:
        raise Geweigerd("Kies minstens één kamer.")


def _zet_vragen(enquete: Enquete, vragen: Sequence[Stelling]) -> None:
    Enquetevraag.objects.bulk_create(
        Enquetevraag(enquete=enquete, stelling=stelling, volgorde=plaats) for plaats, stelling in enumerate(vragen, 1)
    )


def _zet_kamers(enquete: Enquete, kamers: Mapping[Kamer, int | None]) -> None:
    """The kamers that take part; one that has answers stays."""
    staan_er = {deel.kamer: deel for deel in enquete.enquetekamers.select_related("kamer")}
    for kamer, deel in staan_er.items():
        if kamer in kamers:
            deel.uitgenodigd = kamers[kamer]
            deel.save(update_fields=["uitgenodigd"])
        elif deel.tellingen.filter(aantal__gt=0).exists():
            raise Geweigerd(f"{kamer.naam} heeft al antwoorden en blijft daarom meedoen.")
        else:
            deel.delete()
    Enquetekamer.objects.bulk_create(
        Enquetekamer(enquete=enquete, kamer=kamer, uitgenodigd=aantal)
        for kamer, aantal in kamers.items()
        if kamer not in staan_er
    )


def _zet_klaar(enquete: Enquete) -> None:
    """A row at 0 for every possible answer, so that no row is ever made by an answer. What is there stays.

    Also forgets the handed-in forms of enquêtes that are over: nobody can hand those in again.
    """
    antwoorden = list(_alle_antwoorden(enquete))
    Enquetetelling.objects.bulk_create(
        (
            Enquetetelling(enquetekamer=deel, stelling_id=stelling_id, waarde=waarde, herkomst=herkomst)
            for deel in enquete.enquetekamers.all()
            for herkomst in Herkomst
            for stelling_id, waarde in [(None, None), *antwoorden]
        ),
        ignore_conflicts=True,
    )
    Enquetebriefje.objects.filter(enquete__tm__lt=timezone.localdate()).delete()


def _alle_antwoorden(enquete: Enquete) -> Iterator[Antwoord]:
    for vraag in enquete.enquetevragen.select_related("stelling").order_by("volgorde"):
        yield from ((vraag.stelling_id, waarde) for waarde in range(1, vraag.stelling.hoogste + 1))


# --- answers ----------------------------------------------------------------------------------------------------


@schrijft
def doe_mee(enquetekamer: Enquetekamer, *, briefje: UUID, antwoorden: Mapping[int, int]) -> bool:
    """Count one form: per stelling id the answer that was given. Skipped questions are not in it.

    False when this form was counted before (a second press, a reload). Raises ``Dicht`` when the enquête is not open.
    Forms that come in at the same time wait for each other, and all are counted.
    """
    deel = _neem(enquetekamer)
    _moet_open(deel.enquete)
    gegeven = set(antwoorden.items())
    if not gegeven:
        raise Geweigerd("Geef minstens één antwoord.")
    _moeten_kunnen(deel.enquete, gegeven)
    _, nieuw = Enquetebriefje.objects.get_or_create(pk=briefje, defaults={"enquete": deel.enquete})
    if nieuw:
        telt = _een_van(gegeven) | Q(stelling__isnull=True)
        erbij = Case(When(telt, then=Value(1)), default=Value(0), output_field=IntegerField())
        _schrijf(deel, Herkomst.DIGITAAL, F("aantal") + erbij)
    return nieuw


@schrijft
def tel_papier(
    enquetekamer: Enquetekamer, *, formulieren: int, aantallen: Mapping[Antwoord, int], door: Gebruiker
) -> None:
    """The answers on paper of a kamer, as counts; they replace what was typed before. Also after closing.

    ``aantallen``: per (stelling id, answer) how often it was given; what is not in it is 0.
    """
    deel = _neem(enquetekamer)
    if deel.enquete.van > timezone.localdate():
        raise Dicht(f"Deze enquête gaat pas open op {datum_voluit(deel.enquete.van)}.")
    if not 0 <= formulieren <= MEESTE_FORMULIEREN or any(aantal < 0 for aantal in aantallen.values()):
        raise Geweigerd(f"Vul een aantal in van 0 tot en met {MEESTE_FORMULIEREN}.")
    _moeten_kunnen(deel.enquete, aantallen)
    per_vraag: dict[int, int] = {}
    for (stelling_id, _), aantal in aantallen.items():
        per_vraag[stelling_id] = per_vraag.get(stelling_id, 0) + aantal
    if any(samen > formulieren for samen in per_vraag.values()):
        raise Geweigerd("Bij een vraag staan meer antwoorden dan er formulieren zijn. Tel de antwoorden na.")
    stand = [When(_een_van({antwoord}), then=Value(aantal)) for antwoord, aantal in aantallen.items() if aantal]
    mensen = When(stelling__isnull=True, then=Value(formulieren))
    _schrijf(deel, Herkomst.PAPIER, Case(mensen, *stand, default=Value(0), output_field=IntegerField()))


@schrijft
def bewaar_papier(
    enquetekamer: Enquetekamer, *, formulieren: int, aantallen: Mapping[Antwoord, int], uitgenodigd: int | None,
    gezien: str | None = None, door: Gebruiker,
) -> None:  # fmt: skip
    """What the page with the paper of a kamer holds: the answers, and how many people were invited.

    ``gezien``: the ``Papierstand.kenmerk`` that the page showed. ``Intussen`` when somebody typed other numbers since.
    """
    deel = _neem(enquetekamer)
    staat_er = papierstand(deel)
    wordt = Papierstand(uitgenodigd, formulieren, {antwoord: n for antwoord, n in aantallen.items() if n})
    if gezien and staat_er.kenmerk not in (gezien, wordt.kenmerk):
        raise Intussen("Iemand anders heeft intussen andere aantallen opgeslagen. Kijk na wat er nu staat.")
    tel_papier(deel, formulieren=formulieren, aantallen=aantallen, door=door)
    zet_uitgenodigd(deel, aantal=uitgenodigd, door=door)


def _neem(enquetekamer: Enquetekamer) -> Enquetekamer:
    """This kamer of the enquête, for us alone until the transaction ends. What it belongs to is read after the wait."""
    return Enquetekamer.objects.select_for_update().get(pk=enquetekamer.pk)


def _moet_open(enquete: Enquete) -> None:
    vandaag = timezone.localdate()
    if enquete.van > vandaag:
        raise Dicht(f"Deze enquête gaat pas open op {datum_voluit(enquete.van)}.")
    if enquete.tm < vandaag:
        raise Dicht("Deze enquête is gesloten.")


def _moeten_kunnen(enquete: Enquete, antwoorden: Iterable[Antwoord]) -> None:
    if not set(antwoorden) <= set(_alle_antwoorden(enquete)):
        raise Geweigerd("Dit antwoord hoort niet bij deze enquête.")


def _een_van(antwoorden: Iterable[Antwoord]) -> Q:
    """The rows of these answers."""
    keuze = Q()
    for stelling_id, waarde in antwoorden:
        keuze |= Q(stelling_id=stelling_id, waarde=waarde)
    return keuze


def _schrijf(deel: Enquetekamer, herkomst: str, aantal: Case | CombinedExpression) -> None:
    """Write every row of this kamer in one statement, so that none of them was written later than another."""
    rijen = Enquetetelling.objects.filter(enquetekamer=deel, herkomst=herkomst)
    if rijen.count() != 1 + sum(1 for _ in _alle_antwoorden(deel.enquete)):
        _zet_klaar(deel.enquete)
    rijen.update(aantal=aantal)


# --- questions --------------------------------------------------------------------------------------------------


@schrijft
def maak_stelling(*, tekst: str, soort: str, vertalingen: Mapping[str, str] | None = None, door: Gebruiker) -> Stelling:
    """A new question; ``vertalingen``: language code to text. A language without one shows the Dutch text."""
    laatste = Stelling.objects.order_by("-volgorde").values_list("volgorde", flat=True).first() or 0
    return Stelling.objects.create(
        code=_vrije_code(tekst),
        soort=soort,
        tekst=tekst,
        volgorde=min(laatste + 1, 32_000),
        **{f"tekst_{taal}": (vertalingen or {}).get(taal, "") for taal in TALEN},
    )


@schrijft
def wijzig_stelling(
    stelling: Stelling, *, tekst: str, vertalingen: Mapping[str, str], in_gebruik: bool, door: Gebruiker
) -> None:
    """Change its words. Once somebody answered it, the Dutch text stays: it says what the figures are about."""
    if tekst != stelling.tekst and is_beantwoord(stelling):
        raise Geweigerd("Deze vraag is al beantwoord. De Nederlandse tekst staat daarom vast. Maak een nieuwe vraag.")
    stelling.tekst, stelling.in_gebruik = tekst, in_gebruik
    for taal in TALEN:
        setattr(stelling, f"tekst_{taal}", vertalingen.get(taal, ""))
    stelling.save()


def is_beantwoord(stelling: Stelling) -> bool:
    return Enquetetelling.objects.filter(stelling=stelling, aantal__gt=0).exists()


def _vrije_code(tekst: str) -> str:
    basis = slugify(tekst)[:32].strip("-") or "vraag"
    bezet = set(Stelling.objects.filter(code__startswith=basis).values_list("code", flat=True))
    mogelijk = [basis, *(f"{basis}-{nr}" for nr in range(2, len(bezet) + 2))]
    return next(code for code in mogelijk if code not in bezet)
