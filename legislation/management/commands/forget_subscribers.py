from django.core.management.base import BaseCommand

from legislation.subscribing import forget_all_done


class Command(BaseCommand):
    help = (
        "Erase the addresses of subscribers who follow nothing any more, because staff deleted their cause."
    )

    def handle(self, **options):
        self.stdout.write(f"{forget_all_done()} forgotten")
