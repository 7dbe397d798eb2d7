"""What strangers may know of the contact book: promises of public authorities, written for the public. Nothing else."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm import public_record
from crm.models import Commitment, Institution, Proposal, PublicCommitment
from crm.public_record import Standing
from crm.publishing import AUTHORITIES
from tests.crm import world
from tests.crm.world import SECRET

pytestmark = pytest.mark.django_db
SOURCE = "https://example.org/acta"


def promise(**fields):
    """A commitment in which every word of ours is secret."""
    by = fields.pop("by", None) or world.institution()
    who = fields.pop("person", None) or world.person(f"Rosa {SECRET}")
    given = {"what": f"Dijo {SECRET}", "made": date(2026, 9, 1), "evidence": f"Nos lo dijo {SECRET}"}
    return Commitment.objects.create(institution=by, person=who, **given | fields)


def publish(commitment, **fields):
    given = {"what_es": "Abrir un turno de tarde", "source": SOURCE, "source_name": "Acta publicada"}
    return PublicCommitment.objects.create(commitment=commitment, **given | fields)


def shown():
    return public_record.promises()


def test_a_promise_that_was_published_is_public_and_says_nothing_of_ours():
    publish(promise())

    (found,) = shown()

    assert (found.what, found.source, found.region) == ("Abrir un turno de tarde", SOURCE, "20")
    assert SECRET not in repr(found)


def test_what_nobody_published_is_not_public():
    promise()

    assert shown() == []


def test_nothing_is_read_but_these_columns():
    assert set(public_record.Promise._fields) == {
        *("key", "institution", "region", "region_name", "what", "what_language", "made", "due", "closed"),
        *("standing", "source_name", "source", "proof", "reply", "reply_language", "reply_day", "changes"),
    }
    with_sources = PublicCommitment.objects.for_the_public()
    read = str(
        with_sources.order_by()
        .values(*public_record.OWN, *public_record.REPLY, **public_record.COLUMNS)
        .query
    )
    columns = read.partition(" FROM ")[0]
    for private in (
        "evidence",
        '"crm_commitment"."what"',
        "crm_person",
        "crm_interaction",
        "logged_by",
        "owner",
    ):
        assert private not in columns, private


@pytest.mark.parametrize("circle", ["partner", "leadership"])
@pytest.mark.parametrize("where", ["commitment", "institution", "person"])
def test_what_one_circle_keeps_to_itself_leaves_the_page_at_once(circle, where):
    commitment = promise()
    publish(commitment)
    record = commitment if where == "commitment" else getattr(commitment, where)
    record.circle, record.owner = circle, world.partner()

    record.save()

    assert shown() == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    kind=st.sampled_from(Institution.Kind.values),
    circles=st.tuples(*[st.sampled_from(["coalition", "partner", "leadership"])] * 3),
    is_withdrawn=st.booleans(),
)
def test_of_all_that_could_be_only_what_the_whole_coalition_may_see_of_authorities_is_public(
    kind, circles, is_withdrawn
):
    with transaction.atomic():
        owner = world.partner()
        of_institution, of_person, of_commitment = circles
        by = world.institution(kind=kind, circle=of_institution, owner=owner)
        who = world.person(circle=of_person, owner=owner)
        commitment = promise(by=by, person=who, circle=of_commitment, owner=owner)
        publish(commitment, withdrawn=timezone.now() if is_withdrawn else None)

        may_be_seen = kind in AUTHORITIES and set(circles) == {"coalition"} and not is_withdrawn
        assert bool(shown()) is may_be_seen
        transaction.set_rollback(True)


def test_organizations_of_the_community_are_never_among_the_authorities():
    for kind in ("community", "civil_society", "party", "media", "international", "other"):
        assert kind not in AUTHORITIES


def test_nothing_is_published_without_a_source_and_no_reply_without_a_day():
    commitment = promise()
    for fields in ({"source": ""}, {"reply_es": "No es cierto"}, {"reply_day": date(2026, 9, 2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            publish(commitment, **fields)


@pytest.mark.parametrize(
    ("fields", "standing"),
    [
        ({}, Standing.OPEN),
        ({"due": timezone.localdate()}, Standing.OPEN),
        ({"due": timezone.localdate() - timedelta(days=1), "made": date(2020, 1, 1)}, Standing.OVERDUE),
        ({"state": "kept", "closed": date(2026, 10, 1)}, Standing.KEPT),
        ({"state": "broken", "closed": date(2026, 10, 1)}, Standing.BROKEN),
    ],
)
def test_each_stands_where_it_stands_today(fields, standing):
    publish(promise(**fields))

    (found,) = shown()

    assert found.standing == standing


def test_changes_since_it_was_published_are_told_without_who_made_them():
    commitment = promise(due=date(2026, 9, 30))
    commitment.due = date(2026, 10, 5)
    commitment.save()  # before it was public: nobody's business
    published = publish(commitment)
    commitment.due = date(2026, 12, 31)
    commitment._history_user = world.member(SECRET.lower())
    commitment.save()
    commitment.state, commitment.closed = "kept", timezone.localdate()
    commitment.save()
    published.what_es = "Abrir dos turnos de tarde"
    published.save()

    (found,) = shown()

    told = " ".join(change.text for change in found.changes)
    assert "de 05/10/2026 a 31/12/2026" in told and "30/09/2026" not in told
    assert "de «Por cumplir» a «Cumplido»" in told and "Corregimos el texto" in told
    assert SECRET not in repr(found).upper() and "un turno" not in told


def test_a_hundred_promises_are_three_questions(django_assert_num_queries):
    for number in range(100):
        publish(promise(by=world.institution(f"Municipalidad {number}", kind="municipality")))

    with django_assert_num_queries(3):
        assert len(shown()) == 100


# Publishing, by the team


@pytest.fixture
def coco(client):
    user = world.coordinator()
    client.force_login(user)
    return user


def send(client, commitment, **fields):
    given = {"what_es": "Abrir un turno", "source_name": "Acta", "source": SOURCE}
    return client.post(reverse("commitments:publish", args=[commitment.pk]), given | fields)


@pytest.fixture
def second(coco):
    """Another coordinator, at her own screen."""
    browser = Client()
    browser.force_login(world.coordinator("dina", of="REDTRANS"))
    return browser


def page_of(client, commitment):
    return client.get(reverse("commitments:inspect", args=[commitment.pk])).content.decode()


def approve(client, commitment, version=None):
    version = version or Proposal.objects.get(commitment=commitment).version
    return client.post(reverse("commitments:approve", args=[commitment.pk]), {"version": version})


def test_one_coordinator_writes_and_another_publishes(client, coco, second):
    commitment = promise()

    assert send(client, commitment).status_code == 302
    assert shown() == []
    assert "Aprobar y publicar" not in page_of(client, commitment)
    approve(client, commitment)
    assert shown() == []  # she wrote it herself
    assert "Abrir un turno" in second.get("/admin/").content.decode()
    assert "Aprobar y publicar" in page_of(second, commitment)
    approve(second, commitment)
    assert [one.what for one in shown()] == ["Abrir un turno"]
    assert not Proposal.objects.exists()


def test_what_is_public_stays_as_it_is_until_its_correction_is_approved(client, coco, second):
    commitment = promise()
    publish(commitment, what_es="Abrir un turno")

    send(client, commitment, what_es="Abrir dos turnos")

    assert [one.what for one in shown()] == ["Abrir un turno"]
    approve(second, commitment)
    assert [one.what for one in shown()] == ["Abrir dos turnos"]


def test_nobody_approves_what_she_did_not_read(client, coco, second):
    commitment = promise()
    send(client, commitment)
    seen = Proposal.objects.get().version
    send(client, commitment, what_es="Otra cosa")

    approve(second, commitment, seen)

    assert shown() == [] and Proposal.objects.get().words["what_es"] == "Otra cosa"


def test_all_that_would_be_read_is_shown_to_who_approves(client, coco, second):
    commitment = promise()
    told = {"what_en": "Open a shift", "proof": "https://example.org/prueba", "reply_es": "Ya abrimos uno."}
    send(client, commitment, **told, reply_en="One is open.", reply_day="01/10/2026")

    page = page_of(second, commitment)

    for each in ("Abrir un turno", SOURCE, "Acta", "One is open.", "1 de octubre de 2026", *told.values()):
        assert each in page


def test_what_was_closed_to_others_meanwhile_is_not_published(client, coco, second):
    commitment = promise()
    send(client, commitment)
    Institution.objects.filter(pk=commitment.institution_id).update(kind="community")

    approve(second, commitment)

    assert not PublicCommitment.objects.exists()
    assert "esperan que los apruebes" not in second.get("/admin/").content.decode()


def test_a_text_that_waits_can_be_thrown_away(client, coco, second):
    commitment = promise()
    send(client, commitment)
    assert second.get(reverse("commitments:discard", args=[commitment.pk])).status_code == 405
    second.post(reverse("commitments:discard", args=[commitment.pk]))

    assert not Proposal.objects.exists() and shown() == []


def test_the_team_does_not_approve(client, coco):
    commitment = promise()
    send(client, commitment)
    client.force_login(world.member("otra"))

    assert approve(client, commitment).status_code in (302, 403)
    assert shown() == [] and "Espera para salir" not in page_of(client, commitment)


def test_a_coordinator_publishes_corrects_and_takes_back(client, coco, second):
    commitment = promise()

    def send_and_approve(**fields):
        send(client, commitment, **fields)
        approve(second, commitment)

    send_and_approve()
    assert [one.what for one in shown()] == ["Abrir un turno"]
    send_and_approve(what_es="Abrir dos turnos", reply_es="Ya abrimos uno.", reply_day="01/10/2026")
    assert [(one.what, one.reply) for one in shown()] == [("Abrir dos turnos", "Ya abrimos uno.")]
    page = client.get(reverse("commitments:inspect", args=[commitment.pk])).content.decode()
    assert "Abrir dos turnos" in page and "Retirar del sitio" in page
    assert client.get(reverse("commitments:unpublish", args=[commitment.pk])).status_code == 405
    client.post(reverse("commitments:unpublish", args=[commitment.pk]))
    assert shown() == []
    send_and_approve()
    assert len(shown()) == 1


def test_what_is_not_a_public_authoritys_cannot_be_published(client, coco):
    commitment = promise(by=world.institution("Colectiva", kind="community"))

    answer = send(client, commitment)

    assert answer.status_code == 302 and not PublicCommitment.objects.for_the_public().exists()


def test_a_reply_without_its_day_is_asked_for_it(client, coco):
    page = send(client, promise(), reply_es="Ya abrimos uno.")

    assert page.status_code == 422 and "¿Qué día respondió?" in page.content.decode()


def test_the_team_reads_and_does_not_publish(client):
    client.force_login(world.member())
    commitment = promise()

    assert send(client, commitment).status_code in (302, 403)
    assert shown() == []
    assert (
        "Publicar en el sitio"
        not in client.get(reverse("commitments:inspect", args=[commitment.pk])).content.decode()
    )


def test_a_coordinator_of_another_organization_publishes_nothing_she_cannot_see(client, coco):
    commitment = promise(**world.closed("REDTRANS"))

    assert send(client, commitment).status_code == 404
