"""Organizations sign a statement; staff decide; of people nothing is shown, and nothing more than needed is kept."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale

from accounts.models import User
from cms import sign_on
from cms.models import HomePage
from cms.statements import Adhesion, StatementPage
from crm.models import Region
from legislation import strangers
from tests.cms.test_site import publish, text
from tests.legislation.test_public_budgets import queries_of

pytestmark = pytest.mark.django_db
FIELDS = {
    "organization": "Red Ejemplo",
    "region": "20",
    "representative": "Rosa Ficticia",
    "function": "Presidenta",
    "email": "rosa@ejemplo.pe",
}


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def client():
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def call():
    return publish(HomePage.objects.get(locale__language_code="es"), StatementPage, "Llamado", body=[])


@pytest.fixture
def staff():
    """A member of the team, with what its group may do and no more."""
    ana = User.objects.create_user("ana@example.org", "una clave larga y buena")
    ana.groups.add(Group.objects.get(name="Equipo"))
    client = Client()
    client.force_login(ana)
    return client


def sign(client, call, **fields):
    return client.post(reverse("sign-on", args=[call.pk]), FIELDS | fields)


def make_adhesion(call, organization="Red Ejemplo", **fields):
    fields = FIELDS | {"organization": organization, "region": Region.objects.get(pk="20")} | fields
    sign_on.take_in(call, fields)
    return Adhesion.objects.get(organization=organization)


def approve(adhesion, by=None):
    assert sign_on.approve(adhesion, by) == 1


def test_what_is_signed_waits_and_is_not_shown(client, call):
    response = sign(client, call)

    assert response.url == reverse("signed-on")
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies
    adhesion = Adhesion.objects.get()
    assert (adhesion.state, adhesion.email, adhesion.region_id) == ("waiting", "rosa@ejemplo.pe", "20")
    assert "Red Ejemplo" not in text(client, call.get_url())


def test_once_approved_its_name_and_region_are_shown_and_nobody(client, call, staff):
    assert "Red Ejemplo" not in text(client, call.get_url())  # and is kept
    adhesion = make_adhesion(call)
    assert "rosa@ejemplo.pe" in text(staff, reverse("adhesions:inspect", args=[adhesion.pk]))

    for _ in range(2):
        assert staff.post(reverse("adhesions:approve", args=[adhesion.pk])).status_code == 302

    html = text(client, call.get_url())
    assert "Red Ejemplo" in html
    assert "Piura" in html.split('id="firman"')[1].split("<form")[0]
    assert "Rosa Ficticia" not in html
    assert "Presidenta" not in html
    adhesion.refresh_from_db()
    assert (adhesion.email, adhesion.decided_by.email) == ("", "ana@example.org")
    assert "rosa@ejemplo.pe" not in text(staff, reverse("adhesions:inspect", args=[adhesion.pk]))


def test_who_changes_the_text_is_told_that_others_signed_it(client, call):
    client.force_login(User.objects.create_superuser("admin@example.org", "una clave larga y buena"))
    editor = reverse("wagtailadmin_pages:edit", args=[call.pk])
    adhesion = make_adhesion(call)
    assert "firmó el texto" not in text(client, editor)

    approve(adhesion)

    assert "1 organización firmó el texto que se lee ahora" in text(client, editor)


def test_what_is_refused_or_taken_down_is_erased(client, call, staff):
    refused, shown = make_adhesion(call), make_adhesion(call, "Otra")
    approve(shown)
    assert "Otra" in text(client, call.get_url())

    for adhesion in (refused, shown, shown):
        assert staff.post(reverse("adhesions:refuse", args=[adhesion.pk])).status_code == 302

    assert not Adhesion.objects.exists()
    assert "Otra" not in text(client, call.get_url())


def test_the_answer_is_the_same_whoever_has_signed(client, call):
    approve(make_adhesion(call, "Ya Firmó"))
    answers = [sign(client, call), sign(client, call), sign(client, call, organization="YA FIRMÓ")]

    assert len({(answer.status_code, answer.url, answer.content) for answer in answers}) == 1
    assert Adhesion.objects.waiting().filter(organization="Red Ejemplo").count() == 1


def test_nobody_blocks_an_organization_by_signing_first_in_its_name(client, call):
    sign(client, call, email="mala@ejemplo.pe")
    sign(client, call)

    assert Adhesion.objects.waiting().count() == 2


def test_an_organization_is_shown_once_in_whichever_language_it_signed(call, staff):
    english = call.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    approve(make_adhesion(call))
    twin = Adhesion.objects.create(
        statement=english, **FIELDS | {"region": Region.objects.get(pk="20"), "key": "red ejemplo"}
    )

    response = staff.post(reverse("adhesions:approve", args=[twin.pk]), follow=True)

    assert "Ya hay una organización con ese nombre" in response.content.decode()
    assert Adhesion.objects.approved().count() == 1
    with translation.override("en"):
        assert "Red Ejemplo" in text(Client(), english.get_url())


@pytest.mark.parametrize(
    "wrong",
    [
        {"organization": ""},
        {"organization": " \u200b\u202e "},
        {"organization": "a" * 121},
        {"region": "99"},
        {"representative": ""},
        {"function": ""},
        {"email": "rosa"},
        {"email": "rosa@ejemplo.pe\nBcc: x@ejemplo.pe"},
    ],
)
def test_what_is_missing_is_said_and_what_was_written_stays(client, call, wrong):
    response = sign(client, call, **wrong)

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert ("Rosa Ficticia" in response.content.decode()) == ("representative" not in wrong)
    assert response["Cache-Control"] == "no-store, private"
    assert not Adhesion.objects.exists()
    assert "Rosa Ficticia" not in text(client, call.get_url())


def test_what_strangers_write_is_text(client, call):
    sign(client, call, organization="<script>alert(1)</script>\r\nOtra")
    approve(Adhesion.objects.get())
    html = text(client, call.get_url())

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Otra" in html


def test_machines_and_other_sites_are_not_let_in(client, call):
    assert sign(client, call, **{strangers.TRAP: "x"}).url == reverse("signed-on")
    response = client.post(
        reverse("sign-on", args=[call.pk]), FIELDS, headers={"Origin": "https://mala.example"}
    )
    assert response.status_code == 403
    assert not Adhesion.objects.exists()


def test_one_network_cannot_bury_the_list(client, call):
    answers = [
        sign(client, call, organization=f"Red {n}", email=f"a{n}@ejemplo.pe").status_code for n in range(22)
    ]

    assert answers == [302] * 20 + [429] * 2


def test_one_mailbox_signs_a_few_times_a_day(client, call):
    for number in range(7):
        assert sign(client, call, organization=f"Red {number}").status_code == 302
    assert Adhesion.objects.count() == 5


@pytest.mark.parametrize("email", ['"rosa"@ejemplo.pe', "=?utf-8?q?rosa?=@ejemplo.pe", f"a@{'ñ' * 60}.pe"])
def test_a_mailbox_that_cannot_be_counted_signs_nothing(client, call, email):
    assert sign(client, call, email=email).status_code == 422
    assert not Adhesion.objects.exists()


def test_a_flood_ends(call, monkeypatch):
    monkeypatch.setattr(sign_on, "MOST_WAITING", 2)
    for number in range(3):
        sign_on.take_in(
            call, FIELDS | {"organization": f"Red {number}", "region": Region.objects.get(pk="20")}
        )
    assert Adhesion.objects.count() == 2


def test_what_nobody_decides_is_erased_in_the_end(call, capsys):
    old, _new, shown = (
        make_adhesion(call, "Vieja"),
        make_adhesion(call, "Nueva"),
        make_adhesion(call, "Mostrada"),
    )
    approve(shown)
    long_ago = timezone.now() - timedelta(days=sign_on.WAITING_DAYS + 1)
    Adhesion.objects.filter(pk__in=[old.pk, shown.pk]).update(sent=long_ago)

    for expected in ("1 forgotten", "0 forgotten"):
        call_command("forget_adhesions")
        assert expected in capsys.readouterr().out
    assert set(Adhesion.objects.values_list("organization", flat=True)) == {"Nueva", "Mostrada"}


def test_after_its_last_day_it_takes_no_more(client, call):
    call.until = timezone.localdate() - timedelta(days=1)
    call.save_revision().publish()

    assert "<form" not in text(client, call.get_url()).split("<main")[1]
    assert sign(client, call).status_code == 404


def test_reading_the_address_of_the_form_leads_to_the_page_and_a_draft_has_none(client, call):
    assert client.get(reverse("sign-on", args=[call.pk])).url == call.get_url()
    call.unpublish()
    assert sign(client, call).status_code == 404


def test_strangers_neither_see_nor_decide(call):
    adhesion = make_adhesion(call)
    ana = User.objects.create_user("otra@example.org", "una clave larga y buena")
    outside = Client()
    outside.force_login(ana)
    for name in ("approve", "refuse"):
        address = reverse(f"adhesions:{name}", args=[adhesion.pk])
        assert Client().post(address).status_code in (302, 403)
        assert outside.post(address).status_code == 403
    for address in (reverse("adhesions:index"), reverse("adhesions:inspect", args=[adhesion.pk])):
        assert Client().get(address).status_code == 302
        assert outside.get(address).status_code == 403
    adhesion.refresh_from_db()
    assert adhesion.is_waiting


def test_reading_decides_nothing(call, staff):
    adhesion = make_adhesion(call)
    for name in ("approve", "refuse"):
        assert staff.get(reverse(f"adhesions:{name}", args=[adhesion.pk])).status_code == 405
    assert Adhesion.objects.waiting().exists()


def test_spreadsheets_hold_no_person(call, staff):
    make_adhesion(call)
    sheet = b"".join(staff.get(reverse("adhesions:index"), {"export": "csv"})).decode()

    assert "Red Ejemplo" in sheet
    assert "Rosa" not in sheet
    assert "rosa@" not in sheet


def test_the_database_keeps_no_address_of_what_was_decided(call):
    adhesion = make_adhesion(call)
    with pytest.raises(IntegrityError):
        Adhesion.objects.filter(pk=adhesion.pk).update(state="approved", decided=timezone.now())


def test_it_costs_the_same_with_many_organizations(client, call, staff):
    def staff_queries():
        staff.get(reverse("adhesions:index"))
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse("adhesions:index"))
        return len(queries)

    approve(make_adhesion(call))
    few, few_staff = queries_of(client, call.get_url()), staff_queries()
    for number in range(50):
        approve(make_adhesion(call, f"Red {number}"))

    assert queries_of(client, call.get_url()) == few <= 12
    assert staff_queries() == few_staff
