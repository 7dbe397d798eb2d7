"""Who may be the same as whom: of everybody, at night, as pairs; of somebody who is being written down, at once."""

from collections import defaultdict
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from crm import likeness
from crm.circles import Circle
from crm.likeness import HINT, Institutions, People
from crm.models import (
    AT_ONCE,
    Affiliation,
    Alias,
    ContactWay,
    Institution,
    Merge,
    Pair,
    Person,
    Region,
)
from crm.searching import simple

MOST_LOOKED_AT = 300  # records in whose names a part of what was typed is found
PART = 4  # letters of a word by which they are found: a slip mostly comes later
SHOWN = 5
PHONES = (ContactWay.Kind.PHONE, ContactWay.Kind.MOBILE)


# What is compared


def known_people(people, *, held=None):
    """Of this query set, with the posts of `held`: by default those that everybody may know of."""
    if held is None:
        held = Affiliation.objects.filter(post__institution__circle=Circle.COALITION)
    posts = gathered(held, people, "person", "post", "post__institution", "post__institution__region")
    names, ways = alias_names(people, "person"), contacts_of(people, "person")
    columns = ("pk", "name", "given_names", "first_surname", "second_surname")
    for pk, name, *parts in people.order_by("pk").values_list(*columns).iterator(chunk_size=AT_ONCE):
        there = posts.get(pk, ())
        yield likeness.person(
            pk,
            name,
            others=[*names.get(pk, ()), " ".join(filter(None, parts)) if all(parts[:2]) else ""],
            **contact_lists(ways.get(pk, ())),
            posts=[post for post, _institution, _region in there],
            institutions=[institution for _post, institution, _region in there],
            regions=[region for _post, _institution, region in there],
        )


def known_institutions(institutions):
    names, ways = alias_names(institutions, "institution"), contacts_of(institutions, "institution")
    regions = dict(Region.objects.values_list("pk", "name"))
    columns = ("pk", "name", "acronym", "kind", "parent", "region", "province", "province__name", "district")
    rows = institutions.order_by("pk").values_list(*columns).iterator(chunk_size=AT_ONCE)
    for pk, name, acronym, kind, parent, region, province, province_name, district in rows:
        yield likeness.institution(
            pk,
            name,
            others=[acronym, *names.get(pk, ())],
            **contact_lists(ways.get(pk, ())),
            region=region,
            places=filter(None, [regions.get(region), province_name, district]),
            district=f"{province} {simple(district)}" if district else None,
            kind=kind,
            parent=parent,
        )


def gathered(rows, of, key, *columns):
    """Row → the values of these columns, in one question."""
    found = defaultdict(list)
    owners = of.order_by().values("pk")
    for owner, *values in rows.filter(**{f"{key}__in": owners}).order_by("pk").values_list(key, *columns):
        found[owner].append(values)
    return found


def alias_names(of, key):
    return {pk: [name for [name] in names] for pk, names in gathered(Alias.objects, of, key, "name").items()}


def contacts_of(of, key):
    rows = ContactWay.objects.filter(kind__in=[*PHONES, ContactWay.Kind.EMAIL])
    return gathered(rows, of, key, "kind", "value")


def contact_lists(ways):
    return {
        "phones": [value for kind, value in ways if kind in PHONES],
        "emails": [value for kind, value in ways if kind == ContactWay.Kind.EMAIL],
    }


def office_contacts():
    """Phones and e-mails of institutions: whoever answers there is nobody in particular."""
    rows = ContactWay.objects.filter(kind__in=[*PHONES, ContactWay.Kind.EMAIL])
    return rows.exclude(institution=None).values_list("value", flat=True)


# As she types


class Alike(NamedTuple):
    """A record that may be the one she is writing down, and why."""

    record: object
    likeness: likeness.Likeness

    @property
    def reasons(self):
        return likeness.in_words(self.likeness.reasons)


def alike(model, user, name, *, exclude=None, **facts):
    """Those that she may see and that may be this one, the likeliest first."""
    seen = model.objects.visible_to(user).exclude(pk=exclude)
    book, newcomer = (
        (people_near, likeness.person) if model is Person else (institutions_near, likeness.institution)
    )
    found = book(seen, user, name).like(newcomer(None, name, **facts), least=HINT, everybody=True)[:SHOWN]
    records = seen.in_bulk([pk for pk, _likeness in found])
    return [Alike(records[pk], likeness) for pk, likeness in found]


def people_near(seen, user, name):
    people = seen.filter(pk__in=near(seen, likeness.words_of_person(name)))
    return People(known_people(people, held=Affiliation.objects.visible_to(user)))


def institutions_near(seen, user, name):
    spelt_out, as_typed = likeness.words_of_institution(name), likeness.words(name)
    return Institutions(known_institutions(seen.filter(pk__in=near(seen, spelt_out, as_typed))))


def near(seen, *names):
    """Numbers of those in whose column two beginnings of these words are found, or the only one."""
    found = Q()
    for words in names:
        parts = sorted({word[:PART] for word in words}, key=len, reverse=True)
        for one in range(len(parts)):
            for other in range(one + 1, len(parts)):
                found |= Q(search__contains=parts[one]) & Q(search__contains=parts[other])
        if len(parts) == 1:
            found |= Q(search__contains=parts[0])
    return list(seen.filter(found).order_by().values_list("pk", flat=True)[:MOST_LOOKED_AT]) if found else []


# At night


class Found(NamedTuple):
    new: int
    gone: int
    open: int


def scan():
    """Look for pairs among everybody. Those that nobody has decided on follow what is found now."""
    people = People(known_people(Person.objects.all()), office=office_contacts())
    found = keep(Person, people)
    del people
    return [found, keep(Institution, Institutions(known_institutions(Institution.objects.all())))]


def keep(model, book):
    name = model._meta.model_name
    now = {tuple(sorted(keys)): likeness for *keys, likeness in book.pairs()}
    with transaction.atomic():
        rows = Pair.objects.of(model).select_for_update()
        known = {(getattr(row, f"{name}_id"), getattr(row, f"other_{name}_id")): row for row in rows}
        gone = [row.pk for both, row in known.items() if both not in now and row.decided is None]
        for start in range(0, len(gone), AT_ONCE):
            Pair.objects.filter(pk__in=gone[start : start + AT_ONCE]).delete()
        update(known, now)
        alive = still_there(model, now.keys() - known.keys())
        new = [pair_of(name, both, now[both]) for both in sorted(alive)]
        Pair.objects.bulk_create(new, batch_size=1000, ignore_conflicts=True)
    return Found(len(new), len(gone), Pair.objects.of(model).open().count())


def still_there(model, pairs):
    """Somebody may have merged two of them while they were compared."""
    numbers = set(model.objects.values_list("pk", flat=True)) if pairs else set()
    return [both for both in pairs if numbers.issuperset(both)]


def update(known, now):
    changed = []
    for both in known.keys() & now.keys():
        row, told = known[both], (now[both].score, ",".join(now[both].reasons))
        if (row.score, row.reasons) != told:
            row.score, row.reasons = told
            changed.append(row)
    Pair.objects.bulk_update(changed, ["score", "reasons"], batch_size=500)


def pair_of(name, both, found):
    one, other = both
    return Pair(
        **{f"{name}_id": one, f"other_{name}_id": other}, score=found.score, reasons=",".join(found.reasons)
    )


def forget_what_cannot_be_undone():
    """After its time the journal of a merge goes: it holds what the team decided not to keep."""
    return Merge.objects.past_undoing(timezone.now()).update(journal="", is_final=True)
