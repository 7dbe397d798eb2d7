"""The private address of her calendar: made, renewed and closed by herself, and shown once."""

from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from crm.forms import CalendarAddressForm
from crm.models import CalendarAddress, Interaction
from crm.staff.pages import may
from legislation.staff.pages import trail


def index(request):
    may(request, "view", Interaction)
    form = CalendarAddressForm(request.POST if request.method == "POST" else None)
    made = ""
    if request.method == "POST" and form.is_valid():
        secret = CalendarAddress.renew(request.user, has_links=form.cleaned_data["has_links"])
        # Shown in the answer itself: kept for a next page, it would lie in the session's row.
        made = f"{settings.SITE_URL}{reverse('private_calendar', args=[secret])}"
    return render(
        request,
        "crm/admin/calendar_address.html",
        {
            "header_title": _("Calendario en mi teléfono"),
            "breadcrumbs_items": trail(
                (reverse("calendar:index"), _("Calendario")), ("", _("Calendario en mi teléfono"))
            ),
            "form": form,
            "made": made,
            "address": CalendarAddress.objects.visible_to(request.user).filter(user=request.user).first(),
        },
    )


@require_POST
def close(request):
    may(request, "view", Interaction)
    CalendarAddress.objects.visible_to(request.user).delete()
    messages.success(request, _("La dirección ya no sirve. Quita también el calendario de tu teléfono."))
    return redirect("calendar:address")
