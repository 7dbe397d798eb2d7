"""Files without what they say of whoever made them: names, machines, moments, places.

What the programmes write around a text is rewritten; what the authors wrote into it (comments, changes not yet
accepted, signatures) is refused with a sentence, since nobody but they can say what is to become of it.
"""

from pathlib import PurePath

from cms.traces import archives, pdf
from cms.traces.refusing import refuse

CLEANERS = {
    ".pdf": pdf.cleaned,
    ".docx": archives.office,
    ".xlsx": archives.office,
    ".odt": archives.open_document,
    ".ods": archives.open_document,
}


def without_traces(body, name):
    kind = PurePath(name).suffix.lower()
    if kind not in CLEANERS:
        refuse("kind", name=name)
    return CLEANERS[kind](body)
