"""What the author of a page is told before she sends it on: how easily it reads, and what it might give away."""

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel
from wagtail.fields import StreamField

from cms import harm, readability


def text_of(page):
    """All that a page says, one part in a line; what has fields of its own (a service's telephone) is left out."""
    parts = [page.title, page.summary]
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            parts += field.stream_block.get_searchable_content(field.value_from_object(page))
    return "\n".join(str(part) for part in parts if part)


def silent_voices(page):
    """Those that the page refers to and may not show today."""
    fields = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    parts = [part for field in fields for part in field.value_from_object(page)]
    voices = [part.value for part in parts if part.block_type == "voice"]
    return [voice for voice in voices if voice and not voice.is_showable]


class BeforePublishingPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/before_publishing.html"

        @cached_property
        def text(self):
            return text_of(self.instance)

        def is_shown(self):
            return bool(self.instance.pk)

        def reading(self):
            return None if self.instance.is_translation() else readability.reading(self.text)

        def findings(self):
            return harm.findings(self.text)

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            return context | {
                "reading": self.reading(),
                "findings": self.findings(),
                "silent_voices": silent_voices(self.instance),
                "signed": getattr(self.instance, "signed", None),
            }
