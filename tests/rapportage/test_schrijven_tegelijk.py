"""Several people in one answer at the same moment, each on a connection of their own: no text is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from gegevens import Wereld, gebruiker, maak_wereld

from rapportage.antwoorden import AntwoordVeranderd, beantwoord, bewaar_klad
from rapportage.models import Antwoord, Klad
from rapportage.tekstverschil import voeg_samen
from tests.tegelijk import tegelijk

pytestmark = pytest.mark.django_db(transaction=True)
SCHRIJVERS, KEREN = 2, 60


@pytest.fixture
def wereld() -> Wereld:
    return maak_wereld()


def test_veel_schrijven_tegelijk_verliest_geen_stuk(wereld):
    """Everybody adds pieces over and over; who was overtaken gets both texts, joins them and stores again."""
    plek = {"rapport": wereld.rapport, "onderdeel": wereld.vraag(), "kamer": wereld.kamers["TOP"]}
    mensen = [gebruiker(f"Schrijver {n}", "coordinator", kamer=plek["kamer"]) for n in range(SCHRIJVERS)]
    botsingen = []

    def schrijf(door) -> Callable[[], None]:
        def keer_op_keer() -> None:
            versie, tekst = 0, ""
            for n in range(KEREN):
                tekst = f"{tekst}\n\nStuk {n} van {door.naam}.".strip()
                bewaar_klad(**plek, tekst=tekst, versie=versie, door=door)
                while True:
                    try:
                        versie = beantwoord(**plek, tekst=tekst, versie=versie, door=door).versie
                        break
                    except AntwoordVeranderd as botsing:
                        botsingen.append(door)
                        tekst, versie = voeg_samen(botsing.huidig.tekst, tekst), botsing.huidig.versie

        return keer_op_keer

    assert tegelijk(*(schrijf(mens) for mens in mensen)) == []
    antwoord = Antwoord.objects.get()
    alineas = antwoord.tekst.split("\n\n")
    assert sorted(alineas) == sorted(f"Stuk {n} van {mens.naam}." for mens in mensen for n in range(KEREN))
    assert set(antwoord.schrijvers) == {mens.pk for mens in mensen}
    assert not Klad.objects.exists()
    assert botsingen, "niemand schreef tegelijk: dan bewijst dit niets"


def test_hetzelfde_klad_uit_twee_tabbladen_blijft_een_rij(wereld):
    plek = {"rapport": wereld.rapport, "onderdeel": wereld.vraag(), "kamer": wereld.kamers["TOP"]}
    door = wereld.coordinatoren["TOP"]

    def typ(welk: str) -> Callable[[], None]:
        return lambda: [bewaar_klad(**plek, tekst=f"{welk} {n}", door=door) for n in range(40)] and None

    assert tegelijk(typ("een"), typ("twee"), typ("drie")) == []
    assert Klad.objects.get().tekst in {"een 39", "twee 39", "drie 39"}
