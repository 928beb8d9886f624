"""Django's settings, from what the environment says."""

from __future__ import annotations

from typing import Any

from planledger.version import __version__
from planweb.settings.databases import database_settings
from planweb.settings.environment import read_environment
from planweb.settings.preparing import AUDIT_KEY_FILE, SECRET_KEY_FILE, key_in

_environment = read_environment()

VERSION = __version__
DATA = _environment.data
DEBUG = _environment.debug
SECRET_KEY = _environment.secret_key or key_in(DATA / SECRET_KEY_FILE)
AUDIT_KEY = _environment.audit_key or key_in(DATA / AUDIT_KEY_FILE)
AUDIT_ANCHOR = DATA / "audit-anchor.json"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django.forms",
    "django_filters",
    "planweb.site",
    "django_tasks",
    "django_tasks_db",
    "planweb.api",
    "planweb.oversight",
    "planweb.monitoring",
    "planweb.registry",
    "planweb.evidence",
    "planweb.search",
    "planweb.accounts",
    "planweb.layout",
    "planweb.audit",
]
MIDDLEWARE = [
    "planweb.api.middleware.OneShape",
    "django.middleware.security.SecurityMiddleware",
    "planweb.layout.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "planweb.accounts.middleware.LogInFirst",
    "planweb.accounts.middleware.Presence",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "planweb.audit.turns.BeginAgain",
]
ROOT_URLCONF = "planweb.site.urls"
WSGI_APPLICATION = "planweb.site.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.template.context_processors.i18n",
                "planweb.site.navigation.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "planweb.layout.templatetags.layout",
            ],
        },
    }
]
FORM_RENDERER = "planweb.layout.forms.Renderer"

DATABASES = {"default": database_settings(_environment.database_url, DATA)}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # no broker: `planledger serve` starts a worker
DOCUMENTS = DATA / "documents"  # files that people bring in, under names of our own
PICTURES = DATA / "pictures"  # of their pages; drawn again when they are missing
WATCHED_FOLDER = _environment.watch
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "planweb.accounts.passwords.MaximumLengthValidator"},
    {"NAME": "planweb.accounts.passwords.PlainPasswordValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "accounts:log-in", "home", "accounts:log-in"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60

SESSION_ENGINE = "planweb.accounts.sessions"
SESSION_COOKIE_AGE = 2 * 60 * 60  # without a request
SESSION_LONGEST = 12 * 60 * 60  # from the log-in, whatever happens
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
# Browsers drop secure cookies that come over plain HTTP, which is only for this machine and for closed networks.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _environment.encrypted
if _environment.encrypted:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"  # no other host can set them
CSRF_FAILURE_VIEW = "planweb.site.views.forged"

ALLOWED_HOSTS = _environment.hosts
CSRF_TRUSTED_ORIGINS = (
    [f"https://{_environment.address.netloc}"] if _environment.address and _environment.encrypted else []
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _environment.encrypted:
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

API_REQUESTS_A_MINUTE = _environment.api_requests
API_LARGEST_BODY = 16 * 2**20  # of ten thousand figures with every field, with room to spare

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_USE_FINDERS = True  # straight from the package: nothing to collect before a start

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = _environment.mail_from
if _environment.smtp:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _environment.smtp.hostname
    EMAIL_USE_SSL = _environment.smtp.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(_environment.smtp.username)  # no password goes out in the clear
    EMAIL_PORT = _environment.smtp.port or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _environment.smtp.username or "", _environment.smtp.password or ""
    EMAIL_TIMEOUT = 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "planweb.settings.logs.OneLine",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": _environment.log_level},
    "loggers": {"django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
