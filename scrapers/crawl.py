"""Run one spider to its end and judge what came. A process can do this once: Twisted's reactor starts once.

    crawl(Spley, service="https://…/spley-portal-service", period=2026, chamber="D") -> Reading

Only a Reading whose `problem` is None may be imported.
"""

import logging
import os
import ssl
import tempfile
from pathlib import Path
from typing import NamedTuple

from scrapy import signals
from scrapy.crawler import CrawlerProcess
from scrapy.settings import Settings
from twisted.internet.defer import Deferred

from scrapers.items import Item
from scrapers.problems import Problem, Unbelievable
from scrapers.settings import settings_for
from scrapers.stopping import stopped_at_once

# Scrapy counts these and calls the crawl finished all the same.
FATAL = {
    "robotstxt/forbidden": ("forbidden", "robots.txt forbids {} of the addresses"),
    "retry/max_reached": ("unavailable", "{} requests were given up after all repetitions"),
    "httperror/response_ignored_count": ("error", "{} error pages were passed over"),
    "spider_exceptions/count": ("shape", "{} pages could not be read"),
}


class Reading(NamedTuple):
    items: list[Item]
    answers: dict  # sha256: Answer
    problem: Problem | None
    stats: dict


def crawl(spider_class, *, site_url="", contact="", timeout=60, ca_bundle="", **kwargs):
    """The keyword arguments that are not named here are the spider's own."""
    jobs = [(spider_class, kwargs)]
    (reading,) = crawl_each(jobs, site_url=site_url, contact=contact, timeout=timeout, ca_bundle=ca_bundle)
    return reading


def crawl_each(jobs, *, site_url="", contact="", timeout=60, ca_bundle=""):
    """A Reading for each (spider class, its arguments) of one service: one crawl after another, each judged by itself."""
    trust(ca_bundle or os.environ.get("CONGRESS_CA_BUNDLE", ""))
    address = jobs[0][1].get("service") or jobs[0][1].get("base") or ""
    settings = settings_for(address, site_url=site_url, contact=contact, timeout=timeout)
    process = quiet_process(Settings(settings))
    crawls = [Crawl(process.create_crawler(spider_class), kwargs) for spider_class, kwargs in jobs]
    Deferred.fromCoroutine(in_turn(process, crawls))
    with stopped_at_once():
        process.start(install_signal_handlers=False)
    return [each.reading() for each in crawls]


async def in_turn(process, crawls):
    """One crawl after another, whether they end well or not."""
    for each in crawls:
        try:
            await process.crawl(each.crawler, **each.kwargs)
        except Exception as e:  # noqa: BLE001 - raised again when its reading is asked for
            each.broken = e


class Crawl:
    """One spider, and what it brought."""

    def __init__(self, crawler, kwargs):
        self.crawler, self.kwargs = crawler, kwargs
        self.pages, self.errors, self.broken = [], [], None
        self.crawler.signals.connect(self.take, signals.item_scraped, weak=False)
        self.crawler.signals.connect(self.note, signals.spider_error, weak=False)

    def take(self, item):
        self.pages.append(item)

    def note(self, failure):
        self.errors.append(failure.value)

    def reading(self):
        if self.broken:  # the crawl never began: a wrong argument
            raise self.broken
        items = [item for page in self.pages for item in page.items]
        answers = {}
        for page in self.pages:
            if page.answer:
                answers.setdefault(page.answer.sha256, page.answer)
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}  # none: stopped before its turn
        return Reading(items, answers, judge(self.crawler.spider, items, self.errors, stats), stats)


def judge(spider, items, errors, stats):
    """Why this reading must not be imported, or None."""
    for error in errors:
        if isinstance(error, Unbelievable):
            return error.problem
    if errors:
        return Problem("shape", f"a page could not be read: {type(errors[0]).__name__}: {errors[0]}")
    if (reason := stats.get("finish_reason")) != "finished":
        return Problem("early", f"the reading was ended: {reason or 'stopped from outside'}")
    for name, (kind, sentence) in FATAL.items():
        if name not in getattr(spider, "tolerates", ()) and (count := stats.get(name)):
            return Problem(kind, sentence.format(count))
    if not items and not getattr(spider, "may_find_nothing", False):
        return Problem("empty", "the reading brought nothing at all")
    return None


def quiet_process(settings):
    """Scrapy logs every item at DEBUG, personal names and all; of its log, only what went wrong is ours.

    Its level is set anew while the process is made, so it has to be set after that."""
    logging.disable(logging.INFO)
    try:
        process = CrawlerProcess(settings)
    finally:
        logging.disable(logging.NOTSET)
    logging.getLogger("scrapy").setLevel(logging.WARNING)
    logging.getLogger("scrapy.core.scraper").addFilter(is_unexpected)
    return process


def is_unexpected(record):
    """An Unbelievable is told by the Reading; its traceback would tell nothing more."""
    return not (record.exc_info and isinstance(record.exc_info[1], Unbelievable))


def trust(ca_bundle):
    """Let this process trust the bundle's authorities besides the system's own."""
    if not ca_bundle:
        return
    system = ssl.get_default_verify_paths()
    files = [Path(file).read_bytes() for file in (system.cafile, ca_bundle) if file]
    with tempfile.NamedTemporaryFile(suffix=".pem", delete=False) as both:
        both.write(b"\n".join(files))
    os.environ["SSL_CERT_FILE"] = both.name
    if system.capath:
        os.environ["SSL_CERT_DIR"] = system.capath
