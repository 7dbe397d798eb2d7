"""Ask the monitoring page and the lists behind its numbers as a member does: python -m bench.figures_ask TIMES

A line of JSON for each, as bench.relations_ask writes them. Head-counts are added to what bench.relations_seed made."""

import json
import os
import random
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

ADDRESSES = {
    "monitoring page, everything until today": "/admin/cifras/",
    "monitoring page, one region": "/admin/cifras/?region=20",
    "monitoring page, one organization": "/admin/cifras/?partner=1",
    "monitoring page, a year": "/admin/cifras/?since=2026-01-01",
    "representatives consulted": "/admin/cifras/lista/representantes-consultadas/",
    "peer educators trained": "/admin/cifras/lista/educadoras-de-pares/",
    "meetings of each institution": "/admin/cifras/lista/instituciones-con-encuentros/",
    "positions that moved": "/admin/cifras/lista/posturas-a-favor/",
}


def add_head_counts():
    from crm.models import Attendance, Interaction

    draw = random.Random(1)  # noqa: S311
    kinds = ["workshop", "training", "conference"]
    held = Interaction.objects.filter(kind__in=kinds).order_by("pk").values_list("pk", flat=True)
    rows = [
        Attendance(interaction_id=pk, audience=audience, count=draw.randrange(1, 40))
        for pk in held
        for audience in draw.sample(Attendance.Audience.values, draw.randrange(1, 3))
    ]
    Attendance.objects.bulk_create(rows, batch_size=2000)


def main(times):
    from django.test import Client

    from accounts.models import User
    from bench.relations_ask import ask
    from crm.models import Attendance

    if not Attendance.objects.exists():
        add_head_counts()
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="mide@example.org"))
    for name, address in ADDRESSES.items():
        print(json.dumps({"name": name} | ask(client, address, times)), flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    main(int(sys.argv[1]))
