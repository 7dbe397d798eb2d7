"""Numbers that say how sure they are: exactly 28, at least 79, more than 40, about 100."""

from decimal import Decimal
from typing import NamedTuple

from django.utils.formats import localize
from django.utils.translation import gettext as _

from crm.models import Attendance

Qualifier = Attendance.Qualifier
# The less certain part decides: of "more than 10" and exactly 30 no more can be said than "more than 40".
CERTAINTY = [Qualifier.EXACTLY, Qualifier.AT_LEAST, Qualifier.MORE_THAN, Qualifier.ABOUT]
SIGNS = {
    Qualifier.EXACTLY: "=",
    Qualifier.AT_LEAST: "≥",
    Qualifier.MORE_THAN: ">",
    Qualifier.ABOUT: "~",
}


class Amount(NamedTuple):
    value: Decimal | int = 0
    qualifier: str = Qualifier.EXACTLY
    hidden: int = 0  # head-counts too small to be shown: they are in no sum

    def __add__(self, other):
        return Amount(
            self.value + other.value, weaker(self.qualifier, other.qualifier), self.hidden + other.hidden
        )

    @property
    def is_hidden(self):
        """There is somebody, but so few that no number is told."""
        return self.hidden > 0 and self.value == 0

    @property
    def sureness(self):
        return Qualifier(self.qualifier).label

    @property
    def sign(self):
        return SIGNS[Qualifier(self.qualifier)]

    @property
    def number(self):
        return localize(neat(self.value))

    def __str__(self):
        if self.is_hidden:
            return _("no se muestra: son pocas")
        if self.qualifier == Qualifier.EXACTLY:
            return self.number
        return f"{self.sureness} {self.number}"


NOTHING = Amount()


def neat(value):
    """12 and not 12.00."""
    return int(value) if value == int(value) else value


def weaker(one, other):
    return max(one, other, key=CERTAINTY.index)


def total(amounts):
    return sum(amounts, NOTHING)


def too_few(heads):
    """So many head-counts that are not told: a sum without them is only known to be at least that."""
    return Amount(0, Qualifier.AT_LEAST if heads else Qualifier.EXACTLY, heads)
