"""Every page of the copy by its title, and the words by which a small script finds it. Both work without a server."""

import json
import posixpath
from collections import defaultdict
from urllib.parse import quote

from cms.addresses import address_of, language_at
from cms.finding import PageWords
from scrapers.items import fold

LARGEST = 300_000  # characters of the index: what is beyond is cut from the words of each page alike
AT_ONCE = 300  # titles on one page; more are told apart by their first letter
OTHER = "0-9"


def entries(mirror, language):
    """Of the pages in this language that are there to be found, each once however it is sorted."""
    found = (mirror.ledger.entries.get(address) for address, name in mirror.places.items() if name)
    of_copy = tuple(mirror.searches)
    return [
        entry
        for entry in found
        if entry
        and entry.title
        and "?" not in entry.address
        and language_at(entry.address) == language
        and not entry.address.startswith(of_copy)
    ]


def pages(mirror, search, entries):
    """(address, page) of the search and of the lists that it leads to."""
    letters = by_letter(entries)
    is_one = sum(map(len, letters.values())) <= AT_ONCE
    context = {"index": f"{search}paginas.js", "letters": sorted(letters.items()) if is_one else []}
    context["addresses"] = (
        [] if is_one else [(letter, of_letter(search, letter)) for letter in sorted(letters)]
    )
    yield search, drawn(mirror, search, context)
    for letter, address in context["addresses"]:
        yield address, drawn(mirror, address, {"letters": [(letter, letters[letter])], "search": search})


def drawn(mirror, address, context):
    return mirror.site.draw("cms/mirror/search.html", address, **context)[0]


def of_letter(search, letter):
    return f"{search}{quote(letter.lower())}/"


def by_letter(entries):
    letters = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (fold(entry.title), entry.address)):
        first = next((sign for sign in fold(entry.title) if sign.isalnum()), "").upper()
        letters[first if first.isalpha() else OTHER].append(entry)
    return letters


def index(entries, search, language):
    words = words_by_address(language)
    here, room = posixpath.dirname(search.lstrip("/")), LARGEST // max(len(entries), 1)
    rows = []
    for entry in sorted(entries, key=lambda entry: entry.address):
        told = fold(f"{entry.title} {entry.summary}").split() + words.get(entry.address, [])
        rows.append(
            [
                entry.title,
                quote(posixpath.relpath(entry.name, here)),
                " ".join(dict.fromkeys(told))[: max(room - len(entry.title) - len(entry.name), 0)],
            ]
        )
    return f"const PAGES = {json.dumps(rows, ensure_ascii=False, separators=(',', ':'))};\n"


def words_by_address(language):
    rows = PageWords.objects.filter(page__live=True, locale__language_code=language)
    told = rows.values_list("page__url_path", "folded")
    return {address_of(language, path): folded.split() for path, folded in told}
