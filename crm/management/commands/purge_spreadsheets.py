from django.core.management.base import BaseCommand

from crm.imports import work


class Command(BaseCommand):
    help = "Forget the copies of spreadsheets that have lain in the database for a day."

    def handle(self, **options):
        self.stdout.write(f"{work.purge()} spreadsheets forgotten.")
