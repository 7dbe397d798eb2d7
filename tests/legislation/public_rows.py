"""Rows that the public pages show, written straight into the tables. All of it is fictional."""

from datetime import date, datetime, timedelta
from datetime import timezone as tz

from django.utils import timezone

from legislation.models import (
    Bill,
    BillLink,
    Cause,
    CauseBill,
    Change,
    Document,
    Listing,
    Signatory,
    Snapshot,
    Step,
)

LIMA = tz(timedelta(hours=-5))
SUFFIX = {"D": "-2026-2031-CD", "S": "-2026-2031-S", "C": "/2024-CR"}
TITLE = (
    "LEY QUE RECONOCE LOS DERECHOS HUMANOS Y LABORALES DE LAS PERSONAS QUE EJERCEN EL TRABAJO SEXUAL AUTÓNOMO "
    "(TEXTO DE PRUEBA)"
)


def lima(*moment):
    return datetime(*moment, tzinfo=LIMA)


def make_bill(number=90001, *, period=2026, chamber="D", status="EN COMISIÓN", stage="committee", **fields):
    label = f"{number:05}{SUFFIX[chamber] if period >= 2026 or chamber == 'C' else '/2024-CR'}"
    given = {
        "label": label,
        "title": TITLE,
        "presented": date(2026, 9, 15) if period >= 2026 else date(2025, 9, 16),
        "source_url": f"https://congreso.invalid/expediente/{period}/{number}",
    }
    bill = Bill(
        period_id=period, chamber=chamber, number=number, status=status, stage=stage, **given | fields
    )
    bill.search = bill.searchable()
    bill.save()
    return bill


def make_step(bill, status="EN COMISIÓN", *, day=date(2026, 9, 20), stage="committee", **fields):
    position = bill.steps.count()
    given = {"source_key": f"id:{bill.pk}-{position}", "source_id": f"{bill.pk}{position:03}"}
    return Step.objects.create(
        bill=bill, status=status, day=day, stage=stage, position=position, **given | fields
    )


def make_life(bill, *steps):
    """Steps given as (status, stage, day)."""
    return [make_step(bill, status, stage=stage, day=day) for status, stage, day in steps]


def make_change(bill, kind="status_changed", **fields):
    return Change.objects.create(bill=bill, kind=kind, **fields)


def make_cause(*bills, name="Trabajo sexual con derechos", slug="trabajo-sexual", **fields):
    given = {"purpose": "Pedimos una ley que reconozca nuestros derechos y nos proteja de la violencia."}
    cause = Cause.objects.create(name=name, slug=slug, **given | fields)
    for bill in bills:
        CauseBill.objects.create(cause=cause, bill=bill)
    return cause


def make_link(bill, other, kind, *, state="confirmed"):
    return BillLink.objects.create(
        kind=kind,
        bill=bill,
        other=other,
        other_period=other.period_id,
        other_chamber=other.chamber,
        other_number=other.number,
        other_label=other.label,
        other_title=other.title,
        state=state,
    )


def make_listing(period=2026, chamber="D", *, read=None):
    read = read or timezone.now()
    return Listing.objects.create(
        period_id=period, chamber=chamber, total=10, first_read=read, last_read=read
    )


def make_snapshot(letter="a"):
    return Snapshot.objects.create(sha256=letter * 64, packed=b"", size=1)


def sign(bill, name, role="author"):
    return Signatory.objects.create(bill=bill, name=name, role=role, source_key=f"{role}:{name}")


def attach(bill, title, *, step=None, **fields):
    return Document.objects.create(bill=bill, step=step, title=title, source_key=title, **fields)


def rich_bill(number=90012):
    """A bill with something in every corner of its page."""
    bill = make_bill(
        number,
        status="DICTAMEN",
        stage="reported",
        summary="PROPONE RECONOCER EL TRABAJO SEXUAL AUTÓNOMO. TEXTO DE PRUEBA.",
        proponent="Cámara de Diputados",
        parliamentary_group="Bancada de Ejemplo",
        legislature="Primera Legislatura Ordinaria 2026",
        committees=["Mujer y Familia"],
        dossier_read=lima(2026, 11, 20, 9, 30),
    )
    filed, committee, also, report = make_life(
        bill,
        ("PRESENTADO", "filed", date(2026, 9, 15)),
        ("EN COMISIÓN", "committee", date(2026, 9, 18)),
        ("EN COMISIÓN", "committee", date(2026, 10, 2)),
        ("DICTAMEN", "reported", date(2026, 11, 12)),
    )
    Step.objects.filter(pk=committee.pk).update(committees=["Mujer y Familia", "Trabajo y Seguridad Social"])
    Step.objects.filter(pk=also.pk).update(withdrawn=lima(2026, 11, 5, 8))
    Step.objects.filter(pk=report.pk).update(
        late=True, detail="EN MAYORÍA - FÓRMULA SUSTITUTORIA", first_observed=lima(2026, 11, 18, 10)
    )
    attach(bill, "DICTAMEN DE EJEMPLO.pdf", step=report, day=date(2026, 11, 12))
    attach(bill, "OPINIÓN DE EJEMPLO 77-2026", day=date(2026, 10, 20), url="https://congreso.invalid/opinion")
    sign(bill, "Ejemplo Ficticia, Rosa")
    sign(bill, "Imaginaria Prueba, Celia", "coauthor")
    sign(bill, "Supuesto Ensayo, Darío", "adherent")
    make_change(
        bill,
        "step_added",
        step=report,
        new="DICTAMEN — EN MAYORÍA - FÓRMULA SUSTITUTORIA",
        day=report.day,
        late=True,
        snapshot=make_snapshot(),
        seen=lima(2026, 11, 18, 10),
    )
    make_change(bill, "step_vanished", step=also, old="EN COMISIÓN", seen=lima(2026, 11, 5, 8))
    make_change(bill, "file_added", new="OPINIÓN DE EJEMPLO 77-2026", seen=lima(2026, 10, 21, 8))
    return bill
