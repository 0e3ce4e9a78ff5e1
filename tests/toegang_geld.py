"""What each address of money answers to each role: part of ``toegang``."""

from __future__ import annotations

from datetime import date
from typing import Any

from buurtwerkkamers.models import Uurtarief
from financien.models import (
    Banktransactie,
    Begroting,
    Begrotingsregel,
    Bijdragestap,
    Boeking,
    Boekregel,
    Bon,
    Controle,
    Handgeldmaand,
    Handgelduitgave,
    Post,
)
from tests.fabrieken import Rol
from tests.toegangsvorm import Pagina, van_kamer, van_pk
from tests.toegangswereld import Wereld


def _tarief(w: Wereld) -> dict[str, Any]:
    return {"pk": Uurtarief.objects.earliest("pk").pk}


def _controle(w: Wereld) -> dict[str, Any]:
    """One that is not signed, made when it is asked for."""
    begin = {"namen": "A", "bekeken": "alles", "bevinding": "het klopt", "positief": True}
    return {"pk": Controle.objects.get_or_create(jaar=2020, door_wie="kascommissie", defaults=begin)[0].pk}


def _bijdrage(w: Wereld) -> dict[str, Any]:
    """Of the own kamer and corporatie, in a year whose budget was adopted; made when it is asked for."""
    over = {"jaar": 2019, "soort": "financiering", "kamer": w.huis.eigen, "financier": w.huis.corporatie}
    post, nieuw = Post.objects.get_or_create(naam=w.namen[-1], **over)
    if nieuw:
        begroting = Begroting.objects.create(jaar=2019)
        Begrotingsregel.objects.create(begroting=begroting, post=post, bedrag=100)
        Begroting.objects.filter(pk=begroting.pk).update(vastgesteld_op="2019-01-05")
        Bijdragestap.objects.create(bijdrage=post, stand="besloten", datum="2019-02-01", bedrag=100)
    return {"jaar": 2019, "pk": post.pk}


def _concept(w: Wereld) -> dict[str, Any]:
    """A year with a concept of its budget and a post of the own kamer, made when it is asked for."""
    begroting, _ = Begroting.objects.get_or_create(jaar=2018, vastgesteld_op=None)
    post, _ = Post.objects.get_or_create(jaar=2018, soort="kosten", naam=w.namen[-1], kamer=w.huis.eigen)
    Begrotingsregel.objects.get_or_create(begroting=begroting, post=post, defaults={"bedrag": 100})
    return {"jaar": 2018}


def _post(w: Wereld) -> dict[str, Any]:
    return {**_concept(w), "pk": Post.objects.get(jaar=2018, naam=w.namen[-1], kamer=w.huis.eigen).pk}


def _stap(w: Wereld) -> dict[str, Any]:
    bijdrage = _bijdrage(w)
    return {**bijdrage, "stap_pk": Bijdragestap.objects.get(bijdrage=bijdrage["pk"]).pk}


def _verantwoording(w: Wereld) -> dict[str, Any]:
    return {**_bijdrage(w), "pk": w.huis.corporatie.pk}


def _bankregel(w: Wereld) -> dict[str, Any]:
    """A line of the bank that is still to be booked; made when it is asked for."""
    over = {"datum": "2019-03-02", "bedrag": -100, "rekening": "NL20INGB0001234567", "kenmerk": "camt:a:1"}
    return {"pk": Banktransactie.objects.get_or_create(**over)[0].pk}


def _bankboekregel(w: Wereld) -> dict[str, Any]:
    over = {"veld": "tegenpartij", "zoek": "verhuurder", "soort": "kosten", "post": "Huur"}
    return {"pk": Boekregel.objects.get_or_create(**over)[0].pk}


def _geldjaar(w: Wereld) -> dict[str, Any]:
    return {"jaar": _bijdrage(w)["jaar"]}


def _boeking(w: Wereld) -> dict[str, Any]:
    """On a post of the own kamer, made when it is asked for."""
    post, _ = Post.objects.get_or_create(jaar=2019, soort="kosten", naam="Koffie", kamer=w.huis.eigen)
    boeking = post.boekingen.first() or Boeking.objects.create(
        post=post, datum=date(2019, 3, 1), bedrag=5, omschrijving="koffie"
    )
    return {"pk": boeking.pk}


