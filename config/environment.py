"""Read the environment strictly: a wrong value stops the start with a sentence that contains it."""

import os
import re
import sqlite3
from email.utils import parseaddr
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

BASE_DIR = Path(__file__).resolve().parent.parent

environ.Env.read_env(BASE_DIR / ".env")
read = environ.Env()

HOST = r"(?:[\w-]+(?:\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\])"
WEB_ADDRESS = re.compile(rf"https?://{HOST}(?::\d{{1,5}})?(?P<path>/[^\s?#]*)?", re.ASCII | re.IGNORECASE)

KEPT_OPEN_FOR = 60  # seconds, of a database connection

# SQLite below these versions can corrupt a database in WAL mode (sqlite.org/wal.html#walresetbug).
WAL_SAFE = [((3, 44, 6), (3, 45)), ((3, 50, 7), (3, 51)), ((3, 51, 3), (99,))]


def text(name, default=""):
    return os.environ.get(name, default).strip()


def several(name, default=""):
    """What stands between commas."""
    return [part for part in map(str.strip, text(name, default).split(",")) if part]


def boolean(name, default):
    value = text(name, str(default))
    if value.lower() not in ("true", "false"):
        raise ImproperlyConfigured(f"{name}={value!r} is neither True nor False. Write one of the two.")
    return value.lower() == "true"


def integer(name, default, *, least=0, most=65_535):
    value = text(name, str(default))
    if not (value.isdecimal() and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name}={value!r} is not a whole number from {least} to {most}.")
    return int(value)


def choice(name, default, allowed):
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} is not one of {', '.join(allowed)}.")
    return value


def address(name, default, *, may_have_path=True, example="https://incidencia.example"):
    value = text(name, default).rstrip("/")
    match = WEB_ADDRESS.fullmatch(value)
    if not match or (match["path"] and not may_have_path):
        raise ImproperlyConfigured(f"{name}={shown(value)!r} is not a web address such as {example}.")
    return value


def hosts(name, default, *, site_url=""):
    """Names under which we answer, as Django compares them: "*" and ".example.org" stand for several.

    The name that people type must be one of them."""
    names = several(name, default)
    wrong = [host for host in names if host != "*" and not re.fullmatch(rf"\.?{HOST}", host, re.ASCII)]
    if wrong or not names:
        raise ImproperlyConfigured(
            f"{name}={', '.join(wrong)!r} names no host. Write names such as incidencia.example, separated by commas."
        )
    if site_url and not validate_host(host_of(site_url), names):
        raise ImproperlyConfigured(
            f"{name}={text(name)!r} leaves out {host_of(site_url)!r}, the name in SITE_URL={site_url!r}."
        )
    return names


def host_of(address):
    """The name in a web address, as ALLOWED_HOSTS writes it."""
    return re.match(rf"https?://({HOST})", address, re.ASCII | re.IGNORECASE)[1].lower()


def mailbox(name, default=""):
    """One address that mail can come from: "Incidencia <avisos@example.org>"."""
    value = text(name, default)
    told, mail = parseaddr(value)
    if value and not (re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", mail) and value.isprintable()):
        raise ImproperlyConfigured(f"{name}={value!r} is not a mail address such as avisos@example.org.")
    return value


def file(name):
    value = text(name)
    if value and not Path(value).is_file():
        raise ImproperlyConfigured(f"{name}={value!r} is not a file.")
    return value


def secret(name, *, required):
    value = text(name)
    if value:
        return value
    if required:
        raise ImproperlyConfigured(
            f"{name} is empty. Put a long random line into .env; `make .env` writes one for you."
        )
    return "only-for-development-" * 3


def shown(url):
    """The address as an error may show it: without its password."""
    return re.sub(r":[^:@/]*@", ":…@", url)


def database(name, default):
    """The Django settings of one database, from a URL."""
    value = text(name, default)
    try:
        options = read.db_url_config(value)
    except Exception as e:
        raise ImproperlyConfigured(f"{name}={shown(value)!r} is not a database address: {e}.") from None
    engine = options.get("ENGINE", "")
    if not options.get("NAME"):
        raise ImproperlyConfigured(f"{name}={shown(value)!r} names no database.")
    if engine == "django.db.backends.sqlite3":
        folder = Path(options["NAME"]).parent
        if not folder.is_dir():
            raise ImproperlyConfigured(f"{name}={value!r} lies in {str(folder)!r}, which is no folder.")
        # Kept open: a new connection reads the whole schema again, several milliseconds of every page.
        return options | {"CONN_MAX_AGE": KEPT_OPEN_FOR, "OPTIONS": sqlite_options()}
    if engine in ("django.db.backends.postgresql", "django.db.backends.postgresql_psycopg2"):
        return options | {
            "ENGINE": "django.db.backends.postgresql",
            "CONN_MAX_AGE": KEPT_OPEN_FOR,
            "CONN_HEALTH_CHECKS": True,
        }
    raise ImproperlyConfigured(f"{name}={shown(value)!r} names neither SQLite nor PostgreSQL.")


def sqlite_options(version=sqlite3.sqlite_version_info):
    wal = any(low <= version < high for low, high in WAL_SAFE)
    return {
        # Take the write lock when a transaction starts: waiting beats "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds; longer than the longest import
        # FULL: an alert that was marked as sent stays marked after a power cut. The cache keeps a whole
        # import in memory, so that readers are not locked out before it commits.
        # What is erased is overwritten, or its words would stay in the file until the place is used again.
        "init_command": f"PRAGMA journal_mode={'WAL' if wal else 'TRUNCATE'}; PRAGMA synchronous=FULL; "
        "PRAGMA cache_size=-64000; PRAGMA secure_delete=ON;",
    }


def email(name):
    """The Django settings of the mail server, or those of no mail server at all."""
    value = text(name)
    if not value:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    try:
        options = read.email_url_config(value)
    except Exception:
        options = {}
    is_smtp = options.get("EMAIL_BACKEND", "").endswith("smtp.EmailBackend")
    if not options.get("EMAIL_BACKEND") or (is_smtp and not options.get("EMAIL_HOST")):
        raise ImproperlyConfigured(
            f"{name}={shown(value)!r} is not a mail address such as smtp+tls://user:password@host:587."
        )
    names = (
        "EMAIL_BACKEND",
        "EMAIL_HOST",
        "EMAIL_PORT",
        "EMAIL_HOST_USER",
        "EMAIL_HOST_PASSWORD",
        "EMAIL_USE_TLS",
        "EMAIL_USE_SSL",
        "EMAIL_FILE_PATH",
    )
    return {key: options[key] for key in names if options.get(key) is not None}
