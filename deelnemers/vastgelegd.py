"""READ: the records of a kamer that a user may see, and what follows from them: who is missed, who came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.fields.related import ForeignKey

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.opmaak import datum
from buurtwerkkamers.rechten import kamers_met
from deelnemers.models import Contactmoment, Deelname, Deelnemer, Inschrijving, Inzet, Klus, UitBeeld, Verwijzing
from deelnemers.samengevoegd import kaarten_van, wortels

ZIEN, WIJZIGEN = "vastleggen.zien", "vastleggen.wijzigen"
# A referral by or to such an organisation tells that somebody lives on a benefit: shown on request only.
DOELGROEP = Organisatie.Soort.UITKERINGSINSTANTIE
VAN_DOELGROEP = Q(organisatie__soort=DOELGROEP)


def zichtbare_regels(model: Any, gebruiker: Gebruiker, recht: str = ZIEN) -> QuerySet[Any]:
    """Records of this kind at the user's kamers; who may not see the marks of a target group, sees none of those."""
    regels = model.objects.filter(kamer__in=kamers_met(gebruiker, recht)).select_related("kamer")
    velden = {veld.name for veld in model._meta.fields}
    if "deelnemer" in velden:
        regels = regels.select_related("deelnemer__persoonsgegevens")
    if "organisatie" in velden:
        regels = regels.select_related("organisatie")
    if model is Verwijzing:
        regels = regels.filter(~VAN_DOELGROEP | Q(kamer__in=kamers_met(gebruiker, "gevoelig.zien")))
    return regels


def is_doelgroep(regel: Model) -> bool:
    return isinstance(regel, Verwijzing) and regel.organisatie.soort == DOELGROEP


def namen_van_dubbelen(*, aan_de_deur: bool = False) -> dict[int, str]:
    """For cards that turned out to be doubles: the name on the card that holds."""
    van_kaart = wortels()
    mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk(set(van_kaart.values()))
    return {k: mensen[naar].deurnaam if aan_de_deur else mensen[naar].naam for k, naar in van_kaart.items()}


def gegevens(regel: Model, velden: Iterable[str]) -> list[tuple[str, str]]:
    """Label and value of these fields of a record, in words; '' where nothing was filled in."""
    return [(str(regel._meta.get_field(veld).verbose_name), _in_woorden(regel, veld)) for veld in velden]  # type: ignore[union-attr]


def _in_woorden(regel: Any, veld: str) -> str:
    waarde = getattr(regel, veld)
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    if isinstance(waarde, date):
        return datum(waarde)
    if isinstance(regel._meta.get_field(veld), ForeignKey):
        return str(waarde)
    return str(getattr(regel, f"get_{veld}_display", lambda: waarde)())


# --- referrals ------------------------------------------------------------------------------------------------


def deed_mee_op(verwijzing: Verwijzing) -> date | None:
    """The first day on or after the referral on which the person took part at this kamer; None when not yet.

    Of who was referred to another organisation, visits here say nothing.
    """
    if verwijzing.richting == Verwijzing.Richting.UIT:
        return None
    kaarten = kaarten_van(verwijzing.deelnemer)
    bij = {"kamer": verwijzing.kamer_id}
    bronnen = (
        (Deelname.objects.filter(deelnemer__in=kaarten, **bij), "datum"),
        (Inzet.objects.filter(deelnemer__in=kaarten, **bij), "datum"),
        (Klus.objects.filter(aanvrager__in=kaarten, **bij), "uitgevoerd_op"),
    )
    eerste = [
        rijen.filter(**{f"{veld}__gte": verwijzing.datum}).order_by(veld).values_list(veld, flat=True).first()
        for rijen, veld in bronnen
    ]
    return min((dag for dag in eerste if dag), default=None)


# --- out of sight, and back ------------------------------------------------------------------------------------


def kwam_weer(uit_beeld: Iterable[UitBeeld]) -> dict[int, date]:
    """For those who are out of sight: the first attendance at that kamer since, by record id. Two queries."""
    rijen = [rij for rij in uit_beeld if rij.weer_op is None]
    van_kaart = wortels()
    mensen = {van_kaart.get(rij.deelnemer_id, rij.deelnemer_id) for rij in rijen}
    kaarten = mensen | {kaart for kaart, naar in van_kaart.items() if naar in mensen}
    bezoeken = Deelname.objects.filter(
        deelnemer__in=kaarten,
        kamer__in={rij.kamer_id for rij in rijen},
        datum__gt=min((rij.sinds for rij in rijen), default=date.max),
    )
    dagen: dict[tuple[int, int], list[date]] = defaultdict(list)
    for kamer_id, kaart, dag in bezoeken.order_by("datum").values_list("kamer_id", "deelnemer_id", "datum"):
        dagen[kamer_id, van_kaart.get(kaart, kaart)].append(dag)
    gevonden = {}
    for rij in rijen:
        hier = dagen.get((rij.kamer_id, van_kaart.get(rij.deelnemer_id, rij.deelnemer_id)), [])
        daarna = [dag for dag in hier if dag > rij.sinds]
        if daarna:
            gevonden[rij.pk] = min(daarna)
    return gevonden


