from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from cms import adhesions
from cms.models import Adhesion, Legislator
from legislation.viewsets import RecordViewSet

MENU = "register_doing_menu_item"  # the hook by which screens enter the menu "Participación"


class LegislatorIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().select_related("region")


class LegislatorViewSet(ModelViewSet):
    """To whom the readers' letters go."""

    model = Legislator
    icon, menu_label, menu_order = "mail", _("Correos del Congreso"), 20
    menu_hook = MENU
    url_prefix = "correos-del-congreso"
    index_view_class = LegislatorIndexView
    form_fields = ["name", "chamber", "region", "email", "is_desk"]
    list_display = [
        "name",
        "chamber",
        "region",
        "email",
        BooleanColumn("is_desk", label=_("Mesa de partes"), sort_key="is_desk"),
    ]
    list_filter = ["chamber", "region", "is_desk"]
    search_fields = ["name", "email"]
    search_backend_name = None
    copy_view_enabled = False
    add_to_reference_index = False


class AdhesionViewSet(RecordViewSet):
    name, url_prefix = "adhesions", "adhesiones"
    model = Adhesion
    icon, menu_label, menu_order = "edit", _("Adhesiones"), 10
    menu_hook = MENU
    export_filename = "adhesiones"
    index_view_class = adhesions.AdhesionIndexView
    inspect_view_class = adhesions.AdhesionPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/aprobar/", adhesions.approve, name="approve"),
            path("<int:pk>/descartar/", adhesions.refuse, name="refuse"),
        ]
