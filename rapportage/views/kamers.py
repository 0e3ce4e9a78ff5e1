"""Pages of the kamers: the list, one kamer with its figures of this year, and adding or changing one."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from buurtwerkkamers import kamers as schrijven
from buurtwerkkamers.forms import KamerForm
from buurtwerkkamers.lijsten import DatumKolom, GetalKolom, Lijst, Lijsttabel
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.rechten import haal_kamer, kamers_met, mag, vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.zicht import zichtbare_activiteiten
from rapportage.edities import zonder_vervangen
from rapportage.models import Rapport
from rapportage.stand import Jaarstand


class Kamertabel(Lijsttabel):
    """``mensen`` holds the figure of this year by kamer id; a kamer whose figures are not for this user has none."""

    naam = tables.Column(verbose_name="Kamer", linkify=True)
    wijk = tables.Column(verbose_name="Wijk")
    adres = tables.Column(verbose_name="Adres")
    open_vanaf = DatumKolom(verbose_name="Open vanaf")
    gesloten_op = DatumKolom(verbose_name="Laatste dag")
    mensen = GetalKolom(verbose_name="Mensen dit jaar", accessor="pk", orderable=False)
    bijschrift = "Buurtwerkkamers"

    class Meta(Lijsttabel.Meta):
        model = Kamer
        fields = ("naam", "wijk", "adres", "open_vanaf", "gesloten_op", "mensen")

    def __init__(self, *args: Any, mensen: dict[int, int], **kwargs: Any) -> None:
        self._mensen = mensen
        if not mensen:
            kwargs["exclude"] = ("mensen",)
        super().__init__(*args, **kwargs)

    def value_mensen(self, value: int) -> int | None:
        return self._mensen.get(value)

    def render_mensen(self, value: int) -> str:
        return self.columns["mensen"].column.schrijver(self._mensen.get(value))


class Kamers(Lijst):
    recht = "kamers.zien"
    titel = "Buurtwerkkamers"
    enkelvoud, meervoud = "kamer", "kamers"
    met_namen = False
    leeg_titel = "Nog geen kamers"
    leeg_tekst = "Zodra het bureau een kamer toevoegt, staat die hier."
    table_class = Kamertabel
    template_name = "kamers/lijst.html"

    def get_queryset(self) -> QuerySet[Kamer]:
        return kamers_met(self.request.user, self.recht).select_related("wijk")

    def get_table_kwargs(self) -> dict[str, Any]:
        stand = self.stand()
        return {"mensen": {kamer.pk: stand.mensen(kamer).waarde for kamer in stand.kamers} if stand else {}}

    def stand(self) -> Jaarstand | None:
        """The figures of this year of the kamers whose figures this user may see."""
        if not hasattr(self, "_stand"):
            kamers = list(kamers_met(self.request.user, "cijfers.zien"))
            self._stand = Jaarstand(kamers, timezone.localdate()) if kamers else None
        return self._stand

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stand = self.stand()
        cijfer = stand.mensen(stand.kamers[0]) if stand else None
        return super().get_context_data(**kwargs) | {"cijfer": cijfer}

    def acties(self) -> list[tuple[str, str]]:
        return [("Nieuwe kamer", reverse("kamers:nieuw"))] if mag(self.request.user, "kamers.wijzigen") else []


@require_safe
@vereist("kamers.zien")
def kamer(request: Verzoek, slug: str) -> HttpResponse:
    """One kamer: where and when, its activities, its figures of this year, and the ways on from here."""
    gekozen = haal_kamer(request.user, "kamers.zien", slug)
    gebruiker = request.user
    ziet_activiteiten = mag(gebruiker, "aanwezig.zien", gekozen)
    context = {
        "kamer": gekozen,
        "kruimels": [("Kamers", reverse("kamers:lijst"))],
        "mag_wijzigen": mag(gebruiker, "kamers.wijzigen", gekozen),
        "ziet_activiteiten": ziet_activiteiten,
        "activiteiten": zichtbare_activiteiten(gebruiker, gekozen).filter(gestopt_op=None) if ziet_activiteiten else [],
        "opent_activiteit": mag(gebruiker, "activiteiten.zien", gekozen),
        "wegen": list(_wegen(gebruiker, gekozen)),
        "rapporten": zonder_vervangen(Rapport.objects.zichtbaar_voor(gebruiker)).filter(kamers=gekozen)[:6],
    }
    if mag(gebruiker, "cijfers.zien", gekozen):
        stand = Jaarstand([gekozen], timezone.localdate())
        context["kengetallen"] = [
            ("Mensen bereikt dit jaar", stand.mensen(gekozen), stand.per_maand(gekozen)),
            ("Bezoeken dit jaar", stand.bezoeken(gekozen), ()),
            ("Nieuw dit jaar", stand.nieuw(gekozen), ()),
        ]
        # Sensitive categories say something about debts and letters: exact for who works with the people only.
        if mag(gebruiker, "deelnemers.zien", gekozen):
            context["tabel"] = stand.per_categorie(gekozen)
    return render(request, "kamers/kamer.html", context)


def _wegen(gebruiker: Gebruiker, gekozen: Kamer) -> Any:
    """Title and address of the pages about this kamer that the user may open."""
    if mag(gebruiker, "aanwezig.zien", gekozen):
        yield "Aanwezig vandaag", reverse("aanwezig:kamer", args=[gekozen.slug])
    if mag(gebruiker, "deelnemers.zien", gekozen):
        yield "Deelnemers", f"{reverse('deelnemers:lijst')}?kamer={gekozen.pk}"
    if mag(gebruiker, "activiteiten.zien", gekozen):
        yield "Activiteiten", f"{reverse('activiteiten:lijst')}?kamer={gekozen.pk}"
    if mag(gebruiker, "vrijwilligers.uitnodigen", gekozen):
        yield "Vrijwilligers aan de deur", reverse("kamers:vrijwilligers", args=[gekozen.slug])
    if mag(gebruiker, "tablets.inschrijven", gekozen):
        yield "Tablets", reverse("deur:tablets", args=[gekozen.slug])


@require_http_methods(["GET", "HEAD", "POST"])
@vereist("kamers.wijzigen")
def nieuw(request: Verzoek) -> HttpResponse:
    """Add a kamer."""
    return _kamerpagina(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@vereist("kamers.wijzigen")
def wijzig(request: Verzoek, slug: str) -> HttpResponse:
    """Change a kamer; its address in the site stays."""
    return _kamerpagina(request, haal_kamer(request.user, "kamers.wijzigen", slug))


def _kamerpagina(request: Verzoek, gekozen: Kamer | None) -> HttpResponse:
    form = KamerForm(request.POST or None, instance=gekozen)
    if request.method == "POST" and form.is_valid():
        try:
            bewaard = schrijven.bewaar_kamer(form.instance, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"{bewaard.naam} is opgeslagen.")
            return redirect(bewaard)
    kruimels = [("Kamers", reverse("kamers:lijst"))]
    if gekozen:
        kruimels.append((Kamer.objects.get(pk=gekozen.pk).naam, gekozen.get_absolute_url()))
    return render(request, "kamers/wijzig.html", {"form": form, "gekozen": gekozen, "kruimels": kruimels})
