"""The base of every list page: a filtered, sorted, paged table (django-tables2 and django-filter) in our own markup.

django-tables2 spends most of its time on template tags and attributes per cell. `Lijsttabel` works out what is the
same for a whole column once and hands the template ready cells; `onderdelen/tabel.html` only joins them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from tempfile import TemporaryFile
from typing import Any, ClassVar

import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django_filters import FilterSet
from django_filters.views import FilterView
from django_tables2.columns import BoundColumn
from django_tables2.rows import BoundRow

from buurtwerkkamers import opmaak
from buurtwerkkamers.formulieren import ZonderBsn
from buurtwerkkamers.lijstbestand import MEESTE_RIJEN, Toelichting, keuzes_in_woorden, schrijf_bestand
from buurtwerkkamers.logboek import leg_vast
from buurtwerkkamers.models import Kamer, Logregel
from buurtwerkkamers.rechten import kamers_met, mag, vereist

RECHTS = {"td": {"class": "getal"}, "th": {"class": "getal"}}


PER_BLADZIJDE = 50
UITVOER = "xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TE_VEEL = "Dit zijn {} regels. In een bestand passen er {}. Kies eerst minder, bijvoorbeeld een kamer of een periode."


class Schrijfkolom(tables.Column):
    """A column of figures: right-aligned, written by one function of buurtwerkkamers.opmaak."""

    schrijver: Callable[[Any], str] = staticmethod(opmaak.getal)
    soort = "getal"  # how a spreadsheet writes it: see werkboek.NOTATIE

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
        self.soort = "euro" if centen else "euro_heel"
        super().__init__(*args, **kwargs)


class ProcentKolom(Schrijfkolom):
    """Whole per cents (41, not 0.41)."""

    schrijver = staticmethod(opmaak.procent)
    soort = "procent"


class DatumKolom(Schrijfkolom):
    """Dates as 14-03-2020, one under the other."""

    schrijver = staticmethod(opmaak.datum_kort)
    soort = "datum"


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


class UitvoerForm(ZonderBsn):
    """Why somebody takes a file with names along. Goes into the log."""

    reden = forms.CharField(
        label="Waarvoor hebt u dit bestand nodig?",
        min_length=10,
        max_length=250,
        help_text="Uw reden en uw naam komen in het logboek. Schrijf geen naam van een deelnemer op.",
        error_messages={
            "required": "Schrijf op waarvoor u het bestand nodig hebt.",
            "min_length": "Schrijf in een paar woorden waarvoor u het bestand nodig hebt.",
        },
    )


class Lijst(tables.SingleTableMixin, FilterView):
    """A list page. Give recht, titel, enkelvoud, meervoud, table_class and get_queryset; filterset_class for filters.

    `get_queryset` starts from the rooms this user may see for `recht`; there is no default on purpose. `acties` gives
    the buttons beside the title as (text, address), `kruimels` the pages above as (title, address).

    Every list can be taken along as a spreadsheet (`?uitvoer=xlsx`). `met_namen`: names of people are in it, or may be;
    then it is for who has `uitvoerrecht` and asks for a reason first. Set it to False on a list without people.
    """

    recht: str = ""
    titel: str = ""
    intro: str = ""
    enkelvoud: str = "regel"
    meervoud: str = "regels"
    leeg_titel: str = "Hier is nog niets"
    leeg_tekst: str = ""
    met_namen: bool = True
    uitvoerrecht: str = "export.namen"  # who may take names along
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
        aan = [bool(self.request.GET.get(naam)) for naam in self.filterset.form.fields]
        return context | {
            "acties": self.acties(),
            "kruimels": self.kruimels(),
            "leeg_actie": self.leeg_actie(),
            "filter_actief": any(aan),
            "meer_actief": any(aan[1:]),
            "sortering": self.request.GET.get("sort", ""),
            "mag_uitvoeren": self.mag_uitvoeren(),
            "uitvoer_adres": self._adres(uitvoer=UITVOER),
        }

    # --- the same list as a file ---

    def mag_uitvoeren(self) -> bool:
        """Whether this user may take the list along; who may see a list without names, may."""
        return not self.met_namen or mag(self.request.user, self.uitvoerrecht)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("uitvoer") != UITVOER:
            return super().get(request, *args, **kwargs)
        return self._uitvoer(UitvoerForm() if self.met_namen else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The reason for a file with names; nothing else can be sent to a list."""
        if request.GET.get("uitvoer") != UITVOER or not self.met_namen:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._uitvoer(UitvoerForm(request.POST))

    def _uitvoer(self, form: UitvoerForm | None) -> HttpResponseBase:
        """The file, or first the question what it is for, or back to the list with what must be mended there."""
        if not self.mag_uitvoeren():
            raise PermissionDenied
        self.filterset = self.get_filterset(self.get_filterset_class())
        if self.filterset.is_bound and not self.filterset.is_valid():
            return redirect(self._adres())
        self.object_list = self.filterset.qs
        aantal = len(self.object_list) if isinstance(self.object_list, list) else self.object_list.count()
        if aantal > MEESTE_RIJEN:
            messages.error(self.request, TE_VEEL.format(opmaak.getal(aantal), opmaak.getal(MEESTE_RIJEN)))
            return redirect(self._adres())
        if form is not None and not form.is_valid():
            return self._vraag_reden(form, aantal)
        return self._bestand(form.cleaned_data["reden"] if form else "")

    def _vraag_reden(self, form: UitvoerForm, aantal: int) -> HttpResponse:
        context = {
            "form": form,
            "view": self,
            "aantal": aantal,
            "keuzes": self._keuzes(),
            "lijst_adres": self._adres(),
            "kruimels": [*self.kruimels(), (self.titel, self.request.path)],
        }
        return render(self.request, "onderdelen/uitvoer.html", context, status=422 if form.is_bound else 200)

    def _bestand(self, reden: str) -> HttpResponseBase:
        """Write the file, then the line in the log, then send it."""
        gebruiker: Any = self.request.user
        nu = timezone.localtime()
        over = Toelichting(self.titel, self._keuzes(), gebruiker.naam, opmaak.tijdstip(nu), reden)
        bestand = TemporaryFile()  # noqa: SIM115 the response closes it
        aantal = schrijf_bestand(bestand, self.get_table(**self.get_table_kwargs()), over)
        leg_vast(
            Logregel.Actie.GEEXPORTEERD,
            f"lijst {self.titel.lower()}"[:40],
            door=gebruiker,
            kamer=self._enige_kamer(),
            reden=reden,
            kenmerk=f"{aantal} {self.enkelvoud if aantal == 1 else self.meervoud}",
        )
        bestand.seek(0)
        naam = f"{slugify(self.titel) or 'lijst'}-{nu:%Y-%m-%d}.xlsx"
        return FileResponse(bestand, as_attachment=True, filename=naam, content_type=XLSX)

    def get_table_pagination(self, table: tables.Table) -> Any:
        """A file has all rows."""
        return False if self.request.GET.get("uitvoer") == UITVOER else super().get_table_pagination(table)

    def _keuzes(self) -> tuple[tuple[str, str], ...]:
        form = self.filterset.form
        return keuzes_in_woorden(form) if form.is_bound and form.is_valid() else ()

    def _enige_kamer(self) -> Kamer | None:
        """The kamer that the file is about, when it is one: the one chosen, or the only one of this user."""
        gekozen = self.filterset.form.cleaned_data.get("kamer") if self.filterset.form.is_bound else None
        if isinstance(gekozen, Kamer):
            return gekozen
        kamers = list(kamers_met(self.request.user, self.recht)[:2])  # type: ignore[arg-type]
        return kamers[0] if len(kamers) == 1 else None

    def _adres(self, **erbij: str) -> str:
        """This page with the same filters and order; from the first page on."""
        vragen = self.request.GET.copy()
        for naam in ("page", "uitvoer"):
            vragen.pop(naam, None)
        vragen.update(erbij)
        return f"{self.request.path}?{vragen.urlencode()}" if vragen else self.request.path
