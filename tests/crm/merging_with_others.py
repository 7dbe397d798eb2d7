"""One of several processes that unite the same two. Says "ready", waits for a line, and says how it went."""

import sys


def unite(kept, lost):
    from accounts.models import User
    from crm import merging
    from crm.models import Person

    try:
        merging.merge(Person(pk=int(kept)), Person(pk=int(lost)), by=User.objects.get(), keeps_name=True)
    except merging.Refused:
        return "refused"
    return "united"


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(unite(*sys.argv[1:]) + "\n")
