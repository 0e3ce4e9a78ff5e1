"""Enrolling somebody new, at the door and from the register: warn for a likely double, then allow; never twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core import signing

from buurtwerkkamers import logboek
from buurtwerkkamers.models import Gebruiker, Kamer, Logregel
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import aanwezigheid, dubbelen, registratie
from deelnemers.forms.mensen import DeurForm, InschrijfForm
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
        # The answer to 'this person is known to the cooperative, is it the same one?': 'ja', 'nee' or not asked yet.
        self.elders = vragen.get("elders", "")
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
        mensen = Deelnemer.objects.filter(pk__in=ids).eigen_kaart()
        return list(mensen.select_related("persoonsgegevens")) if ids else []

    def bekend_elders(self, form: InschrijfForm) -> list[Deelnemer]:
        """Who of other kamers is almost certainly this person. Never to be shown: only that there is somebody.

        Nobody when more than one could be meant: who is asked cannot see which. The bureau finds them as doubles.
        """
        if self._al_gemaakt(form):
            return []
        bekend = self._bekend(form, behalve=self.kamer)
        return bekend if len(bekend) == 1 else []

    def schrijf_dezelfde_in(self, form: InschrijfForm, *, op: date) -> Deelnemer | None:
        """Enrol the card that exists elsewhere at this kamer too; sent twice it is the same one. None: nobody."""
        bekend = self._bekend(form, behalve=self.kamer) or self._bekend(form, behalve=None)
        if len(bekend) != 1:
            return None
        mens = bekend[0]
        if registratie.schrijf_ook_in([(mens.pk, self.kamer.pk, op)], door=self.door):
            reden = "ook bij deze kamer ingeschreven"
            logboek.leg_vast(Logregel.Actie.GEWIJZIGD, mens, door=self.door, kamer=self.kamer, reden=reden)
        return mens

    def _bekend(self, form: InschrijfForm, *, behalve: Kamer | None) -> list[Deelnemer]:
        velden = ("voornaam", "achternaam", "geboortejaar", "telefoon", "email")
        ids = dubbelen.bekend_bij_de_cooperatie(**{veld: form.cleaned_data[veld] for veld in velden}, behalve=behalve)
        per_id = Deelnemer.objects.in_bulk(ids)
        return [per_id[pk] for pk in ids]

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
