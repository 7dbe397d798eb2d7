"""Write whole dossiers: every step keeps its row for life, whatever the source later does to it."""

import hashlib
import logging
from collections import Counter, defaultdict
from datetime import timedelta

from django.utils import timezone

from legislation import links, reconciling, stages
from legislation.models import LATE_AFTER, Bill, BillLink, CauseMatch, Change, Listing, Step
from legislation.standing import restage
from scrapers.items import NAME, fold

log = logging.getLogger(__name__)

WITHDRAWN_AFTER = 3  # complete readings without a step, before we say that it was withdrawn
# Readings may be a minute apart. Three within the time that a clerk takes to enter a step again, or that an answer is
# kept on its way to us, see one and the same absence.
ABSENCES_APART = timedelta(hours=1)
MAY_MISS = 0.1  # of what a dossier showed; one that lost more was not read whole, whatever it says
FIELDS = {
    "label": "label",
    "title": "title",
    "summary": "summary",
    "presented": "presented",
    "proponent": "proponent",
    "parliamentary_group": "parliamentary_group",
    "legislature": "legislature",
    "approved_title": "approved_title",
    "url": "source_url",
}
LIST_SAYS = {
    "label",
    "title",
    "presented",
    "proponent",
    "source_url",
}  # so that two wordings do not alternate
KEPT_IF_EMPTY = {"summary", "presented", "proponent", "parliamentary_group", "legislature", "approved_title"}


class Outcome:
    def __init__(self):
        self.seen, self.created, self.updated, self.changed_answers = set(), set(), set(), set()


def import_dossiers(items, *, ledger, labels, matcher, fetched=None):
    """Import dossiers; fetched gives the time each answer was read, by its hash, where that is not now."""
    outcome = Outcome()
    # The last answer about a bill is the one that counts.
    items = {(item.key.period, item.key.chamber, item.key.number): item for item in items}
    for key, item in items.items():
        as_of = (fetched or {}).get(item.answer, ledger.now)
        entry = Entry(item, as_of=as_of, ledger=ledger, labels=labels, matcher=matcher)
        entry.write()
        outcome.seen.add(key)
        if entry.is_new:
            outcome.created.add(key)
        elif entry.changed:
            outcome.updated.add(key)
        if entry.changed:
            outcome.changed_answers.add(item.answer)
    return outcome


