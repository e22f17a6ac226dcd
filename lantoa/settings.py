"""All settings, read from the environment only; a bad value stops the start with a sentence that says why.

Every variable is listed in docs/howto/settings.md (a test compares the two).
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django.conf.locale
from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parent


def _text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def _flag(name: str) -> bool:
    value = _text(name, "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name}={value!r}: write 1 or 0.")
    return value in {"1", "true", "yes"}


def _days(name: str, *, default: int) -> int:
    value = _text(name, str(default))
    if not (value.isascii() and value.isdecimal() and 1 <= int(value[:4]) <= 366):
        raise ImproperlyConfigured(f"{name}={value!r}: write a number of days from 1 to 366.")
    return int(value)


def _number(name: str, default: int, *, least: int, most: int) -> int:
    text = _text(name, str(default))
    if not (text.isascii() and text.isdecimal()) or not least <= int(text[:9]) <= most:
        raise ImproperlyConfigured(f"{name}={text!r}: write a whole number from {least} to {most}.")
    return int(text)


def _items(name: str, default: str) -> list[str]:
    return [item.strip() for item in _text(name, default).split(",") if item.strip()]


# -- where things are kept -------------------------------------------------------------------------

DATA = Path(_text("LANTOA_DATA") or PROJECT / "var").resolve()
try:
    DATA.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"LANTOA_DATA={DATA}: the folder cannot be made ({error.strerror}).") from error

DATABASE_FILE = DATA / "lantoa.sqlite3"


def _database(url: str) -> dict[str, Any]:
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATABASE_FILE,
            "OPTIONS": {
                # IMMEDIATE: a transaction that will write waits for its turn at the start; with the
                # default it fails half way with "database is locked" as soon as two people save.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # recursive_triggers: without it INSERT OR REPLACE walks past the ledger's triggers.
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;"
                    "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA recursive_triggers=ON;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    query = dict(parse_qsl(parts.query))
    # Wait as SQLite does. To compile (jit) takes longer than our questions do; and no disk has a head to move any more.
    query.setdefault("options", "-c lock_timeout=20s -c jit=off -c random_page_cost=1.1")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


DATABASES = {"default": _database(_text("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


def _secret_key() -> str:
    """The environment's key; on the embedded database alone, one made once and kept beside the data."""
    if key := _text("LANTOA_SECRET_KEY"):
        return key
    if _text("DATABASE_URL"):
        raise ImproperlyConfigured("With DATABASE_URL set, LANTOA_SECRET_KEY must be set too (50 random characters).")
    file = DATA / "secret_key"
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        raise ImproperlyConfigured(f"LANTOA_DATA={DATA}: nothing can be written there ({error.strerror}).") from error
    return file.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = _flag("LANTOA_DEBUG")
ALLOWED_HOSTS = _items("LANTOA_HOSTS", "localhost,127.0.0.1,[::1]")
PUBLIC_URL = _text("LANTOA_URL", "http://localhost:8000").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# -- the house -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "lantoa.doors.portal",
    "lantoa.doors.office",
    "lantoa.desks.answers",
    "lantoa.desks.channels",
    "lantoa.desks.intake",
    "lantoa.desks.newsroom",
    "lantoa.desks.media",
    "lantoa.core.reports",
    "lantoa.core.ledger",
    "lantoa.core.programme",
    "lantoa.core.vocabulary",
    "lantoa.core.documents",
    "lantoa.core.people",
    "lantoa.base",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.embeds",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "lucide",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "lantoa.doors.office.middleware.CompressMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lantoa.doors.office.middleware.PolicyMiddleware",
    "lantoa.doors.office.middleware.SizeMiddleware",
    "lantoa.doors.office.middleware.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lantoa.doors.office.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lantoa.doors.office.middleware.SecondStepMiddleware",
    # An address that was once a page's leads to it for ever; asked only where there is none any more.
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "lantoa.doors.office.refusals.RefusalMiddleware",
    # Last, so that everything a view writes is inside and nothing of the other middleware is.
    "lantoa.doors.office.middleware.OneTransactionMiddleware",
]

ROOT_URLCONF = "lantoa.urls"
WSGI_APPLICATION = "lantoa.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lantoa.doors.office.context.office",
            ],
        },
    }
]

FORM_RENDERER = "lantoa.base.selects.Renderer"

# -- people and sign-in ----------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["lantoa.doors.office.adapters.OfficeBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "full_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "office:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "lantoa.doors.office.adapters.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# A code counts half a minute longer: phones' clocks differ, and people type slowly (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "lantoa.doors.office.adapters.SecondStepAdapter"
# Browsers offer passkeys under HTTPS and on localhost alone: nowhere else would the button do anything.
PASSKEYS = HTTPS or urlsplit(PUBLIC_URL).hostname == "localhost"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", *(["webauthn"] if PASSKEYS else [])]
MFA_PASSKEY_LOGIN_ENABLED = PASSKEYS
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Lan Tỏa"
# "Remember this device": a signed cookie that a new password or another second step makes worthless.
MFA_TRUST_ENABLED = True
MFA_TRUST_COOKIE_AGE = timedelta(days=30)
# One proxy: the last address in X-Forwarded-For is the one that it saw. Without it all would share its limits.
ALLAUTH_TRUSTED_PROXY_COUNT = int(_flag("LANTOA_BEHIND_PROXY"))
ACCOUNT_RATE_LIMITS = {"dead_link": "20/m/ip"}
INVITATION_DAYS = _days("LANTOA_INVITATION_DAYS", default=7)

