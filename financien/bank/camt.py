"""CAMT.053, the statement as XML: read by pycamt, after the file was found harmless.

One entry (``Ntry``) is one line, also when it holds many payments (a batch): that is the line on the statement, it is
what the balance counts, and the CSV of the same bank gives it as one line too. The treasurer can split it. Only entries
that are booked (``BOOK``) count; what is pending comes back in a later file.

The sign is that of ``CdtDbtInd``, also for a reversal: ISO 20022 says that ``RvslInd`` only tells that it takes
something back. The names of a reversed payment keep their old roles, so there the other is sought on the other side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from lxml import etree
from pycamt.parser import Camt053ParseError, Camt053Parser

from buurtwerkkamers.importeren.lezen import LeesFout
from financien.bank.vorm import (
    MEESTE_REGELS,
    Afschrift,
    Bankregel,
    lees_dag,
    lees_iso_bedrag,
    lees_rekening,
    lees_tegenrekening,
    schone_tekst,
)

SOORT = "camt"
VORM = "CAMT.053"
GROOTSTE_XML = 10 * 1024 * 1024
_NAAMRUIMTE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.(\d{3})\.001\.\d{2}")
_GEEN_REFERENTIE = {"", "NONREF", "NOTPROVIDED", "NOREF"}
# A document type is what every known attack by XML is written in; no bank sends one.
_VERDACHT = ("<!DOCTYPE", "<!ENTITY")


class _Lezer(Camt053Parser):
    """pycamt on a tree that was parsed by us, under any prefix; each entry is kept whole, with its own amount."""

    def __init__(self, boom: etree._Element) -> None:
        self.tree = boom
        self.namespaces = {None: etree.QName(boom).namespace}
        self.version = self._detect_version()

    def _extract_transaction(self, entry: etree._Element, statement: etree._Element) -> list[dict[str, Any]]:
        details = entry.findall("./NtryDtls/TxDtls", self.namespaces)
        # The amount of a payment inside an entry can be in another currency: that of the entry holds.
        uit_detail = self._extract_transaction_details(details[0]) if len(details) == 1 else {}
        return [{**uit_detail, **self._extract_common_entry_data(entry, statement), "Aantal": len(details)}]

    def afschriften(self) -> Iterator[tuple[etree._Element, list[tuple[etree._Element, dict[str, Any]]]]]:
        for afschrift in self._find_statements_or_reports():
            posten = afschrift.findall("./Ntry", self.namespaces)
            yield afschrift, [(post, self._extract_transaction(post, afschrift)[0]) for post in posten]

    def tekst(self, element: etree._Element, pad: str) -> str:
        return (element.findtext(pad, namespaces=self.namespaces) or "").strip()


def lijkt_op_xml(begin: bytes) -> bool:
    return begin.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def lees_camt(inhoud: bytes) -> list[Afschrift]:
    """The statements of one file; raises ``LeesFout`` when it is no CAMT.053, or one that cannot be right."""
    lezer = _Lezer(_veilige_boom(inhoud))
    try:
        gelezen = [_afschrift(lezer, element, posten) for element, posten in lezer.afschriften()]
    except Camt053ParseError as fout:
        raise LeesFout("In dit CAMT.053-bestand staat geen afschrift.") from fout
    except (AttributeError, TypeError, KeyError) as fout:
        # pycamt takes for granted what the standard asks; a damaged file has not always got it.
        raise LeesFout("Dit CAMT.053-bestand is beschadigd. Download het opnieuw bij de bank.") from fout
    if sum(len(afschrift.regels) for afschrift in gelezen) > MEESTE_REGELS:
        raise LeesFout("Dit bestand heeft te veel regels. Download een kortere periode.")
    return gelezen


def _veilige_boom(inhoud: bytes) -> etree._Element:
    if len(inhoud) > GROOTSTE_XML:
        raise LeesFout("Dit XML-bestand is groter dan 10 MB. Download een kortere periode.")
    try:
        tekst = inhoud.decode("utf-8-sig")
    except UnicodeDecodeError as fout:
        raise LeesFout("Dit XML-bestand is geen UTF-8, zoals de bank het geeft. Download het opnieuw.") from fout
    if any(teken in tekst for teken in _VERDACHT):
        raise LeesFout("In dit XML-bestand staat een documenttype. Een bank stuurt dat niet; het wordt niet gelezen.")
    # The encoding is forced, so that what was searched above is what is read.
    lezer = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        boom = etree.fromstring(tekst.encode(), lezer)
    except etree.XMLSyntaxError as fout:
        raise LeesFout(f"Dit XML-bestand is niet heel (regel {fout.lineno}). Download het opnieuw.") from fout
    naamruimte = _NAAMRUIMTE.fullmatch(etree.QName(boom).namespace or "")
    if not naamruimte:
        raise LeesFout("Dit XML-bestand is geen CAMT.053. Kies bij de bank 'CAMT.053' als soort bestand.")
    if naamruimte[1] != "053":
        raise LeesFout(f"Dit is een CAMT.{naamruimte[1]}. Kies bij de bank 'CAMT.053': dat zijn de afschriften.")
    return boom


def _afschrift(
    lezer: _Lezer, element: etree._Element, posten: list[tuple[etree._Element, dict[str, Any]]]
) -> Afschrift:
    rekening = lees_rekening(lezer.tekst(element, "./Acct/Id/IBAN") or lezer.tekst(element, "./Acct/Id/Othr/Id"))
    munt = lezer.tekst(element, "./Acct/Ccy")
    if munt not in ("", "EUR"):
        raise LeesFout(f"De rekening {rekening} is in {munt[:3]}. Alleen rekeningen in euro's kunnen worden ingelezen.")
    regels, niet_geboekt = [], 0
    for nummer, (post, gegevens) in enumerate(posten, 1):
        try:
            regel = _regel(lezer, rekening, post, gegevens)
        except LeesFout as fout:
            raise LeesFout(f"Regel {nummer} van het afschrift: {fout}") from fout
        if regel is None:
            niet_geboekt += 1
        else:
            regels.append(regel)
    begin, eind = _saldi(lezer, element)
    dagen = [regel.datum for regel in regels]
    van, tm = (_dag(lezer.tekst(element, f"./FrToDt/{kant}DtTm")) for kant in ("Fr", "To"))
    return Afschrift(
        rekening,
        VORM,
        min([*dagen, *([van] if van else [])], default=None),
        max([*dagen, *([tm] if tm else [])], default=None),
        tuple(regels),
        begin,
        eind,
        niet_geboekt,
    )


def _regel(lezer: _Lezer, rekening: str, post: etree._Element, gegevens: dict[str, Any]) -> Bankregel | None:
    stand = (gegevens["Status"] or "").strip()
    if stand != "BOOK":
        if stand in ("PDNG", "INFO", "FUTR"):
            return None
        raise LeesFout("er staat niet bij of hij geboekt is.")
    bedrag = post.find("./Amt", lezer.namespaces)
    if bedrag is None:
        raise LeesFout("het bedrag ontbreekt.")
    if bedrag.get("Ccy") != "EUR":
        raise LeesFout("het bedrag is niet in euro's.")
    richting = lezer.tekst(post, "./CdtDbtInd")
    if richting not in ("CRDT", "DBIT"):
        raise LeesFout("er staat niet bij of het geld erbij kwam of eraf ging.")
    erbij = richting == "CRDT"
    dag = _dag(lezer.tekst(post, "./BookgDt/Dt") or lezer.tekst(post, "./BookgDt/DtTm"))
    if dag is None:
        dag = _dag(lezer.tekst(post, "./ValDt/Dt") or lezer.tekst(post, "./ValDt/DtTm"))
    if dag is None:
        raise LeesFout("de datum ontbreekt.")
    hele = lees_iso_bedrag(bedrag.text or "")
    terug = (gegevens["ReversalIndicator"] or "").strip().lower() in ("true", "1")
    naam, tegenrekening = _de_ander(gegevens, rekening, debiteur=erbij != terug)
    aantal = gegevens["Aantal"]
    return Bankregel(
        rekening=rekening,
        datum=dag,
        bedrag=hele if erbij else -hele,
        tegenpartij=naam or (f"{aantal} betalingen samen" if aantal > 1 else ""),
        tegenrekening=tegenrekening,
        omschrijving=schone_tekst(
            gegevens.get("RemittanceInformationFull"),
            gegevens.get("RemittanceInformation"),
            gegevens.get("AdditionalRemittanceInformation"),
            gegevens.get("AdditionalEntryInformation"),
        ),
        soort=SOORT,
        referentie=_referentie(lezer.tekst(post, "./AcctSvcrRef") or str(gegevens["TransactionID"] or "")),
    )


def _de_ander(gegevens: dict[str, Any], eigen: str, *, debiteur: bool) -> tuple[str, str]:
    """Name and account of the other: on the expected side, unless that is this account itself or is not there."""
    kanten = ("Debtor", "Creditor") if debiteur else ("Creditor", "Debtor")
    for kant in kanten:
        naam = schone_tekst(gegevens.get(f"{kant}Name"))
        rekening = lees_tegenrekening(gegevens.get(f"{kant}IBAN") or "")
        if (naam or rekening) and rekening != eigen:
            return naam, rekening
    return "", ""


def _referentie(tekst: str) -> str:
    schoon = schone_tekst(tekst)
    return "" if schoon.upper() in _GEEN_REFERENTIE else schoon


def _dag(tekst: str) -> date | None:
    """The day in a date or a moment: the first ten characters, the time zone of the bank being that of the Dutch."""
    return lees_dag(tekst.strip()[:10], "%Y-%m-%d") if tekst.strip() else None


def _saldi(lezer: _Lezer, element: etree._Element) -> tuple[Decimal | None, Decimal | None]:
    """The booked balance before and after; some banks give the one before as the closing one of the day before."""
    saldi: dict[str, Decimal] = {}
    for saldo in element.findall("./Bal", lezer.namespaces):
        soort = lezer.tekst(saldo, "./Tp/CdOrPrtry/Cd")
        if soort in ("OPBD", "PRCD", "CLBD"):
            bedrag = lees_iso_bedrag(lezer.tekst(saldo, "./Amt"))
            richting = lezer.tekst(saldo, "./CdtDbtInd")
            if richting not in ("CRDT", "DBIT"):
                raise LeesFout("Bij een saldo staat niet of het positief of negatief is.")
            saldi[soort] = bedrag if richting == "CRDT" else -bedrag
    return saldi.get("OPBD", saldi.get("PRCD")), saldi.get("CLBD")
