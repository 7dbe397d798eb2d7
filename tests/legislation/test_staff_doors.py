"""Who may open which address of the tracker's staff screens, and what opening them may change."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from legislation.models import LabelReading, Snapshot
from legislation.viewsets import VIEWSETS
from scrapers.models import Source
from scrapers.viewsets import RunViewSet, SourceViewSet
from tests.legislation.staff import (
    keep,
    make_bill,
    make_cause,
    make_change,
    make_link,
    make_match,
    make_message,
    make_run,
    make_step,
    member,
)

pytestmark = pytest.mark.django_db

TODAY = date.today().isoformat()
ANY = ("view", "add", "change", "delete")  # a list opens for whoever may do something with its rows


def any_of(model, app="legislation"):
    return [{f"{app}.{action}_{model}"} for action in ANY]


def needs(*permissions):
    return [set(permissions)]


# Each address, and the sets of permissions any of which opens it.
DOORS = {
    "causes:index": any_of("cause"),
    "causes:index_results": any_of("cause"),
    "causes:inspect": any_of("cause"),
    "causes:add": needs("legislation.add_cause"),
    "causes:edit": needs("legislation.change_cause"),
    "causes:add_bill": needs("legislation.add_causebill"),
    "causes:remove_bill": needs("legislation.delete_causebill"),
    "causes:follow": needs("legislation.view_cause", "legislation.add_follow"),
    "causes:unfollow": needs("legislation.view_cause"),
    "bills:index": needs("legislation.view_bill"),
    "bills:index_results": needs("legislation.view_bill"),
    "bills:inspect": needs("legislation.view_bill"),
    "bills:enter_step": needs("legislation.view_bill", "legislation.add_step"),
    "bills:correct_step": needs("legislation.view_bill", "legislation.add_step", "legislation.change_step"),
    "bills:take_back_step": needs("legislation.view_bill", "legislation.add_step", "legislation.change_step"),
    "bills:follow": needs("legislation.view_bill", "legislation.add_follow"),
    "bills:unfollow": needs("legislation.view_bill"),
    "changes:index": needs("legislation.view_change"),
    "changes:index_results": needs("legislation.view_change"),
    "changes:inspect": needs("legislation.view_change"),
    "matches:index": any_of("causematch"),
    "matches:index_results": any_of("causematch"),
    "matches:accept": needs("legislation.change_causematch"),
    "matches:refuse": needs("legislation.change_causematch"),
    "matches:reopen": needs("legislation.change_causematch"),
    "links:index": any_of("billlink"),
    "links:index_results": any_of("billlink"),
    "links:confirm": needs("legislation.change_billlink"),
    "links:refuse": needs("legislation.change_billlink"),
    "links:reopen": needs("legislation.change_billlink"),
    "labels:index": any_of("labelreading"),
    "labels:index_results": any_of("labelreading"),
    "labels:inspect": any_of("labelreading"),
    "labels:edit": needs("legislation.change_labelreading"),
    "mails:index": needs("legislation.view_message"),
    "mails:index_results": needs("legislation.view_message"),
    "mails:inspect": needs("legislation.view_message", "legislation.change_delivery"),
    "mails:html": needs("legislation.view_message", "legislation.change_delivery"),
    "mails:retry": needs("legislation.change_delivery"),
    "deliveries:index": needs("legislation.view_delivery"),
    "deliveries:index_results": needs("legislation.view_delivery"),
    "deliveries:inspect": needs("legislation.view_delivery", "legislation.change_delivery"),
    "deliveries:retry": needs("legislation.change_delivery"),
    "captures:index": needs("legislation.view_snapshot"),
    "captures:index_results": needs("legislation.view_snapshot"),
    "captures:inspect": needs("legislation.view_snapshot"),
    "captures:download": needs("legislation.view_snapshot"),
    "sources:index": any_of("source", "scrapers"),
    "sources:index_results": any_of("source", "scrapers"),
    "sources:inspect": any_of("source", "scrapers"),
    "sources:edit": needs("scrapers.change_source"),
    "runs:index": needs("scrapers.view_scraperun"),
    "runs:index_results": needs("scrapers.view_scraperun"),
    "runs:inspect": needs("scrapers.view_scraperun"),
}
# What each address that writes is sent. The rest only shows.
WRITES = {
    "causes:add": {"name": "Identidad de género", "terms": ""},
    "causes:edit": {"name": "Otro nombre", "slug": "otro", "terms": ""},
    "causes:add_bill": {"number": "00434/2026-CD"},
    "causes:remove_bill": {},
    "causes:follow": {},
    "causes:unfollow": {},
    "bills:enter_step": {"status": "Dictamen", "day": TODAY, "note": "Nos llamaron."},
    "bills:correct_step": {"status": "Dictamen", "day": TODAY, "reason": "Era otro."},
    "bills:take_back_step": {"reason": "No hubo."},
    "bills:follow": {},
    "bills:unfollow": {},
    "matches:accept": {},
    "matches:refuse": {},
    "matches:reopen": {},
    "links:confirm": {},
    "links:refuse": {},
    "links:reopen": {},
    "labels:edit": {"stage": "committee"},
    "mails:retry": {},
    "deliveries:retry": {},
    "sources:edit": {"enabled": "on", "every": "3600"},
}
# Without the permission to send again, a member still reads what was written to her: see test_staff_mails.
OWN_ARE_SHOWN = {"mails:inspect", "mails:html", "deliveries:inspect"}
ASK_FIRST = {
    "causes:add",
    "causes:edit",
    "causes:remove_bill",
    "bills:enter_step",
    "bills:correct_step",
    "labels:edit",
    "sources:edit",
}


@pytest.fixture
def addresses():
    """Every address of the staff screens, on rows that exist."""
    old, new = make_bill(), make_bill(434, period=2026, chamber="D", presented=date(2026, 9, 1))
    cause = make_cause(bills=[old])
    ana = member("lectora@example.org")
    change = make_change(old, told=[ana])
    message = make_message(ana, deliveries=change.deliveries.all())
    keep(run=make_run())
    rows = {
        "causes": cause,
        "bills": old,
        "changes": change,
        "matches": make_match(cause, new),
        "links": make_link(old, new),
        "labels": LabelReading.objects.create(key="con opinion", label="Con opinión"),
        "mails": message,
        "deliveries": change.deliveries.get(),
        "captures": Snapshot.objects.get(),
        "sources": Source.objects.get(name="lista-2026-senado"),
        "runs": make_run(),
    }
    link = cause.chain.get().pk
    step = make_step(old, "Orden del día", source_key="hand:1", entered_by=ana)

    def address(name, pattern):
        values = {"pk": rows[name.partition(":")[0]].pk, "link": link, "step": step.pk}
        wanted = pattern.pattern.converters
        return reverse(name, kwargs={key: values[key] for key in wanted})

    return {name: address(name, pattern) for name, pattern in patterns()}


def patterns():
    for viewset in [*VIEWSETS, SourceViewSet, RunViewSet]:
        for pattern in viewset().get_urlpatterns():
            yield f"{viewset.name}:{pattern.name}", pattern


def everything():
    """All rows of all our tables, to see whether anything was written."""
    with connection.cursor() as cursor:
        tables = [
            table
            for table in connection.introspection.table_names()
            if table.startswith(("legislation_", "scrapers_"))
        ]
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            rows[table] = sorted(repr([plain(value) for value in row]) for row in cursor.fetchall())
        return rows


def plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def holder(permissions):
    """A member who may enter the admin, and beyond that exactly this."""
    user, _created = User.objects.get_or_create(email="solo@example.org")
    wanted = {"wagtailadmin.access_admin", *permissions}
    user.user_permissions.set(pk for pk, name in known_permissions() if name in wanted)
    return user


def known_permissions():
    rows = Permission.objects.values_list("pk", "content_type__app_label", "codename")
    return [(pk, f"{app}.{codename}") for pk, app, codename in rows]


def shortfalls(name):
    """Sets of permissions without which an address must stay shut: each of those it needs, or all that open it."""
    if name in OWN_ARE_SHOWN:
        return [{"legislation.view_message", "legislation.view_delivery"}]
    keys = DOORS[name]
    return [{permission} for permission in keys[0]] if len(keys) == 1 else [set.union(*keys)]


def knock(client, name, address):
    return client.post(address, WRITES[name]) if name in WRITES else client.get(address)


def is_refused(response):
    return response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")


def test_every_address_of_the_staff_screens_has_its_permissions_written_down():
    assert sorted(name for name, _ in patterns()) == sorted(DOORS)


def test_a_stranger_is_led_to_the_sign_in_from_everywhere(client, addresses):
    before = everything()

    for name, address in addresses.items():
        for answer in (client.get(address), client.post(address, WRITES.get(name, {}))):
            assert answer.status_code == 302, name
            assert answer["Location"].startswith(reverse("account_login")), name
    assert everything() == before


def test_somebody_signed_in_who_is_not_staff_enters_nowhere(client, addresses):
    client.force_login(member("vecina@example.org", groups=()))
    before = everything()

    for name, address in addresses.items():
        assert client.get(address).status_code == 403, name
        assert client.post(address, WRITES.get(name, {})).status_code == 403, name
    assert everything() == before


@pytest.mark.parametrize("name", DOORS)
def test_without_its_permission_an_address_refuses_and_writes_nothing(client, addresses, name):
    every = {permission for _pk, permission in known_permissions()}
    before = everything()

    for lacking in shortfalls(name):
        client.force_login(holder(every - lacking))

        assert is_refused(knock(client, name, addresses[name])), lacking
    assert everything() == before


@pytest.mark.parametrize("name", DOORS)
def test_its_permission_alone_opens_an_address(client, addresses, name):
    client.force_login(holder(DOORS[name][0]))

    response = knock(client, name, addresses[name])

    assert response.status_code in (200, 302)
    assert not is_refused(response)


@pytest.mark.parametrize("name", WRITES)
def test_asking_with_get_writes_nothing(admin_client, addresses, name):
    before = everything()

    response = admin_client.get(addresses[name])

    assert response.status_code == (200 if name in ASK_FIRST else 405)
    assert everything() == before


def test_looking_at_every_screen_writes_nothing(admin_client, addresses):
    before = everything()

    for name, address in addresses.items():
        if name not in WRITES:
            assert admin_client.get(address).status_code == 200, name
            assert admin_client.post(address).status_code == 405, name
    assert everything() == before


@pytest.mark.parametrize("name", WRITES)
def test_a_form_that_another_site_made_is_refused(addresses, name, admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    before = everything()

    assert client.post(addresses[name], WRITES[name]).status_code == 403
    assert everything() == before


def test_what_congress_says_has_no_address_to_edit_it(admin_client, addresses):
    for name in ("proyectos", "novedades", "mensajes", "envios", "capturas", "lecturas"):
        for action in ("new/", "edit/1/", "delete/1/", "copy/1/", "history/1/", "usage/1/"):
            assert admin_client.get(f"/admin/{name}/{action}").status_code == 404, (name, action)


def test_the_team_reads_all_and_keeps_nothing_that_coordinators_keep(client, addresses):
    client.force_login(member())
    refused = {name for name, address in addresses.items() if is_refused(knock(client, name, address))}

    assert refused == {
        "causes:add",
        "causes:edit",
        "causes:add_bill",
        "causes:remove_bill",
        "bills:correct_step",  # somebody else wrote it down
        "bills:take_back_step",
        "labels:edit",
        "mails:retry",
        "deliveries:retry",
        "sources:edit",
    }


def test_coordinators_may_open_everything(client, addresses):
    client.force_login(member("coordinadora@example.org", groups=("Coordinación",)))

    refused = {name for name, address in addresses.items() if is_refused(knock(client, name, address))}

    assert refused == set()
