"""A made-up statement of a bank in the form that all Dutch banks give: CAMT.053."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

REKENING = "NL00DEMO0123456789"  # no bank is called so


@dataclass(frozen=True)
class Bankpost:
    """A line of the statement; money that left is negative."""

    datum: date
    bedrag: Decimal
    wie: str
    rekening: str
    wat: str


def als_camt(posten: Sequence[Bankpost], *, nummer: int, begin: Decimal, dag: date) -> bytes:
    """One statement with these lines, the balance before and the balance after it on ``dag``."""
    eind = begin + sum((post.bedrag for post in posten), Decimal())
    regels = "".join(_regel(f"{nummer:03}{plek:04}", post) for plek, post in enumerate(posten, 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>DEMO{nummer}</MsgId><CreDtTm>{dag}T06:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>DEMO{nummer}</Id><ElctrncSeqNb>{nummer}</ElctrncSeqNb><CreDtTm>{dag}T06:00:00</CreDtTm>"
        f"<Acct><Id><IBAN>{REKENING}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_saldo('OPBD', begin, posten[0].datum)}{_saldo('CLBD', eind, dag)}{regels}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def _bedrag(bedrag: Decimal) -> str:
    kant = "DBIT" if bedrag < 0 else "CRDT"
    return f'<Amt Ccy="EUR">{abs(bedrag)}</Amt><CdtDbtInd>{kant}</CdtDbtInd>'


def _saldo(soort: str, bedrag: Decimal, dag: date) -> str:
    return f"<Bal><Tp><CdOrPrtry><Cd>{soort}</Cd></CdOrPrtry></Tp>{_bedrag(bedrag)}<Dt><Dt>{dag}</Dt></Dt></Bal>"


def _regel(referentie: str, post: Bankpost) -> str:
    kant = "Cdtr" if post.bedrag < 0 else "Dbtr"
    ander = f"<{kant}><Nm>{escape(post.wie)}</Nm></{kant}>"
    if post.rekening:
        ander += f"<{kant}Acct><Id><IBAN>{post.rekening}</IBAN></Id></{kant}Acct>"
    return (
        f"<Ntry>{_bedrag(post.bedrag)}<Sts>BOOK</Sts><BookgDt><Dt>{post.datum}</Dt></BookgDt>"
        f"<ValDt><Dt>{post.datum}</Dt></ValDt><AcctSvcrRef>{referentie}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>"
        f"<NtryDtls><TxDtls><RltdPties>{ander}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(post.wat)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
