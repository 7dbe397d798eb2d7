from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.views.users import CreateView, EditView, IndexView, UserFilterSet, UserViewSet

from accounts.forms import MemberCreationForm, MemberEditForm
from accounts.invitations import NoMailServer, invite


class MemberFilterSet(UserFilterSet):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["is_superuser"].label = _("Administra el sistema")
        self.filters["is_active"].label = _("Puede entrar")
        self.filters["last_login"].label = _("Entró por última vez")
        self.filters["group"].label = _("Equipo")


class MemberIndexView(IndexView):
    page_title = _("Personas del equipo")
    add_item_label = _("Abrir una cuenta")

    @cached_property
    def columns(self):
        checkbox, name, *_rest = super().columns
        return [
            checkbox,
            name,
            Column("email", label=_("Correo electrónico"), sort_key="email"),
            Column("partner", label=_("Organización socia"), sort_key="partner__short_name"),
            BooleanColumn("has_second_factor", label=_("Segundo paso")),
            BooleanColumn("is_superuser", label=_("Administra"), sort_key="is_superuser"),
            BooleanColumn("is_active", label=_("Puede entrar"), sort_key="is_active"),
            DateColumn("last_login", label=_("Entró por última vez"), sort_key="last_login"),
        ]

    def get_base_queryset(self):
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        members = (
            super()
            .get_base_queryset()
            .filter(is_subscriber=False)
            .select_related("partner", "wagtail_userprofile")
        )
        return members.annotate(has_second_factor=Exists(factors))


class MemberCreateView(CreateView):
    page_title = _("Abrir una cuenta")
    success_message = _("La cuenta de %(object)s está abierta.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"editor": self.request.user}

    def run_after_hook(self):
        try:
            invite(self.request, self.object)
        except NoMailServer as e:
            messages.warning(
                self.request,
                _("Aún no hay servidor de correo. Entrégale este enlace por un medio seguro: %(link)s")
                % {"link": e.link},
            )
        except OSError as e:
            messages.error(
                self.request,
                _(
                    "La cuenta está abierta, pero el correo a %(email)s no salió (%(reason)s). "
                    "Ella puede pedir otro en «¿Olvidaste tu contraseña?»."
                )
                % {"email": self.object.email, "reason": e},
            )
        else:
            messages.info(
                self.request,
                _("Le escribimos a %(email)s para que elija su contraseña.") % {"email": self.object.email},
            )
        return super().run_after_hook()


class MemberEditView(EditView):
    success_message = _("Guardamos los datos de %(object)s.")

    def dispatch(self, request, *args, **kwargs):
        if self.object.is_subscriber:
            raise Http404("Subscribers are not on the team.")
        # Otherwise whoever keeps the list could give an administrator's account her own address, and take it.
        # So, too, an account that approves in the name of another organization.
        is_of_another = self.object.partner_id not in (None, request.user.partner_id)
        if (self.object.is_superuser or is_of_another) and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"editor": self.request.user}

    def run_after_hook(self):
        if "email" in self.form.changed_data:
            self.tell_former_address(self.form.initial["email"])
        return super().run_after_hook()

    def tell_former_address(self, former):
        change = {"from_email": former, "to_email": self.object.email}
        try:
            get_adapter(self.request).send_notification_mail(
                "account/email/email_changed", self.object, change, email=former
            )
        except OSError as e:
            messages.warning(
                self.request,
                _("El aviso del cambio no salió a %(email)s (%(reason)s).") % {"email": former, "reason": e},
            )


class MemberViewSet(UserViewSet):
    menu_label = _("Personas del equipo")
    filterset_class = MemberFilterSet
    index_view_class = MemberIndexView
    add_view_class = MemberCreateView
    edit_view_class = MemberEditView

    def get_form_class(self, for_update=False):
        return MemberEditForm if for_update else MemberCreationForm
