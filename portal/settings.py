"""All settings, in one file, from the environment.

PORTAL_VAR           where everything that is written goes (default: var/ beside this package)
DATABASE_URL         postgresql://user:password@host:port/name; without it the embedded PostgreSQL
REDIS_URL            redis://host:port/0 or rediss://: the jobs are kept in this database of it,
                     the cache in the next one; without it the embedded Redis
PORTAL_SECRET_KEY    signs sessions; without it one is made under PORTAL_VAR/secrets
PORTAL_FIELD_KEY     encrypts ID numbers; likewise. Lose it and the numbers are lost
PORTAL_ALLOWED_HOSTS names the portal answers to, separated by commas
PORTAL_PRODUCTION    1 or 0; without it, production is where DATABASE_URL is given. There a
                     missing secret, database, Redis or host name refuses to start
PORTAL_HTTPS         0 where production is reached by plain http (default 1)
PORTAL_MAIL          smtp://, smtp+tls:// or smtps://user:password@host:port; without it no e-mail
PORTAL_MAIL_FROM     who it is from (default: the user of PORTAL_MAIL)
PORTAL_STATIC        "manifest" serves hashed, compressed files from PORTAL_VAR/static (as in
                     production); without it files are served from where they lie
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from servers import embedded, secrets

django_stubs_ext.monkeypatch()  # lets ModelForm[Any] and QuerySet[Any] be written

BASE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("PORTAL_VAR") or BASE / "var").resolve()
DATABASE_URL = os.environ.get("DATABASE_URL", "")
REDIS_URL = os.environ.get("REDIS_URL", "")
PRODUCTION = os.environ.get("PORTAL_PRODUCTION", "1" if DATABASE_URL else "0") == "1"
HTTPS = PRODUCTION and os.environ.get("PORTAL_HTTPS", "1") == "1"
MANIFEST = PRODUCTION or os.environ.get("PORTAL_STATIC") == "manifest"


def from_environment(name: str) -> str:
    """A value that production must be given; elsewhere it may be empty."""
    value = os.environ.get(name, "")
    if PRODUCTION and not value:
        raise ImproperlyConfigured(f"In production {name} must be set in the environment.")
    return value


def secret(name: str) -> str:
    return from_environment(name) or secrets.made(
        VAR / "secrets" / name.removeprefix("PORTAL_").lower()
    )


def database(address: str) -> dict[str, object]:
    """Django's DATABASES entry for an address."""
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:")
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def next_database(address: str) -> str:
    """The Redis database after this one: emptying the cache must not empty the queue."""
    parts = urlsplit(address)
    if parts.scheme not in {"redis", "rediss"}:
        raise ImproperlyConfigured("REDIS_URL must begin with redis: or rediss:")
    number = int(parts.path.strip("/") or 0)
    return parts._replace(path=f"/{number + 1}").geturl()


# Who and where.

SECRET_KEY = secret("PORTAL_SECRET_KEY")
PORTAL_FIELD_KEY = secret("PORTAL_FIELD_KEY")
DEBUG = False
ALLOWED_HOSTS = [
    name.strip() for name in from_environment("PORTAL_ALLOWED_HOSTS").split(",") if name.strip()
]
if not PRODUCTION:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1", "[::1]", "testserver"]

# What it is made of: lower apps first.

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servers.staticfiles.StaticFiles",
    "django.contrib.humanize",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "django_filters",
    "django_tables2",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "template_partials",
    "csp",
    "portal",
    "workbooks",
    "web",
    "registers",
    "operations",
    "organizations",
    "members",
    "cadres",
    "funding",
    "assessments",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "web.middleware.PrivateMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "api.tokens.TokenMiddleware",
    "web.middleware.DoorMiddleware",
    "portal.history.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "web.urls"
WSGI_APPLICATION = "portal.wsgi.application"
FORM_RENDERER = "web.rendering.PortalRenderer"
CSRF_FAILURE_VIEW = "web.views.refusals.no_csrf"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.menu.shell",
            ],
        },
    }
]

