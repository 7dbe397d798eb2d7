"""Bills that continue or join other bills: proposed from what titles say, confirmed by a person."""

import re

from django.db import transaction
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


def propose(bill, ledger, *, answer="", quiet=False):
    """Propose links for a bill just found; return them, saved."""
    proposals = [*refiled(bill), *passed_on(bill), *companions(bill)]
    links = []
    for kind, from_bill, reason in proposals:
        link, is_new = BillLink.objects.get_or_create(
            kind=kind,
            bill=from_bill,
            other_period=bill.period_id,
            other_chamber=bill.chamber,
            other_number=bill.number,
            defaults={"other": bill, "other_label": bill.label, "other_title": bill.title, "reason": reason},
        )
        if is_new:
            links.append(link)
            ledger.add(
                Change.Kind.LINK_PROPOSED, from_bill, link=link, new=bill.label, answer=answer, quiet=quiet
            )
    return links


def refiled(bill):
    """Bills of an earlier period that the title names: "(ANTES PL 00089/2021-IC)"."""
    match = BEFORE.search(fold(bill.title))
    if not match:
        return
    for written in numbers.parse_all(match["numbers"].upper()):
        for old in Bill.objects.filter(number=written.number, period=written.period).exclude(pk=bill.pk):
            reason = _("El título de %(new)s dice «antes %(old)s».") % {"new": bill.label, "old": old.label}
            yield BillLink.Kind.REFILED_AS, old, reason


def passed_on(bill):
    """Bills of the other chamber whose text this title says was sent on."""
    match = PASSED_ON.search(fold(bill.title))
    if not match:
        return
    chamber = "D" if match["deputies"] else "S"
    words = content_words(bill.title)
    for other in Bill.objects.filter(period=bill.period_id, chamber=chamber).defer("search", "summary"):
        if likeness(words, content_words(other.title)) >= ALIKE:
            reason = _(
                "El título de %(new)s dice que fue remitido por la otra cámara y se parece al de %(old)s."
            )
            yield BillLink.Kind.PASSED_ON, other, reason % {"new": bill.label, "old": other.label}


def companions(bill):
    """Bills of our causes, of the same period, with the same words in their title."""
    if PASSED_ON.search(fold(bill.title)) or BEFORE.search(fold(bill.title)):
        return
    words = content_words(bill.title)
    for other in (
        Bill.objects.filter(period=bill.period_id, causes__isnull=False).exclude(pk=bill.pk).distinct()
    ):
        if likeness(words, content_words(other.title)) >= ALIKE:
            reason = _("El título de %(new)s se parece al de %(old)s.")
            yield BillLink.Kind.COMPANION, other, reason % {"new": bill.label, "old": other.label}


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
