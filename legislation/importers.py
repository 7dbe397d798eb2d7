"""Write what a reading found: one transaction, idempotent; changes appended, deliveries beside them."""

from collections import defaultdict
from hashlib import blake2b
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from legislation import evidence, links, reconciling, stages
from legislation.causes import Matcher
from legislation.dossiers import import_dossiers
from legislation.ledger import Ledger
from legislation.models import (
    Bill,
    CauseMatch,
    Change,
    Edition,
    LabelReading,
    Listing,
    Period,
)
from legislation.stages import Stage
from legislation.standing import accumulated_keys, own_stage
from scrapers.items import BillItem, DossierItem, ListItem, NoticeItem, PeriodItem, VocabularyItem, fold

MAY_SHRINK_TO = 0.9  # of the list as last read; below that we do not believe it
FIELDS = ("label", "title", "status", "presented", "proponent", "authors", "source_url")


class Refused(Exception):
    """A reading that must not be imported, with the kind of problem (ScrapeRun.Problem) and a detail."""

    def __init__(self, kind, detail):
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail


class Counts(NamedTuple):
    created: int = 0
    updated: int = 0
    unchanged: int = 0


@transaction.atomic
def import_items(items, *, answers=(), run=None, now=None):
    """Import one believed reading and count bills. Importing it again changes nothing.

    Raises Refused, leaving the database as it was, where the items contradict what we know."""
    Edition.advance()
    now, answers = now or timezone.now(), list(answers)
    by_type = defaultdict(list)
    for item in items:
        by_type[type(item)].append(item)
    ledger = Ledger(run=run, now=now)
    labels = Labels(ledger)

    import_periods(by_type[PeriodItem], ledger)
    refuse_strangers(by_type)
    refuse_shrunk(by_type[ListItem])

    matcher = Matcher()
    fetched = {answer.sha256: answer.fetched for answer in answers}
    dossiers = import_dossiers(
        by_type[DossierItem], ledger=ledger, labels=labels, matcher=matcher, fetched=fetched
    )
    rows = BillRows(by_type[BillItem], ledger=ledger, labels=labels, matcher=matcher, fetched=fetched)
    rows.write()
    for vocabulary in by_type[VocabularyItem]:
        labels.see(vocabulary.statuses)
    notice(by_type[NoticeItem], ledger)
    record_listings(by_type[ListItem], max(fetched.values(), default=now), now)
    labels.write()

    wanted = rows.changed_answers | dossiers.changed_answers | ledger.answers()
    ledger.write(evidence.keep(answers, wanted=wanted, run=run))
    return Counts(
        *(len(getattr(rows, outcome) | getattr(dossiers, outcome)) for outcome in ("created", "updated")),
        len((rows.seen | dossiers.seen) - rows.created - rows.updated - dossiers.created - dossiers.updated),
    )


def import_periods(items, ledger):
    """Create the periods that are new to us. Where the source moves the end of one we know, a person decides.

    It may be a slip, and a lapse cannot be untold. Not even a later end is harmless: nobody would look at it again
    before its day, and it would keep every bill of the period alive until then."""
    moved = []
    for item in items:
        period, _is_new = Period.objects.get_or_create(
            year=item.period, defaults={"label": item.label, "starts": item.starts, "ends": item.ends}
        )
        if period.ends != item.ends:
            where = gettext(
                "Aquí sigue hasta el %(ends)s. Si el Congreso tiene razón: manage.py end_period %(year)s %(said)s"
            ) % {"ends": period.ends, "year": period.year, "said": item.ends}
            moved.append(NoticeItem(what="period", value=f"{item.label} … {item.ends}", where=where))
    if moved:
        notice(moved, ledger)


def refuse_strangers(by_type):
    periods = {item.key.period for kind in (BillItem, DossierItem) for item in by_type[kind]}
    unknown = periods - set(Period.objects.filter(year__in=periods).values_list("year", flat=True))
    if unknown:
        raise Refused("foreign", f"period {', '.join(map(str, sorted(unknown)))} is not one we know")


def refuse_shrunk(lists):
    for item in lists:
        known = Listing.objects.filter(period=item.period, chamber=item.chamber).first()
        if known and item.total < known.total * MAY_SHRINK_TO:
            raise Refused("shrunk", f"{item.period} {item.chamber}: {item.total} bills, {known.total} before")


