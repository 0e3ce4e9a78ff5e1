"""Fields that every form about people shares: choosing a person, choosing the kamer, a day that is usually today.

A form with these fields descends from ``MetMensen`` and gets the user: ``Formulier(request.POST, gebruiker=…)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from buurtwerkkamers.formulieren import DatumVeld, ZonderBsn
from buurtwerkkamers.models import Gebruiker, Kamer
from buurtwerkkamers.rechten import kamers_met, mag
from deelnemers.models import Deelnemer
from deelnemers.models.mensen import DeelnemerQuerySet
from deelnemers.namen import zoekvorm
from deelnemers.zicht import zichtbare_deelnemers
from deelnemers.zoeken import zoek_mensen

HOEVEEL = 10
NIEMAND = "We vinden niemand met de naam ‘{}’. Kijk of de naam klopt, of schrijf de persoon eerst in."
KIES = "We weten niet zeker wie u bedoelt met ‘{}’. Kies hieronder de persoon."
LEEG = "Vul een naam in en kies de persoon."
_NUMMER = re.compile(r"\(([^()]+)\)\s*$")


def te_kiezen(gebruiker: Gebruiker, recht: str) -> DeelnemerQuerySet:
    """The people this user may choose for something that needs ``recht``, with their names; nobody twice."""
    mensen = zichtbare_deelnemers(gebruiker, recht).eigen_kaart()
    return mensen.van_kamers(kamers_met(gebruiker, "deelnemers.zien")).filter(persoonsgegevens__isnull=False)


def vind_mensen(mensen: DeelnemerQuerySet, tekst: str, hoeveel: int = HOEVEEL) -> list[Deelnemer]:
    """Who may be meant by ``tekst``, most likely first: a number, part of a name, or a name that sounds like it."""
    tekst = tekst.replace("\0", "").strip()
    if not zoekvorm(tekst):
        return []
    met_nummer = mensen.filter(nummer__iexact=tekst).order_by().values_list("pk", flat=True)
    ids = list(dict.fromkeys([*met_nummer, *zoek_mensen(mensen, tekst, hoeveel)]))[:hoeveel]
    gevonden = mensen.in_bulk(ids)
    return [gevonden[pk] for pk in ids if pk in gevonden]


def label(deelnemer: Deelnemer, zelfde_naam: bool = False) -> str:
    """The name, with the number when two people read the same."""
    return f"{deelnemer.naam} ({deelnemer.nummer})" if zelfde_naam else deelnemer.naam


def met_labels(mensen: Iterable[Deelnemer]) -> list[tuple[Deelnemer, str]]:
    """Each person with the text to tell them apart from the others in this list."""
    mensen = list(mensen)
    namen = [mens.naam for mens in mensen]
    return [(mens, label(mens, namen.count(mens.naam) > 1)) for mens in mensen]


def deelnemer_uit_adres(request: HttpRequest, recht: str) -> Deelnemer | None:
    """The person of ``?deelnemer=<pk>``, to fill in a form with; None when there is none or the user may not."""
    pk = request.GET.get("deelnemer", "")
    if not re.fullmatch(r"[0-9]{1,18}", pk):
        return None
    return te_kiezen(request.user, recht).filter(pk=pk).first()  # type: ignore[arg-type]


@dataclass(frozen=True)
class Invoer:
    """What came from the form: the typed name, the chosen ids, and the name for which a choice was shown."""

    tekst: str
    ids: tuple[int, ...]
    gezocht: str

    def __bool__(self) -> bool:
        return bool(self.tekst or self.ids)


class Persoonkiezer(forms.Widget):
    """A text field for (part of) a name with suggestions below it; without JavaScript the server looks the name up.

    In the form: ``naam`` (the text), ``naam_id`` (who was chosen) and ``naam_gezocht`` (the text of the last choice).
    """

    template_name = "onderdelen/persoonkiezer.html"
    meer = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.mensen: DeelnemerQuerySet = Deelnemer.objects.none()
        self.recht = ""
        self.mag_inschrijven = False
        self.kandidaten: tuple[Deelnemer, ...] = ()  # never a list: all forms of one class share this widget

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Invoer:
        lijst = data.getlist(f"{name}_id") if hasattr(data, "getlist") else data.get(f"{name}_id", [])
        waarden = lijst if isinstance(lijst, list | tuple) else [lijst]
        ids = tuple(dict.fromkeys(int(w) for w in waarden if re.fullmatch(r"[0-9]{1,18}", str(w))))
        tekst, gezocht = (str(data.get(sleutel) or "") for sleutel in (name, f"{name}_gezocht"))
        return Invoer(_schoon(tekst), ids, _schoon(gezocht))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_id" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        tekst, gekozen = self._toestand(value)
        context["widget"] |= {
            "tekst": tekst,
            "gekozen": met_labels(gekozen),
            "kandidaten": met_labels(mens for mens in self.kandidaten if mens not in gekozen),
            "recht": self.recht,
            "mag_inschrijven": self.mag_inschrijven,
            "meer": self.meer,
        }
        return context

    def _toestand(self, value: Any) -> tuple[str, list[Deelnemer]]:
        """What stands in the text field, and who is chosen."""
        if isinstance(value, Invoer):
            gekozen = self._bij(value.ids)
            return value.tekst, gekozen if not self.kandidaten or self.meer else []
        if not value:
            return "", []
        waarden = value if isinstance(value, list | tuple | QuerySet) else [value]
        gekozen = self._bij([waarde.pk if isinstance(waarde, Deelnemer) else int(waarde) for waarde in waarden])
        return ("" if self.meer or not gekozen else label(gekozen[0])), gekozen

    def _bij(self, ids: Iterable[int]) -> list[Deelnemer]:
        gevonden = self.mensen.in_bulk(list(ids)) if ids else {}
        return [gevonden[pk] for pk in ids if pk in gevonden]


def _schoon(tekst: str) -> str:
    return " ".join(tekst.replace("\0", "").split())[:200]


class Personenkiezer(Persoonkiezer):
    """The same for several people: those chosen stand in a list, and a name can be added."""

    meer = True


class _Mensenveld(forms.Field):
    """What both fields for people share: whose people can be chosen, and how a typed name is resolved."""

    widget = Persoonkiezer

    def __init__(self, *, recht: str = "deelnemers.wijzigen", **kwargs: Any) -> None:
        kwargs["error_messages"] = {"required": LEEG, **(kwargs.get("error_messages") or {})}
        super().__init__(**kwargs)
        self.recht = recht
        self.mensen: DeelnemerQuerySet = Deelnemer.objects.none()

    def voor(self, gebruiker: Gebruiker) -> None:
        """From now on the choices are those of this user. ``MetMensen`` calls it."""
        self.mensen = te_kiezen(gebruiker, self.recht)
        kiezer: Any = self.widget
        kiezer.mensen, kiezer.recht = self.mensen, self.recht
        kiezer.mag_inschrijven = mag(gebruiker, "deelnemers.inschrijven")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)

    def _gekozen(self, ids: Iterable[int]) -> list[Deelnemer]:
        ids = list(ids)
        gevonden = self.mensen.in_bulk(ids)
        if len(gevonden) < len(ids):
            raise ValidationError("Deze persoon kunt u niet kiezen. Zoek de naam opnieuw.", code="invalid_choice")
        return [gevonden[pk] for pk in ids]

    def _zoek(self, tekst: str) -> Deelnemer:
        """The one person that this text can only mean; else the form comes back with a choice."""
        if nummer := _NUMMER.search(tekst):
            met_nummer = self.mensen.filter(nummer__iexact=nummer[1].strip()).first()
            if met_nummer and zoekvorm(tekst[: nummer.start()]) == zoekvorm(met_nummer.naam):
                return met_nummer
        letterlijk = list(self.mensen.zoek(tekst) | self.mensen.filter(nummer__iexact=tekst)) if zoekvorm(tekst) else []
        precies = [m for m in letterlijk if zoekvorm(tekst) in (zoekvorm(m.naam), m.nummer.lower())]
        passend = precies if len(precies) == 1 else letterlijk
        if len(passend) == 1:
            return passend[0]
        # A name that only sounds like it is never taken for granted: the person chooses.
        gevonden = vind_mensen(self.mensen, tekst)
        kiezer: Any = self.widget
        kiezer.kandidaten = (*kiezer.kandidaten, *gevonden)
        raise ValidationError((KIES if gevonden else NIEMAND).format(tekst), code="invalid_choice")


class DeelnemerVeld(_Mensenveld):
    """One person of the user's kamers, typed as part of a name. Gives a ``Deelnemer`` (None when left empty).

    ``recht``: what the user wants to do with the person; it decides whose people can be chosen. Initial: a
    ``Deelnemer`` or its pk (see ``deelnemer_uit_adres``). Merged cards and people of other kamers are never found.
    """

    def clean(self, value: Invoer | None) -> Deelnemer | None:
        if not value:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if value.ids:
            gekozen = self._gekozen(value.ids[:1])[0]
            # Without JavaScript the hidden choice stays when somebody types another name: then the text decides.
            if value.tekst in ("", value.gezocht, label(gekozen), label(gekozen, zelfde_naam=True)):
                return gekozen
        elif not value.tekst:
            return None
        return self._zoek(value.tekst)


class DeelnemersVeld(_Mensenveld):
    """Several people; without JavaScript names can be typed with commas between them. Gives a list."""

    widget = Personenkiezer

    def clean(self, value: Invoer | None) -> list[Deelnemer]:
        gekozen = self._gekozen(value.ids) if value else []
        fouten = []
        # The name for which a choice was shown has been answered by that choice.
        tekst = value.tekst if value and not (gekozen and value.tekst == value.gezocht) else ""
        for naam in filter(None, (deel.strip() for deel in tekst.split(","))):
            try:
                gekozen.append(self._zoek(naam))
            except ValidationError as fout:
                fouten.append(fout)
        if fouten:
            raise ValidationError(fouten)
        if self.required and not gekozen:
            raise ValidationError(self.error_messages["required"], code="required")
        return list(dict.fromkeys(gekozen))


class KamerVeld(forms.ModelChoiceField):
    """A kamer for which the user has ``recht``. Who has one only is not asked: the field hides and gives that one."""

    def __init__(self, *, recht: str, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Kamer")
        kwargs.setdefault("widget", forms.RadioSelect)
        kwargs["error_messages"] = {"required": "Kies de kamer.", **(kwargs.get("error_messages") or {})}
        super().__init__(Kamer.objects.none(), empty_label=None, **kwargs)
        self.recht = recht
        self.enige: Kamer | None = None

    def voor(self, gebruiker: Gebruiker) -> None:
        kamers = kamers_met(gebruiker, self.recht)
        self.queryset = kamers
        gevonden = list(kamers[:2])
        if len(gevonden) == 1:
            self.enige = gevonden[0]
            self.widget = forms.HiddenInput()
            self.initial = self.enige.pk
            self.required = False

    def clean(self, value: Any) -> Kamer | None:
        return self.enige or super().clean(value)


class EigenDatumVeld(DatumVeld):
    """The day of what is recorded: today, unless filled in otherwise; not in the future unless ``toekomst``."""

    def __init__(self, *, toekomst: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Datum")
        kwargs.setdefault("initial", timezone.localdate)
        kwargs["error_messages"] = {
            "required": "Kies een dag.",
            "invalid": "Schrijf de dag zoals 14-3-2020.",
            **(kwargs.get("error_messages") or {}),
        }
        super().__init__(**kwargs)
        self.toekomst = toekomst

    def to_python(self, value: Any) -> Any:
        datum = super().to_python(value)
        if datum and not self.toekomst and datum > timezone.localdate():
            raise ValidationError("Deze dag moet nog komen. Kies vandaag of een dag ervoor.", code="max_value")
        return datum


class MetMensen(ZonderBsn):
    """A form with the fields of this module; ``gebruiker`` decides what can be chosen.

    A person that is filled in already also fills in the kamer, when the person comes at one of the choices only.
    """

    def __init__(self, *args: Any, gebruiker: Gebruiker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gebruiker = gebruiker
        for veld in self.fields.values():
            if isinstance(veld, _Mensenveld | KamerVeld):
                veld.voor(gebruiker)
        mensen = [waarde for waarde in self.initial.values() if isinstance(waarde, Deelnemer)]
        for naam, veld in self.fields.items():
            if isinstance(veld, KamerVeld) and not veld.enige and naam not in self.initial and len(mensen) == 1:
                van_persoon = list(veld.queryset.filter(pk__in=mensen[0].kamers)[:2])  # type: ignore[union-attr]
                if len(van_persoon) == 1:
                    self.initial[naam] = van_persoon[0].pk


class TekstMetVoorstellen(forms.TextInput):
    """A text field that suggests what is usual; anything else may be typed. Set ``voorstellen`` in the form."""

    template_name = "onderdelen/tekst_met_voorstellen.html"
    voorstellen: Iterable[str] = ()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        lijst = f"{context['widget']['attrs'].get('id', name)}_lijst"
        context["widget"]["attrs"] |= {"list": lijst, "autocomplete": "off"}
        return context | {"voorstellen": list(self.voorstellen), "lijst": lijst}
