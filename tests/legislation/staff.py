"""People and rows for the tests of the staff screens."""

import hashlib
from datetime import date

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from legislation import evidence
from legislation.models import (
    Bill,
    BillLink,
    Cause,
    CauseBill,
    CauseMatch,
    Change,
    Delivery,
    Message,
)
from scrapers.items import Answer
from scrapers.models import ScrapeRun, Source


def member(email="ana@example.org", *, groups=("Equipo",), **fields):
    user = User.objects.create_user(email, "una clave larga y tranquila", **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def coordinator(email="coordinadora@example.org", **fields):
    return member(email, groups=("Equipo", "Coordinación"), **fields)


def make_bill(number=10305, *, period=2021, chamber="C", **fields):
    year = {2021: 2024, 2026: 2026}.get(period, period)
    defaults = {
        "label": f"{number:05}/{year}-{chamber}R",
        "title": f"LEY QUE RECONOCE LOS DERECHOS DE LAS TRABAJADORAS SEXUALES N.° {number}",
        "status": "EN COMISIÓN",
        "stage": "committee",
        "presented": date(year, 9, 18),
        "source_url": f"https://congreso.example/expediente/{period}/{number}",
    }
    bill = Bill(period_id=period, chamber=chamber, number=number, **defaults | fields)
    bill.search = bill.searchable()
    bill.save()
    return bill


def make_cause(name="Trabajo sexual con derechos", *, bills=(), **fields):
    slug = fields.pop("slug", None) or name.lower().replace(" ", "-")
    cause = Cause.objects.create(name=name, slug=slug, **fields)
    for bill in bills:
        CauseBill.objects.create(cause=cause, bill=bill)
    return cause


def make_step(bill, status="Dictamen", *, day=date(2025, 10, 2), **fields):
    key = fields.pop("source_key", f"{bill.steps.count() + 1}")
    return bill.steps.create(source_key=key, status=status, day=day, **fields)


def make_change(bill=None, kind="status_changed", *, told=(), **fields):
    """A change as an import appends it, and a delivery to each of these people."""
    change = Change.objects.create(kind=kind, bill=bill, **{"old": "EN COMISIÓN", "new": "DICTAMEN"} | fields)
    for user in told:
        Delivery.objects.create(change=change, recipient=user, reason="Sigues la causa.")
    return change


def make_match(cause, bill, term="trabajo sexual", **fields):
    return CauseMatch.objects.create(cause=cause, bill=bill, term=term, where="title", **fields)


def make_link(bill, other, kind="refiled_as", **fields):
    fields = {"reason": "El título dice «antes».", **fields}
    return BillLink.objects.create(
        kind=kind,
        bill=bill,
        other=other,
        other_period=other.period_id,
        other_chamber=other.chamber,
        other_number=other.number,
        other_label=other.label,
        other_title=other.title,
        **fields,
    )


def make_message(user, *, deliveries=(), **fields):
    defaults = {"subject": "Se movió el 10305", "text": "Qué pasó…", "html": "<p>Qué pasó…</p>"}
    message = Message.objects.create(
        recipient=user, message_id=f"<{Message.objects.count()}@example.org>", **defaults | fields
    )
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(message=message)
    return message


def make_run(source=None, status="ok", **fields):
    source = source or Source.objects.get(name="lista-2026-diputados")
    defaults = {"ended": timezone.now()} if status != "running" else {}
    return ScrapeRun.objects.create(source=source, status=status, **defaults | fields)


def keep(body=b'{"data": []}', *, run=None, fetched=None):
    """A capture of these bytes, as an import keeps it."""
    answer = Answer(
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        url="https://congreso.example/lista",
        request='{"perParId": 2021}',
        status=200,
        headers={"Content-Type": "application/json"},
        fetched=fetched or timezone.now(),
        parser="spley/1",
    )
    return evidence.keep([answer], wanted={answer.sha256}, run=run)[answer.sha256]
