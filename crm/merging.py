"""Two records that are one: all that belongs to the one that goes comes to the one that stays, and can be put back."""

import json
from collections import Counter
from typing import NamedTuple

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.circles import Circle
from crm.joining import absorb, references
from crm.journal import Journal, rows_of, take_back
from crm.models import (
    Alias,
    Institution,
    Interaction,
    Merge,
    Pair,
    Participant,
    Person,
    Tag,
    refresh_last_met,
)
from crm.searching import simple

TOGETHER = {  # columns that only say something side by side
    "place": ("region_id", "province_id", "district"),
    "staff": ("staff_to_train", "staff_counted"),
}
CHOSEN = {
    Person: ["name", "given_names", "first_surname", "second_surname"],
    Institution: ["name", "acronym", "kind", "level", "place", "parent_id", "status", "influence", "staff"],
}
LONGEST_ALIAS = 150


class Refused(Exception):
    """A sentence for whoever wanted it."""


class Undone(NamedTuple):
    record: models.Model  # the one that is back
    left: int  # rows that somebody changed since, and that stay as they are


def columns(name):
    return TOGETHER.get(name, (name,))


def differing(kept, lost):
    """What has to be chosen between the two."""
    return [
        name
        for name in CHOSEN[type(kept)]
        if [getattr(kept, column) for column in columns(name)]
        != [getattr(lost, column) for column in columns(name)]
    ]


def same_circle(kept, lost):
    """Whether exactly the same people see both: whoever sees the one that stays may then know of both."""
    return kept.circle == lost.circle and (kept.circle != Circle.PARTNER or kept.owner_id == lost.owner_id)


@transaction.atomic
def merge(kept, lost, *, by, theirs=(), keeps_name=True):
    """`theirs` are the fields taken from the one that goes; without keeps_name, a name not chosen is forgotten."""
    kept, lost = locked(kept, lost)
    refuse_to_merge(kept, lost)
    journal = Journal(by)
    not_chosen = [getattr(kept if name in theirs else lost, name) for name in names_of(kept)]
    values = chosen(kept, lost, theirs)
    settle_pairs(kept, lost, journal)
    settle_participants(kept, lost, journal)
    journal.change(kept, **values)
    absorb(kept, lost, journal)
    journal.drop(lost)
    if keeps_name:
        keep_names(kept, not_chosen, journal)
    elif isinstance(kept, Person):
        forget_name(kept, lost, not_chosen, journal)
    refresh(kept)
    key = type(kept)._meta.model_name
    return Merge.objects.create(**{key: kept}, merged=lost.pk, by=by, journal=journal.text())


def refuse_to_merge(kept, lost):
    if same_circle(kept, lost):
        return
    raise Refused(
        _(
            "«%(one)s» y «%(other)s» no las ven las mismas personas. Corrige antes, en una de las dos, quiénes "
            "la ven."
        )
        % {"one": kept, "other": lost}
    )


def names_of(record):
    return ["name"] if isinstance(record, Person) else ["name", "acronym"]


def locked(*records):
    """Both as they are now, in the order given; whoever else wants one of them waits."""
    model = type(records[0])
    found = rows_of(model).filter(pk__in=[record.pk for record in records])
    rows = {row.pk: row for row in found.order_by("pk").select_for_update()}
    if len(rows) < 2:
        raise Refused(_("Una de las dos ya no está: puede que alguien las haya unido mientras tanto."))
    return [rows[record.pk] for record in records]


def chosen(kept, lost, theirs):
    taken = [column for name in CHOSEN[type(kept)] if name in theirs for column in columns(name)]
    values = {column: getattr(lost, column) for column in taken}
    return values | {"parent_id": parent(kept, lost, values)} if isinstance(kept, Institution) else values


def parent(kept, lost, values):
    """What it depends on: neither on one of the two, nor on what depends on them."""
    wanted = [values.get("parent_id", kept.parent_id), kept.parent_id, lost.parent_id]
    return next((pk for pk in wanted if pk is None or is_above(pk, {kept.pk, lost.pk})), None)


def is_above(pk, both):
    seen = set()
    while pk is not None and pk not in seen:
        if pk in both:
            return False
        seen.add(pk)
        pk = rows_of(Institution).filter(pk=pk).values_list("parent_id", flat=True).first()
    return True


def settle_pairs(kept, lost, journal):
    """What was said of the one that goes holds of the one that stays, unless it was said of that one already."""
    name, other = type(kept)._meta.model_name, f"other_{type(kept)._meta.model_name}"
    key, other_key = f"{name}_id", f"{other}_id"
    known = {frozenset((getattr(row, key), getattr(row, other_key))): row for row in pairs_of(name, kept.pk)}
    for pair in pairs_of(name, lost.pk):
        third = ({getattr(pair, key), getattr(pair, other_key)} - {lost.pk}).pop()
        both = sorted((kept.pk, third))
        twin = known.get(frozenset(both))
        if twin and pair.decided and not twin.decided:
            journal.change(twin, decided=pair.decided, decided_by_id=pair.decided_by_id)
        if twin or third == kept.pk:
            journal.drop(pair)
        else:
            journal.change(pair, **{key: both[0], other_key: both[1]})


