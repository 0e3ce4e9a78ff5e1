"""Enrolling somebody new, at the door and from the register: warn for a likely double, then allow; never twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core import signing

from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import aanwezigheid, registratie
from deelnemers.forms.mensen import DeurForm
from deelnemers.models import Deelnemer
from deelnemers.namen import zoekvorm

ZOUT = "deelnemers.inschrijven"


class Inschrijving:
    """One enrolment under way.

    The form carries the number that the new person will get, signed: when the same form arrives twice (a double tap,
    a repeated post), the second finds the person that the first one made.
    """

    def __init__(self, vragen: Mapping[str, str], kamer: Kamer, door: Gebruiker) -> None:
        self.kamer, self.door = kamer, door
        self.toch = bool(vragen.get("toch"))
        self.nummer = self._lees(vragen.get("sleutel", ""))

    @staticmethod
    def nieuwe_sleutel() -> str:
        return signing.dumps(registratie.nieuw_nummer(), salt=ZOUT)

    @staticmethod
    def _lees(sleutel: str) -> str:
        try:
            return signing.loads(sleutel, salt=ZOUT)
        except signing.BadSignature:
            return ""

    def lijken_op(self, form: DeurForm) -> list[Deelnemer]:
        """People of this kamer with a name very like it; nobody once the user said that it is somebody else."""
        if self.toch or self._al_gemaakt(form):
            return []
        ids = aanwezigheid.lijken_op(self.kamer, form.cleaned_data["voornaam"], form.cleaned_data["achternaam"])
        return list(Deelnemer.objects.filter(pk__in=ids).select_related("persoonsgegevens")) if ids else []

    def schrijf(self, form: DeurForm, *, op: date) -> Deelnemer:
        """Enrol; the person that exists already when this very form was handled before. Raises ``Geweigerd``."""
        if bestaand := self._al_gemaakt(form):
            return bestaand
        velden = {veld: waarde for veld, waarde in form.cleaned_data.items() if veld != "kamer"}
        bezet = self.nummer and Deelnemer.objects.filter(nummer=self.nummer).exists()
        nummer = registratie.nieuw_nummer() if bezet or not self.nummer else self.nummer
        try:
            return registratie.schrijf_in(kamer=self.kamer, op=op, door=self.door, nummer=nummer, **velden)
        except Geweigerd:
            # The same form may have been handled at this very moment.
            if bestaand := self._al_gemaakt(form):
                return bestaand
            raise

    def _al_gemaakt(self, form: DeurForm) -> Deelnemer | None:
        """Same form and same name: handled before. Another name: the back button was used for somebody else."""
        if not self.nummer:
            return None
        naam = f"{form.cleaned_data['voornaam']} {form.cleaned_data['achternaam']}"
        return (
            Deelnemer.objects.van_kamers([self.kamer])
            .filter(nummer=self.nummer, persoonsgegevens__zoeknaam=zoekvorm(naam))
            .select_related("persoonsgegevens")
            .first()
        )
