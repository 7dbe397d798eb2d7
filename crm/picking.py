"""Choosing a person or an institution among thousands by typing part of a name, with or without a script."""

from django import forms
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from crm import duplicates
from crm.models import Institution, Person
from crm.tagging import has_letters

SHOWN = 8  # candidates offered
NEW = "new"
SUGGESTED = {Person: "persona", Institution: "institucion"}  # as the address of suggestions calls them


class PickWidget(forms.Widget):
    template_name = "crm/pick.html"
    candidates = ()
    offers_new = False
    typed = ""

    def value_from_datadict(self, data, files, name):
        return {"text": data.get(name, "").strip(), "key": data.get(f"{name}-key", "").strip()}

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def get_context(self, name, value, attrs):
        if isinstance(value, (Person, Institution)):
            value = {"text": str(value), "key": str(value.pk)}
        context = super().get_context(name, None, attrs)
        context["widget"] |= {
            "text": (value or {}).get("text", ""),
            "key": (value or {}).get("key", ""),
            "candidates": self.candidates,
            "offers_new": self.offers_new,
            "typed": self.typed,
        }
        return context

    def _render(self, template_name, context, renderer=None):
        return render_to_string(
            template_name, context
        )  # forms look for templates in Django's own folders only


class PickField(forms.Field):
    """Cleans to a record that she may see, or to the name of a new one where new ones may be added."""

    widget = PickWidget

    def __init__(self, model, *, user, allows_new=False, exclude=None, **kwargs):
        super().__init__(**kwargs)
        self.model, self.user, self.allows_new, self.exclude = model, user, allows_new, exclude
        self.widget.attrs["pick"] = SUGGESTED[model]

    def visible(self):
        rows = self.model.objects.visible_to(self.user)
        return rows.exclude(pk=self.exclude) if self.exclude else rows

    def prepare_value(self, value):
        return value

    def clean(self, value):
        text, key = value["text"], value["key"]
        if not text:
            return super().clean(None)
        if key == NEW and self.allows_new:
            return self.named(text)
        chosen = self.visible().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None
        # A key left over from before she typed another name does not count, unless she chose it from the list.
        if chosen and (str(chosen) == text or self.matches(text).filter(pk=chosen.pk).exists()):
            return chosen
        return self.only_match(text)

    def named(self, text):
        """The name of a new one, if its column holds it and a reader could see it."""
        name = self.model._meta.get_field("name").formfield().clean(text)
        has_letters(name)
        return name

    def matches(self, text):
        return self.visible().matching(text)

    def only_match(self, text):
        found = list(self.matches(text).order_by("name", "pk")[: SHOWN + 1])
        same = [row for row in found if str(row).casefold() == text.casefold()]
        if len(same) == 1 or len(found) == 1:
            return (same or found)[0]
        alike = self.alike(text, found) if self.allows_new else []
        self.widget.candidates = [(str(row.pk), str(row), describe(row, self.user)) for row in found[:SHOWN]]
        self.widget.candidates += [
            (str(one.record.pk), str(one.record), ", ".join(one.reasons)) for one in alike
        ]
        self.widget.offers_new, self.widget.typed = self.allows_new, text
        if found:
            raise forms.ValidationError(
                _("Hay más de una opción para «%(text)s». Elige una."), params={"text": text}
            )
        if alike:
            raise forms.ValidationError(
                _("No encontramos a «%(text)s». ¿No es una de estas?"), params={"text": text}
            )
        if self.allows_new:
            raise forms.ValidationError(
                _("No encontramos a «%(text)s». Corrige el nombre o márcalo como nuevo."),
                params={"text": text},
            )
        raise forms.ValidationError(_("No encontramos «%(text)s»."), params={"text": text})

    def alike(self, text, found):
        """Others that may be meant though they are written otherwise."""
        there = {row.pk for row in found}
        return [one for one in duplicates.alike(self.model, self.user, text) if one.record.pk not in there]


def describe(row, user):
    """What tells one candidate from another of the same name."""
    if isinstance(row, Institution):
        return row.acronym or row.get_kind_display()
    current = row.affiliations.visible_to(user).current().for_display().newest_first().first()
    return str(current.post) if current else ""
