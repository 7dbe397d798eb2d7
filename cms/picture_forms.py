from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL.Image import DecompressionBombError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from cms.file_forms import KeepsItsFile


class SizedPictureField(WagtailImageField):
    def check_image_pixel_size(self, f):
        """A file may claim so many that Pillow does not even count them."""
        try:
            super().check_image_pixel_size(f)
        except DecompressionBombError:
            raise ValidationError(
                _("Tiene demasiados píxeles. Guárdala más pequeña y súbela otra vez."),
                code="file_too_many_pixels",
            ) from None


class PictureForm(KeepsItsFile, BaseImageForm):
    """Nobody uploads a picture without saying what is on it: whoever does not see it has that and nothing else."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        file = self.fields.get("file")
        if isinstance(file, WagtailImageField):  # Wagtail names the class of this one itself
            self.fields["file"] = SizedPictureField(
                label=file.label, required=file.required, widget=file.widget
            )
        field = self.fields["description"]
        field.required = True
        field.help_text = _(
            "Qué se ve, en una frase: la leerá en voz alta quien no ve la imagen. Sin nombres de personas."
        )
