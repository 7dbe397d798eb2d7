"""A person who gets an account is told by mail, and chooses her own password."""

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.utils import translation


class NoMailServer(Exception):
    """There is nowhere to send mail to; the link has to be handed over by other means."""

    def __init__(self, link):
        super().__init__(f"No mail server is set, so this link was not sent: {link}")
        self.link = link


def invite(request, user):
    # In the language of the team: the screens of whoever invites may be in another.
    with translation.override(settings.LANGUAGE_CODE):
        link = password_link(user)
        if settings.EMAIL_BACKEND == "django.core.mail.backends.dummy.EmailBackend":
            raise NoMailServer(link)
        get_adapter(request).send_password_reset_mail(
            user, user.email, {"user": user, "password_reset_url": link}
        )


def password_link(user):
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    return get_adapter().get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{token}")
