"""Every part of a page: what an editor is shown of it, and what a reader gets."""

import io
import itertools

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, strip_tags
from PIL import Image
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from accounts.models import User
from cms import consent
from cms.blocks import DRAWINGS, BodyBlock, DocumentsBlock, PictureBlock, VoiceBlock
from cms.models import PlainPage
from cms.pictures import Picture
from cms.resources import PublicationPage, ResourcesPage
from cms.voices import Voice
from tests.cms.world import home, paper, publish, text

pytestmark = pytest.mark.django_db
PARTS = BodyBlock().child_blocks
WHAT_THERE_IS = set(
    "heading text picture illustration voice figures timeline cause_status action questions myth comparison documents "
    "video share".split()
)


@pytest.fixture
def editor():
    user = User.objects.create_user("editora@example.org", "una clave larga y buena")
    user.groups.add(Group.objects.get(name="Equipo"))
    client = Client()
    client.force_login(user)
    client.user = user
    return client


def png():
    packed = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(packed, "PNG")
    return packed.getvalue()


def make_picture(title="Plaza"):
    return Picture.objects.create(
        title=title, description="Una plaza", file=SimpleUploadedFile("p.png", png())
    )


def test_these_are_the_parts():
    assert set(PARTS) == WHAT_THERE_IS


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", PARTS)
def test_an_editor_sees_what_a_part_is_for_and_how_it_looks(editor, name, language):
    UserProfile.objects.update_or_create(user=editor.user, defaults={"preferred_language": language})
    part = PARTS[name]

    answer = editor.get(reverse("wagtailadmin_block_preview"), {"id": part.definition_prefix})

    page = answer.content.decode()
    drawn = page.partition("<main>")[2]
    assert part.meta.description and part.is_previewable
    assert answer.status_code == 200 and f'lang="{language}"' in page and "incidencia.css" in page
    drawn = drawn.partition("</main>")[0]
    assert len(strip_tags(drawn).strip()) > 10
    assert drawn.count("<") > 4 or name in ("heading", "cause_status")


class Filled:
    """Every text of a part, each with a mark that no template may let through as it is."""

    def __init__(self):
        self.marks = []
        self.number = itertools.count()

    def text(self):
        self.marks.append(f"<i>dicho {next(self.number)}</i> & más")
        return self.marks[-1]

    def of(self, block):
        match block:
            case ImageBlock():
                picture = make_picture()
                picture.contextual_alt_text, picture.decorative = self.text(), False
                return picture
            case VoiceBlock():
                voice = Voice.objects.create(
                    words=self.text(), named=self.text(), locale=Locale.get_default()
                )
                today = timezone.localdate()
                consent.record(voice, "given", None, on_page=True, until=today)
                return block.to_python(voice.pk)
            case blocks.PageChooserBlock():
                return self.page(block)
            case blocks.StructBlock():
                return block.normalize({name: self.of(child) for name, child in block.child_blocks.items()})
            case blocks.ListBlock():
                return [self.of(block.child_block)]
            case blocks.RichTextBlock():
                return block.normalize("<p>Un párrafo</p>")
            case blocks.ChoiceBlock():
                return next((code for code, _name in block.field.choices if code), None)
            case blocks.IntegerBlock():
                return 3
            case blocks.URLBlock():
                return "https://example.org/"
            case blocks.CharBlock() | blocks.TextBlock():
                return self.text()
        raise AssertionError(f"nobody said what to put into {block}")

    def page(self, block):
        if block.target_model is not PublicationPage:
            return home()
        shelf = ResourcesPage.objects.first() or publish(home(), ResourcesPage, "Publicaciones")
        fields = {"sort": "study", "year": 2009, "authors": "IESSDEH", "body": [], "paper": paper()}
        return publish(shelf, PublicationPage, self.text(), **fields)


