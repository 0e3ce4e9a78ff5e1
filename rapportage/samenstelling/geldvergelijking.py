"""Amounts of a year beside those of an earlier year, each from its own source. Amounts of sources are never added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from buurtwerkkamers.models import Kamer
from financien.models import Bron, Regel
from financien.overzicht import Overzicht, Soortoverzicht, overzicht
from financien.overzicht import Rij as Geldrij
from rapportage.cijfers import Kolom, Rij, RijSoort, Tabel
from rapportage.models import Rapport
from rapportage.samenstelling.geld import gaat_alleen_over
from rapportage.samenstelling.vergelijken import Vergeleken, groei, verschil_tekst

REGEL = (
    "Bedragen in euro's over een heel jaar, elk uit de bron van dat jaar. Groei is het bedrag nu min het bedrag "
    "eerder; het percentage is van het bedrag eerder."
)
_NAMEN = {"begroot": "begroot", "prognose": "prognose", "realisatie": "werkelijk"}
Soort = Regel.Soort
Uitkomst = tuple[Tabel | None, str]


def begroting(bron: Bron, rapport: Rapport, met: Vergeleken) -> Uitkomst:
    """Costs, financing and the balance of both years, or why there is nothing to compare.

    Over all kamers, so only when neither source has amounts for a kamer that is not in the report.
    """
    return _vergelijk(bron, rapport, met, (Soort.KOSTEN, Soort.FINANCIERING), None, "begrotingsbron")


def financiers(bron: Bron, rapport: Rapport, met: Vergeleken, kamers: Sequence[Kamer] | None) -> Uitkomst:
    """Contributions of both years per financier; ``kamers``: only to these, and never to one outside the report."""
    return _vergelijk(bron, rapport, met, (Soort.FINANCIERING,), kamers, "financiersbron")


def _vergelijk(
    bron: Bron, rapport: Rapport, met: Vergeleken, soorten: Sequence[str], kamers: Sequence[Kamer] | None, veld: str
) -> Uitkomst:
    jaar, nu_jaar = met.eerder.tm.year, rapport.tm.year
    if jaar == nu_jaar:
        return None, f"De bedragen gaan over heel {jaar}. {met.naam.capitalize()} valt ook in dat jaar."
    eerdere, waarom = eerdere_bron(bron, veld, jaar)
    if eerdere is None:
        return None, waarom
    toen, nu = (overzicht(b, j).naar_buiten() for b, j in ((eerdere, jaar), (bron, nu_jaar)))
    in_rapport = list(rapport.kamers.all())
    if kamers is None and not all(gaat_alleen_over(een, in_rapport) for een in (toen, nu)):
        if len(soorten) > 1:
            return None, f"‘{eerdere}’ noemt ook kamers die niet in dit rapport staan. Daarom is er geen vergelijking."
        kamers = in_rapport  # of both years the same kamers
    if kamers is not None:
        toen, nu = (een.voor_kamers([kamer.naam for kamer in kamers]) for een in (toen, nu))
    kolommen = _kolommen(toen, nu, alleen_bijdragen=len(soorten) == 1)
    bekend = [soort for soort in soorten if toen.totaal(soort, kolommen[0]) is not None]
    if not bekend:
        return None, f"‘{eerdere}’ heeft geen bedragen over {jaar} om mee te vergelijken."
    rijen = [rij for soort in bekend for rij in _van_soort(toen, nu, soort, kolommen, kop=len(soorten) > 1)]
    if len(bekend) > 1:
        rijen += _saldo(toen, nu, kolommen)
    wat = "Begroting en prognose" if len(soorten) > 1 else "Bijdragen van financiers"
    zonder = [f"‘{eerdere}’ noemt geen {Soort(soort).label}." for soort in soorten if soort not in bekend]
    tabel = Tabel(
        f"{wat} {nu_jaar}, vergeleken met {jaar}",
        REGEL,
        (
            Kolom("Post" if len(soorten) > 1 else "Financier", "tekst"),
            Kolom(f"{jaar}, {_NAMEN[kolommen[0]]}", "euro"),
            Kolom(f"{nu_jaar}, {_NAMEN[kolommen[1]]}", "euro"),
            Kolom("Groei", "groei"),
        ),
        tuple(rijen),
        (f"{jaar}: {eerdere}. {nu_jaar}: {bron}.", *zonder),
    )
    return tabel, ""


def eerdere_bron(bron: Bron, veld: str, jaar: int) -> tuple[Bron | None, str]:
    """The source of an earlier year: the same one, else that of the last adopted report of that year, or the only one.

    None with the reason when there is none, or more than one without a report that chose.
    """
    if bron.regels.filter(jaar=jaar).exists():
        return bron, ""
    eerder = (
        Rapport.objects.filter(status__in=Rapport.AF, tm__year=jaar, **{f"{veld}__regels__jaar": jaar})
        .select_related(veld)
        .order_by("-tm", "-pk")
        .first()
    )
    if eerder is not None:
        return getattr(eerder, veld), ""
    namen = list(Bron.objects.filter(regels__jaar=jaar, afsluiting__isnull=True).distinct())
    if len(namen) == 1:
        return namen[0], ""
    if not namen:
        return None, f"Van {jaar} zijn er geen bedragen. Daarom is er niets om mee te vergelijken."
    welke = ", ".join(f"‘{naam}’" for naam in namen)
    return None, f"Van {jaar} zijn er meer bronnen ({welke}) en geen vastgesteld rapport dat er een koos."


def _kolommen(toen: Overzicht, nu: Overzicht, *, alleen_bijdragen: bool) -> tuple[str, str]:
    """Which amounts stand beside each other. Of contributions what was agreed: the first column of both.

    Otherwise the best that is known of the earlier year, and now what is most like it: a budget beside a budget, a
    forecast beside what was real or expected. The actual of a year that was not over is not compared.
    """
    if alleen_bijdragen:
        return next(iter(toen.kolommen), "begroot"), next(iter(nu.kolommen), "begroot")
    voorkeur = ("prognose", "begroot") if toen.loopt else ("realisatie", "prognose", "begroot")
    eerder = next((kolom for kolom in voorkeur if kolom in toen.kolommen), "begroot")
    gelijk = ("begroot", "prognose") if eerder == "begroot" else ("prognose", "begroot")
    return eerder, next((kolom for kolom in gelijk if kolom in nu.kolommen), "begroot")


def _van_soort(toen: Overzicht, nu: Overzicht, soort: str, kolommen: tuple[str, str], *, kop: bool) -> Iterable[Rij]:
    per_post: dict[str, list[Decimal | None]] = {}
    namen: dict[str, str] = {}
    for plaats, (geheel, kolom) in enumerate(((nu, kolommen[1]), (toen, kolommen[0]))):
        for rij in _posten(geheel.soort(soort)):
            sleutel = rij.naam.casefold().strip()
            namen.setdefault(sleutel, rij.naam)
            bedragen = per_post.setdefault(sleutel, [None, None])
            bedrag = _bedrag(rij, kolom)
            if bedrag is not None:
                bedragen[plaats] = (bedragen[plaats] or Decimal(0)) + bedrag
    if not per_post:
        return
    eigen = nu.soort(soort) or toen.soort(soort)
    if kop and eigen:
        yield Rij((eigen.titel.capitalize(), None, None, None), "groep")
    for sleutel, (hier, eerder) in per_post.items():
        yield _rij(namen[sleutel], eerder, hier, (toen.jaar, nu.jaar))
    if len(per_post) > 1 and eigen:
        totalen = toen.totaal(soort, kolommen[0]), nu.totaal(soort, kolommen[1])
        yield _rij(eigen.totaal.naam, *totalen, (toen.jaar, nu.jaar), "totaal")


def _posten(soort: Soortoverzicht | None) -> Iterable[Geldrij]:
    return (rij for groep in soort.groepen for rij in groep.rijen) if soort else ()


def _bedrag(rij: Geldrij, kolom: str) -> Decimal | None:
    if rij.totaal:
        return getattr(rij.totaal.bedragen, kolom)  # type: ignore[no-any-return]
    delen = [bedrag for cel in rij.cellen if (bedrag := getattr(cel.bedragen, kolom)) is not None]
    return sum(delen, Decimal(0)) if delen else None


def _rij(naam: str, eerder: Decimal | None, nu: Decimal | None, jaren: tuple[int, int], soort: RijSoort = "rij") -> Rij:
    if eerder is None or nu is None:
        erbij = "" if eerder is None and nu is None else f"alleen in {jaren[0] if nu is None else jaren[1]}"
    else:
        erbij = groei(nu, eerder, "euro")
    return Rij((naam, eerder, nu, erbij), soort)


def _saldo(toen: Overzicht, nu: Overzicht, kolommen: tuple[str, str]) -> Iterable[Rij]:
    """Income minus costs, with the difference only: a share of a balance says nothing."""
    saldi = []
    for geheel, kolom in ((toen, kolommen[0]), (nu, kolommen[1])):
        baten, lasten = geheel.totaal(Soort.FINANCIERING, kolom), geheel.totaal(Soort.KOSTEN, kolom)
        saldi.append(None if baten is None or lasten is None else baten - lasten)
    eerder, hier = saldi
    verschil = "" if eerder is None or hier is None else verschil_tekst(hier - eerder, "euro")
    yield Rij(("Saldo (inkomsten min kosten)", eerder, hier, verschil), "totaal")
