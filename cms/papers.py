"""Documents of the site, as they are kept and as they are handed out."""

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument

from cms.pictures import replace_where_it_lies
from cms.traces import without_traces

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


class CleanFile(ContentFile):
    """Nothing in it tells any more who made it."""


class PlainFile(FieldFile):
    """Whatever way a file comes in, what reaches the disk was cleaned."""

    def save(self, name, content, save=True):
        super().save(name, content if isinstance(content, CleanFile) else cleaned(content, name), save)


class PlainFileField(models.FileField):
    """What cannot be cleaned is refused before it is kept."""

    attr_class = PlainFile

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        return value if value._committed else cleaned(value, value.name)


def cleaned(file, name):
    """The file that was sent stays open: a form that waits for its title needs it once more."""
    file.open()
    return CleanFile(without_traces(file.read(), name), name=name)


def clean_where_it_lies(file):
    """For a file that came to the disk when less was known of where names hide; return its bytes.

    Raises ValidationError, leaving it as it is, where it holds what would be refused now."""
    with file.open() as old:
        body = old.read()
    new = without_traces(body, file.name)
    if new != body:
        replace_where_it_lies(file, new)
    return new


class Paper(AbstractDocument):
    file = PlainFileField(_("archivo"), upload_to="documents")

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta:
        verbose_name = _("documento")
        verbose_name_plural = _("documentos")

    @property
    def url(self):
        """For the team. Readers get a document from the page that presents it, and only while that is published."""
        return reverse("paper", args=[self.pk])

    @property
    def kind(self):
        return self.file_extension.upper()


def handed_out(paper, name):
    """To be kept, not opened: a browser neither shows nor guesses what it is."""
    kind = paper.file_extension.lower()
    response = FileResponse(
        paper.file.open("rb"),
        as_attachment=True,
        filename=f"{name}.{kind}",
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-cache"
    return response
