"""What the lists of the CRM have in common: only what is visible, dressed page by page, downloaded as filtered."""

from itertools import islice

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.widgets.button import HeaderButton

from crm import exports
from crm.models import SavedView
from crm.staff import bulk
from legislation import demonstration
from legislation.staff.lists import StaffIndexView

CHUNK = 1000


class CircledIndexView(StaffIndexView):
    """A list of rows that the reader may see. dress() puts onto a page of them whatever needs a query."""

    new_url = ""  # name of the address of the form for a new one
    new_label = ""
    acts = ()  # what may be done to several rows at once

    def get_base_queryset(self):
        return self.model.objects.visible_to(self.request.user)

    def dress(self, rows):
        """One query for each thing that a page of rows shows beside its own columns."""

    def get_table(self, object_list):
        rows = list(object_list)
        if rows:
            self.dress(rows)
        return super().get_table(rows)

    def matching(self, queryset, query):
        return queryset.matching(query)

    @cached_property
    def header_buttons(self):
        if not self.new_url or not self.request.user.has_perm(f"crm.add_{self.model._meta.model_name}"):
            return []
        return [HeaderButton(self.new_label, url=reverse(self.new_url), icon_name="plus")]

    @property
    def may_export(self):
        return self.request.user.has_perm("crm.export_records")

    @property
    def show_export_buttons(self):
        return bool(self.sheet) and self.may_export

    def as_spreadsheet(self, queryset, spreadsheet_format):
        if not self.may_export:
            raise PermissionDenied
        headings = [heading for heading, _value in self.sheet]
        name = self.get_filename()
        if demonstration.is_loaded():
            name = f"demostracion-{name}"
        return exports.download(name, spreadsheet_format, headings, self.export_rows(queryset))

    def export_rows(self, queryset):
        rows = queryset.iterator(chunk_size=CHUNK)
        while page := list(islice(rows, CHUNK)):
            self.dress(page)
            for row in page:
                yield [value(row) for _heading, value in self.sheet]
            exports.let_go()

    def get_context_data(self, *args, **kwargs):
        here = self.request.GET.copy()
        for name in {
            self.page_kwarg,
            "_w_filter_fragment",
            *(name for name in here if not any(here.getlist(name))),
        }:
            here.pop(name, None)
        return super().get_context_data(*args, **kwargs) | {
            "acts": [(reverse(f"{self.place}:{act.name}"), act.label) for act in self.allowed_acts],
            "filter": [(name, value) for name, values in here.lists() for value in values],
            "views": SavedView.objects.visible_to(self.request.user)
            .filter(place=self.place)
            .select_related("owner"),
            "place": self.place,
            "here": here.urlencode(),
        }

    @cached_property
    def allowed_acts(self):
        return [act for act in self.acts if act.is_allowed(self.request.user, self.model)]

    @cached_property
    def columns(self):
        return [bulk.TickCell(), *super().columns] if self.allowed_acts else super().columns

    @property
    def place(self):
        return self.index_url_name.split(":")[0]
