"""What happened lately to the people and institutions that a member follows."""

from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from crm.contacts import who
from crm.models import Affiliation, Commitment, Follow, Interaction, Participant, Position
from crm.timeline import Entry, earliest

SHOWN = 5  # of each record; the rest is on its page


class Followed(NamedTuple):
    key: str  # "person" or "institution"
    record: object
    entries: list


def of_followed(user, since):
    """Everything she follows: first what has news, the newest on top."""
    follows = Follow.objects.visible_to(user).select_related("person", "institution")
    records = {
        key_of(follow): follow.record for follow in follows.defer("person__search", "institution__search")
    }
    entries = {key: [] for key in records}
    for source in (meetings, positions, commitments, comings_and_goings):
        for key, entry in source(user, set(records), since):
            entries[key].append(entry)
    found = [Followed(key[0], record, newest(entries[key])) for key, record in records.items()]
    return sorted(found, key=lambda one: (not one.entries, str(one.record)))


def key_of(row):
    return ("person", row.person_id) if row.person_id else ("institution", row.institution_id)


def newest(entries):
    return sorted(entries, key=lambda entry: entry.day, reverse=True)[:SHOWN]


def numbers(keys, wanted):
    return [number for key, number in keys if key == wanted]


def about(keys, place="institution"):
    return Q(person__in=numbers(keys, "person")) | Q(**{f"{place}__in": numbers(keys, "institution")})


def meetings(user, keys, since):
    """Those that took place since that day, and those that somebody wrote down since: of each record the newest."""
    lately = Q(interaction__starts__gte=since, interaction__starts__lte=timezone.now())
    lately |= Q(interaction__logged__gte=since)
    rows = Participant.objects.visible_to(user).filter(about(keys), lately).order_by()
    took_part = {key: set() for key in keys}
    for starts, number, person, institution in rows.values_list(
        "interaction__starts", "interaction", "person", "institution"
    ):
        for key in {("person", person), ("institution", institution)} & keys:
            took_part[key].add((starts, number))
    newest = {key: sorted(found, reverse=True)[:SHOWN] for key, found in took_part.items()}
    read = {number for found in newest.values() for _starts, number in found}
    seen = Interaction.objects.visible_to(user).defer("search").prefetch_related("staff", "partners")
    meetings = seen.in_bulk(list(read))
    for key, found in newest.items():
        for row in (meetings[number] for _starts, number in found):
            yield key, Entry(timezone.localtime(row.starts).date(), "", "interaction", row, who(row))


def positions(user, keys, since):
    lately = Q(stated__gte=since.date()) | Q(logged__gte=since)
    rows = Position.objects.visible_to(user).standing().filter(about(keys), lately).defer("words")
    for row in rows.select_related("cause"):
        yield key_of(row), Entry(row.stated, "", "position", row)


def commitments(user, keys, since):
    lately = Q(made__gte=since.date()) | Q(closed__gte=since.date()) | Q(logged__gte=since)
    for row in Commitment.objects.visible_to(user).filter(about(keys), lately):
        both = {("person", row.person_id), ("institution", row.institution_id)}
        for key in both & keys:
            yield key, Entry(row.closed or row.made, "", "commitment", row)


def comings_and_goings(user, keys, since):
    day, today = since.date().isoformat(), timezone.localdate().isoformat()
    lately = Q(started__gte=day, started__lte=today) | Q(ended__gte=day, ended__lte=today)
    rows = Affiliation.objects.visible_to(user).filter(about(keys, "post__institution"), lately)
    for row in rows.for_display():
        for text, kind in ((row.started, "started"), (row.ended, "ended")):
            if day <= text <= today:
                both = {("person", row.person_id), ("institution", row.post.institution_id)}
                yield from ((key, Entry(earliest(text), "", kind, row)) for key in both & keys)
