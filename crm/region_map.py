"""Peru as a map of tiles: each region a square about where it lies, so that small ones can be read and touched.

Drawn by us from the neighbours that everybody knows; it shows no borders, no distances and no places.
"""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.models import Region
from crm.regions import Coverage, of_region
from crm.searching import simple

TILE, GAP = 60, 6
LEVELS = 4
# By INEI code: what is written on the tile (ISO 3166-2), its column from the coast, its row from the north.
PLACES = {
    "24": ("TUM", 0, 0),
    "20": ("PIU", 0, 1),
    "06": ("CAJ", 1, 1),
    "01": ("AMA", 2, 1),
    "16": ("LOR", 3, 1),
    "14": ("LAM", 0, 2),
    "13": ("LAL", 1, 2),
    "22": ("SAM", 2, 2),
    "02": ("ANC", 1, 3),
    "10": ("HUC", 2, 3),
    "25": ("UCA", 3, 3),
    "07": ("CAL", 0, 4),
    "15": ("LIM", 1, 4),
    "19": ("PAS", 2, 4),
    "12": ("JUN", 3, 4),
    "11": ("ICA", 2, 5),
    "09": ("HUV", 3, 5),
    "08": ("CUS", 4, 5),
    "17": ("MDD", 5, 5),
    "05": ("AYA", 3, 6),
    "03": ("APU", 4, 6),
    "21": ("PUN", 5, 6),
    "04": ("ARE", 4, 7),
    "18": ("MOQ", 5, 7),
    "23": ("TAC", 5, 8),
}
WIDTH = (TILE + GAP) * 6
HEIGHT = (TILE + GAP) * 9


class Shown(TextChoices):
    """What the tiles are shaded by."""

    KNOWN = "conocidas", gettext_lazy("Instituciones que conocemos")
    LATELY = "recientes", gettext_lazy("Con contacto reciente")
    SILENT = "silencio", gettext_lazy("En silencio")


class Tile(NamedTuple):
    region: Region
    letters: str
    coverage: Coverage
    x: int
    y: int
    level: int  # 0 is nothing, 4 is most
    number: str
    words: str


class Drawing(NamedTuple):
    shown: Shown
    tiles: list
    legend: list  # of (level, words)
    box: str = f"0 0 {WIDTH} {HEIGHT}"


def draw(coverages, shown):
    regions = list(Region.objects.all())
    of_each = {region.pk: of_region(coverages, region) for region in regions}
    most = max(figures.known for figures in of_each.values())
    return Drawing(
        shown,
        [
            tile(region, of_each[region.pk], shown, most)
            for region in sorted(regions, key=lambda region: simple(region.name))
        ],
        legend(shown, most),
    )


def tile(region, coverage, shown, most):
    letters, column, row = PLACES[region.pk]
    part, whole = measure(coverage, shown, most)
    return Tile(
        region,
        letters,
        coverage,
        column * (TILE + GAP) + GAP // 2,
        row * (TILE + GAP) + GAP // 2,
        -(-part * LEVELS // whole) if whole else 0,
        number(coverage, shown),
        words(region, coverage),
    )


def measure(coverage, shown, most):
    """(part, whole): the share by which a tile is shaded; of a percentage, as it is written on the tile."""
    if shown == Shown.KNOWN:
        return coverage.known, most
    return share(coverage.lately if shown == Shown.LATELY else coverage.silent, coverage.known), 100


def number(coverage, shown):
    if not coverage.known:
        return "–"
    if shown == Shown.KNOWN:
        return str(coverage.known)
    return f"{measure(coverage, shown, 0)[0]}%"


def share(part, whole):
    """In percent, never more than it is."""
    return part * 100 // whole if whole else 0


def words(region, coverage):
    if not coverage.known:
        return _("%(region)s. No conocemos ninguna institución.") % {"region": region}
    return _(
        "%(region)s. Instituciones que conocemos: %(known)s; con contacto reciente: %(lately)s; "
        "en silencio: %(silent)s"
    ) % {
        "region": region,
        "known": coverage.known,
        "lately": coverage.lately,
        "silent": coverage.silent,
    }


def legend(shown, most):
    """The darker, the more."""
    ends = [most * level // LEVELS for level in range(LEVELS + 1)]
    if shown == Shown.KNOWN:
        spans = [f"{low + 1}–{high}" for low, high in zip(ends, ends[1:], strict=False) if high > low]
        levels = [level for level in range(1, LEVELS + 1) if ends[level] > ends[level - 1]]
        return [(0, _("ninguna")), *zip(levels, spans, strict=True)]
    return [(0, "0%"), (1, "1–25%"), (2, "26–50%"), (3, "51–75%"), (4, "76–100%")]
