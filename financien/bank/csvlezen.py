"""CSV files of Dutch banks, recognised by their header or, where the bank gives none, by what stands in each column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from buurtwerkkamers.importeren.lezen import GEEN_UTF8, LeesFout
from financien.bank.vorm import (
    MEESTE_REGELS,
    Afschrift,
    Bankregel,
    lees_bedrag,
    lees_dag,
    lees_rekening,
    lees_tegenrekening,
    maak_afschrift,
    schone_tekst,
)

WELKE = (
    "Dit bestand wordt niet herkend. Wat wel kan: CAMT.053 (XML, of een ZIP met XML) van elke bank, en CSV van ING, "
    "Rabobank, ABN AMRO (ook TXT of TAB), Triodos, ASN, SNS en RegioBank. Kies bij de bank CAMT.053 als dat kan."
)
LANGSTE_CEL = 5_000
LANGSTE_OMSCHRIJVING = 1_000
Rij = Sequence[str]


@dataclass(frozen=True)
class Vorm:
    """One form of file. ``kop``: the columns that must be there (lower case), empty without a header.

    ``herken`` judges the first row of a file without a header. ``lees`` makes a line out of a row: by name of column
    with a header, by number ('0', '1') without.
    """

    naam: str
    soort: str
    tekens: str
    lees: Callable[[Mapping[str, str]], Bankregel]
    kop: frozenset[str] = frozenset()
    herken: Callable[[Rij], bool] | None = None


# --- the forms --------------------------------------------------------------------------------------------------


def _ing(rij: Mapping[str, str]) -> Bankregel:
    saldo = rij.get("saldo na mutatie", "")
    return Bankregel(
        rekening=lees_rekening(rij["rekening"]),
        datum=lees_dag(rij["datum"], "%Y%m%d", "%d-%m-%Y", "%Y-%m-%d"),
        bedrag=_met_richting(rij["bedrag (eur)"], rij["af bij"], erbij="bij", eraf="af"),
        tegenpartij=schone_tekst(rij["naam / omschrijving"]),
        tegenrekening=lees_tegenrekening(rij["tegenrekening"]),
        omschrijving=schone_tekst(rij["mededelingen"]),
        # With and without balances are two forms: the same line has another digest in each.
        soort="ing2" if saldo else "ing1",
        saldo=lees_bedrag(saldo) if saldo else None,
    )


def _rabobank(rij: Mapping[str, str]) -> Bankregel:
    _alleen_euro(rij["munt"])
    return Bankregel(
        rekening=lees_rekening(rij["iban/bban"]),
        datum=lees_dag(rij["datum"], "%Y-%m-%d", "%Y%m%d"),
        bedrag=lees_bedrag(rij["bedrag"]),
        tegenpartij=schone_tekst(rij["naam tegenpartij"]),
        tegenrekening=lees_tegenrekening(rij["tegenrekening iban/bban"]),
        omschrijving=schone_tekst(
            rij["omschrijving-1"], rij.get("omschrijving-2"), rij.get("omschrijving-3"), rij.get("betalingskenmerk")
        ),
        soort="rabo",
        referentie=schone_tekst(rij["volgnr"]),
        saldo=lees_bedrag(rij["saldo na trn"]),
    )


def _abn(rekening: str, munt: str, dag: str, saldo: str, bedrag: str, tekst: str, *, punt: bool) -> Bankregel:
    _alleen_euro(munt)
    omschrijving = schone_tekst(tekst)
    naam, tegenrekening = _abn_de_ander(tekst)
    return Bankregel(
        rekening=abn_iban(rekening),
        datum=lees_dag(dag, "%Y%m%d"),
        bedrag=lees_bedrag(bedrag, punt=punt),
        tegenpartij=naam,
        tegenrekening=tegenrekening,
        omschrijving=omschrijving,
        soort="abn",
        saldo=lees_bedrag(saldo, punt=punt),
    )


def _abn_tab(rij: Mapping[str, str]) -> Bankregel:
    return _abn(rij["0"], rij["1"], rij["2"], rij["4"], rij["6"], rij["7"], punt=False)


def _abn_csv(rij: Mapping[str, str]) -> Bankregel:
    return _abn(
        rij["accountnumber"], rij["mutationcode"], rij["transactiondate"], rij["endsaldo"], rij["amount"],
        rij["description"], punt="," not in rij["amount"] + rij["endsaldo"],
    )  # fmt: skip


def _triodos(rij: Mapping[str, str]) -> Bankregel:
    return Bankregel(
        rekening=lees_rekening(rij["1"]),
        datum=lees_dag(rij["0"], "%d-%m-%Y"),
        bedrag=_met_richting(rij["2"], rij["3"], erbij="credit", eraf="debet"),
        tegenpartij=schone_tekst(rij["4"]),
        tegenrekening=lees_tegenrekening(rij["5"]),
        omschrijving=schone_tekst(rij["7"]),
        soort="triodos",
        saldo=lees_bedrag(rij["8"]) if rij.get("8") else None,
    )


def _volksbank(rij: Mapping[str, str]) -> Bankregel:
    _alleen_euro(rij["7"])
    _alleen_euro(rij["9"])
    bedrag = lees_bedrag(rij["10"], punt=True)
    return Bankregel(
        rekening=lees_rekening(rij["1"]),
        datum=lees_dag(rij["0"], "%d-%m-%Y"),
        bedrag=bedrag,
        tegenpartij=schone_tekst(rij["3"]),
        tegenrekening=lees_tegenrekening(rij["2"]),
        omschrijving=schone_tekst(rij["17"].strip("'"), rij["16"].strip("'")),
        soort="asn",
        # The number is of a day: together they are one payment.
        referentie=schone_tekst(rij["11"], rij["15"]),
        saldo=lees_bedrag(rij["8"], punt=True) + bedrag,
    )


_DAG = re.compile(r"\d{2}-\d{2}-\d{4}", re.ASCII)
_NL = re.compile(r"NL\d{2}[A-Z]{4}\d{10}")

VORMEN = (
    Vorm(
        "ING", "ing", ";,", _ing,
        kop=frozenset({
            "datum", "naam / omschrijving", "rekening", "tegenrekening", "code", "af bij", "bedrag (eur)",
            "mutatiesoort", "mededelingen",
        }),
    ),
    Vorm(
        "Rabobank", "rabo", ",;", _rabobank,
        kop=frozenset({
            "iban/bban", "munt", "volgnr", "datum", "bedrag", "saldo na trn", "tegenrekening iban/bban",
            "naam tegenpartij", "omschrijving-1",
        }),
    ),
    Vorm(
        "ABN AMRO", "abn", ",;\t", _abn_csv,
        kop=frozenset({"accountnumber", "mutationcode", "transactiondate", "endsaldo", "amount", "description"}),
    ),
    Vorm(
        "ABN AMRO", "abn", "\t", _abn_tab,
        herken=lambda rij: len(rij) == 8 and rij[0].strip().isdigit() and re.fullmatch(r"\d{8}", rij[2]) is not None,
    ),
    Vorm(
        "Triodos", "triodos", ",;", _triodos,
        herken=lambda rij: (
            len(rij) in (8, 9) and _DAG.fullmatch(rij[0]) is not None and rij[3].strip().lower() in ("debet", "credit")
        ),
    ),
    Vorm(
        "ASN, SNS of RegioBank", "asn", ",;", _volksbank,
        herken=lambda rij: (
            len(rij) in (18, 19) and _DAG.fullmatch(rij[0]) is not None and _NL.fullmatch(rij[1].strip()) is not None
        ),
    ),
)  # fmt: skip


# --- reading ----------------------------------------------------------------------------------------------------


def lees_csv(inhoud: bytes) -> list[Afschrift]:
    """The lines of one file, one statement per account; raises ``LeesFout`` with the row when one cannot be read."""
    tekst = _tekst(inhoud)
    vorm, rijen, kop, eerste = _herken(tekst)
    per_rekening: dict[str, list[Bankregel]] = {}
    for nummer, rij in enumerate(rijen, eerste):
        if not any(cel.strip() for cel in rij):
            continue
        if len(rij) < len(kop):
            raise LeesFout("deze rij is korter dan de eerste. Is het bestand afgebroken? Download het opnieuw.", nummer)
        try:
            regel = vorm.lees({naam: cel.strip() for naam, cel in zip(kop, rij, strict=False)})
        except LeesFout as fout:
            raise LeesFout(str(fout), nummer) from fout
        per_rekening.setdefault(regel.rekening, []).append(regel)
    if not per_rekening:
        raise LeesFout("In dit bestand staan geen regels. Kies bij de bank een periode waarin iets gebeurde.")
    return [maak_afschrift(regels, f"CSV van {vorm.naam}") for regels in per_rekening.values()]


def _tekst(inhoud: bytes) -> str:
    if not inhoud.strip(b"\xef\xbb\xbf \t\r\n"):
        raise LeesFout("Dit bestand is leeg.")
    if inhoud.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise LeesFout(GEEN_UTF8)
    if b"\x00" in inhoud:
        raise LeesFout(WELKE)
    for codering in ("utf-8-sig", "cp1252"):
        try:
            return inhoud.decode(codering)
        except UnicodeDecodeError:
            continue
    raise LeesFout(GEEN_UTF8)


def _herken(tekst: str) -> tuple[Vorm, list[list[str]], list[str], int]:
    """The form, the rows of data, the names of the columns, and the number of the first row of data."""
    eerste_regel = tekst.lstrip().splitlines()[0][:20_000]
    for vorm in VORMEN:
        for teken in vorm.tekens:
            if teken not in eerste_regel:
                continue
            boven = next(csv.reader([eerste_regel], delimiter=teken), [])
            namen = [cel.strip().lower() for cel in boven]
            if vorm.kop and vorm.kop <= set(namen):
                return vorm, _rijen(tekst, teken)[1:], namen, 2
            if vorm.herken and vorm.herken([cel.strip() for cel in boven]):
                return vorm, _rijen(tekst, teken), [str(nr) for nr in range(len(boven))], 1
    raise LeesFout(WELKE)


def _rijen(tekst: str, teken: str) -> list[list[str]]:
    # A tab file has no quotes around its cells: one in a description is a quote, not the beginning of a cell.
    stroom = io.StringIO(tekst.lstrip(), newline="")
    if teken == "\t":
        lezer = csv.reader(stroom, delimiter=teken, quoting=csv.QUOTE_NONE, strict=True)
    else:
        lezer = csv.reader(stroom, delimiter=teken, strict=True)
    rijen: list[list[str]] = []
    try:
        for rij in lezer:
            rijen.append(rij)
            if len(rijen) > MEESTE_REGELS:
                raise LeesFout("Dit bestand heeft te veel regels. Download een kortere periode.")
            if any(len(cel) > LANGSTE_CEL for cel in rij):
                raise LeesFout("in deze rij staat een veel te lange cel.", len(rijen))
    except csv.Error as fout:
        raise LeesFout("deze rij is niet te lezen: kijk de aanhalingstekens na.", len(rijen) + 1) from fout
    return rijen


# --- values -----------------------------------------------------------------------------------------------------


def _met_richting(bedrag: str, woord: str, *, erbij: str, eraf: str) -> Decimal:
    waarde, richting = lees_bedrag(bedrag), woord.strip().lower()
    if richting not in (erbij, eraf):
        raise LeesFout("er staat niet bij of het geld erbij kwam of eraf ging.")
    return waarde if richting == erbij else -waarde


def _alleen_euro(munt: str) -> None:
    if munt.strip().upper() != "EUR":
        raise LeesFout("het bedrag is niet in euro's.")


def abn_iban(nummer: str) -> str:
    """The IBAN of an account that ABN AMRO writes by its old number, so that XML and TXT are about one account."""
    kaal = lees_rekening(nummer)
    if not kaal.isdigit():
        return kaal
    if len(kaal) > 10:
        raise LeesFout("Het rekeningnummer klopt niet.")
    achter = f"ABNA{kaal:0>10}"
    # Letters count as 10 to 35, and the country stands behind: modulo 97 must give 1.
    cijfers = "".join(str(int(teken, 36)) for teken in f"{achter}NL00")
    return f"NL{98 - int(cijfers) % 97:02}{achter}"


_ABN_SCHUIN = re.compile(r"/(IBAN|NAME)/\s*(.*?)\s*(?=/(?:TRTP|CSID|NAME|MARF|REMI|IBAN|BIC|EREF|ORDP|BENM|ID)/|$)")
_ABN_LABEL = re.compile(
    r"\b(IBAN|Naam):\s*(.*?)(?=\s{2,}|\s(?:BIC|Naam|Omschrijving|Machtiging|Kenmerk|Betalingskenm\.):|$)"
)
# Paying by card: the shop between spaces and the number of the card, or in older files behind the time.
_ABN_PAS = (
    re.compile(r"(?:BEA|GEA),[^,]*?\s{2,}(\S.*?),\s*PAS\d+"),
    re.compile(r"(?:BEA|GEA)\b.*?\d\d[./:]\d\d\s+(\S.*?)(?:,\s*PAS\d+|$)"),
)


def _abn_de_ander(tekst: str) -> tuple[str, str]:
    """Name and account of the other, out of the description in which ABN AMRO puts everything."""
    tekst = tekst[:LANGSTE_OMSCHRIJVING]
    patroon = _ABN_SCHUIN if tekst.lstrip().startswith("/") else _ABN_LABEL
    delen = {naam.upper(): waarde for naam, waarde in patroon.findall(tekst)}
    naam = schone_tekst(delen.get("NAME") or delen.get("NAAM"))
    if not naam:
        gevonden = filter(None, (vorm.match(tekst) for vorm in _ABN_PAS))
        naam = next((schone_tekst(pas[1]) for pas in gevonden), "")
    return naam, lees_tegenrekening(delen.get("IBAN", ""))
