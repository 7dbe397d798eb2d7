"""What waits for somebody to decide: bills that speak of a cause, and bills that continue others."""

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Case, Q, When
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from legislation import causes, links
from legislation.models import BillLink, CauseMatch
from legislation.staff.lists import TabbedIndexView, bills_matching
from legislation.staff.pages import back_to

TABS = [
    ("matches", gettext_lazy("Proyectos para una causa"), "legislation.view_causematch"),
    ("links", gettext_lazy("Relaciones entre proyectos"), "legislation.view_billlink"),
]


class DecisionIndexView(TabbedIndexView):
    """A list of cards, each with the buttons to decide it."""

    tabs = TABS

    def get_context_data(self, *args, **kwargs):
        # The results alone are fetched from another address; a decision leads back to the whole list.
        here = f"{reverse(self.index_url_name)}?{self.request.GET.urlencode()}"
        return super().get_context_data(*args, **kwargs) | {
            "here": here,
            "may_decide": self.user_has_permission("change"),
        }


class MatchIndexView(DecisionIndexView):
    page_title = gettext_lazy("Por revisar")
    default_ordering = ["-first_observed", "-pk"]
    sheet = [
        (gettext_lazy("Causa"), lambda match: match.cause.name),
        (gettext_lazy("Proyecto"), lambda match: match.bill.label),
        (gettext_lazy("Título"), lambda match: match.bill.title),
        (gettext_lazy("Palabra"), lambda match: match.term),
        (gettext_lazy("Dónde"), lambda match: match.get_where_display()),
        (gettext_lazy("Visto"), lambda match: match.first_observed),
        (gettext_lazy("Decisión"), lambda match: match.get_state_display()),
        (gettext_lazy("Decidió"), lambda match: match.decided_by),
        (gettext_lazy("Decidido"), lambda match: match.decided),
    ]

    def get_base_queryset(self):
        matches = CauseMatch.objects.select_related("cause", "bill__period", "decided_by")
        return matches.defer("bill__search", "bill__summary")

    def matching(self, queryset, query):
        return queryset.filter(bill__in=bills_matching(query))


class LinkIndexView(DecisionIndexView):
    page_title = gettext_lazy("Relaciones entre proyectos")
    default_ordering = ["is_decided", "-first_observed", "-pk"]
    sheet = [
        (gettext_lazy("Proyecto"), lambda link: link.bill.label),
        (gettext_lazy("Relación"), lambda link: link.get_kind_display()),
        (gettext_lazy("Otro proyecto"), lambda link: link.other_label),
        (gettext_lazy("Por qué se propone"), lambda link: link.reason),
        (gettext_lazy("Visto"), lambda link: link.first_observed),
        (gettext_lazy("Decisión"), lambda link: link.get_state_display()),
        (gettext_lazy("Decidió"), lambda link: link.decided_by),
        (gettext_lazy("Decidido"), lambda link: link.decided),
    ]

    def get_base_queryset(self):
        rows = BillLink.objects.select_related("bill__period", "other__period", "decided_by")
        rows = rows.annotate(is_decided=Case(When(state=BillLink.State.PROPOSED, then=0), default=1))
        return rows.defer("bill__search", "bill__summary", "other__search", "other__summary")

    def matching(self, queryset, query):
        found = bills_matching(query)
        return queryset.filter(Q(bill__in=found) | Q(other__in=found))


# Deciding


def still_open(request, row):
    """Whether nobody decided it meanwhile. Two people may have the same list before them."""
    if row.state == "proposed":
        return True
    messages.warning(
        request,
        _("%(who)s ya había decidido: %(decision)s. No cambiamos nada.")
        % {"who": row.decided_by or _("El expediente"), "decision": row.get_state_display()},
    )
    return False


def the_match(pk):
    return get_object_or_404(
        CauseMatch.objects.select_for_update(of=("self",)).select_related(
            "cause", "bill__period", "decided_by"
        ),
        pk=pk,
    )


def the_link(pk):
    return get_object_or_404(
        BillLink.objects.select_for_update(of=("self",)).select_related(
            "bill__period", "other", "decided_by"
        ),
        pk=pk,
    )


@require_POST
@permission_required("legislation.change_causematch", raise_exception=True)
@transaction.atomic
def accept_match(request, pk):
    match = the_match(pk)
    if still_open(request, match):
        causes.accept(match, request.user)
        words = {"bill": match.bill.label, "cause": match.cause.name}
        messages.success(request, _("El proyecto %(bill)s ya es parte de la causa «%(cause)s».") % words)
    return redirect(back_to(request, reverse("matches:index")))


@require_POST
@permission_required("legislation.change_causematch", raise_exception=True)
@transaction.atomic
def refuse_match(request, pk):
    match = the_match(pk)
    if still_open(request, match):
        causes.refuse(match, request.user)
        words = {"bill": match.bill.label, "cause": match.cause.name}
        messages.success(request, _("No volveremos a proponer %(bill)s para «%(cause)s».") % words)
    return redirect(back_to(request, reverse("matches:index")))


@require_POST
@permission_required("legislation.change_causematch", raise_exception=True)
@transaction.atomic
def reopen_match(request, pk):
    match = the_match(pk)
    if match.state != CauseMatch.State.PROPOSED:
        causes.reopen(match, request.user)
        messages.success(request, _("%(bill)s vuelve a estar por decidir.") % {"bill": match.bill.label})
    return redirect(back_to(request, reverse("matches:index")))


@require_POST
@permission_required("legislation.change_billlink", raise_exception=True)
@transaction.atomic
def confirm_link(request, pk):
    link = the_link(pk)
    if still_open(request, link):
        links.confirm(link, request.user)
        messages.success(request, _("Confirmado: %(link)s.") % {"link": link})
    return redirect(back_to(request, reverse("links:index")))


@require_POST
@permission_required("legislation.change_billlink", raise_exception=True)
@transaction.atomic
def refuse_link(request, pk):
    link = the_link(pk)
    if still_open(request, link):
        links.refuse(link, request.user)
        messages.success(request, _("Descartado: %(link)s.") % {"link": link})
    return redirect(back_to(request, reverse("links:index")))


@require_POST
@permission_required("legislation.change_billlink", raise_exception=True)
@transaction.atomic
def reopen_link(request, pk):
    """Only what a person decided can be taken back; what the dossier itself says stands."""
    link = the_link(pk)
    if link.state != BillLink.State.PROPOSED and link.decided_by_id:
        links.reopen(link, request.user)
        messages.success(request, _("Vuelve a estar por decidir: %(link)s.") % {"link": link})
    return redirect(back_to(request, reverse("links:index")))
