"""Bills that continue or join other bills: proposed from what titles say, confirmed by a person."""

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from legislation import numbers
from legislation.models import Bill, BillLink, CauseBill, Change, Edition
from scrapers.items import fold

BEFORE = re.compile(r"\bantes\b(?P<numbers>[^)]*)")
PASSED_ON = re.compile(
    r"\bremitid[ao]s?\s+por\s+(?:la\s+camara\s+de\s+(?P<deputies>diputados)|el\s+(?P<senate>senado))"
)
OPENING = re.compile(
    r"^(?:.*?\b(?:remitid[ao]s? por (?:la camara de diputados|el senado)[^a-z]*))?(?:propos?icion|propuesta|proyecto)?.*?\bque\b\s+"
)
ALIKE = 0.6  # share of words two titles must have in common to be proposed as one text
SMALL_WORDS = {
    "de",
    "del",
    "la",
    "las",
    "el",
    "los",
    "y",
    "e",
    "o",
    "u",
    "en",
    "a",
    "al",
    "para",
    "por",
    "que",
    "su",
    "sus",
    "se",
    "ley",
    "con",
}


class Found(NamedTuple):
    """A bill we had not seen, or not under this title."""

    bill: Bill
    answer: str  # that shows it
    quiet: bool  # it comes with the first reading of its list: what we note of it is told to nobody


def propose(found, ledger):
    """Propose links of bills just found: with those they continue, and with those read before that continue them.

    Lists are read in any order: the one with the new number may come first."""
    if not found:
        return
    known = Known()
    for each in found:
        if not each.quiet or names_another(each.bill):
            bill = each.bill
            for proposal in (*refiled(bill, known), *passed_on(bill, known), *companions(bill, known)):
                add(proposal, bill, each, ledger)
    by_bill = {each.bill.pk: each for each in found}
    these = JustFound([each.bill for each in found])
    for later in that_may_name(these.bills):
        if later.pk not in by_bill:
            for proposal in (*refiled(later, these), *passed_on(later, these)):
                add(proposal, later, by_bill[proposal.earlier.pk], ledger)


class Proposal(NamedTuple):
    kind: str
    earlier: Bill
    reason: str


def add(proposal, later, found, ledger):
    link, is_new = BillLink.objects.get_or_create(
        kind=proposal.kind,
        bill=proposal.earlier,
        other_period=later.period_id,
        other_chamber=later.chamber,
        other_number=later.number,
        defaults={
            "other": later,
            "other_label": later.label,
            "other_title": later.title,
            "reason": proposal.reason,
        },
    )
    if is_new:
        ledger.add(
            Change.Kind.LINK_PROPOSED,
            proposal.earlier,
            link=link,
            new=later.label,
            answer=found.answer,
            quiet=found.quiet,
        )


class Known:
    """All bills we have; each list is asked for once."""

    def __init__(self):
        self.listed, self.ours = cache(self.listed), cache(self.ours)

    def numbered(self, period, number):
        return stored(period=period, number=number)

    def listed(self, period, chamber):
        return with_words(stored(period=period, chamber=chamber))

    def ours(self, period):
        """Bills of our causes."""
        return with_words(stored(period=period, causes__isnull=False).distinct())


class JustFound:
    """The same questions, of a few bills."""

    def __init__(self, bills):
        self.bills, self.listed = bills, cache(self.listed)
        self.by_number = defaultdict(list)
        for bill in bills:
            self.by_number[bill.period_id, bill.number].append(bill)

    def numbered(self, period, number):
        return self.by_number.get((period, number), ())

    def listed(self, period, chamber):
        return with_words(bill for bill in self.bills if bill.key[:2] == (period, chamber))


def stored(*conditions, **fields):
    return Bill.objects.filter(*conditions, **fields).defer("search", "summary")


def with_words(bills):
    return [(bill, content_words(bill.title)) for bill in bills]


def that_may_name(bills):
    """Stored bills that may say they continue one of these: none is of an earlier period than what it continues."""
    says = Q(search__contains="antes") | Q(search__contains="remitid")
    return stored(says, period__gte=min(bill.period_id for bill in bills))


