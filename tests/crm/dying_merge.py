"""A merge, or its undoing, in a process that is killed, as by kill -9, after so many statements."""

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


if __name__ == "__main__":
    import django
    from django.db import connection

    django.setup()
    word, after, *numbers = sys.argv[1:]
    with connection.execute_wrapper(Death(int(after))):
        act(word, numbers)
