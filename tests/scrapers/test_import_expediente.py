"""Answers that somebody saved last week, imported today."""

import json

import pytest
from django.core.management import call_command

from legislation.models import Bill, Change, Delivery, Listing
from tests.congress import days_ago, dossier, followed, read, row, step, whole_list
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
    def bring(data, **envelope_fields):
        file = tmp_path / "guardada.json"
        file.write_text(json.dumps(envelope(data, **envelope_fields)))
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


def test_a_dossier_that_says_no_time_or_one_to_come_was_written_now(bring):
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
