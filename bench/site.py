"""Pages of the site at 50 and at 5,000 articles, against an empty view, and the same bytes as files of nginx."""

import json
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

from bench.pages import load, server
from bench.processes import free_port, run, wait_for
from bench.slow_line import slow_page
from tests.chromium import PROGRAM, chromium

TITLE = "The site, kept and drawn anew"
SIZES = (50, 5_000)
EMPTY = "/bench/empty/"
PAGES = {
    "home": "/",
    "campaign": "/ley-de-derechos/",
    "news": "/para-entender/",
    "bill": "/proyectos/2021/C/90305/",
}
NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log /dev/null;
events {{ worker_connections 64; }}
http {{
  access_log off; default_type text/html; keepalive_requests 1000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


def measure(folder):
    run("manage.py", "collectstatic", "--no-input", "-v0")
    for size in SIZES:
        run("-m", "bench.site_seed", str(size), env={"DJANGO_SETTINGS_MODULE": "config.settings"})
        yield f"**{size:,} articles.** Two processes with four threads each, as `manage.py serve` starts them."
        yield ""
        yield from kept(folder)
        yield from drawn_anew()
    yield from painted()


def painted():
    """What a phone on a slow line waits for and pays, in Chromium."""
    if not PROGRAM.exists():
        yield f"No browser at {PROGRAM}: first visits are not measured."
        return
    yield "| first visit at 400 kbit/s and 400 ms | largest paint, s (≤ 2.5) | requests | KB | again, KB |"
    yield "|---|---|---|---|---|"
    with server() as (port, _process), chromium() as browser:
        for name, path in PAGES.items():
            with slow_page(browser) as visit:
                first, again = (
                    visit(f"http://localhost:{port}{path}"),
                    visit(f"http://localhost:{port}{path}"),
                )
            yield (
                f"| {name} | {first.painted / 1000:.2f} | {first.requests} | {first.bytes / 1024:.1f} "
                f"| {again.bytes / 1024:.1f} |"
            )
    yield ""


def kept(folder):
    with server(workers=2) as (port, process):
        base = {n: load(port, process, EMPTY, n) for n in (1, 8)}
        files = {name: packed(port, path) for name, path in PAGES.items()}
        with nginx(folder, files) as beside:
            yield "| kept | req/s, 1 connection | req/s, 8 | CPU ms | × empty view (1, 8) | × nginx, same bytes (8) |"
            yield "|---|---|---|---|---|---|"
            yield row("empty view", base, base)
            for name, path in PAGES.items():
                yield row(
                    f"{name} (≥ 0.6 ×)",
                    {n: load(port, process, path, n) for n in (1, 8)},
                    base,
                    beside and load(beside[0], beside[1], f"/{name}.html", 8),
                )
    yield ""
    if not beside:
        yield "nginx is not installed: no ratio to it."


def row(name, results, base, beside=None):
    ratios = ", ".join(f"{results[n][0] / base[n][0]:.2f}" for n in (1, 8))
    share = f"{results[8][0] / beside[0]:.2f}" if beside else "–"
    return (
        f"| {name} | {results[1][0]:,.0f} | {results[8][0]:,.0f} | {results[8][1]:.2f} | {ratios} | {share} |"
    )


def drawn_anew():
    queries = json.loads(run("-m", "bench.site_ask", *PAGES.values()).output)
    yield "| drawn anew | req/s | CPU ms (≤ 10) | queries (≤ 12) |"
    yield "|---|---|---|---|"
    with server(BENCH_UNCACHED="1") as (port, process):
        for name, path in PAGES.items():
            rate, cpu = load(port, process, path, 1)
            yield f"| {name} | {rate:,.0f} | {cpu:.1f} | {queries[path]} |"
    yield ""


def packed(port, path):
    request = Request(
        f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "br", "Host": "localhost"}
    )
    with urlopen(request) as answer:
        return answer.read()


@contextmanager
def nginx(folder, files):
    """(port, process) of nginx with these files, or None where there is none."""
    if not (program := shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")):
        yield None
        return
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / "files").mkdir()
    place.chmod(0o755)
    for name, body in files.items():
        (place / "files" / f"{name}.html").write_bytes(body)
    port = free_port()
    (place / "nginx.conf").write_text("user root;" + NGINX.format(folder=place, port=port))
    process = subprocess.Popen([program, "-c", str(place / "nginx.conf")], stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/home.html", process)
        yield port, process
    finally:
        process.terminate()
        process.wait(timeout=30)
