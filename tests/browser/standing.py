"""What migrations wrote, written again: a test in the browser may find the tables emptied by the one before."""

from importlib import import_module

from django.apps import apps
from wagtail.models import Collection, Locale, Page


def restore_groups():
    import_module("accounts.migrations.0003_groups").add_groups(apps, None)


def restore_trees():
    """The roots of pages and of files, and one page."""
    Locale.objects.get_or_create(language_code="es")
    Collection.get_first_root_node() or Collection.add_root(name="Root")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    root.get_children().exists() or root.add_child(title="Inicio", slug="inicio")
