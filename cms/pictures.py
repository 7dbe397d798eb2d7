"""Photographs without what the camera wrote into them: place, device, time."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageOps
from wagtail.images.models import WagtailImageField

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
