"""The arrows of the house point down only: cms → crm → legislation → scrapers.items."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["accounts", "cms", "crm", "legislation", "scrapers"]
# The half of scrapers that knows Django: it runs readings and hands what they found to legislation.
DJANGO_HALF = [
    "apps.py",
    "models.py",
    "readings.py",
    "schedule.py",
    "viewsets.py",
    "wagtail_hooks.py",
    "management",
    "migrations",
]


def imports(path):
    """Modules of ours that a file names, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name.split(".")[0] in [*APPS, "django", "wagtail"])


def files(app):
    return [path for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]


def is_django_half(path):
    return path.relative_to(ROOT / "scrapers").parts[0] in DJANGO_HALF


def found(paths, forbidden):
    return [
        f"{path.relative_to(ROOT)}: {name}" for path in paths for name in imports(path) if forbidden(name)
    ]


def test_legislation_knows_of_scrapers_only_the_items():
    def forbidden(name):
        is_items = name == "scrapers" or name.startswith("scrapers.items")
        return name.split(".")[0] in ("cms", "crm") or (name.startswith("scrapers") and not is_items)

    assert found(files("legislation"), forbidden) == []


def test_the_half_that_reads_knows_neither_django_nor_anything_of_ours():
    paths = [path for path in files("scrapers") if not is_django_half(path)]

    assert len(paths) > 10
    assert found(paths, lambda name: not name.startswith("scrapers")) == []


def test_scrapers_know_nothing_above_legislation():
    assert found(files("scrapers"), lambda name: name.split(".")[0] in ("cms", "crm")) == []


def test_accounts_know_nobody():
    assert (
        found(files("accounts"), lambda name: name.split(".")[0] in ("cms", "crm", "legislation", "scrapers"))
        == []
    )


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "core", "services", "misc"])
def test_there_is_no_junk_drawer(name):
    assert [p for app in APPS for p in (ROOT / app).rglob(f"{name}*") if p.stem == name] == []
