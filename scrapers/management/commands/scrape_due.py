import subprocess
import sys

from django.core.management.base import BaseCommand

from scrapers.models import Heartbeat, Source
from scrapers.readings import read

API = (Source.Spider.SPLEY, Source.Spider.SPLEY_DETAIL)


class Command(BaseCommand):
    help = "Read the sources whose time has come. What came of each is in its run."
    requires_system_checks = ()  # it starts every minute, and most times finds nothing to do

    def handle(self, **options):
        Heartbeat.now()
        due = Source.objects.exclude(spider=Source.Spider.SAVED).due()
        for source in due:
            if source.spider == Source.Spider.DOMINO:  # another host: a crawl, and so a process, of its own
                command = [sys.executable, "manage.py", "scrape", source.spider, "--source", source.name]
                subprocess.run(command)  # noqa: S603
        api = [source for source in due if source.spider in API]
        outcomes = read(api) if api else {}
        for source, outcome in outcomes.items():
            self.stdout.write(f"{source}: {getattr(outcome, 'status', outcome)}")
        Heartbeat.now()
