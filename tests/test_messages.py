"""Every text on screen, in Spanish and in English."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "locale"
SOURCES = [p.parent.name for p in ROOT.glob("*/__init__.py") if p.parent.name != "bench"] + ["templates"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")


def catalogue(language, folder=LOCALE):
    return polib.pofile(str(folder / language / "LC_MESSAGES" / "django.po"))


def texts(po):
    return {(entry.msgctxt, entry.msgid) for entry in po if not entry.obsolete}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_the_catalogues_hold_every_text_of_the_code_and_no_other(tmp_path):
    for name in SOURCES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", tmp_path)
    (tmp_path / "locale").mkdir()

    command = [sys.executable, "manage.py", "makemessages", "--locale", "en", "--verbosity", "0"]
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "sqlite:///:memory:"}
    subprocess.run(command, cwd=tmp_path, env=env, check=True)

    gathered = texts(catalogue("en", tmp_path / "locale"))
    for language in ("es", "en"):
        missing, left = gathered - texts(catalogue(language)), texts(catalogue(language)) - gathered
        assert (missing, left) == (set(), set()), "run `make messages` and complete locale/en"


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_text_is_translated(language):
    po = catalogue(language)

    assert [entry.msgid for entry in po if not entry.translated() and not entry.obsolete] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_translations_keep_the_placeholders(language):
    for entry in catalogue(language):
        for translation in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
            assert set(PLACEHOLDER.findall(translation)) <= allowed, entry.msgid


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_compiled_is_what_is_written(language):
    written = {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in catalogue(language) if not e.obsolete
    }
    compiled = polib.mofile(str(LOCALE / language / "LC_MESSAGES" / "django.mo"))

    assert {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in compiled} == written


@pytest.mark.parametrize("language", ["es", "en"])
def test_no_text_speaks_of_people_as_victims(language):
    words = re.compile(r"prostitut[ae]s?\b|meretri[zc]|\bvíctimas?\b|\bvictims?\b", re.IGNORECASE)

    assert [entry.msgstr for entry in catalogue(language) if words.search(entry.msgstr)] == []
