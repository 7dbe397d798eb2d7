from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from legislation.importers import Counts, Refused, import_items
from scrapers.models import ScrapeRun, Source
from scrapers.problems import KINDS, Unbelievable
from scrapers.readings import ReadingFailed, start
from scrapers.saved import read_saved

KNOWN_SUFFIXES = (".json", ".html", ".htm")


class Command(BaseCommand):
    help = "Import answers of Congress that somebody saved: dossiers or lists, JSON or old HTML; files or folders."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)

    def handle(self, *, files, **options):
        source, _ = Source.objects.get_or_create(
            name="respuestas-guardadas", defaults={"spider": Source.Spider.SAVED, "enabled": False}
        )
        try:
            run = start(source)
        except ReadingFailed as e:
            raise CommandError(str(e)) from e
        totals, bad = [Counts()], []
        try:
            for path in expand(files):
                try:
                    counts = import_file(path, run)
                except (OSError, Unbelievable, Refused) as e:
                    bad.append(f"{path}: {why(e)}")
                else:
                    totals.append(counts)
                    self.stdout.write(f"{path}: {in_words(counts)}")
        finally:
            total = Counts(*map(sum, zip(*totals, strict=True)))
            run.finish(note="\n".join(bad), **total._asdict())
            if bad:
                run.fail(ScrapeRun.Problem.FILE, "\n".join(bad))
        self.stdout.write(f"{len(totals) - 1} files: {in_words(total)}")
        if bad:
            raise CommandError("\n".join([f"{len(bad)} files could not be imported:", *bad]))


def expand(paths):
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.rglob("*") if p.is_file() and p.suffix in KNOWN_SUFFIXES)
        else:
            yield path


@transaction.atomic
def import_file(path, run):
    items, answer = read_saved(path.read_bytes(), path.name)
    return import_items(items, answers=[answer], run=run)


def why(error):
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return f"{KINDS.get(error.kind, error.kind)}. {error.detail}"


def in_words(counts):
    return f"created {counts.created}, updated {counts.updated}, unchanged {counts.unchanged}"
