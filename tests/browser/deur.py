"""What the browser tests of the door share: a room full of people, a tablet, and waiting until all is sent."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from deelnemers.models import Deelname
from tests.deelnemers.wereld import dagen_terug, kwam, maak_wereld, schrijf_in, vandaag

TABLET = {"width": 820, "height": 1180}
TELEFOON = {"width": 390, "height": 844}
# Nobody's last name is on the screen of the door, so it must not be on the tablet either.
ACHTERNAAM = "Zeldzaamnaam"


def maak_deur(mensen: int = 0) -> SimpleNamespace:
    """The small world, with ``mensen`` more who usually come; ``adres`` is the page of the eettafel."""
    w = maak_wereld()
    w.vasten = [schrijf_in(w.top, f"Vast{nummer:02}", ACHTERNAAM) for nummer in range(mensen)]
    kwam(w.eettafel, w.fatima, w.riet, *w.vasten, op=dagen_terug(7))
    w.adres = reverse("aanwezig:activiteit", args=["top", w.eettafel.pk])
    return w


def aantal(pagina: Any) -> int:
    return int(pagina.locator("#aantal").inner_text())


def tik(pagina: Any, deelnemer: Any) -> None:
    """Tap somebody who is not here yet."""
    pagina.locator(f"#d{deelnemer.pk} .tegel__knop").click()


def neem_terug(pagina: Any, deelnemer: Any) -> None:
    # The second tap of a double tap is no undo: a person who means it comes later.
    pagina.wait_for_timeout(650)
    pagina.locator(f"#d{deelnemer.pk} .tegel__terug").click()


def wacht_tot_verstuurd(pagina: Any) -> None:
    """Until nothing waits any more, here or on the disk."""
    wacht_tot(lambda: pagina.evaluate("wachtrij.tikken.length") == 0 and not in_wachtrij(pagina), pagina, 40)


def in_wachtrij(pagina: Any) -> list[dict[str, Any]]:
    """What is kept on the tablet."""
    return pagina.evaluate(
        """() => new Promise((klaar) => {
            const vraag = indexedDB.open("deur", 1);
            vraag.onsuccess = () => {
                const alles = vraag.result.transaction(["tikken"]).objectStore("tikken").getAll();
                alles.onsuccess = () => { vraag.result.close(); klaar(alles.result); };
            };
        })"""
    )


def wacht_tot(klopt: Callable[[], Any], pagina: Any, seconden: float = 20) -> None:
    for _ in range(int(seconden * 10)):
        if klopt():
            return
        pagina.wait_for_timeout(100)
    raise AssertionError("het duurde te lang")


def aanwezig(w: SimpleNamespace) -> set[int]:
    """Who is present today, in the database."""
    return set(Deelname.objects.filter(datum=vandaag()).values_list("deelnemer", flat=True))


def wat_de_tablet_bewaart(pagina: Any) -> str:
    """Everything that the browser keeps of this site: caches, queue and storage, as one text."""
    return pagina.evaluate(
        """async () => {
            const delen = [];
            for (const naam of await caches.keys()) {
                const voorraad = await caches.open(naam);
                for (const verzoek of await voorraad.keys()) {
                    delen.push(verzoek.url, await (await voorraad.match(verzoek)).text());
                }
            }
            delen.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage));
            return delen.join("\\n");
        }"""
    )
