"""A wrong value stops the start with a sentence that contains it; a right one is understood."""

import sqlite3
from contextlib import closing

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

READERS = {
    "PORT": lambda name: environment.integer(name, 8000, least=1),
    "SITE_URL": lambda name: environment.address(name, "", may_have_path=False),
    "CONGRESS_API_URL": lambda name: environment.address(name, ""),
    "ALLOWED_HOSTS": lambda name: environment.hosts(name, ""),
    "DATABASE_URL": lambda name: environment.database(name, ""),
    "EMAIL_URL": environment.email,
    "CONTACT_EMAIL": environment.mailbox,
    "CONGRESS_CA_BUNDLE": environment.file,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("PORT", value) for value in ("abc", "0", "-1", "99999", "8000.0")],
        *[
            ("SITE_URL", value)
            for value in ("x.example", "ftp://x", "http://[::1", "http://x:y", "http://a b")
        ],
        *[("SITE_URL", value) for value in ("https://x.example/camino", "https://x.example?q=1", "https://")],
        *[
            ("CONGRESS_API_URL", value)
            for value in ("api.congreso.gob.pe", "http://[x", "https://x.example#a")
        ],
        *[("ALLOWED_HOSTS", value) for value in ("https://x.example", "x.example:8000", "x.example/a")],
        *[("DATABASE_URL", value) for value in ("foo", "mysql://x/y", "postgres://", "postgres://h:p/d")],
        ("DATABASE_URL", "sqlite:////no/such/folder/db.sqlite3"),
        *[("EMAIL_URL", value) for value in ("foo", "http://x", "smtp://h:p", "smtp://", "smtp+x://h")],
        *[("CONTACT_EMAIL", value) for value in ("nobody", "a@", "a@x.example\nBcc: b@x.example", "a b@c d")],
        ("CONGRESS_CA_BUNDLE", "/no/such/file.pem"),
    ],
)
@pytest.mark.filterwarnings("ignore:Engine not recognized")
def test_a_wrong_value_is_refused_in_a_sentence_that_contains_it(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured) as refused:
        READERS[name](name)

    sentence = str(refused.value)
    assert sentence.startswith(f"{name}=") and repr(value)[1:-1] in sentence and sentence.endswith(".")


def test_former_secrets_stand_between_commas(monkeypatch):
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", " one,, two ")
    assert environment.several("SECRET_KEY_FALLBACKS") == ["one", "two"]

    monkeypatch.delenv("SECRET_KEY_FALLBACKS")
    assert environment.several("SECRET_KEY_FALLBACKS") == []


def test_no_host_at_all_is_refused(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " , ")

    with pytest.raises(ImproperlyConfigured, match="ALLOWED_HOSTS"):
        environment.hosts("ALLOWED_HOSTS", "")


def test_a_password_is_not_shown(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://ana:secreta@x.example?")

    with pytest.raises(ImproperlyConfigured) as refused:
        environment.address("SITE_URL", "")

    assert "secreta" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "understood"),
    [
        ("PORT", " 8001 ", 8001),
        ("SITE_URL", "https://incidencia.example:8443/", "https://incidencia.example:8443"),
        ("SITE_URL", "http://[::1]:8000", "http://[::1]:8000"),
        (
            "CONGRESS_API_URL",
            "https://x.example/spley-portal-service/",
            "https://x.example/spley-portal-service",
        ),
        (
            "ALLOWED_HOSTS",
            "x.example, .y.example,[::1],127.0.0.1,",
            ["x.example", ".y.example", "[::1]", "127.0.0.1"],
        ),
        ("ALLOWED_HOSTS", "*", ["*"]),
        ("CONTACT_EMAIL", "Incidencia <avisos@localhost>", "Incidencia <avisos@localhost>"),
        ("CONTACT_EMAIL", "", ""),
    ],
)
def test_a_right_value_is_understood(monkeypatch, name, value, understood):
    monkeypatch.setenv(name, value)

    assert READERS[name](name) == understood


def test_what_sqlite_erases_does_not_stay_in_its_file():
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(
            "PRAGMA secure_delete=OFF"
        )  # as SQLite itself comes; some systems build it otherwise
        database.executescript(environment.sqlite_options()["init_command"])

        assert database.execute("PRAGMA secure_delete").fetchone() == (1,)
