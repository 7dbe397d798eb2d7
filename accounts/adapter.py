import base64

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

WORDS = {
    "account_inactive": _("Esta cuenta está desactivada."),
    "email_password_mismatch": _("El correo o la contraseña no coinciden."),
    "enter_current_password": _("Esa no es tu contraseña actual."),
    "incorrect_code": _("Ese código no es correcto, o ya se usó."),
    "incorrect_password": _("Esa no es tu contraseña."),
    "invalid_password_reset": _("Este enlace ya se usó o venció."),
    "too_many_login_attempts": _("Hubo demasiados intentos seguidos. Espera unos minutos y prueba otra vez."),
    "rate_limited": _("Hubo demasiados intentos seguidos. Espera unos minutos y prueba otra vez."),
    "cannot_generate_recovery_codes": _(
        "Los códigos de respaldo se crean cuando ya hay una aplicación de códigos o una llave de acceso."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | WORDS

    def is_open_for_signup(self, request):
        """Accounts are opened by staff: nobody registers herself."""
        return False

    def get_reset_password_from_key_url(self, key):
        # Never from the Host header: whoever forges it would receive the link's secret.
        uid, _dash, secret = key.partition("-")
        return settings.SITE_URL + reverse("account_reset_password_from_key", args=[uid, secret])

    def send_password_reset_mail(self, user, email, context):
        invited = not user.has_usable_password()
        template = "account/email/invitation" if invited else "account/email/password_reset_key"
        self.send_mail(template, email, context)

    def get_reauthentication_methods(self, user):
        words = {
            "reauthenticate": _("Usar mi contraseña"),
            "mfa_reauthenticate": _("Usar un código"),
            "mfa_reauthenticate:webauthn": _("Usar mi llave de acceso"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": str(words[method["id"]])} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | WORDS

    def get_public_key_credential_rp_entity(self):
        return super().get_public_key_credential_rp_entity() | {"name": settings.WAGTAIL_SITE_NAME}

    def generate_authenticator_name(self, user, type):
        number = user.authenticator_set.filter(type=type).count() + 1
        return str(_("Llave de acceso %(number)s") % {"number": number})

    def build_totp_svg(self, url):
        # Filled white: on a dark page a bare code cannot be scanned.
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def encrypt(self, text):
        """Whoever reads only the database cannot make codes."""
        return fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        try:
            return fernet().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise ImproperlyConfigured(
                "A second factor was sealed with another SECRET_KEY. Bring the former key back, or let its owner "
                "enrol anew: manage.py reset_second_factor ADDRESS."
            ) from None


def fernet():
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        salted_hmac("accounts.second-factor", "", secret=secret, algorithm="sha256").digest()
        for secret in secrets
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
