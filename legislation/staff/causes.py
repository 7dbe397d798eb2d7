"""Causes: the list, the story of one, and what may be done to its chain."""

from django.contrib.auth.decorators import permission_required
from django.db.models import OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.generic import CreateView, EditView

from legislation import causes, history, titles
from legislation.chains import age
from legislation.forms import AddBillForm
from legislation.models import Bill, Cause, CauseBill, CauseMatch, Edition, Follow
from legislation.staff.lists import Cell, StaffIndexView, count_of, inspect_url, saying
from legislation.staff.pages import RecordPage, form_page

MANY = 100  # proposals at once; more than that, and a word is too common
PROPOSALS_SHOWN = 5


class CauseIndexView(StaffIndexView):
    page_title = gettext_lazy("Causas")
    add_item_label = gettext_lazy("Nueva causa")
    list_display = [
        Cell(
            "name",
            gettext_lazy("Causa"),
            "name",
            url=inspect_url("causes"),
            detail=lambda cause: "" if cause.is_public else _("No se ve en el sitio público"),
            sort_key="name",
        ),
        Cell(
            "current",
            gettext_lazy("Proyecto de hoy"),
            lambda cause: current(cause) and current(cause).label,
            detail=lambda cause: current(cause) and standing(current(cause)),
        ),
        Cell("chain", gettext_lazy("Proyectos en la cadena"), lambda cause: len(cause.chain_bills)),
        Cell("followers", gettext_lazy("La siguen"), lambda cause: cause.followed_by or 0),
        Cell(
            "waiting",
            gettext_lazy("Por revisar"),
            lambda cause: cause.waiting or 0,
            tag=lambda cause: "w-status--primary" if cause.waiting else "",
        ),
    ]
    sheet = [
        (gettext_lazy("Causa"), lambda cause: cause.name),
        (gettext_lazy("Qué pedimos"), lambda cause: cause.purpose),
        (gettext_lazy("Nombre en inglés"), lambda cause: cause.name_en),
        (gettext_lazy("Qué pedimos, en inglés"), lambda cause: cause.purpose_en),
        (gettext_lazy("Palabras que buscamos"), lambda cause: cause.words),
        (gettext_lazy("Visible en el sitio público"), lambda cause: cause.is_public),
        (gettext_lazy("Proyectos en la cadena"), lambda cause: [bill.label for bill in cause.chain_bills]),
        (gettext_lazy("Proyecto de hoy"), lambda cause: current(cause) and current(cause).label),
        (gettext_lazy("Etapa"), lambda cause: current(cause) and standing(current(cause))),
        (gettext_lazy("La siguen"), lambda cause: cause.followed_by or 0),
        (gettext_lazy("Por revisar"), lambda cause: cause.waiting or 0),
    ]
    default_ordering = "name"

    def get_base_queryset(self):
        bills = Bill.objects.select_related("period").defer("search", "summary")
        return Cause.objects.prefetch_related(Prefetch("bills", bills, to_attr="chain_bills")).annotate(
            followed_by=count_of(Follow.objects, cause=OuterRef("pk")),
            waiting=count_of(CauseMatch.objects.proposed(), cause=OuterRef("pk")),
        )

    def matching(self, queryset, query):
        return queryset.filter(saying(query, "name", "purpose", "terms"))


def current(cause):
    return max(cause.chain_bills, key=age, default=None)


def standing(bill):
    """Our stage of a bill in words; that its period ended while it was open is said beside it."""
    stage = bill.get_stage_display()
    return _("%(stage)s, caducó") % {"stage": stage} if bill.lapsed else stage


# Writing one down


def tell_rematched(request, cause):
    """Look for a cause's words in every bill we know, and say what came of it."""
    dropped, found = causes.forget(cause), len(causes.rematch(cause))
    if dropped:
        says = ngettext(
            "Se retiró %(n)s propuesta que dependía de una palabra que ya no está.",
            "Se retiraron %(n)s propuestas que dependían de palabras que ya no están.",
            dropped,
        )
        messages.info(request, says % {"n": dropped})
    if not found:
        messages.info(request, _("Ningún proyecto nuevo dice estas palabras."))
        return
    says = ngettext(
        "%(n)s proyecto dice estas palabras. Te espera en «Por revisar».",
        "%(n)s proyectos dicen estas palabras. Te esperan en «Por revisar».",
        found,
    )
    review = messages.button(f"{reverse('matches:index')}?cause={cause.pk}", _("Revisar"))
    messages.info(request, says % {"n": found}, buttons=[review])
    if found > MANY:
        messages.warning(request, _("Son muchos: quizá una de las palabras es demasiado común."))