# Data.

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES: dict[str, dict[str, object]] = {
    "default": {
        "ENGINE": "django.db.backends.postgresql" if DATABASE_URL else "servers.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **(database(DATABASE_URL) if DATABASE_URL else embedded.database(VAR)),
    }
}
from_environment("DATABASE_URL")
from_environment("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": next_database(REDIS_URL) if REDIS_URL else embedded.redis_url(VAR, 1),
        "KEY_PREFIX": "portal",
        "TIMEOUT": 300,
    }
}
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
UPLOAD_LIMIT = 25 * 1024 * 1024  # bytes of one uploaded workbook
IMPORT_FILES_KEPT = timedelta(days=180)  # workbooks that were imported, for looking them up
ATTACHMENT_LIMIT = 20 * 1024 * 1024  # bytes of one file attached to a record
ATTACHMENTS_EACH = 100  # files of one record
TOKENS_EACH = 5  # API tokens that one user holds at a time
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a report of 800 villages by 15 items

# People.

AUTH_USER_MODEL = "organizations.User"
PORTAL_TREE = "organizations.Placement"  # where each organization hung, from when to when
AUTHENTICATION_BACKENDS = ["portal.permissions.ScopeBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Languages and time.

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# What the browser gets.

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "servers.staticfiles.VendorFinder",
]
VENDOR_ROOT = BASE / "node_modules"
VENDOR_FILES = {  # public name -> file below node_modules; nothing else of it is served
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/echarts.common.min.js": "echarts/dist/echarts.common.min.js",
    "vendor/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "servers.staticfiles.HashedStorage"
        if MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not MANIFEST
WHITENOISE_AUTOREFRESH = not MANIFEST
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, never from the cookie
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None

# Lists and API.

FILTERS_EMPTY_CHOICE_LABEL = ""
DJANGO_TABLES2_TEMPLATE = "django_tables2/table.html"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.refusals.answer",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rural Party-building portal",
    "VERSION": "1",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [],  # choices stand where they are used: a hundred are called "kind"
}

# Jobs: every message is JSON and may come twice.

CELERY_BROKER_URL = REDIS_URL or embedded.redis_url(VAR, 0, "redis+socket")
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 800_000  # kilobytes
CELERY_TASK_SOFT_TIME_LIMIT = 1500
CELERY_TASK_TIME_LIMIT = 1560  # below the visibility timeout, so that no task runs twice at once
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
NIGHTLY = {  # task: when
    "assessments.tasks.open_reports_due": crontab(hour=0, minute=10),
    "assessments.tasks.run_current_plans": crontab(hour=1, minute=0),
    "assessments.tasks.run_quarter_end": crontab(
        hour=2, minute=0, day_of_month=1, month_of_year="1,4,7,10"
    ),
    "assessments.tasks.forget_kept_rows": crontab(hour=2, minute=30),
    "workbooks.tasks.sweep": crontab(hour=3, minute=0),
    "funding.tasks.verify_every_night": crontab(hour=3, minute=30),
    "assessments.tasks.remind_of_reports": crontab(hour=7, minute=30),
}
CELERY_BEAT_SCHEDULE = {name: {"task": name, "schedule": at} for name, at in NIGHTLY.items()}

# E-mail: none unless the county names a server.

MAIL = urlsplit(os.environ.get("PORTAL_MAIL", ""))
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = MAIL.hostname or "", MAIL.port or 25, 20
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(MAIL.username or ""), unquote(MAIL.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.scheme == "smtp+tls", MAIL.scheme == "smtps"
DEFAULT_FROM_EMAIL = os.environ.get("PORTAL_MAIL_FROM") or EMAIL_HOST_USER or "portal@localhost"

# Logs: what happened, never to whom.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"portal": {"level": "INFO"}},
}
