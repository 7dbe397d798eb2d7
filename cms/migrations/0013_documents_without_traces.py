"""Documents uploaded before the cleaning knew more places where a name hides are cleaned again where they lie."""

import logging

from django.core.exceptions import ValidationError
from django.db import migrations

from cms.papers import clean_where_it_lies

log = logging.getLogger(__name__)


def clean(apps, schema_editor):
    for paper in apps.get_model("cms", "Paper").objects.iterator():
        try:
            paper.file_size = len(clean_where_it_lies(paper.file))
            paper.file_hash = ""  # made anew when it is asked for
            paper.save(update_fields=["file_size", "file_hash"])
        except (OSError, ValidationError) as trouble:
            log.warning(
                "%s could not be cleaned again: %s Upload a clean one and choose it on its page.",
                paper.file.name,
                trouble,
            )


class Migration(migrations.Migration):
    dependencies = [("cms", "0012_name_the_root")]

    operations = [migrations.RunPython(clean, migrations.RunPython.noop)]
