"""Whether this database holds the demonstration, said on every page."""

from django.utils.translation import gettext as _

from legislation.models import Demonstration
from legislation.page_cache import once_an_edition


def is_loaded():
    return Demonstration.objects.exists()


def mark():
    """What stands before titles that leave the site by another way than a page."""
    return _("[Demostración]") + " " if is_loaded() else ""


is_said = once_an_edition(is_loaded)


def banner(request):
    return {"demonstration": is_said}
