"""Two records become one, with everything that belongs to either, and become two again."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from crm import merging
from crm.joining import references
from crm.journal import rows_of
from crm.models import (
    Affiliation,
    Alias,
    ContactWay,
    Follow,
    Institution,
    Merge,
    Pair,
    Participant,
    Person,
    Post,
    Tag,
    Task,
)
from tests.crm import world

pytestmark = pytest.mark.django_db


def whole_state():
    """Every row of the CRM, the history included, except the record of merges itself."""
    state = {}
    for model in apps.get_app_config("crm").get_models(include_auto_created=True):
        if model is not Merge:
            rows = rows_of(model).order_by("pk").values()
            state[model._meta.label] = [{k: in_any_order(k, v) for k, v in row.items()} for row in rows]
    return state


def in_any_order(column, value):
    return sorted(value.split()) if column == "search" else value


@pytest.fixture
def ana():
    return world.member("ana")


@pytest.fixture
def two():
    return world.person("Rosa Núñez Villón"), world.person("Rosa Nuñes")


def test_everything_of_hers_comes_along(ana, two):
    kept, lost = two
    held = world.affiliation(lost)
    meeting = world.interaction(lost, by=ana)
    delegate = Participant.objects.create(
        interaction=world.interaction(), person=world.person("Eva"), stands_in_for=lost
    )
    mine = [world.position(lost), world.commitment(lost), world.task(person=lost), world.note(lost)]
    way, alias = world.way(lost), Alias.objects.create(person=lost, name="Charo")
    follow = Follow.objects.create(user=ana, person=lost)
    lost.tags.add(Tag.objects.create(name="aliada"))

    merging.merge(kept, lost, by=ana)

    for row in (held, *mine, way, alias, follow):
        row.refresh_from_db()
        assert row.person == kept
    delegate.refresh_from_db()
    kept.refresh_from_db()
    assert delegate.stands_in_for == kept
    assert meeting.participants.get().person == kept
    assert [tag.name for tag in kept.tags.all()] == ["aliada"]
    assert kept.last_met == meeting.starts
    assert not Person.objects.filter(pk=lost.pk).exists()
    assert set(kept.aliases.values_list("name", flat=True)) == {"Charo", "Rosa Nuñes"}
    for words in ("987654321", "charo", "nunes"):
        assert kept in Person.objects.matching(words)


def test_fields_are_those_that_were_chosen(ana):
    kept, lost = (
        world.person("Rosa Núñez", given_names="Rosa"),
        world.person("Rosa N.", given_names="Rosa María"),
    )

    merging.merge(kept, lost, by=ana, theirs=["given_names"])

    kept.refresh_from_db()
    assert (kept.name, kept.given_names) == ("Rosa Núñez", "Rosa María")
    assert kept.history.first().given_names == "Rosa María"


def test_a_meeting_where_both_stand_has_her_once_and_loses_nothing(ana, two):
    kept, lost = two
    meeting = world.interaction(kept, lost)
    post = world.post()
    double = meeting.participants.get(person=lost)
    double.post = post
    double.save()
    point = meeting.points.create(topic="Ordenanza", said_by=double)

    merging.merge(kept, lost, by=ana)

    only = meeting.participants.get()
    point.refresh_from_db()
    assert (only.person, only.post, point.said_by) == (kept, post, only)


def test_nobody_stands_in_for_herself(ana, two):
    kept, lost = two
    meeting = world.interaction()
    Participant.objects.create(interaction=meeting, person=kept, stands_in_for=lost)

    merging.merge(kept, lost, by=ana)

    assert meeting.participants.get().stands_in_for is None


def test_the_same_post_twice_is_one_since_the_earlier_day(ana, two):
    kept, lost = two
    post = world.post()
    world.affiliation(kept, post, started="2025-03")
    world.affiliation(lost, post, started="2024")

    merging.merge(kept, lost, by=ana)

    assert list(Affiliation.objects.values_list("person", "started")) == [(kept.pk, "2024")]


def test_terms_of_office_apart_stay_apart(ana, two):
    kept, lost = two
    post = world.post()
    world.affiliation(kept, post, started="2024")
    world.affiliation(lost, post, started="2015", ended="2018")

    merging.merge(kept, lost, by=ana)

    assert kept.affiliations.count() == 2


def test_the_same_phone_is_kept_once_with_what_both_say(ana, two):
    kept, lost = two
    world.way(kept, label="trabajo")
    world.way(lost, label="de noche", is_preferred=True)
    world.way(lost, "otro@example.org", "email")

    merging.merge(kept, lost, by=ana)

    phone = kept.contact_ways.get(kind="mobile")
    assert (phone.label, phone.is_preferred) == ("trabajo · de noche", True)
    assert kept.contact_ways.count() == 2


def test_of_two_preferred_ways_that_of_the_one_that_stays_is_preferred(ana, two):
    kept, lost = two
    world.way(kept, is_preferred=True)
    world.way(lost, "otro@example.org", "email", is_preferred=True)

    merging.merge(kept, lost, by=ana)

    assert kept.contact_ways.get(is_preferred=True).kind == "mobile"


def test_tags_and_followers_in_common_are_kept_once(ana, two):
    tag = Tag.objects.create(name="aliada")
    for one in two:
        one.tags.add(tag)
        Follow.objects.create(user=ana, person=one)

    merging.merge(*two, by=ana)

    assert two[0].tags.count() == two[0].followers.count() == 1


def test_a_name_that_she_stopped_using_is_forgotten(ana):
    kept, lost = world.person("Rosa Núñez"), world.person("Raúl Núñez")
    Alias.objects.create(person=kept, name="RAUL NUÑEZ")

    merge = merging.merge(kept, lost, by=ana, keeps_name=False)

    kept.refresh_from_db()
    assert not kept.aliases.exists()
    assert "raul" not in kept.search
    names = [*Person.history.values_list("name", flat=True), *Alias.history.values_list("name", flat=True)]
    assert set(names) == {"Rosa Núñez", ""}
    assert (
        "Raúl" not in rows_of(Merge).extra(select={"sealed": "journal"}).values_list("sealed", flat=True)[0]
    )
    merging.undo(merge, by=ana)
    assert Person.objects.get(pk=lost.pk).name == "Raúl Núñez"


def test_what_was_decided_of_the_other_holds_of_the_one_that_stays(ana, two):
    kept, lost = two
    third = world.person("Rosa Núñez Quispe")
    Pair.objects.create(person=kept, other_person=lost, score=90, reasons="name")
    Pair.objects.create(
        person=lost, other_person=third, score=60, reasons="part", decided=timezone.now(), decided_by=ana
    )

    merging.merge(kept, lost, by=ana)

    pair = Pair.objects.get()
    assert (pair.person, pair.other_person, pair.decided_by) == (kept, third, ana)


# Institutions


def test_institutions_bring_their_posts_parts_and_meetings(ana):
    kept, lost = (
        world.institution("Municipalidad Provincial de Piura"),
        world.institution("MPP", acronym="MPP"),
    )
    same, other = world.post("Alcaldesa", at=kept), world.post("ALCALDESA", at=lost, influence=3)
    gerente = world.post("Gerente", at=lost)
    rosa = world.person()
    world.affiliation(rosa, same, started="2024")
    world.affiliation(rosa, other, started="2023")
    meeting = world.interaction(kept, lost, rosa)
    meeting.participants.filter(person=rosa).update(institution=lost, post=other)
    part = world.institution("Oficina", parent=lost)
    for post in (same, other):
        Task.objects.create(what="Recibir", kind="induct", post=post)

    merging.merge(kept, lost, by=ana)

    part.refresh_from_db()
    same.refresh_from_db()
    assert part.parent == kept
    assert set(kept.posts.all()) == {same, gerente}
    assert same.influence == 3
    assert Affiliation.objects.get().started == "2023"
    assert meeting.participants.get(person=None).institution == kept
    assert meeting.participants.get(person=rosa).post == same
    assert sorted(Task.objects.values_list("kind", "post")) == [("follow_up", same.pk), ("induct", same.pk)]
    assert set(kept.aliases.values_list("name", flat=True)) == {"MPP"}


@pytest.mark.parametrize("chain", ["lost over kept", "kept over lost", "lost over one over kept"])
def test_no_institution_comes_to_depend_on_itself(ana, chain):
    top = world.institution("Gobierno")
    lost = world.institution("GORE", parent=top)
    kept = world.institution("Gobierno Regional", parent=lost)
    if chain == "kept over lost":
        Institution.objects.filter(pk=kept.pk).update(parent=top)
        Institution.objects.filter(pk=lost.pk).update(parent=kept)
    if chain == "lost over one over kept":
        Institution.objects.filter(pk=kept.pk).update(parent=world.institution("Oficina", parent=lost))

    merging.merge(kept, lost, by=ana)

    kept.refresh_from_db()
    assert kept.parent == top


def test_the_place_is_chosen_as_a_whole(ana):
    kept = world.institution("Hospital", region_id="20")
    lost = world.institution("Hospital", region_id="25", province_id="2501", district="Callería")

    merging.merge(kept, lost, by=ana, theirs=["place"])

    kept.refresh_from_db()
    assert kept.place == "Callería, Coronel Portillo, Ucayali"


# Circles


def test_two_that_not_the_same_people_see_are_not_merged(ana):
    bea = world.member("bea", of="REDTRANS")
    kept, lost = world.person(), world.person("Rosa", **world.closed("REDTRANS"))
    before = whole_state()

    for one, other in ((kept, lost), (lost, kept)):
        with pytest.raises(merging.Refused, match="no las ven las mismas personas"):
            merging.merge(one, other, by=bea)

    assert whole_state() == before


def test_what_each_organization_notes_for_itself_stays_its_own(ana, two):
    kept, lost = two
    hidden = world.note(lost, **world.closed("REDTRANS"))

    merging.merge(kept, lost, by=ana)

    hidden.refresh_from_db()
    assert (hidden.person, hidden.circle, hidden.owner) == (kept, "partner", world.partner("REDTRANS"))


# Back


def test_what_changed_since_stays_as_it_is(ana, two):
    kept, lost = two
    way = world.way(lost)
    held = world.affiliation(lost)
    merge = merging.merge(kept, lost, by=ana, theirs=["name"])
    kept.refresh_from_db()
    kept.name = "Rosa Núñez de Villón"
    kept.save()
    way.delete()
    later = world.interaction(kept)

    undone = merging.undo(merge, by=ana)

    kept.refresh_from_db()
    held.refresh_from_db()
    assert (undone.record, undone.left) == (lost, 2)
    assert kept.name == "Rosa Núñez de Villón"
    assert held.person == lost
    assert not lost.contact_ways.exists()
    assert later.participants.get().person == kept


def test_a_merge_is_undone_once(ana, two):
    merge = merging.merge(*two, by=ana)
    merging.undo(merge, by=ana)

    with pytest.raises(merging.Refused, match="ya se deshizo"):
        merging.undo(merge, by=ana)


def test_a_later_merge_is_undone_first(ana, two):
    first = merging.merge(*two, by=ana)
    third = world.person("Rosa de Núñez")
    second = merging.merge(third, two[0], by=ana)
    first.refresh_from_db()

    with pytest.raises(merging.Refused, match="Deshaz primero"):
        merging.undo(first, by=ana)

    merging.undo(second, by=ana)
    first.refresh_from_db()
    merging.undo(first, by=ana)
    assert Person.objects.count() == 3


def test_after_thirty_days_it_stays(ana, two):
    merge = merging.merge(*two, by=ana)
    Merge.objects.update(at=timezone.now() - timedelta(days=30, seconds=1))
    merge.refresh_from_db()

    with pytest.raises(merging.Refused, match="30 días"):
        merging.undo(merge, by=ana)


def test_who_is_already_gone_is_not_merged_again(ana, two):
    kept, lost = two
    merging.merge(kept, lost, by=ana)

    with pytest.raises(merging.Refused, match="ya no está"):
        merging.merge(lost, kept, by=ana)

    assert Merge.objects.count() == 1


def test_whoever_points_to_a_person_or_an_institution_is_moved():
    """A new key to one of these: say in crm.joining when two such rows are one, and add it here."""
    known = {
        Person: {
            "crm.Affiliation.person",
            "crm.Alias.person",
            "crm.Commitment.person",
            "crm.ContactWay.person",
            "crm.Follow.person",
            "crm.Merge.person",
            "crm.Note.person",
            "crm.Participant.person",
            "crm.Participant.stands_in_for",
            "crm.Person_tags.person",
            "crm.Position.person",
            "crm.Task.person",
        },
        Institution: {
            "crm.Affiliation.on_behalf_of",
            "crm.Alias.institution",
            "crm.Commitment.institution",
            "crm.ContactWay.institution",
            "crm.Follow.institution",
            "crm.Institution.parent",
            "crm.Institution_tags.institution",
            "crm.Merge.institution",
            "crm.Note.institution",
            "crm.Participant.institution",
            "crm.Position.institution",
            "crm.Post.institution",
            "crm.Task.institution",
        },
        Post: {
            "crm.Affiliation.post",
            "crm.Commitment.post",
            "crm.Participant.post",
            "crm.Participant.stands_in_for_post",
            "crm.Position.post",
            "crm.Task.post",
        },
        Participant: {"crm.DiscussionPoint.said_by"},
        ContactWay: set(),
        Alias: set(),
        Affiliation: set(),
        Follow: set(),
    }

    for model, keys in known.items():
        assert {f"{key.model._meta.label}.{key.name}" for key in references(model)} == keys


def test_whatever_a_record_says_of_itself_can_be_chosen():
    kept_apart = {"id", "circle", "owner_id", "logged_by_id", "logged", "search", "last_met"}

    for model, names in merging.CHOSEN.items():
        choices = {column for name in names for column in merging.columns(name)}
        assert choices == {field.attname for field in model._meta.concrete_fields} - kept_apart


def test_the_staff_to_train_is_taken_from_whichever_knows_it(ana):
    kept = world.institution("Comisaría de Yarinacocha")
    day = timezone.localdate()
    lost = world.institution("Comisaria Yarinacocha", staff_to_train=14, staff_counted=day)

    merging.merge(kept, lost, by=ana, theirs=["staff"])

    kept.refresh_from_db()
    assert (kept.staff_to_train, kept.staff_counted) == (14, day)


@pytest.mark.parametrize(("firsts", "together"), [((4, 2), 6), ((4, None), None)])
def test_two_groups_of_one_staff_are_as_many_as_both(ana, firsts, together):
    kept, lost = world.institution("Comisaría de Yarinacocha"), world.institution("Comisaria Yarinacocha")
    training = world.interaction(kept, lost, kind="training")
    for one, new in zip((kept, lost), firsts, strict=True):
        Participant.objects.filter(institution=one).update(heads=5, new_heads=new)

    merging.merge(kept, lost, by=ana)

    here = training.participants.get()
    assert (here.heads, here.new_heads) == (10, together)


def test_the_page_of_her_who_stays_opens_and_does_not_tell_the_joining_as_a_correction(client, ana, two):
    kept, lost = two
    world.way(lost, "rosa@x.pe", "email")
    client.force_login(ana)

    merging.merge(kept, lost, by=ana)

    page = client.get(f"/admin/personas/inspect/{kept.pk}/")
    assert page.status_code == 200
    assert "Se añadió: forma de contacto «Correo electrónico rosa@x.pe»" in page.content.decode()
    assert "Se corrigió: forma de contacto" not in page.content.decode()


def test_a_merge_that_was_undone_is_nothing_that_comes_along(ana, two):
    kept, lost = two
    before = merging.moving(kept, ana)

    merged = merging.merge(kept, lost, by=ana)
    assert merging.moving(kept, ana) != before
    merging.undo(merged, by=ana)

    assert merging.moving(kept, ana) == before
