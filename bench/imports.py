"""A spreadsheet of 10,000 people coming in where 50,000 are known, and one of 1,000 where 5,000 are."""

import json
import os

from bench.processes import run

TITLE = "Spreadsheets: 10,000 rows into 50,000 people"
SIZES = (1_000, 10_000)  # rows; five times as many people are there
RATE, MEMORY, UNDO = 2500, 200, 10  # rows a second, MB, seconds


def measure(folder):
    yield f"Targets: preview and import at least {RATE:,} rows/s, at most {MEMORY} MB; undo at most {UNDO} s; the same file again: nothing new."
    yield ""
    yield "| rows | step | seconds | CPU s | rows/s | peak MB |"
    yield "|---|---|---|---|---|---|"
    for size in SIZES:
        if size != SIZES[0]:
            empty(os.environ["DATABASE_URL"])
        run("-m", "bench.imports_ask", "seed", str(size))
        for step in ("dry", "whole", "again", "undo"):
            cost = json.loads(run("-m", "bench.imports_ask", step, str(size)).output.splitlines()[-1])
            yield (
                f"| {size:,} | {cost['name']} | {cost['seconds']:.2f} | {cost['cpu']:.2f} | {size / cost['seconds']:,.0f} "
                f"| {cost['peak']} |"
            )


def empty(url):
    from bench.__main__ import empty

    empty(url)
