"""What the pages of single records have in common: a stranger to a record is told that it is not there."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages

from crm.models import Institution, Merge, Person
from crm.staff import meanwhile, sent_forms
from legislation.staff.pages import RecordPage, form_page


class CircledPage(RecordPage):
    moved_to = None

    def setup(self, request, *args, **kwargs):
        try:
            super().setup(request, *args, **kwargs)
        except Http404:
            self.moved_to = merged_into(self.model, kwargs["pk"], request.user)
            if self.moved_to is None:
                raise

    def dispatch(self, request, *args, **kwargs):
        return redirect(self.moved_to) if self.moved_to else super().dispatch(request, *args, **kwargs)

    def get_object(self, queryset=None):
        return get_object_or_404(self.model.objects.visible_to(self.request.user), pk=self.pk)


def merged_into(model, pk, user):
    """Where a record that became part of another is told of now."""
    if model not in (Person, Institution):
        return None
    merge = Merge.objects.visible_to(user).that_took(model, pk).first()
    return page_of(merge.record) if merge else None


def visible(request, model, pk, action="view"):
    """The record of that number, if she may see it and do this to it."""
    if not request.user.has_perm(f"crm.{action}_{model._meta.model_name}"):
        raise PermissionDenied
    return get_object_or_404(model.objects.visible_to(request.user), pk=pk)


def may(request, action, model):
    if not request.user.has_perm(f"crm.{action}_{model._meta.model_name}"):
        raise PermissionDenied


PLACES = {
    "Institution": "institutions",
    "Person": "people",
    "Interaction": "interactions",
    "Position": "positions",
    "Commitment": "commitments",
    "Task": "tasks",
}


def page_of(record):
    return reverse(f"{PLACES[type(record).__name__]}:inspect", args=[record.pk])


class Meanwhile(Exception):
    """Others changed the record since the form was opened."""

    def __init__(self, changes):
        super().__init__(changes)
        self.changes = changes


def saved(request, form, save):
    seen = request.POST.get(meanwhile.CARRIED, "")
    if seen.isdecimal() and len(seen) < 19 and meanwhile.is_watched(form):
        meanwhile.lock(form)
        if changes := meanwhile.changes(form, int(seen), request.user):
            raise Meanwhile(changes)
    return save(form)


def fill_in(request, form, *, title, about=None, save, done, help_text="", button=""):
    """Show a form until it is right; then save() once, however often it is sent, and go to where it says."""
    if there := sent_forms.answered(request):
        return redirect(there)
    told = []
    if request.method == "POST" and form.is_valid():
        try:
            there = sent_forms.once(request, lambda: saved(request, form, save))
        except Meanwhile as e:
            told = e.changes
        except ValidationError as e:
            form.add_error(None, e)
        else:
            messages.success(request, done)
            return redirect(there)
    label, url = about or (str(title), "")
    head = form_page(label, url, title) if url else {"header_title": title}
    return render(
        request,
        "crm/admin/form.html",
        {
            "form": form,
            "back": url or "",
            "title": title,
            "help_text": help_text,
            "button": button,
            "meanwhile": told,
            "seen": meanwhile.how_far(form) if meanwhile.is_watched(form) else None,
            **head,
        },
        status=422 if form.is_bound else 200,
    )
