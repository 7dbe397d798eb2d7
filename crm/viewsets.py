"""The CRM in the Wagtail admin. Records are written by forms of our own, never by Wagtail's: those would log names."""

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from crm.models import Commitment, Institution, Interaction, Person, Position, SavedView, Task
from crm.staff import (
    briefs,
    bulk,
    calendar_address,
    cold,
    duplicates,
    encounters,
    figures,
    filters,
    following,
    imports,
    indicators,
    institutions,
    interactions,
    matters,
    month,
    people,
    posts,
    publishing,
    regions,
    studies,
    training,
    views,
    work,
)
from legislation.viewsets import RecordViewSet

MENU = "register_crm_menu_item"  # the hook by which screens enter the menu "Relaciones"


class CircledViewSet(RecordViewSet):
    menu_hook = MENU
    index_template_name = "crm/admin/index.html"
    index_results_template_name = "crm/admin/index_results.html"

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), *map(self.address_of, self.index_view_class.acts)]

    def address_of(self, act):
        view = self.construct_view(bulk.view_of(self.index_view_class, act), **self.get_index_view_kwargs())
        return path(f"varias/{act.word}/", view, name=act.name)


class PageMenuItem(MenuItem):
    """For a page that shows rows of several models: whoever may see this one finds it in the menu."""

    permission = ""

    def is_shown(self, request):
        return request.user.has_perm(self.permission)


class PageViewSet(ViewSet):
    """Pages that are not the list of one model."""

    menu_hook = MENU
    permission = ""

    @cached_property
    def menu_item_class(self):
        return type("MenuItem", (PageMenuItem,), {"permission": self.permission})


class WorkViewSet(PageViewSet):
    name, url_prefix = "work", "mi-trabajo"
    icon, menu_label, menu_order = "clipboard-list", _("Mi trabajo"), 1
    permission = "crm.view_task"

    def get_urlpatterns(self):
        return [
            path("", work.index, name="index"),
            path("tarea/", work.add, name="add"),
            path("encuentro/<int:pk>/", work.outcome, name="outcome"),
        ]


class CalendarViewSet(PageViewSet):
    name, url_prefix = "calendar", "calendario"
    icon, menu_label, menu_order = "calendar-alt", _("Calendario"), 2
    permission = "crm.view_interaction"

    def get_urlpatterns(self):
        return [
            path("", month.index, name="index"),
            path("telefono/", calendar_address.index, name="address"),
            path("telefono/cerrar/", calendar_address.close, name="close_address"),
        ]


class ColdViewSet(PageViewSet):
    name, url_prefix = "cold", "lista-fria"
    icon, menu_label, menu_order = "time", _("Lista fría"), 25
    permission = "crm.view_person"

    def get_urlpatterns(self):
        return [path("", cold.index, name="index")]


class DuplicatesViewSet(PageViewSet):
    name, url_prefix = "duplicates", "duplicados"
    icon, menu_label, menu_order = "copy", _("Posibles duplicados"), 65
    permission = "crm.view_person"

    def get_urlpatterns(self):
        return [
            path("", duplicates.index, name="index"),
            path("buscar/", duplicates.search, name="search"),
            path("parecidas/", duplicates.alike, name="alike"),
            path("<int:pk>/no-son-la-misma/", duplicates.dismiss, name="dismiss"),
            path("<int:pk>/por-ver/", duplicates.reopen, name="reopen"),
            path("<str:kind>/<int:one>/<int:other>/", duplicates.compare, name="compare"),
            path("union/<int:pk>/deshacer/", duplicates.undo, name="undo"),
        ]


def removable_parts(owner):
    """Contact ways and other forms of the name, of people and institutions alike."""
    remove, ways, aliases = matters.remove_part, {"name": "contact_ways"}, {"name": "aliases"}
    of = {"owner": owner}
    return [
        path("<int:pk>/contacto/", matters.new_way, of, name="new_way"),
        path("<int:pk>/contacto/<int:part>/quitar/", remove, of | ways, name="remove_way"),
        path("<int:pk>/nombre/", matters.new_alias, of, name="new_alias"),
        path("<int:pk>/nombre/<int:part>/quitar/", remove, of | aliases, name="remove_alias"),
    ]


