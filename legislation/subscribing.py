"""News by mail for anybody: asked for, confirmed from the mailbox itself, and left without a trace.

Before she confirms, all that is asked travels in the link, sealed: nothing is stored, and whoever reads a log or a
browser's history cannot read an address in it. Who confirms gets a row of `User` that opens no door."""

import base64
import json
import logging
import secrets
from typing import NamedTuple

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from legislation.models import Bill, Cause, Edition, Follow

DAYS = 3  # that a link holds
LIFETIME = DAYS * 24 * 3600  # seconds

log = logging.getLogger(__name__)


class Wish(NamedTuple):
    """What one link asks for."""

    id: str  # so that a link works once, however it is written
    email: str
    language: str
    causes: list  # of ids
    bills: list

    def follows(self):
        causes = Cause.objects.public().filter(pk__in=self.causes)
        bills = Bill.objects.filter(pk__in=self.bills).select_related("period")
        return [{"cause": cause} for cause in causes] + [{"bill": bill} for bill in bills]

    @property
    def hidden_email(self):
        """Enough for her to know it again, not for who looks over her shoulder."""
        local, _at, domain = self.email.rpartition("@")
        return f"{local[0]}•••@{domain}"


def wish(email, causes, bills):
    language = "en" if get_language() == "en" else "es"
    return Wish(secrets.token_hex(8), email.lower(), language, [c.pk for c in causes], [b.pk for b in bills])


def seal(wish):
    return box().encrypt(json.dumps(wish).encode()).decode().rstrip("=")


def unseal(token):
    """None where it is not of ours, was damaged on the way, or is too old."""
    try:
        return Wish(*json.loads(box().decrypt(token + "=" * (-len(token) % 4), ttl=LIFETIME)))
    except (InvalidToken, ValueError, TypeError):
        return None


def box():
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        salted_hmac("legislation.subscribing", "", secret=key, algorithm="sha256").digest() for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def address(wish):
    return settings.SITE_URL + reverse("subscribe-confirm", args=[seal(wish)])


def ask_to_confirm(wish, link):
    """Write to the mailbox. Neither the subject nor the text says what about: others may see the screen."""
    text = render_to_string("legislation/mail/confirm.txt", {"link": link, "days": DAYS})
    headers = {"Auto-Submitted": "auto-generated"}
    EmailMessage(_("Confirma tu correo"), text, to=[wish.email], headers=headers).send()


# Confirmed


class Closed(Exception):
    """The address is of an account that staff closed: no mail would reach it, and only they may open it again."""


class Spent(Exception):
    """The link was used, and what it asked for was left since."""


@transaction.atomic
def confirm(wish):
    """Follow what was asked for. Pressed twice, the second time changes nothing."""
    Edition.take_turn()
    user = find_user(wish.email)
    if user and not user.is_active:
        raise Closed
    wanted = wish.follows()
    if not cache.add(f"legislation.subscribing:{wish.id}", True, timeout=LIFETIME):
        if user and any(user.follows.filter(**what).exists() for what in wanted):
            return user
        raise Spent
    if not wanted:
        raise Spent
    user = user or open_for(wish)
    for what in wanted:
        Follow.objects.get_or_create(user=user, **what)
    return user


def find_user(email):
    return get_user_model().objects.filter(email__iexact=email).first()


def open_for(wish):
    user = get_user_model().objects.create_user(wish.email, is_subscriber=True)
    UserProfile.objects.create(user=user, preferred_language=wish.language)
    return user


# Left


@transaction.atomic
def leave(user, follows):
    """Stop these. Return whether they were the last thing for which we kept her address: then it is gone."""
    Edition.take_turn()
    follows.delete()
    return forget_if_done(user)


def forget_if_done(user):
    """Call it in one's turn: a change that is being told meanwhile would name a user who is no more."""
    if not user.is_subscriber or user.follows.exists():
        return False
    user.deliveries.all().delete()
    user.messages.all().delete()
    user.delete()
    return True


def forget_all_done():
    """Those whose last cause was deleted by staff, too."""
    gone = 0
    for user in get_user_model().objects.filter(is_subscriber=True, follows=None):
        with transaction.atomic():
            Edition.take_turn()
            gone += forget_if_done(user)
    return gone
