"""What follows from SITE_URL: the names answered to, the sender of mail, what browsers are told."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.environment import BASE_DIR

HERE = "localhost,127.0.0.1"


@pytest.mark.parametrize(
    "given, site_url, names",
    [
        (
            "incidencia.pe, www.incidencia.pe",
            "https://www.incidencia.pe",
            ["incidencia.pe", "www.incidencia.pe"],
        ),
        (".incidencia.pe", "https://www.incidencia.pe", [".incidencia.pe"]),
        ("*", "https://incidencia.pe", ["*"]),
        ("[::1]", "http://[::1]:8000", ["[::1]"]),
    ],
)
def test_the_site_answers_to_the_name_people_type(monkeypatch, given, site_url, names):
    monkeypatch.setenv("ALLOWED_HOSTS", given)

    assert environment.hosts("ALLOWED_HOSTS", HERE, site_url=site_url) == names


def test_names_that_leave_out_the_sites_own_stop_the_start(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "otra.pe")

    with pytest.raises(ImproperlyConfigured, match=r"'otra.pe' leaves out 'incidencia.pe'"):
        environment.hosts("ALLOWED_HOSTS", HERE, site_url="https://incidencia.pe")


def test_the_example_of_an_address_is_of_its_own_kind(monkeypatch):
    monkeypatch.setenv("CONGRESS_API_URL", "congreso")

    with pytest.raises(ImproperlyConfigured, match="'congreso' is not a web address such as https://api"):
        environment.address("CONGRESS_API_URL", "https://api.x", example="https://api.x")


def settings_said(names, **given):
    """What a new process finds in its settings."""
    code = f"from django.conf import settings as s; print([getattr(s, n) for n in {names}])"
    clean = {
        k: v for k, v in os.environ.items() if k not in ("SITE_URL", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL")
    }
    given = {"DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "x" * 60} | given
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code],
        env=clean | given,
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip()


HSTS = ["SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD"]


@pytest.mark.parametrize(
    "given, said",
    [
        ({"SITE_URL": "http://localhost:8000"}, "[0, False, False]"),
        ({"SITE_URL": "https://x.pe"}, "[31536000, False, False]"),
        ({"SITE_URL": "https://x.pe", "HSTS_PRELOAD": "True"}, "[31536000, True, True]"),
        ({"SITE_URL": "http://localhost", "HSTS_PRELOAD": "True"}, "[0, False, False]"),
    ],
)
def test_other_names_of_the_domain_are_bound_to_https_only_where_the_operator_asks(given, said):
    assert settings_said(HSTS, **given) == said


def test_mail_is_from_the_name_of_the_site_which_is_answered_to():
    said = settings_said(["DEFAULT_FROM_EMAIL", "ALLOWED_HOSTS"], SITE_URL="https://x.pe")

    assert said == "['Incidencia <incidencia@x.pe>', ['localhost', '127.0.0.1', '[::1]', 'x.pe']]"
