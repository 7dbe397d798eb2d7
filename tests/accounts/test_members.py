import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from accounts.models import Partner, User
from tests.accounts.people import ANOTHER_PASSWORD, PASSWORD, link_in_last_mail, sign_in

LIST = "/admin/users/"
NEW = "/admin/users/new/"


def details(**changes):
    equipo = Group.objects.get(name="Equipo")
    new = {"email": "lola@example.org", "first_name": "Lola", "last_name": "", "groups": [equipo.pk]}
    return new | changes


def edit(user):
    return f"/admin/users/edit/{user.pk}/"


def kept(user, **changes):
    """The edit form as it was opened, with some fields changed."""
    form = {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "groups": [group.pk for group in user.groups.all()],
        "is_active": "on",
    }
    return form | changes


def of(user, partner):
    user.partner = Partner.objects.get(short_name=partner)
    user.save()
    return user.partner


@pytest.fixture
def desk(client, coordinator):
    """The browser of the person who keeps the list of the team."""
    sign_in(client, coordinator.email)
    return client


def test_a_coordinator_opens_an_account_without_choosing_a_password(desk, coordinator):
    partner = of(coordinator, "REDTRANS")

    form = desk.get(NEW).content.decode()
    response = desk.post(NEW, details(partner=partner.pk), follow=True)

    assert 'type="password"' not in form
    assert "La cuenta de Lola está abierta." in response.content.decode()
    lola = User.objects.get(email="lola@example.org")
    assert lola.partner == partner
    assert not lola.has_usable_password()
    assert not lola.is_superuser


