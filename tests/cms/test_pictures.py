"""No picture on the disk says where, when or with what it was taken, whatever way it came in."""

import importlib
import io
import struct
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, UploadedFile

from cms.papers import Paper
from cms.pictures import Picture
from tests.cms.test_papers import TRACE, docx, tells
from tests.cms.world import paper
from tests.crm.world import member

pytestmark = pytest.mark.django_db
FORMS = ["JPEG", "MPO", "PNG", "WEBP", "AVIF"]
LYING = 6  # in the words of EXIF: on its side


@pytest.fixture(autouse=True)
def disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def editor(client):
    client.force_login(member())
    return client


def photo(form="JPEG"):
    exif = Image.Exif()
    exif[0x0110], exif[0x0112] = TRACE, LYING
    exif.get_ifd(0x8825)[29] = "2026:11:20 " + TRACE
    packed = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(packed, form, exif=exif)
    assert TRACE.encode() in packed.getvalue()
    return packed.getvalue()


def upload(form="JPEG"):
    ending = {"JPEG": "jpg", "MPO": "jpg"}.get(form, form.lower())
    return SimpleUploadedFile(f"IMG_20261120_{TRACE}.{ending}", photo(form), f"image/{ending}")


def files(disk):
    return [path for path in disk.rglob("*") if path.is_file()]


def told(disk):
    """The files that tell something: by what is in them, or by their name."""
    return [
        path
        for path in files(disk)
        if TRACE.encode() in path.read_bytes() or "IMG_" in path.name or Image.open(path).getexif()
    ]


def draw(picture):
    for each in ("original", "width-20", "width-20|format-jpeg"):
        picture.get_rendition(each)


@pytest.mark.parametrize("form", FORMS)
def test_none_that_a_program_brings(form, disk):
    picture = Picture.objects.create(title="Foto", file=ImageFile(io.BytesIO(photo(form)), name="IMG_1.jpg"))
    draw(picture)

    assert len(files(disk)) == 4 and told(disk) == []
    assert (picture.width, picture.height) == (30, 40) == Image.open(picture.file.path).size


@pytest.mark.parametrize("form", FORMS)
def test_none_of_several_that_wait_for_their_description(form, editor, disk):
    answer = editor.post(reverse("wagtailimages:add_multiple"), {"files[]": upload(form)}).json()
    waiting = answer["uploaded_file_id"]
    assert len(files(disk)) == 1 and told(disk) == []

    said = {
        f"uploaded-image-{waiting}-{name}": value
        for name, value in {
            "title": "Plaza",
            "description": "Una plaza",
            "collection": Collection.get_first_root_node().pk,
        }.items()
    }
    answer = editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting]), said
    ).json()

    picture = Picture.objects.get(pk=answer["image_id"])
    draw(picture)
    assert len(files(disk)) == 4 and told(disk) == []
    assert (picture.width, picture.height) == (30, 40) and not UploadedFile.objects.exists()


def test_none_that_is_chosen_from_a_page(editor, disk):
    said = {"image-chooser-upload-title": "Plaza", "image-chooser-upload-description": "Una plaza"}
    editor.post(reverse("wagtailimages_chooser:create"), said | {"image-chooser-upload-file": upload()})

    draw(Picture.objects.get())
    assert len(files(disk)) == 5 and told(disk) == []  # one more for the list to choose from


@pytest.mark.parametrize("is_lost", [False, True])
def test_no_other_takes_its_place_under_pages_that_were_approved_with_it(editor, disk, is_lost):
    picture = Picture.objects.create(title="Foto", file=ImageFile(io.BytesIO(photo()), name="foto.jpg"))
    there = reverse("wagtailimages:edit", args=[picture.pk])
    form = editor.get(there).content.decode()
    assert "El archivo no se cambia" in form and 'type="file"' not in form
    if is_lost:
        picture.file.storage.delete(picture.file.name)
    before = files(disk)
    answer = editor.post(there, {"title": "Plaza", "description": "Una plaza", "file": upload("PNG")})

    assert answer.status_code == 302 and files(disk) == before
    now = Picture.objects.get()
    assert (now.title, now.file.name) == ("Plaza", picture.file.name)


def test_no_other_document_takes_the_place_of_one(editor, disk):
    made = paper()
    there = reverse("wagtaildocs:edit", args=[made.pk])
    form = editor.get(there).content.decode()
    assert "El archivo no se cambia" in form and 'type="file"' not in form
    before = made.file.read()
    answer = editor.post(there, {"title": "Informe", "file": SimpleUploadedFile("otra.docx", docx())})

    assert answer.status_code == 302
    now = Paper.objects.get()
    assert (now.title, now.file.read(), len(files(disk))) == ("Informe", before, 1)


def enormous():
    packed = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(packed, "PNG")
    return SimpleUploadedFile("enorme.png", packed.getvalue())


def boasting():
    """A small file that claims to be 65,000 pixels high and wide."""
    body = photo()
    place = body.index(b"\xff\xc0") + 5
    return SimpleUploadedFile(
        "enorme.jpg", body[:place] + struct.pack(">HH", 65_000, 65_000) + body[place + 4 :]
    )


@pytest.mark.parametrize("make", [enormous, boasting])
def test_one_of_too_many_pixels_is_refused_with_a_sentence(make, editor, disk):
    said = {"title": "Plaza", "description": "Una plaza", "file": make()}
    page = editor.post(reverse("wagtailimages:add"), said)
    several = editor.post(reverse("wagtailimages:add_multiple"), {"files[]": make()}).json()

    assert "demasiados píxeles" in page.content.decode() and 'type="file"' in page.content.decode()
    assert not several["success"] and "demasiados píxeles" in several["error_message"]
    assert files(disk) == []


def test_no_document_that_waits_for_its_title(editor, disk):
    file = SimpleUploadedFile("guia.docx", docx())
    editor.post(reverse("wagtaildocs:add_multiple"), {"files[]": file, "title": ""})

    assert UploadedFile.objects.get().file.size and len(files(disk)) == 1
    assert [path for path in files(disk) if tells(path.read_bytes())] == []


def test_none_that_came_before_all_ways_were_closed(disk):
    picture = Picture.objects.create(title="Foto", file=ImageFile(io.BytesIO(photo()), name="foto.jpg"))
    draw(picture)
    clean = Picture.objects.create(title="Otra", file=ImageFile(io.BytesIO(photo()), name="otra.jpg"))
    kept = clean.file.read()
    lost = Picture.objects.create(title="Perdida", file=ImageFile(io.BytesIO(photo()), name="perdida.jpg"))
    lost.file.storage.delete(lost.file.name)
    waiting = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(Picture), file=upload()
    )
    old = [picture.file.path, waiting.file.path, *(each.file.path for each in picture.renditions.all())]
    for path in old:
        Path(path).write_bytes(photo())
    before = sorted(files(disk))
    assert len(told(disk)) == 5

    importlib.import_module("cms.migrations.0011_no_traces_on_the_disk").redraw(apps, None)

    assert told(disk) == [] and sorted(files(disk)) == before
    assert Path(clean.file.path).read_bytes() == kept
