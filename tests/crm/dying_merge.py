"""Merges, and their undoing, each in a process that is killed, as by kill -9, after so many statements.

Reads lines such as "merge 5 12 13" or "undo 7" and answers each with how its process ended. Starting Python takes far
longer than a merge: this one starts once, and forks before it has asked the database for anything.
"""

import os
import signal
import sys


class Death:
    """Around every statement that is sent to the database."""

    def __init__(self, after):
        self.left = after

    def __call__(self, execute, sql, params, many, context):
        if not sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            return execute(sql, params, many, context)
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)


def act(word, numbers):
    from accounts.models import User
    from crm import merging
    from crm.models import Merge, Person

    by = User.objects.get()
    if word == "undo":
        return merging.undo(Merge.objects.get(), by=by)
    kept, lost = (Person.objects.get(pk=pk) for pk in numbers)
    return merging.merge(kept, lost, by=by, keeps_name=True)


def die(word, after, *numbers):
    from django.db import connection

    with connection.execute_wrapper(Death(int(after))):
        act(word, numbers)


def how_it_ended(line):
    child = os.fork()
    if child == 0:
        status = 1
        try:
            die(*line.split())
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    import django

    django.setup()
    for line in sys.stdin:
        sys.stdout.write(f"{how_it_ended(line)}\n")
        sys.stdout.flush()