def record_listings(lists, read, now):
    for item in lists:
        said = {"total": item.total, "last_read": read}
        listing, is_new = Listing.objects.get_or_create(
            period_id=item.period, chamber=item.chamber, defaults=said | {"first_read": now}
        )
        # A list that was saved before we last looked says nothing new; a time still to come is no time at all.
        if not is_new and not read < listing.last_read <= now:
            Listing.objects.filter(pk=listing.pk).update(**said)


def notice(items, ledger):
    """New keys, periods or chambers in the source's answers, each recorded once."""
    told = set(Change.objects.filter(kind=Change.Kind.LABEL_UNKNOWN, bill=None).values_list("new", flat=True))
    for item in items:
        text = f"{item.what}: {item.value}"
        if text not in told:
            told.add(text)
            ledger.add(Change.Kind.LABEL_UNKNOWN, new=text, old=item.where, answer=item.answer)


class Labels:
    """The source's labels: what each stands for, and which are new to us."""

    def __init__(self, ledger):
        self.ledger = ledger
        self.readings = LabelReading.objects.stages()
        self.seen = {}  # folded key → (label, bill, answer)
        self.checked = set()

    def see(self, labels, *, bill=None, answer=""):
        for label in labels:
            if label in self.checked:
                continue
            self.checked.add(label)
            if not stages.is_known(label):
                self.seen.setdefault(stages.key(label), (label, bill, answer))

    def write(self):
        known = set(LabelReading.objects.filter(key__in=self.seen).values_list("key", flat=True))
        for key, (label, bill, answer) in self.seen.items():
            if key not in known:
                LabelReading.objects.create(key=key, label=label)
                self.ledger.add(Change.Kind.LABEL_UNKNOWN, bill, new=label, answer=answer)


