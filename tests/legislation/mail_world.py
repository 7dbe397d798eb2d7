"""Members, bills and changes to write mails about."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model

from legislation.ledger import Ledger
from legislation.models import Bill, Cause, CauseBill, Follow, Period, Step
from legislation.stages import Stage

SEEN = datetime(2026, 11, 20, 9, 40, tzinfo=ZoneInfo("America/Lima"))
PERIODS = {
    2021: ("2021-2026", date(2021, 7, 26), date(2026, 7, 26)),
    2026: ("2026-2031", date(2026, 7, 27), date(2031, 7, 26)),
}


def make_member(email, **fields):
    return get_user_model().objects.create_user(email, **fields)


def make_bill(number=434, *, period=2026, chamber="D", **fields):
    label, starts, ends = PERIODS[period]
    Period.objects.get_or_create(year=period, defaults={"label": label, "starts": starts, "ends": ends})
    label = f"{number:05}-2026-2031-C{chamber}" if period == 2026 else f"{number:05}/2025-CR"
    fields = {
        "label": label,
        "title": "PROPOSICIÓN LEGISLATIVA QUE RECONOCE DERECHOS EN EL TRABAJO",
        "status": "EN COMISIÓN",
        "stage": Stage.COMMITTEE,
        "presented": date(2026, 9, 1),
        "committees": ["Trabajo y Seguridad Social"],
        "source_url": f"https://wb2server.congreso.gob.pe/spley-portal/#/expediente/{period}/{number}",
        "first_observed": SEEN - timedelta(days=60),
    } | fields
    return Bill.objects.create(period_id=period, chamber=chamber, number=number, **fields)


def make_cause(name="Derechos en el trabajo", *bills, **fields):
    cause = Cause.objects.create(name=name, slug=name.lower().replace(" ", "-"), **fields)
    for bill in bills:
        CauseBill.objects.create(cause=cause, bill=bill)
    return cause


def make_step(bill, status="DICTAMEN", *, stage=Stage.REPORTED, **fields):
    fields = {"day": date(2026, 11, 19), "first_observed": SEEN} | fields
    return Step.objects.create(
        bill=bill, source_key=str(bill.steps.count() + 1), status=status, stage=stage, **fields
    )


def follow(user, thing):
    field = "cause" if isinstance(thing, Cause) else "bill"
    return Follow.objects.create(user=user, **{field: thing})


def see(kind, bill=None, *, now=SEEN, **fields):
    """Note one change as an import does: the change, and who is to be told."""
    by = fields.pop("by", None)
    ledger = Ledger(now=now, by=by)
    ledger.add(kind, bill, **fields)
    return ledger.write()[0]
