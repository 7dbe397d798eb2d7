"""Files that wait on the disk until somebody has said what is on them; Wagtail keeps them apart meanwhile."""

from django.db.models.signals import pre_save
from wagtail.models import UploadedFile

from cms.papers import Paper, cleaned
from cms.pictures import Picture, silent


def watch():
    pre_save.connect(take_traces, sender=UploadedFile)


def take_traces(sender, instance, **kwargs):
    file = instance.file
    if not file or file._committed:
        return
    model = instance.for_content_type.model_class()
    if model is Picture:
        instance.file = silent(file, file.name)
    elif model is Paper:
        instance.file = cleaned(file, file.name)
