"""A member's calendar for her phone: who may read it, what it says, and above all what it does not."""

import logging
import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from crm import calendars
from crm.models import CalendarAddress, Commitment, Interaction, Region, Task
from tests.crm import world

pytestmark = pytest.mark.django_db
PAGE = "/admin/calendario/telefono/"
NOW = datetime(2026, 11, 18, 10, tzinfo=timezone.get_fixed_timezone(-300))


@pytest.fixture(autouse=True)
def in_november():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def ana():
    return world.member("ana")


@pytest.fixture
def address(ana):
    return f"/calendario/{CalendarAddress.renew(ana)}.ics"


def entries(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def titles(client, address):
    return [str(entry["summary"]) for entry in entries(client, address)]


# What it says


def test_it_holds_her_meetings_her_tasks_and_what_was_promised_to_her(client, ana, address):
    bea = world.member("bea")
    world.interaction(by=ana, starts=world.moment(2026, 11, 20, 15), region_id="20", state="planned")
    world.interaction(by=ana, starts=world.moment(2026, 11, 21), kind="call")
    world.interaction(by=bea, starts=world.moment(2026, 11, 22))
    world.interaction(by=ana, starts=world.moment(2026, 7, 22))
    world.task(assignee=ana, due=date(2026, 11, 25))
    world.task(assignee=bea, due=date(2026, 11, 25))
    world.task(assignee=ana)
    world.task(assignee=ana, due=date(2026, 11, 25), state="done", outcome="Sí", closed=NOW)
    world.commitment(logged_by=ana, due=date(2026, 11, 26))
    world.commitment(logged_by=bea, due=date(2026, 11, 26))

    found = entries(client, address)

    assert [str(entry["summary"]) for entry in found] == ["Llamada", "Reunión, Piura", "Plazo", "Plazo"]
    assert found[1]["dtstart"].dt == world.moment(2026, 11, 20, 15)
    assert found[1]["dtend"].dt == world.moment(2026, 11, 20, 16)
    assert (found[2]["dtstart"].dt, found[2]["dtend"].dt) == (date(2026, 11, 25), date(2026, 11, 26))


def test_the_zone_is_that_of_lima_without_summer_time(client, ana, address):
    world.interaction(by=ana, starts=world.moment(2026, 11, 20, 15))

    text = client.get(address).content.decode()
    (zone,) = Calendar.from_ical(text).walk("VTIMEZONE")

    assert str(zone["tzid"]) == "America/Lima"
    assert [part.name for part in zone.subcomponents] == ["STANDARD"]
    assert zone.subcomponents[0]["tzoffsetto"].td == timedelta(hours=-5)
    assert "DAYLIGHT" not in text
    assert "DTSTART;TZID=America/Lima:20261120T150000" in text


def test_what_is_called_off_stays_and_says_so(client, ana, address):
    world.interaction(by=ana, starts=world.moment(2026, 11, 20), state="cancelled")

    (entry,) = entries(client, address)

    assert str(entry["status"]) == "CANCELLED"
    assert str(entry["summary"]) == "Cancelado: Reunión"


def test_a_phone_recognizes_what_moved(client, ana, address):
    meeting = world.interaction(by=ana, starts=world.moment(2026, 11, 20), state="planned")
    (before,) = entries(client, address)
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        meeting.starts = world.moment(2026, 11, 27)
        meeting.save()

        (after,) = entries(client, address)

    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert after["last-modified"].dt - before["last-modified"].dt == timedelta(hours=2)
    assert after["dtstart"].dt == world.moment(2026, 11, 27)


def test_of_very_many_the_latest_are_given(client, ana, address, monkeypatch):
    monkeypatch.setattr(calendars, "MOST", 2)
    for day in (20, 22, 21):
        world.interaction(by=ana, starts=world.moment(2026, 11, day))
        world.task(assignee=ana, due=date(2026, 11, day))

    days = [entry["dtstart"].dt.day for entry in entries(client, address)]

    assert days == [22, 21, 22, 21]


def test_ids_differ_among_all_that_it_holds(client, ana, address):
    meeting = world.interaction(by=ana, starts=world.moment(2026, 11, 20))
    world.task(assignee=ana, due=date(2026, 11, 25), pk=meeting.pk)
    world.commitment(logged_by=ana, due=date(2026, 11, 25), pk=meeting.pk)

    assert len({str(entry["uid"]) for entry in entries(client, address)}) == 3


def test_it_is_the_same_until_something_changes(client, ana, address):
    world.interaction(by=ana, starts=world.moment(2026, 11, 20))
    first = client.get(address)

    with time_machine.travel(NOW + timedelta(hours=6), tick=False):
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        world.interaction(by=ana, starts=world.moment(2026, 11, 21))
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_it_speaks_english_under_an_english_address(client, ana, address):
    world.interaction(by=ana, starts=world.moment(2026, 11, 20))

    with translation.override("en"):
        title = calendars.title(Interaction.objects.visible_to(ana).get())

    assert titles(client, f"/en{address}") == [title]


# What it does not say


def test_no_word_that_somebody_typed_is_in_it(client, ana, address):
    words = dict.fromkeys(("summary", "outcome", "next_step", "place"), world.SECRET)
    cause = world.cause(world.SECRET)
    rosa, place = world.person(world.SECRET), world.institution(world.SECRET)
    meeting = world.interaction(rosa, place, by=ana, starts=world.moment(2026, 11, 20), **words)
    meeting.causes.add(cause)
    world.note(meeting)
    world.commitment(rosa, world.SECRET, due=date(2026, 11, 25), interaction=meeting, cause=cause)
    world.task(world.SECRET, assignee=ana, due=date(2026, 11, 25), person=rosa)
    CalendarAddress.objects.visible_to(ana).update(has_links=True)

    text = client.get(address).content.decode()

    assert world.SECRET not in text.replace("\r\n ", "")
    assert "Rosa" not in text
    assert not re.search(r"^(DESCRIPTION|LOCATION|ATTENDEE|ORGANIZER|CATEGORIES)", text, re.M)


def test_addresses_of_our_pages_are_in_it_only_if_she_chose_so(client, ana, address):
    meeting = world.interaction(by=ana, starts=world.moment(2026, 11, 20))
    (entry,) = entries(client, address)
    assert "url" not in entry

    CalendarAddress.objects.visible_to(ana).update(has_links=True)
    (entry,) = entries(client, address)

    assert str(entry["url"]).endswith(f"/admin/encuentros/inspect/{meeting.pk}/")


def versioned(row):
    row.times_written, row.last_written = 1, NOW
    return row


def meeting_of(**words):
    fields = {
        "pk": 7,
        "kind": "meeting",
        "starts": NOW,
        "logged": NOW,
        "region": Region(code="20", name="Piura"),
    }
    return versioned(Interaction(**fields | words))


WORDS = st.fixed_dictionaries({name: st.text() for name in ("summary", "outcome", "next_step", "place")})


@given(words=WORDS, state=st.sampled_from(Interaction.State.values))
def test_whatever_is_written_of_a_meeting_its_entry_is_the_same(words, state):
    entry = calendars.linked(calendars.meeting_entry(meeting_of(state=state, **words)), meeting_of(), True)

    plain = calendars.linked(calendars.meeting_entry(meeting_of(state=state)), meeting_of(), True)
    assert entry.to_ical() == plain.to_ical()


@given(words=st.text(), model=st.sampled_from([Task, Commitment]))
def test_whatever_is_to_be_done_or_was_promised_its_entry_is_the_same(words, model):
    fields = {"pk": 7, "due": NOW.date(), "logged": NOW}

    entry = calendars.deadline_entry(versioned(model(what=words, **fields)))

    assert entry.to_ical() == calendars.deadline_entry(versioned(model(**fields))).to_ical()


PRINTED = st.text(
    st.characters(blacklist_categories=("Cc", "Cs"), blacklist_characters="\u2028\u2029"), min_size=1
)


@given(name=PRINTED)
def test_any_name_of_a_region_comes_back_whole_from_lines_that_phones_can_read(name):
    entry = calendars.meeting_entry(meeting_of(region=Region(code="20", name=name)))

    text = entry.to_ical()
    assert all(len(line) <= 75 for line in text.split(b"\r\n"))
    assert str(Calendar.from_ical(text)["summary"]) == f"Reunión, {name}"


# Who may read it


def test_what_her_circle_hides_is_not_in_it_though_she_was_there(client, ana, address):
    bea = world.member("bea", of="REDTRANS")
    hidden = world.interaction(by=bea, starts=world.moment(2026, 11, 20), **world.closed("REDTRANS"))
    hidden.staff.add(ana)
    world.commitment(due=date(2026, 11, 25), interaction=hidden)
    world.task(assignee=ana, due=date(2026, 11, 25), **world.closed("REDTRANS"))
    world.task(assignee=ana, due=date(2026, 11, 25), interaction=hidden)
    place = world.institution(**world.closed("REDTRANS"))
    world.task(assignee=ana, due=date(2026, 11, 25), institution=place)

    assert titles(client, address) == []


def leaves_the_team(user):
    user.groups.clear()


def is_closed(user):
    user.is_active = False
    user.save()


def closes_it(user):
    CalendarAddress.objects.visible_to(user).delete()


@pytest.mark.parametrize("happens", [leaves_the_team, is_closed, closes_it, CalendarAddress.renew])
def test_a_dead_address_answers_as_one_that_never_was(client, ana, address, happens):
    assert client.get(address).status_code == 200

    happens(ana)

    dead, never = client.get(address), client.get("/calendario/nunca-existio.ics")
    assert (dead.status_code, dead.content) == (404, b"") == (never.status_code, never.content)
    assert dead.headers == never.headers


def test_it_needs_no_session_makes_none_and_writes_nothing(client, ana, address):
    world.interaction(by=ana, starts=world.moment(2026, 11, 20))

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)

    assert not answer.cookies
    assert [query["sql"] for query in asked if not query["sql"].lstrip().upper().startswith("SELECT")] == []
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("wanted", ["given", "unchanged", "missing"])
def test_nobody_keeps_it_and_the_address_travels_nowhere(client, address, wanted):
    headers = {"If-None-Match": client.get(address)["ETag"]} if wanted == "unchanged" else {}
    answer = client.get("/calendario/x.ics" if wanted == "missing" else address, headers=headers)

    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Robots-Tag"] == "noindex"


