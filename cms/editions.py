"""Whatever a public page may show ends the kept pages when it changes."""

from django.db.models.signals import post_delete, post_save
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms import approval, finding, lessons
from cms.papers import Paper
from cms.surroundings import LanguageWords, MenuEntry
from cms.voices import Voice, VoiceTranslation
from crm.models import (
    Commitment,
    Institution,
    Merge,
    Person,
    PublicCommitment,
    Spreadsheet,
    Study,
    StudyTable,
)
from legislation.models import Edition

PARTS = (BaseSiteSetting, LanguageWords, Locale, MenuEntry, Site, get_image_model(), Paper, Study, StudyTable)
PARTS += (Voice, VoiceTranslation)  # consents advance it themselves
PARTS += (PublicCommitment, Merge, Spreadsheet)  # the last two write many records at once
BEHIND_WHAT_IS_PUBLIC = {  # saved all day long; only a few of them show on a page
    Commitment: "commitment",
    Institution: "commitment__institution",
    Person: "commitment__person",
}


def watch():
    page_published.connect(write_down_words, dispatch_uid="cms_words")
    page_unpublished.connect(forget_words, dispatch_uid="cms_words_forgotten")
    page_unpublished.connect(lessons.take_down_lessons, sender=lessons.CoursePage, dispatch_uid="cms_lessons")
    page_unpublished.connect(approval.take_down_translations, dispatch_uid="cms_translations")
    post_delete.connect(approval.take_down_translations, sender=Page, dispatch_uid="cms_translations")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(advance, dispatch_uid="cms_editions")
    for signal in (post_save, post_delete):
        signal.connect(advance_for_parts, dispatch_uid="cms_editions_parts")
    post_delete.connect(advance_for_pages, dispatch_uid="cms_editions_pages")


def write_down_words(sender, instance, **kwargs):
    finding.write_down(instance)


def forget_words(sender, instance, **kwargs):
    finding.forget(instance)


def advance(sender, **kwargs):
    Edition.advance()


def advance_for_parts(sender, **kwargs):
    if issubclass(sender, PARTS) or is_public(sender, kwargs["instance"]):
        Edition.advance()


def is_public(model, row):
    key = BEHIND_WHAT_IS_PUBLIC.get(model)
    return key is not None and PublicCommitment.objects.filter(**{key: row.pk}, withdrawn=None).exists()


def advance_for_pages(sender, **kwargs):
    if issubclass(sender, Page):
        Edition.advance()
