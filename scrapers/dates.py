"""The dates of Congress: ten forms, one reader. What cannot be read is None, never a guess."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache

LIMA = timezone(timedelta(hours=-5))  # Peru has kept UTC-5 all year since 1994
FIRST, LAST = 1980, 2100  # a year outside is an empty field or a slip: 0001, 1970, 2205

ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?)?",
    re.ASCII | re.IGNORECASE,
)
SLASHED = re.compile(
    r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?)?",
    re.ASCII | re.IGNORECASE,
)


def read_day(text, *, month_first=False):
    """The day in Lima, or None."""
    return read_moment(text, month_first=month_first)[0]


def read_moment(text, *, month_first=False):
    """(day, moment): moment is None where the source gives no time of day."""
    return _read(text.strip(), month_first) if isinstance(text, str) else (None, None)


def read_iso(text):
    """(day, moment) of the JSON service. Its dates begin with the year: 03/09/2026 there would be a new shape,
    and nothing would say which is the month."""
    return read_moment(text) if is_iso(text) else (None, None)


def is_iso(text):
    """Whether a text is built as the service's dates are, even where it names no believable day: 2026-02-30."""
    return isinstance(text, str) and bool(ISO.fullmatch(text.strip()))


@lru_cache(maxsize=10_000)  # a list of 14,864 bills has some 1,200 dates
def _read(text, month_first):
    try:
        if match := ISO.fullmatch(text):
            return _from_iso(match)
        if match := SLASHED.fullmatch(text):
            return _plausible(_from_slashes(match, month_first)), None
    except (ValueError, OverflowError):
        pass
    return None, None


def _from_iso(match):
    day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["hour"] is None:
        return _plausible(day), None

    fraction = (match["fraction"] or "").ljust(6, "0")[:6]
    clock = time(int(match["hour"]), int(match["minute"]), int(match["second"] or 0), int(fraction))
    if clock == time.min:
        # Midnight is how the service writes "no time": moving it between zones would change the day.
        return _plausible(day), None

    moment = datetime.combine(day, clock, _offset(match["offset"])).astimezone(LIMA)
    return _plausible(moment.date()), moment if _plausible(moment.date()) else None


def _offset(text):
    if text is None:
        return LIMA
    if text in "Zz":
        return UTC
    minutes = int(text[1:3]) * 60 + time(0, int(text[-2:])).minute
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _from_slashes(match, month_first):
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if len(match["year"]) == 2:
        year += 1900 if year >= FIRST % 100 else 2000
    return date(year, one, two) if month_first else date(year, two, one)


def _plausible(day):
    return day if FIRST <= day.year <= LAST else None
