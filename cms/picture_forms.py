from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Nobody uploads a picture without saying what is on it: whoever does not see it has that and nothing else."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["description"]
        field.required = True
        field.help_text = _(
            "Qué se ve, en una frase: la leerá en voz alta quien no ve la imagen. Sin nombres de personas."
        )
