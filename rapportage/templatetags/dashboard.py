"""What the templates of the dashboards need beside ``opmaak``: small drawings and comparisons of shown figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from buurtwerkkamers.opmaak import euro, rond_af
from rapportage.cijfers import Getoond
from rapportage.dashboard.vorm import Kerncijfer, Punt

register = template.Library()
GENOEG = 10  # a per cent of less than this says more than it knows
VEEL_MEER = 300  # from so many per cents the two figures side by side say it better


@register.filter
def als_maanden(punten: Sequence[Punt[Getoond]]) -> list[tuple[str, Any]]:
    """For the small line of the months; a hidden month has no height."""
    return [(punt.label, None if punt.cijfer.verborgen else punt.cijfer.waarde) for punt in punten]


@register.filter
def ruimte_voor_maanden(punten: Sequence[Punt[Getoond]]) -> bool:
    """Whether there is something to draw."""
    return any(waarde for _, waarde in als_maanden(punten))


@register.filter
def verschil(kerncijfer: Kerncijfer[Getoond]) -> str:
    """'12% meer' than in the same days last year; empty when one of both is hidden, missing or small."""
    nu, vorig = kerncijfer.cijfer, kerncijfer.vorig
    if vorig is None or nu.verborgen or vorig.verborgen or nu.waarde is None or vorig.waarde is None:
        return ""
    if min(nu.waarde, vorig.waarde) < GENOEG:
        return ""
    deel = rond_af(100 * (Decimal(nu.waarde) - Decimal(vorig.waarde)) / Decimal(vorig.waarde))
    if not deel:
        return "evenveel"
    if deel > VEEL_MEER:
        return ""
    return f"{abs(deel)}% {'meer' if deel > 0 else 'minder'}"


@register.filter
def heel(kerncijfer: Kerncijfer[Getoond]) -> Getoond:
    """The figure in whole euros: cents say nothing in a large figure."""
    cijfer = kerncijfer.cijfer
    return cijfer if cijfer.verborgen else replace(cijfer, tekst=euro(cijfer.waarde, 0))


@register.filter
def naam_per_kolom(cellen: Sequence[Getoond], kolommen: Sequence[str]) -> list[tuple[str, Getoond]]:
    """Each cell with the heading of its column."""
    return list(zip(kolommen, cellen, strict=True))


@register.simple_tag
def standbalk(delen: Sequence[tuple[str, str, int]]) -> SafeString:
    """A bar in parts, one for each (stand, words, number): decorative, since the numbers stand beside it in words."""
    geheel = sum(aantal for _, _, aantal in delen) or 1
    plekken, begin = [], 0.0
    for stand, _, aantal in delen:
        breedte = 300 * aantal / geheel
        plekken.append((f"{begin:.1f}", f"{max(1.0, breedte - 2):.1f}", stand))
        begin += breedte
    vakken = format_html_join(
        "", '<rect x="{}" y="0" width="{}" height="14" rx="2" class="standbalk__deel standbalk__deel--{}"/>', plekken
    )
    return format_html(
        '<svg class="standbalk" viewBox="0 0 300 14" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        vakken,
    )
