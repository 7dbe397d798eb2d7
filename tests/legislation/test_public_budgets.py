"""What a page costs: queries, bytes, and nothing from elsewhere."""

import gzip
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

import brotli
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from legislation import page_cache
from legislation.models import Edition, Follow, Snapshot
from tests.legislation.public_rows import (
    attach,
    make_bill,
    make_cause,
    make_change,
    make_link,
    make_step,
    rich_bill,
    sign,
)

pytestmark = pytest.mark.django_db
FIRST_VISIT = 40_000  # bytes, packed, with everything the page loads
OWN_HOST = "http://testserver"


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


def queries_of(client, address):
    """Beside what surrounds every page, which is asked for once in an edition by whichever page comes first."""
    caches["pages"].clear()
    assert client.get(reverse("safety")).status_code == 200
    page_cache._edition = (float("-inf"), 0)
    with patch.object(page_cache, "TRUST_EDITION_FOR", 60), CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def fill(bill, numbers):
    """Give a bill one more of everything for each number."""
    for number in numbers:
        step = make_step(bill, f"ESTADO {number}", day=date(2026, 1, 1) + timedelta(days=number))
        attach(bill, f"Documento {number}", step=step)
        attach(bill, f"Otro documento {number}")
        sign(bill, f"Ficticia {number}, Rosa")
        make_link(bill, make_bill(91000 + number), "accumulated")
        snapshot = Snapshot.objects.create(sha256=f"{number:064x}", packed=b"", size=1)
        make_change(bill, "step_added", step=step, new=f"ESTADO {number}", snapshot=snapshot)


def test_the_list_costs_as_much_at_fifty_bills_as_at_one(client):
    make_bill(90001)
    one = queries_of(client, reverse("bills"))
    for number in range(2, 51):
        make_bill(90000 + number)

    assert queries_of(client, reverse("bills")) == one <= 8


def test_a_bill_costs_as_much_with_fifty_of_everything_as_with_one(client):
    bill = make_bill(90012)
    make_cause(bill)
    fill(bill, range(1))
    one = queries_of(client, bill.get_absolute_url())
    fill(bill, range(1, 50))

    assert queries_of(client, bill.get_absolute_url()) == one <= 12


@pytest.mark.parametrize("tail, most", [(".json", 8), ("/feed/", 4), ("/calendario.ics", 4)])
def test_what_programs_read_costs_the_same_too(client, tail, most):
    bill = make_bill(90012)
    fill(bill, range(1))
    address = bill.get_absolute_url().rstrip("/") + tail
    one = queries_of(client, address)
    fill(bill, range(1, 50))

    assert queries_of(client, address) == one <= most


def test_home_costs_as_much_with_ten_causes_as_with_one(client):
    def add(number):
        bill = make_bill(90000 + number)
        make_step(bill)
        make_change(bill, new="EN COMISIÓN")
        make_cause(bill, name=f"Causa {number}", slug=f"causa-{number}")

    add(1)
    queries_of(client, "/")  # what a process asks for once: of which kind a page is
    one = queries_of(client, "/")
    for number in range(2, 11):
        add(number)

    assert queries_of(client, "/") == one <= 12


def test_a_cause_costs_as_much_with_fifty_bills_as_with_one(client):
    first = make_bill(90001)
    cause = make_cause(first)
    make_change(first, new="EN COMISIÓN")
    address = reverse("cause", args=[cause.slug])
    one = queries_of(client, address)
    for number in range(2, 51):
        bill = make_bill(90000 + number)
        cause.chain.create(bill=bill)
        make_change(bill, new="EN COMISIÓN")

    assert queries_of(client, address) == one <= 9


def test_her_page_costs_as_much_when_she_follows_fifty_things_as_two(client):
    ana = User.objects.create_user("ana@example.org", "una clave larga y buena")
    client.force_login(ana)

    def follow(number):
        bill, other = make_bill(90000 + number), make_bill(91000 + number)
        make_step(bill)
        make_change(bill, new="EN COMISIÓN")
        cause = make_cause(bill, name=f"Causa {number}", slug=f"causa-{number}")
        Follow.objects.create(user=ana, cause=cause)
        Follow.objects.create(user=ana, bill=other)

    follow(1)
    two = queries_of(client, reverse("following"))
    for number in range(2, 26):
        follow(number)

    assert queries_of(client, reverse("following")) == two <= 16


# Kept whole


def addresses(bill, cause):
    base = bill.get_absolute_url()
    pages = ["/", reverse("bills"), base, reverse("cause", args=[cause.slug]), f"/en{base}"]
    return [*pages, f"{base.rstrip('/')}.json", f"{base}feed/", f"{base}calendario.ics"]


def test_a_kept_page_costs_one_query_until_something_changes(client):
    bill = rich_bill()
    for address in addresses(bill, make_cause(bill)):
        client.get(address)

        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) == 1, address


