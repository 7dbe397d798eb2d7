"""The CRM with 10,000 institutions, 50,000 people and 100,000 encounters, and with a tenth of them."""

import json
import os

from bench.processes import run

TITLE = "Relations: 10,000 institutions, 50,000 people, 100,000 encounters"
SIZES = (1_000, 10_000)  # institutions
TIMES = 20
LIGHT = 15  # ms, p50 of the pages for phones
FULL = 45  # ms, p50 in the Wagtail admin


def measure(folder):
    answers = []
    for size in SIZES:
        if size != SIZES[0]:
            empty(os.environ["DATABASE_URL"])
        run("-m", "bench.relations_seed", str(size))
        cost = run("-m", "bench.relations_ask", str(TIMES))
        answers.append([json.loads(line) for line in cost.output.splitlines()])
        exports = [json.loads(run("-m", "bench.relations_ask", form).output) for form in ("csv", "xlsx")]
    yield f"p50 at most {FULL} ms in the Wagtail admin and {LIGHT} at /registro/, p95 at most 2 ×, growth at most 1.5 ×."
    yield ""
    yield "| | p50 ms | p95 ms | CPU ms | queries | × a tenth of the size | target |"
    yield "|---|---|---|---|---|---|---|"
    for small, large in zip(*answers, strict=True):
        yield line(small, large)
    yield ""
    for export in exports:
        yield (
            f"All {export['rows']:,} people as {export['form']}: {export['seconds']:.1f} s (target ≤ 20), "
            f"peak {export['peak_mb']:.0f} MB (target ≤ 150), first byte after {export['first']:.2f} s"
        )


def line(small, large):
    limit = LIGHT if large["name"].startswith("/registro/") else FULL
    growth = large["p50"] / small["p50"]
    missed = [
        name
        for name, is_missed in (
            ("p50", large["p50"] > limit),
            ("p95", large["p95"] > 2 * large["p50"]),
            ("growth", growth > 1.5),
        )
        if is_missed
    ]
    return (
        f"| {large['name']} | {large['p50']:.0f} | {large['p95']:.0f} | {large['cpu']:.0f} | {large['queries']} "
        f"| {growth:.2f} | {'missed: ' + ', '.join(missed) if missed else 'met'} |"
    )


def empty(url):
    from bench.__main__ import empty

    empty(url)
