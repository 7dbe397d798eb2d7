"""Reading and importing a whole period."""

import statistics

from bench.processes import free_port, run, serving

TITLE = "Reading a period of 14,864 bills"
BILLS = 14_864
REPEATS = 3
READ = ("manage.py", "scrape", "spley", "--source", "lista-2021-congreso")


def measure(folder):
    port = free_port()
    service = f"http://127.0.0.1:{port}/spley-portal-service"
    practice = (
        "manage.py",
        "practice_congress",
        "--port",
        str(port),
        "--scenario",
        "sleeping",
        "--speed",
        "0",
    )
    total = listed(practice, port)
    with serving(*practice, "--bills", str(BILLS - total), url=f"{service}/periodo-parlamentario"):
        env = {"CONGRESS_API_URL": service}
        bare = [run("-m", "bench.reference", "bare", service) for _ in range(REPEATS)]
        first = run(*READ, env=env)
        spider, started, again = [], [], []
        for _ in range(REPEATS):  # in turn, so that all meet the same machine
            spider.append(run("-m", "bench.reference", "spider", service))
            started.append(run("-m", "bench.reference", "started", service))
            again.append(run(*READ, env=env))

    alone, reference = median(spider), median(started)
    yield "| | seconds | rows/s | peak MB | × reference | × spider alone |"
    yield "|---|---|---|---|---|---|"
    for name, costs in (
        ("bare download + JSON (standard library)", bare),
        ("download + parse by our spider, alone", spider),
        ("the same in a process with Django started (reference)", started),
        ("first import", [first]),
        ("the same again, unchanged (target ≤ 1.3 ×, ≤ 300 MB)", again),
    ):
        seconds, peak = median(costs), max(cost.peak_mb for cost in costs)
        yield (
            f"| {name} | {seconds:.2f} | {BILLS / seconds:,.0f} | {peak:.0f} "
            f"| {seconds / reference:.2f} | {seconds / alone:.2f} |"
        )
    yield ""
    yield f"First: `{first.output.strip().splitlines()[-1]}` · again: `{again[-1].output.strip().splitlines()[-1]}`"


def listed(practice, port):
    """How many bills the practice Congress has in that list by itself."""
    with serving(*practice, url=f"http://127.0.0.1:{port}/spley-portal-service/periodo-parlamentario"):
        return int(
            run("-m", "bench.reference", "bare", f"http://127.0.0.1:{port}/spley-portal-service").output
        )


def median(costs):
    return statistics.median(cost.seconds for cost in costs)
