"""The staff lists: one price for one row and for fifty, and a search that forgives spelling."""

import pytest
from django.urls import reverse

from legislation.models import LabelReading
from tests.legislation.staff import (
    coordinator,
    keep,
    make_bill,
    make_cause,
    make_change,
    make_link,
    make_match,
    make_message,
    member,
)

pytestmark = pytest.mark.django_db


def add_causes(numbers, people):
    for n in numbers:
        cause = make_cause(f"Causa {n}", bills=[make_bill(n), make_bill(n + 1000, period=2026, chamber="D")])
        make_match(cause, make_bill(n + 2000))
        cause.followers.create(user=people[0])


def add_bills(numbers, people):
    for n in numbers:
        make_cause(f"Causa {n}", bills=[make_bill(n)])


def add_changes(numbers, people):
    for n in numbers:
        make_change(make_bill(n), told=people, snapshot=keep(str(n).encode()), by=people[0])


def add_matches(numbers, people):
    for n in numbers:
        make_match(make_cause(f"Causa {n}"), make_bill(n), decided_by=people[0])


def add_links(numbers, people):
    for n in numbers:
        make_link(make_bill(n), make_bill(n, period=2026, chamber="D"), decided_by=people[0])


def add_labels(numbers, people):
    for n in numbers:
        LabelReading.objects.create(key=f"etiqueta {n}", label=f"Etiqueta {n}")


def add_messages(numbers, people):
    for n in numbers:
        change = make_change(make_bill(n), told=people)
        for delivery in change.deliveries.all():
            make_message(delivery.recipient, deliveries=[delivery])


def add_captures(numbers, people):
    for n in numbers:
        make_change(make_bill(n), snapshot=keep(str(n).encode()))


