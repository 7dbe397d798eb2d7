from django.core.management.base import BaseCommand, CommandError

from scrapers.practice.server import PracticeCongress, serve
from scrapers.practice.stories import scenario_names


class Command(BaseCommand):
    help = "Serve a practice Congress on this machine: it answers like the real service, and nothing in it is real."
    requires_system_checks = ()  # it needs no database and no settings of ours

    def add_arguments(self, parser):
        names = ", ".join(scenario_names())
        parser.add_argument("--port", type=int, default=8020)
        parser.add_argument("--scenario", default="demo", help=f"all, or one of: {names}")
        parser.add_argument("--data", help="a folder of stored answers to serve instead of a scenario")
        parser.add_argument("--state", help="a file that keeps what has happened over a restart")
        parser.add_argument("--speed", type=float, default=1.0, help="10: ten times as fast; 0: only by hand")
        parser.add_argument(
            "--key", default="", help="16 characters: dossiers are then asked by encrypted numbers"
        )
        parser.add_argument("--bills", type=int, default=0, help="so many more bills in the list of 2021")

    def handle(self, *, port, scenario, data, state, speed, key, bills, **options):
        try:
            practice = PracticeCongress(
                scenario, port=port, data=data, state=state, speed=speed, key=key, bills=bills
            )
        except (ValueError, OSError, OverflowError) as error:
            raise CommandError(f"The practice Congress cannot start on port {port}: {error}") from error
        serve(practice, self._say)

    def _say(self, text):
        self.stdout.write(text)
        self.stdout.flush()
