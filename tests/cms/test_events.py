"""Dates to come to: ahead or over, never closer than a district, silent in a phone's calendar."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from icalendar import Calendar

from cms.happenings import EventPage, EventsPage
from tests.cms import world
from tests.cms.world import publish, text
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda():
    return publish(world.home(), EventsPage, "Agenda")


def at(days, hour=15):
    day = timezone.localdate() + timedelta(days=days)
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def event(parent, title="Taller de derechos", *, days=9, **fields):
    given = {"starts": at(days), "mode": "place", "region_id": "25", "district": "Callería", "body": []}
    return publish(parent, EventPage, title, **given | fields)


def entry_at(client, address):
    response = client.get(address)
    assert response["Content-Type"].startswith("text/calendar") and not response.cookies
    (found,) = Calendar.from_ical(response.content).walk("VEVENT")
    return found, response


def test_what_is_ahead_is_listed_by_day_and_what_is_over_lies_in_the_archive(client, agenda):
    event(agenda, "Segundo", days=20)
    event(agenda, "Primero", days=2)
    event(agenda, "Pasado", days=-2)

    page = text(client, agenda.get_url())

    assert page.index("Primero") < page.index("Segundo") and "Pasado" not in page
    archive = text(client, agenda.get_url() + "archivo/")
    assert "Pasado" in archive and "Primero" not in archive


def test_an_event_is_ahead_until_its_day_in_lima_is_over(client, agenda):
    with time_machine.travel("2026-11-20 16:00:00-05:00", tick=False):
        event(agenda, days=0)
    with time_machine.travel("2026-11-20 23:59:00-05:00", tick=False):
        assert "Taller de derechos" in text(client, agenda.get_url())
    with time_machine.travel("2026-11-21 00:01:00-05:00", tick=False):
        assert "Taller de derechos" not in text(client, agenda.get_url())
        assert "Taller de derechos" in text(client, agenda.get_url() + "archivo/")


def test_a_page_says_day_hour_and_district(client, agenda):
    with time_machine.travel("2026-11-20 09:00:00-05:00", tick=False):
        page = text(client, event(agenda, days=0).get_url())

    assert "20 de noviembre de 2026, 15:00" in page and "hora de Lima" in page
    assert "Callería, Ucayali" in page and "El lugar exacto se da al inscribirse" in page


def test_a_phone_shows_nothing_of_it_unless_she_chooses(client, agenda):
    page = event(agenda)

    silent, answer = entry_at(client, page.get_url() + "calendario/")

    assert str(silent["summary"]) == "Cita" and silent.decoded("dtstart") == page.starts
    for trace in ("Taller", "derechos", "Callería", "agenda"):
        assert trace not in answer.content.decode(), trace
    full, _answer = entry_at(client, page.get_url() + "calendario/completo/")
    assert str(full["summary"]) == "Taller de derechos" and str(full["location"]) == "Callería, Ucayali"
    assert full["uid"] == silent["uid"]


def test_an_event_called_off_says_so_everywhere(client, agenda):
    page = event(agenda)
    first, _answer = entry_at(client, page.get_url() + "calendario/")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        page.is_cancelled = True
        page.save_revision().publish()

    assert "Se canceló" in text(client, agenda.get_url())
    assert "Este encuentro se canceló" in text(client, page.get_url())
    then, _answer = entry_at(client, page.get_url() + "calendario/")
    assert then["status"] == "CANCELLED" and then["sequence"] > first["sequence"]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"district": "Jr. Tarapacá 123"}, "district"),
        ({"how_to_join": "Pregunta en el Hotel Selva"}, "how_to_join"),
        ({"district": ""}, "district"),
        ({"region_id": None}, "district"),
        ({"mode": "online"}, "district"),
        ({"ends": at(-400)}, "ends"),
    ],
)
def test_an_exact_place_or_one_that_does_not_fit_or_an_end_before_the_beginning_is_refused(
    agenda, fields, where
):
    page = event(agenda)
    for name, value in fields.items():
        setattr(page, name, value)

    with pytest.raises(ValidationError) as refused:
        page.full_clean()

    assert where in refused.value.message_dict


def test_a_meeting_by_internet_lies_nowhere_even_where_an_older_page_kept_its_district(client, agenda):
    page = event(agenda)
    EventPage.objects.filter(pk=page.pk).update(mode="online", region_id=None)

    full, _answer = entry_at(client, page.get_url() + "calendario/completo/")

    assert "location" not in full and "Callería" not in text(client, page.get_url())


def test_a_draft_without_a_day_can_be_looked_at(agenda):
    page = EventPage(title="Taller", slug="taller", summary="De qué trata", mode="online", live=False)
    agenda.add_child(instance=page)

    assert "Taller" in page.make_preview_request().rendered_content


def test_a_dozen_dates_cost_as_much_as_one(client, agenda):
    event(agenda)
    event(agenda, "Pasado", days=-3)
    one = [queries_of(client, agenda.get_url() + where) for where in ("", "archivo/", "calendario/")]
    for number in range(11):
        event(agenda, f"Otro {number}")
        event(agenda, f"Pasado {number}", days=-3)

    assert [queries_of(client, agenda.get_url() + where) for where in ("", "archivo/", "calendario/")] == one
    assert max(one) <= 12
