"""Real crawls over HTTP, each in its own process: what Scrapy would pass over, and how we ask."""

import json
import pickle
import signal
import ssl
import subprocess
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scrapers.crawl import judge
from scrapers.items import BillItem, DossierItem, ListItem, UnreadItem
from scrapers.problems import KINDS, Problem, Unbelievable
from scrapers.settings import is_loopback, settings_for, user_agent
from scrapers.spiders.domino import Domino
from scrapers.spiders.spley import Spley
from scrapers.spiders.spley_detail import SpleyDetail
from tests.scrapers.small_congress import Congress, envelope, row, saved_page

ROOT = Path(__file__).parents[2]
LIST = "/proyecto-ley/lista-con-filtro"


def serve(source, rows, **kwargs):
    congress = Congress(rows)
    source.say(LIST, lambda body: congress.answer(json.loads(body)), **kwargs)


def whole_list(crawled, source, **kwargs):
    return crawled(Spley, service=source.address, period=2021, chamber="C", **kwargs)


def test_a_whole_list_arrives_with_the_evidence_it_was_read_from(source, crawled):
    serve(source, [row(number) for number in range(1200, 0, -1)])

    reading = whole_list(crawled, source)

    assert reading.problem is None
    assert len([item for item in reading.items if isinstance(item, BillItem)]) == 1200
    assert reading.items[-1] == ListItem(period=2021, chamber="C", total=1200)
    assert set(reading.answers) == {item.answer for item in reading.items if isinstance(item, BillItem)}
    answer = reading.answers[reading.items[0].answer]
    assert answer.url == source.address + LIST
    assert json.loads(answer.request)["rowStart"] == 0
    assert answer.fetched.tzinfo is not None


def test_we_say_who_we_are_ask_robots_txt_first_and_carry_no_cookie(source, crawled):
    source.say(
        LIST,
        envelope({"proyectos": [row(1)], "rowsTotal": 1}),
        headers={"Content-Type": "application/json", "Set-Cookie": "who=you"},
    )

    reading = whole_list(
        crawled,
        source,
        site_url="https://incidencia.example",
        contact="hola@incidencia.example",
        catalogues=False,
    )

    assert source.paths() == ["/robots.txt", LIST]
    headers = source.requests[1][1]
    assert headers["User-Agent"] == "Incidencia (+https://incidencia.example; hola@incidencia.example)"
    assert "Cookie" not in headers
    assert "set-cookie" not in next(iter(reading.answers.values())).headers


def test_a_compressed_answer_is_read(source, crawled):
    source.say(LIST, envelope({"proyectos": [row(1)], "rowsTotal": 1}), zipped=True)

    assert whole_list(crawled, source).problem is None


def test_a_redirect_is_told_and_not_followed(source, crawled):
    source.say(LIST, status=301, headers={"Location": source.address + "/elsewhere"})

    problem = whole_list(crawled, source).problem

    assert problem.kind == "moved"
    assert source.address + "/elsewhere" in problem.detail
    assert "/elsewhere" not in source.paths()


def test_a_refusal_is_not_asked_again(source, crawled):
    source.say(LIST, b"<html>rdwr</html>", status=403, headers={"Content-Type": "text/html"})

    assert whole_list(crawled, source).problem.kind == "blocked"
    assert source.paths().count(LIST) == 1


@pytest.mark.parametrize("status", [400, 403, 500])
def test_no_identity_number_in_an_error_page_enters_our_records(source, crawled, status):
    source.say(LIST, b"<p>could not insert Firmante(dni=12345678, carne=123456789)</p>", status=status)

    said = whole_list(crawled, source).problem.detail

    assert said.endswith(f"answers {status}: could not insert Firmante(dni=########, carne=#########)")


def test_a_server_in_trouble_is_asked_three_times(source, crawled):
    source.say(LIST, b"boom", status=500)

    problem = whole_list(crawled, source).problem

    assert problem.kind == "unavailable"
    assert "500" in problem.detail
    assert source.paths().count(LIST) == 3


def test_a_server_that_does_not_answer_in_time_is_unavailable(source, crawled):
    source.say(LIST, held=True)

    assert whole_list(crawled, source, timeout=0.3).problem.kind == "unavailable"


def test_a_server_that_is_not_there_is_unavailable(crawled):
    reading = crawled(Spley, service="http://127.0.0.1:9", period=2021, chamber="C")

    assert reading.problem.kind == "unavailable"
    assert reading.items == []


def test_an_answer_that_breaks_off_is_truncated(source, crawled):
    source.say(LIST, envelope({"proyectos": [row(1)], "rowsTotal": 1}), announced=100_000)

    assert whole_list(crawled, source).problem.kind == "truncated"


def test_an_answer_that_swells_when_unpacked_is_refused(source, crawled):
    source.say(LIST, b" " * 40_000_000, zipped=True)

    assert whole_list(crawled, source).problem.kind == "error"


def test_what_robots_txt_forbids_is_not_asked(source, crawled):
    source.say(
        "/robots.txt", b"User-agent: *\nDisallow: /proyecto-ley/", headers={"Content-Type": "text/plain"}
    )
    serve(source, [row(1)])

    assert whole_list(crawled, source).problem.kind == "forbidden"
    assert source.paths() == ["/robots.txt"]


def test_an_odd_answer_on_a_later_page_spoils_the_whole_reading(source, crawled):
    congress = Congress([row(number) for number in range(1500, 0, -1)])

    def half(body):
        asked = json.loads(body)
        return congress.answer(asked) if asked["rowStart"] == 0 else b"<html><app-root></app-root></html>"

    source.say(LIST, half)

    assert whole_list(crawled, source).problem.kind == "html"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_reading_told_to_stop_does_not_wait_for_a_source_that_hangs(source, crawling, number):
    source.say(LIST, held=True)
    command, out = crawling(Spley, service=source.address, period=2021, chamber="C", timeout=300)
    child = subprocess.Popen(command, cwd=ROOT)
    assert source.holding.wait(30)

    child.send_signal(number)

    assert child.wait(timeout=30) == 0
    problem = pickle.loads(out.read_bytes())[2]  # noqa: S301
    assert problem == Problem("early", "the reading was ended: stopped from outside")


