"""Tags as people type them: a few words with commas between."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.models import Tag
from crm.searching import simple

SHOWN = 30  # of those in use, as a reminder
MOST = 20  # on one record


class TagsField(forms.CharField):
    """Cleans to names, each once. The tags are made when the form is saved, not while it may still be wrong."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("Etiquetas"), "max_length": 500} | kwargs)

    def remind(self, user):
        """Say which there are already, so that one thing gets one name."""
        known = [tag.name for tag in Tag.objects.visible_to(user)[:SHOWN]]
        self.help_text = _("Con comas entre una y otra. Nunca algo de la vida privada de una persona.")
        if known:
            self.help_text = _("%(help)s Ya usamos: %(tags)s.") % {
                "help": self.help_text,
                "tags": ", ".join(known),
            }

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else ", ".join(map(str, value))

    def clean(self, value):
        names = [" ".join(name.split()) for name in super().clean(value).split(",")]
        once = {}
        for name in filter(None, names):
            check(name)
            once.setdefault(simple(name), name)
        if len(once) > MOST:
            raise forms.ValidationError(_("Son demasiadas: hasta %(most)d."), params={"most": MOST})
        return list(once.values())


def check(name):
    if len(name) > Tag.LONGEST:
        raise forms.ValidationError(
            _("«%(name)s» es muy larga: una etiqueta tiene hasta %(most)d letras."),
            params={"name": name, "most": Tag.LONGEST},
        )
    has_letters(name)


def has_letters(name):
    if not simple(name):
        raise forms.ValidationError(_("«%(name)s» no tiene letras ni números."), params={"name": name})
