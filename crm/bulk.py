"""One thing done to many rows: whole or not at all, and written into the history of each."""

from itertools import chain, islice

from django.db import connection, connections, transaction
from django.db.models import JSONField, prefetch_related_objects
from django.utils import timezone
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from crm import history
from crm.models import Task

BATCH = 500


@transaction.atomic
def tag(rows, tags, by):
    """Put these tags on those that lack them. Returns how many rows changed."""
    changed = set()
    prefetch_related_objects(rows, "tags")
    for one in tags:
        lacking = [row for row in rows if one not in row.tags.all()]
        links(rows[0]).bulk_create(
            [link(row, one) for row in lacking], batch_size=BATCH, ignore_conflicts=True
        )
        history.note(lacking, "+", "tags", one.name, by)
        changed |= {row.pk for row in lacking}
    return len(changed)


@transaction.atomic
def untag(rows, tags, by):
    """Take these tags off those that have them. Returns how many rows changed."""
    changed = set()
    prefetch_related_objects(rows, "tags")
    for one in tags:
        having = [row for row in rows if one in row.tags.all()]
        for some in chunks([row.pk for row in having]):
            links(rows[0]).filter(tag=one, **{f"{key_of(rows[0])}__in": some}).delete()
        history.note(having, "-", "tags", one.name, by)
        changed |= {row.pk for row in having}
    return len(changed)


def links(row):
    """The rows that join records and tags."""
    return type(row).tags.through.objects


def link(row, tag):
    return type(row).tags.through(**{f"{key_of(row)}_id": row.pk, "tag_id": tag.pk})


def key_of(row):
    return type(row)._meta.model_name


def chunks(keys):
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]


@transaction.atomic
def assign(tasks, assignee, by):
    """Give her the open ones that are not hers yet. Returns how many changed."""
    changing = [task for task in tasks if task.state == Task.State.OPEN and task.assignee_id != assignee.pk]
    for task in changing:
        task.assignee = assignee
    if changing:
        bulk_update_with_history(changing, Task, ["assignee"], batch_size=BATCH, default_user=by)
    return len(changing)


@transaction.atomic
def create_tasks(rows, what, assignee, due, circle, by):
    """One for each row that does not have it yet: the form sent twice makes them once. Returns how many are new."""
    key = key_of(rows[0])
    same = Task.objects.visible_to(by).open().filter(what=what, assignee=assignee, **{f"{key}__in": rows})
    having = set(same.order_by().values_list(key, flat=True))
    tasks = [
        Task(
            what=what,
            assignee=assignee,
            due=due,
            circle=circle,
            owner=by.partner,
            logged_by=by,
            **{key: row},
        )
        for row in rows
        if row.pk not in having
    ]
    if tasks:
        bulk_create_with_history(tasks, Task, batch_size=BATCH, default_user=by)
    return len(tasks)


def keys_for(model, count):
    """As many keys as rows are going to be written in this transaction. Nobody else gets them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, model._meta.pk.column, count])
            return [key for (key,) in cursor.fetchall()]
        # Nobody else writes meanwhile, and keys that are given move the sequence as well.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return list(range(last + 1, last + 1 + count))


def insert(model, names, rows, **same):
    """Write tuples of the values of these columns; in all rows what is `same`, and else the column's default.

    No instance is built, so nothing of save() happens: search columns and history are up to whoever calls. JSON is
    given as text."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = [field for name, field in fields.items() if name not in names and not field.primary_key]
    always = [ready(field, same.get(field.attname, field.get_default())) for field in others]
    given = [fields[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in (*given, *others))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608
    marks = f"({', '.join(['%s'] * (len(given) + len(always)))})"
    rows = iter(rows)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        while some := [(*map(ready, given, row), *always) for row in islice(rows, BATCH)]:
            if connection.vendor == "sqlite":
                cursor.executemany(statement + marks, some)
            else:  # one question for many rows
                cursor.execute(statement + ", ".join([marks] * len(some)), list(chain.from_iterable(some)))


def ready(field, value):
    """As the database has it."""
    if isinstance(field, JSONField) and isinstance(value, str):
        return value
    return field.get_db_prep_save(
        value, connections[connection.alias]
    )  # not through the proxy, 200,000 times


def chronicle(model, pks, sign, by):
    """Copy these rows as they are now into the history, each as made ("+") or changed ("~"), in one statement."""
    past = model.history.model
    quote = connection.ops.quote_name
    fields = [(field.column, past._meta.get_field(field.name).column) for field in past.tracked_fields]
    ours, theirs = (", ".join(map(quote, names)) for names in zip(*fields, strict=True))
    into, source, key = quote(past._meta.db_table), quote(model._meta.db_table), quote(model._meta.pk.column)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    copy = (
        f"INSERT INTO {into} ({theirs}, history_date, history_type, history_user_id, history_change_reason) "  # noqa: S608
        f"SELECT {ours}, %s, %s, %s, NULL FROM {source} WHERE {key} IN ({{}}) ORDER BY {key}"
    )
    with connection.cursor() as cursor:
        for some in chunks(sorted(pks)):
            cursor.execute(copy.format(", ".join(["%s"] * len(some))), [now, sign, by and by.pk, *some])


def erase(model, pks):
    """Delete these rows and what their history kept of them: as if they had never been written down."""
    past = model.history.model
    tables = [
        (field.remote_field.through._meta.db_table, field.m2m_column_name())
        for field in model._meta.many_to_many
    ]
    tables += [
        (past._meta.db_table, past._meta.get_field("id").column),
        (model._meta.db_table, model._meta.pk.column),
    ]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for some in chunks(sorted(pks)):
            for table, column in tables:
                marks = ", ".join(["%s"] * len(some))
                cursor.execute(f"DELETE FROM {quote(table)} WHERE {quote(column)} IN ({marks})", some)  # noqa: S608
