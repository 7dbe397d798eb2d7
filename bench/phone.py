"""python -m bench.phone: twenty meetings logged on a phone over 400 kbit/s and 400 ms, with JavaScript and without.

With --database it measures on a database that holds the demonstration already; it adds 40 meetings to it.
Nobody thinks or types here: the seconds are those of the network, the server and the browser.
"""

import argparse
import json
import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from uuid import uuid4

from bench.processes import free_port, run, serving
from config import web_server
from tests.chromium import chromium

EMAIL, PASSWORD = "equipo@demo.example", "practica-incidencia"  # noqa: S105 - the demonstration's
SLOW = {
    "offline": False,
    "latency": 400,  # ms
    "downloadThroughput": 400_000 / 8,  # bytes a second
    "uploadThroughput": 400_000 / 8,
}
KB_LIMIT, WAIT_LIMIT, TAP_LIMIT = 60, 5, 8
USUAL, RICH, LOOKED_UP, NEW = (
    "somebody met lately",
    "with promise and task",
    "looked up by name",
    "new on the spot",
)
MEETINGS = [USUAL] * 8 + [RICH] * 4 + [LOOKED_UP] * 4 + [NEW] * 4
NAMES = "import json; from crm.models import Person; print(json.dumps(list(Person.objects.filter(circle='coalition').order_by('name').values_list('name', flat=True)[:200:50])))"


class Phone:
    """A browser of 360 × 740 that counts taps, waits and bytes."""

    def __init__(self, browser, site, has_script):
        self.context = browser.new_context(
            viewport={"width": 360, "height": 740},
            device_scale_factor=2,
            is_mobile=True,
            has_touch=True,
            locale="es-PE",
            java_script_enabled=has_script,
        )
        self.page, self.site, self.has_script = self.context.new_page(), site, has_script
        self.page.set_default_timeout(60_000)
        self.taps = self.bytes = self.requests = 0
        self.waited = 0.0

    def sign_in(self):
        self.page.goto(f"{self.site}/cuenta/login/")
        self.page.locator("input[name=login]").fill(EMAIL)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main form button[type=submit], main form button:not([type])").first.click()
        self.page.wait_for_url(lambda url: "login" not in url)

    def slow_down(self):
        """As on the first visit: nothing kept from before, and the network of the coast on a bad day."""
        channel = self.context.new_cdp_session(self.page)
        channel.send("Network.enable")
        channel.send("Network.clearBrowserCache")
        channel.send("Network.emulateNetworkConditions", SLOW)
        channel.on("Network.loadingFinished", self.weigh)

    def weigh(self, event):
        self.bytes += event["encodedDataLength"]
        self.requests += event["encodedDataLength"] > 0  # else it was kept from before

    @contextmanager
    def waiting(self):
        started = time.perf_counter()
        yield
        self.waited += time.perf_counter() - started

    def tap(self, target):
        self.taps += 1
        target.tap()

    def write(self, label, text):
        """One tap into the field; what is typed are keys, not taps."""
        field = self.page.get_by_label(label, exact=False).first
        self.tap(field)
        field.fill(text)

    def unfold(self, title):
        fold = self.page.locator("details:not([open]) > summary", has_text=title)
        if fold.count():
            self.tap(fold)

    def save(self):
        with self.page.expect_navigation(wait_until="load"):
            self.tap(self.page.get_by_role("button", name="Guardar"))


def log_meeting(phone, kind, number, name):
    """From opening the page to the confirmation."""
    page, started = phone.page, time.perf_counter()
    phone.taps, phone.bytes, phone.requests, phone.waited = 0, 0, 0, 0.0
    with phone.waiting():
        page.goto(f"{phone.site}/registro/", wait_until="load")
    if kind in (USUAL, RICH):
        phone.tap(page.locator("#id_met label.chip").nth(number % 3))
    elif kind == LOOKED_UP:
        look_up(phone, name)
    else:
        phone.unfold("Otra persona")
        phone.write("Otra persona", f"Persona Ficticia {uuid4()}")
    phone.write("¿En qué quedó?", f"Nos recibirá otra vez ({number})")
    if kind == RICH:
        phone.unfold("Postura, compromiso")
        phone.write("¿A qué se comprometió?", "Ponerlo en agenda")
        phone.write("¿Qué nos toca hacer?", "Enviarle el texto")
    with phone.waiting():
        phone.save()
    if kind == NEW:
        phone.tap(page.get_by_label("como nuevo registro"))
        with phone.waiting():
            phone.save()
    assert page.get_by_role("heading", name="Guardado").count() == 1, page.url  # noqa: S101
    return kind, time.perf_counter() - started, phone.waited, phone.taps, phone.bytes, phone.requests


