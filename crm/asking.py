"""Before somebody is written down a second time, the form asks once whether she is not one of those we know."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crm import duplicates
from crm.models import Institution


class AsksOnce:
    """Before the forms of people and institutions in the order of classes."""

    alike = ()
    alike_url = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            return
        self.alike_url = reverse("duplicates:alike")
        self.fields["name"].widget.attrs |= {"data-alike": self.alike_url, "data-of": self.kind}
        self.fields["is_another"] = forms.BooleanField(
            label=_("Es otra. Guardarla de todos modos."), required=False, widget=forms.HiddenInput
        )

    @property
    def kind(self):
        return "institucion" if self._meta.model is Institution else "persona"

    def clean(self):
        data = super().clean()
        if self.alike_url and data.get("name") and not data.get("is_another"):
            self.alike = duplicates.alike(self._meta.model, self.user, data["name"], **self.facts(data))
        if self.alike:
            self.fields["is_another"].widget = forms.CheckboxInput()
            self.add_error(
                "is_another", _("Mira arriba si no es una de las que ya tenemos. Si es otra, márcalo.")
            )
        return data

    def facts(self, data):
        if self.kind == "persona":
            return {}
        region = data.get("region")
        return {
            "region": region.pk if region else None,
            "kind": data.get("kind") or "",
            "others": [data.get("acronym", "")],
        }
