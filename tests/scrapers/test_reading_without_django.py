import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

CHECK = """
import sys
import scrapers.crawl, scrapers.saved, scrapers.settings, scrapers.patience
import scrapers.spiders.spley, scrapers.spiders.spley_detail, scrapers.spiders.domino
ours = {"accounts", "cms", "config", "crm", "django", "legislation"}
sys.exit(", ".join(sorted(ours & {name.split(".")[0] for name in sys.modules})) or 0)
"""


def test_reading_congress_needs_neither_django_nor_any_app():
    done = subprocess.run([sys.executable, "-c", CHECK], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def test_a_wrong_argument_fails_loudly_instead_of_ending_as_a_finished_crawl():
    code = "from scrapers.crawl import crawl; from scrapers.spiders.spley import Spley; crawl(Spley, service='http://127.0.0.1:9', period=2021, chamber='X')"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 1
    assert "«X»" in done.stderr.splitlines()[-1]
