"""The demonstration: a fictional cause, and a practice Congress in which its bill moves."""

import os
import subprocess
import sys
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Partner, User
from legislation import links
from legislation.causes import rematch
from legislation.models import Bill, BillLink, Cause, CauseBill, Demonstration, Edition, Follow
from scrapers.models import Source
from scrapers.practice.server import PracticeCongress

PASSWORD = "practica-incidencia"  # noqa: S105 - printed on every screen; refused on a public address
USERS = [
    # e-mail, given names, surname, partner, groups, may everything
    ("direccion@demo.example", "Dirección", "de práctica", "IESSDEH", ["Coordinación", "Equipo"], True),
    (
        "coordinacion@demo.example",
        "Coordinación",
        "de práctica",
        "REDTRANS",
        ["Coordinación", "Equipo"],
        False,
    ),
    ("equipo@demo.example", "Equipo", "de práctica", "Miluska", ["Equipo"], False),
    ("voceria@demo.example", "Vocería", "de práctica", "Miluska", ["Coordinación", "Equipo"], False),
]
CAUSE = {
    "name": "Trabajo sexual con derechos (demostración)",
    "short_name": "Ley de la coalición",
    "slug": "trabajo-sexual-con-derechos",
    "purpose": (
        "Pedimos una ley que reconozca los derechos humanos y laborales de las trabajadoras sexuales: trabajar sin "
        "violencia, atenderse en salud sin maltrato y denunciar sin miedo."
    ),
    "name_en": "Sex work with rights (demonstration)",
    "short_name_en": "The coalition's law",
    "purpose_en": (
        "We ask for a law that recognises the human and labour rights of sex workers: to work without violence, to be "
        "treated with respect in health care, and to report crimes without fear."
    ),
    "terms": "\n".join(
        [
            "trabajo sexual",
            "trabajadora sexual",
            "trabajadoras sexuales",
            "personas que ejercen el trabajo sexual",
            "servicios sexuales",
            "meretricio",
            "trata",
        ]
    ),
}
STATE = settings.BASE_DIR / "practice-state.json"  # what has happened in the practice Congress, over restarts
CHAIN = [(2021, "C", 99475), (2026, "D", 90012)]


class Command(BaseCommand):
    help = "Load the demonstration into a database that holds nothing real. Loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-new", action="store_true", help="do nothing where the database is in use already"
        )

    def handle(self, *, if_new, **options):
        is_in_use = User.objects.exists() or Bill.objects.exists()
        if Demonstration.objects.exists():
            self.stdout.write("The demonstration is loaded already.")
        elif if_new and os.environ.get("CONGRESS_API_URL"):
            self.stdout.write(f"{settings.CONGRESS_API_URL} is to be watched: no demonstration was loaded.")
        elif is_in_use and if_new:
            self.stdout.write("This database is in use: no demonstration was loaded.")
        elif is_in_use:
            raise CommandError(
                "This database holds users or bills that are not the demonstration's. Load it into a new one."
            )
        elif settings.ON_HTTPS:
            raise CommandError(
                f"SITE_URL={settings.SITE_URL} is a public address, and the demonstration's passwords are known to all."
            )
        else:
            self.load()

    def load(self):
        Demonstration.objects.create(pk=1)
        try:
            self.read_practice_congress()
            with transaction.atomic():
                create_team()
                cause = create_cause()
                for name in settings.DEMONSTRATION:
                    import_string(name)(cause)
                Edition.advance()
        except BaseException:
            Demonstration.objects.all().delete()
            raise
        self.stdout.write(f"The demonstration is loaded: {Bill.objects.count()} fictional bills.")

    def read_practice_congress(self):
        """The first reading, of a practice Congress in which nothing has moved yet."""
        STATE.unlink(missing_ok=True)
        Source.objects.filter(spider__in=["spley", "spley_detail"], by_words=False).update(
            every=timedelta(seconds=30)
        )
        with PracticeCongress("demo", port=settings.PORT + 1, speed=0, state=STATE) as practice:
            environment = os.environ | practice_environment(practice.url)
            command = [sys.executable, "manage.py", "scrape", "spley"]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def practice_environment(address):
    """What the processes that read must know to read the practice Congress."""
    return {
        "CONGRESS_API_URL": f"{address}/spley-portal-service",
        "CONGRESS_PORTAL_URL": f"{address}/spley-portal",  # no link of the demonstration leads to a real bill
        "CONGRESS_DETAIL": "plain",
    }


def create_team():
    for email, first_name, last_name, partner, groups, may_everything in USERS:
        user = User.objects.create_user(
            email,
            PASSWORD,
            first_name=first_name,
            last_name=last_name,
            partner=Partner.objects.get(short_name=partner),
            is_superuser=may_everything,
        )
        user.groups.set(Group.objects.filter(name__in=groups))


def create_cause():
    """The cause, its chain of two bills, and everybody of the team waiting for news of it."""
    cause = Cause.objects.create(**CAUSE)
    for period, chamber, number in CHAIN:
        CauseBill.objects.create(
            cause=cause, bill=Bill.objects.get(period=period, chamber=chamber, number=number)
        )
    leader = User.objects.get(email=USERS[0][0])
    for link in BillLink.objects.proposed():
        links.confirm(link, leader)
    for user in User.objects.all():
        Follow.objects.create(user=user, cause=cause)
    rematch(cause)
    return cause
