"""A bill that may carry on another is told to those who wait for the other, before anybody confirms it."""

from datetime import date

import pytest
from django.urls import reverse

from legislation import links
from legislation.models import Bill, BillLink, Cause, Change, Delivery, Follow
from legislation.staff.changes import for_staff, told_in_words
from tests.congress import cause_with, days_ago, dossier, member, read, row, step, whole_list

pytestmark = pytest.mark.django_db
TITLE = "LEY QUE RECONOCE DERECHOS A QUIENES EJERCEN EL TRABAJO SEXUAL"
FOUND = {"chamber": "S", "label": "90007-2026-2031-S"}
SENT_ON = FOUND | {"title": f"PROPUESTA LEGISLATIVA REMITIDA POR LA CÁMARA DE DIPUTADOS - {TITLE}"}


@pytest.fixture
def ana():
    return member()


@pytest.fixture
def cause(ana):
    """A cause whose bill the deputies passed, while the Senate has another bill."""
    read(*whole_list(row(90001, title=TITLE, status="APROBADO")))
    read(*senate())
    return cause_with(Bill.objects.get(chamber="D"), followers=[ana])


def senate(status=""):
    other = row(13, chamber="S", label="00013-2026-2031-S")
    return whole_list(*([other, row(90007, status=status, **SENT_ON)] if status else [other]))


def arrive(status="PRESENTADO"):
    read(*senate(status))
    return BillLink.objects.get()


def told(user):
    rows = Delivery.objects.filter(recipient=user).order_by("pk").select_related("change")
    return [(row.change.kind, row.change.new) for row in rows]


def why(user):
    return Delivery.objects.filter(recipient=user).latest("pk").reason


def test_the_found_link_and_every_move_are_told_as_not_yet_confirmed(ana, cause):
    arrive()
    read(*senate("EN COMISIÓN"))

    assert told(ana) == [("link_proposed", "90007-2026-2031-S"), ("status_changed", "EN COMISIÓN")]
    assert why(ana) == (
        "Sigues la causa «Trabajo con derechos». El programa propone que 90001-2026-2031-CD continúa como "
        "90007-2026-2031-S; todavía nadie lo confirmó."
    )


def test_confirming_tells_nothing_twice_and_the_cause_goes_on(ana, cause):
    link = arrive()
    read(*senate("EN COMISIÓN"))
    links.confirm(link, member("beatriz"))
    before = told(ana)

    read(dossier(step("EN COMISIÓN", day=days_ago(0)), number=90007, chamber="S"))
    assert told(ana) == before

    read(*senate("DICTAMEN"))
    assert told(ana) == [*before, ("status_changed", "DICTAMEN")]
    assert why(ana) == "Sigues la causa «Trabajo con derechos»."


def test_what_the_dossier_repeats_is_called_told_only_where_it_was_told(ana, cause):
    link = arrive()
    read(*senate("EN COMISIÓN"))
    links.confirm(link, member("beatriz"))

    read(dossier(step("EN COMISIÓN", day=days_ago(0)), number=90007, chamber="S"))

    echo = for_staff(Change.objects.exclude(echo_of=None)).get()
    assert told_in_words(echo) == "ya se había contado"


def test_what_nobody_waited_for_is_not_called_told(client):
    read(*whole_list(row(90001)))
    read(*whole_list(row(90001, status="DICTAMEN")))
    bill = Bill.objects.get()
    Follow.objects.create(user=member(), bill=bill)

    read(dossier(step("DICTAMEN", day=days_ago(0))))

    echo = for_staff(Change.objects.exclude(echo_of=None)).get()
    assert told_in_words(echo) == "ya se había visto, sin avisar"
    client.force_login(member("jefa", is_superuser=True))
    for page in (reverse("changes:inspect", args=[echo.pk]), reverse("bills:inspect", args=[bill.pk])):
        html = client.get(page).content.decode()
        assert "ya se había visto" in html and "ya se había contado" not in html.lower()


def test_a_refused_link_tells_nothing_more(ana, cause):
    links.refuse(arrive(), member("beatriz"))
    before = told(ana)

    read(*senate("EN COMISIÓN"))

    assert told(ana) == before


