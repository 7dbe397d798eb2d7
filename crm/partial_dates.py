"""Dates of which only the year, or the year and the month, may be known: "2024", "2024-03", "2024-03-05".

As texts they sort as dates do, and a shorter one sorts before the longer ones it holds.
"""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext_lazy as _

FORM = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
WRITTEN = re.compile(r"(?:(?:(\d{1,2})[/-])?(\d{1,2})[/-])?(\d{4})")  # as people write them: 5/3/2024, 3/2024


def parse(text):
    """What a person typed, as we keep it."""
    text = kept = text.strip()
    if match := WRITTEN.fullmatch(text):
        day, month, year = match.groups()
        kept = "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    try:
        year, month, day = (int(part) if part else 1 for part in FORM.fullmatch(kept).groups())
        date(year, month, day)
    except (AttributeError, ValueError):
        raise ValidationError(
            _(
                "«%(text)s» no es una fecha. Escribe el año, el mes y el año o el día: 2024, 3/2024 o 5/3/2024."
            ),
            params={"text": text},
        ) from None
    return kept


def in_words(text):
    """ "2024-03" as a reader expects it: "marzo de 2024"."""
    if not text or len(text) == 4:
        return text
    day = date(*(int(part) for part in f"{text}-01"[:10].split("-")))
    return formats.date_format(day, "DATE_FORMAT" if len(text) == 10 else "YEAR_MONTH_FORMAT")


def holds_on(today, prefix=""):
    """The condition for a span from `started` to `ended` to hold on a day.

    A day on which somebody leaves is no longer hers; of a month or a year, all of it is.
    """
    iso = today.isoformat()
    started = Q(**{f"{prefix}started__lte": iso})
    open_end = Q(**{f"{prefix}ended__in": ["", iso[:4], iso[:7]]})
    return started & (open_end | Q(**{f"{prefix}ended__gt": iso}))


def spans(started, ended, day):
    """Whether it does, of a span that was read already."""
    iso = day.isoformat()
    return started <= iso and (ended in ("", iso[:4], iso[:7]) or ended > iso)


def first_day_after(ended):
    """On which somebody is no longer there who left then: the day itself, or the first after that month or year."""
    year, month, day = (int(part) if part else 0 for part in FORM.fullmatch(ended).groups(default=""))
    if day:
        return date(year, month, day)
    return date(year + (month in (0, 12)), month % 12 + 1 if month else 1, 1)


class PartialDateField(models.CharField):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 10, "blank": True} | kwargs)

    def clean(self, value, model_instance):
        return super().clean(parse(value) if value else value, model_instance)
