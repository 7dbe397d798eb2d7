"""The bill page, against an empty view of the same server."""

import os
import re
from urllib.request import Request, urlopen

from bench.processes import cpu_seconds, free_port, run, serving
from config import web_server

TITLE = "The bill page"
SECONDS = "4"
SEED = """
from datetime import date, timedelta
from legislation.importers import import_items
from scrapers.items import *
key = Key(period=2021, chamber="C", number=90305)
steps = tuple(StepItem(source_id=str(i), day=date(2025, 1, 1) + timedelta(days=3 * i), status="EN AGENDA DEL PLENO",
    detail="LA JUNTA DE PORTAVOCES ACORDÓ LA AMPLIACIÓN DE AGENDA", documents=(DocumentItem(source_id=f"d{i}", title=f"ACTA {i}"),)) for i in range(14))
people = tuple(SignatoryItem(source_id=str(i), name=f"Ficticia {i}, Ana", role="author") for i in range(8))
import_items([DossierItem(key=key, label="90305/2024-CR", title="LEY FICTICIA QUE SE MIDE", status="EN AGENDA DEL PLENO",
    presented=date(2025, 1, 1), steps=steps, signatories=people, url="https://congreso.example/90305")])
"""


def measure(folder):
    run("manage.py", "shell", "-v0", "-c", SEED)
    run("manage.py", "collectstatic", "--no-input", "-v0")
    bill, empty = "/proyectos/2021/C/90305/", "/bench/empty/"
    with server() as (port, process):
        results = {
            (path, connections): load(port, process, path, connections)
            for connections in (1, 8)
            for path in (empty, bill)
        }
        sizes = weigh(port, bill)
    with server(BENCH_UNCACHED="1") as (port, process):
        uncached = load(port, process, bill, 1)

    yield "| | req/s, 1 connection | req/s, 8 | CPU ms/request | × empty view (1, 8) |"
    yield "|---|---|---|---|---|"
    base = [results[empty, n] for n in (1, 8)]
    for name, path in (("empty view (reference)", empty), ("bill page, cached (target ≥ 0.6 ×)", bill)):
        one, eight = (results[path, n] for n in (1, 8))
        ratios = f"{one[0] / base[0][0]:.2f}, {eight[0] / base[1][0]:.2f}"
        yield f"| {name} | {one[0]:,.0f} | {eight[0]:,.0f} | {one[1]:.2f} | {ratios} |"
    ratio = f"{uncached[0] / base[0][0]:.2f}, –"
    yield f"| bill page, not cached (target ≤ 10 ms CPU) | {uncached[0]:,.0f} | – | {uncached[1]:.2f} | {ratio} |"
    yield ""
    yield (
        f"First visit with everything it loads: {sum(sizes.values()) / 1024:.1f} KB (target ≤ 40): "
        + ", ".join(f"{name} {size / 1024:.1f}" for name, size in sizes.items())
    )


class server:
    """The site's web server with one process, or with two as `manage.py serve` starts it."""

    def __init__(self, workers=1, **env):
        self.port = free_port()
        command = web_server.arguments(self.port, workers=workers)
        env |= {"DJANGO_SETTINGS_MODULE": "bench.settings"}
        self.serving = serving(*command, url=f"http://127.0.0.1:{self.port}/bench/empty/", env=env)

    def __enter__(self):
        return self.port, self.serving.__enter__()

    def __exit__(self, *error):
        return self.serving.__exit__(*error)


def load(port, process, path, connections):
    """(requests a second, CPU milliseconds of the server a request)."""
    command = ("-m", "bench.load", "127.0.0.1", str(port), path, str(connections))
    run(*command, "1")
    before = cpu_seconds(process.pid)
    count, seconds = run(*command, SECONDS).output.split()
    used = cpu_seconds(process.pid) - before
    return int(count) / float(seconds), used * 1000 / int(count)


def weigh(port, path):
    """Bytes on the wire, packed, of a page and all that it loads from us."""
    sizes, page = {}, fetch(port, path)
    sizes["page"] = len(page[0])
    for address in sorted(set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page[1]))):
        sizes[os.path.basename(address).split(".")[0]] = len(fetch(port, address)[0])
    return sizes


def fetch(port, path):
    packed = Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "br", "Host": "localhost"})
    plain = Request(f"http://127.0.0.1:{port}{path}", headers={"Host": "localhost"})
    with urlopen(packed) as one, urlopen(plain) as other:
        return one.read(), other.read().decode(errors="replace")
