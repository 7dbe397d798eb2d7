"""What axe finds on a page (WCAG 2.2 AA) and what does not fit, on a phone by day and on a desk by night."""

import json

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOKS = ((360, "light"), (1280, "dark"))
THE_OTHER_WAY_ROUND = ((360, "dark"), (1280, "light"))
AXE = Axe().axe_script
# At once what transitions would bring in time; a spinner has no end to go to, and none of ours is shown for long.
SETTLE = """
    for (const each of document.getAnimations())
        if (each.effect.getComputedTiming().endTime < Infinity) each.finish()
"""


def violations(page, rules=RULES, but=()):
    """Each thing that axe finds on the page as it stands now, but for the inside of these selectors."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    where = json.dumps({"include": [["html"]], "exclude": [[each] for each in but]})
    # Nothing is fetched beforehand: only rules on sound, which no page of ours has, would need it.
    options = json.dumps({"runOnly": rules, "resultTypes": ["violations"], "preload": False})
    found = page.evaluate(f"axe.run({where}, {options}).then(results => results.violations)")
    return [f"{each['id']}: {node['html'][:140]}" for each in found for node in each["nodes"]]


def too_wide(page, within="document.documentElement"):
    wide = page.evaluate(f"{within}.scrollWidth")
    return [f"{wide} px wide"] if wide > page.viewport_size["width"] else []


def dress(page, width, scheme):
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(SETTLE)


def faults(
    page, *, looks=LOOKS, rules=RULES, within="document.documentElement", but=(), also=lambda page: []
):
    """What is wrong with the page as it stands now, in each look; it is left in the last of them.

    but: selectors whose inside is looked at elsewhere. also: what else to find, given the page."""
    found = []
    for width, scheme in looks:
        dress(page, width, scheme)
        seen = violations(page, rules, but) + too_wide(page, within) + also(page)
        found += [f"{width} px, {scheme}: {what}" for what in seen]
    return found
