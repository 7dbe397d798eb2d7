"""Executing a plan: all that it creates and changes, by model and not by row, in the transaction of whoever calls."""

import uuid
from collections import defaultdict

from django.db import models

from crm import bulk, history
from crm.imports import progress
from crm.imports.matching import way_key
from crm.models import (
    Affiliation,
    Attendance,
    ContactWay,
    Institution,
    Interaction,
    Participant,
    Person,
    Post,
    SpreadsheetWrite,
    Tag,
    refresh_last_met,
)
from crm.searching import simple

BATCH = 500
SPACE = uuid.UUID("6d9c3f34-5c9f-4a0a-9a39-2f0f4e3c8a11")
OWNER = {"people": "person", "institutions": "institution"}


def insert(model, rows):
    """As the base query set does it: search columns and last meetings are written here once, for all."""
    return models.QuerySet(model).bulk_create(rows, batch_size=BATCH)


def known_keys():
    """Of all encounters, hidden ones too: a key is there once. It tells nothing of them."""
    return dict(Interaction.objects.order_by().values_list("key", "pk"))


def key_of(plan, institutions):
    """The same row makes the same key, so it is kept once."""
    said = [plan["fields"][name] for name in ("kind", "starts", "summary")]
    return uuid.uuid5(SPACE, repr([*said, institutions, plan["people"], sorted(plan["counts"].items())]))


def whole_place(fill, province):
    """A province comes with its region; and a region in which the province is not takes its place."""
    if fill.get("province_id"):
        return fill | {"region_id": fill["province_id"][:2]}
    if "region_id" in fill and province and province[:2] != fill["region_id"]:
        return fill | {"province_id": None, "district": ""}
    return fill


class Row:
    """One row of the plan as it is to be written."""

    def __init__(self, row):
        self.at = (row.number, row.part)
        self.plan = row.plan[row.decision]["plan"] if row.verdict == "ask" else row.plan
        self.is_new = "target" not in self.plan
        self.made, self.changed = defaultdict(list), []
        self.record = None  # its number