def test_the_new_member_chooses_her_password_by_the_link_in_her_mail(desk, client):
    desk.post(NEW, details())
    assert mail.outbox[-1].to == ["lola@example.org"]
    assert mail.outbox[-1].subject == "Tu cuenta está lista: elige tu contraseña"
    hers = Client()
    page = hers.get(link_in_last_mail(), follow=True).redirect_chain[-1][0]

    hers.post(page, {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(hers, "lola@example.org")

    assert hers.get("/admin/").status_code == 200


def test_a_new_account_is_on_the_team_unless_told_otherwise(desk):
    form = desk.get(NEW).context["form"]

    assert [group.name for group in form["groups"].initial] == ["Equipo"]


def test_an_account_without_a_password_lets_nobody_in(desk):
    desk.post(NEW, details())
    thief = Client()

    for guess in ("", " ", "!"):
        assert sign_in(thief, "lola@example.org", guess).status_code == 200
    assert thief.get("/admin/").status_code == 302


def test_an_invitation_that_got_lost_is_asked_for_again_on_the_sign_in_page(desk):
    desk.post(NEW, details())

    Client().post("/cuenta/password/reset/", {"email": "lola@example.org"})

    assert [sent.subject for sent in mail.outbox] == ["Tu cuenta está lista: elige tu contraseña"] * 2


def test_the_invitation_speaks_spanish_even_if_the_coordinator_reads_english(desk, coordinator):
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=coordinator, preferred_language="en")

    desk.post(NEW, details())

    assert "/en/" not in mail.outbox[-1].body


def test_without_a_mail_server_the_coordinator_gets_the_link_to_hand_over(desk, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    response = desk.post(NEW, details(), follow=True)

    assert f"{settings.SITE_URL}/cuenta/password/reset/key/" in response.content.decode()


def test_a_mail_server_that_refuses_does_not_undo_the_account(desk, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there

    response = desk.post(NEW, details(), follow=True)

    assert "el correo a lola@example.org no salió" in response.content.decode()
    assert User.objects.filter(email="lola@example.org").exists()


def test_an_address_has_one_account_however_it_is_written(desk, member):
    response = desk.post(NEW, details(email="Member@Example.org"))

    assert "Ya hay una cuenta con el correo member@example.org." in response.content.decode()
    assert User.objects.filter(email__iexact=member.email).count() == 1


def test_an_address_is_kept_in_small_letters(desk):
    desk.post(NEW, details(email="Lola@Example.org"))

    assert User.objects.filter(email="lola@example.org").exists()


def test_a_name_alone_is_enough(desk):
    desk.post(NEW, details(first_name="Lola", last_name=""))

    assert str(User.objects.get(email="lola@example.org")) == "Lola"


def test_a_coordinator_edits_a_member(desk, member):
    desk.post(edit(member), kept(member, last_name="Torres"))

    member.refresh_from_db()
    assert member.get_full_name() == "Mía Torres"
    assert member.check_password(PASSWORD)


def test_a_coordinator_cannot_make_administrators(desk, member):
    desk.post(NEW, details(is_superuser="on"))
    desk.post(edit(member), kept(member, is_superuser="on"))

    assert User.objects.get(email="lola@example.org")
    assert not User.objects.filter(is_superuser=True).exists()


def test_a_coordinator_cannot_take_over_an_administrator(desk, administrator):
    response = desk.post(edit(administrator), kept(administrator, email="thief@example.org"))

    assert response.url == "/admin/"
    administrator.refresh_from_db()
    assert administrator.email == "admin@example.org"


def test_a_coordinator_gives_nobody_the_voice_of_another_organization(desk, coordinator, member):
    hers, other = of(coordinator, "REDTRANS"), Partner.objects.get(short_name="Miluska")

    desk.post(NEW, details(partner=other.pk))
    desk.post(edit(member), kept(member, partner=other.pk))
    desk.post(edit(coordinator), kept(coordinator, partner=other.pk))

    assert not User.objects.filter(partner=other).exists()
    desk.post(edit(member), kept(member, partner=hers.pk))
    assert User.objects.get(pk=member.pk).partner == hers


def test_a_coordinator_cannot_take_over_who_speaks_for_another_organization(desk, coordinator, member):
    of(coordinator, "REDTRANS")
    of(member, "Miluska")

    response = desk.post(edit(member), kept(member, email="thief@example.org"))

    assert response.url == "/admin/"
    member.refresh_from_db()
    assert member.email != "thief@example.org"


@pytest.mark.parametrize(
    ("action", "data"),
    [("set_active_state", {"mark_as_active": "False"}), ("assign_role", {"role": "1"}), ("delete", {})],
)
def test_a_coordinator_cannot_touch_an_administrator_in_bulk(desk, administrator, action, data):
    address = f"/admin/bulk/accounts/user/{action}/?id={administrator.pk}"

    desk.post(address, data)

    administrator.refresh_from_db()
    assert administrator.is_active
    assert not administrator.groups.exists()


def test_a_coordinator_can_deactivate_a_member_in_bulk(desk, member):
    desk.post(f"/admin/bulk/accounts/user/set_active_state/?id={member.pk}", {"mark_as_active": "False"})

    member.refresh_from_db()
    assert not member.is_active


def test_a_coordinator_deletes_nobody(desk, member):
    desk.post(f"/admin/users/delete/{member.pk}/")

    assert User.objects.filter(pk=member.pk).exists()


def test_a_coordinator_does_not_change_what_the_groups_may_do(desk):
    assert desk.get("/admin/groups/").url == "/admin/"


def test_the_rest_of_the_team_does_not_see_the_list(client, member):
    sign_in(client, member.email)

    for address in (LIST, NEW, edit(member)):
        assert client.get(address).url == "/admin/"
        assert client.post(address, details()).url == "/admin/"
    assert User.objects.count() == 1


def test_an_administrator_makes_another(client, administrator):
    sign_in(client, administrator.email)

    client.post(NEW, details(is_superuser="on"))

    assert User.objects.get(email="lola@example.org").is_superuser


def test_a_former_address_no_longer_opens_the_account(desk, member):
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)

    desk.post(edit(member), kept(member, email="new@example.org"))

    hers = Client()
    sign_in(hers, "member@example.org")
    assert hers.get("/admin/").status_code == 302
    sign_in(hers, "new@example.org")
    assert hers.get("/admin/").status_code == 200


def test_the_former_address_is_told_of_the_change_and_gets_no_more_links(desk, member):
    EmailAddress.objects.create(user=member, email=member.email, primary=True, verified=True)

    desk.post(edit(member), kept(member, email="new@example.org"))
    told = mail.outbox[-1]
    desk.post("/cuenta/password/reset/", {"email": "member@example.org"})

    assert told.to == ["member@example.org"]
    assert "new@example.org" in told.body
    assert "/key/" not in mail.outbox[-1].body


def test_the_list_asks_the_same_of_the_database_for_one_member_and_for_fifty(
    desk, django_assert_max_num_queries
):
    User.objects.create_user("first@example.org")
    with django_assert_max_num_queries(40) as few:
        desk.get(LIST)
    for number in range(48):
        User.objects.create_user(f"{number}@example.org", first_name=f"Nombre {number}")

    with django_assert_max_num_queries(len(few)):
        desk.get(LIST)


def test_the_words_on_the_form_are_ours(desk):
    html = desk.get(NEW).content.decode()

    for words in (
        "Correo electrónico",
        "El nombre con el que quiere que la llamen.",
        "Organización socia",
        "Equipos",
    ):
        assert words in html


def test_the_groups_stand_from_the_start(db):
    permissions = {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.filter(name__in=["Equipo", "Coordinación"])
    }

    assert "access_admin" in permissions["Equipo"]
    assert {"access_admin", "add_user", "change_user", "view_user"} <= permissions["Coordinación"]
    assert not {"add_user", "change_user", "delete_user"} & permissions["Equipo"]


def test_a_password_cannot_be_slipped_into_the_form(desk, member):
    desk.post(edit(member), kept(member, password1=ANOTHER_PASSWORD, password2=ANOTHER_PASSWORD))

    member.refresh_from_db()
    assert member.check_password(PASSWORD)


def test_the_list_shows_who_has_no_second_step(desk, with_totp):
    User.objects.create_user("without@example.org")

    members = {user.email: user.has_second_factor for user in desk.get(LIST).context["object_list"]}

    assert members == {"coordinator@example.org": False, with_totp.email: True, "without@example.org": False}


@pytest.mark.parametrize("order", ["email", "-partner__short_name", "is_active", "name", "last_login"])
def test_the_list_can_be_sorted(desk, order):
    assert desk.get(LIST, {"ordering": order}).status_code == 200
