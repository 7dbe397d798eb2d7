from datetime import timedelta

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment
from config.environment import BASE_DIR
from config.formats.es import formats as spanish

# The machine

DEBUG = environment.boolean("DEBUG", False)
SECRET_KEY = environment.secret("SECRET_KEY", required=not DEBUG)
SECRET_KEY_FALLBACKS = environment.several("SECRET_KEY_FALLBACKS")
PORT = environment.integer("PORT", 8000, least=1)
SITE_URL = environment.address("SITE_URL", f"http://localhost:{PORT}", may_have_path=False)
SITE_HOST = environment.host_of(SITE_URL)
ALLOWED_HOSTS = environment.hosts(
    "ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{SITE_HOST}", site_url=SITE_URL
)
DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
ON_HTTPS = SITE_URL.startswith("https://")

# Congress

CONGRESS_API = "https://api.congreso.gob.pe/spley-portal-service"
CONGRESS_API_URL = environment.address("CONGRESS_API_URL", CONGRESS_API, example=CONGRESS_API)
CONGRESS_PORTAL_URL = (
    environment.address("CONGRESS_PORTAL_URL", "https://wb2server.congreso.gob.pe/spley-portal") + "/"
)
CONGRESS_ARCHIVE_URL = "https://www2.congreso.gob.pe/Sicr/TraDocEstProc"
CONGRESS_DETAIL = environment.choice("CONGRESS_DETAIL", "off", ("off", "plain", "key"))
CONGRESS_DETAIL_KEY = environment.text("CONGRESS_DETAIL_KEY")
CONGRESS_CA_BUNDLE = environment.file("CONGRESS_CA_BUNDLE")
CONTACT_EMAIL = environment.mailbox("CONTACT_EMAIL")
if CONGRESS_DETAIL == "key" and len(CONGRESS_DETAIL_KEY.encode()) != 16:
    raise environment.ImproperlyConfigured(
        f"CONGRESS_DETAIL=key needs a CONGRESS_DETAIL_KEY of 16 bytes; {CONGRESS_DETAIL_KEY!r} has "
        f"{len(CONGRESS_DETAIL_KEY.encode())}."
    )

# Relations

CRM_KEYS = environment.several("CRM_KEYS")  # without them, one key derived from SECRET_KEY

# Django

INSTALLED_APPS = [
    "accounts",
    "scrapers",
    "legislation",
    "crm",
    "cms",
    "accounts.apps.TeamUsersConfig",  # wagtail.users, for users without a username
    "wagtail_localize",
    "wagtail_localize.locales",  # in the place of wagtail.locales
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.sites",  # the list of pages asks for it
    "wagtail.snippets",  # wagtail-localize loads its scripts
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    INSTALLED_APPS.append("django.contrib.postgres")  # Wagtail's search asks for it

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "accounts.own_origin.OwnOriginMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "accounts.admin_scripts.AdminScriptsMiddleware",
    "legislation.page_cache.PageCacheMiddleware",
    "accounts.private_pages.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.null_characters.NullCharactersMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.staff_door.StaffDoorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
                "legislation.demonstration.banner",
            ],
        },
    },
]

CACHES = {
    # Shared by all processes: sign-in limits kept per process would multiply.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # else a flood would push the counters out
    },
    # Whole public pages, kept by each process and dropped when the edition changes.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# Words, dates

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("español")), ("en", _("inglés"))]
LOCALE_PATHS = [
    BASE_DIR / "locale",
    BASE_DIR / "locale" / "wagtail",
]  # the second: what Wagtail's Spanish lacks
TIME_ZONE = "America/Lima"
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"
# Of a language that Django has no formats for, as in Spanish.
DATE_FORMAT, SHORT_DATE_FORMAT = spanish.DATE_FORMAT, spanish.SHORT_DATE_FORMAT
DATETIME_FORMAT, SHORT_DATETIME_FORMAT = spanish.DATETIME_FORMAT, spanish.SHORT_DATETIME_FORMAT
TIME_FORMAT = spanish.TIME_FORMAT
DECIMAL_SEPARATOR, THOUSAND_SEPARATOR = ",", "\xa0"

