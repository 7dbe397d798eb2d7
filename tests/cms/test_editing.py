"""Every kind of page can be begun, opened, looked at and translated by whoever writes."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.models import get_page_models as page_models
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from accounts.models import User
from cms.directory import Service
from cms.happenings import EventPage, EventsPage
from cms.lessons import CoursePage, CoursesPage, LessonPage
from cms.models import HomePage
from cms.pages import PublicPage
from cms.regions import CommitmentsPage, RegionPage, RegionsPage
from cms.resources import PublicationPage, ResourcesPage
from tests.cms import world
from tests.cms.world import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    user = User.objects.create_user("escribe@example.org", "una clave larga y tranquila")
    user.groups.add(Group.objects.get(name="Equipo"))
    client.force_login(user)
    return client


@pytest.fixture
def pages():
    home = world.home()
    resources, events, regions, courses = (
        publish(home, kind, kind.__name__) for kind in (ResourcesPage, EventsPage, RegionsPage, CoursesPage)
    )
    course = publish(courses, CoursePage, "Curso", audience="peers", body=[])
    return [
        *(resources, events, regions, courses, course),
        publish(resources, PublicationPage, "Informe", sort="report", year=2020, authors="IESSDEH", body=[]),
        publish(events, EventPage, "Taller", starts=timezone.now(), mode="online", body=[]),
        publish(regions, RegionPage, "Piura", region_id="20", body=[]),
        publish(home, CommitmentsPage, "Compromisos", reply_to="a@example.org", body=[]),
        publish(course, LessonPage, "Lección", body=[]),
    ]


def test_each_opens_to_be_written(writer, pages):
    for page in pages:
        model = page._meta
        begin = reverse(
            "wagtailadmin_pages:add", args=[model.app_label, model.model_name, page.get_parent().pk]
        )
        # What there may be only one of is not offered a second time.
        assert writer.get(begin).status_code == (302 if page.max_count_per_parent else 200), page
        assert writer.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200, page


def test_each_can_be_looked_at_before_it_is_published(pages):
    for page in pages:
        assert page.title in page.make_preview_request().rendered_content, page


NEEDED = {
    EventPage: {"starts": timezone.now()},
    RegionPage: {"region_id": "20"},
    Service: {"verified": timezone.localdate()},
    CoursePage: {"audience": "peers"},
}
KINDS = [model for model in page_models() if issubclass(model, PublicPage)]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind is not HomePage])
def test_each_can_be_looked_at_before_it_was_ever_saved(kind):
    parent = place_for(kind)
    fields = {"title": "Nueva", "slug": "nueva", "summary": "De ella", "locale": parent.locale}
    page = kind(**fields | NEEDED.get(kind, {}))
    page.path, page.depth = Page._get_children_path_interval(parent.path)[1], parent.depth + 1
    page.set_url_path(parent)

    assert page.pk is None and "Nueva" in page.make_preview_request().rendered_content


def place_for(kind):
    """A page below which one of this kind may be made."""
    above = kind.allowed_parent_page_models()
    if HomePage in above:
        return world.home()
    return publish(place_for(above[0]), above[0], "Lugar", **NEEDED.get(above[0], {}))


def test_each_can_be_translated(writer, pages):
    for page in pages:
        address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        assert writer.get(address).status_code == 200, page


def test_a_whole_part_of_the_site_is_translated_at_once_and_more_can_be_added_below_it(
    writer, django_capture_on_commit_callbacks
):
    """What is published when all is written must not forget the pages that came below it meanwhile."""
    events = publish(world.home(), EventsPage, "Citas")
    starts = timezone.now()
    for title in ("Uno", "Dos"):
        publish(events, EventPage, title, starts=starts, mode="online", body=[])
    address = reverse("wagtail_localize:submit_page_translation", args=[events.pk])
    english = Locale.objects.get_or_create(language_code="en")[0]

    with django_capture_on_commit_callbacks(execute=True):
        answer = writer.post(address, {"locales": [english.pk], "include_subtree": "on"})

    assert answer.status_code == 302
    for translation in Translation.objects.order_by("pk"):
        translations = list(StringSegment.objects.filter(source=translation.source))
        for segment in translations:
            StringTranslation.objects.get_or_create(
                translation_of=segment.string, locale=english, context=segment.context, defaults={"data": "X"}
            )
    with django_capture_on_commit_callbacks(execute=True):
        for translation in Translation.objects.order_by("pk"):
            translation.save_target(publish=True)
    later = publish(events, EventPage, "Tres", starts=starts, mode="online", body=[])
    with django_capture_on_commit_callbacks(execute=True):
        there = reverse("wagtail_localize:submit_page_translation", args=[later.pk])
        assert writer.post(there, {"locales": [english.pk]}).status_code == 302
    assert Page.find_problems() == ([], [], [], [], [])
    assert events.get_translation(english).get_children().count() == 3


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_sent_back_as_it_came_is_no_new_version(kind):
    """Whoever approves would else be the author of what she approves, and it would never be published."""
    form = kind.get_edit_handler().get_form_class()(instance=kind(), for_user=User())

    assert [name for name, field in form.fields.items() if field.show_hidden_initial] == []


def test_every_kind_has_its_place():
    homes = {model.__name__ for model in HomePage.allowed_subpage_models()}

    assert {"ResourcesPage", "EventsPage", "RegionsPage", "CommitmentsPage", "CoursesPage"} <= homes
    assert {"EventPage", "PublicationPage", "RegionPage", "LessonPage"}.isdisjoint(homes)


def test_the_top_of_the_tree_bears_the_name_of_the_site():
    top = Page.get_first_root_node()

    assert top.title == top.draft_title == "Incidencia"


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_settings_offer_no_third_language(client, language):
    keeper = User.objects.create_superuser("jefa@example.org", "una clave larga y tranquila")
    UserProfile.objects.create(user=keeper, preferred_language=language)
    client.force_login(keeper)

    menu = client.get(reverse("wagtailadmin_home")).content.decode()

    assert reverse("wagtailredirects:index") in menu
    assert reverse("wagtaillocales:index") not in menu