def test_followers_of_the_bill_itself_hear_of_it_too_and_go_on_when_it_is_confirmed(cause):
    rosa = member("rosa")
    Follow.objects.create(user=rosa, bill=Bill.objects.get(number=90001))
    link = arrive()
    read(*senate("EN COMISIÓN"))
    links.confirm(link, member("beatriz"))
    read(*senate("DICTAMEN"))

    assert [words for _, words in told(rosa)] == ["90007-2026-2031-S", "EN COMISIÓN", "DICTAMEN"]
    assert why(rosa) == (
        "Sigues el proyecto de ley 90001-2026-2031-CD. 90001-2026-2031-CD continúa como 90007-2026-2031-S."
    )


def test_a_bill_that_staff_took_out_of_the_chain_is_not_told_to_the_cause(ana, cause):
    links.confirm(arrive(), member("beatriz"))
    cause.chain.get(bill__number=90007).delete()
    before = told(ana)

    read(*senate("EN COMISIÓN"))

    assert told(ana) == before


def test_two_numbers_on_one_proposed_the_other_not_reach_whoever_waits_for_the_first(ana):
    read(*whole_list(row(1, period=2021, chamber="C", title=TITLE)))
    cause_with(Bill.objects.get(), followers=[ana])
    read(*whole_list(row(90001, title=f"(ANTES PL 1/2024-CR) {TITLE}", status="APROBADO")))
    read(*senate())
    read(*senate("PRESENTADO"))

    read(*senate("EN COMISIÓN"))

    assert told(ana)[-1] == ("status_changed", "EN COMISIÓN")


def test_confirming_the_first_of_two_links_brings_the_whole_way_into_the_cause(ana):
    read(*whole_list(row(1, period=2021, chamber="C", title=TITLE)))
    cause = cause_with(Bill.objects.get(), followers=[ana])
    read(*whole_list(row(90001, title=f"(ANTES PL 1/2024-CR) {TITLE}", status="APROBADO")))
    read(*senate())
    read(*senate("PRESENTADO"))
    refiled, passed_on = BillLink.objects.order_by("pk")
    beatriz = member("beatriz")

    links.confirm(passed_on, beatriz)
    links.confirm(refiled, beatriz)
    assert set(cause.bills.values_list("number", flat=True)) == {1, 90001, 90007}

    links.reopen(refiled, beatriz)
    assert [bill.number for bill in Cause.objects.get().bills.all()] == [1]


def test_links_in_a_circle_end(ana):
    read(*whole_list(row(90001), row(90002)))
    one, two = Bill.objects.order_by("number")
    for bill, other in ((one, two), (two, one)):
        BillLink.objects.create(
            kind="refiled_as",
            bill=bill,
            other=other,
            other_period=2026,
            other_chamber="D",
            other_number=other.number,
            other_label=other.label,
        )
    Follow.objects.create(user=ana, bill=one)

    read(*whole_list(row(90001), row(90002, status="DICTAMEN")))

    assert told(ana) == [("status_changed", "DICTAMEN")]


def test_the_dossier_of_what_may_carry_on_a_followed_bill_is_read(cause):
    arrive()

    assert set(Bill.objects.watched().values_list("number", flat=True)) == {90001, 90007}


def test_of_many_moves_at_once_the_number_of_questions_stays(cause, django_assert_max_num_queries):
    arrive()
    rows = [row(n, chamber="S", label=f"{n:05}-2026-2031-S") for n in range(101, 151)]
    sent_on = row(90007, **SENT_ON | {"status": "PRESENTADO"})
    other = row(13, chamber="S", label="00013-2026-2031-S")
    read(*whole_list(other, sent_on, *rows))
    moved = [each.model_copy(update={"status": "DICTAMEN"}) for each in (other, sent_on, *rows)]

    with django_assert_max_num_queries(150):
        read(*whole_list(*moved))


# The order in which lists are read


OLD = {"period": 2021, "chamber": "C", "label": "12475/2025-CR", "title": TITLE}
REFILED = {"title": f"ACTUALIZACIÓN (ANTES PL 12475/2025-CR) {TITLE}"}


