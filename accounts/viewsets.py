from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from accounts.forms import MemberCreationForm, MemberEditForm
from accounts.invitations import NoMailServer, invite


class MemberIndexView(IndexView):
    page_title = _("Personas del equipo")
    add_item_label = _("Abrir una cuenta")

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("wagtail_userprofile")


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
        # Otherwise whoever keeps the list could give an administrator's account her own address, and take it.
        if self.object.is_superuser and not request.user.is_superuser:
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
    index_view_class = MemberIndexView
    add_view_class = MemberCreateView
    edit_view_class = MemberEditView

    def get_form_class(self, for_update=False):
        return MemberEditForm if for_update else MemberCreationForm
