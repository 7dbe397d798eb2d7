"""Who changed what, and when, read from the rows that simple_history keeps."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

LATEST = 50  # entries shown


class Difference(NamedTuple):
    name: str
    old: str
    new: str


class Entry(NamedTuple):
    when: datetime
    who: str
    what: str
    differences: list


def of_cause(cause):
    """Every change of a cause's words and of its chain, newest first."""
    chain = cause.chain.model.history.filter(cause=cause.pk).select_related("history_user", "bill")
    entries = [*of_object(cause), *(of_chain(record) for record in chain)]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)[:LATEST]


def of_chain(record):
    says = (
        _("Entró a la cadena: %(bill)s") if record.history_type == "+" else _("Salió de la cadena: %(bill)s")
    )
    return Entry(record.history_date, who(record), says % {"bill": record.bill.label}, [])


def of_object(instance):
    """Every change of one row, newest first."""
    records = list(instance.history.select_related("history_user").order_by("history_date", "history_id"))
    entries = [entry_of(record, before) for before, record in zip([None, *records], records, strict=False)]
    return [entry for entry in reversed(entries) if entry]


def entry_of(record, before):
    if before is None:
        return Entry(record.history_date, who(record), _("Se creó"), [])
    differences = [
        difference(field, before, record)
        for field in record.tracked_fields
        if getattr(before, field.attname) != getattr(record, field.attname)
    ]
    return Entry(record.history_date, who(record), _("Cambió"), differences) if differences else None


def difference(field, before, record):
    """What a field said and says now; of a list of lines, only those that went and came."""
    old, new = shown(before, field), shown(record, field)
    if isinstance(old, str) and isinstance(new, str):
        gone = [line for line in old.splitlines() if line not in new.splitlines()]
        come = [line for line in new.splitlines() if line not in old.splitlines()]
        old, new = "\n".join(gone), "\n".join(come)
    return Difference(field.verbose_name, old, new)


def shown(record, field):
    display = getattr(record.instance, f"get_{field.name}_display", None)
    value = display() if display else getattr(record, field.attname)
    return {True: _("sí"), False: _("no"), None: "", "": _("vacío")}.get(value, value)


def who(record):
    return str(record.history_user) if record.history_user else _("el sistema")