def test_a_search_that_finds_nothing_is_believed(source, crawled):
    serve(source, [row(1)])

    reading = whole_list(crawled, source, words=["trabajo sexual"])

    assert (reading.items, reading.problem) == ([], None)


def test_of_three_dossiers_one_is_read_one_unknown_and_one_fails_and_the_reading_is_believed(source, crawled):
    source.say("/expediente/2021/90100", saved_page("spley_dossier_law.json"))
    source.say("/expediente/2021/90101", b'{"code":404,"status":"El Proyecto de Ley No Existe"}', status=404)
    source.say("/expediente/2021/90102", b"boom", status=502)

    bills = [(2021, "C", number, "https://portal.example/") for number in (90100, 90101, 90102)]
    reading = crawled(SpleyDetail, service=source.address, bills=bills)

    assert reading.problem is None
    assert [(type(item), getattr(item, "kind", "")) for item in reading.items] == [
        (DossierItem, ""),
        (UnreadItem, "missing"),
        (UnreadItem, "unavailable"),
    ]
    assert all(b"87654321" not in answer.body for answer in reading.answers.values())


def test_a_page_of_the_old_system_is_read_over_http(source, crawled):
    page = "/Sicr/TraDocEstProc/CLProLey2011.nsf/PAporNumeroInverso?OpenView&Start=1"
    source.say(
        page, saved_page("domino_list_inverso.html"), headers={"Content-Type": "text/html; charset=US-ASCII"}
    )

    reading = crawled(Domino, base=f"{source.address}/Sicr/TraDocEstProc/", period=2011)

    assert reading.problem is None
    assert [item.summary for item in reading.items][1] == "Propone más faros"


def test_a_source_whose_certificate_nobody_vouches_for_is_read_only_with_its_authority(
    source, crawled, tmp_path
):
    serve(source, [row(1)])
    bundle = certify(source.server, tmp_path)
    address = f"https://localhost:{source.server.server_port}"

    strict = crawled(Spley, service=address, period=2021, chamber="C")
    trusting = crawled(Spley, service=address, period=2021, chamber="C", ca_bundle=str(bundle))

    assert strict.problem.kind == "unavailable"
    assert trusting.problem is None


def certify(server, folder):
    """Give the server a certificate of its own making; the file that vouches for it is returned."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]),
    )
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, both = folder / "authority.pem", folder / "server.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both.write_bytes(pem.read_bytes() + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return pem


# Judging


class Plain:
    pass


class Lenient:
    tolerates = ("retry/max_reached",)


class Searching:
    may_find_nothing = True


GOOD = {"finish_reason": "finished"}


@pytest.mark.parametrize(
    "spider, items, errors, stats, kind",
    [
        (Plain, ["item"], [], GOOD, None),
        (Plain, [], [], GOOD, "empty"),
        (Searching, [], [], GOOD, None),
        (Plain, ["item"], [], {"finish_reason": "shutdown"}, "early"),
        (Plain, ["item"], [], {}, "early"),
        (Plain, ["item"], [], GOOD | {"robotstxt/forbidden": 1}, "forbidden"),
        (Plain, ["item"], [], GOOD | {"retry/max_reached": 1}, "unavailable"),
        (Lenient, ["item"], [], GOOD | {"retry/max_reached": 1}, None),
        (Plain, ["item"], [], GOOD | {"httperror/response_ignored_count": 2}, "error"),
        (Plain, ["item"], [], GOOD | {"spider_exceptions/count": 1}, "shape"),
        (Plain, ["item"], [KeyError("titulo")], GOOD, "shape"),
        (
            Plain,
            ["item"],
            [KeyError("x"), Unbelievable("html", "a page")],
            {"finish_reason": "shutdown"},
            "html",
        ),
    ],
)
def test_a_reading_is_believed_only_where_nothing_speaks_against_it(spider, items, errors, stats, kind):
    problem = judge(spider, items, errors, stats)

    assert (problem and problem.kind) == kind
    assert kind is None or kind in KINDS


def test_an_error_of_ours_is_told_by_its_name():
    assert judge(Plain, [], [KeyError("titulo")], GOOD) == Problem(
        "shape", "a page could not be read: KeyError: 'titulo'"
    )


def test_far_sources_are_asked_slowly_and_near_ones_at_once():
    far, near = (
        settings_for(address) for address in ("https://api.congreso.gob.pe/x", "http://127.0.0.1:8001")
    )

    assert far["DOWNLOAD_DELAY"] >= 1 and far["RETRY_PAUSE"] >= 1
    assert near["DOWNLOAD_DELAY"] == near["RETRY_PAUSE"] == 0
    assert far["DOWNLOAD_TIMEOUT"] == 60


@pytest.mark.parametrize(
    "address, near",
    [
        ("http://localhost:8001/x", True),
        ("http://[::1]:8001", True),
        ("http://127.8.9.1", True),
        ("https://localhost.example.pe", False),
        ("https://api.congreso.gob.pe", False),
        ("", False),
    ],
)
def test_only_this_machine_is_near(address, near):
    assert is_loopback(address) is near


def test_the_user_agent_says_what_it_knows(monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://incidencia.example")

    assert user_agent("", "") == "Incidencia"
    assert settings_for("https://x.example")["USER_AGENT"] == "Incidencia (+https://incidencia.example)"
