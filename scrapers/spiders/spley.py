import json
import unicodedata

import scrapy
from scrapy.http import JsonRequest

from scrapers.answers import Page
from scrapers.items import CHAMBERS, ListItem
from scrapers.keys import PORTAL
from scrapers.listing import (
    all_about,
    open_envelope,
    open_listing,
    read_periods,
    read_rows,
    read_vocabulary,
)
from scrapers.problems import Unbelievable, excerpt
from scrapers.responses import json_of, unbelievable

PARSER = "spley/1"


class Spley(scrapy.Spider):
    """Every bill of one period and chamber, or those that the service finds for some words.

    One request follows the other, so that the first odd answer ends the reading.
    """

    name = "spley"
    page_size = 1000  # the largest the service is known to honour

    def __init__(self, service, period, chamber, words=(), catalogues=False, portal=PORTAL, **kwargs):
        super().__init__(**kwargs)
        if chamber not in CHAMBERS:
            raise ValueError(f"the chamber is «{chamber}», not one of {', '.join(CHAMBERS)}")
        self.service = service.rstrip("/")
        self.period = int(period)
        self.chamber = chamber
        self.words = tuple(dict.fromkeys(filter(None, map(str.strip, words))))
        self.catalogues = catalogues
        self.portal = portal
        self.may_find_nothing = bool(self.words)
        self.seen = set()  # keys of the query that is being paged
        self.found = {}  # key: (item, terms)

    async def start(self):
        if self.catalogues:
            yield self.get("/periodo-parlamentario", self.read_periods)
        else:
            yield self.first_query()

    def get(self, path, callback):
        return JsonRequest(f"{self.service}{path}", callback=callback, errback=self.refuse, dont_filter=True)

    def query(self, callback, *, row_start=0, page_size=None, words=None, **cb_kwargs):
        body = {
            "perParId": self.period,
            "codTipoParl": self.chamber,  # left out, the service gives the rows of "C" alone
            "pageSize": page_size or self.page_size,
            "rowStart": row_start,
        }
        return JsonRequest(
            f"{self.service}/proyecto-ley/lista-con-filtro",
            method="POST",
            body=json.dumps(body | ({"palabras": words} if words else {}), ensure_ascii=False).encode(),
            callback=callback,
            errback=self.refuse,
            cb_kwargs=cb_kwargs,
            dont_filter=True,
        )

    def first_query(self):
        if self.words:
            return self.query(self.read_control, page_size=1)
        return self.query(self.read_list, first=None)

    def refuse(self, failure):
        raise unbelievable(failure)

    def read_periods(self, response):
        data, answer = json_of(response, PARSER)
        yield Page(answer, read_periods(open_envelope(data)))
        path = f"/periodo-parlamentario/{self.period}/filtros?codTipoParl={self.chamber}"
        yield self.get(path, self.read_vocabulary)

    def read_vocabulary(self, response):
        data, answer = json_of(response, PARSER)
        yield Page(answer, (read_vocabulary(open_envelope(data), period=self.period, chamber=self.chamber),))
        yield self.first_query()

    def read_list(self, response, first):
        """One page of the whole list; `first` is what the first page said of its length."""
        answer, listing, rows = self.open(response)
        if not listing.rows and not self.seen:
            raise Unbelievable(
                "empty", f"{self.period} {self.chamber} came with no bills: {excerpt(response.text)}"
            )
        new = rows.keys - self.seen
        self.seen |= rows.keys
        self.check_length(listing)

        # A list that grows while it is paged moves down: its last row comes again as the first of the next page.
        yield Page(
            answer, tuple({item.key: item for item in rows.items if item.key in new}.values()) + rows.notices
        )
        first = listing if first is None else first
        if self.goes_on(response, listing, new):
            yield self.query(self.read_list, row_start=row_start(response) + len(listing.rows), first=first)
        else:
            self.check_complete(first)
            item = ListItem(
                period=self.period, chamber=self.chamber, total=max(first.total or 0, len(self.seen))
            )
            yield Page(None, (item,))

    def read_control(self, response):
        """Asked wrongly the service answers every search with nothing; so first, is anything there?"""
        _, listing, rows = self.open(response)
        if not rows.keys:
            raise Unbelievable(
                "empty", f"{self.period} {self.chamber} came with no bills: {excerpt(response.text)}"
            )
        self.seen = set(rows.keys)
        self.check_length(listing)
        yield self.next_search(searches(self.words), whole=listing.total)

    def next_search(self, left, whole):
        if not left:
            return Page(
                None,
                tuple(item.model_copy(update={"found_by": terms}) for item, terms in self.found.values()),
            )
        self.seen = set()
        return self.query(self.read_search, words=left[0][1], left=left, whole=whole)

    def read_search(self, response, left, whole):
        """One page of what one spelling of one term finds; `left` begins with that spelling."""
        term = left[0][0]
        answer, listing, rows = self.open(response)
        new = rows.keys - self.seen
        self.seen |= rows.keys
        if listing.rows:
            self.check_length(listing)
            self.check_filtered(listing, term, whole)
        for item in rows.items:
            terms = self.found[item.key][1] if item.key in self.found else ()
            self.found[item.key] = (item, terms if term in terms else (*terms, term))

        yield Page(answer, rows.notices)
        if self.goes_on(response, listing, new):
            start = row_start(response) + len(listing.rows)
            yield self.query(self.read_search, row_start=start, words=left[0][1], left=left, whole=whole)
        else:
            self.check_complete(listing)
            yield self.next_search(left[1:], whole)

    def open(self, response):
        data, answer = json_of(response, PARSER)
        listing = open_listing(data if isinstance(data, list) else open_envelope(data))
        rows = read_rows(
            listing.rows, period=self.period, chamber=self.chamber, portal=self.portal, answer=answer.sha256
        )
        return answer, listing, rows

    def goes_on(self, response, listing, new):
        if not new:
            return False
        if listing.total is None:  # the old form does not say; a full page may have a next one
            return len(listing.rows) == self.page_size
        return row_start(response) + len(listing.rows) < listing.total

    def check_length(self, listing):
        if listing.total is not None and listing.total < len(self.seen):
            raise Unbelievable("truncated", f"rowsTotal is {listing.total}, yet {len(self.seen)} bills came")

    def check_complete(self, first):
        if first.total is not None and len(self.seen) < first.total:
            raise Unbelievable(
                "truncated",
                f"of {first.total} bills of {self.period} {self.chamber} only {len(self.seen)} different ones came",
            )

    def check_filtered(self, listing, term, whole):
        if (
            whole is not None
            and listing.total is not None
            and listing.total >= whole
            and not all_about(listing.rows, term)
        ):
            raise Unbelievable(
                "foreign",
                f"«{term}» found {listing.total} bills, as many as {self.period} {self.chamber} has: not searched",
            )


def row_start(response):
    return json.loads(response.request.body)["rowStart"]


def searches(words):
    """(term, spelling) pairs: as written, and without accents where that differs."""
    return tuple(
        (term, spelling) for term in words for spelling in dict.fromkeys((term, without_accents(term)))
    )


def without_accents(text):
    """Of vowels only: in Spanish «ñ» is a letter of its own."""
    parts = unicodedata.normalize("NFD", text)
    kept = (c for i, c in enumerate(parts) if not unicodedata.combining(c) or parts[i - 1] in "nN")
    return unicodedata.normalize("NFC", "".join(kept))
