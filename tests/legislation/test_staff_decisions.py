"""Deciding what the machine proposes: by POST, once, by a person whose name is kept, and not for ever."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from legislation.models import BillLink, CauseBill, CauseMatch, Edition
from tests.legislation.staff import make_bill, make_cause, make_change, make_link, make_match, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return member(first_name="Ana", last_name="Quispe")


@pytest.fixture
def staff(client, ana):
    client.force_login(ana)
    return client


def press(client, button, row, **data):
    return client.post(reverse(button, args=[row.pk]), data, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


# Bills for a cause


def test_an_accepted_bill_joins_the_chain_and_who_accepted_it_is_kept(staff, ana):
    match = make_match(make_cause(), make_bill())

    press(staff, "matches:accept", match)

    match.refresh_from_db()
    assert (match.state, match.decided_by) == (CauseMatch.State.ACCEPTED, ana)
    assert match.decided
    link = CauseBill.objects.get()
    assert (link.cause, link.bill, link.added_by) == (match.cause, match.bill, ana)


def test_a_refused_bill_stays_out_and_is_remembered(staff, ana):
    match = make_match(make_cause(terms="trabajo sexual"), make_bill(title="TRABAJO SEXUAL"))

    press(staff, "matches:refuse", match)

    match.refresh_from_db()
    assert (match.state, match.decided_by) == (CauseMatch.State.REFUSED, ana)
    assert not CauseBill.objects.exists()


def test_an_acceptance_taken_back_takes_the_bill_out_again(staff, ana):
    match = make_match(make_cause(), make_bill())
    press(staff, "matches:accept", match)
    other = member("rosa@example.org")
    staff.force_login(other)

    press(staff, "matches:reopen", match)

    match.refresh_from_db()
    assert (match.state, match.decided_by) == (CauseMatch.State.PROPOSED, other)
    assert not CauseBill.objects.exists()
    assert match.cause.chain.model.history.filter(history_type="-", history_user=other).count() == 1


def test_taking_back_leaves_a_bill_that_was_in_the_chain_before(staff):
    bill = make_bill()
    match = make_match(make_cause(bills=[bill]), bill)
    press(staff, "matches:accept", match)

    press(staff, "matches:reopen", match)

    assert CauseBill.objects.filter(bill=bill).exists()


def test_of_two_who_decide_at_once_the_second_changes_nothing_and_is_told(staff, ana):
    match = make_match(make_cause(), make_bill())
    press(staff, "matches:refuse", match)
    staff.force_login(member("rosa@example.org"))

    response = press(staff, "matches:accept", match)

    match.refresh_from_db()
    assert (match.state, match.decided_by) == (CauseMatch.State.REFUSED, ana)
    assert not CauseBill.objects.exists()
    assert "Ana Quispe ya había decidido" in said(response)


def test_pressing_twice_is_pressing_once(staff):
    match = make_match(make_cause(), make_bill())

    press(staff, "matches:accept", match)
    decided = CauseMatch.objects.get().decided
    press(staff, "matches:accept", match)

    assert CauseMatch.objects.get().decided == decided
    assert CauseBill.objects.count() == 1
    press(staff, "matches:reopen", match)
    assert not CauseBill.objects.exists()


# Bills that continue others


def test_a_confirmed_refiling_carries_the_causes_of_the_old_bill_to_the_new_one(staff, ana):
    old, new = make_bill(1), make_bill(2, period=2026, chamber="D")
    cause = make_cause(bills=[old])
    link = make_link(old, new)

    press(staff, "links:confirm", link)

    link.refresh_from_db()
    assert (link.state, link.decided_by) == (BillLink.State.CONFIRMED, ana)
    assert list(cause.bills.order_by("number")) == [old, new]


def test_a_confirmation_taken_back_takes_the_new_bill_out_of_the_chains_it_had_entered(staff):
    old, new = make_bill(1), make_bill(2, period=2026, chamber="D")
    cause, before = make_cause(bills=[old]), make_cause("Otra", slug="otra", bills=[old, new])
    link = make_link(old, new)
    press(staff, "links:confirm", link)

    press(staff, "links:reopen", link)

    link.refresh_from_db()
    assert link.state == BillLink.State.PROPOSED
    assert list(cause.bills.all()) == [old]
    assert set(before.bills.all()) == {old, new}


def test_a_refused_link_carries_nothing(staff):
    old, new = make_bill(1), make_bill(2, period=2026, chamber="D")
    cause = make_cause(bills=[old])

    press(staff, "links:refuse", make_link(old, new))

    assert list(cause.bills.all()) == [old]


def test_what_the_dossier_itself_says_is_not_taken_back(staff):
    link = make_link(make_bill(1), make_bill(2), kind="accumulated", state="confirmed", reason="")

    press(staff, "links:reopen", link)
    press(staff, "links:refuse", link)

    link.refresh_from_db()
    assert link.state == BillLink.State.CONFIRMED
    assert link.decided_by is None


# Both


def test_public_pages_are_made_anew_after_a_decision(staff):
    before = Edition.current()

    press(staff, "matches:accept", make_match(make_cause(), make_bill()))

    assert Edition.current() > before


def test_a_decision_leads_back_to_where_it_was_taken_and_nowhere_else(staff):
    cause = make_cause()
    here = f"{reverse('matches:index')}?cause={cause.pk}"
    first, second = make_match(cause, make_bill(1)), make_match(cause, make_bill(2))

    assert press(staff, "matches:accept", first, next=here).redirect_chain[-1][0] == here
    away = press(staff, "matches:accept", second, next="https://malo.example/")
    assert away.redirect_chain[-1][0] == reverse("matches:index")


def test_somebody_who_only_reads_sees_no_buttons(client):
    from django.contrib.auth.models import Permission

    reader = member(groups=())
    wanted = ["access_admin", "view_causematch"]
    reader.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(reader)
    match = make_match(make_cause(), make_bill())

    html = client.get(reverse("matches:index")).content.decode()

    assert match.bill.label in html
    assert reverse("matches:accept", args=[match.pk]) not in html


def test_the_two_lists_lead_to_each_other_and_say_who_decided(staff, ana):
    link = make_link(make_bill(1), make_bill(2))
    press(staff, "links:refuse", link)

    html = staff.get(reverse("links:index"), {"state": "all"}).content.decode()

    assert "Ana Quispe" in html
    assert reverse("links:reopen", args=[link.pk]) in html
    assert f'href="{reverse("matches:index")}"' in html


def test_links_that_wait_come_first_and_those_decided_can_be_looked_over(staff, ana):
    bills = [make_bill(number) for number in (1, 2, 3)]
    confirmed = make_link(bills[0], bills[1], state="confirmed", decided_by=ana, decided=timezone.now())
    waiting = make_link(bills[1], bills[2])
    BillLink.objects.filter(pk=waiting.pk).update(first_observed=confirmed.first_observed - timedelta(days=9))

    html = staff.get(reverse("links:index")).content.decode()

    assert html.index("00002/2024-CR</a> <strong>") < html.index("00001/2024-CR</a> <strong>")
    assert "confirmado" in html


def test_the_news_of_a_link_says_which_it_is_and_is_decided_there(staff):
    old, new = make_bill(1), make_bill(2)
    link = make_link(old, new)
    change = make_change(old, "link_proposed", old="", new=new.label, link=link)

    html = staff.get(reverse("changes:inspect", args=[change.pk])).content.decode()

    assert "fue presentado de nuevo como" in html and "El título dice «antes»." in html
    assert reverse("links:confirm", args=[link.pk]) in html
