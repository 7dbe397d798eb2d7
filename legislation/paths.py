"""The way of a bill through Congress, as data: where it has been, where it is, what lies ahead.

The procedure differs by period and chamber. Days and deadlines of the Reglamentos of 2026 are not known to us, so
none is drawn."""

from collections import defaultdict
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legislation.models import Bill, BillLink, Step
from legislation.stages import Stage
from scrapers.items import fold

TWO_CHAMBERS_SINCE = 2026

DONE, HERE, AHEAD, NOT_TAKEN = "done", "here", "ahead", "not_taken"
Kind = BillLink.Kind
ENDED = (Stage.ARCHIVED, Stage.REJECTED, Stage.WITHDRAWN)
# Of another bill, its page shows the rest.
UNSEEN = (
    "search",
    "summary",
    "approved_title",
    "authors",
    "legislature",
    "parliamentary_group",
    "source_url",
)


class Station(NamedTuple):
    key: str
    name: str
    stages: tuple = ()
    optional: bool = False  # drawn only where the bill came by


class Procedure(NamedTuple):
    key: str  # to look things up by: the names of stations are other words in another language
    stations: tuple


FILED = Station("filed", gettext_lazy("Presentado"), (Stage.FILED,))
COMMITTEE = Station("committee", gettext_lazy("Comisión"), (Stage.COMMITTEE,))
REPORT = Station("report", gettext_lazy("Dictamen"), (Stage.REPORTED, Stage.REPORTED_AGAINST))
FLOOR = (Stage.SCHEDULED, Stage.DEBATE, Stage.RECONSIDERED)
EXECUTIVE = Station(
    "executive",
    gettext_lazy("Presidencia"),
    (Stage.SENT_TO_EXECUTIVE, Stage.OBSERVED, Stage.PROMULGATED),
)
LAW = Station("law", gettext_lazy("Ley"), (Stage.LAW,))

ONE_CHAMBER = Procedure(
    "one_chamber",
    (
        FILED,
        COMMITTEE,
        REPORT,
        Station("floor", gettext_lazy("Pleno"), FLOOR),
        Station("first_vote", gettext_lazy("Primera votación"), (Stage.PASSED_FIRST,)),
        Station("passed", gettext_lazy("Aprobado"), (Stage.PASSED,)),
        EXECUTIVE,
        LAW,
    ),
)
DEPUTIES_FIRST = Procedure(
    "deputies_first",
    (
        FILED,
        COMMITTEE,
        REPORT,
        Station("floor", gettext_lazy("Pleno de Diputados"), (*FLOOR, Stage.PASSED_FIRST)),
        Station("passed", gettext_lazy("Aprobado por Diputados"), (Stage.PASSED,)),
        Station("senate", gettext_lazy("Senado")),
        EXECUTIVE,
        LAW,
    ),
)
SENATE_REVIEW = Procedure(
    "senate_review",
    (
        Station("deputies", gettext_lazy("Aprobado por Diputados")),
        Station("filed", gettext_lazy("Llega al Senado"), (Stage.FILED,)),
        COMMITTEE,
        REPORT,
        Station("floor", gettext_lazy("Pleno del Senado"), (*FLOOR, Stage.PASSED_FIRST)),
        Station("passed", gettext_lazy("Aprobado por el Senado"), (Stage.PASSED,)),
        EXECUTIVE,
        LAW,
    ),
)
# What begins in the Senate, or before both chambers together, does not always need the Executive.
ONE_BODY = Procedure(
    "one_body",
    (
        FILED,
        COMMITTEE,
        REPORT,
        Station("floor", gettext_lazy("Pleno"), (*FLOOR, Stage.PASSED_FIRST)),
        Station("passed", gettext_lazy("Aprobado"), (Stage.PASSED,)),
        EXECUTIVE._replace(optional=True),
        Station("law", gettext_lazy("Publicado"), (Stage.LAW,)),
    ),
)


class Stop(NamedTuple):
    """One station as one bill meets it."""

    key: str
    name: str
    state: str  # done, here, ahead, not_taken
    sign: str = ""  # what its mark shows: check, umbrella, end, question
    note: str = ""
    day: date | None = None
    bill: object = None  # the dossier of the other chamber, where it happened there
    at: str = ""  # where it is drawn along the path: "12.5%"


