"""Changes as the public reads them: in the feed, on pages."""

import textwrap
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legislation.models import BillLink, Change
from legislation.titles import calm, plain

# The rest is for staff: labels, sources and, of proposals, all but where a text may go on.
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
GOES_ON = {  # (kind, has a person confirmed it)
    (BillLink.Kind.REFILED_AS, False): gettext_lazy("Puede que se haya presentado de nuevo como %(new)s"),
    (BillLink.Kind.REFILED_AS, True): gettext_lazy("Se presentó de nuevo como %(new)s"),
    (BillLink.Kind.PASSED_ON, False): gettext_lazy("Puede que haya pasado a la otra cámara como %(new)s"),
    (BillLink.Kind.PASSED_ON, True): gettext_lazy("Pasó a la otra cámara como %(new)s"),
}
LINK_NOTES = {
    BillLink.State.PROPOSED: gettext_lazy(
        "Lo propone el programa por lo que dicen los títulos. Falta que una persona del equipo lo confirme."
    ),
    BillLink.State.CONFIRMED: gettext_lazy("Una persona del equipo ya lo confirmó."),
    BillLink.State.REFUSED: gettext_lazy("Una persona del equipo lo revisó y lo descartó."),
}
LONGEST = 140  # characters of the source's text in a title


class Headline(NamedTuple):
    title: str
    text: str
    is_unconfirmed: bool
    is_late: bool
    address: str  # of the page and the step on it


def public(changes):
    """News that anyone may read, newest first, each told once. What we put right later is no news any more."""
    later = Change.objects.filter(
        kind=Change.Kind.STEP_CORRECTED, step=OuterRef("step"), pk__gt=OuterRef("pk")
    )
    told = Q(kind__in=PUBLIC) | Q(kind=Change.Kind.LINK_PROPOSED, link__in=BillLink.objects.onward())
    return changes.news().filter(told, ~Exists(later)).select_related("step", "link").order_by("-seen", "-pk")


def headline(change):
    title = template(change) % {
        "new": short(brief(change) or calm(change.new)),
        "old": short(calm(change.old)),
    }
    return Headline(title, text(change), is_unconfirmed(change), change.late, address(change))


def address(change):
    page = change.bill.get_absolute_url()
    is_there = change.step is not None and not is_taken_back(change)
    return f"{page}#paso-{change.step_id}" if is_there else page


def template(change):
    if change.kind == Change.Kind.LINK_PROPOSED:
        return GOES_ON[change.link.kind, change.link.is_confirmed]
    return TAKEN_BACK if is_taken_back(change) else TITLES[change.kind]


def is_unconfirmed(change):
    if change.kind == Change.Kind.LINK_PROPOSED:
        return not change.link.is_confirmed
    return change.step is not None and change.step.may_be_corrected


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
    if change.kind == Change.Kind.LINK_PROPOSED:
        return str(LINK_NOTES[change.link.state])
    if change.kind == Change.Kind.BILL_FOUND:
        return calm(change.new)
    if change.kind in (Change.Kind.STATUS_CHANGED, Change.Kind.STEP_EDITED):
        return _("Antes decía: %(old)s. Ahora dice: %(new)s.") % {"old": change.old, "new": change.new}
    if change.kind == Change.Kind.STEP_ADDED and len(calm(change.new)) > LONGEST:
        return change.new
    return ""
