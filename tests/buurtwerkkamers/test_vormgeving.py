"""The look keeps its promises: a strict policy, classes that exist, colours that can be read, our own licence."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string

WORTEL = Path(settings.BASE_DIR)
SJABLONEN = sorted(p for p in (WORTEL / "templates").rglob("*.html"))
CSS = WORTEL / "static" / "css"


def namen(pad):
    return str(pad.relative_to(WORTEL / "templates"))


@pytest.mark.parametrize("sjabloon", SJABLONEN, ids=namen)
def test_niets_in_de_pagina_zelf_dat_het_beleid_weigert(sjabloon):
    tekst = sjabloon.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]*\sstyle=", tekst), "inline style"
    assert not re.search(r"<[^>]*\son[a-z]+=", tekst), "inline handler"
    assert not re.search(r"<script(?![^>]*\ssrc=)", tekst), "inline script"
    assert "javascript:" not in tekst


@pytest.mark.parametrize("sjabloon", SJABLONEN, ids=namen)
def test_opmerking_blijft_op_een_regel(sjabloon):
    """Django shows a {# … #} that runs over two lines to everybody."""
    for regel in sjabloon.read_text(encoding="utf-8").splitlines():
        assert regel.count("{#") == regel.count("#}")


@pytest.mark.parametrize("sjabloon", SJABLONEN, ids=namen)
def test_elk_sjabloon_is_te_lezen(sjabloon):
    get_template(namen(sjabloon))


def test_elke_component_die_een_pagina_noemt_is_meegeleverd():
    """Red after using a new utrecht- class: run script/stijl."""
    css = "".join(p.read_text(encoding="utf-8") for p in CSS.glob("*.css"))
    aanwezig = set(re.findall(r"\.(utrecht-[a-z0-9_-]+)", css))
    # Hooks of the components that carry no rule of their own.
    zonder_regel = {"utrecht-html"}
    genoemd = set()
    for sjabloon in SJABLONEN:
        for klassen in re.findall(r'class="([^"]*)"', sjabloon.read_text(encoding="utf-8")):
            genoemd |= {k for k in re.sub(r"{%.*?%}|{{.*?}}", " ", klassen).split() if k.startswith("utrecht-")}
    assert {k for k in genoemd if not k.endswith("--")} - aanwezig - zonder_regel == set()


def test_alleen_vrije_huisstijl():
    """The municipality's own tokens are proprietary; the theme is Voorbeeld."""
    for pad in [*CSS.glob("*.css"), WORTEL / "static" / "vendor" / "VERSIES"]:
        assert "@utrecht/design-tokens" not in pad.read_text(encoding="utf-8")
    assert "EUPL-1.2" in (CSS / "componenten.css").read_text(encoding="utf-8")[:300]


def helderheid(kleur):
    delen = [int(kleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    lineair = [d / 12.92 if d <= 0.04045 else ((d + 0.055) / 1.055) ** 2.4 for d in delen]
    return 0.2126 * lineair[0] + 0.7152 * lineair[1] + 0.0722 * lineair[2]


def contrast(een, ander):
    licht, donker = sorted((helderheid(een), helderheid(ander)), reverse=True)
    return (licht + 0.05) / (donker + 0.05)


@pytest.mark.parametrize("schaal", ["grijs", "violet", "rood", "groen", "oranje", "blauw"])
def test_tekst_is_te_lezen_op_elke_grond_van_haar_schaal(schaal):
    thema = (CSS / "thema.css").read_text(encoding="utf-8")
    kleur = dict(re.findall(r"--voorbeeld-kleuren-([a-z]+-\d+): (#[0-9a-f]{6})", thema))
    for tekst in ("500", "600", "700"):
        for grond in ("#ffffff", kleur["grijs-50"], kleur[f"{schaal}-50"], kleur[f"{schaal}-100"]):
            assert contrast(kleur[f"{schaal}-{tekst}"], grond) >= 4.5, (schaal, tekst, grond)
    assert contrast(kleur[f"{schaal}-400"], "#ffffff") >= 3


@pytest.mark.parametrize("nummer", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_een_foutpagina_heeft_niets_nodig(nummer):
    """No request, no user, no database: an error page may not fail again."""
    tekst = render_to_string(f"{nummer}.html")
    assert tekst.count("<h1>") == 1
    assert "Buurtwerkkamers" in tekst
