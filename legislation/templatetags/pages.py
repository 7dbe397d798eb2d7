"""What every public page needs, whichever app it is of."""

from django import template
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_info
from wagtail.models import Page

from legislation import health, titles
from legislation.models import Chamber
from legislation.page_cache import once_an_edition
from legislation.paths import for_bills
from legislation.stages import Stage

register = template.Library()

register.filter("calm", titles.calm)
register.filter("plain_title", titles.plain)

LONGEST_ADDRESS = 1000  # characters; nothing we link to is longer, and strangers' questions are not repeated


@register.filter
def bill_key(bill):
    """How a form names a bill: "2021/C/12475"."""
    return "/".join(map(str, bill.key))


# Django's own get_…_display translates every choice each time it is asked for one.


@register.filter
def stage_name(row):
    return Stage(row.stage).label


@register.filter
def chamber_name(bill):
    return Chamber(bill.chamber).label


@register.filter
def says_its_stage(step):
    """Whether the source's label and our stage are the same words: then once is enough."""
    return step.status.casefold() == str(stage_name(step)).casefold()


@register.filter
def web_address(url):
    """The address if it may stand in a link: what a source calls an address may be anything."""
    return url if url.startswith(("https://", "http://")) else ""


@register.simple_tag
def path_of(bill):
    return for_bills([bill])[bill.pk]


@register.simple_tag(takes_context=True)
def drawn(context, template):
    """A part that the page shows in several places, drawn once."""
    return context.template.engine.get_template(template).render(context)


@register.simple_tag(takes_context=True)
def notices(context):
    request = context.get("request")
    return get_messages(request) if request else ()


@register.simple_tag(takes_context=True)
def other_languages(context):
    """The same page in each other language: its code, name and address; none where there is no such page."""
    request = context.get("request")
    if request is None or request.method not in ("GET", "HEAD"):
        return []
    here = request.get_full_path()
    if len(here) > LONGEST_ADDRESS:
        here = request.path
    match = request.resolver_match
    if match is None or match.url_name == "wagtail_serve":  # of an address that leads nowhere, the first page
        here = reverse("home")
    known = context.get("other_addresses") or {}  # of a page whose address is a word of its language
    found = [(code, known.get(code) or translate_url(here, code)) for code in languages_with_home()]
    return [
        {"code": code, "name": name_of_language(code), "url": there}
        for code, there in found
        if code != get_language() and there != here
    ]


@once_an_edition
def languages_with_home():
    """One that is being translated is offered once its first page is published."""
    there = Page.objects.live().filter(depth=2).values_list("locale__language_code", flat=True)
    return [code for code, _name in settings.LANGUAGES if code in there]


def name_of_language(code):
    """In that language, as Django has it; of those that it does not know, as the settings call them."""
    try:
        return get_language_info(code)["name_local"].capitalize()
    except KeyError:
        return str(dict(settings.LANGUAGES)[code])


@register.simple_tag
@once_an_edition
def what_we_read():
    """When Congress was last read, and what of it we could not read."""
    return {"last": health.last_read(), "trouble": health.trouble()}