LISTS = {
    "causes": (add_causes, 1),
    "bills": (add_bills, 1),
    "changes": (add_changes, 1),
    "matches": (add_matches, 1),
    "links": (add_links, 1),
    "labels": (add_labels, 1),
    "mails": (add_messages, 2),
    "deliveries": (add_messages, 2),
    "captures": (add_captures, 1),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_fifty_costs_as_many_queries_as_a_list_of_one(
    client, name, django_assert_max_num_queries, django_assert_num_queries
):
    add, rows_each = LISTS[name]
    people = [coordinator(), member()]
    client.force_login(people[0])
    address = reverse(f"{name}:index")
    client.get(address)  # content types and the like, asked once per process
    add([1], people)

    with django_assert_max_num_queries(20) as alone:
        response = client.get(address)
    assert len(response.context["object_list"]) == rows_each
    add(range(2, 51), people)
    with django_assert_num_queries(len(alone)):
        response = client.get(address)
    assert len(response.context["object_list"]) == 50


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_downloading_fifty_rows_costs_as_many_queries_as_downloading_one(
    client, name, form, django_assert_max_num_queries, django_assert_num_queries
):
    add, _rows_each = LISTS[name]
    people = [coordinator(), member()]
    client.force_login(people[0])
    address = f"{reverse(f'{name}:index')}?export={form}"
    client.get(address)
    add([1], people)

    with django_assert_max_num_queries(12) as alone:
        b"".join(client.get(address))
    add(range(2, 51), people)
    with django_assert_num_queries(len(alone)):
        b"".join(client.get(address))


# Searching


def found(client, name, **params):
    return list(client.get(reverse(f"{name}:index_results"), params).context["object_list"])


@pytest.fixture
def staff(client):
    client.force_login(coordinator())
    return client


@pytest.mark.parametrize("query", ["reconoce", "RECONÓCE", "trabajadóras sexuales", "sexuáles derechos"])
def test_bills_are_found_whatever_the_accents_and_the_case(staff, query):
    bill = make_bill()
    make_bill(7, title="LEY DE CARRETERAS")

    assert found(staff, "bills", q=query) == [bill]


@pytest.mark.parametrize("query", ["10305", "PL 10305", "10305/2024-CR", "Proyecto de Ley N.° 10305"])
def test_bills_are_found_by_their_number_however_it_is_written(staff, query):
    bill = make_bill(10305)
    make_bill(7)

    assert found(staff, "bills", q=query) == [bill]


@pytest.mark.parametrize(
    "query", ["\0", "'", "%", "(", "[", "\\", " ".join("abcdefgh" for _ in range(3000)), "¿", "🌂"]
)
@pytest.mark.parametrize("name", [*LISTS, "sources", "runs"])
def test_no_question_breaks_a_list(staff, name, query):
    make_change(make_bill(), told=[member()])

    assert staff.get(reverse(f"{name}:index"), {"q": query}).status_code == 200


@pytest.mark.parametrize("name", [*LISTS, "sources", "runs"])
def test_no_filter_value_breaks_a_list(staff, name):
    nonsense = dict.fromkeys(
        ("stage", "period", "cause", "state", "kind", "late", "echo", "fate", "source", "ordering", "p"),
        "'; drop",
    )

    assert staff.get(reverse(f"{name}:index_results"), nonsense).status_code == 200


def test_changes_are_found_by_what_they_say_and_by_their_bill(staff):
    bill = make_bill()
    change = make_change(bill, new="DICTAMEN DE LA COMISIÓN DE SALUD")
    make_change(make_bill(7, title="LEY DE CARRETERAS"), new="Orden del día")

    assert found(staff, "changes", q="comision salud") == [change]
    assert found(staff, "changes", q="PL 10305") == [change]


def test_messages_are_found_by_who_received_them_and_by_the_bill(staff):
    rosa = member("rosa@example.org", first_name="Rosa", last_name="Huamán Ñahui")
    deliveries = make_change(make_bill(), told=[rosa]).deliveries.all()
    message = make_message(rosa, deliveries=deliveries)
    make_message(member(), subject="Otro asunto")

    for query in ("huaman nahui", "HUAMÁN", "rosa@", "10305/2024-CR"):
        assert found(staff, "mails", q=query) == [message], query


def test_causes_are_found_by_their_words(staff):
    cause = make_cause(terms="servicios sexuales\nmeretricio")
    make_cause("Identidad de género", slug="identidad")

    assert found(staff, "causes", q="MERETRÍCIO") == [cause]


# Filters


def test_bills_are_filtered_as_on_the_public_page(staff):
    old = make_bill(1, stage="committee")
    new = make_bill(2, period=2026, chamber="S", stage="reported")
    cause = make_cause(bills=[new])

    assert found(staff, "bills", stage="reported") == [new]
    assert found(staff, "bills", period="2021") == [old]
    assert found(staff, "bills", chamber="S") == [new]
    assert found(staff, "bills", cause=cause.slug) == [new]
    assert found(staff, "bills", in_cause="0") == [old]
    assert found(staff, "bills", in_cause="1") == [new]
    assert found(staff, "bills", lapsed="1") == [old]
    assert found(staff, "bills", lapsed="0") == [new]


def test_bills_of_the_newest_period_come_first_and_undated_ones_last(staff):
    undated, old, new = make_bill(9, presented=None), make_bill(8), make_bill(1, period=2026, chamber="D")

    assert found(staff, "bills") == [new, old, undated]


def test_changes_are_filtered_by_kind_cause_lateness_and_echo(staff):
    bill = make_bill()
    cause = make_cause(bills=[bill])
    first = make_change(bill)
    late = make_change(make_bill(2), "step_added", late=True)
    echo = make_change(bill, "step_added", echo_of=first)

    assert found(staff, "changes", kind="status_changed") == [first]
    assert found(staff, "changes", cause=cause.pk) == [echo, first]
    assert found(staff, "changes", late="1") == [late]
    assert found(staff, "changes", echo="1") == [echo]
    assert found(staff, "changes", echo="0", kind="step_added") == [late]


def test_what_waits_for_a_decision_is_shown_first_and_the_rest_on_demand(staff):
    cause = make_cause()
    waiting = make_match(cause, make_bill(1))
    refused = make_match(cause, make_bill(2), state="refused")

    assert found(staff, "matches") == [waiting]
    assert found(staff, "matches", state="refused") == [refused]
    assert found(staff, "matches", state="all") == [refused, waiting]


def test_messages_are_filtered_by_what_became_of_them(staff):
    rosa = member("rosa@example.org")
    deliveries = [make_change(make_bill(n), told=[rosa]).deliveries.get() for n in (1, 2, 3)]
    kept, failed, perhaps = (make_message(rosa, deliveries=[delivery]) for delivery in deliveries)
    for delivery, state in zip(deliveries, ("kept", "failed", "perhaps"), strict=True):
        delivery.state = state
        delivery.save(update_fields=["state"])

    assert found(staff, "mails", fate="kept") == [kept]
    assert found(staff, "mails", fate="failed") == [failed]
    assert found(staff, "mails", fate="perhaps") == [perhaps]
    assert found(staff, "mails", fate="sent") == []
