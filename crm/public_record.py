"""What anybody may know of what institutions promised. Nothing else of the contact book leaves it by this door."""

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.models import Commitment, PublicCommitment
from legislation.languages import in_language

State = Commitment.State


class Standing(models.TextChoices):
    OVERDUE = "overdue", _("Venció el plazo")
    OPEN = "open", _("Por cumplir")
    PARTLY = "partly", _("Cumplido en parte")
    KEPT = "kept", _("Cumplido")
    BROKEN = "broken", _("No se cumplió")
    WITHDRAWN = "withdrawn", _("Se retractó")


class Change(NamedTuple):
    day: date
    text: str


class Promise(NamedTuple):
    """All that is public of one; a column that is not here is not read."""

    key: int
    institution: str
    region: str
    region_name: str
    what: str
    what_language: str
    made: date
    due: date
    closed: date
    standing: Standing
    source_name: str
    source: str
    proof: str
    reply: str
    reply_language: str
    reply_day: date
    changes: list  # of Change, newest first


COLUMNS = {
    "institution": F("commitment__institution__name"),
    "region": F("commitment__institution__region_id"),
    "region_name": F("commitment__institution__region__name"),
    "made": F("commitment__made"),
    "due": F("commitment__due"),
    "closed": F("commitment__closed"),
    "state": F("commitment__state"),
}
OWN = ("pk", "commitment_id", "what_es", "what_en", "source_name", "source", "proof", "published")
REPLY = ("reply_es", "reply_en", "reply_day")


def promises(region=None):
    """Of one region or of all: what is overdue first, then what is open, then the rest, the latest first."""
    rows = PublicCommitment.objects.for_the_public()
    if region is not None:
        rows = rows.filter(commitment__institution__region=region)
    rows = list(rows.order_by().values(*OWN, *REPLY, **COLUMNS))
    logs = change_logs(rows)
    found = [promise(row, logs[row["pk"]]) for row in rows]
    places = list(Standing)
    return sorted(found, key=lambda one: (min(places.index(one.standing), 2), -one.made.toordinal(), one.key))


def promise(row, changes):
    what, what_language = in_language(row["what_es"], row["what_en"])
    reply, reply_language = in_language(row["reply_es"], row["reply_en"])
    return Promise(
        key=row["pk"],
        institution=row["institution"],
        region=row["region"] or "",
        region_name=row["region_name"] or "",
        what=what,
        what_language=what_language,
        made=row["made"],
        due=row["due"],
        closed=row["closed"],
        standing=standing(row["state"], row["due"]),
        source_name=row["source_name"],
        source=row["source"],
        proof=row["proof"],
        reply=reply,
        reply_language=reply_language,
        reply_day=row["reply_day"],
        changes=changes,
    )


def standing(state, due):
    if state not in Commitment.OPEN:
        return Standing(state)
    return Standing.OVERDUE if due and due < timezone.localdate() else Standing.OPEN


def counts(found):
    """How many stand where, in the order of Standing; what nobody is at is left out."""
    numbers = [(one, sum(promise.standing == one for promise in found)) for one in Standing]
    return [(one, number) for one, number in numbers if number]


# The log of changes


TOLD = {  # what is told of a change, by column
    "state": _("Situación: de «%(before)s» a «%(after)s»."),
    "due": _("Plazo: de %(before)s a %(after)s."),
    "what_es": _("Corregimos el texto."),  # what it said before may be what had to go
    "source": _("Cambiamos el enlace a donde consta."),
    "proof": _("Cambiamos el enlace a la prueba."),
    "reply_es": _("Publicamos lo que respondió la institución."),
    "withdrawn": _("Estuvo retirado de esta página un tiempo."),
}


def change_logs(rows):
    """By publication: what changed since it was made public, never who changed it."""
    logs = {row["pk"]: [Change(day_of(row["published"]), str(_("Lo publicamos.")))] for row in rows}
    by_commitment = {row["commitment_id"]: row for row in rows}
    by_key = {row["pk"]: row for row in rows}
    for before, after in versions(Commitment, by_commitment, ("state", "due")):
        row = by_commitment[after["id"]]
        logs[row["pk"]] += told(before, after, since=row["published"])
    own = ("what_es", "source", "proof", "reply_es", "withdrawn")
    for before, after in versions(PublicCommitment, by_key, own):
        logs[after["id"]] += told(before, after, since=by_key[after["id"]]["published"])
    return {key: sorted(log, key=lambda change: change.day, reverse=True) for key, log in logs.items()}


def versions(model, keys, columns):
    """Each version of each of these rows with the one before it: these columns only."""
    if not keys:
        return
    rows = model.history.filter(id__in=list(keys)).order_by("id", "history_date", "history_id")
    for before, after in pairwise(rows.values("id", "history_date", *columns)):
        if before["id"] == after["id"]:
            yield before, after


def told(before, after, since):
    if after["history_date"] <= since:
        return
    for column, text in TOLD.items():
        if column in after and before[column] != after[column] and (column != "withdrawn" or before[column]):
            words = {"before": shown(column, before[column]), "after": shown(column, after[column])}
            yield Change(day_of(after["history_date"]), str(text) % words)


def shown(column, value):
    if column == "state":
        return State(value).label
    if column == "due":
        return value.strftime("%d/%m/%Y") if value else _("sin plazo")
    return value


def day_of(moment):
    return timezone.localtime(moment).date()
