from django.core.management.base import BaseCommand

from scrapers.management.commands.scrape import read_apart
from scrapers.models import Heartbeat, Source


class Command(BaseCommand):
    help = "Read the sources whose time has come, one after another."

    def handle(self, **options):
        Heartbeat.now()
        for source in Source.objects.exclude(spider=Source.Spider.SAVED).due():
            read_apart(source)
            Heartbeat.now()
