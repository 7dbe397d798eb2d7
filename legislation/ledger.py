"""What an import saw, written at its end: the changes, and in the same transaction who is told of them."""

from django.utils import timezone

from legislation import alerts
from legislation.models import Change


class Ledger:
    def __init__(self, *, run=None, by=None, now=None):
        self.run, self.by, self.now = run, by, now or timezone.now()
        self.entries = []

    def add(self, kind, bill=None, *, answer="", quiet=False, causes=(), **fields):
        """Note one change. A quiet one is recorded but told to nobody; causes adds their followers."""
        change = Change(kind=kind, bill=bill, run=self.run, by=self.by, seen=self.now, **fields)
        self.entries.append((change, answer, quiet, tuple(causes)))
        return change

    def answers(self):
        return {answer for _, answer, _, _ in self.entries if answer}

    def write(self, snapshots=None):
        for change, answer, _, _ in self.entries:
            change.snapshot = (snapshots or {}).get(answer)
        changes = Change.objects.bulk_create([change for change, *_ in self.entries], batch_size=500)
        alerts.tell(
            [
                (change, causes)
                for change, (_, _, quiet, causes) in zip(changes, self.entries, strict=True)
                if not quiet and change.echo_of_id is None
            ]
        )
        return changes
