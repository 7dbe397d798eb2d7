from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cms.mirror.ledger import Unusable
from cms.mirror.walking import Mirror


class Command(BaseCommand):
    help = "Write the whole public site as files into a folder, or bring that copy up to date."
    requires_system_checks = ()  # what draws the site has asked them

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--every-bill",
            action="store_true",
            help="all bills of Congress too, not only those to which the pages of the site lead",
        )

    def handle(self, *, folder, every_bill, **options):
        mirror = Mirror(folder, self.stderr.write, every_bill=every_bill)
        try:
            mirror.run()
        except Unusable as e:
            raise CommandError(str(e)) from None
        self.stdout.write(
            "{looked:,} addresses looked at, {written:,} files written, {removed:,} removed.".format(
                **mirror.counts
            )
        )
        if mirror.broken or mirror.failed or mirror.unwritten or mirror.ledger.is_full:
            raise CommandError("\n".join(troubles(mirror)))


def troubles(mirror):
    if mirror.unwritten or mirror.ledger.is_full:
        why = ", ".join(sorted(set(mirror.unwritten.values()))) or "no room is left on the disk"
        yield f"The copy is not whole: {why}. What is no longer true was removed. Mend that, and run this again."
    if mirror.unwritten:
        yield f"{len(mirror.unwritten)} pages could not be written, and are not in the copy: {', '.join(mirror.unwritten)}"
    if mirror.failed:
        yield f"{len(mirror.failed)} pages could not be drawn, and are not in the copy: {', '.join(mirror.failed)}"
    if mirror.broken:
        yield f"{len(mirror.broken)} links lead nowhere:"
    for there, pages in sorted(mirror.broken.items()):
        yield f"  {there} from {', '.join(sorted(pages))}"
