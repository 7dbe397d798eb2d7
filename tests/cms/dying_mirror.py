"""python -m tests.cms.dying_mirror FOLDER MOMENT: a run that is killed at its so-many-th writing, before or after."""

import os
import signal
import sys
from pathlib import Path

import django
from django.test.utils import setup_test_environment

django.setup()
setup_test_environment()  # the settings of who goes on with the copy

from cms.mirror import ledger, walking  # noqa: E402


def main(folder, moment):
    left = [moment]

    def dying(do):
        def done(*args):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return do(*args)

        return done

    walking.MANY = 1  # others ask ahead wherever all is to be drawn
    walking.EVERY = 0  # each step is written down, so that each is a moment to die at
    Path.rename, Path.write_bytes, Path.unlink = map(dying, (Path.rename, Path.write_bytes, Path.unlink))
    ledger.Ledger.put, ledger.Ledger.save = dying(ledger.Ledger.put), dying(ledger.Ledger.save)
    walking.Mirror(Path(folder)).run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