class Writer:
    def __init__(self, sheet, rows):
        self.sheet, self.by = sheet, sheet.logged_by
        self.rows = [Row(row) for row in rows]
        self.by_place = {row.at: row for row in self.rows}
        self.new, self.others = [r for r in self.rows if r.is_new], [r for r in self.rows if not r.is_new]
        self.signed = {"circle": sheet.circle, "owner_id": sheet.owner_id, "logged_by": sheet.logged_by}

    def step(self, number, of):
        progress.tell(self.sheet, len(self.rows) * number // of, len(self.rows))

    def made(self, model, rows, of):
        """Insert, put each down to the row it comes from, and write the history."""
        insert(model, rows)
        for record, row in zip(rows, of, strict=True):
            row.made[model._meta.model_name].append(record.pk)
        bulk.chronicle(model, [record.pk for record in rows], "+", self.by)

    def create_institutions(self):
        wanted, of = {}, []
        for row in self.rows:
            for place in self.new_institutions(row):
                if place["key"] not in wanted:
                    fields = {name: value for name, value in place.items() if name != "key"}
                    wanted[place["key"]] = Institution(**fields, **self.signed)
                    of.append(row)
        for institution in wanted.values():
            institution.search = institution.searchable()
        self.made(Institution, list(wanted.values()), of)
        self.created = {key: institution.pk for key, institution in wanted.items()}

    def keep_writes(self):
        SpreadsheetWrite.objects.bulk_create(
            [
                SpreadsheetWrite(
                    spreadsheet=self.sheet,
                    number=row.at[0],
                    part=row.at[1],
                    made=row.made,
                    changed=row.changed,
                )
                for row in self.rows
            ],
            batch_size=BATCH,
        )


class RecordWriter(Writer):
    """Of people and institutions: columns, contact ways, tags."""

    model = key = None

    def settle_targets(self):
        for row in self.others:
            target = row.plan["target"]
            row.record = target if isinstance(target, int) else self.by_place[tuple(target)].record

    def fill(self):
        """Columns of records that are there already."""
        filled = [row for row in self.others if row.plan["fill"]]
        records, is_place = (
            self.model.objects.in_bulk([row.record for row in filled]),
            self.model is Institution,
        )
        names = set()
        for row in filled:
            record = records[row.record]
            fill = whole_place(row.plan["fill"], record.province_id) if is_place else row.plan["fill"]
            row.changed.append([self.key, row.record, {name: getattr(record, name) for name in fill}, fill])
            for name, value in fill.items():
                setattr(record, name, value)
            names |= {name.removesuffix("_id") for name in fill}
        if filled:
            self.model.objects.bulk_update(records.values(), names, batch_size=BATCH)
            bulk.chronicle(self.model, records.keys(), "~", self.by)

    def add_ways(self):
        ways, of, once = [], [], set()
        for row in self.rows:
            for kind, value, basis, proof in row.plan["ways"]:
                if (row.record, kind, value) not in once:
                    once.add((row.record, kind, value))
                    given = {"kind": kind, "value": value, "basis": basis, "proof": proof}
                    ways.append(ContactWay(**{f"{self.key}_id": row.record}, **given))
                    of.append(row)
        self.made(ContactWay, ways, of)

    def add_tags(self):
        tagged = [row for row in self.rows if row.plan["tags"]]
        names = dict.fromkeys(name for row in tagged for name in row.plan["tags"])
        known = dict(zip(map(simple, names), Tag.objects.named(list(names)), strict=False)) if names else {}
        through, links = self.model.tags.through, {}
        for row in tagged:
            for name in row.plan["tags"]:
                links[row.record, known[simple(name)].pk] = row
        for (record, tag), row in links.items():
            row.changed.append(["tag", record, tag])
        rows = [through(**{f"{self.key}_id": record, "tag_id": tag}) for record, tag in links]
        through.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
        self.note_tags(tagged)

    def note_tags(self, tagged):
        by_name = defaultdict(set)
        for row in tagged:
            if not row.is_new and isinstance(row.plan["target"], int):
                for name in row.plan["tags"]:
                    by_name[name].add(row.record)
        for name, pks in by_name.items():
            history.note(list(self.model.objects.filter(pk__in=pks)), "+", "tags", name, self.by)

    def refresh(self):
        """The search columns of those who were there and got a contact way."""
        pks = sorted({row.record for row in self.rows if row.plan["ways"] and not row.is_new})
        for some in bulk.chunks(pks):
            self.model.objects.filter(pk__in=some).refresh_search()

    def searchable(self, record, ways):
        texts = [record.searchable(), *(way_text(kind, value) for kind, value, *_rest in ways)]
        return " ".join(dict.fromkeys(filter(None, texts)))


def way_text(kind, value):
    return way_key(kind, value) if kind in ("phone", "mobile") else simple(value)


class PeopleWriter(RecordWriter):
    model, key = Person, "person"

    def write(self):
        self.create_institutions()
        self.step(1, 6)
        self.create_people()
        self.step(2, 6)
        self.settle_targets()
        self.fill()
        self.end_posts()
        self.appoint()
        self.step(4, 6)
        self.add_ways()
        self.step(5, 6)
        self.add_tags()
        self.refresh()
        self.keep_writes()

    def new_institutions(self, row):
        place = row.plan["post"] and row.plan["post"]["institution"]
        return [place] if isinstance(place, dict) else []

    def create_people(self):
        people = [Person(**row.plan["name"], **self.signed) for row in self.new]
        for person, row in zip(people, self.new, strict=True):
            person.search = self.searchable(person, row.plan["ways"])
        self.made(Person, people, self.new)
        for person, row in zip(people, self.new, strict=True):
            row.record = person.pk

    def appoint(self):
        posted = [row for row in self.rows if row.plan["post"]]
        places = [self.place(row.plan["post"]) for row in posted]
        posts = self.posts(posted, places)
        rows, of, once = [], [], set()
        for row, place in zip(posted, places, strict=True):
            post = posts[place, simple(row.plan["post"]["title"])]
            if (row.record, post) not in once:
                once.add((row.record, post))
                rows.append(
                    Affiliation(person_id=row.record, post_id=post, started=row.plan["post"]["started"])
                )
                of.append(row)
        self.made(Affiliation, rows, of)

    def end_posts(self):
        """What somebody held before she came to a new post, where she who imports chose so."""
        ends = {pk: (row, on) for row in self.others for pk, on in row.plan["ends"]}
        held = Affiliation.objects.in_bulk(ends)
        for pk, (row, on) in ends.items():
            row.changed.append(["affiliation", pk, {"ended": ""}, {"ended": on}])
            held[pk].ended = on
        if ends:
            Affiliation.objects.bulk_update(held.values(), ["ended"], batch_size=BATCH)
            bulk.chronicle(Affiliation, held.keys(), "~", self.by)

    def place(self, post):
        place = post["institution"]
        return self.created[place["key"]] if isinstance(place, dict) else place

    def posts(self, posted, places):
        """The numbers of the posts by institution and title; those that are not there are made."""
        known = {}
        for some in bulk.chunks(sorted(set(places))):
            for pk, institution, title in Post.objects.filter(institution__in=some).values_list(
                "pk", "institution", "title"
            ):
                known[institution, simple(title)] = pk
        missing, of = {}, []
        for row, place in zip(posted, places, strict=True):
            title = row.plan["post"]["title"]
            where = (place, simple(title))
            if where not in known and where not in missing:
                # Nobody said that the seat exists when it is empty: it would be counted as vacant.
                missing[where] = Post(institution_id=place, title=title, is_seat=False)
                of.append(row)
        self.made(Post, list(missing.values()), of)
        return known | {where: post.pk for where, post in missing.items()}


class InstitutionsWriter(RecordWriter):
    model, key = Institution, "institution"

    def write(self):
        institutions = [Institution(**row.plan["fields"], **self.signed) for row in self.new]
        for institution, row in zip(institutions, self.new, strict=True):
            institution.search = self.searchable(institution, row.plan["ways"])
        self.made(Institution, institutions, self.new)
        for institution, row in zip(institutions, self.new, strict=True):
            row.record = institution.pk
        self.step(1, 3)
        self.settle_targets()
        self.fill()
        self.add_ways()
        self.step(2, 3)
        self.add_tags()
        self.refresh()
        self.keep_writes()


class InteractionsWriter(Writer):
    def write(self):
        self.create_institutions()
        for row in self.rows:
            row.institutions = sorted([*row.plan["institutions"], *map(self.pk_of, row.plan["created"])])
        meetings = [
            Interaction(key=key_of(row.plan, row.institutions), **row.plan["fields"], **self.signed)
            for row in self.rows
        ]
        for meeting in meetings:
            meeting.search = meeting.searchable()
        self.made(Interaction, meetings, self.rows)
        self.step(1, 3)
        for row, meeting in zip(self.rows, meetings, strict=True):
            row.record = meeting.pk
        self.add(Participant, [(row, {"person_id": pk}) for row in self.rows for pk in row.plan["people"]])
        self.add(Participant, [(row, {"institution_id": pk}) for row in self.rows for pk in row.institutions])
        counts = ((row, one, n) for row in self.rows for one, n in row.plan["counts"].items())
        self.add(Attendance, [(row, {"audience": one, "count": n}) for row, one, n in counts])
        self.step(2, 3)
        through = Interaction.partners.through
        through.objects.bulk_create(
            [
                through(interaction_id=row.record, partner_id=pk)
                for row in self.rows
                for pk in row.plan["partners"]
            ],
            batch_size=BATCH,
        )
        refresh_last_met(self.met())
        self.keep_writes()

    def met(self):
        return [(pk, None) for row in self.rows for pk in row.plan["people"]] + [
            (None, pk) for row in self.rows for pk in row.institutions
        ]

    def new_institutions(self, row):
        return row.plan["created"]

    def pk_of(self, place):
        return self.created[place["key"]]

    def add(self, model, pairs):
        made = [model(interaction_id=row.record, **fields) for row, fields in pairs]
        self.made(model, made, [row for row, _fields in pairs])


WRITERS = {"people": PeopleWriter, "institutions": InstitutionsWriter, "interactions": InteractionsWriter}