def look_up(phone, name):
    """With a script from three letters on; without, the server finds the name that was written."""
    phone.unfold("Otra persona")
    phone.write("Otra persona", name)
    if phone.has_script:
        with phone.waiting():
            found = phone.page.locator("ul.found button").first
            found.wait_for()
        phone.tap(found)


def table(rows):
    yield "| meeting | times | taps | requests | KB | seconds waited, median (most) | seconds in all |"
    yield "|---|---|---|---|---|---|---|"
    for kind in dict.fromkeys(MEETINGS):
        of_kind = [row for row in rows if row[0] == kind]
        _, whole, waited, taps, size, requests = zip(*of_kind, strict=True)
        yield (
            f"| {kind} | {len(of_kind)} | {max(taps)} | {median(requests):.0f} | {median(size) / 1024:.1f} "
            f"| {median(waited):.1f} ({max(waited):.1f}) | {median(whole):.1f} |"
        )


def measure(site, names, pictures=None):
    with chromium() as browser:
        for has_script in (True, False):
            phone = Phone(browser, site, has_script)
            phone.sign_in()
            phone.slow_down()
            first = visit(phone)
            rows = []
            for number, kind in enumerate(MEETINGS):
                rows.append(log_meeting(phone, kind, number, names[number % len(names)]))
                if pictures and kind not in [row[0] for row in rows[:-1]]:
                    phone.page.screenshot(path=f"{pictures}/{number}-{has_script}.png", full_page=True)
            yield f"\n#### {'With' if has_script else 'Without'} JavaScript\n"
            yield f"First visit, nothing kept: {first[0] / 1024:.1f} KB (target ≤ {KB_LIMIT}) in {first[1]} requests, {first[2]:.1f} s (target ≤ {WAIT_LIMIT})."
            yield ""
            yield from table(rows)
            usual = [row for row in rows if row[0] == USUAL]
            yield ""
            yield f"A usual meeting: at most {max(row[3] for row in usual)} taps (target ≤ {TAP_LIMIT}), waited at most {max(row[2] for row in usual):.1f} s (target ≤ {WAIT_LIMIT})."
            phone.context.close()


def visit(phone):
    phone.bytes = phone.requests = 0
    started = time.perf_counter()
    phone.page.goto(f"{phone.site}/registro/", wait_until="load")
    seconds = time.perf_counter() - started
    phone.page.wait_for_load_state("networkidle")
    return phone.bytes, phone.requests, seconds


def names_in(output):
    return json.loads(output.strip().splitlines()[-1])


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--database", help="the address of a database with the demonstration in it")
    asked.add_argument("--pictures", help="a folder for screenshots of each kind of meeting")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        os.environ["DATABASE_URL"] = given.database or f"sqlite:///{Path(folder)}/phone.sqlite3"
        os.environ["PORT"] = str(port)
        os.environ["SITE_URL"] = f"http://localhost:{port}"
        os.environ.setdefault("SECRET_KEY", "only-for-measuring-" * 3)
        run("manage.py", "migrate", "-v0")
        run("manage.py", "load_demo")
        run("manage.py", "collectstatic", "--no-input", "-v0")
        names = names_in(run("manage.py", "shell", "-v0", "-c", NAMES).output)
        with serving(*web_server.arguments(port), url=f"http://127.0.0.1:{port}/cuenta/login/"):
            for line in measure(f"http://localhost:{port}", names, given.pictures):
                print(line, flush=True)


if __name__ == "__main__":
    main()
