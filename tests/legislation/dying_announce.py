"""How `announce` is killed, as by kill -9, the second time that it comes to a given point."""

import os
import signal

from django.db import transaction

from legislation import mailing

POINTS = [
    "claimed and not yet written",
    "written and not yet committed",
    "committed and not yet sent",
    "sent and not yet marked",
    "marked and not yet committed",
    "marked and committed",
]


def at_second_call(function, *, before=False):
    """The function, and death around its second call."""
    calls = []

    def dying(*args, **kwargs):
        calls.append(1)
        if before and len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **kwargs)
        if len(calls) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return dying


def arrange(point):
    if point == "claimed and not yet written":
        mailing.compose = at_second_call(mailing.compose, before=True)
    elif point == "written and not yet committed":
        mailing.keep_letter = at_second_call(mailing.keep_letter)
    elif point == "committed and not yet sent":
        mailing.send = at_second_call(mailing.send, before=True)
    elif point == "sent and not yet marked":
        mailing.mark_sent = at_second_call(mailing.mark_sent, before=True)
    elif point == "marked and not yet committed":
        inner = mailing.mark_sent.__wrapped__
        mailing.mark_sent = transaction.atomic(at_second_call(inner))
    elif point == "marked and committed":
        mailing.mark_sent = at_second_call(mailing.mark_sent)
    else:
        raise ValueError(f"{point!r} is not one of {POINTS}")
