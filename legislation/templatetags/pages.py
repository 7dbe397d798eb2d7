"""What every public page needs, whichever app it is of."""

from django import template
from django.contrib.messages import get_messages
from django.urls import translate_url
from django.utils.translation import get_language

from legislation import health, titles
from legislation.paths import for_bills
from scrapers.items import fold

register = template.Library()

register.filter("calm", titles.calm)
register.filter("plain_title", titles.plain)

LONGEST_ADDRESS = 1000  # characters; nothing we link to is longer, and strangers' questions are not repeated
OTHER_LANGUAGE = {"es": ("en", "English"), "en": ("es", "Español")}


@register.filter
def bill_key(bill):
    """How a form names a bill: "2021/C/12475"."""
    return "/".join(map(str, bill.key))


@register.filter
def says_its_stage(step):
    """Whether the source's label and our stage are the same words: then once is enough."""
    return fold(step.status) == fold(str(step.get_stage_display()))


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
    here = request.get_full_path()
    if len(here) > LONGEST_ADDRESS:
        here = request.path
    there = translate_url(here, code)
    return None if there == here else {"code": code, "name": name, "url": there}


@register.simple_tag
def what_we_read():
    """When Congress was last read, and the sources that do not answer."""
    known = list(health.sources())
    read = [source.last_ok for source in known if source.last_ok]
    return {
        "last": max(read, default=None),
        "failing": [(health.name_of(source), source.failing_since) for source in known if source.is_failing],
    }
