"""A statement of the coalition is published when each organization agreed to the same words; the rest by a second person."""

import itertools
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import querydict_from_html
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)

from accounts.models import Partner, User
from cms.approval import Approval, asked_by, missing, workflow_of_all
from cms.models import HomePage, PlainPage
from cms.news import Article, NewsPage

pytestmark = pytest.mark.django_db
ORGANIZATIONS = ["IESSDEH", "Miluska", "REDTRANS"]
SAID = [("heading", "Una idea")]
HOUR = datetime(2031, 3, 5, 9, 30, tzinfo=ZoneInfo("America/Lima"))
A_DAY = timedelta(days=1)


def somebody(partner=None, groups=("Equipo", "Coordinación"), **fields):
    number = User.objects.count()
    user = User.objects.create_user(
        f"persona{number}@example.org",
        "una clave larga y tranquila",
        first_name=f"Persona {number}",
        partner=partner and Partner.objects.get(short_name=partner),
        **fields,
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


@pytest.fixture
def author():
    return somebody("Miluska", groups=["Equipo"])


@pytest.fixture
def three():
    return {name: somebody(name) for name in ORGANIZATIONS}


def add(parent, kind, title, user, **fields):
    page = parent.add_child(instance=kind(title=title, summary=f"De {title}", live=False, **fields))
    page.save_revision(user=user)
    return page


@pytest.fixture
def home():
    return HomePage.objects.get(locale__language_code="es")


@pytest.fixture
def statement(home, author):
    return submitted(add(home, PlainPage, "Pronunciamiento", author, body=SAID, in_our_name=True), author)


@pytest.fixture
def news(home, author):
    page = add(home, NewsPage, "Noticias", author)
    page.get_latest_revision().publish()
    return submitted(add(page, Article, "Charla en Piura", author, body=SAID), author)


def submitted(page, user):
    page.get_workflow().start(page, user)
    return page


def act(page, user, action="approve"):
    """As the editor does with the button that the person was shown."""
    page = Page.objects.get(pk=page.pk).specific
    task = page.current_workflow_task
    assert action in [name for name, *_ in task.get_actions(page, user)]
    task.on_action(page.current_workflow_task_state, user, action)


def may(page, user, action="approve"):
    page = Page.objects.get(pk=page.pk).specific
    task = page.current_workflow_task
    return bool(task) and action in [name for name, *_ in task.get_actions(page, user)]


def is_live(page):
    return Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("order", list(itertools.permutations(ORGANIZATIONS)))
def test_a_statement_is_published_when_all_three_approved_in_any_order(statement, three, order):
    for name in order:
        assert not is_live(statement)
        act(statement, three[name])

    assert is_live(statement)
    assert statement.current_workflow_state is None


def test_one_organization_counts_once_however_many_of_it_approve(statement, three):
    act(statement, three["IESSDEH"])
    second = somebody("IESSDEH")

    assert not may(statement, second)
    assert {str(partner) for partner in missing(statement.get_latest_revision())} == {"Miluska", "REDTRANS"}


@pytest.mark.parametrize(
    "who",
    [
        {"partner": None},
        {"partner": "REDTRANS", "groups": ["Equipo"]},
        {"partner": "REDTRANS", "groups": []},
        {"partner": "REDTRANS", "groups": [], "is_superuser": True},
    ],
)
def test_who_speaks_for_no_organization_approves_nothing(statement, who):
    assert not may(statement, somebody(**who))


def test_a_change_between_two_approvals_asks_everybody_again(statement, three, author):
    act(statement, three["IESSDEH"])
    act(statement, three["Miluska"])
    page = PlainPage.objects.get(pk=statement.pk)
    page.title = "Pronunciamiento, corregido"
    page.save_revision(user=author)

    act(statement, three["REDTRANS"])  # she opened it before the change: this does not count
    assert not is_live(statement)
    assert missing(page.get_latest_revision()).count() == 3

    for name in ORGANIZATIONS:
        act(statement, three[name])
    assert is_live(statement) and Page.objects.get(pk=statement.pk).title == "Pronunciamiento, corregido"


def test_who_changes_it_while_approving_approves_her_own_version_only(statement, three):
    act(statement, three["IESSDEH"])
    page = PlainPage.objects.get(pk=statement.pk)
    page.title = "Otro título"
    page.save_revision(user=three["REDTRANS"])

    act(statement, three["REDTRANS"])

    assert {str(partner) for partner in missing(page.get_latest_revision())} == {"IESSDEH", "Miluska"}


def test_asking_for_changes_sends_it_back(statement, three):
    act(statement, three["IESSDEH"])
    act(statement, three["REDTRANS"], "reject")

    assert not is_live(statement)
    assert statement.current_workflow_state.status == "needs_changes"


@pytest.mark.parametrize("fields", [{}, {"is_superuser": True}])
def test_nobody_publishes_a_statement_past_the_others(statement, fields):
    user = somebody("IESSDEH", **fields)

    assert not statement.permissions_for_user(user).can_publish()
    for skip in (False, True):
        with pytest.raises(PermissionDenied):
            statement.get_latest_revision().publish(user=user, skip_permission_checks=skip)
    assert not is_live(statement)


def test_the_mark_is_not_taken_away_by_one_of_us(statement, three, author):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    page = PlainPage.objects.get(pk=statement.pk)
    page.in_our_name = False
    page.title = "Ahora dice otra cosa"
    page.save_revision(user=author)

    assert page.needs_all()
    with pytest.raises(PermissionDenied, match="IESSDEH, Miluska, REDTRANS"):
        page.get_latest_revision().publish(user=somebody(is_superuser=True), skip_permission_checks=True)


def test_a_page_that_speaks_for_all_from_its_next_version_on_is_a_statement_too(news, author):
    article = Article.objects.get(pk=news.pk)
    article.get_latest_revision().publish()
    article.in_our_name = True
    revision = article.save_revision(user=author)

    with pytest.raises(PermissionDenied):
        revision.publish(user=somebody(is_superuser=True), skip_permission_checks=True)


def test_a_routine_page_is_published_by_one_other_person(news, three):
    assert not news.permissions_for_user(three["IESSDEH"]).can_publish()

    act(news, three["IESSDEH"])

    assert is_live(news)


def test_who_wrote_a_version_does_not_approve_it(home):
    keeper = somebody("REDTRANS")
    page = submitted(add(home, PlainPage, "Aviso", keeper, body=[]), keeper)

    assert not may(page, keeper)
    assert may(page, somebody("REDTRANS"))


def test_who_corrects_while_approving_leaves_it_to_another(news, three):
    page = Article.objects.get(pk=news.pk)
    page.title = "Charla en Sullana"
    page.save_revision(user=three["IESSDEH"])
    task = page.current_workflow_task
    task.on_action(page.current_workflow_task_state, three["IESSDEH"], "approve")

    assert not is_live(news) and not may(news, three["IESSDEH"])
    act(news, three["Miluska"])
    assert is_live(news)


def test_translations_are_published_by_whoever_may_publish(statement, three):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    english = PlainPage.objects.get(pk=statement.pk).copy_for_translation(
        Locale.objects.get(language_code="en")
    )

    english.save_revision(user=three["IESSDEH"]).publish(user=three["IESSDEH"])

    assert is_live(english)


def test_each_sees_who_is_missing_and_what_waits_for_her(client, statement, three):
    act(statement, three["IESSDEH"])
    editor = reverse("wagtailadmin_pages:edit", args=[statement.pk])
    client.force_login(three["REDTRANS"])

    page = client.get(editor).content.decode()
    assert "Aprobaron esta versión: IESSDEH" in page and "Falta: Miluska, REDTRANS." in page
    assert "Aprobar por REDTRANS" in page
    assert "Pronunciamiento" in client.get(reverse("wagtailadmin_home")).content.decode()

    client.force_login(three["IESSDEH"])
    assert "Aprobar por" not in client.get(editor).content.decode()


def first_screen(client, user):
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home")).content.decode()


SENT = "Páginas que enviaste a aprobar"


def test_who_sent_pages_reads_whom_they_wait_for_and_what_was_asked_of_her(
    client, statement, news, three, author
):
    act(statement, three["REDTRANS"])
    screen = first_screen(client, author)
    assert (
        SENT in screen
        and "Falta: IESSDEH, Miluska" in screen
        and "Falta que la apruebe otra persona" in screen
    )
    assert SENT not in first_screen(client, somebody("Miluska", groups=["Equipo"]))

    state = news.current_workflow_task_state
    state.task.specific.on_action(state, three["IESSDEH"], "reject", comment="Pon <b>la hora</b>")
    screen = first_screen(client, author)
    assert "Te pidieron cambios" in screen and three["IESSDEH"].get_full_name() in screen
    assert "«Pon &lt;b&gt;la hora&lt;/b&gt;»" in screen

    act(statement, three["IESSDEH"])
    page = PlainPage.objects.get(pk=statement.pk)
    page.title = "Pronunciamiento, corregido"
    page.save_revision(user=author)
    screen = first_screen(client, author)
    assert "Pronunciamiento, corregido" in screen and "Falta: IESSDEH, Miluska, REDTRANS" in screen

    for name in ORGANIZATIONS * 2:  # the first only brings the new version to be read
        if may(statement, three[name]):
            act(statement, three[name])
    assert is_live(statement)
    assert "Pronunciamiento" not in first_screen(client, author).partition(SENT)[2]


def test_many_pages_that_wait_cost_as_much_as_one(home, author, three):
    def wait(number):
        page = add(home, PlainPage, f"Pronunciamiento {number}", author, body=SAID, in_our_name=True)
        act(submitted(page, author), three["IESSDEH"])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert all(
                [str(one) for one in state.lacking] == ["Miluska", "REDTRANS"] for state in asked_by(author)
            )
        return len(queries)

    wait(1)
    one = cost()
    for number in range(2, 6):
        wait(number)
    assert cost() == one


def test_approved_in_the_editor_by_the_third_it_is_read_by_everybody(client, statement, three):
    for name in ORGANIZATIONS:
        client.force_login(three[name])
        state = PlainPage.objects.get(pk=statement.pk).current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[statement.pk, "approve", state.pk])
        client.post(address, {"comment": ""})

    client.logout()
    assert client.get(PlainPage.objects.get(pk=statement.pk).get_url()).status_code == 200
    assert Approval.objects.count() == 3


