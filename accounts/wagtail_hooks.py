from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from accounts.models import User


@hooks.register("before_bulk_action")
def spare_administrators(request, action_type, objects, action_class_instance):
    touches_administrator = any(isinstance(user, User) and user.is_superuser for user in objects)
    if touches_administrator and not request.user.is_superuser:
        raise PermissionDenied
    if any(isinstance(user, User) and user.is_subscriber for user in objects):
        raise PermissionDenied


@hooks.register("before_delete_user")
def spare_subscribers(request, user):
    """They leave by themselves, by the link of each mail; and their addresses are not for staff to see."""
    if user.is_subscriber:
        raise Http404("Subscribers are not on the team.")


@hooks.register("register_account_menu_item")
def sign_in_security(request):
    return {
        "url": reverse("mfa_index"),
        "label": _("Contraseña y protección de mi cuenta"),
        "help_text": _(
            "Cambia tu contraseña, protege tu entrada con un segundo paso y cierra otras sesiones."
        ),
    }
