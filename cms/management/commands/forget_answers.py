from django.core.management.base import BaseCommand

from cms.answering import forget_what_is_over


class Command(BaseCommand):
    help = "Erase the answers to forms whose promised days are over."

    def handle(self, **options):
        self.stdout.write(f"{forget_what_is_over()} forgotten")
