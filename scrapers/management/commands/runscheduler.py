import signal

from django.conf import settings
from django.core.management.base import BaseCommand

from scrapers.schedule import Timetable


class Command(BaseCommand):
    help = "Run the timetable until SIGTERM or SIGINT. A second one by mistake does no harm."

    def handle(self, **options):
        timetable = Timetable(settings.TIME_ZONE)
        for signum in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signum, timetable.end)
        self.stdout.write("The timetable is running.")
        self.stdout.flush()
        timetable.start()
        timetable.wait()
        self.stdout.write("The timetable has ended.")
