"""Executing a plan: all that it creates and changes, by model and not by row, in the transaction of whoever calls."""

import uuid
from collections import defaultdict
from operator import itemgetter

from crm import bulk, history, turnover
from crm.imports import progress
from crm.imports.matching import way_key
from crm.imports.plan_rows import as_json
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
    Task,
    refresh_last_met,
)
from crm.searching import simple

BATCH = 500
SPACE = uuid.UUID("6d9c3f34-5c9f-4a0a-9a39-2f0f4e3c8a11")
OWNER = {"people": "person", "institutions": "institution"}


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

    COLUMNS = ("number", "part", "verdict", "plan", "decision")

    def __init__(self, row):
        number, part, verdict, plan, decision = row
        self.at = (number, part)
        self.plan = plan[decision]["plan"] if verdict == "ask" else plan
        self.is_new = "target" not in self.plan
        self.made, self.changed = defaultdict(list), []
        self.record = None  # its number


class Writer:
    def __init__(self, sheet, rows):
        self.sheet, self.by = sheet, sheet.logged_by
        self.rows = [Row(row) for row in rows.values_list(*Row.COLUMNS)]
        self.by_place = {row.at: row for row in self.rows}
        self.new, self.others = [r for r in self.rows if r.is_new], [r for r in self.rows if not r.is_new]
        self.signed = {"circle": sheet.circle, "owner_id": sheet.owner_id, "logged_by_id": sheet.logged_by_id}

    def step(self, number, of):
        progress.tell(self.sheet, len(self.rows) * number // of, len(self.rows))

    def made(self, model, names, rows, of, **same):
        """Insert, put each down to the row it comes from, and write the history. Returns their keys."""
        keys = bulk.keys_for(model, len(rows))
        bulk.insert(
            model, ["id", *names], [(key, *cells) for key, cells in zip(keys, rows, strict=True)], **same
        )
        for key, row in zip(keys, of, strict=True):
            row.made[model._meta.model_name].append(key)
        bulk.chronicle(model, keys, "+", self.by)
        return keys

    def records(self, model, of, records):
        """The same for records, each as its columns with its contact ways: they are signed and can be found."""
        names = sorted({name for columns, _ways in records for name in columns})
        blank = {name: model._meta.get_field(name).get_default() for name in names}
        rows = [(*(blank | columns).values(), searchable(model, columns, ways)) for columns, ways in records]
        return self.made(model, [*names, "search"], rows, of, **self.signed)

    def create_institutions(self):
        wanted, of = {}, []
        for row in self.rows:
            for place in self.new_institutions(row):
                if place["key"] not in wanted:
                    columns = {name: value for name, value in place.items() if name != "key"}
                    wanted[place["key"]] = (columns, [])
                    of.append(row)
        keys = self.records(Institution, of, wanted.values())
        self.created = dict(zip(wanted, keys, strict=True))

    def keep_writes(self):
        rows = [(*row.at, as_json(row.made), as_json(row.changed)) for row in self.rows]
        names = ("number", "part", "made", "changed")
        bulk.insert(SpreadsheetWrite, names, rows, spreadsheet_id=self.sheet.pk)


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
                    ways.append((row.record, kind, value, basis, proof))
                    of.append(row)
        self.made(ContactWay, (f"{self.key}_id", "kind", "value", "basis", "proof"), ways, of)

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

    def create(self, columns_of):
        records = [(columns_of(row.plan), row.plan["ways"]) for row in self.new]
        for row, key in zip(self.new, self.records(self.model, self.new, records), strict=True):
            row.record = key


def searchable(model, columns, ways=()):
    """The search column, as Searchable.searchable() writes it."""
    texts = [simple(columns.get(name) or "") for name in sorted(model.SEARCHED)]
    texts += [way_text(kind, value) for kind, value, *_rest in ways]
    return " ".join(dict.fromkeys(filter(None, texts)))


def way_text(kind, value):
    return way_key(kind, value) if kind in ("phone", "mobile") else simple(value)


class PeopleWriter(RecordWriter):
    model, key = Person, "person"

    def write(self):
        self.create_institutions()
        self.step(1, 6)
        self.create(itemgetter("name"))
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

    def appoint(self):
        posted = [row for row in self.rows if row.plan["post"]]
        places = [self.place(row.plan["post"]) for row in posted]
        posts = self.posts(posted, places)
        rows, of, once = [], [], set()
        for row, place in zip(posted, places, strict=True):
            post = posts[place, simple(row.plan["post"]["title"])]
            if (row.record, post) not in once:
                once.add((row.record, post))
                rows.append((row.record, post, row.plan["post"]["started"]))
                of.append(row)
        self.made(Affiliation, ("person_id", "post_id", "started"), rows, of)

    def end_posts(self):
        """What somebody held before she came to a new post, where she who imports chose so."""
        ends = {pk: (row, on) for row in self.others for pk, on in row.plan["ends"]}
        held = Affiliation.objects.for_display().in_bulk(ends)
        for pk, (row, on) in ends.items():
            row.changed.append(["affiliation", pk, {"ended": ""}, {"ended": on}])
            held[pk].ended = on
        if ends:
            Affiliation.objects.bulk_update(held.values(), ["ended"], batch_size=BATCH)
            bulk.chronicle(Affiliation, held.keys(), "~", self.by)
            self.receive_successors(
                [(held[pk], row) for pk, (row, _on) in ends.items() if held[pk].post.is_seat]
            )

    def receive_successors(self, left):
        """As where one person changes her post: somebody has to receive who comes to that seat."""
        waiting = Task.objects.filter(kind=Task.Kind.INDUCT, state=Task.State.OPEN).order_by()
        waiting = set(waiting.values_list("post", flat=True))
        first = {one.post_id: (one, row) for one, row in reversed(left) if one.post_id not in waiting}
        tasks = [
            {"post_id": post, **turnover.receiving(one, by=self.by)} for post, (one, _row) in first.items()
        ]
        if tasks:
            rows = [tuple(task.values()) for task in tasks]
            self.made(Task, [*tasks[0]], rows, [row for _one, row in first.values()], kind=Task.Kind.INDUCT)

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
                missing[where] = (place, title)
                of.append(row)
        keys = self.made(Post, ("institution_id", "title"), list(missing.values()), of, is_seat=False)
        return known | dict(zip(missing, keys, strict=True))


class InstitutionsWriter(RecordWriter):
    model, key = Institution, "institution"

    def write(self):
        self.create(itemgetter("fields"))
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
            ({"key": key_of(row.plan, row.institutions), **row.plan["fields"]}, []) for row in self.rows
        ]
        for row, key in zip(self.rows, self.records(Interaction, self.rows, meetings), strict=True):
            row.record = key
        self.step(1, 3)
        self.add(Participant, ["person_id"], [(row, pk) for row in self.rows for pk in row.plan["people"]])
        self.add(Participant, ["institution_id"], [(row, pk) for row in self.rows for pk in row.institutions])
        counts = [(row, *count) for row in self.rows for count in row.plan["counts"].items()]
        self.add(Attendance, ["audience", "count"], counts)
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

    def add(self, model, names, rows):
        cells = [(row.record, *rest) for row, *rest in rows]
        self.made(model, ["interaction_id", *names], cells, [row for row, *_rest in rows])


WRITERS = {"people": PeopleWriter, "institutions": InstitutionsWriter, "interactions": InteractionsWriter}
