"""Translations, where wagtail-localize would publish them for whoever may ask for them."""

from wagtail.models import Page
from wagtail_localize.views.update_translations import UpdateTranslationsView


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
