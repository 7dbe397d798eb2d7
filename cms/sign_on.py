"""Organizations that sign a statement. Staff decide; of those who signed for them nothing more than needed is kept."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.statements import Adhesion
from legislation.models import Edition
from scrapers.items import fold

WAITING_DAYS = 90  # then what nobody decided is erased
MOST_WAITING = 500  # of one statement; a flood must not fill the database, or bury what staff should read


def take_in(statement, fields):
    """Keep it for staff, once. Whoever sends it learns nothing of what is there already."""
    fields = fields | {"email": fields["email"].lower(), "key": fold(fields["organization"])}
    waiting = Adhesion.objects.of(statement).waiting()
    if waiting.count() >= MOST_WAITING or waiting.filter(key=fields["key"], email=fields["email"]).exists():
        return
    Adhesion.objects.create(statement=statement, **fields)


class AlreadySigned(Exception):
    """An organization of this name stands on the page."""


@transaction.atomic
def approve(adhesion, by):
    """Put it on the page, and forget how to reach who asked."""
    Edition.advance()
    if (
        Adhesion.objects.of(adhesion.statement)
        .approved()
        .filter(key=adhesion.key)
        .exclude(pk=adhesion.pk)
        .exists()
    ):
        raise AlreadySigned
    waiting = Adhesion.objects.waiting().filter(pk=adhesion.pk)
    return waiting.update(state=Adhesion.State.APPROVED, email="", decided=timezone.now(), decided_by=by)


@transaction.atomic
def refuse(adhesion):
    """Nothing of it is kept; nor of one that is taken off the page."""
    Edition.advance()
    return Adhesion.objects.filter(pk=adhesion.pk).delete()[0]


def forget_undecided():
    before = timezone.now() - timedelta(days=WAITING_DAYS)
    return Adhesion.objects.waiting().filter(sent__lt=before).delete()[0]
