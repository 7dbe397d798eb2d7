"""What readers may ask the list of bills for. Whatever strangers send, the answer is a page."""

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from legislation.models import Cause, Chamber, Period
from legislation.stages import Stage

LONGEST = 200  # characters of a question; every word of it costs the database


class Lapsed(TextChoices):
    NO = "0", _("No caducaron")
    YES = "1", _("Caducaron")


class BillFilters(forms.Form):
    q = forms.CharField(label=_("Buscar"), required=False)
    stage = forms.ChoiceField(label=_("Etapa"), required=False)
    period = forms.ChoiceField(label=_("Periodo"), required=False)
    chamber = forms.ChoiceField(label=_("Cámara"), required=False)
    cause = forms.ChoiceField(label=_("Causa"), required=False)
    lapsed = forms.ChoiceField(label=_("¿Caducó?"), required=False)

    def __init__(self, params):
        super().__init__({name: readable(params.get(name, "")) for name in self.base_fields}, auto_id="f-%s")
        self.fields["q"].widget.attrs |= {"type": "search", "maxlength": LONGEST, "autocomplete": "off"}
        self.offer("stage", Stage.choices, _("Todas"))
        self.offer("period", Period.objects.with_bills().values_list("year", "label"), _("Todos"))
        self.offer("chamber", Chamber.choices, _("Todas"))
        self.offer("cause", [(cause.slug, cause.title) for cause in Cause.objects.public()], _("Todas"))
        self.offer("lapsed", Lapsed.choices, _("Da igual"))

    def offer(self, name, choices, everything):
        choices = [(str(value), label) for value, label in choices]
        self.fields[name].choices = [("", everything), *choices]
        self.fields[name].error_messages["invalid_choice"] = _(
            "No conocemos «%(value)s»; mostramos los demás resultados sin ese filtro."
        )
        if not choices:
            del self.fields[name]

    @property
    def asked(self):
        """The filters that we understood and that narrow the list."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def narrowed(self):
        """Whether anything but the search words is set: then the other fields are shown open."""
        return bool(set(self.asked) - {"q"} or self.errors)

    @property
    def others(self):
        return [field for field in self if field.name != "q"]

    def bills(self, bills):
        asked = self.asked
        query = asked.pop("q", "")
        return bills.matching(query=query, **asked).newest_first(query)

    def as_params(self):
        """A query string that means these filters and nothing else."""
        params = QueryDict(mutable=True)
        params.update(self.asked)
        return params

    def words_only(self):
        params = QueryDict(mutable=True)
        params.update({"q": self.asked.get("q", "")})
        return params


def readable(text):
    return text.replace("\0", " ")[:LONGEST]
