"""What every public page needs, whichever app it is of."""

from django import template
from django.contrib.messages import get_messages
from django.urls import reverse, translate_url
from django.utils.translation import get_language

from legislation import health, titles
from legislation.models import Chamber
from legislation.page_cache import once_an_edition
from legislation.paths import for_bills
from legislation.stages import Stage

register = template.Library()

register.filter("calm", titles.calm)
register.filter("plain_title", titles.plain)

LONGEST_ADDRESS = 1000  # characters; nothing we link to is longer, and strangers' questions are not repeated
OTHER_LANGUAGE = {"es": ("en", "English"), "en": ("es", "Español")}


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
def notices(context):
    request = context.get("request")
    return get_messages(request) if request else ()


@register.simple_tag(takes_context=True)
def other_language(context):
    """The same page in the other language: its code, name and address; None where there is no such page."""
    request = context.get("request")
    if request is None or request.method not in ("GET", "HEAD"):
        return None
    code, name = OTHER_LANGUAGE[get_language()[:2]]
    if there := context.get("other_address"):  # a page whose address is a word of its language
        return {"code": code, "name": name, "url": there}
    here = request.get_full_path()
    if len(here) > LONGEST_ADDRESS:
        here = request.path
    match = request.resolver_match
    if match is None or match.url_name == "wagtail_serve":  # of an address that leads nowhere, the first page
        here = reverse("home")
    there = translate_url(here, code)
    return None if there == here else {"code": code, "name": name, "url": there}


@register.simple_tag
@once_an_edition
def what_we_read():
    """When Congress was last read, and what of it we could not read."""
    return {"last": health.last_read(), "trouble": health.trouble()}
