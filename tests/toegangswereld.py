"""One object of every kind, for the tests of who may open what (see ``toegang``)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings as instellingen
from django.test import Client
from django.utils import timezone

from buurtwerkkamers import logboek, tablets
from buurtwerkkamers.models import (
    Afspraak,
    Bevoegdheid,
    Deadline,
    Gebruiker,
    Inlezing,
    Logregel,
    Oordeel,
    Overleg,
    Overlegactie,
    Stelling,
    Wijk,
)
from buurtwerkkamers.oordelen import NieuwBewijs, bewaar_oordeel
from buurtwerkkamers.perioden import Periode
from deelnemers import registratie
from deelnemers.models import Rol as Deelnemerrol
from deelnemers.registratie import NieuweRol
from deelnemers.registratie.enquetes import maak_enquete
from deelnemers.registratie.trajecten import maak_traject
from financien.boekhouding import NieuweRegel, leg_regels_vast
from financien.models import Bron, Regel
from rapportage import opmerkingen, vaststelling
from rapportage.models import Rapport
from rapportage.sjablonen import maak_sjabloon_juli_2020
from rapportage.verzenden import NieuweVerzending
from tests.fabrieken import (
    Huis,
    Rol,
    maak_activiteit,
    maak_afspraak,
    maak_deelnemer,
    maak_gebruiker,
    maak_huis,
    maak_indicator,
    maak_regels,
    registreer,
    systeem,
)


@dataclass
class Wereld:
    """One object of every kind, all of the own kamer, agreement and organisation."""

    huis: Huis
    # Names that stand nowhere but in the objects of the own kamer; those of people are for who works with people.
    namen: tuple[str, ...] = (
        "Zeldzaamnaam",
        "Zeldzameles",
        "Zeldzamebrief",
        "Zeldzaamplan",
        "Zeldzaamrapport",
        "Zeldzaamgeld",
    )
    activiteit: Any = None
    gevoelig: Any = None
    deelnemer: Any = None
    deelnemerrol: Any = None
    traject: Any = None
    dubbel: Any = None
    voorstel: Any = None
    samengevoegd: Any = None
    klus: Any = None
    regels: dict[str, Any] = field(default_factory=dict)
    inzet: Any = None
    afspraak: Any = None
    indicator: Any = None
    overleg: Any = None
    actie: Any = None
    deadline: Any = None
    rapport: Any = None
    vastgesteld: Any = None
    verzending: Any = None
    opmerking: Any = None
    bron: Any = None
    regel: Any = None
    organisatie: Any = None
    wijk: Any = None
    account: Any = None
    rol: Any = None
    deurrol: Any = None
    tablet: Any = None
    inlezing: Any = None
    enquete: Any = None
    oordeel: Any = None
    bewijs: Any = None
    sessies: dict[int, str] = field(default_factory=dict)
    # One for all: a new client builds the whole chain of middleware again.
    browser: Client = field(default_factory=Client)

    def client(self, gebruiker: Gebruiker | None) -> Client:
        """The client in the session of this user (None: nobody), as if no request came before."""
        self.browser.cookies.clear()
        if gebruiker and gebruiker.pk not in self.sessies:
            self.browser.force_login(gebruiker)
            self.sessies[gebruiker.pk] = self.browser.cookies[instellingen.SESSION_COOKIE_NAME].value
        elif gebruiker:
            self.browser.cookies[instellingen.SESSION_COOKIE_NAME] = self.sessies[gebruiker.pk]
        return self.browser


def maak_wereld() -> Wereld:
    huis = maak_huis()
    w = Wereld(huis)
    mens, les, brief, plan, rapport, _ = w.namen
    w.activiteit, w.gevoelig = maak_activiteit(huis.eigen, les), maak_activiteit(huis.eigen, brief, soort="Formulieren")
    w.deelnemer = maak_deelnemer(huis.eigen, mens)
    registreer(w.activiteit, w.deelnemer, date(2020, 2, 3), timezone.localdate())
    registreer(w.gevoelig, w.deelnemer, date(2020, 2, 4))
    registratie.geef_rollen(
        [NieuweRol(w.deelnemer.pk, huis.eigen.pk, "sleutelhouder", date(2020, 1, 1))], door=systeem()
    )
    w.deelnemerrol = Deelnemerrol.objects.get()
    [w.klus] = registratie.leg_klussen_vast(
        [registratie.NieuweKlus(huis.eigen.pk, w.deelnemer.pk, date(2020, 3, 1), omschrijving="Zeldzame klus")],
        door=systeem(),
    )
    uren = registratie.NieuweInzet(huis.eigen.pk, w.deelnemer.pk, timezone.localdate(), Decimal(2), "Tuingroep")
    [w.inzet] = registratie.leg_inzet_vast([uren], door=systeem())
    w.dubbel, derde, vierde = (maak_deelnemer(huis.eigen, naam) for naam in ("Dubbel", "Derde", "Vierde"))
    w.voorstel = registratie.stel_samenvoegen_voor(
        van=w.dubbel, naar=w.deelnemer, kamer=huis.eigen, door=huis.gebruikers[Rol.COORDINATOR]
    )
    w.samengevoegd = registratie.voeg_samen(van=derde, naar=vierde, door=huis.gebruikers[Rol.BUREAU])
    w.traject = maak_traject(
        kamer=huis.eigen, deelnemers=[w.deelnemer.pk], aangemeld_op=date(2020, 3, 1), door=systeem()
    )
    w.regels = maak_regels(huis.eigen, w.deelnemer, huis.gemeente)
    w.afspraak = maak_afspraak(plan, partijen=[huis.gemeente, huis.corporatie])
    w.indicator = maak_indicator(w.afspraak, "Klussen", doelen={huis.eigen: "10"}, corporatie=True, meetregel="klussen")
    w.overleg = Overleg.objects.create(afspraak=w.afspraak, kamer=huis.eigen, datum=date(2020, 4, 1))
    w.actie = Overlegactie.objects.create(overleg=w.overleg, wat="Cijfers nakijken", wie="Bureau")
    w.deadline = Deadline.objects.create(afspraak=w.afspraak, naam="Eindrapport", datum=date(2021, 6, 1))
    _maak_geld(w)
    w.rapport = _maak_rapport(w, rapport, w.afspraak)
    openbaar = maak_afspraak("Afspraak van het vastgestelde rapport", partijen=[huis.gemeente, huis.corporatie])
    w.vastgesteld = _maak_rapport(w, "Vastgesteld", openbaar)
    vaststelling.leg_ter_controle(rapport=w.vastgesteld, door=huis.gebruikers[Rol.BUREAU])
    vaststelling.stel_vast(rapport=Rapport.objects.get(pk=w.vastgesteld.pk), door=maak_gebruiker(Rol.BUREAU))
    [w.verzending] = vaststelling.dien_in(
        rapport=w.vastgesteld,
        verzendingen=[NieuweVerzending(huis.gemeente, email="ambtenaar@voorbeeld.invalid")],
        door=huis.gebruikers[Rol.BUREAU],
    )
    w.opmerking = opmerkingen.maak(
        rapport=w.rapport, onderdeel=w.rapport.sjabloon.onderdelen.first(), kamer=huis.eigen,
        tekst="Kijk hier nog eens naar.", door=huis.gebruikers[Rol.BUREAU],
    )  # fmt: skip
    w.deurrol = huis.gebruikers[Rol.DEUR].bevoegdheid_set.get()
    w.enquete = maak_enquete(
        naam="Enquête", doelgroep="bewoners", van=date(2020, 1, 1), tm=timezone.localdate(),
        vragen=list(Stelling.objects.all()), kamers={huis.eigen: 20}, door=systeem(),
    )  # fmt: skip
    _maak_oordeel(w)
    w.tablet, _ = tablets.schrijf_in(kamer=huis.eigen, naam="Tablet", door=huis.gebruikers[Rol.COORDINATOR])
    w.inlezing = Inlezing.objects.create(soort="kamers", bestandsnaam="kamers.csv", door=huis.gebruikers[Rol.BUREAU])
    w.organisatie, w.wijk = huis.gemeente, Wijk.objects.create(naam="Ondiep")
    w.account = maak_gebruiker(Rol.DEUR, kamer=huis.eigen)
    w.rol = Bevoegdheid.objects.get(gebruiker=w.account)
    logboek.leg_vast(Logregel.Actie.BEKEKEN, w.deelnemer, door=huis.gebruikers[Rol.BUREAU], kamer=huis.eigen)
    return w


def _maak_oordeel(w: Wereld) -> None:
    """Over the own kamer, with a file whose name stands nowhere else."""
    doelen = {w.huis.eigen: "Positief"}
    getikt = maak_indicator(w.afspraak, "Controle", doelen=doelen, corporatie=True, meetregel="controle")
    w.oordeel = Oordeel(
        indicator=getikt, kamer=w.huis.eigen, van=date(2020, 1, 1), tm=date(2020, 12, 31), waarde=Decimal(1),
        toelichting="Zeldzamebrief gezien", besloten_door="Kascommissie", besloten_op=date(2021, 2, 1),
    )  # fmt: skip
    bewaar_oordeel(w.oordeel, bewijs=[NieuwBewijs("verklaring.pdf", b"%PDF-1.7 proef")], door=systeem())
    w.bewijs = w.oordeel.bewijsstukken.get()


def _maak_geld(w: Wereld) -> None:
    rij = NieuweRegel(w.namen[-1], 2020, "kosten", "Huur", kamer=w.huis.eigen, begroot=Decimal(1000))
    leg_regels_vast([rij], door=systeem())
    w.bron, w.regel = Bron.objects.get(), Regel.objects.get()


def _maak_rapport(w: Wereld, titel: str, afspraak: Afspraak) -> Rapport:
    periode = Periode(date(2020, 1, 1), date(2020, 5, 31))
    return vaststelling.maak_rapport(
        sjabloon=maak_sjabloon_juli_2020(),
        afspraak=afspraak,
        titel=titel,
        van=periode.van,
        tm=periode.tm,
        kamers=[w.huis.eigen],
        deelperioden=[("Alles", periode)],
        door=w.huis.gebruikers[Rol.BUREAU],
    )


# --- the table --------------------------------------------------------------------------------------------------
