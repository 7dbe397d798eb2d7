"""What was written to whom: messages, and the notices that each of them carried."""

from django.contrib.auth.decorators import permission_required
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from legislation import mailing
from legislation.models import Delivery, Message
from legislation.staff.changes import about
from legislation.staff.lists import Cell, TabbedIndexView, bills_matching, inspect_url, moment, saying, short
from legislation.staff.pages import RecordPage, back_to

# A mail may carry styles of its own; nothing else in it is let do anything.
ISOLATED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
PEOPLE = ("recipient__first_name", "recipient__last_name", "recipient__email")
State = Delivery.State
TAGS = {
    State.DUE: "staff-off",
    State.SENDING: "staff-off",
    State.SENT: "staff-good",
    State.KEPT: "staff-doubtful",
    State.FAILED: "staff-bad",
    State.PERHAPS: "staff-doubtful",
    State.LEFT: "staff-off",
}


def saying_or_to(query, *fields):
    """What rows say, and for whom they are; but nobody may ask whether an address is subscribed."""
    return saying(query, *fields, *PEOPLE) & Q(recipient__is_subscriber=False) | saying(query, *fields)


def visible_to(user, rows):
    """A member sees what was written to her; whoever may send it again sees all of it."""
    return rows if user.has_perm("legislation.change_delivery") else rows.filter(recipient=user)


class MailIndexView(TabbedIndexView):
    tabs = [
        ("mails", gettext_lazy("Mensajes"), "legislation.view_message"),
        ("deliveries", gettext_lazy("Envíos, uno por uno"), "legislation.view_delivery"),
    ]

    def get_context_data(self, *args, **kwargs):
        notice = "" if mailing.has_server() else _("No hay servidor de correo: los mensajes se guardan aquí.")
        return super().get_context_data(*args, **kwargs) | {"notice": notice}


def fate(message):
    """What became of a message: the worst that became of what it carries."""
    states = {delivery.state for delivery in message.deliveries.all()}
    by_weight = (
        *Delivery.GIVEN_UP,
        State.SENDING,
        State.DUE,
        State.KEPT,
        State.SENT,
        State.LEFT,
    )
    return next((state for state in by_weight if state in states), State.SENT if message.sent else State.DUE)


class MessageIndexView(MailIndexView):
    page_title = gettext_lazy("Mensajes")
    list_display = [
        Cell(
            "subject",
            gettext_lazy("Mensaje"),
            "subject",
            url=inspect_url("mails"),
            detail=lambda message: str(message.recipient),
        ),
        Cell("written", gettext_lazy("Escrito"), lambda message: moment(message.written), sort_key="written"),
        Cell(
            "fate",
            gettext_lazy("Qué fue de él"),
            lambda message: fate(message).label,
            tag=lambda message: TAGS[fate(message)],
            detail=lambda message: moment(message.sent),
        ),
        Cell("notices", gettext_lazy("Envíos que lleva"), lambda message: len(message.deliveries.all())),
    ]
    sheet = [
        (gettext_lazy("Escrito"), lambda message: message.written),
        (gettext_lazy("Para"), lambda message: message.recipient),
        (gettext_lazy("Asunto"), lambda message: message.subject),
        (gettext_lazy("Qué fue de él"), lambda message: fate(message).label),
        (gettext_lazy("Enviado"), lambda message: message.sent),
        (gettext_lazy("Envíos que lleva"), lambda message: len(message.deliveries.all())),
    ]
    default_ordering = ["-written", "-pk"]

    def get_base_queryset(self):
        rows = visible_to(self.request.user, Message.objects.all())
        return rows.select_related("recipient").defer("text", "html").prefetch_related("deliveries")

    def matching(self, queryset, query):
        about_bill = Delivery.objects.filter(message=OuterRef("pk"), change__bill__in=bills_matching(query))
        return queryset.filter(saying_or_to(query, "subject") | Exists(about_bill))


