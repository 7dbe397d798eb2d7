"""The CRM's part of the demonstration: what it holds, what it counts to, and what it must never hold."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import User
from crm import briefs, demonstration
from crm.demonstration.book import HERE, ORDER
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
    PublicCommitment,
    Region,
    SavedView,
    Task,
)
from legislation.models import Cause, Demonstration
from scrapers.management.commands import load_demo

pytestmark = pytest.mark.django_db

COUNTED = date(2011, 9, 30)  # as of when the case study counts
HISTORIES = [model for model in ORDER if hasattr(model, "history")]
TEXTS = {
    Institution: ["name", "acronym"],
    Person: ["name", "given_names", "first_surname", "second_surname"],
    Post: ["title"],
    Affiliation: ["started", "ended"],
    ContactWay: ["value", "label", "proof"],
    Alias: ["name"],
    Interaction: ["kind", "state", "starts", "place", "summary", "outcome", "next_step", "circle", "key"],
    DiscussionPoint: ["topic", "said"],
    Attendance: ["audience", "gender", "qualifier", "count"],
    Position: ["stance", "grade", "stated", "words", "evidence"],
    Commitment: ["what", "state", "made", "due", "evidence"],
    Task: ["what", "state", "due", "outcome"],
    Note: ["text", "circle"],
}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once; what a test does to it is undone after the test, within the transaction of this."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo.create_team()
        cause = Cause.objects.create(**load_demo.CAUSE)
        demonstration.load(cause)
        yield cause
        transaction.set_rollback(True)


def words():
    """Every text of it."""
    for model, fields in TEXTS.items():
        for row in model.objects.values_list(*fields):
            yield " ".join(map(str, row))


# How much


def test_it_holds_69_institutions_and_202_representatives_and_some_300_recent_interactions(loaded):
    recent = Interaction.objects.filter(starts__date__gt=timezone.localdate() - timedelta(days=735))

    assert Institution.objects.count() == 69
    assert Person.objects.in_office().count() == 202
    assert 300 <= recent.count() <= 360
    assert set(recent.values_list("kind", flat=True)) == set(Interaction.Kind.values)
    assert set(recent.values_list("state", flat=True)) == set(Interaction.State.values)
    assert Post.objects.vacant().exists()
    assert {"04", "12", "15", "20", "25"} == set(
        Institution.objects.exclude(region=None).values_list("region", flat=True)
    )


def test_everything_that_can_happen_to_a_promise_a_position_or_a_task_happens(loaded):
    assert set(Commitment.objects.values_list("state", flat=True)) == set(Commitment.State.values)
    assert Commitment.objects.overdue().count() >= 5
    assert set(Task.objects.values_list("state", flat=True)) == set(Task.State.values)
    assert Task.objects.overdue().exists() and Task.objects.filter(kind=Task.Kind.INDUCT).exists()
    assert set(Position.objects.values_list("stance", flat=True)) == set(Position.Stance.values)
    assert set(Position.objects.values_list("grade", flat=True)) == set(Position.Grade.values)
    assert Participant.objects.filter(stands_in_for__isnull=False).exists()
    for user in User.objects.all():
        assert user.tasks.filter(state=Task.State.OPEN).count() >= 5, user


def test_somebody_changed_her_mind(loaded):
    stances = {}
    for person, stance in Position.objects.exclude(person=None).values_list("person", "stance"):
        stances.setdefault(person, set()).add(stance)

    # How many depends on which days of these two years were working days.
    assert sum(len(each) > 1 for each in stances.values()) >= 5


def test_who_was_met_held_that_post_on_that_day(loaded):
    rows = Participant.objects.exclude(post=None).select_related("interaction", "post")
    held = {}
    for affiliation in Affiliation.objects.all():
        held.setdefault((affiliation.person_id, affiliation.post_id), []).append(affiliation)

    for row in rows:
        day = timezone.localtime(row.interaction.starts).date()
        assert any(one.held_on(day) for one in held[row.person_id, row.post_id]), row.pk


def test_texts_repeat_no_more_than_a_busy_team_repeats_itself(loaded):
    recent = Interaction.objects.filter(starts__year__gt=2011).exclude(summary="")

    [(text, times)] = Counter(recent.values_list("summary", flat=True)).most_common(1)

    assert times <= 5, text
    assert len(set(recent.values_list("summary", flat=True))) > 150


# The figures of the programme


def test_it_counts_to_the_figures_of_september_2011_whoever_asks(loaded):
    for user in User.objects.all():
        then = Interaction.objects.visible_to(user).held().filter(starts__date__lte=COUNTED)
        consulted = Participant.objects.visible_to(user).filter(
            interaction__in=then.filter(kind=Interaction.Kind.CONSULTATION).values("pk")
        )
        regions = Region.objects.filter(interactions__in=then.filter(kind="consultation")).distinct()

        assert consulted.values("person").distinct().count() == consulted.count() == 202
        assert consulted.values("institution").distinct().count() == 69
        assert set(regions) == set(Region.objects.filter(is_priority=True))


@pytest.mark.parametrize(
    ("kinds", "audience", "count", "qualifier"),
    [
        (["workshop"], "peer_educators", 79, ">="),
        (["training"], "officials", 40, ">"),
        (["training"], "law_enforcement", 28, "="),
    ],
)
def test_those_trained_by_september_2011_are_counted_from_head_counts(
    loaded, kinds, audience, count, qualifier
):
    rows = Attendance.objects.filter(
        interaction__starts__date__lte=COUNTED, interaction__kind__in=kinds, audience=audience
    )

    assert rows.aggregate(Sum("count"))["count__sum"] == count
    assert set(rows.values_list("qualifier", flat=True)) - {"="} == {qualifier} - {"="}
    assert set(rows.values_list("interaction__region__is_priority", flat=True)) == {True}


def test_the_three_groups_of_the_conference_stand_apart(loaded):
    conference = Interaction.objects.get(kind="conference", starts__year=2007)

    counts = {row.audience: (row.count, row.qualifier) for row in conference.attendances.all()}

    assert counts == {"sex_workers": (98, "="), "trans": (130, "="), "authorities": (69, "=")}


def test_whoever_reads_of_the_programme_reads_that_it_is_a_demonstration(loaded):
    then = Interaction.objects.filter(starts__date__lte=COUNTED)

    assert all(row.summary.startswith("Registro de la demostración") for row in then)
    assert all("de práctica" in row.summary for row in then)


# The same again, and once


def test_loading_it_again_changes_nothing(loaded):
    before = {model: model.objects.count() for model in ORDER} | {
        model.history.model: model.history.count() for model in HISTORIES
    }

    demonstration.load(loaded)

    assert before == {model: model.objects.count() for model in before}


def test_every_record_has_its_history_and_is_found_by_name_mail_and_phone(loaded):
    for model in HISTORIES:
        assert model.history.filter(history_type="+").count() == model.objects.count(), model
    kept = Commitment.objects.filter(state=Commitment.State.KEPT).first()
    assert [row.state for row in kept.history.order_by("history_date")] != ["kept"]
    way = ContactWay.objects.filter(person__isnull=False, kind="phone").first()
    assert way.person in Person.objects.matching(way.value)
    assert way.person in Person.objects.matching(way.person.first_surname.upper())


def test_every_row_is_as_forms_would_have_made_it(loaded):
    for model in ORDER:
        for row in model.objects.all()[::9]:
            row.full_clean()


# Whom it may show to whom, and what it must not hold


def test_each_circle_has_something_that_others_do_not_see(loaded):
    leader, coordinator, member, _speaker = User.objects.order_by("pk")

    for model in (Interaction, Position, Commitment, Task, Note):
        seen = [
            set(model.objects.visible_to(user).values_list("pk", flat=True)) for user in (coordinator, member)
        ]
        assert seen[0] - seen[1] and seen[1] - seen[0], model
    assert Interaction.objects.filter(circle="leadership").exists()
    assert not Interaction.objects.visible_to(member).filter(circle="leadership").exists()
    for user in (leader, coordinator, member):
        assert Institution.objects.visible_to(user).count() == 69
        assert Person.objects.visible_to(user).in_office().count() == 202


def test_no_address_and_no_number_can_be_anybodys(loaded):
    for way in ContactWay.objects.all():
        if way.kind == "email":
            assert re.fullmatch(r"[a-z0-9.]+@[a-z0-9-]+\.example\.org", way.value), way.value
        elif way.kind in ("phone", "mobile"):
            assert re.fullmatch(r"\(0(1|54|61|64|73)\) 00\d?-\d{4}|000 \d{3} \d{3}", way.value), way.value
    for text in words():
        assert not re.search(r"(?<![\d-])9\d{2}[ -]?\d{3}[ -]?\d{3}(?![\d-])", text), text
        assert not re.search(r"@(?![a-z0-9-]+\.example\.org)|https?://|\bDNI\b", text), text


def test_contacts_of_people_are_held_on_a_basis_and_only_while_in_office(loaded):
    people = Person.objects.filter(contact_ways__isnull=False)

    assert not people.exclude(pk__in=Person.objects.in_office()).exists()
    assert set(ContactWay.objects.exclude(person=None).values_list("basis", flat=True)) == {
        "public_function",
        "consent",
    }


FORBIDDEN = (
    r"prostitu|meretric|v[ií]ctima|rescat|zona roja|burdel|prost[ií]bulo|night ?club|hostal|jir[oó]n|avenida|"
    r"mujeres? de la (calle|vida)|mal vivir|travesti|servidoras? sexual"
)


def test_its_words_are_those_of_the_house(loaded):
    for text in [
        *words(),
        *(path.read_text(encoding="utf-8") for path in HERE.rglob("*.*") if path.suffix != ".pyc"),
    ]:
        assert not re.search(FORBIDDEN, text, re.IGNORECASE), re.search(FORBIDDEN, text, re.IGNORECASE)


def test_whoever_is_said_in_public_to_have_promised_is_said_to_be_an_example(loaded):
    names = {one.commitment.institution.name for one in PublicCommitment.objects.all()}

    assert names
    assert [name for name in names if not name.endswith("(ejemplo)")] == []


def test_organizations_of_the_community_are_invented_and_say_so(loaded):
    kinds = ("community", "civil_society", "media", "party")

    for institution in Institution.objects.filter(kind__in=kinds):
        assert institution.tags.filter(name="Organización inventada").exists(), institution
        assert institution.district == "" or institution.kind != "community"


# On screen


@pytest.mark.parametrize(
    "place", ["instituciones", "personas", "encuentros", "posturas", "compromisos", "tareas"]
)
def test_lists_and_pages_of_the_demonstration_say_that_they_are_one(loaded, client, place):
    Demonstration.objects.create(pk=1)
    client.force_login(User.objects.order_by("pk").last())

    answer = client.get(f"/admin/{place}/")

    assert answer.status_code == 200
    assert "staff-demonstration" in answer.content.decode()


def test_every_saved_view_narrows_its_list_to_something(loaded, client):
    client.force_login(User.objects.order_by("pk").first())
    places = {"people": "personas", "institutions": "instituciones", "positions": "posturas"}

    for view in SavedView.objects.all():
        address = f"/admin/{places.get(view.place, 'compromisos')}/"
        whole, narrowed = (
            client.get(f"{address}?{query}").context["paginator"].count for query in ("", view.query)
        )
        assert 0 < narrowed < whole / 2, view


def test_what_leaves_the_screen_says_so_too(loaded, client):
    Demonstration.objects.create(pk=1)
    leader = User.objects.order_by("pk").first()
    client.force_login(leader)

    answer = client.get("/admin/personas/", {"export": "csv"})
    sheet = briefs.prepare(Person.objects.in_office().first(), leader)

    assert answer["Content-Disposition"].startswith('attachment; filename="demostracion-personas-')
    assert sheet.notice.startswith("Demostración: nada aquí es real. Confidencial")