def answer_in_the_editor(client, page, user, action="approve"):
    """With the form as it was shown; what she is told."""
    client.force_login(user)
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = querydict_from_html(client.get(editor).content.decode(), form_id="page-edit-form").dict()
    shown = {name: value.removeprefix("\n") for name, value in shown.items()}
    (block,) = page.body.raw_data  # scripts write the content, and what is pressed
    shown |= {f"body-0-{name}": block[name] for name in ("id", "type", "value")}
    shown |= {"body-count": "1", "body-0-order": "0", "body-0-deleted": "", "sharing-count": "0"}
    pressed = {"action-workflow-action": "true", "workflow-action-name": action}
    answer = client.post(editor, shown | pressed, follow=True)
    return [str(each) for each in answer.context["messages"]]


def test_whoever_approves_is_told_what_became_of_it(client, statement, three):
    first, second, third = (answer_in_the_editor(client, statement, three[name]) for name in ORGANIZATIONS)

    assert first == ["Aprobaste por IESSDEH. Falta: Miluska, REDTRANS."]
    assert second == ["Aprobaste por Miluska. Falta: REDTRANS."]
    assert third == ["Aprobada y publicada: ya la lee cualquiera."]


def test_whoever_approves_what_waits_for_its_hour_is_told_the_hour(client, home, author, three):
    page = add(home, PlainPage, "Aviso", author, body=SAID)
    page.go_live_at = datetime(2031, 3, 5, 9, 30, tzinfo=ZoneInfo("America/Lima"))
    page.save_revision(user=author)

    told = answer_in_the_editor(client, submitted(page, author), three["IESSDEH"])

    assert told == ["Aprobada. Saldrá el 5 de marzo de 2031, 09:30, hora de Lima."]


