"""Photographs without what the camera wrote into them: place, device, time."""

from io import BytesIO
from pathlib import Path, PurePath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.images.models import Image as WagtailImage

TRACES = {"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop"}
KEPT = {"transparency"}  # without it, a drawing of few colours would lose its see-through parts
QUALITY = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}, "AVIF": {"quality": 85}}


class PlainPictureFile(WagtailImageFieldFile):
    """Whatever way a file comes in, what reaches the disk is drawn anew from its pixels."""

    def save(self, name, content, save=True):
        file = silent(content, name)
        super().save(file.name, file, save)


class PlainPictureField(WagtailImageField):
    attr_class = PlainPictureFile


def silent(file, name):
    """The picture alone, under a name that nobody guesses: telephones write the hour and the place into names too."""
    return ContentFile(redrawn(file), name=f"{uuid4().hex[:12]}{PurePath(name).suffix.lower()}")


def redrawn(file):
    file.seek(0)
    with Image.open(file) as original:
        form = original.format.replace("MPO", "JPEG")  # of some telephones: several in one file
        upright = ImageOps.exif_transpose(original)
    upright.info = {name: value for name, value in upright.info.items() if name in KEPT}
    packed = BytesIO()
    upright.save(packed, form, **QUALITY.get(form, {}))
    return packed.getvalue()


def redraw_where_it_lies(file):
    """For a file that came to the disk before all ways in were closed to traces. One without any stays as it is."""
    with file.open() as old:
        if not has_traces(old):
            return
        new = redrawn(old)
    replace_where_it_lies(file, new)


def replace_where_it_lies(file, body):
    """Whole or not at all."""
    unfinished = file.storage.save(f"{file.name}.unfinished", ContentFile(body))
    Path(file.storage.path(unfinished)).replace(file.path)


def has_traces(file):
    with Image.open(file) as image:
        image.load()  # a PNG may tell after its pixels
        return bool(image.getexif()) or bool(TRACES & image.info.keys()) or bool(getattr(image, "text", None))


class Picture(AbstractImage):
    file = PlainPictureField(
        verbose_name=_("archivo"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )

    admin_form_fields = WagtailImage.admin_form_fields

    class Meta:
        verbose_name = _("imagen")
        verbose_name_plural = _("imágenes")


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="cms_one_rendition"
            ),
        ]