class Gap(NamedTuple):
    """The line between two stops."""

    state: str
    start: str
    end: str


class Path(NamedTuple):
    bill: object
    procedure: Procedure
    stops: tuple
    gaps: tuple
    since: date | None  # when the bill came to where it is, if a step says so
    passed_on: object = None  # the confirmed link to the Senate's dossier, in which the text now lives
    refiled: object = None  # the confirmed link to the bill that took this one up again
    may_be: tuple = ()  # bills under whose number the text may go on, as nobody has confirmed yet

    @property
    def here(self):
        return next(stop for stop in self.stops if stop.state == HERE)

    @property
    def is_over(self):
        """Nothing more is decided under this number, nor under the one that goes on for it in the Senate."""
        bill = self.passed_on and self.passed_on.other or self.bill
        return bill.lapsed or bill.stage in (*ENDED, Stage.PROMULGATED, Stage.LAW)

    @property
    def summary(self):
        """The drawing in one sentence, for those who cannot see it."""
        place = [self.here.name, self.here.note]
        words = {
            "number": [stop.state for stop in self.stops].index(HERE) + 1,
            "total": len(self.stops),
            "place": ", ".join(str(word) for word in place if word),
        }
        return _("Punto %(number)d de %(total)d: %(place)s.") % words


def doubts(bill, links):
    """Bills under whose number the text may go on, as nobody has confirmed yet."""
    return tuple(link.other for link in links if not link.is_confirmed and link.bill_id == bill.pk)


def procedure_of(bill, came_from=None):
    if bill.period_id < TWO_CHAMBERS_SINCE:
        return ONE_CHAMBER
    if bill.chamber == "D":
        return DEPUTIES_FIRST
    if bill.chamber == "S" and (came_from or "camara de diputados" in fold(bill.proponent)):
        return SENATE_REVIEW
    return ONE_BODY


def build(bill, steps=(), links=()):
    """The path of a bill.

    steps: those that stand and that the source has shown, oldest first. links: those shown, of or to it; only confirmed
    ones change where it stands."""
    may_be = doubts(bill, links)
    links = [link for link in links if link.is_confirmed]
    passages = [link for link in links if link.kind == Kind.PASSED_ON]
    came_from = next((link.bill for link in passages if link.bill_id != bill.pk), None)
    procedure = procedure_of(bill, came_from)
    went_to = None
    if procedure is DEPUTIES_FIRST:
        went_to = next((link for link in passages if link.bill_id == bill.pk), None)
    touched = {step.stage for step in steps} | {bill.stage}
    stations = [s for s in procedure.stations if not s.optional or touched & set(s.stages)]
    at, entered = walk(stations, bill, steps)

    carrier = bill  # the dossier in which the text lives now
    place = index_of(stations, bill.stage)
    if went_to:
        carrier = went_to.other or bill
        place, entered = in_senate(stations, went_to.other, entered)
    since = entered.get(place) if place == at or carrier is not bill else None
    known = at if place is None else place

    stops = [
        Stop(
            station.key,
            station.name,
            DONE if index <= known else AHEAD,
            sign="check" if index <= known else "",
            day=entered.get(index) if index <= known else None,
            bill=other_dossier(station, came_from, went_to),
        )
        for index, station in enumerate(stations)
    ]
    if extra := ending(carrier, steps) or unread(carrier, place):
        if extra.sign == "end":
            stops[known + 1 :] = [stop._replace(state=NOT_TAKEN) for stop in stops[known + 1 :]]
        stops.insert(known + 1, extra)
        since = extra.day
    else:
        note = note_of(carrier)
        stops[known] = stops[known]._replace(state=HERE, sign="umbrella", note=note, day=since)
    refiled = next((link for link in links if link.kind == Kind.REFILED_AS and link.bill_id == bill.pk), None)
    return Path(bill, procedure, *drawn(stops), since, went_to, refiled, may_be)


def walk(stations, bill, steps):
    """Where the steps lead: the last station, and the day each station was last come to."""
    start = index_of(stations, Stage.FILED)
    at, entered = start, {start: bill.presented} if bill.presented else {}
    for step in steps:
        index = index_of(stations, step.stage)
        if index is None:
            continue
        if index != at or index not in entered:
            entered[index] = step.day
        at = index
    return at, entered


