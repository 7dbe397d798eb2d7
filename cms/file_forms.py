"""Pictures and documents: a page was approved with what it shows, so that no other file takes its place."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm


class KeepsItsFile:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "file" in self.fields:
            shown = self.fields["file"]
            del self.initial["file"]  # or it would be read again, and it may be lost
            self.fields["file"] = forms.Field(
                label=shown.label,
                widget=shown.widget,
                disabled=True,
                required=False,
                help_text=_(
                    "El archivo no se cambia: las páginas que lo llevan se aprobaron con él. Sube otro y elígelo en la "
                    "página, que se aprobará de nuevo."
                ),
            )


class PaperForm(KeepsItsFile, BaseDocumentForm):
    pass
