"""What was decided about 2020 and last year: interviews and control, made up, with a file that shows it.

About this year nothing is decided yet: there the page says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from buurtwerkkamers.models import Afspraak, Gebruiker, Kamer, Oordeel
from buurtwerkkamers.oordelen import POSITIEF, NieuwBewijs, bewaar_oordeel, getikte_indicatoren
from rapportage.demonstratie.aanbod import HART, TOP, VERBINDING

# By the beginning of the indicator: per kamer and for all together what came out, and how people came to it. A kamer
# that is not here had no interviews.
_INTERVIEWS: Mapping[str, tuple[Mapping[str | None, str], str]] = {
    "Minder (kosten op) uitkeringen": (
        {TOP: "2.6", VERBINDING: "1.8", None: "2.2"},
        "Met tien bewoners en twee klantmanagers is gesproken over wat er in het jaar veranderde. Van de bewoners met "
        "een uitkering vond een deel werk of minder zorg nodig; dat deel is hier ingevuld.",
    ),
    "Minder (kosten op) huisuitzetting": (
        {TOP: "7", HART: "4", VERBINDING: "6", None: "17"},
        "Met de corporaties is per kamer nagelopen bij hoeveel huishoudens een huisuitzetting of grote huurschuld is "
        "voorkomen doordat iemand op tijd meeging naar het spreekuur.",
    ),
    "Minder (kosten op) overlast": (
        {TOP: "2.4", HART: "2.1", None: "2.3"},
        "Met de wijkagent en de huismeesters is gesproken over meldingen in de straten rond de kamer, en vergeleken "
        "met het jaar ervoor.",
    ),
}
_CONTROLE = "De kascommissie keek steekproeven na en vond geen verschillen. De accountant nam dat over."
_VERKLARING = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 76>>stream\nBT /F 14 Tf 72 760 Td (Verklaring van de kascommissie: voorbeeld, verzonnen) Tj ET\n"
    b"endstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def leg_oordelen_vast(
    afspraak: Afspraak, kamers: Mapping[str, Kamer], vandaag: date, door: Gebruiker, *, met_controle: bool = True
) -> None:
    """The judgements over the whole year of this agreement; without those of the control where it was signed."""
    periode = afspraak.periode
    if periode is None:
        return
    besloten_op = min(date(periode.tm.year + 1, 1, 15), vandaag)
    for indicator in getikte_indicatoren(afspraak):
        gevonden = next((v for begin, v in _INTERVIEWS.items() if indicator.naam.startswith(begin)), None)
        if gevonden is None and not met_controle:
            continue
        waarden, toelichting = gevonden or (dict.fromkeys([*kamers, None], str(POSITIEF)), _CONTROLE)
        bewijs = [] if gevonden else [NieuwBewijs("verklaring-kascommissie.pdf", _VERKLARING)]
        for naam, waarde in waarden.items():
            oordeel = Oordeel(
                indicator=indicator,
                kamer=kamers[naam] if naam else None,
                van=periode.van,
                tm=periode.tm,
                waarde=Decimal(waarde),
                toelichting=toelichting,
                besloten_door="Stuurgroep" if gevonden else "Kascommissie",
                besloten_op=besloten_op,
            )
            bewaar_oordeel(oordeel, bewijs=bewijs if naam is None else (), door=door)
