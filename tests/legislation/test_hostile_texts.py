"""Whatever the source puts into its fields, a bill is read, shown everywhere and told: on both databases."""

import json
from collections import Counter

import pytest
from django.urls import reverse

from legislation import mailing
from legislation.importers import import_items
from legislation.models import Bill, Change, Message, Snapshot
from scrapers.answers import read_json
from scrapers.dossier import read_dossier
from scrapers.listing import open_envelope, open_listing, read_rows
from tests.congress import days_ago, dossier, followed, read, row, signed, step, whole_list

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>]]>&\"'"


def listed(**fields):
    """Import a list of one row as the service would send it."""
    said = {
        "perParId": 2026,
        "pleyNum": 90001,
        "proyectoLey": "90001-2026-2031-CD",
        "desEstado": "EN COMISIÓN",
        "fecPresentacion": "2026-09-01T00:00:00.000-05:00",
        "titulo": "LEY FICTICIA",
        "desProponente": "Congreso",
        "autores": "Ficticia Quispe, Rosa",
        "codTipoParl": "D",
    }
    body = json.dumps({"code": 200, "data": {"proyectos": [said | fields], "rowsTotal": 1}}).encode()
    data, answer = read_json(body, url="https://congreso.example/", parser="spley/1")
    rows = read_rows(open_listing(open_envelope(data)).rows, answer=answer.sha256)
    return import_items(whole_list(*rows.items), answers=[answer])


@pytest.mark.parametrize(
    "fields",
    [
        {"titulo": "T" * 10_000},
        {"titulo": "LEY\x01 \x08 \x1b \x7f \ud800 \uffff \u202e DE FAROS"},
        {"titulo": f"LEY {MARKUP}"},
        {"desEstado": "EN LARGA ESPERA " * 700},
        {"desEstado": "EN ESPERA\r\nBcc: x@example.org\0 " + MARKUP},
        {"desProponente": "P" * 5000, "autores": "A" * 5000},
        {"fecPresentacion": "9999-12-31T23:59:59.000-05:00"},
    ],
)
def test_whatever_a_row_holds_the_bill_is_shown_everywhere_and_told(client, fields):
    bill = followed(status="PRESENTADO")

    listed(**{"desEstado": "DICTAMEN"} | fields)

    for address in ("bill", "bill-json", "bill-feed", "bill-calendar"):
        answer = client.get(reverse(address, args=bill.key))
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json" or "<script>alert" not in answer.content.decode()
    assert client.get("/proyectos/").status_code == 200
    mailing.announce(Counter())
    message = Message.objects.get()
    assert "<script>alert" not in message.html and "\n" not in message.subject
    assert mailing.mail(message).message().get_all("Bcc") is None


def test_the_same_letters_in_other_characters_are_no_news():
    bill = followed(status="EN COMISIÓN")
    read(dossier(step("EN COMISIÓN", id=1, detail="Educación")))

    read(*whole_list(row(status="EN COMISIO\u0301N")))
    read(dossier(step("EN COMISIO\u0301N", id=1, detail="Educacio\u0301n")))

    assert not Change.objects.filter(bill=bill).exists()


def test_a_field_that_comes_empty_does_not_undo_what_was_known():
    bill = followed(title="LEY DE FAROS", authors=("Ficticia Quispe, Rosa",))

    listed(titulo="", fecPresentacion=None, desProponente=None, autores=None)

    bill.refresh_from_db()
    assert (bill.title, bill.authors) == ("LEY DE FAROS", ["Ficticia Quispe, Rosa"])
    assert bill.presented and bill.proponent


def test_an_identity_number_in_a_step_is_not_published(client):
    bill = followed()
    general = {"perParId": 2026, "proyectoLey": "90001-2026-2031-CD", "codTipoParl": "D", "titulo": "LEY"}
    general |= {
        "sumilla": "",
        "desEstado": "EN COMISIÓN",
        "fecPresentacion": "2026-09-01",
        "desProponente": "",
    }
    moved = {"seguimientoPleyId": 1, "fecha": "2026-09-01T00:00:00.000-0500", "desEstado": "EN COMISIÓN"}
    moved |= {"detalle": "Pedido de Rosa, con DNI N° 12345678, por la Ley 31234"}
    body = {"data": {"general": general, "seguimientos": [moved], "firmantes": [], "archivos": []}}

    data, answer = read_json(json.dumps(body).encode(), url="https://congreso.example/", parser="spley/1")
    read(read_dossier(data["data"], answer=answer.sha256), answers=[answer])

    said = client.get(reverse("bill-json", args=bill.key)).content.decode()
    assert "DNI N° ########, por la Ley 31234" in said and "12345678" not in said
    assert b"12345678" not in Snapshot.objects.get(sha256=answer.sha256).body


def test_long_names_in_a_dossier_are_cut_to_what_the_database_holds():
    followed()

    read(dossier(step("E" * 300, id=1, day=days_ago(1)), signatories=(signed("N" * 300), signed("…" * 300))))

    bill = Bill.objects.get()
    assert len(bill.steps.get().status) == 200 and bill.signatories.count() == 2
