"""What a reading may yield: the only contract between scrapers/ and legislation/."""

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from scrapers.identity import mask

CHAMBERS = ("C", "D", "S")  # Congreso (one chamber until July 2026, then joint), Diputados, Senado


NAME = 200  # characters that the database holds of a label, a proponent, a person's name
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b]")
UNSEEN = re.compile(
    r"[\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def legible(text):
    """Without what JSON may hold and a database, a feed or a page may not: control characters, marks that turn
    the reading direction or join and part letters unseen, halves of surrogate pairs."""
    return text if text.isprintable() else UNSEEN.sub("", CONTROL.sub(" ", text))


def tidy(text):
    """Collapse the blank runs and line breaks the source leaves inside its texts, and write each letter in one
    way: «ó» may come as one character or as two. Change nothing else that can be seen."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(legible(text).split())


def in_brief(length):
    return AfterValidator(lambda text: text if len(text) <= length else text[: length - 1].rstrip() + "…")


def seen(text):
    """The text, or "" where nothing of it can be seen: a blank, a mark without width. What is no text stays."""
    return "" if isinstance(text, str) and not tidy(text) else text


def shown(text):
    """As a text of the source may be shown: the pages of the old system are kept as they came."""
    return mask(tidy(text))


def tidy_and_there(text):
    text = shown(text)
    if not text:
        raise ValueError("the text is empty")
    return text


def fold(text):
    """What two spellings of one text have in common: no accents, no case, single blanks."""
    if not text.isascii():  # most texts are, and have no marks to take off
        marks = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in marks if not unicodedata.combining(c))
    return tidy(text.casefold())


Text = Annotated[str, AfterValidator(shown)]
Required = Annotated[str, AfterValidator(tidy_and_there)]
Brief = Annotated[Text, in_brief(NAME)]
Name = Annotated[Required, in_brief(NAME)]
Label = Annotated[Required, Field(max_length=40)]  # a bill's number: cut, it would be another
Id = Annotated[str, Field(max_length=40)]
Period = Annotated[int, Field(ge=1980, le=2100)]  # the year a five-year period began: 2021, not 2024


class Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Key(Item):
    """A bill's identity: numbers restart in each period and chamber."""

    period: Period
    chamber: Literal["C", "D", "S"]
    number: Annotated[int, Field(ge=1, le=999_999_999)]  # what the database and our addresses hold


class BillItem(Item):
    """One row of a list of bills."""

    key: Key
    label: Label  # the number as the source writes it: "10305/2024-CR"
    title: Required
    status: Name  # the source's own label, case kept, blanks collapsed
    presented: date | None
    proponent: Brief = ""
    authors: tuple[Required, ...] = ()
    summary: Text = ""  # lists of the old system carry it, the service's do not
    url: Required  # the public page a reader can check
    found_by: tuple[Required, ...] = ()  # terms for which the service gave this row
    answer: str = ""  # Answer.sha256 that it was read from


class DocumentItem(Item):
    """A file named in a dossier. It is linked by the dossier's public page, never fetched."""

    source_id: Id = ""  # proyectoArchivoId; "" where the source has none
    title: Required
    day: date | None = None
    url: str = ""  # its own public address, where the source gives one


class StepItem(Item):
    """One dated entry of a dossier."""

    source_id: Id = ""  # seguimientoPleyId; "" where the source has none
    day: date | None  # None where the source's date cannot be read; the text then keeps it
    moment: datetime | None = None  # with offset, where the source gives a time of day
    status: Name
    committees: tuple[Required, ...] = ()
    detail: Text = ""
    documents: tuple[DocumentItem, ...] = ()


class SignatoryItem(Item):
    """A legislator who signed. Never their identity number."""

    source_id: Id = ""  # congresistaId
    name: Name  # "Apellidos, Nombres"
    role: Literal["author", "coauthor", "adherent"]


class RelatedItem(Item):
    """A bill that the dossier itself says is joined to it."""

    key: Key
    label: Label
    title: Text = ""
    status: Text = ""
    presented: date | None = None


class DossierItem(Item):
    """All the source says about one bill."""

    key: Key
    label: Label
    title: Required
    summary: Text = ""
    status: Name
    presented: date | None
    proponent: Brief = ""
    parliamentary_group: Brief = ""
    legislature: Annotated[Text, in_brief(120)] = ""
    approved_title: Text = ""  # title of the text that was approved, where given
    law_number: str = ""  # digits, only where the source has a field of its own for it
    committees: tuple[Required, ...] = ()
    steps: tuple[StepItem, ...]  # oldest first
    signatories: tuple[SignatoryItem, ...] = ()
    related: tuple[RelatedItem, ...] = ()
    documents: tuple[DocumentItem, ...] = ()  # those that hang on no step
    url: Required
    answer: str = ""


class VocabularyItem(Item):
    """The labels that the source itself lists for one period and chamber."""

    period: int
    chamber: Literal["C", "D", "S"]
    statuses: tuple[Name, ...]


class PeriodItem(Item):
    """A parliamentary period the source knows."""

    period: Period
    label: Annotated[Required, in_brief(20)]
    starts: date
    ends: date


class ListItem(Item):
    """One complete list: how many bills the source says it has. Yielded when its last page was read."""

    period: int
    chamber: Literal["C", "D", "S"]
    total: Annotated[int, Field(ge=1)]


class NoticeItem(Item):
    """Something new in the source's vocabulary that does not stop the reading, but that staff must hear of."""

    what: Literal["key", "period", "chamber", "empty"]  # empty: a row lacks what every row had
    value: Required
    where: Text = ""  # where it was seen: an address, or a path inside the answer
    answer: str = ""


class Answer(Item):
    """The bytes one request got, personal identity numbers removed, as evidence."""

    sha256: str  # of body, hexadecimal
    body: bytes
    url: Required
    request: str = ""  # body of the request, where it had one
    status: int
    headers: dict[str, Text]  # PostgreSQL holds no NUL
    fetched: datetime  # with offset
    parser: Required  # name and version of the parser that read it: "spley/1"


class UnreadItem(Item):
    """A dossier that could not be read while the others could."""

    key: Key | None  # None where its number is not known yet
    where: Required  # its address
    kind: Required  # one of scrapers.problems.KINDS
    detail: Required
