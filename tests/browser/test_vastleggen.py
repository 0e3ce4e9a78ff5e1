"""What else a room records, in a real browser: few taps, keyboard, both widths, and without violations of axe."""

from __future__ import annotations

from datetime import date

import pytest

from deelnemers.models import Contactmoment, Opening, Verwijzing
from deelnemers.registratie.openingen import zet_openingen
from tests.deelnemers.wereld import dagen_terug, kwam, maak_wereld, vandaag
from tests.fabrieken import maak_organisatie, maak_regels, systeem

pytestmark = pytest.mark.django_db(transaction=True)
PAGINAS = (
    "/vastleggen/",
    "/verwijzingen/",
    "/verwijzingen/nieuw/",
    "/uitkomsten/",
    "/partners/",
    "/contact/",
    "/contact/nieuw/",
    "/contact/uit-beeld/",
    "/contact/missen/",
    "/talenten/",
    "/talenten/nieuw/",
    "/openingen/?maand=2026-02",
    "/openingen/nieuw/",
)


@pytest.fixture
def w():
    wereld = maak_wereld()
    wereld.organisatie = maak_organisatie("Huisarts Zuilen", "zorg")
    return wereld


def test_een_verwijzing_en_dan_deed_mee(w, maak_pagina):
    pagina = maak_pagina(w.coordinator)
    pagina.goto("/vastleggen/")
    pagina.get_by_role("link", name="Verwijzingen").click()
    pagina.get_by_role("link", name="Nieuwe verwijzing").first.click()
    pagina.get_by_role("combobox", name="Wie is er verwezen?").press_sequentially("fat")
    pagina.get_by_role("option", name="Fatima el Bakkali").click()
    pagina.get_by_label("Organisatie", exact=True).fill("Huisarts Zuilen")
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("De verwijzing van Fatima el Bakkali is opgeslagen.").wait_for()
    pagina.get_by_role("button", name="Deed mee").click()
    pagina.get_by_text("Opgeslagen: deed mee vanaf").wait_for()
    verwijzing = Verwijzing.objects.get()
    assert (verwijzing.richting, verwijzing.datum, verwijzing.effectief_op) == ("in", vandaag(), vandaag())


def test_drie_maaltijden_in_een_keer(w, maak_pagina):
    pagina = maak_pagina(w.coordinator, viewport={"width": 390, "height": 844})
    pagina.goto("/contact/nieuw/")
    for deel, naam in (("fat", "Fatima el Bakkali"), ("rie", "Riet Jansen"), ("ozg", "Özgür Yılmaz")):
        pagina.get_by_role("combobox", name="Met wie?").press_sequentially(deel)
        pagina.get_by_role("option", name=naam).click()
    pagina.get_by_label("maaltijd gebracht").check()
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("Opgeslagen: maaltijd gebracht, 3 mensen.").wait_for()
    assert Contactmoment.objects.filter(soort="maaltijd", bereikt=True).count() == 3


def test_een_week_open_en_een_dag_dicht(w, maak_pagina):
    pagina = maak_pagina(w.coordinator)
    pagina.goto("/openingen/nieuw/?van=2026-02-02&tm=2026-02-08")
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("5 dagen zijn ingevuld: open.").wait_for()
    pagina.goto("/openingen/?maand=2026-02")
    pagina.get_by_role("link", name="open op dinsdag 3 februari 2026").click()
    pagina.get_by_role("link", name="Wijzigen").click()
    pagina.get_by_label("dicht").check()
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("De wijziging is opgeslagen.").wait_for()
    assert Opening.objects.get(datum=date(2026, 2, 3)).stand == "dicht"


def test_de_schermen_zijn_voor_iedereen_te_gebruiken(w, maak_pagina, op_breedtes, axe):
    regels = [
        maak_regels(w.top, mens, w.organisatie, op=dagen_terug(dagen)) for mens, dagen in ((w.fatima, 3), (w.riet, 2))
    ]
    for week in range(5):
        kwam(w.eettafel, w.ozgur, op=dagen_terug(50 + 7 * week))
    zet_openingen(
        kamer=w.top, dagen=[date(2026, 2, dag) for dag in (3, 4, 5)], stand="beperkt", hoogstens=12,
        toelichting="alleen de ochtend", door=systeem(),
    )  # fmt: skip
    verwijzing = regels[0]["verwijzingen"].pk
    pagina = maak_pagina(w.coordinator)
    for adres in (*PAGINAS, f"/verwijzingen/{verwijzing}/", f"/verwijzingen/{verwijzing}/wijzigen/"):
        pagina.goto(adres)
        for breedte in op_breedtes(pagina):
            axe(pagina)
            past = pagina.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            assert past, f"{adres} is te breed ({breedte})"
