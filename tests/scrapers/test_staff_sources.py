from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from scrapers.models import Heartbeat, Source
from scrapers.viewsets import clock, health, in_words, next_reading, with_health
from tests.legislation.staff import coordinator, keep, make_bill, make_change, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(coordinator())
    return client


@pytest.fixture
def source():
    return Source.objects.get(name="lista-2026-senado")


def state(source):
    return health(with_health(Source.objects.all()).get(pk=source.pk))


# Health, in words


def test_a_source_never_read_is_awaited(source):
    assert state(source).level == "doubtful"
    assert next_reading(with_health(Source.objects.all()).get(pk=source.pk)) == "en seguida"


def test_a_source_read_well_and_lately_is_well(source):
    make_run(source, started=timezone.now() - timedelta(minutes=5))

    assert state(source).level == "good"


def test_one_failure_is_a_doubt_and_three_are_a_fault_with_its_reason(source):
    long_ago = timezone.now() - timedelta(hours=2)
    make_run(source, started=long_ago, ended=long_ago)
    make_run(source, "failed", problem="html")
    Source.objects.filter(pk=source.pk).update(failures=1, failing_since=timezone.now())

    assert state(source).level == "doubtful"
    assert "Llegó una página en lugar de datos." in state(source).detail

    Source.objects.filter(pk=source.pk).update(failures=3)

    assert state(source).level == "bad"
    assert "3 lecturas seguidas" in state(source).says
    assert "Última lectura buena: hace 2\xa0horas" in state(source).detail


def test_a_source_that_should_have_been_read_long_ago_is_a_fault(source):
    make_run(source, started=timezone.now() - timedelta(hours=5), ended=timezone.now() - timedelta(hours=5))

    assert state(source).level == "bad"
    assert "el reloj" in state(source).says


def test_a_source_switched_off_is_neither_well_nor_ill(source):
    Source.objects.filter(pk=source.pk).update(enabled=False, failures=9, failing_since=timezone.now())

    assert state(source).level == "off"


def test_a_timetable_without_a_beat_or_with_an_old_one_is_an_alarm(staff):
    assert clock().level == "bad"

    Heartbeat.objects.create(pk=1, beat=timezone.now() - timedelta(hours=1))
    assert "parado" in clock().says
    assert "parado" in staff.get(reverse("sources:index")).content.decode()

    Heartbeat.now()
    assert clock().level == "good"
    assert "El reloj" not in staff.get(reverse("runs:index")).content.decode()


# The screens


def test_coordinators_switch_a_source_off_and_change_how_often_it_is_read(staff, source):
    address = reverse("sources:edit", args=[source.pk])
    assert "cada 20 minutos" in staff.get(address).content.decode()

    staff.post(address, {"every": "3600"})

    source.refresh_from_db()
    assert (source.enabled, source.every) == (False, timedelta(hours=1))


@pytest.mark.parametrize("every", ["1", "-60", "0", "x", ""])
def test_an_interval_that_is_not_offered_is_refused(staff, source, every):
    staff.post(reverse("sources:edit", args=[source.pk]), {"enabled": "on", "every": every})

    source.refresh_from_db()
    assert source.every == timedelta(minutes=20)


def test_an_interval_set_elsewhere_stays_on_offer(staff, source):
    Source.objects.filter(pk=source.pk).update(every=timedelta(seconds=30))

    staff.post(reverse("sources:edit", args=[source.pk]), {"enabled": "on", "every": "30"})

    source.refresh_from_db()
    assert source.every == timedelta(seconds=30)


def test_nothing_else_of_a_source_can_be_changed(staff, source):
    staff.post(
        reverse("sources:edit", args=[source.pk]),
        {"enabled": "on", "every": "3600", "spider": "domino", "failures": "0", "name": "otra"},
    )

    changed = Source.objects.get(pk=source.pk)
    assert (changed.spider, changed.name) == (source.spider, source.name)


def test_a_readings_page_shows_its_outcome_its_note_its_changes_and_its_answers(staff, source):
    run = make_run(source, "failed", problem="shape", note="$.data.proyectos is missing")
    capture = keep(run=run)
    change = make_change(make_bill(), run=run)

    html = staff.get(reverse("runs:inspect", args=[run.pk])).content.decode()

    for text in (
        "rechazada",
        "La respuesta tiene otra forma.",
        "$.data.proyectos is missing",
        reverse("captures:inspect", args=[capture.pk]),
        reverse("changes:inspect", args=[change.pk]),
        "https://congreso.example/lista",
    ):
        assert text in html, text


def test_a_sources_page_shows_its_last_readings(staff, source):
    make_run(source, "failed", problem="blocked", note="403")
    make_run(source, created=3, updated=2, unchanged=14864)

    html = staff.get(reverse("sources:inspect", args=[source.pk])).content.decode()

    assert "3 nuevos, 2 cambiados, 14864 iguales" in html
    assert "El Congreso no nos dejó pasar." in html


def test_readings_are_filtered_by_source_outcome_and_reason(staff, source):
    other = Source.objects.get(name="expedientes")
    good, bad = make_run(source), make_run(other, "failed", problem="blocked")

    def found(**params):
        return list(staff.get(reverse("runs:index_results"), params).context["object_list"])

    assert found(source=source.pk) == [good]
    assert found(status="failed") == [bad]
    assert found(problem="blocked") == [bad]


@pytest.mark.parametrize("name", ["sources", "runs"])
@pytest.mark.parametrize("export", ["", "csv"])
def test_lists_of_fifty_cost_as_many_queries_as_lists_of_one(
    staff, source, name, export, django_assert_max_num_queries, django_assert_num_queries
):
    address = f"{reverse(f'{name}:index')}?export={export}"
    Source.objects.exclude(pk=source.pk).delete()
    make_run(source)
    staff.get(address)

    with django_assert_max_num_queries(20) as alone:
        b"".join(staff.get(address))
    for n in range(49):
        more = Source.objects.create(name=f"fuente-{n}", spider="spley", period=2026, chamber="D")
        make_change(make_bill(n + 1), run=make_run(more))
    with django_assert_num_queries(len(alone)):
        response = staff.get(address)
        body = b"".join(response)
    assert b"fuente-48" in body


# Words


@pytest.mark.parametrize(
    "every, words",
    [
        (timedelta(seconds=30), "cada minuto"),
        (timedelta(minutes=15), "cada 15 minutos"),
        (timedelta(minutes=7), "cada 7\xa0minutos"),
        (timedelta(days=2), "cada 2\xa0días"),
    ],
)
def test_how_often_a_source_is_read_is_said_as_people_say_it(every, words):
    assert str(in_words(every)) == words


def test_a_source_is_called_by_what_it_is_and_one_is_not_many(staff, source):
    make_run(source, created=1, updated=0, unchanged=2)

    html = staff.get(reverse("sources:index")).content.decode()
    page = staff.get(reverse("sources:inspect", args=[source.pk])).content.decode()

    assert "Lista de proyectos · 2026 · Senado" in html and "lista-2026-senado" in html
    assert "1 nuevo, 0 cambiados, 2 iguales" in page