class InstitutionViewSet(CircledViewSet):
    name, url_prefix = "institutions", "instituciones"
    model = Institution
    icon, menu_label, menu_order = "home", _("Instituciones"), 10
    export_filename = "instituciones"
    filterset_class = filters.InstitutionFilterSet
    index_view_class = institutions.InstitutionIndexView
    inspect_view_class = institutions.InstitutionPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("nueva/", institutions.new, name="new"),
            path("<int:pk>/corregir/", institutions.edit, name="edit"),
            path("<int:pk>/ya-no-existe/", institutions.close, name="close"),
            path("<int:pk>/puesto/", posts.new, name="new_post"),
            path("<int:pk>/puesto/<int:post>/", posts.edit, name="edit_post"),
            path("<int:pk>/puesto/<int:post>/ocupa/", posts.appoint, name="appoint"),
            path("<int:pk>/puesto/<int:post>/suprimir/", posts.close, name="close_post"),
            path("<int:pk>/seguir/", following.follow, {"model": Institution}, name="follow"),
            path("<int:pk>/dejar-de-seguir/", following.unfollow, {"model": Institution}, name="unfollow"),
            *removable_parts(Institution),
            *briefs.addresses(Institution),
        ]


class PersonViewSet(CircledViewSet):
    name, url_prefix = "people", "personas"
    model = Person
    icon, menu_label, menu_order = "user", _("Personas"), 20
    export_filename = "personas"
    filterset_class = filters.PersonFilterSet
    index_view_class = people.PersonIndexView
    inspect_view_class = people.PersonPage

    def get_urlpatterns(self):
        left = people.LeftPage.as_view(
            model=Person, permission_policy=self.permission_policy, index_url_name="people:index"
        )
        return [
            *super().get_urlpatterns(),
            path("nueva/", people.new, name="new"),
            path("<int:pk>/corregir/", people.edit, name="edit"),
            path("<int:pk>/seguir/", following.follow, {"model": Person}, name="follow"),
            path("<int:pk>/dejar-de-seguir/", following.unfollow, {"model": Person}, name="unfollow"),
            path("<int:pk>/cargo/", people.add_post, name="add_post"),
            path("<int:pk>/cargo/<int:affiliation>/cambio/", people.change_post, name="change_post"),
            path("<int:pk>/cargo/<int:affiliation>/fin/", people.leave, name="leave"),
            path("<int:pk>/cargo/<int:affiliation>/pendientes/", left, name="left"),
            *removable_parts(Person),
            *briefs.addresses(Person),
        ]


class InteractionViewSet(CircledViewSet):
    name, url_prefix = "interactions", "encuentros"
    model = Interaction
    icon, menu_label, menu_order = "group", _("Encuentros"), 30
    export_filename = "encuentros"
    filterset_class = filters.InteractionFilterSet
    index_view_class = interactions.InteractionIndexView
    inspect_view_class = interactions.InteractionPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("programar/", encounters.plan, name="plan"),
            path("<int:pk>/corregir/", interactions.edit, name="edit"),
            path("<int:pk>/realizado/", encounters.hold, name="hold"),
            path("<int:pk>/cancelado/", encounters.cancel, name="cancel"),
            *parts("participante", "participants", encounters.add_participant, encounters.edit_participant),
            *parts("punto", "points", encounters.add_point, encounters.edit_point),
            *parts("asistencia", "attendances", encounters.add_attendance, encounters.edit_attendance),
            path("<int:pk>/archivo/", encounters.add_attachment, name="add_attachments"),
            path(
                "<int:pk>/archivo/<int:part_pk>/", encounters.download_attachment, name="download_attachment"
            ),
            path(
                "<int:pk>/archivo/<int:part_pk>/quitar/",
                encounters.remove_attachment,
                name="remove_attachment",
            ),
            path("nota/", matters.new_note, name="new_note"),
            *briefs.addresses(Interaction),
        ]


def parts(word, name, add, edit):
    """The addresses of one kind of thing on an interaction's page."""
    there = f"<int:pk>/{word}/<int:part_pk>/"
    return [
        path(f"<int:pk>/{word}/", add, name=f"add_{name}"),
        path(f"{there}corregir/", edit, name=f"edit_{name}"),
        path(f"{there}quitar/", encounters.remove_part, {"name": name}, name=f"remove_{name}"),
    ]


class PositionViewSet(CircledViewSet):
    name, url_prefix = "positions", "posturas"
    model = Position
    icon, menu_label, menu_order = "openquote", _("Posturas"), 40
    export_filename = "posturas"
    filterset_class = filters.PositionFilterSet
    index_view_class = matters.PositionIndexView
    inspect_view_class = matters.PositionPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("nueva/", matters.new_position, name="new"),
            path("<int:pk>/retirar/", matters.withdraw_position, name="withdraw"),
        ]


