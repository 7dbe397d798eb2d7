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

from scrapers.items import Item
from scrapers.problems import Problem, Unbelievable
from scrapers.settings import settings_for

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
    trust(ca_bundle or os.environ.get("CONGRESS_CA_BUNDLE", ""))
    settings = settings_for(
        kwargs.get("service") or kwargs.get("base") or "", site_url=site_url, contact=contact, timeout=timeout
    )
    process = CrawlerProcess(Settings(settings))
    logging.getLogger("scrapy.core.scraper").addFilter(is_unexpected)
    crawler = process.create_crawler(spider_class)
    pages, errors, broken = [], [], []
    crawler.signals.connect(lambda item: pages.append(item), signals.item_scraped, weak=False)
    crawler.signals.connect(lambda failure: errors.append(failure.value), signals.spider_error, weak=False)
    process.crawl(crawler, **kwargs).addErrback(lambda failure: broken.append(failure.value))
    process.start()
    if broken:  # the crawl never began: a wrong argument
        raise broken[0]

    items = [item for page in pages for item in page.items]
    answers = {}
    for page in pages:
        if page.answer:
            answers.setdefault(page.answer.sha256, page.answer)
    stats = crawler.stats.get_stats()
    return Reading(items, answers, judge(crawler.spider, items, errors, stats), stats)


def judge(spider, items, errors, stats):
    """Why this reading must not be imported, or None."""
    for error in errors:
        if isinstance(error, Unbelievable):
            return error.problem
    if errors:
        return Problem("shape", f"a page could not be read: {type(errors[0]).__name__}: {errors[0]}")
    if (reason := stats.get("finish_reason")) != "finished":
        return Problem("early", f"the reading was ended: {reason}")
    for name, (kind, sentence) in FATAL.items():
        if name not in getattr(spider, "tolerates", ()) and (count := stats.get(name)):
            return Problem(kind, sentence.format(count))
    if not items and not getattr(spider, "may_find_nothing", False):
        return Problem("empty", "the reading brought nothing at all")
    return None


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
