"""What the lists of the staff screens have in common."""

import re

from django.db.models import Count, IntegerField, Q, Subquery
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from legislation.exports import ExportingIndexView
from legislation.models import Bill
from scrapers.items import fold

LONGEST_QUESTION = 200  # characters of a search; every word of it costs the database
SPELLINGS = {
    "a": "[aáàâäãAÁÀÂÄÃ]",
    "e": "[eéèêëEÉÈÊË]",
    "i": "[iíìîïIÍÌÎÏ]",
    "o": "[oóòôöõOÓÒÔÖÕ]",
    "u": "[uúùûüUÚÙÛÜ]",
    "n": "[nñNÑ]",
    "c": "[cçCÇ]",
}


def day(value):
    return formats.date_format(value, "SHORT_DATE_FORMAT") if value else ""


def moment(value):
    return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT") if value else ""


def short(text, length=110):
    return Truncator(text).chars(length)


def inspect_url(name):
    return lambda row: reverse(f"{name}:inspect", args=[row.pk])


def saying(query, *fields):
    """Rows where these fields hold every word of a question, accents and case aside."""
    condition = Q()
    for word in fold(query).split():
        spelled = "".join(SPELLINGS.get(letter, re.escape(letter)) for letter in word)
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__iregex": spelled})
        condition &= anywhere
    return condition


def bills_matching(query):
    return Bill.objects.matching(query=query).order_by().values("pk")


def count_of(rows, **where):
    """How many rows belong to each outer row, as a subquery: joins would multiply one another."""
    counted = rows.filter(**where).order_by().values(*where).annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


class Cell(Column):
    """A cell that can stand alone: on a phone rows become cards, and each cell carries its label.

    Drawn without a template: a page has hundreds of them."""

    def __init__(self, name, label, value, *, detail=None, url=None, tag=None, **kwargs):
        super().__init__(name, label=label, accessor=value, **kwargs)
        self.detail, self.url, self.tag = detail, url, tag

    def of(self, name, row):
        about = getattr(self, name)
        return about(row) if about else ""

    def render_cell_html(self, instance, parent_context):
        value, detail, url = self.get_value(instance), self.of("detail", instance), self.of("url", instance)
        text = "" if value is None else localize(value)
        if url:
            text = format_html('<div class="title-wrapper"><a href="{}">{}</a></div>', url, text)
        elif tag := self.of("tag", instance):
            text = format_html('<span class="w-status {}">{}</span>', tag, text)
        if detail:
            text = format_html('{}<div class="staff-detail">{}</div>', text, detail)
        return format_html(
            '<td class="staff-cell{}{}"{}>{}</td>',
            " title" if url else "",
            "" if value or detail else " staff-cell-empty",
            "" if url else format_html(' data-label="{}"', self.label),
            text,
        )


class StaffIndexView(ExportingIndexView):
    """A list that is searched by matching(), so that accents and case do not count."""

    search_fields = ["pk"]  # Wagtail draws the search box only where there are some
    search_placeholder = gettext_lazy("Buscar…")
    paginate_by = 50

    def get_search_form(self):
        form = super().get_search_form()
        form.fields["q"].widget.attrs["placeholder"] = self.search_placeholder
        return form

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        return self.matching(queryset, self.search_query[:LONGEST_QUESTION])

    def matching(self, queryset, query):
        raise NotImplementedError


class TabbedIndexView(StaffIndexView):
    """One of several lists that share a place in the menu."""

    tabs = []  # (name of the viewset, label, permission)

    def get_context_data(self, *args, **kwargs):
        tabs = [
            {
                "label": label,
                "url": reverse(f"{name}:index"),
                "is_here": f"{name}:index" == self.index_url_name,
            }
            for name, label, permission in self.tabs
            if self.request.user.has_perm(permission)
        ]
        return super().get_context_data(*args, **kwargs) | {"tabs": tabs}
