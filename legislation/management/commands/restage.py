from django.core.management.base import BaseCommand

from legislation import stages
from legislation.models import Bill, Edition
from legislation.standing import restage


class Command(BaseCommand):
    help = "Read the stage of every bill again with the present mapping. Nobody is told."

    def handle(self, **options):
        outdated = list(Bill.objects.exclude(stage_version=stages.VERSION).defer("search", "summary"))
        for start in range(0, len(outdated), 500):
            restage(outdated[start : start + 500])
        if not outdated:
            return  # at every start: nothing to say
        Edition.advance()
        self.stdout.write(f"{len(outdated)} bills read again with mapping {stages.VERSION}.")
