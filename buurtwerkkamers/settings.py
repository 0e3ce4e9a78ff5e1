"""All settings, from the environment only, with defaults that run.

Without ``DATABASE_URL`` the product keeps an embedded PostgreSQL under ``VAR_DIR``; with it, ``SECRET_KEY``
is required too and demonstration accounts are refused.
"""

import os
from contextlib import suppress
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from buurtwerkkamers import ingebouwd
from buurtwerkkamers.adressen import database_uit

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = ingebouwd.var_map()
ingebouwd.maak_var_map(VAR_DIR)

# --- database: the application's role, which owns nothing; migrate and flush switch to the owner -------------
DATABASE_URL = env("DATABASE_URL", default="")
INGEBOUWDE_DATABASE = not DATABASE_URL
if INGEBOUWDE_DATABASE:
    DATABASES = {"default": ingebouwd.database_instellingen(VAR_DIR)}
    DATABASE_EIGENAAR = ingebouwd.database_instellingen(VAR_DIR, ingebouwd.EIGENAAR)
else:
    DATABASES = {"default": database_uit(DATABASE_URL)}
    DATABASE_EIGENAAR = database_uit(env("DATABASE_URL_EIGENAAR", default=DATABASE_URL))
DATABASES["default"].update(
    ATOMIC_REQUESTS=True,
    # Opening a connection costs more than most pages; a broken one is noticed before use.
    CONN_MAX_AGE=600,
    CONN_HEALTH_CHECKS=True,
)
for _verbinding in (DATABASES["default"], DATABASE_EIGENAAR):
    # Without a value every trigger call raises and swallows an error, which costs more the longer a transaction gets:
    # 20,000 attendances took 9.3 s in their history trigger, and 0.4 s with it (docs/besluiten/004).
    _opties = _verbinding.setdefault("OPTIONS", {})
    _opties["options"] = f"{_opties.get('options', '')} -c pgtrigger.ignore={{}}".strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _geheime_sleutel() -> str:
    """The signing key: given, or (embedded database only) made once and kept in ``VAR_DIR`` (mode 0600)."""
    gegeven = env("SECRET_KEY", default="")
    if gegeven:
        return gegeven
    if not INGEBOUWDE_DATABASE:
        raise ImproperlyConfigured("Met DATABASE_URL is ook SECRET_KEY nodig: zet die in de omgeving.")
    bestand = VAR_DIR / "secret_key"
    with suppress(FileExistsError), open(os.open(bestand, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as nieuw:
        nieuw.write(get_random_secret_key())
    return bestand.read_text()


SECRET_KEY = _geheime_sleutel()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if INGEBOUWDE_DATABASE else [])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Behind https in production; the embedded demonstration runs on plain http on this machine only.
HTTPS = env.bool("HTTPS", default=not INGEBOUWDE_DATABASE)
DEMO_TOEGESTAAN = INGEBOUWDE_DATABASE

INSTALLED_APPS = [
    "buurtwerkkamers",
    "deelnemers",
    "financien",
    "rapportage",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_filters",
    "django_tables2",
    "pgtrigger",
    "pghistory",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "buurtwerkkamers.middleware.SessieMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "buurtwerkkamers.middleware.FragmentMiddleware",
    "buurtwerkkamers.middleware.DeurMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "buurtwerkkamers.middleware.TweedeFactorMiddleware",
    "buurtwerkkamers.middleware.NietBewarenMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "buurtwerkkamers.urls"
WSGI_APPLICATION = "buurtwerkkamers.wsgi.application"
FORM_RENDERER = "buurtwerkkamers.formulieren.Weergave"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "buurtwerkkamers.context.gebruiker_en_menu",
            ],
        },
    },
]

# --- language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
# One language only: with more, a tablet set to English would get English pages.
LANGUAGES = [("nl", "Nederlands")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- files ----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a budget of 130 posts over 6 kamers comes in as one form

# --- cache: shared by all workers of this machine and outside the request's transaction, so that a refused
# log-in still counts. Several machines: CACHE_URL.
CACHES = {
    "default": env.cache_url("CACHE_URL")
    if env("CACHE_URL", default="")
    else {
        "BACKEND": "buurtwerkkamers.telgeheugen.Telgeheugen",
        "LOCATION": VAR_DIR / "cache",
    },
    # Shielded dashboards and drawn charts, apart from the counter above: throwing these away costs time only.
    "dashboard": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "dashboardgeheugen",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
    # What outside readers may see of closed half-years: takes seconds to decide, and stays until one of them changes.
    "halfjaren": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "halfjaargeheugen",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}

# --- log-in ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "buurtwerkkamers.Gebruiker"
AUTHENTICATION_BACKENDS = ["buurtwerkkamers.toegang.Aanmelding"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "buurtwerkkamers.toegang.Adapter"
ACCOUNT_FORMS = {
    "login": "buurtwerkkamers.formulieren.Inlogformulier",
    "change_password": "buurtwerkkamers.toegang.Wachtwoordformulier",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    # At most five guesses are evaluated per account in a quarter of an hour.
    "login_failed": "5/15m/key,50/15m/ip",
    "reset_password": "20/m/ip,5/15m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "buurtwerkkamers.toegang.Codeadapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The beheerder makes the accounts, so addresses are not verified by mail; else a password reset would bar the app.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {"activate_totp": "buurtwerkkamers.formulieren.Koppelformulier"}
MFA_TOTP_ISSUER = "Buurtwerkkamers"

# --- sessions: a quarter of an hour idle ends them --------------------------------------------------------------
SESSION_COOKIE_AGE = 15 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.bool("ACHTER_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Limits per address count the visitor, not the proxy: its last X-Forwarded-For is the one to believe.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "buurtwerkkamers.views.csrf_fout"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

# --- mail -----------------------------------------------------------------------------------------------------
EMAIL_INGESTELD = bool(env("EMAIL_URL", default=""))  # without it mail is only printed, so nothing sends by itself
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds; a mail server that does not answer must not hold the page of whoever sends
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Buurtwerkkamers <noreply@localhost>")

DJANGO_TABLES2_TEMPLATE = "onderdelen/tabel.html"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOGNIVEAU", default="WARNING")},
}
