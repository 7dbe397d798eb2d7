from urllib.parse import quote, urljoin

import scrapy

from scrapers.answers import Page
from scrapers.domino_pages import BASE, read_page
from scrapers.items import UnreadItem
from scrapers.problems import Unbelievable
from scrapers.responses import html_of, unbelievable

PARSER = "domino/1"
PERIODS = (1995, 2000, 2001, 2006, 2011, 2016)
VIEWS = (
    "PAporNumeroInverso",
    "Local Por Numero",
    "Por Numero",
)  # the first is day first, the others month first


class Domino(scrapy.Spider):
    """Bills of 1995-2021: some pages of a list, with `fichas` each bill's dossier too, or the pages named."""

    name = "domino"
    tolerates = ("retry/max_reached",)  # of a ficha an UnreadItem tells; of a list the error does

    def __init__(
        self, base=BASE, period=2011, view=VIEWS[0], start=1, pages=1, fichas=False, addresses=(), **kwargs
    ):
        super().__init__(**kwargs)
        if int(period) not in PERIODS:
            raise ValueError(f"the old system has no period {period}, only {', '.join(map(str, PERIODS))}")
        if view not in VIEWS:
            raise ValueError(f"the list view is «{view}», not one of {', '.join(VIEWS)}")
        self.base = base.rstrip("/") + "/"
        self.period, self.view = int(period), view
        self.first_row, self.pages = int(start), int(pages)
        self.fichas, self.addresses = fichas, tuple(addresses)
        self.seen = set()

    async def start(self):
        if self.addresses:
            for address in self.addresses:
                yield self.request(urljoin(self.base, address), self.read_dossier, self.fail, key=None)
        else:
            yield self.list_request(self.first_row, self.pages)

    def request(self, address, callback, errback, **cb_kwargs):
        return scrapy.Request(
            address, callback=callback, errback=errback, cb_kwargs=cb_kwargs, dont_filter=True
        )

    def list_request(self, row, pages_left):
        address = f"{self.base}CLProLey{self.period}.nsf/{quote(self.view)}?OpenView&Start={row}"
        return self.request(address, self.read_list, self.refuse, row=row, pages_left=pages_left)

    def refuse(self, failure):
        raise unbelievable(failure)

    def read_list(self, response, row, pages_left):
        text, answer = html_of(response, PARSER)
        if self.seen and f"clproley{self.period}.nsf" in text.lower() and "opendocument" not in text.lower():
            return  # a page past the end of the list: its frame, and no row
        kind, items = read_page(text, address=response.url, answer=answer.sha256)
        if kind != "list":
            raise Unbelievable("foreign", f"{response.url} is a {kind}, not a list")
        if strange := next((item for item in items if item.key.period != self.period), None):
            raise Unbelievable(
                "foreign", f"asked for {self.period}, got «{strange.label}» of {strange.key.period}"
            )

        new = tuple(item for item in items if item.key not in self.seen)
        self.seen.update(item.key for item in new)
        yield Page(answer, new)
        if self.fichas:
            for item in new:
                if item.url.startswith(urljoin(self.base, "/")):  # never follow a page to another host
                    yield self.request(item.url, self.read_dossier, self.fail, key=item.key)
        if new and pages_left > 1:
            yield self.list_request(row + len(items), pages_left - 1)

    def read_dossier(self, response, key):
        try:
            text, answer = html_of(response, PARSER)
            _, items = read_page(text, address=response.url, answer=answer.sha256)
            if key and items[0].key != key:
                raise Unbelievable(
                    "foreign", f"{response.url} should be bill {key.number}, it is {items[0].key.number}"
                )
        except Unbelievable as e:
            yield self.unread(e, response.url, key)
        else:
            yield Page(answer, items)

    def fail(self, failure):
        yield self.unread(unbelievable(failure), failure.request.url, failure.request.cb_kwargs["key"])

    def unread(self, error, address, key):
        if error.kind in ("blocked", "forbidden", "moved"):
            raise error
        return Page(None, (UnreadItem(key=key, where=address, kind=error.kind, detail=error.detail),))
