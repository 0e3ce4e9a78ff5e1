"""How script/demo serves the site: two processes of four threads, each thread with its own lasting connection."""

from typing import Any

workers = 2
threads = 4
timeout = 120  # seconds; a long report takes tens
graceful_timeout = 10
keepalive = 5
loglevel = "warning"
control_socket_disable = True  # it would be written in the home folder; everything we write lies under VAR_DIR


def when_ready(server: Any) -> None:
    """The last line that the person at the keyboard reads."""
    adressen = ", ".join(str(adres) for adres in server.LISTENERS)
    print(f"\nDe site staat op {adressen}  (stoppen: Ctrl-C)", flush=True)


def post_worker_init(worker: Any) -> None:
    """What takes long once, before somebody asks for a page."""
    from rapportage.klaarmaken import maak_klaar

    maak_klaar()
