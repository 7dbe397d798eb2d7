"""Why a reading must not be believed."""

from typing import NamedTuple

from scrapers.items import tidy

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
    """The start of a text, for a sentence that must contain it."""
    text = tidy(str(text))
    return text if len(text) <= length else f"{text[:length]}…"