def test_whoever_asks_for_changes_is_told_who_reads_it(client, news, three):
    assert answer_in_the_editor(client, news, three["IESSDEH"], "reject") == [
        "Pediste cambios. Quien la escribió los lee en la página y en su correo."
    ]


def test_without_the_workflow_a_statement_waits(home, author):
    workflow_of_all().deactivate()
    page = add(home, PlainPage, "Pronunciamiento", author, body=[], in_our_name=True)

    assert not page.has_workflow
    with pytest.raises(PermissionDenied):
        page.get_latest_revision().publish(user=somebody(is_superuser=True), skip_permission_checks=True)


def test_who_changes_organizations_speaks_once_for_one_version(statement, three):
    user = three["IESSDEH"]
    act(statement, user)
    user.partner = Partner.objects.get(short_name="REDTRANS")
    user.save()

    assert not may(statement, User.objects.get(pk=user.pk))
    assert may(statement, three["REDTRANS"])


def test_who_asks_for_changes_takes_her_approval_back(statement, three, author):
    act(statement, three["IESSDEH"])
    act(statement, three["REDTRANS"])
    act(statement, three["IESSDEH"], "reject")
    PlainPage.objects.get(pk=statement.pk).current_workflow_state.resume(user=author)

    act(statement, three["Miluska"])

    assert not is_live(statement)
    act(statement, three["IESSDEH"])
    assert is_live(statement)


