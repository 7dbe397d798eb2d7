from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.search import SearchArea

from crm.staff.work import WorkPanel
from crm.viewsets import MENU, VIEWSETS


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_menu_item")
def register_menu():
    return SubmenuMenuItem(
        _("Relaciones"), Menu(register_hook_name=MENU), name="relations", icon_name="group", order=60
    )


@hooks.register("construct_homepage_panels")
def add_work_panel(request, panels):
    panels.append(WorkPanel())


class LogItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm("crm.add_interaction")


@hooks.register("register_admin_menu_item")
def register_log():
    return LogItem(_("Registrar encuentro"), reverse("log"), name="log", icon_name="edit", order=40)


class PeopleSearchArea(SearchArea):
    def is_shown(self, request):
        return request.user.has_perm("crm.view_person")


@hooks.register("register_admin_search_area")
def register_people_search():
    return PeopleSearchArea(_("Personas"), reverse("people:index"), name="people", icon_name="user", order=2)


@hooks.register("register_admin_search_area")
def register_institution_search():
    return PeopleSearchArea(
        _("Instituciones"), reverse("institutions:index"), name="institutions", icon_name="home", order=3
    )


@hooks.register("insert_global_admin_css")
def add_style():
    return format_html('<link rel="stylesheet" href="{}">', static("crm-admin.css"))
