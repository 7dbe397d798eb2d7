"""What a mail must never carry, and to whom it must never go."""

import re
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from legislation import mailing
from legislation.models import Change, Follow, Message
from legislation.reconciling import enter_step
from tests.legislation.mail_world import follow, make_bill, make_cause, make_member, make_step, see

Kind = Change.Kind
MEMBERS, BILLS, CAUSES = 3, 4, 2


@pytest.fixture(autouse=True)
def no_server(db, settings):
    """Mails are written, and read here as staff would read them."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"


def announce():
    mailing.announce(Counter())


def everything_in(message):
    return "\n".join([message.subject, message.text, message.html])


worlds = st.fixed_dictionaries(
    {
        "chains": st.sets(st.tuples(st.integers(0, CAUSES - 1), st.integers(0, BILLS - 1))),
        "cause_follows": st.sets(st.tuples(st.integers(0, MEMBERS - 1), st.integers(0, CAUSES - 1))),
        "bill_follows": st.sets(st.tuples(st.integers(0, MEMBERS - 1), st.integers(0, BILLS - 1))),
        # (bill, kind, run `announce` after it)
        "changes": st.lists(
            st.tuples(
                st.integers(0, BILLS - 1),
                st.sampled_from(
                    [Kind.FILE_ADDED, Kind.SIGNATORY_ADDED, Kind.STEP_ADDED, Kind.STATUS_CHANGED]
                ),
                st.booleans(),
            ),
            max_size=12,
        ),
    }
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(worlds)
def test_mail_of_a_never_contains_what_only_b_follows(world):
    with transaction.atomic():
        members, bills, causes = make_world(world)
        waits_for = {member: bills_awaited(number, world) for number, member in enumerate(members)}

        marks = {}
        for number, (bill, kind, then_announce) in enumerate(world["changes"]):
            marks[f"marca-{number:04}"] = bill
            step = make_step(bills[bill]) if kind == Kind.STEP_ADDED else None
            see(kind, bills[bill], step=step, new=f"marca-{number:04}")
            if then_announce:
                announce()
        announce()

        for member, awaited in waits_for.items():
            told = "\n".join(everything_in(message) for message in member.messages.all())
            expected = {mark for mark, bill in marks.items() if bill in awaited}
            assert set(re.findall(r"marca-\d+", told)) == expected
            texts = "\n".join(message.text for message in member.messages.all())
            assert all(texts.count(mark) == 1 for mark in expected)
            for number, bill in enumerate(bills):
                assert number in awaited or bill.label not in told
            for number, cause in enumerate(causes):
                follows_it = any(pair == (members.index(member), number) for pair in world["cause_follows"])
                assert follows_it or cause.name not in told
            assert not any(other.email in told for other in members)
        transaction.set_rollback(True)  # the next example starts in an empty world


def make_world(world):
    members = [make_member(f"persona{number}@ejemplo.pe") for number in range(MEMBERS)]
    bills = [make_bill(number + 101) for number in range(BILLS)]
    causes = [make_cause(f"Causa{number}zz") for number in range(CAUSES)]
    for cause, bill in world["chains"]:
        causes[cause].chain.create(bill=bills[bill])
    for member, cause in world["cause_follows"]:
        follow(members[member], causes[cause])
    for member, bill in world["bill_follows"]:
        follow(members[member], bills[bill])
    return members, bills, causes


def bills_awaited(member, world):
    own = {bill for one, bill in world["bill_follows"] if one == member}
    causes = {cause for one, cause in world["cause_follows"] if one == member}
    return own | {bill for cause, bill in world["chains"] if cause in causes}


def test_no_note_and_no_name_of_ours_is_in_a_mail():
    ana = make_member("ana@ejemplo.pe", first_name="Anahí", last_name="Quispe")
    rosa = make_member("rosa@ejemplo.pe", first_name="Rosalinda", last_name="Huamán")
    bill = make_bill()
    follow(ana, bill), follow(rosa, bill)

    enter_step(bill, rosa, status="DICTAMEN", day=None, detail="EN MAYORÍA", note="lo dijo la asesora Paz")
    announce()

    message = Message.objects.get()  # nobody is told what she did herself
    assert message.recipient == ana
    told = everything_in(message)
    assert "Nuestro equipo anotó" in told and "EN MAYORÍA" in told
    for secret in ("asesora", "Rosalinda", "Huamán", "Anahí", "Quispe", "ejemplo.pe"):
        assert secret not in told


def test_the_subject_says_nothing_of_the_cause():
    ana = make_member("ana@ejemplo.pe")
    bill = make_bill(title="LEY QUE RECONOCE EL TRABAJO SEXUAL")
    cause = make_cause("Trabajo sexual con derechos", bill)
    follow(ana, cause)
    for kind, causes in ((Kind.BILL_FOUND, [cause.pk]), (Kind.FILE_ADDED, ()), (Kind.STATUS_CHANGED, ())):
        see(kind, bill, new="EN COMISIÓN", causes=causes)
        announce()

    subjects = [message.subject for message in Message.objects.all()]
    assert len(subjects) == 3
    assert not any("sexual" in subject.lower() for subject in subjects)


def test_what_congress_wrote_cannot_become_markup_or_headers():
    ana = make_member("ana@ejemplo.pe")
    bill = make_bill(title='<script>alert("1")</script>', source_url="javascript:alert(1)")
    follow(ana, bill)
    see(Kind.STATUS_CHANGED, bill, new="A<b>\r\nBcc: otra@ejemplo.pe", old="<img src=x>")
    announce()

    message = Message.objects.get()
    assert "\n" not in message.subject and "\r" not in message.subject
    assert mailing.mail(message).message().get_all("Bcc") is None
    assert "<script" not in message.html and "<img" not in message.html and "<b>" not in message.html
    assert "javascript:" not in everything_in(message)
    assert "<img src=x>" in message.text  # in plain text the words stand as they are


def test_a_mail_loads_nothing_and_its_links_change_nothing(client, settings):
    settings.SITE_URL = "https://incidencia.example"
    ana = make_member("ana@ejemplo.pe")
    bill = make_bill()
    follow(ana, bill)
    see(Kind.FILE_ADDED, bill, new="OPINION.pdf")
    announce()
    html = Message.objects.get().html

    assert not re.search(r"\bsrc=|url\(|@import|<(img|link|script|iframe|form|object)\b", html)
    links = re.findall(r'href="([^"]+)"', html)
    assert {link.split("/")[2] for link in links} == {"incidencia.example", "wb2server.congreso.gob.pe"}
    client.force_login(ana)
    for link in links:
        if link.startswith(settings.SITE_URL):
            answer = client.get(link.removeprefix(settings.SITE_URL), headers={"host": "localhost"})
            assert answer.status_code == 200
    assert Follow.objects.count() == 1
