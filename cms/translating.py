"""Translations, where wagtail-localize would publish them for whoever may ask for them, or say what is not so."""

from django.contrib import messages
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.whitelist import check_url
from wagtail_localize.models import OverridableSegment, SegmentOverride, StringTranslation
from wagtail_localize.views import edit_translation
from wagtail_localize.views.submit_translations import SubmitPageTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cms.approval import hour_of, in_lima
from legislation.templatetags.pages import web_address


def no_alias(request, page_id):
    """It would copy what stands in the other language over what is read, and publish it, for whoever may edit."""
    messages.error(
        request,
        _(
            "Una traducción no se convierte en alias: saldría un texto que nadie aprobó. Si no debe leerse más, "
            "despublícala."
        ),
    )
    return redirect("wagtailadmin_pages:edit", page_id)


def edit_override(request, translation_id, overridable_segment_id):
    """A link goes into the page as it was sent, past the editor, which takes none that would run something."""
    with transaction.atomic():
        answer = edit_translation.edit_override(request, translation_id, overridable_segment_id)
        kept = answer.data if request.method == "PUT" and answer.status_code < 400 else {}
        if kept and is_link(overridable_segment_id) and check_url(kept["data"]) is None:
            transaction.set_rollback(True)
            error = _(
                "Un enlace empieza con https://, http://, mailto: o tel:, o es una página de este sitio."
            )
            return JsonResponse({"detail": error}, status=400)
    return answer


def is_link(segment_id):
    """In a text, where its name ends with the first address between quotes, or a field for an address."""
    segment = OverridableSegment.objects.select_related("context").get(pk=segment_id)
    return segment.context.path.endswith("'") or bool(web_address(str(segment.data)))


class AskForTranslation(SubmitPageTranslationView):
    """wagtail-localize writes what it has of a translation over a page that is read already, although as a draft."""

    def get_form(self):
        form = super().get_form()
        below = Page.objects.descendant_of(self.object).values("translation_key")
        there = Page.objects.live().exclude(locale=self.object.locale_id)
        form.fields["include_subtree"].disabled = there.filter(translation_key__in=below).exists()
        return form

    def form_valid(self, form):
        """An alias is read, and stays; without the words of a translation that was there before it."""
        aliases = self.object.get_translations().live().filter(locale__in=form.cleaned_data["locales"])
        for kind in (StringTranslation, SegmentOverride):
            of_page = kind.objects.filter(context__object_id=self.object.translation_key)
            of_page.filter(locale__in=aliases.values("locale")).delete()
        return super().form_valid(form)


class UpdateTranslations(UpdateTranslationsView):
    """Publishing takes the right to publish each of them (docs/decisions/20)."""

    def get_form(self):
        form = super().get_form()
        form.fields["publish_translations"].disabled = not self.may_publish()
        return form

    def may_publish(self):
        languages = self.object.translations.filter(enabled=True).values_list("target_locale", flat=True)
        pages = Page.objects.filter(translation_key=self.object.object_id, locale__in=languages)
        return len(pages) == len(languages) and all(  # what is not there would be made, and read at once
            page.permissions_for_user(self.request.user).can_publish() for page in pages
        )

    def form_valid(self, form):
        """What is read today was fetched; what waits for its hour can be only then, and whoever asked must know."""
        answer = super().form_valid(form)
        if hour := hour_of(self.object.get_source_instance()):
            messages.warning(
                self.request,
                _(
                    "Se trajo lo que se lee hoy. El cambio que ya está aprobado sale el %(when)s, hora de Lima: después "
                    "de esa hora pulsa otra vez «Sincronizar páginas traducidas», y te pedirá lo que cambió."
                )
                % {"when": in_lima(hour)},
            )
        return answer
