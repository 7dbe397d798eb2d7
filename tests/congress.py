"""Short ways to write down what Congress answered, for tests of what we make of it."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from legislation.importers import import_items
from legislation.models import Bill, Cause, CauseBill, Follow
from scrapers.items import BillItem, DossierItem, Key, ListItem, SignatoryItem, StepItem

TODAY = date(2026, 11, 20)


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def row(number=90001, *, status="EN COMISIÓN", period=2026, chamber="D", **fields):
    """One row of a list."""
    given = {
        "label": f"{number:05}-2026-2031-CD" if period == 2026 else f"{number:05}/2024-CR",
        "title": f"LEY FICTICIA NÚMERO {number}",
        "presented": date(2026, 9, 1),
        "proponent": "Cámara de Diputados",
        "url": f"https://congreso.example/{period}/{chamber}/{number}",
    }
    return BillItem(key=Key(period=period, chamber=chamber, number=number), status=status, **given | fields)


def whole_list(*rows):
    """The rows, and the list's own word that these are all."""
    key = rows[0].key
    return [*rows, ListItem(period=key.period, chamber=key.chamber, total=len(rows))]


def step(status, *, day=date(2026, 9, 1), id="", detail="", **fields):
    return StepItem(source_id=str(id), day=day, status=status, detail=detail, **fields)


def dossier(*steps, number=90001, period=2026, chamber="D", status=None, **fields):
    """A whole dossier; its status is its last step's, as in the source."""
    listed = row(number, period=period, chamber=chamber)
    given = {"label": listed.label, "title": listed.title, "presented": listed.presented, "url": listed.url}
    status = status or (steps[-1].status if steps else "PRESENTADO")
    return DossierItem(key=listed.key, status=status, steps=steps, **given | fields)


def signed(name, role="author", id=""):
    return SignatoryItem(name=name, role=role, source_id=str(id))


def read(*items, **kwargs):
    return import_items(list(items), **kwargs)


def read_hourly(*items, **kwargs):
    """Read each by itself, an hour after the one before: absences are counted no closer."""
    for hours, item in enumerate(items):
        read(item, now=timezone.now() + timedelta(hours=hours), **kwargs)


def member(name="ana", **fields):
    return User.objects.create_user(
        f"{name}@example.org", "una clave larga y buena", first_name=name, **fields
    )


def followed(number=90001, *, by=None, **fields):
    """A bill that was read once, and a member who follows it."""
    read(*whole_list(row(number, **fields)))
    bill = Bill.objects.get(number=number)
    by = by or member()
    Follow.objects.create(user=by, bill=bill)
    return bill


def cause_with(*bills, name="Trabajo con derechos", terms="", followers=()):
    cause = Cause.objects.create(name=name, slug=name.lower().replace(" ", "-"), terms=terms)
    for bill in bills:
        CauseBill.objects.create(cause=cause, bill=bill)
    for user in followers:
        Follow.objects.create(user=user, cause=cause)
    return cause
