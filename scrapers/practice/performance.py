"""Which events have happened, and when: by the clock, by hand, and after a restart."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock

from .lima import LIMA


class BadState(ValueError):
    pass


def lima_now():
    return datetime.now(LIMA)


class Performance:
    """speed 0: nothing happens by itself. An event that has happened keeps its moment for good."""

    def __init__(self, stories, *, speed=1.0, clock=lima_now, state=None):
        self.stories = {story.name: story for story in stories}
        self.speed, self.clock = speed, clock
        self.path = Path(state) if state else None
        self.lock = RLock()
        self.kept = self._read()
        self._begin()

    @property
    def started(self):
        """The first story's start: the day around which quiet bills are dated."""
        starts = [self.kept[name]["started"] for name in self.stories]
        return min(starts) if starts else self.begun

    def story_started(self, name):
        return self.kept[name]["started"]

    def moments(self, name):
        with self.lock:
            self._catch_up()
            return tuple(self.kept[name]["fired"])

    def due(self, name, place):
        """When the clock brings that event, or None if only a hand does."""
        if self.speed <= 0:
            return None
        after = self.stories[name].events[place].after
        return self.kept[name]["started"] + timedelta(seconds=after / self.speed)

    def advance(self, name, steps=1):
        with self.lock:
            self._catch_up()
            story, fired = self.stories[name], self.kept[name]["fired"]
            first = len(fired)
            for _ in story.events[first : first + steps]:
                # Time never runs backwards in a dossier, whatever the machine's clock does.
                fired.append(max([self.clock(), *fired[-1:]]))
            self._write()
            return story.events[first : len(fired)]

    def reset(self):
        with self.lock:
            for name in self.stories:
                del self.kept[name]
            self._begin()

    def _begin(self):
        self.begun = self.clock()
        for name in self.stories:
            self.kept.setdefault(name, {"started": self.begun, "fired": []})
        self._write()

    def _catch_up(self):
        now, changed = self.clock(), False
        for name, story in self.stories.items():
            fired = self.kept[name]["fired"]
            while len(fired) < len(story.events):
                due = self.due(name, len(fired))
                if due is None or due > now:
                    break
                fired.append(max([due, *fired[-1:]]))
                changed = True
        # Written before anybody is answered: what was once seen is still there after a restart.
        if changed:
            self._write()

    def _read(self):
        if self.path is None or not self.path.exists():
            return {}
        try:
            told = json.loads(self.path.read_text(encoding="utf-8"))["stories"]
            return {name: _moments(kept) for name, kept in told.items()}
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise BadState(f"{self.path} is no state of a practice Congress: {error!r}.") from error

    def _write(self):
        if self.path is None:
            return
        told = {
            name: {
                "started": kept["started"].isoformat(),
                "fired": [moment.isoformat() for moment in kept["fired"]],
            }
            for name, kept in self.kept.items()
        }
        new = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        new.write_text(json.dumps({"stories": told}, indent=1), encoding="utf-8")
        new.replace(self.path)


def _moments(kept):
    return {
        "started": _moment(kept["started"]),
        "fired": [_moment(text) for text in kept["fired"]],
    }


def _moment(text):
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return moment.astimezone(LIMA)
