"""READ: a report composed into frozen dataclasses. Counting, money and judging are done by their own modules.

An adopted report is not counted again: it reads the data of its edition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import datum
from deelnemers.tellingen import REGELS
from financien.models import Bron
from rapportage import canoniek
from rapportage.cijfers import Tabel
from rapportage.indicatoren import IndicatorUitkomst, beoordeel_indicatoren
from rapportage.models import Antwoord, Editie, Onderdeel, Rapport
from rapportage.rapportvorm import Deel, Document, Kamerkop, Kamertabel, Kengetal, Regel, Tekst, Tekstcijfer, Tijdvak
from rapportage.samenstelling import (
    aandelen,
    deelnemers,
    doelen,
    geld,
    geldvergelijking,
    groei,
    kengetallen,
    signalen,
    uren,
    vergelijken,
    verwijzingen,
)
from rapportage.samenstelling.tellingen import Geteld
from rapportage.samenstelling.vergelijken import Vergeleken, vergeleken

Soort = Onderdeel.Soort


@dataclass
class Stof:
    """What the parts of one report are made of; each source is read once, and only when a part asks for it."""

    rapport: Rapport
    kamers: tuple[Kamer, ...]
    heel: bool
    koppen: dict[int, Kamerkop]
    onderdelen: tuple[Onderdeel, ...]
    geteld: Geteld
    doelen: list[IndicatorUitkomst]
    antwoorden: dict[tuple[int, int | None], Antwoord]
    regels: dict[str, str] = field(default_factory=dict)

    def noem(self, regels: dict[str, str]) -> None:
        """Remember rules of counting for the appendix."""
        self.regels |= regels

    def vergeleken(self, onderdeel: Onderdeel) -> Vergeleken | None:
        """With which periods this part is compared."""
        return vergeleken(onderdeel.vergelijking, self.geteld.geheel, self.geteld.tijdvakken)

    @cached_property
    def namen(self) -> tuple[str, ...]:
        """Of the sub-periods."""
        return tuple(deel.naam for deel in self.rapport.deelperioden.all())

    @cached_property
    def cijferbron(self) -> verwijzingen.Cijferbron:
        """The figures that texts may name."""
        return verwijzingen.Cijferbron(self.rapport, self.kamers, self.heel, self.geteld)


def stel_samen(rapport: Rapport, *, editie: str = "", kamers: Sequence[Kamer] | None = None) -> Document:
    """The report as it is now; an adopted one as it was adopted, whole.

    ``editie`` is printed on the cover when given. ``kamers``: only these, for who sees a part of a report in the
    making.
    """
    vast = laatste_editie(rapport)
    if vast is not None:
        return canoniek.lees(Document, vast.gegevens)
    return reken_opnieuw(rapport, editie=editie, kamers=kamers)


def reken_opnieuw(
    rapport: Rapport,
    *,
    editie: str = "",
    kamers: Sequence[Kamer] | None = None,
    onderdelen: Sequence[Onderdeel] | None = None,
) -> Document:
    """The report as it would be counted today, also when it was adopted already.

    ``onderdelen``: with these parts and not with those that the sjabloon has now.
    """
    stof = _stof(rapport, kamers, rapport.sjabloon.onderdelen.all() if onderdelen is None else onderdelen)
    delen = tuple(_deel(stof, nummer, onderdeel) for nummer, onderdeel in enumerate(stof.onderdelen, start=1))
    return Document(
        kenmerk=rapport.kenmerk,
        titel=rapport.titel,
        afspraak=str(rapport.afspraak),
        van=rapport.van,
        tm=rapport.tm,
        editie=editie,
        kamers=tuple(stof.koppen.values()),
        deelperioden=tuple(Tijdvak(d.naam, d.van, d.tm) for d in rapport.deelperioden.all()),
        kengetallen=_kengetallen(stof),
        kamercijfers=kengetallen.per_kamer(stof.geteld, stof.koppen),
        delen=delen,
        regels=_regels(stof.regels),
        bronnen=_bronnen(rapport),
        reden=rapport.reden_verbetering,
    )


def laatste_editie(rapport: Rapport) -> Editie | None:
    """The edition that counts for an adopted report, without the bytes of its documents; None before that."""
    if not rapport.is_af:
        return None
    zonder_bytes = rapport.edities.defer("pdf", "html", "xlsx")
    return zonder_bytes.select_related("vastgesteld_door").order_by("vastgesteld_op").last()


def kop_van(kamer: Kamer) -> Kamerkop:
    wijk = kamer.wijk.naam if kamer.wijk and kamer.wijk.naam not in kamer.naam else ""
    return Kamerkop(kamer.naam, kamer.label, kamer.slug, kamer.kleur, kamer.monogram, wijk)


def _stof(rapport: Rapport, keuze: Sequence[Kamer] | None, delen: Iterable[Onderdeel]) -> Stof:
    alle = tuple(rapport.kamers.select_related("wijk"))
    kamers = alle if keuze is None else tuple(k for k in alle if k in keuze)
    koppen = {kamer.pk: kop_van(kamer) for kamer in kamers}
    onderdelen = tuple(delen)
    uitkomsten = (
        doelen.voor_buiten(beoordeel_indicatoren(rapport.afspraak, kamers, rapport.periode, rapport.begrotingsbron))
        if any(onderdeel.soort == Soort.INDICATOREN for onderdeel in onderdelen)
        else []
    )
    antwoorden = {(a.onderdeel_id, a.kamer_id): a for a in rapport.antwoorden.all()}
    geteld = Geteld.van(rapport, kamers, [onderdeel.vergelijking for onderdeel in onderdelen])
    return Stof(rapport, kamers, len(kamers) == len(alle), koppen, onderdelen, geteld, uitkomsten, antwoorden)


def _kengetallen(stof: Stof) -> tuple[Kengetal, ...]:
    cijfers = list(kengetallen.mensen(stof.geteld))
    if stof.doelen:
        waarvan = sum(len(u.per_kamer) for u in stof.doelen)
        cijfers.append(kengetallen.doelen(*doelen.stand(stof.doelen), waarvan))
    bron = stof.rapport.begrotingsbron
    if bron and stof.heel and not geld.andere_kamers(bron, stof.rapport):
        cijfers.append(kengetallen.saldo(*geld.saldo(bron, stof.rapport)))
    return tuple(cijfers)


def _regels(regels: dict[str, str]) -> tuple[Regel, ...]:
    """The rules of counting, each once, with everything that is counted by it."""
    per_regel: dict[str, list[str]] = {}
    for naam, regel in regels.items():
        per_regel.setdefault(regel, []).append(naam)
    return tuple(Regel("; ".join(namen), regel) for regel, namen in per_regel.items())


def _bronnen(rapport: Rapport) -> tuple[str, ...]:
    afspraak = rapport.afspraak
    getekend = f", getekend op {datum(afspraak.getekend_op)}" if afspraak.getekend_op else ""
    bronnen = [
        f"Registraties van de buurtwerkkamers van {rapport.periode}",
        f"Doelen: {afspraak}{getekend}",
    ]
    if rapport.begrotingsbron:
        bronnen.append(f"Begroting en prognose: {rapport.begrotingsbron}")
    if rapport.financiersbron:
        bronnen.append(f"Bijdragen van financiers: {rapport.financiersbron}")
    return tuple(bronnen)


def _deel(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    return _MAKERS[onderdeel.soort](stof, nummer, onderdeel)


def _leeg(nummer: int, onderdeel: Onderdeel, **meer) -> Deel:
    return Deel(nummer, onderdeel.soort, onderdeel.titel, onderdeel.vraag, **meer)


def _vraag(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    plaatsen = stof.kamers if onderdeel.per_kamer else (None,)
    teksten = []
    for kamer in plaatsen:
        antwoord = stof.antwoorden.get((onderdeel.pk, kamer.pk if kamer else None))
        tekst, keuze = (antwoord.tekst, antwoord.keuze) if antwoord else ("", "")
        teksten.append(_met_cijfers(stof, kamer, tekst, keuze))
    # What was chosen is printed, also when the sjabloon has other possibilities by now.
    gekozen = (t.keuze for t in teksten if t.keuze)
    return _leeg(nummer, onderdeel, keuzes=tuple(dict.fromkeys((*onderdeel.keuzes, *gekozen))), teksten=tuple(teksten))


def _tekst(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    return _leeg(nummer, onderdeel, teksten=(_met_cijfers(stof, None, onderdeel.tekst),))


def _met_cijfers(stof: Stof, kamer: Kamer | None, tekst: str, keuze: str = "") -> Tekst:
    """A text with the figures that it names filled in; their rules go to the appendix."""
    kop = stof.koppen[kamer.pk] if kamer else None
    if "{" not in tekst:
        return Tekst(kop, tekst, keuze)
    ingevuld = verwijzingen.vul_in(tekst, verwijzingen.verwijsbaar(stof, kamer))
    bekend = [v for v in ingevuld.gebruikt if v.waarde != verwijzingen.VOLGT]
    stof.noem(verwijzingen.regels(bekend))
    cijfers = tuple(Tekstcijfer(v.sleutel, v.waarde, v.regel) for v in bekend)
    return Tekst(kop, ingevuld.tekst, keuze, cijfers)


def _deelnemers(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    stof.noem(
        {
            "Individuele (verschillende) deelnemers": REGELS["uniek"],
            "Totaal van een kamer": REGELS["uniek_totaal"],
            "Verschillende mensen in de stad": REGELS["uniek_stad"],
            "Deelnames": REGELS["deelnames"],
            "Voor het eerst in deze kamer": REGELS["nieuw"],
            "Bezoeken zonder naam": REGELS["zonder_naam"],
        }
    )
    if any(stof.geteld.overlap(plek) for plek in (None, *stof.kamers)):
        stof.noem({"In meer dan één tijdvak": REGELS["in_meer_tijdvakken"]})
    tabellen, uitleg = deelnemers.tabellen(stof.geteld, stof.koppen), deelnemers.uitleg(stof.geteld)
    if met := stof.vergeleken(onderdeel):
        gegroeid, erbij = _groei(stof, met)
        tabellen, uitleg = (*tabellen, *gegroeid), (*uitleg, *erbij)
    return _leeg(nummer, onderdeel, tabellen=tabellen, uitleg=uitleg)


def _groei(stof: Stof, met: Vergeleken) -> tuple[tuple[Kamertabel, ...], tuple[str, ...]]:
    """Tables beside an earlier period with how to read them; or only why there are none."""
    if not groei.iets_eerder(stof.geteld, met):
        return (), (groei.niets_eerder(met),)
    stof.noem({"Groei": vergelijken.REGEL})
    return groei.per_kamer(stof.geteld, stof.koppen, met), groei.uitleg(met)


def _vergelijking(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    met = stof.vergeleken(onderdeel)
    if met is None:
        return _leeg(nummer, onderdeel, ontbreekt="Bij dit onderdeel is niet gekozen waarmee het wordt vergeleken.")
    tabellen, uitleg = _groei(stof, met.alleen_geheel)
    if not tabellen:
        return _leeg(nummer, onderdeel, ontbreekt=" ".join(uitleg))
    stof.noem({maat.titel: maat.regel for maat in groei.maten(stof.geteld)})
    samen = _over_alle(groei.overzicht(stof.geteld, met))
    beeld = groei.grafiek(stof.geteld, met)
    return _leeg(nummer, onderdeel, grafiek=beeld, tabellen=(*samen, *tabellen), uitleg=uitleg)


def _uren(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    met = stof.vergeleken(onderdeel)
    gelezen = uren.Uren.van(stof.rapport, stof.kamers, stof.geteld.kolommen, met)
    if gelezen.leeg:
        return _leeg(nummer, onderdeel, ontbreekt=f"Over {stof.rapport.periode} zijn geen uren ingevuld.")
    stof.noem({"Uren van vrijwilligers": uren.REGEL, "Waarde van de uren": uren.REGEL_WAARDE})
    tabellen = [*uren.tabellen(gelezen)]
    uitleg: tuple[str, ...] = ()
    if met:
        naast, waarom_niet = uren.vergelijking(gelezen, met)
        tabellen += [naast] if naast else []
        uitleg = (waarom_niet,) if waarom_niet else ()
        if naast:
            stof.noem({"Groei": vergelijken.REGEL})
    return _leeg(nummer, onderdeel, tabellen=_over_alle(tabellen), uitleg=uitleg)


def _over_alle(tabellen: Sequence[Tabel]) -> tuple[Kamertabel, ...]:
    return tuple(Kamertabel(None, tabel) for tabel in tabellen)


def _aandeelgrafiek(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    van_mensen = onderdeel.soort == Soort.AANDEELGRAFIEK
    maat = aandelen.MENSEN if van_mensen else aandelen.DEELNAMES
    met = stof.vergeleken(onderdeel)
    uitleg: tuple[str, ...] = ()
    if met and not groei.iets_eerder(stof.geteld, met):
        uitleg, met = (groei.niets_eerder(met),), None
    nu = aandelen.grafiek_en_tabel(stof.geteld, stof.namen, maat)
    if nu is None:
        return _leeg(nummer, onderdeel, ontbreekt="In deze periode is niets geregistreerd.")
    stof.noem({"Aandelen per categorie" if van_mensen else "Aandelen van de deelnames": maat.geheel})
    grafiek, *tabellen = nu
    if met:  # the chart shows earlier beside now; the sub-periods keep their table
        samen = aandelen.naast(stof.geteld, met, maat)
        grafiek, tabellen = samen[0], [samen[1], *(tabellen if stof.namen else ())]
        uitleg = groei.uitleg(met)
    return _leeg(nummer, onderdeel, grafiek=grafiek, tabellen=_over_alle(tabellen), uitleg=uitleg)


def _indicatoren(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    met = stof.vergeleken(onderdeel)
    tabel = doelen.tabel(stof.doelen, stof.kamers, _eerdere_doelen(stof, met) if met else None)
    if tabel is None:
        return _leeg(nummer, onderdeel, ontbreekt="Bij deze afspraak zijn geen doelen ingevoerd.")
    stof.noem(doelen.regels(stof.doelen))
    return _leeg(nummer, onderdeel, tabellen=(Kamertabel(None, tabel),))


def _eerdere_doelen(stof: Stof, met: Vergeleken) -> doelen.Eerder:
    """The same indicators over the earlier period, as far as they can be measured there."""
    rapport = stof.rapport
    gemeten = beoordeel_indicatoren(rapport.afspraak, stof.kamers, met.eerder, rapport.begrotingsbron)
    return doelen.Eerder(met.naam, met.eerder, doelen.voor_buiten(gemeten))


def _begroting(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    bron = stof.rapport.begrotingsbron
    if bron is None:
        return _leeg(nummer, onderdeel, ontbreekt="Bij dit rapport is geen bron van begroting en prognose gekozen.")
    if geld.andere_kamers(bron, stof.rapport):
        return _leeg(nummer, onderdeel, ontbreekt=f"{_ook_andere(bron)} Daarom staan deze bedragen hier niet.")
    if not stof.heel:
        return _leeg(nummer, onderdeel, ontbreekt="Dit gaat over alle kamers samen en staat in het hele rapport.")
    stof.noem({"Begroting en prognose": geld.REGEL})
    tabellen = geld.begroting_en_prognose(bron, stof.rapport)
    if not tabellen:
        return _leeg(nummer, onderdeel, ontbreekt=f"‘{bron}’ heeft geen bedragen over {stof.rapport.tm.year}.")
    met = stof.vergeleken(onderdeel)
    return _geld(nummer, onderdeel, tabellen, geldvergelijking.begroting(bron, stof.rapport, met) if met else None)


def _geld(
    nummer: int,
    onderdeel: Onderdeel,
    tabellen: Sequence[Tabel],
    naast: geldvergelijking.Uitkomst | None,
    erbij: str = "",
) -> Deel:
    """Amounts, with an earlier year beside them or the reason why not; ``erbij`` says what they are about."""
    tabel, waarom_niet = naast or (None, "")
    tabellen = [*tabellen, tabel] if tabel else tabellen
    uitleg = tuple(filter(None, (erbij, waarom_niet)))
    return _leeg(nummer, onderdeel, tabellen=_over_alle(tabellen), uitleg=uitleg)


def _financiers(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    bron = stof.rapport.financiersbron
    if bron is None:
        return _leeg(nummer, onderdeel, ontbreekt="Bij dit rapport is geen bron van de bijdragen gekozen.")
    tabellen = geld.financiers(bron, stof.rapport, stof.kamers)
    stof.noem(geld.regels_van(tabellen))
    if not tabellen:
        waar = "voor deze kamers" if geld.andere_kamers(bron, stof.rapport) else f"over {stof.rapport.tm.year}"
        return _leeg(nummer, onderdeel, ontbreekt=f"‘{bron}’ heeft geen bijdragen {waar}.")
    met, van = stof.vergeleken(onderdeel), None if stof.heel else stof.kamers
    naast = geldvergelijking.financiers(bron, stof.rapport, met, van) if met else None
    erbij = f"{_ook_andere(bron)} Hier staan alleen de bedragen van de kamers van dit rapport."
    return _geld(nummer, onderdeel, tabellen, naast, erbij if geld.andere_kamers(bron, stof.rapport) else "")


def _ook_andere(bron: Bron) -> str:
    return f"‘{bron}’ noemt ook kamers die niet in dit rapport staan."


def _signalen(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    tabellen = signalen.tabellen(stof.kamers, stof.koppen, stof.geteld.tijdvakken, stof.geteld.geheel)
    if not tabellen:
        return _leeg(nummer, onderdeel, ontbreekt=signalen.GEEN)
    stof.noem({"Signalen uit de buurt": REGELS["signalen"]})
    uitleg = signalen.uitleg(tabellen, stof.kamers)
    if met := stof.vergeleken(onderdeel):
        naast, waarom_niet = signalen.vergelijking(stof.kamers, met)
        tabellen = (*tabellen, *_over_alle([naast])) if naast else tabellen
        uitleg = (*uitleg, waarom_niet) if waarom_niet else uitleg
    return _leeg(nummer, onderdeel, tabellen=tabellen, uitleg=uitleg)


_MAKERS: dict[str, Callable[[Stof, int, Onderdeel], Deel]] = {
    Soort.VRAAG_PER_KAMER: _vraag,
    Soort.VRAAG_EENMALIG: _vraag,
    Soort.KEUZE: _vraag,
    Soort.DEELNEMERS: _deelnemers,
    Soort.AANDEELGRAFIEK: _aandeelgrafiek,
    Soort.BEZOEKGRAFIEK: _aandeelgrafiek,
    Soort.INDICATOREN: _indicatoren,
    Soort.BEGROTING_PROGNOSE: _begroting,
    Soort.FINANCIERS: _financiers,
    Soort.SIGNALEN: _signalen,
    Soort.TEKST: _tekst,
    Soort.VERGELIJKING: _vergelijking,
    Soort.UREN: _uren,
}
