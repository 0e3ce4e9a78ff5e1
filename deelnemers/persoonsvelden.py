"""The part of the register that is about residents: those who come, help, or are helped."""

from __future__ import annotations

from buurtwerkkamers.avg import Bewaartermijn, Grondslag, Klasse, Persoonsveld, over_niemand, registreer
from deelnemers.models import (
    Activiteit,
    Activiteitdag,
    Contactmoment,
    Deelname,
    Deelnemer,
    Enquete,
    Enquetebriefje,
    Enquetekamer,
    Enquetetelling,
    Enquetevraag,
    Indeling,
    Inschrijving,
    Inzet,
    Klus,
    Maandstand,
    Melder,
    NietDezelfde,
    Opening,
    Partnercontact,
    Persoonsgegevens,
    Ritme,
    Rol,
    Samenvoeging,
    Signaal,
    Talent,
    Telling,
    Tik,
    Traject,
    Trajectdeelnemer,
    Trajectkamer,
    UitBeeld,
    Uitkomst,
    Verwijzing,
    Vrijwilligersgroep,
)

GEVOELIG = Klasse.GEVOELIG


def _mens(doel: str, klasse: Klasse = Klasse.GEWOON, grondslag: Grondslag = Grondslag.BELANG) -> Persoonsveld:
    return Persoonsveld(doel, grondslag, Bewaartermijn.DEELNEMER, klasse)


def _helper(doel: str) -> Persoonsveld:
    return Persoonsveld(doel, Grondslag.OVEREENKOMST, Bewaartermijn.VRIJWILLIGER)


def _wie_legde_vast(doel: str = "Om te kunnen nagaan wie dit vastlegde.") -> Persoonsveld:
    return Persoonsveld(doel, Grondslag.PLICHT, Bewaartermijn.LOGBOEK)


def vul_register() -> None:
    _over_de_persoon()
    _over_wat_iemand_doet()
    _over_begeleiding()
    registreer(
        Tik,
        {
            "kamer activiteit deelnemer datum wat ontvangen_op uitslag reden": _mens(
                "Om een tik op een tablet één keer te tellen."
            ),
            "door verstuurd_door": _wie_legde_vast(),
        },
    )
    registreer(
        Maandstand,
        {"kamer van tot inhoud": _mens("Om snel te tellen: een kopie van wie er in een maand kwam.", GEVOELIG)},
    )
    registreer(
        Activiteit,
        {
            "gastheren": _helper("Wie bij een gevoelige activiteit mag registreren."),
            "kamer naam gevoelig gestopt_op": _mens("Wat de kamer te bieden heeft."),
        },
    )
    registreer(
        Signaal,
        {"kamer datum thema buurt tekst": _mens("Wat een kamer in de buurt hoort. Nooit over één mens, zonder namen.")},
    )
    over_niemand(
        "Dit gaat over een kamer of een activiteit, en niet over mensen.",
        Activiteitdag, Indeling, Melder, Opening, Partnercontact, Ritme, Telling, Vrijwilligersgroep,
    )  # fmt: skip
    over_niemand(
        "Antwoorden zijn alleen aantallen: niemand kan weten wie wat antwoordde.",
        Enquete, Enquetebriefje, Enquetekamer, Enquetetelling, Enquetevraag,
    )  # fmt: skip


