from django.core.management.base import BaseCommand

from legislation.lapsing import mark_lapsed


class Command(BaseCommand):
    help = "Note the watched bills whose period ended while they were still open. The source never says so."

    def handle(self, **options):
        self.stdout.write(f"{mark_lapsed()} bills lapsed.")
