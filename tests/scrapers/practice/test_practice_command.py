import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = os.environ | {"SECRET_KEY": "for-tests-only-" * 4, "PYTHONUNBUFFERED": "1"}


def start(*options):
    command = [sys.executable, "manage.py", "practice_congress", *options]
    return subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_address_serves_and_ends_cleanly(send, tmp_path, ending):
    state = tmp_path / "state.json"
    with start("--port", "0", "--scenario", "all", "--speed", "0", "--state", str(state)) as process:
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]

        status, _, _ = send(f"{address}/spley-portal-service/periodo-parlamentario")
        told = json.loads(send(f"{address}/__practice__/advance", {"story": "demo"})[2])
        process.send_signal(ending)
        _, errors = process.communicate(timeout=20)

    assert status == 200
    assert told["speed"] == 0
    assert (process.returncode, errors) == (0, "")
    assert len(json.loads(state.read_text())["stories"]["demo"]["fired"]) == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--scenario", "denmark"], "no scenario 'denmark'"),
        (["--data", "no/such/folder"], "no/such/folder"),
        (["--key", "short"], "'short' has 5 bytes"),
        (["--bills", "-1"], "-1 more bills"),
        (["--port", "99999"], "99999"),
        (["--state", "no/such/folder/state.json"], "no/such/folder"),
    ],
)
def test_it_refuses_what_it_cannot_do_in_a_sentence(options, says):
    with start("--port", "0", *options) as process:
        _, errors = process.communicate(timeout=20)

    assert process.returncode == 1
    assert says in errors and "Traceback" not in errors


def test_a_taken_port_is_named(practice):
    port = str(practice("demo").server.server_port)

    with start("--port", port) as process:
        _, errors = process.communicate(timeout=20)

    assert process.returncode == 1
    assert f"port {port}" in errors
