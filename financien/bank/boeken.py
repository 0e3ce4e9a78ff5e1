"""WRITE: lines of the bank are booked on posts, skipped, or taken out of being skipped; and rules learn from it.

A line is booked wholly, on one post or on several that are together exactly what is still open of it; its row is locked
first, so that two people at once cannot book it twice. Money that went out counts positive on costs, money that came in
positive on contributions; the other way round (a refund) it is negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from buurtwerkkamers.models import Gebruiker
from buurtwerkkamers.opmaak import datum, euro, getal
from buurtwerkkamers.schrijven import Geweigerd, schrijft
from financien.bank.stand import met_open
from financien.bank.voorstellen import Voorstel, Zoekregel, stel_voor, woorden, zoekregel_voor
from financien.boeken import NieuweBoeking, boek, eerste_open_dag, herstel_met, open_dag
from financien.models import Banktransactie, Boeking, Boekregel, Post, Verplichting

NIETS = Decimal(0)


@dataclass(frozen=True)
class Deel:
    """A part of a line on one post. ``bedrag`` in the direction of the line: the parts of € −120 are 70 and 50.

    ``dekking`` (the contribution that pays these costs), ``reden_elders`` and ``verplichting`` as in ``Boeking``.
    """

    post: Post
    bedrag: Decimal
    dekking: Post | None = None
    reden_elders: str = ""
    verplichting: Verplichting | None = None


@dataclass(frozen=True)
class Keuze:
    """Where one line goes. Without ``delen`` it goes wholly to ``post``, paid out of ``dekking``."""

    transactie: int
    post: Post | None = None
    delen: tuple[Deel, ...] = ()
    dekking: Post | None = None


class RegelsGeweigerd(Geweigerd):
    """Some lines cannot be booked: what is wrong, by the id of the line. Nothing was booked."""

    def __init__(self, fouten: dict[int, str]) -> None:
        super().__init__(" ".join(fouten.values()))
        self.fouten = fouten


@schrijft
def boek_transacties(keuzes: Sequence[Keuze], *, door: Gebruiker) -> list[Boeking]:
    """Book these lines, all or none. ``Geweigerd`` when one is booked or skipped already, or its parts do not add up.

    On the day of the line; when that month is closed, on the first day that is open. A line on one post teaches the
    rules; a line that was split does not.
    """
    transacties = _op_slot([keuze.transactie for keuze in keuzes])
    voorstellen = stel_voor(list(transacties.values()))
    vanaf = eerste_open_dag()
    rijen: list[NieuweBoeking] = []
    for keuze in keuzes:
        transactie = transacties[keuze.transactie]
        delen = keuze.delen or ((Deel(keuze.post, abs(transactie.open), keuze.dekking),) if keuze.post else ())
        _keur(transactie, delen)
        dag = boekdag(transactie, vanaf)
        rijen += [_boeking(transactie, deel, dag) for deel in delen]
    geboekt: list[Boeking] = boek(rijen, door=door)
    for keuze in keuzes:
        gekozen = [deel.post for deel in keuze.delen] or ([keuze.post] if keuze.post else [])
        if len(gekozen) == 1:
            _leer(transacties[keuze.transactie], voorstellen[keuze.transactie], gekozen[0])
    return geboekt


@schrijft
def herstel_boeking(
    boeking: Boeking, goed: Sequence[NieuweBoeking], *, nummers: Sequence[int], door: Gebruiker, **hoe: Any
) -> list[Boeking]:
    """``boeken.herstel_met`` for a booking of the bank: when one other post is right, the rules learn that.

    The same under the same ``nummers`` again teaches nothing.
    """
    al_gedaan = Boeking.objects.filter(herstelt=boeking).exists()
    geboekt: list[Boeking] = herstel_met(boeking, goed, nummers=nummers, door=door, **hoe)
    transactie = boeking.transactie
    if transactie and not al_gedaan and len(goed) == 1 and goed[0].post.pk != boeking.post_id:
        _leer(transactie, stel_voor([transactie])[transactie.pk], goed[0].post)
    return geboekt


def boekdag(transactie: Banktransactie, vanaf: date | None) -> date:
    """The day on which a line is booked: its own, or the first open one (``vanaf``) when its month is closed."""
    return open_dag(transactie.datum, vanaf)


@schrijft
def sla_over(pk: int, *, reden: str, door: Gebruiker) -> Banktransactie:
    """This line is in no budget, and why: a transfer to the own savings account."""
    transactie = _op_slot([pk])[pk]
    if transactie.open != transactie.bedrag:
        raise Geweigerd("Deze regel is al (deels) geboekt. Neem eerst die boeking terug.")
    if not reden.strip():
        raise Geweigerd("Vul in waarom deze regel niet wordt geboekt.")
    transactie.overgeslagen = reden.strip()
    transactie.save(update_fields=["overgeslagen"])
    return transactie


@schrijft
def neem_weer_mee(pk: int, *, door: Gebruiker) -> Banktransactie:
    """A line that was skipped is to be booked again."""
    transactie = Banktransactie.objects.select_for_update().get(pk=pk)
    transactie.overgeslagen = ""
    transactie.save(update_fields=["overgeslagen"])
    return transactie


def _op_slot(pks: Sequence[int]) -> dict[int, Any]:
    """The lines with what is open of them, locked until the end of the transaction, always in the same order."""
    if len(set(pks)) != len(pks):
        raise Geweigerd("Een regel van de bank is twee keer gekozen.")
    # First the lock, then what is booked: that another did while we waited is seen.
    gevonden = set(
        Banktransactie.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk", flat=True)
    )
    if gevonden != set(pks):
        raise Geweigerd("Een van deze regels van de bank is er niet (meer). Bekijk de lijst opnieuw.")
    transacties = {transactie.pk: transactie for transactie in met_open(Banktransactie.objects.filter(pk__in=pks))}
    fouten: dict[int, str] = {}
    for transactie in transacties.values():
        wie = f"De regel van {datum(transactie.datum)} ({transactie})"
        if transactie.overgeslagen:
            fouten[transactie.pk] = f"{wie} is al overgeslagen: {transactie.overgeslagen}."
        elif not transactie.open:
            fouten[transactie.pk] = f"{wie} is al geboekt. Bekijk de lijst opnieuw."
    if fouten:
        raise RegelsGeweigerd(fouten)
    return transacties


def _keur(transactie: Any, delen: Sequence[Deel]) -> None:
    wie = f"De regel van {datum(transactie.datum)} ({transactie})"
    if not delen:
        raise Geweigerd(f"{wie} heeft nog geen post. Kies een post.")
    som = sum((deel.bedrag for deel in delen), NIETS)
    if som != abs(transactie.open):
        raise Geweigerd(
            f"De delen zijn samen {euro(som)}, maar er moet {euro(abs(transactie.open))} worden geboekt. "
            f"Het verschil is {euro(abs(transactie.open) - som)}."
        )


def _boeking(transactie: Any, deel: Deel, dag: date) -> NieuweBoeking:
    zoals_de_bank = deel.bedrag if transactie.open > 0 else -deel.bedrag
    return NieuweBoeking(
        post=deel.post,
        datum=dag,
        bedrag=-zoals_de_bank if deel.post.soort == Post.Soort.KOSTEN else zoals_de_bank,
        omschrijving=(transactie.omschrijving or transactie.tegenpartij or "zonder omschrijving")[:200],
        tegenpartij=transactie.tegenpartij[:120],
        herkomst=Boeking.Herkomst.BANK,
        transactie=Banktransactie(pk=transactie.pk),
        dekking=deel.dekking,
        reden_elders=deel.reden_elders,
        verplichting=deel.verplichting,
    )


# --- rules ------------------------------------------------------------------------------------------------------


def _leer(transactie: Banktransactie, voorstel: Voorstel, post: Post) -> None:
    """A proposal that was kept counts as right; another choice counts it as wrong, and is proposed the next time."""
    if voorstel.regel and voorstel.post:
        soort = "raak" if voorstel.post.pk == post.pk else "mis"
        # Not by its number: another line of this same form may just have renewed it.
        Boekregel.objects.filter(**_wat(voorstel.regel)).update(**{soort: F(soort) + 1})
        if soort == "raak":
            return
    zoek = zoekregel_voor(transactie)
    if zoek:
        _kies_voortaan(zoek, post, erbij=1)


def _kies_voortaan(zoek: Zoekregel, post: Post, *, erbij: int) -> Boekregel:
    """Make this the rule that was chosen last. One that is there is written anew with its counts: the newest wins."""
    nieuw = Boekregel(
        veld=zoek.veld, zoek=zoek.zoek, soort=post.soort, post=post.naam, kamer=post.kamer, financier=post.financier
    )
    oud = Boekregel.objects.select_for_update().filter(**_wat(nieuw)).first()
    if oud:
        nieuw.raak, nieuw.mis = oud.raak, oud.mis
        oud.delete()
    nieuw.raak += erbij
    nieuw.save()
    return nieuw


def _wat(regel: Boekregel) -> dict[str, Any]:
    return {
        "veld": regel.veld,
        "zoek": regel.zoek,
        "soort": regel.soort,
        "post": regel.post,
        "kamer": regel.kamer_id,
        "financier": regel.financier_id,
    }


@schrijft
def maak_regel(*, veld: str, zoek: str, post: Post, door: Gebruiker) -> Boekregel:
    """A rule by hand: it holds from now on, before older rules in the same field."""
    zoek = " ".join(zoek.split())
    if not woorden(zoek):
        raise Geweigerd("Vul in wat u zoekt: een rekeningnummer of een paar woorden.")
    return _kies_voortaan(Zoekregel(veld, zoek), post, erbij=0)


@schrijft
def verwijder_regel(regel: Boekregel, *, door: Gebruiker) -> None:
    """This rule proposes nothing any more; what was booked stays, and so does its history."""
    regel.delete()


def samengevat(aantal: int) -> str:
    return "1 regel is geboekt." if aantal == 1 else f"{getal(aantal)} regels zijn geboekt."