def _verplichting(w: Wereld) -> dict[str, Any]:
    """On the same post as the booking, made when it is asked for."""
    post = Boeking.objects.select_related("post").get(pk=_boeking(w)["pk"]).post
    belofte = post.verplichtingen.first() or post.verplichtingen.create(
        omschrijving="koffie", bedrag=5, aangegaan_op=date(2019, 3, 1)
    )
    return {"pk": belofte.pk}


def _kasboek(w: Wereld, maand: int = 3) -> dict[str, Any]:
    """Petty cash of the own kamer: March is open, February was handed in."""
    wie = w.huis.gebruikers[Rol.COORDINATOR]
    for nummer, stand in ((2, "ingediend"), (3, "open")):
        rij, nieuw = Handgeldmaand.objects.get_or_create(kamer=w.huis.eigen, maand=date(2019, nummer, 1))
        if nieuw:
            velden = {"datum": rij.maand, "soort": "eten", "bedrag": 4, "omschrijving": "koffie"}
            uitgave = Handgelduitgave.objects.create(maand=rij, **velden)
            Bon.objects.create(uitgave=uitgave, soort="image/jpeg", inhoud=b"x", sha256="x")
            Handgeldmaand.objects.filter(pk=rij.pk).update(stand=stand, ingediend_door=wie)
    return {"slug": w.huis.eigen.slug, "jaar": 2019, "maand": maand}


def _uitgave(w: Wereld) -> dict[str, Any]:
    _kasboek(w)
    return {"pk": Handgelduitgave.objects.get(maand__maand=date(2019, 3, 1)).pk}


def _bon(w: Wereld) -> dict[str, Any]:
    _kasboek(w)
    return {"pk": Bon.objects.earliest("pk").pk}


