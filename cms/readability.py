"""How easily a Spanish text is read: the INFLESZ scale (Barrio 2007) of Szigriszt-Pazos' perspicuity (1993)."""

import re
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

WORD = re.compile(r"[a-záéíóúüñ]+", re.IGNORECASE)
SENTENCE = re.compile(r"[^.!?:;…\n]+")
# A syllable has one nucleus: a strong vowel or an accented weak one, with the weak ones that lean on it.
WEAK, STRONG = "iuü", "aeoáéóíú"
NUCLEUS = re.compile(rf"[{WEAK}]?[{STRONG}][{WEAK}]?(?![{STRONG}])|[{WEAK}]?[{STRONG}]|[{WEAK}]+")
SILENT_U = re.compile(r"(?<=[gq])u(?=[eiéí])")
FINAL_Y = re.compile(r"(?<=[aeou])y\b|\by\b")
FEWEST = 30  # words; of less, the figure says nothing

LEVELS = [
    (80, _("muy fácil")),
    (65, _("bastante fácil")),
    (55, _("normal")),
    (40, _("algo difícil")),
    (float("-inf"), _("muy difícil")),
]
EASY = 65  # what a page for everybody should reach


class Reading(NamedTuple):
    score: int
    level: str
    words: int
    sentence: float  # words in a sentence, on average

    @property
    def is_easy(self):
        return self.score >= EASY


def reading(text):
    """Of a text of thirty words or more; None of less."""
    sentences = [found for found in map(WORD.findall, SENTENCE.findall(text)) if found]
    words = [word for found in sentences for word in found]
    if len(words) < FEWEST:
        return None
    per_sentence = len(words) / len(sentences)
    score = 206.835 - 62.3 * sum(map(syllables, words)) / len(words) - per_sentence
    level = next(name for least, name in LEVELS if score >= least)
    return Reading(round(score), level, len(words), round(per_sentence, 1))


def syllables(word):
    """Syllables of a Spanish word, at least one."""
    word = FINAL_Y.sub("i", SILENT_U.sub("", word.lower()))
    return max(1, len(NUCLEUS.findall(word)))
