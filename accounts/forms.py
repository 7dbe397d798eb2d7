from allauth.account.forms import ResetPasswordForm
from allauth.account.models import EmailAddress
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from wagtail.users import forms as wagtail_forms

from accounts.models import Partner, User

# Signing in


class SpentCodes:
    """Refuse a code of the app that was already used, for as long as its numbers are valid.

    allauth remembers a used code for one period only. We accept the periods before and after as well, because
    phones run fast or slow, so a code seen over a shoulder would be good again half a minute later.
    """

    def clean_code(self):
        code = super().clean_code()
        if self.authenticator.type != Authenticator.Type.TOTP:
            return code
        lifetime = mfa_settings.TOTP_PERIOD * (1 + 2 * mfa_settings.TOTP_TOLERANCE)
        digits = "".join(filter(str.isdigit, code))
        if not cache.add(f"accounts.spent-code:{self.user.pk}:{digits}", True, timeout=lifetime):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(SpentCodes, mfa_forms.AuthenticateForm):
    pass


class ConfirmWithCodeForm(SpentCodes, mfa_forms.ReauthenticateForm):
    pass


class ForgottenForm(ResetPasswordForm):
    """A link to choose a password would make an account of a subscription."""

    def clean_email(self):
        email = super().clean_email()
        self.users = [user for user in self.users if not user.is_subscriber]
        return email


# Keeping the list of users


class MemberFields(forms.ModelForm):
    """What staff fill in for a member of the team. She chooses her own password."""

    email = forms.EmailField(
        label=_("Correo electrónico"), help_text=_("Con este correo entra y aquí recibe los avisos.")
    )
    first_name = forms.CharField(
        label=_("Nombre"), max_length=150, help_text=_("El nombre con el que quiere que la llamen.")
    )
    last_name = forms.CharField(label=_("Apellidos"), max_length=150, required=False)
    is_superuser = forms.BooleanField(
        label=_("Administra el sistema"),
        required=False,
        help_text=_("Puede ver y cambiar todo, también los permisos de las demás personas."),
    )

    def __init__(self, *args, editor, **kwargs):
        super().__init__(*args, **kwargs)
        if not editor.is_superuser and "is_superuser" in self.fields:
            self.fields["is_superuser"].disabled = True
        if (
            not editor.is_superuser
        ):  # else one person could open an account of each, and approve for all three
            self.fields["partner"].queryset = Partner.objects.filter(pk=editor.partner_id)
        self.fields["groups"].label = _("Equipos")
        self.fields["groups"].help_text = _("Lo que puede hacer depende de los equipos a los que pertenece.")

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        others = User.objects.exclude(pk=self.instance.pk).filter(email__iexact=email)
        if others.filter(is_subscriber=False).exists() or (self.instance.pk and others.exists()):
            raise forms.ValidationError(
                _("Ya hay una cuenta con el correo %(email)s."), params={"email": email}
            )
        return email


class MemberCreationForm(MemberFields, wagtail_forms.UserCreationForm):
    class Meta(wagtail_forms.UserCreationForm.Meta):
        fields = wagtail_forms.UserCreationForm.Meta.fields | {"partner"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["groups"].initial = Group.objects.filter(name="Equipo")

    def clean_email(self):
        email = super().clean_email()
        if subscriber := User.objects.filter(email__iexact=email, is_subscriber=True).first():
            # She joins the team: the same row, so that what she follows goes on.
            self.instance.pk, self.instance.date_joined = subscriber.pk, subscriber.date_joined
            self.instance._state.adding = False
        return email

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)


class MemberEditForm(MemberFields, wagtail_forms.UserEditForm):
    is_active = forms.BooleanField(
        label=_("Puede entrar"),
        required=False,
        help_text=_("Quita la marca cuando deje el equipo: lo que registró se conserva."),
    )

    class Meta(wagtail_forms.UserEditForm.Meta):
        fields = wagtail_forms.UserEditForm.Meta.fields | {"partner"}

    def save(self, commit=True):
        user = super().save(commit)
        if commit and "email" in self.changed_data:
            # allauth remembers every address that ever signed in; a former one must stop opening this account.
            EmailAddress.objects.filter(user=user).delete()
        return user