GELD: dict[str, Pagina] = {
    "financien:lijst": Pagina(get="C B P"),
    "financien:tarieven": Pagina(get="C B P"),
    "financien:tarief_nieuw": Pagina(get="P", post="P"),
    "financien:tarief": Pagina(get="P", post="P", van=_tarief),
    "financien:tarief_weg": Pagina(get="P", post="P", van=_tarief),
    "financien:nieuw": Pagina(get="P", post="P"),
    "financien:bron": Pagina(get="C B P", van=van_pk("bron")),
    "financien:afwijkingen": Pagina(get="C B P", van=van_pk("bron")),
    "financien:regel_nieuw": Pagina(get="P", post="P", van=van_pk("bron")),
    "financien:regel": Pagina(get="P", post="P", van=van_pk("regel")),
    "financien:regel_weg": Pagina(get="P", post="P", van=van_pk("regel")),
    # the budget of a year
    "financien:begroting": Pagina(get="C B P", van=_concept, overal="C"),
    "financien:begroting_maken": Pagina(get="P", post="P", van=lambda w: {"jaar": 2017}),
    "financien:begroting_invullen": Pagina(get="P", post="P", van=_concept),
    "financien:begroting_vaststellen": Pagina(get="P", post="P", van=_concept),
    "financien:begroting_wijzigen": Pagina(get="P", post="P", van=_geldjaar),
    "financien:begroting_intrekken": Pagina(get="P", post="P", van=_concept),
    "financien:begroting_verschil": Pagina(get="C B P", van=_concept, overal="C", get_goed=frozenset({200, 302})),
    "financien:begroting_rekenblad": Pagina(get="C B P", van=_concept, overal="C"),
    "financien:begroting_post": Pagina(get="P", post="P", van=_post),
    "financien:begroting_post_weg": Pagina(get="P", post="P", van=_post),
    "financien:uren": Pagina(get="C B P", van=lambda w: {"jaar": 2020}, overal="C"),
    "financien:controles": Pagina(get="B P"),
    "financien:controle_nieuw": Pagina(get="P", post="P"),
    "financien:controle": Pagina(get="B P", van=_controle),
    "financien:controle_wijzig": Pagina(get="P", post="P", van=_controle),
    "financien:controle_teken": Pagina(post="P", van=_controle),
    "financien:controle_weg": Pagina(get="P", post="P", van=_controle),
    "financien:bijdragen": Pagina(get="C B P", van=_geldjaar, overal="C"),
    "financien:bijdrage": Pagina(get="C B P", van=_bijdrage),
    "financien:bestemming": Pagina(get="P", post="P", van=_bijdrage),
    "financien:stap_nieuw": Pagina(get="P", post="P", van=_bijdrage),
    "financien:stap": Pagina(get="P", post="P", van=_stap),
    "financien:stap_weg": Pagina(get="P", post="P", van=_stap),
    "financien:verantwoording_begin": Pagina(get="B P G W", get_goed=frozenset({302})),
    "financien:verantwoordingen": Pagina(get="B P G W", van=_geldjaar, overal="G W", get_goed=frozenset({200, 302})),
    "financien:verantwoording": Pagina(get="B P W", van=_verantwoording, niet_gevonden="G"),
    "verantwoording_bestand": Pagina(
        get="B P W", van=lambda w: {**_verantwoording(w), "soort": "pdf"}, niet_gevonden="G"
    ),
    # bookings
    "financien:boekingen": Pagina(get="C B P", van=lambda w: {"jaar": 2019}, overal="C"),
    "financien:boeking_nieuw": Pagina(get="P", post="P", van=lambda w: {"jaar": 2019} if _boeking(w) else {}),
    "financien:boeking": Pagina(get="C B P", van=_boeking),
    "financien:boeking_wijzig": Pagina(get="P", post="P", van=_boeking),
    "financien:boeking_herstel": Pagina(get="P", post="P", van=_boeking),
    # promises, forecast, where the year stands, months
    "financien:verplichtingen": Pagina(get="C B P", van=lambda w: {"jaar": 2019}, overal="C"),
    "financien:verplichting_nieuw": Pagina(get="P", post="P", van=lambda w: {"jaar": 2019}),
    "financien:verplichting": Pagina(get="C B P", post="P", van=_verplichting),
    "financien:verplichting_verval": Pagina(get="P", post="P", van=_verplichting),
    "financien:prognose": Pagina(get="P", post="P", van=_concept),
    "financien:prognose_post": Pagina(get="P", post="P", van=_post),
    "financien:stand": Pagina(get="C B P", van=_concept, overal="C"),
    "financien:stand_vergelijken": Pagina(get="C B P", van=_concept, overal="C"),
    "financien:stand_let_op": Pagina(get="C B P", van=_concept, overal="C"),
    "financien:maanden": Pagina(get="C B P"),
    "financien:maand_sluiten": Pagina(get="P", post="P", get_goed=frozenset({200, 302})),
    # petty cash
    "financien:handgeld": Pagina(get="C B P"),
    "financien:handgeld_maand": Pagina(get="C B P", van=_kasboek),
    "financien:handgeld_uitgave_nieuw": Pagina(get="C", post="C", van=van_kamer),
    "financien:handgeld_uitgave": Pagina(get="C", post="C", van=_uitgave),
    "financien:handgeld_uitgave_weg": Pagina(get="C", post="C", van=_uitgave),
    "financien:handgeld_ontvangen": Pagina(get="C", post="C", van=_kasboek),
    "financien:handgeld_indienen": Pagina(get="C", post="C", van=_kasboek),
    "financien:handgeld_beoordelen": Pagina(get="P", post="P", van=lambda w: _kasboek(w, 2)),
    "financien:handgeld_bedragen": Pagina(get="P", post="P", van=van_kamer),
    "financien:handgeld_bon": Pagina(get="C B P", van=_bon),
    # the bank: its lines are of all kamers together
    "financien:bank": Pagina(get="B P", post="P"),
    "financien:bank_alles": Pagina(get="B P"),
    "financien:bank_inlezen": Pagina(get="P", post="P"),
    "financien:bank_voorbeeld": Pagina(get="P", post="P", van=lambda w: {"kenmerk": "0123"}, get_goed=frozenset({302})),
    "financien:bank_regel": Pagina(get="B P", post="P", van=_bankregel),
    "financien:bank_overslaan": Pagina(get="P", post="P", van=_bankregel),
    "financien:bank_weer_meenemen": Pagina(post="P", van=_bankregel),
    "financien:boekregels": Pagina(get="B P"),
    "financien:boekregel_nieuw": Pagina(get="P", post="P"),
    "financien:boekregel_weg": Pagina(get="P", post="P", van=_bankboekregel),
}
