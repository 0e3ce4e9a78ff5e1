"""What taking part led to: the list of outcomes and the pages of one."""

from __future__ import annotations

from typing import Any

from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.filters.verder import UitkomstFilter
from deelnemers.forms.verder import Regelform, UitkomstForm
from deelnemers.models import Uitkomst
from deelnemers.registratie.uitkomsten import NieuweUitkomst, leg_uitkomsten_vast
from deelnemers.tables.verder import UitkomstTabel
from deelnemers.tellingen import REGELS, tel_uitkomsten
from deelnemers.views.vastleggen import Boek, Regellijst, paginas


def _schrijf(form: Regelform, request: Verzoek) -> str:
    gegevens = form.waarden
    rij = NieuweUitkomst(
        kamer_id=gegevens["kamer"].pk,
        deelnemer_id=gegevens["deelnemer"].pk,
        datum=gegevens["datum"],
        soort=gegevens["soort"],
        toelichting=gegevens["toelichting"],
    )
    nieuw = leg_uitkomsten_vast([rij], door=request.user).nieuw
    return f"De uitkomst voor {gegevens['deelnemer'].naam} {'is opgeslagen' if nieuw else 'stond er al'}."


BOEK = Boek(
    ruimte="uitkomsten",
    model=Uitkomst,
    titel="Uitkomsten",
    enkelvoud="Uitkomst",
    ding="deze uitkomst",
    nieuw_titel="Nieuwe uitkomst",
    nieuw_intro="Voor wie kwam er iets goeds uit, en wat?",
    form=UitkomstForm,
    wijzigform=UitkomstForm,
    schrijf=_schrijf,
    velden=("kamer", "soort", "datum", "toelichting"),
)
_paginas = paginas(BOEK)
nieuw, regel, wijzig, weg = _paginas.nieuw, _paginas.regel, _paginas.wijzig, _paginas.weg


class Uitkomsten(Regellijst):
    """Outcomes, the newest first."""

    boek = BOEK
    titel = "Uitkomsten"
    enkelvoud, meervoud = "uitkomst", "uitkomsten"
    leeg_titel = "Nog geen uitkomsten"
    leeg_tekst = "Vond iemand werk, een opleiding, vrijwilligerswerk of een stage? Schrijf dat dan hier op."
    table_class = UitkomstTabel
    filterset_class = UitkomstFilter

    def cijfers(self, kamers: list[Any], periode: Periode) -> list[tuple[str, int, str]]:
        geteld = tel_uitkomsten(kamers, periode)
        return [
            (f"{str(soort.label).capitalize()} dit halfjaar", geteld[soort][None], REGELS["uitkomsten"])
            for soort in Uitkomst.Soort
        ]
