"""The half-year evaluation of 2020 in the database: published counts, targets and amounts, made-up people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from buurtwerkkamers.afspraken import onderteken
from buurtwerkkamers.models import (
    Afspraak,
    Bevoegdheid,
    Categorielijst,
    Gebruiker,
    Indicator,
    Kamer,
    Organisatie,
    Streefwaarde,
)
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.registratie import NieuweDeelname, NieuweDeelnemer, NieuweTelling
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron
from rapportage import antwoorden, vaststelling
from rapportage.models import Onderdeel, Rapport
from rapportage.sjablonen import maak_sjabloon_juli_2020

EERSTE = Periode(date(2020, 1, 1), date(2020, 3, 14))
TWEEDE = Periode(date(2020, 3, 15), date(2020, 5, 31))
CATEGORIEEN = (
    "Sociaal en ontmoeting",
    "Klussen",
    "Computervaardigheid",
    "Nederlandse taal",
    "Formulieren",
    "Schuldhulptoeleiding",
    "Toeleiding naar werk",
)
# Published counts per kamer, for both sub-periods, in the order of the categories; None: not reported.
GEPUBLICEERD: dict[str, tuple[tuple[int | None, ...], tuple[int | None, ...]]] = {
    "TOP": ((150, 9, 15, 17, 130, 28, 3), (76, 3, None, 4, 45, 15, None)),
    "Hart voor Leidsche Rijn": ((26, 14, 2, 1, 4, 3, 2), (82, 7, 3, 13, 6, 5, 3)),
    "De Verbinding": ((137, 13, 14, 15, 75, 7, 4), (48, 10, 15, 5, 55, 7, 2)),
}
KOSTEN = {"TOP": (103800, 86904), "Hart voor Leidsche Rijn": (105528, 97884), "De Verbinding": (110388, 108192)}
INKOMSTEN = {
    "Gemeente SP/DO": (207000, 192984),
    "Uitkeringsinstantie": (20000, 3000),
    "Woningcorporaties": (35500, 24000),
    "Particuliere fondsen": (54000, 60000),
    "Overige inkomsten": (3000, 3000),
}
EVALUATIE, AFSPRAAK = "Tussenevaluatie 2020", "Samenwerkingsafspraak 2020"


@dataclass
class Wereld:
    rapport: Rapport
    kamers: dict[str, Kamer]
    bureau: Gebruiker
    controleur: Gebruiker
    coordinatoren: dict[str, Gebruiker]
    ambtenaar: Gebruiker
    vreemde_ambtenaar: Gebruiker

    def vraag(self, soort: str = Onderdeel.Soort.VRAAG_PER_KAMER) -> Onderdeel:
        vraag = self.rapport.sjabloon.onderdelen.filter(soort=soort).first()
        assert vraag is not None
        return vraag

    def schrijf(self, tekst: str = "Het ging **goed**.", kamer: str = "TOP", versie: int = 0):
        return antwoorden.beantwoord(
            rapport=self.rapport,
            onderdeel=self.vraag(),
            kamer=self.kamers[kamer],
            tekst=tekst,
            versie=versie,
            door=self.coordinatoren[kamer],
        )

    def stel_vast(self):
        vaststelling.leg_ter_controle(rapport=self.rapport, door=self.bureau)
        return vaststelling.stel_vast(rapport=self.rapport, door=self.controleur)


def gebruiker(naam: str, rol: str, *, kamer: Kamer | None = None, organisatie: Organisatie | None = None) -> Gebruiker:
    mens = Gebruiker.objects.maak(email=f"{naam.lower().replace(' ', '.')}@voorbeeld.invalid", naam=naam, is_demo=True)
    Bevoegdheid.objects.create(gebruiker=mens, rol=rol, kamer=kamer, organisatie=organisatie, van=date(2019, 1, 1))
    return mens


def maak_wereld() -> Wereld:
    """Three kamers with the published counts, an agreement with two indicators, amounts, users and the report."""
    systeem = Gebruiker.objects.systeem()
    kamers = {naam: Kamer.objects.create(naam=naam, volgorde=n) for n, naam in enumerate(GEPUBLICEERD)}
    lijst = Categorielijst.objects.standaard()
    for naam, (eerste, tweede) in GEPUBLICEERD.items():
        _registreer(kamers[naam], lijst, {EERSTE: eerste, TWEEDE: tweede}, systeem)
    afspraak = _afspraak(lijst, list(kamers.values()))
    gemeente = Organisatie.objects.create(naam="Gemeente Utrecht", soort="gemeente")
    afspraak.partijen.add(gemeente)
    _bedragen(kamers, systeem)
    bureau = gebruiker("Bureau", "bureau")
    rapport = vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2020(),
        afspraak=afspraak,
        titel="Tussenevaluatie 2020",
        van=EERSTE.van,
        tm=TWEEDE.tm,
        kamers=list(kamers.values()),
        deelperioden=[("Tot half maart", EERSTE), ("Vanaf half maart", TWEEDE)],
        begrotingsbron=Bron.objects.get(naam=EVALUATIE),
        financiersbron=Bron.objects.get(naam=AFSPRAAK),
        door=bureau,
    )
    return Wereld(
        rapport=rapport,
        kamers=kamers,
        bureau=bureau,
        controleur=gebruiker("Controleur", "bureau"),
        coordinatoren={
            naam: gebruiker(f"Coordinator {n}", "coordinator", kamer=k) for n, (naam, k) in enumerate(kamers.items())
        },
        ambtenaar=gebruiker("Ambtenaar", "gemeente", organisatie=gemeente),
        vreemde_ambtenaar=gebruiker(
            "Vreemd", "gemeente", organisatie=Organisatie.objects.create(naam="Gemeente Elders", soort="gemeente")
        ),
    )


def _registreer(kamer: Kamer, lijst: Categorielijst, geteld: dict[Periode, tuple], door: Gebruiker) -> None:
    """People who overlap over categories and sub-periods; one head count without names."""
    groot = max(n or 0 for aantallen in geteld.values() for n in aantallen) + 20
    mensen = registratie.schrijf_velen_in(
        [NieuweDeelnemer(f"Mens {n}", [kamer], date(2020, 1, 1)) for n in range(groot)], door=door
    )
    deelnames = []
    for nummer, naam in enumerate(CATEGORIEEN):
        categorie = lijst.categorie_set.get(naam=naam)
        activiteit = registratie.maak_activiteit(kamer=kamer, naam=f"{naam} {kamer.pk}", categorie=categorie, door=door)
        for periode, aantallen in geteld.items():
            for n in range(aantallen[nummer] or 0):
                mens = mensen[(n + 5 * nummer) % groot]
                dag = periode.van + timedelta(days=(n * 3 + nummer) % periode.dagen)
                deelnames.append(NieuweDeelname(activiteit.pk, kamer.pk, mens.pk, dag))
        if nummer == 0:
            telling = NieuweTelling(activiteit.pk, kamer.pk, date(2020, 2, 4), 40)
            registratie.leg_tellingen_vast([telling], door=door)
    registratie.registreer_deelnames(deelnames, door=door)


def _afspraak(lijst: Categorielijst, kamers: list[Kamer]) -> Afspraak:
    afspraak = Afspraak.objects.create(naam=AFSPRAAK, van=date(2020, 1, 1), tm=date(2020, 12, 31), categorielijst=lijst)
    formulieren = lijst.categorie_set.get(naam="Formulieren")
    regels = (
        ("IMPACT", "Meer vertrouwen in eigen kunnen", "enquête", "enquete", None, "> 50%"),
        ("PROCES", "Formulieren", "uniek", "uniek_categorie", formulieren, "150"),
        ("INPUT", "Goede besteding budget", "begroting", "begroting", None, "Positief"),
    )
    for n, (groep, naam, eenheid, meetregel, categorie, doel) in enumerate(regels):
        indicator = Indicator.objects.create(
            afspraak=afspraak,
            groep=groep,
            naam=naam,
            eenheid=eenheid,
            volgorde=n,
            meetregel=meetregel,
            categorie=categorie,
        )
        for kamer in kamers:
            Streefwaarde.objects.create(indicator=indicator, kamer=kamer, tekst=doel)
    return onderteken(afspraak, getekend_op=date(2020, 3, 24), door=Gebruiker.objects.systeem())


def _bedragen(kamers: dict[str, Kamer], door: Gebruiker) -> None:
    def regel(bron: str, soort: str, post: str, begroot: int, prognose: int | None = None, **meer) -> NieuweRegel:
        prognose_ = None if prognose is None else Decimal(prognose)
        return NieuweRegel(bron, 2020, soort, post, begroot=Decimal(begroot), prognose=prognose_, **meer)

    rijen = [regel(EVALUATIE, "kosten", naam, *bedragen, kamer=kamers[naam]) for naam, bedragen in KOSTEN.items()]
    rijen += [regel(EVALUATIE, "financiering", post, *bedragen) for post, bedragen in INKOMSTEN.items()]
    for post, per_kamer in (("Mitros", (6000, 5000, 8000)), ("Portaal", (0, 4000, 2000))):
        for kamer, bedrag in zip(kamers.values(), per_kamer, strict=True):
            noot = "bijdrage als huurkorting" if post == "Mitros" and bedrag == 8000 else ""
            rijen.append(
                regel(AFSPRAAK, "financiering", post, bedrag, kamer=kamer, groep="Woningcorporaties", voetnoot=noot)
            )
    for kamer, gedrukt in zip(kamers.values(), (6000, 19000, 10000), strict=True):
        rijen.append(
            regel(
                AFSPRAAK,
                "financiering",
                "Subtotaal woningcorporaties",
                gedrukt,
                kamer=kamer,
                groep="Woningcorporaties",
                regelsoort="subtotaal",
            )
        )
    leg_regels_vast(rijen, door=door)
