"""The grid of the budget, as a treasurer works in a spreadsheet: by keyboard, by pasting, and without JavaScript."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from buurtwerkkamers.models import Bevoegdheid
from financien import begroten as b
from financien.begroten import Bedragcel
from financien.models import Begroting, Begrotingsregel, Post
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db(transaction=True)
INVULLEN = "/financien/begrotingen/2026/invullen/"


@pytest.fixture
def penningmeester():
    return maak_gebruiker(Bevoegdheid.Rol.PENNINGMEESTER)


@pytest.fixture
def concept() -> Begroting:
    """Three rows in two groups over two kamers: huur 1.000 and 2.000, eten 250 for TOP, gemeente 5.000 undivided."""
    top, hart = maak_kamer("TOP", volgorde=1), maak_kamer("Hart", volgorde=2)
    begroting = b.maak_begroting(2026, door=systeem())

    def rij(soort: str, naam: str, groep: str, kamers: list) -> list[Post]:
        return b.maak_rij(jaar=2026, soort=soort, naam=naam, groep=groep, kamers=kamers, door=systeem())

    huur, eten = rij("kosten", "Huur", "huis", [top, hart]), rij("kosten", "Eten", "", [top, hart])
    gemeente = rij("financiering", "Gemeente", "", [None])
    cellen = [
        Bedragcel(huur[0], Decimal(1000), noot="als huurkorting"), Bedragcel(huur[1], Decimal(2000)),
        Bedragcel(eten[0], Decimal(250)), Bedragcel(gemeente[0], Decimal(5000)),
    ]  # fmt: skip
    b.zet_bedragen(begroting, cellen, door=systeem())
    return begroting


def vakje(pagina, naam: str, kolom: int):
    return pagina.locator(f"[data-kolom='{kolom}'][aria-label^='{naam}']")


def som(pagina, welke: str, kolom: int | None = None) -> str:
    plek = "tfoot" if welke == "saldo" else "tbody"
    welk = f"[data-kolom='{kolom}']" if kolom is not None else ":not([data-kolom])"
    return pagina.locator(f"{plek} [data-som='{welke}']{welk}").first.inner_text()


def plak(pagina, tekst: str) -> None:
    """Paste, as the browser tells a page about it."""
    pagina.evaluate(
        """tekst => {
            const gegevens = new DataTransfer();
            gegevens.setData("text/plain", tekst);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: gegevens, bubbles: true, cancelable: true }));
        }""",
        tekst,
    )


def bedragen() -> dict[str, Decimal]:
    return {str(regel.post): regel.bedrag for regel in Begrotingsregel.objects.select_related("post__kamer")}


def test_typen_met_pijltjes_en_sommen_die_meelopen(concept, penningmeester, maak_pagina, axe):
    pagina = maak_pagina(penningmeester)
    pagina.goto(INVULLEN)
    assert (som(pagina, "rij"), som(pagina, "groep", 0), som(pagina, "saldo")) == ("3.000", "1.000", "1.750")
    vakje(pagina, "Huur", 0).focus()
    pagina.keyboard.type("1.100,50")
    # the sums move while somebody types, in all columns with cents
    assert (som(pagina, "groep", 0), som(pagina, "groep")) == ("1.100,50", "3.100,50")
    assert som(pagina, "saldo") == "1.649,50"
    pagina.keyboard.press("Enter")  # down in the same kamer
    assert vakje(pagina, "Eten", 0).evaluate("vak => vak === document.activeElement")
    pagina.keyboard.press("ArrowRight")
    assert vakje(pagina, "Eten", 1).evaluate("vak => vak === document.activeElement")
    pagina.keyboard.type("10000000")
    pagina.keyboard.press("Tab")
    assert vakje(pagina, "Eten", 2).evaluate("vak => vak === document.activeElement")
    assert vakje(pagina, "Eten", 1).input_value() == "10.000.000,00"
    assert som(pagina, "saldo") == "−9.998.350,50"
    pagina.keyboard.press("ArrowUp")
    assert vakje(pagina, "Huur", 2).evaluate("vak => vak === document.activeElement")
    pagina.keyboard.press("Control+z")
    assert som(pagina, "saldo") == "1.649,50"
    axe(pagina)
    pagina.get_by_role("button", name="Opslaan", exact=True).last.click()
    pagina.get_by_text("1 bedrag opgeslagen.").wait_for()
    assert bedragen()["Huur (TOP)"] == Decimal("1100.50")
    assert "Eten (Hart)" not in bedragen()


def test_een_blok_uit_excel_plakken_en_terug(concept, penningmeester, maak_pagina):
    pagina = maak_pagina(penningmeester)
    pagina.goto(INVULLEN)
    vakje(pagina, "Huur", 0).focus()
    plak(pagina, '€ 12.345,67\t12345\t-\r\n"1.000"\tgratis\t€ -\r\n5\t6\t7\r\n8\r\n')
    waarden = [vakje(pagina, naam, k).input_value() for naam in ("Huur", "Eten", "Gemeente") for k in range(3)]
    assert waarden == ["12.345,67", "12.345,00", "", "1.000,00", "gratis", "", "5,00", "6,00", "7,00"]
    mis = vakje(pagina, "Eten", 1)
    melding = pagina.locator(f"#{mis.get_attribute('aria-describedby')}")
    assert melding.inner_text() == "Hier past alleen een bedrag, zoals 1.250 of 1.250,50."
    assert mis.get_attribute("aria-invalid") == "true"
    assert pagina.locator("[data-stand]").inner_text() == (
        "9 vakjes geplakt. 1 is geen bedrag. 1 bedrag paste er niet meer bij."
    )
    assert som(pagina, "soort", 0) == "13.345,67"
    # nothing is sent as long as a cell is wrong
    pagina.get_by_role("button", name="Opslaan", exact=True).last.click()
    assert mis.evaluate("vak => vak === document.activeElement")
    assert bedragen()["Huur (TOP)"] == 1000
    # the whole paste is one step back
    pagina.get_by_role("button", name="Ongedaan maken").click()
    waarden = [vakje(pagina, naam, k).input_value() for naam in ("Huur", "Eten", "Gemeente") for k in range(3)]
    assert waarden == ["1.000", "2.000", "", "250", "", "", "", "", "5.000"]
    assert pagina.locator("[aria-invalid]").count() == 0
    assert som(pagina, "saldo") == "1.750"
    pagina.get_by_role("button", name="Opnieuw doen").click()
    assert som(pagina, "soort", 0) == "13.345,67"
    mis.fill("1")
    pagina.get_by_role("button", name="Opslaan", exact=True).last.click()
    pagina.get_by_text("9 bedragen opgeslagen.").or_(pagina.get_by_text("bedragen opgeslagen.")).wait_for()
    assert bedragen() == {
        "Huur (TOP)": Decimal("12345.67"), "Huur (Hart)": 12345, "Eten (TOP)": 1000, "Eten (Hart)": 1,
        "Gemeente (TOP)": 5, "Gemeente (Hart)": 6, "Gemeente": 7,
    }  # fmt: skip


def test_letters_worden_bij_het_vakje_geweigerd(concept, penningmeester, maak_pagina, axe):
    pagina = maak_pagina(penningmeester)
    pagina.goto(INVULLEN)
    huur = vakje(pagina, "Huur", 0)
    huur.focus()
    pagina.keyboard.type("12x")
    assert huur.get_attribute("aria-invalid") == "true"
    # its own message and its note
    ids = huur.get_attribute("aria-describedby").split()
    assert {pagina.locator(f"#{een}").inner_text() for een in ids} == {
        "Noot: als huurkorting", "Hier past alleen een bedrag, zoals 1.250 of 1.250,50.",
    }  # fmt: skip
    axe(pagina)
    pagina.keyboard.press("Backspace")
    assert huur.get_attribute("aria-invalid") is None
    pagina.keyboard.press("Escape")
    assert huur.input_value() == "1.000"


def test_ongedaan_maken_gaat_stap_voor_stap(concept, penningmeester, maak_pagina):
    pagina = maak_pagina(penningmeester)
    pagina.goto(INVULLEN)
    vakje(pagina, "Huur", 0).focus()
    for tekst in ("1", "2", "3"):
        pagina.keyboard.type(tekst)
        pagina.keyboard.press("Enter")
    waarden = lambda: [vakje(pagina, naam, 0).input_value() for naam in ("Huur", "Eten", "Gemeente")]  # noqa: E731
    assert waarden() == ["1", "2", "3"]
    verloop = []
    for _ in range(4):
        pagina.keyboard.press("Control+z")
        verloop.append(waarden())
    assert verloop == [["1", "2", ""], ["1", "250", ""], ["1.000", "250", ""], ["1.000", "250", ""]]
    pagina.keyboard.press("Control+y")
    pagina.keyboard.press("Control+Shift+z")
    assert waarden() == ["1", "2", ""]


def test_zonder_javascript_is_het_een_gewoon_formulier(concept, penningmeester, maak_pagina):
    pagina = maak_pagina(penningmeester, java_script_enabled=False)
    pagina.goto(INVULLEN)
    vakje(pagina, "Huur", 0).fill("€ 1.500,-")
    vakje(pagina, "Eten", 1).fill("veel")
    vakje(pagina, "Huur", 0).press("Enter")  # sends with the button that stores
    pagina.get_by_role("heading", name="Er is nog niets opgeslagen").wait_for()
    assert (vakje(pagina, "Huur", 0).input_value(), vakje(pagina, "Eten", 1).input_value()) == ("1.500", "veel")
    assert bedragen()["Huur (TOP)"] == 1000
    pagina.get_by_role("link", name=re.compile("Eten, Hart")).click()
    vakje(pagina, "Eten", 1).fill("30")
    pagina.locator("summary", has_text="Post toevoegen").click()
    pagina.get_by_label("Post", exact=True).first.fill("Verzekering")
    pagina.get_by_role("button", name="Post toevoegen en opslaan").click()
    pagina.get_by_text("2 bedragen opgeslagen. De post 'Verzekering' is toegevoegd.").wait_for()
    assert (bedragen()["Huur (TOP)"], bedragen()["Eten (Hart)"]) == (1500, 30)
    assert som(pagina, "saldo") == "1.220"
    # the name of a row leads to its page, where its notes are
    pagina.get_by_role("button", name="Huur").click()
    pagina.get_by_role("textbox", name="Noot bij Hart").fill("tot 1 juli")
    pagina.get_by_role("button", name="Opslaan").click()
    pagina.get_by_text("De post 'Huur' is opgeslagen.").wait_for()
    assert Begrotingsregel.objects.get(post__naam="Huur", post__kamer__naam="Hart").noot == "tot 1 juli"


def test_twee_mensen_tegelijk(concept, penningmeester, maak_pagina, axe):
    een, ander = maak_pagina(penningmeester), maak_pagina(maak_gebruiker(Bevoegdheid.Rol.PENNINGMEESTER))
    for pagina in (een, ander):
        pagina.goto(INVULLEN)
    vakje(ander, "Huur", 0).fill("1300")
    vakje(ander, "Huur", 1).fill("2300")
    ander.get_by_role("button", name="Opslaan", exact=True).last.click()
    ander.get_by_text("2 bedragen opgeslagen.").wait_for()
    vakje(een, "Huur", 0).fill("1400")
    vakje(een, "Eten", 0).fill("260")
    een.get_by_role("button", name="Opslaan", exact=True).last.click()
    een.get_by_role("heading", name="Er is nog niets opgeslagen").wait_for()
    assert vakje(een, "Huur", 0).input_value() == "1.400"
    melding = een.locator(f"#{vakje(een, 'Huur', 0).get_attribute('id')}-fout")
    assert "Iemand anders veranderde dit intussen in € 1.300,00" in melding.inner_text()
    # what I did not touch shows what the other made of it
    assert vakje(een, "Huur", 1).input_value() == "2.300"
    assert bedragen()["Eten (TOP)"] == 250
    axe(een)
    een.get_by_role("button", name="Opslaan", exact=True).last.click()
    een.get_by_text("2 bedragen opgeslagen.").wait_for()
    assert bedragen() == {"Huur (TOP)": 1400, "Huur (Hart)": 2300, "Eten (TOP)": 260, "Gemeente": 5000}


def test_op_een_telefoon_een_kamer_tegelijk(concept, penningmeester, maak_pagina, axe):
    pagina = maak_pagina(penningmeester, viewport={"width": 390, "height": 844})
    pagina.goto(INVULLEN)
    assert vakje(pagina, "Huur", 0).is_visible()
    assert not vakje(pagina, "Huur", 1).is_visible()
    pagina.get_by_text("Hart", exact=True).first.click()
    assert vakje(pagina, "Huur", 1).is_visible()
    assert not vakje(pagina, "Huur", 0).is_visible()
    vakje(pagina, "Huur", 1).fill("2100")
    assert som(pagina, "groep", 1) == "2.100"
    assert pagina.locator(".begrooster__smalsom strong").inner_text() == "1.650"
    assert pagina.evaluate("document.documentElement.scrollWidth <= 390")
    axe(pagina)
    pagina.get_by_role("button", name="Opslaan", exact=True).last.click()
    pagina.get_by_text("1 bedrag opgeslagen.").wait_for()


def test_een_jaar_van_leeg_tot_vastgesteld_en_gewijzigd(penningmeester, maak_pagina, axe, op_breedtes):
    maak_kamer("TOP")
    pagina = maak_pagina(penningmeester)
    jaar = date.today().year
    pagina.goto("/financien/")
    axe(pagina)
    pagina.get_by_role("link", name="Begroting maken").click()
    pagina.get_by_role("button", name="Begroting maken").click()
    pagina.get_by_label("Post", exact=True).first.fill("Huur")
    pagina.get_by_role("button", name="Post toevoegen en opslaan").click()
    vakje(pagina, "Huur", 0).fill("1200")
    pagina.get_by_role("button", name="Opslaan", exact=True).last.click()
    pagina.get_by_role("link", name="Vaststellen").click()
    axe(pagina)
    pagina.get_by_role("button", name="Vaststellen").click()
    pagina.get_by_text(f"De begroting van {jaar} (versie 1) is vastgesteld.").wait_for()
    pagina.get_by_role("link", name="Wijziging beginnen").click()
    pagina.get_by_label("Waarom verandert de begroting?").fill("De huur gaat omhoog.")
    pagina.get_by_role("button", name="Wijziging beginnen").click()
    vakje(pagina, "Huur", 0).fill("1500")
    pagina.get_by_role("button", name="Opslaan", exact=True).last.click()
    pagina.goto(f"/financien/begrotingen/{jaar}/?versie=2")
    for _ in op_breedtes(pagina):
        axe(pagina)
    pagina.get_by_role("link", name="Bekijk").first.click()
    assert "€ 300" in pagina.get_by_role("row", name=re.compile(r"Huur \(TOP\)")).inner_text()
    for _ in op_breedtes(pagina):
        axe(pagina)
    pagina.goto("/financien/")
    for _ in op_breedtes(pagina):
        axe(pagina)
    assert "€ 1.200" in pagina.locator(".kengetal").first.inner_text()
