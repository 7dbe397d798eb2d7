"""How far the work on a spreadsheet has come, and whether somebody asked it to stop.

While an import writes it is one transaction, and what it writes nobody else can read, nor on SQLite write beside it.
So the count goes through a small file of its own, which holds two numbers and nothing of anybody.
"""

import hashlib
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection

SILENT = 20  # seconds after which whoever worked on it is taken for dead


class Stopped(Exception):
    """Somebody asked to stop, and nothing was written."""


class Progress(NamedTuple):
    done: int
    total: int
    is_alive: bool

    @property
    def percent(self):
        return 100 * self.done // self.total if self.total else 0


def path(sheet, kind):
    text = f"{settings.SECRET_KEY}{connection.settings_dict['NAME']}{sheet.pk}"
    name = hashlib.sha256(text.encode()).hexdigest()[:24]
    return Path(tempfile.gettempdir()) / f"incidencia-{name}.{kind}"


def tell(sheet, done, total):
    """Say how far we are, and give up if we are asked to."""
    if path(sheet, "stop").exists():
        raise Stopped
    path(sheet, "count").write_text(f"{done} {total}")


def read(sheet):
    file = path(sheet, "count")
    try:
        done, total = map(int, file.read_text().split())
        return Progress(done, total, time.time() - file.stat().st_mtime < SILENT)
    except (OSError, ValueError):
        return Progress(0, 0, is_alive=False)


def ask_to_stop(sheet):
    path(sheet, "stop").touch()


def clear(sheet):
    for kind in ("count", "stop"):
        path(sheet, kind).unlink(missing_ok=True)
