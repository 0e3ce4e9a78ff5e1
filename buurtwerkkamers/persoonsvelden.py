"""The part of the register that is about users of the system and parties to an agreement."""

from __future__ import annotations

from buurtwerkkamers.avg import Bewaartermijn, Grondslag, Klasse, Persoonsveld, over_niemand, registreer
from buurtwerkkamers.models import (
    Afspraak,
    Bevoegdheid,
    Bewijsstuk,
    Categorie,
    Categorielijst,
    Deadline,
    Gebruiker,
    Indicator,
    Inlezing,
    Kamer,
    Logregel,
    Ondertekening,
    Oordeel,
    Organisatie,
    Overleg,
    Overlegactie,
    Pincode,
    Stelling,
    Streefwaarde,
    Tablet,
    Uurtarief,
    Wijk,
)


def _account(doel: str, klasse: Klasse = Klasse.GEWOON) -> Persoonsveld:
    return Persoonsveld(doel, Grondslag.OVEREENKOMST, Bewaartermijn.ACCOUNT, klasse)


def _log(doel: str) -> Persoonsveld:
    return Persoonsveld(doel, Grondslag.PLICHT, Bewaartermijn.LOGBOEK)


def _afspraak(doel: str) -> Persoonsveld:
    return Persoonsveld(doel, Grondslag.OVEREENKOMST, Bewaartermijn.AFSPRAAK)


def vul_register() -> None:
    registreer(
        Gebruiker,
        {
            "naam": _account("Om te weten wie iets heeft vastgelegd."),
            "email": _account("Om in te loggen en een nieuw wachtwoord te sturen."),
            "password": _account("Om te controleren of u het bent. Versleuteld bewaard.", Klasse.GEVOELIG),
            "last_login": _account("Om te zien of een account nog wordt gebruikt."),
            "is_active": _account("Om een account te kunnen sluiten."),
            "taal": _account("Om het scherm aan de deur in uw taal te tonen."),
            "is_demo": _account("Om accounts van de demonstratie te herkennen."),
        },
    )
    registreer(
        Bevoegdheid,
        {"gebruiker rol kamer organisatie van tot": _account("Om te bepalen wat iemand mag zien en doen, en wanneer.")},
    )
    registreer(
        Pincode,
        {
            "gebruiker": _account("Van wie deze pincode is."),
            "code startcode": _account(
                "Om te controleren wie er aan de deur staat. Versleuteld bewaard.", Klasse.GEVOELIG
            ),
            "startcode_tot gewijzigd_op": _account("Om een oude code te kunnen weigeren."),
        },
    )
    registreer(
        Logregel,
        {
            "tijdstip gebruiker actie kamer onderwerp_soort onderwerp_id": _log(
                "Om te kunnen nagaan wie welke gegevens zag of meenam."
            ),
            "reden": _log("Waarom iemand gevoelige gegevens wilde zien."),
        },
    )
    registreer(
        Inlezing,
        {
            "door ongedaan_door": _log("Wie een bestand inlas of dat terugdraaide."),
            "soort bestandsnaam op gelezen nieuw gewijzigd ongewijzigd gebeurtenissen ongedaan_op": _log(
                "Om een bestand dat fout was weer te kunnen verwijderen."
            ),
        },
    )
    registreer(
        Tablet,
        {
            "ingeschreven_door": _log("Wie deze tablet toegang gaf."),
            "kamer naam sleutel ingeschreven_op ingetrokken_op gezien_op": _log(
                "Om een tablet te herkennen en te kunnen afsluiten."
            ),
        },
    )
    registreer(
        Ondertekening,
        {
            "naam functie": _afspraak("Wie voor een organisatie tekende."),
            "afspraak organisatie getekend_op": _afspraak("Bij welke afspraak, en wanneer."),
        },
    )
    registreer(
        Overlegactie,
        {
            "wie": _afspraak("Wie iets zou doen."),
            "overleg wat voor klaar_op": _afspraak("Wat er is beloofd, en of het is gedaan."),
        },
    )
    registreer(
        Overleg,
        {
            "verslag": _afspraak("Wat er is besproken. Geen namen van deelnemers."),
            "afspraak soort datum kamer plaats stand": _afspraak("Wanneer het overleg was."),
        },
    )
    registreer(
        Oordeel,
        {
            "besloten_door": _afspraak("Wie het oordeel gaf."),
            "indicator kamer van tm waarde toelichting besloten_op": _afspraak("Wat het oordeel is, en waarom."),
        },
    )
    registreer(
        Bewijsstuk,
        {
            "oordeel naam soort inhoud grootte sha256": _afspraak(
                "Waar een oordeel op rust. Zonder namen van deelnemers."
            )
        },
    )
    over_niemand(
        "Dit gaat over kamers, organisaties of afspraken, en niet over mensen.",
        Afspraak, Categorie, Categorielijst, Deadline, Indicator, Kamer, Organisatie, Stelling, Streefwaarde,
        Uurtarief, Wijk,
    )  # fmt: skip
