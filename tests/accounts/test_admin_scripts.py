import re

import pytest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminPageChooser, AdminTimeInput
from wagtail.models import Page

from accounts.admin_scripts import INLINE, is_known
from tests.accounts.people import sign_in


def inline_script(html):
    return INLINE.search(html)[1].strip()


@pytest.mark.parametrize(
    "widget", [AdminDateInput(), AdminDateTimeInput(), AdminTimeInput(), AdminPageChooser()]
)
def test_the_scripts_of_wagtails_own_widgets_are_known(db, widget):
    script = inline_script(widget.render("starts", None, {"id": "id_form-0-starts"}))

    assert is_known(script)


def test_the_script_of_an_inline_panel_is_known(db, administrator):
    html = render_to_string(
        "wagtailadmin/panels/inline_panel.html",
        {
            "self": {"formset": {"prefix": "steps"}, "children": []},
            "options_json": '{"formsetPrefix": "id_steps"}',
        },
        request=RequestFactory().get("/"),
    )

    assert is_known(inline_script(html))


@pytest.mark.parametrize("name", ["edit_translation", "submit_translation"])
def test_the_scripts_of_translating_are_known(name):
    source = get_template(f"wagtail_localize/admin/{name}.html").template.source
    scripts = [re.sub(r"\{% url [^%]*%\}", "/admin/choose/", script) for script in INLINE.findall(source)]

    assert scripts
    assert [script for script in scripts if not is_known(script.strip())] == []


@pytest.mark.parametrize(
    "script",
    [
        "",
        'if (typeof window.chooserUrls === "undefined") { window.chooserUrls = { imageChooser: alert(1), } }',
        "alert(1)",
        'initDateChooser("id_a", {}); alert(1);',
        'initDateChooser("id_a", {"x": alert(1)});',
        'initDateChooser("id_a", {}) || alert(1);',
        "initDateChooser(alert(1));",
        'initDateChooser("id_a", {});new PageChooser("id_b", {});',
        'new PageChooser("a"+alert(1), {});',
        "new PageChooser(`${alert(1)}`, {});",
        'new Function("alert(1)");',
        'new evil.Chooser("a", {});',
        '(function() { var panel = new InlinePanel(JSON.parse("{}")); alert(1) })();',
        "(function() { var panel = new InlinePanel(JSON.parse(alert(1))); })();",
        'initDateChooser("id_a", {}); // ");',
    ],
)
def test_a_script_that_does_anything_else_stays_forbidden(script):
    assert not is_known(script)


@pytest.mark.parametrize(
    ("address", "styles"), [("/admin/", "'self'"), ("/admin/pages/{page}/edit/", "'self' 'unsafe-inline'")]
)
def test_only_the_editor_of_pages_may_draw_inline_styles(client, coordinator, address, styles):
    client.force_login(coordinator)

    page = client.get(address.format(page=Page.objects.last().pk))

    assert f"style-src {styles}" in page["Content-Security-Policy"].split("; ")


def test_the_list_of_members_gives_its_date_pickers_the_nonce_of_the_policy(client, coordinator):
    sign_in(client, coordinator.email)

    response = client.get("/admin/users/")

    nonces = set(re.findall(r'<script nonce="([^"]+)">initDateChooser', response.content.decode()))
    assert len(nonces) == 1
    assert f"'nonce-{nonces.pop()}'" in response["Content-Security-Policy"]
    assert "<script>" not in response.content.decode()


def test_the_policy_of_the_admin_is_as_strict_as_that_of_the_public_pages(client, coordinator):
    sign_in(client, coordinator.email)

    policy = client.get("/admin/users/")["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_pages_outside_the_admin_are_left_alone(client, db):
    assert "nonce" not in client.get("/cuenta/login/")["Content-Security-Policy"]
