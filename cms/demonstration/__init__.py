"""The site's part of the demonstration: what the public reads, in Spanish, and translated text by text into English."""

from cms.demonstration import content
from cms.demonstration.english import translate
from cms.demonstration.pages import Pages
from cms.models import CampaignPage

__all__ = ["load"]


def load(cause, *, today=None):
    """Everything at once, into a site that holds nothing yet; into any other, nothing."""
    if CampaignPage.objects.exists():
        return
    pages = Pages(cause, today)
    pages.write(content)
    for page in pages.written:
        translate(page)
    pages.surround(content)
