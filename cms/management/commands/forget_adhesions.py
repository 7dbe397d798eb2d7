from django.core.management.base import BaseCommand

from cms.sign_on import forget_undecided


class Command(BaseCommand):
    help = "Erase the signatures of organizations that nobody decided about in time."

    def handle(self, **options):
        self.stdout.write(f"{forget_undecided()} forgotten")