WEKEN_WEG, WEKEN_TERUG, WEKEN_VOORAF, KEER = 6, 26, 12, 4
REGEL_MISSEN = (
    f"Mensen die vaak kwamen en nu {WEKEN_WEG} weken of langer niet: minstens {KEER} dagen in de {WEKEN_VOORAF} weken "
    f"tot hun laatste bezoek. Wie al {WEKEN_TERUG} weken weg is, uit beeld staat of in die tijd is bereikt, staat er "
    "niet bij."
)


@dataclass(frozen=True)
class Gemist:
    """Somebody to call: when they last came, on how many days in the weeks before, and the last attempt since."""

    kamer: Kamer
    deelnemer: Deelnemer
    laatste: date
    keer: int
    geprobeerd: date | None


def wie_missen_we(kamers: Iterable[Kamer], vandaag: date) -> list[Gemist]:
    """Who came often and has not been seen for six weeks (see ``REGEL_MISSEN``), most frequent first. Five queries."""
    van_kamer = {kamer.pk: kamer for kamer in kamers}
    van_kaart = wortels()
    sinds = vandaag - timedelta(weeks=WEKEN_TERUG + WEKEN_VOORAF)
    dagen: dict[tuple[int, int], set[date]] = defaultdict(set)
    bezoeken = Deelname.objects.filter(kamer__in=van_kamer, datum__gt=sinds, datum__lte=vandaag)
    for kamer_id, kaart, dag in bezoeken.order_by().values_list("kamer_id", "deelnemer_id", "datum").distinct():
        dagen[kamer_id, van_kaart.get(kaart, kaart)].add(dag)
    weg = {
        sleutel: (laatste, keer)
        for sleutel, hun_dagen in dagen.items()
        for laatste in [max(hun_dagen)]
        for keer in [sum(dag > laatste - timedelta(weeks=WEKEN_VOORAF) for dag in hun_dagen)]
        if timedelta(weeks=WEKEN_WEG) <= vandaag - laatste < timedelta(weeks=WEKEN_TERUG) and keer >= KEER
    }
    ingeschreven, uit_beeld, geprobeerd, bereikt = _bekend_over(van_kamer, van_kaart, vandaag)
    mensen = Deelnemer.objects.select_related("persoonsgegevens").in_bulk([wie for _, wie in weg])
    gemist = [
        Gemist(van_kamer[kamer_id], mensen[wie], laatste, keer, geprobeerd.get((kamer_id, wie)))
        for (kamer_id, wie), (laatste, keer) in weg.items()
        if (kamer_id, wie) in ingeschreven
        and (kamer_id, wie) not in uit_beeld
        and bereikt.get((kamer_id, wie), date.min) <= laatste
        and hasattr(mensen[wie], "persoonsgegevens")
    ]
    return sorted(gemist, key=lambda rij: (-rij.keer, rij.laatste, rij.deelnemer.naam))


def _bekend_over(
    kamers: Iterable[int], van_kaart: dict[int, int], vandaag: date
) -> tuple[set, set, dict[tuple[int, int], date], dict[tuple[int, int], date]]:
    """By (kamer, person): who is enrolled, who is out of sight, when somebody tried last, when they were reached."""

    def per_mens(rijen: QuerySet) -> set[tuple[int, int]]:
        return {(k, van_kaart.get(d, d)) for k, d in rijen.order_by().values_list("kamer_id", "deelnemer_id")}

    ingeschreven = Inschrijving.objects.filter(Q(tot=None) | Q(tot__gte=vandaag), kamer__in=kamers)
    contact = Contactmoment.objects.filter(kamer__in=kamers, datum__gt=vandaag - timedelta(weeks=WEKEN_TERUG))
    geprobeerd: dict[tuple[int, int], date] = {}
    bereikt: dict[tuple[int, int], date] = {}
    for kamer_id, kaart, dag, lukte in contact.values_list("kamer_id", "deelnemer_id", "datum", "bereikt"):
        sleutel = (kamer_id, van_kaart.get(kaart, kaart))
        geprobeerd[sleutel] = max(dag, geprobeerd.get(sleutel, dag))
        if lukte:
            bereikt[sleutel] = max(dag, bereikt.get(sleutel, dag))
    uit_beeld = UitBeeld.objects.filter(kamer__in=kamers, weer_op=None)
    return per_mens(ingeschreven), per_mens(uit_beeld), geprobeerd, bereikt
