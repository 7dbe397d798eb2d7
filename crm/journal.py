"""Every step of a merge, in order, so that it can be taken back: what moved, changed, came and went.

Rows are written past their managers and signals: what those add (history, search columns) is added here, once, and
goes again with the step that brought it.
"""

import json

from django.apps import apps
from django.db import models
from django.utils import timezone

BATCH = 500


def rows_of(model):
    return models.QuerySet(model)


class Journal:
    def __init__(self, by):
        self.by, self.now, self.steps = by, timezone.now(), []

    def text(self):
        return json.dumps(self.steps)

    def move(self, model, name, rows, before, after):
        """Rows that pointed to one record now point to another."""
        keys = [row.pk for row in rows]
        for start in range(0, len(keys), BATCH):
            rows_of(model).filter(pk__in=keys[start : start + BATCH]).update(**{name: after})
        if rows:
            self.steps.append(["moved", model._meta.label, name, keys, before, after])
            self.write_history(model, rows, "~")

    def change(self, row, **values):
        before = {name: plain(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        after = {name: plain(row, name) for name in values}
        if before == after:
            return
        rows_of(type(row)).filter(pk=row.pk).update(**values)
        self.steps.append(["changed", type(row)._meta.label, row.pk, before, after])
        self.write_history(type(row), [row], "~")

    def make(self, row):
        rows_of(type(row)).bulk_create([row])
        self.steps.append(["made", type(row)._meta.label, [row.pk]])
        self.write_history(type(row), [row], "+")

    def drop(self, row):
        self.write_history(type(row), [row], "-")
        values = {field.attname: plain(row, field.attname) for field in row._meta.concrete_fields}
        self.steps.append(["dropped", type(row)._meta.label, values])
        remove(type(row), [row.pk])

    def write_history(self, model, rows, kind):
        if not hasattr(model, "history"):
            return
        past = model.history.model
        signed = {"history_date": self.now, "history_type": kind, "history_user": self.by}
        made = past.objects.bulk_create(
            [
                past(**signed, **{f.attname: getattr(row, f.attname) for f in past.tracked_fields})
                for row in rows
            ],
            batch_size=BATCH,
        )
        self.steps.append(["made", past._meta.label, [one.pk for one in made]])


def plain(row, name):
    """A value as JSON holds it, without losing a microsecond."""
    value = getattr(row, name)
    if value is None or isinstance(value, (str, int, bool)):
        return value
    return row._meta.get_field(name).value_to_string(row)


def restored(model, values):
    """The values of plain(), by the names of their columns."""
    return {name: model._meta.get_field(name).to_python(value) for name, value in values.items()}


def remove(model, keys):
    """Past signals, which would write a history of their own. Whoever still points to the row stops the transaction."""
    rows_of(model).filter(pk__in=keys)._raw_delete("default")


def take_back(steps):
    """The steps from the last to the first. Returns how many rows somebody changed since: those stay as they are."""
    left = 0
    for kind, label, *rest in reversed(steps):
        left += BACK[kind](apps.get_model(label), *rest)
    return left


def move_back(model, name, keys, before, after):
    back = 0
    for start in range(0, len(keys), BATCH):
        rows = rows_of(model).filter(pk__in=keys[start : start + BATCH], **{name: after})
        back += rows.update(**{name: before})
    return len(keys) - back


def change_back(model, key, before, after):
    row = rows_of(model).filter(pk=key).first()
    same = [name for name in before if row and plain(row, name) == after[name]]
    if same:
        rows_of(model).filter(pk=key).update(**restored(model, {name: before[name] for name in same}))
    return int(len(same) < len(before))


def unmake(model, keys):
    for start in range(0, len(keys), BATCH):
        remove(model, keys[start : start + BATCH])
    return 0


def bring_back(model, values):
    rows_of(model).bulk_create([model(**restored(model, values))])
    return 0


BACK = {"moved": move_back, "changed": change_back, "made": unmake, "dropped": bring_back}
