"""make bench: what it costs, in one run, as ratios to a reference measured in the same run."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import deliveries, duplicates, figures, imports, mirror, pages, reading, relations, site

os.environ["SECRET_KEY"] = "only-for-measuring-" * 3
os.environ["SITE_URL"] = "http://localhost:8000"
for name in ("CONGRESS_API_URL", "CONGRESS_DETAIL", "EMAIL_URL", "DEBUG"):
    os.environ.pop(name, None)


def databases(folder):
    yield "SQLite", f"sqlite:///{folder}/bench.sqlite3"
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield "PostgreSQL", url


def main():
    for step in (reading, pages, site, mirror, deliveries, relations, duplicates, figures, imports):
        with tempfile.TemporaryDirectory() as folder:
            for name, url in databases(folder):
                os.environ["DATABASE_URL"] = url
                empty(url)
                print(f"\n### {step.TITLE} ({name})\n")
                for line in step.measure(Path(folder)):
                    print(line, flush=True)


def empty(url):
    """A new database: the old file goes, a PostgreSQL one is wiped."""
    if url.startswith("postgres"):
        wipe = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        subprocess.run(["psql", "-q", url, "-c", wipe], check=True)  # noqa: S607
    else:
        Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True)


if __name__ == "__main__":
    main()