@pytest.mark.parametrize("fields", [{"publish_copies": "on"}, {"alias": "on"}])
def test_no_copy_is_read_that_nobody_approved(client, home, statement, three, fields):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    parent = home.add_child(instance=PlainPage(title="Otra", summary="Otra", body=[]))
    client.force_login(somebody("IESSDEH", is_superuser=True))

    form = {"new_title": "Otro título", "new_slug": "otro", "new_parent_page": parent.pk} | fields
    client.post(reverse("wagtailadmin_pages:copy", args=[statement.pk]), form)

    assert not Page.objects.live().child_of(parent).exists()


# In other languages


def english():
    return Locale.objects.get(language_code="en")


def translate(page, language, user, run_at_commit):
    client = Client()
    client.force_login(user)
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    with run_at_commit(execute=True):
        assert client.post(address, {"locales": [language.pk]}).status_code == 302
    return client, page.get_translations().get().specific


def false_summary(page):
    """As somebody writes who may only edit."""
    source = TranslationSource.objects.get(object_id=page.translation_key)
    summary = source.stringsegment_set.get(context__path="summary")
    StringTranslation.objects.create(
        translation_of=summary.string, context=summary.context, locale=english(), data="Something false"
    )


def test_what_was_written_in_english_first_is_no_translation(three):
    there = HomePage.objects.get(locale=english())
    page = add(there, PlainPage, "Statement", three["IESSDEH"], body=[], in_our_name=True, locale=english())

    with pytest.raises(PermissionDenied):
        page.get_latest_revision().publish(user=three["IESSDEH"])


def test_nothing_is_published_by_asking_for_its_translation(
    author, three, django_capture_on_commit_callbacks
):
    there = HomePage.objects.get(locale=english())
    page = add(there, PlainPage, "Statement", three["IESSDEH"], body=[], in_our_name=True, locale=english())
    page.get_latest_revision().publish()

    _client, ours = translate(page, Locale.get_default(), author, django_capture_on_commit_callbacks)

    assert not ours.live


def test_who_may_not_publish_does_not_by_bringing_a_translation_up_to_date(
    statement, three, author, django_capture_on_commit_callbacks
):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    client, there = translate(statement, english(), author, django_capture_on_commit_callbacks)
    false_summary(statement)
    address = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])

    def bring_up_to_date(client):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(address, {"publish_translations": "on"}).status_code == 302

    bring_up_to_date(client)
    assert not is_live(there)
    assert PlainPage.objects.get(pk=there.pk).summary != "Something false"

    client.force_login(three["IESSDEH"])
    bring_up_to_date(client)
    assert is_live(there)


@pytest.mark.parametrize("who", ["author", "IESSDEH"])
def test_no_translation_is_published_or_replaced_as_an_alias(
    statement, three, author, who, django_capture_on_commit_callbacks
):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    client, there = translate(statement, english(), author, django_capture_on_commit_callbacks)
    client.force_login(author if who == "author" else three[who])
    address = reverse("wagtail_localize:convert_to_alias", args=[there.pk])

    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert "Una traducción no se convierte en alias" in answer.content.decode()

    there.refresh_from_db()
    assert not there.live and there.alias_of is None
    Translation.objects.update(enabled=False)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[there.pk])).content.decode()
    assert 'name="action-submit"' in editor and "localize-convert-to-alias" not in editor


