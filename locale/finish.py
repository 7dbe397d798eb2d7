"""Finish what gettext gathered; run by `make messages`. The texts stand in the code in Spanish, so the Spanish
catalogue says the same."""

from pathlib import Path

import polib

HERE = Path(__file__).parent
HEAD = {
    "Project-Id-Version": "Incidencia",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def catalogue(language):
    po = polib.pofile(str(HERE / language / "LC_MESSAGES" / "django.po"), wrapwidth=110)
    # Without the times and names that gettext writes there, the file changes only with the texts.
    po.header, po.metadata = "", HEAD | {"Language": language}
    return po


spanish = catalogue("es")
for entry in spanish:
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    if entry.msgid_plural:
        entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural}
    else:
        entry.msgstr = entry.msgid
spanish.save()

english = catalogue("en")
for entry in english.fuzzy_entries():  # gettext's guess from a similar text is no translation
    entry.flags, entry.msgstr = [], ""
    entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
english.save()
