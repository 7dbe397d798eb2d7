import signal
from collections import Counter

from django.core.management.base import BaseCommand, CommandError

from legislation.mailing import announce, has_server
from legislation.models import Delivery
from legislation.post import ServerDown


class Command(BaseCommand):
    help = "Send what is due, once. Any number of these may run at the same time."
    requires_system_checks = ()  # it starts every minute, and most times finds nothing to do

    def handle(self, **options):
        self.is_stopping = False
        before = signal.signal(signal.SIGTERM, self.stop)
        tally = Counter()
        try:
            announce(tally, lambda: self.is_stopping)
        except ServerDown as e:
            waiting = Delivery.objects.filter(state=Delivery.State.DUE).count()
            raise CommandError(f"{e} {waiting} deliveries wait for the next run; none is lost.") from e
        finally:
            signal.signal(signal.SIGTERM, before)
            self.report(tally)

    def stop(self, *_):
        """End after the message at hand, not in the middle of it."""
        self.is_stopping = True

    def report(self, tally):
        if has_server():
            self.stdout.write(
                f"Messages sent: {tally['sent']}. "
                f"Deliveries put off: {tally['put_off']}, given up: {tally['failed']}, "
                f"no longer wanted: {tally['left']}."
            )
        else:
            self.stdout.write(
                f"EMAIL_URL is empty, so there is no mail server: {tally['kept']} messages were written for the "
                "staff screens. They will not be sent later."
            )