class CommitmentViewSet(CircledViewSet):
    name, url_prefix = "commitments", "compromisos"
    model = Commitment
    icon, menu_label, menu_order = "check", _("Compromisos"), 50
    export_filename = "compromisos"
    filterset_class = filters.CommitmentFilterSet
    index_view_class = matters.CommitmentIndexView
    inspect_view_class = matters.CommitmentPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("nuevo/", matters.new_commitment, name="new"),
            path("<int:pk>/corregir/", matters.edit_commitment, name="edit"),
            path("<int:pk>/cerrar/", matters.close_commitment, name="close"),
            path("<int:pk>/publicar/", publishing.publish, name="publish"),
            path("<int:pk>/publicar/aprobar/", publishing.approve, name="approve"),
            path("<int:pk>/publicar/desechar/", publishing.discard, name="discard"),
            path("<int:pk>/retirar/", publishing.withdraw, name="unpublish"),
        ]


class TaskViewSet(CircledViewSet):
    name, url_prefix = "tasks", "tareas"
    model = Task
    icon, menu_label, menu_order = "tasks", _("Tareas"), 60
    export_filename = "tareas"
    filterset_class = filters.TaskFilterSet
    index_view_class = matters.TaskIndexView
    inspect_view_class = matters.TaskPage

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("nueva/", matters.new_task, name="new"),
            path("<int:pk>/corregir/", matters.edit_task, name="edit"),
            path("<int:pk>/cerrar/", matters.close_task, name="close"),
        ]


class SavedViewViewSet(CircledViewSet):
    """Only addresses: saved views are shown above the lists they belong to."""

    name, url_prefix = "saved_views", "vistas"
    model = SavedView
    menu_hook = None

    def get_urlpatterns(self):
        return [
            path("guardar/", views.save, name="save"),
            path("<int:pk>/quitar/", views.remove, name="remove"),
        ]


class RegionViewSet(PageViewSet):
    name, url_prefix = "regions", "regiones"
    icon, menu_label, menu_order = "site", _("Regiones"), 70
    permission = "crm.view_institution"

    def get_urlpatterns(self):
        return [
            path("", regions.overview, name="index"),
            path("<str:code>/", regions.one, name="inspect"),
        ]


class FigureViewSet(PageViewSet):
    name, url_prefix = "figures", "cifras"
    icon, menu_label, menu_order = "table", _("Cifras del programa"), 80
    permission = "crm.view_interaction"

    def get_urlpatterns(self):
        return [
            path("", figures.index, name="index"),
            path("imprimir/", figures.sheet, name="sheet"),
            path("descargar/", figures.download, name="download"),
            path("lista/<slug:code>/", figures.rows, name="rows"),
            path("indicadores/nuevo/", indicators.new, name="new_indicator"),
            path("indicadores/<int:pk>/", indicators.one, name="indicator"),
            path("indicadores/<int:pk>/corregir/", indicators.edit, name="edit_indicator"),
            path("indicadores/<int:pk>/reportar/", indicators.report, name="report"),
            path("capacitacion/", training.index, name="ladder"),
            path("capacitacion/<int:pk>/personal/", training.staff, name="staff"),
            path("estudios/", studies.index, name="studies"),
            path("estudios/nuevo/", studies.new, name="new_study"),
            path("estudios/<int:pk>/", studies.one, name="study"),
            path("estudios/<int:pk>/corregir/", studies.edit, name="edit_study"),
            path("estudios/<int:pk>/tabla/", studies.new_table, name="new_table"),
            path("estudios/<int:pk>/tabla/<int:table>/corregir/", studies.edit_table, name="edit_table"),
        ]


class ImportsViewSet(PageViewSet):
    name, url_prefix = "imports", "planillas"
    icon, menu_label, menu_order = "upload", _("Importar planillas"), 80
    permission = "crm.import_records"

    def get_urlpatterns(self):
        acts = {
            "decidir": imports.decide,
            "filas-buenas": imports.good_rows,
            "confirmar": imports.confirm,
            "otra-vez": imports.again,
            "detener": imports.stop,
            "deshacer": imports.undo,
            "por-corregir": imports.refused,
        }
        return [
            path("", imports.index, name="index"),
            path("<int:pk>/", imports.inspect, name="inspect"),
            path("<int:pk>/columnas/", imports.columns, name="columns"),
            *(path(f"<int:pk>/{word}/", view, name=view.__name__) for word, view in acts.items()),
        ]


VIEWSETS = [
    WorkViewSet,
    CalendarViewSet,
    ColdViewSet,
    DuplicatesViewSet,
    InstitutionViewSet,
    PersonViewSet,
    InteractionViewSet,
    PositionViewSet,
    CommitmentViewSet,
    TaskViewSet,
    RegionViewSet,
    FigureViewSet,
    ImportsViewSet,
    SavedViewViewSet,
]
