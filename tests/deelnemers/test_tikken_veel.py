"""Five volunteers, thousands of taps, repeated and late posts: the database ends as a simple model of the taps."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from typing import Any

import pytest

from deelnemers import registratie
from deelnemers.models import Deelname, Deelnemer, Persoonsgegevens, Telling, Tik
from deelnemers.registratie import NieuweTik
from tests.deelnemers.wereld import maak_wereld, schrijf_in, vandaag
from tests.fabrieken import maak_activiteit, maak_gebruiker
from tests.tegelijk import tegelijk

SOORTEN = ("", "kinderen", "ouderen")


class Model:
    """What must be in the database: every key counts at the moment that it first came in."""

    def __init__(self) -> None:
        self.gezien: set[uuid.UUID] = set()
        self.aanwezig: set[tuple[int, Any]] = set()
        self.telling: Counter[tuple[int, str]] = Counter()
        self.nieuw: list[str] = []

    def ontvang(self, tik: NieuweTik) -> None:
        if tik.sleutel in self.gezien:
            return
        self.gezien.add(tik.sleutel)
        wie = (tik.activiteit_id, tik.sleutel if tik.wat == "nieuw" else tik.van or tik.deelnemer_id)
        if tik.wat == "telling":
            plek = (tik.activiteit_id, tik.soort)
            self.telling[plek] = max(self.telling[plek] + tik.stap, 0)
        elif tik.wat == "afwezig":
            self.aanwezig.discard(wie)
        else:
            self.aanwezig.add(wie)
        if tik.wat == "nieuw":
            self.nieuw.append(tik.voornaam)


class Vrijwilliger:
    """A screen: taps go into a queue and stay there until an answer came; answers get lost."""

    def __init__(self, w: Any, kans: random.Random, activiteiten: list[Any], mensen: list[Any]) -> None:
        self.w, self.kans, self.activiteiten, self.mensen = w, kans, activiteiten, mensen
        self.gebruiker = maak_gebruiker("deur", kamer=w.top)
        self.rij: list[NieuweTik] = []
        self.verstuurd: list[NieuweTik] = []
        self.eigen_nieuwe: list[NieuweTik] = []

    def tik(self, **velden: Any) -> NieuweTik:
        activiteit = self.kans.choice(self.activiteiten)
        gewoon = {"activiteit_id": activiteit.pk, "datum": vandaag(), "door_id": self.gebruiker.pk}
        tik = NieuweTik(sleutel=uuid.UUID(int=self.kans.getrandbits(128), version=4), **{**gewoon, **velden})
        self.rij.append(tik)
        return tik

    def doe_iets(self) -> None:
        worp = self.kans.random()
        if worp < 0.03:
            self.eigen_nieuwe.append(self.tik(wat="nieuw", voornaam=f"Nieuw{self.kans.randrange(10**9)}"))
        elif worp < 0.08 and self.eigen_nieuwe:
            vorige = self.kans.choice(self.eigen_nieuwe)
            self.tik(wat="afwezig", van=vorige.sleutel, activiteit_id=vorige.activiteit_id)
        elif worp < 0.3:
            self.tik(wat="telling", stap=self.kans.choice((1, 1, 1, -1)), soort=self.kans.choice(SOORTEN))
        else:
            wat = "aanwezig" if self.kans.random() < 0.6 else "afwezig"
            self.tik(wat=wat, deelnemer_id=self.kans.choice(self.mensen).pk)

    def post(self) -> list[NieuweTik]:
        """What goes over the line now: the queue, or an old post once more; the answer may get lost."""
        if self.verstuurd and self.kans.random() < 0.15:
            begin = self.kans.randrange(len(self.verstuurd))
            return self.verstuurd[begin : begin + 20]
        deel = self.rij[:100]
        self.verstuurd += deel
        if self.kans.random() < 0.8:
            self.rij = self.rij[len(deel) :]
        return deel


def speel(w: Any, zaad: int, aantal: int) -> Model:
    kans = random.Random(zaad)
    activiteiten = [w.eettafel, maak_activiteit(w.top), maak_activiteit(w.top)]
    mensen = [schrijf_in(w.top, f"Mens{nummer}") for nummer in range(30)]
    ploeg = [Vrijwilliger(w, kans, activiteiten, mensen) for _ in range(5)]
    model = Model()

    def verstuur(wie: Vrijwilliger) -> None:
        deel = wie.post()
        if not deel:
            return
        for tik in deel:
            model.ontvang(tik)
        verstuurder = kans.choice(ploeg).gebruiker  # somebody else may have logged in meanwhile
        uitslagen = registratie.verwerk_tikken(deel, kamer=w.top, verstuurd_door=verstuurder)
        assert all(uitslag.gedaan for uitslag in uitslagen), uitslagen

    for _ in range(aantal):
        wie = kans.choice(ploeg)
        wie.doe_iets()
        if kans.random() < 0.15:
            verstuur(kans.choice(ploeg))
    for wie in ploeg:
        while wie.rij:
            verstuur(wie)
    return model


def vergelijk(model: Model) -> None:
    van_tik = dict(Tik.objects.filter(wat="nieuw").values_list("sleutel", "deelnemer"))
    verwacht = {(activiteit, van_tik.get(wie, wie)) for activiteit, wie in model.aanwezig}
    assert set(Deelname.objects.values_list("activiteit", "deelnemer")) == verwacht
    assert Deelname.objects.count() == len(verwacht)
    geteld = {(a, soort): aantal for a, soort, aantal in Telling.objects.values_list("activiteit", "soort", "aantal")}
    assert {plek: aantal for plek, aantal in geteld.items() if aantal} == {
        plek: aantal for plek, aantal in model.telling.items() if aantal
    }
    nieuwe = Persoonsgegevens.objects.filter(voornaam__startswith="Nieuw").values_list("voornaam", flat=True)
    assert sorted(nieuwe) == sorted(model.nieuw)
    assert Tik.objects.count() == len(model.gezien)
    per_door = Counter(Deelname.objects.values_list("geregistreerd_door", flat=True))
    assert len(per_door) == 5


@pytest.mark.django_db
@pytest.mark.parametrize("zaad", [1, 2])
def test_vijf_vrijwilligers_en_500_tikken(zaad: int) -> None:
    vergelijk(speel(maak_wereld(), zaad, 500))


@pytest.mark.zwaar
@pytest.mark.django_db
def test_vijf_vrijwilligers_en_10000_tikken() -> None:
    vergelijk(speel(maak_wereld(), 3, 10_000))


# --- at the same time --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_vijf_verbindingen_tegelijk_met_dezelfde_en_met_eigen_tikken() -> None:
    """The same post from five connections at once, and posts with the same people in another order: once each."""
    w = maak_wereld()
    kans = random.Random(4)
    mensen = [schrijf_in(w.top, f"Mens{nummer}") for nummer in range(12)]
    ploeg = [Vrijwilliger(w, kans, [w.eettafel], mensen) for _ in range(5)]
    for wie in ploeg:
        for mens in kans.sample(mensen, len(mensen)):
            wie.tik(wat="aanwezig", deelnemer_id=mens.pk)
            wie.tik(wat="telling", stap=1, soort=kans.choice(SOORTEN))
        wie.tik(wat="nieuw", voornaam="Nieuw")
    gedeeld = list(ploeg[0].rij)

    def verstuur(wie: Vrijwilliger) -> None:
        for rij in (gedeeld, wie.rij, gedeeld[::-1], wie.rij):
            uitslagen = registratie.verwerk_tikken(rij, kamer=w.top, verstuurd_door=wie.gebruiker)
            assert all(uitslag.gedaan for uitslag in uitslagen)

    assert tegelijk(*[lambda wie=wie: verstuur(wie) for wie in ploeg]) == []
    assert Deelname.objects.count() == 12 + 5
    assert sum(Telling.objects.values_list("aantal", flat=True)) == 5 * 12
    assert Deelnemer.objects.filter(persoonsgegevens__voornaam="Nieuw").count() == 5
    assert Tik.objects.count() == 5 * 25


@pytest.mark.django_db(transaction=True)
def test_de_pagina_zonder_script_en_de_tikken_tellen_samen() -> None:
    """Somebody on an old browser and somebody with the app count the same people without a name."""
    w = maak_wereld()
    rij = Vrijwilliger(w, random.Random(5), [w.eettafel], [w.fatima])
    for _ in range(20):
        rij.tik(wat="telling", stap=1)

    def via_pagina() -> None:
        for _ in range(20):
            registratie.tel_erbij(activiteit=w.eettafel, datum=vandaag(), stap=1, door=w.deur)

    def via_tikken() -> None:
        for tik in rij.rij:
            (uitslag,) = registratie.verwerk_tikken([tik], kamer=w.top, verstuurd_door=w.deur)
            assert uitslag.gedaan, uitslag

    assert tegelijk(via_pagina, via_tikken, via_tikken) == []
    assert Telling.objects.get().aantal == 40
