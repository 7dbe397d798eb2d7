import subprocess
import sys

from django.core.management.base import BaseCommand, CommandError

from scrapers.models import Source
from scrapers.readings import ReadingFailed, read


class Command(BaseCommand):
    help = "Read Congress once. Exits 0 only if everything read was believed and imported."

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
        if len(sources) == 1:
            self.read(sources[0])
        else:
            self.read_each(sources)

    def read(self, source):
        try:
            run = read(source)
        except ReadingFailed as e:
            raise CommandError(str(e)) from e
        self.stdout.write(
            f"{source}: created {run.created}, updated {run.updated}, unchanged {run.unchanged}"
        )
        if run.note:
            self.stdout.write(run.note)

    def read_each(self, sources):
        """A process reads once (Twisted's reactor does not restart), so several sources take several."""
        failed = [source for source in sources if read_apart(source)]
        if failed:
            raise CommandError(
                f"{len(failed)} of {len(sources)} readings failed: {', '.join(map(str, failed))}."
            )


def read_apart(source):
    """Read a source in a process of its own and return its exit status."""
    command = [sys.executable, "manage.py", "scrape", source.spider, "--source", source.name]
    return subprocess.run(command).returncode  # noqa: S603
