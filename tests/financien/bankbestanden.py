"""Files of the bank as made-up banks would give them: samples on disk, and a builder for CAMT.053 and for ING."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

SAMPLES = Path(__file__).parent / "gegevens" / "bank"
REKENING = "NL20INGB0001234567"
BEGIN = Decimal("1000.00")


@dataclass(frozen=True)
class Post:
    """One line as the bank has it. ``referentie`` '' when this bank gives none."""

    datum: date
    bedrag: Decimal
    wie: str = "Verhuur Ondiep BV"
    rekening: str = "NL44ABNA0987654321"
    tekst: str = "Huur"
    referentie: str = ""
    stand: str = "BOOK"
    terug: bool = False
    extra: str = ""  # more XML inside the entry


VOORBEELD = (
    Post(date(2026, 3, 2), Decimal("-752.00"), tekst="Huur maart", referentie="A1"),
    Post(date(2026, 3, 4), Decimal("2500.00"), "Fonds Lentelicht", "NL02RABO0123456789", "Bijdrage", "A2"),
    Post(date(2026, 3, 6), Decimal("-4.50"), "Bakkerij Zonnebloem", "", "Koffie", "A3"),
    Post(date(2026, 3, 6), Decimal("-4.50"), "Bakkerij Zonnebloem", "", "Koffie", "A4"),
)


def camt(
    posten: Sequence[Post],
    *,
    versie: str = "02",
    rekening: str = REKENING,
    begin: Decimal | None = BEGIN,
    eind: Decimal | None = None,
    periode: tuple[date, date] | None = None,
    prefix: str = "",
    munt: str = "EUR",
    beginsoort: str = "OPBD",
) -> bytes:
    """A CAMT.053 with one statement; with ``begin`` also its balances (``eind`` follows from the lines)."""
    if begin is not None and eind is None:
        eind = begin + sum((p.bedrag for p in posten if p.stand == "BOOK"), Decimal(0))
    dag = posten[0].datum.isoformat() if posten else "2026-01-01"
    saldi = "".join(
        f"<Bal><Tp><CdOrPrtry><Cd>{soort}</Cd></CdOrPrtry></Tp>{_bedrag(saldo)}<Dt><Dt>{dag}</Dt></Dt></Bal>"
        for soort, saldo in ((beginsoort, begin), ("CLBD", eind))
        if saldo is not None
    )
    van_tot = (
        f"<FrToDt><FrDtTm>{periode[0]}T00:00:00</FrDtTm><ToDtTm>{periode[1]}T23:59:59</ToDtTm></FrToDt>"
        if periode
        else ""
    )
    inhoud = "".join(_ntry(post, versie) for post in posten)
    xml = (
        f"<Document><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-04-01T06:00:00</CreDtTm></GrpHdr>"
        f"<Stmt><Id>S1</Id><CreDtTm>2026-04-01T06:00:00</CreDtTm>{van_tot}"
        f"<Acct><Id><IBAN>{rekening}</IBAN></Id><Ccy>{munt}</Ccy></Acct>{saldi}{inhoud}</Stmt></BkToCstmrStmt></Document>"
    )
    ruimte = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{versie}"
    if prefix:
        xml = xml.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
        xml = xml.replace(f"<{prefix}:Document>", f'<{prefix}:Document xmlns:{prefix}="{ruimte}">')
    else:
        xml = xml.replace("<Document>", f'<Document xmlns="{ruimte}">')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}'.encode()


def _bedrag(bedrag: Decimal, munt: str = "EUR") -> str:
    return f'<Amt Ccy="{munt}">{abs(bedrag)}</Amt><CdtDbtInd>{"DBIT" if bedrag < 0 else "CRDT"}</CdtDbtInd>'


def _ntry(post: Post, versie: str) -> str:
    stand = post.stand if versie == "02" else f"<Cd>{post.stand}</Cd>"
    # a reversal keeps the roles of the payment that it takes back
    kant = "Cdtr" if (post.bedrag < 0) != post.terug else "Dbtr"
    naam = f"<Nm>{escape(post.wie)}</Nm>" if versie == "02" else f"<Pty><Nm>{escape(post.wie)}</Nm></Pty>"
    rekening = f"<{kant}Acct><Id><IBAN>{post.rekening}</IBAN></Id></{kant}Acct>" if post.rekening else ""
    return (
        f"<Ntry>{_bedrag(post.bedrag)}{'<RvslInd>true</RvslInd>' if post.terug else ''}<Sts>{stand}</Sts>"
        f"<BookgDt><Dt>{post.datum}</Dt></BookgDt><ValDt><Dt>{post.datum}</Dt></ValDt>"
        f"{f'<AcctSvcrRef>{post.referentie}</AcctSvcrRef>' if post.referentie else ''}"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>{post.extra}"
        f"<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>"
        f"<RltdPties><{kant}>{naam}</{kant}>{rekening}</RltdPties>"
        f"<RmtInf><Ustrd>{escape(post.tekst)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def ing(posten: Iterable[Post], *, begin: Decimal | None = None, rekening: str = REKENING) -> bytes:
    """ING, newest first; with ``begin`` also the balance after each line."""
    rijen, saldo = [], begin
    for post in posten:
        saldo = None if saldo is None else saldo + post.bedrag
        rij = [f"{post.datum:%Y%m%d}", post.wie, rekening, post.rekening, "OV", "Af" if post.bedrag < 0 else "Bij"]
        rij += [str(abs(post.bedrag)).replace(".", ","), "Overschrijving", post.tekst]
        rijen.append([*rij, str(saldo).replace(".", ","), ""] if saldo is not None else rij)
    kop = ["Datum", "Naam / Omschrijving", "Rekening", "Tegenrekening", "Code", "Af Bij", "Bedrag (EUR)"]
    kop += ["Mutatiesoort", "Mededelingen", *(["Saldo na mutatie", "Tag"] if begin is not None else [])]
    return "\n".join(";".join(f'"{cel}"' for cel in rij) for rij in [kop, *rijen[::-1]]).encode()


def in_zip(**bestanden: bytes) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in bestanden.items():
            archief.writestr(naam.replace("__", "."), inhoud)
    return uit.getvalue()


def anders(post: Post, **velden: object) -> Post:
    return replace(post, **velden)  # type: ignore[arg-type]
