"""The start page: for each role what it does today, with the figures that matter to it and the way to act on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from buurtwerkkamers.models import Afspraak, Bevoegdheid, Gebruiker, Kamer
from buurtwerkkamers.opmaak import getal
from buurtwerkkamers.overleg import dit_komt_eraan
from buurtwerkkamers.perioden import Periode, datum_voluit
from buurtwerkkamers.verzoek import Verzoek
from deelnemers.models import Deelnemer, Samenvoeging
from deelnemers.tellingen import REGELS, tel_uniek
from financien.overzicht import Overzicht, alle_overzichten
from financien.verantwoording import jaren_voor
from rapportage.afscherming import Kijker, kijker_van, toon
from rapportage.cijfers import Cijfer, Getoond
from rapportage.edities import zonder_vervangen
from rapportage.models import Onderdeel, Rapport
from rapportage.stand import Jaarstand
from rapportage.voortgang import hoe_lang

Rol = Bevoegdheid.Rol


@dataclass(frozen=True)
class Kengetal:
    """A large figure; ``maanden`` is the small line of the months beside it."""

    naam: str
    cijfer: Cijfer | Getoond
    url: str = ""
    maanden: Sequence[tuple[str, int]] = ()
    soort: str = "getal"


@dataclass(frozen=True)
class Kaart:
    """A card that leads somewhere the user may go."""

    titel: str
    url: str
    tekst: str = ""
    kamer: Kamer | None = None


@dataclass
class Blok:
    """One part of the page; ``leeg`` is what it says when there is nothing to show."""

    titel: str
    tekst: str = ""
    kamer: Kamer | None = None
    kengetallen: list[Kengetal] = field(default_factory=list)
    kaarten: list[Kaart] = field(default_factory=list)
    leeg: str = ""


@require_safe
def start(request: Verzoek) -> HttpResponse:
    """What this user does today. Open to everybody with an account; each block asks for its role."""
    vandaag = timezone.localdate()
    blokken = [
        blok for rol, maak in BLOKKEN.items() if rol in request.user.rollen for blok in maak(request.user, vandaag)
    ]
    komt = _komt_eraan(request.user, vandaag)
    # A coordinator comes here for the people of today; for all others what is due comes first.
    blokken = [*blokken, *komt] if Rol.COORDINATOR in request.user.rollen else [*komt, *blokken]
    return render(request, "start/start.html", {"blokken": blokken, "vandaag": vandaag})


MEESTE_KOMT = 6


def _komt_eraan(gebruiker: Gebruiker, vandaag: date) -> list[Blok]:
    """Deadlines and meetings of the agreements that this user may see; nothing when there are none."""
    komt = dit_komt_eraan(gebruiker, vandaag)
    if not komt:
        return []
    meer = f"Er is nog meer: dit zijn de eerste {MEESTE_KOMT}. Kijk bij de afspraak." if len(komt) > MEESTE_KOMT else ""
    kaarten = [Kaart(f"Te laat: {a.titel}" if a.te_laat else a.titel, a.url, a.tekst) for a in komt[:MEESTE_KOMT]]
    return [Blok("Dit komt eraan", meer, kaarten=kaarten)]


def _eigen_kamers(gebruiker: Gebruiker, rol: str, vandaag: date) -> list[Kamer]:
    """Kamers of this role that are open today."""
    eigen = [b.kamer_id for b in gebruiker.bevoegdheden if b.rol == rol and b.kamer_id]
    return list(Kamer.objects.open_op(vandaag).filter(pk__in=eigen).select_related("wijk"))


def _aantal(aantal: int, enkelvoud: str, meervoud: str) -> str:
    return f"{getal(aantal)} {enkelvoud if aantal == 1 else meervoud}"


# --- at the door --------------------------------------------------------------------------------------------------


def _deur(gebruiker: Gebruiker, vandaag: date) -> Iterable[Blok]:
    kamers = _eigen_kamers(gebruiker, Rol.DEUR, vandaag)
    kaarten = [_naar_aanwezig(kamer) for kamer in kamers]
    if kaarten and Deelnemer.objects.filter(gebruiker=gebruiker).exists():
        kaarten.append(Kaart("Mijn uren", reverse("uren:mijn"), "Wanneer u hielp, en hoe lang"))
    yield Blok(
        "Wie is er vandaag?",
        "Kies uw kamer en tik aan wie er is.",
        kaarten=kaarten,
        leeg="Uw kamer is vandaag niet open. Klopt dat niet? Vraag het aan uw coördinator.",
    )


def _naar_aanwezig(kamer: Kamer) -> Kaart:
    return Kaart(
        f"Aanwezig bij {kamer.naam}", reverse("aanwezig:kamer", args=[kamer.slug]), "De activiteiten van vandaag", kamer
    )


# --- coordinator --------------------------------------------------------------------------------------------------


def _coordinator(gebruiker: Gebruiker, vandaag: date) -> Iterable[Blok]:
    kamers = _eigen_kamers(gebruiker, Rol.COORDINATOR, vandaag)
    if not kamers:
        yield Blok("Uw kamer", leeg="Uw kamer is vandaag niet open. Klopt dat niet? Vraag het aan het bureau.")
        return
    stand = Jaarstand(kamers, vandaag)
    for kamer in kamers:
        adres = kamer.get_absolute_url()
        yield Blok(
            kamer.naam,
            kamer=kamer,
            kengetallen=[
                Kengetal("Vandaag binnen", stand.mensen_vandaag(kamer), reverse("aanwezig:kamer", args=[kamer.slug])),
                Kengetal("Mensen bereikt dit jaar", stand.mensen(kamer), adres, stand.per_maand(kamer)),
                Kengetal("Nieuw dit jaar", stand.nieuw(kamer), adres),
            ],
            kaarten=[
                _naar_aanwezig(kamer),
                *_te_beantwoorden(gebruiker, kamer),
                Kaart("Iemand inschrijven", reverse("deelnemers:nieuw"), "Een nieuwe deelnemer"),
                Kaart("Vastleggen", reverse("vastleggen:start"), "Uren, klussen, verwijzingen en meer"),
                Kaart("Activiteiten", reverse("activiteiten:lijst"), "Wat uw kamer te bieden heeft"),
            ],
        )


def _te_beantwoorden(gebruiker: Gebruiker, kamer: Kamer) -> list[Kaart]:
    """Reports in the making that wait for answers of this kamer."""
    vraag = Onderdeel.Soort.VRAAG_PER_KAMER
    gevuld = ~Q(antwoorden__tekst="") | ~Q(antwoorden__keuze="")
    rapporten = (
        Rapport.objects.zichtbaar_voor(gebruiker)
        .filter(status=Rapport.Status.CONCEPT, kamers=kamer)
        .annotate(
            vragen=Count("sjabloon__onderdelen", filter=Q(sjabloon__onderdelen__soort=vraag), distinct=True),
            klaar=Count("antwoorden", filter=Q(antwoorden__kamer=kamer) & gevuld, distinct=True),
        )
    )
    kaarten = []
    for rapport in rapporten:
        over = rapport.vragen - rapport.klaar
        if rapport.vragen:
            tekst = f"Nog {_aantal(over, 'vraag', 'vragen')} te beantwoorden" if over else "Alle vragen beantwoord"
            if over and rapport.antwoorden_voor:
                tekst += f", {hoe_lang(rapport.antwoorden_voor, timezone.localdate())}"
            adres = reverse("rapporten:antwoorden", args=[rapport.kenmerk, kamer.slug])
            kaarten.append(Kaart(rapport.titel, adres, tekst))
    return kaarten


# --- bureau -------------------------------------------------------------------------------------------------------


def _bureau(gebruiker: Gebruiker, vandaag: date) -> Iterable[Blok]:
    kamers = list(Kamer.objects.open_op(vandaag))
    if not kamers:
        yield Blok(
            "Alle kamers samen",
            leeg="Er is nog geen kamer die open is.",
            kaarten=[Kaart("Nieuwe kamer", reverse("kamers:nieuw"), "Maak de eerste kamer")],
        )
    else:
        yield from _bureau_kamers(kamers, vandaag)
    yield Blok("Rapporten", kaarten=_rapporten(gebruiker), leeg="Er is nog geen rapport.")
    yield Blok("Voorstellen", kaarten=_voorstellen(), leeg="Er wacht geen voorstel om kaarten samen te voegen.")
    bevindingen = _bevindingen(alle_overzichten(met_archief=False))
    if bevindingen:
        yield Blok("Wat niet klopt", "Gedrukte bedragen die anders zijn dan wat wij optellen.", kaarten=bevindingen)


def _voorstellen() -> list[Kaart]:
    """What the kamers ask the bureau to decide about people with two cards."""
    aantal = Samenvoeging.objects.filter(stand=Samenvoeging.Stand.VOORGESTELD).count()
    if not aantal:
        return []
    wacht = _aantal(aantal, "voorstel wacht", "voorstellen wachten")
    return [Kaart("Dubbele kaarten", reverse("deelnemers:samenvoegingen"), wacht)]


def _bureau_kamers(kamers: list[Kamer], vandaag: date) -> Iterable[Blok]:
    stand = Jaarstand(kamers, vandaag)
    lijst, dashboard = reverse("kamers:lijst"), reverse("dashboard:start")
    yield Blok(
        "Alle kamers samen",
        kengetallen=[
            Kengetal("Mensen bereikt dit jaar", stand.mensen(None), dashboard, stand.per_maand(None)),
            Kengetal("Bezoeken dit jaar", stand.bezoeken(None), dashboard),
            Kengetal("Vandaag binnen", stand.mensen_vandaag(None), lijst),
        ],
        kaarten=[_naar_dashboard()],
    )
    yield Blok(
        "Per kamer",
        f"Verschillende mensen van {stand.jaar}. Samen is niet de som: wie in meer kamers komt telt één keer.",
        kaarten=[
            Kaart(
                kamer.naam,
                kamer.get_absolute_url(),
                _aantal(int(stand.mensen(kamer).waarde or 0), "deelnemer", "deelnemers"),
                kamer,
            )
            for kamer in kamers
        ],
    )


def _naar_dashboard() -> Kaart:
    return Kaart("Dashboard", reverse("dashboard:start"), "Welke kamer loopt achter, waarop en waarom")


def _rapporten(gebruiker: Gebruiker) -> list[Kaart]:
    """The reports this user may open, the latest first, at most six: the list has them all."""
    rapporten = zonder_vervangen(Rapport.objects.zichtbaar_voor(gebruiker))[:6]
    return [Kaart(r.titel, r.get_absolute_url(), f"{r.get_status_display()}: {r.periode}") for r in rapporten]


def _bevindingen(overzichten: Iterable[Overzicht]) -> list[Kaart]:
    return [
        Kaart(
            f"{o.bron} ({o.jaar})",
            f"{reverse('financien:afwijkingen', args=[o.bron_id])}?jaar={o.jaar}",
            _aantal(o.aantal_bevindingen, "verschil", "verschillen"),
        )
        for o in overzichten
        if o.aantal_bevindingen
    ]


# --- penningmeester -----------------------------------------------------------------------------------------------


def _penningmeester(gebruiker: Gebruiker, vandaag: date) -> Iterable[Blok]:
    overzichten = sorted(alle_overzichten(met_archief=False), key=lambda o: o.jaar, reverse=True)
    yield Blok(
        "Geld per bron",
        "Bedragen van verschillende bronnen tellen wij nooit bij elkaar op.",
        kengetallen=[kengetal for o in overzichten if (kengetal := _saldo(o))],
        kaarten=[Kaart("Alle bronnen en jaren", reverse("financien:lijst"), "Begroting, prognose en financiers")],
    )
    bevindingen = _bevindingen(overzichten)
    if bevindingen:
        yield Blok("Wat niet klopt", "Gedrukte bedragen die anders zijn dan wat wij optellen.", kaarten=bevindingen)
    uren = Kaart("Uren van vrijwilligers", reverse("uren:lijst"), "Per kamer, groep en periode, zonder namen")
    yield Blok("Uren", kaarten=[uren])
    yield Blok("Rapporten", kaarten=_rapporten(gebruiker), leeg="Er is nog geen rapport.")


def _saldo(overzicht: Overzicht) -> Kengetal | None:
    """What is left or short over all kamers of one source; nothing when the source does not tell."""
    tekort = next((t for t in overzicht.tekorten if t.kamer is None), None)
    if tekort is None or tekort.verwacht is None:
        return None
    regel = f"Inkomsten min kosten volgens {overzicht.bron}; onder nul is een tekort."
    cijfer = Cijfer(tekort.verwacht, regel, Periode.jaar(overzicht.jaar), ())
    adres = f"{reverse('financien:bron', args=[overzicht.bron_id])}?jaar={overzicht.jaar}"
    return Kengetal(f"Verwacht saldo {overzicht.jaar}", cijfer, adres, soort="euro_heel")


# --- gemeente and corporatie ----------------------------------------------------------------------------------------


def _eigen_afspraken(gebruiker: Gebruiker, rol: str) -> list[Afspraak]:
    organisaties = [b.organisatie_id for b in gebruiker.bevoegdheden if b.rol == rol and b.organisatie_id]
    # A concept comes after what was signed: until then the signed version holds.
    return sorted(Afspraak.objects.filter(partijen__in=organisaties).distinct(), key=lambda a: a.is_concept)


def _gemeente(gebruiker: Gebruiker, vandaag: date) -> Iterable[Blok]:
    """Own agreements; for the one of today the totals per kamer, which are exact: the agreement pays for them."""
    afspraken = _eigen_afspraken(gebruiker, Rol.GEMEENTE)
    if afspraken:
        yield Blok("Hoe staat het ervoor?", kaarten=[_naar_dashboard()])
    yield from _afspraakblok(afspraken)
    lopend = next((a for a in afspraken if a.periode and a.periode.bevat(vandaag)), None)
    laatste = lopend or next((a for a in afspraken if a.periode and a.periode.tm < vandaag), None)
    if laatste:
        yield _afgesproken_totalen(laatste, kijker_van(gebruiker))
    yield from _bijdragen(gebruiker, vandaag)
    yield Blok("Vastgestelde rapporten", kaarten=_rapporten(gebruiker), leeg=NOG_GEEN_RAPPORT)


def _corporatie(gebruiker: Gebruiker, vandaag: date) -> Iterable[Blok]:
    afspraken = _eigen_afspraken(gebruiker, Rol.CORPORATIE)
    if afspraken:
        yield Blok("Hoe staat het ervoor?", kaarten=[_naar_dashboard()])
    yield from _afspraakblok(afspraken)
    yield from _bijdragen(gebruiker, vandaag)
    yield Blok("Vastgestelde rapporten", kaarten=_rapporten(gebruiker), leeg=NOG_GEEN_RAPPORT)


def _bijdragen(gebruiker: Gebruiker, vandaag: date) -> Iterable[Blok]:
    """The own statements of the last three years; nothing when there are none."""
    kaarten = [
        Kaart(
            f"Verantwoording {jaar}",
            reverse("financien:verantwoordingen", args=[jaar]),
            "Wat u toezegde, wat er is ontvangen en waaraan het is besteed",
        )
        for jaar in jaren_voor(gebruiker, vandaag)[:3]
    ]
    if kaarten:
        yield Blok("Uw bijdragen", kaarten=kaarten)


NOG_GEEN_RAPPORT = "Er is nog geen vastgesteld rapport bij uw afspraak."


def _afspraakblok(afspraken: list[Afspraak]) -> Iterable[Blok]:
    kaarten = [
        Kaart(
            str(afspraak),
            afspraak.get_absolute_url(),
            f"{afspraak.periode or 'Zonder periode'}{', nog een concept' if afspraak.is_concept else ''}",
        )
        for afspraak in afspraken
    ]
    yield Blok("Uw afspraken", kaarten=kaarten, leeg="Uw organisatie is nog geen partij bij een afspraak.")


def _afgesproken_totalen(afspraak: Afspraak, kijker: Kijker) -> Blok:
    assert afspraak.periode  # noqa: S101 - the caller chose one with a period
    periode = Periode(afspraak.periode.van, min(afspraak.periode.tm, timezone.localdate()))
    kamers = list(Kamer.objects.filter(streefwaarde__indicator__afspraak=afspraak).distinct())
    weergave = f"?jaar={periode.tm.year}&afspraak={afspraak.pk}"
    kengetallen = [
        Kengetal(
            rij.kamer.naam if rij.kamer else "Alle kamers samen",
            toon(
                Cijfer(
                    rij.uniek,
                    REGELS["uniek_totaal" if rij.kamer else "uniek_stad"],
                    periode,
                    (rij.kamer.naam,) if rij.kamer else tuple(k.naam for k in kamers),
                ),
                kijker,
            ),
            (reverse("dashboard:kamer", args=[rij.kamer.slug]) if rij.kamer else reverse("dashboard:start")) + weergave,
        )
        for rij in tel_uniek(kamers, [periode])
        if rij.categorie is None
    ]
    return Blok(f"Mensen bereikt, {afspraak}", kengetallen=kengetallen if kamers else [])


# --- beheerder ----------------------------------------------------------------------------------------------------


def _beheerder(gebruiker: Gebruiker, vandaag: date) -> Iterable[Blok]:
    actief = Gebruiker.objects.filter(is_active=True).count()
    yield Blok(
        "Beheer",
        kaarten=[
            Kaart("Gebruikers", reverse("beheer:start"), f"{_aantal(actief, 'account', 'accounts')} in gebruik"),
            Kaart("Nieuwe gebruiker", reverse("beheer:gebruiker_nieuw"), "Geef iemand toegang"),
            Kaart("Organisaties", reverse("beheer:organisaties"), "Gemeente, corporaties en andere partijen"),
            Kaart("Wijken", reverse("beheer:wijken"), "De wijken van de stad"),
            Kaart("Logboek", reverse("beheer:logboek"), f"Wie keek waar, tot en met {datum_voluit(vandaag)}"),
            Kaart("Register", reverse("beheer:register"), "Wat er over mensen wordt bewaard, en waarom"),
        ],
    )


BLOKKEN: dict[str, Callable[[Gebruiker, date], Iterable[Blok]]] = {
    Rol.DEUR: _deur,
    Rol.COORDINATOR: _coordinator,
    Rol.BUREAU: _bureau,
    Rol.PENNINGMEESTER: _penningmeester,
    Rol.GEMEENTE: _gemeente,
    Rol.CORPORATIE: _corporatie,
    Rol.BEHEERDER: _beheerder,
}