def test_strangers_get_no_cookie(client):
    bill = rich_bill()
    for address in [*addresses(bill, make_cause(bill)), "/proyectos/2021/C/1/", "/salud/"]:
        assert not client.get(address).cookies, address


def test_what_a_member_sees_is_never_given_to_a_stranger():
    bill = rich_bill()
    cause = make_cause(bill)
    ana = User.objects.create_user("ana@example.org", "una clave larga y buena")
    member, stranger = Client(), Client()
    member.force_login(ana)

    for address in addresses(bill, cause)[:5]:
        hers = member.get(address).content
        theirs = stranger.get(address).content
        again = member.get(address).content

        assert b"csrfmiddlewaretoken" in hers and b"csrfmiddlewaretoken" in again
        assert b"csrfmiddlewaretoken" not in theirs


def test_a_page_asked_for_over_https_is_not_given_to_who_asks_over_http(client):
    bill = make_bill()

    over_https = client.get(bill.get_absolute_url(), secure=True).content.decode()
    over_http = client.get(bill.get_absolute_url()).content.decode()

    assert "https://testserver/" in over_https
    assert "https://testserver/" not in over_http and "http://testserver/" in over_http


@pytest.mark.parametrize(
    ("accepts", "comes"),
    [
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.0,gzip;q=0.5", "gzip"),
        ("gzip;q=0", None),
        ("identity", None),
        ("", None),
    ],
)
def test_a_page_comes_packed_as_the_reader_can_unpack_it(client, accepts, comes):
    make_bill()

    assert client.get("/", headers={"Accept-Encoding": accepts}).get("Content-Encoding") == comes


def test_a_page_is_drawn_once_however_it_is_packed_for_whom(client):
    address = make_bill().get_absolute_url()
    unpack = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}

    with CaptureQueriesContext(connection) as first:
        plain = client.get(address).content
    with CaptureQueriesContext(connection) as queries:
        answers = {way: client.get(address, headers={"Accept-Encoding": way}) for way in [*unpack, *unpack]}

    assert {unpack[way](answer.content) for way, answer in answers.items()} == {plain}
    assert len({answer["ETag"] for answer in answers.values()}) == 1
    assert len(first) > 5
    assert {query["sql"].partition("FROM")[2].split()[0] for query in queries} <= {'"legislation_edition"'}


def test_a_change_is_on_the_page_at_once(client):
    bill = make_bill()
    assert "Con dictamen" not in client.get(bill.get_absolute_url()).content.decode()

    bill.stage, bill.status = "reported", "DICTAMEN"
    bill.save()
    Edition.advance()

    assert "Con dictamen" in client.get(bill.get_absolute_url()).content.decode()


# Light, and ours alone


class Loads(HTMLParser):
    """What a browser would fetch or run to show a page."""

    def __init__(self, page):
        super().__init__()
        self.addresses, self.scripts, self.styles = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "script" or any(name.startswith("on") for name in attrs):
            self.scripts.append((tag, attrs))
        if tag == "style" or "style" in attrs:
            self.styles.append((tag, attrs))
        if tag == "link" and attrs.get("rel") in ("stylesheet", "icon", "preload", "manifest"):
            self.addresses.append(attrs["href"])
        for name in ("src", "srcset", "poster", "data", "xlink:href"):
            if name in attrs:
                self.addresses.append(attrs[name])


def file_of(address):
    path = Path(settings.BASE_DIR) / "static" / Path(address.split("?")[0]).name
    assert address.startswith("/static/") and path.is_file(), address
    return path.read_bytes()


def many_pages(client):
    bill = rich_bill()
    fill(bill, range(50))
    cause = make_cause(bill, make_bill(99475, period=2021, chamber="C"))
    for number in range(30):
        make_bill(93000 + number)
    for address in ["/", reverse("bills"), bill.get_absolute_url(), reverse("cause", args=[cause.slug])]:
        yield address, client.get(address).content


def test_a_first_visit_is_light_works_without_javascript_and_asks_nobody_else(client):
    for address, page in many_pages(client):
        loads = Loads(page.decode())
        files = [file_of(path) for path in dict.fromkeys(loads.addresses)]

        assert sum(len(brotli.compress(part, quality=6)) for part in [page, *files]) <= FIRST_VISIT, address
        assert [attrs.get("src") for _, attrs in loads.scripts] == ["/static/pagina.js"], address
        assert loads.styles == [], address


def test_the_stylesheet_fetches_nothing():
    style = (Path(settings.BASE_DIR) / "static/incidencia.css").read_text(encoding="utf-8")

    assert not re.search(r"url\(|@import|@font-face", style)


def test_no_form_of_a_stranger_changes_anything(client):
    for _, page in many_pages(client):
        assert b'method="post"' not in page
