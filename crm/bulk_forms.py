"""What is asked before something is done to many rows."""

from django import forms
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crm.circles import Circle, choices_for, circle_holds
from crm.forms import DayField, team
from crm.models import Tag
from crm.tagging import TagsField


class BulkForm(forms.Form):
    def __init__(self, *args, user, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.rows = user, rows

    def unseen_by(self, other):
        """How many of these rows she does not see."""
        seen = type(self.rows[0]).objects.visible_to(other)
        return len(self.rows) - seen.filter(pk__in=[row.pk for row in self.rows]).count()

    def refuse_unseen(self, other):
        if unseen := self.unseen_by(other):
            raise forms.ValidationError(
                _("%(who)s no ve %(n)d de ellas. Elige a otra persona o quítalas de la selección."),
                params={"who": other, "n": unseen},
            )


class TagForm(BulkForm):
    tags = TagsField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["tags"].remind(self.user)


class UntagForm(BulkForm):
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.none(), label=_("¿Cuáles quitamos?"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        prefetch_related_objects(self.rows, "tags")
        present = {tag.pk for row in self.rows for tag in row.tags.all()}
        self.fields["tags"].queryset = Tag.objects.filter(pk__in=present)


class AssignForm(BulkForm):
    assignee = forms.ModelChoiceField(None, label=_("A cargo de"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = team()

    def clean_assignee(self):
        self.refuse_unseen(self.cleaned_data["assignee"])
        return self.cleaned_data["assignee"]


class TasksForm(BulkForm):
    what = forms.CharField(label=_("¿Qué hay que hacer?"), max_length=300)
    due = DayField(label=_("¿Para cuándo?"), required=False)
    assignee = forms.ModelChoiceField(None, label=_("A cargo de"))
    circle = forms.ChoiceField(label=_("Quiénes la ven"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = team()
        self.fields["assignee"].initial = self.user
        self.fields["circle"].choices = choices_for(self.user)
        self.fields["circle"].initial = Circle.COALITION

    def clean_due(self):
        due = self.cleaned_data["due"]
        if due and due < timezone.localdate():
            raise forms.ValidationError(_("Ese día ya pasó."))
        return due

    def clean_assignee(self):
        self.refuse_unseen(self.cleaned_data["assignee"])
        return self.cleaned_data["assignee"]

    def clean(self):
        data = super().clean()
        assignee, circle = data.get("assignee"), data.get("circle")
        if assignee and circle and not circle_holds(circle, self.user.partner_id, assignee):
            self.add_error("assignee", _("%(who)s no podría ver estas tareas.") % {"who": assignee})
        return data
