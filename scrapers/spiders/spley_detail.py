import scrapy

from scrapers.answers import Page
from scrapers.detail_path import detail_path
from scrapers.dossier import novelties, read_dossier
from scrapers.items import Key, UnreadItem, fold
from scrapers.keys import PORTAL, public_page
from scrapers.listing import open_envelope
from scrapers.problems import Unbelievable, excerpt
from scrapers.responses import json_of, unbelievable

PARSER = "spley/1"
OF_THE_SOURCE = ("blocked", "forbidden", "moved")  # no use in asking for the next dossier
ENOUGH = 5  # so many in a row are the source's trouble, not the dossiers'


class SpleyDetail(scrapy.Spider):
    """The dossiers of some bills, one after another. One that cannot be read does not cost the others."""

    name = "spley_detail"
    tolerates = ("retry/max_reached",)  # an UnreadItem tells of it

    def __init__(self, service, bills, mode="plain", key="", portal=PORTAL, **kwargs):
        super().__init__(**kwargs)
        self.service = service.rstrip("/")
        self.mode, self.secret = mode, key
        self.portal = portal
        # (period, chamber, number, public page); the page may be missing
        self.bills = [(Key(period=bill[0], chamber=bill[1], number=bill[2]), *bill[3:4]) for bill in bills]
        if not self.bills:
            raise ValueError("no bill was given whose dossier is to be read")
        self.path(self.bills[0][0])  # a wrong mode or key should fail before the crawl begins
        self.read, self.failures, self.in_a_row = 0, [], 0

    def path(self, key):
        return detail_path(key.period, key.chamber, key.number, mode=self.mode, key=self.secret)

    async def start(self):
        yield self.request(self.bills)

    def request(self, bills):
        return scrapy.Request(
            f"{self.service}/{self.path(bills[0][0])}",
            headers={"Accept": "application/json"},
            callback=self.read_answer,
            errback=self.read_failure,
            cb_kwargs={"bills": bills},
            dont_filter=True,
        )

    def read_answer(self, response, bills):
        try:
            page = self.open(response, *bills[0])
        except Unbelievable as e:
            yield from self.fail(e, bills)
        else:
            self.read, self.in_a_row = self.read + 1, 0
            yield page
            yield from self.go_on(bills)

    def read_failure(self, failure):
        yield from self.fail(unbelievable(failure), failure.request.cb_kwargs["bills"])

    def open(self, response, key, page=None):
        if response.status == 404 and "no existe" in fold(response.text):
            raise missing(key, response)
        if response.status == 400:
            hint = (
                "is CONGRESS_DETAIL_KEY still right?"
                if self.mode == "key"
                else "does it want CONGRESS_DETAIL=key?"
            )
            raise Unbelievable("blocked", f"{response.url} answers 400 ({hint}): {excerpt(response.text)}")
        data, answer = json_of(response, PARSER)
        if isinstance(data, dict) and data.get("code") == 404:
            raise missing(key, response)
        data = open_envelope(data)
        dossier = read_dossier(data, answer=answer.sha256, portal=self.portal)
        if dossier.key != key:
            raise Unbelievable(
                "foreign", f"asked for {written(key)}, got «{dossier.label}» of {written(dossier.key)}"
            )
        return Page(
            answer,
            (
                dossier.model_copy(update={"url": page}) if page else dossier,
                *novelties(data, answer=answer.sha256),
            ),
        )

    def fail(self, error, bills):
        key = bills[0][0]
        if error.kind in OF_THE_SOURCE:
            raise error
        yield Page(
            None,
            (UnreadItem(key=key, where=public_page(key, self.portal), kind=error.kind, detail=error.detail),),
        )
        if error.kind == "missing":
            self.in_a_row = 0
        else:
            self.failures.append(error)
            self.in_a_row += 1
        if self.in_a_row >= ENOUGH:
            raise Unbelievable(
                error.kind, f"{ENOUGH} dossiers in a row could not be read, the last: {error.detail}"
            )
        yield from self.go_on(bills)

    def go_on(self, bills):
        if len(bills) > 1:
            yield self.request(bills[1:])
        elif self.failures and not self.read:
            error = self.failures[0]
            raise Unbelievable(
                error.kind, f"not one of {len(self.bills)} dossiers could be read: {error.detail}"
            )


def missing(key, response):
    return Unbelievable("missing", f"the service knows no bill {written(key)}: {excerpt(response.text)}")


def written(key):
    return f"{key.period} {key.chamber} {key.number}"
