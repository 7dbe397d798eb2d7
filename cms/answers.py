"""Where staff read what organizations answered."""

import json

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.form_pages import Answer
from legislation.staff.lists import Cell, StaffIndexView, day, inspect_url, moment, saying
from legislation.staff.pages import RecordPage


def pairs(answer):
    return json.loads(answer.said or "[]")


class AnswerIndexView(StaffIndexView):
    page_title = gettext_lazy("Respuestas a formularios")
    list_display = [
        Cell(
            "organization",
            gettext_lazy("Organización"),
            "organization",
            url=inspect_url("answers"),
            detail=lambda answer: answer.region.name,
        ),
        Cell("page", gettext_lazy("Formulario"), lambda answer: answer.page.title),
        Cell("sent", gettext_lazy("Llegó"), lambda answer: moment(answer.sent), sort_key="sent"),
        Cell("keep_until", gettext_lazy("Se borra después del"), lambda answer: day(answer.keep_until)),
    ]
    sheet = [
        (gettext_lazy("Formulario"), lambda answer: answer.page.title),
        (gettext_lazy("Organización"), lambda answer: answer.organization),
        (gettext_lazy("Región"), lambda answer: answer.region.name),
        (gettext_lazy("Responde por ella"), lambda answer: answer.representative),
        (gettext_lazy("Cargo"), lambda answer: answer.function),
        (gettext_lazy("Correo"), lambda answer: answer.email),
        (gettext_lazy("Llegó"), lambda answer: answer.sent),
        (gettext_lazy("Se borra después del"), lambda answer: answer.keep_until),
        (gettext_lazy("Respuestas"), lambda answer: [f"{asked}: {said}" for asked, said in pairs(answer)]),
    ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("region", "page").order_by("-sent", "-pk")

    def matching(self, queryset, query):
        return queryset.filter(saying(query, "organization", "region__name", "page__title"))


class AnswerPage(RecordPage):
    template_name = "cms/admin/answer.html"
    index_title = gettext_lazy("Respuestas a formularios")

    def get_object(self, queryset=None):
        return get_object_or_404(Answer.objects.select_related("region", "page"), pk=self.pk)

    def get_context_data(self, **kwargs):
        may_delete = self.request.user.has_perm("cms.delete_answer")
        context = {"answer": self.object, "pairs": pairs(self.object), "may_delete": may_delete}
        return super().get_context_data(**kwargs) | context


@require_POST
@permission_required("cms.delete_answer", raise_exception=True)
def erase(request, pk):
    if Answer.objects.filter(pk=pk).delete()[0]:
        messages.success(request, _("Borrada."))
    else:
        messages.info(request, _("Ya estaba borrada."))
    return redirect("answers:index")
