"""A hundred meetings, each sent ten times over a network that drops, cuts, repeats and reorders: a hundred records."""

import http.client
import random
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from bench.processes import free_port, serving
from config import web_server
from crm.models import (
    Affiliation,
    Commitment,
    Institution,
    Interaction,
    Note,
    Participant,
    Person,
    Position,
    Post,
    Task,
)
from tests.crm import world
from tests.crm.bad_network import FATES, BadNetwork

pytestmark = pytest.mark.django_db

FORMS, SENDS, AT_ONCE = 100, 10, 8
FAULTS = [fate.__name__ for fate in FATES if fate.__name__ != "passed"]
SESSIONS = 4


@pytest.fixture
def sessions(shared_database):
    made = []
    for n in range(SESSIONS):
        client = Client()
        client.force_login(world.member(f"ana{n}"))
        made.append(client.cookies["session"].value)
    return made


@contextmanager
def served(database):
    """The product in processes of its own."""
    port = free_port()
    env = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database}
    with serving(*web_server.arguments(port), url=f"http://127.0.0.1:{port}/cuenta/login/", env=env):
        yield port


def ask(port, method, path, session, body=None, **headers):
    """(status, where it leads, page, csrf cookie), or nothing if no whole answer came."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    sent = {"Cookie": f"session={session}", "Connection": "close"} | headers
    try:
        asking.request(method, path, body, sent)
        answer = asking.getresponse()
        return answer.status, answer.headers["Location"], answer.read().decode(), answer.headers["Set-Cookie"]
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asking.close()


class Form:
    """One meeting as it was written on a phone: the same bytes every time it is sent."""

    def __init__(self, number, port, session, cause, known):
        self.number, self.session = number, session
        status, _to, page, cookies = ask(port, "GET", "/registro/", session)
        assert status == 200
        self.csrf = re.search(r"csrf=(\w+)", cookies)[1]
        hidden = dict(re.findall(r'name="(key|csrfmiddlewaretoken)" value="([^"]+)"', page))
        self.body = urlencode(hidden | self.written(cause, known), doseq=True)

    def written(self, cause, known):
        number, is_new = self.number, self.number % 2
        return {
            "met": [],
            "person": f"Persona {number:03}",
            "person-key": "new",
            "institution": f"Institución {number:03}" if is_new else known.name,
            "institution-key": "new" if is_new else known.pk,
            "title": "Directora",
            "kind": "meeting",
            "day": timezone.localdate().isoformat(),
            "outcome": f"Quedó {number:03}",
            "cause": cause.pk,
            "stance": "1",
            "promise": f"Promesa {number:03}",
            "task": f"Tarea {number:03}",
            "note": f"Nota {number:03}",
            "region": "20",
            "circle": "coalition",
        }

    def send(self, port):
        return ask(
            port,
            "POST",
            "/registro/",
            f"{self.session}; csrf={self.csrf}",
            self.body,
            **{"Content-Type": "application/x-www-form-urlencoded"},
        )


def test_a_hundred_forms_sent_ten_times_over_a_bad_network_are_a_hundred_records(sessions, shared_database):
    cause, known = world.cause(), world.institution("Municipalidad de Ficción")
    chance = random.Random(3)
    with served(shared_database) as port, ThreadPoolExecutor(AT_ONCE) as phones:
        network = BadNetwork(port)
        with network.open() as deliver_rest:
            forms = [Form(n, port, sessions[n % SESSIONS], cause, known) for n in range(FORMS)]
            fates = [FAULTS + chance.choices(FAULTS, k=SENDS - 1 - len(FAULTS)) for _ in forms]
            sends = [
                (form, network.ports[fate])
                for form, each in zip(forms, fates, strict=True)
                for fate in chance.sample(each, len(each))
            ]
            first = list(phones.map(lambda send: send[0].send(send[1]), sends))
            last = list(phones.map(lambda form: form.send(network.ports["passed"]), forms))
            late = deliver_rest()
        records = [ask(port, "GET", to, form.session) for form, (_, to, *_) in zip(forms, last, strict=True)]

    assert len(first) + len(last) == FORMS * SENDS
    assert {answer[0] for answer in first if answer} | {answer[0] for answer in last} == {302}
    assert set(late) == {b"302"}
    assert all(answer is None for answer, (_, to) in zip(first, sends, strict=True) if is_silent(network, to))
    assert len({to for _, to, *_ in last}) == FORMS
    assert [f"Quedó {n:03}" in page for n, (_, _, page, _) in enumerate(records)] == [True] * FORMS
    everything_is_there_once()


def is_silent(network, port):
    return port in {
        network.ports[fate] for fate in ("never_arrived", "half_arrived", "given_up", "answer_lost")
    }


def everything_is_there_once():
    def numbered(word):
        return Counter(f"{word} {n:03}" for n in range(FORMS))

    assert Counter(Interaction.objects.values_list("outcome", flat=True)) == numbered("Quedó")
    assert Counter(Person.objects.values_list("name", flat=True)) == numbered("Persona")
    assert Counter(Commitment.objects.values_list("what", flat=True)) == numbered("Promesa")
    assert Counter(Task.objects.values_list("what", flat=True)) == numbered("Tarea")
    assert Counter(note.text for note in Note.objects.all()) == numbered("Nota")
    new = Counter(f"Institución {n:03}" for n in range(1, FORMS, 2))
    assert Counter(Institution.objects.values_list("name", flat=True)) == new + Counter(
        ["Municipalidad de Ficción"]
    )
    assert (
        Post.objects.count() == Institution.objects.count()
    )  # the one of whom we knew has one director's post
    assert [Affiliation.objects.count(), Position.objects.count(), Participant.objects.count()] == [FORMS] * 3
    for part in (Commitment, Task, Note, Position, Participant):
        assert part.objects.values("interaction").distinct().count() == FORMS
