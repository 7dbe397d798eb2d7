import pytest
from django.urls import reverse

from legislation.models import Cause, CauseBill, CauseMatch, Edition, Follow
from tests.legislation.staff import coordinator, make_bill, make_cause, make_match, member

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    return coordinator(first_name="Rosa", last_name="Huamán")


@pytest.fixture
def staff(client, rosa):
    client.force_login(rosa)
    return client


def page(client, cause):
    return client.get(reverse("causes:inspect", args=[cause.pk])).content.decode()


def edit(client, cause, **fields):
    data = {
        "name": cause.name,
        "slug": cause.slug,
        "purpose": cause.purpose,
        "terms": cause.terms,
        "is_public": "on",
    }
    return client.post(reverse("causes:edit", args=[cause.pk]), data | fields, follow=True)


def test_a_new_cause_looks_for_its_words_in_every_bill_we_know(staff):
    bill = make_bill(title="LEY DEL TRABAJO SEXUAL")
    make_bill(2, title="LEY DE CARRETERAS")
    data = {"name": "Trabajo sexual con derechos", "terms": "trabajo sexual", "is_public": "on"}

    response = staff.post(reverse("causes:add"), data, follow=True)

    cause = Cause.objects.get()
    assert cause.slug == "trabajo-sexual-con-derechos"
    assert [match.bill for match in cause.matches.all()] == [bill]
    assert "1 proyecto dice estas palabras" in response.content.decode()


def test_changed_words_are_looked_for_and_the_number_found_is_said(staff):
    cause = make_cause(terms="carreteras")
    for n in range(3):
        make_bill(n + 1, title=f"LEY DEL TRABAJO SEXUAL {n}")

    response = edit(staff, cause, terms="trabajo sexual")

    assert cause.matches.proposed().count() == 3
    assert "3 proyectos dicen estas palabras" in response.content.decode()


def test_saving_without_touching_the_words_looks_for_nothing(staff):
    cause = make_cause(terms="trabajo sexual")
    make_bill(title="LEY DEL TRABAJO SEXUAL")

    edit(staff, cause, purpose="Otra forma de decirlo")

    assert not CauseMatch.objects.exists()


def test_a_word_taken_away_takes_its_undecided_proposals_and_no_decision(staff, rosa):
    cause = make_cause(terms="trabajo\nmeretricio")
    for n, state in ((1, "proposed"), (2, "refused"), (3, "accepted")):
        make_match(cause, make_bill(n, title="LEY"), term="trabajo", state=state)
    kept = make_match(cause, make_bill(4, title="LEY"), term="Meretricio")

    response = edit(staff, cause, terms="MERETRICIO")

    assert set(cause.matches.values_list("state", flat=True)) == {"refused", "accepted", "proposed"}
    assert list(cause.matches.proposed()) == [kept]
    assert "Se retiró 1 propuesta" in response.content.decode()


def test_a_word_that_finds_too_much_is_pointed_out(staff):
    cause = make_cause()
    for n in range(101):
        make_bill(n + 1, title="LEY DEL TRABAJO")

    assert "demasiado común" in edit(staff, cause, terms="trabajo").content.decode()


def test_public_pages_are_made_anew_after_a_cause_is_saved(staff):
    before = Edition.current()

    edit(staff, make_cause(), purpose="Pedimos una ley.")

    assert Edition.current() > before


# The story


def test_the_page_tells_the_chain_its_current_bill_its_followers_and_what_waits(staff, rosa):
    old, new = make_bill(1), make_bill(434, period=2026, chamber="D", stage="reported")
    cause = make_cause(bills=[new, old], terms="trabajo sexual")
    Follow.objects.create(user=rosa, cause=cause)
    make_match(cause, make_bill(7))

    html = page(staff, cause)

    assert html.index(old.label) < html.index(new.label) < html.index("el de hoy")
    assert "En comisión, caducó" in html
    assert "1 persona la sigue" in html
    assert "Revisar 1 proyecto" in html


def test_the_history_says_who_changed_what_and_when(staff, rosa):
    cause = make_cause(terms="trabajo sexual")

    edit(staff, cause, name="Derechos laborales", terms="trabajo sexual\nmeretricio")
    html = page(staff, cause)

    history = html[html.index('id="historia"') :]
    assert "Rosa Huamán" in history
    assert "<del>Trabajo sexual con derechos</del>" in history
    assert "<ins>Derechos laborales</ins>" in history
    assert "<ins>meretricio</ins>" in history  # only the line that came
    assert "Se creó" in history