def test_only_a_digest_of_a_long_secret_is_kept(ana):
    secret = CalendarAddress.renew(ana)
    kept = CalendarAddress.objects.visible_to(ana).get()

    assert len({CalendarAddress.renew(ana) for _ in range(20)}) == 20
    assert len(secret) * 6 >= 128
    assert secret not in str(vars(kept))
    assert len(kept.digest) == 64


def test_it_costs_the_same_with_one_and_with_fifty(client, ana, address):
    def fill(count):
        for _ in range(count):
            rosa = world.person()
            meeting = world.interaction(rosa, by=ana, starts=world.moment(2026, 11, 20), region_id="20")
            world.commitment(rosa, due=date(2026, 11, 25), interaction=meeting)
            world.task(assignee=ana, due=date(2026, 11, 25), person=rosa)

    CalendarAddress.objects.visible_to(ana).update(has_links=True)
    fill(1)
    with CaptureQueriesContext(connection) as one:
        assert len(entries(client, address)) == 3
    fill(49)

    with CaptureQueriesContext(connection) as fifty:
        assert len(entries(client, address)) == 150

    assert len(fifty) <= len(one) <= 10


# The log


class Kept(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    """Where the log of production is written: at the root, and at Django's own."""
    kept, loggers = Kept(), [logging.getLogger(name) for name in ("", "django")]
    for logger in loggers:
        logger.addHandler(kept)
    yield kept
    for logger in loggers:
        logger.removeHandler(kept)


def test_an_address_is_not_written_into_the_log(client, address, log, monkeypatch):
    secret = address.split("/")[2].removesuffix(".ics")
    client.get(f"/calendario/{secret}x.ics")
    client.post(address)
    monkeypatch.setattr(calendars, "of_member", lambda *_: 1 / 0)
    client.raise_request_exception = False
    assert client.get(address).status_code == 500

    text = "\n".join(log.lines)
    assert "Not Found: /calendario/….ics" in text
    assert "Method Not Allowed (POST): /calendario/….ics" in text
    assert "Internal Server Error: /calendario/….ics" in text
    assert secret not in text


def test_the_server_of_development_hides_it_too(log):
    server = logging.getLogger("django.server")
    server.addHandler(log)
    try:
        server.warning('"%s" %s %s', "GET /calendario/secreto.ics HTTP/1.1", 404, 0)
        server.warning('"%s" %s %s', "GET /proyectos/2021/C/1/calendario.ics HTTP/1.1", 404, 0)
    finally:
        server.removeHandler(log)

    assert log.lines[0] == '"GET /calendario/….ics HTTP/1.1" 404 0'
    assert "/proyectos/2021/C/1/calendario.ics" in log.lines[-1]


# Its page


def made(answer):
    return re.search(r"/calendario/([\w-]+)\.ics", answer.content.decode())


def test_she_makes_it_sees_it_once_renews_it_and_closes_it(client, ana):
    client.force_login(ana)
    assert made(client.get(PAGE)) is None

    first = made(client.post(PAGE))
    assert client.get(first[0]).status_code == 200
    assert made(client.get(PAGE)) is None

    second = made(client.post(PAGE, {"has_links": "on"}))
    assert client.get(first[0]).status_code == 404
    assert client.get(second[0]).status_code == 200
    assert CalendarAddress.objects.visible_to(ana).get().has_links

    assert client.post(f"{PAGE}cerrar/").url == PAGE
    assert client.get(second[0]).status_code == 404


def test_the_answer_that_shows_it_is_kept_by_nobody(client, ana):
    client.force_login(ana)

    assert "no-store" in client.post(PAGE)["Cache-Control"]


def test_each_closes_only_her_own(client, ana, address):
    client.force_login(world.member("bea"))

    client.post(f"{PAGE}cerrar/")

    assert client.get(address).status_code == 200


def test_strangers_make_none_and_get_makes_none(client, ana):
    client.force_login(world.member("rita", groups=()))
    assert client.post(PAGE).status_code == 403
    client.force_login(ana)
    client.get(PAGE)
    assert client.get(f"{PAGE}cerrar/").status_code == 405

    assert not CalendarAddress.objects.visible_to(ana).exists()
