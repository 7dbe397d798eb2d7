"""One reading of one source: crawl, judge, import; and what it says about the source's health."""

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from legislation.importers import Counts, Refused, import_items
from legislation.ledger import Ledger
from legislation.models import Bill, Cause, Change, Demonstration, Edition
from scrapers.crawl import crawl_each
from scrapers.items import UnreadItem
from scrapers.models import ALARM_AFTER, ScrapeRun, Source
from scrapers.problems import KINDS
from scrapers.spiders.domino import Domino
from scrapers.spiders.spley import Spley
from scrapers.spiders.spley_detail import SpleyDetail

Problem = ScrapeRun.Problem
LOOPBACK = ("http://127.0.0.1", "http://localhost", "http://[::1]")


class ReadingFailed(Exception):
    """The reading was not imported; the sentence says why."""


def start(source):
    """Begin a run, or raise ReadingFailed where one is going on."""
    give_up_dead()
    try:
        with transaction.atomic():
            return source.runs.create()
    except IntegrityError:
        raise ReadingFailed(f"{source} is being read already. Wait for that reading to end.") from None


def read(sources):
    """Read sources of one service, in this process. Return {source: its run, or the ReadingFailed that says why}.

    Each is judged and imported by itself: one that fails leaves the others as good as they are."""
    refuse_to_mix()
    outcomes, runs, jobs = {}, {}, []
    for source in sources:
        try:
            run = start(source)
        except ReadingFailed as e:
            outcomes[source] = e
            continue
        try:
            jobs.append(spider_for(source))
            runs[source] = run
        except NothingToRead as e:
            run.finish(note=str(e))
            outcomes[source] = run
    if jobs:
        outcomes |= take_in_each(runs, crawl_all(runs, jobs))
    return outcomes


def crawl_all(runs, jobs):
    try:
        return crawl_each(
            jobs,
            site_url=settings.SITE_URL,
            contact=settings.CONTACT_EMAIL,
            ca_bundle=settings.CONGRESS_CA_BUNDLE,
        )
    except Exception as e:
        for run in runs.values():
            give_up(run, Problem.INTERNAL, f"{type(e).__name__}: {e}")
        raise


def take_in_each(runs, readings):
    outcomes, broken = {}, None
    for (source, run), reading in zip(runs.items(), readings, strict=True):
        try:
            if reading.problem:
                raise Refused(*reading.problem)
            take_in(run, reading.items, reading.answers.values())
            outcomes[source] = run
        except Refused as e:
            give_up(run, e.kind, e.detail)
            outcomes[source] = ReadingFailed(f"{source}: {KINDS.get(e.kind, e.kind)}. {e.detail}")
        except Exception as e:  # noqa: BLE001 - recorded, and raised again when the other sources are in
            give_up(run, Problem.INTERNAL, f"{type(e).__name__}: {e}")
            broken = e
    if broken:
        raise broken
    return outcomes


class NothingToRead(Exception):
    """There is nothing to ask this source for now."""


@transaction.atomic
def take_in(run, items, answers):
    Edition.advance()
    unread = [item for item in items if isinstance(item, UnreadItem)]
    believed = [item for item in items if not isinstance(item, UnreadItem)]
    counts = import_items(believed, answers=answers, run=run) if believed else Counts()
    run.finish(note="\n".join(f"{item.where}: {item.detail}" for item in unread), **counts._asdict())
    recovered(run)


def spider_for(source):
    """The spider class of a source and its arguments."""
    if source.spider == Source.Spider.SPLEY:
        words = sorted({word for cause in Cause.objects.all() for word in cause.words})
        if source.by_words and not words:
            raise NothingToRead("No cause has words to search for.")
        return Spley, {
            "service": settings.CONGRESS_API_URL,
            "period": source.period,
            "chamber": source.chamber,
            "words": words if source.by_words else (),
            "catalogues": source.by_words,
            "portal": settings.CONGRESS_PORTAL_URL,
        }
    if source.spider == Source.Spider.SPLEY_DETAIL:
        return SpleyDetail, detail_arguments()
    if source.spider == Source.Spider.DOMINO:
        return Domino, {"base": settings.CONGRESS_ARCHIVE_URL, "period": source.period, "pages": 200}
    raise NothingToRead(f"{source} holds answers saved as files; `manage.py import_expediente` reads them.")


def detail_arguments():
    if settings.CONGRESS_DETAIL == "off":
        raise NothingToRead("CONGRESS_DETAIL=off: dossiers are not read.")
    watched = Bill.objects.watched().filter(period__gte=2021).order_by("period", "chamber", "number")
    bills = [(*bill.key, bill.source_url) for bill in watched]
    if not bills:
        raise NothingToRead("No bill is in a cause or followed.")
    return {
        "service": settings.CONGRESS_API_URL,
        "bills": bills,
        "mode": settings.CONGRESS_DETAIL,
        "key": settings.CONGRESS_DETAIL_KEY,
        "portal": settings.CONGRESS_PORTAL_URL,
    }


def refuse_to_mix():
    """The demonstration's fictional bills and those of the real Congress never share a database."""
    if Demonstration.objects.exists() and not settings.CONGRESS_API_URL.startswith(LOOPBACK):
        raise ReadingFailed(
            f"This database holds the demonstration, so {settings.CONGRESS_API_URL} is not read. "
            "Start with a new database to watch the real Congress."
        )


@transaction.atomic
def give_up(run, problem, detail):
    """Record a failed reading."""
    Edition.advance()  # pages say which sources do not answer
    run.fail(problem, detail)
    if problem != Problem.EARLY:  # then we were stopped ourselves: that says nothing about the source
        count_failure(run)


def give_up_dead():
    """Record the readings whose process died. Of two processes that see one, one counts it."""
    for run in ScrapeRun.objects.dead():
        with transaction.atomic():
            Edition.advance()
            if ScrapeRun.objects.filter(pk=run.pk).give_up():
                run.refresh_from_db()
                count_failure(run)


def count_failure(run):
    """After some in a row, tell those who trust the silence of this source."""
    source = Source.objects.select_for_update().get(pk=run.source_id)
    if source.spider == Source.Spider.SAVED:
        return  # somebody at work reads it, and sees what became of it
    source.failures += 1
    source.failing_since = source.failing_since or run.started
    source.save(update_fields=["failures", "failing_since"])
    if source.failures == ALARM_AFTER:
        ledger = Ledger(run=run)
        ledger.add(
            Change.Kind.SOURCE_FAILING, source=source, new=run.get_problem_display(), old=run.note[:500]
        )
        ledger.write()


def recovered(run):
    """Close a streak of failures, and say so where it had been told."""
    source = Source.objects.select_for_update().get(pk=run.source_id)
    if not source.failures:
        return
    if source.failures >= ALARM_AFTER:
        since = timezone.localtime(source.failing_since)
        ledger = Ledger(run=run)
        ledger.add(Change.Kind.SOURCE_BACK, source=source, old=since.isoformat(timespec="minutes"))
        ledger.write()
    source.failures, source.failing_since = 0, None
    source.save(update_fields=["failures", "failing_since"])
