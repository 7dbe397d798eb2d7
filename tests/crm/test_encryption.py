import io

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

from crm import encryption
from crm.models import Note, Position
from tests.crm import world

SECRET = world.SECRET


def stored():
    """Every sealed text as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM crm_note UNION ALL SELECT text FROM crm_historicalnote")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_note_is_read_as_it_was_written():
    note = world.note(world.person(), "Dijo «sí», con eñe")

    note.refresh_from_db()

    assert note.text == "Dijo «sí», con eñe"


@pytest.mark.django_db
def test_a_copy_of_the_database_does_not_give_a_note_away():
    person = world.person()
    note = world.note(person)
    note.text = f"{SECRET} otra vez"
    note.save()
    world.position(person, words=f"{SECRET} dijo")
    note.delete()

    copy = dump()

    assert SECRET not in copy
    assert "Rosa Núñez" in copy  # what is not sealed is found: the search works


def dump():
    """Every byte of the database, as text."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return "\n".join(connection.connection.iterdump())
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows)


@pytest.mark.django_db
def test_two_equal_notes_do_not_look_equal():
    person = world.person()
    world.note(person)
    world.note(person)

    assert len(set(stored())) == 4


@pytest.mark.django_db
def test_a_sealed_text_cannot_be_searched():
    with pytest.raises(FieldError, match="text is encrypted"):
        Note.objects.filter(text__contains=SECRET).exists()


@pytest.mark.django_db
def test_bulk_writes_seal_too():
    person = world.person()
    Note.objects.bulk_create([Note(person=person, text=SECRET)])
    note = Note.objects.get()
    note.text = f"{SECRET} 2"
    Note.objects.bulk_update([note], ["text"])

    assert Note.objects.get().text == f"{SECRET} 2"
    assert not any(SECRET in text for text in stored())


@pytest.mark.django_db
def test_rotating_moves_every_text_to_the_newest_key(settings):
    world.note(world.person())
    world.position(world.person("Otra"), words=SECRET)
    newest = Fernet.generate_key().decode()
    settings.CRM_KEYS = [newest]
    out = io.StringIO()

    call_command("rotate_keys", stdout=out)

    assert out.getvalue() == "4 texts are sealed with the newest key.\n"
    assert all(Fernet(newest).decrypt(token.encode()).decode() == SECRET for token in stored())
    settings.SECRET_KEY = "another secret altogether"
    assert Note.objects.get().text == Position.objects.get().words == SECRET


@pytest.mark.django_db
def test_a_note_sealed_with_a_lost_key_says_so(settings):
    world.note(world.person())
    settings.SECRET_KEY = "another secret altogether"

    with pytest.raises(ImproperlyConfigured, match="CRM_KEYS"):
        Note.objects.get()


def test_a_wrong_key_stops_the_start_without_showing_it(settings):
    settings.CRM_KEYS = [Fernet.generate_key().decode(), "hunter2"]

    with pytest.raises(ImproperlyConfigured, match="Key number 2 of CRM_KEYS has 7 characters") as error:
        encryption.check_keys()
    assert "hunter2" not in str(error.value)
