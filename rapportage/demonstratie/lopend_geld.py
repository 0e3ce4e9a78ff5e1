"""The money of last year and this year as a treasurer keeps it: from budget to closed months, control and statement.

Everything goes through the product's own write functions, in the order in which it happened, month after month. The
figures come from ``geldplan``; the same day gives the same rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from buurtwerkkamers.models import Gebruiker, Kamer, Organisatie
from buurtwerkkamers.opmaak import rond_af
from financien import begroten, bijdragen, boeken, controleren, prognoses
from financien.afsluiten import sluit_maand
from financien.bank.boeken import Keuze, boek_transacties, sla_over
from financien.bank.camt import lees_camt
from financien.bank.inlezen import lees_in
from financien.bank.stand import te_boeken
from financien.boeken import NieuweBoeking
from financien.boekstand import boekstand
from financien.models import Boeking, Bron, Controle, Post, Verplichting
from rapportage.demonstratie import bonnetjes, geldplan
from rapportage.demonstratie.aanbod import HART, KAMERS, TOP, VERBINDING
from rapportage.demonstratie.bankafschrift import Bankpost, als_camt
from rapportage.demonstratie.geldplan import (
    ACTIVITEITEN,
    ADMINISTRATIE,
    BESTEMD,
    BIJDRAGEN,
    COACHING,
    HUUR,
    KANSFONDS,
    KOSTEN,
    LEERWERK,
    Betaling,
)

Kosten, Financiering = Post.Soort.KOSTEN, Post.Soort.FINANCIERING
DICHT_NA = 2  # months: the last two are still open
_KWARTAALEINDE = (3, 6, 9, 12)
BANK_SINDS = 3  # months ago the first file of the bank was read
_BEGINSALDO = Decimal("64318.26")
# What else is expected, per post: how much more or less than the plan in per cents, and why.
_VERWACHT = {
    HUUR: (2, "De energie blijft dit jaar duurder dan begroot."),
    LEERWERK: (-6, "Twee leerwerkplekken zijn nog niet bezet."),
}
_UIT_FONDS = "Het Kansfonds vond het goed: de maaltijden horen bij de training (mail van 3 maart)."
_SPAARREKENING = "Naar onze spaarrekening: het geld blijft van ons."


def laad(
    vandaag: date,
    kamers: Mapping[str, Kamer],
    organisaties: Mapping[str, Organisatie],
    coordinatoren: Mapping[str, Gebruiker],
    penningmeester: Gebruiker,
) -> dict[date, Bron]:
    """Both years up to today; gives per closed month (its first day) the source that keeps it."""
    bank = _Bank()
    boekjaren = [
        _Boekjaar(jaar, vandaag, kamers, organisaties, coordinatoren, penningmeester, bank)
        for jaar in (vandaag.year - 1, vandaag.year)
    ]
    for boekjaar in boekjaren:
        boekjaar.begroot()
    for boekjaar in boekjaren:
        boekjaar.leef()
    _controleer(vandaag, penningmeester)
    return {maand: bron for boekjaar in boekjaren for maand, bron in boekjaar.archieven.items()}


def _maanden_terug(dag: date, vandaag: date) -> int:
    return (vandaag.year - dag.year) * 12 + vandaag.month - dag.month


def _laatste_dag(maand: date) -> date:
    return (maand + timedelta(days=31)).replace(day=1) - timedelta(days=1)


@dataclass
class _Bank:
    """The balance after the last file that was read."""

    saldo: Decimal = _BEGINSALDO


@dataclass
class _Boekjaar:
    """One year of the treasurer. ``posten`` by name and kamer; ``over``: what of each contribution is not spent yet."""

    jaar: int
    vandaag: date
    kamers: Mapping[str, Kamer]
    organisaties: Mapping[str, Organisatie]
    coordinatoren: Mapping[str, Gebruiker]
    door: Gebruiker
    bank: _Bank
    posten: dict[tuple[str, str], Post] = field(default_factory=dict)
    over: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    beloften: dict[tuple[str, str], Verplichting] = field(default_factory=dict)
    archieven: dict[date, Bron] = field(default_factory=dict)

    @property
    def loopt(self) -> bool:
        return self.jaar == self.vandaag.year

    # --- the budget

    def begroot(self) -> None:
        """Posts, the first version, what is restricted, and what is promised at the beginning of the year."""
        begroting = begroten.maak_begroting(self.jaar, door=self.door)
        cellen = []
        rijen = [(Kosten, k.naam, "", "", k.begroot, "", False) for k in KOSTEN]
        rijen += [(Financiering, b.naam, b.groep, b.financier, b.begroot, b.noot, b.buiten) for b in BIJDRAGEN]
        for soort, naam, groep, financier, bedragen, noot, buiten in rijen:
            open_in = [kamer for kamer, bedrag in zip(KAMERS, bedragen, strict=True) if bedrag]
            gemaakt = begroten.maak_rij(
                jaar=self.jaar, soort=soort, naam=naam, groep=groep, financier=self.organisaties.get(financier),
                kamers=[self.kamers[kamer] for kamer in open_in], door=self.door,
            )  # fmt: skip
            for kamer, post in zip(open_in, gemaakt, strict=True):
                self.posten[naam, kamer] = post
                bedrag = bedragen[KAMERS.index(kamer)]
                cellen.append(begroten.Bedragcel(post, Decimal(bedrag), noot, noot_buiten=buiten))
        begroten.zet_bedragen(begroting, cellen, door=self.door)
        begroten.stel_begroting_vast(begroting, op=date(self.jaar - 1, 12, 10), door=self.door)
        fonds, waar, doel = BESTEMD
        bijdragen.kies_bestemming(self.posten[fonds, waar], kostenposten=[self.posten[doel, waar]], door=self.door)
        self._stappen()

    def _stappen(self) -> None:
        for bijdrage in BIJDRAGEN:
            for kamer, begroot in zip(KAMERS, bijdrage.begroot, strict=True):
                post = self.posten.get((bijdrage.naam, kamer))
                if post is None:
                    continue
                stappen = geldplan.stappen_nu(bijdrage, kamer) if self.loopt else geldplan.stappen_vorig(bijdrage)
                for stap in stappen:
                    if stap.op(self.jaar) <= self.vandaag:
                        bijdragen.leg_stap_vast(
                            post, stand=stap.stand, datum=stap.op(self.jaar),
                            kenmerk=stap.kenmerk.format(jaar=self.jaar),
                            bedrag=Decimal(begroot) * stap.deel / 100 if stap.deel else None,
                            toelichting=stap.toelichting, door=self.door,
                        )  # fmt: skip

    def _wijzig(self) -> None:
        """The amendment in spring."""
        wijziging = begroten.maak_wijziging(self.jaar, reden=geldplan.WIJZIGING, door=self.door)
        oud = {regel.post_id: regel.bedrag for regel in wijziging.regels.all()}
        posten = {waar: self.posten[waar] for waar in geldplan.WORDT_MEER}
        cellen = [begroten.Bedragcel(post, oud[post.pk] + geldplan.WORDT_MEER[waar]) for waar, post in posten.items()]
        begroten.zet_bedragen(wijziging, cellen, door=self.door)
        begroten.stel_begroting_vast(wijziging, op=date(self.jaar, *geldplan.WIJZIGING_OP), door=self.door)

    # --- month after month

    def leef(self) -> None:
        heel_jaar = geldplan.betalingen(self.jaar, zonder=geldplan.NOG_NIET if self.loopt else ())
        for betaling in heel_jaar:
            if betaling.soort == Financiering:
                waar = betaling.post, betaling.kamer
                self.over[waar] = self.over.get(waar, Decimal()) + betaling.bedrag
        alles = [b for b in heel_jaar if b.datum <= self.vandaag]
        for nummer in range(1, 13):
            maand = date(self.jaar, nummer, 1)
            if maand > self.vandaag:
                return
            einde = min(_laatste_dag(maand), self.vandaag)
            self._beloof(nummer)
            eigen = [b for b in alles if b.datum.month == nummer]
            if _maanden_terug(maand, self.vandaag) <= BANK_SINDS:
                self._van_de_bank(maand, eigen)
            else:
                boeken.boek([self._boeking(betaling) for betaling in eigen], door=self.door)
            self._bijzonder(nummer)
            if self.loopt and nummer == geldplan.INGETROKKEN_OP[0] and self._is_ingetrokken(einde):
                self._trek_in()
            if (nummer, einde.day) >= geldplan.WIJZIGING_OP and nummer == geldplan.WIJZIGING_OP[0]:
                self._wijzig()
            if nummer in _KWARTAALEINDE or (self.loopt and _maanden_terug(maand, self.vandaag) < DICHT_NA):
                self._verwacht(einde)
            posten = {(self.jaar, naam, kamer): post for (naam, kamer), post in self.posten.items()}
            bonnetjes.laad(self.vandaag, self.kamers, posten, self.coordinatoren, self.door, maand)
            if _maanden_terug(maand, self.vandaag) >= DICHT_NA:
                op = _laatste_dag(maand) + timedelta(days=12)
                self.archieven[maand] = sluit_maand(maand, op=op, door=self.door).bron

    def _boeking(self, betaling: Betaling) -> NieuweBoeking:
        return NieuweBoeking(
            post=self.posten[betaling.post, betaling.kamer],
            datum=betaling.datum,
            bedrag=betaling.bedrag,
            omschrijving=f"{betaling.wat}, {betaling.kamer}",
            tegenpartij=betaling.wie,
            dekking=self._dekking(betaling),
            verplichting=self.beloften.get((betaling.post, betaling.kamer)) if betaling.post == ADMINISTRATIE else None,
        )

    def _dekking(self, betaling: Betaling) -> Post | None:
        """The first contribution that may pay this and still has enough."""
        bronnen = next((k.uit for k in KOSTEN if k.naam == betaling.post), ()) if betaling.soort == Kosten else ()
        for naam in bronnen:
            waar = naam, betaling.kamer
            if self.over.get(waar, Decimal()) >= betaling.bedrag:
                self.over[waar] -= betaling.bedrag
                return self.posten[waar]
        return None

    def _beloof(self, maand: int) -> None:
        """Contracts and orders; one of them is cancelled, one is paid in the course of the year."""

        def verplicht(post: str, kamer: str, wat: str, bedrag: int | Decimal, dag: int) -> Verplichting:
            return prognoses.maak_verplichting(
                post=self.posten[post, kamer], omschrijving=wat, bedrag=Decimal(bedrag),
                aangegaan_op=date(self.jaar, maand, dag), door=self.door,
            )  # fmt: skip

        if maand == 1 and date(self.jaar, 1, 5) <= self.vandaag:
            (post,) = [k for k in KOSTEN if k.naam == ADMINISTRATIE]
            for kamer, bedrag in zip(KAMERS, post.begroot, strict=True):
                prijs = Decimal(bedrag) * post.procent / 100
                contract = verplicht(ADMINISTRATIE, kamer, f"contract administratie {self.jaar}", prijs, 5)
                self.beloften[ADMINISTRATIE, kamer] = contract
        if maand == 5 and date(self.jaar, 5, 12) <= self.vandaag:
            koelkast = verplicht(ACTIVITEITEN, VERBINDING, "nieuwe koelkast", 649, 12)
            if date(self.jaar, 6, 20) <= self.vandaag:
                prognoses.laat_vervallen(koelkast, op=date(self.jaar, 6, 20), door=self.door)
        if self.loopt and maand == 9 and date(self.jaar, 9, 18) <= self.vandaag:
            verplicht(COACHING, HART, "training omgaan met schulden", 1_800, 18)

    def _bijzonder(self, maand: int) -> None:
        """What is out of the ordinary: restricted money spent elsewhere with a reason, and a mistake taken back."""
        if maand == 3 and (dag := date(self.jaar, 3, 12)) <= self.vandaag:
            self.over[KANSFONDS, VERBINDING] -= 260
            maaltijden = NieuweBoeking(
                self.posten[ACTIVITEITEN, VERBINDING], dag, Decimal(260), "maaltijden bij de training",
                "Groothandel De Kiem", dekking=self.posten[KANSFONDS, VERBINDING], reden_elders=_UIT_FONDS,
            )  # fmt: skip
            boeken.boek([maaltijden], door=self.door)
        if maand == 5 and (dag := date(self.jaar, 5, 6)) <= self.vandaag:
            papier = NieuweBoeking(self.posten[HUUR, TOP], dag, Decimal("84.70"), "printpapier", "Papier en Meer")
            (fout,) = boeken.boek([papier], door=self.door)
            if (later := date(self.jaar, 5, 22)) <= self.vandaag:
                boeken.herstel(fout, omschrijving="stond op de verkeerde post", datum=later, door=self.door)
                goed = NieuweBoeking(
                    self.posten[ADMINISTRATIE, TOP], later, Decimal("84.70"), "printpapier", "Papier en Meer"
                )
                boeken.boek([goed], door=self.door)

    def _is_ingetrokken(self, dag: date) -> bool:
        return self.loopt and dag >= date(self.jaar, *geldplan.INGETROKKEN_OP)

    def _trek_in(self) -> None:
        """An expectation that does not hold any more: its forecast follows the budget again."""
        prognoses.trek_prognose_in(
            self.posten[geldplan.INGETROKKEN], reden=geldplan.WAAROM_INGETROKKEN,
            datum=date(self.jaar, *geldplan.INGETROKKEN_OP), door=self.door,
        )  # fmt: skip

    def _verwacht(self, dag: date) -> None:
        """What is still expected of some posts, with the reason; on the last day of the year nothing."""
        stand = {post.post_id: post for post in boekstand(self.jaar, dag).posten}
        rijen = []
        for kosten in KOSTEN:
            for kamer, begroot in zip(KAMERS, kosten.begroot, strict=True):
                if kosten.naam not in _VERWACHT:
                    continue
                if (kosten.naam, kamer) == geldplan.INGETROKKEN and self._is_ingetrokken(dag):
                    continue
                meer, reden = _VERWACHT[kosten.naam]
                post = self.posten[kosten.naam, kamer]
                plan = rond_af(Decimal(begroot) * (kosten.procent + meer) / 100)
                rest = max(plan - stand[post.pk].geboekt - stand[post.pk].verplicht, Decimal())
                if (dag.month, dag.day) == (12, 31):
                    rest, reden = Decimal(), "Het jaar is voorbij; er komt niets meer bij."
                rijen.append(prognoses.NieuwePrognose(post, rest, reden))
        prognoses.stel_prognoses_vast(rijen, datum=dag, door=self.door)

    # --- the bank

    def _van_de_bank(self, maand: date, betalingen: list[Betaling]) -> None:
        """The file of this month is read; what is known is booked, and of the last months some lines wait."""
        terug = _maanden_terug(maand, self.vandaag)
        posten = [self._bankpost(betaling) for betaling in betalingen] + _losse_posten(maand, terug, self.vandaag)
        if not posten:
            return
        posten.sort(key=lambda post: post.datum)
        bestand = als_camt(
            posten, nummer=self.jaar * 12 + maand.month, begin=self.bank.saldo, dag=max(p.datum for p in posten)
        )
        self.bank.saldo += sum((post.bedrag for post in posten), Decimal())
        lees_in([lees_camt(bestand)], door=self.door)
        bekend = {(_rekening(b), b.datum, _teken(b)): b for b in betalingen}
        keuzes, gekozen = [], []
        for regel in te_boeken():
            betaling = bekend.get((regel.tegenrekening, regel.datum, regel.bedrag))
            if betaling is None:
                if regel.tegenpartij == "Spaarrekening":
                    sla_over(regel.pk, reden=_SPAARREKENING, door=self.door)
                continue
            if terug == 0 and betaling.kamer == VERBINDING:
                continue  # the treasurer got no further yet
            keuzes.append(Keuze(regel.pk, self.posten[betaling.post, betaling.kamer]))
            gekozen.append(betaling)
        if keuzes:
            geboekt = boek_transacties(keuzes, door=self.door)
            for boeking, betaling in zip(geboekt, gekozen, strict=True):
                self._vul_aan(boeking, betaling)

    def _vul_aan(self, boeking: Boeking, betaling: Betaling) -> None:
        """What the bank does not know: out of which contribution it was paid, and which promise it fulfils."""
        zelf = self._boeking(betaling)
        if zelf.dekking or zelf.verplichting:
            boeken.wijzig_boeking(boeking, dekking=zelf.dekking, verplichting=zelf.verplichting, door=self.door)

    def _bankpost(self, betaling: Betaling) -> Bankpost:
        wat = f"{betaling.wat} {betaling.kamer}"
        return Bankpost(betaling.datum, _teken(betaling), betaling.wie, _rekening(betaling), wat)


def _teken(betaling: Betaling) -> Decimal:
    return -betaling.bedrag if betaling.soort == Kosten else betaling.bedrag


def _rekening(betaling: Betaling) -> str:
    """An account for each supplier and kamer, that no bank gave out: so a line is known by its account."""
    namen = [*(k.naam for k in KOSTEN), *(b.naam for b in BIJDRAGEN)]
    return f"NL00DEMO00{namen.index(betaling.post):04}{KAMERS.index(betaling.kamer):04}"


def _losse_posten(maand: date, terug: int, vandaag: date) -> list[Bankpost]:
    """Lines that nobody expected: a transfer to savings, a refund, and a shop that is not known yet."""
    spaar = Bankpost(
        maand.replace(day=9), Decimal(-2500), "Spaarrekening", "NL00DEMO0999999999", "opzij voor groot onderhoud"
    )
    los = [spaar] if terug == BANK_SINDS - 1 else []
    if terug == 1:
        los.append(
            Bankpost(maand.replace(day=17), Decimal("-63.40"), "Bouwmarkt De Spijker 0412", "", "pas 003 planken")
        )
    if terug == 0:
        los.append(
            Bankpost(maand, Decimal("112.18"), "Energie voor Allen", "NL00DEMO0777777777", "teruggaaf jaarafrekening")
        )
        los.append(Bankpost(maand, Decimal("-28.95"), "Bouwmarkt De Spijker 0412", "", "pas 003 schroeven"))
    return [post for post in los if post.datum <= vandaag]


def _controleer(vandaag: date, door: Gebruiker) -> None:
    """Last year was checked by both; what is dated later than today is not signed yet."""
    jaar = vandaag.year - 1
    for door_wie, namen, bekeken, bevinding, op in (
        (
            Controle.Door.KASCOMMISSIE, "Henk Vos en Yasmina el Amrani (leden)",
            "Alle afschriften van de bank, de kas van de drie kamers, en van elke kamer twintig bonnen.",
            "Bank en kas kloppen met de boeken. Van twee bonnen was de datum niet te lezen; de kamers weten dat.",
            date(vandaag.year, 2, 12),
        ),
        (
            Controle.Door.ACCOUNTANT, "A. de Graaf, registeraccountant",
            "De jaarrekening, de besluiten van de financiers en een steekproef van dertig boekingen.",
            "De bijdragen zijn besteed waarvoor zij bedoeld zijn. Een uitgave uit het Kansfonds ging met een reden "
            "ergens anders heen; het fonds vond dat goed.",
            date(vandaag.year, 3, 20),
        ),
    ):  # fmt: skip
        controle = Controle(
            jaar=jaar, door_wie=door_wie, namen=namen, bekeken=bekeken, bevinding=bevinding, positief=True
        )
        controleren.bewaar_controle(controle, door=door)
        if op <= vandaag:
            controleren.teken_controle(controle, op=op, door=door)
