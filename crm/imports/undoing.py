"""Taking back what a spreadsheet wrote, except where somebody built on it since: that stays, and is said."""

from collections import defaultdict

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from crm import bulk, history
from crm.imports import progress
from crm.imports.planning import WATCHED
from crm.models import (
    AT_ONCE,
    Affiliation,
    Attendance,
    ContactWay,
    Institution,
    Interaction,
    Pair,
    Participant,
    Person,
    Post,
    SpreadsheetWrite,
    Tag,
    Task,
    refresh_last_met,
)

# Each before those it leans on.
ORDER = (Task, Attendance, Participant, Interaction, Affiliation, ContactWay, Post, Person, Institution)
MODELS = {model._meta.model_name: model for model in ORDER}


def take_back(sheet):
    undo = Undoing(sheet)
    undo.find_reasons()
    progress.tell(sheet, 1, 3)
    undo.put_back_columns()
    progress.tell(sheet, 2, 3)
    undo.erase()
    return undo.told()


class Undoing:
    def __init__(self, sheet):
        self.sheet = sheet
        self.is_first = "kept" not in sheet.counts
        self.writes = list(sheet.writes.all() if self.is_first else sheet.writes.exclude(kept=""))
        for write in self.writes:
            write.kept = ""
        self.made = defaultdict(dict)  # by model, the row that made each
        for write in self.writes:
            for name, pks in write.made.items():
                self.made[MODELS[name]] |= dict.fromkeys(pks, write)
        self.kept = {}  # pairs of a model and a number, with the reason
        self.leaning = defaultdict(list)  # on what each record leans that the same import made

    # Why something stays

    def find_reasons(self):
        for model, rows in self.made.items():
            for pk in changed_since(model, rows, self.sheet.seen):
                self.kept[model, pk] = _("se corrigió después")
            self.find_dependents(model, rows)
        self.spread()

    def find_dependents(self, model, rows):
        for relation in relations_to(model):
            other, name = relation.related_model, relation.field.attname
            for some in parts(rows):
                found = other._base_manager.filter(**{f"{name}__in": some}).values_list("pk", name)
                for pk, ours in found:
                    if pk in self.made.get(other, ()):
                        self.leaning[other, pk].append((model, ours))
                    else:
                        self.kept[model, ours] = _("lo usa algo que se anotó después (%(what)s)") % {
                            "what": other._meta.verbose_name
                        }

    def spread(self):
        """A row stays whole; and on what a record that stays leans, stays too."""
        pending = list(self.kept)
        while pending:
            model, pk = pending.pop()
            reason = self.kept[model, pk]
            neighbours = [*self.leaning[model, pk], *self.of_the_same_row(model, pk)]
            for one in neighbours:
                if one not in self.kept:
                    self.kept[one] = reason
                    pending.append(one)

    def of_the_same_row(self, model, pk):
        """What a person's row made stays with her; an institution or a post is also there for other rows."""
        if model in (Institution, Post):
            return []
        made = self.made[model][pk].made
        return [
            (MODELS[name], key)
            for name, keys in made.items()
            for key in keys
            if name not in ("institution", "post")
        ]

    # Taking back

    def put_back_columns(self):
        fields, tags = defaultdict(list), []
        # The last first: two rows may have changed one record, one after the other.
        for write in reversed(self.writes):
            for change in reversed(write.changed):
                if change[0] == "tag":
                    tags += [change[1:]] if self.is_first else []  # whoever has it now got it again
                else:
                    fields[MODELS[change[0]]].append((write, *change[1:]))
        for model, changes in fields.items():
            self.put_back(model, changes)
        self.take_off_tags(tags)

    def put_back(self, model, changes):
        records = model.objects.in_bulk({pk for _write, pk, *_rest in changes})
        done, names = {}, set()
        for write, pk, was, became in changes:
            record = records.get(pk)
            if record and all(getattr(record, name) == value for name, value in was.items()):
                continue  # it was put back before
            moved = record is None or any(getattr(record, name) != value for name, value in became.items())
            if moved or (model is Affiliation and holds_again(record)):
                write.kept = _("«%(name)s» se corrigió después") % {"name": record or pk}
                continue
            for name, value in was.items():
                setattr(record, name, value)
                names.add(name.removesuffix("_id"))
            done[pk] = record
        if done:
            model.objects.bulk_update(done.values(), names, batch_size=bulk.BATCH)
            bulk.chronicle(model, done.keys(), "~", self.sheet.undone_by)

    def take_off_tags(self, tags):
        model = Institution if self.sheet.kind == "institutions" else Person
        key, ours = model._meta.model_name, self.made.get(model, {})
        by_tag = defaultdict(list)
        for record, tag in tags:
            if record not in ours:
                by_tag[tag].append(record)
        names = dict(Tag.objects.filter(pk__in=by_tag).values_list("pk", "name"))
        for tag, records in by_tag.items():
            for some in bulk.chunks(records):
                model.tags.through.objects.filter(tag=tag, **{f"{key}__in": some}).delete()
                history.note(
                    list(model.objects.filter(pk__in=some)), "-", "tags", names[tag], self.sheet.undone_by
                )

    def erase(self):
        met = self.those_met()
        owners = self.owners_of_ways()
        for model in ORDER:
            pks = [pk for pk in self.made.get(model, ()) if (model, pk) not in self.kept]
            if model in (Institution, Person):
                forget_pairs(model._meta.model_name, pks)
            bulk.erase(model, pks)
        for some in bulk.chunks(sorted(owners)):
            model = Institution if self.sheet.kind == "institutions" else Person
            model.objects.filter(pk__in=some).refresh_search()
        refresh_last_met(met)

    def those_met(self):
        found = []
        for some in parts(self.made.get(Participant, {})):
            found += Participant.objects.filter(pk__in=some).those_met()
        return found

    def owners_of_ways(self):
        """Those who were there before and lose a contact way."""
        ways, found = self.made.get(ContactWay, {}), set()
        for some in parts(ways):
            for pair in ContactWay.objects.filter(pk__in=some).values_list("person", "institution"):
                found |= {*pair} - {None}
        return found - self.made.get(Person, {}).keys() - self.made.get(Institution, {}).keys()

    def told(self):
        """What stays is written beside its row, with the reason."""
        for (model, pk), reason in self.kept.items():
            write = self.made[model][pk]
            write.kept = write.kept or f"{model._meta.verbose_name}: {reason}"[:300]
        stay = [write for write in self.writes if write.kept]
        self.sheet.writes.exclude(kept="").update(kept="")
        SpreadsheetWrite.objects.bulk_update(stay, ["kept"], batch_size=bulk.BATCH)
        before = self.sheet.counts.get("taken_back", 0)
        return {"taken_back": before + len(self.writes) - len(stay), "kept": len(stay)}


