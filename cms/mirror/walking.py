"""From the sitemap on, wherever links lead: what is new or changed is written, what is no longer there is removed."""

import mimetypes
import os
import posixpath
import re
import time
from collections import Counter, deque
from contextlib import contextmanager, suppress
from hashlib import blake2b
from urllib.parse import parse_qs, quote, unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.contrib.redirects.models import Redirect

from cms import sitemap
from cms.addresses import language_at
from cms.mirror import listing
from cms.mirror.asking import Site
from cms.mirror.copies import copied, dated
from cms.mirror.crew import Crew
from cms.mirror.ledger import NAME, Entry, Ledger, Unusable
from cms.mirror.source import fingerprint
from cms.surroundings import SiteSettings

UNWRITTEN = re.compile(r"[^\w.-]+")
SUFFIXES = {"application/atom+xml": ".xml", "text/calendar": ".ics"}
LONGEST = 200  # bytes of the name of a file or folder
MANY = 200  # pages to draw, from which on it pays to have others ask ahead
EVERY = 1.0  # seconds between two words of progress, each after writing down how far we are


class Mirror:
    def __init__(self, folder, say=lambda line: None, *, every_bill=False):
        self.folder, self.say, self.every_bill = folder, say, every_bill
        self.moment = timezone.localtime()
        self.counts = Counter(written=0, removed=0, looked=0)
        self.broken = {}  # address → who leads there
        self.failed = []
        self.unwritten = {}  # address → why

    def run(self):
        self.ledger = Ledger(self.folder)
        with Site() as self.site:
            self.prepare()
            with self.others_asking_ahead():
                self.walk()
            self.write_our_own()
        self.remove_the_rest()
        self.ledger.close()

    def prepare(self):
        self.exit = SiteSettings.for_request(self.site.request("/")).exit_address
        self.doors = {in_language(code, "leave") for code, _name in settings.LANGUAGES}
        self.searches = {in_language(code, "search"): code for code, _name in settings.LANGUAGES}
        self.lists = {in_language(code, "bills") for code, _name in settings.LANGUAGES}
        self.is_same_source = self.ledger.get("source") == (source := fingerprint(self.exit, self.every_bill))
        self.ledger.set("source", source)
        if not self.is_same_source:
            for entry in list(self.ledger.entries.values()):
                self.ledger.put(entry._replace(asked=None))
        self.crew = None
        self.answers = {}  # asked for ahead of their turn
        self.places = {}  # address → name of its file; empty where it has none
        self.waiting = deque()
        self.known_pages = set()
        for place in sitemap.places():
            self.known_pages.update(place.addresses.values())
        for address in [*self.known_pages, *redirects()]:
            self.find(address)
        self.started = self.told = time.monotonic()

    @contextmanager
    def others_asking_ahead(self):
        """Where all is to be drawn, and that is much."""
        pages = (address for address in self.waiting if address in self.known_pages)
        ahead = [address for address in pages if address not in self.searches]
        if self.is_same_source or len(ahead) < MANY:
            yield
            return
        self.crew = Crew(ahead)
        try:
            yield
        finally:
            self.crew.dismiss()
            self.crew = None

    def ask(self, address):
        return (self.crew and self.crew.take(address)) or self.site.ask(address)

    # Where things are

    def find(self, address):
        """The name of the file of an address, which is met for the first time or again."""
        if address not in self.places:
            self.places[address] = self.name_for(address)
        return self.places[address]

    def name_for(self, address):
        if is_left_out(address, self.lists) and not self.every_bill:
            return ""
        if address in self.known_pages or address in self.searches:
            self.waiting.append(address)
            return name_of_page(address)
        if (entry := self.unchanged(address)) is not None:
            self.waiting.append(address)
            return entry.name
        answer = self.ask(address)
        if answer.location == f"{address}/":  # said without its last stroke
            return self.find(answer.location)
        name = name_of(address, answer)
        if answer.status >= 400 or ".." in address or not can_be_a_file(name):
            return ""
        self.answers[address] = answer
        self.waiting.appendleft(address)  # soon, so that few answers are held at once
        return name

    def unchanged(self, address):
        """What the ledger says of an address, if it would be drawn the same and its file is there."""
        entry = self.ledger.entries.get(address)
        if entry is None or entry.asked is None or not self.is_as_written(entry):
            return None
        return entry if self.site.would_answer_the_same(entry.asked) else None

    def is_as_written(self, entry):
        stamp = stamp_of(self.folder / entry.name)
        return stamp is not None and stamp == entry.stamp

    def link(self, there, here):
        """What a link from one address to another is written as."""
        path = unquote(urlsplit(there).path)
        if path in self.doors:
            return self.exit
        name = self.find(there)
        self.links[there] = name
        if name:
            return quote(posixpath.relpath(name, posixpath.dirname(self.places[here]) or "."))
        if not is_left_out(there, self.lists):
            self.broken.setdefault(there, set()).add(here)
        return settings.SITE_URL + there

    # The walk

    def walk(self):
        while self.waiting:
            address = self.waiting.popleft()
            if address not in self.searches:
                self.visit(address)
            self.counts["looked"] += 1
            if time.monotonic() - self.told > EVERY:
                self.progress()
        self.progress()

    def visit(self, address):
        entry = None if address in self.answers else self.unchanged(address)
        if entry and all(self.find(there) == name for there, name in entry.links.items()):
            for there, name in entry.links.items():
                if not name and not is_left_out(there, self.lists):
                    self.broken.setdefault(there, set()).add(address)
            return
        answer = self.answers.pop(address, None) or self.ask(address)
        if answer.status >= 400:
            self.places[address] = ""
            self.broken.setdefault(address, set()).add("sitemap.xml")
        else:
            self.keep(address, answer)
        if answer.status >= 500:
            self.failed.append(address)

    def keep(self, address, answer):
        if answer.is_public and answer.status < 300:
            if answer.kind == "text/html":
                return self.put_page(address, answer.body.decode(), answer.asked)
            return self.put(address, answer.body, answer.asked)
        template = "elsewhere" if answer.status < 300 else "moved"
        with translation.override(language_at(address)):
            context = {"there": answer.location, "living": settings.SITE_URL + address}
            page, asked = self.site.draw(f"cms/mirror/{template}.html", address, **context)
        self.put_page(address, page, None if None in (asked, answer.asked) else asked + answer.asked)

    def put_page(self, address, page, asked):
        self.links = {}
        with translation.override(language_at(address)):
            copy = copied(page, address, lambda there: self.link(there, address))
            self.put(
                address,
                copy.text.encode(),
                asked,
                lambda: dated(copy.text, address, self.moment).encode(),
                title=copy.title,
                summary=copy.summary,
                links=self.links,
            )

    def put(self, address, body, asked, dated=None, *, title="", summary="", links=None):
        """Write a file unless it says that already, and write down what it came from."""
        name, digest = self.places[address], blake2b(body, digest_size=16).hexdigest()
        path, old = self.folder / name, self.ledger.entries.get(address)
        if old is None or (old.name, old.digest) != (name, digest) or not self.is_as_written(old):
            try:
                write(self.folder, path, dated() if dated else body)
            except OSError as e:
                return self.take_away(address, path, e)
            self.counts["written"] += 1
        self.ledger.put(Entry(address, name, digest, stamp_of(path), title, summary, links or {}, asked))

    def take_away(self, address, path, error):
        """No page rather than the one that was there: whoever withdrew her words is owed that on a full disk too."""
        self.unwritten[address] = error.strerror or str(error)
        for written in (unfinished(path), path):
            with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
                written.unlink()
        if address in self.ledger.entries:
            self.ledger.drop(address)

    # What only a copy has

    def write_our_own(self):
        for address, language in self.searches.items():
            if address not in self.places:
                continue
            with translation.override(language):
                entries = listing.entries(self, language)
                index, pages = f"{address}paginas.js", list(listing.pages(self, address, entries))
                self.places |= {own: name_of_page(own) for own in (index, *dict(pages))}
                for own, page in pages:
                    self.put_page(own, page, None)
                self.put(index, listing.index(entries, address, language).encode(), None)
        self.walk()  # what only they load

    def remove_the_rest(self):
        """Whatever no link leads to any more. While answers fail, only what the site says is gone."""
        kept = {name for name in self.places.values() if name}
        for address, entry in list(self.ledger.entries.items()):
            if self.places.get(address) == entry.name:
                continue
            if self.failed and address not in self.failed and self.site.ask(address).status != 404:
                kept.add(entry.name)
            else:
                self.ledger.drop(address)
        for path in strays(self.folder, kept):
            path.unlink()
            self.counts["removed"] += 1
        self.ledger.save()

    def progress(self):
        self.told = time.monotonic()
        self.ledger.save()
        rate = self.counts["looked"] / max(self.told - self.started, 0.001)
        self.say(
            f"{self.counts['looked']:,} looked at ({rate:,.0f} a second), {self.counts['written']:,} written, "
            f"{len(self.waiting):,} to go"
        )


