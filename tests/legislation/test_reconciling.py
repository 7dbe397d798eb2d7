"""trackers.md §4.8: staff hear of it in the corridor, the source says it later, or the other way round."""

from datetime import timedelta

import pytest
from django.utils import timezone

from legislation import headlines
from legislation.models import Bill, Change, Delivery, Follow, LabelReading
from legislation.reconciling import correct_step, enter_step, entered_before, take_back_step
from tests.congress import days_ago, dossier, followed, member, read, read_hourly, row, step, whole_list

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


def test_what_the_dossier_has_just_confirmed_is_not_missing_from_it(bill, staff):
    entered, _ = hear(bill, staff)

    read(dossier(SENT, REPORT))

    entered.refresh_from_db()
    assert entered.confirmed and entered.absences == 0


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
    Follow.objects.create(user=staff, bill=bill)

    hear(bill, staff)

    assert staff.pk not in Delivery.objects.values_list("recipient", flat=True)


def test_an_unconfirmed_step_does_not_move_the_bill_and_is_never_withdrawn_by_the_source(bill, staff):
    entered, _ = hear(bill, staff)

    read_hourly(*[dossier(SENT)] * 4)

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


# What the list shows already


@pytest.fixture
def listed():
    """A bill that the list shows as passed since we first looked, and whose dossier nobody has read."""
    return followed(90002, status="APROBADO")


def test_what_the_list_shows_as_it_is_entered_is_confirmed_and_told_to_nobody(listed, staff):
    entered, is_new = hear(listed, staff, status="Aprobado")

    assert is_new and entered.confirmed
    assert not Delivery.objects.exists()


def test_an_event_after_the_list_had_that_status_is_another_one(listed, staff):
    Bill.objects.update(first_observed=timezone.now() - timedelta(days=60))
    listed.refresh_from_db()

    entered, _ = hear(listed, staff, status="Aprobado")

    assert entered.is_unconfirmed
    assert Delivery.objects.count() == 1


def test_a_status_that_an_old_step_of_the_dossier_explains_proves_nothing_of_a_new_one(bill, staff):
    entered, _ = hear(bill, staff, status="En comisión")

    assert entered.is_unconfirmed
    assert Delivery.objects.count() == 1


# Two of us


def test_what_one_of_us_wrote_down_is_no_proof_for_another(bill, staff):
    hear(bill, staff)
    rosa = member("rosa")

    assert entered_before(bill, status="Dictamen", day=days_ago(0)).entered_by == staff
    second, is_new = hear(bill, rosa)

    assert is_new and second.is_unconfirmed
    assert Delivery.objects.filter(change__step=second).exists()


def test_said_to_be_the_same_the_note_joins_and_nobody_is_told_again(bill, staff):
    first, _ = hear(bill, staff)

    step, is_new = hear(bill, member("rosa"), same_as=first)

    assert step == first and not is_new
    assert step.entered_note == "lo dijo la asesora\nlo dijo la asesora"
    assert Delivery.objects.count() == 1


def test_where_congress_shows_it_nobody_is_asked_whether_it_is_a_colleagues(bill, staff):
    hear(bill, staff, day=days_ago(9))
    read(dossier(SENT, step("DICTAMEN", id=3, day=days_ago(9)), step("DICTAMEN", id=4, day=days_ago(1))))

    assert entered_before(bill, status="Dictamen", day=days_ago(0)) is None
    shown, is_new = hear(bill, staff)
    assert not is_new and shown.source_id == "4"


def test_words_that_mean_nothing_to_us_are_alike_only_where_they_are_the_same(bill, staff):
    hear(bill, staff, status="Salió el dictamen del Senado")

    assert entered_before(bill, status="Salió el dictamen", day=days_ago(0)) is None
    assert LabelReading.objects.get().label == "Salió el dictamen del Senado"


# Putting right


def corrections():
    return Change.objects.filter(kind=Kind.STEP_CORRECTED)


def test_whoever_was_told_of_a_step_taken_back_is_told_once_and_sees_it_no_more(bill, staff, client):
    entered, _ = hear(bill, staff, status="EN DEBATE - PLENO")
    first = Change.objects.get()
    Follow.objects.all().delete()  # she was told, whether or not she still follows

    change = take_back_step(entered, staff, reason="era otro proyecto")

    assert Change.objects.get(pk=first.pk).new == "EN DEBATE - PLENO"
    assert change.deliveries.get().recipient.first_name == "ana"
    assert change.old.startswith("EN DEBATE - PLENO — ") and change.new == ""
    address = bill.get_absolute_url()
    for page in (address, f"{address}calendario.ics", f"{address}feed/", f"{address.rstrip('/')}.json"):
        assert "EN DEBATE" not in client.get(page).content.decode()
    (told,) = [headlines.headline(one) for one in headlines.public(bill.changes)]
    assert told.title == "Corrección: nuestro equipo había anotado un paso que no hubo"
    assert told.address == address  # its step is not there to be led to


def test_nothing_of_a_step_taken_back_is_ever_confirmed_or_told_again(bill, staff):
    entered, _ = hear(bill, staff)
    take_back_step(entered, staff, reason="no era")

    read(*whole_list(row(status="DICTAMEN")))
    read(dossier(SENT, REPORT))

    entered.refresh_from_db()
    assert entered.withdrawn and not entered.confirmed and entered.is_hand_made
    assert bill.steps.standing().count() == 2
    assert Delivery.objects.count() == 3  # the step, its correction, and Congress's own news
    assert take_back_step(entered, staff, reason="otra vez") is None


def test_a_corrected_step_says_the_right_thing_and_is_what_congress_confirms(bill, staff):
    entered, _ = hear(bill, staff, status="EN DEBATE - PLENO", day=days_ago(3))

    change = correct_step(entered, staff, status="DICTAMEN", day=days_ago(1), detail="", reason="oí mal")

    entered.refresh_from_db()
    assert (entered.status, entered.day, entered.stage) == ("DICTAMEN", days_ago(1), "reported")
    assert entered.entered_note == "lo dijo la asesora\nbeatriz: oí mal"
    assert change.old == f"EN DEBATE - PLENO — {days_ago(3):%d/%m/%Y}"
    assert change.new == f"DICTAMEN — {days_ago(1):%d/%m/%Y}"
    assert change.deliveries.count() == 1
    read(dossier(SENT, REPORT))
    assert bill.steps.count() == 2
    assert Delivery.objects.count() == 2


def test_each_correction_is_told_once_to_the_same_people(bill, staff):
    entered, _ = hear(bill, staff)
    Follow.objects.create(user=member("rosa"), bill=bill)  # she was told nothing yet

    correct_step(entered, staff, status="DICTAMEN", day=days_ago(2), detail="", reason="la fecha")
    take_back_step(entered, staff, reason="no hubo")

    assert [change.deliveries.count() for change in corrections().order_by("pk")] == [1, 1]
    assert set(Delivery.objects.values_list("recipient__first_name", flat=True)) == {"ana"}


def test_a_step_as_it_was_or_confirmed_meanwhile_is_not_corrected(bill, staff):
    entered, _ = hear(bill, staff)
    same = {"status": entered.status, "day": entered.day, "detail": ""}
    assert correct_step(entered, staff, **same, reason="nada") is None

    read(dossier(SENT, REPORT))

    assert correct_step(entered, staff, **same | {"status": "Aprobado"}, reason="tarde") is None
    assert take_back_step(entered, staff, reason="tarde") is None
    assert not corrections().exists()
