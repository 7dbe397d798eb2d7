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
    """As people write them, one in twenty a name that is known already."""
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
    from crm.imports.writing import insert
    from crm.models import Affiliation, ContactWay, Institution, Person, Post

    User.objects.create_superuser("bench@example.org", "only for measuring")
    draw, people = random.Random(1), rows * 5
    places = [
        Institution(name=place(n), kind="municipality", level="district") for n in range(rows // PLACES)
    ]
    Institution.objects.bulk_create(places, batch_size=1000)
    posts = [Post(institution=one, title="Gerencia") for one in places]
    insert(Post, posts)
    known = [Person(name=" ".join(name(draw))) for _ in range(people)]
    Person.objects.bulk_create(known, batch_size=1000)
    insert(Affiliation, [Affiliation(person=one, post=draw.choice(posts), started="2020") for one in known])
    basis = {"kind": "email", "basis": "public_function"}
    insert(
        ContactWay, [ContactWay(person=one, value=f"known{n}@gob.pe", **basis) for n, one in enumerate(known)]
    )
    return "seed"


def staged(rows):
    from accounts.models import User
    from crm.imports import work

    sheet = work.stage("people", "lista.csv", file(rows), User.objects.get(email="bench@example.org"))
    sheet.basis, sheet.takes_good_rows, sheet.state = "public_function", True, "mapped"
    sheet.save()
    work.work_on(sheet)
    return sheet


def dry(rows):
    return f"read and preview: {staged(rows).counts}"


def whole(rows):
    from crm.imports import work

    sheet = staged(rows)
    sheet.moved("planned", "confirmed")
    work.work_on(sheet)
    return f"read, preview and import: {sheet.counts['created']} new, {sheet.counts['changed']} changed"


def again(rows):
    return f"the same file again: {staged(rows).counts.get('new', 0)} new"


def undo(rows):
    from crm.imports import work
    from crm.models import Spreadsheet

    sheet = Spreadsheet.objects.filter(state="done").latest("pk")
    sheet.moved("done", "undoing", undone_by=sheet.logged_by)
    work.work_on(sheet)
    return f"undo: {sheet.counts['taken_back']} taken back, {sheet.counts['kept']} kept"


def main(step, rows):
    began, cpu = time.monotonic(), time.process_time()
    said = {"seed": seed, "dry": dry, "whole": whole, "again": again, "undo": undo}[step](int(rows))
    used = {"seconds": time.monotonic() - began, "cpu": time.process_time() - cpu}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"name": said, "peak": peak} | used))


if __name__ == "__main__":
    import django

    django.setup()
    main(*sys.argv[1:])
