"""What the MDN HTTP Observatory would say of the site as it is deployed: its tests and points of 2025, put to real answers.

https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.legislation.public_rows import make_cause, rich_bill

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
SITE = "https://incidencia.example"
SIX_MONTHS = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
A_PLUS = 100
ASK = """
import json, sys
from django.test import Client
client = Client(headers={"host": "incidencia.example"})
def told(answer):
    return {
        "status": answer.status_code,
        "headers": {name.lower(): value for name, value in answer.items()},
        "cookies": [morsel.OutputString() for morsel in answer.cookies.values()],
        "page": "" if answer.streaming else answer.content.decode(),
    }
addresses = json.loads(sys.argv[1])
print(json.dumps({
    "plain": told(client.get("/")),
    **{address: told(client.get(address, headers={"x-forwarded-proto": "https"})) for address in addresses},
}))
"""


@pytest.fixture
def answers(shared_database):
    bill = rich_bill()
    make_cause(bill)
    addresses = ["/", bill.get_absolute_url(), "/cuenta/login/", "/buscar/?q=ley", "/static/incidencia.css"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": shared_database,
        "SITE_URL": SITE,
        "ALLOWED_HOSTS": "incidencia.example",
    }
    code = f"import django; django.setup()\n{ASK}"
    command = [sys.executable, "-c", code, json.dumps(addresses)]
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)  # noqa: S603
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


# The tests of the Observatory: each gives points, the good ones only to whoever has 90 without them


def policy_of(answer):
    parts = answer["headers"].get("content-security-policy", "").split(";")
    return {words[0]: words[1:] for words in map(str.split, parts) if words}


def content_security_policy(answer):
    policy = policy_of(answer)
    if not policy:
        return -25
    sources = {
        name: policy.get(name, policy.get("default-src", ["*"]))
        for name in ("script-src", "object-src", "style-src")
    }
    wide = ("'unsafe-inline'", "data:", "https:", "http:", "*")
    if any(source in wide for name in ("script-src", "object-src") for source in sources[name]):
        return -20
    if any("'unsafe-eval'" in source for source in sources.values()):
        return -10
    if any(source in wide for source in sources["style-src"]):
        return 0
    if any(source.startswith("http:") for listed in policy.values() for source in listed):
        return -20
    sends = policy.get("form-action") in (["'none'"], ["'self'"])
    return 10 if policy.get("default-src") == ["'none'"] and sends else 5


def cookies(answer):
    points = 5 if answer["cookies"] else 0
    for cookie in answer["cookies"]:
        is_session = "csrf" not in cookie.lower()
        if "Secure" not in cookie:
            return -40 if is_session else -20
        if is_session and "HttpOnly" not in cookie:
            return -30
        if not re.search(r"SameSite=(Lax|Strict)", cookie):
            return -20
    return points


def cross_origin_resource_sharing(answer):
    return -50 if answer["headers"].get("access-control-allow-origin") == "*" and answer["page"] else 0


def strict_transport_security(answer):
    age = re.search(r"max-age=(\d+)", answer["headers"].get("strict-transport-security", ""))
    return -20 if age is None else 0 if int(age[1]) >= SIX_MONTHS else -10


def redirection(plain):
    location = plain["headers"].get("location", "")
    return 0 if plain["status"] == 301 and location.startswith(f"{SITE}/") else -20


def referrer_policy(answer):
    said = answer["headers"].get("referrer-policy")
    return 0 if said is None else 5 if said in PRIVATE else -5


def subresource_integrity(answer):
    scripts = re.findall(r'<script\b[^>]*\bsrc="([^"]*)"', answer["page"])
    return -50 if any(not script.startswith("/static/") for script in scripts) else 0


def content_type_options(answer):
    return 0 if answer["headers"].get("x-content-type-options") == "nosniff" else -5


def frame_options(answer):
    if policy_of(answer).get("frame-ancestors") in (["'none'"], ["'self'"]):
        return 5
    return 0 if answer["headers"].get("x-frame-options") in ("DENY", "SAMEORIGIN") else -20


def cross_origin_resource_policy(answer):
    said = answer["headers"].get("cross-origin-resource-policy")
    return {None: 0, "cross-origin": 0, "same-site": 10, "same-origin": 10}.get(said, -5)


TESTS = (
    content_security_policy,
    cookies,
    cross_origin_resource_sharing,
    strict_transport_security,
    referrer_policy,
    subresource_integrity,
    content_type_options,
    frame_options,
    cross_origin_resource_policy,
)


def score(answer, plain):
    points = {test.__name__: test(answer) for test in TESTS} | {"redirection": redirection(plain)}
    base = 100 + sum(value for value in points.values() if value < 0)
    return base + (sum(value for value in points.values() if value > 0) if base >= 90 else 0), points


def test_every_answer_is_worth_an_a_plus(answers):
    plain = answers.pop("plain")
    for address, answer in answers.items():
        assert answer["status"] == 200, address
        total, points = score(answer, plain)
        assert total >= A_PLUS and min(points.values()) >= 0, (address, points)


def test_a_page_has_what_can_be_had_without_being_preloaded(answers):
    plain = answers.pop("plain")
    for address in ("/", "/cuenta/login/"):
        total, points = score(answers[address], plain)
        assert total >= 130, points
        assert answers[address]["headers"]["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("header", "value", "lost"),
    [
        ("content-security-policy", "default-src 'self'; script-src 'unsafe-inline'", 20),
        ("strict-transport-security", "max-age=60", 10),
        ("referrer-policy", "unsafe-url", 5),
        ("x-content-type-options", "", 5),
    ],
)
def test_the_points_are_lost_with_what_they_are_for(header, value, lost):
    good = {"status": 200, "page": "", "cookies": []}
    plain = {"status": 301, "headers": {"location": f"{SITE}/"}}
    headers = {
        "content-security-policy": "default-src 'none'; frame-ancestors 'self'",
        "strict-transport-security": "max-age=31536000",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
    }

    assert score(good | {"headers": headers}, plain)[0] >= A_PLUS
    points = score(good | {"headers": headers | {header: value}}, plain)[1]
    assert -lost in points.values()
