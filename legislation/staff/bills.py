"""Bills: the list, all that is known of one, and the step that somebody heard of."""

from collections import defaultdict

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Min, Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from legislation import bill_pages, headlines, paths, plain_words, reconciling, titles
from legislation.forms import COMMON_LABELS, CorrectStepForm, ReasonForm, StepForm
from legislation.models import Bill, BillLink, Chamber, Follow, Snapshot, Step
from legislation.staff.causes import standing
from legislation.staff.changes import for_staff
from legislation.staff.lists import Cell, StaffIndexView, day, inspect_url, moment, short
from legislation.staff.pages import RecordPage, form_page
from legislation.stages import Stage

CHANGES_SHOWN = 30
CAPTURES_SHOWN = 20
ANOTHER = "another"  # the answer that a step is not the one a colleague wrote down before


class BillIndexView(StaffIndexView):
    page_title = gettext_lazy("Proyectos de ley")
    list_display = [
        Cell(
            "label",
            gettext_lazy("Proyecto"),
            "label",
            url=inspect_url("bills"),
            detail=lambda bill: short(titles.plain(bill.title)),
            sort_key="number",
        ),
        Cell("stage", gettext_lazy("Etapa"), standing, tag=lambda bill: stage_tag(bill)),
        Cell("status", gettext_lazy("Según el Congreso"), "status"),
        Cell("causes", gettext_lazy("Causas"), lambda bill: ", ".join(names(bill))),
        Cell("presented", gettext_lazy("Presentado"), lambda bill: day(bill.presented), sort_key="presented"),
        Cell(
            "last_changed",
            gettext_lazy("Cambió"),
            lambda bill: moment(bill.last_changed),
            sort_key="last_changed",
        ),
    ]
    sheet = [
        (gettext_lazy("Número"), lambda bill: bill.label),
        (gettext_lazy("Periodo"), lambda bill: bill.period.label),
        (gettext_lazy("Cámara"), lambda bill: Chamber(bill.chamber).label),
        (gettext_lazy("Título"), lambda bill: bill.title),
        (gettext_lazy("Estado según el Congreso"), lambda bill: bill.status),
        # get_stage_display() would translate every stage there is, for every row.
        (gettext_lazy("Etapa"), lambda bill: Stage(bill.stage).label),
        (gettext_lazy("Caducó"), lambda bill: bill.lapsed),
        (gettext_lazy("Ley"), lambda bill: bill.law_number),
        (gettext_lazy("Presentado"), lambda bill: bill.presented),
        (gettext_lazy("Proponente"), lambda bill: bill.proponent),
        (gettext_lazy("Bancada"), lambda bill: bill.parliamentary_group),
        (gettext_lazy("Autoría"), lambda bill: bill.authors),
        (gettext_lazy("Comisiones"), lambda bill: bill.committees),
        (gettext_lazy("Causas"), lambda bill: names(bill)),
        (gettext_lazy("Cambió por última vez"), lambda bill: bill.last_changed),
        (gettext_lazy("Página oficial"), lambda bill: bill.source_url),
    ]

    def get_base_queryset(self):
        return Bill.objects.for_listing().prefetch_related(Prefetch("causes", to_attr="in_causes"))

    def matching(self, queryset, query):
        return queryset.matching(query=query)


def names(bill):
    return [cause.name for cause in bill.in_causes]


def stage_tag(bill):
    return "w-status--primary" if names(bill) and not bill.lapsed else "w-status--label"


# One bill


