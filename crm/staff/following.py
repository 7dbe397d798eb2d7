"""Keeping an eye on a person or an institution, from its page or from a list."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from crm.models import Follow
from crm.staff.pages import page_of, visible
from legislation.staff.lists import Cell
from legislation.staff.pages import back_to


@require_POST
def follow(request, pk, model):
    record = visible(request, model, pk)
    Follow.objects.get_or_create(user=request.user, **key_of(record))
    messages.success(request, _("Sigues a %(record)s. La encuentras en «Mi trabajo».") % {"record": record})
    return redirect(back_to(request, page_of(record)))


@require_POST
def unfollow(request, pk, model):
    record = visible(request, model, pk)
    Follow.objects.visible_to(request.user).filter(**key_of(record)).delete()
    messages.success(request, _("Ya no sigues a %(record)s.") % {"record": record})
    return redirect(back_to(request, page_of(record)))


def key_of(record):
    return {type(record)._meta.model_name: record}


def is_followed(record, user):
    return Follow.objects.visible_to(user).filter(**key_of(record)).exists()


def attach_followed(rows, key, user):
    mine = Follow.objects.visible_to(user).filter(**{f"{key}__in": rows}).order_by()
    followed = set(mine.values_list(key, flat=True))
    for row in rows:
        row.is_followed = row.pk in followed


class StarCell(Cell):
    """A button in each row of a list. The one form that all of them send is in crm/admin/index.html."""

    def __init__(self, place):
        super().__init__("star", gettext_lazy("Seguir"), "is_followed")
        self.place = place

    def render_cell_html(self, instance, parent_context):
        action, says, star = ("follow", _("Seguir a %(name)s"), "☆")
        if instance.is_followed:
            action, says, star = ("unfollow", _("Dejar de seguir a %(name)s"), "★")
        query = parent_context["request"].GET.copy()
        query.pop("_w_filter_fragment", None)  # of Wagtail's script, which fetches the rows alone
        return format_html(
            '<td class="staff-cell crm-star-cell"><button class="crm-star" form="follow" formaction="{}" name="next" '
            'value="{}" aria-label="{}">{}</button></td>',
            reverse(f"{self.place}:{action}", args=[instance.pk]),
            f"{reverse(f'{self.place}:index')}?{query.urlencode()}",
            says % {"name": instance.name},
            star,
        )
