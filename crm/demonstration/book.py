"""The rows of the demonstration: gathered in memory, then written model by model, each with its history."""

import random
import tomllib
import uuid
from csv import DictReader
from datetime import datetime, time, timedelta
from functools import cached_property
from itertools import groupby
from pathlib import Path

from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from crm.models import (
    Affiliation,
    Alias,
    Attendance,
    Commitment,
    ContactWay,
    DiscussionPoint,
    Follow,
    Indicator,
    Institution,
    Interaction,
    Note,
    Participant,
    Person,
    Position,
    Post,
    PublicCommitment,
    Record,
    ReportedValue,
    SavedView,
    Study,
    StudyTable,
    Tag,
    Task,
)

HERE = Path(__file__).parent
SEED = "incidencia"
ORDER = [  # what is pointed at comes before what points
    Tag,
    Institution,
    Person,
    Post,
    Affiliation,
    ContactWay,
    Alias,
    Interaction,
    Participant,
    Commitment,
    PublicCommitment,
    Task,
    DiscussionPoint,
    Attendance,
    Position,
    Note,
    SavedView,
    Follow,
    Study,
    StudyTable,
    Indicator,
    ReportedValue,
]


def table(name):
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(DictReader(file))


def texts(name):
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


class Book:
    def __init__(self, cause, team, today):
        self.cause, self.team, self.today = cause, team, today
        self.dice = random.Random(SEED)
        self.rows = {model: [] for model in ORDER}
        self.links, self.closings, self.tags = {}, {}, {}

    @cached_property
    def archive(self):
        """When the coalition's old lists were entered: everything older was written down on that day."""
        return self.moment(self.today - timedelta(days=760))

    def moment(self, day, hour=9, minute=0):
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def add(self, model, *, at=None, by=None, **fields):
        at = min(at or self.archive, timezone.now())
        if issubclass(model, Record):
            fields = {"logged": at, "logged_by": by, "owner": by.partner if by else None} | fields
        if model is Interaction:
            fields["key"] = uuid.UUID(int=self.dice.getrandbits(128), version=4)
        row = model(**fields)
        row._history_date, row._history_user = at, by
        self.rows[model].append(row)
        return row

    def link(self, row, name, others):
        field = row._meta.get_field(name)
        keys = field.m2m_field_name(), field.m2m_reverse_field_name()
        through = field.remote_field.through
        self.links.setdefault(through, []).extend(
            through(**dict(zip(keys, (row, other), strict=True))) for other in others
        )

    def tag(self, row, names):
        for name in filter(None, names):
            if name not in self.tags:
                self.tags[name] = self.add(Tag, name=name)
            self.link(row, "tags", [self.tags[name]])

    def close(self, row, *, at, by, **fields):
        """What became of it later: a second line in its history."""
        self.closings.setdefault(type(row), []).append((row, min(at, timezone.now()), by, fields))

    def write(self):
        for model, rows in self.rows.items():
            for _depth, generation in groupby(sorted(rows, key=depth), key=depth):
                written(model, list(generation))
        for through, rows in self.links.items():
            through.objects.bulk_create(rows)
        for model, closings in self.closings.items():
            for row, row._history_date, row._history_user, fields in closings:
                for name, value in fields.items():
                    setattr(row, name, value)
            names = sorted({name for *_rest, fields in closings for name in fields})
            bulk_update_with_history([row for row, *_rest in closings], model, names)


def depth(row):
    """An institution is written after the one it depends on."""
    parent = getattr(row, "parent", None)
    return 1 + depth(parent) if parent else 0


def written(model, rows):
    if hasattr(model, "history"):
        return bulk_create_with_history(rows, model)
    return model.objects.bulk_create(rows)
