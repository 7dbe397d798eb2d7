"""Who may see a record. Every question the CRM asks of the database begins with visible_to(), built from here."""

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

LEADERSHIP_GROUP = "Dirección"


class Circle(TextChoices):
    COALITION = "coalition", _("Toda la coalición")
    PARTNER = "partner", _("Solo mi organización")
    LEADERSHIP = "leadership", _("Solo la dirección")


def is_on_team(user):
    return user.is_active and user.has_perm("wagtailadmin.access_admin")


def leads(user):
    """Whether she belongs to the leadership. Asked once: a page asks for every kind of record."""
    if not hasattr(user, "_leads_the_coalition"):
        user._leads_the_coalition = user.is_superuser or user.groups.filter(name=LEADERSHIP_GROUP).exists()
    return user._leads_the_coalition


def seen_by(user, prefix=""):
    """The condition for a member of the team to see a record; the prefix leads to that record."""
    open_circles = [Circle.COALITION, Circle.LEADERSHIP] if leads(user) else [Circle.COALITION]
    seen = Q(**{f"{prefix}circle__in": open_circles})
    if user.partner_id:
        seen |= Q(**{f"{prefix}circle": Circle.PARTNER, f"{prefix}owner": user.partner_id})
    return seen


def circle_holds(circle, owner, user):
    """Whether she belongs to those who see what lies in this circle; the key of the organization tells whose it is."""
    if circle == Circle.PARTNER:
        return owner is not None and user.partner_id == owner
    return circle == Circle.COALITION or leads(user)


def choices_for(user):
    """The circles she may put a record into: only those in which she would still see it."""
    open_to_her = {
        Circle.COALITION: True,
        Circle.PARTNER: user.partner_id is not None,
        Circle.LEADERSHIP: leads(user),
    }
    return [(circle.value, circle.label) for circle in Circle if open_to_her[circle]]
