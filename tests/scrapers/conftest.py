"""Ways to run a spider: against a function, and against a server on loopback."""

import asyncio
import gzip
import json
import pickle
import subprocess
import sys
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from scrapers.answers import Page
from scrapers.crawl import Reading
from tests.scrapers.small_congress import to_bytes

ROOT = Path(__file__).parents[2]


class Driven(NamedTuple):
    items: list
    answers: list
    requests: list


def apart(first_requests):
    """Run the coroutine in a thread of its own: where a browser was used before, this one has a loop that runs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(first_requests())).result()


@pytest.fixture
def drive():
    """Run a spider against a function from request to answer, without a network and without a reactor."""

    def run(spider, respond):
        async def first_requests():
            return [request async for request in spider.start()]

        queue, driven = deque(apart(first_requests)), Driven([], [], [])
        while queue:
            request = queue.popleft()
            driven.requests.append(request)
            answer = respond(request)
            status, body = answer if isinstance(answer, tuple) else (200, answer)
            response = TextResponse(
                request.url, status=status, body=to_bytes(body), request=request, encoding="utf-8"
            )
            for output in request.callback(response, **request.cb_kwargs) or ():
                if isinstance(output, Request):
                    queue.append(output)
                elif isinstance(output, Page):
                    driven.items.extend(output.items)
                    driven.answers.extend([output.answer] if output.answer else [])
        return driven

    return run


class Answer(NamedTuple):
    status: int
    headers: dict
    body: bytes
    announced: int | None = None  # a Content-Length that is not true
    held: bool = False  # until the test is over


class Source:
    """A server on loopback. `say` sets what a path answers; `requests` has what was asked."""

    def __init__(self, server):
        self.server = server
        self.answers, self.requests = {}, []
        self.over, self.holding = threading.Event(), threading.Event()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server.server_port}"

    def say(self, path, body=b"", *, status=200, headers=None, zipped=False, **kwargs):
        headers = dict(headers or {"Content-Type": "application/json"})
        body = body if callable(body) else to_bytes(body)
        if zipped:
            headers["Content-Encoding"], body = "gzip", gzip.compress(body)
        self.answers[path] = Answer(status, headers, body, **kwargs)

    def paths(self):
        return [path for path, _, _ in self.requests]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def respond(self):
        source = self.server.source
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        source.requests.append((self.path, dict(self.headers), body))
        answer = source.answers.get(self.path) or Answer(404, {}, b"")
        if answer.held:
            source.holding.set()
            source.over.wait(30)
            return
        said = to_bytes(answer.body(body)) if callable(answer.body) else answer.body
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(answer.announced or len(said)))
        self.end_headers()
        self.wfile.write(said)
        if answer.announced:
            self.close_connection = True

    do_GET = do_POST = respond

    def log_message(self, *args):
        pass


@pytest.fixture
def source():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.source = Source(server)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.source
    server.source.over.set()
    server.shutdown()
    server.server_close()


CHILD = """
import json, pickle, sys
from importlib import import_module
from scrapers.crawl import crawl
module, name, kwargs, out = sys.argv[1:]
reading = crawl(getattr(import_module(module), name), **json.loads(kwargs))
pickle.dump((reading.items, reading.answers, reading.problem, reading.stats), open(out, "wb"))
"""


@pytest.fixture
def crawling(tmp_path):
    """The command line of a child that crawls, and the file that will hold its Reading."""

    def command(spider, **kwargs):
        out = tmp_path / "reading.pickle"
        child = [
            sys.executable,
            "-c",
            CHILD,
            spider.__module__,
            spider.__name__,
            json.dumps(kwargs),
            str(out),
        ]
        return child, out

    return command


@pytest.fixture
def crawled(crawling):
    """crawl() in a process of its own, as a reactor wants it."""

    def run(spider, **kwargs):
        command, out = crawling(spider, **kwargs)
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return Reading(*pickle.loads(out.read_bytes()))  # noqa: S301

    return run
