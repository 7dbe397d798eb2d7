"""A bill lapsed: when we know it, and whom it is news for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from legislation.lapsing import mark_lapsed
from legislation.models import Bill, BillLink, CauseBill, Change, Delivery, Follow, Listing, Period
from tests.congress import cause_with, days_ago, followed, member, read, row, whole_list

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def bill():
    """Followed for long, of a period that ended ten days ago; its list was read today."""
    bill = followed(status="EN COMISIÓN")
    Follow.objects.update(since=NOW() - timedelta(days=60))
    return aged(bill)


def aged(bill):
    Period.objects.filter(pk=bill.period_id).update(ends=days_ago(10))
    Bill.objects.update(first_observed=NOW() - timedelta(days=90))
    return bill


def told():
    return list(Delivery.objects.values_list("change__kind", "change__old", "change__day"))


def test_a_bill_that_ended_open_is_told_once(bill):
    assert (mark_lapsed(), mark_lapsed()) == (1, 0)

    assert told() == [("lapsed", "EN COMISIÓN", days_ago(10))]


def test_on_the_last_day_of_its_period_a_bill_lives(bill):
    assert mark_lapsed(today=days_ago(10)) == 0


@pytest.mark.parametrize("days", [15, 10, 8])
def test_no_bill_is_said_to_have_lapsed_before_its_list_was_read_some_days_after_the_end(bill, days):
    Listing.objects.update(last_read=NOW() - timedelta(days=days))

    assert mark_lapsed() == 0

    Listing.objects.update(last_read=NOW() - timedelta(days=7))
    assert mark_lapsed() == 1


def test_nor_because_the_list_of_the_other_chamber_was_read(bill):
    Listing.objects.update(last_read=NOW() - timedelta(days=15))
    read(*whole_list(row(1, chamber="S", label="00001-2026-2031-S")))

    assert mark_lapsed() == 0


def test_a_bill_that_became_law_meanwhile_is_never_said_to_have_lapsed(bill):
    Listing.objects.update(last_read=NOW() - timedelta(days=15))
    mark_lapsed()

    read(*whole_list(row(status="PUBLICADA EN EL DIARIO OFICIAL EL PERUANO")))

    assert mark_lapsed() == 0


def test_a_bill_of_the_archive_has_lapsed_and_is_no_news():
    read(row(775, period=2016, chamber="C", label="00775/2016-CR"))  # saved pages are no whole list
    cause_with(Bill.objects.get(), followers=[member()])

    assert mark_lapsed() == 1
    assert Change.objects.get().kind == "lapsed" and not told()


def test_a_bill_of_a_list_that_is_never_read_again_is_not_said_to_have_lapsed(bill):
    Listing.objects.all().delete()  # it was found alive, and by itself

    assert mark_lapsed() == 0


def test_an_old_bill_that_joins_a_cause_is_no_news():
    read(*whole_list(row()))
    cause_with(aged(Bill.objects.get()), followers=[member()])

    assert mark_lapsed() == 1
    assert not told()


def test_nor_is_one_that_is_followed_only_afterwards(bill):
    Follow.objects.update(since=NOW() - timedelta(days=9))

    assert mark_lapsed() == 1
    assert not told()


def test_a_bill_that_was_in_a_cause_when_it_ended_is_news_for_all_who_follow_it():
    read(*whole_list(row()))
    cause_with(aged(Bill.objects.get()), followers=[member(), member("bea")])
    CauseBill.objects.update(added=NOW() - timedelta(days=11))

    mark_lapsed()

    assert len(told()) == 2


def test_a_bill_as_which_a_followed_one_may_go_on_is_news_too(bill):
    read(*whole_list(row(), row(2)))
    other = aged(Bill.objects.get(number=2))
    BillLink.objects.create(
        kind="passed_on",
        bill=bill,
        other=other,
        other_period=2026,
        other_chamber="D",
        other_number=2,
        other_label=other.label,
    )

    assert mark_lapsed() == 2
    assert len(told()) == 2


@pytest.mark.parametrize("number", [1, 50])
def test_fifty_bills_are_looked_at_with_as_many_questions_as_one(number, django_assert_num_queries):
    read(*whole_list(*[row(n) for n in range(1, number + 1)]))
    cause_with(*Bill.objects.all(), followers=[member()])
    CauseBill.objects.update(added=NOW() - timedelta(days=60))
    aged(Bill.objects.first())

    # Bills, lists, who waited; the changes, three about who is told, the deliveries; the edition; and the brackets.
    with django_assert_num_queries(11):
        assert mark_lapsed() == number
