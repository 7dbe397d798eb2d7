"""Time whole processes, as their user would start them."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen


class Cost(NamedTuple):
    seconds: float
    peak_mb: float
    output: str


def run(*command, env=None):
    """Run python with these arguments to its end; raise where it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        env=os.environ | (env or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {output}")
    return Cost(seconds, usage.ru_maxrss / 1024, output)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(*command, url, env=None):
    """A server in a process of its own, from the moment it answers."""
    process = subprocess.Popen(
        [sys.executable, *command],
        env=os.environ | (env or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(url, process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(url, process):
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit(f"{process.args} ended with {process.returncode}")
        try:
            urlopen(url, timeout=5).close()
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit(f"{url} did not answer within 30 seconds")


def cpu_seconds(pid):
    """CPU time of a process and its children that still run (the workers of a web server)."""
    total, ticks = 0, os.sysconf("SC_CLK_TCK")
    for entry in [pid, *children(pid)]:
        with open(f"/proc/{entry}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        total += (int(fields[11]) + int(fields[12])) / ticks
    return total


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as found:
        return [int(child) for child in found.read().split()]