def _over_de_persoon() -> None:
    registreer(
        Persoonsgegevens,
        {
            "deelnemer kamers": _mens("Bij wie en bij welke kamers deze gegevens horen."),
            "voornaam": _mens("Om te weten wie er is."),
            "achternaam": _mens("Om mensen met dezelfde voornaam uit elkaar te houden."),
            "postcode": _mens("Om te zien uit welke buurt mensen komen."),
            "telefoon": _mens("Om iemand te kunnen bellen."),
            "email": _mens("Om iemand te kunnen schrijven."),
            "zoeknaam klanknaam": _mens("Om iemand terug te vinden, ook met een schrijffout."),
        },
    )
    registreer(
        Deelnemer,
        {
            "nummer": _mens("Om iemand zonder naam te kunnen aanwijzen."),
            "geboortejaar": _mens("Om te zien welke leeftijden de kamer bereikt."),
            "ingeschreven_op kamers": _mens("Om te weten sinds wanneer iemand komt, en waar."),
            "huurt_bij": _mens(
                "Om te zien of de kamer huurders van een woningcorporatie bereikt.", grondslag=Grondslag.TOESTEMMING
            ),
            "gebruiker": _helper("Om een vrijwilliger de eigen uren te laten invullen."),
            "samengevoegd_met": _mens("Om iemand met twee kaarten één keer te tellen."),
        },
    )
    registreer(Inschrijving, {"deelnemer kamer van tot": _mens("Bij welke kamer iemand hoort, en sinds wanneer.")})
    registreer(
        Samenvoeging,
        {
            "van naar kamer stand velden inschrijvingen stand_voor": _mens(
                "Om twee kaarten van één persoon samen te voegen, en dat te kunnen terugdraaien."
            ),
            "voorgesteld_door voorgesteld_op beslist_door beslist_op": _wie_legde_vast(),
        },
    )
    registreer(
        NietDezelfde,
        {"een ander": _mens("Om niet steeds opnieuw te vragen of dit één persoon is."), "door op": _wie_legde_vast()},
    )


def _over_wat_iemand_doet() -> None:
    registreer(
        Rol,
        {
            "deelnemer kamer van tot": _mens("Wie een rol heeft, en van wanneer tot wanneer."),
            "soort": _mens("Om te tellen hoeveel mensen een rol hebben. Een rol kan gevoelig zijn.", GEVOELIG),
        },
    )
    registreer(
        Deelname,
        {
            "kamer activiteit deelnemer datum": _mens("Om te tellen hoeveel mensen meedoen.", GEVOELIG),
            "geregistreerd_door geregistreerd_op": _wie_legde_vast(),
        },
    )
    registreer(
        Klus,
        {
            "nummer kamer aanvrager aangevraagd_op gepland_op uitgevoerd_op soort vervallen": _mens(
                "Om een klus te kunnen doen en te tellen."
            ),
            "uitvoerder": _helper("Wie de klus deed."),
            "omschrijving": _mens("Wat er moet gebeuren. Geen gegevens over gezondheid of schulden."),
        },
    )
    registreer(
        Inzet, {"kamer deelnemer groep datum uren soort": _helper("Om te tellen hoeveel uur vrijwilligers helpen.")}
    )
    registreer(Talent, {"kamer deelnemer soort wat zoekwat": _mens("Om mensen te vinden die elkaar kunnen helpen.")})
    registreer(
        Contactmoment,
        {"kamer deelnemer datum soort bereikt": _mens("Om te weten wie al is gebeld of bezocht.")},
    )
    registreer(UitBeeld, {"kamer deelnemer sinds weer_op": _mens("Om iemand niet te vergeten die niet meer komt.")})


def _over_begeleiding() -> None:
    registreer(
        Verwijzing,
        {
            "kamer deelnemer datum richting organisatie effectief_op": _mens(
                "Om te zien of mensen goed terechtkomen.", GEVOELIG
            ),
            "reden": _mens("Waarvoor iemand werd verwezen, in een paar woorden.", GEVOELIG),
        },
    )
    registreer(
        Uitkomst,
        {"kamer deelnemer datum soort toelichting": _mens("Om te laten zien wat het heeft opgeleverd.", GEVOELIG)},
    )
    registreer(
        Traject,
        {
            "nummer melder aangemeld_op kennismaking_op ondersteuning_op afgesloten_op afsluitreden "
            "verder_zonder_begeleiding deelnemers": _mens("Om iemand langere tijd goed te helpen.", GEVOELIG),
        },
    )
    registreer(Trajectdeelnemer, {"traject deelnemer": _mens("Wie bij een traject hoort.", GEVOELIG)})
    registreer(Trajectkamer, {"traject kamer van tot": _mens("Welke kamer iemand helpt, en wanneer.", GEVOELIG)})
