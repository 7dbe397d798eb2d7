import json
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from scrapers.practice.server import PracticeCongress

STORED = Path(__file__).resolve().parents[4] / "shared" / "data" / "congress"


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@pytest.fixture
def practice():
    """practice("demo", speed=1) is a running practice Congress that ends with the test."""
    with ExitStack() as running:
        yield lambda *args, **options: running.enter_context(PracticeCongress(*args, **options))


@pytest.fixture
def send():
    """send(address, body) gives status, headers and bytes, whatever the status; redirects are not followed."""
    opener = build_opener(_StayHere)

    def ask(address, body=None, content_type="application/json"):
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        try:
            answer = opener.open(Request(address, data, {"Content-Type": content_type}), timeout=10)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, answer.read()

    return ask


@pytest.fixture
def ask_list(send):
    """The `data` of one list answer; both paging fields unless the test says otherwise."""

    def ask(congress, **body):
        wanted = {"pageSize": 1000, "rowStart": 0} | body
        status, _, answer = send(f"{congress.url}/spley-portal-service/proyecto-ley/lista-con-filtro", wanted)
        assert status == 200, answer
        return json.loads(answer)["data"]

    return ask


@pytest.fixture
def ask_dossier(send):
    def ask(congress, place):
        period, chamber, number = place.split("/")
        query = f"?codTipoParl={chamber}" if period == "2026" else ""
        status, _, answer = send(f"{congress.url}/spley-portal-service/expediente/{period}/{number}{query}")
        assert status == 200, answer
        return json.loads(answer)["data"]

    return ask


@pytest.fixture
def stored():
    """The folder of real stored answers, which is never part of this repository."""
    if not STORED.is_dir():
        pytest.skip("no stored answers of Congress at ../shared/data/congress beside the repository")
    return STORED
