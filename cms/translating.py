"""Translations, where wagtail-localize would publish them for whoever may ask for them, or say what is not so."""

from django.contrib import messages
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.views.update_translations import UpdateTranslationsView

from cms.approval import hour_of, in_lima


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