class BillPage(RecordPage):
    template_name = "legislation/admin/bill.html"
    index_title = gettext_lazy("Proyectos de ley")

    def get_object(self, queryset=None):
        bills = Bill.objects.with_last_checked().select_related("period").defer("search")
        return get_object_or_404(bills, pk=self.pk)

    def get_context_data(self, **kwargs):
        bill, user = self.object, self.request.user
        return super().get_context_data(**kwargs) | {
            "bill": bill,
            "title": titles.plain(bill.title),
            "standing": standing(bill),
            "causes": bill.causes.all(),
            **dossier(bill, user),
            "links": links_of(bill),
            "changes": for_staff(bill.changes.order_by("-seen", "-pk"))[:CHANGES_SHOWN],
            "captures": captures_of(bill),
            "followers": bill.followers.count(),
            "is_followed": bill.followers.filter(user=user).exists(),
            "may_follow": user.has_perm("legislation.add_follow"),
            "may_enter": user.has_perm("legislation.add_step"),
            "may_decide": user.has_perm("legislation.change_billlink"),
            "may_see_captures": user.has_perm("legislation.view_snapshot"),
        }


def dossier(bill, user):
    """Where it stands in words; its steps, newest first, each with its documents; who signed."""
    steps = list(bill.steps.select_related("entered_by").in_order())
    documents = defaultdict(list)
    for document in bill.documents.all():
        documents[document.step_id].append(document)
    for step in steps:
        step.files = documents[step.pk]
        step.may_correct = may_correct(user, step)
    shown = [step for step in steps if step.withdrawn is None and not step.is_unconfirmed]
    path = paths.build(bill, shown, bill_pages.links_of(bill))
    signatories = list(bill.signatories.all())
    return {
        "situation": plain_words.situation(path),
        "steps": steps[::-1],
        "documents": documents[None],
        "signatures": bill_pages.signatures(bill, [one for one in signatories if not one.withdrawn]),
        "withdrawn_signatories": [one for one in signatories if one.withdrawn],
    }


def links_of(bill):
    """Links from and to this bill, those that wait for a decision first."""
    links = BillLink.objects.filter(Q(bill=bill) | Q(other=bill)).select_related(
        "bill__period", "other__period", "decided_by"
    )
    links = links.defer("bill__search", "bill__summary", "other__search", "other__summary")
    waiting_first = sorted(links, key=lambda link: (link.state != BillLink.State.PROPOSED, link.pk))
    return waiting_first


def captures_of(bill):
    """The captures that show this bill's changes, newest first, with when they were read and from where."""
    captures = Snapshot.objects.filter(changes__bill=bill).defer("packed").distinct()
    return captures.annotate(
        first_read=Min("observations__fetched"),
        last_read=Max("observations__fetched"),
        address=Max("observations__url"),
    ).order_by("-stored")[:CAPTURES_SHOWN]


# What may be done


@permission_required(["legislation.view_bill", "legislation.add_step"], raise_exception=True)
def enter_step(request, pk):
    bill = get_object_or_404(Bill.objects.select_related("period"), pk=pk)
    form = StepForm(request.POST or None)
    before = None
    if request.method == "POST" and form.is_valid():
        asked = {name: value for name, value in form.cleaned_data.items() if name != "note"}
        before = reconciling.entered_before(bill, **asked)
        answer = request.POST.get("same_as", "")
        if before is None or answer in (str(before.pk), ANOTHER):
            same_as = before if before and answer != ANOTHER else None
            step, is_new = reconciling.enter_step(bill, request.user, same_as=same_as, **form.cleaned_data)
            messages.success(request, outcome(step, is_new))
            return redirect("bills:inspect", pk)
    context = {
        "before": before,
        "another": ANOTHER,
        "bill": bill,
        "title": titles.plain(bill.title),
        "step_form": form,
        "labels": COMMON_LABELS,
        **form_page(bill, reverse("bills:inspect", args=[pk]), _("Anotar un paso")),
    }
    return render(request, "legislation/admin/enter_step.html", context)


