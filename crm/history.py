"""Who changed what on a record, and when. Of other records it names only those that the reader may see."""

from django.utils.translation import gettext as _

from crm.encryption import EncryptedTextField
from legislation.history import Difference, Entry, who

LATEST = 50


def of_record(record, user):
    """Every change of one visible row, newest first."""
    rows = list(record.history.select_related("history_user").order_by("history_date", "history_id"))
    entries = [entry(row, before, user) for before, row in zip([None, *rows], rows, strict=False)]
    return [one for one in reversed(entries) if one][:LATEST]


def entry(row, before, user):
    if before is None:
        return Entry(row.history_date, who(row), _("Se creó"), [])
    changed = [
        field for field in row.tracked_fields if getattr(before, field.attname) != getattr(row, field.attname)
    ]
    differences = [
        Difference(field.verbose_name, shown(before, field, user), shown(row, field, user))
        for field in changed
    ]
    return Entry(row.history_date, who(row), _("Cambió"), differences) if differences else None


def shown(row, field, user):
    value = getattr(row, field.attname)
    if value in (None, ""):
        return _("vacío")
    if isinstance(field, EncryptedTextField):
        return _("(reservado)")
    if field.is_relation:
        return named(field.related_model, value, user)
    display = getattr(row.instance, f"get_{field.name}_display", None)
    return str(display() if display else {True: _("sí"), False: _("no")}.get(value, value))


def named(model, pk, user):
    rows = model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects
    return str(rows.filter(pk=pk).first() or _("un registro que no puedes ver"))