@pytest.mark.parametrize("name", PARTS)
def test_a_page_shows_all_that_is_written_into_a_part_and_lets_none_of_it_act(client, name):
    filled = Filled()
    value = filled.of(PARTS[name])

    html = text(client, publish(home(), PlainPage, "Página", body=[(name, value)]).url)

    drawn = html.partition('<div class="body">')[2]
    assert [mark for mark in filled.marks if escape(mark) not in drawn] == []
    assert [mark for mark in filled.marks if mark in html] == []


def test_a_picture_on_a_page_needs_words_for_who_does_not_see_it():
    block = PictureBlock()
    picture = make_picture()
    picture.contextual_alt_text, picture.decorative = "", False

    with pytest.raises(ValidationError):
        block.clean(block.normalize({"picture": picture, "caption": "", "credit": ""}))

    picture.decorative = True
    assert block.clean(block.normalize({"picture": picture, "caption": "", "credit": ""}))


def test_nobody_uploads_a_picture_without_saying_what_is_on_it(editor):
    address = reverse("wagtailimages:add")

    def upload(description):
        file = SimpleUploadedFile("plaza.png", png(), "image/png")
        return editor.post(address, {"title": "Plaza", "file": file, "description": description})

    assert "description" in upload("").context["form"].errors
    assert not Picture.objects.exists()

    upload("Una plaza con carteles, sin rostros")

    assert Picture.objects.get().description == "Una plaza con carteles, sin rostros"


def test_several_pictures_at_once_wait_for_their_words(editor):
    file = SimpleUploadedFile("plaza.png", png(), "image/png")

    editor.post(
        reverse("wagtailimages:add_multiple"), {"files[]": file}, HTTP_X_REQUESTED_WITH="XMLHttpRequest"
    )

    assert not Picture.objects.exists()


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_every_drawing_is_for_the_eye_only_and_loads_nothing(drawing):
    svg = render_to_string(f"cms/drawings/{drawing}.html")

    assert 'aria-hidden="true"' in svg and "href" not in svg and "style=" not in svg and len(svg) < 1800


def test_documents_are_offered_in_the_language_of_the_page_where_they_are_in_it(client):
    filled = Filled()
    page = filled.page(PARTS["documents"].child_blocks["pages"].child_block)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.title = "The study"
    english.save_revision().publish()
    english.refresh_from_db()

    def offered(language):
        return DocumentsBlock().in_language([page], language)

    assert [one.pk for one in offered("es")] == [page.pk]
    assert [one.pk for one in offered("en")] == [english.pk]
    page.unpublish()
    english.unpublish()
    assert offered("en") == []


def test_the_button_of_an_action_leads_to_its_page_in_the_language_of_the_reader(client):
    place = publish(home(), PlainPage, "Adónde ir", body=[])
    parts = [
        {"type": "action", "value": {"title": "Ve", "label": "Ir", "page": place.pk, "address": ""}},
        {"type": "action", "value": {"title": "Ve", "label": "Ir", "address": "https://example.org/otro/"}},
    ]
    page = publish(home(), PlainPage, "De dónde se sale", body=parts)
    english = Locale.objects.get(language_code="en")
    for one in (place, page):
        one.copy_for_translation(english, copy_parents=True).save_revision().publish()
    there, here = (one.get_translation(english) for one in (place, page))

    for one, leads_to in ((page, place), (here, there)):
        shown = text(client, one.get_url())
        assert f'class="button" href="{leads_to.get_url()}"' in shown
        assert 'class="button" href="https://example.org/otro/"' in shown


def test_the_button_of_an_action_does_not_lead_to_a_page_that_was_taken_down(client):
    place = publish(home(), PlainPage, "Adónde ir", body=[])
    value = {"title": "Ve a la plaza", "label": "Ir", "page": place.pk, "address": ""}
    page = publish(home(), PlainPage, "De dónde se sale", body=[{"type": "action", "value": value}])
    english = Locale.objects.get(language_code="en")
    here = page.copy_for_translation(english)
    here.save_revision().publish()
    assert all('class="button"' in text(client, one.get_url()) for one in (page, here))

    place.unpublish()

    for one in (page, here):
        shown = text(client, one.get_url())
        assert "Ve a la plaza" in shown and 'class="button"' not in shown and "adonde-ir" not in shown
