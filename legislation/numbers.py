"""The number of a bill in all the forms that people and the source write it."""

import re
from typing import NamedTuple

FIRST_YEARS = (2026, 2021, 2016, 2011, 2006, 2001, 2000, 1995)  # of parliamentary periods, newest first

# "00434-2026-2031-CD": since 2026, with the two years of the period
TWO_YEARS = re.compile(r"(?<!\d)(\d{1,6})\s*[-/]\s*(\d{4})\s*-\s*(\d{4})(?:\s*-\s*(CD|CR|S|D|C)\b)?", re.I)
# "12475/2025-CR", "12475-2025-CR", "PL 12475/2025": the year of the annual session, and who proposed
ONE_YEAR = re.compile(r"(?<!\d)0*(\d{1,6})\s*[-/]\s*(\d{4})(?:\s*-\s*([A-Z]{1,4}))?\b", re.I)
# "PL 12475", "Proyecto de Ley N.° 12475", "Proyecto 12475", "12475", "434-CD"
BARE = re.compile(
    r"^\W*(?:(?:proyectos?(?:\s+de\s+ley)?|p\.?\s?l\.?)\W*(?:n(?:ro|úm|um)?[\Wº]*)?|n(?:ro)?[.°º\s]+)?"
    r"0*(\d{1,6})(?:\s*[-/\s]\s*(CD|CR|S|D|C))?\W*$",
    re.I,
)
THOUSANDS = re.compile(r"(?<=\d)[.,](?=\d{3}(?!\d))")  # "12.475"
CHAMBERS = {"CD": "D", "D": "D", "S": "S", "CR": "C", "C": "C"}


class Written(NamedTuple):
    """What a written number says; None where it leaves that open."""

    number: int
    period: int | None = None
    chamber: str | None = None


def period_of(year):
    """First year of the five-year period an annual session belongs to; None before 1995."""
    return next((first for first in FIRST_YEARS if first <= year), None)


def parse(text):
    """Return what the first bill number in text says, or None where there is none."""
    return next(iter(parse_all(text)), None) or bare(text)


def parse_all(text):
    """Every full bill number (with a year) in text, in order, without repetition."""
    found = []
    for match in re.finditer(
        f"(?:{TWO_YEARS.pattern})|(?:{ONE_YEAR.pattern})", THOUSANDS.sub("", text), re.I
    ):
        number, first, _last, suffix, number1, year, proponent = match.groups()
        if number:
            written = Written(int(number), int(first), CHAMBERS.get((suffix or "").upper()))
        else:
            period = period_of(int(year))
            is_old = period and period < 2026
            written = Written(
                int(number1), period, "C" if is_old else CHAMBERS.get((proponent or "").upper())
            )
        if written.number and written.period and written not in found:
            found.append(written)
    return found


def bare(text):
    match = BARE.match(THOUSANDS.sub("", text))
    if not match or not int(match[1]):
        return None
    return Written(int(match[1]), None, CHAMBERS.get((match[2] or "").upper()))
