"""A year of money with three financiers, made through the product's own write functions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from buurtwerkkamers.models import Kamer, Organisatie
from financien.begroten import Bedragcel, maak_begroting, maak_post, stel_begroting_vast, zet_bedragen
from financien.bijdragen import kies_bestemming, leg_stap_vast
from financien.boeken import NieuweBoeking, boek
from financien.models import Begroting, Boeking, Post
from tests.fabrieken import maak_kamer, maak_organisatie, systeem

JAAR = 2023
PER = date(2023, 9, 1)


@dataclass
class Geldjaar:
    """Kamers TOP and Hart; the gemeente pays for both, the corporatie for TOP, the fonds for food only."""

    top: Kamer
    hart: Kamer
    gemeente: Organisatie
    corporatie: Organisatie
    fonds: Organisatie
    posten: dict[str, Post] = field(default_factory=dict)
    begroting: Begroting | None = None

    def boek(self, post: str, bedrag: str, dag: date = date(2023, 3, 2), **velden: Any) -> Boeking:
        if isinstance(velden.get("dekking"), str):
            velden["dekking"] = self.posten[velden["dekking"]]
        velden = {"omschrijving": f"Boeking {post}", **velden}
        [geboekt] = boek([NieuweBoeking(self.posten[post], dag, Decimal(bedrag), **velden)], door=systeem())
        return geboekt

    def stap(self, post: str, stand: str, dag: date = date(2023, 1, 15), bedrag: str = "", **velden: Any) -> Any:
        geld = Decimal(bedrag) if bedrag else None
        return leg_stap_vast(self.posten[post], stand=stand, datum=dag, bedrag=geld, door=systeem(), **velden)


def maak_geldjaar(
    *,
    gemeente: Organisatie | None = None,
    corporatie: Organisatie | None = None,
    top: Kamer | None = None,
    hart: Kamer | None = None,
    vastgesteld: bool = True,
    jaar: int = JAAR,
) -> Geldjaar:
    w = Geldjaar(
        top or maak_kamer("TOP"),
        hart or maak_kamer("Hart"),
        gemeente or maak_organisatie("Gemeente Utrecht"),
        corporatie or maak_organisatie("Portaal", Organisatie.Soort.WONINGCORPORATIE),
        Organisatie.objects.get_or_create(naam="Fonds Welzijn", soort=Organisatie.Soort.FONDS)[0],
    )
    corp, fondsen = "woningcorporaties", "particuliere fondsen"
    rijen = (
        ("huur", "kosten", "Huur", w.top, None, "", "9000", ""),
        ("eten", "kosten", "Eten", w.top, None, "", "2500", ""),
        ("huur hart", "kosten", "Huur", w.hart, None, "", "8000", ""),
        ("kantoor", "kosten", "Kantoor", None, None, "", "4000", ""),
        ("stad", "financiering", "Subsidie", None, w.gemeente, "", "12000", ""),
        ("stad hart", "financiering", "Subsidie", w.hart, w.gemeente, "", "3000", ""),
        ("portaal", "financiering", "Portaal", w.top, w.corporatie, corp, "6000", "als huurkorting"),
        ("fonds", "financiering", "Fonds Welzijn", None, w.fonds, fondsen, "2500", ""),
    )
    w.begroting = maak_begroting(jaar, door=systeem())
    cellen = []
    for sleutel, soort, naam, kamer, financier, groep, bedrag, noot in rijen:
        post = w.posten[sleutel] = maak_post(
            jaar=jaar, soort=soort, naam=naam, kamer=kamer, financier=financier, groep=groep, door=systeem()
        )
        cellen.append(Bedragcel(post, Decimal(bedrag), **({"noot": noot} if noot else {})))
    zet_bedragen(w.begroting, cellen, door=systeem())
    if vastgesteld:
        stel_begroting_vast(w.begroting, op=date(jaar, 1, 5), door=systeem())
    kies_bestemming(w.posten["fonds"], kostenposten=[w.posten["eten"]], door=systeem())
    return w


def maak_vol_jaar(**velden: Any) -> Geldjaar:
    """With steps, money that came in, costs paid out of it, one of them out of money for something else."""
    w = maak_geldjaar(**velden)
    w.stap("stad", "gevraagd", date(2022, 10, 1), "14000")
    w.stap("stad", "besloten", date(2023, 1, 10), "12000", kenmerk="26-0114", toelichting="Jan belt in mei")
    w.stap("stad hart", "toegezegd", date(2023, 2, 1), "2800")
    w.stap("portaal", "besloten", date(2023, 1, 20))
    w.stap("portaal", "gefactureerd", date(2023, 2, 1), "3000", kenmerk="F-12")
    w.stap("fonds", "besloten", date(2023, 2, 2), "2000", kenmerk="FW 8")
    w.boek("stad", "8000", tegenpartij="Gemeente rekening")
    w.boek("portaal", "3000.50")
    w.boek("fonds", "2000")
    w.boek("huur", "2250.25", dekking="portaal", tegenpartij="Verhuurder De Vries")
    w.boek("huur", "1000", dekking="stad")
    w.boek("kantoor", "500")
    w.boek("eten", "600", dekking="fonds", tegenpartij="Bakker Pieters")
    w.boek("huur", "150", dekking="fonds", reden_elders="Het fonds vond het goed")
    return w
