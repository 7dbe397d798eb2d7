"""What a mirror knows of itself: one file in its folder, so that a run goes on where the last one stopped."""

import json
import sqlite3
from hashlib import blake2b
from typing import NamedTuple

from django.utils.crypto import salted_hmac

from cms.mirror.asking import Question

NAME = ".mirror.sqlite3"
NO_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}
VERSION = 2
TABLES = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS statements (id TEXT PRIMARY KEY, statement TEXT);
CREATE TABLE IF NOT EXISTS files (
    address TEXT PRIMARY KEY, name TEXT, digest TEXT, stamp TEXT, title TEXT, summary TEXT, links TEXT,
    asked TEXT, seal TEXT
);
"""


class Unusable(Exception):
    """A folder that no mirror can be written into, and why."""


class Entry(NamedTuple):
    address: str
    name: str  # of its file
    digest: str  # of what it says, whenever it was copied
    stamp: str  # of the file, so that what a killed run or somebody else wrote there is not taken for this
    title: str  # empty: not to be found by searching
    summary: str
    links: dict[str, str]  # address → name of its file, empty where there is none
    asked: list[Question] | None


class Ledger:
    """Where its disk is full, what it has learnt in a run goes with the run: the next draws those pages again."""

    def __init__(self, folder):
        self.is_full = False
        path = folder / NAME
        if folder.exists() and not folder.is_dir():
            raise Unusable(f"{folder} is a file. Name a folder.")
        if folder.exists() and not path.exists() and any(folder.iterdir()):
            raise Unusable(f"{folder} is not empty and not a mirror. Name a new or empty folder.")
        folder.mkdir(parents=True, exist_ok=True)
        self.file = sqlite3.connect(path, isolation_level=None, timeout=0)
        try:
            self.open(folder)
        except sqlite3.OperationalError as e:
            self.file.close()
            if has_no_room(e):
                raise Unusable(f"{folder}: no room is left on its disk ({e}).") from None
            raise Unusable(f"{folder}: another run is writing into it ({e}).") from None
        except sqlite3.DatabaseError as e:
            self.file.close()
            raise Unusable(f"{path}: {e}. Delete this folder, and start anew.") from None

    def open(self, folder):
        # Nobody else writes here until we end, however we end. Its journal is all that a kill leaves behind.
        self.file.execute("PRAGMA locking_mode = EXCLUSIVE")
        self.file.execute("PRAGMA secure_delete = ON")  # what is gone from the copy is gone from here
        self.file.execute("BEGIN IMMEDIATE")
        version = self.file.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, VERSION):
            raise Unusable(f"{folder} was written by another version. Name a new folder.")
        if version == 0:  # a disk that is full would refuse to have the same written again
            for statement in filter(str.strip, TABLES.split(";")):
                self.file.execute(statement)
        found = self.file.execute("SELECT id, statement FROM statements")
        self.statements = {key: statement for key, statement in found if key == key_of(statement)}
        self.entries = {row[0]: self.entry(row) for row in self.file.execute("SELECT * FROM files")}

    def entry(self, row):
        address, name, digest, stamp, title, summary, links, asked, seal = row
        return Entry(
            address, name, digest, stamp, title, summary, json.loads(links), self.read(address, asked, seal)
        )

    def read(self, address, asked, seal):
        """We put to our database only what we wrote down ourselves: the folder may have been anywhere since."""
        if not asked or seal != sealed(address, asked):
            return None
        told = json.loads(asked)
        if not all(key in self.statements for key, _values, _digest in told):
            return None
        return [Question(self.statements[key], values, digest) for key, values, digest in told]

    def put(self, entry):
        asked = ""
        if entry.asked is not None:
            asked = json.dumps([(self.key(one.statement), one.values, one.digest) for one in entry.asked])
        self.tell(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*entry[:6], json.dumps(entry.links), asked, sealed(entry.address, asked)),
        )
        self.entries[entry.address] = entry

    def key(self, statement):
        key = key_of(statement)
        if key not in self.statements:
            self.statements[key] = statement
            self.tell("INSERT OR REPLACE INTO statements VALUES (?, ?)", (key, statement))
        return key

    def drop(self, address):
        self.tell("DELETE FROM files WHERE address = ?", (address,))
        del self.entries[address]

    def get(self, key):
        return next((v for (v,) in self.file.execute("SELECT value FROM about WHERE key = ?", (key,))), None)

    def set(self, key, value):
        self.tell("INSERT OR REPLACE INTO about VALUES (?, ?)", (key, value))

    def save(self):
        self.tell("COMMIT")
        self.tell("BEGIN IMMEDIATE")

    def close(self):
        self.tell("COMMIT")
        self.file.close()

    def tell(self, statement, values=()):
        """All since the last saving or nothing: half of it might call a page unchanged that is not."""
        if self.is_full:
            return
        try:
            self.file.execute(statement, values)
        except sqlite3.OperationalError as e:
            if not has_no_room(e):
                raise
            self.is_full = True
            if self.file.in_transaction:
                self.file.execute("ROLLBACK")


def has_no_room(error):
    return error.sqlite_errorcode in NO_ROOM


def key_of(statement):
    return blake2b(statement.encode(), digest_size=16).hexdigest()


def sealed(address, asked):
    return salted_hmac("cms.mirror", f"{address}\n{asked}", algorithm="sha256").hexdigest()
