"""The figures of the programme with 50,000 people and 100,000 encounters, and with a tenth of them."""

import json
import os

from bench.processes import run
from bench.relations import SIZES, empty

TITLE = "Figures of the programme: 10,000 institutions, 50,000 people, 100,000 encounters"
TIMES = 7
LIMIT = 300  # ms, p50


def measure(folder):
    answers = []
    for size in SIZES:
        if size != SIZES[0]:
            empty(os.environ["DATABASE_URL"])
        run("-m", "bench.relations_seed", str(size))
        output = run("-m", "bench.figures_ask", str(TIMES)).output
        answers.append([json.loads(line) for line in output.splitlines()])
    yield f"p50 at most {LIMIT} ms."
    yield ""
    yield "| | p50 ms | p95 ms | CPU ms | queries | × a tenth of the size | target |"
    yield "|---|---|---|---|---|---|---|"
    for small, large in zip(*answers, strict=True):
        verdict = "met" if large["p50"] <= LIMIT else "missed"
        yield (
            f"| {large['name']} | {large['p50']:.0f} | {large['p95']:.0f} | {large['cpu']:.0f} "
            f"| {large['queries']} | {large['p50'] / small['p50']:.2f} | {verdict} |"
        )
