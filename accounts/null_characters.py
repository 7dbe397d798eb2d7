from django.core.exceptions import BadRequest
from django.http import Http404


class NullCharactersMiddleware:
    """No address and no form of ours holds a NUL, and PostgreSQL breaks off at one, wherever it is asked about.

    It stands after CsrfViewMiddleware, by which forms are read anyway.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404("An address with a NUL leads nowhere.")
        return self.get_response(request)

    def process_view(self, request, *args):
        if any("\0" in text for _name, values in request.POST.lists() for text in values):
            raise BadRequest("A form with a NUL is no form that somebody filled in.")
