"""Ask every list, search and record page of the CRM as a member does: python -m bench.relations_ask TIMES|csv|xlsx

A line of JSON for each: name, p50 and p95 in milliseconds, CPU milliseconds, queries. Or of one export of everybody."""

import json
import os
import resource
import statistics
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")


def addresses():
    from crm.models import Institution, Interaction, Participant, Person

    met = Participant.objects.exclude(person=None).order_by("pk").first()
    person, institution = Person.objects.get(pk=met.person_id), Institution.objects.get(pk=met.institution_id)
    one = Interaction.objects.order_by("pk").first()
    return {
        "institutions": "/admin/instituciones/",
        "institutions, by region and kind": "/admin/instituciones/?region=20&kind=police",
        "institutions, in favour": "/admin/instituciones/?stance=2",
        "institutions, silent for 90 days": "/admin/instituciones/?silence=-90",
        "institutions, never met": "/admin/instituciones/?silence=never",
        "institutions, part of a name": "/admin/instituciones/?q=comisar",
        "people": "/admin/personas/",
        "people, last page": "/admin/personas/?p=1000",
        "people, by region": "/admin/personas/?region=20",
        "people, in office": "/admin/personas/?in_office=yes",
        "people, in favour": "/admin/personas/?stance=2",
        "people, silent for 90 days": "/admin/personas/?silence=-90",
        "people, never met": "/admin/personas/?silence=never",
        "people, “nunez”": "/admin/personas/?q=nunez",
        "people, part of a phone": "/admin/personas/?q=900012",
        "people, no hit": "/admin/personas/?q=zzzzz",
        "encounters": "/admin/encuentros/",
        "encounters, by region and month": "/admin/encuentros/?region=20&since=2026-10-01",
        "encounters, a common name": "/admin/encuentros/?q=quispe",
        "encounters, no hit": "/admin/encuentros/?q=zzzzz",
        "positions": "/admin/posturas/",
        "positions, the present ones": "/admin/posturas/?present=1",
        "commitments": "/admin/compromisos/",
        "commitments, overdue": "/admin/compromisos/?standing=overdue",
        "tasks": "/admin/tareas/",
        "tasks, mine": "/admin/tareas/?whose=mine&standing=open",
        "a person, often met": f"/admin/personas/inspect/{person.pk}/",
        "an institution, often met": f"/admin/instituciones/inspect/{institution.pk}/",
        "an encounter": f"/admin/encuentros/inspect/{one.pk}/",
        "her work": "/admin/mi-trabajo/",
        "regions side by side": "/admin/regiones/",
        "a region": "/admin/regiones/20/",
        "the cold list": "/admin/lista-fria/",
        "/registro/": "/registro/",
        "/registro/, as she types": "/registro/buscar/?tipo=persona&q=nunez",
    }


def ask(client, address, times):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    asked = len(queries)  # the next request empties the log
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")
    spent, cpu = [], time.process_time()
    for _ in range(times):
        started = time.perf_counter()
        client.get(address)
        spent.append((time.perf_counter() - started) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / times
    return {
        "p50": statistics.median(spent),
        "p95": statistics.quantiles(spent, n=20)[-1],
        "cpu": cpu,
        "queries": asked,
    }


def export(client, form):
    """Everybody, read as it comes and thrown away."""
    started, first, size = time.perf_counter(), None, 0
    response = client.get(f"/admin/personas/?export={form}")
    if response.status_code != 200:
        raise SystemExit(f"the export answered {response.status_code}")
    for chunk in response.streaming_content:
        first = first or time.perf_counter() - started
        size += len(chunk)
    from crm.models import Person

    return {
        "form": form,
        "rows": Person.objects.count(),
        "seconds": time.perf_counter() - started,
        "first": first,
        "bytes": size,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main(what):
    from django.test import Client

    from accounts.models import User

    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="mide@example.org"))
    if what in ("csv", "xlsx"):
        print(json.dumps(export(client, what)))
        return
    for name, address in addresses().items():
        print(json.dumps({"name": name} | ask(client, address, int(what))), flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    main(sys.argv[1])
