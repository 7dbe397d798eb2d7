"""Which bills speak of a cause, by its words."""

import re

from legislation.models import Bill, Cause, CauseMatch
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
