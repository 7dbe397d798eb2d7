import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from accounts.models import User
from tests.accounts.people import PASSWORD, SECRET, add_user


@pytest.fixture(autouse=True)
def no_attempts_yet(db):
    cache.clear()


@pytest.fixture
def reader(db):
    """She follows bills and is not on the team."""
    return User.objects.create_user("reader@example.org", PASSWORD, first_name="Rita")


@pytest.fixture
def member(db):
    return add_user("member@example.org", "Equipo")


@pytest.fixture
def coordinator(db):
    return add_user("coordinator@example.org", "Coordinación")


@pytest.fixture
def administrator(db):
    return User.objects.create_superuser("admin@example.org", PASSWORD, first_name="Ada")


@pytest.fixture
def with_totp(member, rf):
    """A member whose app makes codes from SECRET."""
    TOTP.activate(member, SECRET)
    return member