def in_senate(stations, other, entered):
    """Where a text stands that the deputies sent on, seen from their dossier."""
    senate = next(index for index, station in enumerate(stations) if station.key == "senate")
    entered = {index: day for index, day in entered.items() if index < senate}
    if other is None:
        return senate, entered
    if other.presented:
        entered[senate] = other.presented
    place = index_of(stations, other.stage)
    return (place if place is not None and place > senate else senate), entered


def index_of(stations, stage):
    return next((index for index, station in enumerate(stations) if stage in station.stages), None)


def other_dossier(station, came_from, went_to):
    if station.key == "deputies":
        return came_from
    return went_to.other if station.key == "senate" and went_to else None


def ending(bill, steps):
    """The stop at which a bill that goes no further ended."""
    if bill.lapsed:
        return Stop(
            "lapsed", _("Caducó"), HERE, sign="end", note=_("terminó el periodo"), day=bill.period.ends
        )
    if bill.stage in ENDED:
        days = [step.day for step in steps if step.stage == bill.stage]
        return Stop(bill.stage, Stage(bill.stage).label, HERE, sign="end", day=days[-1] if days else None)
    return None


def unread(bill, place):
    """The stop of a bill whose state we cannot place."""
    if place is not None:
        return None
    return Stop("unknown", _("Estado por explicar"), HERE, sign="question")


NOTES = {
    Stage.REPORTED_AGAINST: gettext_lazy("en contra"),
    Stage.SCHEDULED: gettext_lazy("en agenda"),
    Stage.DEBATE: gettext_lazy("en debate"),
    Stage.RECONSIDERED: gettext_lazy("en reconsideración"),
    Stage.OBSERVED: gettext_lazy("observado"),
    Stage.PROMULGATED: gettext_lazy("promulgado"),
}


def note_of(bill):
    if bill.stage == Stage.LAW and bill.law_number:
        return _("N.° %(number)s") % {"number": bill.law_number}
    if bill.stage == Stage.PASSED_FIRST and bill.period_id >= TWO_CHAMBERS_SINCE:
        return _("aprobado en primera votación")
    return NOTES.get(bill.stage, "")


def drawn(stops):
    """The stops with their places, and the lines between them."""
    share = 100 / len(stops)
    places = [f"{share * (index + 0.5):.4g}%" for index in range(len(stops))]
    stops = tuple(stop._replace(at=place) for stop, place in zip(stops, places, strict=True))
    gaps = tuple(
        Gap(DONE if after.state == HERE else after.state, before.at, after.at)
        for before, after in zip(stops, stops[1:], strict=False)
    )
    return stops, gaps


def for_bills(bills):
    """The paths of several bills by their id, in two queries however many they are; with a third, where a text goes
    on under another number."""
    bills = list(bills)
    if not bills:
        return {}
    steps, links = defaultdict(list), defaultdict(list)
    for step in shown_steps().filter(bill__in=bills).only("bill", "stage", "day", "moment", "position"):
        steps[step.bill_id].append(step)
    for link in leading_on(bills):
        links[link.bill_id].append(link)
        links[link.other_id].append(link)
    return {bill.pk: build(bill, steps[bill.pk], links[bill.pk]) for bill in bills}


def shown_steps():
    """Steps that stand, and that are not only hearsay of ours yet, oldest first."""
    return Step.objects.seen_in_congress().in_order()


def leading_on(bills):
    """The links by which the text of these bills went on, or came, or may have."""
    links = BillLink.objects.shown().filter(Q(bill__in=bills) | Q(other__in=bills))
    return with_ends(links.filter(kind__in=BillLink.ONWARD), bills)


def with_ends(links, bills):
    """Links with the bills at their ends: these, and others that they name. Most bills have no link."""
    links, ends = list(links), {None: None} | {bill.pk: bill for bill in bills}
    if others := {pk for link in links for pk in (link.bill_id, link.other_id)} - set(ends):
        ends |= Bill.objects.select_related("period").defer(*UNSEEN).in_bulk(others)
    for link in links:
        link.bill, link.other = ends[link.bill_id], ends[link.other_id]
    return links
