"""What makes a line of the bank this line and no other, however often and in whatever pieces it is given.

**The rule.** ``kenmerk`` is the form of the file, a digest, and a number. With a number of the bank (``referentie``:
the reference in CAMT.053, the volgnummer of Rabobank and of ASN, SNS and RegioBank) the digest is of that number, the
day and the amount; without one it is of the day, the amount, the other, the description, and the balance after the line
when the file gives it. The number counts lines of one file that are alike in all of that: two equal coffees on one day
are two lines, 1 and 2.

**What follows.** The same file twice is there once. Any pieces give the same as the whole, overlapping or not, in any
order, as long as lines that are alike in everything are not parted: banks give whole days, and within a day only lines
without any number and without a balance can be alike.

**Its limit.** Two equal lines without number or balance (ING without 'Saldo na mutatie', CAMT.053 without a reference),
of which one stands in a file and only the other in the next, are taken for one. Half a day followed by that whole day
is fine: the whole day holds both.

**Another form of the same line.** The bank words a line differently in XML and in CSV, so the digest differs too. Of an
account of which lines are there from another form, each of those takes the place of one line of the same day and amount
(``inlezen``): the number of lines per day and amount comes out as in one form.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable

from financien.bank.vorm import Bankregel


def met_kenmerk(regels: Iterable[Bankregel]) -> dict[tuple[str, str], Bankregel]:
    """The lines of one file by account and kenmerk, in the order of the file. See above for the rule and its limit."""
    geteld: Counter[tuple[str, str]] = Counter()
    uit: dict[tuple[str, str], Bankregel] = {}
    for regel in regels:
        sleutel = (regel.rekening, _afdruk(regel))
        geteld[sleutel] += 1
        uit[regel.rekening, f"{regel.soort}:{sleutel[1]}:{geteld[sleutel]}"] = regel
    return uit


def _afdruk(regel: Bankregel) -> str:
    delen: list[str] = [regel.datum.isoformat(), str(regel.bedrag)]
    if regel.referentie:
        delen += ["nr", regel.referentie]
    else:
        delen += [regel.tegenrekening, regel.tegenpartij, regel.omschrijving]
        if regel.saldo is not None:
            delen.append(str(regel.saldo))
    return hashlib.sha256(json.dumps(delen).encode()).hexdigest()[:40]


def soort_van(kenmerk: str) -> str:
    """The form of the file that a stored line came from."""
    return kenmerk.partition(":")[0]
