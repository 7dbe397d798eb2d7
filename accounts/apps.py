from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = _("cuentas")


class TeamUsersConfig(WagtailUsersAppConfig):
    """Wagtail's user management, for users who have an e-mail address and no username."""

    user_viewset = "accounts.viewsets.MemberViewSet"
