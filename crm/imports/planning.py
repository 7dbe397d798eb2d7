"""The plan of a spreadsheet: what will become of each row. Computed once, shown, and executed as it stands."""

import json
from collections import Counter
from dataclasses import fields
from operator import attrgetter

from django.db.models import Count, Max

from crm import bulk
from crm.imports import progress
from crm.imports.plan_institutions import InstitutionsPlanner
from crm.imports.plan_interactions import InteractionsPlanner
from crm.imports.plan_people import PeoplePlanner
from crm.imports.plan_rows import PlannedRow
from crm.models import (
    Affiliation,
    Alias,
    Attendance,
    ContactWay,
    Institution,
    Interaction,
    Participant,
    Person,
    Post,
    SpreadsheetRow,
    Task,
)

PLANNERS = {"people": PeoplePlanner, "institutions": InstitutionsPlanner, "interactions": InteractionsPlanner}
WATCHED = (
    Person,
    Institution,
    Post,
    Affiliation,
    ContactWay,
    Alias,
    Interaction,
    Participant,
    Attendance,
    Task,
)
BATCH = 500
COLUMNS = [field.name for field in fields(PlannedRow)]


def how_far():
    """How far the records have come: whatever is written moves one of these numbers."""
    return [list(one.history.aggregate(n=Count("pk"), last=Max("pk")).values()) for one in WATCHED]


def planned(sheet):
    """The rows of the plan, not yet kept."""
    _headings, rows = sheet.table
    planner = PLANNERS[sheet.kind](sheet)
    made = []
    rows.reverse()
    for place in range(len(rows)):
        if place % BATCH == 0:
            progress.tell(sheet, place, place + len(rows))
        made += planner.rows(*rows.pop())  # what is planned is not kept in memory a second time
    return made


def keep(sheet, rows):
    """Instead of the plan there was."""
    SpreadsheetRow.objects.filter(spreadsheet=sheet).delete()
    bulk.insert(SpreadsheetRow, COLUMNS, map(attrgetter(*COLUMNS), rows), spreadsheet_id=sheet.pk)
    sheet.counts = dict(Counter(row.verdict for row in rows))


def differ(rows, before):
    """Mark those whose plan is another than before, and carry over what was decided of the others."""
    was = {(row.number, row.part): row for row in before}
    changed = []
    for row in rows:
        old = was.get((row.number, row.part))
        if old and (old.verdict, old.plan) == (row.verdict, json.loads(row.plan)):
            row.decision = old.decision
        else:
            row.is_anew = True
            changed.append(row)
    return changed
