"""Bills with a script: what is in their dossier from the start, and what each event adds to it."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from . import vocabulary
from .lima import LIMA, annual_period

SCENARIOS = Path(__file__).parent / "scenarios"
SUFFIXES = {"C": "CR", "D": "CD", "S": "S"}


class BadScenario(ValueError):
    pass


@dataclass(frozen=True)
class When:
    """A day of its own, so many days before the story began, or the moment of an event."""

    on: date | None = None
    ago: int | None = None
    at: time = time(0)
    event: int | None = None  # None: there from the start
    is_bare: bool = False  # the source notes the day only

    def is_seen(self, moments):
        return self.event is None or self.event < len(moments)

    def moment(self, started, moments, period):
        if self.on is None and self.ago is None and not self.is_bare:
            return moments[self.event]
        return datetime.combine(self.day(started, moments, period), self.at, LIMA)

    def day(self, started, moments, period):
        if self.on:
            return self.on
        if self.ago is None:
            return moments[self.event].astimezone(LIMA).date()
        first, last = vocabulary.PERIODS[period]
        day = started.astimezone(LIMA).date() - timedelta(days=self.ago)
        working_day = day - timedelta(days=max(day.weekday() - 4, 0))
        return min(max(working_day, first), last)


@dataclass(frozen=True)
class File:
    name: str
    section: int | None
    when: When
    link: str | None = None  # dossiers of re-filed bills point to the old system


@dataclass(frozen=True)
class Step:
    status: str
    when: When
    detail: str = ""
    committees: tuple[str, ...] = ()
    files: tuple[File, ...] | None = ()


@dataclass(frozen=True)
class Signature:
    name: str
    kind: int  # 1 author, 2 co-author, 3 adherent
    when: When = When()


@dataclass(frozen=True)
class Edit:
    step: int
    detail: str
    when: When


@dataclass(frozen=True)
class Letter:
    text: str
    when: When


@dataclass(frozen=True)
class Joining:
    lead: tuple
    when: When


@dataclass
class Bill:
    key: tuple[int, str, int]
    title: str
    summary: str = ""
    proponent: str = ""
    group: str = ""
    approved_title: str = ""
    suffix: str = ""
    joined: Joining | None = None
    steps: list[Step] = field(default_factory=list)
    folder: list[File] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    def is_seen(self, moments):
        return bool(self.steps) and self.steps[0].when.is_seen(moments)

    @property
    def dossier_id(self):
        period, chamber, number = self.key
        return 900_000 + 100_000 * vocabulary.LISTS.index((period, chamber)) + number - 90_000

    def label(self, filed_on):
        period, chamber, number = self.key
        suffix = self.suffix or SUFFIXES[chamber]
        if period == 2021:
            return f"{number:05d}/{annual_period(filed_on)}-{suffix}"
        return f"{number:05d}-{period}-{period + 5}-{suffix}"

    @property
    def place(self):
        return "/".join(map(str, self.key))


@dataclass(frozen=True)
class Event:
    after: float  # seconds from the start of the story
    says: str


@dataclass
class Story:
    name: str
    title: str
    about: str
    bills: dict[tuple, Bill]
    events: list[Event]


def scenario_names():
    return sorted(path.stem for path in SCENARIOS.glob("*.json"))


def load_scenario(name):
    names = scenario_names()
    if name == "all":
        return [load_story(SCENARIOS / f"{each}.json") for each in names]
    if name not in names:
        raise BadScenario(f"There is no scenario '{name}': choose all, {', '.join(names)}.")
    return [load_story(SCENARIOS / f"{name}.json")]


def load_story(path):
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        bills = {bill.key: bill for bill in map(_bill, told["bills"])}
        story = Story(path.stem, told["title"], told["about"], bills, [])
        for number, event in enumerate(told["events"]):
            _add_event(story, number, event)
    except (KeyError, ValueError, TypeError) as error:
        raise BadScenario(f"The scenario {path.name} cannot be told: {error!r}.") from error
    return story


def bill_key(place):
    period, chamber, number = place.split("/")
    if (int(period), chamber) not in vocabulary.LISTS:
        raise BadScenario(f"'{place}' names no list of bills that the practice Congress has.")
    return int(period), chamber, int(number)


def _bill(told):
    key = bill_key(told["bill"])
    bill = Bill(
        key=key,
        title=told["title"],
        summary=told.get("summary", ""),
        proponent=told.get("proponent", vocabulary.PROPONENTS[key[:2]]),
        group=told.get("group", ""),
        approved_title=told.get("approved_title", ""),
        suffix=told.get("suffix", ""),
    )
    for kind, role in ((1, "authors"), (2, "coauthors"), (3, "adherents")):
        bill.signatures += [Signature(name, kind) for name in told.get(role, ())]
    for step in told.get("steps", ()):
        _add_step(bill, step, None)
    for file in told.get("folder", ()):
        _add_folder_file(bill, file, None)
    for letter in told.get("letters", ()):
        bill.letters.append(Letter(letter["text"], _when(letter, None)))
    return bill


def _when(told, event, at=time(0), is_bare=False):
    on = date.fromisoformat(told["on"]) if "on" in told else None
    if event is None and on is None and "ago" not in told:
        raise ValueError(f"what is there from the start needs a day: {told}")
    return When(on, told.get("ago"), at, event, is_bare)


def _add_event(story, number, told):
    if story.events and told["after"] <= story.events[-1].after:
        raise ValueError(f"event {number} comes {told['after']} s after the start, not after the one before")
    story.events.append(Event(told["after"], told["says"]))
    for change in told["changes"]:
        bill = story.bills[bill_key(change["bill"])]
        (what,) = change.keys() - {"bill"}
        CHANGES[what](story, bill, change[what], number)


def _step_happens(story, bill, told, event):
    """An accumulated bill goes through all that its lead goes through from then on."""
    _add_step(bill, told, event)
    for other in story.bills.values():
        if other.joined and other.joined.lead == bill.key:
            _add_step(other, told, event)


def _add_step(bill, told, event):
    status, detail = told["status"], told.get("detail", "")
    if status.strip() not in vocabulary.STATUS_IDS:
        raise ValueError(f"unknown state {status!r}")
    place = len(bill.steps)
    # Later in the dossier is later in the day: steps pressed onto one day keep their order.
    at = time(9 + place // 3, 7 + 17 * (place % 3), (37 * place) % 60) if place else time(0)
    when = _when(told, event, at, is_bare=place == 0)
    files = _step_files(bill, told, when, place)
    bill.steps.append(Step(status, when, detail, tuple(told.get("committees", ())), files))


def _step_files(bill, told, when, place):
    status, detail = told["status"], told.get("detail", "")
    if "files" not in told:
        if status not in vocabulary.STEP_SECTIONS and status != "DICTAMEN":
            return None  # the source has null here, not an empty list
        told = {"files": [f"DEMO_{bill.key[2]}_{place}.pdf"]}
    section = vocabulary.step_section(status, detail)
    return tuple(
        File(file, section, when)
        if isinstance(file, str)
        else File(file["name"], section, when, file.get("link"))
        for file in told["files"]
    )


def _add_folder_file(bill, told, event):
    section = vocabulary.folder_section(told["committee"], told["kind"])
    bill.folder.append(File(told["name"], section, _when(told, event)))


CHANGES = {
    "step": _step_happens,
    "file": lambda story, bill, told, event: _add_folder_file(bill, told, event),
    "adherent": lambda story, bill, name, event: bill.signatures.append(
        Signature(name, 3, When(event=event))
    ),
    "letter": lambda story, bill, told, event: bill.letters.append(Letter(told["text"], _when(told, event))),
    "joins": lambda story, bill, lead, event: setattr(
        bill, "joined", Joining(bill_key(lead), When(event=event))
    ),
    "edit": lambda story, bill, told, event: bill.edits.append(
        Edit(told["step"], told["detail"], When(event=event))
    ),
}
