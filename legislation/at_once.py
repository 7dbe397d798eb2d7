"""Migrations that make many tables."""

from django.db.migrations.operations.base import Operation


class AtOnce(Operation):
    """Several operations none of which needs another's result in the state, as far as the database goes.

    After each operation Django renders every related model anew: with all of ours, that made a new database take
    three times as long. For models made, and for fields altered of which each model has one."""

    reduces_to_sql = True

    def __init__(self, *operations):
        self.operations = operations

    def deconstruct(self):
        return type(self).__name__, self.operations, {}

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)  # rendered when it is asked for next, once
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)
