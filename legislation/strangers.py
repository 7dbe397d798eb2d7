"""Forms that anybody may send: no account, and no cookie, by which Django would tell a forged form.

What they do, whoever sends them could do by herself; nothing is done in the name of somebody who is signed in."""

import re
from functools import wraps
from urllib.parse import urlsplit

from allauth.core.ratelimit import consume, respond_429
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

WHOLE = _("Escribe un correo completo, como nombre@ejemplo.pe.")
is_whole = EmailValidator(WHOLE)
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
    local, _at, domain = email.casefold().rpartition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{in_ascii(domain)}"


def in_ascii(domain):
    """As servers know it: letters of other scripts, and other forms of ours, have one writing there."""
    return domain.encode("idna").decode().casefold()


def is_plain_address(email):
    """Quotes, or what mail programs decode, would write one mailbox in endless ways and get past what is counted."""
    is_whole(email)
    local, _at, domain = email.rpartition("@")
    if not re.fullmatch(r"[A-Za-z0-9._+'-]+", local) or domain.startswith("["):
        raise ValidationError(
            _(
                "A ese correo no podemos escribir: antes de la @ lleva solo letras sin tilde, números, puntos y los "
                "signos _ + ' -, y después de ella un nombre como ejemplo.pe."
            )
        )
    try:
        in_ascii(domain)
    except UnicodeError:
        raise ValidationError(WHOLE) from None
