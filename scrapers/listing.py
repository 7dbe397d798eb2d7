"""Lists of bills, periods and labels, as the JSON service gives them."""

from typing import NamedTuple

from pydantic import ValidationError

from scrapers.dates import is_iso, read_iso
from scrapers.items import BillItem, Key, NoticeItem, PeriodItem, VocabularyItem, fold, seen, tidy
from scrapers.keys import PERIODS, PORTAL, chamber_of, public_page
from scrapers.problems import Unbelievable, excerpt

PLACEHOLDER = "------"  # the source's own "nothing here"

TEXTS = ("proyectoLey", "desEstado", "titulo", "desProponente", "autores")
REQUIRED = frozenset({"perParId", "pleyNum", "fecPresentacion", *TEXTS})
KNOWN = REQUIRED | {"codTipoParl", "codTipoParlActual", "rowsTotal"}


class Listing(NamedTuple):
    rows: list
    total: int | None  # None in the form before 2023, which does not say


class Rows(NamedTuple):
    items: tuple  # BillItem
    keys: frozenset  # of every row, unread ones too
    notices: tuple


def open_envelope(answer):
    """The data inside {"code", "status", "data"}."""
    if isinstance(answer, dict) and answer.get("code", 200) != 200:
        raise Unbelievable(
            "shape", f"the envelope says code {answer['code']}: {excerpt(answer.get('status'))}"
        )
    if not isinstance(answer, dict) or "data" not in answer:
        raise Unbelievable("shape", f"the answer is no envelope with data but {excerpt(answer)}")
    return answer["data"]


def open_listing(data):
    """Since 2023 {"proyectos", "rowsTotal"}; before, the rows alone."""
    if isinstance(data, list):
        rows, total = data, None
    elif isinstance(data, dict) and {"proyectos", "rowsTotal"} <= data.keys():
        rows, total = data["proyectos"], data["rowsTotal"]
        if type(total) is not int:
            raise Unbelievable("shape", f"rowsTotal is {excerpt(total)}, not a number")
    else:
        found = ", ".join(data) if isinstance(data, dict) else data
        raise Unbelievable("shape", f"the list has no proyectos and rowsTotal but {excerpt(found)}")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unbelievable("shape", f"the rows are no list of objects but {excerpt(rows)}")
    return Listing(rows, total)


