"""What every page shows: who is logged in, and the menu for that role."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from buurtwerkkamers.rechten import mag

# Title, address name, and the rights of which one is enough to see the item.
MENU = (
    ("Start", "start", ()),
    ("Aanwezig", "aanwezig:kies", ("aanwezig.zien",)),
    ("Deelnemers", "deelnemers:lijst", ("deelnemers.zien",)),
    ("Activiteiten", "activiteiten:lijst", ("activiteiten.zien",)),
    ("Vastleggen", "vastleggen:start", ("vastleggen.zien",)),
    ("Mijn uren", "uren:mijn", ("uren.eigen",)),
    ("Dashboard", "dashboard:start", ("dashboard.zien",)),
    ("Kamers", "kamers:lijst", ("kamers.zien",)),
    ("Afspraken", "afspraken:lijst", ("afspraken.zien",)),
    ("Geld", "financien:lijst", ("geld.zien",)),
    ("Rapporten", "rapporten:lijst", ("rapporten.zien", "rapporten.vastgesteld_zien")),
    ("Inlezen", "importeren", ("importeren",)),
    ("Beheer", "beheer:start", ("gebruikers.beheren",)),
)

# Pages that are reached through an item of the menu and have an address of their own.
ONDER = {
    "vastleggen:start": (
        "/uren/", "/klussen/", "/trajecten/", "/verwijzingen/", "/uitkomsten/", "/partners/", "/contact/", "/talenten/",
        "/openingen/", "/signalen/", "/enquetes/",
    ),
}  # fmt: skip


def gebruiker_en_menu(request: HttpRequest) -> dict[str, Any]:
    """``gebruiker`` and ``menu`` (title, url, actief) for the base template."""
    gebruiker = getattr(request, "user", None)
    if gebruiker is None or not gebruiker.is_authenticated:
        return {"gebruiker": None, "menu": []}
    menu = []
    for titel, naam, rechten in MENU:
        if not rechten or any(mag(gebruiker, recht) for recht in rechten):
            url = reverse(naam)
            actief = request.path == url if url == "/" else request.path.startswith((url, *ONDER.get(naam, ())))
            menu.append({"titel": titel, "url": url, "actief": actief})
    return {"gebruiker": gebruiker, "menu": menu}
