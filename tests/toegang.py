"""What each address answers to each role: the table that ``test_toegang`` holds the site against.

An address that nobody listed here fails. To add one: give ``VERWACHT`` an entry by the name of the address, with the
roles that may open it (``get``), that may post to it (``post``), and how to reach an object of the own kamer.

    D deur   C coordinator   B bureau   P penningmeester   G gemeente   W woningcorporatie   H beheerder

What is not in the table is refused: 403 for a role that never has the page, 404 for somebody of another kamer or
organisation, the log-in page for who is not logged in. Nobody ever gets a 500.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from rapportage.models import Documentopdracht
from rapportage.verzenden import leespad
from tests.fabrieken import Rol
from tests.toegang_geld import GELD
from tests.toegangsvorm import GOED, IEDEREEN, OPENBAAR, Pagina, van_kamer, van_pk
from tests.toegangswereld import Wereld


def _aanwezig(w: Wereld) -> dict[str, Any]:
    return {"slug": w.huis.eigen.slug, "pk": w.activiteit.pk}


def _aanwezig_gevoelig(w: Wereld) -> dict[str, Any]:
    return {"slug": w.huis.eigen.slug, "pk": w.gevoelig.pk}


def _categorielijst(w: Wereld) -> dict[str, Any]:
    return {"pk": w.afspraak.categorielijst_id}


def _categorie(w: Wereld) -> dict[str, Any]:
    eerste = w.afspraak.categorielijst.categorie_set.first()
    return {"pk": eerste.lijst_id, "categorie_pk": eerste.pk}


def _oordeel(w: Wereld) -> dict[str, Any]:
    return {"pk": w.afspraak.pk, "oordeel_pk": w.oordeel.pk}


# The kinds of records of a kamer, by the beginning of their addresses.
REGELS = ("verwijzingen", "uitkomsten", "partners", "contact", "talenten", "signalen", "openingen")


def _regel(soort: str) -> Callable[[Wereld], dict[str, Any]]:
    return lambda w: {"pk": w.regels[soort].pk}


def _overleg(w: Wereld) -> dict[str, Any]:
    return {"pk": w.afspraak.pk, "overleg_pk": w.overleg.pk}


def _actie(w: Wereld) -> dict[str, Any]:
    return {**_overleg(w), "actie_pk": w.actie.pk}


def _deadline(w: Wereld) -> dict[str, Any]:
    return {"pk": w.afspraak.pk, "deadline_pk": w.deadline.pk}


def _indicator(w: Wereld) -> dict[str, Any]:
    return {"pk": w.afspraak.pk, "indicator_pk": w.indicator.pk}


def _kenmerk(naam: str, **meer: str) -> Callable[[Wereld], dict[str, Any]]:
    return lambda w: {"kenmerk": getattr(w, naam).kenmerk, **meer}


def _sjabloon(w: Wereld) -> dict[str, Any]:
    return {"pk": w.rapport.sjabloon_id}


def _onderdeel(w: Wereld) -> dict[str, Any]:
    return {**_sjabloon(w), "onderdeel_pk": w.rapport.sjabloon.onderdelen.order_by("volgorde")[0].pk}


def _beheer(**velden: Any) -> Pagina:
    return Pagina(**{"get": "H", "post": "H", **velden})


def _klaargezet(**velden: Any) -> Pagina:
    """A page about a file that waits in somebody's session; without it one is sent back to choose a file."""
    weg = frozenset({302})
    begin = {"get": "B", "post": "B", "get_goed": weg, "van": lambda w: {"kenmerk": "0" * 32}, "overal": "B"}
    return Pagina(**{**begin, **velden})


# Pages of one's own account: the same for every role, and they only ever touch the account itself. Class views of
# Django take PUT for POST.
EIGEN_ACCOUNT = Pagina(
    get=IEDEREEN, post=IEDEREEN, get_goed=frozenset({200, 302, 404}), post_goed=frozenset({200, 302, 404, 405}),
    andere_methoden=frozenset({200, 302, 403, 404, 405}),
)  # fmt: skip
_VRIJ = frozenset({200, 302, 405})
ZONDER_INLOGGEN = Pagina(
    get=IEDEREEN, post=IEDEREEN, get_goed=_VRIJ, post_goed=_VRIJ, andere_methoden=_VRIJ,
    anoniem={"GET": _VRIJ, "POST": _VRIJ},
)  # fmt: skip


