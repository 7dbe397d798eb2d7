"""Forms of the figures: indicators, what is reported of them, studies and their tables, staff to train."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.figures import counting, tables
from crm.forms import Day, short_text
from crm.models import Indicator, Institution, ReportedValue, Study, StudyTable


def not_ahead(day):
    if day and day > timezone.localdate():
        raise ValidationError(_("Ese día todavía no llega."))
    return day


class Address(forms.URLField):
    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", **kwargs)


class IndicatorForm(forms.ModelForm):
    computation = forms.ChoiceField(
        label=_("De dónde sale el valor"),
        required=False,
        help_text=_(
            "Contado de los registros, o reportado a mano con su fuente. Nunca las dos cosas a la vez."
        ),
    )

    class Meta:
        model = Indicator
        fields = [
            "code",
            "name_es",
            "name_en",
            "level",
            "definition",
            "computation",
            "how_counted",
            "unit",
            "population",
            "disaggregation",
            "baseline",
            "qualifier",
            "baseline_day",
            "target",
            "target_day",
            "frequency",
            "owner",
            "is_published",
            "evidence",
        ]
        field_classes = {"evidence": Address}
        widgets = {
            "definition": short_text(2),
            "how_counted": short_text(3),
            "baseline_day": Day(),
            "target_day": Day(),
        }
        help_texts = {
            "code": _("Corto y sin espacios: «C-01»."),
            "baseline": _(
                "Lo que dijo un informe o un estudio. Queda marcado como reportado, aunque el valor se cuente."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["computation"].choices = [
            ("", _("Reportado a mano")),
            *((figure.code, figure.label) for figure in counting.FIGURES),
        ]

    def clean_computation(self):
        computation = self.cleaned_data["computation"]
        if computation and self.instance.pk and self.instance.reported_values.exists():
            raise ValidationError(
                _(
                    "Ya tiene valores reportados a mano: lo contado y lo reportado no se mezclan. Crea otro indicador."
                )
            )
        return computation

    def clean(self):
        data = super().clean()
        self.needs_each_other(data, "baseline", "baseline_day")
        self.needs_each_other(data, "target", "target_day")
        first, last = data.get("baseline_day"), data.get("target_day")
        if first and last and last <= first:
            self.add_error("target_day", _("La meta es anterior al valor de partida."))
        return data

    def needs_each_other(self, data, value, day):
        if value in self.errors or day in self.errors:
            return
        if data.get(value) is not None and data[value] < 0:
            self.add_error(value, _("No puede ser menos que cero."))
        if data.get(value) is not None and not data.get(day):
            self.add_error(day, _("¿De qué fecha es?"))
        if data.get(day) and data.get(value) is None:
            self.add_error(value, _("¿Cuánto es en esa fecha?"))


class ReportedValueForm(forms.ModelForm):
    class Meta:
        model = ReportedValue
        fields = ["day", "qualifier", "value", "source"]
        widgets = {"day": Day()}
        help_texts = {"source": _("«Informe anual de REDTRANS, página 12».")}

    def clean_day(self):
        day = not_ahead(self.cleaned_data["day"])
        if self.instance.indicator.reported_values.filter(day=day).exists():
            raise ValidationError(_("Ya hay un valor reportado a esa fecha."))
        return day

    def clean_value(self):
        value = self.cleaned_data["value"]
        if value < 0:
            raise ValidationError(_("No puede ser menos que cero."))
        return value


class StudyForm(forms.ModelForm):
    class Meta:
        model = Study
        fields = ["title", "authors", "published", "scope", "link", "notes"]
        field_classes = {"link": Address}
        widgets = {"notes": short_text(3)}
        help_texts = {"published": _("Año, mes y año o día: 2009, 3/2009 o 5/3/2009.")}


class StudyTableForm(forms.ModelForm):
    pasted = forms.CharField(
        label=_("La tabla"),
        widget=forms.Textarea(attrs={"rows": 10, "wrap": "off"}),
        help_text=_(
            "Cópiala de la hoja de cálculo y pégala: arriba los títulos, y en cada fila primero su nombre. Sin totales. "
            "Los números de menos de 5 personas no se guardan, ni otros con los que se podrían calcular."
        ),
        strip=False,
    )

    class Meta:
        model = StudyTable
        fields = ["title", "source", "measure", "asked", "pasted", "notes"]
        widgets = {"notes": short_text(2)}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["pasted"].initial = tables.as_text(self.instance)

    def clean_title(self):
        title = self.cleaned_data["title"]
        others = self.instance.study.tables.exclude(pk=self.instance.pk)
        if others.filter(title__iexact=title).exists():
            raise ValidationError(_("El estudio ya tiene una tabla con ese título."))
        return title

    def clean(self):
        data = super().clean()
        measure, asked = data.get("measure"), data.get("asked")
        if measure == StudyTable.Measure.PERCENT and not asked:
            self.add_error(
                "asked", _("Di a cuántas personas se preguntó: sin eso no se sabe qué es demasiado pequeño.")
            )
        elif measure and data.get("pasted") and not self.is_as_it_was(data):
            try:
                self.instance.headings, rows = tables.parse(data["pasted"], measure)
            except ValidationError as error:
                self.add_error("pasted", error)
            else:
                self.instance.rows = tables.conceal(rows, measure, asked)
        return data

    def is_as_it_was(self, data):
        """What is hidden already covers the rest; asked again without its numbers, more would be hidden."""
        same = data["pasted"].split() == tables.as_text(self.instance).split() if self.instance.pk else False
        return same and not {"measure", "asked"} & set(self.changed_data)


class StaffForm(forms.ModelForm):
    """How many people of an institution there are to train, and when that was counted."""

    class Meta:
        model = Institution
        fields = ["staff_to_train", "staff_counted"]
        widgets = {"staff_counted": Day()}
        labels = {
            "staff_to_train": _("¿Cuántas personas hay por capacitar?"),
            "staff_counted": _("¿Contadas qué día?"),
        }
        help_texts = {"staff_to_train": _("Un número, nunca nombres.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        self.fields["staff_to_train"].min_value = 1

    def clean_staff_to_train(self):
        if self.cleaned_data["staff_to_train"] < 1:
            raise ValidationError(_("Al menos una persona."))
        return self.cleaned_data["staff_to_train"]

    def clean_staff_counted(self):
        return not_ahead(self.cleaned_data["staff_counted"])
