from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from legislation.models import Edition, Period


class Command(BaseCommand):
    help = (
        "Set the day on which a period ends, once a person has made sure: its open bills lapse the day after."
    )

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="the year in which the period begins")
        parser.add_argument("ends", type=date.fromisoformat, help="its last day, as 2031-07-26")

    @transaction.atomic
    def handle(self, year, ends, **options):
        period = Period.objects.filter(year=year).first()
        if period is None:
            known = ", ".join(map(str, Period.objects.values_list("year", flat=True)))
            raise CommandError(f"No period begins in {year}; we know {known}.")
        if ends < period.starts:
            raise CommandError(f"{period} cannot end on {ends}: it begins on {period.starts}.")
        before = period.ends
        period.ends = ends
        period.save(update_fields=["ends"])
        Edition.advance()
        self.stdout.write(f"{period} ends on {ends}; it was {before}.")
