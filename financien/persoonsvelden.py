"""The part of the register that is about money: who paid, who was paid, and who checked."""

from __future__ import annotations

from buurtwerkkamers.avg import Bewaartermijn, Grondslag, Persoonsveld, over_niemand, registreer
from financien.models import (
    Archiefbesteding,
    Banktransactie,
    Beginsaldo,
    Begroting,
    Begrotingsregel,
    Bestemming,
    Bijdragestap,
    Boeking,
    Boekregel,
    Bon,
    Bron,
    Controle,
    GedruktAandeel,
    Handgeldmaand,
    Handgeldpot,
    Handgelduitgave,
    Maandafsluiting,
    Post,
    Prognose,
    Regel,
    Verplichting,
)


def _geld(doel: str) -> Persoonsveld:
    return Persoonsveld(doel, Grondslag.PLICHT, Bewaartermijn.GELD)


def vul_register() -> None:
    registreer(
        Banktransactie,
        {
            "tegenpartij tegenrekening": _geld("Van wie geld kwam, of naar wie het ging."),
            "rekening datum bedrag omschrijving kenmerk overgeslagen": _geld("Wat de bank over de betaling zegt."),
        },
    )
    registreer(
        Boeking,
        {
            "tegenpartij": _geld("Van wie geld kwam, of naar wie het ging."),
            "post datum bedrag omschrijving herkomst": _geld("Waar het geld voor was."),
            "transactie handgeld handgeldsoort verplichting": _geld("Waar de boeking uit volgt."),
            "dekking reden_elders herstelt": _geld("Uit welke bijdrage het is betaald, en wat het herstelt."),
        },
    )
    registreer(
        Boekregel,
        {
            "veld zoek": _geld("Om een betaling de volgende keer te herkennen."),
            "soort post kamer financier raak mis": _geld("Waar zo'n betaling bij hoort."),
        },
    )
    registreer(
        Handgeldmaand,
        {
            "ingediend_door goedgekeurd_door": _geld("Wie het handgeld indiende, en wie het goedkeurde."),
            "kamer maand ontvangen stand opmerking": _geld("Hoe het handgeld van een maand ervoor staat."),
        },
    )
    registreer(Handgelduitgave, {"maand datum soort bedrag omschrijving": _geld("Wat er van het handgeld is gekocht.")})
    registreer(Bon, {"uitgave soort inhoud sha256": _geld("Het bewijs van een uitgave.")})
    registreer(
        Controle,
        {
            "namen": _geld("Wie het geld controleerde."),
            "jaar door_wie bekeken bevinding positief getekend_op": _geld("Wat er is bekeken, en wat eruit kwam."),
        },
    )
    over_niemand(
        "Bedragen per post, kamer en organisatie; niet per mens.",
        Archiefbesteding, Beginsaldo, Begroting, Begrotingsregel, Bestemming, Bijdragestap, Bron, GedruktAandeel,
        Handgeldpot, Maandafsluiting, Post, Prognose, Regel, Verplichting,
    )  # fmt: skip
