"""JSON, Atom and iCalendar: what programs and phones read."""

import json
from datetime import date, datetime, timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import translation
from icalendar import Calendar

from accounts.models import User
from legislation.models import Demonstration, Edition
from tests.legislation.public_rows import (
    attach,
    lima,
    make_bill,
    make_change,
    make_link,
    make_listing,
    make_step,
    rich_bill,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def spanish():
    with translation.override("es"):
        yield


def json_of(client, bill):
    return client.get(f"/proyectos/{bill.period_id}/{bill.chamber}/{bill.number}.json").json()


def feed_of(client, bill, language=""):
    response = client.get(f"{language}/proyectos/2026/D/{bill.number}/feed/")
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314


def events_of(client, bill):
    response = client.get(f"{bill.get_absolute_url()}calendario.ics")
    assert response["Content-Type"].startswith("text/calendar")
    return Calendar.from_ical(response.content).walk("VEVENT")


def hearsay(bill, **fields):
    ana = User.objects.create_user("ana@example.org", "una clave larga y buena")
    return make_step(bill, "DICTAMEN", stage="reported", entered_by=ana, source_key="hand:1", **fields)


# JSON


def test_json_has_these_keys_in_this_order_and_no_others(client):
    answer = json_of(client, rich_bill())

    assert list(answer) == [
        "period",
        "chamber",
        "number",
        "label",
        "title",
        "status",
        "stage",
        "presented",
        "law_number",
        "lapsed",
        "last_checked",
        "last_changed",
        "source_url",
        "steps",
        # Added later, at the end: what stood before keeps its place.
        "committees",
        "proponent",
        "parliamentary_group",
        "signatories",
        "links",
        "documents",
        "demonstration",
        "may_go_on_as",
    ]
    assert list(answer["steps"][0]) == (
        ["source_id", "date", "status", "stage", "committees", "detail", "first_observed", "late"]
    )


def test_json_says_who_signed_what_it_joins_and_which_documents_there_are(client):
    bill = rich_bill()
    other = make_bill(90013, title="OTRA LEY")
    make_link(bill, other, "refiled_as", state="confirmed")
    attach(bill, "ENGAÑO.pdf", url="javascript:alert(1)")

    answer = json_of(client, bill)

    assert answer["committees"] == ["Mujer y Familia"]
    assert answer["signatories"][0] == {"name": "Ejemplo Ficticia, Rosa", "role": "author"}
    assert answer["links"] == [
        {"kind": "refiled_as", "from_here": True, "label": other.label, "address": other.get_absolute_url()}
    ]
    assert {document["url"] for document in answer["documents"]} == {None, "https://congreso.invalid/opinion"}
    assert answer["demonstration"] is False


def test_what_leaves_the_demonstration_says_what_it_is(client):
    Demonstration.objects.create(pk=1)
    bill = rich_bill()

    assert json_of(client, bill)["demonstration"] is True
    feed = feed_of(client, bill)
    assert all(title.text.startswith("[Demostración] ") for title in feed.iter(f"{ATOM}title"))
    assert all(str(event["summary"]).startswith("[Demostración] ") for event in events_of(client, bill))


def test_json_says_what_the_dossier_says(client):
    make_listing(read=lima(2026, 11, 20, 9))
    bill = rich_bill()

    answer = json_of(client, bill)

    assert (answer["period"], answer["chamber"], answer["number"]) == (2026, "D", 90012)
    assert answer["title"] == bill.title
    assert answer["presented"] == "2026-09-15"
    assert answer["last_checked"] == "2026-11-20T09:30:00-05:00"
    assert [step["date"] for step in answer["steps"]] == ["2026-09-15", "2026-09-18", "2026-11-12"]
    assert answer["steps"][2] == {
        "source_id": bill.steps.get(status="DICTAMEN").source_id,
        "date": "2026-11-12",
        "status": "DICTAMEN",
        "stage": "reported",
        "committees": [],
        "detail": "EN MAYORÍA - FÓRMULA SUSTITUTORIA",
        "first_observed": "2026-11-18T10:00:00-05:00",
        "late": True,
    }


def test_json_leaves_out_hearsay_and_withdrawn_steps(client):
    bill = make_bill()
    make_step(bill, "PASO RETIRADO", withdrawn=lima(2026, 11, 1))
    step = hearsay(bill)

    assert json_of(client, bill)["steps"] == []

    step.confirmed = lima(2026, 11, 2)
    step.source_id = ""
    step.save()
    client.get("/")
    from legislation.models import Edition

    Edition.advance()
    assert [(step["status"], step["source_id"]) for step in json_of(client, bill)["steps"]] == [
        ("DICTAMEN", None)
    ]


def test_json_keeps_the_stage_of_a_lapsed_bill(client):
    answer = json_of(client, make_bill(99475, period=2021, chamber="C"))

    assert (answer["stage"], answer["lapsed"], answer["law_number"]) == ("committee", True, None)


def test_json_gives_null_for_what_is_not_known(client):
    bill = make_bill(presented=None)
    make_step(bill, day=None, source_id="")

    answer = json_of(client, bill)

    assert answer["presented"] is None
    assert (answer["steps"][0]["date"], answer["steps"][0]["source_id"]) == (None, None)


def test_json_of_a_bill_we_do_not_know_is_a_404_with_a_sentence(client):
    response = client.get("/proyectos/2021/C/10305.json")

    assert response.status_code == 404
    assert "10305" in response.json()["error"]


def test_json_times_bear_the_offset_of_lima(client):
    answer = json_of(client, make_bill())

    for name in ("last_checked", "last_changed"):
        assert datetime.fromisoformat(answer[name]).utcoffset() == timedelta(hours=-5)


# 13 of the bar: one day everywhere


def test_2330_lima_shows_the_same_day_everywhere(client):
    late_evening = lima(2026, 11, 12, 23, 30)
    make_listing(read=late_evening)
    with time_machine.travel(late_evening, tick=False):
        bill = make_bill(
            presented=date(2026, 11, 12), first_observed=lima(2026, 11, 1), last_changed=late_evening
        )
        step = make_step(bill, day=date(2026, 11, 12), moment=late_evening, first_observed=late_evening)
        make_change(bill, "step_added", step=step, new="EN COMISIÓN", seen=late_evening)

        page = client.get(bill.get_absolute_url()).content.decode()
        answer = json_of(client, bill)
        entry = feed_of(client, bill).find(f"{ATOM}entry")
        event = events_of(client, bill)[0]

    assert "13 de noviembre" not in page
    assert page.count("12 de noviembre de 2026") >= 4
    assert answer["steps"][0]["date"] == "2026-11-12"
    assert answer["steps"][0]["first_observed"].startswith("2026-11-12T23:30")
    assert answer["last_changed"].startswith("2026-11-12T23:30")
    assert entry.find(f"{ATOM}published").text.startswith("2026-11-12T23:30:00-05:00")
    assert event.decoded("dtstart") == date(2026, 11, 12)


# Atom


def test_the_feed_tells_each_change_once_newest_first(client):
    bill = rich_bill()
    first = make_change(bill, "status_changed", old="PRESENTADO", new="EN COMISIÓN", seen=lima(2026, 9, 18))
    make_change(bill, "step_added", new="EN COMISIÓN", echo_of=first, seen=lima(2026, 9, 19))
    make_change(bill, "link_proposed", new="90001", seen=lima(2026, 9, 20))

    titles = [entry.find(f"{ATOM}title").text for entry in feed_of(client, bill).findall(f"{ATOM}entry")]

    assert titles == [
        "90012-2026-2031-CD: Nuevo paso: Dictamen — En mayoría - Fórmula sustitutoria",
        "90012-2026-2031-CD: El Congreso retiró un paso: En comisión",
        "90012-2026-2031-CD: Nuevo documento: Opinión de ejemplo 77-2026",
        "90012-2026-2031-CD: Cambió de estado: En comisión",
    ]


@pytest.mark.parametrize("kind", ["passed_on", "refiled_as"])
def test_where_a_text_may_go_on_is_told_to_programs_as_a_doubt_until_somebody_decides(client, kind):
    before, after = make_bill(), make_bill(90007, chamber="S")
    link = make_link(before, after, kind, state="proposed")
    make_change(before, "link_proposed", link=link, new=after.label)

    def told():
        Edition.advance()
        entries = feed_of(client, before).findall(f"{ATOM}entry")
        words = [(entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}summary").text) for entry in entries]
        return words, json_of(client, before)["may_go_on_as"], json_of(client, before)["links"]

    words, doubts, links = told()
    assert [title for title, _text in words if "sin confirmar: Puede que" in title and after.label in title]
    assert "Falta que una persona del equipo lo confirme." in words[0][1]
    assert "Lo anotó nuestro equipo" not in words[0][1]
    assert doubts == [{"label": after.label, "address": after.get_absolute_url()}]
    assert links == json_of(client, after)["may_go_on_as"] == []

    link.state = "confirmed"
    link.save()
    words, doubts, links = told()
    assert len(words) == 1
    assert "sin confirmar" not in words[0][0]
    assert "Puede que" not in words[0][0]
    assert doubts == []
    assert len(links) == 1

    link.state = "refused"
    link.save()
    assert told() == ([], [], [])


def test_a_proposed_companion_is_told_to_nobody(client):
    before, after = make_bill(), make_bill(90007)
    make_change(
        before, "link_proposed", link=make_link(before, after, "companion", state="proposed"), new=after.label
    )

    assert feed_of(client, before).findall(f"{ATOM}entry") == []
    assert json_of(client, before)["may_go_on_as"] == []


def test_the_feed_holds_only_its_own_bill(client):
    bill, other = make_bill(90001), make_bill(90002)
    make_change(other, new="DICTAMEN")

    assert feed_of(client, bill).findall(f"{ATOM}entry") == []


def test_entries_keep_their_identifier_in_every_language_and_at_every_address(client, settings):
    bill = rich_bill()
    settings.ALLOWED_HOSTS = ["*"]

    def identifiers(feed):
        return [entry.find(f"{ATOM}id").text for entry in feed.findall(f"{ATOM}entry")]

    here = identifiers(feed_of(client, bill))
    assert len(set(here)) == 3
    assert identifiers(feed_of(client, bill, "/en")) == here
    client.defaults["SERVER_NAME"] = "otra.example"
    assert identifiers(feed_of(client, bill)) == here


def test_the_feed_names_who_writes_it(client):
    assert feed_of(client, rich_bill()).find(f"{ATOM}author/{ATOM}name").text == "Incidencia"


@pytest.mark.parametrize("odd", ["\x0b", "\x1b", "\ufffe"])
def test_no_stored_text_breaks_the_feed_or_the_calendar(client, odd):
    bill = make_bill(title=f"LEY{odd}FICTICIA")
    step = make_step(bill, f"DICTA{odd}MEN", detail=f"a{odd}b")
    make_change(bill, step=step, new=f"DICTA{odd}MEN: " + f"a{odd}b " * 80)

    assert len(feed_of(client, bill).findall(f"{ATOM}entry")) == 1
    (event,) = events_of(client, bill)
    assert odd not in event["summary"]


def test_hearsay_is_marked_in_the_feed(client):
    bill = make_bill()
    step = hearsay(bill)
    make_change(bill, "step_added", step=step, new="DICTAMEN", by=step.entered_by)

    answer = client.get(f"{bill.get_absolute_url()}feed/").content.decode()

    assert "sin confirmar" in answer
    assert "ana@example.org" not in answer


def test_the_feed_of_no_bill_is_a_404(client):
    assert client.get("/proyectos/2021/C/10305/feed/").status_code == 404
    assert client.get("/proyectos/2021/C/10305/calendario.ics").status_code == 404


# iCalendar


def test_every_dated_step_is_a_day_that_says_only_number_and_state(client):
    bill = rich_bill()
    make_step(bill, "SIN FECHA", day=None)

    events = events_of(client, bill)

    assert [(event.decoded("dtstart"), str(event["summary"])) for event in events] == [
        (date(2026, 9, 15), "90012-2026-2031-CD: PRESENTADO"),
        (date(2026, 9, 18), "90012-2026-2031-CD: EN COMISIÓN"),
        (date(2026, 10, 2), "90012-2026-2031-CD: EN COMISIÓN"),
        (date(2026, 11, 12), "90012-2026-2031-CD: DICTAMEN"),
    ]
    calendar = client.get(f"{bill.get_absolute_url()}calendario.ics").content.decode()
    assert "X-WR-CALNAME:90012-2026-2031-CD" in calendar
    assert "SEXUAL" not in calendar.upper()


def test_a_withdrawn_step_is_sent_as_cancelled(client):
    bill = rich_bill()

    statuses = [str(event["status"]) for event in events_of(client, bill)]

    assert statuses == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]


def test_hearsay_is_tentative(client):
    bill = make_bill()
    hearsay(bill)

    event = events_of(client, bill)[0]

    assert (str(event["status"]), str(event["summary"])) == (
        "TENTATIVE",
        "90001-2026-2031-CD: DICTAMEN (sin confirmar)",
    )


def test_an_event_keeps_its_uid_and_its_sequence_only_grows(client):
    from legislation.models import Edition

    bill = make_bill()
    step = make_step(bill)
    seen = []
    for kind in (None, "step_vanished", "step_added", "step_edited"):
        if kind:
            make_change(bill, kind, step=step)
            step.withdrawn = lima(2026, 11, 1) if kind == "step_vanished" else None
            step.save()
            Edition.advance()
        event = events_of(client, bill)[0]
        seen.append((str(event["uid"]), event["sequence"]))

    assert {uid for uid, _ in seen} == {f"paso-{step.pk}@localhost"}
    assert [sequence for _, sequence in seen] == sorted({sequence for _, sequence in seen})


def test_a_future_session_is_in_the_calendar(client):
    bill = make_bill()
    make_step(bill, "EN AGENDA DEL PLENO", stage="scheduled", day=date(2027, 1, 20))

    assert events_of(client, bill)[0].decoded("dtstart") == date(2027, 1, 20)


def test_an_unchanged_calendar_is_the_same_bytes(client):
    from legislation.models import Edition

    bill = rich_bill()
    address = f"{bill.get_absolute_url()}calendario.ics"

    before = client.get(address).content
    Edition.advance()

    assert client.get(address).content == before


def test_long_texts_are_folded_and_escaped_as_the_standard_wants(client):
    bill = make_bill()
    make_step(bill, "ESTADO, CON COMA; Y PUNTO " + "Ñ" * 100)

    raw = client.get(f"{bill.get_absolute_url()}calendario.ics").content

    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert str(events_of(client, bill)[0]["summary"]).endswith("Y PUNTO " + "Ñ" * 100)


def test_json_is_readable_as_utf8(client):
    bill = make_bill(title="LEY DEL AÑO")

    raw = client.get(f"/proyectos/2026/D/{bill.number}.json").content

    assert "LEY DEL AÑO" in raw.decode()
    assert json.loads(raw)["title"] == "LEY DEL AÑO"