@pytest.fixture
def below(statement, three, author):
    """A page under one that is read in English as it is, since nobody translated it."""
    for name in ORGANIZATIONS:
        act(statement, three[name])
    page = submitted(
        add(PlainPage.objects.get(pk=statement.pk), PlainPage, "Anexo", author, body=SAID), author
    )
    act(page, three["IESSDEH"])
    return page


def test_what_is_read_does_not_change_because_the_page_above_it_is_to_be_translated(
    below, statement, three, author, django_capture_on_commit_callbacks
):
    there = publish_in_english(below, three["IESSDEH"], django_capture_on_commit_callbacks)
    false_summary(below)
    client = Client()
    client.force_login(author)

    with django_capture_on_commit_callbacks(execute=True):
        address = reverse("wagtail_localize:submit_page_translation", args=[statement.pk])
        fields = {"locales": [english().pk], "include_subtree": "on"}
        assert client.post(address, fields).status_code == 302

    there.refresh_from_db()
    assert there.live and there.summary == "De Anexo"
    assert not statement.get_translations().get().alias_of


def test_nor_do_words_of_a_translation_that_is_gone_come_back_unapproved(
    below, statement, three, author, django_capture_on_commit_callbacks
):
    _client, gone = translate(statement, english(), author, django_capture_on_commit_callbacks)
    false_summary(statement)
    gone.delete()
    translate(below, english(), author, django_capture_on_commit_callbacks)

    _client, there = translate(statement, english(), author, django_capture_on_commit_callbacks)

    assert there.live and there.summary == "De Pronunciamiento"


@pytest.mark.parametrize("take_down", [lambda page: page.unpublish(), lambda page: page.delete()])
def test_what_is_taken_down_in_spanish_is_taken_down_in_every_language(statement, three, take_down):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    page = PlainPage.objects.get(pk=statement.pk)
    there = page.copy_for_translation(english())
    there.save_revision().publish()

    take_down(page)

    assert not is_live(there)


def test_nor_does_the_timetable_publish_it_later_in_another(statement, three):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    page = PlainPage.objects.get(pk=statement.pk)
    there = page.copy_for_translation(english())
    there.go_live_at = timezone.now() + timedelta(days=1)
    there.save_revision().publish(user=three["IESSDEH"])

    page.unpublish()
    with time_machine.travel(there.go_live_at + timedelta(hours=1)):
        call_command("publish_scheduled")

    assert not is_live(there)


@pytest.mark.parametrize("hour", [None, HOUR])
def test_the_translation_of_a_routine_page_does_not_speak_for_all(
    home, author, three, hour, django_capture_on_commit_callbacks
):
    page = add(home, PlainPage, "Aviso", author, body=SAID)
    page.go_live_at = hour
    page.save_revision(user=author)
    act(submitted(page, author), three["REDTRANS"])
    _client, there = translate(page, english(), three["IESSDEH"], django_capture_on_commit_callbacks)
    there.in_our_name = True
    revision = there.save_revision(user=three["IESSDEH"])

    with pytest.raises(PermissionDenied):
        revision.publish(user=three["IESSDEH"])
    assert not there.permissions_for_user(three["IESSDEH"]).can_publish()

    assert there.get_workflow() == workflow_of_all()
    submitted(there, three["IESSDEH"])
    for name in ORGANIZATIONS:
        assert not is_live(there)
        act(there, three[name])
    assert is_live(there) is (hour is None)


OUT = "https://example.org/"


@pytest.fixture
def with_links(home, author, three, django_capture_on_commit_callbacks):
    """Read in Spanish, with links, and its translation begun."""
    parts = [
        ("text", f'<p>Lee <a href="{OUT}">esto</a> hoy</p>'),
        ("action", {"title": "Haz", "text": "", "label": "Ir", "page": None, "address": f"{OUT}boton"}),
        ("video", {"title": "Mira", "about": "Todo", "address": f"{OUT}video", "minutes": 3}),
    ]
    page = submitted(add(home, PlainPage, "Aviso", author, body=parts), author)
    act(page, three["REDTRANS"])
    client, there = translate(page, english(), author, django_capture_on_commit_callbacks)
    return client, page, there


