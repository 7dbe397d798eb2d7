"""Names as spreadsheets have them: in capitals, surname first, two in a cell. What words mean, crm.likeness knows."""

import re
from functools import lru_cache
from typing import NamedTuple

from crm import likeness
from scrapers.items import fold

SMALL = {"de", "del", "la", "las", "los", "y", "e", "el", "en", "para", "por", "con", "a", "al"}
SEPARATORS = re.compile(r"\s*[;\n]\s*|\s+/\s+|\s*/\s*(?=\w+\s)")
JOINED = re.compile(r"\s+(?:y|e|&)\s+", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")

KINDS = [
    ("municipality", "municipalidad"),
    ("regional_government", "gobierno regional"),
    ("health_directorate", "diresa|geresa|direccion regional salud|red salud|direccion salud|gerencia regional salud"),
    ("health_service", "hospital|centro salud|puesto salud|clinica|essalud"),
    ("police", "policia|comisaria|serenazgo|region policial"),
    ("prosecution", "fiscalia|ministerio publico"),
    ("judiciary", "juzgado|corte|poder judicial|sala penal"),
    ("ombudsman", "defensoria"),
    ("ministry", "ministerio|minsa|mimp|minjus|mininter"),
    ("education", "universidad|ugel|colegio|instituto|direccion regional educacion|dre"),
    ("congress", "congreso|comision"),
    ("party", "partido|movimiento"),
    ("media", "radio|diario|television|canal|prensa"),
    ("international", "onusida|unfpa|pnud|oim|oms|ops|unicef|naciones unidas"),
    ("civil_society", "asociacion|ong|colectivo|red|mesa|fundacion|organizacion|comite|colegio profesional"),
]  # fmt: skip


class Name(NamedTuple):
    name: str
    given_names: str = ""
    first_surname: str = ""
    second_surname: str = ""


def proper(text):
    """In proper case what was all capitals or all small; what somebody wrote with care stays."""
    if not (text.isupper() or text.islower()):
        return text
    words = WORD.sub(lambda match: match[0].capitalize(), text.lower()).split(" ")
    return " ".join(w.lower() if place and w.lower() in SMALL else w for place, w in enumerate(words))


def person(text):
    """A name of one cell: "NÚÑEZ QUISPE, María", "NÚÑEZ QUISPE María", "MARÍA NÚÑEZ QUISPE"."""
    text = without_titles(text)
    surnames, comma, given = text.partition(",")
    if not comma:
        surnames, given = capitals_first(text)
    if not given:
        return Name(proper(text))
    return of_parts(given.strip(), *two_surnames(surnames.strip()))


def without_titles(text):
    """ "Dra. Rosa del Águila" is called Rosa del Águila."""
    words = re.sub(r"\.(?=\w)", ". ", text).split()
    while len(words) > 1 and words[0].endswith(".") and fold(words[0][:-1]) in likeness.TITLES:
        del words[0]
    return " ".join(words)


def capitals_first(text):
    words = text.split(" ")
    count = 0
    while count < len(words) and (words[count].isupper() and len(words[count]) > 1):
        count += 1
    if 0 < count < len(words) and not any(word.isupper() and len(word) > 2 for word in words[count:]):
        return " ".join(words[:count]), " ".join(words[count:])
    return "", ""


def two_surnames(text):
    """ "DE LA CRUZ QUISPE" are two."""
    parts, pending = [], []
    for word in text.split(" "):
        pending.append(word)
        if word.lower() not in SMALL:
            parts.append(" ".join(pending))
            pending = []
    return (parts[0], " ".join(parts[1:] + pending)) if parts else (text, "")


def of_parts(given, first, second=""):
    given, first, second = proper(given), proper(first), proper(second)
    return Name(" ".join(filter(None, (given, first, second))), given, first, second)


def people(text):
    """The names in a cell: several where a sign of its own parts them. "and" may also join two surnames."""
    parts = [part for part in SEPARATORS.split(text) if part]
    return parts if len(parts) > 1 and all(len(part.split()) > 1 for part in parts) else [text]


def may_be_two(text):
    parts = JOINED.split(text)
    return len(parts) == 2 and all(len(part.split()) > 1 for part in parts) and "," not in text


@lru_cache(maxsize=1_000)  # each is asked for a few times, and then no more
def form(name):
    """The words of a person's name, folded, without titles and particles."""
    return likeness.words_of_person(name)


def key(name):
    """The same for every order of the same words."""
    return likeness.bare(form(name))


def skeleton(form):
    """The same for most slips of the pen, whatever the order."""
    return " ".join(sorted(likeness.heard(word)[:3] for word in form))


@lru_cache(maxsize=50_000)
def institution_form(name):
    """The words of its name, those that are shortened in full."""
    return likeness.words_of_institution(name)


def institution_key(name):
    return " ".join(institution_form(name))


def kind_of(name):
    """What an institution is by its name."""
    words = f" {institution_key(name)} "
    for kind, starts in KINDS:
        if any(f" {institution_key(start)} " in words for start in starts.split("|")):
            return kind
    return "other"


def level_of(name, kind, region):
    words = institution_key(name).split()
    if "distrital" in words:
        return "district"
    if "provincial" in words:
        return "provincial"
    if kind in ("ministry", "congress"):
        return "national"
    if kind == "international":
        return "international"
    return "regional" if region else "national"
