"""Pages of the beheerder: users and their roles, organisations, wijken and the log. No participant data anywhere."""

from __future__ import annotations

from typing import Any

import django_filters as filters
import django_tables2 as tables
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms import Form, ModelForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buurtwerkkamers import gebruikers, kamers, logboek
from buurtwerkkamers.forms import BevoegdheidForm, GebruikerForm, OrganisatieForm, WijkForm
from buurtwerkkamers.lijsten import Lijst, Lijsttabel
from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Logregel, Organisatie, Wijk
from buurtwerkkamers.opmaak import tijdstip
from buurtwerkkamers.rechten import vereist
from buurtwerkkamers.schrijven import Geweigerd
from buurtwerkkamers.verzoek import Verzoek
from buurtwerkkamers.wachtwoordmail import stuur_wachtwoordmail

RECHT = "gebruikers.beheren"
FORMULIER = ["GET", "HEAD", "POST"]
KRUIMELS = [("Beheer", "/beheer/")]


def _mensen() -> QuerySet[Gebruiker]:
    """Accounts of people; the account that signs what the command line writes is nobody's."""
    return Gebruiker.objects.exclude(bevoegdheid__rol=Bevoegdheid.Rol.SYSTEEM)


# --- users ------------------------------------------------------------------------------------------------------


class Gebruikertabel(Lijsttabel):
    naam = tables.Column(verbose_name="Naam", linkify=lambda record: reverse("beheer:gebruiker", args=[record.pk]))
    email = tables.Column(verbose_name="E-mailadres")
    rollen = tables.Column(verbose_name="Rollen", accessor="bevoegdheid_set", orderable=False)
    is_active = tables.Column(verbose_name="Account")
    bijschrift = "Gebruikers"

    class Meta(Lijsttabel.Meta):
        model = Gebruiker
        fields = ("naam", "email", "rollen", "is_active")

    def render_rollen(self, value: Any) -> str:
        vandaag = timezone.localdate()
        nu = [str(b) for b in value.all() if b.van <= vandaag and (b.tot is None or b.tot >= vandaag)]
        return ", ".join(nu) or "geen"

    def render_is_active(self, value: bool) -> str:
        return "aan" if value else "uit"


class GebruikerFilter(filters.FilterSet):
    naam = filters.CharFilter(label="Naam", lookup_expr="icontains")
    rol = filters.ChoiceFilter(
        label="Rol",
        choices=[k for k in Bevoegdheid.Rol.choices if k[0] != Bevoegdheid.Rol.SYSTEEM],
        method="met_rol",
        empty_label="Alle",
    )

    class Meta:
        model = Gebruiker
        fields: tuple[str, ...] = ()

    def met_rol(self, mensen: QuerySet[Gebruiker], naam: str, rol: str) -> QuerySet[Gebruiker]:
        nu = Bevoegdheid.objects.geldig_op(timezone.localdate()).filter(rol=rol)
        return mensen.filter(pk__in=nu.values("gebruiker"))


class Gebruikers(Lijst):
    recht = RECHT
    titel = "Gebruikers"
    enkelvoud, meervoud = "gebruiker", "gebruikers"
    met_namen = False  # of accounts; who comes to a kamer does not stand here
    leeg_titel = "Nog geen gebruikers"
    table_class, filterset_class = Gebruikertabel, GebruikerFilter

    def get_queryset(self) -> QuerySet[Gebruiker]:
        return _mensen().prefetch_related("bevoegdheid_set__kamer", "bevoegdheid_set__organisatie")

    def acties(self) -> list[tuple[str, str]]:
        return [
            ("Nieuwe gebruiker", reverse("beheer:gebruiker_nieuw")),
            ("Organisaties", reverse("beheer:organisaties")),
            ("Wijken", reverse("beheer:wijken")),
            ("Logboek", reverse("beheer:logboek")),
        ]


