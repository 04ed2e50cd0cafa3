"""Django settings, read from the environment and the data folder; makes no file and opens no connection."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

import django_stubs_ext

from opsroom.kernel.values import limits
from opsroom.project import home, logs, wiring
from opsroom.project.database.address import address
from opsroom.project.exposure import exposure
from opsroom.project.settings_security import *  # noqa: F403 - one block of settings in two files
from opsroom.project.settings_security import SECURITY_APPS, SECURITY_MIDDLEWARE

django_stubs_ext.monkeypatch()

_SOURCE = Path(__file__).resolve().parent.parent
_WEB = _SOURCE / "interfaces" / "web"
_EXPOSURE = exposure()
DATABASE_ROLE = os.environ.get("OPSROOM_DB_ROLE", "web")

DEBUG = False
# Without a data folder (linters, makemigrations) a throw-away key does: nothing signed outlives the process.
SECRET_KEY = (
    os.environ.get("OPSROOM_SECRET_KEY") or home.known_secret("secret_key") or secrets.token_urlsafe(32)
)
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("OPSROOM_SECRET_KEY_FALLBACKS", "").split(",") if key]
ALLOWED_HOSTS = list(_EXPOSURE.hosts)
CSRF_TRUSTED_ORIGINS = [_EXPOSURE.public_origin] if _EXPOSURE.public_origin else []
PUBLIC_ORIGIN = _EXPOSURE.public_origin

DOMAINS = [
    "access",
    "catalog",
    "customers",
    "partners",
    "channels",
    "orders",
    "rules",
    "warehouse",
    "fulfilment",
    "payments",
    "purchasing",
    "billing",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    *SECURITY_APPS,
    "pgtrigger",
    "procrastinate.contrib.django",
    "opsroom.interfaces.web.apps.Config",
    "opsroom.kernel.records.apps.Config",
    "opsroom.ledgers.stock.apps.Config",
    "opsroom.ledgers.money.apps.Config",
    *(f"opsroom.domains.{domain}.apps.Config" for domain in DOMAINS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages go out compressed; static files have their own, and /events refuses any by naming its encoding. Against
    # BREACH: the CSRF token is masked anew in each answer, the session id never stands in a body, cookies are
    # SameSite, and Django adds a random length to each answer.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    *SECURITY_MIDDLEWARE,
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "opsroom.project.urls"
ASGI_APPLICATION = "opsroom.project.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_database: dict[str, Any] = address(DATABASE_ROLE).django()
_database["OPTIONS"] = {
    **address(DATABASE_ROLE).options,
    # Worth a third of the server's work on the order path; prepared after the second use of a statement.
    "server_side_binding": True,
    "prepare_threshold": 2,
}
if DATABASE_ROLE == "web":
    _database["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": limits.POOL_CONNECTIONS_MAX,
        "timeout": limits.POOL_WAIT_SECONDS,
    }
_database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": _database}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(_WEB.glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "opsroom.interfaces.web.shell.context",
            ],
        },
    }
]

# `opsroom run` collects the static files and says so; tests and tools serve them from the source.
_COLLECTED = os.environ.get("OPSROOM_STATIC") == "collected"
STATIC_URL = "/static/"
STATIC_ROOT = home.home() / "static"
WHITENOISE_USE_FINDERS = not _COLLECTED
WHITENOISE_AUTOREFRESH = not _COLLECTED
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = home.home() / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_IMPORT_PATHS = wiring.task_paths()

LOGGING = logs.LOGGING
logs.configure()
