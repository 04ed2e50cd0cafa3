"""Settings of sign-in, sessions, cookies and browser policy; refuses nothing itself, the middlewares it names do."""

from __future__ import annotations

from csp.constants import NONE, SELF

from opsroom.project.exposure import exposure, instance_name

_PUBLIC = exposure().public
_COOKIE = f"__Host-opsroom-{instance_name()}" if _PUBLIC else f"opsroom-{instance_name()}"

AUTH_USER_MODEL = "access.User"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]

SECURITY_APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
]
# Between Django's own middlewares (settings.MIDDLEWARE) and the views; order matters.
SECURITY_MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = _COOKIE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _PUBLIC
CSRF_USE_SESSIONS = True
CSRF_COOKIE_SECURE = _PUBLIC

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if _PUBLIC else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _PUBLIC
X_FRAME_OPTIONS = "DENY"

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

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
