"""Settings of the archive. Everything that differs between archives comes from the environment.

The table in docs/operations.md names every variable read here. An archive with unsafe
settings does not start; archive/checks.py says which and why.
"""

import os
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from jinja2 import StrictUndefined

from archive import checks

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# --- What the environment decides ---

DEBUG = env.bool("DEBUG", False)
HTTPS = env.bool("HTTPS", False)
DATA_DIR = Path(env.str("DATA_DIR", "") or BASE_DIR / "var").resolve()
ALLOWED_HOSTS = [host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
PROXIES = env.list("PROXIES", default=["127.0.0.1", "::1"])
SITE_NAME = env.str("SITE_NAME", "Fonds")
SITE_URL = env.str("SITE_URL", "").rstrip("/")
FOUR_EYES = env.bool("FOUR_EYES", False)
SEARCHES = max(env.int("SEARCHES", os.cpu_count() or 2), 1)
SECRET_KEY = env.str("SECRET_KEY", "")

DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

KEY_FILE = DATA_DIR / "secret-key"
if not SECRET_KEY and KEY_FILE.is_file():
    SECRET_KEY = KEY_FILE.read_text(encoding="ascii").strip()

if DEBUG:
    SECRET_KEY = SECRET_KEY or "only-for-trying-things-out-on-this-computer"
    SITE_URL = SITE_URL or "http://localhost:8000"

if _faults := checks.faults(
    debug=DEBUG, secret_key=SECRET_KEY, allowed_hosts=ALLOWED_HOSTS, site_url=SITE_URL, https=HTTPS
):
    raise ImproperlyConfigured(
        "The archive does not start, because its settings are not safe:\n"
        + "\n".join(f"  - {fault}" for fault in _faults)
        + "\nAll settings are explained in docs/operations.md. To try things out on this computer: DEBUG=on."
    )

# --- Database ---

SQLITE = "django.db.backends.sqlite3"
_url = env.str("DATABASE_URL", "")
_file = {"ENGINE": SQLITE, "NAME": str(DATA_DIR / "fonds.sqlite3")}
DATABASES: dict[str, dict[str, Any]] = {"default": env.db_url_config(_url) if _url else _file}
_database = DATABASES["default"]
# To open a connection takes longer than a page that is kept; on SQLite, too.
_database.setdefault("CONN_MAX_AGE", 60)
if _database["ENGINE"] == SQLITE:
    # A commit is on the disk before the editor reads "saved", and two writers wait for each other
    # instead of failing: a transaction that begins by reading could not wait.
    _database["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON; "  # what is taken out is written over, else a purge left it in the file
        # Pages that many writes change are kept (32 MB), and taken over from the journal once for many.
        "PRAGMA cache_size=-32000; PRAGMA wal_autocheckpoint=4000",
    }
    # In a file, so that the tests meet the same locks as a real archive.
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    _database["CONN_HEALTH_CHECKS"] = True
    _database.setdefault("OPTIONS", {})["options"] = "-c lock_timeout=5s"

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Applications ---

INSTALLED_APPS = [
    "archive",
    "documents",
    "people",
    "places",
    "archive.desk_config.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "simple_history",
]

# From the outside in: the first sees every reply, errors and static files included.
MIDDLEWARE = [
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.middleware.protect",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.middleware.refuse_unreadable_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "archive.middleware.keep_logged_in",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

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
                "archive.context.site",
            ],
        },
    },
    # Parts that repeat by the hundred: archive/templatetags/repeated.py prints them.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"undefined": StrictUndefined},
    },
]

# Fields of forms find their templates where pages find theirs.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- History: these shape the history tables, so they stand before the first migration ---

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_DATE_INDEX = "Composite"
SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENFORCE_HISTORY_MODEL_PERMISSIONS = True

# --- Language and time ---

LANGUAGE_CODE = "en"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files ---

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

WHITENOISE_ALLOW_ALL_ORIGINS = False

# A document of 1 MB with all its rows fits with room to spare.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Log-in ---

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

# --- Protection; the headers of our own are in archive/middleware.py ---

X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# A working day after the last visit to the desk; archive/middleware.py counts the visits.
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "archive.errors.stale_form"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 366 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
# Preloading is a decision about a whole domain, which an archive does not take for its owner.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- Log ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "archive.log.Line",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
    },
    "filters": {"answered": {"()": "archive.log.Answered"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["answered"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # What the audit log of the database holds, as lines; documents/audit.py writes them.
        "fonds.audit": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
