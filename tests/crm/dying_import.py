"""Spreadsheets worked on, each in a process that is killed, as by kill -9, as it comes to its n-th statement that writes.

Reads lines such as "5 12", of a spreadsheet's number and a statement, and answers each with how its process ended.
Starting Python takes far longer than an import: this one starts once, and forks before it has asked the database.
"""

import os
import signal
import sys

WRITES = ("INSERT", "UPDATE", "DELETE")


class Death:
    def __init__(self, left):
        self.left = left

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith(WRITES):
            self.left -= 1
            if self.left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return result


def die(number, statement):
    from django.core.management import call_command
    from django.db import connection

    with connection.execute_wrapper(Death(int(statement))):
        call_command("work_on_spreadsheet", number)


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