def read_rows(rows, *, period=None, chamber=None, portal=PORTAL, answer="", found_by=()):
    """Every row as a BillItem; with a period and chamber, none may be of another."""
    items, keys, notices = [], set(), {}
    for row in rows:
        key = read_key(row, period=period, chamber=chamber)
        keys.add(key)
        note_novelties(row, notices)
        if not has_status(row):
            note(notices, "empty", f"desEstado, {row['proyectoLey']}", "lista-con-filtro")
            continue
        items.append(read_row(row, key=key, portal=portal, answer=answer, found_by=found_by, notices=notices))
    slips = [value for what, value in notices if what == "empty" and not value.startswith("titulo")]
    if len(slips) > max(1, len(rows) // 10):
        raise Unbelievable(
            "shape", f"{len(slips)} of {len(rows)} rows have no state or no date: {excerpt(slips)}"
        )
    return Rows(
        tuple(items),
        frozenset(keys),
        tuple(
            NoticeItem(what=what, value=value, where=where, answer=answer)
            for what, value, where in notices.values()
        ),
    )


def read_key(row, *, period=None, chamber=None):
    if missing := REQUIRED - row.keys():
        raise Unbelievable(
            "shape", f"a row has no {', '.join(sorted(missing))}; it has {', '.join(sorted(row))}"
        )
    if type(row["perParId"]) is not int or type(row["pleyNum"]) is not int:
        raise Unbelievable(
            "shape", f"perParId {row['perParId']!r} and pleyNum {row['pleyNum']!r} are not numbers"
        )
    if not isinstance(row["proyectoLey"], str):
        raise Unbelievable("shape", f"proyectoLey is {row['proyectoLey']!r}, not a text")

    key = (
        row["perParId"],
        chamber_of(row["proyectoLey"], period=row["perParId"], code=row.get("codTipoParl")),
    )
    if period is not None and key != (period, chamber):
        raise Unbelievable(
            "foreign", f"asked for {period} {chamber}, got «{row['proyectoLey']}» of {key[0]} {key[1]}"
        )
    try:
        return Key(period=key[0], chamber=key[1], number=row["pleyNum"])
    except ValidationError as e:
        raise Unbelievable(
            "shape", f"the row of «{row['proyectoLey']}» has no believable key: {first_error(e)}"
        ) from None


def has_status(row):
    status = row["desEstado"]
    return status is not None and (not isinstance(status, str) or tidy(status) not in ("", PLACEHOLDER))


def read_row(row, *, key, portal, answer, found_by, notices):
    title = seen(row["titulo"])
    if title is None or title == "":  # a bill only just registered; its number is enough to know it by
        note(notices, "empty", f"titulo, {row['proyectoLey']}", "lista-con-filtro")
        title = row["proyectoLey"]
    authors = row["autores"] or ""
    try:
        return BillItem(
            key=key,
            label=row["proyectoLey"],
            title=title,
            status=row["desEstado"],
            presented=read_presented(row, notices),
            proponent=row["desProponente"] or "",
            authors=tuple(filter(None, map(tidy, authors.split(";")))),
            url=public_page(key, portal),
            found_by=found_by,
            answer=answer,
        )
    except (ValidationError, AttributeError) as e:
        raise Unbelievable(
            "shape", f"the row of «{excerpt(row['proyectoLey'])}» cannot be read: {first_error(e)}"
        ) from None


def read_presented(row, notices):
    text = seen(row["fecPresentacion"])
    day = read_iso(text)[0]
    if day is None and is_iso(text):  # a slip in one row, 2026-02-30, must not cost all the others
        note(notices, "empty", f"fecPresentacion ({text}), {row['proyectoLey']}", "lista-con-filtro")
    elif day is None and text not in (None, ""):
        raise Unbelievable("shape", f"«{row['proyectoLey']}» was presented on {text!r}, which is no date")
    return day


def first_error(error):
    """What a validation found, without the values: they may be of persons."""
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def note_novelties(row, notices):
    for name in row.keys() - KNOWN:
        note(notices, "key", name, "lista-con-filtro")
    now, then = row.get("codTipoParlActual"), row.get("codTipoParl")
    if now is not None and now != then:
        # Equal in all that we have seen: a difference may mean that the bill went to the other chamber.
        note(
            notices, "chamber", f"{row['proyectoLey']}: {then} → {now}", "lista-con-filtro codTipoParlActual"
        )


def note(notices, what, value, where):
    notices.setdefault((what, value), (what, value or "(vacío)", where))


def read_periods(data):
    """PeriodItems, and a NoticeItem for a period that nobody told us about."""
    if not isinstance(data, list) or not data:
        raise Unbelievable("empty" if data in (None, []) else "shape", f"the periods are {excerpt(data)}")
    try:
        periods = tuple(
            PeriodItem(
                period=row["perParId"],
                label=row["desPerParAbrev"],
                starts=read_iso(row["fecIni"])[0],
                ends=read_iso(row["fecFin"])[0],
            )
            for row in data
        )
    except (KeyError, TypeError, ValidationError) as e:
        raise Unbelievable("shape", f"a period cannot be read: {first_error(e)}") from None
    new = (item for item in periods if item.period not in PERIODS)
    return periods + tuple(
        NoticeItem(what="period", value=str(item.period), where="periodo-parlamentario") for item in new
    )


def read_vocabulary(data, *, period, chamber):
    try:
        labels = [row["desEstado"] for row in data["estados"]]
        if not labels:
            raise Unbelievable("empty", f"{period} {chamber} has no estados")
        return VocabularyItem(
            period=period, chamber=chamber, statuses=tuple(label for label in labels if seen(label))
        )
    except (KeyError, TypeError, ValidationError) as e:
        raise Unbelievable(
            "shape", f"the filtros of {period} {chamber} cannot be read: {first_error(e)}"
        ) from None


def all_about(rows, term):
    """Whether the titles themselves explain why the service gave all these rows for the term."""
    return all(fold(term) in fold(str(row.get("titulo"))) for row in rows)
