"""Indicators: what the programme promised to measure, how it stands, and what is reported by hand."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from crm import history
from crm.figure_forms import IndicatorForm, ReportedValueForm
from crm.figures import counting, indicators
from crm.models import Indicator, Interaction, ReportedValue
from crm.staff.figures import ScopeForm, query
from crm.staff.pages import fill_in, may, visible
from legislation.staff.pages import form_page


def page_of(indicator):
    return reverse("figures:indicator", args=[indicator.pk])


@require_safe
def one(request, pk):
    indicator = visible(request, Indicator, pk)
    may(request, "view", Interaction)
    scope = ScopeForm(request.GET).scope(request.user)
    amounts = {indicator.computation: counted(indicator, scope)}
    return render(
        request,
        "crm/admin/indicator.html",
        {
            "standing": indicators.standing(indicator, scope, amounts, indicators.reports(scope)),
            "indicator": indicator,
            "figure": counting.BY_CODE.get(indicator.computation),
            "scope": scope,
            "query": query(scope),
            "reported": ReportedValue.objects.visible_to(request.user).filter(indicator=indicator),
            "entries": history.of_record(indicator, request.user),
            "may_edit": request.user.has_perm("crm.change_indicator"),
            **form_page(_("Cifras del programa"), reverse("figures:index"), str(indicator)),
        },
    )


def counted(indicator, scope):
    figure = counting.BY_CODE.get(indicator.computation)
    return figure.amount(scope) if figure else None


def new(request):
    may(request, "add", Indicator)
    return ask(request, IndicatorForm(request.POST or None), _("Nuevo indicador"))


def edit(request, pk):
    indicator = visible(request, Indicator, pk, "change")
    return ask(request, IndicatorForm(request.POST or None, instance=indicator), _("Corregir"), indicator)


def ask(request, form, title, indicator=None):
    about = (
        (str(indicator), page_of(indicator))
        if indicator
        else (_("Cifras del programa"), reverse("figures:index"))
    )
    return fill_in(
        request,
        form,
        title=title,
        about=about,
        save=lambda form: page_of(form.save()),
        done=_("Guardamos los cambios."),
    )


def report(request, pk):
    """A value by hand, only where nothing is counted."""
    may(request, "add", ReportedValue)
    indicator = get_object_or_404(Indicator.objects.visible_to(request.user), pk=pk)
    if indicator.is_counted:
        messages.error(request, _("Este indicador se cuenta de los registros: no se escribe a mano."))
        return redirect(page_of(indicator))
    value = ReportedValue(indicator=indicator, logged_by=request.user)

    def save(form):
        form.save()
        return page_of(indicator)

    return fill_in(
        request,
        ReportedValueForm(request.POST or None, instance=value),
        title=_("Reportar un valor"),
        about=(str(indicator), page_of(indicator)),
        save=save,
        done=_("El valor quedó registrado, como reportado."),
    )