def _op_een_tablet(**velden: Any) -> Pagina:
    return Pagina(anoniem={"GET": frozenset({403, 405}), "POST": frozenset({403, 405})}, **velden)


ALLEEN_OP_EEN_TABLET = _op_een_tablet()


def _enquetekamer(w: Wereld) -> dict[str, Any]:
    return {"pk": w.enquete.pk, "slug": w.huis.eigen.slug}


def _met_de_sleutel(*, post: bool = False) -> Pagina:
    """A page for whoever has its address; an empty form comes back."""
    goed = frozenset({422 if post else 405})
    return Pagina(
        get=IEDEREEN, post=IEDEREEN, post_goed=goed, overal=IEDEREEN, anoniem={"GET": frozenset({200}), "POST": goed},
        van=lambda w: {"sleutel": w.enquete.enquetekamers.get().sleutel},
    )  # fmt: skip


def _verzending(w: Wereld) -> dict[str, Any]:
    return {"kenmerk": w.vastgesteld.kenmerk, "pk": w.verzending.pk}


def _opmerking(w: Wereld) -> dict[str, Any]:
    return {"kenmerk": w.rapport.kenmerk, "pk": w.opmerking.pk}


def _met_leesadres(**meer: str) -> Pagina:
    return Pagina(
        get=IEDEREEN, overal=IEDEREEN, anoniem=OPENBAAR,
        van=lambda w: {"sleutel": leespad(w.verzending).split("/")[-2], **meer},
    )  # fmt: skip


def _document_van_het_bureau(w: Wereld) -> dict[str, Any]:
    """A document that is ready, and was asked for by the bureau."""
    opdracht, _ = Documentopdracht.objects.get_or_create(
        rapport=w.rapport, soort="pdf", gevraagd_door=w.huis.gebruikers[Rol.BUREAU],
        defaults={"klaar_op": timezone.now(), "inhoud": b"%PDF-1.7 proef"},
    )  # fmt: skip
    return {"kenmerk": w.rapport.kenmerk, "pk": opdracht.pk}


