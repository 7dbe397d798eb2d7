"""The whole public site of the demonstration, walked link by link as a reader or a search engine would."""

import json
import re
import subprocess
import sys
from collections import deque
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import brotli
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from wagtail.models import Page

from cms.models import CampaignPage
from tests.cms.world import load_demonstration
from tests.legislation.test_public_budgets import Loads, file_of

pytestmark = pytest.mark.django_db

FIRST_VISIT = 40 * 1024  # bytes, packed, with everything it loads but photographs
REQUESTS = 4
# Each asks for something: the way out, the sign-in, files to keep, and filters that lead to filters.
NOT_WALKED = re.compile(
    r"^/(en/)?(salida|cuenta|admin|registro|media)/|\.(ics|json|png|pdf|docx|xlsx)$|/archivo/|[?#]"
)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_demonstration()
        yield walk(Client())
        transaction.set_rollback(True)


class Links(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        address = dict(attrs).get("href")
        if tag == "a" and address and not urlsplit(address).scheme and not urlsplit(address).netloc:
            self.found.append(address)


def walk(client):
    """(address, answer) of every page that links lead to, from both homes on, and who leads there."""
    waiting, led_by, answers = deque(["/", "/en/"]), {}, {}
    while waiting:
        address = waiting.popleft()
        if address in answers:
            continue
        answers[address] = answer = client.get(address)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        for link in Links(answer.content.decode()).found:
            there = unquote(urlsplit(urljoin(address, link)).path)
            if not NOT_WALKED.search(urljoin(address, link)) and there not in answers:
                led_by.setdefault(there, address)
                waiting.append(there)
    return {address: (answer, led_by.get(address)) for address, answer in answers.items()}


def pages(site):
    return {
        address: answer.content.decode()
        for address, (answer, _) in site.items()
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]
    }


def test_the_walk_goes_everywhere(site):
    english = [address for address in site if address.startswith("/en/")]

    assert len(site) > 80 and len(english) > 35


def test_pages_can_be_added_wherever_there_are_some(site):
    assert Page.find_problems() == ([], [], [], [], [])


def test_no_link_leads_nowhere(site):
    lost = {
        address: (answer.status_code, led_by)
        for address, (answer, led_by) in site.items()
        if answer.status_code not in (200, 301, 302)
    }

    assert lost == {}


def test_no_reader_is_given_a_cookie(site):
    assert [
        address for address, (answer, _) in site.items() if answer.cookies or "Set-Cookie" in answer
    ] == []


def test_every_page_says_that_it_is_a_demonstration_and_in_which_language(site):
    for address, page in pages(site).items():
        language = "en" if address.startswith("/en/") else "es"
        assert f'<html lang="{language}">' in page, address
        assert 'class="demonstration"' in page or address.endswith("/hoja/") or "/sheet/" in address, address


def test_a_page_is_light_in_few_requests_from_us_alone(site):
    for address, page in pages(site).items():
        loads = Loads(page)
        scripts = [attrs["src"] for _, attrs in loads.scripts]
        drawn = [
            path
            for path in dict.fromkeys([*loads.addresses, *scripts])
            if "/media/" not in path and path != "data:,"
        ]
        files = [file_of(path) for path in drawn]  # which asserts that each is ours

        assert 1 + len(files) <= REQUESTS, address
        weight = sum(len(brotli.compress(part, quality=6)) for part in [page.encode(), *files])
        assert weight <= FIRST_VISIT, f"{address}: {weight}"
        assert loads.styles == [], address


def test_every_page_has_one_heading_a_description_and_a_name_of_its_own(site):
    titles = {}
    for address, page in pages(site).items():
        assert len(re.findall(r"<h1[ >]", page)) == 1, address
        language = address[:4] == "/en/"  # what nobody translated has one name in both
        title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]
        titles.setdefault((language, title), []).append(address)
        if not address.endswith("/hoja/"):
            assert re.search(r'<meta name="description" content="[^"]{20,}', page), address

    assert {title: where for title, where in titles.items() if len(where) > 1} == {}


@pytest.mark.parametrize("word", [r"prostitut", r"v[ií]ctima", r"lorem", r"xxx", r"TODO", r"\{[{%]", r"%\("])
def test_no_page_says_what_this_house_does_not(site, word):
    said = {
        address: re.findall(rf".{{0,30}}{word}.{{0,30}}", text)
        for address, page in pages(site).items()
        if re.search(word, text := re.sub(r"<[^>]+>", " ", page))
    }

    assert said == {}


def test_the_campaign_is_there_in_both_languages(site):
    assert CampaignPage.objects.live().count() == 2


def one_of_each_kind(site):
    """Address → page, for each template in each language."""
    found = {}
    for address, page in pages(site).items():
        kind = site[address][0].templates[0].name
        found.setdefault((kind, address.startswith("/en/")), (address, page))
    return dict(found.values())


@pytest.mark.browser
def test_axe_finds_nothing_on_any_kind_of_page_in_either_language_with_a_script_or_without(site, tmp_path):
    chosen = one_of_each_kind(site)
    assert len(chosen) > 40
    files = {address: f"{number}.html" for number, address in enumerate(chosen)}
    for address, name in files.items():
        (tmp_path / name).write_text(chosen[address])
    (tmp_path / "pages.json").write_text(json.dumps(files))
    (tmp_path / "static").symlink_to(settings.BASE_DIR / "static")
    (tmp_path / "media").symlink_to(settings.MEDIA_ROOT)

    command = [sys.executable, "-m", "tests.browser.looking", str(tmp_path)]
    looking = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)

    assert looking.returncode == 0, looking.stderr
    assert json.loads(looking.stdout) == {}
