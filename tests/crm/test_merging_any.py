"""Whatever two people or institutions hang together with: merged and undone, every row is as it was."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import merging
from crm.models import (
    Affiliation,
    Alias,
    Follow,
    Institution,
    Interaction,
    Pair,
    Participant,
    Person,
    Tag,
    Task,
)
from tests.crm import world
from tests.crm.test_merging import whole_state

NAMES = st.sampled_from(["Rosa Núñez", "ROSA NUÑEZ", "Rosa Núñez Villón", "Rosa"])
PARTS = st.lists(
    st.tuples(
        st.sampled_from(
            "affiliation alias way preferred meeting stands speaks position commitment task note follow tag pair "
            "post part above induction".split()
        ),
        st.integers(0, 1),  # whose
        st.integers(0, 2),  # which of a few
    ),
    max_size=14,
)


class World:
    """Two to be merged, and a few others around them. What the database refuses is left out."""

    def __init__(self, model, names):
        self.user = world.member(f"ana{Person.objects.count()}")
        make = world.person if model is Person else world.institution
        self.both = [make(name) for name in names]
        self.key = model._meta.model_name
        self.people = [world.person(f"Otra {n}") for n in range(3)]
        self.places = [world.institution(f"Instituto {n}") for n in range(3)]
        self.posts = [world.post(f"Puesto {n}", at=place) for n, place in enumerate(self.places)]
        self.meetings = [
            Interaction.objects.create(starts=datetime(2026, 1, 1 + n, 10, 0, 0, 123456, tzinfo=UTC))
            for n in range(3)
        ]

    def add(self, part, whose, which):
        getattr(self, part)(self.both[whose], which)

    def affiliation(self, one, which):
        ended = ["", "2025", ""][which]
        person, post = (
            (one, self.posts[which]) if self.key == "person" else (self.people[0], self.post(one, which))
        )
        if ended or not Affiliation.objects.filter(person=person, post=post, ended="").exists():
            behalf = one if self.key == "institution" else None
            Affiliation.objects.create(
                person=person,
                post=post,
                started=["2024", "2023-02", ""][which],
                ended=ended,
                on_behalf_of=behalf,
            )

    def post(self, one, which):
        at = one if self.key == "institution" else self.places[which]
        return at.posts.get_or_create(title=f"Puesto {which}", defaults={"influence": which or None})[0]

    def alias(self, one, which):
        Alias.objects.get_or_create(**{self.key: one}, name=["Charo", "Rosa", "Rosa Núñez"][which])

    def way(self, one, which, **more):
        kind = ["mobile", "email", "phone"][which]
        if not one.contact_ways.filter(kind=kind).exists():
            world.way(one, f"valor {which}", kind, label=f"de {one.pk}", **more)

    def preferred(self, one, which):
        if not one.contact_ways.filter(is_preferred=True).exists():
            self.way(one, which, is_preferred=True)

    def meeting(self, one, which):
        given = {self.key: one}
        if self.key == "institution":
            given["person"] = None
        Participant.objects.get_or_create(interaction=self.meetings[which], **given)

    def speaks(self, one, which):
        """A person in a post, or somebody of the institution."""
        person = one if self.key == "person" else self.people[which]
        post = self.post(one, which)
        row, made = Participant.objects.get_or_create(
            interaction=self.meetings[which],
            person=person,
            defaults={"post": post, "institution": post.institution},
        )
        if made:
            row.interaction.points.create(topic="Ordenanza", said_by=row)

    def stands(self, one, which):
        for_her = (
            {"stands_in_for": one} if self.key == "person" else {"stands_in_for_post": self.post(one, which)}
        )
        there = self.both if self.key == "person" else self.people
        delegate = next((p for p in (*there, *self.people) if p != for_her.get("stands_in_for")), None)
        Participant.objects.get_or_create(interaction=self.meetings[which], person=delegate, defaults=for_her)

    def position(self, one, which):
        world.position(one, stance=which)

    def commitment(self, one, which):
        world.commitment(one)

    def task(self, one, which):
        world.task(**{self.key: one})

    def note(self, one, which):
        world.note(one, **(world.closed() if which else {}))

    def follow(self, one, which):
        Follow.objects.get_or_create(user=self.user, **{self.key: one})

    def tag(self, one, which):
        one.tags.add(Tag.objects.get_or_create(name=f"etiqueta {which}")[0])

    def pair(self, one, which):
        others = {"person": [*self.people, *self.both], "institution": [*self.places, *self.both]}[self.key]
        other = others[which + 2]
        if other != one:
            low, high = sorted((one, other), key=lambda row: row.pk)
            Pair.objects.get_or_create(
                **{self.key: low, f"other_{self.key}": high}, defaults={"score": 60, "reasons": "name"}
            )

    def part(self, one, which):
        if self.key == "institution":
            self.below(self.places[which], one)

    def above(self, one, which):
        if self.key == "institution":
            self.below(one, [*self.both, *self.places][which])

    def below(self, one, parent):
        if one != parent:
            Institution.objects.filter(pk=one.pk).update(parent=parent)

    def induction(self, one, which):
        post = self.post(one, which)
        Task.objects.get_or_create(post=post, kind="induct", state="open", defaults={"what": "Recibir"})


def differ(before, after):
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("model", [Person, Institution])
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    names=st.tuples(NAMES, NAMES), parts=PARTS, theirs=st.sets(st.integers(0, 7)), keeps_name=st.booleans()
)
def test_merged_and_undone_everything_is_as_it_was(model, names, parts, theirs, keeps_name):
    made = World(model, names)
    for part in parts:
        made.add(*part)
    kept, lost = made.both
    before = whole_state()
    fields = [name for n, name in enumerate(merging.CHOSEN[model]) if n in theirs]

    merge = merging.merge(kept, lost, by=made.user, theirs=fields, keeps_name=keeps_name)
    merged = whole_state()
    undone = merging.undo(merge, by=made.user)

    assert undone.left == 0
    assert differ(before, whole_state()) == {}
    nowhere(lost, merged)


def nowhere(lost, state):
    """Nothing points to the one that went."""
    key = lost._meta.model_name
    for label, rows in state.items():
        if "Historical" not in label:
            names = [
                f"{key}_id",
                f"other_{key}_id",
                "stands_in_for_id" if key == "person" else "on_behalf_of_id",
            ]
            assert not [row for row in rows for name in names if row.get(name) == lost.pk]
