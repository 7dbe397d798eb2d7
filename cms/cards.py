"""The picture that messengers show beside a link. Calm and without faces; without the umbrella unless the page asks
for it, because whoever shares a link is seen with it."""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import reportlab
from PIL import Image, ImageColor, ImageDraw, ImageFont

from crm.brief_pdf import printable

SIZE = WIDTH, HEIGHT = 1200, 630
MARGIN = 80
PAPER, INK, SOFT, LINE, RED = "#f5f0e8", "#2b221d", "#65574c", "#cdbfae", "#b3141d"
TITLES = (68, 60, 52, 46)  # sizes to try, the largest that leaves room
MOST_LINES = 4
STEPS = 16
# Of a library that is there anyway: Pillow's own font has no accents, and a fresh machine may have no other.
FONTS = Path(reportlab.__file__).parent / "fonts"


class Card(NamedTuple):
    title: str
    summary: str
    kicker: str = ""
    has_umbrella: bool = False
    foot: str = "Incidencia"


@cache
def font(size, is_bold=False):
    return ImageFont.truetype(FONTS / ("VeraBd.ttf" if is_bold else "Vera.ttf"), size)


@cache
def palette():
    """Every colour that a card has, with the steps between paper and ink that make edges smooth. To look for them anew
    in each picture would take most of the time."""
    inks = [[ImageColor.getrgb(ink) for ink in (PAPER, colour)] for colour in (INK, SOFT, LINE, RED)]
    colours = [
        round(a + (b - a) * step / (STEPS - 1))
        for paper, ink in inks
        for step in range(STEPS)
        for a, b in zip(paper, ink, strict=True)
    ]
    found = Image.new("P", (1, 1))
    found.putpalette(colours)
    return found


@lru_cache(256)  # whatever strangers add to its address, a card is drawn once
def draw(card):
    """PNG bytes. The same card gives the same bytes."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 16, HEIGHT), fill=LINE)
    y = MARGIN
    if card.kicker:
        pen.text((MARGIN, y - 12), fitted(printable(card.kicker), font(28), 1)[0], fill=SOFT, font=font(28))
        y += 44
    title, size = title_lines(printable(card.title))
    y = write(pen, title, y, font(size, True), INK, size * 1.22)
    room = int((HEIGHT - MARGIN - 50 - y - 24) // 46)
    if room > 0:
        write(pen, fitted(printable(card.summary), font(34), min(room, 4)), y + 24, font(34), SOFT, 46)
    pen.text((MARGIN, HEIGHT - MARGIN), printable(card.foot), fill=SOFT, font=font(28), anchor="lm")
    if card.has_umbrella:
        umbrella(pen, WIDTH - MARGIN - 96, HEIGHT - MARGIN - 70)
    file = BytesIO()
    picture.quantize(palette=palette(), dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def title_lines(title):
    for size in TITLES:
        lines = wrapped(title, font(size, True))
        if len(lines) * size <= 210:
            return lines, size
    return fitted(title, font(size, True), MOST_LINES), size


def write(pen, lines, y, face, colour, leading):
    for line in lines:
        pen.text((MARGIN, y), line, fill=colour, font=face)
        y += leading
    return y


def wrapped(text, face, width=WIDTH - 2 * MARGIN):
    lines = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(shortened(word, face, width))
    return lines


def fitted(text, face, most, width=WIDTH - 2 * MARGIN):
    lines = wrapped(text, face, width) or [""]
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = shortened(f"{lines[-1]}…", face, width)
    return lines


def shortened(text, face, width):
    """Cut from the end what is too wide: nobody's address or title may push the drawing out of its frame."""
    while face.getlength(text) > width:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text


def umbrella(pen, x, y):
    pen.pieslice((x, y, x + 96, y + 96), 180, 360, fill=RED)
    pen.line((x + 48, y - 8, x + 48, y + 84), fill=INK, width=6)
    pen.arc((x + 48, y + 70, x + 76, y + 98), 0, 180, fill=INK, width=6)
