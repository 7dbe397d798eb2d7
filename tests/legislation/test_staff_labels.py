import pytest
from django.urls import reverse

from legislation.models import Bill, Change, Delivery, Edition, Follow, LabelReading, Step
from tests.legislation.staff import coordinator, make_bill, make_step, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return coordinator(first_name="Rosa", last_name="Huamán")


@pytest.fixture
def staff(client, rosa):
    client.force_login(rosa)
    return client


@pytest.fixture
def reading():
    return LabelReading.objects.create(key="con opinion", label="Con opinión")


def decide(client, reading, stage):
    return client.post(reverse("labels:edit", args=[reading.pk]), {"stage": stage}, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_the_bills_and_steps_that_carry_a_label_take_the_stage_we_say(staff, reading):
    by_status = make_bill(1, status="CON OPINIÓN", stage="unknown")
    by_step = make_bill(2, status="Con opinión", stage="unknown")
    step = make_step(by_step, "Con  Opinión", stage="unknown")
    other = make_bill(3, status="EN COMISIÓN", stage="committee")

    response = decide(staff, reading, "committee")

    for bill in (by_status, by_step, other):
        bill.refresh_from_db()
        assert bill.stage == "committee"
    step.refresh_from_db()
    assert step.stage == "committee"
    assert "2 proyectos y 1 paso" in said(response).replace("pasos", "paso")


def test_it_is_no_news_and_nobody_is_told(staff, reading):
    bill = make_bill(status="Con opinión", stage="unknown")
    Follow.objects.create(user=member(), bill=bill)

    decide(staff, reading, "committee")

    assert not Change.objects.exists()
    assert not Delivery.objects.exists()


def test_a_reading_taken_back_leaves_its_bills_without_a_stage_again(staff, reading):
    make_bill(status="Con opinión", stage="unknown")
    decide(staff, reading, "committee")

    decide(staff, reading, "")

    assert Bill.objects.get().stage == "unknown"


def test_saving_without_deciding_restages_nothing(staff, reading):
    before = Edition.current()

    decide(staff, reading, "")

    assert Edition.current() == before


def test_a_stage_that_does_not_exist_is_refused(staff, reading):
    decide(staff, reading, "paradise")

    reading.refresh_from_db()
    assert reading.stage == ""


def test_more_bills_than_are_read_at_once_are_all_read(staff, reading, monkeypatch):
    monkeypatch.setattr("legislation.labels.AT_ONCE", 2)
    for n in range(1, 6):
        make_step(make_bill(n, status="Con opinión", stage="unknown"), "Con opinión", stage="unknown")

    response = decide(staff, reading, "committee")

    assert set(Bill.objects.values_list("stage", flat=True)) == {"committee"}
    assert set(Step.objects.values_list("stage", flat=True)) == {"committee"}
    assert "5 proyectos y 5 pasos" in said(response)


def test_the_page_says_who_carries_the_label_and_who_decided(staff, reading):
    bill = make_bill(status="CON OPINIÓN", stage="unknown")
    decide(staff, reading, "committee")

    html = staff.get(reverse("labels:inspect", args=[reading.pk])).content.decode()

    assert bill.label in html
    assert "1 proyecto la lleva" in html
    assert "Rosa Huamán" in html
    assert "<ins>En comisión</ins>" in html
