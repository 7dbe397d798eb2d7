from django.core.management.base import BaseCommand

from cms.consent import lapse


class Command(BaseCommand):
    help = "Make known to kept pages and copies of the site whose permission to be quoted has run out."

    def handle(self, **options):
        self.stdout.write(f"{lapse()} ran out")
