"""Forms that anybody may send: no account, and no cookie, by which Django would tell a forged form.

What they do, whoever sends them could do by herself; nothing is done in the name of somebody who is signed in."""

from functools import wraps
from urllib.parse import urlsplit

from allauth.core.ratelimit import consume, respond_429
from django.core.exceptions import PermissionDenied
from django.views.decorators.csrf import csrf_exempt

TRAP = "apellido_materno"  # no person sees this field; what fills in forms by itself does


def open_form(view):
    """Mark a view whose answers belong to one reader: kept nowhere, listed nowhere, asked for by no other site."""

    @csrf_exempt
    @wraps(view)
    def marked(request, *args, **kwargs):
        if request.method == "POST" and is_from_elsewhere(request):
            raise PermissionDenied("This form was sent by another site.")
        response = view(request, *args, **kwargs)
        if request.method == "POST" or not getattr(response, "is_public_page", False):
            response["Cache-Control"] = "no-store, private"
            response["X-Robots-Tag"] = "noindex"
        return response

    return marked


def is_from_elsewhere(request):
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "cross-site"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.get_host()


def is_trapped(request):
    return bool(request.POST.get(TRAP))


def too_many(request, action):
    """The answer to a network that sends too much (ACCOUNT_RATE_LIMITS), or None."""
    return None if consume(request, action=action) else respond_429(request)


def may_write_to(request, action, email):
    """Whether this mailbox was not yet written to as often as strangers may ask for."""
    return bool(consume(request, action=action, key=mailbox(email)))


def mailbox(email):
    """One mailbox under many addresses: most servers pass over what follows a plus, and the largest over dots."""
    local, _at, domain = email.lower().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"