@require_safe
@vereist(RECHT)
def gebruiker(request: Verzoek, pk: int) -> HttpResponse:
    """One account: its roles now and before, its second factor, and what can be done with it."""
    gekozen = get_object_or_404(_mensen(), pk=pk)
    vandaag = timezone.localdate()
    rollen = gekozen.bevoegdheid_set.select_related("kamer", "organisatie").order_by("-van", "rol")
    return render(
        request,
        "beheer/gebruiker.html",
        {
            "gekozen": gekozen,
            "rollen": [(rol, rol.tot is None or rol.tot >= vandaag) for rol in rollen],
            "tweede_factor": Authenticator.objects.filter(user=gekozen, type=Authenticator.Type.TOTP).exists(),
            "kruimels": KRUIMELS,
        },
    )


@require_http_methods(FORMULIER)
@vereist(RECHT)
def gebruiker_nieuw(request: Verzoek) -> HttpResponse:
    """Make an account; its owner gets a mail with a link to choose a password."""
    form = GebruikerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            nieuw = gebruikers.maak_gebruiker(**form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            stuur_wachtwoordmail(request, nieuw)
            messages.success(
                request, f"{nieuw.naam} heeft een account, en krijgt een mail om een wachtwoord te kiezen."
            )
            return redirect("beheer:bevoegdheid_nieuw", nieuw.pk)
    intro = "Deze persoon krijgt een mail om zelf een wachtwoord te kiezen. Daarna geeft u een rol."
    return _formulier(request, form, "Nieuwe gebruiker", "Account maken", reverse("beheer:start"), KRUIMELS, intro)


@require_http_methods(FORMULIER)
@vereist(RECHT)
def gebruiker_wijzig(request: Verzoek, pk: int) -> HttpResponse:
    """Change name and address."""
    gekozen = get_object_or_404(_mensen(), pk=pk)
    form = GebruikerForm(request.POST or None, gebruiker=gekozen)
    if request.method == "POST" and form.is_valid():
        try:
            gebruikers.wijzig_gebruiker(gekozen, **form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, "De gegevens zijn opgeslagen.")
            return redirect("beheer:gebruiker", pk)
    return _formulier(request, form, "Gegevens wijzigen", "Opslaan", _adres(gekozen), _bij(gekozen))


@require_http_methods(FORMULIER)
@vereist(RECHT)
def bevoegdheid_nieuw(request: Verzoek, pk: int) -> HttpResponse:
    """Give a role."""
    gekozen = get_object_or_404(_mensen(), pk=pk)
    form = BevoegdheidForm(request.POST or None, initial={"van": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            gebruikers.geef_bevoegdheid(gekozen, **form.cleaned_data, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"{gekozen.naam} heeft nu deze rol.")
            return redirect("beheer:gebruiker", pk)
    return _formulier(request, form, f"Rol geven aan {gekozen.naam}", "Rol geven", _adres(gekozen), _bij(gekozen))


@require_http_methods(FORMULIER)
@vereist(RECHT)
def bevoegdheid_intrekken(request: Verzoek, pk: int, rol_pk: int) -> HttpResponse:
    """Withdraw a role, after asking; it is gone at the next click of its holder."""
    gekozen = get_object_or_404(_mensen(), pk=pk)
    rol = get_object_or_404(Bevoegdheid, pk=rol_pk, gebruiker=gekozen)
    if request.method != "POST":
        titel, intro = f"Rol intrekken: {rol}", f"{gekozen.naam} kan daarna niets meer als {rol}. Dat gaat meteen in."
        return _formulier(request, Form(), titel, "Rol intrekken", _adres(gekozen), _bij(gekozen), intro)
    return _stap(request, pk, lambda: gebruikers.trek_in(rol, door=request.user), "De rol is ingetrokken.")


@require_POST
@vereist(RECHT)
def gebruiker_uit(request: Verzoek, pk: int) -> HttpResponse:
    """Switch an account off."""
    gekozen = get_object_or_404(_mensen(), pk=pk)
    return _stap(request, pk, lambda: gebruikers.zet_uit(gekozen, door=request.user), "Het account staat uit.")


@require_POST
@vereist(RECHT)
def gebruiker_aan(request: Verzoek, pk: int) -> HttpResponse:
    """Switch an account on again."""
    gekozen = get_object_or_404(_mensen(), pk=pk)
    return _stap(request, pk, lambda: gebruikers.zet_aan(gekozen, door=request.user), "Het account staat weer aan.")


@require_POST
@vereist(RECHT)
def tweede_factor_wissen(request: Verzoek, pk: int) -> HttpResponse:
    """Forget the app of somebody who lost the telephone."""
    gekozen = get_object_or_404(_mensen(), pk=pk)
    klaar = "De koppeling met de app is weg. Bij het inloggen koppelt deze persoon een nieuwe."
    return _stap(request, pk, lambda: gebruikers.wis_tweede_factor(gekozen, door=request.user), klaar)


@require_POST
@vereist(RECHT)
def wachtwoordmail(request: Verzoek, pk: int) -> HttpResponse:
    """Send the link to choose a password again."""
    gekozen = get_object_or_404(_mensen(), pk=pk, is_active=True)
    klaar = "De mail om een wachtwoord te kiezen is verstuurd."
    return _stap(request, pk, lambda: stuur_wachtwoordmail(request, gekozen), klaar)


def _stap(request: Verzoek, pk: int, doe: Any, klaar: str) -> HttpResponse:
    try:
        doe()
    except Geweigerd as fout:
        messages.error(request, str(fout))
    else:
        messages.success(request, klaar)
    return redirect("beheer:gebruiker", pk)


def _adres(gekozen: Gebruiker) -> str:
    return reverse("beheer:gebruiker", args=[gekozen.pk])


def _bij(gekozen: Gebruiker) -> list[tuple[str, str]]:
    return [*KRUIMELS, (gekozen.naam, _adres(gekozen))]


# --- organisations and wijken -----------------------------------------------------------------------------------


class Organisatietabel(Lijsttabel):
    naam = tables.Column(
        verbose_name="Organisatie", linkify=lambda record: reverse("beheer:organisatie", args=[record.pk])
    )
    soort = tables.Column(verbose_name="Soort")
    bijschrift = "Organisaties"

    class Meta(Lijsttabel.Meta):
        model = Organisatie
        fields = ("naam", "soort")


class Organisaties(Lijst):
    recht = RECHT
    titel = "Organisaties"
    enkelvoud, meervoud = "organisatie", "organisaties"
    met_namen = False
    leeg_titel = "Nog geen organisaties"
    table_class = Organisatietabel

    def get_queryset(self) -> QuerySet[Organisatie]:
        return Organisatie.objects.all()

    def acties(self) -> list[tuple[str, str]]:
        return [("Nieuwe organisatie", reverse("beheer:organisatie_nieuw"))]

    def kruimels(self) -> list[tuple[str, str]]:
        return KRUIMELS


class Wijktabel(Lijsttabel):
    naam = tables.Column(verbose_name="Wijk", linkify=lambda record: reverse("beheer:wijk", args=[record.pk]))
    bijschrift = "Wijken"

    class Meta(Lijsttabel.Meta):
        model = Wijk
        fields = ("naam",)


class Wijken(Lijst):
    recht = RECHT
    titel = "Wijken"
    enkelvoud, meervoud = "wijk", "wijken"
    met_namen = False
    leeg_titel = "Nog geen wijken"
    table_class = Wijktabel

    def get_queryset(self) -> QuerySet[Wijk]:
        return Wijk.objects.all()

    def acties(self) -> list[tuple[str, str]]:
        return [("Nieuwe wijk", reverse("beheer:wijk_nieuw"))]

    def kruimels(self) -> list[tuple[str, str]]:
        return KRUIMELS


@require_http_methods(FORMULIER)
@vereist(RECHT)
def organisatie(request: Verzoek, pk: int | None = None) -> HttpResponse:
    """Add or change an organisation."""
    rij = get_object_or_404(Organisatie, pk=pk) if pk else None
    form = OrganisatieForm(request.POST or None, instance=rij)
    return _simpel(request, form, kamers.bewaar_organisatie, "beheer:organisaties", "organisatie", "Organisaties")


@require_http_methods(FORMULIER)
@vereist(RECHT)
def wijk(request: Verzoek, pk: int | None = None) -> HttpResponse:
    """Add or change a wijk."""
    rij = get_object_or_404(Wijk, pk=pk) if pk else None
    return _simpel(
        request, WijkForm(request.POST or None, instance=rij), kamers.bewaar_wijk, "beheer:wijken", "wijk", "Wijken"
    )


def _simpel(request: Verzoek, form: ModelForm, bewaar: Any, lijst: str, wat: str, titel: str) -> HttpResponse:
    nieuw = form.instance.pk is None
    if request.method == "POST" and form.is_valid():
        try:
            bewaard: Model = bewaar(form.instance, door=request.user)
        except Geweigerd as fout:
            form.add_error(None, str(fout))
        else:
            messages.success(request, f"{bewaard} is opgeslagen.")
            return redirect(lijst)
    kop = f"Nieuwe {wat}" if nieuw else f"{wat.capitalize()} wijzigen"
    knop = f"{wat.capitalize()} toevoegen" if nieuw else "Opslaan"
    return _formulier(request, form, kop, knop, reverse(lijst), [*KRUIMELS, (titel, reverse(lijst))])


# --- the log ----------------------------------------------------------------------------------------------------


class Logtabel(Lijsttabel):
    """Who did what, when and where. Without the reason: people write names there, and this page has none."""

    tijdstip = tables.Column(verbose_name="Tijdstip")
    gebruiker = tables.Column(verbose_name="Gebruiker")
    actie = tables.Column(verbose_name="Actie")
    kamer = tables.Column(verbose_name="Kamer")
    onderwerp_soort = tables.Column(verbose_name="Onderwerp")
    onderwerp_id = tables.Column(verbose_name="Kenmerk")
    bijschrift = "Logboek"

    class Meta(Lijsttabel.Meta):
        model = Logregel
        fields = ("tijdstip", "gebruiker", "actie", "kamer", "onderwerp_soort", "onderwerp_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._namen: dict[str, dict[int, str]] = {}

    def render_tijdstip(self, value: Any) -> str:
        return tijdstip(value)

    def render_onderwerp_soort(self, value: str) -> str:
        return logboek.soortnaam(value)

    def render_onderwerp_id(self, value: str, record: Logregel) -> str:
        """By name where that says more; a person by number. One question for each kind of thing."""
        if not value.isdecimal():
            return value
        soort = record.onderwerp_soort
        if soort not in self._namen:
            self._namen[soort] = logboek.namen_van(soort, self._ids(soort))
        return self._namen[soort].get(int(value), value)

    def _ids(self, soort: str) -> list[int] | None:
        """What this page is about, of one kind; None (everything) when the whole list goes out."""
        if not getattr(self, "page", None):
            return None
        regels = [rij.record for rij in self.paginated_rows]
        return [int(r.onderwerp_id) for r in regels if r.onderwerp_soort == soort and r.onderwerp_id.isdecimal()]


class LogFilter(filters.FilterSet):
    gebruiker = filters.ModelChoiceFilter(label="Gebruiker", queryset=Gebruiker.objects.all(), empty_label="Alle")
    actie = filters.ChoiceFilter(label="Actie", choices=Logregel.Actie.choices, empty_label="Alle")

    class Meta:
        model = Logregel
        fields: tuple[str, ...] = ()


class Logboek(Lijst):
    recht = RECHT
    titel = "Logboek"
    intro = "Wie inlogde, en wie wanneer gegevens bekeek of meenam. Namen van deelnemers staan hier niet."
    enkelvoud, meervoud = "regel", "regels"
    met_namen = False
    leeg_titel = "Nog geen regels"
    table_class, filterset_class = Logtabel, LogFilter

    def get_queryset(self) -> QuerySet[Logregel]:
        return Logregel.objects.select_related("gebruiker", "kamer")

    def kruimels(self) -> list[tuple[str, str]]:
        return KRUIMELS


def _formulier(
    request: Verzoek, form: Any, titel: str, knop: str, terug: str, kruimels: list[tuple[str, str]], intro: str = ""
) -> HttpResponse:
    context = {"form": form, "titel": titel, "knop": knop, "terug": terug, "kruimels": kruimels, "intro": intro}
    return render(request, "beheer/formulier.html", context)