class Entry:
    """One dossier, against what we have of it."""

    def __init__(self, item, *, as_of, ledger, labels, matcher):
        self.as_of = as_of
        self.item, self.ledger, self.labels, self.matcher = item, ledger, labels, matcher
        self.changed = False

    def write(self):
        key = self.item.key
        self.bill = Bill.objects.filter(period=key.period, chamber=key.chamber, number=key.number).first()
        self.is_new = self.bill is None
        if self.is_new:
            self.bill = Bill(
                period_id=key.period,
                chamber=key.chamber,
                number=key.number,
                status=self.item.status,
                first_observed=self.ledger.now,
            )
        elif self.bill.dossier_read and self.as_of < self.bill.dossier_read <= self.ledger.now:
            return  # an older answer than the one we have tells nothing
        # The first whole dossier is a backfill: its steps are history, not news.
        self.quiet = self.bill.dossier_read is None
        self.status_before = self.bill.status
        self.set_fields()
        self.bill.dossier_read = self.as_of
        self.bill.search = self.bill.searchable()
        self.bill.save()
        if self.is_new:
            links.adopt([self.bill])
            links.propose([links.Found(self.bill, self.item.answer, quiet=True)], self.ledger)
        self.write_steps()
        self.read_status()
        self.write_signatories()
        self.write_documents()
        self.write_related()
        self.read_stage()
        CauseMatch.objects.bulk_create(list(self.matcher.match(self.bill)))
        if self.changed:
            self.bill.last_changed = self.ledger.now
        self.bill.save(update_fields=["status", "last_changed"])

    def set_fields(self):
        self.listing = Listing.objects.filter(period=self.bill.period_id, chamber=self.bill.chamber).first()
        for name, field in FIELDS.items():
            if field in LIST_SAYS and self.listing and not self.is_new:
                continue
            self.set(field, getattr(self.item, name), keep=name in KEPT_IF_EMPTY)
        if self.item.committees or self.item.steps:
            self.set("committees", list(self.item.committees))
        authors = [s.name for s in self.item.signatories if s.role == "author"]
        if not self.bill.authors:
            self.set("authors", authors)

    def set(self, field, value, *, keep=False):
        if keep and not value:
            return
        if getattr(self.bill, field) != value:
            setattr(self.bill, field, value)
            self.changed = True

    # Steps

    def write_steps(self):
        self.new_steps, self.entered_again = {}, {}
        self.laws = set()  # numbers that a step named before this reading
        self.gained, self.lost = set(), set()  # labels that a step bears, or bore, only since this reading
        if not self.item.steps:
            return  # some answers hold documents only; they say nothing about steps
        known = {step.source_key: step for step in self.bill.steps.all()}
        self.laws = {stages.law_number([(step.status, step.detail)]) for step in known.values()}
        self.entered = [step for step in known.values() if step.is_hand_made and not step.withdrawn]
        self.statuses = [] if self.is_new else reconciling.statuses_told(self.bill, self.ledger.now)
        shown = dict(keyed(self.item.steps))
        self.renumber(known, shown)
        for position, (source_key, item) in enumerate(shown.items()):
            self.labels.see([item.status], bill=self.bill, answer=self.item.answer)
            if step := known.get(source_key):
                self.compare(step, item, position)
            else:
                self.add(source_key, item, position)
        # By their keys of now: one entered by hand may just have become the source's own.
        theirs = {step.source_key: step for step in known.values() if not step.is_hand_made}
        for step in self.gone(theirs, shown):
            self.lost.add(stages.key(step.status))
            self.changed = True
            self.note(Change.Kind.STEP_VANISHED, step=step, old=told(step), day=step.day)
        self.steps = [*known.values(), *self.new_steps.values()]

    def renumber(self, known, shown):
        """Give the source's new keys to steps that a clerk deleted and entered again: nothing happened."""
        standing_first = sorted(known.values(), key=lambda step: step.withdrawn is not None)
        theirs = {step.source_key: step for step in standing_first if not step.is_hand_made}
        for step, source_key in renumbered(theirs, shown, content):
            known[source_key] = known.pop(step.source_key)
            step.source_key, step.source_id = source_key, shown[source_key].source_id
            step.save(update_fields=["source_key", "source_id"])
            self.entered_again[source_key] = step

    def add(self, source_key, item, position):
        today = timezone.localdate(self.ledger.now)
        late = not self.quiet and item.day is not None and today - item.day > LATE_AFTER
        entered = reconciling.entered_by_hand(self.entered, item, self.labels.readings)
        step = entered or Step(bill=self.bill, first_observed=self.ledger.now)
        if entered:
            echo_of = reconciling.first_told(entered)
        else:
            echo_of = reconciling.told_by_list(self.statuses, item)
        step.source_key, step.source_id, step.late = source_key, item.source_id, late
        set_step(step, item, position)
        if step.entered_by_id and not step.confirmed:
            step.confirmed = self.ledger.now
        step.save()
        self.new_steps[source_key] = step
        self.gained.add(stages.key(step.status))
        self.changed = True
        if not self.quiet or echo_of:
            self.note(
                Change.Kind.STEP_ADDED, step=step, new=told(item), day=item.day, late=late, echo_of=echo_of
            )

    def compare(self, step, item, position):
        edited, returned = content(step) != content(item), step.withdrawn is not None
        with_day = step.day != item.day  # else the two would read alike
        before, label = told(step, with_day=with_day), stages.key(step.status)
        if not set_step(step, item, position) and not step.absences and not returned:
            return
        step.absences, step.missed, step.withdrawn = 0, None, None
        step.save()
        if label != stages.key(item.status):
            self.lost.add(label)
        if returned or label != stages.key(item.status):
            self.gained.add(stages.key(item.status))
        if edited:
            self.changed = True
            now = told(item, with_day=with_day)
            self.note(Change.Kind.STEP_EDITED, step=step, old=before, new=now, day=item.day)
        if returned:
            self.changed = True
            self.note(Change.Kind.STEP_ADDED, step=step, new=told(item), day=item.day)

    def gone(self, known, shown):
        """Count a complete reading without these rows; give those whose absence is proved by now."""
        standing = {key: row for key, row in known.items() if row.withdrawn is None}
        missing = [row for key, row in standing.items() if key not in shown]
        if len(missing) > max(1, len(standing) * MAY_MISS):
            log.warning("%s: %d of %d are missing, not believed", self.bill, len(missing), len(standing))
            return
        for row in missing:
            if row.missed and abs(self.as_of - row.missed) < ABSENCES_APART:
                continue
            row.absences, row.missed = row.absences + 1, self.as_of
            row.withdrawn = self.ledger.now if row.absences >= WITHDRAWN_AFTER else None
            row.save(update_fields=["absences", "missed", "withdrawn"])
            if row.withdrawn:
                yield row

    def hide(self, known, shown):
        """Show no longer what the source has withdrawn, and again what came back; neither is news."""
        if not self.item.steps:
            return  # not a whole dossier
        for _row in self.gone(known, shown):
            self.changed = True
        for key, row in known.items():
            if key in shown and row.absences:
                self.changed |= row.withdrawn is not None
                row.absences, row.missed, row.withdrawn = 0, None, None
                row.save(update_fields=["absences", "missed", "withdrawn"])

    def read_status(self):
        """Where there is a list, that says the status, and a dossier only as far as its steps have just moved: one
        that is handed out again from an older copy must not undo what the list has told."""
        if self.listing and not self.is_new:
            has_moved = (
                stages.key(self.item.status) in self.gained or stages.key(self.bill.status) in self.lost
            )
            if self.as_of < self.listing.last_read or not has_moved or self.is_behind():
                return
        self.set("status", self.item.status)

    def is_behind(self):
        """Whether a list told the status we have, and no step has shown it since."""
        status = stages.key(self.bill.status)
        told = [change.seen for change in self.statuses if stages.key(change.new) == status]
        shown = [step.first_observed for step in self.steps if stages.key(step.status) == status]
        return bool(told) and not any(moment >= max(told) for moment in shown)

    # The rest of the dossier

    def write_signatories(self):
        known = {s.source_key: s for s in self.bill.signatories.all()}
        shown = {item.source_id or fold(item.name)[:NAME]: item for item in self.item.signatories}
        # A signature may come first without the number of who signed.
        for signatory, key in renumbered(known, shown, lambda one: fold(one.name)):
            known[key] = known.pop(signatory.source_key)
            signatory.source_key = key
            signatory.save(update_fields=["source_key"])
        for key, item in shown.items():
            if (signatory := known.get(key)) is None:
                known[key] = self.bill.signatories.create(
                    source_key=key, name=item.name, role=item.role, first_observed=self.ledger.now
                )
                self.changed = True
                if not self.quiet:
                    self.note(Change.Kind.SIGNATORY_ADDED, new=item.name)
            elif (signatory.name, signatory.role) != (item.name, item.role):
                signatory.name, signatory.role = item.name, item.role
                signatory.save(update_fields=["name", "role"])
                self.changed = True
        self.hide(known, shown)

    def write_documents(self):
        known = {document.source_key: document for document in self.bill.documents.all()}
        steps = {step.source_key: step for step in self.bill.steps.all()}
        shown = self.shown_documents()
        self.renumber_documents(known, shown)
        for key, (source_key, document) in shown.items():
            if key in known:
                continue
            self.bill.documents.create(
                source_key=key,
                step=steps.get(source_key),
                title=document.title[:500],
                day=document.day,
                url=document.url,
                first_observed=self.ledger.now,
            )
            self.changed = True
            if not self.quiet and source_key not in self.new_steps:
                self.note(
                    Change.Kind.FILE_ADDED, step=steps.get(source_key), new=document.title, day=document.day
                )
        # A page of the archive shows some of a bill's files, without numbers; the files of a step go with it.
        shown_steps = {None, *(steps[source_key].pk for source_key, _item in keyed(self.item.steps))}
        numbered = {key: row for key, row in known.items() if ":" not in key and row.step_id in shown_steps}
        self.hide(numbered, shown)

    def shown_documents(self):
        """Each document by its key, with the key of its step, if it hangs on one."""
        found = [(None, document) for document in self.item.documents]
        for source_key, item in keyed(self.item.steps):
            found += [(source_key, document) for document in item.documents]
        shown = {}
        for source_key, document in found:
            key = document.source_id or f"{document.day}:{fold(document.title)}:{document.url}"[:300]
            shown.setdefault(key, (source_key, document))
        return shown

    def renumber_documents(self, known, shown):
        """What hung on a step that was entered again is entered again with it. Elsewhere a file with a new
        number is a new file, whatever its name: it may have been replaced."""
        steps = {step.pk: source_key for source_key, step in self.entered_again.items()}
        ours = {key: document for key, document in known.items() if document.step_id in steps}
        theirs = {key: item for key, (source_key, item) in shown.items() if source_key in self.entered_again}
        for document, key in renumbered(ours, theirs, lambda document: fold(document.title[:500])):
            known[key] = known.pop(document.source_key)
            document.source_key, document.url = key, theirs[key].url
            document.step = self.entered_again[shown[key][0]]
            document.save(update_fields=["source_key", "url", "step"])

    def write_related(self):
        """Bills the dossier itself says it accumulates: no proposal, the source's own word."""
        if not self.item.related:
            return
        known = set(
            self.bill.links.filter(kind=BillLink.Kind.ACCUMULATED).values_list(
                "other_period", "other_chamber", "other_number"
            )
        )
        for related in self.item.related:
            key = (related.key.period, related.key.chamber, related.key.number)
            if key in known or key == self.bill.key:
                continue
            known.add(key)
            other = Bill.objects.filter(period=key[0], chamber=key[1], number=key[2]).first()
            self.bill.links.create(
                kind=BillLink.Kind.ACCUMULATED,
                other=other,
                other_period=key[0],
                other_chamber=key[1],
                other_number=key[2],
                other_label=related.label,
                other_title=related.title,
                state=BillLink.State.CONFIRMED,
                first_observed=self.ledger.now,
            )
            self.changed = True
            if other:
                restage([other])

    # Where it stands

    def read_stage(self):
        if self.item.law_number:
            self.set("law_number", self.item.law_number)
        elif self.bill.law_number in self.laws:
            self.bill.law_number = ""  # named again below, if a step still does
        restage([self.bill], self.labels.readings)
        if self.is_new or stages.key(self.status_before) == stages.key(self.bill.status):
            return
        # A step told in this reading that carries the new status tells of it already.
        told_now = [] if self.quiet else self.new_steps.values()
        if not any(stages.key(step.status) == stages.key(self.bill.status) for step in told_now):
            reconciling.note_status(self.bill, self.status_before, self.ledger, answer=self.item.answer)

    def note(self, kind, **fields):
        self.ledger.add(kind, self.bill, answer=self.item.answer, quiet=self.quiet, **fields)


