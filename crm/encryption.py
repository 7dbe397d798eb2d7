"""Texts that a copy of the database alone does not give away.

The keys live in CRM_KEYS, newest first, and never in the database or beside its backup. Without CRM_KEYS one key is
derived from SECRET_KEY: HKDF-SHA256, no salt, 32 bytes, info "incidencia.crm.notes". The derived keys (of SECRET_KEY
and of each of SECRET_KEY_FALLBACKS) always remain good for reading, so that CRM_KEYS can be introduced later;
`manage.py rotate_keys` then seals everything with the newest key.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

INFO = b"incidencia.crm.notes"


def derived(secret):
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(secret.encode())
    return base64.urlsafe_b64encode(key).decode()


def seal():
    return seal_of(tuple(settings.CRM_KEYS), (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=1)
def seal_of(keys, secrets):
    return MultiFernet([Fernet(key) for key in (*keys, *map(derived, secrets))])


def check_keys():
    for number, key in enumerate(settings.CRM_KEYS, 1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"Key number {number} of CRM_KEYS has {len(key)} characters and is not a Fernet key: 32 bytes in "
                "URL-safe base64, 44 characters."
            ) from None


def encrypt(text):
    return seal().encrypt(text.encode()).decode()


def decrypt(token):
    try:
        return seal().decrypt(token.encode()).decode()
    except InvalidToken:
        raise ImproperlyConfigured(
            "A note was sealed with a key that is neither in CRM_KEYS nor derived from SECRET_KEY. "
            "Bring the former key back into CRM_KEYS, after the newest."
        ) from None


def resealed(token):
    """The same text under the newest key."""
    return seal().rotate(token.encode()).decode()


class EncryptedTextField(models.TextField):
    """Sealed on its way into the database and opened on its way out. It cannot be searched or sorted by."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return encrypt(value) if value else value

    def from_db_value(self, value, expression, connection):
        return decrypt(value) if value else value

    def get_lookup(self, lookup_name):
        raise FieldError(f"{self.name} is encrypted: {lookup_name!r} would compare sealed texts.")
