"""Photographs without what the camera wrote into them: place, device, time."""

from io import BytesIO

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    WagtailImageField,
    get_upload_to,
)
from wagtail.images.models import Image as WagtailImage

KEPT = {"transparency"}  # without it, a drawing of few colours would lose its see-through parts
QUALITY = {"JPEG": {"quality": 90}, "WEBP": {"quality": 90}, "AVIF": {"quality": 85}}


class PlainPictureField(WagtailImageField):
    """Whatever way a file comes in, what reaches the disk is drawn anew from its pixels."""

    def pre_save(self, model_instance, add):
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            setattr(model_instance, self.attname, ContentFile(redrawn(file), name=file.name))
        return super().pre_save(model_instance, add)


def redrawn(file):
    file.seek(0)
    with Image.open(file) as original:
        form = original.format
        upright = ImageOps.exif_transpose(original)
    upright.info = {name: value for name, value in upright.info.items() if name in KEPT}
    packed = BytesIO()
    upright.save(packed, form, **QUALITY.get(form, {}))
    return packed.getvalue()


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
