"""Labels our mapping does not know, and what we say they mean."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.generic import EditView

from legislation import history, labels, stages
from legislation.models import LabelReading
from legislation.staff.lists import Cell, StaffIndexView, inspect_url, moment
from legislation.staff.pages import RecordPage

BILLS_SHOWN = 20


class LabelIndexView(StaffIndexView):
    page_title = gettext_lazy("Etiquetas desconocidas")
    list_display = [
        Cell(
            "label",
            gettext_lazy("Lo que dice el Congreso"),
            "label",
            url=inspect_url("labels"),
            sort_key="label",
        ),
        Cell(
            "stage",
            gettext_lazy("Lo que significa"),
            lambda reading: reading.get_stage_display() or _("sin decidir"),
            tag=lambda reading: "" if reading.stage else "w-status--primary",
            sort_key="stage",
        ),
        Cell(
            "first_observed",
            gettext_lazy("Vista por primera vez"),
            lambda reading: moment(reading.first_observed),
            sort_key="first_observed",
        ),
    ]
    sheet = [
        (gettext_lazy("Etiqueta"), lambda reading: reading.label),
        (gettext_lazy("Etapa"), lambda reading: reading.get_stage_display()),
        (gettext_lazy("Vista por primera vez"), lambda reading: reading.first_observed),
    ]
    default_ordering = ["stage", "-first_observed"]

    def get_base_queryset(self):
        return LabelReading.objects.all()

    def matching(self, queryset, query):
        return queryset.filter(key__contains=stages.key(query))


class LabelPage(RecordPage):
    template_name = "legislation/admin/label.html"
    index_title = gettext_lazy("Etiquetas desconocidas")

    def get_context_data(self, **kwargs):
        bills = labels.carrying(self.object).for_listing()
        return super().get_context_data(**kwargs) | {
            "reading": self.object,
            "bills": bills[:BILLS_SHOWN],
            "bills_count": bills.count(),
            "entries": history.of_object(self.object),
            "may_decide": self.request.user.has_perm("legislation.change_labelreading"),
        }


class LabelEditView(EditView):
    success_message = None
    submit_button_label = gettext_lazy("Guardar")

    def save_instance(self):
        reading = super().save_instance()
        if self.form.has_changed():
            changed = labels.apply(reading)
            messages.success(
                self.request,
                _("Guardado. Cambió la etapa de %(bills)s proyectos y %(steps)s pasos. No se avisa a nadie.")
                % changed._asdict(),
            )
        return reading

    def get_success_url(self):
        return reverse("labels:inspect", args=[self.object.pk])
