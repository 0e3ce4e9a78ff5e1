"""What a kamer hears in the neighbourhood: the list of signals and the pages of one. Nothing about people."""

from __future__ import annotations

from collections import Counter
from typing import Any

from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.filters.signalen import SignaalFilter
from deelnemers.forms.signalen import SignaalForm
from deelnemers.forms.verder import Regelform
from deelnemers.models import Signaal
from deelnemers.registratie.signalen import NieuwSignaal, leg_signalen_vast, wijzig_signaal
from deelnemers.signalen import WIJZIGEN, ZIEN
from deelnemers.tables.signalen import SignaalTabel
from deelnemers.tellingen import REGELS
from deelnemers.tellingen.signalen import tel_signalen
from deelnemers.views.vastleggen import Boek, Regellijst, paginas


def _schrijf(form: Regelform, request: Verzoek) -> str:
    gegevens = form.waarden
    rij = NieuwSignaal(
        kamer_id=gegevens["kamer"].pk,
        datum=gegevens["datum"],
        thema=gegevens["thema"],
        tekst=gegevens["tekst"],
        buurt=gegevens["buurt"],
    )
    nieuw = leg_signalen_vast([rij], door=request.user).nieuw
    return f"Het signaal over {Signaal.Thema(rij.thema).label} {'is opgeslagen' if nieuw else 'stond er al'}."


BOEK = Boek(
    ruimte="signalen",
    model=Signaal,
    titel="Signalen uit de buurt",
    enkelvoud="Signaal uit de buurt",
    ding="dit signaal",
    nieuw_titel="Nieuw signaal",
    nieuw_intro="Wat hoort u in de buurt dat anderen ook moeten weten?",
    form=SignaalForm,
    wijzigform=SignaalForm,
    schrijf=_schrijf,
    wijzig=wijzig_signaal,
    velden=("kamer", "datum", "thema", "buurt", "tekst"),
    zien=ZIEN,
    wijzigen=WIJZIGEN,
)
_paginas = paginas(BOEK)
nieuw, regel, wijzig, weg = _paginas.nieuw, _paginas.regel, _paginas.wijzig, _paginas.weg


class Signalen(Regellijst):
    """Signals, the newest first."""

    boek = BOEK
    recht = ZIEN
    titel = "Signalen uit de buurt"
    enkelvoud, meervoud = "signaal", "signalen"
    leeg_titel = "Nog geen signalen"
    leeg_tekst = "Hoort u iets in de buurt dat vaker speelt? Schrijf dat dan hier op, zonder namen."
    met_namen = False
    table_class = SignaalTabel
    filterset_class = SignaalFilter

    def cijfers(self, kamers: list[Any], periode: Periode) -> list[tuple[str, int, str]]:
        per_thema: Counter[str] = Counter()
        for rij in tel_signalen(kamers, [periode]):
            per_thema[rij.thema] += rij.aantal
        cijfers = [("Signalen dit halfjaar", per_thema.total(), REGELS["signalen"])]
        vaakst = [thema for thema, aantal in per_thema.items() if aantal == max(per_thema.values())]
        if len(vaakst) == 1:
            [(thema, aantal)] = per_thema.most_common(1)
            naam = str(Signaal.Thema(thema).label)
            cijfers.append((f"{naam.capitalize()} dit halfjaar", aantal, "Het thema met de meeste signalen."))
        return cijfers
