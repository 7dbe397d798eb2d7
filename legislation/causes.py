"""Which bills speak of a cause, by its words."""

import re

from django.db import transaction
from django.utils import timezone

from legislation.models import Bill, Cause, CauseBill, CauseMatch, Edition
from scrapers.items import fold


class Words:
    """The terms of one cause, to be found as whole words, accents and case aside."""

    def __init__(self, terms):
        self.terms = {fold(term): term for term in terms if fold(term)}
        alternatives = "|".join(re.escape(term) for term in sorted(self.terms, key=len, reverse=True))
        self.pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if alternatives else None

    def find(self, folded):
        """The first term that an already folded text contains, or None."""
        match = self.pattern and self.pattern.search(folded)
        return self.terms[match[0]] if match else None


class Matcher:
    """All causes at once, for one import."""

    def __init__(self):
        self.causes = [(cause, Words(cause.words)) for cause in Cause.objects.all()]
        self.known = set(CauseMatch.objects.values_list("cause", "bill"))
        self.chains = set(Cause.bills.through.objects.values_list("cause", "bill"))

    def match(self, bill, found_by=()):
        """New CauseMatch rows (unsaved) for a bill.

        found_by are terms by which the service's own search gave it. It looks for substrings in titles and
        summaries: where the title holds the substring only inside another word ("HUALGAYOC" for "gay"), that
        explains the hit and it is dropped; where nothing we can see explains it, a person must look."""
        title, summary = fold(bill.title), fold(bill.summary)
        for cause, words in self.causes:
            if (cause.pk, bill.pk) in self.known or (cause.pk, bill.pk) in self.chains:
                continue
            if term := words.find(title):
                where = CauseMatch.Where.TITLE
            elif term := words.find(summary):
                where = CauseMatch.Where.SUMMARY
            elif not summary and (term := unexplained(words, found_by, title)):
                where = CauseMatch.Where.UNSEEN
            else:
                continue
            self.known.add((cause.pk, bill.pk))
            yield CauseMatch(cause=cause, bill=bill, term=term[:120], where=where)

    def explain(self, bills):
        """Hits that nothing explained until the titles of these bills (by id) came; saved, unless somebody decided."""
        words, explained = {cause.pk: words for cause, words in self.causes}, []
        for match in CauseMatch.objects.proposed().filter(where=CauseMatch.Where.UNSEEN):
            bill = bills.get(match.bill_id)
            if term := bill and words[match.cause_id].find(fold(bill.title)):
                match.term, match.where = term[:120], CauseMatch.Where.TITLE
                match.save(update_fields=["term", "where"])
                explained.append(match)
        return explained


def unexplained(words, found_by, title):
    return next(
        (term for term in found_by if fold(term) in words.terms and fold(term) not in title),
        None,
    )


def rematch(cause):
    """Look through every known bill again, after the words of a cause changed. Nobody is told: it is no news."""
    words = Words(cause.words)
    known = set(CauseMatch.objects.filter(cause=cause).values_list("bill", flat=True))
    known |= set(cause.bills.values_list("pk", flat=True))
    found = []
    for pk, title, summary in (
        Bill.objects.exclude(pk__in=known).values_list("pk", "title", "summary").iterator()
    ):
        for where, text in ((CauseMatch.Where.TITLE, title), (CauseMatch.Where.SUMMARY, summary)):
            if term := words.find(fold(text)):
                found.append(CauseMatch(cause=cause, bill_id=pk, term=term[:120], where=where))
                break
    return CauseMatch.objects.bulk_create(found, batch_size=500)


def forget(cause):
    """Drop the proposals that nobody decided and whose word the cause no longer has; return how many."""
    words = Words(cause.words).terms
    stale = [
        pk
        for pk, term in CauseMatch.objects.proposed().filter(cause=cause).values_list("pk", "term")
        if fold(term) not in words
    ]
    for start in range(0, len(stale), 500):
        CauseMatch.objects.filter(pk__in=stale[start : start + 500]).delete()
    return len(stale)


# What people decide


@transaction.atomic
def accept(match, user):
    """The bill is of the cause: it joins the chain, and whoever follows the cause hears of it from now on."""
    decide(match, user, CauseMatch.State.ACCEPTED)
    CauseBill.objects.get_or_create(
        cause=match.cause, bill=match.bill, defaults={"added_by": user, "added": match.decided}
    )


@transaction.atomic
def refuse(match, user):
    decide(match, user, CauseMatch.State.REFUSED)


@transaction.atomic
def reopen(match, user):
    """Take a decision back. A bill that it brought into the chain leaves it; one that was there before stays."""
    CauseBill.objects.filter(cause=match.cause, bill=match.bill, added=match.decided).delete()
    decide(match, user, CauseMatch.State.PROPOSED)


def decide(match, user, state):
    match.state, match.decided_by, match.decided = state, user, timezone.now()
    match.save(update_fields=["state", "decided_by", "decided"])
    Edition.advance()


@transaction.atomic
def add_bill(cause, bill, user):
    """Put a bill into the chain; return whether it was not there yet."""
    _link, is_new = CauseBill.objects.get_or_create(cause=cause, bill=bill, defaults={"added_by": user})
    Edition.advance()
    return is_new


@transaction.atomic
def remove_bill(link):
    """Take a bill out of a chain. The history keeps that it was there, and who took it out."""
    link.delete()
    Edition.advance()
