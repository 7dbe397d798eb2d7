"""Answers that somebody saved last week, imported today."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from legislation.models import Bill, Change, Delivery, Follow, Listing
from tests.congress import days_ago, dossier, followed, member, read, row, step, whole_list
from tests.scrapers.small_congress import envelope
from tests.scrapers.small_congress import row as raw_row

pytestmark = pytest.mark.django_db
SENT = step("EN COMISIÓN", id=2, day=days_ago(40))
REPORT = step("DICTAMEN", id=3, day=days_ago(1))
LONG_AGO = "2026-09-15T10:00:00.000-05:00"
GENERAL = {
    "perParId": 2026,
    "proyectoLey": "90001-2026-2031-CD",
    "fecPresentacion": "2026-09-01",
    "titulo": "LEY FICTICIA NÚMERO 90001",
    "sumilla": "",
    "desProponente": "Congreso",
    "desEstado": "EN COMISIÓN",
}
DOSSIER = {
    "general": GENERAL,
    "seguimientos": [
        {
            "seguimientoPleyId": 2,
            "fecha": days_ago(40).isoformat(),
            "desEstado": "EN COMISIÓN",
            "archivos": [],
        }
    ],
    "firmantes": [],
    "archivos": [],
}


@pytest.fixture
def bring(tmp_path):
    def bring(data, *, is_bare=False, **envelope_fields):
        file = tmp_path / "guardada.json"
        file.write_text(json.dumps(data if is_bare else envelope(data, **envelope_fields)))
        call_command("import_expediente", file)

    return bring


def test_a_dossier_saved_before_we_last_read_it_undoes_nothing_and_tells_nobody(bring):
    followed(status="EN COMISIÓN")
    read(dossier(SENT))
    read(dossier(SENT, REPORT))
    told = Delivery.objects.count()

    bring(DOSSIER, timestamp=LONG_AGO)

    bill = Bill.objects.get()
    assert bill.status == "DICTAMEN" and Delivery.objects.count() == told
    assert not bill.steps.filter(absences__gt=0).exists()


def with_report(day):
    report = {"seguimientoPleyId": 3, "fecha": day.isoformat(), "desEstado": "DICTAMEN", "archivos": []}
    general = GENERAL | {"desEstado": "DICTAMEN"}
    return DOSSIER | {"general": general, "seguimientos": [report, *DOSSIER["seguimientos"]]}


def test_a_dossier_without_its_envelope_is_as_old_as_its_newest_step(bring):
    bring(with_report(days_ago(5)), timestamp=f"{days_ago(4)}T10:00:00.000-05:00")
    Follow.objects.create(user=member(), bill=Bill.objects.get())

    bring(DOSSIER, is_bare=True)

    assert Bill.objects.get().status == "DICTAMEN" and not Change.objects.exists()


def test_of_two_without_an_envelope_the_newer_is_read_whichever_comes_first(bring):
    for data in (DOSSIER, with_report(days_ago(5)), DOSSIER, with_report(days_ago(5))):
        bring(data, is_bare=True)

    bill = Bill.objects.get()
    assert (bill.status, bill.steps.standing().count()) == ("DICTAMEN", 2)
    assert timezone.localdate(bill.dossier_read) == days_ago(5)
    assert [change.kind for change in Change.objects.all()] == [Change.Kind.STEP_ADDED]


def test_a_step_to_come_does_not_say_when_a_dossier_was_written(bring):
    bring(with_report(days_ago(-5)), is_bare=True)

    assert timezone.localdate(Bill.objects.get().dossier_read) == days_ago(40)


def test_a_dossier_that_says_a_time_to_come_was_written_now(bring):
    followed(status="EN COMISIÓN")

    bring(DOSSIER, timestamp="2099-01-01T00:00:01.000-05:00")
    read(dossier(SENT, REPORT))

    assert Bill.objects.get().steps.count() == 2


def test_a_list_saved_before_we_last_looked_does_not_say_that_we_looked_now(bring):
    read(*whole_list(row(1, period=2021, chamber="C", status="DICTAMEN")))
    looked = Listing.objects.get().last_read

    bring({"proyectos": [raw_row(1)], "rowsTotal": 1}, timestamp=LONG_AGO)

    assert Listing.objects.get().last_read == looked
    assert Bill.objects.get().status == "DICTAMEN" and not Change.objects.exists()
