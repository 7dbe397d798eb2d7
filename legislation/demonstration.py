"""Whether this database holds the demonstration, said on every page."""

from legislation.models import Demonstration


def is_loaded():
    return Demonstration.objects.exists()


def banner(request):
    return {"demonstration": is_loaded}
