"""Which column of a file is which: recognised from the header, and corrected by the user."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms

from buurtwerkkamers.importeren.lezen import Bestandsrij, rijen_uit
from buurtwerkkamers.importeren.soort import Soort

VOORBEELDEN = 3
LANGSTE_VOORBEELD = 40


@dataclass(frozen=True)
class Bestandskolom:
    """A column of the file, counted from 0, with the first values that stand in it."""

    plaats: int
    kop: str
    voorbeelden: tuple[str, ...]

    @property
    def titel(self) -> str:
        return self.kop or f"Kolom {self.plaats + 1} (zonder naam)"


def bestandskolommen(pad: Path, soort: Soort) -> list[Bestandskolom]:
    """The columns of the file that hold something. Raises ``LeesFout``."""
    kop, *rijen = itertools.islice(rijen_uit(pad, soort.herkenbaar), VOORBEELDEN + 1)
    kolommen = []
    for plaats, cel in enumerate(kop.cellen):
        voorbeelden = tuple(_kort(rij, plaats) for rij in rijen)
        if cel != "" or any(voorbeelden):
            kolommen.append(Bestandskolom(plaats, str(cel), voorbeelden))
    return kolommen


def _kort(rij: Bestandsrij, plaats: int) -> str:
    tekst = str(rij.cellen[plaats]) if plaats < len(rij.cellen) else ""
    return tekst if len(tekst) <= LANGSTE_VOORBEELD else f"{tekst[: LANGSTE_VOORBEELD - 1]}…"


def herken(kolommen: list[Bestandskolom], soort: Soort) -> dict[int, str]:
    """By place the name of the column that each column of the file seems to be; each name once.

    A header that is the name itself goes before one that is only called something like it.
    """
    gevonden: dict[int, str] = {}
    for namen in (_eigen_namen(soort), _andere_namen(soort)):
        for kolom in kolommen:
            naam = namen.get(_vorm(kolom.kop))
            if naam and kolom.plaats not in gevonden and naam not in gevonden.values():
                gevonden[kolom.plaats] = naam
    return gevonden


def _eigen_namen(soort: Soort) -> dict[str, str]:
    return {_vorm(kolom.naam): kolom.naam for kolom in soort.kolommen}


def _andere_namen(soort: Soort) -> dict[str, str]:
    return {_vorm(ook): kolom.naam for kolom in soort.kolommen for ook in kolom.ook}


def _vorm(tekst: str) -> str:
    """Letters and digits only: ``Geb. jaar``, ``geb-jaar`` and ``gebjaar`` are the same."""
    kaal = unicodedata.normalize("NFKD", tekst.casefold())
    return "".join(teken for teken in kaal if teken.isalnum())


class KoppelForm(forms.Form):
    """One choice per column of the file. ``keuze`` afterwards: the place of each column that is used."""

    def __init__(self, soort: Soort, kolommen: list[Bestandskolom], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.soort, self.kolommen = soort, kolommen
        self.keuze: dict[str, int] = {}
        keuzes = [("", "Niet gebruiken")]
        keuzes += [(k.naam, f"{k.titel} (moet erin)" if k.verplicht else k.titel) for k in soort.kolommen]
        for kolom in kolommen:
            self.fields[_veldnaam(kolom)] = forms.ChoiceField(
                label=kolom.titel,
                choices=keuzes,
                required=False,
                error_messages={"invalid_choice": "Kies een van de kolommen uit de lijst."},
            )

    @staticmethod
    def begin(kolommen: list[Bestandskolom], gekozen: dict[int, str]) -> dict[str, str]:
        """The initial values."""
        return {_veldnaam(kolom): gekozen.get(kolom.plaats, "") for kolom in kolommen}

    def rijen(self) -> list[tuple[Bestandskolom, forms.BoundField]]:
        return [(kolom, self[_veldnaam(kolom)]) for kolom in self.kolommen]

    def clean(self) -> dict[str, Any]:
        for kolom in self.kolommen:
            naam = self.cleaned_data.get(_veldnaam(kolom))
            if naam in self.keuze:
                eerder = next(k for k in self.kolommen if k.plaats == self.keuze[naam])
                self.add_error(
                    _veldnaam(kolom), f"U koos dit al bij ‘{eerder.titel}’. Kies bij een van de twee iets anders."
                )
            elif naam:
                self.keuze[naam] = kolom.plaats
        ontbreekt = [k.titel for k in self.soort.kolommen if k.verplicht and k.naam not in self.keuze]
        if ontbreekt and not self.errors:
            wat = "Deze kolom moet" if len(ontbreekt) == 1 else "Deze kolommen moeten"
            self.add_error(
                None, f"{wat} erin: {', '.join(ontbreekt)}. Kies hieronder welke kolom van uw bestand dat is."
            )
        return self.cleaned_data


def _veldnaam(kolom: Bestandskolom) -> str:
    return f"kolom_{kolom.plaats}"
