"""The first page of the admin: what moved, what waits for us, whether we still see and still speak."""

from datetime import datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from legislation import demonstration, mailing, titles
from legislation.models import Bill, BillLink, CauseMatch, Change, Delivery, LabelReading, Message, Step
from legislation.staff.changes import about, for_staff
from legislation.staff.mails import fate, visible_to

CHANGES_SHOWN = 8
MESSAGES_SHOWN = 4
STEPS_SHOWN = 5
ASK_ABOUT_STEPS_AFTER = timedelta(days=5)  # the dossier is usually complete by then


class StaffPanel(Component):
    permission = ""

    def render_html(self, parent_context=None):
        if not parent_context["request"].user.has_perm(self.permission):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context):
        return {"request": parent_context["request"], **self.content(parent_context["request"].user)}


class GuidePanel(StaffPanel):
    """Only in the demonstration: what to look at first."""

    name, order = "guide", 10
    template_name = "legislation/admin/panels/guide.html"
    permission = "legislation.view_bill"

    def content(self, user):
        return {
            "urls": {name: reverse(f"{name}:index") for name in ("causes", "changes", "mails", "matches")}
        }


class ChangesPanel(StaffPanel):
    name, order = "changes", 20
    template_name = "legislation/admin/panels/changes.html"
    permission = "legislation.view_change"

    def content(self, user):
        yesterday = timezone.localdate() - timedelta(days=1)
        since = timezone.make_aware(datetime.combine(yesterday, time.min))
        news = Change.objects.news().filter(seen__gte=since)
        # Congress files dozens of bills a day: what concerns nobody here is counted, not listed.
        told = Exists(Delivery.objects.filter(change=OuterRef("pk")))
        ours = news.filter(Q(bill=None) | Q(bill__in=Bill.objects.watched().values("pk")) | Q(told))
        shown = for_staff(ours).order_by("-seen", "-pk")[:CHANGES_SHOWN]
        changes = [(change, about(change)) for change in shown]
        return {"changes": changes, "more": news.count() - len(changes)}


class DecisionsPanel(StaffPanel):
    name, order = "decisions", 30
    template_name = "legislation/admin/panels/decisions.html"
    permission = "legislation.view_bill"

    def content(self, user):
        # An account that was closed, a mailbox that a subscriber gave up: nobody can decide anything about those.
        given_up = Delivery.objects.filter(
            state__in=Delivery.GIVEN_UP, recipient__is_active=True, recipient__is_subscriber=False
        )
        counts = {
            "matches": ("causematch", CauseMatch.objects.proposed()),
            "links": ("billlink", BillLink.objects.proposed()),
            "labels": ("labelreading", LabelReading.objects.open()),
        }
        waiting = {
            name: rows.count()
            for name, (model, rows) in counts.items()
            if user.has_perm(f"legislation.view_{model}")
        }
        if user.has_perm("legislation.view_delivery"):
            waiting |= visible_to(user, given_up).aggregate(
                **{state: Count("pk", filter=Q(state=state)) for state in Delivery.GIVEN_UP}
            )
        steps = [(step, titles.plain(step.bill.title)) for step in forgotten_steps()[:STEPS_SHOWN]]
        return {"waiting": waiting, "forgotten": steps, "nothing": not any(waiting.values()) and not steps}


def forgotten_steps():
    """Steps that somebody wrote down days ago and Congress has not shown since."""
    long_ago = timezone.now() - ASK_ABOUT_STEPS_AFTER
    steps = Step.objects.unconfirmed().filter(first_observed__lt=long_ago).order_by("-pk")
    return steps.select_related("bill", "entered_by").defer("bill__search", "bill__summary")


class MessagesPanel(StaffPanel):
    name, order = "messages", 50
    template_name = "legislation/admin/panels/messages.html"
    permission = "legislation.view_message"

    def content(self, user):
        rows = visible_to(user, Message.objects.all()).select_related("recipient").defer("text", "html")
        latest = rows.prefetch_related("deliveries").order_by("-written", "-pk")[:MESSAGES_SHOWN]
        return {
            "letters": [(message, fate(message).label) for message in latest],
            "has_server": mailing.has_server(),
        }


def panels():
    shown = [ChangesPanel(), DecisionsPanel(), MessagesPanel()]
    return [GuidePanel(), *shown] if demonstration.is_loaded() else shown
