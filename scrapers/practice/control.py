"""What moves the practice Congress: a JSON interface for programs, a page with buttons for people."""

import json
from urllib.parse import parse_qsl

from .dossiers import Standing
from .panel import panel
from .service import Answer

ROOT = "/__practice__/"
PAGES = ("/", "/spley-portal", "/spley-portal/")


class Control:
    def __init__(self, practice):
        self.practice = practice

    def handles(self, asked):
        return asked.path.startswith(ROOT) or (asked.method == "GET" and asked.path in PAGES)

    def answer(self, asked):
        if asked.path in PAGES:
            body = panel(self.state()).encode()
            return Answer(
                200, body, {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
            )
        verb = asked.path.removeprefix(ROOT)
        if (asked.method, verb) == ("GET", "state"):
            return _json(200, self.state())
        act = {"advance": self._advance, "fault": self._fault, "reset": self._reset}.get(verb)
        if act is None or asked.method != "POST":
            return _json(404, {"error": f"There is no {asked.method} {asked.path} here."})
        return self._act(act, asked)

    def _act(self, act, asked):
        is_form = "json" not in asked.headers.get("content-type", "json")
        try:
            told = _form(asked.body) if is_form else json.loads(asked.body or b"{}")
            if not isinstance(told, dict):
                raise ValueError(f"An order is an object with names, not {told!r}.")
            act(told)
        except (ValueError, TypeError) as error:
            return _json(400, {"error": str(error)})
        if is_form:
            return Answer(303, b"", {"Location": "/"})
        return _json(200, self.state())

    def _advance(self, told):
        self.practice.advance(told.get("story") or None, int(told.get("steps") or 1))

    def _fault(self, told):
        if "clear" in told:
            which = told["clear"]
            self.practice.clear(None if which in ("all", True) else which)
            return
        times = told.pop("times", None)
        kind, endpoint = told.pop("kind", None), told.pop("endpoint", None) or None
        options = {name: value for name, value in told.items() if value != ""}
        self.practice.fault(kind, int(times) if times else None, endpoint, **options)

    def _reset(self, told):
        self.practice.reset()

    def state(self):
        practice, performance = self.practice, self.practice.performance
        return {
            "speed": performance.speed,
            "now": performance.clock().isoformat(timespec="seconds"),
            "started": performance.started.isoformat(timespec="seconds"),
            "stories": [self._story(story) for story in performance.stories.values()],
            "faults": [_fault(fault) for fault in practice.service.faults.active],
            "requests": [_request(asked) for asked in practice.requests[-30:]],
        }

    def _story(self, story):
        performance = self.practice.performance
        moments = performance.moments(story.name)
        started = performance.story_started(story.name)
        seen = [bill for bill in story.bills.values() if bill.is_seen(moments)]
        standing = [Standing(bill, started, moments) for bill in seen]
        return {
            "name": story.name,
            "title": story.title,
            "about": story.about,
            "happened": len(moments),
            "events": [_event(performance, story, place, moments) for place in range(len(story.events))],
            "bills": [
                {"key": s.bill.place, "label": s.label, "status": s.status, "title": s.bill.title}
                for s in standing
            ],
        }


def _event(performance, story, place, moments):
    due = performance.due(story.name, place)
    happened = moments[place] if place < len(moments) else None
    return {
        "says": story.events[place].says,
        "after": story.events[place].after,
        "happened": happened.isoformat(timespec="seconds") if happened else None,
        "due": due.isoformat(timespec="seconds") if due and not happened else None,
    }


def _fault(fault):
    return {
        "number": fault.number,
        "kind": fault.kind.name,
        "says": fault.kind.says,
        "times": fault.times,
        "endpoint": fault.endpoint,
        "bill": fault.bill,
        "options": fault.options,
    }


def _request(asked):
    return {
        "method": asked.method,
        "path": asked.path,
        "query": asked.query,
        "body": asked.body.decode(errors="replace")[:300],
        "status": asked.status,
    }


def _form(body):
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def _json(status, told):
    return Answer(status, json.dumps(told, ensure_ascii=False, indent=1).encode())
