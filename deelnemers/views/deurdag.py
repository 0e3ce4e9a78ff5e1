"""One activity on one day, as one user may see and fill it: what all pages and answers of the door start from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from buurtwerkkamers.deurtaal import taal_van, tekst
from buurtwerkkamers.formulieren import EERSTE_DAG, LAATSTE_DAG
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.rechten import haal_kamer, mag
from buurtwerkkamers.verzoek import Verzoek
from deelnemers import aanwezigheid, samengevoegd, zicht
from deelnemers.models import Activiteit, Deelnemer
from deelnemers.models.mensen import DeelnemerQuerySet


@dataclass(frozen=True)
class Dag:
    """``dicht`` says why nothing can be registered."""

    gebruiker: Gebruiker
    activiteit: Activiteit
    datum: date
    dicht: str

    @property
    def kamer(self) -> Kamer:
        return self.activiteit.kamer

    @property
    def is_vandaag(self) -> bool:
        return self.datum == timezone.localdate()

    @property
    def andere_dag_zien(self) -> bool:
        return mag(self.gebruiker, "deelnemers.zien", self.kamer)

    @property
    def registreert(self) -> bool:
        """Whether this user may add and undo on this date."""
        recht = "aanwezig.registreren" if self.is_vandaag else "aanwezig.andere_dag"
        return not self.dicht and mag(self.gebruiker, recht, self.kamer)

    @property
    def volledige_namen(self) -> bool:
        return mag(self.gebruiker, "deelnemers.zien", self.kamer)

    @property
    def adres(self) -> str:
        return self.adres_van("activiteit")

    def adres_van(self, naam: str) -> str:
        return reverse(f"aanwezig:{naam}", args=[self.kamer.slug, self.activiteit.pk])

    def adres_met(self, zoek: str = "", anker: str = "") -> str:
        """This page again, on the same date and with the same search."""
        vragen = QueryDict(mutable=True)
        if not self.is_vandaag:
            vragen["datum"] = self.datum.isoformat()
        if zoek:
            vragen["zoek"] = zoek
        return f"{self.adres}{'?' if vragen else ''}{vragen.urlencode()}{f'#{anker}' if anker else ''}"

    def mensen(self) -> DeelnemerQuerySet:
        """Everybody of this kamer, each by the card that holds."""
        return Deelnemer.objects.van_kamers([self.kamer]).eigen_kaart().select_related("persoonsgegevens")

    def tegels(self, mensen: Iterable[Deelnemer], aanwezig: set[int]) -> list[aanwezigheid.Tegel]:
        return aanwezigheid.tegels(mensen, aanwezig, volledig=self.volledige_namen)


def _waarom_dicht(activiteit: Activiteit, datum: date, taal: str) -> str:
    kamer = activiteit.kamer

    def zin(sleutel: str, dag: date) -> str:
        with translation.override(taal):
            return tekst(f"aanwezig.{sleutel}", taal, kamer=kamer.naam, datum=date_format(dag, "j E Y"))

    if datum > timezone.localdate():
        return zin("dicht_toekomst", datum)
    if kamer.open_vanaf and datum < kamer.open_vanaf:
        return zin("dicht_nog_niet", kamer.open_vanaf)
    if kamer.gesloten_op and datum > kamer.gesloten_op:
        return zin("dicht_gesloten", kamer.gesloten_op)
    if activiteit.gestopt_op and datum > activiteit.gestopt_op:
        return zin("dicht_gestopt", activiteit.gestopt_op)
    return ""


def haal_dag(request: Verzoek, slug: str, pk: int, vragen: QueryDict, *, recht: str = "aanwezig.zien") -> Dag:
    """The activity and the date that was asked. A date that is unreadable or not allowed gives today, and says so."""
    kamer = haal_kamer(request.user, recht, slug)
    activiteit = get_object_or_404(zicht.zichtbare_activiteiten(request.user, kamer).select_related("kamer"), pk=pk)
    taal = taal_van(request)
    datum, melding = _datum(vragen.get("datum"))
    dag = Dag(request.user, activiteit, datum, _waarom_dicht(activiteit, datum, taal))
    if not dag.is_vandaag and not dag.andere_dag_zien:
        datum, melding = timezone.localdate(), "alleen_vandaag"
        dag = Dag(request.user, activiteit, datum, _waarom_dicht(activiteit, datum, taal))
    if melding:
        messages.warning(request, tekst(f"aanwezig.{melding}", taal))
    return dag


def _datum(gevraagd: str | None) -> tuple[date, str]:
    vandaag = timezone.localdate()
    if not gevraagd:
        return vandaag, ""
    try:
        datum = date.fromisoformat(gevraagd)
    except ValueError:
        datum = date.min
    return (datum, "") if EERSTE_DAG <= datum <= LAATSTE_DAG else (vandaag, "datum_onleesbaar")


def haal_deelnemer(request: HttpRequest, dag: Dag) -> Deelnemer:
    """The person that was tapped, by the card that holds; 404 for anybody of another kamer."""
    nummer = request.POST.get("deelnemer", "")
    pk = int(nummer) if nummer.isascii() and nummer.isdigit() and len(nummer) < 18 else 0
    return get_object_or_404(dag.mensen(), pk=samengevoegd.wortel(pk))
