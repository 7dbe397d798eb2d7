"""Stop following by the link of a mail, without signing in.

The address carries the name of the mail, what of it to stop, and our signature: nothing that tells who reads it."""

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import reverse

from legislation.models import Bill, Cause, Message

UNSIGNED = re.compile(r"(?<=/dejar/)hers\.([a-z]+-[0-9]+)(?=/)")


def message_id(name):
    return f"<{name}@{urlsplit(settings.SITE_URL).hostname[-80:]}>"


def name_of(message):
    return message.message_id[1:].partition("@")[0]


def address(name, key="all"):
    return settings.SITE_URL + reverse("stop", args=[sign(name, key)])


def sign(name, key):
    return signer().sign(f"{name}.{key}")


def signer():
    return Signer(salt="legislation.leaving", sep=".")


def unsigned(key):
    """An address to be signed when it is known in which mail it goes out."""
    return settings.SITE_URL + reverse("stop", args=[f"hers.{key}"])


def sign_links(text, name):
    return UNSIGNED.sub(lambda link: sign(name, link[1]), text)


class Leaving(NamedTuple):
    """What one link stops, for whom."""

    recipient: object
    causes: list
    bills: list
    follows: object  # query set: those that still stand


def find(token):
    """None where it is not of ours, was damaged on the way, or is of a mail we no longer know."""
    try:
        name, key = signer().unsign(token).split(".")
    except (BadSignature, ValueError):
        return None
    message = Message.objects.filter(message_id=message_id(name)).select_related("recipient").first()
    return message and leaving(message, [key] if key != "all" else keys_of(message))


def keys_of(message):
    whys = message.deliveries.order_by("pk").values_list("why", flat=True)
    return list(dict.fromkeys(key for why in whys for key, *_onward in why))


def leaving(message, keys):
    named = [key.split("-") for key in keys]
    causes = Cause.objects.filter(pk__in=[pk for kind, pk in named if kind == "cause"])
    bills = Bill.objects.filter(pk__in=[pk for kind, pk in named if kind == "bill"]).select_related("period")
    follows = message.recipient.follows.filter(Q(cause__in=causes) | Q(bill__in=bills))
    return Leaving(message.recipient, list(causes), list(bills), follows)
