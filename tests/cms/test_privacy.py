"""The page on privacy names every field that can hold something about a person."""

import re

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation
from wagtail.fields import StreamField

from accounts.models import User
from cms import privacy
from crm.models import Person
from tests.cms.world import text

OURS = {"accounts", "scrapers", "legislation", "crm", "cms"}
PEOPLE = (User, Person)
WORDS = (
    models.CharField,
    models.TextField,
    models.FileField,
    models.JSONField,
    models.BinaryField,
    StreamField,
)
OF_A_PERSON = (models.EmailField, models.GenericIPAddressField)  # whatever library it is of


def may_tell(field, model):
    """Whether a field can hold something about somebody: words of ours, and whatever points to a person."""
    if field.is_relation:
        return field.related_model in PEOPLE and not field.remote_field.parent_link
    if isinstance(field, OF_A_PERSON):
        return True
    return model._meta.app_label in OURS and isinstance(field, WORDS) and not field.choices


def fields_of(model):
    return [*model._meta.local_fields, *model._meta.local_many_to_many]


def all_that_may_tell():
    for model in apps.get_models(include_auto_created=True):
        if not model.__name__.startswith("Historical"):  # they repeat what their records hold
            yield from (f"{model._meta.label}.{f.name}" for f in fields_of(model) if may_tell(f, model))


def named(tables):
    return {f"{label}.{name}" for label, names in tables.items() for name in names}


def personal():
    return set().union(*(named(entry.fields) for entry in privacy.REGISTRY))


def test_every_field_that_could_hold_something_about_a_person_is_accounted_for():
    unnamed = sorted(set(all_that_may_tell()) - personal() - named(privacy.IMPERSONAL))

    assert unnamed == [], "say in cms/privacy.py what these are for, or that they are about nobody"


def test_what_is_named_is_there():
    for name in personal() | named(privacy.IMPERSONAL):
        label, _dot, field = name.rpartition(".")
        assert apps.get_model(label)._meta.get_field(field), name


def test_nothing_is_both_personal_and_not():
    assert personal() & named(privacy.IMPERSONAL) == set()


def test_whatever_points_to_a_person_is_personal():
    for name in named(privacy.IMPERSONAL):
        label, _dot, field = name.rpartition(".")
        assert apps.get_model(label)._meta.get_field(field).related_model not in PEOPLE, name


def test_a_new_field_about_a_person_would_be_noticed():
    class Reader(models.Model):
        email = models.EmailField()

        class Meta:
            app_label = "nowhere"
            managed = False

    try:
        assert [f.name for f in fields_of(Reader) if may_tell(f, Reader)] == ["email"]
    finally:
        del apps.all_models["nowhere"]["reader"]


@pytest.mark.django_db
def test_the_page_says_of_each_what_for_how_long_and_who_sees_it(client):
    page = text(client, "/privacidad/")

    for entry in privacy.REGISTRY:
        assert all(str(words) in page for words in (entry.about, entry.why, entry.until, entry.seen_by))
    assert "primer apellido" in page and "dirección de red" in page
    assert 'href="/privacidad/"' in text(client, "/")


def named_by_a_program(label):
    """What Django would call a model or a field to which nobody gave a name."""
    model, _dot, field = label.rpartition(".") if label.count(".") == 2 else (label, "", "")
    words = field or apps.get_model(model)._meta.object_name
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", words).lower()


def test_each_thing_kept_has_a_name_that_a_reader_knows_in_both_languages():
    labels = sorted({*personal(), *(label for entry in privacy.REGISTRY for label in entry.fields)})
    labels = [each for each in labels if not apps.get_model(*each.split(".")[:2])._meta.auto_created]

    with translation.override("es"):
        spanish = {label: str(privacy.called(label)).lower() for label in labels}
    with translation.override("en"):
        english = {label: str(privacy.called(label)).lower() for label in labels}

    assert [label for label in labels if spanish[label].rstrip("s") == named_by_a_program(label)] == []
    assert [label for label in labels if spanish[label] == english[label]] == []


@pytest.mark.django_db
def test_who_asked_for_mails_is_not_told_that_nothing_is_kept(client):
    page = text(client, "/privacidad/")

    assert (
        "Quien pidió avisos por correo" in page
        and "De quien solo lee estas páginas no guardamos nada" in page
    )


@pytest.mark.django_db
def test_copies_of_spreadsheets_are_gone_as_the_page_says(django_db_blocker):
    from scrapers.schedule import JOBS

    assert "purge_spreadsheets" in str(JOBS)
