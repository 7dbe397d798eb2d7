"""What strangers fill in, beside letters."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import Region
from legislation import strangers


class SignOnForm(forms.Form):
    organization = forms.CharField(
        max_length=120, error_messages={"required": _("Escribe el nombre de tu organización.")}
    )
    region = forms.ModelChoiceField(
        Region.objects.order_by("code"),
        empty_label=_("Elige la región"),
        error_messages={
            "required": _("Elige la región de tu organización."),
            "invalid_choice": _("Elige una región de la lista."),
        },
    )
    representative = forms.CharField(
        max_length=120, error_messages={"required": _("Escribe quién firma por la organización.")}
    )
    function = forms.CharField(
        max_length=120, error_messages={"required": _("Escribe qué cargo tiene quien firma.")}
    )
    email = forms.CharField(
        max_length=254,
        validators=[strangers.is_plain_address],
        error_messages={"required": _("Escribe un correo para confirmar.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="a-%s", **kwargs)

    def clean(self):
        for name in ("organization", "representative", "function"):
            if name in self.cleaned_data:
                self.cleaned_data[name] = one_line(self.cleaned_data[name])
                if not self.cleaned_data[name]:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return self.cleaned_data


def one_line(text):
    """One paragraph. What is not a letter, a sign or a space has no business in it."""
    return "".join(sign for sign in " ".join(text.split()) if unicodedata.category(sign)[0] != "C")
