"""A page of the site made into a file that works wherever it is put."""

import re
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

# frame-ancestors and HSTS cannot be said from within a page; whoever serves the copy may add them.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'"
)
TAGS = re.compile(r"<(?:a|area|link|script|img|source|use|meta)\b[^>]*>")
ADDRESSES = re.compile(r'(?<![\w-])(href|src|srcset)="([^"]*)"')
FRESHENED = re.compile(r'http-equiv="refresh" content="0; url=([^"]*)"')
STAYS = re.compile(r'rel="(?:canonical|external|alternate" hreflang)')  # they lead to the living site
CARD = re.compile(r'property="og:image" content="([^"]*)"')  # so do these: messengers want whole addresses
FORMS = re.compile(r"<form\b.*?</form>", re.DOTALL)
CHARSET = '<meta charset="utf-8">'
FOOT = "</footer>"
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
SUMMARY = re.compile(r'<meta name="description" content="([^"]*)"')
UNLISTED = '<meta name="robots" content="noindex">'
SURNAME = " · Incidencia"


class Copy(NamedTuple):
    text: str  # without the line that says of when it is
    title: str
    summary: str


def copied(page, address, link_to):
    """`link_to` answers, for an address of ours, what a link from here to it is written as."""
    is_listed = UNLISTED not in page
    page = FORMS.sub(lambda form: in_place_of(form[0], address), page)
    page = TAGS.sub(lambda tag: linked(tag[0], address, link_to), page)
    page = page.replace(CHARSET, CHARSET + head(address, is_listed), 1)
    return Copy(page, found(TITLE, page).removesuffix(SURNAME) if is_listed else "", found(SUMMARY, page))


def card_of(page, address):
    """The address of the picture that messengers show beside a link to this page; None where it has none."""
    card = CARD.search(page)
    return card and address_here(card[1], address)


def found(pattern, page):
    match = pattern.search(page)
    return " ".join(unescape(match[1]).split()) if match else ""


def head(address, is_listed):
    """A sheet to carry names nobody, and so not where it comes from either."""
    policy = f'\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<meta name="referrer" content="no-referrer">'
    return (
        policy + f'\n<link rel="canonical" href="{escape(settings.SITE_URL + address)}">'
        if is_listed
        else policy
    )


def in_place_of(form, address):
    """What is sent somewhere needs the site itself."""
    sentence = (
        _("Esto es una copia: desde aquí no se puede enviar nada.")
        if 'method="post"' in form
        else _("Esto es una copia: aquí no se puede buscar ni filtrar.")
    )
    living = settings.SITE_URL + address
    return format_html(
        '<p class="notice">{} <a href="{}" rel="external noopener">{}</a></p>',
        sentence,
        living,
        _("Hacerlo en el sitio en vivo"),
    )


def linked(tag, address, link_to):
    if STAYS.search(tag):
        return tag
    if card := CARD.search(tag):
        pointed(
            card[1], address, link_to
        )  # goes into the copy, for the day it stands in the place of the site
        return tag
    tag = FRESHENED.sub(lambda match: match[0].replace(match[1], pointed(match[1], address, link_to)), tag)
    return ADDRESSES.sub(lambda match: f'{match[1]}="{several(match[1], match[2], address, link_to)}"', tag)


def several(attribute, value, address, link_to):
    if attribute != "srcset":
        return pointed(value, address, link_to)
    candidates = (candidate.split() for candidate in value.split(","))
    return ", ".join(" ".join([pointed(first, address, link_to), *rest]) for first, *rest in candidates)


def pointed(value, address, link_to):
    there = None if value.startswith("#") else address_here(value, address)
    if there is None:
        return value
    fragment = urlsplit(unescape(value)).fragment
    return escape(link_to(there) + (f"#{fragment}" if fragment else ""))


def address_here(value, address):
    """Where a link on the page of this address leads, without its fragment; None where that is not on our site."""
    try:
        whole = urlsplit(urljoin(settings.SITE_URL + address, unescape(value)))
    except ValueError:  # written by hand, and no address
        return None
    if f"{whole.scheme}://{whole.netloc}" != settings.SITE_URL:
        return None
    return whole.path + (f"?{whole.query}" if whole.query else "")


def dated(text, address, moment):
    """With the line that says of when it is, where the page has a foot to say it in."""
    line = render_to_string(
        "cms/mirror/dated.html", {"moment": moment, "living": settings.SITE_URL + address}
    )
    before, foot, after = text.rpartition(FOOT)
    return before + line + foot + after if foot else text