def test_a_bill_filed_again_is_tied_though_its_list_was_read_first_and_its_moves_are_told(ana):
    read(*whole_list(row(90002, **REFILED)))
    read(*whole_list(row(12475, **OLD)))
    Follow.objects.create(user=ana, bill=Bill.objects.get(number=12475))
    tied = told(ana)

    read(*whole_list(row(90002, status="DICTAMEN", **REFILED)))

    link = BillLink.objects.get()
    assert (link.kind, link.bill.number, link.other.number) == ("refiled_as", 12475, 90002)
    assert link.reason == "El título de 90002-2026-2031-CD dice «antes 12475/2025-CR»."
    assert (tied, told(ana)) == ([], [("status_changed", "DICTAMEN")])


def test_a_bill_passed_on_is_tied_though_the_list_it_comes_from_failed_on_the_first_day(ana):
    read(*senate("PRESENTADO"))
    read(*whole_list(row(90001, title=TITLE, status="APROBADO"), row(90002)))

    link = BillLink.objects.get()
    assert (link.kind, link.bill.number, link.other.number) == ("passed_on", 90001, 90007)
    assert link.changes.get().kind == "link_proposed" and not Delivery.objects.exists()


def test_a_bill_presented_after_the_one_that_was_passed_on_is_not_what_that_was_before():
    read(*senate("PRESENTADO"))

    read(*whole_list(row(90001, title=TITLE, presented=date(2026, 10, 1))))

    assert not BillLink.objects.exists()


def test_a_bill_known_by_its_dossier_alone_is_tied_too():
    read(*whole_list(row(90002, **REFILED)))

    read(dossier(number=12475, **{name: OLD[name] for name in ("period", "chamber", "label")}))

    assert BillLink.objects.get().other.number == 90002


def test_words_that_only_hold_antes_or_come_from_nowhere_tie_nothing():
    odd = ["LEY DE ESTUDIANTES 12475/2025-CR", "LEY REMITIDA POR EL EJECUTIVO", "ANTES PL 1/2025-CR"]
    read(*whole_list(*(row(90001 + i, title=title) for i, title in enumerate(odd))))

    read(*whole_list(row(12475, **OLD)))

    assert not BillLink.objects.exists()


@pytest.mark.parametrize("bills", [1, 50])
def test_looking_for_what_came_after_costs_no_more_however_many_bills_are_found(
    bills, django_assert_max_num_queries
):
    read(*whole_list(row(90002, **REFILED)))
    found = [row(n, **OLD | {"label": f"{n}/2025-CR"}) for n in range(1, bills + 1)]

    with django_assert_max_num_queries(21):
        read(*whole_list(*found))


# A title that comes a reading later


def test_a_bill_whose_title_comes_later_is_tied_to_what_it_was_before_and_that_is_told(ana):
    read(*whole_list(row(12475, **OLD)), *whole_list(row(90001)))
    Follow.objects.create(user=ana, bill=Bill.objects.get(number=12475))
    read(*whole_list(row(90001), row(90002, title="90002-2026-2031-CD")))

    for _ in range(2):
        read(*whole_list(row(90001), row(90002, **REFILED)))

    assert told(ana) == [("link_proposed", "90002-2026-2031-CD")]


def test_a_bill_that_was_passed_on_before_its_own_title_came_is_tied_then(ana):
    read(*whole_list(row(90001, title="90001-2026-2031-CD")), *senate("PRESENTADO"))
    Follow.objects.create(user=ana, bill=Bill.objects.get(number=90001))

    read(*whole_list(row(90001, title=TITLE)))

    assert told(ana) == [("link_proposed", "90007-2026-2031-S")]


def test_a_title_that_is_corrected_proposes_nothing_again(cause):
    links.refuse(arrive(), member("beatriz"))
    alike = row(90003, title=f"{TITLE} Y OTROS", presented=date(2026, 10, 1))
    read(*whole_list(row(90001, title=TITLE, status="APROBADO"), alike))
    before = list(BillLink.objects.order_by("kind").values())

    read(*whole_list(row(90001, title=f"{TITLE}.", status="APROBADO"), alike))

    assert [link["kind"] for link in before] == ["companion", "passed_on"]
    assert list(BillLink.objects.order_by("kind").values()) == before
