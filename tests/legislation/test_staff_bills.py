from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from legislation import stages
from legislation.forms import COMMON_LABELS
from legislation.models import Change, Delivery, Follow, LabelReading, Step
from tests.legislation.staff import (
    keep,
    make_bill,
    make_cause,
    make_change,
    make_link,
    make_step,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return member(first_name="Ana", last_name="Quispe")


@pytest.fixture
def staff(client, ana):
    client.force_login(ana)
    return client


def page(client, bill):
    return client.get(reverse("bills:inspect", args=[bill.pk])).content.decode()


def enter(client, bill, **fields):
    data = {"status": "Dictamen", "day": yesterday(), "detail": "", "note": "Llamó el despacho."}
    return client.post(reverse("bills:enter_step", args=[bill.pk]), data | fields, follow=True)


def yesterday():
    return (timezone.localdate() - timedelta(days=1)).isoformat()


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


# The page


def test_the_page_shows_where_a_bill_stands_and_all_we_know_of_it(staff, ana):
    bill = make_bill(434, period=2026, chamber="D", stage="reported", status="Dictamen")
    make_cause(bills=[bill])
    step = make_step(bill, detail="Favorable por mayoría", committees=["Mujer y Familia"], late=True)
    bill.documents.create(
        step=step, source_key="1", title="dictamen.pdf", url="https://congreso.example/1.pdf"
    )
    bill.signatories.create(source_key="1", name="Paredes, Susel", role="author")
    capture = keep()
    make_change(bill, snapshot=capture, told=[ana])

    html = page(staff, bill)

    for text in (
        bill.label,
        "El Congreso dice: «Dictamen».",
        "Qué sigue:",
        "Trabajo sexual con derechos",
        "Favorable por mayoría",
        "Mujer y Familia",
        "registrado con retraso",
        "https://congreso.example/1.pdf",
        "Paredes, Susel",
        str(capture),
        "https://congreso.example/lista",
        "aviso para 1 persona",
        bill.get_absolute_url(),
        bill.source_url,
    ):
        assert text in html, text


def test_a_bill_known_only_from_the_list_has_a_page_too(staff):
    html = page(staff, make_bill(presented=None))

    assert "su expediente no se ha leído" in html


def test_withdrawn_and_unconfirmed_steps_are_marked_and_the_note_is_shown_to_staff(staff, ana):
    bill = make_bill()
    make_step(bill, "En comisión", withdrawn=timezone.now())
    make_step(bill, "Orden del día", entered_by=ana, entered_note="Nos lo dijo el despacho.")

    html = page(staff, bill)

    assert "retirado, lo vimos el" in html
    assert "sin confirmar" in html
    assert "Lo anotó Ana Quispe" in html
    assert "Nos lo dijo el despacho." in html


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_no_address_of_the_source_becomes_a_link_that_runs(staff, address):
    bill = make_bill(source_url=address)
    bill.documents.create(source_key="1", title="dictamen.pdf", url=address)

    assert address not in page(staff, bill)


def test_titles_that_hold_html_are_shown_as_text(staff):
    bill = make_bill(title="<script>alert(1)</script>", status="<b>x</b>")
    make_step(bill, "<script>alert(2)</script>", detail="<script>alert(3)</script>")
    make_change(bill, old="<script>alert(4)</script>", new="<script>alert(5)</script>")

    assert "<script>alert" not in page(staff, bill)


def test_proposed_links_carry_buttons_only_for_whoever_may_decide(staff, client):
    old, new = make_bill(1), make_bill(2, period=2026, chamber="D")
    link = make_link(old, new)
    confirm = reverse("links:confirm", args=[link.pk])

    assert confirm in page(staff, old)
    assert confirm in page(staff, new)
    assert "El título dice «antes»." in page(staff, new)


def test_what_congress_withdrew_of_a_dossier_is_struck_through(staff):
    bill = make_bill()
    gone = {"withdrawn": timezone.now()}
    bill.signatories.create(source_key="1", name="Paredes, Susel", role="author", **gone)
    bill.documents.create(source_key="2", title="anexo.pdf", **gone)
    bill.documents.create(source_key="3", step=make_step(bill), title="acta.pdf", **gone)

    html = page(staff, bill)

    for text in ("Paredes, Susel", "anexo.pdf", "acta.pdf"):
        assert f"<s>{text}</s>" in html
    assert html.count("retirado, lo vimos el") == 3


def test_a_page_of_fifty_steps_costs_as_many_queries_as_a_page_of_one(
    staff, ana, django_assert_max_num_queries, django_assert_num_queries
):
    bill = make_bill()

    def grow(numbers):
        for n in numbers:
            step = make_step(bill, f"Paso {n}", entered_by=ana)
            bill.documents.create(step=step, source_key=str(n), title="x.pdf")
            bill.signatories.create(source_key=str(n), name=f"Firma {n}", role="author")
            make_change(bill, step=step, snapshot=keep(str(n).encode()), told=[ana], by=ana)
            make_link(bill, make_bill(n, period=2026, chamber="D"), decided_by=ana)

    page(staff, bill)
    grow([1])
    with django_assert_max_num_queries(35) as alone:
        page(staff, bill)
    grow(range(2, 51))
    with django_assert_num_queries(len(alone)):
        page(staff, bill)


# Writing down a step


def test_every_label_we_offer_is_one_we_can_read():
    for label in COMMON_LABELS:
        assert stages.is_known(label), label


def test_a_step_is_told_to_those_who_follow_as_unconfirmed_and_not_to_who_wrote_it(staff, ana):
    bill = make_bill(434, period=2026, chamber="D")
    cause = make_cause(bills=[bill])
    rosa = member("rosa@example.org")
    for user in (ana, rosa):
        Follow.objects.create(user=user, cause=cause)

    response = enter(staff, bill, detail="Favorable")

    step = Step.objects.get()
    assert (step.status, step.day, step.detail) == ("Dictamen", date.fromisoformat(yesterday()), "Favorable")
    assert (step.entered_by, step.entered_note) == (ana, "Llamó el despacho.")
    assert step.is_unconfirmed
    assert [delivery.recipient for delivery in Delivery.objects.all()] == [rosa]
    assert "Avisamos a 1 persona, como «sin confirmar»" in said(response)


def test_where_nobody_follows_it_is_said_that_nobody_is_told(staff):
    response = enter(staff, make_bill())

    assert "no se avisa a nadie" in said(response)
    assert not Delivery.objects.exists()


def test_a_step_that_the_dossier_shows_takes_the_note_and_tells_nobody(staff):
    bill = make_bill(434, period=2026, chamber="D")
    Follow.objects.create(user=member("rosa@example.org"), bill=bill)
    shown = make_step(bill, "DICTAMEN", day=date.fromisoformat(yesterday()), stage="reported")

    response = enter(staff, bill)

    shown.refresh_from_db()
    assert shown.entered_note == "Llamó el despacho."
    assert Step.objects.count() == 1
    assert not Delivery.objects.exists()
    assert "Ese paso ya estaba" in said(response)


def test_a_step_that_the_list_told_already_is_confirmed_at_once_and_told_no_more(staff):
    bill = make_bill(434, period=2026, chamber="D", status="Dictamen", stage="reported")
    Follow.objects.create(user=member("rosa@example.org"), bill=bill)
    make_change(bill, new="Dictamen")

    response = enter(staff, bill)

    assert Step.objects.get().confirmed
    assert not Delivery.objects.exists()
    assert "ya lo había publicado" in said(response)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": ""},
        {"status": "   "},
        {"day": "mañana"},
        {"day": ""},
        {"note": ""},
        {"status": "x" * 201},
        {"status": "\0"},
        {"note": "\x1b\u200b"},
    ],
)
def test_a_form_that_lacks_something_is_shown_again_and_nothing_is_written(staff, fields):
    response = enter(staff, make_bill(), detail="Lo que ya escribí", **fields)

    assert response.status_code == 200
    assert "Lo que ya escribí" in response.content.decode()
    assert not Change.objects.exists()


