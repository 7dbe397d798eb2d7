"""The lists and dossiers the practice Congress holds: told by scenarios, or stored."""

from . import vocabulary
from .background import MOST_EXTRA, quiet_bill, quiet_keys
from .dossiers import Standing, detail, row


class Listed:
    """A row of a list, with the texts in which the service looks for words."""

    __slots__ = ("key", "row", "texts")

    def __init__(self, key, row, summary):
        self.key, self.row = key, row
        self.texts = f"{row['titulo']}\n{summary}".casefold()

    @property
    def order(self):
        return self.row["fecPresentacion"], self.row["pleyNum"]


class ToldCongress:
    """Stories with quiet bills around them."""

    def __init__(self, performance, extra=0):
        if not 0 <= extra <= MOST_EXTRA:
            raise ValueError(f"{extra} more bills cannot be made: choose from 0 to {MOST_EXTRA}.")
        self.performance, self.extra = performance, extra
        self.begin()

    def begin(self):
        """Make the quiet bills: now, so that no answer has to wait for them, and anew after a reset."""
        self.started = self.performance.started
        self.quiet, self._quiet_lists, self._lists = set(), {}, {}
        for period, chamber in vocabulary.LISTS:
            keys = quiet_keys(period, chamber, self.extra if (period, chamber) == (2021, "C") else 0)
            self.quiet.update(keys)
            self._quiet_lists[period, chamber] = [self._quiet(key) for key in keys]

    def _quiet(self, key):
        bill = quiet_bill(key, self.started, self.extra)
        return Listed(key, row(Standing(bill, self.started)), bill.summary)

    def listed(self, period, chamber):
        """Newest first."""
        if (period, chamber) not in self._quiet_lists:
            return []
        moments = {name: self.performance.moments(name) for name in self.performance.stories}
        told, known = self._lists.get((period, chamber), (None, None))
        if told != moments:
            known = self._sorted(period, chamber, moments)
            self._lists[period, chamber] = moments, known
        return known

    def _sorted(self, period, chamber, moments):
        told = [
            Listed(key, row(self._standing(story, key, moments[name])), bill.summary)
            for name, story in self.performance.stories.items()
            for key, bill in story.bills.items()
            if key[:2] == (period, chamber) and bill.is_seen(moments[name])
        ]
        return sorted(told + self._quiet_lists[period, chamber], key=lambda each: each.order, reverse=True)

    def _standing(self, story, key, moments):
        return Standing(story.bills[key], self.performance.story_started(story.name), moments)

    def dossier(self, period, chamber, number):
        key = period, chamber, number
        if key in self.quiet:
            return detail(Standing(quiet_bill(key, self.started, self.extra), self.started))
        for name, story in self.performance.stories.items():
            moments = self.performance.moments(name)
            if key in story.bills and story.bills[key].is_seen(moments):
                return self._told(story, key, moments)
        return None

    def _told(self, story, key, moments):
        return detail(self._standing(story, key, moments), self._joined_to(story, key, moments))

    def _joined_to(self, story, key, moments):
        """The bills this one carries. Only the one that leads names them: so do all stored dossiers."""
        standings = [
            self._standing(story, other, moments)
            for other in story.bills
            if story.bills[other].is_seen(moments)
        ]
        return [s for s in standings if s.is_joined() and s.bill.joined.lead == key]

    def periods(self):
        return vocabulary.period_rows()

    def filters(self, period, chamber):
        return vocabulary.filter_rows(period, chamber)
