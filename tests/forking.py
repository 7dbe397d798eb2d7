"""A process of its own that has everything loaded already: Django takes a second to start, a fork takes none.

It opens its own connection to the database and ends without Python's farewells, so that nothing of the tests' is touched.
"""

import multiprocessing
import os
import sys
import tempfile
import traceback

from django.db import connections

PROCESSES = multiprocessing.get_context("fork")


class Forked:
    """Calls work() at once. What it prints is kept; SystemExit gives its status (a number), any other error 1."""

    def __init__(self, work):
        self.said = tempfile.TemporaryFile("w+")  # noqa: SIM115 - read when the process has ended
        connections["default"].close()  # a connection may not be carried into another process
        self.process = PROCESSES.Process(target=self.run, args=[work])
        self.process.start()
        self.kill, self.terminate = self.process.kill, self.process.terminate

    def run(self, work):
        os.dup2(self.said.fileno(), 1)
        os.dup2(self.said.fileno(), 2)
        sys.stdout = sys.stderr = os.fdopen(1, "w", closefd=False)
        status = 0
        try:
            work()
        except SystemExit as end:
            status = end.code
        except BaseException:
            traceback.print_exc()
            status = 1
        sys.stdout.flush()
        os._exit(status)

    def ended(self, timeout):
        """(status, what it said), once it has ended; a signal that killed it is a negative status."""
        self.process.join(timeout)
        assert not self.process.is_alive(), f"it did not end within {timeout} seconds"
        self.said.seek(0)
        return self.process.exitcode, self.said.read()
