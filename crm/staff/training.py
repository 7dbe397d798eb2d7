"""The training ladder: how far each institution's staff is trained, and whose refresher is due."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from crm.figure_forms import StaffForm
from crm.figures import training
from crm.figures.scope import Scope
from crm.forms import Day
from crm.models import Institution, Interaction, Region
from crm.staff.figures import last_day
from crm.staff.pages import fill_in, may, visible
from legislation.staff.pages import trail


class LadderForm(forms.Form):
    region = forms.ModelChoiceField(
        Region.objects.all(), required=False, label=gettext_lazy("Región"), empty_label=gettext_lazy("Todas")
    )
    until = forms.DateField(label=gettext_lazy("A qué fecha"), required=False, widget=Day())
    months = forms.IntegerField(
        label=gettext_lazy("Reforzar después de (meses)"), required=False, min_value=1, max_value=120
    )
    due = forms.BooleanField(label=gettext_lazy("Solo lo pendiente"), required=False)

    def asked(self):
        self.is_valid()
        asked = {name: self.cleaned_data.get(name) for name in self.fields}
        asked["until"] = asked["until"] or last_day(bool(self.data))
        asked["months"] = asked["months"] or training.REFRESH_AFTER
        return asked


@require_safe
def index(request):
    may(request, "view", Institution)
    may(request, "view", Interaction)
    asked = LadderForm(request.GET).asked()
    scope = Scope(request.user, asked["until"], region=asked["region"])
    steps = training.ladder(scope, asked["months"])
    return render(
        request,
        "crm/admin/ladder.html",
        {
            "header_title": _("Capacitación por institución"),
            "breadcrumbs_items": trail(
                (reverse("figures:index"), _("Cifras del programa")), ("", _("Capacitación por institución"))
            ),
            "form": LadderForm(initial=asked),
            "scope": scope,
            "months": asked["months"],
            "steps": [step for step in steps if step.is_due or not asked["due"]],
            "due": sum(step.is_due for step in steps),
            "may_edit": request.user.has_perm("crm.change_institution"),
        },
    )


def staff(request, pk):
    institution = visible(request, Institution, pk, "change")
    if institution.kind == Institution.Kind.COMMUNITY:
        raise Http404(
            "Whoever belongs to an organization of the community is counted by audience, never by it."
        )

    def save(form):
        form.save()
        return reverse("figures:ladder")

    return fill_in(
        request,
        StaffForm(request.POST or None, instance=institution),
        title=_("Personal por capacitar"),
        about=(str(institution), reverse("institutions:inspect", args=[pk])),
        save=save,
        done=_("Quedó guardado."),
    )
