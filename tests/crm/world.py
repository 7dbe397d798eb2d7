"""People, institutions and members of the team, for tests of the CRM."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import Partner, User
from crm.models import (
    Affiliation,
    Commitment,
    ContactWay,
    Institution,
    Interaction,
    Note,
    Participant,
    Person,
    Position,
    Post,
    Task,
)
from legislation.models import Cause

SECRET = "ZARZAMORA"  # what a stranger must never come to read


def partner(short_name="REDTRANS"):
    return Partner.objects.get(short_name=short_name)


def member(name="ana", *, groups=("Equipo",), of="IESSDEH", **fields):
    user = User.objects.create_user(
        f"{name}@example.org",
        "una clave larga y tranquila",
        first_name=name.capitalize(),
        partner=partner(of) if of else None,
        **fields,
    )
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def coordinator(name="coco", **fields):
    return member(name, groups=("Equipo", "Coordinación"), **fields)


def leader(name="lidia", **fields):
    return member(name, groups=("Equipo", "Dirección"), **fields)


def institution(name="Gobierno Regional de Piura", **fields):
    given = {"kind": "regional_government", "level": "regional", "region_id": "20"}
    return Institution.objects.create(name=name, **given | fields)


def person(name="Rosa Núñez", **fields):
    return Person.objects.create(name=name, **fields)


def post(title="Directora regional de salud", *, at=None, **fields):
    return Post.objects.create(title=title, institution=at or institution(), **fields)


def affiliation(who=None, where=None, *, started="2024", **fields):
    return Affiliation.objects.create(person=who or person(), post=where or post(), started=started, **fields)


def cause(name="Trabajo sexual con derechos"):
    return Cause.objects.get_or_create(name=name, defaults={"slug": name.lower().replace(" ", "-")})[0]


def moment(year, month, day, hour=10):
    return timezone.make_aware(datetime(year, month, day, hour))


def interaction(*met, by=None, starts=None, **fields):
    """An interaction with these people or institutions, on the side of whoever logged it."""
    given = {"starts": starts or moment(2026, 10, 9), "summary": "Se conversó del proyecto", "logged_by": by}
    made = Interaction.objects.create(**given | fields)
    for one in met:
        key = "person" if isinstance(one, Person) else "institution"
        Participant.objects.create(interaction=made, **{key: one})
    if by:
        made.staff.add(by)
        if by.partner:
            made.partners.add(by.partner)
    return made


def position(of=None, *, stance=2, **fields):
    key = "institution" if isinstance(of, Institution) else "person"
    given = {"cause": cause(), "stated": date(2026, 10, 9), "grade": "one", "words": "Cuenten conmigo"}
    return Position.objects.create(**{key: of or person()}, stance=stance, **given | fields)


def commitment(by=None, what="Recibir a la delegación", **fields):
    key = "institution" if isinstance(by, Institution) else "person"
    return Commitment.objects.create(
        **{key: by or person()}, what=what, **{"made": date(2026, 10, 9)} | fields
    )


def task(what="Enviar la carta", **fields):
    return Task.objects.create(what=what, **fields)


def way(of, value="987 654 321", kind="mobile", **fields):
    key = "institution" if isinstance(of, Institution) else "person"
    basis = {} if key == "institution" else {"basis": "public_function"}
    return ContactWay.objects.create(**{key: of}, kind=kind, value=value, **basis | fields)


def note(about, text=SECRET, **fields):
    return Note.objects.create(**{type(about)._meta.model_name: about}, text=text, **fields)


def closed(owner="REDTRANS"):
    """The fields of a record that only one organization sees."""
    return {"circle": "partner", "owner": partner(owner)}