class DeliveryIndexView(MailIndexView):
    page_title = gettext_lazy("Envíos, uno por uno")
    list_display = [
        Cell(
            "change",
            gettext_lazy("Envío"),
            lambda delivery: capfirst(delivery.change.get_kind_display()),
            url=inspect_url("deliveries"),
            detail=lambda delivery: about(delivery.change),
        ),
        Cell("recipient", gettext_lazy("Para"), lambda delivery: str(delivery.recipient)),
        Cell(
            "state",
            gettext_lazy("Estado"),
            "get_state_display",
            tag=lambda delivery: TAGS[delivery.state],
            detail=lambda delivery: short(delivery.error, 80),
        ),
        Cell("attempts", gettext_lazy("Intentos"), lambda delivery: delivery.attempts),
        Cell(
            "created", gettext_lazy("Creado"), lambda delivery: moment(delivery.created), sort_key="created"
        ),
    ]
    sheet = [
        (gettext_lazy("Creado"), lambda delivery: delivery.created),
        (gettext_lazy("Para"), lambda delivery: delivery.recipient),
        (gettext_lazy("Qué pasó"), lambda delivery: delivery.change.get_kind_display()),
        (gettext_lazy("Proyecto"), lambda delivery: delivery.change.bill and delivery.change.bill.label),
        (gettext_lazy("Por qué lo recibe"), lambda delivery: delivery.reason),
        (gettext_lazy("Estado"), lambda delivery: delivery.get_state_display()),
        (gettext_lazy("Intentos"), lambda delivery: delivery.attempts),
        (gettext_lazy("Error"), lambda delivery: delivery.error),
    ]
    default_ordering = ["-created", "-pk"]

    def get_base_queryset(self):
        rows = visible_to(self.request.user, Delivery.objects.all())
        return rows.select_related("recipient", "change__bill__period", "change__source").defer(
            "change__bill__search", "change__bill__summary"
        )

    def matching(self, queryset, query):
        return queryset.filter(Q(change__bill__in=bills_matching(query)) | saying_or_to(query))


# One of them


class MessagePage(RecordPage):
    template_name = "legislation/admin/message.html"
    index_title = gettext_lazy("Mensajes")

    def get_object(self, queryset=None):
        rows = visible_to(self.request.user, Message.objects.select_related("recipient"))
        return get_object_or_404(rows, pk=self.pk)

    def get_context_data(self, **kwargs):
        message = self.object
        deliveries = message.deliveries.select_related("change__bill__period", "change__source").order_by(
            "pk"
        )
        failed = [delivery for delivery in deliveries if delivery.is_given_up]
        return super().get_context_data(**kwargs) | {
            "message_": message,
            "fate": fate(message).label,
            "tag": TAGS[fate(message)],
            "has_server": mailing.has_server(),
            "deliveries": [(delivery, about(delivery.change)) for delivery in deliveries],
            "failed": failed,
            "may_retry": self.request.user.has_perm("legislation.change_delivery"),
        }


class DeliveryPage(RecordPage):
    template_name = "legislation/admin/delivery.html"
    index_title = gettext_lazy("Envíos, uno por uno")

    def get_object(self, queryset=None):
        rows = Delivery.objects.select_related(
            "recipient", "change__bill__period", "change__source", "message"
        )
        return get_object_or_404(visible_to(self.request.user, rows), pk=self.pk)

    def get_page_title(self):
        return capfirst(self.object.change.get_kind_display())

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "delivery": self.object,
            "tag": TAGS[self.object.state],
            "about": about(self.object.change),
            "may_retry": self.request.user.has_perm("legislation.change_delivery"),
        }


@require_safe
@permission_required("legislation.view_message", raise_exception=True)
def message_html(request, pk):
    """The mail as a mail program would draw it, in a box from which nothing gets out."""
    message = get_object_or_404(visible_to(request.user, Message.objects.all()), pk=pk)
    response = HttpResponse(message.html)
    response["Content-Security-Policy"] = ISOLATED
    return response


@require_POST
@permission_required("legislation.change_delivery", raise_exception=True)
def retry_message(request, pk):
    return try_again(request, Delivery.objects.filter(message=pk), reverse("mails:inspect", args=[pk]))


@require_POST
@permission_required("legislation.change_delivery", raise_exception=True)
def retry_delivery(request, pk):
    return try_again(request, Delivery.objects.filter(pk=pk), reverse("deliveries:inspect", args=[pk]))


def try_again(request, deliveries, fallback):
    """Make due what was given up. What was sent, or is in somebody's hands, is left alone: nobody is told twice."""
    now = timezone.now()
    n = deliveries.filter(state__in=Delivery.GIVEN_UP).update(
        state=State.DUE,
        not_before=now,
        attempts=0,
        refusals=0,
        unanswered=0,
        error="",
        claim=None,
        claimed=None,
    )
    if n:
        says = ngettext(
            "%(n)s envío sale otra vez en unos minutos.",
            "%(n)s envíos salen otra vez en unos minutos.",
            n,
        )
        messages.success(request, says % {"n": n})
    else:
        messages.info(request, _("No había nada que enviar otra vez."))
    return redirect(back_to(request, fallback))