def outcome(step, is_new):
    """What became of a step that staff wrote down, in one sentence."""
    if not is_new and step.is_unconfirmed:
        return _("Guardamos tu nota junto a lo que anotó %(who)s, y no se avisa a nadie otra vez.") % {
            "who": step.entered_by
        }
    if not is_new:
        return _(
            "Ese paso ya estaba en el expediente. Guardamos tu nota junto a él, y no se avisa a nadie otra vez."
        )
    if step.confirmed:
        return _(
            "El Congreso ya lo había publicado en su lista: queda anotado y confirmado, sin avisar otra vez."
        )
    told = step.changes.values("deliveries__recipient").exclude(deliveries=None).distinct().count()
    if not told:
        return _(
            "Queda anotado como «sin confirmar». Nadie más sigue este proyecto, así que no se avisa a nadie."
        )
    says = ngettext(
        "Queda anotado. Avisamos a %(n)s persona, como «sin confirmar».",
        "Queda anotado. Avisamos a %(n)s personas, como «sin confirmar».",
        told,
    )
    return says % {"n": told}


@permission_required(["legislation.view_bill", "legislation.add_step"], raise_exception=True)
def correct_step(request, pk, step):
    """Ask what was wrong about a step of one's own: what it says, or that it is there at all."""
    step = own_step(request, pk, step)
    form, reason = CorrectStepForm(initial=vars(step)), ReasonForm()
    if request.method == "POST":
        form = CorrectStepForm(request.POST)
        if form.is_valid():
            change = reconciling.correct_step(step, request.user, **form.cleaned_data)
            return corrected(request, pk, change)
    return render(request, "legislation/admin/correct_step.html", correcting(step, form, reason))


@require_POST
@permission_required(["legislation.view_bill", "legislation.add_step"], raise_exception=True)
def take_back_step(request, pk, step):
    step = own_step(request, pk, step)
    reason = ReasonForm(request.POST)
    if not reason.is_valid():
        form = CorrectStepForm(initial=vars(step))
        return render(request, "legislation/admin/correct_step.html", correcting(step, form, reason))
    return corrected(request, pk, reconciling.take_back_step(step, request.user, **reason.cleaned_data))


def own_step(request, bill, pk):
    """A step she wrote down herself, or any that one of us did for whoever may put others' right."""
    step = get_object_or_404(Step.objects.select_related("bill__period", "entered_by"), pk=pk, bill=bill)
    if not may_correct(request.user, step):
        raise PermissionDenied
    return step


def may_correct(user, step):
    return step.may_be_corrected and (
        step.entered_by_id == user.pk or user.has_perm("legislation.change_step")
    )


def correcting(step, form, reason):
    return {
        "step": step,
        "bill": step.bill,
        "step_form": form,
        "reason_form": reason,
        "labels": COMMON_LABELS,
        **form_page(step.bill, reverse("bills:inspect", args=[step.bill_id]), _("Corregir un paso")),
    }


def corrected(request, pk, change):
    if change is None:
        messages.info(
            request, _("No cambió nada: quedó como estaba, o mientras tanto el Congreso lo confirmó.")
        )
        return redirect("bills:inspect", pk)
    done = _("Queda quitado.") if headlines.is_taken_back(change) else _("Queda corregido.")
    told = change.deliveries.count()
    says = ngettext(
        "Se lo decimos a %(n)s persona, la que recibió el aviso.",
        "Se lo decimos a las %(n)s personas que recibieron el aviso.",
        told,
    )
    also = says % {"n": told} if told else _("Nadie había recibido el aviso.")
    messages.success(request, f"{done} {also}")
    return redirect("bills:inspect", pk)


@require_POST
@permission_required(["legislation.view_bill", "legislation.add_follow"], raise_exception=True)
def follow(request, pk):
    bill = get_object_or_404(Bill, pk=pk)
    Follow.objects.get_or_create(user=request.user, bill=bill)
    messages.success(request, _("Desde ahora te avisamos de lo que pase con %(bill)s.") % {"bill": bill})
    return redirect("bills:inspect", pk)


@require_POST
@permission_required("legislation.view_bill", raise_exception=True)
def unfollow(request, pk):
    bill = get_object_or_404(Bill, pk=pk)
    Follow.objects.filter(user=request.user, bill=bill).delete()
    messages.success(request, _("Ya no te avisamos de %(bill)s.") % {"bill": bill})
    return redirect("bills:inspect", pk)
