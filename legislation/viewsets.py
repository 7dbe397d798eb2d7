"""The tracker in the Wagtail admin. What Congress says can be read there, and never edited."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from legislation.forms import CauseForm, LabelReadingForm
from legislation.models import (
    Bill,
    BillLink,
    Cause,
    CauseMatch,
    Change,
    Delivery,
    LabelReading,
    Message,
    Snapshot,
)
from legislation.staff import bills, causes, changes, decisions, filters, labels, mails

MENU = "register_congress_menu_item"  # the hook by which screens enter the menu "Congreso"


class ViewOnlyPolicy(ModelPermissionPolicy):
    """Nobody writes these rows by hand, whatever permissions she holds."""

    def user_has_permission(self, user, action):
        return action == "view" and super().user_has_permission(user, action)


class RecordViewSet(ModelViewSet):
    """Records with a list and a page each. What is not listed in `writes` has no address."""

    writes = ()  # of "add" and "edit"
    form_fields = ()  # Wagtail builds all its views, also those we then leave out
    menu_hook = MENU
    list_per_page = 50
    add_to_reference_index = (
        False  # nothing refers to these rows from texts; keeping an index would cost writes
    )
    inspect_view_enabled = True
    copy_view_enabled = False

    @property
    def permission_policy(self):
        return ModelPermissionPolicy(self.model) if self.writes else ViewOnlyPolicy(self.model)

    @property
    def open_views(self):
        return {"index", "index_results", "inspect", *self.writes}

    def get_common_view_kwargs(self, **kwargs):
        kwargs = super().get_common_view_kwargs(**kwargs)
        closed = {"add", "edit", "delete", "history", "usage"} - self.open_views
        return kwargs | {f"{name}_url_name": None for name in closed}

    def get_urlpatterns(self):
        return [url for url in super().get_urlpatterns() if url.name in self.open_views]


class CauseViewSet(RecordViewSet):
    name, url_prefix = "causes", "causas"
    model = Cause
    icon, menu_label, menu_order = "openquote", _("Causas"), 10
    writes = ("add", "edit")
    export_filename = "causas"
    index_view_class = causes.CauseIndexView
    add_view_class = causes.CauseCreateView
    edit_view_class = causes.CauseEditView
    inspect_view_class = causes.CausePage

    def get_form_class(self, for_update=False):
        return CauseForm

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/sumar-proyecto/", causes.add_bill, name="add_bill"),
            path("<int:pk>/quitar-proyecto/<int:link>/", causes.remove_bill, name="remove_bill"),
            path("<int:pk>/seguir/", causes.follow, name="follow"),
            path("<int:pk>/dejar-de-seguir/", causes.unfollow, name="unfollow"),
        ]


class BillViewSet(RecordViewSet):
    name, url_prefix = "bills", "proyectos"
    model = Bill
    icon, menu_label, menu_order = "doc-full", _("Proyectos de ley"), 20
    export_filename = "proyectos-de-ley"
    filterset_class = filters.BillFilterSet
    index_view_class = bills.BillIndexView
    inspect_view_class = bills.BillPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/anotar-paso/", bills.enter_step, name="enter_step"),
            path("<int:pk>/pasos/<int:step>/corregir/", bills.correct_step, name="correct_step"),
            path("<int:pk>/pasos/<int:step>/quitar/", bills.take_back_step, name="take_back_step"),
            path("<int:pk>/seguir/", bills.follow, name="follow"),
            path("<int:pk>/dejar-de-seguir/", bills.unfollow, name="unfollow"),
        ]


class ChangeViewSet(RecordViewSet):
    name, url_prefix = "changes", "novedades"
    model = Change
    icon, menu_label, menu_order = "history", _("Novedades"), 30
    export_filename = "novedades"
    filterset_class = filters.ChangeFilterSet
    index_view_class = changes.ChangeIndexView
    inspect_view_class = changes.ChangePage


class DecisionViewSet(RecordViewSet):
    """Decided by buttons in the list, not by a form; so there is no page of one."""

    inspect_view_enabled = False

    @property
    def permission_policy(self):
        return ModelPermissionPolicy(self.model)

    @property
    def open_views(self):
        return {"index", "index_results"}


class MatchViewSet(DecisionViewSet):
    name, url_prefix = "matches", "por-revisar"
    model = CauseMatch
    icon, menu_label, menu_order = "tasks", _("Por revisar"), 40
    export_filename = "por-revisar"
    filterset_class = filters.MatchFilterSet
    index_view_class = decisions.MatchIndexView
    index_template_name = "legislation/admin/tabbed_index.html"
    index_results_template_name = "legislation/admin/matches.html"

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/aceptar/", decisions.accept_match, name="accept"),
            path("<int:pk>/descartar/", decisions.refuse_match, name="refuse"),
            path("<int:pk>/reabrir/", decisions.reopen_match, name="reopen"),
        ]


class LinkViewSet(DecisionViewSet):
    name, url_prefix = "links", "relaciones"
    model = BillLink
    icon, menu_label, menu_hook = "link", _("Relaciones entre proyectos"), None
    export_filename = "relaciones"
    filterset_class = filters.LinkFilterSet
    index_view_class = decisions.LinkIndexView
    index_template_name = "legislation/admin/tabbed_index.html"
    index_results_template_name = "legislation/admin/links.html"

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/confirmar/", decisions.confirm_link, name="confirm"),
            path("<int:pk>/descartar/", decisions.refuse_link, name="refuse"),
            path("<int:pk>/reabrir/", decisions.reopen_link, name="reopen"),
        ]


class LabelViewSet(RecordViewSet):
    name, url_prefix = "labels", "etiquetas"
    model = LabelReading
    icon, menu_label, menu_order = "tag", _("Etiquetas desconocidas"), 50
    writes = ("edit",)
    export_filename = "etiquetas"
    filterset_class = filters.LabelFilterSet
    index_view_class = labels.LabelIndexView
    edit_view_class = labels.LabelEditView
    inspect_view_class = labels.LabelPage

    def get_form_class(self, for_update=False):
        return LabelReadingForm


class MessageViewSet(RecordViewSet):
    name, url_prefix = "mails", "mensajes"
    model = Message
    icon, menu_label, menu_order = "mail", _("Mensajes"), 70
    export_filename = "mensajes"
    filterset_class = filters.MessageFilterSet
    index_view_class = mails.MessageIndexView
    index_template_name = "legislation/admin/tabbed_index.html"
    inspect_view_class = mails.MessagePage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/html/", mails.message_html, name="html"),
            path("<int:pk>/otra-vez/", mails.retry_message, name="retry"),
        ]


class DeliveryViewSet(RecordViewSet):
    name, url_prefix = "deliveries", "envios"
    model = Delivery
    icon, menu_label, menu_hook = "mail", _("Envíos, uno por uno"), None
    export_filename = "envios"
    filterset_class = filters.DeliveryFilterSet
    index_view_class = mails.DeliveryIndexView
    index_template_name = "legislation/admin/tabbed_index.html"
    inspect_view_class = mails.DeliveryPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/otra-vez/", mails.retry_delivery, name="retry"),
        ]


class SnapshotViewSet(RecordViewSet):
    name, url_prefix = "captures", "capturas"
    model = Snapshot
    icon, menu_label, menu_order = "copy", _("Capturas"), 80
    export_filename = "capturas"
    index_view_class = changes.SnapshotIndexView
    inspect_view_class = changes.SnapshotPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/descargar/", changes.download, name="download"),
        ]


VIEWSETS = [
    CauseViewSet,
    BillViewSet,
    ChangeViewSet,
    MatchViewSet,
    LinkViewSet,
    LabelViewSet,
    MessageViewSet,
    DeliveryViewSet,
    SnapshotViewSet,
]
