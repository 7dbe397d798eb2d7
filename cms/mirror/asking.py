"""The site asked as a stranger would ask it, and what each answer came from.

An answer depends on the rows that were read to draw it, on the day, and on our code. The first are noted here, so
that another run can ask the database the same again and leave alone whatever would come out the same."""

import json
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils import translation

from cms.mirror.copies import card_of
from legislation.models import Edition

KEPT_PAGES = "legislation.page_cache.PageCacheMiddleware"
NOT_NOTED = f'"{Edition._meta.db_table}"'  # grows with every change, whatever page it is on
FILES = (settings.STATIC_URL, settings.MEDIA_URL)


class Question(NamedTuple):
    statement: str
    values: str  # JSON
    digest: str  # of the rows that came back


class Answer(NamedTuple):
    status: int
    kind: str
    body: bytes
    filename: str
    location: str
    is_public: bool
    asked: list[Question] | None  # None: what it came from cannot be told


class Site:
    def __init__(self):
        self.origin = urlsplit(settings.SITE_URL)
        self.factory = RequestFactory()
        self.notes = []  # of what is asked just now
        self.known = {}  # (statement, values) → digest of what is read now
        with override_settings(MIDDLEWARE=[name for name in settings.MIDDLEWARE if name != KEPT_PAGES]):
            self.handler = BaseHandler()
            self.handler.load_middleware()

    def __enter__(self):
        self.kept, caches["pages"] = caches["pages"], SharedParts(self.notes)
        return self

    def __exit__(self, *error):
        caches["pages"] = self.kept

    def request(self, address):
        request = self.factory.get(
            address, secure=self.origin.scheme == "https", headers={"host": self.origin.netloc}
        )
        request.is_for_a_copy = True
        request.user = AnonymousUser()
        return request

    def ask(self, address):
        self.notes.clear()
        # The language of the answer would stay in the thread, and the words around a page would be in it.
        with noted(self.notes), translation.override(translation.get_language()):
            response = self.handler.get_response(self.request(address))
        body = b"".join(response) if response.streaming else response.content
        if file := getattr(response, "file_to_stream", None):
            file.close()
        return Answer(
            response.status_code,
            response.get("Content-Type", "").partition(";")[0],
            body,
            named_in(response.get("Content-Disposition", "")),
            response.get("Location", ""),
            getattr(response, "is_public_page", False) or address.startswith(FILES),
            questions(self.notes),
        )

    def ask_with_card(self, address):
        """By address: the answer there, and that of the picture for links to it, which only this page leads to."""
        found = {address: self.ask(address)}
        if found[address].kind == "text/html" and (card := card_of(found[address].body.decode(), address)):
            found[card] = self.ask(card)
        return found

    def draw(self, template, address, **context):
        """A page that only the copy has, and what it came from."""
        self.notes.clear()
        with noted(self.notes):
            page = render_to_string(template, context, self.request(address))
        return page, questions(self.notes)

    def would_answer_the_same(self, asked):
        return all(self.digest_now(one.statement, one.values) == one.digest for one in asked)

    def digest_now(self, statement, values):
        key = (statement, values)
        if key not in self.known:
            with connection.cursor() as cursor:
                cursor.execute(statement, decoded(values))
                self.known[key] = digest_of(cursor.fetchall())
        return self.known[key]


def named_in(disposition):
    return disposition.rpartition('filename="')[2].rstrip('"') if 'filename="' in disposition else ""


# What was read


class Note:
    def __init__(self, sql, params):
        self.sql, self.params, self.rows = sql, params, []

    @cached_property
    def question(self):
        return Question(self.sql, encoded(self.params), digest_of(self.rows))


class NotingCursor(CursorWrapper):
    def __init__(self, cursor, db, notes):
        super().__init__(cursor, db)
        self.notes = notes

    def execute(self, sql, params=None):
        note = Note(sql, params)
        self.rows = note.rows
        if sql.lstrip("( ").startswith(("SELECT", "WITH")) and NOT_NOTED not in sql:
            self.notes.append(note)
        return super().execute(sql, params)

    def fetchone(self):
        row = self.cursor.fetchone()
        self.rows.extend([] if row is None else [row])
        return row

    def fetchmany(self, *size):
        rows = self.cursor.fetchmany(*size)
        self.rows.extend(rows)
        return rows

    def fetchall(self):
        rows = self.cursor.fetchall()
        self.rows.extend(rows)
        return rows

    def __iter__(self):
        for row in super().__iter__():
            self.rows.append(row)
            yield row


class SharedParts:
    """What all pages show alike, read once an edition, and noted with every page that shows it."""

    def __init__(self, notes):
        self.notes, self.begun, self.kept = notes, {}, {}

    def get(self, key):
        if key not in self.kept:
            self.begun[key] = len(self.notes)
            return None
        value, notes = self.kept[key]
        self.notes.extend(notes)
        return value

    def set(self, key, value):
        self.kept[key] = (value, self.notes[self.begun[key] :])


@contextmanager
def noted(notes):
    """Whatever is read meanwhile, with the rows that came back."""
    connection.make_cursor = connection.make_debug_cursor = lambda cursor: NotingCursor(
        cursor, connection, notes
    )
    try:
        yield
    finally:
        del connection.make_cursor, connection.make_debug_cursor


def questions(notes):
    try:
        return list(dict.fromkeys(note.question for note in notes))
    except TypeError:  # values that we cannot write down
        return None


def digest_of(rows):
    return blake2b(repr([tuple(row) for row in rows]).encode(), digest_size=12).hexdigest()


def encoded(values):
    return json.dumps(list(values or ()), default=with_its_type, separators=(",", ":"))


def with_its_type(value):
    if type(value) in (date, datetime):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"{value!r} cannot be written down")


def decoded(values):
    return [of_its_type(value) for value in json.loads(values)]


def of_its_type(value):
    if isinstance(value, dict):
        [(name, text)] = value.items()
        return {"date": date, "datetime": datetime}[name].fromisoformat(text)
    return value
