"""What a reading may yield: the only contract between scrapers/ and legislation/."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

CHAMBERS = ("C", "D", "S")  # Congreso (one chamber until July 2026, then joint), Diputados, Senado


def tidy(text):
    """Collapse the blank runs and line breaks the source leaves inside its texts; change nothing else."""
    if "\0" in text:  # JSON may hold a NUL, PostgreSQL may not
        text = text.replace("\0", " ")
    return " ".join(text.split())


def tidy_and_there(text):
    text = tidy(text)
    if not text:
        raise ValueError("the text is empty")
    return text


def fold(text):
    """What two spellings of one text have in common: no accents, no case, single blanks."""
    marks = unicodedata.normalize("NFKD", text)
    return tidy("".join(c for c in marks if not unicodedata.combining(c)).casefold())


Text = Annotated[str, AfterValidator(tidy)]
Required = Annotated[str, AfterValidator(tidy_and_there)]


class Item(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Key(Item):
    """A bill's identity: numbers restart in each period and chamber."""

    period: Annotated[int, Field(ge=1980, le=2100)]  # the year its five-year period began: 2021, not 2024
    chamber: Literal["C", "D", "S"]
    number: Annotated[int, Field(ge=1)]


class BillItem(Item):
    """One row of a list of bills."""

    key: Key
    label: Required  # the number as the source writes it: "10305/2024-CR"
    title: Required
    status: Required  # the source's own label, case kept, blanks collapsed
    presented: date | None
    proponent: Text = ""
    authors: tuple[Required, ...] = ()
    summary: Text = ""  # lists of the old system carry it, the service's do not
    url: Required  # the public page a reader can check
    found_by: tuple[Required, ...] = ()  # terms for which the service gave this row
    answer: str = ""  # Answer.sha256 that it was read from


class DocumentItem(Item):
    """A file named in a dossier. It is linked by the dossier's public page, never fetched."""

    source_id: str = ""  # proyectoArchivoId; "" where the source has none
    title: Required
    day: date | None = None
    url: str = ""  # its own public address, where the source gives one


class StepItem(Item):
    """One dated entry of a dossier."""

    source_id: str = ""  # seguimientoPleyId; "" where the source has none
    day: date | None  # None where the source's date cannot be read; the text then keeps it
    moment: datetime | None = None  # with offset, where the source gives a time of day
    status: Required
    committees: tuple[Required, ...] = ()
    detail: Text = ""
    documents: tuple[DocumentItem, ...] = ()


class SignatoryItem(Item):
    """A legislator who signed. Never their identity number."""

    source_id: str = ""  # congresistaId
    name: Required  # "Apellidos, Nombres"
    role: Literal["author", "coauthor", "adherent"]


class RelatedItem(Item):
    """A bill that the dossier itself says is joined to it."""

    key: Key
    label: Required
    title: Text = ""
    status: Text = ""
    presented: date | None = None


class DossierItem(Item):
    """All the source says about one bill."""

    key: Key
    label: Required
    title: Required
    summary: Text = ""
    status: Required
    presented: date | None
    proponent: Text = ""
    parliamentary_group: Text = ""
    legislature: Text = ""
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
    statuses: tuple[Required, ...]


class PeriodItem(Item):
    """A parliamentary period the source knows."""

    period: int
    label: Required
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
    headers: dict[str, str]
    fetched: datetime  # with offset
    parser: Required  # name and version of the parser that read it: "spley/1"


class UnreadItem(Item):
    """A dossier that could not be read while the others could."""

    key: Key | None  # None where its number is not known yet
    where: Required  # its address
    kind: Required  # one of scrapers.problems.KINDS
    detail: Required