def test_the_history_keeps_a_bill_that_came_and_went(staff, rosa):
    bill, cause = make_bill(), make_cause()

    staff.post(reverse("causes:add_bill", args=[cause.pk]), {"number": bill.label})
    staff.post(reverse("causes:remove_bill", args=[cause.pk, cause.chain.get().pk]))
    html = page(staff, cause)

    assert not cause.bills.exists()
    assert f"Entró a la cadena: {bill.label}" in html
    assert f"Salió de la cadena: {bill.label}" in html


def test_a_name_or_purpose_that_holds_html_is_shown_as_text(staff):
    cause = make_cause("<script>alert(1)</script>", slug="x", purpose="<img src=x onerror=alert(1)>")

    html = page(staff, cause)

    assert "<script>alert(1)</script>" not in html
    assert "<img src=x" not in html


# The chain


@pytest.mark.parametrize("number", ["10305/2024-CR", "PL 10305", "10305", "proyecto de ley n.° 10305"])
def test_a_bill_joins_by_its_number_however_it_is_written(staff, rosa, number):
    bill, cause = make_bill(10305), make_cause()

    staff.post(reverse("causes:add_bill", args=[cause.pk]), {"number": number})

    link = CauseBill.objects.get()
    assert (link.cause, link.bill, link.added_by) == (cause, bill, rosa)


def test_a_number_that_means_several_bills_asks_which(staff):
    old, new, cause = make_bill(434), make_bill(434, period=2026, chamber="D"), make_cause()
    address = reverse("causes:add_bill", args=[cause.pk])

    question = staff.post(address, {"number": "434"})
    assert not cause.bills.exists()
    html = question.content.decode()
    assert old.label in html
    assert new.label in html

    staff.post(address, {"number": "434", "bill": new.pk})
    assert list(cause.bills.all()) == [new]


def test_only_a_bill_that_the_number_means_can_be_chosen(staff):
    make_bill(434), make_bill(434, period=2026, chamber="D")
    other, cause = make_bill(7), make_cause()

    staff.post(reverse("causes:add_bill", args=[cause.pk]), {"number": "434", "bill": other.pk})

    assert not cause.bills.exists()


@pytest.mark.parametrize("number", ["99999", "no sé", "", "0", "x" * 5000, "\0"])
def test_a_number_we_do_not_know_is_answered_in_a_sentence(staff, number):
    cause = make_cause()

    response = staff.post(reverse("causes:add_bill", args=[cause.pk]), {"number": number}, follow=True)

    assert response.status_code == 200
    assert not cause.bills.exists()
    if number == "99999":
        assert "No conocemos ningún proyecto con el número «99999»" in response.content.decode()


def test_a_bill_joins_once(staff):
    bill = make_bill()
    cause = make_cause(bills=[bill])

    response = staff.post(reverse("causes:add_bill", args=[cause.pk]), {"number": bill.label}, follow=True)

    assert cause.chain.count() == 1
    assert "ya estaba en la causa" in response.content.decode()


def test_taking_a_bill_out_is_asked_first(staff):
    cause = make_cause(bills=[make_bill()])
    address = reverse("causes:remove_bill", args=[cause.pk, cause.chain.get().pk])

    question = staff.get(address)

    assert "dejarán de recibir avisos" in question.content.decode()
    assert cause.chain.count() == 1
    staff.post(address)
    assert cause.chain.count() == 0


def test_a_bill_is_not_taken_out_through_another_cause(staff):
    cause, other = make_cause(bills=[make_bill()]), make_cause("Otra", slug="otra")

    response = staff.post(reverse("causes:remove_bill", args=[other.pk, cause.chain.get().pk]))

    assert response.status_code == 404
    assert cause.chain.count() == 1


def test_following_twice_is_following_once_and_leaving_twice_is_leaving(staff, rosa):
    cause = make_cause()
    other = Follow.objects.create(user=member(), cause=cause)

    for _ in range(2):
        staff.post(reverse("causes:follow", args=[cause.pk]))
    assert Follow.objects.filter(user=rosa, cause=cause).count() == 1

    for _ in range(2):
        staff.post(reverse("causes:unfollow", args=[cause.pk]))
    assert list(Follow.objects.all()) == [other]