def in_language(code, name):
    with translation.override(code):
        return reverse(name)


def redirects():
    """Where pages were, so that old links go on leading to them."""
    paths = Redirect.objects.exclude(Q(old_path__contains="?")).values_list("old_path", flat=True)
    return [path if posixpath.splitext(path)[1] else f"{path.rstrip('/')}/" for path in paths]


def is_left_out(address, lists):
    """The list of all bills goes on for hundreds of pages; the copy has its first, and each bill it leads to."""
    whole = urlsplit(address)
    return whole.path in lists and "page" in parse_qs(whole.query)


# Names of files


def name_of_page(address):
    whole = urlsplit(address)
    path = unquote(whole.path).lstrip("/")
    if whole.query:
        return f"{path}{UNWRITTEN.sub('-', unquote(whole.query))}.html"
    return f"{path}index.html" if path == "" or path.endswith("/") else path


def name_of(address, answer):
    is_page = answer.kind == "text/html" or answer.status >= 300 or not answer.is_public
    path = unquote(urlsplit(address).path).lstrip("/")
    if is_page and not path.endswith((".html", "/")) and path:
        return f"{path}/index.html"
    if is_page or not path.endswith("/"):
        return name_of_page(address)
    suffix = SUFFIXES.get(answer.kind) or mimetypes.guess_extension(answer.kind) or ""
    return path + (answer.filename or f"index{suffix}")


