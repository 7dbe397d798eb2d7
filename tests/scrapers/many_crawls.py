"""A child process that crawls whenever it is asked to. A reactor starts once, and tests are many.

Reads pickled (jobs, options) and writes pickled readings, until its input ends."""

import pickle
import sys
import threading

from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor
from twisted.internet.defer import Deferred

from scrapers.crawl import Crawl, in_turn, quiet_process
from scrapers.settings import settings_for


def serve(process, answers):
    from twisted.internet import reactor

    while asked := receive():
        crawls = [Crawl(process.create_crawler(spider_class), kwargs) for spider_class, kwargs in asked]
        done = threading.Event()
        reactor.callFromThread(begin, process, crawls, done)
        done.wait()
        try:
            answer = [tuple(each.reading()) for each in crawls]
        except Exception as e:  # noqa: BLE001 - the test that asked raises it
            answer = e
        pickle.dump(answer, answers)
        answers.flush()
    reactor.callFromThread(reactor.stop)


def receive():
    try:
        return pickle.load(sys.stdin.buffer)  # noqa: S301
    except EOFError:
        return None


def begin(process, crawls, done):
    Deferred.fromCoroutine(in_turn(process, crawls)).addBoth(lambda _: done.set())


if __name__ == "__main__":
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    process = quiet_process(Settings(settings_for("http://127.0.0.1", timeout=2)))
    threading.Thread(target=serve, args=(process, sys.stdout.buffer), daemon=True).start()
    process.start(stop_after_crawl=False, install_signal_handlers=False)
