"""A coalition that has worked for a hundred years: python -m bench.relations_seed INSTITUTIONS

With each institution come five people and ten encounters. The same number gives the same rows."""

import os
import random
import sys
from datetime import date, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

GIVEN = "Rosa Ana María Julia Carmen Luz Elena Flor Juana Inés Carlos José Luis Jorge Víctor Hugo Raúl Óscar".split()
SURNAMES = (
    "Quispe Flores Sánchez García Rojas Huamán Mamani Vásquez Ramos Torres Castillo Gutiérrez Chávez Díaz Ruiz "
    "Núñez Peña Villón Ñaupari Ancasi Maynas Sinuiri Pinedo Reátegui Condori Choque Apaza Benavides Ugarte Yataco"
).split()
PLACES = (
    "Piura Sullana Paita Arequipa Camaná Mollendo Pucallpa Atalaya Huancayo Jauja Satipo Lima Huacho".split()
)
OFFICES = "Municipalidad Hospital Comisaría Fiscalía Juzgado Red Dirección Gerencia Centro Asociación".split()
SAID = "Conversamos del proyecto de ley, pidió el texto y quedó en responder. Ofreció una fecha para la mesa."
BATCH = 2000


def fill(institutions):
    from crm.models import (
        Affiliation,
        Commitment,
        ContactWay,
        Institution,
        Interaction,
        Participant,
        Person,
        Position,
        Post,
        Province,
        Region,
        Task,
    )

    draw = random.Random(institutions)  # noqa: S311
    regions = list(Region.objects.values_list("code", flat=True))
    province_of = dict(Province.objects.values_list("region", "code"))
    user, partners, cause = team()
    today = date.today()

    def make(model, rows):
        for start in range(0, len(rows), BATCH):
            model.objects.bulk_create(rows[start : start + BATCH])
        return list(model.objects.order_by("pk").values_list("pk", flat=True))

    def day():
        return today - timedelta(days=draw.randrange(1, 730))

    where = [draw.choice(regions) for _ in range(institutions)]
    there = make(
        Institution,
        [
            Institution(
                name=f"{draw.choice(OFFICES)} de {draw.choice(PLACES)} {n}",
                acronym=f"{draw.choice(OFFICES)[:3].upper()}{n}",
                kind=draw.choice(Institution.Kind.values),
                level="regional",
                region_id=where[n],
                province_id=province_of.get(where[n]),
                owner=draw.choice(partners),
            )
            for n in range(institutions)
        ],
    )
    posts = make(Post, [Post(institution_id=pk, title=f"Puesto {k}") for pk in there for k in range(3)])
    people = make(
        Person,
        [
            Person(
                name=f"{draw.choice(GIVEN)} {draw.choice(SURNAMES)} {draw.choice(SURNAMES)}",
                owner=draw.choice(partners),
            )
            for _ in range(institutions * 5)
        ],
    )
    make(
        Affiliation,
        [
            Affiliation(
                person_id=pk,
                post_id=posts[n % len(posts)],
                started=f"{2015 + n % 9}",
                ended="" if n % 4 else f"{2024 + n % 2}",
            )
            for n, pk in enumerate(people)
        ],
    )
    ways = [
        ContactWay(person_id=pk, kind="mobile", value=f"9{n:08d}", basis="public_function")
        for n, pk in enumerate(people)
    ]
    models_without_search(ContactWay, ways)
    Person.objects.all().refresh_search()
    kinds, states = Interaction.Kind.values, ["held"] * 9 + ["planned"]
    from django.db import connection, models
    from django.utils import timezone

    now = timezone.now()
    met = make(
        Interaction,
        [
            Interaction(
                kind=draw.choice(kinds),
                state=draw.choice(states),
                starts=now - timedelta(minutes=draw.randrange(1, 730 * 24 * 60)),
                region_id=draw.choice(regions),
                summary=f"{SAID} {draw.choice(PLACES)} {n}",
                outcome=f"Quedó en {draw.choice(PLACES)}",
                owner=draw.choice(partners),
                logged_by=user,
            )
            for n in range(institutions * 10)
        ],
    )
    Interaction.partners.through.objects.bulk_create(
        [Interaction.partners.through(interaction_id=pk, partner_id=draw.choice(partners).pk) for pk in met],
        batch_size=BATCH,
    )
    Interaction.staff.through.objects.bulk_create(
        [Interaction.staff.through(interaction_id=pk, user_id=user.pk) for pk in met], batch_size=BATCH
    )
    # A quarter of the people and of the institutions were never met; some are met all the time.
    some_people, some_institutions = people[: len(people) * 3 // 4], there[: len(there) * 3 // 4]
    rows = []
    for n, pk in enumerate(met):
        rows.append(
            Participant(
                interaction_id=pk,
                person_id=some_people[int(len(some_people) * draw.random() ** 2)],
                institution_id=some_institutions[int(len(some_institutions) * draw.random() ** 2)],
            )
        )
        if n % 3 == 0:
            rows.append(Participant(interaction_id=pk, institution_id=draw.choice(some_institutions)))
    models.QuerySet(Participant).bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    if connection.vendor == "postgresql":  # within this transaction it knows nothing yet of how much there is
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    for model in (Person, Institution):
        model.objects.all().refresh_last_met()
    make(
        Position,
        [
            Position(
                person_id=draw.choice(people),
                cause=cause,
                stance=draw.randrange(-2, 3),
                stated=day(),
                grade="one",
                owner=draw.choice(partners),
            )
            for _ in range(institutions * 2)
        ],
    )
    make(
        Commitment,
        [
            Commitment(
                person_id=draw.choice(people),
                what=f"Recibir a la delegación {n}",
                made=day(),
                due=None if n % 3 else today + timedelta(days=draw.randrange(0, 90)),
                owner=draw.choice(partners),
            )
            for n in range(institutions)
        ],
    )
    make(
        Task,
        [
            Task(what=f"Enviar la carta {n}", institution_id=draw.choice(there), assignee=user, due=day())
            for n in range(institutions)
        ],
    )


def models_without_search(model, rows):
    """Their owners' search columns are written once, afterwards."""
    from django.db import models

    for start in range(0, len(rows), BATCH):
        models.QuerySet(model).bulk_create(rows[start : start + BATCH])


def team():
    from django.contrib.auth.models import Group

    from accounts.models import Partner, User
    from legislation.models import Cause

    partners = list(Partner.objects.all())
    user = User.objects.create_user("mide@example.org", "x" * 20, first_name="Mide", partner=partners[0])
    user.groups.set(Group.objects.filter(name__in=["Equipo", "Coordinación"]))
    return user, partners, Cause.objects.create(name="Causa que se mide", slug="causa-que-se-mide")


if __name__ == "__main__":
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        fill(int(sys.argv[1]))