def put_links(client, **body):
    """The answers to what the translation's screen sends, for every link."""
    translation = Translation.objects.get()
    segments = OverridableSegment.objects.filter(source=translation.source)
    assert {segment.data for segment in segments} == {OUT, f"{OUT}boton", f"{OUT}video"}
    places = [
        reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk]) for segment in segments
    ]
    return [client.put(place, **body) for place in places]


FORMS = {
    "one line": lambda value: {
        "data": urlencode({"value": value}),
        "content_type": "application/x-www-form-urlencoded",
    },
    "in parts": lambda value: {
        "data": encode_multipart(BOUNDARY, {"value": value}),
        "content_type": MULTIPART_CONTENT,
    },
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("address", ["javascript:alert(1)", " java\tscript:alert(1)", "data:text/html,x"])
def test_no_link_of_a_translation_runs_anything(with_links, form, address):
    client, _page, _there = with_links

    answers = put_links(client, **FORMS[form](address))

    assert [answer.status_code for answer in answers] == [400] * 3
    assert all(answer.json()["detail"].startswith("Un enlace empieza con") for answer in answers)
    assert not SegmentOverride.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_link_of_a_translation_leads_elsewhere_where_it_should(
    with_links, three, form, django_capture_on_commit_callbacks
):
    client, _page, there = with_links
    answers = put_links(client, **FORMS[form]("https://example.com/en"))
    assert [answer.status_code for answer in answers] == [201] * 3

    client.force_login(three["IESSDEH"])
    press_publish(client, there, django_capture_on_commit_callbacks)

    assert Client().get("/en/aviso/").content.decode().count('href="https://example.com/en"') == 3


def test_what_was_kept_before_runs_nothing_from_a_button_or_a_video(
    with_links, three, django_capture_on_commit_callbacks
):
    client, _page, there = with_links
    for segment in OverridableSegment.objects.exclude(context__path__endswith="'"):
        SegmentOverride.objects.create(
            locale=english(), context=segment.context, data_json='"javascript:alert(1)"'
        )

    client.force_login(three["IESSDEH"])
    press_publish(client, there, django_capture_on_commit_callbacks)

    shown = Client().get("/en/aviso/").content.decode()
    assert "Mira" in shown and "Haz" in shown and "javascript:" not in shown


# Taken down at once


@pytest.fixture
def read_and_waiting(statement, author, three):
    """Read by everybody, and a later version approved that has its hour."""
    for name in ORGANIZATIONS:
        act(statement, three[name])
    later = PlainPage.objects.get(pk=statement.pk)
    later.go_live_at = HOUR
    later.save_revision(user=author)
    submitted(later, author)
    for name in ORGANIZATIONS:
        act(later, three[name])
    return later


WAYS_DOWN = {
    "alone": lambda page: reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
    "with others": lambda page: (
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + f"?id={page.pk}"
    ),
}


@pytest.mark.parametrize("way", WAYS_DOWN)
def test_what_is_read_is_taken_down_although_a_later_version_has_its_hour(
    client, read_and_waiting, three, way
):
    client.force_login(three["IESSDEH"])
    assert is_live(read_and_waiting)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[read_and_waiting.pk])).content.decode()
    assert WAYS_DOWN["alone"](read_and_waiting) in editor

    client.post(WAYS_DOWN[way](read_and_waiting))

    assert not is_live(read_and_waiting)
    hours_later(HOUR)
    assert not is_live(read_and_waiting)


@pytest.mark.parametrize("way", WAYS_DOWN)
def test_nor_does_the_lock_of_one_of_us_keep_it_up(client, statement, three, author, way):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    client.force_login(three["REDTRANS"])
    client.post(reverse("wagtailadmin_pages:lock", args=[statement.pk]))
    assert Page.objects.get(pk=statement.pk).locked

    client.force_login(author)
    client.post(WAYS_DOWN[way](statement))
    assert is_live(statement)  # she may not publish

    client.force_login(three["IESSDEH"])
    client.post(WAYS_DOWN[way](statement))
    assert not is_live(statement)


# Before the hour of what was approved


@pytest.fixture
def waiting(home, author, three):
    """Approved by all three, and waiting for its hour."""
    page = add(home, PlainPage, "Pronunciamiento", author, body=SAID, in_our_name=True)
    page.go_live_at = HOUR
    page.save_revision(user=author)
    submitted(page, author)
    for name in ORGANIZATIONS:
        act(page, three[name])
    return PlainPage.objects.get(pk=page.pk)


