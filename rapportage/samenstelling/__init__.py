"""READ: a report composed into frozen dataclasses. Counting, money and judging are done by their own modules.

An adopted report is not counted again: it reads the data of its edition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from buurtwerkkamers.models import Kamer
from buurtwerkkamers.opmaak import datum
from deelnemers.tellingen import REGELS
from rapportage import canoniek
from rapportage.indicatoren import IndicatorUitkomst, beoordeel_indicatoren
from rapportage.models import Antwoord, Editie, Onderdeel, Rapport
from rapportage.rapportvorm import Deel, Document, Kamerkop, Kamertabel, Kengetal, Regel, Tekst, Tekstcijfer, Tijdvak
from rapportage.samenstelling import aandelen, deelnemers, doelen, geld, kengetallen, signalen, verwijzingen
from rapportage.samenstelling.tellingen import Geteld

Soort = Onderdeel.Soort


@dataclass
class Stof:
    """What the parts of one report are made of; each source is read once, and only when a part asks for it."""

    rapport: Rapport
    kamers: tuple[Kamer, ...]
    heel: bool
    koppen: dict[int, Kamerkop]
    geteld: Geteld
    doelen: list[IndicatorUitkomst]
    antwoorden: dict[tuple[int, int | None], Antwoord]
    regels: dict[str, str] = field(default_factory=dict)

    def noem(self, regels: dict[str, str]) -> None:
        """Remember rules of counting for the appendix."""
        self.regels |= regels

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


def reken_opnieuw(rapport: Rapport, *, editie: str = "", kamers: Sequence[Kamer] | None = None) -> Document:
    """The report as it would be counted today, also when it was adopted already."""
    stof = _stof(rapport, kamers)
    delen = tuple(
        _deel(stof, nummer, onderdeel) for nummer, onderdeel in enumerate(rapport.sjabloon.onderdelen.all(), start=1)
    )
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
    return rapport.edities.defer("pdf", "html", "xlsx").select_related("vastgesteld_door").order_by("vastgesteld_op").last()


def kop_van(kamer: Kamer) -> Kamerkop:
    wijk = kamer.wijk.naam if kamer.wijk and kamer.wijk.naam not in kamer.naam else ""
    return Kamerkop(kamer.naam, kamer.label, kamer.slug, kamer.kleur, kamer.monogram, wijk)


def _stof(rapport: Rapport, keuze: Sequence[Kamer] | None) -> Stof:
    alle = tuple(rapport.kamers.select_related("wijk"))
    kamers = alle if keuze is None else tuple(k for k in alle if k in keuze)
    koppen = {kamer.pk: kop_van(kamer) for kamer in kamers}
    uitkomsten = (
        doelen.voor_buiten(beoordeel_indicatoren(rapport.afspraak, kamers, rapport.periode, rapport.begrotingsbron))
        if rapport.sjabloon.onderdelen.filter(soort=Soort.INDICATOREN).exists()
        else []
    )
    antwoorden = {(a.onderdeel_id, a.kamer_id): a for a in rapport.antwoorden.all()}
    geteld = Geteld.van(rapport, kamers)
    return Stof(rapport, kamers, len(kamers) == len(alle), koppen, geteld, uitkomsten, antwoorden)


def _kengetallen(stof: Stof) -> tuple[Kengetal, ...]:
    cijfers = list(kengetallen.mensen(stof.geteld))
    if stof.doelen:
        waarvan = sum(len(u.per_kamer) for u in stof.doelen)
        cijfers.append(kengetallen.doelen(*doelen.stand(stof.doelen), waarvan))
    if stof.rapport.begrotingsbron and stof.heel:
        cijfers.append(kengetallen.saldo(*geld.saldo(stof.rapport.begrotingsbron, stof.rapport)))
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
    return _leeg(nummer, onderdeel, keuzes=tuple(onderdeel.keuzes), teksten=tuple(teksten))


def _tekst(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    return _leeg(nummer, onderdeel, teksten=(_met_cijfers(stof, None, onderdeel.tekst),))


def _met_cijfers(stof: Stof, kamer: Kamer | None, tekst: str, keuze: str = "") -> Tekst:
    """A text with the figures that it names filled in; their rules go to the appendix."""
    kop = stof.koppen[kamer.pk] if kamer else None
    if "{" not in tekst:
        return Tekst(kop, tekst, keuze)
    ingevuld = verwijzingen.vul_in(tekst, verwijzingen.verwijsbaar(stof, kamer))
    stof.noem(verwijzingen.regels(ingevuld.gebruikt))
    cijfers = tuple(Tekstcijfer(v.sleutel, v.waarde, v.regel) for v in ingevuld.gebruikt)
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
    return _leeg(
        nummer, onderdeel, tabellen=deelnemers.tabellen(stof.geteld, stof.koppen), uitleg=deelnemers.uitleg(stof.geteld)
    )


def _aandeelgrafiek(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    van_mensen = onderdeel.soort == Soort.AANDEELGRAFIEK
    maat = aandelen.MENSEN if van_mensen else aandelen.DEELNAMES
    gemaakt = aandelen.grafiek_en_tabel(stof.geteld, [d.naam for d in stof.rapport.deelperioden.all()], maat)
    if gemaakt is None:
        return _leeg(nummer, onderdeel, ontbreekt="In deze periode is niets geregistreerd.")
    stof.noem({"Aandelen per categorie" if van_mensen else "Aandelen van de deelnames": maat.geheel})
    grafiek, tabel = gemaakt
    return _leeg(nummer, onderdeel, grafiek=grafiek, tabellen=(Kamertabel(None, tabel),))


def _indicatoren(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    tabel = doelen.tabel(stof.doelen, stof.kamers)
    if tabel is None:
        return _leeg(nummer, onderdeel, ontbreekt="Bij deze afspraak zijn geen doelen ingevoerd.")
    stof.noem(doelen.regels(stof.doelen))
    return _leeg(nummer, onderdeel, tabellen=(Kamertabel(None, tabel),))


def _begroting(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    bron = stof.rapport.begrotingsbron
    if bron is None:
        return _leeg(nummer, onderdeel, ontbreekt="Bij dit rapport is geen bron van begroting en prognose gekozen.")
    if not stof.heel:
        return _leeg(nummer, onderdeel, ontbreekt="Dit gaat over alle kamers samen en staat in het hele rapport.")
    stof.noem({"Begroting en prognose": geld.REGEL})
    tabellen = geld.begroting_en_prognose(bron, stof.rapport)
    if not tabellen:
        return _leeg(nummer, onderdeel, ontbreekt=f"‘{bron}’ heeft geen bedragen over {stof.rapport.tm.year}.")
    return _leeg(nummer, onderdeel, tabellen=tuple(Kamertabel(None, t) for t in tabellen))


def _financiers(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    bron = stof.rapport.financiersbron
    if bron is None:
        return _leeg(nummer, onderdeel, ontbreekt="Bij dit rapport is geen bron van de bijdragen gekozen.")
    stof.noem({"Bijdragen van financiers": geld.REGEL_FINANCIERS})
    tabellen = geld.financiers(bron, stof.rapport, stof.kamers)
    if not tabellen:
        return _leeg(nummer, onderdeel, ontbreekt=f"‘{bron}’ heeft geen bijdragen over {stof.rapport.tm.year}.")
    return _leeg(nummer, onderdeel, tabellen=tuple(Kamertabel(None, t) for t in tabellen))


def _signalen(stof: Stof, nummer: int, onderdeel: Onderdeel) -> Deel:
    tabellen = signalen.tabellen(stof.kamers, stof.koppen, stof.geteld.tijdvakken, stof.geteld.geheel)
    if not tabellen:
        return _leeg(nummer, onderdeel, ontbreekt=signalen.GEEN)
    stof.noem({"Signalen uit de buurt": REGELS["signalen"]})
    return _leeg(nummer, onderdeel, tabellen=tabellen, uitleg=signalen.uitleg(tabellen, stof.kamers))


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
}
