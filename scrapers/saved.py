"""Answers that somebody saved as files: the same readers, whatever the answer is."""

import json
from datetime import UTC, datetime, time
from pathlib import PurePath

from scrapers.answers import read_html, read_json
from scrapers.dates import LIMA, read_iso
from scrapers.domino_pages import SAVED, read_page
from scrapers.dossier import novelties, read_dossier
from scrapers.items import ListItem
from scrapers.listing import open_envelope, open_listing, read_rows
from scrapers.problems import Unbelievable, excerpt


def read_saved(body, name):
    """(items, Answer) of a saved answer of either service."""
    name = PurePath(name).name
    where = f"{SAVED}{name}"
    if body.lstrip()[:1] == b"<":
        text, answer = read_html(body, url=where, parser="domino/1")
        return list(read_page(text, address=where, answer=answer.sha256)[1]), answer

    written = written_at(body)
    data, answer = read_json(body, url=where, parser="spley/1", fetched=written)
    inner = open_saved(data, name)
    if isinstance(inner, dict) and "general" in inner:
        dossier = read_dossier(inner, answer=answer.sha256)
        if written is None and (moment := newest_moment(dossier)):
            answer = answer.model_copy(update={"fetched": moment})
        return [dossier, *novelties(inner, answer=answer.sha256)], answer
    return _list_items(open_listing(inner), answer), answer


def written_at(body):
    """When the service wrote the answer, by its own clock: what was saved last week does not undo what we read today."""
    try:
        moment = read_iso(json.loads(body)["timestamp"])[1]
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return moment and min(moment, datetime.now(UTC))


def newest_moment(dossier):
    """When a dossier without its envelope was written at the earliest: at its newest step that is not still to come,
    or when the bill was presented. Taken for written now, an old file would undo what we read since."""
    days = [step.moment or at_midnight(step.day) for step in dossier.steps if step.day]
    if dossier.presented:
        days.append(at_midnight(dossier.presented))
    return max((moment for moment in days if moment <= datetime.now(UTC)), default=None)


def at_midnight(day):
    return datetime.combine(day, time(), LIMA)


def open_saved(data, name):
    """What stands inside the envelope, where there is one; Unbelievable if it is neither dossier nor list."""
    inner = open_envelope(data) if isinstance(data, dict) and {"data", "code"} & data.keys() else data
    rows = inner.get("proyectos") if isinstance(inner, dict) else inner
    if isinstance(inner, dict) and "general" in inner:
        return inner
    if rows == []:
        raise Unbelievable("empty", f"«{name}» is a list without bills")
    if isinstance(rows, list) and isinstance(rows[0], dict) and "pleyNum" in rows[0]:
        return inner
    found = sorted(inner) if isinstance(inner, dict) else inner
    raise Unbelievable(
        "shape",
        f"«{name}» is neither a dossier, nor a list of bills, nor a page of the old system: {excerpt(found)}",
    )


def _list_items(listing, answer):
    rows = read_rows(listing.rows, answer=answer.sha256)
    items = [*{item.key: item for item in rows.items}.values(), *rows.notices]
    places = {(key.period, key.chamber) for key in rows.keys}
    # A saved page is seldom the whole list: only one that says so counts as complete.
    if len(places) == 1 and len(rows.keys) == listing.total:
        period, chamber = places.pop()
        items.append(ListItem(period=period, chamber=chamber, total=listing.total))
    return items
