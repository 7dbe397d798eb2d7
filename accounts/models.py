from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Partner(models.Model):
    """One of the organizations that run the programme together, with equal say."""

    name = models.CharField(_("nombre"), max_length=120, unique=True)
    short_name = models.CharField(_("nombre corto"), max_length=30, unique=True)

    class Meta:
        verbose_name = _("organización socia")
        verbose_name_plural = _("organizaciones socias")
        ordering = ["short_name"]

    def __str__(self):
        return self.short_name


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A member of the team, who signs in with her e-mail address; or a subscriber, who only gets news by mail."""

    username = None
    email = models.EmailField(_("correo electrónico"), unique=True)
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organización socia"),
        related_name="members",
    )
    # She confirmed her address on the public site. She has no way in, and staff do not see her address.
    is_subscriber = models.BooleanField(_("solo recibe avisos"), default=False, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("persona del equipo")
        verbose_name_plural = _("personas del equipo")
        constraints = [
            models.UniqueConstraint(models.functions.Lower("email"), name="accounts_one_user_per_email"),
            models.CheckConstraint(
                condition=Q(is_subscriber=False) | Q(is_staff=False, is_superuser=False, partner=None),
                name="accounts_subscribers_hold_nothing",
            ),
        ]

    def __str__(self):
        if self.is_subscriber:
            return gettext("Suscripción %(number)s") % {"number": self.pk}
        return self.get_full_name() or self.email
