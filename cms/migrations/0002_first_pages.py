import uuid

from django.db import migrations

HOMES = [("es", "Inicio", "inicio"), ("en", "Home", "home")]
SUMMARY = {
    "es": "Qué pedimos, dónde está en el Congreso y qué puedes hacer.",
    "en": "What we ask for, where it stands in Congress, and what you can do.",
}


def put_homes(apps, schema_editor):
    """A home for each language in the place of Wagtail's page of welcome."""
    Page, Site, Locale = (apps.get_model("wagtailcore", name) for name in ("Page", "Site", "Locale"))
    HomePage = apps.get_model("cms", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    content_type, _created = ContentType.objects.get_or_create(app_label="cms", model="homepage")
    Site.objects.all().delete()
    Page.objects.filter(depth=2).delete()
    key = uuid.uuid4()
    for number, (language, title, slug) in enumerate(HOMES, start=1):
        locale, _created = Locale.objects.get_or_create(language_code=language)
        HomePage.objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            summary=SUMMARY[language],
            content_type=content_type,
            path=f"0001{number:04}",
            depth=2,
            numchild=0,
            url_path=f"/{slug}/",
            locale=locale,
            translation_key=key,
        )
    Page.objects.filter(depth=1).update(numchild=len(HOMES))
    home = HomePage.objects.get(locale__language_code="es")
    Site.objects.create(hostname="localhost", root_page_id=home.pk, is_default_site=True)


class Migration(migrations.Migration):
    dependencies = [("cms", "0001_initial")]

    operations = [migrations.RunPython(put_homes, migrations.RunPython.noop)]
