"""Contact at a distance, who is out of sight, and who is missed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.perioden import Periode, datum_voluit
from buurtwerkkamers.rechten import kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.filters.verder import ContactFilter, UitBeeldFilter
from deelnemers.forms.verder import ContactForm, ContactWijzigForm, Regelform, UitBeeldForm
from deelnemers.models import Contactmoment, UitBeeld
from deelnemers.registratie.contact import (
    NieuwContact,
    leg_contact_vast,
    wijzig_contact,
    zet_uit_beeld,
    zet_weer_bereikt,
)
from deelnemers.tables.verder import ContactTabel, UitBeeldTabel
from deelnemers.tellingen import REGELS, tel_contactmomenten
from deelnemers.vastgelegd import REGEL_MISSEN, WIJZIGEN, kwam_weer, wie_missen_we, zichtbare_regels
from deelnemers.views.vastleggen import START, Boek, Regellijst, paginas


def _schrijf(form: Regelform, request: Verzoek) -> str:
    gegevens = form.waarden
    rijen = [
        NieuwContact(gegevens["kamer"].pk, mens.pk, gegevens["datum"], gegevens["soort"], gegevens["bereikt"])
        for mens in gegevens["mensen"]
    ]
    uitkomst = leg_contact_vast(rijen, door=request.user)
    soort = Contactmoment.Soort(gegevens["soort"]).label
    wie = gegevens["mensen"][0].naam if len(rijen) == 1 else f"{getal(len(rijen))} mensen"
    al = f" Van {getal(uitkomst.ongewijzigd)} stond het er al." if uitkomst.ongewijzigd else ""
    return f"Opgeslagen: {soort}, {wie}.{al}"


BOEK = Boek(
    ruimte="contact",
    model=Contactmoment,
    titel="Contact op afstand",
    ding="dit contact",
    nieuw_titel="Nieuw contact",
    nieuw_intro="Met wie had u contact? U kunt meer mensen tegelijk kiezen, bijvoorbeeld bij maaltijden.",
    form=ContactForm,
    wijzigform=ContactWijzigForm,
    schrijf=_schrijf,
    wijzig=wijzig_contact,
    velden=("kamer", "datum", "soort", "bereikt"),
    mensveld="mensen",
)
_paginas = paginas(BOEK)
nieuw, regel, wijzig, weg = _paginas.nieuw, _paginas.regel, _paginas.wijzig, _paginas.weg


class Contacten(Regellijst):
    """Contact at a distance, the newest first."""

    boek = BOEK
    titel = "Contact op afstand"
    enkelvoud, meervoud = "contact", "contacten"
    leeg_titel = "Nog geen contact op afstand"
    leeg_tekst = "Belde u iemand, stuurde u een kaart of bracht u een maaltijd? Schrijf dat dan hier op."
    table_class = ContactTabel
    filterset_class = ContactFilter

    def acties(self) -> list[tuple[str, str]]:
        missen = [("Wie missen we?", reverse("contact:missen"))] if mag(self.request.user, WIJZIGEN) else []
        return [*super().acties(), *missen, ("Uit beeld", reverse("contact:uit_beeld_lijst"))]

    def leeg_actie(self) -> tuple[str, str]:
        return next(iter(super().acties()), ("", ""))

    def cijfers(self, kamers: list[Any], periode: Periode) -> list[tuple[str, int, str]]:
        geteld = tel_contactmomenten(kamers, periode)[None]
        return [
            ("Contacten dit halfjaar", geteld.aantal, REGELS["contactmomenten"]),
            ("Verschillende mensen", geteld.mensen, "Aantal verschillende deelnemers met wie dat contact was."),
        ]


# --- out of sight ---------------------------------------------------------------------------------------------


def _schrijf_uit_beeld(form: Regelform, request: Verzoek) -> str:
    gegevens = form.waarden
    wie = gegevens["deelnemer"]
    nieuw = zet_uit_beeld(kamer=gegevens["kamer"], deelnemer=wie, sinds=gegevens["sinds"], door=request.user)
    return f"{wie.naam} {'staat nu' if nieuw else 'stond al'} bij wie uit beeld is."


UIT_BEELD = Boek(
    ruimte="contact",
    voor="uit_beeld_",
    model=UitBeeld,
    titel="Uit beeld",
    ding="dit",
    nieuw_titel="Iemand is uit beeld",
    nieuw_intro="Wie is niet meer te bereiken?",
    form=UitBeeldForm,
    wijzigform=UitBeeldForm,
    schrijf=_schrijf_uit_beeld,
    velden=("kamer", "sinds", "weer_op"),
)
_paginas_uit_beeld = paginas(UIT_BEELD)
uit_beeld_nieuw, uit_beeld_regel = _paginas_uit_beeld.nieuw, _paginas_uit_beeld.regel
uit_beeld_wijzig, uit_beeld_weg = _paginas_uit_beeld.wijzig, _paginas_uit_beeld.weg


class UitBeeldLijst(Regellijst):
    """Who is out of sight, and who came since: one tap and they are reached again."""

    boek = UIT_BEELD
    titel = "Uit beeld"
    intro = "Mensen die niemand van de kamer nu kan bereiken."
    enkelvoud, meervoud = "persoon", "personen"
    leeg_titel = "Niemand is uit beeld"
    leeg_tekst = "Is iemand niet meer te bereiken? Schrijf dat dan hier op. Zo vergeet u die persoon niet."
    table_class = UitBeeldTabel
    filterset_class = UitBeeldFilter

    def get_table_kwargs(self) -> dict[str, Any]:
        """Only who may see every visit here, is told that somebody came."""
        eigen = zichtbare_regels(UitBeeld, self.request.user, WIJZIGEN).filter(weer_op=None)
        return super().get_table_kwargs() | {"kwam": kwam_weer(eigen)}


@vereist(WIJZIGEN)
@require_POST
def weer_bereikt(request: Verzoek, pk: int) -> HttpResponse:
    """One tap: the person was reached, on the first visit since, or else today."""
    deze = get_object_or_404(zichtbare_regels(UitBeeld, request.user, WIJZIGEN), pk=pk)
    dag = deze.weer_op or kwam_weer([deze]).get(deze.pk) or timezone.localdate()
    try:
        zet_weer_bereikt(deze, op=dag, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, f"Opgeslagen: weer bereikt op {datum_voluit(dag)}.")
    return redirect(UIT_BEELD.adres("lijst"))


@vereist(WIJZIGEN)
@require_safe
def missen(request: Verzoek) -> HttpResponse:
    """Who came often and has not been seen for six weeks: whom to call."""
    kamers = list(kamers_met(request.user, WIJZIGEN))
    context = {
        "gemist": wie_missen_we(kamers, timezone.localdate()),
        "regel": REGEL_MISSEN,
        "meer_kamers": len(kamers) > 1,
        "kruimels": [START, (BOEK.titel, BOEK.adres("lijst"))],
    }
    return render(request, "vastleggen/missen.html", context)
