"""The practice Congress as a local web server."""

import signal
import sys
from collections import deque
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_RDWR
from socketserver import TCPServer
from threading import Event, Lock, Thread

from .congress import ToldCongress
from .control import Control
from .performance import Performance, lima_now
from .service import Answer, Asked, Service, read_target
from .stored import StoredCongress
from .stories import load_scenario

HOST = "127.0.0.1"  # nobody but this machine is meant to mistake it for anything
LOGGED = 5_000
LARGEST_BODY = 1_000_000


class PracticeCongress:
    """For tests: `with PracticeCongress("demo") as congress:`. Nothing happens until advance(), unless speed is given."""

    def __init__(
        self, scenario="demo", *, port=0, data=None, state=None, speed=0, key="", bills=0, clock=lima_now
    ):
        stories = [] if data else load_scenario(scenario)
        self.performance = Performance(stories, speed=speed, clock=clock, state=state)
        self.congress = StoredCongress(data) if data else ToldCongress(self.performance, bills)
        self.stopping = Event()
        self.service = Service(self.congress, key=key, clock=clock, wait=self.stopping.wait)
        self.control = Control(self)
        self.log, self.log_lock = deque(maxlen=LOGGED), Lock()
        self.server = _Server((HOST, port), _Handler)
        self.server.practice = self
        self.thread = Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self):
        return f"http://{HOST}:{self.server.server_port}"

    @property
    def requests(self):
        """What was asked of the service, oldest first; the panel's own requests are not among it."""
        with self.log_lock:
            return list(self.log)

    def advance(self, story=None, steps=1):
        """The next events of that story, or of every story; gives back what happened."""
        names = [story] if story else list(self.performance.stories)
        if unknown := set(names) - self.performance.stories.keys():
            raise ValueError(f"No story '{unknown.pop()}' is being told here.")
        return [event for name in names for event in self.performance.advance(name, steps)]

    def fault(self, kind, times=None, endpoint=None, **options):
        """Wrong answers from now on: the next so many, or until clear(). bill="2026/D/90012" spares the others."""
        return self.service.faults.add(kind, times, endpoint, **options)

    def clear(self, which=None):
        self.service.faults.clear(which)

    def reset(self):
        """The stories begin again, now."""
        self.performance.reset()
        self.clear()
        if isinstance(self.congress, ToldCongress):
            self.congress.begin()

    def state(self):
        return self.control.state()

    def answer(self, asked):
        if self.control.handles(asked):
            return self.control.answer(asked)
        with self.log_lock:
            self.log.append(asked)
        answer = self.service.answer(asked)
        asked.status = answer.status
        return answer

    def start(self):
        self.thread.start()
        return self

    def close(self):
        self.stopping.set()
        if self.thread.is_alive():
            self.server.shutdown()
            self.thread.join()
        self.server.server_close()

    def __enter__(self):
        return self.start()

    def __exit__(self, *problem):
        self.close()


def serve(practice, say):
    """Until SIGTERM or SIGINT."""
    ended = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    with practice:
        say(f"Practice Congress: {practice.url}/spley-portal-service (nothing in it is real)")
        say(f"Panel: {practice.url}/")
        ended.wait()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    practice = None

    def __init__(self, *args):
        self.open, self.lock = set(), Lock()
        super().__init__(*args)

    def server_bind(self):
        # As in HTTPServer, but without asking the network for this machine's name.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def process_request(self, request, client_address):
        with self.lock:
            self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        with self.lock:
            self.open.discard(request)
        super().shutdown_request(request)

    def server_close(self):
        super().server_close()
        with self.lock:
            waiting = list(self.open)
        for request in waiting:  # kept alive by a client that is in no hurry
            try:
                request.shutdown(SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # a client that hangs up is no news here
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60

    def _serve(self):
        path, query = read_target(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            return self._send(Answer(413, b"", {}))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, path, query, headers, self.rfile.read(length))
        return self._send(self.server.practice.answer(asked))

    do_GET = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    def _send(self, answer):
        announced = len(answer.body) if answer.length is None else answer.length
        self.send_response_only(answer.status)
        headers = {"Server": "practice", "Date": self.date_time_string()} | answer.headers
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(announced))
        if announced != len(answer.body):
            self.close_connection = True
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *args):
        """The panel shows what was asked."""