class BillRows:
    """The rows of lists, against what we have."""

    def __init__(self, items, *, ledger, labels, matcher, fetched):
        self.ledger, self.labels, self.matcher, self.fetched = ledger, labels, matcher, fetched
        # A list that grows while it is being paged gives some bills twice; a bill found by two words too.
        self.items = {}
        for item in items:
            key = (item.key.period, item.key.chamber, item.key.number)
            self.items.setdefault(key, []).append(item)
        self.seen, self.created, self.updated = set(self.items), set(), set()
        self.changed_answers = set()

    def write(self):
        if not self.items:
            return
        lists = {key[:2] for key in self.items}
        self.read_before = {
            (p, c): read for p, c, read in Listing.objects.values_list("period", "chamber", "last_read")
        }
        self.accumulated = accumulated_keys()
        known = self.known(lists)
        new, changed = [], []
        for key, items in self.items.items():
            item = items[0]
            self.labels.see([item.status], answer=item.answer)
            if key not in known:
                new.append((key, items))
            elif known[key] != digest(item) and not self.is_outdated(key, item):
                changed.append((key, items))
        self.create(new)
        self.update(changed)
        self.match_found(
            [(key, items) for key, items in self.items.items() if key in known and items[0].found_by]
        )

    def known(self, lists):
        """What each bill's row said when it was last listed, as a digest.

        A row that says what it said before is no news, even where a dossier has told us more since."""
        found = {}
        for period, chamber in lists:
            rows = Bill.objects.filter(period=period, chamber=chamber)
            if len(self.items) < 500:
                rows = rows.filter(number__in=[key[2] for key in self.items])
            for number, seen in rows.values_list("number", "row_digest"):
                found[period, chamber, number] = seen
        return found

    def is_outdated(self, key, item):
        """Whether we have read the whole list since this row was fetched."""
        fetched, read = self.fetched.get(item.answer), self.read_before.get(key[:2])
        return bool(fetched and read and fetched < read <= self.ledger.now)

    def create(self, new):
        bills = []
        for key, items in new:
            item = items[0]
            bill = Bill(
                period_id=key[0],
                chamber=key[1],
                number=key[2],
                summary=item.summary,
                first_observed=self.ledger.now,
                last_changed=self.ledger.now,
                stage=self.stage(key, item.status, Stage.FILED),
                row_digest=digest(item),
                **fields_of(item),
            )
            bill.search = bill.searchable()
            bills.append(bill)
            self.changed_answers.add(item.answer)
        Bill.objects.bulk_create(bills, batch_size=500)
        links.adopt(bills)
        self.created |= {key for key, _ in new}
        found = [(bill, items) for bill, (_key, items) in zip(bills, new, strict=True)]
        self.announce(found, self.match(found))

    def announce(self, found, matches, *, are_new=True):
        """Note bills we had not seen, or whose title says now that they are of a cause; what they continue too.

        What comes with the first reading of a list is told to nobody."""
        linkable = []
        for bill, items in found:
            answer = items[0].answer
            quiet = (bill.period_id, bill.chamber) not in self.read_before
            linkable.append(links.Found(bill, answer, quiet))
            causes = [match.cause_id for match in matches[bill.pk] if match.where != CauseMatch.Where.UNSEEN]
            if not quiet and (are_new or causes):
                self.ledger.add(
                    Change.Kind.BILL_FOUND,
                    bill,
                    new=bill.title,
                    day=bill.presented,
                    answer=answer,
                    causes=causes,
                )
        links.propose(linkable, self.ledger)

    def match(self, found):
        """Write which of these (bill, items) speak of a cause; return the matches by bill."""
        matches = defaultdict(list)
        for bill, items in found if self.matcher.causes else ():
            words = sorted({word for item in items for word in item.found_by})
            matches[bill.pk] += self.matcher.match(bill, words)
        CauseMatch.objects.bulk_create([match for each in matches.values() for match in each], batch_size=500)
        return matches

    def match_found(self, found):
        """Bills we knew, which the service now gives for one of our words."""
        if found and self.matcher.causes:
            bills = bills_by_key([key for key, _ in found])
            self.match([(bills[key], items) for key, items in found])

    def update(self, changed):
        if not changed:
            return
        bills = bills_by_key([key for key, _ in changed])
        retitled = []
        for key, items in changed:
            bill, item = bills[key], items[0]
            status, title, before = bill.status, bill.title, [getattr(bill, name) for name in FIELDS]
            for name, value in told_of(item).items():
                setattr(bill, name, value)
            bill.row_digest = digest(item)
            if before == [getattr(bill, name) for name in FIELDS]:
                bill.save(update_fields=["row_digest"])
                continue
            bill.search = bill.searchable()
            bill.last_changed = self.ledger.now
            fields = [*FIELDS, "row_digest", "search", "last_changed"]
            if stages.key(status) != stages.key(item.status):
                bill.stage = self.stage(key, item.status, bill.stage)
                fields.append("stage")
                reconciling.note_status(bill, status, self.ledger, answer=item.answer)
            bill.save(update_fields=fields)
            self.updated.add(key)
            self.changed_answers.add(item.answer)
            if fold(bill.title) != fold(title):
                retitled.append((bill, items))
        if retitled:
            self.look_again(retitled)

    def look_again(self, retitled):
        """A bill only just registered comes with its number for a title; what it is about, a later reading says."""
        matches = self.match(retitled)
        for match in self.matcher.explain({bill.pk: bill for bill, _ in retitled}):
            matches[match.bill_id].append(match)
        self.announce(retitled, matches, are_new=False)

    def stage(self, key, status, before):
        stage = stages.stage_of(status, readings=self.labels.readings) or before
        return own_stage(stage, key in self.accumulated)


def fields_of(item):
    return {
        "label": item.label,
        "title": item.title,
        "status": item.status,
        "presented": item.presented,
        "proponent": item.proponent,
        "authors": list(item.authors),
        "source_url": item.url,
    }


def told_of(item):
    """What a row says; a field that comes empty today does not undo what we knew, nor does a number for a title."""
    untold = {"title"} if item.title == item.label else set()
    return {name: value for name, value in fields_of(item).items() if value and name not in untold}


def digest(item):
    row = (item.label, item.title, item.status, item.presented, item.proponent, item.authors, item.url)
    return blake2b(repr(row).encode(), digest_size=16).hexdigest()


def bills_by_key(keys):
    """Whole bills, in as few queries as the engines allow."""
    found = {}
    for period, chamber in {key[:2] for key in keys}:
        numbers = [key[2] for key in keys if key[:2] == (period, chamber)]
        for start in range(0, len(numbers), 500):
            for bill in Bill.objects.filter(
                period=period, chamber=chamber, number__in=numbers[start : start + 500]
            ):
                found[bill.key] = bill
    return found
