"""The register of personal fields (AVG, article 30): what each field about a person is for, and how long it stays.

Closed by default. Every model is in the register with all of its fields, or it is named as one that holds nobody, with
the reason; anything else fails ``manage.py check``. Each app writes its own part (``persoonsvelden.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models
from django.utils.functional import lazy

APPS = ("buurtwerkkamers", "deelnemers", "financien", "rapportage")


class Grondslag(Enum):
    """Why this may be kept (AVG, article 6). Proposals: the cooperative decides, see docs/besluiten/019."""

    OVEREENKOMST = "overeenkomst"
    BELANG = "gerechtvaardigd belang"
    PLICHT = "wettelijke plicht"
    TOESTEMMING = "toestemming"


class Klasse(Enum):
    """How much harm it does in the wrong hands."""

    GEWOON = "gewoon"
    GEVOELIG = "gevoelig"


class Bewaartermijn(Enum):
    """How long it stays; the rules of 4-veilig. Nothing is removed by itself yet."""

    DEELNEMER = "24 maanden na het laatste bezoek"
    VRIJWILLIGER = "24 maanden na het vertrek"
    LOGBOEK = "24 maanden"
    ACCOUNT = "zolang het account bestaat"
    GELD = "7 jaar"
    AFSPRAAK = "7 jaar na de afspraak"
    RAPPORT = "zolang het rapport bestaat"


@dataclass(frozen=True)
class Persoonsveld:
    """One entry. ``doel`` is a sentence at level B1 that also stands under the field on screen."""

    doel: str
    grondslag: Grondslag
    bewaren: Bewaartermijn
    klasse: Klasse = Klasse.GEWOON


@dataclass(frozen=True)
class Regel:
    """A line of the register as it is read: the thing, its field, and the entry."""

    ding: str
    veld: str
    persoonsveld: Persoonsveld


_velden: dict[type[models.Model], dict[str, Persoonsveld]] = {}
_niemand: dict[type[models.Model], str] = {}


def registreer(model: type[models.Model], velden: Mapping[str, Persoonsveld]) -> None:
    """Enter a model about people; a key may name several fields ('voornaam achternaam')."""
    _velden[model] = {naam: veld for namen, veld in velden.items() for naam in namen.split()}


def over_niemand(reden: str, *modellen: type[models.Model]) -> None:
    """Enter models that hold nothing about a person, and why that is so."""
    _niemand.update(dict.fromkeys(modellen, reden))


def onder_veld(model: type[models.Model], veld: str, *, erbij: str = "") -> str:
    """What stands under this field on screen: its purpose in the words of the register, and how to fill it in.

    Read when it is shown, because forms are made before the register is filled. ``KeyError`` (then) for a field that
    is not in it.
    """
    return _tekst_onder_veld(model, veld, erbij)


def _onder_veld(model: type[models.Model], veld: str, erbij: str) -> str:
    return f"{_velden[model][veld].doel} {erbij}".strip()


_tekst_onder_veld = lazy(_onder_veld, str)


def register() -> list[Regel]:
    """The whole register in the order of the apps and models."""
    regels = []
    for model in _eigen_modellen():
        for naam, persoonsveld in _velden.get(model, {}).items():
            veld = model._meta.get_field(naam)
            titel = str(getattr(veld, "verbose_name", naam))
            regels.append(Regel(str(model._meta.verbose_name), titel, persoonsveld))
    return regels


def _eigen_modellen() -> Iterable[type[models.Model]]:
    """Our models; not their history, which has the same fields and goes with them, nor a second name of one table."""
    for naam in APPS:
        for model in apps.get_app_config(naam).get_models():
            if not model._meta.proxy and not hasattr(model, "pgh_tracked_model"):
                yield model


def controleer(**kwargs: Any) -> list[checks.CheckMessage]:
    """The check: what is not in the register, and what stands there and does not exist."""
    return [fout for model in _eigen_modellen() for fout in _fouten(model)]


def _fouten(model: type[models.Model]) -> Iterable[checks.Error]:
    if model in _niemand:
        return
    if model not in _velden:
        tekst = f"{model.__name__} staat niet in het register van persoonsgegevens."
        yield checks.Error(tekst, hint="Zet het model in persoonsvelden.py van zijn app.", obj=model, id="avg.E001")
        return
    velden = {v.name for v in (*model._meta.concrete_fields, *model._meta.many_to_many) if not _is_sleutel(v)}
    for naam in sorted(velden ^ set(_velden[model])):
        wat = "staat niet in" if naam in velden else "bestaat niet, maar staat in"
        tekst = f"{model.__name__}.{naam} {wat} het register van persoonsgegevens."
        yield checks.Error(tekst, hint="Werk persoonsvelden.py van de app bij.", obj=model, id="avg.E002")


def _is_sleutel(veld: Any) -> bool:
    return bool(getattr(veld, "primary_key", False))
