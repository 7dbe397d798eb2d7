from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.models import TaskState

from cms import approval, guide, translating, views
from cms.form_pages import Answer
from cms.viewsets import (
    MENU,
    AdhesionViewSet,
    AnswerViewSet,
    LegislatorViewSet,
    VoiceViewSet,
    voice_chooser,
)
from cms.voices import Voice
from crm.models import Proposal
from legislation.staff.panels import StaffPanel

SHOWN = 6  # rows of each list of a panel


class ApprovalsPanel(StaffPanel):
    """On the first page of the admin: what others wrote and she may approve, and what she wrote that waits for others."""

    name, order = "approvals", 18
    template_name = "cms/admin/approvals.html"
    permission = "wagtailadmin.access_admin"

    def content(self, user):
        waiting = TaskState.objects.reviewable_by(user).order_by("started_at")
        return {
            "states": waiting.select_related(
                "revision", "workflow_state__workflow", "workflow_state__requested_by"
            ),
            "asked": approval.asked_by(user),
            "promises": Proposal.objects.waiting_for(user).select_related("commitment__institution", "by"),
        }


class DoingPanel(StaffPanel):
    """What organizations answered this week, and whom to ask whether she still agrees to be quoted."""

    name, order = "doing", 19
    template_name = "cms/admin/doing.html"
    permission = "cms.view_voice"

    def content(self, user):
        since = timezone.now() - timedelta(days=7)
        return {
            "answers": Answer.objects.filter(sent__gte=since).select_related("page")[:SHOWN],
            "voices": Voice.objects.running_out(days=30)[:SHOWN],
        }


@hooks.register("construct_homepage_panels")
def add_panels(request, panels):
    panels += [ApprovalsPanel(), DoingPanel()]


@hooks.register("construct_settings_menu")
def hide_languages(request, menu_items):
    """While there are the two that the site begins with. The entry has no name but its label."""
    if len(settings.WAGTAIL_CONTENT_LANGUAGES) > 2:
        return
    languages = reverse("wagtaillocales:index")
    menu_items[:] = [item for item in menu_items if item.url != languages]


@hooks.register("before_edit_page")
def say_who_is_missing(request, page):
    """Each of us sees which organizations approved the version at hand, and which have yet to."""
    task = page.current_workflow_task
    if request.method != "GET" or not isinstance(task, approval.OurVoicesTask):
        return
    revision = page.get_latest_revision()
    given = approval.Approval.objects.filter(revision=revision).select_related("partner", "user")
    said = [f"{one.partner} ({one.user.get_full_name()})" if one.user else str(one.partner) for one in given]
    missing = ", ".join(map(str, approval.missing(revision)))
    if said:
        text = gettext("Aprobaron esta versión: %(said)s. Falta: %(missing)s.")
    else:
        text = gettext("Nadie aprobó todavía esta versión. Falta: %(missing)s.")
    messages.info(request, text % {"said": ", ".join(said), "missing": missing})


@hooks.register("after_edit_page")
def say_what_became_of_it(request, page):
    """In place of Wagtail's words, which are the same whether it is read by everybody now, waits, or was sent back."""
    if "action-workflow-action" in request.POST:
        list(messages.get_messages(request))
        messages.success(request, approval.what_became(page, request.user))


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [LegislatorViewSet(), AdhesionViewSet(), AnswerViewSet(), VoiceViewSet(), voice_chooser]


@hooks.register("register_admin_menu_item")
def register_menu():
    """What readers do, and what staff do about it."""
    return SubmenuMenuItem(
        _("Participación"), Menu(register_hook_name=MENU), name="doing", icon_name="group", order=250
    )


@hooks.register("register_admin_urls")
def register_addresses():
    return [
        path("archivos/<int:pk>/", views.paper, name="paper"),
        # Before wagtail-localize's own at the same addresses.
        path("localize/submit/page/<int:page_id>/", translating.AskForTranslation.as_view()),
        path("localize/update/<int:translation_source_id>/", translating.UpdateTranslations.as_view()),
        path(
            "localize/translate/<int:translation_id>/overrides/<int:overridable_segment_id>/edit/",
            translating.edit_override,
        ),
        path("localize/page/<int:page_id>/convert_to_alias/", translating.no_alias),
    ]


@hooks.register("construct_page_action_menu")
def offer_no_alias(menu_items, request, context):
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("register_admin_urls")
def register_guide():
    return [path("guia/", guide.guide, name="editors-guide")]


@hooks.register("register_help_menu_item")
def add_guide():
    return MenuItem(
        _("Guía de quien edita"), reverse("editors-guide"), name="editors-guide", icon_name="help", order=1
    )
