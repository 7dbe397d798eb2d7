"""What tests know about the people of tests/accounts/conftest.py."""

import base64
import hashlib
import hmac
import re
import struct
import time

from django.contrib.auth.models import Group
from django.core import mail

from accounts.models import User

PASSWORD = "una sombrilla roja en la lluvia"
ANOTHER_PASSWORD = "otra sombrilla de otro color"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def add_user(email, group):
    user = User.objects.create_user(email, PASSWORD, first_name="Mía")
    user.groups.add(Group.objects.get(name=group))
    return user


def sign_in(client, email, password=PASSWORD, *, follow=False, **extra):
    return client.post("/cuenta/login/", {"login": email, "password": password}, follow=follow, **extra)


def confirm_password(client, page):
    """Pass the question that stands before every change of one's own protection."""
    return client.post("/cuenta/reauthenticate/", {"password": PASSWORD, "next": page}, follow=True)


def totp(secret=SECRET, at=None):
    """The code that an app shows (RFC 6238)."""
    counter = int(time.time() if at is None else at) // 30
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1)
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def link_in_last_mail():
    return re.search(r"https?://[^/]+(/\S+)", mail.outbox[-1].body)[1]
