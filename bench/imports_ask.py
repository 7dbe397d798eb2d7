"""One step of the import in a process of its own: python -m bench.imports_ask seed|dry|whole|again|undo ROWS"""

import csv
import io
import json
import os
import random
import resource
import sys
import time

from bench.relations_seed import GIVEN, SURNAMES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
PLACES = 10  # people to an institution
HEAD = ["Nombres y apellidos", "Cargo", "Institución", "Correo", "Celular", "Etiquetas"]
POSTS = ["Regidora", "Director", "Asesora", "Jefe de área"]


def name(draw):
    return f"{draw.choice(GIVEN)} {draw.choice(GIVEN)}", f"{draw.choice(SURNAMES)} {draw.choice(SURNAMES)}"


def place(number):
    return f"Municipalidad Distrital de Lugar {number}"


def file(rows):
    """As people write them. Of so few names nearly half are somebody's, or nearly so, in another institution."""
    draw, text = random.Random(rows), io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEAD)
    for number in range(rows):
        given, surnames = name(draw)
        written = draw.choice(
            [f"{surnames.upper()}, {given}", f"{surnames.upper()} {given}", f"{given} {surnames}"]
        )
        where = f"MUNICIPALIDAD DIST. DE LUGAR {draw.randrange(rows // PLACES)}"
        phone = f"9{draw.randrange(10**8):08d}"
        writer.writerow(
            [written, draw.choice(POSTS), where, f"p{number}@gob.pe", phone, draw.choice(["", "salud"])]
        )
    return text.getvalue().encode("utf-8-sig")


def seed(rows):
    from accounts.models import User
    from crm import bulk
    from crm.models import Affiliation, ContactWay, Institution, Person, Post

    User.objects.create_superuser("bench@example.org", "only for measuring")
    draw, people = random.Random(1), rows * 5
    places = [
        Institution(name=place(n), kind="municipality", level="district") for n in range(rows // PLACES)
    ]
    Institution.objects.bulk_create(places, batch_size=1000)
    posts = bulk.keys_for(Post, len(places))
    bulk.insert(
        Post, ["id", "institution_id"], zip(posts, [one.pk for one in places], strict=True), title="Gerencia"
    )
    known = [Person(name=" ".join(name(draw))) for _ in range(people)]
    Person.objects.bulk_create(known, batch_size=1000)
    held = [(one.pk, draw.choice(posts)) for one in known]
    bulk.insert(Affiliation, ["person_id", "post_id"], held, started="2020")
    ways = [(one.pk, f"known{n}@gob.pe") for n, one in enumerate(known)]
    bulk.insert(ContactWay, ["person_id", "value"], ways, kind="email", basis="public_function")


def staged(body):
    from accounts.models import User
    from crm.imports import work

    sheet = work.stage("people", "lista.csv", body, User.objects.get(email="bench@example.org"))
    sheet.basis, sheet.takes_good_rows, sheet.state = "public_function", True, "mapped"
    sheet.save()
    work.work_on(sheet)
    return sheet


def dry(body):
    counts = {str(name): count for name, count in staged(body).counts.items()}
    return f"read and preview: {counts}"


def whole(body):
    from crm.imports import work

    sheet = staged(body)
    sheet.moved("planned", "confirmed")
    work.work_on(sheet)
    return f"read, preview and import: {sheet.counts['created']} new, {sheet.counts['changed']} changed"


def again(body):
    return f"the same file again: {staged(body).counts.get('new', 0)} new"


def undo(_body):
    from crm.imports import work
    from crm.models import Spreadsheet

    sheet = Spreadsheet.objects.filter(state="done").latest("pk")
    sheet.moved("done", "undoing", undone_by=sheet.logged_by)
    work.work_on(sheet)
    return f"undo: {sheet.counts['taken_back']} taken back, {sheet.counts['kept']} kept"


def main(step, rows):
    from django.db import transaction

    if step == "seed":
        with transaction.atomic():
            seed(int(rows))
        return
    body = file(int(rows))
    began, cpu = time.monotonic(), time.process_time()
    said = {"dry": dry, "whole": whole, "again": again, "undo": undo}[step](body)
    used = {"seconds": time.monotonic() - began, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"name": said, "peak": peak} | used))


if __name__ == "__main__":
    import django

    django.setup()
    main(*sys.argv[1:])