def publish_in_english(page, user, run_at_commit):
    client, there = translate(page, english(), user, run_at_commit)
    press_publish(client, there, run_at_commit)
    return there


def press_publish(client, there, run_at_commit):
    """The button of the translation's screen."""
    with run_at_commit(execute=True):
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[there.pk]), {"action": "publish"})
    assert answer.status_code == 302


def hours_later(hour):
    with time_machine.travel(hour + timedelta(minutes=1)):
        call_command("publish_scheduled")


def test_its_translation_is_published_beforehand_and_comes_out_with_it(
    waiting, three, django_capture_on_commit_callbacks
):
    there = publish_in_english(waiting, three["IESSDEH"], django_capture_on_commit_callbacks)
    hours_later(HOUR - A_DAY)
    assert not is_live(there)

    hours_later(HOUR)

    assert is_live(waiting) and is_live(there)


def test_a_translation_begun_before_the_hour_was_set_does_not_come_out_before_it(
    home, author, three, django_capture_on_commit_callbacks
):
    page = add(home, PlainPage, "Aviso", author, body=SAID)
    client, there = translate(page, english(), three["IESSDEH"], django_capture_on_commit_callbacks)
    page.go_live_at = HOUR
    page.save_revision(user=author)
    act(submitted(page, author), three["REDTRANS"])

    press_publish(client, there, django_capture_on_commit_callbacks)

    assert not is_live(there)
    hours_later(HOUR)
    assert is_live(there)


def test_its_translation_waits_with_what_was_put_off(waiting, three, django_capture_on_commit_callbacks):
    there = publish_in_english(waiting, three["IESSDEH"], django_capture_on_commit_callbacks)
    revision = waiting.get_latest_revision()
    revision.content["go_live_at"] = (HOUR + A_DAY).isoformat()
    revision.save()
    revision.publish()

    hours_later(HOUR)
    assert not is_live(there)
    hours_later(HOUR + A_DAY)
    assert is_live(waiting) and is_live(there)


def test_its_translation_does_not_come_out_alone_when_it_is_called_off(
    waiting, three, django_capture_on_commit_callbacks
):
    there = publish_in_english(waiting, three["IESSDEH"], django_capture_on_commit_callbacks)
    client = Client()
    client.force_login(three["REDTRANS"])
    address = reverse(
        "wagtailadmin_pages:revisions_unschedule", args=[waiting.pk, waiting.latest_revision_id]
    )
    assert client.post(address).status_code == 302

    hours_later(HOUR)
    hours_later(HOUR + A_DAY)

    assert not is_live(waiting) and not is_live(there)


def test_what_was_not_approved_is_not_published_in_english_because_it_has_an_hour(
    home, author, three, django_capture_on_commit_callbacks
):
    page = add(home, PlainPage, "Pronunciamiento", author, body=SAID, in_our_name=True)
    page.go_live_at = HOUR
    page.save_revision(user=author)
    client, there = translate(
        submitted(page, author), english(), three["IESSDEH"], django_capture_on_commit_callbacks
    )

    client.post(reverse("wagtailadmin_pages:edit", args=[there.pk]), {"action": "publish"})

    hours_later(HOUR)
    assert not is_live(there)


def test_whoever_fetches_the_text_before_a_change_comes_out_is_told_when_to_come_back(
    statement, author, three, django_capture_on_commit_callbacks
):
    for name in ORGANIZATIONS:
        act(statement, three[name])
    client, _there = translate(statement, english(), three["IESSDEH"], django_capture_on_commit_callbacks)
    address = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])

    def fetched():
        answer = client.post(address, follow=True)
        return [str(each) for each in answer.context["messages"]][-1]

    assert not fetched().startswith("Se trajo")
    page = PlainPage.objects.get(pk=statement.pk)
    page.go_live_at = HOUR
    page.save_revision(user=author)
    submitted(page, author)
    for name in ORGANIZATIONS:
        act(page, three[name])

    assert fetched() == (
        "Se trajo lo que se lee hoy. El cambio que ya está aprobado sale el 5 de marzo de 2031, 09:30, hora de Lima: "
        "después de esa hora pulsa otra vez «Sincronizar páginas traducidas», y te pedirá lo que cambió."
    )
