"""Who must agree before a page is read by everybody (docs/decisions/20).

What speaks in the name of the coalition: each of the organizations. Everything else: one person more than its author.
"""

from collections import defaultdict

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    GroupApprovalTask,
    Page,
    PagePermissionTester,
    Revision,
    TaskState,
    Workflow,
    WorkflowState,
)

from accounts.models import Partner


class Approval(models.Model):
    """One organization agrees to one version of a page. A later version needs another."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="approvals")
    partner = models.ForeignKey("accounts.Partner", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    given = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("aprobación")
        verbose_name_plural = _("aprobaciones")
        ordering = ["given"]
        constraints = [
            models.UniqueConstraint("revision", "partner", name="cms_each_partner_approves_once"),
        ]


def missing(revision):
    """The organizations that have yet to approve a version."""
    return Partner.objects.exclude(pk__in=Approval.objects.filter(revision=revision).values("partner"))


def of_hers(user):
    """Approvals of her organization, and her own: whoever changed organizations speaks once for one version."""
    return Approval.objects.filter(Q(partner=user.partner_id) | Q(user=user))


class OurVoicesTask(GroupApprovalTask):
    """Done when somebody of each organization, of the groups it names, has approved the same version; in any order."""

    class Meta:
        verbose_name = _("aprueba cada organización")
        verbose_name_plural = _("aprueba cada organización")

    @classmethod
    def get_description(cls):
        return _("Se publica cuando las tres organizaciones aprobaron la misma versión, en cualquier orden.")

    def may_approve(self, user):
        return bool(user.partner_id) and self._user_in_groups(user)

    def get_actions(self, obj, user):
        if not self.may_approve(user):
            return []
        if of_hers(user).filter(revision=obj.get_latest_revision()).exists():
            return [("reject", _("Pedir cambios"), True)]
        return [
            ("reject", _("Pedir cambios"), True),
            ("approve", _("Aprobar por %(partner)s") % {"partner": user.partner}, False),
        ]

    def get_task_states_user_can_moderate(self, user, **kwargs):
        if not self.may_approve(user):
            return TaskState.objects.none()
        given = of_hers(user).values("revision")
        return self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).exclude(revision__in=given)

    @transaction.atomic
    def on_action(self, task_state, user, action_name, **kwargs):
        latest = task_state.workflow_state.content_object.get_latest_revision()
        if action_name != "approve":
            Approval.objects.filter(revision=latest, partner=user.partner).delete()  # she thought again
            return super().on_action(task_state, user, action_name, **kwargs)
        if latest.pk != task_state.revision_id:
            task_state.revision = latest
            task_state.save(update_fields=["revision"])
            if latest.user_id != user.pk:
                return  # somebody changed it after she opened it: she has not read what she would approve
        Approval.objects.get_or_create(revision=latest, partner=user.partner, defaults={"user": user})
        if not missing(latest).exists():
            task_state.approve(user=user, **kwargs)


class SecondPersonTask(GroupApprovalTask):
    """Anybody of its groups, except whoever wrote the version."""

    class Meta:
        verbose_name = _("revisa otra persona")
        verbose_name_plural = _("revisa otra persona")

    @classmethod
    def get_description(cls):
        return _("Aprueba una persona de estos grupos que no haya escrito la versión.")

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        if obj.get_latest_revision().user_id == user.pk:
            return [action for action in actions if action[0] != "approve"]
        return actions

    def get_task_states_user_can_moderate(self, user, **kwargs):
        return super().get_task_states_user_can_moderate(user, **kwargs).exclude(revision__user=user)


def asked_by(user):
    """What she sent for approval and is not through, newest first: each state with its page as .about and, in .lacking, the
    organizations that have yet to approve; none where one other person does."""
    states = WorkflowState.objects.active().filter(requested_by=user).order_by("-created_at", "-pk")
    if not (states := list(states.select_related("current_task_state__finished_by"))):
        return []
    pages = Page.objects.in_bulk([int(state.object_id) for state in states])
    given = defaultdict(set)
    approvals = Approval.objects.filter(revision__in=[page.latest_revision_id for page in pages.values()])
    for revision, partner in approvals.values_list("revision", "partner"):
        given[revision].add(partner)
    partners, of_all = list(Partner.objects.all()), set(OurVoicesTask.objects.values_list("pk", flat=True))
    for state in states:
        state.about = pages[int(state.object_id)]
        asks_all = state.current_task_state.task_id in of_all
        said = given[state.about.latest_revision_id]
        state.lacking = [one for one in partners if one.pk not in said] if asks_all else []
    return states


def what_became(page, user):
    """A sentence for who just answered about a page that waits."""
    state = page.workflow_states.order_by("-created_at", "-pk").first()
    revision = page.get_latest_revision()
    if state.status == state.STATUS_NEEDS_CHANGES:
        return gettext("Pediste cambios. Quien la escribió los lee en la página y en su correo.")
    if state.status == state.STATUS_IN_PROGRESS:
        lacking = ", ".join(map(str, missing(revision)))
        if not of_hers(user).filter(revision=revision).exists():
            return gettext("Alguien cambió la página mientras la leías: lee la versión nueva y apruébala.")
        return gettext("Aprobaste por %(partner)s. Falta: %(missing)s.") % {
            "partner": user.partner,
            "missing": lacking,
        }
    if hour := hour_of(page):
        return gettext("Aprobada. Saldrá el %(when)s, hora de Lima.") % {"when": in_lima(hour)}
    return gettext("Aprobada y publicada: ya la lee cualquiera.")


def hour_of(page):
    """When what was approved of this page comes out; None where nothing waits for its hour."""
    # Asked anew: page.scheduled_revision remembers what it was before somebody answered.
    waiting = page.revisions.exclude(approved_go_live_at=None)
    return waiting.values_list("approved_go_live_at", flat=True).first()


def in_lima(hour):
    return formats.date_format(timezone.localtime(hour), "DATETIME_FORMAT")


def keeps_pace(translation, ours):
    """A version in another language comes out at the hour of what was approved, and not if that was called off."""
    if hour := hour_of(ours):
        translation.content["go_live_at"] = hour.isoformat()
        translation.save(update_fields=["content"])
    elif translation.approved_go_live_at:
        translation.approved_go_live_at = None
        translation.save(update_fields=["approved_go_live_at"])
        return False
    return True


def workflow_of_all():
    """The workflow in which each organization approves; None if somebody put it out of use."""
    task = OurVoicesTask.objects.filter(active=True).values("task_ptr")
    return Workflow.objects.active().filter(workflow_tasks__task__in=task).first()


def take_down_translations(sender, instance, **kwargs):
    """Nobody reads any longer, in another language, what was taken down in the one in which it was approved."""
    if instance.locale.language_code == settings.LANGUAGE_CODE:
        take_down(instance.get_translations().filter(alias_of=None).specific())


def take_down(pages):
    for page in pages:
        page.revisions.update(approved_go_live_at=None)  # or the timetable would publish it
        page.unpublish()


class Permissions(PagePermissionTester):
    """Nobody publishes alone. To take a page down again, the right to publish is enough."""

    def can_publish(self):
        return super().can_publish() and self.page.may_be_published_by(self.user)

    def can_unpublish(self):
        """At once: neither what waits for its hour nor the lock of one of us keeps up what must come down."""
        return self.page.live and super().can_publish()

    def can_publish_subpage(self):
        """A page that is being made, or copied, was read by nobody yet."""
        return False

    def can_reorder_children(self):
        return super().can_publish_subpage()

    def can_unschedule(self):
        return super().can_publish()
