"""How forms are drawn (FORM_RENDERER) and the few fields that every app needs in Dutch."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from buurtwerkkamers.bsn import BSN_FOUT, bevat_bsn


class Weergave(TemplatesSetting):
    """Django's own field groups, drawn by the templates in templates/django/forms/."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Without placeholders: they vanish on typing and are no label, but other people's forms come with them."""
        if "widget" in context:
            context["widget"]["attrs"].pop("placeholder", None)
        return super().render(template_name, context, request)


BEDRAG = re.compile(r"-?(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2})?")


class ZonderBsn(forms.Form):
    """A form that refuses a BSN in any text that people type."""

    def clean(self) -> dict[str, Any]:
        gegevens = super().clean() or self.cleaned_data
        for naam, waarde in list(gegevens.items()):
            if isinstance(waarde, str) and bevat_bsn(waarde):
                self.add_error(naam, BSN_FOUT)
        return self.cleaned_data


LAATSTE_DAG = date(2099, 12, 31)
EERSTE_DAG = date(2000, 1, 1)  # before there were kamers: an earlier year is a slip of the finger


class DatumVeld(forms.DateField):
    """A date with the device's own date picker; a typed 14-3-2020 is understood too."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"])
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        datum = super().to_python(value)
        if datum and datum > LAATSTE_DAG:
            raise ValidationError("Kies een dag voor het jaar 2100: kijk het jaar na.", code="max_value")
        if datum and datum < EERSTE_DAG:
            raise ValidationError("Kies een dag vanaf 1 januari 2000: kijk het jaar na.", code="min_value")
        return datum


class DecimaalVeld(forms.DecimalField):
    """A number in Dutch notation, with at most two decimals. ``teken``: the sign that may stand with it."""

    teken = ""
    verkeerd = "Schrijf een getal, bijvoorbeeld 2 of 2,5."
    te_veel = "Dit getal is te groot of heeft meer dan twee cijfers achter de komma."

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"max_digits": 12, "decimal_places": 2} | kwargs
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)
        for controle in self.validators:
            if isinstance(controle, DecimalValidator):
                controle.messages = dict.fromkeys(controle.messages, self.te_veel)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"\s", "", value.replace(self.teken, "")).replace("−", "-")
            if BEDRAG.fullmatch(value):
                value = value.replace(".", "").replace(",", ".")
            elif value and not re.fullmatch(r"-?\d+\.\d{1,2}", value):  # 12.50, as machines write it
                raise ValidationError(self.verkeerd, code="invalid")
        return super().to_python(value)


class BedragVeld(DecimaalVeld):
    """Euros as people write them: 12345, 12345,67, 12.345,67 or € 12.345,67. Gives a Decimal."""

    teken = "€"
    verkeerd = "Schrijf een bedrag, bijvoorbeeld 1.250 of 1.250,50."
    te_veel = "Dit bedrag is te groot of heeft meer dan twee cijfers achter de komma."

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "class": "bedrag"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class Inlogformulier(LoginForm):
    """Log in with e-mail address and password; the way to a new password stands under the button."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class Koppelformulier(ActivateTOTPForm):
    """The first code from the app, which proves that the app and this account are linked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code van zes cijfers uit de app"
