"""Telling: deliveries a second, to a mail server on this machine that takes everything."""

import re
from contextlib import contextmanager

from aiosmtpd.controller import Controller

from bench.processes import free_port, run

TITLE = "Deliveries"
MEMBERS, CHANGES = 500, 4
SEED = f"""
from accounts.models import User
from legislation.ledger import Ledger
from legislation.models import *
from legislation.importers import import_items
from datetime import date
from scrapers.items import *
key = Key(period=2026, chamber="D", number=90001)
import_items([BillItem(key=key, label="90001-2026-2031-CD", title="LEY FICTICIA", status="EN COMISIÓN", presented=date(2026, 9, 1), url="https://congreso.example/1")])
bill = Bill.objects.get()
users = User.objects.bulk_create([User(email=f"m{{i}}@example.org") for i in range({MEMBERS})])
Follow.objects.bulk_create([Follow(user=u, bill=bill) for u in users])
ledger = Ledger()
for i in range({CHANGES}):
    ledger.add(Change.Kind.SIGNATORY_ADDED, bill, new=f"Ficticia {{i}}, Ana")
ledger.write()
print(Delivery.objects.count())
"""


class Sink:
    def __init__(self):
        self.taken = 0

    async def handle_DATA(self, server, session, envelope):
        self.taken += 1
        return "250 taken"


@contextmanager
def mail_server(sink):
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def measure(folder):
    due = int(re.findall(r"\d+", run("manage.py", "shell", "-v0", "-c", SEED).output)[-1])
    sink = Sink()
    with mail_server(sink) as port:
        cost = run("manage.py", "announce", env={"EMAIL_URL": f"smtp://127.0.0.1:{port}"})
    nothing = run("manage.py", "announce", env={"EMAIL_URL": f"smtp://127.0.0.1:{port}"})
    work = max(cost.seconds - nothing.seconds, 0.001)
    yield "| deliveries | mails | seconds | of it starting up | deliveries/s | mails/s | peak MB |"
    yield "|---|---|---|---|---|---|---|"
    yield (
        f"| {due:,} | {sink.taken:,} | {cost.seconds:.2f} | {nothing.seconds:.2f} | {due / work:,.0f} "
        f"| {sink.taken / work:,.0f} | {cost.peak_mb:.0f} |"
    )