def pairs_of(name, pk):
    about = models.Q(**{name: pk}) | models.Q(**{f"other_{name}": pk})
    return rows_of(Pair).filter(about).order_by("pk").select_for_update()


def settle_participants(kept, lost, journal):
    """Nobody stands in for herself."""
    if not isinstance(kept, Person):
        return
    both = [kept.pk, lost.pk]
    for one in rows_of(Participant).filter(person__in=both, stands_in_for__in=both).order_by("pk"):
        journal.change(one, stands_in_for_id=None)


def keep_names(kept, names, journal):
    """Under the names that were not chosen she is still found."""
    key = type(kept)._meta.model_name
    there = {kept.name.casefold()}
    aliases = rows_of(Alias).filter(**{key: kept}).values_list("name", flat=True)
    there |= {name.casefold() for name in aliases}
    if isinstance(kept, Institution):
        there.add(kept.acronym.casefold())
    for name in dict.fromkeys(name[:LONGEST_ALIAS] for name in names):
        if name and name.casefold() not in there:
            journal.make(Alias(**{key: kept}, name=name))


def forget_name(kept, lost, names, journal):
    """Also where it stood as another form, and in the history: the journal alone has it, sealed, for thirty days."""
    forgotten = set(map(simple, names)) - {simple(kept.name)}
    both = [kept.pk, lost.pk]
    for alias in rows_of(Alias).filter(person=kept).order_by("pk"):
        if simple(alias.name) in forgotten:
            journal.drop(alias)
    for row in Person.history.model.objects.filter(id__in=both).order_by("pk"):
        journal.change(row, **blanked(row, kept, forgotten))
    for row in Alias.history.model.objects.filter(person_id__in=both).order_by("pk"):
        if simple(row.name) in forgotten:
            journal.change(row, name="")


def blanked(row, kept, forgotten):
    values = {"name": ""} if simple(row.name) in forgotten else {}
    if values and row.given_names != kept.given_names:
        values["given_names"] = ""
    return values


def refresh(*records):
    """The columns that are made of what came or went: of these, and of whoever was met together with them."""
    model = type(records[0])
    key = model._meta.model_name
    model.objects.filter(pk__in=[record.pk for record in records]).refresh_search()
    met = Participant.objects.filter(**{f"{key}__in": records}).those_met()
    numbers = [(record.pk, None) if key == "person" else (None, record.pk) for record in records]
    refresh_last_met([*met, *numbers])


# What moves


def moving(lost, user):
    """What belongs to the one that goes and she may see, in words, and how many."""
    counts = Counter()
    for key in references(type(lost)):
        rows = (
            key.model.objects.visible_to(user)
            if hasattr(key.model.objects, "visible_to")
            else key.model.objects
        )
        if key.model is Merge:
            rows = rows.standing()  # one that was undone is nothing of hers
        counts[str(of_many(key.model))] += rows.filter(**{key.name: lost.pk}).count()
    return [(label, number) for label, number in counts.items() if number]


def of_many(model):
    told_as = Tag if model._meta.auto_created else {Participant: Interaction}.get(model, model)
    return told_as._meta.verbose_name_plural


# Back


@transaction.atomic
def undo(merge, *, by):
    """Everything as it was, except what somebody changed since. Returns the record that is back."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    refuse_to_undo(merge)
    model = type(merge.record)
    rows_of(model).select_for_update().get(pk=merge.record.pk)
    try:
        with transaction.atomic():
            left = take_back(json.loads(merge.journal))
    except IntegrityError:
        raise Refused(
            _(
                "No se puede deshacer: lo que se registró después de unirlas no cabe en las dos por separado. "
                "Nada cambió."
            )
        ) from None
    kept, lost = (rows_of(model).get(pk=pk) for pk in (merge.record.pk, merge.merged))
    refresh(kept, lost)
    merge.undone, merge.undone_by, merge.journal, merge.is_final = timezone.now(), by, "", True
    merge.save(update_fields=["undone", "undone_by", "journal", "is_final"])
    return Undone(lost, left)


def refuse_to_undo(merge):
    if merge.undone:
        raise Refused(_("Esta unión ya se deshizo."))
    if not merge.is_undoable:
        raise Refused(
            _("Pasaron más de %(n)d días: ya no se puede deshacer.") % {"n": Merge.UNDOABLE_FOR.days}
        )
    if Merge.objects.standing().of(merge.record).filter(pk__gt=merge.pk).exists():
        raise Refused(
            _("Después se unió con «%(record)s» otro registro. Deshaz primero esa unión.")
            % {"record": merge.record}
        )
