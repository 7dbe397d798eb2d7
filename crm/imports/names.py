"""Names as spreadsheets have them: in capitals, surname first, two in a cell, institutions abbreviated."""

import re
from functools import lru_cache
from typing import NamedTuple

from crm.searching import simple
from scrapers.items import fold

SMALL = {"de", "del", "la", "las", "los", "y", "e", "el", "en", "para", "por", "con", "a", "al"}
TITLES = re.compile(
    r"^(?:(?:dra?|lic|ing|abog?|mg|econ|sra?|srta|prof|c[mt]?\.?e|obsta?|arq|ps[ic]*)\.\s*)+", re.IGNORECASE
)
SEPARATORS = re.compile(r"\s*[;\n]\s*|\s+/\s+|\s*/\s*(?=\w+\s)")
JOINED = re.compile(r"\s+(?:y|e|&)\s+", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")

ABBREVIATIONS = {
    "muni": "municipalidad", "munic": "municipalidad", "municip": "municipalidad", "mun": "municipalidad",
    "prov": "provincial", "provinc": "provincial", "dist": "distrital", "distr": "distrital",
    "gob": "gobierno", "gbno": "gobierno", "reg": "regional", "region": "regional", "gore": "gobierno regional",
    "dir": "direccion", "direc": "direccion", "dirección": "direccion", "ger": "gerencia", "sub": "sub",
    "subgerencia": "sub gerencia", "hosp": "hospital", "univ": "universidad", "nac": "nacional", "nacnal": "nacional",
    "min": "ministerio", "minist": "ministerio", "asoc": "asociacion", "org": "organizacion", "def": "defensoria",
    "defens": "defensoria", "com": "comisaria", "cia": "comisaria", "pol": "policia", "fisc": "fiscalia",
    "juzg": "juzgado", "sup": "superior", "inst": "instituto", "dpto": "departamento", "gral": "general",
    "pnp": "policia nacional peru", "mp": "municipalidad provincial", "md": "municipalidad distrital",
    "ee": "establecimiento", "cs": "centro salud", "ps": "puesto salud",
}  # fmt: skip
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
    text = " ".join(TITLES.sub("", text).replace("\n", " ").split())
    surnames, comma, given = text.partition(",")
    if not comma:
        surnames, given = capitals_first(text)
    if not given:
        return Name(proper(text))
    return of_parts(given.strip(), *two_surnames(surnames.strip()))


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


@lru_cache(maxsize=200_000)
def key(name):
    """The same for every order of the same words."""
    return " ".join(sorted(simple(name.replace(",", " ").replace("-", " ")).split()))


def skeleton(key):
    """The same for most slips of the pen."""
    return " ".join(
        sorted(word[:3].replace("z", "s").replace("v", "b") for word in key.split() if word not in SMALL)
    )


@lru_cache(maxsize=50_000)
def institution_key(name):
    words = re.sub(r"[^a-z0-9ñ]+", " ", fold(name.replace("°", ""))).split()
    full = " ".join(ABBREVIATIONS.get(word, word) for word in words)
    return " ".join(word for word in full.split() if word not in SMALL)


def kind_of(name):
    """What an institution is by its name."""
    words = f" {institution_key(name)} "
    for kind, starts in KINDS:
        if any(f" {start} " in words for start in starts.split("|")):
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
