"""Which bill: from the label that the source writes to period, chamber and number, and its public page."""

import re
from typing import NamedTuple

from scrapers.items import CHAMBERS, Key
from scrapers.problems import Unbelievable, excerpt

PORTAL = "https://wb2server.congreso.gob.pe/spley-portal/"
TWO_CHAMBERS = 2026  # first period with Diputados and Senado; before it everything is C
PERIODS = (2021, 2026)  # those that the service knew when this was written

LABEL = re.compile(r"0*(?P<number>[1-9]\d{0,6})(?P<rest>\D.*)?", re.ASCII | re.DOTALL)
CHAMBER_OF_SUFFIX = {"CD": "D", "S": "S", "CR": "C"}
ROUTE = {"C": "congreso/", "D": "diputados/", "S": "senado/"}


class Label(NamedTuple):
    number: int
    suffix: str  # "CR", "PE", "CD"…; "" where there is none


def read_label(text):
    """'10305/2024-CR', '00013-2026-2031-S' or '04892'."""
    match = LABEL.fullmatch(text.strip())
    if not match:
        raise Unbelievable("shape", f"«{excerpt(text)}» is not the number of a bill")
    suffix = re.search(r"-([A-Za-z]+)\s*$", match["rest"] or "")
    return Label(int(match["number"]), suffix[1].upper() if suffix else "")


def chamber_of(label, *, period, code=None):
    """The chamber the source names, else the one that the label's suffix means in that period."""
    if code is not None:
        if code not in CHAMBERS:
            raise Unbelievable("foreign", f"«{label}» is of the unknown chamber «{excerpt(code)}»")
        return code
    if period < TWO_CHAMBERS:
        return "C"
    suffix = read_label(label).suffix
    if suffix not in CHAMBER_OF_SUFFIX:
        raise Unbelievable("shape", f"«{label}» of {period} does not say of which chamber it is")
    return CHAMBER_OF_SUFFIX[suffix]


def key_of(label, *, period, code=None):
    chamber = chamber_of(label, period=period, code=code)
    return Key(period=period, chamber=chamber, number=read_label(label).number)


def public_page(key, portal=PORTAL):
    """The page of the portal that a reader can open and cite."""
    route = "" if key.period < TWO_CHAMBERS else ROUTE[key.chamber]
    return f"{portal}#/{route}expediente/{key.period}/{key.number}"
