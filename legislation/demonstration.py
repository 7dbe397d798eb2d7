"""Whether this database holds the demonstration, said on every page."""

from django.utils.translation import gettext as _

from legislation.models import Demonstration


def is_loaded():
    return Demonstration.objects.exists()


def mark():
    """What stands before titles that leave the site by another way than a page."""
    return _("[Demostración]") + " " if is_loaded() else ""


def banner(request):
    return {"demonstration": is_loaded}