def keyed(steps):
    """Pairs of (permanent key, step): the source's id, or what stands for one.

    Two steps of one day with one text are two: the occurrence number tells them apart."""
    times = Counter()
    for item in steps:
        if item.source_id:
            yield item.source_id, item
            continue
        text = hashlib.sha256(fold(f"{item.status} {item.detail}").encode()).hexdigest()[:16]
        base = f"{item.day or 'sin-fecha'}:{text}"
        times[base] += 1
        yield f"{base}:{times[base]}", item


def renumbered(known, shown, by):
    """Pairs of (row, its new key): what the source shows under a key we do not know, and we under one it no
    longer shows. Both are dicts by key; `by` gives what two such have in common."""
    gone = defaultdict(list)
    for key, row in known.items():
        if key not in shown:
            gone[by(row)].append(row)
    for key, item in shown.items():
        if key not in known and (rows := gone[by(item)]):
            yield rows.pop(0), key


def content(step):
    """What two readings of one step have in common, be it a row or an item."""
    return step.day, fold(step.status), fold(step.detail), frozenset(map(fold, step.committees))


def set_step(step, item, position):
    """Write what the source says now; return whether anything of it is new, be it only a capital letter."""
    says = {
        "day": item.day,
        "moment": item.moment,
        "status": item.status,
        "committees": list(item.committees),
        "detail": item.detail,
        "position": position,
    }
    differs = any(getattr(step, name) != value for name, value in says.items())
    for name, value in says.items():
        setattr(step, name, value)
    return differs


def told(step, *, with_day=False):
    """A step in one line, as changes quote it: the source's words. The day comes first: of long ones the end is cut."""
    day = f"{step.day:%d/%m/%Y}" if with_day and step.day else ""
    return " — ".join(filter(None, [day, step.status, "; ".join(step.committees), step.detail]))
