"""All that the page of one bill shows, in a number of queries that does not grow with the bill."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from legislation import easy_words, headlines, paths
from legislation.models import Bill, BillLink, Cause, Signatory
from legislation.plain_words import situation

EVIDENCE = 20  # newest captures shown
Kind = BillLink.Kind
SAYS = {  # (kind, is the bill the one that the link starts from)
    (Kind.ACCUMULATED, True): _("Reúne también a"),
    (Kind.ACCUMULATED, False): _("Está acumulado en"),
    (Kind.REFILED_AS, True): _("Se presentó de nuevo como"),
    (Kind.REFILED_AS, False): _("Antes fue"),
    (Kind.PASSED_ON, True): _("Pasó a la otra cámara como"),
    (Kind.PASSED_ON, False): _("Viene de la otra cámara, donde es"),
    (Kind.COMPANION, True): _("Proyecto hermano"),
    (Kind.COMPANION, False): _("Proyecto hermano"),
}
MUTUAL = _("Acumulado con")


class Relation(NamedTuple):
    says: str
    label: str
    title: str
    bill: Bill | None  # None while we have not read the other dossier
    kind: str
    is_from_here: bool


def find(period, chamber, number):
    bills = Bill.objects.with_last_checked().select_related("period").defer("search")
    return bills.filter(period=period, chamber=chamber, number=number).first()


def page_of(bill):
    steps = list(bill.steps.shown().in_order())
    links = links_of(bill)
    shown = [step for step in steps if step.withdrawn is None and not step.is_unconfirmed]
    path = paths.build(bill, shown, links)
    related = relations(bill, links)
    return {
        "bill": bill,
        "path": path,
        "situation": situation(path),
        "easy": easy_words.lines(path),
        "steps": with_documents(bill, steps),
        "loose_documents": bill.loose_documents,
        "may_have_been": [link.bill for link in links if not link.is_confirmed and link.bill_id != bill.pk],
        "notices": [relation for relation in related if is_notice(relation)],
        "relations": by_saying(relation for relation in related if not is_notice(relation)),
        "signatures": signatures(bill, bill.signatories.standing()),
        "causes": list(Cause.objects.public().filter(bills=bill)),
        "evidence": evidence(bill, steps),
    }


def with_documents(bill, steps):
    """Steps, newest first, each with its documents; those of no step are left with the bill."""
    by_step = defaultdict(list)
    for document in bill.documents.standing():
        by_step[document.step_id].append(document)
    bill.loose_documents = by_step[None]
    for step in steps:
        step.files = by_step[step.pk]
    return steps[::-1]


def links_of(bill):
    """The links from and to a bill that are shown, each with the bills at its ends; most bills have none."""
    to_it = Q(other_period=bill.period_id, other_chamber=bill.chamber, other_number=bill.number)
    found = BillLink.objects.shown().filter(Q(bill=bill) | to_it)
    return paths.with_ends(found.order_by("kind", "other_label", "pk"), [bill])


def relations(bill, links):
    """What the confirmed links say, seen from this bill."""
    found = {}
    for link in links:
        if not link.is_confirmed:
            continue
        from_here = link.bill_id == bill.pk
        other = link.other if from_here else link.bill
        label = link.other_label if from_here else other.label
        title = other.title if other else link.other_title
        key = (link.kind, label)
        if key in found and link.kind == Kind.ACCUMULATED:
            # The two dossiers name each other: nothing says which of them leads.
            found[key] = found[key]._replace(says=MUTUAL, is_from_here=True)
        elif key not in found:
            found[key] = Relation(SAYS[link.kind, from_here], label, title, other, link.kind, from_here)
    return list(found.values())


def by_saying(found):
    """(what is said, relations) for each kind, so that a bill that gathers fifty others says so once."""
    groups = defaultdict(list)
    for relation in found:
        groups[str(relation.says)].append(relation)
    return list(groups.items())


def is_notice(relation):
    """Whether the reader should go on to the other bill: said at the top of the page."""
    went_on = relation.kind in (Kind.REFILED_AS, Kind.PASSED_ON) and relation.is_from_here
    carried = relation.kind == Kind.ACCUMULATED and not relation.is_from_here
    return went_on or carried


def signatures(bill, signatories):
    """(role, names) for each role anybody signed in; the list's authors while we have no dossier."""
    by_role = defaultdict(list)
    for signatory in signatories:
        by_role[signatory.role].append(signatory.name)
    if not by_role and bill.authors:
        by_role[Signatory.Role.AUTHOR] = bill.authors
    return [(role.label, by_role[role]) for role in Signatory.Role if by_role[role]]


def evidence(bill, steps):
    """The newest changes of which we kept the answer; steps are those of the bill that its page shows.

    What Congress showed is not ours to put right, so none of these was corrected later."""
    kept = bill.changes.news().filter(kind__in=headlines.PUBLIC).exclude(snapshot=None)
    known = {step.pk: step for step in steps}
    newest = list(kept.annotate(sha256=F("snapshot__sha256")).order_by("-seen", "-pk")[:EVIDENCE])
    for change in newest:
        if change.step_id in known:
            change.step = known[change.step_id]
    return [(change, headlines.headline(change)) for change in newest]
