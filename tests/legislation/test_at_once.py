"""Many tables in one migration: the same ones, made and taken back."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from legislation.at_once import AtOnce

pytestmark = pytest.mark.django_db(transaction=True)

OPERATIONS = AtOnce(
    migrations.CreateModel("Umbrella", [("id", models.BigAutoField(primary_key=True))]),
    migrations.CreateModel(
        "Rib",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("of", models.ForeignKey("legislation.Umbrella", models.CASCADE)),
        ],
    ),
)
TABLES = {"legislation_umbrella", "legislation_rib"}


def test_what_it_makes_is_taken_back():
    before, after = ProjectState(), ProjectState()
    assert after.apps  # rendered already, as within a migration
    OPERATIONS.state_forwards("legislation", after)

    with connection.schema_editor() as editor:
        OPERATIONS.database_forwards("legislation", editor, before, after)
    made = TABLES & set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        OPERATIONS.database_backwards("legislation", editor, after, before)

    assert made == TABLES
    assert not TABLES & set(connection.introspection.table_names())


def test_models_are_rendered_once_for_all():
    state = ProjectState()
    assert state.apps

    OPERATIONS.state_forwards("legislation", state)

    assert "apps" not in vars(state)
    assert {model._meta.object_name for model in state.apps.get_models()} == {"Umbrella", "Rib"}


def test_it_can_be_written_into_a_migration():
    name, args, kwargs = OPERATIONS.deconstruct()

    assert (name, kwargs) == ("AtOnce", {})
    assert AtOnce(*args).describe() == "Create model Umbrella; Create model Rib"