def test_the_form_offers_todays_date_and_the_labels_of_congress(staff):
    html = staff.get(reverse("bills:enter_step", args=[make_bill().pk])).content.decode()

    assert f'type="date" name="day" value="{timezone.localdate()}"' in html
    assert '<option value="En agenda del Pleno">' in html


def test_words_that_congress_does_not_use_are_asked_about_before_anybody_is_told(staff):
    """They would never become one with the step of Congress, and everybody would be told twice."""
    bill = make_bill()
    Follow.objects.create(user=member("rosa@example.org"), bill=bill)

    asked = enter(staff, bill, status="salió el dictamen").content.decode()

    assert "¿Es «Dictamen» o «Dictamen negativo»" in asked
    assert 'name="verbatim"' in asked
    assert not Step.objects.exists()
    assert not Delivery.objects.exists()
    assert not LabelReading.objects.exists()

    enter(staff, bill, status="salió el dictamen", verbatim="on")
    assert Step.objects.get().status == "salió el dictamen"
    assert LabelReading.objects.get().label == "salió el dictamen"

    again = enter(staff, bill, status="Salió  el DICTAMEN", day=timezone.localdate().isoformat())
    assert 'name="verbatim"' not in again.content.decode()


def test_words_like_none_of_congress_are_asked_about_too(staff):
    asked = enter(staff, make_bill(), status="Xyz").content.decode()

    assert "Elige de la lista lo que más se parezca" in asked
    assert not Step.objects.exists()


def test_what_is_pasted_into_a_step_is_kept_without_what_no_feed_can_hold(staff):
    bill = make_bill()

    enter(
        staff,
        bill,
        status="Dicta\u200bmen\x1b",
        verbatim="on",
        detail="Por mayoría\x0bcon\ufffe votos\r\nY más",
    )

    step = bill.steps.get()
    assert (step.status, step.detail) == ("Dicta men", "Por mayoría con votos\nY más")
    correct(staff, step, status="Dictamen", detail="a\x0bb", reason="de\x1boídas")
    assert bill.steps.shown().get().detail == "a b"


