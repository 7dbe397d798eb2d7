"""The brief for a meeting, on a page of the admin and as a sheet to take along."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm import brief_pdf, briefs
from crm.staff.pages import PLACES, page_of, visible
from legislation.staff.pages import form_page


def addresses(model):
    """The two addresses of a brief, below the page of its record."""
    return [
        path("<int:pk>/ficha/", page, {"model": model}, name="brief"),
        path("<int:pk>/ficha/pdf/", sheet, {"model": model}, name="brief_pdf"),
    ]


@require_safe
def page(request, pk, model):
    record = visible(request, model, pk)
    return render(
        request,
        "crm/admin/brief.html",
        {
            "brief": briefs.prepare(record, request.user),
            "pdf": reverse(f"{PLACES[model.__name__]}:brief_pdf", args=[pk]),
            "back": page_of(record),
            **form_page(record, page_of(record), _("Ficha para la reunión")),
        },
    )


@require_safe
def sheet(request, pk, model):
    record = visible(request, model, pk)
    pdf = brief_pdf.write(briefs.prepare(record, request.user))
    # A name that says nothing: phones and computers show it to whoever looks over her shoulder.
    name = f"ficha-{timezone.localdate()}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
