"""Answers that somebody saved as files: the same readers, whatever the answer is."""

import json
from datetime import UTC, datetime
from pathlib import PurePath

from scrapers.answers import read_html, read_json
from scrapers.dates import read_iso
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

    data, answer = read_json(body, url=where, parser="spley/1", fetched=written_at(body))
    inner = open_saved(data, name)
    if isinstance(inner, dict) and "general" in inner:
        return [read_dossier(inner, answer=answer.sha256), *novelties(inner, answer=answer.sha256)], answer
    return _list_items(open_listing(inner), answer), answer


def written_at(body):
    """When the service wrote the answer, by its own clock: what was saved last week does not undo what we read today."""
    try:
        moment = read_iso(json.loads(body)["timestamp"])[1]
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return moment and min(moment, datetime.now(UTC))


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
