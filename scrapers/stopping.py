import signal
from contextlib import contextmanager

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stopped_at_once():
    """Inside, SIGTERM and Ctrl-C end the reactor now; its reading is then judged as ended early.

    Scrapy's own handlers first wait for every answer and repetition still due: minutes, where a source hangs.
    """
    before = {number: signal.signal(number, _crash) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _crash(*_):
    from twisted.internet import reactor  # importing it before Scrapy has chosen one would install another

    def crash():
        reactor.crash()
        reactor.getThreadPool().stop()  # a stop would end its threads, a crash leaves them and the process with them

    reactor.callFromThread(crash)
