"""Work on a spreadsheet in a process that is killed, as by kill -9, as it comes to its n-th statement that writes.

python -m tests.crm.dying_import NUMBER STATEMENT
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


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    with connection.execute_wrapper(Death(int(sys.argv[2]))):
        call_command("work_on_spreadsheet", sys.argv[1])
