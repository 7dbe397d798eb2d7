import csv
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from crm import exports
from crm.imports import work
from crm.models import Spreadsheet


class Command(BaseCommand):
    help = "Import a spreadsheet of institutions, people or encounters, as the staff screens do."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--kind", choices=Spreadsheet.Kind.values, default=Spreadsheet.Kind.PEOPLE.value)
        parser.add_argument("--dry-run", action="store_true", help="plan, and write nothing")
        parser.add_argument(
            "--report", type=Path, metavar="OUT.csv", help="rows that do not come in, with the reason"
        )
        parser.add_argument(
            "--by", metavar="EMAIL", help="who imports; the first superuser if nobody is named"
        )
        parser.add_argument("--create-institutions", action="store_true")
        parser.add_argument(
            "--end-posts", action="store_true", help="whoever comes to a new post leaves the one she had"
        )
        parser.add_argument(
            "--public-function", action="store_true", help="keep e-mails and phones of people"
        )
        parser.add_argument(
            "--good-rows", action="store_true", help="import the good rows even if others are wrong"
        )

    def handle(self, *, file, kind, by, **options):
        with translation.override("es"):
            sheet = self.planned(file, kind, member(by), options)
            self.say(sheet, options["report"])
            if options["dry_run"]:
                work.forget(sheet)
            else:
                self.write(sheet)

    def planned(self, file, kind, user, options):
        try:
            sheet = work.stage(kind, file.name, file.read_bytes(), user, owner=user.partner)
        except OSError as e:
            raise CommandError(f"{file}: {e.strerror}") from None
        except ValidationError as e:
            raise CommandError(e.messages[0]) from None
        sheet.creates_institutions = options["create_institutions"]
        sheet.ends_posts = options["end_posts"]
        sheet.basis = "public_function" if options["public_function"] else ""
        sheet.takes_good_rows = options["good_rows"]
        sheet.state = Spreadsheet.State.MAPPED
        sheet.save()
        work.work_on(sheet)
        return sheet

    def say(self, sheet, report):
        counts = {
            verdict: sheet.counts.get(verdict, 0) for verdict in ("new", "update", "skip", "ask", "error")
        }
        self.stdout.write(
            "{new} to create, {update} to change, {skip} unchanged, {ask} doubtful, {error} wrong".format(
                **counts
            )
        )
        if report:
            headings, rows = work.refused_rows(sheet)
            with report.open("w", newline="") as out:
                out.write(exports.BOM)
                csv.writer(out).writerows(map(exports.cells, [headings, *rows]))

    def write(self, sheet):
        if sheet.counts.get("error") and not sheet.takes_good_rows:
            first = sheet.rows.filter(verdict="error").first()
            work.forget(sheet)
            raise CommandError(
                f"Nothing was imported. Row {first.number}: {first.reason} --good-rows imports the others."
            )
        sheet.moved("planned", "confirmed")
        work.work_on(sheet)
        self.stdout.write("{created} created, {changed} changed".format(**sheet.counts))


def member(email):
    users = get_user_model().objects.filter(is_active=True)
    user = users.filter(email__iexact=email) if email else users.filter(is_superuser=True)
    if not (found := user.order_by("pk").first()):
        raise CommandError(f"Nobody on the team is {email or 'a superuser'}. Name somebody with --by.")
    if not found.has_perm("crm.import_records"):
        raise CommandError(f"{found.email} may not import records.")
    return found