def test_a_correction_in_words_of_ours_is_asked_about_as_well(staff, ana):
    bill = make_bill()
    enter(staff, bill)
    step = Step.objects.get()
    fields = {"status": "aprobado ayer", "day": yesterday(), "detail": "", "reason": "Oí mal."}

    asked = staff.post(reverse("bills:correct_step", args=[bill.pk, step.pk]), fields).content.decode()

    assert "¿Es «Aprobado" in asked
    step.refresh_from_db()
    assert step.status == "Dictamen"


def test_a_bill_is_followed_once_and_left_without_touching_others(staff, ana):
    bill = make_bill()
    other = Follow.objects.create(user=member("rosa@example.org"), bill=bill)

    for _ in range(2):
        staff.post(reverse("bills:follow", args=[bill.pk]))
    assert Follow.objects.filter(user=ana, bill=bill).count() == 1
    staff.post(reverse("bills:unfollow", args=[bill.pk]))

    assert list(Follow.objects.all()) == [other]


def test_a_day_to_come_is_refused_with_what_to_do_instead(staff):
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = enter(staff, make_bill(), day=tomorrow.isoformat())

    assert "anótalo con la fecha de hoy y escribe en «Detalle» para qué día es" in response.content.decode()
    assert not Step.objects.exists()


def test_a_step_that_a_colleague_wrote_down_is_asked_about(staff, ana):
    bill = make_bill()
    rosa = member("rosa@example.org", first_name="Rosa", last_name="Huamán")
    first = make_step(bill, "DICTAMEN", source_key="hand:1", day=timezone.localdate(), entered_by=rosa)

    response = enter(staff, bill, detail="En mayoría")
    html = response.content.decode()
    assert "Ya lo había anotado Rosa Huamán" in html and "En mayoría" in html
    assert bill.steps.count() == 1 and not Change.objects.exists()

    assert "junto a lo que anotó Rosa Huamán" in said(enter(staff, bill, same_as=str(first.pk)))
    first.refresh_from_db()
    assert first.entered_note == "Llamó el despacho." and bill.steps.count() == 1

    enter(staff, bill, same_as="another")
    assert bill.steps.count() == 2


# Putting it right


def correct(client, step, **fields):
    data = {"status": step.status, "day": yesterday(), "detail": "", "reason": "Era otro día."}
    return client.post(
        reverse("bills:correct_step", args=[step.bill_id, step.pk]), data | fields, follow=True
    )


def take_back(client, step, reason="No hubo tal paso."):
    address = reverse("bills:take_back_step", args=[step.bill_id, step.pk])
    return client.post(address, {"reason": reason}, follow=True)


@pytest.fixture
def hers(staff, ana):
    bill = make_bill()
    Follow.objects.create(user=member("rosa@example.org"), bill=bill)
    enter(staff, bill, status="En debate - Pleno")
    return Step.objects.get()


def test_her_own_step_is_corrected_and_those_who_were_told_are_told(staff, hers):
    assert reverse("bills:correct_step", args=[hers.bill_id, hers.pk]) in page(staff, hers.bill)

    response = correct(staff, hers, status="Dictamen")

    hers.refresh_from_db()
    assert hers.status == "Dictamen"
    assert "Se lo decimos a 1 persona" in said(response)
    assert Delivery.objects.count() == 2


def test_her_own_step_is_taken_back_and_stays_struck_through_for_staff(staff, hers):
    told = said(take_back(staff, hers))

    assert told.startswith("Queda quitado.")
    assert "No hubo el paso que anotamos" in staff.get(reverse("changes:index")).content.decode()
    html = page(staff, hers.bill)
    assert "lo quitamos el" in html and "No hubo tal paso." in html
    assert reverse("bills:correct_step", args=[hers.bill_id, hers.pk]) not in html
    assert Delivery.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001])
def test_without_a_reason_nothing_is_put_right(staff, hers, reason):
    correct(staff, hers, status="Dictamen", reason=reason)
    take_back(staff, hers, reason=reason)

    hers.refresh_from_db()
    assert hers.status == "En debate - Pleno" and not hers.withdrawn
    assert Change.objects.count() == 1


def test_what_another_wrote_is_put_right_by_coordination_only(client, hers):
    client.force_login(member("luz@example.org"))
    assert reverse("bills:correct_step", args=[hers.bill_id, hers.pk]) not in page(client, hers.bill)
    take_back(client, hers)
    correct(client, hers, status="Dictamen")
    hers.refresh_from_db()
    assert not hers.withdrawn and hers.status == "En debate - Pleno"

    client.force_login(member("jefa@example.org", groups=("Equipo", "Coordinación")))
    take_back(client, hers)
    hers.refresh_from_db()
    assert hers.withdrawn


def test_what_congress_shows_cannot_be_corrected(staff, ana):
    bill = make_bill()
    for step in (make_step(bill), make_step(bill, entered_by=ana, confirmed=timezone.now())):
        assert take_back(staff, step).redirect_chain[0][0] == reverse("wagtailadmin_home")
        step.refresh_from_db()
        assert step.withdrawn is None
