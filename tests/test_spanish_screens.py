"""Staff screens in Spanish say nothing in the English of Wagtail: locale/wagtail holds what its own Spanish lacks."""

import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.test import Client
from django.urls import reverse
from django.utils.translation import trans_real

from accounts.models import User
from crm import viewsets as crm
from legislation import viewsets as legislation
from scrapers.viewsets import RunViewSet, SourceViewSet
from tests.legislation.staff import make_bill, make_cause, make_change, make_link, make_match, make_message
from tests.test_messages import LOCALE, PLACEHOLDER

VIEWSETS = {*legislation.VIEWSETS, *crm.VIEWSETS, SourceViewSet, RunViewSet} - {crm.SavedViewViewSet}
OURS = LOCALE / "wagtail" / "es" / "LC_MESSAGES"


@pytest.fixture
def without_spanish(monkeypatch):
    """Texts that were asked for and that no Spanish catalogue has."""
    found = set()

    gettext, ngettext = trans_real.DjangoTranslation.gettext, trans_real.DjangoTranslation.ngettext

    def watched(self, message):
        if message and self.language() == "es" and message not in self._catalog:
            found.add(message)
        return gettext(self, message)

    def watched_plural(self, one, many, n):
        if self.language() == "es" and (one, 0) not in self._catalog:
            found.add(one)
        return ngettext(self, one, many, n)

    monkeypatch.setattr(trans_real.DjangoTranslation, "gettext", watched)
    monkeypatch.setattr(trans_real.DjangoTranslation, "ngettext", watched_plural)
    return found


@pytest.fixture
def chief(db):
    client = Client()
    client.force_login(User.objects.create_superuser("jefa@example.org", "una clave larga y tranquila"))
    return client


@pytest.fixture
def rows(db):
    """One of each, so that lists have rows and records open."""
    bill, other = make_bill(), make_bill(10306)
    cause = make_cause(bills=[bill])
    user = User.objects.create_user("ana@example.org")
    change = make_change(bill, told=[user])
    make_match(cause, other)
    make_link(bill, other)
    make_message(user, deliveries=change.deliveries.all())
    return {"causes": cause, "bills": bill, "changes": change}


def texts_of_wagtail():
    """What is missing of our own, another test counts."""
    english = Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po")
    return {entry.msgid for path in english for entry in polib.pofile(str(path))}


def screens(rows):
    yield from (
        "/admin/",
        "/admin/account/",
        "/admin/users/",
        "/admin/users/new/",
        "/admin/reports/site-history/",
    )
    yield from (reverse(f"{name}:inspect", args=[row.pk]) for name, row in rows.items())
    for viewset in VIEWSETS:
        index = reverse(viewset().get_url_name("index"))
        yield from (index, f"{index}?q=nada")


def test_no_screen_of_ours_asks_for_a_text_that_has_no_spanish(chief, rows, without_spanish):
    opened = [chief.get(address).status_code for address in screens(rows)]

    assert set(opened) <= {200, 302, 404}
    assert opened.count(200) > 30
    assert without_spanish & texts_of_wagtail() == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_its_catalogue_is_compiled_as_written_and_keeps_the_placeholders(domain):
    written, compiled = polib.pofile(str(OURS / f"{domain}.po")), polib.mofile(str(OURS / f"{domain}.mo"))

    assert all(entry.translated() for entry in written)
    assert {(e.msgid, e.msgstr) for e in compiled} == {(e.msgid, e.msgstr) for e in written}
    for entry in written:
        forms = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            forms = [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
        for english, spanish in forms:
            assert set(PLACEHOLDER.findall(spanish)) == set(PLACEHOLDER.findall(english))
            assert re.findall(r"<[^>]*>", spanish) == re.findall(r"<[^>]*>", english)
