"""Rows written without an instance for each are as if the model had written them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm import bulk, likeness, searching
from crm.models import Note, Person, SpreadsheetRow
from tests.crm import sheets, world

pytestmark = pytest.mark.django_db


def test_a_row_has_what_was_given_and_the_defaults_of_the_rest():
    ana = world.member("ana")

    keys = bulk.keys_for(Person, 2)
    rows = [(key, name) for key, name in zip(keys, ("Rosa", "Eva"), strict=True)]
    bulk.insert(Person, ["id", "name"], rows, logged_by_id=ana.pk)

    rosa, eva = Person.objects.order_by("pk")
    assert [(one.pk, one.name) for one in (rosa, eva)] == rows
    assert (rosa.circle, rosa.owner, rosa.given_names, rosa.logged_by) == ("coalition", None, "", ana)
    assert rosa.logged is not None


def test_keys_that_were_taken_are_not_given_again():
    first = bulk.keys_for(Person, 3)
    bulk.insert(Person, ["id", "name"], [(key, "Rosa") for key in first])

    later = world.person("Eva").pk
    assert later > max(first)
    assert min(bulk.keys_for(Person, 1)) > later


def test_what_is_sealed_is_sealed_and_json_is_text():
    bulk.insert(Note, ["person_id", "text"], [(world.person().pk, "en confianza")])
    sheet = sheets.staged(sheets.csv_of(["Nombre y apellidos"], ["Rosa Núñez"]))
    rows = [(1, "Rosa", "new", '{"name": "Rosa"}')]
    bulk.insert(SpreadsheetRow, ["number", "label", "verdict", "plan"], rows, spreadsheet_id=sheet.pk)

    assert Note.objects.get().text == "en confianza"
    assert "confianza" not in Note.objects.extra(select={"raw": "text"}).get().raw  # noqa: S610
    assert (sheet.rows.get().plan, sheet.rows.get().differences) == ({"name": "Rosa"}, [])


@given(st.text("aAñÑéÉ zZ09", max_size=20))
def test_plain_letters_are_folded_quickly_to_the_same(text):
    marked = f"{text} ·"  # a sign that both take off, and that is not plain

    assert likeness.words(text) == likeness.words(marked)
    assert searching.simple(text) == searching.simple(marked)