def holds_again(affiliation):
    """Whether she has taken up the same post anew since: she holds it once at a time."""
    same = Affiliation.objects.filter(person=affiliation.person_id, post=affiliation.post_id, ended="")
    return same.exclude(pk=affiliation.pk).exists()


def forget_pairs(name, pks):
    """Who they seemed to be the same as says nothing once they are gone."""
    for some in bulk.chunks(sorted(pks)):
        Pair.objects.filter(Q(**{f"{name}__in": some}) | Q(**{f"other_{name}__in": some})).delete()


def relations_to(model):
    """Every key that leads to it, except from the history, from its own lists and from pairs that look alike."""
    for relation in model._meta.get_fields(include_hidden=True):
        if (relation.one_to_many or relation.one_to_one) and relation.auto_created:
            other = relation.related_model
            if (
                not hasattr(other, "history_id")
                and not other._meta.auto_created
                and "history_id" not in names(other)
                and other is not Pair
            ):
                yield relation


def names(model):
    return {field.name for field in model._meta.fields}


def changed_since(model, rows, seen):
    """Those that somebody changed after the import ended."""
    last = seen[WATCHED.index(model)][1] if model in WATCHED else 0
    for some in parts(rows):
        newest = model.history.filter(id__in=some, history_id__gt=last or 0).order_by()
        yield from (
            newest.values_list("id", flat=True).annotate(n=Max("history_id")).values_list("id", flat=True)
        )


def parts(rows):
    pks = sorted(rows)
    return [pks[start : start + AT_ONCE] for start in range(0, len(pks), AT_ONCE)]
