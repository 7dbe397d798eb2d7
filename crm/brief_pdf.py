"""A brief as one sheet of A4. What does not fit is left out, the oldest first, and the sheet says how much."""

import unicodedata
from datetime import date
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from crm.briefs import LONGEST

WIDTH, HEIGHT = A4
MARGIN, GUTTER, FOOT = 40, 20, 44
SIDE = 190  # of the narrow column
MOST_LEAD = 5
INK, QUIET = HexColor("#1d1a18"), HexColor("#5b534d")
# The font that comes with the library has the letters of Spanish, of Quechua and of Shipibo as they are written
# today; these signs of older spellings it lacks.
SUBSTITUTES = {"ʼ": "’", "ʔ": "’", "ʹ": "’", "‑": "-", "\xad": "", "→": "->", "№": "N.º"}
UNKNOWN = "?"


@cache
def letters():
    """The signs that the font has. Reads it the first time."""
    for name, file in (("Vera", "Vera.ttf"), ("Vera-Bold", "VeraBd.ttf")):
        pdfmetrics.registerFont(TTFont(name, file))
    return frozenset(pdfmetrics.getFont("Vera").face.charToGlyph)


@cache
def style(name):
    letters()
    plain = ParagraphStyle("plain", fontName="Vera", fontSize=8.3, leading=10.6, textColor=INK, spaceBefore=3)
    return {
        "title": ParagraphStyle("title", plain, fontName="Vera-Bold", fontSize=15, leading=18),
        "lead": ParagraphStyle("lead", plain, fontSize=9, leading=11.5),
        "heading": ParagraphStyle("heading", plain, fontName="Vera-Bold", fontSize=9, spaceBefore=11),
        "line": plain,
        "detail": ParagraphStyle("detail", plain, fontSize=7.3, leading=9.2, textColor=QUIET, spaceBefore=0),
    }[name]


def printable(text, longest=LONGEST):
    """As much of a text as the font can show: a letter without its sign rather than no letter."""
    composed = unicodedata.normalize("NFC", Truncator(" ".join(str(text).split())).chars(longest))
    return "".join(map(shown, composed))


def shown(sign):
    sign = SUBSTITUTES.get(sign, sign)
    if all(ord(part) in letters() for part in sign):
        return sign
    if unicodedata.category(sign)[0] in "CMZ":
        return " " if unicodedata.category(sign)[0] == "Z" else ""
    parts = [part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part)]
    return "".join(part if ord(part) in letters() else UNKNOWN for part in parts)


class Text:
    """A paragraph, measured once for the width it will have."""

    def __init__(self, text, kind, width, longest=LONGEST):
        self.paragraph = Paragraph(escape(printable(text, longest)), style(kind))
        self.before = style(kind).spaceBefore
        self.height = self.paragraph.wrap(width, HEIGHT)[1] + self.before


class Column:
    """Sections one below the other, shortened until they fit."""

    def __init__(self, sections, width, room):
        self.width = width
        self.measured = {}
        self.sections = list(sections)
        while sum(text.height for text in self.texts()) > room:
            self.leave_out_oldest()

    def leave_out_oldest(self):
        ends = {index: section.lines for index, section in enumerate(self.sections) if section.lines}
        oldest = min(ends, key=lambda index: (ends[index][-1].day or date.max, -len(ends[index])))
        self.sections[oldest] = self.sections[oldest].shorter()

    def texts(self):
        for section in self.sections:
            yield from self.texts_of(section)

    def texts_of(self, section):
        if not section.total and not section.empty:
            return
        yield self.text(section.heading, "heading")
        for line in section.lines:
            yield self.text(line.text, "line")
            if line.detail:
                yield self.text(line.detail, "detail")
        if section.left_out:
            yield self.text(section.left_out, "detail")
        elif not section.total:
            yield self.text(section.empty, "detail")

    def text(self, text, kind):
        if (text, kind) not in self.measured:
            self.measured[text, kind] = Text(text, kind, self.width)
        return self.measured[text, kind]


class Sheet:
    """Where everything stands: the head, and below it the two columns with as much as there is room for."""

    def __init__(self, brief):
        self.head = head(brief)
        self.top = HEIGHT - MARGIN - sum(text.height for text in self.head) - 6
        self.room = self.top - FOOT
        self.main = Column(brief.main, WIDTH - 2 * MARGIN - GUTTER - SIDE, self.room)
        self.side = Column(brief.side, SIDE, self.room)
        self.foot = Text(brief.notice, "detail", WIDTH - 2 * MARGIN)

    def draw(self, canvas):
        stack(canvas, self.head, MARGIN, HEIGHT - MARGIN)
        canvas.setStrokeColor(QUIET)
        canvas.line(MARGIN, self.top, WIDTH - MARGIN, self.top)
        stack(canvas, self.main.texts(), MARGIN, self.top)
        stack(canvas, self.side.texts(), WIDTH - MARGIN - SIDE, self.top)
        stack(canvas, [self.foot], MARGIN, FOOT - 8)


def head(brief):
    width = WIDTH - 2 * MARGIN
    lead = brief.lead[:MOST_LEAD]
    more = len(brief.lead) - len(lead)
    texts = [Text(brief.title, "title", width), *(Text(line, "lead", width) for line in lead)]
    return [*texts, Text(_("y %(n)s más") % {"n": more}, "lead", width)] if more else texts


def stack(canvas, texts, x, top):
    """Draws texts one below the other."""
    for text in texts:
        text.paragraph.drawOn(canvas, x, top - text.height)
        top -= text.height


def write(brief):
    """The bytes of the sheet. Neither its name nor its properties say whom or what it is about."""
    letters()
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, lang=get_language(), initialFontName="Vera")
    canvas.setTitle(_("Ficha"))
    for say in (canvas.setAuthor, canvas.setSubject, canvas.setCreator, canvas.setProducer):
        say("")
    Sheet(brief).draw(canvas)
    canvas.showPage()
    canvas.save()
    return written.getvalue()