SESSION_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_NAME = "lantoa_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("LANTOA_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# -- languages -------------------------------------------------------------------------------------

# Django ships no Lao: without this entry every page under /lo/ would answer with a redirect.
django.conf.locale.LANG_INFO.setdefault("lo", {"bidi": False, "code": "lo", "name": "Lao", "name_local": "ລາວ"})
LANGUAGE_CODE = "vi"
LANGUAGES = [
    ("vi", "Tiếng Việt"),
    ("en", "English"),
    ("zh-hans", "简体中文"),
    ("ko", "한국어"),
    ("ja", "日本語"),
    ("lo", "ລາວ"),
    ("km", "ខ្មែរ"),
    ("fr", "Français"),
    ("ru", "Русский"),
]
OFFICE_LANGUAGES = ["vi", "en"]
# Ours first, then what we make the packages say.
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE / "locale_libraries"]
FORMAT_MODULE_PATH = "lantoa.base.formats"
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# -- files -----------------------------------------------------------------------------------------

STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
# Evidence photos: shrunk on the phone before they are sent, and drawn anew on the server.
PHOTO_SIDE = _number("LANTOA_PHOTO_SIDE", 2400, least=600, most=8000)
PHOTO_QUALITY = _number("LANTOA_PHOTO_QUALITY", 85, least=40, most=100)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# From where they lie in the packages (a hundred files, 20 ms at start): there is no collecting step to forget.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# The finished public pages: in a folder of all processes, and as much again in the memory of each.
PAGE_CACHE_BYTES = _number("LANTOA_PAGE_CACHE_MB", 64, least=8, most=4096) * 1024 * 1024
# As long as this file exists, the public pages answer that they are closed (`lantoa notice on`).
NOTICE_FILE = DATA / "notice"

# A table of addresses by groups of countries, for counting readers; none comes with the product.
COUNTRIES = Path(_text("LANTOA_COUNTRIES")) if _text("LANTOA_COUNTRIES") else None
if COUNTRIES and not COUNTRIES.is_file():
    raise ImproperlyConfigured(f"LANTOA_COUNTRIES={COUNTRIES}: there is no such file.")

CACHES = {
    # Shared by all processes (sign-in limits count across workers); a file cache needs no service.
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "cache" / "django",
        # Django keeps 300 and throws out at random: a guesser with many names could push the limits out.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# -- Wagtail ---------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Lan Tỏa"
# What another person approved is public with that; nobody holds a button for it.
WAGTAIL_FINISH_WORKFLOW_ACTION = "lantoa.desks.newsroom.tasks.publish_approved"
# The ticker looks once a minute, and readers' browsers and the caches between keep a page as long.
SCHEDULE_LEAD_MINUTES = 3
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILIMAGES_IMAGE_MODEL = "media.MediaImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.MediaDocument"
WAGTAILIMAGES_IMAGE_FORM_BASE = "lantoa.desks.media.forms.PictureForm"
# No SVG: it can carry scripts.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "lantoa.desks.media.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "epub", "zip", "mp3", "mp4"]
# Without accents and in every script, as the portal searches.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "lantoa.base.search.backend"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"  # `base/formats` reads them
# A page is public or not published: passwords for single pages would need cookies and forms on public pages.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False, "LOGIN": False, "GROUPS": False}
# The admin asks hosts outside for news, pictures of faces and updates unless told not to.
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# Whom to tell of a hole in the software, named in /.well-known/security.txt; empty: that address answers 404.
SECURITY_CONTACT = _text("LANTOA_SECURITY_CONTACT")
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https://", "tel:")):
    raise ImproperlyConfigured(
        f"LANTOA_SECURITY_CONTACT={SECURITY_CONTACT!r}: write mailto:name@example.vn, https://... or tel:+84..."
    )

# Whether the daily check of links asks other sites; off, nothing leaves this machine.
CHECK_OUTSIDE_LINKS = _flag("LANTOA_CHECK_OUTSIDE_LINKS")

# -- time stamps from outside ----------------------------------------------------------------------

TSA_URL, TSA_ROOTS = _text("LANTOA_TSA_URL"), _text("LANTOA_TSA_ROOTS")
if bool(TSA_URL) != bool(TSA_ROOTS):
    raise ImproperlyConfigured("LANTOA_TSA_URL and LANTOA_TSA_ROOTS go together: the authority, and its certificates.")
if TSA_ROOTS and not Path(TSA_ROOTS).is_file():
    raise ImproperlyConfigured(f"LANTOA_TSA_ROOTS={TSA_ROOTS}: there is no such file.")

# -- background work -------------------------------------------------------------------------------

_BACKENDS = {
    "inline": "django_tasks.backends.immediate.ImmediateBackend",
    "queue": "django_tasks_db.DatabaseBackend",
}
_tasks = _text("LANTOA_TASKS", "inline")
if _tasks not in _BACKENDS:
    raise ImproperlyConfigured(f"LANTOA_TASKS={_tasks!r}: write inline (no worker) or queue (`lantoa up` runs one).")
TASKS = {"default": {"BACKEND": _BACKENDS[_tasks]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # What was refused or not found is an answer, not a fault; logged, it would fill the log with what visitors tried.
    "loggers": {"django.request": {"level": "ERROR"}},
}
