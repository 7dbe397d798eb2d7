"""trackers.md §4.8: staff hear of it in the corridor, the source says it later, or the other way round."""

import pytest

from legislation.models import Bill, Change, Delivery
from legislation.reconciling import enter_step
from tests.congress import days_ago, dossier, followed, member, read, row, step, whole_list

pytestmark = pytest.mark.django_db
Kind = Change.Kind
SENT = step("EN COMISIÓN", id=2, day=days_ago(40))
REPORT = step("DICTAMEN", id=3, day=days_ago(1), detail="EN MAYORÍA")


@pytest.fixture
def bill():
    bill = followed(status="EN COMISIÓN")
    read(dossier(SENT))
    return bill


@pytest.fixture
def staff():
    return member("beatriz")


def hear(bill, staff, *, status="DICTAMEN", day=None, **fields):
    return enter_step(bill, staff, status=status, day=day or days_ago(0), note="lo dijo la asesora", **fields)


def test_a_step_entered_by_hand_is_told_at_once_as_unconfirmed(bill, staff):
    entered, is_new = hear(bill, staff)

    assert is_new and entered.is_unconfirmed
    assert Delivery.objects.get().change.step == entered
    bill.refresh_from_db()
    assert bill.status == "EN COMISIÓN"


@pytest.mark.parametrize("confirmations", [("dossier",), ("list",), ("list", "dossier"), ("dossier", "list")])
def test_hand_first_then_the_source_is_one_step_told_once(bill, staff, confirmations):
    entered, _ = hear(bill, staff)

    for source in confirmations * 2:
        if source == "dossier":
            read(dossier(SENT, REPORT))
        else:
            read(*whole_list(row(status="DICTAMEN")))

    entered.refresh_from_db()
    assert not entered.is_unconfirmed
    assert bill.steps.count() == 2
    assert Delivery.objects.count() == 1
    assert all(change.echo_of for change in Change.objects.order_by("pk")[1:])


def test_dossier_first_then_hand_is_one_step_told_once_and_the_note_is_kept(bill, staff):
    read(dossier(SENT, REPORT))

    shown, is_new = hear(bill, staff)

    assert not is_new and shown.source_id == "3" and shown.entered_note == "lo dijo la asesora"
    assert Delivery.objects.count() == 1


def test_list_first_then_hand_then_dossier_is_one_step_told_once(bill, staff):
    read(*whole_list(row(status="DICTAMEN")))

    entered, is_new = hear(bill, staff)
    read(dossier(SENT, REPORT))

    entered.refresh_from_db()
    assert is_new and not entered.is_unconfirmed and entered.source_id == "3"
    assert bill.steps.count() == 2
    assert Delivery.objects.count() == 1


def test_what_staff_read_as_a_report_against_is_the_lists_plain_report(bill, staff):
    entered, _ = hear(bill, staff, detail="NO APROBACIÓN")

    read(*whole_list(row(status="DICTAMEN")))

    entered.refresh_from_db()
    assert not entered.is_unconfirmed
    assert Delivery.objects.count() == 1


def test_another_event_than_the_one_entered_is_told(bill, staff):
    entered, _ = hear(bill, staff)

    read(dossier(SENT, step("EN AGENDA DEL PLENO", id=3, day=days_ago(0))))

    entered.refresh_from_db()
    assert entered.is_unconfirmed
    assert Delivery.objects.count() == 2


def test_one_entry_confirms_one_step_and_a_second_like_it_is_told(bill, staff):
    hear(bill, staff)

    read(dossier(SENT, REPORT, step("DICTAMEN", id=4, day=days_ago(1), detail="EN MINORÍA")))

    assert bill.steps.count() == 3
    assert Delivery.objects.count() == 2


def test_who_enters_a_step_is_not_told_of_it(bill, staff):
    from legislation.models import Follow

    Follow.objects.create(user=staff, bill=bill)

    hear(bill, staff)

    assert staff.pk not in Delivery.objects.values_list("recipient", flat=True)


def test_an_unconfirmed_step_does_not_move_the_bill_and_is_never_withdrawn_by_the_source(bill, staff):
    entered, _ = hear(bill, staff)

    for _ in range(4):
        read(dossier(SENT))

    entered.refresh_from_db()
    assert entered.withdrawn is None and entered.is_unconfirmed
    assert Bill.objects.get().stage == "committee"


def test_a_second_event_of_one_stage_is_told_though_the_first_is_shown(bill, staff):
    read(dossier(SENT, step("Orden del Día", id=3, day=days_ago(3))))
    told = Delivery.objects.count()

    entered, is_new = hear(bill, staff, status="En agenda del Pleno")

    assert is_new and entered.is_unconfirmed
    assert Delivery.objects.count() == told + 1


@pytest.mark.parametrize("source", ["dossier", "list"])
def test_an_event_that_the_source_shows_is_not_taken_for_another_of_its_stage_heard_before(
    bill, staff, source
):
    entered, _ = hear(bill, staff, status="Orden del Día", day=days_ago(3))

    if source == "dossier":
        read(dossier(SENT, step("EN AGENDA DEL PLENO", id=4, day=days_ago(0))))
    else:
        read(*whole_list(row(status="EN AGENDA DEL PLENO")))

    entered.refresh_from_db()
    assert entered.is_unconfirmed
    assert Delivery.objects.count() == 2


def test_another_way_to_write_one_event_is_that_event(bill, staff):
    hear(bill, staff, status="Aprobado en primera votación", day=days_ago(1))

    read(dossier(SENT, step("APROBADO 1ERA. VOTACIÓN", id=4, day=days_ago(2))))

    assert bill.steps.count() == 2
    assert Delivery.objects.count() == 1


def test_two_labels_that_nobody_can_read_are_not_one_event(bill, staff):
    hear(bill, staff, status="Mesa de trabajo")

    read(dossier(SENT, step("SESIÓN DESCENTRALIZADA", id=4, day=days_ago(0))))

    assert bill.steps.count() == 3
