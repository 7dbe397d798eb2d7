"""What points to a row comes to point to another; rows that then say the same become one, and nothing is lost."""

from crm.journal import rows_of
from crm.models import Affiliation, Alias, ContactWay, Follow, Pair, Participant, Post, Task


def references(model):
    """Every key of ours that points to rows of this model. Pairs are settled by themselves."""
    fields = model._meta.get_fields(include_hidden=True)
    keys = [field.field for field in fields if field.auto_created and (field.one_to_many or field.one_to_one)]
    ours = [key for key in keys if key.db_constraint and key.model is not Pair]
    return sorted(ours, key=lambda key: (key.model._meta.label, key.name))


def of_affiliation(row):
    spans = (row.started, row.ended, row.on_behalf_of_id) if row.ended else ()
    return row.person_id, row.post_id, *spans


def of_participant(row):
    return row.interaction_id, row.person_id, None if row.person_id else row.institution_id


# By what one of two such rows would be once too many.
SAME = {
    Affiliation: of_affiliation,
    Alias: lambda row: row.name.casefold(),
    ContactWay: lambda row: (row.kind, row.value),
    Follow: lambda row: row.user_id,
    Participant: of_participant,
    Post: lambda row: row.title.lower(),
}


def sameness(model):
    if model._meta.auto_created:  # the rows that join records and tags
        return lambda row: row.tag_id
    return SAME.get(model)


def absorb(kept, lost, journal):
    """Whatever points to the one that is lost comes to the one that is kept."""
    prepare(kept, lost, journal)
    for key in references(type(kept)):
        rows = list(rows_of(key.model).filter(**{key.name: lost.pk}).order_by("pk").select_for_update())
        if rows:
            bring(kept, lost, rows, key, journal)


def bring(kept, lost, rows, key, journal):
    twins = twins_of(kept, key)
    same, moving, doubles = sameness(key.model), [], []
    for row in rows:
        setattr(row, key.attname, kept.pk)
        twin = twins.setdefault(same(row), row) if same else row
        if twin is row:
            moving.append(row)
        else:
            setattr(row, key.attname, lost.pk)
            doubles.append((twin, row))
    journal.move(key.model, key.attname, moving, lost.pk, kept.pk)
    for twin, row in doubles:
        join(twin, row, journal)


def twins_of(kept, key):
    """What the one that is kept has already, by what makes another one too many."""
    same = sameness(key.model)
    if same is None:
        return {}
    rows = rows_of(key.model).filter(**{key.name: kept.pk}).order_by("-pk").select_for_update()
    return {same(row): row for row in rows}


def join(kept, lost, journal):
    """Two rows that say the same are one, which knows what either knew."""
    journal.change(kept, **both_known(kept, lost))
    absorb(kept, lost, journal)
    journal.drop(lost)


def both_known(kept, lost):
    blank, values = (None, ""), {}
    for field in kept._meta.concrete_fields:
        value = getattr(lost, field.attname)
        if getattr(kept, field.attname) in blank and value not in blank:
            values[field.attname] = value
    return values | REMEMBER.get(type(kept), lambda *both: {})(kept, lost)


def of_posts(kept, lost):
    """A post that still exists in one of them exists."""
    closed = max(kept.closed, lost.closed) if kept.closed and lost.closed else None
    return {"closed": closed, "is_seat": kept.is_seat or lost.is_seat}


def of_affiliations(kept, lost):
    """Since the earlier of two days; "2024-03" says more than "2024"."""
    known = [day for day in (kept.started, lost.started) if day]
    if len(known) == 2 and (known[0].startswith(known[1]) or known[1].startswith(known[0])):
        return {"started": max(known, key=len)}
    return {"started": min(known, default="")}


def of_ways(kept, lost):
    longest = {"label": 60, "proof": 200}
    values = {name: in_one(getattr(kept, name), getattr(lost, name), most) for name, most in longest.items()}
    return values | {"is_preferred": kept.is_preferred or lost.is_preferred}


def of_participants(kept, lost):
    """Two groups of one staff were counted apart: together they are as many as both."""
    if kept.heads is None or lost.heads is None:
        return {}
    firsts = (kept.new_heads, lost.new_heads)
    return {"heads": kept.heads + lost.heads, "new_heads": None if None in firsts else sum(firsts)}


def in_one(one, other, most):
    return " · ".join(dict.fromkeys(filter(None, (one, other))))[:most]


REMEMBER = {
    Affiliation: of_affiliations,
    ContactWay: of_ways,
    Follow: lambda kept, lost: {"since": min(kept.since, lost.since)},
    Participant: of_participants,
    Post: of_posts,
}


def prepare(kept, lost, journal):
    """What may be there once only, before there are two."""
    if isinstance(kept, Post):
        induction = {"kind": Task.Kind.INDUCT, "state": Task.State.OPEN}
        if rows_of(Task).filter(post=kept.pk, **induction).exists():
            for task in rows_of(Task).filter(post=lost.pk, **induction):
                journal.change(task, kind=Task.Kind.FOLLOW_UP)
        return
    name = type(kept)._meta.model_name
    if name in ("person", "institution"):
        prefer(kept, lost, name, journal)


def prefer(kept, lost, name, journal):
    """Of two preferred ways, that of the one that stays."""
    if rows_of(ContactWay).filter(**{name: kept.pk}, is_preferred=True).exists():
        for way in rows_of(ContactWay).filter(**{name: lost.pk}, is_preferred=True):
            journal.change(way, is_preferred=False)
