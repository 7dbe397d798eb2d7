from django.core.management.base import BaseCommand, CommandError

from scrapers.models import Source
from scrapers.readings import ReadingFailed, read


class Command(BaseCommand):
    help = "Read Congress once. Exits 0 only if everything read was believed and imported."
    requires_system_checks = ()  # a reading is short; `serve` and `migrate` have asked them

    def add_arguments(self, parser):
        parser.add_argument(
            "spider", choices=[spider for spider in Source.Spider.values if spider != "saved"]
        )
        parser.add_argument("--source", help="only the source of this name, enabled or not")
        parser.add_argument("--period", type=int, help="only sources of this period")
        parser.add_argument("--chamber", help="only sources of this chamber: C, D or S")

    def handle(self, *, spider, source, period, chamber, **options):
        sources = Source.objects.filter(spider=spider)
        sources = sources.filter(name=source) if source else sources.filter(enabled=True)
        if period:
            sources = sources.filter(period=period)
        if chamber:
            sources = sources.filter(chamber=chamber.upper())
        sources = list(sources)
        if not sources:
            raise CommandError(
                f"No source matches {spider} {source or ''} {period or ''} {chamber or ''}.".rstrip()
            )
        self.read(sources)

    def read(self, sources):
        try:
            outcomes = read(sources)
        except ReadingFailed as e:
            raise CommandError(str(e)) from e
        failed = [str(outcome) for outcome in outcomes.values() if isinstance(outcome, ReadingFailed)]
        for source, run in outcomes.items():
            if not isinstance(run, ReadingFailed):
                counts = f"created {run.created}, updated {run.updated}, unchanged {run.unchanged}"
                self.stdout.write("\n".join(filter(None, [f"{source}: {counts}", run.note])))
        if failed:
            raise CommandError("\n".join([f"{len(failed)} of {len(sources)} readings failed.", *failed]))
