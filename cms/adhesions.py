"""The staff's list of organizations that asked to sign, and what they decide."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Case, When
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms import sign_on
from cms.statements import Adhesion
from legislation.staff.lists import Cell, StaffIndexView, inspect_url, moment, saying
from legislation.staff.pages import RecordPage


class AdhesionIndexView(StaffIndexView):
    page_title = gettext_lazy("Adhesiones")
    list_display = [
        Cell(
            "organization",
            gettext_lazy("Organización"),
            "organization",
            url=inspect_url("adhesions"),
            detail=lambda adhesion: adhesion.region.name,
        ),
        Cell("statement", gettext_lazy("Pronunciamiento"), lambda adhesion: adhesion.statement.title),
        Cell(
            "state",
            gettext_lazy("Estado"),
            "get_state_display",
            tag=lambda adhesion: "staff-doubtful" if adhesion.is_waiting else "staff-good",
        ),
        Cell("sent", gettext_lazy("Llegó"), lambda adhesion: moment(adhesion.sent), sort_key="sent"),
    ]
    sheet = [  # whoever signed for it stays out of spreadsheets
        (gettext_lazy("Organización"), lambda adhesion: adhesion.organization),
        (gettext_lazy("Región"), lambda adhesion: adhesion.region.name),
        (gettext_lazy("Pronunciamiento"), lambda adhesion: adhesion.statement.title),
        (gettext_lazy("Estado"), lambda adhesion: adhesion.get_state_display()),
    ]

    def get_base_queryset(self):
        waiting_first = Case(When(state=Adhesion.State.WAITING, then=0), default=1)
        rows = super().get_base_queryset().select_related("region", "statement")
        return rows.order_by(waiting_first, "-sent", "-pk")

    def matching(self, queryset, query):
        return queryset.filter(saying(query, "organization", "region__name", "statement__title"))


class AdhesionPage(RecordPage):
    template_name = "cms/admin/adhesion.html"
    index_title = gettext_lazy("Adhesiones")

    def get_object(self, queryset=None):
        rows = Adhesion.objects.select_related("region", "statement", "decided_by")
        return get_object_or_404(rows, pk=self.pk)

    def get_context_data(self, **kwargs):
        may_decide = self.request.user.has_perm("cms.change_adhesion")
        return super().get_context_data(**kwargs) | {"adhesion": self.object, "may_decide": may_decide}


@require_POST
@permission_required("cms.change_adhesion", raise_exception=True)
def approve(request, pk):
    adhesion = get_object_or_404(Adhesion, pk=pk)
    try:
        is_new = sign_on.approve(adhesion, request.user)
    except sign_on.AlreadySigned:
        words = _("Ya hay una organización con ese nombre en la página. Descarta esta si es la misma.")
        messages.error(request, words)
        return redirect(reverse("adhesions:inspect", args=[pk]))
    if is_new:
        messages.success(request, _("%(name)s ya aparece en la página.") % {"name": adhesion.organization})
    else:
        messages.info(request, _("Ya estaba decidida."))
    return redirect("adhesions:index")


@require_POST
@permission_required("cms.change_adhesion", raise_exception=True)
def refuse(request, pk):
    adhesion = Adhesion.objects.filter(pk=pk).first()
    if adhesion and sign_on.refuse(adhesion):
        messages.success(request, _("Borramos la adhesión y sus datos."))
    else:
        messages.info(request, _("Ya estaba decidida."))
    return redirect("adhesions:index")
