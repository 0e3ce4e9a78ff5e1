"""What a file of the bank says, whatever its form: statements with their lines. And how amounts and dates are read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from buurtwerkkamers.importeren.lezen import LeesFout
from buurtwerkkamers.importeren.waarden import kort

MEESTE_REGELS = 50_000
_GRENS = Decimal(10) ** 10
_REKENING = re.compile(r"[A-Z0-9]{4,34}")
# 12.345,67 or 12345,67 or 12345; and as machines write it 12345.67.
_MET_KOMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d{1,2})?", re.ASCII)
_MET_PUNT = re.compile(r"[+-]?\d+(\.\d{1,2})?", re.ASCII)
# What is no text: control characters, half a pair, and what turns the direction of a line around.
_GEEN_TEKST = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]+")


@dataclass(frozen=True)
class Bankregel:
    """One booked line. ``bedrag`` in euros, negative when the money left; ``datum`` is the day the bank booked it.

    ``referentie`` is the number that the bank gives this line, '' when it gives none; ``saldo`` the balance after it,
    when the bank says so. ``soort`` names the form of the file, because each form words the same line differently.
    """

    rekening: str
    datum: date
    bedrag: Decimal
    tegenpartij: str
    tegenrekening: str
    omschrijving: str
    soort: str
    referentie: str = ""
    saldo: Decimal | None = None


@dataclass(frozen=True)
class Afschrift:
    """The lines of one account in one file (or one statement in it), in the order of the file.

    ``van`` and ``tm``: the days it is about. ``begin`` and ``eind``: the balance before and after it, None when the
    file does not say. ``niet_geboekt``: lines that the bank announced but did not book; they are left out.
    """

    rekening: str
    vorm: str
    van: date | None
    tm: date | None
    regels: tuple[Bankregel, ...]
    begin: Decimal | None = None
    eind: Decimal | None = None
    niet_geboekt: int = 0

    @property
    def verschil(self) -> Decimal:
        """What the lines and the balances differ; 0 when they agree, or when there are no balances."""
        if self.begin is None or self.eind is None:
            return Decimal(0)
        return self.eind - self.begin - sum((regel.bedrag for regel in self.regels), Decimal(0))


def maak_afschrift(regels: list[Bankregel], vorm: str) -> Afschrift:
    """A statement out of lines with or without balances; newest first or oldest first, as the bank gave them.

    The balances say which: the order in which fewest lines break the chain. At equal numbers the dates say it.
    """
    datums = [regel.datum for regel in regels]
    begin = eind = None
    if all(regel.saldo is not None for regel in regels):
        terug = regels[::-1]
        oplopend = min(
            (regels, terug), key=lambda rij: (_breuken(rij), [r.datum for r in rij] != sorted(datums), rij is terug)
        )
        eerste, laatste = oplopend[0], oplopend[-1]
        begin, eind = (eerste.saldo or Decimal(0)) - eerste.bedrag, laatste.saldo
    return Afschrift(regels[0].rekening, vorm, min(datums), max(datums), tuple(regels), begin, eind)


def _breuken(regels: list[Bankregel]) -> int:
    return sum(na.saldo != (voor.saldo or 0) + na.bedrag for voor, na in pairwise(regels))


# --- values -----------------------------------------------------------------------------------------------------


def lees_bedrag(tekst: str, *, punt: bool = False) -> Decimal:
    """An amount with a decimal comma; with ``punt`` one with a decimal point. Exact, at most two decimals."""
    kaal = tekst.strip()
    if not (_MET_PUNT if punt else _MET_KOMMA).fullmatch(kaal) or len(kaal) > 20:
        raise LeesFout(f"{kort(tekst)} is geen bedrag.")
    waarde = Decimal(kaal if punt else kaal.replace(".", "").replace(",", ".")).quantize(Decimal("0.01"))
    if abs(waarde) >= _GRENS:
        raise LeesFout(f"Het bedrag {kort(tekst)} is te groot.")
    return waarde


def lees_iso_bedrag(tekst: str) -> Decimal:
    """An amount of an XML file: digits and a point, maybe with zeros behind the cents."""
    try:
        waarde = Decimal(tekst.strip()) if re.fullmatch(r"\d{1,15}(\.\d{1,5})?", tekst.strip(), re.ASCII) else None
    except InvalidOperation:  # pragma: no cover - the pattern lets no such thing through
        waarde = None
    if waarde is None or waarde != waarde.quantize(Decimal("0.01")):
        raise LeesFout(f"{kort(tekst)} is geen bedrag in euro's en centen.")
    if waarde >= _GRENS:
        raise LeesFout(f"Het bedrag {kort(tekst)} is te groot.")
    return waarde.quantize(Decimal("0.01"))


def lees_dag(tekst: str, *vormen: str) -> date:
    """A date in one of these forms (``%Y%m%d``)."""
    for vorm in vormen:
        try:
            dag = datetime.strptime(tekst.strip(), vorm).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
        if not 2000 <= dag.year <= 2099:
            raise LeesFout(f"Het jaar van {kort(tekst)} kan niet: het moet tussen 2000 en 2099 liggen.")
        return dag
    raise LeesFout(f"{kort(tekst)} is geen datum zoals de bank die schrijft.")


def lees_rekening(tekst: str) -> str:
    """The number of an account: capitals and digits."""
    rekening = re.sub(r"[\s.]", "", tekst).upper()
    if not _REKENING.fullmatch(rekening):
        raise LeesFout(f"{kort(tekst)} is geen rekeningnummer." if tekst.strip() else "Het rekeningnummer ontbreekt.")
    return rekening


def lees_tegenrekening(tekst: str) -> str:
    """The account of the other; whatever is no number of an account is nothing."""
    rekening = re.sub(r"[\s.]", "", tekst).upper()
    return rekening if _REKENING.fullmatch(rekening) and any(teken.isdigit() for teken in rekening) else ""


def schone_tekst(*delen: str | None) -> str:
    """The parts as one line of text, each once, without what is no text."""
    gezien: dict[str, None] = {}
    for deel in delen:
        schoon = " ".join(_GEEN_TEKST.sub(" ", deel or "").split())
        if schoon:
            gezien.setdefault(schoon)
    return " ".join(gezien)
