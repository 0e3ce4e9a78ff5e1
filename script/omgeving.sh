# Shared by script/demo and script/test (sourced, POSIX sh): Python, .venv/ and system packages.
# The caller has set $wortel to the folder of the checkout and made it the current folder.

zeg() { printf '%s\n' "$*" >&2; }

# Sets $python to the first Python of 3.11 or newer; 3.11 first, because the hashes were tried with it.
vind_python() {
    for kandidaat in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
        [ -n "$kandidaat" ] || continue
        if "$kandidaat" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$kandidaat
            return
        fi
    done
    installeer_systeem python3 python3-venv
    python=python3
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && return
    zeg "Python 3.11 of nieuwer is nodig. Zet het pad ernaartoe in de omgevingsvariabele PYTHON."
    exit 1
}

# Installs Debian packages when that needs no question; otherwise prints the command and stops.
installeer_systeem() {
    opdracht="apt-get install -y --no-install-recommends $*"
    if ! command -v apt-get >/dev/null; then
        zeg "Op deze machine ontbreken: $*. Installeer ze (de namen zijn die van Debian) en probeer het opnieuw."
        exit 1
    fi
    if [ "$(id -u)" -eq 0 ]; then
        als_root="env DEBIAN_FRONTEND=noninteractive"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        als_root="sudo -n env DEBIAN_FRONTEND=noninteractive"
    else
        zeg "Op deze machine ontbreken: $*. Installeer ze eerst:"
        zeg "    sudo apt-get update && sudo $opdracht"
        exit 1
    fi
    zeg "Systeempakketten installeren: $*"
    uitvoer=$(mktemp)
    # shellcheck disable=SC2086 # the words are meant to be split
    if ! { $als_root apt-get update && $als_root $opdracht; } >"$uitvoer" 2>&1 </dev/null; then
        cat "$uitvoer" >&2
        rm -f "$uitvoer"
        zeg "Dat is niet gelukt. Probeer het zelf: $als_root $opdracht"
        exit 1
    fi
    rm -f "$uitvoer"
}

# heeft_bibliotheken NAAM...: asked of the loader itself, since only that decides.
heeft_bibliotheken() {
    "$python" -c 'import ctypes, sys; [ctypes.CDLL(naam) for naam in sys.argv[1:]]' "$@" 2>/dev/null
}

# The libraries that turn HTML into PDF.
systeem_voor_product() {
    heeft_bibliotheken libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0 ||
        installeer_systeem libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
}

# A browser and what drives it (libatomic), and the tools that turn PDF pages into text and pictures.
systeem_voor_tests() {
    nodig=""
    [ -x "${CHROMIUM:-/usr/bin/chromium}" ] || nodig="chromium"
    heeft_bibliotheken libatomic.so.1 || nodig="$nodig libatomic1"
    command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null || nodig="$nodig poppler-utils"
    # shellcheck disable=SC2086 # the words are meant to be split
    [ -z "$nodig" ] || installeer_systeem $nodig
}

# maak_venv product|test: installs requirements/$1.txt, only when it changed since the last time.
maak_venv() {
    if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        "$python" -c 'import ensurepip, venv' 2>/dev/null || installeer_systeem python3-venv
        zeg "De Python-omgeving wordt gemaakt in .venv/"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    # What the tests need holds all that the product needs.
    for soort in "$1" test; do
        if [ "$(cat ".venv/geinstalleerd-$soort" 2>/dev/null)" = "$(cksum <"requirements/$soort.txt")" ]; then
            return
        fi
    done
    zeg "Pakketten installeren uit requirements/$1.txt (dit duurt even)"
    .venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-input --require-hashes \
        --requirement "requirements/$1.txt" </dev/null
    cksum <"requirements/$1.txt" >".venv/geinstalleerd-$1"
}
