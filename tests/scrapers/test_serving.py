"""What `make run` does with a database: load the demonstration into a new one, and into no other."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path

import pytest
from apscheduler.events import EVENT_SCHEDULER_STARTED
from django.core.management import CommandError, call_command, get_commands

from accounts.models import User
from bench.processes import free_port, serving
from config import web_server
from crm.models import Institution
from legislation.models import Bill, Change, Demonstration, Follow
from scrapers.management.commands import load_demo
from scrapers.schedule import JOBS, Timetable
from tests.congress import member

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def in_use(**environment):
    return os.environ | environment


def test_a_database_in_use_gets_no_demonstration(capsys):
    member()

    call_command("load_demo", "--if-new")

    assert not Demonstration.objects.exists() and User.objects.count() == 1
    with pytest.raises(CommandError, match="not the demonstration's"):
        call_command("load_demo")


def test_an_operator_who_names_a_congress_gets_no_demonstration(monkeypatch):
    monkeypatch.setenv("CONGRESS_API_URL", "https://api.congreso.gob.pe/spley-portal-service")

    call_command("load_demo", "--if-new")

    assert not Demonstration.objects.exists()


def test_a_public_address_gets_no_users_with_known_passwords(settings):
    settings.ON_HTTPS = True

    with pytest.raises(CommandError, match="known to all"):
        call_command("load_demo")


def test_the_demonstration_is_a_fictional_bill_that_everybody_of_the_team_follows(monkeypatch):
    from scrapers.practice.server import PracticeCongress

    read = []

    def practice_reading(self):
        """The same lists, read without a process of its own: the test's database is its own."""
        from legislation.importers import import_items
        from scrapers.listing import read_rows

        with PracticeCongress("demo", speed=0) as practice:
            read.append(practice.url)
            for period, chamber in ((2021, "C"), (2026, "D")):
                rows = [each.row for each in practice.congress.listed(period, chamber)]
                import_items(read_rows(rows, answer="").items)

    monkeypatch.setattr(load_demo.Command, "read_practice_congress", practice_reading)
    for _ in range(2):
        call_command("load_demo")

    assert len(read) == 1
    assert Follow.objects.count() == User.objects.count() == len(load_demo.USERS)
    assert Follow.objects.first().cause.current_bill().number == 90012
    assert min(Bill.objects.values_list("number", flat=True)) >= 90000
    assert Institution.objects.count() == 69
    assert not Change.objects.exclude(kind=Change.Kind.LINK_PROPOSED).exists()


def test_every_job_of_the_timetable_is_a_command_and_the_scheduler_takes_it():
    assert {command[0] for _, _, command in JOBS} <= set(get_commands())
    assert len(Timetable("America/Lima").scheduler.get_jobs()) == len(JOBS)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_timetable_ends_cleanly(number, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "runscheduler"],
        cwd=ROOT,
        env=in_use(
            DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite3", DJANGO_SETTINGS_MODULE="config.settings"
        ),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "The timetable is running.\n"

    process.send_signal(number)

    assert process.wait(timeout=30) == 0
    assert "has ended" in process.stdout.read()


def test_a_job_that_is_late_still_runs_and_one_that_takes_long_is_not_started_twice():
    scheduler = Timetable("America/Lima").scheduler
    threading.Timer(0.5, scheduler.shutdown, [False]).start()

    scheduler.add_listener(lambda event: seen.extend(scheduler.get_jobs()), EVENT_SCHEDULER_STARTED)
    seen = []
    scheduler.start()

    assert {(job.misfire_grace_time, job.max_instances, job.coalesce) for job in seen} == {(600, 1, True)}


def test_a_taken_port_is_said_in_a_sentence():
    from scrapers.management.commands.serve import refuse_taken

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port}"):
            refuse_taken(port, "PORT")


def test_a_job_runs_in_a_process_of_its_own_and_its_failure_is_seen(monkeypatch, caplog):
    monkeypatch.chdir(ROOT)
    timetable = Timetable("America/Lima")

    assert timetable.run(["help", "scrape_due"]) == 0
    assert timetable.run(["no_such_command"]) == 1
    assert "no_such_command ended with status 1" in caplog.text
    assert not timetable.running


def test_the_welcome_says_the_address_people_type_and_where_the_web_server_forwards(settings):
    from scrapers.management.commands.serve import Command, listen_on

    settings.SITE_URL, settings.ON_HTTPS, settings.PORT = "https://incidencia.example", True, 8303
    command = Command()
    command.processes = {}

    assert "  Incidencia      https://incidencia.example/" in command.welcome()
    assert "Listening on 127.0.0.1:8303, to which your web server forwards." in command.welcome()
    assert "localhost" not in command.welcome()
    assert listen_on() == "127.0.0.1"


def test_on_this_machine_the_welcome_names_it_and_every_interface_answers(settings):
    from scrapers.management.commands.serve import Command, listen_on

    settings.SITE_URL, settings.ON_HTTPS, settings.PORT = "http://localhost:8303", False, 8303
    command = Command()
    command.processes = {}

    assert "  Staff           http://localhost:8303/admin/" in command.welcome()
    assert listen_on() == "0.0.0.0"


def test_no_reader_passes_a_header_off_as_that_of_the_web_server_in_front():
    """In WSGI both names are one; by the second she would choose the address that her tries are counted by."""
    port = free_port()
    command = (
        "tests.echo" if part == "config.wsgi" else part for part in web_server.arguments(port, workers=1)
    )
    with serving(*command, url=f"http://127.0.0.1:{port}/"):
        asking = HTTPConnection("127.0.0.1", port, timeout=10)
        asking.request("GET", "/", headers={"X-Forwarded-For": "192.0.2.1", "X_Forwarded_For": "192.0.2.9"})
        heard = json.load(asking.getresponse())
        asking.close()

    assert heard["HTTP_X_FORWARDED_FOR"] == "192.0.2.1"
