"""The whole site of 5,000 articles as files, and again when ten of them changed."""

import os

from bench.processes import run

TITLE = "A mirror of 5,000 pages"
PAGES, CHANGED = 5_000, 10
LIMITS = {"at first": 120, "nothing changed": None, "ten changed": 10}  # seconds
CHANGE = f"""
from cms.news import Article
for page in Article.objects.filter(slug__startswith="medida-")[:{CHANGED}]:
    page.body = [("text", "<p>Ahora dice otra cosa.</p>")]
    page.save_revision().publish()
"""


def measure(folder):
    run("-m", "bench.site_seed", str(PAGES), env={"DJANGO_SETTINGS_MODULE": "config.settings"})
    run("manage.py", "collectstatic", "--no-input", "-v0")
    yield "| | seconds | peak MB | said | target |"
    yield "|---|---|---|---|---|"
    for name, limit in LIMITS.items():
        if name == "ten changed":
            run("manage.py", "shell", "-v0", "-c", CHANGE)
        cost = run("manage.py", "mirror", os.path.join(folder, "mirror"))
        verdict = "" if limit is None else ("met" if cost.seconds <= limit else f"missed ({limit} s)")
        yield f"| {name} | {cost.seconds:.1f} | {cost.peak_mb:.0f} | {cost.output.strip()} | {verdict} |"
