"""Changes as the public reads them: in the feed, on pages."""

import textwrap
from typing import NamedTuple

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legislation.models import Change
from legislation.titles import calm, plain

# The rest is for staff: proposals nobody has confirmed, labels, sources.
PUBLIC = (
    Change.Kind.BILL_FOUND,
    Change.Kind.STATUS_CHANGED,
    Change.Kind.STEP_ADDED,
    Change.Kind.STEP_EDITED,
    Change.Kind.STEP_VANISHED,
    Change.Kind.STEP_CORRECTED,
    Change.Kind.SIGNATORY_ADDED,
    Change.Kind.FILE_ADDED,
    Change.Kind.LAPSED,
)

TITLES = {
    Change.Kind.BILL_FOUND: gettext_lazy("Nuevo proyecto en el Congreso"),
    Change.Kind.STATUS_CHANGED: gettext_lazy("Cambió de estado: %(new)s"),
    Change.Kind.STEP_ADDED: gettext_lazy("Nuevo paso: %(new)s"),
    Change.Kind.STEP_EDITED: gettext_lazy("El Congreso corrigió un paso: %(new)s"),
    Change.Kind.STEP_VANISHED: gettext_lazy("El Congreso retiró un paso: %(old)s"),
    Change.Kind.STEP_CORRECTED: gettext_lazy("Corrección de lo que anotó nuestro equipo: %(new)s"),
    Change.Kind.SIGNATORY_ADDED: gettext_lazy("Nueva firma: %(new)s"),
    Change.Kind.FILE_ADDED: gettext_lazy("Nuevo documento: %(new)s"),
    Change.Kind.LAPSED: gettext_lazy("Caducó al terminar el periodo parlamentario"),
}
TAKEN_BACK = gettext_lazy("Corrección: nuestro equipo había anotado un paso que no hubo")
LONGEST = 140  # characters of the source's text in a title


class Headline(NamedTuple):
    title: str
    text: str
    is_unconfirmed: bool
    is_late: bool


def public(changes):
    """News that anyone may read, newest first, each told once. What we put right later is no news any more."""
    later = Change.objects.filter(
        kind=Change.Kind.STEP_CORRECTED, step=OuterRef("step"), pk__gt=OuterRef("pk")
    )
    return changes.news().filter(~Exists(later), kind__in=PUBLIC).order_by("-seen", "-pk")


def headline(change):
    unconfirmed = change.step is not None and change.step.may_be_corrected
    template = TAKEN_BACK if is_taken_back(change) else TITLES[change.kind]
    title = template % {"new": short(brief(change) or calm(change.new)), "old": short(calm(change.old))}
    return Headline(title, text(change), unconfirmed, change.late)


def is_taken_back(change):
    return change.kind == Change.Kind.STEP_CORRECTED and not change.new


def brief(change):
    """A new step without the title of its bill, and with the names of committees as Congress writes them."""
    step = change.step
    if change.kind != Change.Kind.STEP_ADDED or not step or not change.new.startswith(step.status):
        return ""
    detail, title = calm(step.detail), plain(change.bill.title)
    at = detail.casefold().find(title.casefold()) if title else -1
    if at >= 0:
        detail = detail[:at].rstrip(" -–—.:\n")
    return " — ".join(filter(None, [calm(step.status), "; ".join(step.committees), detail]))


def short(words):
    words = " ".join(words.split())
    return words if len(words) <= LONGEST else textwrap.shorten(words, LONGEST, placeholder="…")


def text(change):
    if change.kind == Change.Kind.BILL_FOUND:
        return calm(change.new)
    if change.kind in (Change.Kind.STATUS_CHANGED, Change.Kind.STEP_EDITED):
        return _("Antes decía: %(old)s. Ahora dice: %(new)s.") % {"old": change.old, "new": change.new}
    if change.kind == Change.Kind.STEP_ADDED and len(calm(change.new)) > LONGEST:
        return change.new
    return ""
