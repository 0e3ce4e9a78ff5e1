"""READ: the list that a figure was counted from, for who works with the people.

Each kind starts from the same rows as the counting function of its figure; a test holds their numbers together. Names
at sensitive activities are for the kamer itself: the bureau sees that there was somebody, and not who.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min, QuerySet, Sum

from buurtwerkkamers.models import Categorie, Kamer, Organisatie
from buurtwerkkamers.opmaak import datum_kort, getal
from buurtwerkkamers.perioden import Periode
from deelnemers.models import (
    Deelname,
    Deelnemer,
    Indeling,
    Inzet,
    Klus,
    Partnercontact,
    Rol,
    Uitkomst,
    Verwijzing,
)
from deelnemers.samengevoegd import wortels
from deelnemers.tellingen import REGELS, klussoort_van, lees_doorverwezen, nieuwe_bewoners
from deelnemers.tellingen.overig import Meegedaan
from deelnemers.tellingen.wie import wie_uniek
from deelnemers.zicht import DOELGROEPROLLEN

NIET_GETOOND = "naam niet getoond"
DOET_MEE = "Deed mee"
WAAROM_NIET = "Wie bij een gevoelige activiteit komt, ziet alleen de kamer zelf. Daarom staan hier geen namen bij."


@dataclass(frozen=True)
class Bewijsvraag:
    """What was asked: which kamers, days, and what narrows it. ``eigen``: ids of the kamers that see every name.

    Without ``categorie`` it is about the total.
    """

    kamers: tuple[Kamer, ...]
    periode: Periode
    eigen: frozenset[int]
    categorie: Categorie | None = None
    rol: str = ""
    soort: str = ""
    organisaties: tuple[Organisatie, ...] = ()

    @property
    def ids(self) -> list[int]:
        return [kamer.pk for kamer in self.kamers]

    def ziet_namen(self, kamer_id: int) -> bool:
        return kamer_id in self.eigen

    @property
    def ziet_alle_namen(self) -> bool:
        return all(map(self.ziet_namen, self.ids))

    @property
    def telt_klussen(self) -> bool:
        """Whether who had a job done is counted too; in the total always."""
        return self.categorie is None or self.categorie.telt_klussen


@dataclass(frozen=True)
class Bewijsrij:
    """One row. ``url`` leads from its first cell to where it was recorded; empty when this reader may not know."""

    cellen: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True)
class Bewijs:
    """A list with the figure it makes. ``rijen`` can be sliced; ``maak`` turns a slice into rows to show.

    ``getallen``: the columns that hold numbers, which stand to the right.
    """

    titel: str
    regel: str
    telling: str
    kolommen: tuple[str, ...]
    rijen: Any
    maak: Callable[[Iterable[Any]], list[Bewijsrij]]
    noot: str = ""
    getallen: tuple[str, ...] = ()


def zoek_bewijs(soort: str, vraag: Bewijsvraag) -> Bewijs | None:
    """The list of this kind; None for a kind that has none."""
    maker = SOORTEN.get(soort)
    return maker(vraag) if maker else None


# --- people ---------------------------------------------------------------------------------------------------


def _namen(kaarten: Iterable[int]) -> dict[int, Deelnemer]:
    """For each card the person, on the card that holds."""
    van_kaart = wortels()
    van = {kaart: van_kaart.get(kaart, kaart) for kaart in kaarten}
    mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk(set(van.values()))
    return {kaart: mensen[wortel] for kaart, wortel in van.items()}


def _hoeveel(aantal: int, enkelvoud: str, meervoud: str) -> str:
    return f"{getal(aantal)} {enkelvoud if aantal == 1 else meervoud}"


def _mensen(vraag: Bewijsvraag, *, nieuw: bool = False) -> Bewijs:
    gevonden = wie_uniek(vraag.kamers, vraag.periode, vraag.categorie, nieuw=nieuw)
    verborgen = set() if vraag.ziet_alle_namen else set(gevonden) - _kwam_ergens_openlijk(vraag)
    mensen = Deelnemer.objects.filter(pk__in=list(gevonden)).select_related("persoonsgegevens")
    # Without all names also without the order of names.
    mensen = mensen.order_by("pk") if verborgen else mensen.order_by("persoonsgegevens__zoeknaam", "pk")

    def maak(deel: Iterable[Deelnemer]) -> list[Bewijsrij]:
        deel = list(deel)
        keren = _keren(vraag, {mens.pk for mens in deel})
        return [_mensrij(mens, keren[mens.pk], mens.pk in verborgen) for mens in deel]

    wat = vraag.categorie.naam if vraag.categorie else "alle categorieën"
    regel = REGELS["nieuw"] if nieuw else REGELS["uniek"] if vraag.categorie else REGELS["uniek_totaal"]
    return Bewijs(
        f"{'Nieuwe deelnemers' if nieuw else 'Deelnemers'}, {wat}",
        regel,
        _hoeveel(len(gevonden), "verschillend mens", "verschillende mensen"),
        ("Wie", "Eerste keer", "Laatste keer", "Keren"),
        mensen,
        maak,
        WAAROM_NIET if verborgen else "",
        getallen=("Keren",),
    )


def _kwam_ergens_openlijk(vraag: Bewijsvraag) -> set[int]:
    """Who came to anything that is not sensitive, or had a job done: naming them says nothing about debts or letters.

    In a category that is sensitive itself nobody did.
    """
    if vraag.categorie is not None and vraag.categorie.gevoelig:
        return set()
    van_kaart = wortels()
    kaarten = set(_deelnames(vraag).filter(activiteit__gevoelig=False).values_list("deelnemer_id", flat=True))
    if vraag.telt_klussen:
        kaarten |= set(_klussen(vraag).values_list("aanvrager_id", flat=True))
    return {van_kaart.get(kaart, kaart) for kaart in kaarten}


def _mensrij(mens: Deelnemer, keren: tuple[Any, Any, int], gevoelig: bool) -> Bewijsrij:
    eerste, laatste, aantal = keren
    cellen = (NIET_GETOOND if gevoelig else mens.naam, datum_kort(eerste), datum_kort(laatste), getal(aantal))
    return Bewijsrij(cellen, "" if gevoelig else mens.get_absolute_url())


def _keren(vraag: Bewijsvraag, mensen: set[int]) -> dict[int, tuple[Any, Any, int]]:
    """First day, last day and number of visits and klussen of these people, by the card that holds."""
    van_kaart = wortels()
    kaarten = mensen | {kaart for kaart, naar in van_kaart.items() if naar in mensen}
    samen: dict[int, list[tuple[Any, Any, int]]] = {mens: [] for mens in mensen}
    bronnen: list[tuple[QuerySet[Any], str, str]] = [
        (_deelnames(vraag).filter(deelnemer__in=kaarten), "deelnemer_id", "datum")
    ]
    if vraag.telt_klussen:
        bronnen.append((_klussen(vraag).filter(aanvrager__in=kaarten), "aanvrager_id", "uitgevoerd_op"))
    for rijen, wie, dag in bronnen:
        for kaart, eerste, laatste, aantal in (
            rijen.order_by().values_list(wie).annotate(Min(dag), Max(dag), aantal=Count("pk"))
        ):
            samen[van_kaart.get(kaart, kaart)].append((eerste, laatste, aantal))
    return {
        mens: (min(e for e, _, _ in delen), max(x for _, x, _ in delen), sum(n for _, _, n in delen))
        for mens, delen in samen.items()
    }


# --- attendances, jobs, roles, hours ----------------------------------------------------------------------------


def _deelnames(vraag: Bewijsvraag) -> QuerySet[Deelname]:
    rijen = Deelname.objects.van_kamers(vraag.kamers).in_periode(vraag.periode)
    if vraag.categorie:
        rijen = rijen.filter(activiteit__in=Indeling.objects.filter(categorie=vraag.categorie).values("activiteit_id"))
    return rijen


def _klussen(vraag: Bewijsvraag) -> QuerySet[Klus]:
    return Klus.objects.filter(
        kamer__in=vraag.ids, uitgevoerd_op__gte=vraag.periode.van, uitgevoerd_op__lt=vraag.periode.tot
    )


def _dubbel(rijen: QuerySet[Deelname]) -> list[int]:
    """Attendances that count once because they stand on two cards of one person: all but the first of each."""
    van_kaart = wortels()
    if not van_kaart:
        return []
    gezien: set[tuple[int, Any, int]] = set()
    dubbel = []
    betrokken = rijen.filter(deelnemer__in={*van_kaart, *van_kaart.values()}).order_by("pk")
    for pk, activiteit, dag, kaart in betrokken.values_list("pk", "activiteit_id", "datum", "deelnemer_id"):
        sleutel = (activiteit, dag, van_kaart.get(kaart, kaart))
        if sleutel in gezien:
            dubbel.append(pk)
        gezien.add(sleutel)
    return dubbel


def _bezoeken(vraag: Bewijsvraag) -> Bewijs:
    rijen = _deelnames(vraag)
    rijen = rijen.exclude(pk__in=_dubbel(rijen)).select_related("activiteit", "kamer").order_by("-datum", "-pk")

    def maak(deel: Iterable[Deelname]) -> list[Bewijsrij]:
        deel = list(deel)
        mensen = _namen({rij.deelnemer_id for rij in deel})
        return [_bezoekrij(vraag, rij, mensen[rij.deelnemer_id]) for rij in deel]

    return Bewijs(
        f"Bezoeken, {vraag.categorie.naam if vraag.categorie else 'alle categorieën'}",
        REGELS["deelnames"],
        _hoeveel(rijen.count(), "bezoek", "bezoeken"),
        ("Wie", "Datum", "Activiteit", "Kamer"),
        rijen,
        maak,
        "" if vraag.ziet_alle_namen else WAAROM_NIET,
    )


def _bezoekrij(vraag: Bewijsvraag, rij: Deelname, mens: Deelnemer) -> Bewijsrij:
    verborgen = rij.activiteit.gevoelig and not vraag.ziet_namen(rij.kamer_id)
    cellen = (
        NIET_GETOOND if verborgen else mens.naam, datum_kort(rij.datum), rij.activiteit.naam, rij.kamer.label,
    )  # fmt: skip
    return Bewijsrij(cellen, "" if verborgen else mens.get_absolute_url())


def _karweien(vraag: Bewijsvraag) -> Bewijs:
    rijen = _klussen(vraag).select_related("kamer")
    if vraag.soort:
        soorten = rijen.order_by().values_list("soort", flat=True).distinct()
        rijen = rijen.filter(soort__in=[s for s in soorten if klussoort_van(s) == klussoort_van(vraag.soort)])
    rijen = rijen.order_by("-uitgevoerd_op", "-pk")

    def maak(deel: Iterable[Klus]) -> list[Bewijsrij]:
        deel = list(deel)
        mensen = _namen({rij.aanvrager_id for rij in deel})
        return [
            Bewijsrij(
                (mensen[rij.aanvrager_id].naam, datum_kort(rij.uitgevoerd_op), rij.soort or "klus", rij.kamer.label),
                mensen[rij.aanvrager_id].get_absolute_url(),
            )
            for rij in deel
        ]

    telling = _hoeveel(rijen.count(), "klus", "klussen")
    return Bewijs("Klussen", REGELS["klussen"], telling, ("Voor wie", "Gedaan op", "Soort", "Kamer"), rijen, maak)


def _rollen(vraag: Bewijsvraag) -> Bewijs | None:
    """Who has this role on the last day; of a place to learn: on any day."""
    if vraag.rol not in Rol.Soort.values:
        return None
    rijen = Rol.objects.filter(kamer__in=vraag.ids, soort=vraag.rol)
    if vraag.rol == Rol.Soort.LEERWERKPLEK:
        rijen, regel = rijen.filter(van__lt=vraag.periode.tot).exclude(tot__lt=vraag.periode.van), REGELS["rol_in"]
    elif vraag.rol == Rol.Soort.NIEUWE_BEWONER:
        rijen = rijen.filter(van__gte=vraag.periode.van, van__lt=vraag.periode.tot)
        regel = REGELS["nieuwe_bewoners"]
    else:
        rijen, regel = Rol.objects.op(vraag.periode.tm).filter(pk__in=rijen), REGELS["rol_op"]
    gevoelig = vraag.rol in DOELGROEPROLLEN and not vraag.ziet_alle_namen
    rijen = rijen.select_related("kamer").order_by("van", "pk")
    meegedaan = nieuwe_bewoners(vraag.kamers, vraag.periode) if vraag.rol == Rol.Soort.NIEUWE_BEWONER else None

    def maak(deel: Iterable[Rol]) -> list[Bewijsrij]:
        deel = list(deel)
        wie = _namen({rij.deelnemer_id for rij in deel})
        return [
            Bewijsrij(
                (
                    NIET_GETOOND if gevoelig else wie[rij.deelnemer_id].naam,
                    datum_kort(rij.van),
                    datum_kort(rij.tot) if rij.tot else "nog steeds",
                    *_deed_mee(meegedaan, rij.kamer_id, wie[rij.deelnemer_id]),
                    rij.kamer.label,
                ),
                "" if gevoelig else wie[rij.deelnemer_id].get_absolute_url(),
            )
            for rij in deel
        ]

    return Bewijs(
        Rol.Soort(vraag.rol).label.capitalize(),
        regel,
        _telling(rijen, meegedaan),
        ("Wie", "Van", "Tot en met", *_kolom(meegedaan), "Kamer"),
        rijen,
        maak,
        "Dit zegt iets over de achtergrond van mensen. Daarom staan hier geen namen bij." if gevoelig else "",
    )


def _uren(vraag: Bewijsvraag) -> Bewijs:
    """Hours per volunteer and group; 'soort' bewoner leaves the professionals out, as the count of volunteers does."""
    inzet = Inzet.objects.van_kamers(vraag.kamers).in_periode(vraag.periode)
    if vraag.soort in Inzet.Soort.values:
        inzet = inzet.filter(soort=vraag.soort)
    rijen = (
        inzet.order_by()
        .values("deelnemer_id", "kamer__naam", "groep__naam", "soort")
        .annotate(samen=Sum("uren"))
        .order_by("-samen", "deelnemer_id", "kamer__naam", "groep__naam")
    )
    van_kaart = wortels()
    mensen = {van_kaart.get(wie, wie) for wie in inzet.order_by().values_list("deelnemer_id", flat=True).distinct()}
    samen = inzet.aggregate(samen=Sum("uren"))["samen"] or 0

    def maak(deel: Iterable[Mapping[str, Any]]) -> list[Bewijsrij]:
        deel = list(deel)
        wie = _namen({rij["deelnemer_id"] for rij in deel})
        return [
            Bewijsrij(
                (
                    wie[rij["deelnemer_id"]].naam,
                    getal(rij["samen"]),
                    rij["groep__naam"] or "geen groep",
                    Inzet.Soort(rij["soort"]).label,
                    rij["kamer__naam"],
                ),
                wie[rij["deelnemer_id"]].get_absolute_url(),
            )
            for rij in deel
        ]

    telling = f"{_hoeveel(len(mensen), 'vrijwilliger', 'vrijwilligers')}, {getal(samen)} uur"
    kolommen = ("Wie", "Uren", "Groep", "Soort", "Kamer")
    return Bewijs("Uren van vrijwilligers", REGELS["uren"], telling, kolommen, rijen, maak, getallen=("Uren",))


def _groepen(vraag: Bewijsvraag) -> Bewijs:
    """The groups with hours, each once."""
    inzet = Inzet.objects.van_kamers(vraag.kamers).in_periode(vraag.periode).exclude(groep=None)
    rijen = (
        inzet.order_by()
        .values("groep_id", "groep__naam", "kamer__naam")
        .annotate(samen=Sum("uren"), wie=ArrayAgg("deelnemer_id", distinct=True))
        .order_by("kamer__naam", "groep__naam", "groep_id")
    )

    def maak(deel: Iterable[Mapping[str, Any]]) -> list[Bewijsrij]:
        van_kaart = wortels()
        return [
            Bewijsrij(
                (
                    rij["groep__naam"],
                    getal(len({van_kaart.get(wie, wie) for wie in rij["wie"]})),
                    getal(rij["samen"]),
                    rij["kamer__naam"],
                )
            )
            for rij in deel
        ]

    telling = _hoeveel(inzet.order_by().values("groep_id").distinct().count(), "groep", "groepen")
    kolommen = ("Groep", "Vrijwilligers", "Uren", "Kamer")
    getallen = ("Vrijwilligers", "Uren")
    return Bewijs("Groepen vrijwilligers", REGELS["groepen"], telling, kolommen, rijen, maak, getallen=getallen)


# --- what else a room records -----------------------------------------------------------------------------------


def _verwijzingen(vraag: Bewijsvraag) -> Bewijs:
    """All referrals; 'soort' in narrows to those to the kamer (then with who took part), or by a kind of organisation.

    ``organisaties`` narrows to those by one of these.
    """
    rijen, meegedaan = Verwijzing.objects.van_kamers(vraag.kamers).in_periode(vraag.periode), None
    soort = vraag.soort if vraag.soort in Organisatie.Soort.values else None
    wie = {organisatie.pk for organisatie in vraag.organisaties} or None
    if soort or wie or vraag.soort == Verwijzing.Richting.IN:
        rijen = rijen.filter(richting=Verwijzing.Richting.IN)
        meegedaan = lees_doorverwezen(vraag.kamers, vraag.periode).wie(soort, wie)
    if soort:
        rijen = rijen.filter(organisatie__soort=soort)
    if wie:
        rijen = rijen.filter(organisatie__in=wie)
    rijen = rijen.select_related("kamer", "organisatie").order_by("-datum", "-pk")
    kolommen = ("Wie", "Verwezen op", "Welke kant op", "Organisatie", "Deed mee vanaf", *_kolom(meegedaan), "Kamer")

    def cellen(rij: Verwijzing, mens: Deelnemer) -> tuple[str, ...]:
        vanaf = datum_kort(rij.effectief_op) if rij.effectief_op else "staat er niet bij"
        mee = _deed_mee(meegedaan, rij.kamer_id, mens)
        return datum_kort(rij.datum), rij.get_richting_display(), rij.organisatie.naam, vanaf, *mee, rij.kamer.label

    regel = REGELS["verwijzingen" if meegedaan is None else "doorverwezen"]
    return _over_mensen("Verwijzingen", regel, kolommen, rijen, cellen, meegedaan)


def _uitkomsten(vraag: Bewijsvraag) -> Bewijs:
    rijen = Uitkomst.objects.van_kamers(vraag.kamers).in_periode(vraag.periode)
    if vraag.soort in Uitkomst.Soort.values:
        rijen = rijen.filter(soort=vraag.soort)
    rijen = rijen.select_related("kamer").order_by("-datum", "-pk")
    regel = REGELS["betaald_werk"] if vraag.soort == Uitkomst.Soort.BETAALD_WERK else REGELS["uitkomsten"]
    return _over_mensen(
        "Wat kwam eruit",
        regel,
        ("Wie", "Sinds", "Wat", "Kamer"),
        rijen,
        lambda rij, _mens: (datum_kort(rij.datum), rij.get_soort_display(), rij.kamer.label),
    )


def _over_mensen(
    titel: str,
    regel: str,
    kolommen: tuple[str, ...],
    rijen: QuerySet,
    cellen: Callable[[Any, Deelnemer], tuple[str, ...]],
    meegedaan: Meegedaan | None = None,
) -> Bewijs:
    """Rows that each point at a ``deelnemer``; the figure is the number of different people."""

    def maak(deel: Iterable[Any]) -> list[Bewijsrij]:
        deel = list(deel)
        wie = _namen({rij.deelnemer_id for rij in deel})
        return [
            Bewijsrij((mens.naam, *cellen(rij, mens)), mens.get_absolute_url())
            for rij in deel
            for mens in [wie[rij.deelnemer_id]]
        ]

    return Bewijs(titel, regel, _telling(rijen, meegedaan), kolommen, rijen, maak)


def _telling(rijen: QuerySet, meegedaan: Meegedaan | None) -> str:
    """How many different people there are in these rows; of a pair how many of them took part."""
    if meegedaan is not None:
        mensen, deden = {wie for _, wie in meegedaan}, {wie for (_, wie), deed in meegedaan.items() if deed}
        return f"{getal(len(deden))} van {_hoeveel(len(mensen), 'verschillend mens', 'verschillende mensen')} deden mee"
    van_kaart = wortels()
    mensen = {van_kaart.get(wie, wie) for wie in rijen.order_by().values_list("deelnemer_id", flat=True).distinct()}
    return _hoeveel(len(mensen), "verschillend mens", "verschillende mensen")


def _kolom(meegedaan: Meegedaan | None) -> tuple[str, ...]:
    return () if meegedaan is None else (DOET_MEE,)


def _deed_mee(meegedaan: Meegedaan | None, kamer_id: int, mens: Deelnemer) -> tuple[str, ...]:
    """Whether this person took part at this kamer, as it was counted."""
    return () if meegedaan is None else ("ja" if meegedaan.get((kamer_id, mens.pk)) else "nee",)


def _partners(vraag: Bewijsvraag) -> Bewijs:
    rijen = Partnercontact.objects.van_kamers(vraag.kamers).in_periode(vraag.periode)
    rijen = rijen.select_related("kamer", "organisatie").order_by("organisatie__naam", "-datum", "-pk")
    aantal = rijen.order_by().values("organisatie_id").distinct().count()
    return Bewijs(
        "Contact met partners",
        REGELS["wijkpartners"],
        _hoeveel(aantal, "verschillende organisatie", "verschillende organisaties"),
        ("Organisatie", "Datum", "Soort contact", "Waarover", "Kamer"),
        rijen,
        lambda deel: [
            Bewijsrij(
                (rij.organisatie.naam, datum_kort(rij.datum), rij.get_soort_display(), rij.onderwerp, rij.kamer.label)
            )
            for rij in deel
        ],
    )


SOORTEN: dict[str, Callable[[Bewijsvraag], Bewijs | None]] = {
    "mensen": _mensen,
    "nieuw": lambda vraag: _mensen(vraag, nieuw=True),
    "deelnames": _bezoeken,
    "klussen": _karweien,
    "rollen": _rollen,
    "uren": _uren,
    "groepen": _groepen,
    "verwijzingen": _verwijzingen,
    "uitkomsten": _uitkomsten,
    "partners": _partners,
}
