"""Why a reading must not be believed."""

import html
import re
from typing import NamedTuple

from scrapers.identity import mask_any
from scrapers.items import tidy

UNREAD = 20_000  # characters of which an excerpt is made
MARKUP = re.compile(
    r"<(script|style|svg)\b.*?(?:</\1\s*>|$)|<!--.*?(?:-->|$)|<[!/?a-z][^>]*(?:>|$)",
    re.IGNORECASE | re.DOTALL,
)

KINDS = {
    "blocked": "the source refuses us",
    "unavailable": "the source does not answer",
    "moved": "the source sends us to another address",
    "html": "a web page came where data was due",
    "truncated": "the answer is cut, or rows are missing",
    "empty": "the answer holds nothing",
    "shape": "the answer is not built as it was",
    "foreign": "the answer is about something else than was asked",
    "error": "the source answered with an error",
    "forbidden": "robots.txt asks us not to read this",
    "early": "the reading ended before its end",
    "missing": "the source says that this bill does not exist",  # one bill's trouble, never the source's
}


class Problem(NamedTuple):
    kind: str
    detail: str


class Unbelievable(Exception):
    """Raised where something odd is met; the reading is then not imported."""

    def __init__(self, kind, detail):
        super().__init__(f"{kind}: {detail}")
        self.problem = Problem(kind, detail)

    @property
    def kind(self):
        return self.problem.kind

    @property
    def detail(self):
        return self.problem.detail


def excerpt(text, length=200):
    """The start of a text, for a sentence that must contain it: of a page its words, if it has any; nobody's number."""
    text = tidy(str(text)[:UNREAD])
    if text.startswith("<"):
        text = tidy(html.unescape(MARKUP.sub(" ", text))) or text
    text = mask_any(text)
    return text if len(text) <= length else f"{text[:length]}…"
