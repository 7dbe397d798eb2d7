import pytest

from legislation.models import Bill, Delivery, Listing
from tests.congress import cause_with, followed, member, read, row, whole_list

pytestmark = pytest.mark.django_db


def test_check_9_the_pages_filter_and_the_alerts_mean_the_same_bills():
    rows = [row(n) for n in range(90001, 90007)]
    read(*whole_list(*rows))
    mine, others = Bill.objects.filter(number__lte=90003), Bill.objects.filter(number__gt=90003)
    cause = cause_with(*mine, followers=[member()])
    cause_with(*others, name="Otra causa")

    read(*whole_list(*[each.model_copy(update={"status": "DICTAMEN"}) for each in rows]))

    told = {delivery.change.bill for delivery in Delivery.objects.select_related("change__bill")}
    assert told == set(Bill.objects.matching(cause=cause.slug)) == set(mine)


def test_check_12_a_first_import_of_14704_bills_tells_nobody(django_assert_max_num_queries):
    cause_with(terms="derechos\ntrabajo sexual", followers=[member()])
    rows = [row(n, period=2021, chamber="C", title=f"LEY DE DERECHOS {n}") for n in range(1, 14_705)]

    with django_assert_max_num_queries(500):
        counts = read(*whole_list(*rows))

    assert counts == (14_704, 0, 0)
    assert Listing.objects.get().total == 14_704
    assert not Delivery.objects.exists()


def test_a_bill_followed_by_nobody_is_noticed_and_told_to_nobody():
    followed(90001)
    read(*whole_list(row(90001), row(90002)))

    read(*whole_list(row(90001), row(90002, status="DICTAMEN")))

    assert Bill.objects.get(number=90002).changes.count() == 2
    assert not Delivery.objects.exists()
