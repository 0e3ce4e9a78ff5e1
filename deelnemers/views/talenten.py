"""What people are good at and would like to do: search when hands are needed, and the pages of one talent."""

from __future__ import annotations

from buurtwerkkamers.verzoek import Verzoek
from deelnemers.filters.verder import TalentFilter
from deelnemers.forms.verder import Regelform, TalentForm, TalentWijzigForm
from deelnemers.models import Talent
from deelnemers.registratie.talenten import leg_talenten_vast
from deelnemers.tables.verder import TalentTabel
from deelnemers.vastgelegd import namen_van_dubbelen
from deelnemers.views.vastleggen import Boek, Regellijst, paginas


def _schrijf(form: Regelform, request: Verzoek) -> str:
    gegevens = form.waarden
    leg_talenten_vast(
        kamer_id=gegevens["kamer"].pk,
        deelnemer_id=gegevens["deelnemer"].pk,
        kan=gegevens["kan"],
        wil=gegevens["wil"],
        door=request.user,
    )
    return f"Wat {gegevens['deelnemer'].naam} kan en wil, is opgeslagen."


BOEK = Boek(
    ruimte="talenten",
    model=Talent,
    titel="Talenten en wensen",
    enkelvoud="Talent of wens",
    ding="dit talent of deze wens",
    nieuw_titel="Talent of wens toevoegen",
    nieuw_intro="Vraag het aan wie er komt: wat kunt u goed, en wat zou u willen doen?",
    form=TalentForm,
    wijzigform=TalentWijzigForm,
    schrijf=_schrijf,
    velden=("kamer", "soort", "wat"),
)
_paginas = paginas(BOEK)
nieuw, regel, wijzig, weg = _paginas.nieuw, _paginas.regel, _paginas.wijzig, _paginas.weg


class Talenten(Regellijst):
    """Talents and wishes; the search field on top is what people come for."""

    boek = BOEK
    titel = "Talenten en wensen"
    intro = "Zoek op een woord, bijvoorbeeld koken of fiets. Tik op de naam voor telefoon en e-mail."
    enkelvoud, meervoud = "talent of wens", "talenten en wensen"
    leeg_titel = "Nog geen talenten"
    leeg_tekst = "Vraag bezoekers wat ze goed kunnen en wat ze graag zouden doen. Schrijf dat hier op."
    table_class = TalentTabel
    filterset_class = TalentFilter

    def namen(self) -> dict[int, str]:
        return namen_van_dubbelen(aan_de_deur=True)
