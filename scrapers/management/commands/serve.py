import os
import signal
import socket
import subprocess
import sys
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import web_server
from legislation.models import Demonstration
from scrapers.management.commands.load_demo import CHAIN, PASSWORD, STATE, USERS, practice_environment

MOVING = "/proyectos/{}/{}/{}/".format(*CHAIN[-1])


class Command(BaseCommand):
    help = "Run everything on this machine: the site, the timetable and, in the demonstration, a practice Congress."

    def add_arguments(self, parser):
        parser.add_argument("--workers", type=int, default=2, help="web processes")

    def handle(self, *, workers, **options):
        self.processes = {}
        refuse_taken(settings.PORT, "PORT")
        if Demonstration.objects.exists():
            self.start_practice()
        self.start("timetable", "manage.py", "runscheduler")
        self.start("site", *web_server.arguments(settings.PORT, listen_on(), workers))
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, self.interrupt)
        self.stdout.write(self.welcome())
        self.stdout.flush()
        self.watch()

    def start(self, name, *command):
        # A session of its own: Ctrl-C reaches only this process, which then ends the others in order.
        self.processes[name] = subprocess.Popen([sys.executable, *command], start_new_session=True)  # noqa: S603

    def start_practice(self):
        port = settings.PORT + 1
        refuse_taken(port, "the port after PORT")
        self.start(
            "practice Congress", "manage.py", "practice_congress", "--port", str(port), "--state", str(STATE)
        )
        os.environ.update(practice_environment(f"http://127.0.0.1:{port}"))

    def welcome(self):
        address = settings.SITE_URL
        lines = ["", f"  Incidencia      {address}/", f"  Staff           {address}/admin/"]
        if settings.ON_HTTPS:
            lines += ["", f"  Listening on {listen_on()}:{settings.PORT}, to which your web server forwards."]
        if "practice Congress" in self.processes:
            lines.append(
                f"  Practice Congress  http://localhost:{settings.PORT + 1}/   (move a bill by hand)"
            )
            lines.append("")
            lines += [f"  Sign in as      {email}   password: {PASSWORD}" for email, *_ in USERS]
            lines += [
                "",
                f"  Within three minutes a bill moves: watch {address}{MOVING}",
                "  and, in the staff screens, Mensajes.",
            ]
        return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])

    def watch(self):
        """Wait until one of the processes ends, by itself or because we were asked to stop."""
        self.is_ending = False
        while not self.is_ending and all(p.poll() is None for p in self.processes.values()):
            time.sleep(0.5)
        ended = [name for name, process in self.processes.items() if process.poll() is not None]
        self.end()
        if not self.is_ending:
            raise CommandError(
                f"The {ended[0]} ended, so everything was stopped. Its last lines above say why."
            )
        self.stdout.write("Everything has stopped.")

    def interrupt(self, *_):
        self.is_ending = True

    def end(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                process.kill()


def listen_on():
    """Behind a web server that speaks HTTPS, nobody may come around it."""
    return "127.0.0.1" if settings.ON_HTTPS else "0.0.0.0"  # noqa: S104


def refuse_taken(port, name):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as e:
            raise CommandError(
                f"Port {port} ({name}) cannot be used: {e.strerror}. Set PORT to another."
            ) from None
