from django.core.management.base import BaseCommand

from crm import duplicates


class Command(BaseCommand):
    help = "Compare all people and all institutions, and list the pairs that may be one."

    def handle(self, **options):
        for what, found in zip(("people", "institutions"), duplicates.scan(), strict=True):
            self.stdout.write(
                f"{found.open} pairs of {what} to look at: {found.new} new, {found.gone} no longer alike."
            )
        final = duplicates.forget_what_cannot_be_undone()
        self.stdout.write(f"{final} merges can no longer be undone.")