class CauseCreateView(CreateView):
    page_title = gettext_lazy("Nueva causa")
    success_message = gettext_lazy("La causa «%(object)s» está guardada.")
    submit_button_label = gettext_lazy("Guardar")

    def save_instance(self):
        cause = super().save_instance()
        Edition.advance()
        if cause.words:
            tell_rematched(self.request, cause)
        return cause

    def get_success_url(self):
        return reverse("causes:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class CauseEditView(EditView):
    success_message = gettext_lazy("Guardamos los cambios de «%(object)s».")
    submit_button_label = gettext_lazy("Guardar")

    def save_instance(self):
        cause = super().save_instance()
        Edition.advance()
        if "terms" in self.form.changed_data:
            tell_rematched(self.request, cause)
        return cause

    def get_success_url(self):
        return reverse("causes:inspect", args=[self.object.pk])

    def get_success_buttons(self):
        return []


# The story of one


class CausePage(RecordPage):
    template_name = "legislation/admin/cause.html"
    index_title = gettext_lazy("Causas")

    def get_context_data(self, **kwargs):
        cause, user = self.object, self.request.user
        chain = sorted(chain_of(cause), key=lambda link: age(link.bill))
        proposals = cause.matches.proposed().select_related("bill__period").order_by("-first_observed", "-pk")
        return super().get_context_data(**kwargs) | {
            "cause": cause,
            "chain": chain,
            "current": chain[-1].bill if chain else None,
            "followers": cause.followers.count(),
            "is_followed": cause.followers.filter(user=user).exists(),
            "proposals": proposals[:PROPOSALS_SHOWN],
            "proposals_count": proposals.count(),
            "entries": history.of_cause(cause),
            "add_bill_form": AddBillForm(),
            "may_follow": user.has_perm("legislation.add_follow"),
            "may_add": user.has_perm("legislation.add_causebill"),
            "may_remove": user.has_perm("legislation.delete_causebill"),
            "may_review": user.has_perm("legislation.view_causematch"),
        }


def chain_of(cause):
    links = cause.chain.select_related("bill__period", "added_by").defer("bill__search", "bill__summary")
    for link in links:
        link.title = titles.plain(link.bill.title)
        link.standing = standing(link.bill)
    return links


@require_POST
@permission_required("legislation.add_causebill", raise_exception=True)
def add_bill(request, pk):
    cause = get_object_or_404(Cause, pk=pk)
    form = AddBillForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors.get("number", [])))
        return redirect("causes:inspect", pk)
    if form.bill is None:
        head = form_page(cause, reverse("causes:inspect", args=[pk]), _("¿Cuál de estos proyectos?"))
        return render(request, "legislation/admin/which_bill.html", {"cause": cause, "form": form, **head})
    words = {"bill": form.bill.label, "cause": cause.name}
    if causes.add_bill(cause, form.bill, request.user):
        messages.success(request, _("El proyecto %(bill)s entró a la causa «%(cause)s».") % words)
    else:
        messages.info(request, _("El proyecto %(bill)s ya estaba en la causa «%(cause)s».") % words)
    return redirect("causes:inspect", pk)


@permission_required("legislation.delete_causebill", raise_exception=True)
def remove_bill(request, pk, link):
    """Ask first: whoever follows the cause stops hearing of the bill."""
    link = get_object_or_404(CauseBill.objects.select_related("cause", "bill__period"), pk=link, cause=pk)
    if request.method != "POST":
        head = form_page(link.cause, reverse("causes:inspect", args=[pk]), _("Quitar un proyecto"))
        return render(
            request, "legislation/admin/remove_bill.html", {"link": link, "cause": link.cause, **head}
        )
    causes.remove_bill(link)
    words = {"bill": link.bill.label, "cause": link.cause.name}
    messages.success(request, _("El proyecto %(bill)s salió de la causa «%(cause)s».") % words)
    return redirect("causes:inspect", pk)


@require_POST
@permission_required(["legislation.view_cause", "legislation.add_follow"], raise_exception=True)
def follow(request, pk):
    cause = get_object_or_404(Cause, pk=pk)
    Follow.objects.get_or_create(user=request.user, cause=cause)
    messages.success(request, _("Desde ahora te avisamos de lo que pase con «%(cause)s».") % {"cause": cause})
    return redirect("causes:inspect", pk)


@require_POST
@permission_required("legislation.view_cause", raise_exception=True)
def unfollow(request, pk):
    cause = get_object_or_404(Cause, pk=pk)
    Follow.objects.filter(user=request.user, cause=cause).delete()
    messages.success(request, _("Ya no te avisamos de «%(cause)s».") % {"cause": cause})
    return redirect("causes:inspect", pk)
