from django.core.management.base import BaseCommand, CommandError

from legislation import evidence


class Command(BaseCommand):
    help = "Hash every stored snapshot again and name those that are no longer what was stored."

    def handle(self, **options):
        checked, bad = 0, []
        for snapshot, found in evidence.verify():
            checked += 1
            if found != snapshot.sha256:
                bad.append(f"snapshot {snapshot.pk}, stored as {snapshot.sha256}, is now {found}")
        if bad:
            raise CommandError("\n".join([f"{len(bad)} of {checked} snapshots were altered:", *bad]))
        self.stdout.write(f"{checked} snapshots, all as they were stored.")
