"""What all tests share: the database as the application sees it, the served site, a real browser and axe.

The database server: `script/test` runs one; a plain `pytest` starts the embedded server in its first process only.
The test database is made and removed by the owner and used by the application's role, as in production.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from buurtwerkkamers import ingebouwd
from tests import leegmaken

BREEDTES = {"breed": (1280, 900), "smal": (390, 844)}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_OPTIES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
]

open_na_afloop = pytest.StashKey[ExitStack]()

# A busy machine is no reason to fail: a slow example is not a wrong one.
hypothesis.register_profile(
    "proeven", parent=hypothesis.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis.load_profile("proeven")


# --- Database and static files


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--beelden", action="store_true", help="maak de schermafbeeldingen in docs/beeld opnieuw")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """The first process holds the server and collects the static files; workers only use them."""
    from django.conf import settings
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    # Names by content as in production, without the seconds that compressing takes.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    # The hash of production in one round: a quarter of a second for each password is meant for who guesses.
    PBKDF2PasswordHasher.iterations = 1
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    stapel = config.stash[open_na_afloop] = ExitStack()
    if ingebouwd.is_ingebouwd():
        stapel.enter_context(ingebouwd.draaiend())
        leegmaken.sta_toe()
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0, als_nodig=True)


def pytest_collection_finish() -> None:
    """The tests themselves are never garbage: the collector need not look through them time and again."""
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if stapel := config.stash.get(open_na_afloop, None):
        stapel.close()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Generator[None]:
    """One test database per worker, made and removed by the owner; with ``--reuse-db`` it stays for the next run."""
    from django.test.utils import setup_databases, teardown_databases

    from buurtwerkkamers.database import als_eigenaar

    with django_db_blocker.unblock(), als_eigenaar():
        gemaakt = setup_databases(verbosity=0, interactive=False, keepdb=request.config.getvalue("reuse_db"))
    with pytest.MonkeyPatch.context() as plek:
        if ingebouwd.is_ingebouwd():
            leegmaken.maak_snel(plek)
        yield
    if request.config.getvalue("reuse_db"):
        return
    with django_db_blocker.unblock(), als_eigenaar():
        wacht_op_de_laatste_verbinding()
        teardown_databases(gemaakt, verbosity=0)


def wacht_op_de_laatste_verbinding(seconden: float = 20) -> None:
    """Threads of the test server end a moment after the browser has gone; a database in use cannot be dropped."""
    from django.db import connection

    einde = time.monotonic() + seconden
    with connection.cursor() as cursor:
        while time.monotonic() < einde:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)


# --- The site and the browser


@pytest.fixture(scope="session", autouse=True)
def statische_bestanden_een_keer() -> Iterator[None]:
    """The middleware lists the static files once per worker: every test has a client, and with it a new middleware."""
    from whitenoise.base import WhiteNoise

    lees, gelezen = WhiteNoise.update_files_dictionary, {}

    def onthoud(self: Any, root: str, prefix: str) -> None:
        if (root, prefix) not in gelezen:
            lees(self, root, prefix)
            gelezen[root, prefix] = dict(self.files)
        self.files.update(gelezen[root, prefix])

    with pytest.MonkeyPatch.context() as plek:
        plek.setattr(WhiteNoise, "update_files_dictionary", onthoud)
        yield


@pytest.fixture(scope="session")
def live_server() -> Iterator[Any]:
    """The site on a free port, with its static files as in production (hashed names, through whitenoise)."""
    from django.test.testcases import LiveServerThread
    from pytest_django.live_server_helper import LiveServer

    server = LiveServer("localhost", start=False)
    # pytest-django serves the source files; ours come from whitenoise, so nothing stands before the application.
    server.thread = LiveServerThread("localhost", static_handler=lambda toepassing: toepassing, connections_override={})
    server.thread.daemon = True
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one per worker."""
    from django.db import connections
    from playwright.sync_api import sync_playwright

    if not Path(CHROMIUM).exists():
        pytest.fail(f"Chromium ontbreekt ({CHROMIUM}). script/test installeert het: apt-get install chromium")
    # Playwright keeps an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_OPTIES)
        yield chromium
        chromium.close()
        # Under that loop Django keeps other connections than outside it: close them while they can be reached.
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def maak_pagina(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """`maak_pagina(gebruiker=None, **context)`: a page in a browser window of its own, logged in when asked.

    Extra arguments go to Playwright's new_context, for instance `java_script_enabled=False`. A script error, a refused
    source (content security policy) or a server error on any page fails the test afterwards.
    """
    contexten, fouten = [], []

    def noteer(bericht: Any) -> None:
        # a test that cuts the network means it
        afgesneden = ("status of 4", "ERR_INTERNET_DISCONNECTED", "error occurred when fetching the script")
        if bericht.type == "error" and not any(deel in bericht.text for deel in afgesneden):
            fouten.append(bericht.text)

    def maak(gebruiker: Any = None, **opties: Any) -> Any:
        breedte, hoogte = BREEDTES["breed"]
        opties = {"locale": "nl-NL", "viewport": {"width": breedte, "height": hoogte}, **opties}
        context = browser.new_context(base_url=live_server.url, **opties)
        contexten.append(context)
        if gebruiker is not None:
            context.add_cookies([sessiekoekje(gebruiker, live_server.url)])
        pagina = context.new_page()
        pagina.set_default_timeout(15_000)
        pagina.on("console", noteer)
        pagina.on("pageerror", lambda fout: fouten.append(str(fout)))
        return pagina

    yield maak
    for context in contexten:
        context.close()
    assert not fouten, "De browser meldt: " + "; ".join(fouten)


@pytest.fixture
def pagina(maak_pagina: Callable[..., Any]) -> Any:
    """A page at 1280 pixels, not logged in."""
    return maak_pagina()


def sessiekoekje(gebruiker: Any, adres: str) -> Any:
    """The session cookie of somebody who is logged in, without going through the log-in page."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(gebruiker)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": adres,
    }


@pytest.fixture
def op_breedtes() -> Callable[[Any], Iterator[str]]:
    """`for naam in op_breedtes(pagina)`: the same page at 1280 and at 390 pixels."""

    def doorloop(pagina: Any) -> Iterator[str]:
        for naam, (breedte, hoogte) in BREEDTES.items():
            pagina.set_viewport_size({"width": breedte, "height": hoogte})
            yield naam

    return doorloop


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], None]:
    """`axe(pagina)`: fails with the list of what axe finds wrong (WCAG 2.2 A and AA, and good practice)."""
    bron = AXE.read_text()

    def controleer(pagina: Any) -> None:
        if not pagina.evaluate("'axe' in window"):  # the same page at another width has it
            pagina.evaluate(bron + "; undefined")
        gevonden = pagina.evaluate("async () => (await axe.run(document)).violations")
        regels = [
            f"{fout['id']} ({fout['impact']}): {fout['help']}: "
            + "; ".join(f"{knoop['target']} {knoop['html'][:160]}" for knoop in fout["nodes"][:5])
            for fout in gevonden
        ]
        breedte = pagina.viewport_size["width"]
        assert not regels, f"axe op {pagina.url} bij {breedte} px:\n" + "\n".join(regels)

    return controleer