def refiled(bill, among):
    """Bills of an earlier period that the title names: "(ANTES PL 00089/2021-IC)"."""
    match = BEFORE.search(fold(bill.title))
    if not match:
        return
    for written in numbers.parse_all(match["numbers"].upper()):
        for old in among.numbered(written.period, written.number):
            if old.pk != bill.pk:
                reason = _("El título de %(new)s dice «antes %(old)s».")
                yield Proposal(BillLink.Kind.REFILED_AS, old, reason % {"new": bill.label, "old": old.label})


def passed_on(bill, among):
    """Bills of the other chamber whose text this title says was sent on."""
    match = PASSED_ON.search(fold(bill.title))
    if not match:
        return
    words = content_words(bill.title)
    for other, its_words in among.listed(bill.period_id, "D" if match["deputies"] else "S"):
        if not is_younger(other, bill) and likeness(words, its_words) >= ALIKE:
            reason = _(
                "El título de %(new)s dice que fue remitido por la otra cámara y se parece al de %(old)s."
            )
            yield Proposal(BillLink.Kind.PASSED_ON, other, reason % {"new": bill.label, "old": other.label})


def is_younger(one, other):
    """Whether, by their dates, it was presented after the other; not where a date is missing."""
    return bool(one.presented and other.presented and one.presented > other.presented)


def companions(bill, known):
    """Bills of our causes, of the same period, with the same words in their title."""
    if names_another(bill):
        return
    words = content_words(bill.title)
    for other, its_words in known.ours(bill.period_id):
        if other.pk != bill.pk and likeness(words, its_words) >= ALIKE and not are_companions(bill, other):
            reason = _("El título de %(new)s se parece al de %(old)s.")
            yield Proposal(BillLink.Kind.COMPANION, other, reason % {"new": bill.label, "old": other.label})


def are_companions(bill, other):
    """Whether that was proposed from the other end, when the other was found."""
    return BillLink.objects.filter(kind=BillLink.Kind.COMPANION, bill=bill, other=other).exists()


def content_words(title):
    text = OPENING.sub("", fold(title), count=1)
    return {word for word in re.findall(r"[a-z0-9ñ]+", text) if word not in SMALL_WORDS}


def likeness(one, other):
    """Jaccard index of two sets of words, 0 to 1."""
    return len(one & other) / len(one | other) if one and other else 0.0


@transaction.atomic
def confirm(link, user):
    """Accept a proposal: the causes of the old bill, and so their followers, go on with the new one.

    Nobody is told: who waits for the old bill has heard of the new one since the link was found."""
    decide(link, user, BillLink.State.CONFIRMED)
    if not BillLink.objects.onward().filter(pk=link.pk).exists():
        return
    for chain in CauseBill.objects.filter(bill=link.bill_id):
        for bill in later_than(link.bill_id):
            CauseBill.objects.get_or_create(
                cause_id=chain.cause_id, bill_id=bill, defaults={"added_by": user, "added": link.decided}
            )


def later_than(bill):
    """The bills as which this one goes on, each confirmed, however many there are one after the other."""
    found, level = set(), {bill}
    while level:
        onward = BillLink.objects.onward().standing().filter(bill__in=level)
        level = set(onward.values_list("other", flat=True)) - found - {bill}
        found |= level
    return found


@transaction.atomic
def refuse(link, user):
    decide(link, user, BillLink.State.REFUSED)


@transaction.atomic
def reopen(link, user):
    """Take a decision back. What it brought into chains leaves them."""
    if link.state == BillLink.State.CONFIRMED:
        CauseBill.objects.filter(added=link.decided, bill__in=later_than(link.bill_id)).delete()
    decide(link, user, BillLink.State.PROPOSED)


def decide(link, user, state):
    link.state, link.decided_by, link.decided = state, user, timezone.now()
    link.save(update_fields=["state", "decided_by", "decided"])
    Edition.advance()


def names_another(bill):
    """Whether the title itself says that this bill continues another."""
    title = fold(bill.title)
    return bool(BEFORE.search(title) or PASSED_ON.search(title))


def adopt(bills):
    """Complete the links that named these bills before we had read them."""
    by_key = {bill.key: bill for bill in bills}
    for link in BillLink.objects.filter(other=None) if bills else ():
        if bill := by_key.get((link.other_period, link.other_chamber, link.other_number)):
            link.other = bill
            link.save(update_fields=["other"])
