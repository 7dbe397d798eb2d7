from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, NameEmailSettingsPanel

from accounts.models import User


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        labels = {"first_name": _("Nombre"), "last_name": _("Apellidos")}


class NamePanel(NameEmailSettingsPanel):
    title = _("Nombre")
    form_class = NameForm


class OwnPage(AccountView):
    """Wagtail's account page, for people who go by one name, and without their photographs.

    A photograph carries where it was taken, and shows who works here.
    """

    def get_panels(self):
        panels = [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]
        return [self.fitting(panel) for panel in panels]

    def fitting(self, panel):
        if type(panel) is NameEmailSettingsPanel:
            return NamePanel(panel.request, panel.user, panel.profile)
        return panel
