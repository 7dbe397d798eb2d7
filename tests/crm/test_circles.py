"""Who sees what, at the level of the query sets that everything else begins with."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError

from crm.models import (
    Affiliation,
    Alias,
    Attendance,
    Commitment,
    ContactWay,
    DiscussionPoint,
    Institution,
    Interaction,
    Note,
    Participant,
    Person,
    Position,
    Post,
    SavedView,
    Task,
)
from tests.crm import world

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def ana():
    return world.member("ana", of="IESSDEH")


@pytest.fixture
def bea():
    return world.member("bea", of="REDTRANS")


@pytest.fixture
def charo():
    """On the team, of no organization."""
    return world.member("charo", of=None)


def test_a_record_of_the_coalition_is_seen_by_everyone_of_the_team(ana, bea, charo):
    person = world.person()

    assert all(person in Person.objects.visible_to(user) for user in (ana, bea, charo))


def test_a_record_of_one_organization_is_seen_by_its_members_only(ana, bea, charo):
    person = world.person(**world.closed("REDTRANS"))

    assert person in Person.objects.visible_to(bea)
    assert person not in Person.objects.visible_to(ana)
    assert person not in Person.objects.visible_to(charo)


def test_leadership_does_not_see_what_another_organization_keeps_to_itself():
    person = world.person(**world.closed("REDTRANS"))
    lidia = world.leader(of="IESSDEH")
    root = world.member("root", of=None, is_superuser=True)

    assert person not in Person.objects.visible_to(lidia)
    assert person not in Person.objects.visible_to(root)


def test_a_record_of_the_leadership_is_seen_by_leaders_and_administrators_only(ana):
    person = world.person(circle="leadership")
    root = world.member("root", of=None, is_superuser=True)

    assert person in Person.objects.visible_to(world.leader())
    assert person in Person.objects.visible_to(root)
    assert person not in Person.objects.visible_to(ana)


def test_whoever_is_not_on_the_team_sees_nothing():
    world.person()
    reader = world.member("rita", groups=())
    former = world.member("fina", is_active=False)

    for user in (reader, former, AnonymousUser()):
        assert not Person.objects.visible_to(user).exists()
        assert not Task.objects.visible_to(user).exists()
        assert not SavedView.objects.visible_to(user).exists()


def test_what_hangs_on_a_hidden_record_is_hidden_with_it(ana, bea):
    hidden = world.closed("REDTRANS")
    person, place = world.person(**hidden), world.institution(**hidden)
    post = world.post(at=place)
    world.affiliation(person, post)
    world.way(person)
    Alias.objects.create(person=person, name="Rosita")
    meeting = world.interaction(person, **hidden)
    DiscussionPoint.objects.create(interaction=meeting, topic="El dictamen")
    Attendance.objects.create(interaction=meeting, audience="officials", count=3)
    world.position(person)
    promise = world.commitment(person)
    world.note(person)
    world.task(person=person)
    world.task(commitment=promise)
    world.task(post=post)
    world.task(interaction=meeting)
    parts = [
        Affiliation,
        Alias,
        Attendance,
        Commitment,
        ContactWay,
        DiscussionPoint,
        Note,
        Participant,
        Position,
        Post,
        Task,
    ]

    for model in parts:
        assert model.objects.visible_to(bea).exists(), model
        assert not model.objects.visible_to(ana).exists(), model


def test_a_hidden_participant_does_not_show_in_an_open_interaction(ana):
    hidden, known = world.person("Oculta", **world.closed()), world.person("Conocida")
    meeting = world.interaction(hidden, known)

    seen = meeting.participants.visible_to(ana)

    assert [participant.person for participant in seen] == [known]


def test_a_note_has_a_circle_of_its_own(ana, bea):
    meeting = world.interaction(world.person())
    note = world.note(meeting, **world.closed("REDTRANS"))

    assert note in meeting.notes.visible_to(bea)
    assert note not in meeting.notes.visible_to(ana)


def test_a_record_kept_to_one_organization_names_it():
    with pytest.raises(IntegrityError):
        world.person(circle="partner", owner=None)


def test_every_model_that_tells_of_somebody_can_be_asked_only_for_what_is_visible():
    tells = [model for model in records() if model.__name__ not in FREE_MODELS]

    assert len(tells) > 15
    for model in tells:
        assert hasattr(model.objects, "visible_to"), model


# The ways in

# What writes, and what works on all rows without showing any, may go around visible_to().
WRITES = {"create", "bulk_create", "get_or_create", "bulk_update", "none"}
READS = {
    "all",
    "filter",
    "exclude",
    "get",
    "order_by",
    "values",
    "values_list",
    "first",
    "last",
    "count",
    "exists",
}
READS |= {
    "annotate",
    "aggregate",
    "select_related",
    "prefetch_related",
    "iterator",
    "in_bulk",
    "latest",
    "earliest",
}
FREE_MODELS = {"Region", "Province", "Tag", "Cause", "Partner", "User", "Group"}
# They lean on nothing that has a circle.
FREE_MODELS |= {"Indicator", "ReportedValue", "Study", "StudyTable"}
DOORS = {"visible_to", "visible_at", "not_hidden_from"}
DOORS |= {"for_the_public"}  # whose own test is test_public_record.py
BEHIND = {  # the models themselves, and what shows nothing: it writes what was decided, or works at night
    "crm/duplicates.py",
    "crm/imports/planning.py",
    "crm/imports/undoing.py",
    "crm/imports/work.py",
    "crm/imports/writing.py",
    "crm/management/commands/import_contacts.py",
    "crm/management/commands/rotate_keys.py",
    "crm/management/commands/work_on_spreadsheet.py",
    "crm/merging.py",
    "crm/models.py",
    "crm/publishing.py",
    "crm/searching.py",
    "crm/staff/meanwhile.py",  # locks the row of a form that was opened through visible_to()
}


def records():
    """Our models, without those that keep their history."""
    return [
        model
        for model in apps.get_app_config("crm").get_models()
        if not model.__name__.startswith("Historical")
    ]


def related_names():
    """By which records are reached from others: person.notes."""
    tells = [model for model in records() if model.__name__ not in FREE_MODELS]
    keys = [field.remote_field for model in tells for field in model._meta.get_fields() if field.concrete]
    return {key.related_name for key in keys if key and key.related_name and key.related_name != "+"}


def files():
    return [
        path
        for path in (ROOT / "crm").rglob("*.py")
        if not {"migrations", "demonstration"} & {*path.parts} and str(path.relative_to(ROOT)) not in BEHIND
    ]


def ways_around(tree):
    """Calls that reach rows of a model, or of a relation, by another method than visible_to()."""
    relations = related_names()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Attribute):
            continue
        through, method = node.value, node.attr
        if through.attr in ("objects", "_default_manager", "_base_manager"):
            named = through.value.id if isinstance(through.value, ast.Name) else ast.dump(through.value)
            if named not in FREE_MODELS and method not in WRITES | DOORS:
                yield f"{named}.{through.attr}.{method}"
        elif through.attr in relations and method in READS:
            yield f"….{through.attr}.{method}"


def test_nothing_under_crm_asks_for_rows_but_through_visible_to():
    found = [
        f"{path.relative_to(ROOT)}: {call}"
        for path in files()
        for call in ways_around(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_the_search_for_ways_around_finds_them():
    code = "Person.objects.all()\nperson.notes.filter(pk=1)\nself.model._default_manager.get(pk=1)"

    assert len(list(ways_around(ast.parse(code)))) == 3


def test_no_template_asks_for_rows():
    relation = re.compile(
        r"\.(" + "|".join(map(re.escape, related_names())) + r")\.(all|first|last|count|exists)\b"
    )
    found = [
        f"{path.name}: {match[0]}"
        for path in (ROOT / "templates" / "crm").rglob("*.html")
        for match in relation.finditer(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_every_interaction_of_the_world_is_kept(ana):
    meeting = world.interaction(world.person(), by=ana)

    assert Interaction.objects.visible_to(ana).get() == meeting
    assert Institution.objects.visible_to(ana).count() == 0
