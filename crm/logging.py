"""Keep a meeting, whole or not at all, and once however often its form arrives."""

from uuid import UUID

from django.db import IntegrityError, transaction

from crm.circles import Circle
from crm.models import (
    Affiliation,
    Commitment,
    Institution,
    Interaction,
    Note,
    Participant,
    Person,
    Position,
    Post,
    Task,
)

REMOTE = {Interaction.Kind.CALL, Interaction.Kind.MESSAGE, Interaction.Kind.EMAIL, Interaction.Kind.LETTER}


class KeyTaken(Exception):
    """The form could not be kept under its key: somebody else's record has it."""


def sent_before(data, user):
    """The interaction that this form became, if it arrived before: whatever changed since, nothing is asked again."""
    try:
        return kept(UUID(data.get("key", "")), user)
    except ValueError:
        return None


def keep(form, user):
    """The interaction that this form is, made now or when the form arrived before."""
    key = form.cleaned_data["key"]
    try:
        with transaction.atomic():
            return make(form.cleaned_data, form, user)
    except IntegrityError:
        # Another copy of the same form was quicker; or else the key is a stranger's.
        if found := kept(key, user):
            return found
        raise KeyTaken(f"The form with the key {key} could not be kept.") from None


def kept(key, user):
    return Interaction.objects.visible_to(user).filter(key=key, logged_by=user).first()


def make(data, form, user):
    signed = {"circle": data["circle"], "owner": user.partner, "logged_by": user}
    # First of all the row with the key: a second copy of the form waits here, and then fails.
    interaction = Interaction.objects.create(
        key=data["key"],
        kind=data["kind"],
        starts=form.moment(),
        is_remote=data["kind"] in REMOTE,
        region=data["region"],
        place=data["place"],
        outcome=data["outcome"],
        summary=data["summary"],
        next_step=data["task"],
        **signed,
    )
    interaction.staff.add(user)
    if user.partner:
        interaction.partners.add(user.partner)
    if data["cause"]:
        interaction.causes.add(data["cause"])
    people, institutions = those_met(data, form, signed)
    participants = [take_part(interaction, person, institutions, user) for person in people]
    spoken_for = {participant.institution_id for participant in participants}
    for institution in institutions:
        if institution.pk not in spoken_for:
            Participant.objects.create(interaction=interaction, institution=institution)
    about = subject(people, institutions)
    write_matters(data, interaction, about, signed)
    return interaction


def those_met(data, form, signed):
    """The people and institutions marked, picked, or named for the first time."""
    records = [form.known_records[value] for value in data["met"]]
    institution, person = data["institution"], data["person"]
    if isinstance(institution, str):
        institution = new_institution(institution, data, signed)
    if isinstance(person, str):
        person = Person.objects.create(name=person, **signed)
    if isinstance(person, Person) and institution and data["title"]:
        appoint(person, institution, data["title"])
    records += [record for record in (person, institution) if record]
    unique = list(dict.fromkeys(records))
    people = [record for record in unique if isinstance(record, Person)]
    return people, [record for record in unique if isinstance(record, Institution)]


def new_institution(name, data, signed):
    level = Institution.Level.REGIONAL if data["region"] else Institution.Level.NATIONAL
    return Institution.objects.create(
        name=name, kind=Institution.Kind.OTHER, level=level, region=data["region"], **signed
    )


def appoint(person, institution, title):
    post, _created = Post.objects.get_or_create(
        institution=institution, title__iexact=title, defaults={"title": title}
    )
    Affiliation.objects.get_or_create(person=person, post=post, ended="")


def take_part(interaction, person, institutions, user):
    """In the post she held that day; with the institution named in the form, if she has one there."""
    post = post_held(person, interaction.day, institutions, user)
    institution = post.institution if post else next(iter(institutions), None)
    return Participant.objects.create(
        interaction=interaction, person=person, post=post, institution=institution
    )


def post_held(person, day, institutions, user):
    """The post in which she was met: one at these institutions before any other."""
    current = person.affiliations.visible_to(user).current(day)
    held = [affiliation.post for affiliation in current.select_related("post__institution").newest_first()]
    return next(iter([post for post in held if post.institution in institutions] or held), None)


def subject(people, institutions):
    """Whose position and promise it is: the person's, if one was met; otherwise the institution's."""
    if len(people) == 1:
        return {"person": people[0]}
    if institutions:
        return {"institution": institutions[0]}
    return {"person": people[0]}


def write_matters(data, interaction, about, signed):
    day = data["day"]
    if data["stance"] is not None:
        Position.objects.create(
            cause=data["cause"],
            stance=data["stance"],
            stated=day,
            grade=Position.Grade.ONE,
            interaction=interaction,
            **about,
            **signed,
        )
    if data["promise"]:
        Commitment.objects.create(
            what=data["promise"],
            made=day,
            due=data["promise_due"],
            interaction=interaction,
            **about,
            **signed,
        )
    if data["task"]:
        Task.objects.create(
            what=data["task"],
            due=data["task_due"],
            assignee=signed["logged_by"],
            interaction=interaction,
            **signed,
        )
    if data["note"]:
        # Never wider than the meeting, and by default only her own organization.
        narrow = (
            data["circle"] if data["circle"] != Circle.COALITION or not signed["owner"] else Circle.PARTNER
        )
        Note.objects.create(interaction=interaction, text=data["note"], **signed | {"circle": narrow})
