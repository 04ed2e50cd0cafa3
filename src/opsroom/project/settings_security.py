"""Settings of sign-in, sessions, cookies and browser policy; refuses nothing itself, the middlewares it names do."""

from __future__ import annotations

import os
from datetime import timedelta
from functools import partial

from csp.constants import NONE, SELF

from opsroom.kernel.values import limits
from opsroom.project import home
from opsroom.project.exposure import exposure, instance_name

_PUBLIC = exposure().public
_COOKIE = f"__Host-opsroom-{instance_name()}" if _PUBLIC else f"opsroom-{instance_name()}"

AUTH_USER_MODEL = "access.User"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Views a stranger may reach (A1), by name; a test walks the resolver and finds any other.
PUBLIC_VIEWS = (
    "health",
    "account_login",
    "account_logout",  # signs out a half-finished sign-in too
    "account_inactive",
    "access_link",
    "access_pin",
    "mfa_authenticate",
    "mfa_login_webauthn",
)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": limits.PASSWORD_CHARS_MIN}},
    {"NAME": "opsroom.interfaces.web.access.password_rules.NotTooLong"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "opsroom.interfaces.web.access.password_rules.NotRepeated"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
# Reads the key that seals second-factor seeds and the like, making its file on first use.
VAULT_KEY = partial(home.secret, "vault_key")

SECURITY_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
]
# Between Django's own middlewares (settings.MIDDLEWARE) and the views; order matters.
_OURS = "opsroom.interfaces.web.middleware"
SECURITY_MIDDLEWARE = [
    f"{_OURS}.refuse_trace.RefuseTrace",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    f"{_OURS}.no_store.NoStore",
    f"{_OURS}.session_limits.SessionLimits",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    f"{_OURS}.second_factor.SecondFactor",
    f"{_OURS}.acting.Acting",
    "opsroom.interfaces.web.company.CompanyClock",
    f"{_OURS}.coded_errors.CodedErrors",
    f"{_OURS}.numbers_in_reach.NumbersInReach",
    "axes.middleware.AxesMiddleware",
]

# The device's own half of a PIN; by itself it opens nothing, so it may outlive sessions.
DEVICE_COOKIE_NAME = f"{_COOKIE}-device"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = _COOKIE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _PUBLIC
SESSION_COOKIE_AGE = limits.SESSION_SECONDS_MAX
CSRF_USE_SESSIONS = True
CSRF_COOKIE_SECURE = _PUBLIC

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _PUBLIC
X_FRAME_OPTIONS = "DENY"
# W008: a public instance refuses to start without TLS in front, so there is no http to redirect from.
# W021: to be on the browsers' preload list is a decision about a whole domain, which is its owner's.
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Counters that several web processes share: in the database, since one process's memory counts only its own.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "access_cache",
        "OPTIONS": {"MAX_ENTRIES": limits.CACHE_ENTRIES_COUNT_MAX},
    }
}

# How many proxies stand in front, each adding one address to X-Forwarded-For; 0: the header is ignored.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("OPSROOM_TRUSTED_PROXIES", "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = limits.SIGN_IN_TRIES_COUNT
AXES_COOLOFF_TIME = timedelta(seconds=limits.SIGN_IN_PAUSE_SECONDS)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "opsroom.interfaces.web.access.lockout.typed_name"
AXES_CLIENT_IP_CALLABLE = "opsroom.interfaces.web.access.lockout.address_of"
AXES_CLIENT_STR_CALLABLE = "opsroom.interfaces.web.access.lockout.client_of"
AXES_LOCKOUT_CALLABLE = "opsroom.interfaces.web.access.lockout.paused"

ACCOUNT_ADAPTER = "opsroom.interfaces.web.access.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = limits.REAUTHENTICATE_AFTER_SECONDS
# The pause after wrong passwords is axes' (by name and address). These only slow floods from one address; no limit by
# name alone, or a stranger could keep the owner out.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip", "reauthenticate": "10/m/user"}

MFA_ADAPTER = "opsroom.interfaces.web.access.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys over http on localhost alone; everywhere else the origin has to be https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _PUBLIC
