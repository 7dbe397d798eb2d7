"""Identity numbers of persons, which we neither keep nor show, whoever wrote them down."""

import re
from functools import lru_cache

# What may stand between the word and its number: "DNI y/o CE número: 12345678".
_BETWEEN = r"(?:[^\w$€]|[_ºª]|(?<![^\W_])(?:n|nos?|os|nr|nros?|n[uú]\u0301?m(?:eros?)?|con|el|es|y|e|o|ce)(?![^\W\d_ºª]))"
# Or whose it is, if the number then announces itself: "DNI de la señora Ana N° 12345678".
_OWNER = r"(?:\s+del?\b[^\d:;.]{1,60}(?=:|\bn[\Wº]|\bnro|\bn[uú]\u0301?m))?"
IN_TEXT = re.compile(
    rf"""
    (?<![^\W\d_])
    (?: d[.\s]{{0,2}}n[.\s]{{0,2}}i(?:e|s)?
      | doc(?:umentos?|\.)\s+(?:nacional(?:es)?\s+)?de\s+identidad
      | carn[eé]\u0301?s?\s+de\s+extranjer[ií]\u0301?a
    )
    (?![^\W\d_]) {_OWNER} {_BETWEEN}{{0,30}}
    (?: \d{{7,12}}(?!\d) | \d\d(?:[.\s]\d{{3}}){{2}}(?!\d) )
    (?: {_BETWEEN}{{1,12}} \d{{7,12}}(?!\d) )*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# By their length alone: DNI, foreigner's card, taxpayer who is a person.
BARE = re.compile(r"(?<!\d)(?:\d{8,9}|10\d{9})(?!\d)")
DIGIT = re.compile(r"\d")


def mask(text):
    """Without the identity numbers that a text says to be such; its other numbers stay."""
    return IN_TEXT.sub(_hide, text)


def mask_any(text):
    """Without whatever may be one: for what is quoted of an answer that nobody understood."""
    return BARE.sub(_hide, mask(text))


def _hide(found):
    return DIGIT.sub("#", found[0])


@lru_cache(maxsize=1000)
def is_identity(name):
    """Whether a field's name says identity number: dni, nroDni, dni_firmante, numerodni1."""
    words = re.split(
        r"[\W_\d]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
    )
    letters = name.lower().strip("0123456789_")
    return "dni" in words or letters.startswith("dni") or letters.endswith("dni")
