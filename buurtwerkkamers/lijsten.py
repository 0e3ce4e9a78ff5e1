"""The base of every list page: a filtered, sorted, paged table (django-tables2 and django-filter) in our own markup.

django-tables2 spends most of its time on template tags and attributes per cell. `Lijsttabel` works out what is the
same for a whole column once and hands the template ready cells; `onderdelen/tabel.html` only joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, ClassVar

import django_tables2 as tables
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_filters import FilterSet
from django_filters.views import FilterView
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

from buurtwerkkamers import opmaak
from buurtwerkkamers.rechten import vereist

RECHTS = {"td": {"class": "getal"}, "th": {"class": "getal"}}


PER_BLADZIJDE = 50


class Schrijfkolom(tables.Column):
    """A column of figures: right-aligned, written by one function of buurtwerkkamers.opmaak."""

    schrijver: Callable[[Any], str] = staticmethod(opmaak.getal)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", RECHTS)
        kwargs.setdefault("default", opmaak.GEEN)
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return self.schrijver(value)


class GetalKolom(Schrijfkolom):
    """Numbers with thousands dots."""


class EuroKolom(Schrijfkolom):
    """Amounts in whole euros; give `centen=True` for cents."""

    def __init__(self, *args: Any, centen: bool = False, **kwargs: Any) -> None:
        self.schrijver = partial(opmaak.euro, decimalen=2 if centen else 0)
        super().__init__(*args, **kwargs)


class ProcentKolom(Schrijfkolom):
    """Whole per cents (41, not 0.41)."""

    schrijver = staticmethod(opmaak.procent)


class DatumKolom(Schrijfkolom):
    """Dates as 14-03-2020, one under the other."""

    schrijver = staticmethod(opmaak.datum_kort)


class Lijsttabel(tables.Table):
    """A table for a list page. The first column heads its row (and its card on a narrow screen)."""

    bijschrift = ""

    def paginate(self, *args: Any, per_page: int | None = None, **kwargs: Any) -> None:
        """Never more rows than the page has room for, whatever number stands in the address."""
        super().paginate(*args, per_page=min(max(per_page or PER_BLADZIJDE, 1), PER_BLADZIJDE), **kwargs)

    class Meta:
        template_name = "onderdelen/tabel.html"
        order_by_field = "sort"
        default = opmaak.GEEN

    @cached_property
    def _cellen(self) -> list[tuple[SafeString, Callable[[BoundRow], Any], SafeString]]:
        """Per column: the opening tag of its cells, how to read one, and the closing tag."""
        cellen = []
        for plaats, kolom in enumerate(self.columns):
            klasse = kolom.attrs["td"].get("class", "")
            if plaats == 0:
                begin, eind = format_html('<th scope="row" class="{}">', klasse), mark_safe("</th>")
            else:
                begin = format_html('<td class="{}" data-label="{}">', klasse, kolom.header)
                eind = mark_safe("</td>")
            cellen.append((begin, self._lezer(kolom), eind))
        return cellen

    @staticmethod
    def _lezer(kolom: BoundColumn) -> Callable[[BoundRow], Any]:
        """How to read a cell of this column; a column of figures goes past the inspection of its render method."""
        if getattr(kolom.render, "__func__", None) is Schrijfkolom.render and not kolom.link:

            def lees(rij: BoundRow) -> str:
                waarde = kolom.accessor.resolve(rij.record, quiet=True)
                return kolom.default if waarde in kolom.column.empty_values else kolom.column.schrijver(waarde)

            return lees
        return lambda rij: rij.get_cell(kolom.name)

    def lichte_rijen(self) -> Iterator[list[tuple[SafeString, Any, SafeString]]]:
        """The rows of this page, each as (opening tag, content, closing tag) per cell; the template escapes content."""
        for rij in self.paginated_rows:
            yield [(begin, lees(rij), eind) for begin, lees, eind in self._cellen]


class GeenFilter(FilterSet):
    """A list without filters."""


class Lijst(tables.SingleTableMixin, FilterView):
    """A list page. Give recht, titel, enkelvoud, meervoud, table_class and get_queryset; filterset_class for filters.

    `get_queryset` starts from the rooms this user may see for `recht`; there is no default on purpose. `acties` gives
    the buttons beside the title as (text, address), `kruimels` the pages above as (title, address).
    """

    recht: str = ""
    titel: str = ""
    intro: str = ""
    enkelvoud: str = "regel"
    meervoud: str = "regels"
    leeg_titel: str = "Hier is nog niets"
    leeg_tekst: str = ""
    filterset_class: type[FilterSet] | None = GeenFilter
    template_name = "onderdelen/lijst.html"
    table_pagination: ClassVar = {"per_page": PER_BLADZIJDE}

    @classmethod
    def as_view(cls, **beginwaarden: Any) -> Any:
        """Closed to who has not this page's right; a list without a right does not start."""
        if not cls.recht:
            raise ImproperlyConfigured(f"{cls.__name__} noemt geen recht.")
        return vereist(cls.recht)(super().as_view(**beginwaarden))

    def get_queryset(self) -> Any:
        raise ImproperlyConfigured(f"{type(self).__name__} zegt niet welke rijen deze gebruiker mag zien.")

    def acties(self) -> list[tuple[str, str]]:
        return []

    def kruimels(self) -> list[tuple[str, str]]:
        return []

    def leeg_actie(self) -> tuple[str, str]:
        """What to do when there is nothing yet; the first button of the page unless told otherwise."""
        return next(iter(self.acties()), ("", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        velden = self.filterset.form.fields
        return context | {
            "acties": self.acties(),
            "kruimels": self.kruimels(),
            "leeg_actie": self.leeg_actie(),
            "filter_actief": any(self.request.GET.get(naam) for naam in velden),
            "sortering": self.request.GET.get("sort", ""),
        }
