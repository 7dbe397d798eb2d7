"""Everything together: a practice Congress over real HTTP, read by real spiders, judged, imported, noticed."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F
from django.utils import timezone

from legislation.dossiers import ABSENCES_APART
from legislation.models import Bill, Cause, CauseMatch, Change, Delivery, Demonstration, Observation, Snapshot
from scrapers import readings
from scrapers.crawl import Reading
from scrapers.models import GIVE_UP_AFTER, ScrapeRun, Source
from scrapers.practice.server import PracticeCongress
from scrapers.readings import ReadingFailed
from tests.congress import cause_with, member

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
Kind = Change.Kind


@pytest.fixture(scope="module")
def crawling_child():
    """crawl_each(), run by one process of its own for all tests of this file."""
    command = [sys.executable, "-m", "tests.scrapers.many_crawls"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:

        def crawl_each(jobs, **options):
            pickle.dump(jobs, child.stdin)
            child.stdin.flush()
            answer = pickle.load(child.stdout)  # noqa: S301
            if isinstance(answer, Exception):
                raise answer
            return [Reading(*reading) for reading in answer]

        yield crawl_each
        child.stdin.close()


@pytest.fixture
def congress(crawling_child, monkeypatch, settings):
    monkeypatch.setattr(readings, "crawl_each", crawling_child)
    with PracticeCongress("demo") as practice:
        settings.CONGRESS_API_URL = f"{practice.url}/spley-portal-service"
        settings.CONGRESS_DETAIL = "plain"
        yield practice


def source(name):
    return Source.objects.get(name=name)


def look(*names):
    """Read these sources, as a timetable would."""
    outcomes = readings.read([source(name) for name in names])
    return [outcomes[each] for each in outcomes]


@pytest.fixture
def watched(congress):
    """The demonstration's bill, in a cause that Ana follows, its list and dossier read once."""
    look("lista-2026-diputados")
    cause_with(Bill.objects.get(number=90012), terms="trabajo sexual", followers=[member()])
    look("expedientes")
    return Bill.objects.get(number=90012)


def test_the_first_reading_tells_nobody_and_the_second_changes_nothing(congress):
    (first,) = look("lista-2026-diputados")
    (second,) = look("lista-2026-diputados")

    assert first.created > 40 and first.unchanged == 0
    assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
    assert not Delivery.objects.exists()


def test_a_bill_moves_and_its_followers_are_told_once_of_each_event(congress, watched):
    congress.advance("demo", 2)  # a file, then a report

    for _ in range(2):
        look("lista-2026-diputados", "expedientes")

    told = [d.change.kind for d in Delivery.objects.order_by("pk")]
    assert sorted(told) == [Kind.FILE_ADDED, Kind.STATUS_CHANGED]
    watched.refresh_from_db()
    assert watched.stage == "reported"
    assert watched.steps.last().detail.startswith("EN MAYORÍA")


def test_what_changed_is_kept_as_evidence_and_hashes_clean(congress, watched):
    congress.advance("demo", 2)
    look("lista-2026-diputados", "expedientes")

    call_command("verify_snapshots")
    step = Change.objects.get(kind=Kind.STEP_ADDED)
    body = step.snapshot.body.decode()
    assert "DICTAMEN" in body and '"dni"' not in body
    assert Snapshot.objects.count() <= Observation.objects.count()
    assert step.snapshot.observations.get().parser == "spley/1"


def test_check_20_an_altered_snapshot_is_named(congress, watched):
    import gzip

    snapshot = Snapshot.objects.first()
    Snapshot.objects.filter(pk=snapshot.pk).update(packed=gzip.compress(b"otra cosa"))

    with pytest.raises(CommandError, match=snapshot.sha256):
        call_command("verify_snapshots")


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("403", "blocked"),
        ("429", "blocked"),
        ("500", "unavailable"),
        ("html", "html"),
        ("redirect", "moved"),
        ("empty", "empty"),
        ("blank", "empty"),
        ("truncated", "truncated"),
        ("wrong_length", "truncated"),
        ("renamed_key", "shape"),
        ("wrong_chamber", "foreign"),
        ("shrunk", "shrunk"),
        ("robots", "forbidden"),
        ("slow", "unavailable"),
    ],
)
def test_check_6_a_bad_answer_imports_nothing_and_is_recorded_with_its_reason(
    congress, watched, fault, problem
):
    congress.advance("demo", 2)
    before = list(Bill.objects.order_by("pk").values())
    congress.fault(fault, **({"seconds": 5} if fault == "slow" else {}))

    (outcome,) = look("lista-2026-diputados")

    run = ScrapeRun.objects.first()
    assert isinstance(outcome, ReadingFailed)
    assert (run.status, run.problem) == ("failed", problem), run.note
    assert run.note
    assert source("lista-2026-diputados").failures == 1
    assert list(Bill.objects.order_by("pk").values()) == before
    assert not Delivery.objects.exists()

    congress.clear()
    look("lista-2026-diputados")
    assert source("lista-2026-diputados").failures == 0
    assert Delivery.objects.count() == 1


def test_dates_in_another_form_are_not_guessed_at(congress, watched):
    congress.fault("dates")

    (outcome,) = look("lista-2026-diputados")

    assert isinstance(outcome, ReadingFailed)
    assert ScrapeRun.objects.first().problem == "shape"


