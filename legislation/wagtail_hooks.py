from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.admin.search import SearchArea

from legislation import demonstration
from legislation.staff.panels import panels as our_panels
from legislation.viewsets import MENU, VIEWSETS

# There is one site in two languages; screens for more would only be in the way.
UNUSED = {
    "construct_settings_menu": {"collections", "sites"},
    "construct_reports_menu": {"locked-pages", "page-types-usage"},
}


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [viewset() for viewset in VIEWSETS]


@hooks.register("register_admin_menu_item")
def register_menu():
    return SubmenuMenuItem(
        _("Congreso"), Menu(register_hook_name=MENU), name="congress", icon_name="site", order=50
    )


class BillSearchArea(SearchArea):
    def is_shown(self, request):
        return request.user.has_perm("legislation.view_bill")


@hooks.register("register_admin_search_area")
def register_search():
    return BillSearchArea(
        _("Proyectos de ley"), reverse("bills:index"), name="bills", icon_name="doc-full", order=1
    )


@hooks.register("construct_homepage_panels", order=-1)
def replace_panels(request, panels):
    panels[:] = our_panels()


@hooks.register("construct_homepage_summary_items", order=1000)
def drop_counts_of_pages(request, summary_items):
    summary_items.clear()


def hide(hook, names):
    @hooks.register(hook)
    def hide_unused(request, menu_items):
        menu_items[:] = [item for item in menu_items if item.name not in names]


for hook, names in UNUSED.items():
    hide(hook, names)


@hooks.register("construct_help_menu")
def keep_what_helps_here(request, menu_items):
    ours = ("editors-guide", "keyboard-shortcuts-trigger")
    menu_items[:] = [item for item in menu_items if item.name in ours]


@hooks.register("insert_global_admin_css")
def add_style():
    return format_html('<link rel="stylesheet" href="{}">', static("incidencia-admin.css"))


@hooks.register("insert_global_admin_js")
def add_script():
    return format_html('<script src="{}"></script>', static("incidencia-admin.js"))


@hooks.register("insert_global_admin_js")
def add_banner():
    """Said at the top of every page while the demonstration is loaded; Wagtail puts this first in the body."""
    return render_to_string("legislation/admin/banner.html") if demonstration.is_loaded() else ""
