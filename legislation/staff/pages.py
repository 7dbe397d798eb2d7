"""What the pages of single records have in common."""

from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from wagtail.admin.views.generic import InspectView


class RecordPage(InspectView):
    """The page of one record, drawn by a template of its own."""

    index_title = ""

    def get_fields(self):
        return []

    def get_page_title(self):
        return str(self.object)

    def get_page_subtitle(self):
        return ""

    def get_breadcrumbs_items(self):
        return trail((reverse(self.index_url_name), self.index_title), ("", self.get_page_title()))

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"here": self.request.get_full_path()}


def trail(*places):
    home = (reverse("wagtailadmin_home"), _("Inicio"))
    return [{"url": url, "label": label} for url, label in (home, *places)]


def form_page(record, url, title):
    """What the head of a page needs that asks something about a record."""
    return {"header_title": title, "breadcrumbs_items": trail((url, str(record)), ("", title))}


def back_to(request, fallback):
    """Where the form was, if that is on this site."""
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        return there
    return fallback
