"""Referrals to the kamer and from it: the list with one tap for who took part, and the pages of one referral."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from buurtwerkkamers import logboek
from buurtwerkkamers.models import Logregel
from buurtwerkkamers.perioden import Periode, datum_voluit
from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.filters.verder import VerwijzingFilter
from deelnemers.forms.verder import Regelform, VerwijzingForm
from deelnemers.models import Deelname, Verwijzing
from deelnemers.registratie.verwijzingen import NieuweVerwijzing, leg_verwijzingen_vast
from deelnemers.registratie.verwijzingen import deed_mee as zet_deed_mee
from deelnemers.tables.verder import VerwijzingTabel
from deelnemers.tellingen import REGELS, tel_doorverwezen, tel_verwijzingen
from deelnemers.vastgelegd import DOELGROEP, WIJZIGEN, deed_mee_op, zichtbare_regels
from deelnemers.views.vastleggen import Boek, Regellijst, paginas


def _schrijf(form: Regelform, request: Verzoek) -> str:
    gegevens = form.waarden
    rij = NieuweVerwijzing(
        kamer_id=gegevens["kamer"].pk,
        deelnemer_id=gegevens["deelnemer"].pk,
        datum=gegevens["datum"],
        richting=gegevens["richting"],
        organisatie=gegevens["organisatie"],
        reden=gegevens["reden"],
    )
    nieuw = leg_verwijzingen_vast([rij], door=request.user).nieuw
    verborgen = " U ziet hem in de lijst alleen op verzoek." if rij.organisatie.soort == DOELGROEP else ""
    wie = gegevens["deelnemer"].naam
    return f"De verwijzing van {wie} {'is opgeslagen' if nieuw else 'stond er al'}.{verborgen}"


BOEK = Boek(
    ruimte="verwijzingen",
    model=Verwijzing,
    titel="Verwijzingen",
    enkelvoud="Verwijzing",
    ding="deze verwijzing",
    nieuw_titel="Nieuwe verwijzing",
    nieuw_intro="Wie is er verwezen, en door of naar welke organisatie?",
    form=VerwijzingForm,
    wijzigform=VerwijzingForm,
    schrijf=_schrijf,
    velden=("kamer", "datum", "richting", "organisatie", "reden", "effectief_op"),
)
_paginas = paginas(BOEK)
nieuw, regel, wijzig, weg = _paginas.nieuw, _paginas.regel, _paginas.wijzig, _paginas.weg


class Verwijzingen(Regellijst):
    """Referrals, the newest first. Those of or to who pays benefits are left out until somebody asks for them."""

    boek = BOEK
    titel = "Verwijzingen"
    enkelvoud, meervoud = "verwijzing", "verwijzingen"
    leeg_titel = "Nog geen verwijzingen"
    leeg_tekst = "Stuurt een organisatie iemand naar u, of stuurt u iemand door? Schrijf dat dan hier op."
    table_class = VerwijzingTabel
    filterset_class = VerwijzingFilter

    def get_queryset(self) -> Any:
        bezoeken = Deelname.objects.filter(
            kamer=OuterRef("kamer"), deelnemer=OuterRef("deelnemer"), datum__gte=OuterRef("datum")
        )
        return super().get_queryset().annotate(kwam_op=Subquery(bezoeken.order_by("datum").values("datum")[:1]))

    def cijfers(self, kamers: list[Any], periode: Periode) -> list[tuple[str, int, str]]:
        paar = tel_doorverwezen(kamers, periode)[None]
        return [
            ("Verwezen dit halfjaar", tel_verwijzingen(kamers, periode)[None], REGELS["verwijzingen"]),
            (f"Deed mee, van {paar.noemer} naar ons verwezen", paar.teller, REGELS["doorverwezen"]),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.filterset.toont_doelgroep:
            logboek.leg_vast(
                Logregel.Actie.BEKEKEN_MET_REDEN, "verwijzingen", door=self.request.user, reden="doelgroep opgevraagd"
            )
        return super().get_context_data(**kwargs)


@vereist(WIJZIGEN)
@require_POST
def deed_mee(request: Verzoek, pk: int) -> HttpResponse:
    """One tap: the person took part, from the first visit since, or else from today."""
    deze = get_object_or_404(zichtbare_regels(Verwijzing, request.user, WIJZIGEN), pk=pk)
    dag = deed_mee_op(deze) or timezone.localdate()
    try:
        nu = zet_deed_mee(deze, op=dag, door=request.user)
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        vanaf = datum_voluit(nu.effectief_op or dag)
        messages.success(request, f"Opgeslagen: deed mee vanaf {vanaf}. Klopt dat niet? Open de verwijzing en wijzig.")
    return redirect(BOEK.adres("lijst"))