# Files

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "static-collected"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ROOT = BASE_DIR / "root-files"  # what browsers and robots ask for at the root of any site
MEDIA_ROOT = BASE_DIR / "media"
MEDIA_URL = "media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Who may enter

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "following"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ForgottenForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are opened by staff, who know the address
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # she is told when her password or second factor changes
ACCOUNT_RATE_LIMITS = {  # beside allauth's own; a whole town may share one address of its mobile network
    "subscribe": "30/h/ip",
    "subscribe_mailbox": "3/d/key",
    "confirm": "120/h/ip",
    "sign_on": "20/h/ip",
    "sign_on_mailbox": "5/d/key",
    "answer": "20/h/ip",
    "answer_mailbox": "10/d/key",
}
# How many reverse proxies stand before us, each adding to X-Forwarded-For. With 0 the header is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.integer("TRUSTED_PROXIES", 0)
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondFactorForm",
    "reauthenticate": "accounts.forms.ConfirmWithCodeForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # staff know the address; nobody can claim another's by registering
MFA_TOTP_TOLERANCE = 1  # phones run fast or slow by half a minute
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Incidencia"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ON_HTTPS  # browsers themselves allow it on localhost only

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_NAME = "__Host-session" if ON_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if ON_HTTPS else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ON_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "crm.views.form_out_of_date"

# What browsers are told

SECURE_SSL_REDIRECT = ON_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ON_HTTPS else None
# For a year a browser that was here comes by HTTPS only. Whether that holds for every other name under this
# domain too, and is built into browsers, is for its owner to say: it cannot be taken back quickly.
SECURE_HSTS_SECONDS = 31_536_000 if ON_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = ON_HTTPS and environment.boolean("HSTS_PRELOAD", False)
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer, browsers send forms that Django must refuse
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the Wagtail admin previews pages in a frame of its own
# W019 asks for DENY; W005 and W021 for what HSTS_PRELOAD leaves to the operator.
SILENCED_SYSTEM_CHECKS = ["security.W019", "security.W005", "security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# Mail

for _name, _value in environment.email("EMAIL_URL").items():
    globals()[_name] = _value
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = environment.mailbox("DEFAULT_FROM_EMAIL", f"Incidencia <incidencia@{SITE_HOST}>")

# Wagtail

WAGTAIL_SITE_NAME = "Incidencia"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_DATE_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y", "%d/%m/%Y %H:%M"
WAGTAIL_PASSWORD_RESET_ENABLED = False  # allauth's is the one
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # a second form would not ask who she is
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # the address is the name to sign in with
WAGTAILUSERS_PASSWORD_ENABLED = False  # she chooses her own, by the link we send
WAGTAILADMIN_PERMITTED_LANGUAGES = [("es", _("español")), ("en", _("inglés"))]  # those of staff screens
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one clock for everybody; and the long list breaks in the browser
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.finishing.publish"
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True  # who approved one version has not read the next
WAGTAIL_AUTOSAVE_INTERVAL = 0  # a version is what somebody meant to save: others approve it, one by one
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # asking for a translation publishes none
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address that is heard or typed has no accents
WAGTAILDOCS_DOCUMENT_MODEL = "cms.Paper"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.file_forms.PaperForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "odt", "ods"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.picture_forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 24_000_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# What the apps above `scrapers` add to `load_demo`, in this order: functions that take the demonstration's cause

DEMONSTRATION = ["crm.demonstration.load", "cms.demonstration.load"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"private": {"()": "crm.private_addresses.HidePrivateAddresses"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["private"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"filters": ["private"]},
        "django.server": {"level": "WARNING", "filters": ["private"]},
        "apscheduler": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
