"""Photographs uploaded several at a time had kept the place and the device; so had what was made of them."""

import logging

from django.db import migrations

from cms.pictures import redraw_where_it_lies

log = logging.getLogger(__name__)


def redraw(apps, schema_editor):
    waiting = apps.get_model("wagtailcore", "UploadedFile").objects.filter(for_content_type__model="picture")
    pictures, renditions = (apps.get_model("cms", name).objects.all() for name in ("Picture", "Rendition"))
    for rows in (waiting, pictures, renditions):
        for row in rows.iterator():
            try:
                redraw_where_it_lies(row.file)
            except OSError as trouble:
                log.warning("%s could not be read again: %s. Delete it in Imágenes.", row.file.name, trouble)


class Migration(migrations.Migration):
    dependencies = [("cms", "0010_first_page_of_a_cause"), ("wagtailcore", "0093_uploadedfile")]

    operations = [migrations.RunPython(redraw, migrations.RunPython.noop)]
