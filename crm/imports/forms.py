"""The forms of the import screens."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.circles import choices_for
from crm.imports.resources import RESOURCES
from crm.models import Spreadsheet

SAMPLES = 3


class UploadForm(forms.ModelForm):
    file = forms.FileField(
        label=_("Archivo"),
        help_text=_("CSV o XLSX, hasta 10 MB y 20 000 filas. La copia se borra en un día."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    class Meta:
        model = Spreadsheet
        fields = ["kind", "circle"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"circle": _("Quiénes verán lo que se cree")}

    field_order = ["kind", "file", "circle"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["circle"].choices = choices_for(user)
        self.fields["kind"].choices = Spreadsheet.Kind.choices
        self.initial.setdefault("kind", "people")


class ColumnsForm(forms.ModelForm):
    """Which column is which, and what may be created and kept."""

    class Meta:
        model = Spreadsheet
        fields = ["creates_institutions", "ends_posts", "basis", "takes_good_rows"]
        widgets = {"basis": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.kind != "people":
            del self.fields["ends_posts"], self.fields["basis"]
        else:
            self.fields["basis"].choices = [
                ("", _("No guardar correos ni teléfonos")),
                *Spreadsheet._meta.get_field("basis").choices,
            ]
        if self.instance.kind == "institutions":
            del self.fields["creates_institutions"]
        self.names, self.rows = self.instance.table
        self.resource = RESOURCES[self.instance.kind]()
        choices = [("", _("— no usar —")), *((n, one.label) for n, one in self.resource.columns().items())]
        for place, field in enumerate(self.instance.columns):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                choices=choices, required=False, initial=field, label=self.names[place] or _("(sin título)")
            )

    def columns(self):
        """Each with its bound field and the first cells below it."""
        for place in range(len(self.instance.columns)):
            cells = (cells[place] for _number, cells in self.rows if place < len(cells) and cells[place])
            yield self[f"column_{place}"], [cell for cell, _n in zip(cells, range(SAMPLES), strict=False)]

    def options(self):
        return [self[name] for name in self.Meta.fields if name in self.fields]

    def clean(self):
        data = super().clean()
        columns = [data.get(f"column_{place}", "") for place in range(len(self.instance.columns))]
        used = [name for name in columns if name]
        twice = {name for name in used if used.count(name) > 1}
        if twice:
            label = self.resource.fields[min(twice)].label
            raise forms.ValidationError(_("Hay dos columnas para «%(name)s».") % {"name": label})
        if lacking := self.resource.lacking(columns):
            raise forms.ValidationError(lacking)
        self.instance.columns = columns
        return data
