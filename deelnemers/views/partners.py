"""Contacts of the kamer with other organisations: the list and the pages of one contact. Nothing about people."""

from __future__ import annotations

from typing import Any

from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.filters.verder import PartnerFilter
from deelnemers.forms.verder import PartnerForm, Regelform
from deelnemers.models import Partnercontact
from deelnemers.registratie.partners import NieuwPartnercontact, leg_partnercontacten_vast
from deelnemers.tables.verder import PartnerTabel
from deelnemers.tellingen import REGELS, tel_wijkpartners
from deelnemers.views.vastleggen import Boek, Regellijst, paginas


def _schrijf(form: Regelform, request: Verzoek) -> str:
    gegevens = form.waarden
    rij = NieuwPartnercontact(
        kamer_id=gegevens["kamer"].pk,
        organisatie=gegevens["organisatie"],
        datum=gegevens["datum"],
        soort=gegevens["soort"],
        onderwerp=gegevens["onderwerp"],
    )
    nieuw = leg_partnercontacten_vast([rij], door=request.user).nieuw
    return f"Het contact met {rij.organisatie.naam} {'is opgeslagen' if nieuw else 'stond er al'}."


BOEK = Boek(
    ruimte="partners",
    model=Partnercontact,
    titel="Contact met partners",
    ding="dit contact",
    nieuw_titel="Nieuw contact",
    nieuw_intro="Met welke organisatie had u contact?",
    form=PartnerForm,
    wijzigform=PartnerForm,
    schrijf=_schrijf,
    velden=("kamer", "organisatie", "datum", "soort", "onderwerp"),
)
_paginas = paginas(BOEK)
nieuw, regel, wijzig, weg = _paginas.nieuw, _paginas.regel, _paginas.wijzig, _paginas.weg


class Partners(Regellijst):
    """Contacts with partners, the newest first."""

    boek = BOEK
    titel = "Contact met partners"
    enkelvoud, meervoud = "contact", "contacten"
    leeg_titel = "Nog geen contact met partners"
    leeg_tekst = "Sprak u met een andere organisatie? Schrijf dat dan hier op."
    met_namen = False
    table_class = PartnerTabel
    filterset_class = PartnerFilter

    def cijfers(self, kamers: list[Any], periode: Periode) -> list[tuple[str, int, str]]:
        return [("Organisaties dit halfjaar", tel_wijkpartners(kamers, periode)[None], REGELS["wijkpartners"])]
