"""A browser on a phone's slow line, and what a visit costs there."""

from contextlib import contextmanager
from typing import NamedTuple

LATENCY, RATE = 400, 400_000 // 8  # ms, bytes a second
OBSERVE = """
new PerformanceObserver(list => { for (const one of list.getEntries()) window.paintedAt = one.startTime })
  .observe({type: "largest-contentful-paint", buffered: true})
"""


class Visit(NamedTuple):
    painted: float  # ms after the start
    requests: int
    bytes: int  # on the wire, heads included


@contextmanager
def slow_page(browser):
    """A function that visits an address with what this reader's browser has kept so far."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.add_init_script(OBSERVE)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    line = {"offline": False, "latency": LATENCY, "downloadThroughput": RATE, "uploadThroughput": RATE}
    devtools.send("Network.emulateNetworkConditions", line)
    came = []
    devtools.on("Network.loadingFinished", lambda one: came.append(one["encodedDataLength"]))

    def visit(address):
        came.clear()
        page.goto(address, wait_until="networkidle")
        loaded = [size for size in came if size]
        return Visit(page.evaluate("window.paintedAt"), len(loaded), int(sum(loaded)))

    yield visit
    context.close()
