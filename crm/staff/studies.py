"""Studies and their tables: aggregated numbers only, never places."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm import history, partial_dates
from crm.figure_forms import StudyForm, StudyTableForm
from crm.models import Study, StudyTable
from crm.staff.pages import fill_in, may, visible
from legislation.staff.pages import form_page, trail


def page_of(study):
    return reverse("figures:study", args=[study.pk])


@require_safe
def index(request):
    may(request, "view", Study)
    return render(
        request,
        "crm/admin/studies.html",
        {
            "header_title": _("Estudios"),
            "breadcrumbs_items": trail(
                (reverse("figures:index"), _("Cifras del programa")), ("", _("Estudios"))
            ),
            "studies": Study.objects.visible_to(request.user),
            "may_add": request.user.has_perm("crm.add_study"),
        },
    )


@require_safe
def one(request, pk):
    study = visible(request, Study, pk)
    return render(
        request,
        "crm/admin/study.html",
        {
            "study": study,
            "published": partial_dates.in_words(study.published),
            "tables": StudyTable.objects.visible_to(request.user).filter(study=study),
            "entries": history.of_record(study, request.user),
            "may_edit": request.user.has_perm("crm.change_study"),
            **form_page(_("Estudios"), reverse("figures:studies"), str(study)),
        },
    )


def new(request):
    may(request, "add", Study)
    about = (_("Estudios"), reverse("figures:studies"))
    return ask(request, StudyForm(request.POST or None), _("Nuevo estudio"), about)


def edit(request, pk):
    study = visible(request, Study, pk, "change")
    return ask(
        request, StudyForm(request.POST or None, instance=study), _("Corregir"), (str(study), page_of(study))
    )


def ask(request, form, title, about):
    return fill_in(
        request,
        form,
        title=title,
        about=about,
        save=lambda form: page_of(form.save()),
        done=_("Guardamos los cambios."),
    )


def new_table(request, pk):
    study = visible(request, Study, pk)
    may(request, "add", StudyTable)
    return ask_table(request, StudyTable(study=study), _("Nueva tabla"))


def edit_table(request, pk, table):
    study = visible(request, Study, pk)
    may(request, "change", StudyTable)
    table = get_object_or_404(StudyTable.objects.visible_to(request.user), study=study, pk=table)
    return ask_table(request, table, _("Corregir la tabla"))


def ask_table(request, table, title):
    def save(form):
        form.save()
        return page_of(table.study)

    return fill_in(
        request,
        StudyTableForm(request.POST or None, instance=table),
        title=title,
        about=(str(table.study), page_of(table.study)),
        save=save,
        done=_("La tabla quedó guardada."),
    )
