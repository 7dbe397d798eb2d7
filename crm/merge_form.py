"""Which of two records stays, and which of them is right in each thing in which they differ."""

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from crm import merging
from crm.models import Institution, Person
from crm.searching import simple

ONE, OTHER = "one", "other"
EMPTY = _("vacío")


class MergeForm(forms.Form):
    keep = forms.ChoiceField(label=_("¿Cuál queda?"), widget=forms.RadioSelect)

    def __init__(self, *args, one, other, user, stays=ONE, **kwargs):
        super().__init__(*args, **kwargs)
        self.both, self.user = {ONE: one, OTHER: other}, user
        self.differing = merging.differing(one, other)
        self.fields["keep"].choices = [
            (side, f"{record} (n.º {record.pk})") for side, record in self.both.items()
        ]
        self.fields["keep"].initial = stays
        for name in self.differing:
            self.fields[name] = self.choice(name, stays)
        if self.asks_about_name():
            self.fields["name_not_chosen"] = self.about_name()

    def choice(self, name, stays):
        values = {side: self.words(record, name) for side, record in self.both.items()}
        is_empty = values[stays] == str(EMPTY)
        return forms.ChoiceField(
            label=LABELS[name],
            choices=list(values.items()),
            initial={ONE: OTHER, OTHER: ONE}[stays] if is_empty else stays,
            widget=forms.RadioSelect,
        )

    def words(self, record, name):
        if name == "parent_id":
            return self.parent_in_words(record)
        if name == "staff":
            return staff_in_words(record)
        display = getattr(record, f"get_{name}_display", None)
        return str((display() if display else getattr(record, name)) or EMPTY)

    def parent_in_words(self, record):
        if record.parent_id is None:
            return str(EMPTY)
        seen = Institution.objects.visible_to(self.user).filter(pk=record.parent_id).first()
        return str(seen or _("un registro que no puedes ver"))

    def asks_about_name(self):
        """The same words in another order are no other name."""
        one, other = (sorted(simple(record.name).split()) for record in self.both.values())
        return one != other

    def about_name(self):
        is_person = isinstance(self.both[ONE], Person)
        never = (
            _("No guardar ese nombre: la persona dejó de usarlo, o no lo quiere.")
            if is_person
            else _("No guardar ese nombre.")
        )
        return forms.ChoiceField(
            label=_("¿Qué hacemos con el nombre que no elegiste?"),
            choices=[
                ("keep", _("Es otra manera de escribirlo: guardarlo, para encontrarla también así.")),
                ("forget", never),
            ],
            initial=None if is_person else "keep",
            widget=forms.RadioSelect,
            error_messages={"required": _("Di si se puede guardar ese nombre.")},
        )

    @property
    def choices_of_fields(self):
        return [self[name] for name in self.differing]

    def merge(self):
        keep = self.cleaned_data["keep"]
        kept, lost = (self.both[side] for side in ((ONE, OTHER) if keep == ONE else (OTHER, ONE)))
        theirs = [name for name in self.differing if self.cleaned_data[name] != keep]
        keeps_name = self.cleaned_data.get("name_not_chosen") != "forget"
        return merging.merge(kept, lost, by=self.user, theirs=theirs, keeps_name=keeps_name)


def staff_in_words(institution):
    if institution.staff_to_train is None:
        return str(EMPTY)
    counted = {
        "n": institution.staff_to_train,
        "day": date_format(institution.staff_counted, "SHORT_DATE_FORMAT"),
    }
    return _("%(n)s, contadas el %(day)s") % counted


LABELS = {
    "name": _("Nombre"),
    "given_names": _("Nombres"),
    "first_surname": _("Primer apellido"),
    "second_surname": _("Segundo apellido"),
    "acronym": _("Siglas"),
    "kind": _("Tipo"),
    "level": _("Nivel"),
    "place": _("Dónde"),
    "parent_id": _("Depende de"),
    "status": _("Situación"),
    "influence": _("Influencia"),
    "staff": _("Personal por capacitar"),
}
