import hashlib
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from legislation.models import Delivery, Snapshot
from tests.legislation.staff import keep, make_bill, make_change, make_run, make_step, member

pytestmark = pytest.mark.django_db

BODY = '{"data": "Sesión"}'.encode()


@pytest.fixture
def ana():
    return member(first_name="Ana", last_name="Quispe")


@pytest.fixture
def staff(client, ana):
    client.force_login(ana)
    return client


def page(client, change):
    return client.get(reverse("changes:inspect", args=[change.pk])).content.decode()


def test_a_change_opens_its_bill_its_reading_and_its_evidence_and_says_whom_it_was_told(staff, ana):
    bill, run = make_bill(), make_run()
    capture = keep(BODY, run=run)
    change = make_change(
        bill,
        run=run,
        snapshot=capture,
        late=True,
        day=date(2026, 11, 10),
        told=[ana, member("b@example.org")],
    )
    Delivery.objects.filter(recipient=ana).update(state="sent")

    html = page(staff, change)

    for address in (
        reverse("bills:inspect", args=[bill.pk]),
        reverse("runs:inspect", args=[run.pk]),
        reverse("captures:inspect", args=[capture.pk]),
        reverse("captures:download", args=[capture.pk]),
    ):
        assert f'href="{address}"' in html, address
    for text in (
        "EN COMISIÓN",
        "DICTAMEN",
        "A 2 personas",
        "Enviado: 1",
        "Por enviar: 1",
        "registrado con retraso",
    ):
        assert text in html, text


def test_an_echo_leads_to_what_was_told_first_and_back(staff, ana):
    first = make_change(make_bill(), told=[ana])
    echo = make_change(first.bill, "step_added", echo_of=first)

    assert reverse("changes:inspect", args=[first.pk]) in page(staff, echo)
    assert "ya se había contado" in page(staff, echo)
    assert reverse("changes:inspect", args=[echo.pk]) in page(staff, first)


def test_a_change_that_a_person_entered_says_who_and_how_she_knew(staff, ana):
    bill = make_bill()
    step = make_step(bill, entered_by=ana, entered_note="Nos llamaron.")
    html = page(staff, make_change(bill, "step_added", step=step, by=ana))

    assert "Ana Quispe: Nos llamaron." in html
    assert "sin confirmar" in html


def test_a_change_of_a_source_has_a_page_without_a_bill(staff):
    run = make_run(status="failed", problem="blocked")

    html = page(staff, make_change(None, "source_failing", source=run.source, run=run))

    assert "Fuente sin respuesta" in html
    assert run.source.name in html


def test_captures_are_downloaded_as_they_came_and_opened_by_no_browser(staff):
    capture = keep(BODY)

    response = staff.get(reverse("captures:download", args=[capture.pk]))

    assert response.content == BODY
    assert hashlib.sha256(response.content).hexdigest() == capture.sha256
    assert response["Content-Disposition"] == f'attachment; filename="{capture.sha256}.json"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_capture_says_when_and_from_where_it_came_and_that_it_is_whole(staff):
    early = timezone.now() - timezone.timedelta(days=2)
    keep(BODY, fetched=early)
    capture = keep(BODY, run=make_run())

    html = staff.get(reverse("captures:inspect", args=[capture.pk])).content.decode()

    assert html.count("https://congreso.example/lista") == 2
    for text in (
        "intacta",
        capture.sha256,
        "código 200, leída con spley/1",
        "lista-2026-diputados",
        "perParId",
    ):
        assert text in html, text


@pytest.mark.parametrize("packed", [b"", b"not gzip", None])
def test_a_damaged_capture_says_so(staff, packed):
    capture = keep(BODY)
    damaged = packed if packed is not None else keep(b"other").packed[:-1] + b"\0"
    Snapshot.objects.filter(pk=capture.pk).update(packed=damaged)

    html = staff.get(reverse("captures:inspect", args=[capture.pk])).content.decode()

    assert "dañada" in html


def test_lists_of_changes_never_load_the_bytes_of_captures(staff, django_assert_max_num_queries):
    for n in range(3):
        make_change(make_bill(n + 1), snapshot=keep(str(n).encode()))

    with django_assert_max_num_queries(40) as queries:
        staff.get(reverse("changes:index"))
        staff.get(reverse("captures:index"))

    assert not [query for query in queries.captured_queries if '"packed"' in query["sql"]]
