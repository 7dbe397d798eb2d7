"""Wagtail's own screens under our content policy. Those of the tracker are in test_staff_screens."""

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import Page

from accounts.models import User
from tests.accounts.people import PASSWORD
from tests.browser.standing import restore_groups, restore_trees
from tests.browser.watching import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PAGES = [
    "/admin/",
    "/admin/account/",
    "/admin/users/",
    "/admin/users/new/",
    "/admin/users/edit/{user}/",
    "/admin/groups/",
    "/admin/groups/new/",
    "/admin/groups/edit/{group}/",
    "/admin/reports/site-history/",
    "/admin/images/add/",
    "/admin/documents/multiple/add/",
    "/admin/pages/",
    "/admin/pages/{page}/edit/",
]


@pytest.fixture
def ada(db):
    restore_groups()
    restore_trees()
    return User.objects.create_superuser("ada@example.org", PASSWORD, first_name="Ada")


@pytest.fixture
def staff(page, live_server, ada):
    cache.clear()
    page.set_default_timeout(15_000)
    visit = Visit(page, live_server.url)
    visit.go("/cuenta/login/?next=/admin/account/")
    page.fill("[name=login]", ada.email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button:has-text('Entrar')")
    page.wait_for_url("**/admin/account/")
    return visit


def test_wagtails_screens_run_without_inline_scripts_and_styles(staff, ada):
    places = {"user": ada.pk, "group": Group.objects.get(name="Equipo").pk, "page": Page.objects.last().pk}

    complaints = {}
    for address in PAGES:
        page = staff.go(address.format(**places))
        page.wait_for_selector("body.ready")
        page.wait_for_load_state("networkidle")
        complaints[address] = staff.heard()

    assert {address: heard for address, heard in complaints.items() if heard} == {}


def test_the_date_picker_of_a_filter_works(staff):
    page = staff.go("/admin/users/")

    page.click(".w-slim-header-action-button")
    page.click(".w-drilldown__toggle:has-text('Entró por última vez')")
    page.focus("#id_last_login_0")

    page.wait_for_selector(".xdsoft_datetimepicker:visible")
    assert staff.heard() == []


def test_the_page_chooser_of_the_groups_works(staff):
    page = staff.go("/admin/groups/new/")

    page.click(".w-panel__toggle >> nth=2")
    page.click("#id_page_permissions-ADD")
    page.click("#id_page_permissions-0-page-chooser [data-chooser-action-choose]")

    page.wait_for_selector(".modal-content:visible")
    assert staff.heard() == []


def test_a_script_that_somebody_smuggled_into_a_page_does_not_run(staff):
    page = staff.go("/admin/")
    staff.heard()

    ran = page.evaluate(
        "() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';"
        " document.body.append(script); return Boolean(window.ran) }"
    )
    page.wait_for_timeout(100)

    assert not ran
    assert any("script-src" in complaint for complaint in staff.heard())


def test_signing_out_from_the_sidebar_is_signing_out(staff):
    page = staff.go("/admin/")

    page.click(".sidebar-footer__account")
    page.click("button:has-text('Cerrar sesión')")
    page.wait_for_url(staff.site + "/")

    assert "/cuenta/login/" in staff.go("/admin/").url
