"""Two people at one record: whoever saves second is told what changed since she opened it, and loses nothing.

A form carries how far the history of its record had come. What others changed since in the columns of the form is
shown beside what she wrote; if she saves again, she has seen it.
"""

from crm import history

CARRIED = "seen"  # the name of the hidden field


def is_watched(form):
    """Whether the form corrects a record that has a history."""
    instance = getattr(form, "instance", None)
    return instance is not None and instance.pk is not None and hasattr(type(instance), "history")


def how_far(form):
    """The number of the newest row of the record's history."""
    newest = type(form.instance).history.filter(id=form.instance.pk).order_by("-history_id")
    return newest.values_list("history_id", flat=True).first() or 0


def lock(form):
    """The row waits for this transaction: nobody comes between the question and the answer."""
    list(type(form.instance)._base_manager.select_for_update().filter(pk=form.instance.pk).values_list("pk"))


def changes(form, since, user):
    """What others did to the columns of this form since then, the newest last."""
    record = form.instance
    found = history.since(record, since, user, list(form.fields))
    if not found:
        keep_other_columns(form, since)
    return found


def keep_other_columns(form, since):
    """What changed in columns that the form does not have is not to be written over either."""
    steps = history.steps_since(form.instance, since)
    names = {field.name for step in steps for field in history.changed(step)} - form.fields.keys()
    if names:
        form.instance.refresh_from_db(fields=names)
