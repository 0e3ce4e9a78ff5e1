"""Tables of the register of people and of the activities."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.db.models import F

from buurtwerkkamers.lijsten import DatumKolom, GetalKolom, Lijsttabel
from deelnemers.models import Activiteit, Deelnemer, Rol


class DeelnemerTabel(Lijsttabel):
    """One row per person; ``eigen_inschrijvingen`` and ``rollen_nu`` are prefetched within the user's kamers.

    ``rollen_van_dubbelen``: roles of cards that were merged, by the id of the person.
    """

    naam = tables.Column(linkify=True, order_by=("persoonsgegevens__zoeknaam",))
    kamers = tables.Column(accessor="eigen_inschrijvingen", verbose_name="Kamer", orderable=False)
    rollen = tables.Column(accessor="rollen_nu", verbose_name="Rollen nu", orderable=False)
    laatste_bezoek = DatumKolom(verbose_name="Laatste bezoek")

    class Meta(Lijsttabel.Meta):
        model = Deelnemer
        fields = ("naam", "kamers", "rollen", "laatste_bezoek")

    def __init__(self, *args: Any, rollen_van_dubbelen: dict[int, list[Rol]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rollen_van_dubbelen = rollen_van_dubbelen or {}

    def render_kamers(self, value) -> str:
        return ", ".join(inschrijving.kamer.label for inschrijving in value)

    def render_rollen(self, value, record: Deelnemer) -> str:
        rollen = [*value, *self.rollen_van_dubbelen.get(record.pk, ())]
        return ", ".join(dict.fromkeys(rol.get_soort_display() for rol in rollen)) or self.default

    def order_laatste_bezoek(self, queryset, is_descending):
        """Who never came stands at the end, whichever way it is sorted."""
        veld = F("laatste_bezoek")
        volgorde = veld.desc(nulls_last=True) if is_descending else veld.asc(nulls_last=True)
        return queryset.order_by(volgorde, "persoonsgegevens__zoeknaam"), True


class ActiviteitTabel(Lijsttabel):
    """One row per activity, with the attendances of this year."""

    naam = tables.Column(linkify=("activiteiten:activiteit", [tables.A("pk")]))
    kamer = tables.Column(accessor="kamer__label", order_by=("kamer__volgorde", "kamer__naam"))
    categorie = tables.Column(accessor="categorieen", verbose_name="Categorie", orderable=False)
    gevoelig = tables.Column(verbose_name="Wie ziet wie komt", orderable=False)
    keer = GetalKolom(verbose_name="Bezoeken dit jaar")
    gestopt_op = DatumKolom(verbose_name="Gestopt op", default="loopt nog")

    class Meta(Lijsttabel.Meta):
        model = Activiteit
        fields = ("naam", "kamer", "categorie", "gevoelig", "keer", "gestopt_op")

    def render_categorie(self, value) -> str:
        return ", ".join(indeling.categorie.naam for indeling in value) or self.default

    def render_gevoelig(self, value: bool) -> str:
        return "gevoelig: afgeschermd" if value else "iedereen van de kamer"