# Files


def can_be_a_file(name):
    """Not too long for a disk, and none of those that are ours."""
    parts = name.split("/")
    return not name.startswith(NAME) and all(len(part.encode()) <= LONGEST for part in parts)


def stamp_of(path):
    """What changes whenever a file is written; None where there is none."""
    try:
        file = path.stat()
    except OSError:
        return None
    return f"{file.st_size} {file.st_mtime_ns}"


def write(folder, path, body):
    """Whole or not at all: whoever is served from this folder, or a kill, never meets half of it."""
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise Unusable(f"{path} leads out of {folder}. Delete this folder, and start anew.")
    path.parent.mkdir(parents=True, exist_ok=True)
    new = unfinished(path)
    with suppress(FileNotFoundError):  # a link that somebody put there is not followed
        new.unlink()
    with new.open("xb") as file:
        file.write(body)
    new.rename(path)


def unfinished(path):
    return path.with_name(f"{path.name}.unfinished")


def strays(folder, kept):
    """Files below that are none of the copy. What begins with a dot at its top is its keeper's own."""
    for place, folders, files in os.walk(folder, topdown=False):
        here = os.path.relpath(place, folder)
        if here.startswith(".") and here != ".":
            continue
        for name in files:
            whole = posixpath.normpath(posixpath.join(*here.split(os.sep), name))
            if whole not in kept and not (here == "." and name.startswith(".")):
                yield folder / whole
        for name in folders:
            with suppress(OSError):  # not empty
                os.rmdir(os.path.join(place, name))
