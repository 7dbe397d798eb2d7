"""The English of the demonstration, given text by text as a translator would."""

import json
from pathlib import Path

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

ENGLISH = sorted(Path(__file__).parent.glob("english*.json"))


def translate(page):
    source, _created = TranslationSource.update_or_create_from_instance(page)
    locale = Locale.objects.get(language_code="en")
    translation = Translation.objects.create(source=source, target_locale=locale)
    english = {}
    for path in ENGLISH:
        english |= json.loads(path.read_text(encoding="utf-8"))
    for segment in StringSegment.objects.filter(source=source).select_related("string", "context"):
        StringTranslation.objects.get_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": english[segment.string.data]},
        )
    translation.save_target(publish=True)
