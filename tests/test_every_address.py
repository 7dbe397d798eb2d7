"""Every address there is, tried by somebody who has no business behind it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from accounts.models import User

pytestmark = pytest.mark.django_db

# What stands in the place of each part of an address.
PARTS = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "0e4b5e1c-6f0b-4f0e-9d5c-0a6c1d2b3e4f"}
# Everything else is for whoever comes by, or asks for its own proof (a secret in the address, a code by mail).
BEHIND_THE_DOOR = ("admin/", "registro/")
OPEN = (
    "admin/login/",  # each leads to our own sign-in
    "admin/logout/",
    "admin/password_reset/",
    "admin/sprite/",  # Wagtail's icons, the same for everybody
    "admin/jsi18n/",
)


def patterns(resolver, before=""):
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry, path)
        else:
            yield path


def filled(pattern):
    """An address that the pattern matches."""
    path = re.sub(r"<(?:(\w+):)?\w+>", lambda part: PARTS.get(part[1] or "str", "1"), pattern)
    path = re.sub(
        r"\(\?P<\w+>[^()]*(?:\([^()]*\)[^()]*)*\)|\([^()?][^()]*\)", "1", path
    )  # of regular expressions
    return re.sub(r"[\^$]|\\Z|\(\?:.*?\)\??", "", path).replace("\\", "")


ADDRESSES = sorted(
    address
    for address in map(filled, patterns(get_resolver()))
    if address.startswith(BEHIND_THE_DOOR) and not address.startswith(OPEN)
)
REFUSED = (403, 404, 405)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


def test_the_walk_finds_the_screens_of_every_app():
    apps = {address.split("/")[1] for address in ADDRESSES if address.startswith("admin/")}

    assert {"personas", "encuentros", "causas", "proyectos", "fuentes", "pages", "images", "users"} <= apps
    assert len(ADDRESSES) > 300


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_led_to_the_sign_in(client, method):
    with CaptureQueriesContext(connection) as queries:
        answers = {address: getattr(client, method)("/" + address) for address in ADDRESSES}

    opened = {
        a: r.status_code
        for a, r in answers.items()
        if r.status_code not in (403, 405) and (r.status_code != 302 or "/login/" not in r["Location"])
    }
    assert opened == {}
    assert [query["sql"] for query in queries if WRITES.match(query["sql"])] == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_on_the_team_opens_no_staff_screen(client, method):
    client.force_login(User.objects.create_user("lectora@example.org", "una clave larga y tranquila"))

    with CaptureQueriesContext(connection) as queries:
        answers = {address: getattr(client, method)("/" + address) for address in ADDRESSES}

    opened = {a: r.status_code for a, r in answers.items() if r.status_code not in REFUSED}
    assert opened == {}
    assert [query["sql"] for query in queries if WRITES.match(query["sql"])] == []
