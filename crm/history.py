"""Who changed what on a record, and when. Of other records it names only those that the reader may see.

simple_history keeps a row for every state of a record. What comes to one of its lists, a tag or a colleague, changes
no column of it: note() writes such things as the reason of a row of their own, "+tags:aliada".
"""

from itertools import pairwise
from typing import NamedTuple

from django.utils.translation import gettext as _

from crm.encryption import EncryptedTextField
from crm.models import (
    Affiliation,
    Alias,
    Attendance,
    ContactWay,
    DiscussionPoint,
    Institution,
    Participant,
    Person,
    Post,
)
from legislation.history import Difference, Entry, who

LATEST = 50
READ = 200  # rows of each kind, newest first
LONGEST_REASON = 100
NEEDED_FOR_A_NAME = {Post: ["institution"], Participant: ["person", "institution"]}


class Step(NamedTuple):
    """One row and the one before it."""

    row: object
    before: object
    key: str = ""  # by which a part hangs on the record; "" for the record itself


def note(records, sign, name, text, by):
    """Write into the history of each that something came ("+") to a list of theirs or left it ("-")."""
    if records:
        type(records[0]).history.bulk_history_create(
            records,
            batch_size=500,
            update=True,
            default_user=by,
            default_change_reason=f"{sign}{name}:{text}"[:LONGEST_REASON],
        )


def of_record(record, user, parts=(), merges=()):
    """Every change of one visible row and of its parts, newest first. A part is a model and its way to the record.

    The history of those that became part of it, by these merges, is its own."""
    pks = [record.pk, *(merge.merged for merge in merges if merge.undone is None)]
    steps = steps_of(type(record), "id", pks)
    for model, key in parts:
        steps += [step._replace(key=key) for step in steps_of(model, key, pks)]
    names = named(steps, user)
    told = [entry(step, names) for step in steps if not step.key or may_be_told(step, names)]
    return sorted(filter(None, told), key=lambda one: one.when, reverse=True)[:LATEST]


def since(record, number, user, names):
    """What was done to these columns and lists of a record after the row of that number, the oldest first."""
    steps = steps_since(record, number)
    for_names = named(steps, user)
    told = filter(None, (entry(step, for_names) for step in steps))
    labels = {name_of_column(type(record), name) for name in names}
    kept = [one._replace(differences=[d for d in one.differences if d.name in labels]) for one in told]
    return [one for one in kept if one.differences]


def steps_since(record, number):
    """Each row after that one, beside the one before it."""
    rows = list(type(record).history.filter(id=record.pk, history_id__gte=number).order_by("history_id"))
    return [Step(row, before) for before, row in pairwise(rows)]


def name_of_column(model, name):
    fields = {field.name: field for field in model._meta.get_fields()}
    return getattr(fields.get(name), "verbose_name", name)


def steps_of(model, key, pks):
    rows = model.history.filter(**{f"{key}__in": pks}).select_related("history_user")
    last, steps = {}, []
    for row in reversed(list(rows.order_by("-history_date", "-history_id")[:READ])):
        steps.append(Step(row, last.get(row.id)))
        last[row.id] = row
    return steps


def changed(step):
    if step.before is None:
        return []
    return [
        field
        for field in step.row.tracked_fields
        if getattr(step.before, field.attname) != getattr(step.row, field.attname)
    ]


def named(steps, user):
    """The names of whatever these rows point to and she may see, by model and key: one question for each model."""
    wanted = {}
    for step in steps:
        fields = step.row.tracked_fields if step.key else changed(step)
        for field in fields:
            if field.is_relation and field.name != step.key:
                keys = wanted.setdefault(field.related_model, set())
                keys |= {getattr(row, field.attname) for row in (step.before, step.row) if row}
    return {model: names_of(model, keys - {None}, user) for model, keys in wanted.items()}


def names_of(model, keys, user):
    if not keys:
        return {}
    rows = model.objects.visible_to(user) if hasattr(model.objects, "visible_to") else model.objects
    rows = rows.select_related(*NEEDED_FOR_A_NAME.get(model, ())).filter(pk__in=keys)
    return {row.pk: str(row) for row in rows}


def may_be_told(step, names):
    """Whether she may see all that a part says nothing without, then and now."""
    leans_on = {path.split("__")[0] for path in step.row.instance_type.objects.none().LEANS_ON}
    for field in step.row.tracked_fields:
        if field.name not in leans_on or field.name == step.key:
            continue
        for row in filter(None, (step.before, step.row)):
            key = getattr(row, field.attname)
            if key is not None and key not in names[field.related_model]:
                return False
    return True


def entry(step, names):
    row = step.row
    differences = [
        Difference(field.verbose_name, shown(step.before, field, names), shown(row, field, names))
        for field in changed(step)
        if field.name != step.key  # it came with somebody who became part of this record
    ]
    if row.history_change_reason:
        differences += noted(row)
    if row.history_type == "~" and step.before and not differences:
        return None
    if row.history_type != "~":
        differences = []
    return Entry(row.history_date, who(row), said(step, names), differences)


def noted(row):
    """What note() wrote."""
    name, _colon, text = row.history_change_reason[1:].partition(":")
    field = next((field for field in row.instance_type._meta.get_fields() if field.name == name), None)
    if field is None:
        return []
    label = getattr(field, "verbose_name", field.related_model._meta.verbose_name_plural)
    came = row.history_change_reason[0] == "+"
    text = text or _("uno")
    return [Difference(label, "" if came else text, text if came else "")]


def said(step, names):
    row = step.row
    if not step.key:
        return {"+": _("Se creó"), "~": _("Cambió"), "-": _("Se borró")}[row.history_type]
    words = {
        "+": _("Se añadió: %(kind)s «%(name)s»"),
        "~": _("Se corrigió: %(kind)s «%(name)s»"),
        "-": _("Se quitó: %(kind)s «%(name)s»"),
    }
    kind = row.instance_type._meta.verbose_name
    return words[row.history_type] % {"kind": kind, "name": LABELS[row.instance_type](as_it_was(row), names)}


def as_it_was(row):
    return row.instance_type(**{field.attname: getattr(row, field.attname) for field in row.tracked_fields})


def of_way(way, names):
    return f"{way.get_kind_display()} {way.value}".strip()


def of_holder(affiliation, names):
    return joined(names, (Person, affiliation.person_id), (Post, affiliation.post_id))


def of_participant(participant, names):
    return joined(names, (Person, participant.person_id), (Institution, participant.institution_id))


def joined(names, *keys):
    """Whoever is not the record itself."""
    return ", ".join(names[model][key] for model, key in keys if key in names.get(model, ()))


LABELS = {
    ContactWay: of_way,
    Alias: lambda alias, names: alias.name or "…",
    Post: lambda post, names: post.title,
    Affiliation: of_holder,
    Participant: of_participant,
    DiscussionPoint: lambda point, names: point.topic,
    Attendance: lambda attendance, names: str(attendance),
}


def shown(row, field, names):
    value = getattr(row, field.attname)
    if value in (None, ""):
        return _("vacío")
    if isinstance(field, EncryptedTextField):
        return _("(reservado)")
    if field.is_relation:
        return names[field.related_model].get(value) or _("un registro que no puedes ver")
    record = as_it_was(row)
    if words := getattr(record, f"{field.name}_in_words", None):
        return words
    display = getattr(record, f"get_{field.name}_display", None)
    return str(display() if display else {True: _("sí"), False: _("no")}.get(value, value))
