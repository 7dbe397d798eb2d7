from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.cards import Card, draw
from cms.pages import PublicPage
from cms.voices import Use, Voice
from legislation import bill_pages, demonstration
from legislation.page_cache import public_page
from legislation.plain_words import situation
from legislation.templatetags.pages import path_of


@require_safe
@public_page
def page_card(request, pk):
    found = get_object_or_404(Page.objects.live(), pk=pk, locale__language_code=get_language())
    page = found.specific
    if not isinstance(page, PublicPage):
        raise Http404(f"no public page {pk}")
    title = getattr(page, "heading", "") or page.title
    words = said_on_card(page) or page.summary
    return png(Card(title, words, has_umbrella=getattr(page, "card_has_umbrella", False)))


def said_on_card(page):
    """What somebody said, while she agrees to its being sent about."""
    if not (pk := getattr(page, "card_voice_id", None)):
        return None
    chosen = Voice.objects.showable(Use.CARD).filter(pk=pk)
    voice = chosen.select_related("locale").prefetch_related("translations__locale").first()
    said = voice and voice.said_in(get_language())
    return said and f"«{said.words}» — {said.named}"


@require_safe
@public_page
def bill_card(request, period, chamber, number):
    bill = bill_pages.find(period, chamber, number)
    if bill is None:
        raise Http404(f"no bill {period}/{chamber}/{number}")
    words = situation(path_of(bill))
    return png(Card(words.heading, words.means, _("Proyecto de ley %(bill)s") % {"bill": bill.label}))


def png(card):
    if demonstration.is_loaded():
        card = card._replace(foot=f"{card.foot} · " + _("Demostración: nada aquí es real"))
    return HttpResponse(draw(card), content_type="image/png")
