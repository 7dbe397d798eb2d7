"""The scan for duplicates among 50,000 people and 10,000 institutions, and among a tenth of them."""

import os

from bench.processes import run

TITLE = "Duplicates: 50,000 people and 10,000 institutions"
SIZES = (1_000, 10_000)  # institutions; with each come five people
SECONDS = 60


def measure(folder):
    costs = []
    for size in SIZES:
        if size != SIZES[0]:
            empty(os.environ["DATABASE_URL"])
        run("-m", "bench.relations_seed", str(size))
        costs.append([run("manage.py", "find_duplicates") for _ in range(2)])
    yield f"At most {SECONDS} seconds for 50,000 people on one core; the second scan finds nothing new."
    yield ""
    yield "| | seconds | peak MB | found |"
    yield "|---|---|---|---|"
    for size, both in zip(SIZES, costs, strict=True):
        for which, cost in zip(("first", "second"), both, strict=True):
            found = "; ".join(cost.output.splitlines()[:2])
            yield f"| {size * 5:,} people, {which} scan | {cost.seconds:.1f} | {cost.peak_mb:.0f} | {found} |"
    missed = costs[-1][0].seconds > SECONDS
    yield ""
    yield f"× a tenth of the size: {costs[-1][0].seconds / costs[0][0].seconds:.1f}; target {'missed' if missed else 'met'}"


def empty(url):
    from bench.__main__ import empty

    empty(url)
