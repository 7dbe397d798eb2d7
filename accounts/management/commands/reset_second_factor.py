from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User


class Command(BaseCommand):
    help = (
        "Take the second factor off an account whose owner lost her phone and her codes, and close its sessions. "
        "Be sure first, by voice or face, that it is she who asks."
    )

    def add_arguments(self, parser):
        parser.add_argument("address", help="the e-mail address she signs in with")

    def handle(self, *, address, **options):
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            raise CommandError(f"There is no account with the address {address!r}.")
        count, _by_model = Authenticator.objects.filter(user=user).delete()
        for session in UserSession.objects.filter(user=user):
            session.end()
        self.stdout.write(f"{user.email}: {count} second factors removed, all sessions closed.")
