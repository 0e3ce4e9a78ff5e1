"""`poort_vrij.py HOST PORT`: exit status 0 when a server can listen there, else 1 and the reason in Dutch."""

import errno
import socket
import sys


def bezwaar(host: str, poort: str) -> str:
    """Why a server cannot listen there; empty when it can."""
    if not poort.isdigit() or not 1 <= int(poort) <= 65535:
        return f"'{poort}' is geen poort: kies een getal van 1 tot en met 65535."
    try:
        soort, _, _, _, adres = socket.getaddrinfo(host, int(poort), type=socket.SOCK_STREAM)[0]
        with socket.socket(soort, socket.SOCK_STREAM) as proef:
            # As the web server does: a connection of a moment ago is no obstacle.
            proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            proef.bind(adres)
            proef.listen(1)
    except socket.gaierror:
        return f"Het adres '{host}' is niet bekend op deze machine."
    except OSError as fout:
        if fout.errno == errno.EADDRINUSE:
            anders = int(poort) + 1 if int(poort) < 65535 else 8000
            return (
                f"Poort {poort} op {host} is al in gebruik, misschien door een eerdere script/demo.\n"
                f"Stop dat programma, of kies een andere poort: script/demo --port {anders}"
            )
        if fout.errno == errno.EACCES:
            return f"Poort {poort} mag je als gewone gebruiker niet gebruiken: kies er een vanaf 1024."
        return f"Op {host} poort {poort} kan de site niet luisteren: {fout.strerror}."
    return ""


if __name__ == "__main__":
    sys.exit(bezwaar(*sys.argv[1:3]) or 0)
