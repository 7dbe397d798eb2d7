"""Something done to several rows of a list: those that are ticked, or all that its filter shows.

The address is that of the list with the name of the act behind it, and asks the same way: ?region=20&q=salud,
with the ticked rows as id=5&id=7, or all=1.
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from crm import bulk, bulk_forms
from crm.models import Tag
from legislation.staff.lists import Cell, short
from legislation.staff.pages import trail

MOST = 5000  # rows at once
NAMED = 10  # of them, before "and 20 more"
OWN = ("id", "all", "p", "export", "_w_filter_fragment")  # what the address says beside the filter


class Act:
    """What is done, who may do it, and what is said when it is done."""

    name = word = ""  # of its address in code, and on screen
    label = gettext_lazy("")
    form_class = None

    def is_allowed(self, user, model):
        return user.has_perm(f"crm.change_{model._meta.model_name}")

    def do(self, rows, data, by):
        raise NotImplementedError

    def said(self, changed, rows):
        raise NotImplementedError


class PutTags(Act):
    name, word, label = "bulk_tag", "etiquetar", gettext_lazy("Poner etiquetas")
    form_class = bulk_forms.TagForm

    def do(self, rows, data, by):
        return bulk.tag(rows, Tag.objects.named(data["tags"]), by)

    def said(self, changed, rows):
        return ngettext("Pusimos etiquetas a %(n)d.", "Pusimos etiquetas a %(n)d.", changed) % {"n": changed}


class TakeTags(Act):
    name, word, label = "bulk_untag", "quitar-etiquetas", gettext_lazy("Quitar etiquetas")
    form_class = bulk_forms.UntagForm

    def do(self, rows, data, by):
        return bulk.untag(rows, data["tags"], by)

    def said(self, changed, rows):
        return ngettext("Quitamos etiquetas a %(n)d.", "Quitamos etiquetas a %(n)d.", changed) % {
            "n": changed
        }


class CreateTasks(Act):
    name, word, label = "bulk_tasks", "crear-tareas", gettext_lazy("Crear una tarea para cada una")
    form_class = bulk_forms.TasksForm

    def is_allowed(self, user, model):
        return user.has_perm("crm.add_task")

    def do(self, rows, data, by):
        return bulk.create_tasks(rows, by=by, **data)

    def said(self, changed, rows):
        text = ngettext("Creamos %(n)d tarea.", "Creamos %(n)d tareas.", changed) % {"n": changed}
        if had := len(rows) - changed:
            text += " " + ngettext("%(n)d ya la tenía.", "%(n)d ya la tenían.", had) % {"n": had}
        return text


class Assign(Act):
    name, word, label = "bulk_assign", "encargar", gettext_lazy("Encargar a alguien")
    form_class = bulk_forms.AssignForm

    def do(self, rows, data, by):
        return bulk.assign(rows, data["assignee"], by)

    def said(self, changed, rows):
        text = ngettext("Encargamos %(n)d tarea.", "Encargamos %(n)d tareas.", changed) % {"n": changed}
        if same := len(rows) - changed:
            text += " " + ngettext(
                "%(n)d ya era suya o estaba cerrada.", "%(n)d ya eran suyas o estaban cerradas.", same
            ) % {"n": same}
        return text


class TickCell(Cell):
    """A box before each row. The one form they belong to stands below the list."""

    def __init__(self):
        super().__init__("tick", gettext_lazy("Marcar"), "pk")

    def render_cell_html(self, instance, parent_context):
        return format_html(
            '<td class="staff-cell crm-tick-cell"><label class="crm-tick"><input type="checkbox" name="id" value="{}" '
            'form="bulk" aria-label="{}"></label></td>',
            instance.pk,
            _("Marcar: %(name)s") % {"name": short(str(instance), 60)},
        )


class BulkView:
    """Before a list's view in the order of classes: it finds rows as the list does, and then asks and acts."""

    act = None

    def dispatch(self, request, *args, **kwargs):
        if not self.act.is_allowed(request.user, self.model):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def rows(self):
        """At most one more than may be done at once."""
        query = self.request.GET
        rows = self.get_queryset()
        if "all" not in query:
            keys = [key for key in query.getlist("id") if key.isdecimal() and len(key) < 19]
            rows = rows.filter(pk__in=keys[:MOST])
        return list(rows[: MOST + 1])

    def back(self):
        query = self.request.GET.copy()
        for name in OWN:
            query.pop(name, None)
        address = reverse(self.index_url_name)
        return f"{address}?{query.urlencode()}" if query else address

    def get(self, request, *args, **kwargs):
        return self.ask(self.rows())

    def post(self, request, *args, **kwargs):
        rows = self.rows()
        if not 0 < len(rows) <= MOST:
            return self.ask(rows)
        form = self.act.form_class(request.POST, user=request.user, rows=rows)
        if request.POST.get("count") != str(len(rows)):
            form.add_error(
                None,
                _("Mientras tanto la lista cambió: ahora son %(n)d. Revisa y confirma.") % {"n": len(rows)},
            )
        if not form.is_valid():
            return self.ask(rows, form)
        changed = self.act.do(rows, form.cleaned_data, request.user)
        messages.success(request, self.act.said(changed, rows))
        return redirect(self.back())

    def ask(self, rows, form=None):
        if not rows:
            messages.error(self.request, _("No hay ninguna marcada. Marca las que quieras, o «todas»."))
            return redirect(self.back())
        if len(rows) > MOST:
            messages.error(
                self.request, _("Son más de %(most)d. Usa un filtro y hazlo por partes.") % {"most": MOST}
            )
            return redirect(self.back())
        return render(self.request, "crm/admin/bulk.html", self.page(rows, form), status=422 if form else 200)

    def page(self, rows, form):
        count = len(rows)
        title = str(self.act.label)
        return {
            "form": form or self.act.form_class(user=self.request.user, rows=rows),
            "title": title,
            "header_title": title,
            "breadcrumbs_items": trail((self.back(), self.page_title), ("", title)),
            "named": rows[:NAMED],
            "more": max(0, count - NAMED),
            "count": count,
            "back": self.back(),
        }


def view_of(index_view_class, act):
    return type(
        f"{type(act).__name__}In{index_view_class.__name__}", (BulkView, index_view_class), {"act": act}
    )