VERWACHT: dict[str, Pagina | list[Pagina]] = {
    "start": Pagina(get=IEDEREEN),
    "gezond": Pagina(get=IEDEREEN, anoniem={"GET": frozenset({200}), "POST": frozenset({405})}),
    # dashboards
    "dashboard:start": Pagina(get="C B P G W", get_goed=frozenset({200, 302})),
    "dashboard:kamer": Pagina(get="C B P G W", van=van_kamer),
    "dashboard:indicatoren": Pagina(get="C B P G W"),
    "dashboard:indicator": Pagina(get="C B P G W", van=van_pk("indicator"), get_goed=frozenset({200, 302})),
    "dashboard:grafiek": Pagina(
        get="C B P G", van=lambda w: {"sleutel": "signalen", "soort": "svg"}, overal="C", niet_gevonden="W"
    ),
    "dashboard:bewijs": Pagina(get="C B", van=lambda w: {"soort": "mensen"}, overal="C"),
    # kamers
    "kamers:lijst": Pagina(get=IEDEREEN),
    "kamers:nieuw": Pagina(get="B H", post="B H"),
    "kamers:kamer": Pagina(get=IEDEREEN, van=van_kamer, overal="G W"),
    "kamers:wijzig": Pagina(get="B H", post="B H", van=van_kamer),
    "kamers:vrijwilligers": Pagina(get="C", post="C", van=van_kamer),
    "kamers:vrijwilliger_intrekken": Pagina(
        post="C", van=lambda w: {"slug": w.huis.eigen.slug, "pk": w.deurrol.pk}, post_goed=GOED | {404}
    ),
    "kamers:pincode_vernieuwen": Pagina(post="C", van=lambda w: {"slug": w.huis.eigen.slug, "pk": w.deurrol.pk}),
    # the tablet at the door: whoever asks, without an enrolled tablet there is nothing (test_tablets has the rest)
    "deur:kies": ALLEEN_OP_EEN_TABLET,
    "deur:pin": _op_een_tablet(van=lambda w: {"pk": w.account.pk}),
    "deur:begin": _op_een_tablet(van=lambda w: {"pk": w.account.pk}),
    "deur:slot": ALLEEN_OP_EEN_TABLET,
    "deur:wakker": Pagina(
        post=IEDEREEN, post_goed=frozenset({401}), anoniem={"GET": frozenset({405}), "POST": frozenset({401})}
    ),
    "deur:taal": Pagina(post=IEDEREEN, anoniem={"GET": frozenset({405}), "POST": frozenset({302})}),
    "deur:tablets": Pagina(get="C", post="C", van=van_kamer),
    "deur:tablet_intrekken": Pagina(get="C", post="C", van=lambda w: {"slug": w.huis.eigen.slug, "pk": w.tablet.pk}),
    # attendance
    "aanwezig:kies": Pagina(get="D C B", get_goed=frozenset({200, 302})),
    "aanwezig:kamer": Pagina(get="D C B", van=van_kamer),
    "aanwezig:sleutel": Pagina(get=IEDEREEN, anoniem={"GET": frozenset({401}), "POST": frozenset({405})}),
    "aanwezig:offline": Pagina(get=IEDEREEN, anoniem=OPENBAAR, zelfde_voor_iedereen=True),
    "dienst": Pagina(get=IEDEREEN, anoniem=OPENBAAR, zelfde_voor_iedereen=True),
    "manifest": Pagina(get=IEDEREEN, anoniem=OPENBAAR, zelfde_voor_iedereen=True),
    "aanwezig:tikken": Pagina(post="D C", van=van_kamer, post_goed=frozenset({400})),  # what is posted here is no list
    "aanwezig:vandaag_erbij": [
        Pagina(post="D C", van=_aanwezig),
        Pagina(post="C", van=_aanwezig_gevoelig, niet_gevonden="D"),
    ],
    "aanwezig:stand": [
        Pagina(get="D C B", van=_aanwezig),
        Pagina(get="C B", van=_aanwezig_gevoelig, niet_gevonden="D", get_goed=frozenset({200, 403})),
    ],
    "aanwezig:zoek": [
        Pagina(get="D C", van=_aanwezig),
        Pagina(get="C", van=_aanwezig_gevoelig, niet_gevonden="D"),
    ],
    "aanwezig:lijkt": [
        Pagina(post="D C", van=_aanwezig),
        Pagina(post="C", van=_aanwezig_gevoelig, niet_gevonden="D"),
    ],
    "aanwezig:activiteit": [
        Pagina(get="D C B", van=_aanwezig),
        Pagina(get="C B", van=_aanwezig_gevoelig, niet_gevonden="D"),
    ],
    "aanwezig:meld": [
        Pagina(post="D C", van=_aanwezig, post_goed=GOED | {404}),
        Pagina(post="C", van=_aanwezig_gevoelig, niet_gevonden="D", post_goed=GOED | {404}),
    ],
    "aanwezig:meld_af": [
        Pagina(post="D C", van=_aanwezig, post_goed=GOED | {404}),
        Pagina(post="C", van=_aanwezig_gevoelig, niet_gevonden="D", post_goed=GOED | {404}),
    ],
    "aanwezig:tel": Pagina(post="D C", van=_aanwezig),
    "aanwezig:nieuw": Pagina(get="D C", post="D C", van=_aanwezig),
    "aanwezig:met_reden": Pagina(post="B", van=_aanwezig_gevoelig, data={"reden": "controle"}),
    # people
    "deelnemers:lijst": Pagina(get="C B"),
    "deelnemers:nieuw": Pagina(get="D C", post="D C"),
    "deelnemers:kies": Pagina(get="C B"),
    "deelnemers:deelnemer": Pagina(get="C B", van=van_pk("deelnemer")),
    "deelnemers:deelnemer_met_reden": Pagina(post="C B", van=van_pk("deelnemer")),
    "deelnemers:dubbelen": Pagina(get="C B"),
    "deelnemers:paar": Pagina(
        get="C B",
        post="C B",
        van=lambda w: {"van": w.dubbel.pk, "naar": w.deelnemer.pk},
        data={"actie": "niet_dezelfde"},
    ),
    "deelnemers:dezelfde_als": Pagina(get="C B", van=van_pk("deelnemer")),
    "deelnemers:samenvoegingen": Pagina(get="C B"),
    "deelnemers:samenvoeging": Pagina(get="C B", van=van_pk("voorstel")),
    "deelnemers:samenvoeging_afwijzen": Pagina(post="B", van=van_pk("voorstel")),
    "deelnemers:samenvoeging_ongedaan": Pagina(get="B", post="B", van=van_pk("samengevoegd")),
    "deelnemers:wijzig": Pagina(get="C B", post="C B", van=van_pk("deelnemer")),
    "deelnemers:rol_geven": Pagina(get="C B", post="C B", van=van_pk("deelnemer")),
    "deelnemers:rol_beeindigen": Pagina(
        get="C B", post="C B", van=lambda w: {"pk": w.deelnemer.pk, "rol_pk": w.deelnemerrol.pk}
    ),
    "deelnemers:rol_wijzigen": Pagina(
        get="C B", post="C B", van=lambda w: {"pk": w.deelnemer.pk, "rol_pk": w.deelnemerrol.pk}
    ),
    # activities
    "activiteiten:lijst": Pagina(get="C B"),
    "activiteiten:nieuw": Pagina(get="C", post="C"),
    "activiteiten:activiteit": Pagina(get="C B", van=van_pk("activiteit")),
    "activiteiten:wijzig": Pagina(get="C", post="C", van=van_pk("activiteit")),
    "activiteiten:stop": Pagina(get="C", post="C", van=van_pk("activiteit")),
    # jobs for residents
    "klussen:lijst": Pagina(get="C B"),
    "klussen:nieuw": Pagina(get="C", post="C"),
    "klussen:klus": Pagina(get="C B", van=van_pk("klus")),
    "klussen:wijzig": Pagina(get="C", post="C", van=van_pk("klus")),
    "klussen:plannen": Pagina(get="C", post="C", van=van_pk("klus")),
    "klussen:gedaan": Pagina(get="C", post="C", van=van_pk("klus")),
    "klussen:vervalt": Pagina(post="C", van=van_pk("klus")),
    "klussen:heropen": Pagina(post="C", van=van_pk("klus")),
    "klussen:weg": Pagina(get="C", post="C", van=van_pk("klus")),
    # hours of volunteers
    "uren:week": Pagina(get="C B", post="C"),
    "uren:mijn": Pagina(get="D", post="D"),
    "uren:lijst": Pagina(get="C B P"),
    "uren:groepen": Pagina(get="C B P"),
    "uren:groep_nieuw": Pagina(get="C", post="C"),
    "uren:groep": Pagina(get="C", post="C", van=lambda w: {"pk": w.inzet.groep_id}),
    "uren:accounts": Pagina(get="C"),
    "uren:account": Pagina(get="C", post="C", van=van_pk("account")),
    "uren:account_los": Pagina(post="C", van=van_pk("account")),
    # cases
    "trajecten:lijst": Pagina(get="C B"),
    "trajecten:nieuw": Pagina(get="C", post="C"),
    "trajecten:traject": Pagina(get="C B", van=van_pk("traject")),
    "trajecten:kennismaking": Pagina(get="C", post="C", van=van_pk("traject")),
    "trajecten:start": Pagina(get="C", post="C", van=van_pk("traject")),
    "trajecten:afsluiten": Pagina(get="C", post="C", van=van_pk("traject")),
    "trajecten:heropen": Pagina(post="C", van=van_pk("traject")),
    "trajecten:overdragen": Pagina(get="C", post="C", van=van_pk("traject")),
    "trajecten:delen": Pagina(get="C", post="C", van=van_pk("traject")),
    "trajecten:wijzig": Pagina(get="C", post="C", van=van_pk("traject")),
    "trajecten:weg": Pagina(get="C", post="C", van=van_pk("traject")),
    # what else a kamer records
    "vastleggen:start": Pagina(get="C B"),
    **{f"{ruimte}:lijst": Pagina(get="C B") for ruimte in REGELS},
    **{f"{ruimte}:nieuw": Pagina(get="C", post="C") for ruimte in REGELS},
    **{f"{ruimte}:regel": Pagina(get="C B", van=_regel(ruimte)) for ruimte in REGELS},
    **{f"{ruimte}:wijzig": Pagina(get="C", post="C", van=_regel(ruimte)) for ruimte in REGELS},
    **{f"{ruimte}:weg": Pagina(get="C", post="C", van=_regel(ruimte)) for ruimte in REGELS},
    "verwijzingen:deed_mee": Pagina(post="C", van=_regel("verwijzingen")),
    "contact:missen": Pagina(get="C"),
    "contact:uit_beeld_lijst": Pagina(get="C B"),
    "contact:uit_beeld_nieuw": Pagina(get="C", post="C"),
    "contact:uit_beeld_regel": Pagina(get="C B", van=_regel("uit_beeld")),
    "contact:uit_beeld_wijzig": Pagina(get="C", post="C", van=_regel("uit_beeld")),
    "contact:uit_beeld_weg": Pagina(get="C", post="C", van=_regel("uit_beeld")),
    "contact:weer_bereikt": Pagina(post="C", van=_regel("uit_beeld")),
    # enquêtes: the bureau makes them, a coordinator has those of the own kamer
    "enquetes:lijst": Pagina(get="C B"),
    "enquetes:nieuw": Pagina(get="B", post="B"),
    "enquetes:vragen": Pagina(get="B"),
    "enquetes:vraag_nieuw": Pagina(get="B", post="B"),
    "enquetes:vraag": Pagina(get="B", post="B", van=lambda w: {"pk": w.enquete.vragen.first().pk}),
    "enquetes:enquete": Pagina(get="C B", van=van_pk("enquete")),
    "enquetes:wijzig": Pagina(get="B", post="B", van=van_pk("enquete")),
    "enquetes:sluit": Pagina(get="B", post="B", van=van_pk("enquete")),
    "enquetes:weg": Pagina(get="B", post="B", van=van_pk("enquete")),
    "enquetes:affiche": Pagina(get="C B", van=_enquetekamer),
    "enquetes:formulier": Pagina(get="C B", van=_enquetekamer),
    "enquetes:papier": Pagina(get="C B", post="C B", van=_enquetekamer),
    # ... and who has its address fills it in, logged in or not
    "enquete:invullen": _met_de_sleutel(post=True),
    "enquete:bedankt": _met_de_sleutel(),
    "enquete:tablet": _met_de_sleutel(post=True),
    "enquete:tablet_bedankt": _met_de_sleutel(),
    **GELD,
    # agreements
    "afspraken:lijst": Pagina(get="C B P G W"),
    "afspraken:nieuw": Pagina(get="B", post="B"),
    "afspraken:afspraak": Pagina(get="C B P G W", van=van_pk("afspraak")),
    "afspraken:wijzig": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:nieuwe_versie": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:indicator_nieuw": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:indicator": Pagina(
        get="B", post="B", van=lambda w: {"pk": w.afspraak.pk, "indicator_pk": w.indicator.pk}
    ),
    "afspraken:oordelen": Pagina(get="C B P", van=van_pk("afspraak")),
    "afspraken:oordeel_nieuw": Pagina(
        get="B", post="B", van=lambda w: {"pk": w.afspraak.pk, "indicator_pk": w.oordeel.indicator_id}
    ),
    "afspraken:oordeel_wijzig": Pagina(get="B", post="B", van=_oordeel),
    "afspraken:oordeel_weg": Pagina(get="B", post="B", van=_oordeel),
    "afspraken:bewijs": Pagina(get="C B P", van=van_pk("bewijs")),
    "afspraken:bewijs_weg": Pagina(post="B", van=lambda w: {"pk": w.afspraak.pk, "bewijs_pk": w.bewijs.pk}),
    "categorieen:lijsten": Pagina(get="B"),
    "categorieen:nieuw": Pagina(get="B", post="B"),
    "categorieen:lijst": Pagina(get="B", van=_categorielijst),
    "categorieen:hernoem": Pagina(get="B", post="B", van=_categorielijst),
    "categorieen:categorie_nieuw": Pagina(get="B", post="B", van=_categorielijst),
    "categorieen:categorie": Pagina(get="B", post="B", van=_categorie),
    "categorieen:verplaats": Pagina(post="B", van=_categorie),
    "categorieen:categorie_weg": Pagina(post="B", van=_categorie),
    "categorieen:indeling": Pagina(get="B", post="B", van=lambda w: _categorielijst(w) | van_kamer(w)),
    "afspraken:verwijder": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:volgend_jaar": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:ondertekenen": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:verschillen": Pagina(get="C B P G W", van=van_pk("afspraak")),
    "afspraken:merken": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:volgorde": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:doelen": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:verplaats": Pagina(post="B", van=_indicator),
    "afspraken:indicator_weg": Pagina(get="B", post="B", van=_indicator),
    "rekenwerk": Pagina(get="C B P", van=van_pk("afspraak")),
    # meetings and deadlines of an agreement; the meeting of this table is about the own kamer only
    "afspraken:overleggen": Pagina(get="C B P G W", van=van_pk("afspraak")),
    "afspraken:acties": Pagina(get="C B P G W", van=van_pk("afspraak")),
    "afspraken:deadlines": Pagina(get="C B P G W", van=van_pk("afspraak")),
    "afspraken:overleg_plannen": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:overleg": Pagina(get="C B P G", van=_overleg, niet_gevonden="W"),
    "afspraken:overleg_wijzig": Pagina(get="B", post="B", van=_overleg),
    "afspraken:overleg_verslag": Pagina(get="B", post="B", van=_overleg),
    "afspraken:overleg_stand": Pagina(post="B", van=_overleg),
    "afspraken:overleg_weg": Pagina(get="B", post="B", van=_overleg),
    "afspraken:actie_nieuw": Pagina(post="B", van=_overleg),
    "afspraken:actie": Pagina(get="B", post="B", van=_actie),
    "afspraken:actie_klaar": Pagina(post="B", van=_actie),
    "afspraken:actie_weg": Pagina(get="B", post="B", van=_actie),
    "afspraken:deadline_nieuw": Pagina(get="B", post="B", van=van_pk("afspraak")),
    "afspraken:deadline": Pagina(get="B", post="B", van=_deadline),
    "afspraken:deadline_klaar": Pagina(post="B", van=_deadline),
    "afspraken:deadline_weg": Pagina(get="B", post="B", van=_deadline),
    # reports
    "rapporten:lijst": Pagina(get="C B P G W"),
    "rapporten:nieuw": Pagina(get="B", post="B"),
    "rapporten:sjablonen": Pagina(get="B"),
    "rapporten:sjabloon_nieuw": Pagina(get="B", post="B"),
    "rapporten:sjabloon_voorbeeld": Pagina(post="B", van=lambda w: {"sleutel": "juli-2018"}),
    "rapporten:sjabloon": Pagina(get="B", van=_sjabloon),
    "rapporten:sjabloon_wijzig": Pagina(get="B", post="B", van=_sjabloon),
    "rapporten:sjabloon_gebruik": Pagina(post="B", van=_sjabloon),
    "rapporten:sjabloon_kopie": Pagina(post="B", van=_sjabloon),
    "rapporten:sjabloon_weg": Pagina(get="B", post="B", van=_sjabloon),
    "rapporten:sjabloon_proef": Pagina(get="B", van=_sjabloon),
    "rapporten:onderdeel_kies": Pagina(get="B", van=_sjabloon),
    "rapporten:onderdeel_nieuw": Pagina(get="B", post="B", van=lambda w: {**_sjabloon(w), "soort": "keuze"}),
    "rapporten:onderdeel": Pagina(get="B", post="B", van=_onderdeel),
    "rapporten:onderdeel_verplaats": Pagina(post="B", van=_onderdeel),
    "rapporten:onderdeel_weg": Pagina(get="B", post="B", van=_onderdeel),
    "rapporten:echtheid": Pagina(
        get=IEDEREEN, post=IEDEREEN, anoniem={"GET": frozenset({200}), "POST": frozenset({422})}
    ),
    "rapporten:rapport": [
        Pagina(get="C B P", van=_kenmerk("rapport"), niet_gevonden="G W"),
        Pagina(get="C B P G W", van=_kenmerk("vastgesteld"), overal="C"),
    ],
    "rapporten:bestand": [
        Pagina(get="B", van=_kenmerk("rapport", soort="json"), niet_gevonden="C P G W"),
        Pagina(get="C B P G W", van=_kenmerk("vastgesteld", soort="pdf"), overal="C"),
    ],
    "rapporten:kleuren": [
        Pagina(get="C B P", van=_kenmerk("rapport"), niet_gevonden="G W"),
        Pagina(get="C B P G W", van=_kenmerk("vastgesteld"), overal="C"),
    ],
    "rapporten:documenten": [
        Pagina(get="B", post="B", van=_kenmerk("rapport"), niet_gevonden="C P G W", data={"soort": "pdf"}),
        Pagina(get="C B P G W", post="C B P G W", van=_kenmerk("vastgesteld"), overal="C", data={"soort": "zip"}),
    ],
    "rapporten:document": Pagina(get="B", van=_document_van_het_bureau, niet_gevonden="C P G W"),
    "rapporten:document_bestand": Pagina(get="B", van=_document_van_het_bureau, niet_gevonden="C P G W"),
    "rapporten:sindsdien": [
        Pagina(get="C B P", van=_kenmerk("rapport"), niet_gevonden="C B P", overal="C"),
        Pagina(get="C B P", van=_kenmerk("vastgesteld"), overal="C"),
    ],
    "rapporten:antwoorden_samen": Pagina(get="B", post="B", van=_kenmerk("rapport")),
    "rapporten:antwoorden": Pagina(
        get="C", post="C", van=lambda w: {"kenmerk": w.rapport.kenmerk, "kamer": w.huis.eigen.slug}
    ),
    "rapporten:antwoorden_klad": Pagina(
        get="C", post="C", van=lambda w: {"kenmerk": w.rapport.kenmerk, "kamer": w.huis.eigen.slug}
    ),
    "rapporten:antwoorden_voorbeeld": Pagina(
        post="C", van=lambda w: {"kenmerk": w.rapport.kenmerk, "kamer": w.huis.eigen.slug}
    ),
    "rapporten:antwoorden_samen_klad": Pagina(get="B", post="B", van=_kenmerk("rapport")),
    "rapporten:antwoorden_samen_voorbeeld": Pagina(post="B", van=_kenmerk("rapport")),
    "rapporten:ter_controle": Pagina(post="B", van=_kenmerk("rapport")),
    "rapporten:terugsturen": Pagina(post="B", van=_kenmerk("rapport"), data={"reden": "nog niet klaar"}),
    "rapporten:vaststellen": Pagina(post="B", van=_kenmerk("rapport")),
    # editions, sending and remarks
    "rapporten:verbeteren": Pagina(get="B", post="B", van=_kenmerk("vastgesteld")),
    "rapporten:vergelijk": [
        Pagina(get="C B P G W", van=_kenmerk("rapport"), niet_gevonden="C B P G W", overal="C"),
        Pagina(get="C B P G W", van=_kenmerk("vastgesteld"), overal="C"),
    ],
    "rapporten:weg": Pagina(get="B", post="B", van=_kenmerk("rapport")),
    "rapporten:verzenden": Pagina(get="B", post="B", van=_kenmerk("vastgesteld")),
    "rapporten:verzending_intrekken": Pagina(post="B", van=_verzending),
    "rapporten:verzending_mail": Pagina(post="B", van=_verzending),
    "rapporten:opmerkingen": Pagina(get="C B", post="C B", van=_kenmerk("rapport")),
    "rapporten:opmerking_afhandelen": Pagina(post="C B", van=_opmerking),
    "rapporten:opmerking_heropenen": Pagina(post="C B", van=_opmerking),
    # ... and who has the address that an organisation got reads that edition, logged in or not
    "rapporten:lezen": _met_leesadres(),
    "rapporten:lezen_bestand": _met_leesadres(soort="json"),
    "importeren": Pagina(get="B", post="B"),
    # a file of another session does not exist: back to choosing one
    "inlezen:kolommen": _klaargezet(),
    "inlezen:voorbeeld": _klaargezet(),
    "inlezen:bezig": _klaargezet(post=""),
    "inlezen:eerder": Pagina(get="B"),
    "inlezen:inlezing": Pagina(get="B", van=van_pk("inlezing")),
    "inlezen:ongedaan": Pagina(get="B", post="B", van=van_pk("inlezing")),
    # users and settings
    "beheer:start": Pagina(get="H"),
    "beheer:gebruiker_nieuw": _beheer(),
    "beheer:gebruiker": Pagina(get="H", van=van_pk("account")),
    "beheer:gebruiker_wijzig": _beheer(van=van_pk("account")),
    "beheer:bevoegdheid_nieuw": _beheer(van=van_pk("account")),
    "beheer:bevoegdheid_intrekken": _beheer(van=lambda w: {"pk": w.account.pk, "rol_pk": w.rol.pk}),
    "beheer:gebruiker_uit": Pagina(post="H", van=van_pk("account")),
    "beheer:gebruiker_aan": Pagina(post="H", van=van_pk("account")),
    "beheer:tweede_factor_wissen": Pagina(post="H", van=van_pk("account")),
    "beheer:wachtwoordmail": Pagina(post="H", van=van_pk("account")),
    "beheer:organisaties": Pagina(get="H"),
    "beheer:organisatie_nieuw": _beheer(),
    "beheer:organisatie": _beheer(van=van_pk("organisatie")),
    "beheer:wijken": Pagina(get="H"),
    "beheer:wijk_nieuw": _beheer(),
    "beheer:wijk": _beheer(van=van_pk("wijk")),
    "beheer:logboek": Pagina(get="H"),
    "beheer:register": Pagina(get="B H"),
    # logging in, and one's own account
    "account_login": ZONDER_INLOGGEN,
    "account_logout": ZONDER_INLOGGEN,
    "account_inactive": ZONDER_INLOGGEN,
    "account_signup": ZONDER_INLOGGEN,
    "account_reset_password": ZONDER_INLOGGEN,
    "account_reset_password_done": ZONDER_INLOGGEN,
    "account_reset_password_from_key_done": ZONDER_INLOGGEN,
    "account_reset_password_from_key": Pagina(
        **{**vars(ZONDER_INLOGGEN), "van": lambda w: {"uidb36": "1", "key": "abc-def"}, "overal": IEDEREEN}
    ),
    "mfa_authenticate": ZONDER_INLOGGEN,
    "account_reauthenticate": EIGEN_ACCOUNT,
    "account_change_password": EIGEN_ACCOUNT,
    "pincode": Pagina(get="D", post="D", get_goed=frozenset({200, 302})),
    "account_set_password": EIGEN_ACCOUNT,
    "mfa_index": EIGEN_ACCOUNT,
    "mfa_reauthenticate": EIGEN_ACCOUNT,
    "mfa_activate_totp": EIGEN_ACCOUNT,
    "mfa_deactivate_totp": EIGEN_ACCOUNT,
    "mfa_view_recovery_codes": EIGEN_ACCOUNT,
    "mfa_generate_recovery_codes": EIGEN_ACCOUNT,
    "mfa_download_recovery_codes": EIGEN_ACCOUNT,
}


# --- walking it -------------------------------------------------------------------------------------------------