def test_a_new_label_does_not_stop_a_reading(congress, watched):
    congress.fault("new_label")

    (run,) = look("lista-2026-diputados")

    assert run.status == "ok"
    assert Change.objects.filter(kind=Kind.LABEL_UNKNOWN).count() == 1


def test_a_new_key_does_not_stop_a_reading(congress, watched):
    congress.fault("extra_key")

    (run,) = look("lista-2026-diputados")

    assert run.status == "ok"
    assert Change.objects.filter(kind=Kind.LABEL_UNKNOWN).exists()


def test_a_dossier_that_lost_a_step_says_so_only_after_three_readings(congress, watched):
    congress.fault("step_missing", bill="2026/D/90012")

    for kinds in ([], [], [Kind.STEP_VANISHED], [Kind.STEP_VANISHED]):
        look("expedientes")
        watched.steps.update(missed=F("missed") - ABSENCES_APART)
        assert list(Change.objects.filter(bill=watched).values_list("kind", flat=True)) == kinds


def test_members_are_told_when_a_source_fails_for_long_and_when_it_is_back(congress, watched):
    congress.fault("403")
    for _ in range(5):
        look("lista-2026-senado")
    congress.clear()
    look("lista-2026-senado")

    told = [(d.change.kind, d.change.source.name) for d in Delivery.objects.order_by("pk")]
    assert told == [(Kind.SOURCE_FAILING, "lista-2026-senado"), (Kind.SOURCE_BACK, "lista-2026-senado")]


def test_one_failing_source_leaves_the_others_as_good_as_they_are(congress):
    congress.fault("500", endpoint="detail")
    look("lista-2026-diputados")
    cause_with(Bill.objects.get(number=90012))

    lists, dossiers = look("lista-2026-senado", "expedientes")

    assert lists.status == "ok" and isinstance(dossiers, ReadingFailed)


def test_the_words_of_a_cause_find_bills_and_no_substrings(congress):
    look("lista-2026-diputados")
    cause = Cause.objects.create(name="Causa", slug="causa", terms="gay\ntrata\ntrabajo sexual")

    (run,) = look("palabras-2026-diputados")

    titles = {m.bill.title for m in CauseMatch.objects.filter(cause=cause)}
    assert run.status == "ok" and any("TRABAJO SEXUAL" in title for title in titles)
    assert not [
        t for t in titles if "HUALGAYOC" in t or "YUNGAY" in t or "CONTRATA" in t or "TRATAMIENTO" in t
    ]


def test_a_source_is_never_read_twice_at_once(congress):
    readings.start(source("lista-2026-senado"))

    (outcome,) = look("lista-2026-senado")

    assert "is being read already" in str(outcome)
    assert not congress.requests


def test_a_reading_whose_process_died_does_not_block_the_next(congress):
    run = readings.start(source("lista-2026-senado"))
    ScrapeRun.objects.filter(pk=run.pk).update(started=timezone.now() - GIVE_UP_AFTER * 2)

    (outcome,) = look("lista-2026-senado")

    run.refresh_from_db()
    assert outcome.status == "ok" and run.problem == "died"


def test_the_demonstration_is_never_mixed_with_the_real_congress(settings):
    Demonstration.objects.create(pk=1)
    settings.CONGRESS_API_URL = "https://api.congreso.gob.pe/spley-portal-service"

    with pytest.raises(ReadingFailed, match="holds the demonstration"):
        look("lista-2026-senado")


def test_dossiers_are_read_only_where_the_operator_says_so(congress, settings):
    settings.CONGRESS_DETAIL = "off"

    (run,) = look("expedientes")

    assert run.status == "ok" and "CONGRESS_DETAIL=off" in run.note
    assert not congress.requests


def test_a_cause_without_words_asks_nothing(congress):
    (run,) = look("palabras-2026-senado")

    assert "No cause has words" in run.note and not congress.requests


@pytest.mark.parametrize(
    "story",
    [
        "accumulated",
        "observed",
        "reconsidered",
        "passed_on",
        "full_life",
        "negative_report",
        "back_to_committee",
    ],
)
def test_every_story_is_followed_to_its_end_and_each_event_told_once(
    story, crawling_child, monkeypatch, settings
):
    """Read after every event: as many steps told as the dossiers gained, and nothing twice."""
    monkeypatch.setattr(readings, "crawl_each", crawling_child)
    with PracticeCongress(story) as congress:
        settings.CONGRESS_API_URL = f"{congress.url}/spley-portal-service"
        settings.CONGRESS_DETAIL = "plain"
        names = ["lista-2021-congreso", "lista-2026-diputados", "lista-2026-senado", "expedientes"]
        look(*names)
        told_of = {key for one in congress.performance.stories.values() for key in one.bills}
        bills = [b for b in Bill.objects.all() if b.key in told_of]
        cause = cause_with(*bills, followers=[member()])
        look("expedientes")
        before = sum(bill.steps.count() for bill in bills)
        while congress.advance():
            look(*names)
            for bill in Bill.objects.exclude(causes=cause):
                if bill.key in told_of:
                    cause.chain.create(bill=bill)

    gained = sum(bill.steps.count() for bill in bills) - before
    told = Delivery.objects.filter(
        change__bill__in=bills, change__kind__in=[Kind.STEP_ADDED, Kind.STATUS_CHANGED]
    )
    assert gained > 0
    assert told.count() == gained
