from django.core.management.base import BaseCommand
from django.utils import translation

from crm.imports import work
from crm.models import Spreadsheet


class Command(BaseCommand):
    help = "Plan, write or take back a spreadsheet, whichever it waits for. The staff screens start it."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)
        parser.add_argument("--language", default="es")

    def handle(self, *, number, language, **options):
        with translation.override(language):
            work.work_on(Spreadsheet.objects.select_related("logged_by", "owner", "undone_by").get(pk=number))
